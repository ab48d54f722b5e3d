"""What XML 1.0 can carry of a text, and with it StratML, Word and Excel; iCalendar can carry the same."""

import re

# XML 1.0, production [2] Char: everything else makes a document that no reader opens.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LINE_ENDS = re.compile("\r\n?")


def xml_text(text: str) -> str:
    r"""The text without the characters that XML forbids, its lines ended by ``\n``.

    >>> xml_text("Sở\x00 Y tế\r\n]]>\ufffe")
    'Sở Y tế\n]]>'
    """
    return _FORBIDDEN.sub("", _LINE_ENDS.sub("\n", text))
