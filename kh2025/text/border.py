"""One text crossing the border, in the one right order: damage refused, old encodings decoded, then cleaned.

Decoding stands first because cleaning removes the soft hyphen, which TCVN3 writes for "ư".
"""

from dataclasses import dataclass

from kh2025.errors import Problem
from kh2025.text.encodings import decode
from kh2025.text.normal import cleaned


@dataclass(frozen=True, slots=True)
class Admitted:
    """A text as the house may use it, and what a person should know of how it became so."""

    text: str
    notices: tuple[Problem, ...]


def admit(text: str, place: str = "") -> Admitted:
    r"""A text from outside: NFC, decoded where that is certain, without hidden characters.

    Args:
        text: one cell or paragraph as it was read.
        place: where it stands, for the notices and the error.

    Raises:
        TextError: ``text-replacement``, the letters are lost.

    >>> admit("T\u00ad ph¸p").text, [notice.code for notice in admit("Së Y tÕ\u200b").notices]
    ('Tư pháp', ['text-converted', 'text-cleaned'])
    """
    decoded = decode(text, place)
    clean = cleaned(decoded.text)
    notices = (decoded.notice(place), clean.notice(place))
    return Admitted(clean.text, tuple(notice for notice in notices if notice))
