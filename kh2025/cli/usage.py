"""Wrong use of the command line in the language asked for: the parser underneath knows English only."""

import re
from typing import Any

from kh2025.messages import text

# The parser's sentences, whose quoted part is what was written or left out.
_SENTENCES = (
    ("missing", r"Missing (?:argument|option|parameter) '(?P<found>[^']*)'.*"),
    ("command", r"No such command '(?P<found>.*?)'\..*"),
    ("option", r"No such option: (?P<found>\S+).*"),
    ("extra", r"Got unexpected extra argument(?:s|\(s\))? \((?P<found>.*)\)"),
    ("no_value", r"Option '(?P<found>.*?)' requires an argument\..*"),
    ("no_switch_value", r"Option '(?P<found>.*?)' does not take a value\..*"),
    ("integer", r"Invalid value for '(?P<found>[^']*)': Input should be a valid integer.*"),
    ("number", r"Invalid value for '(?P<found>[^']*)': Input should be a valid number.*"),
    (
        "least",
        r"Invalid value for '(?P<found>[^']*)': Input should be greater than or equal to (?P<limit>\S+)",
    ),
    ("most", r"Invalid value for '(?P<found>[^']*)': Input should be less than or equal to (?P<limit>\S+)"),
    ("own", r"Invalid value: (?P<found>.*)"),
)


def explained(error: Any, lang: str) -> str | None:
    """The lines for people; ``None`` where the parser's sentence is not known and its own must do."""
    said = error.format_message()
    for name, pattern in _SENTENCES:
        if read := re.fullmatch(pattern, said, re.DOTALL):
            sentence = text("cli", f"usage.{name}", lang, **read.groupdict())
            return _how(error.ctx, lang) + text("cli", "usage.says", lang, says=sentence)
    return None


def _how(context: Any, lang: str) -> str:
    if context is None:  # an option without its value: the parser does not say of which command
        return ""
    usage = " ".join([context.command_path, *context.command.collect_usage_pieces(context)])
    return text("cli", "usage.how", lang, usage=usage, path=context.command_path)
