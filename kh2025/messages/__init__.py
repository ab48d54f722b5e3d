"""What people read, Vietnamese first: one TOML file per group and language, keyed by code.

Code never holds a sentence. A missing key is a bug and raises; the two languages hold the same keys
(tested). Values are put in by ``str.format``, so a value is never read as a template.
"""

import tomllib
from functools import cache
from importlib.resources import files

DEFAULT = "vi"
LANGUAGES = ("vi", "en")


def text(group: str, key: str, lang: str = DEFAULT, **values: object) -> str:
    """The text under a dotted key, with the values put in.

    >>> text("labels", "kind.quarter", "en")
    'quarter'
    """
    found = _walk(group, key, lang)
    if not isinstance(found, str):
        raise KeyError(f"{lang}/{group}.toml: {key} is no text")
    return found.format(**values) if values else found


def table(group: str, key: str, lang: str = DEFAULT) -> dict[str, str]:
    """All texts under a dotted key: ``{"done_on_time": "Hoàn thành đúng hạn", …}``."""
    found = _walk(group, key, lang)
    if not isinstance(found, dict):
        raise KeyError(f"{lang}/{group}.toml: {key} is no table")
    return found


@cache
def load(group: str, lang: str) -> dict[str, object]:
    """One whole file of texts."""
    return tomllib.loads((files(__name__) / lang / f"{group}.toml").read_text("utf-8"))


def _walk(group: str, key: str, lang: str) -> object:
    found: object = load(group, lang)
    for part in key.split("."):
        if not isinstance(found, dict) or part not in found:
            raise KeyError(f"{lang}/{group}.toml: no {key}")
        found = found[part]
    return found
