"""Normal forms of Vietnamese text.

``normal_form`` decides whether two names are the same; ``without_marks`` may only suggest, because
"Hòa Tiên" and "Hòa Tiến" are two places. ``clean`` removes what no office text may carry.
"""

import re
import unicodedata

# Old and new placement of the tone mark on oa, oe, uy: "hoà" and "hòa" are one word.
_OLD_TO_NEW = {
    unicodedata.normalize("NFC", pair + mark): unicodedata.normalize("NFC", pair[0] + mark + pair[1])
    for pair in ("oa", "oe", "uy")
    for mark in "\u0300\u0301\u0303\u0309\u0323"
}
# The tone moves only in an open syllable ("hoà"): in "hoàn" and "quý" it has one place.
_OPEN_SYLLABLE = re.compile(rf"(?<!q)({'|'.join(_OLD_TO_NEW)})(?!\w)")
_SPACES = re.compile(r"[\s\u00a0\u2007\u202f]+")
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"))
_KEPT_CONTROLS = "\t\n\r"
_INVISIBLE = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad")
_BIDI = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c")


def clean(text: str) -> str:
    r"""NFC without control characters, invisible spaces and bidirectional overrides.

    >>> clean("Sở\u202e Y tế\x00")
    'Sở Y tế'
    """
    kept = (c for c in text if not _is_unwanted(c))
    return unicodedata.normalize("NFC", "".join(kept)).replace("\u00a0", " ")


def normal_form(text: str) -> str:
    """The form in which names are compared: clean, lower case, single spaces, new tone placement.

    >>> normal_form("  TỈNH  Hoà Bình ") == normal_form("tỉnh Hòa Bình")
    True
    """
    lowered = unicodedata.normalize("NFC", _SPACES.sub(" ", clean(text)).strip().lower())
    return _OPEN_SYLLABLE.sub(lambda match: _OLD_TO_NEW[match[1]], lowered)


def plain_dashes(text: str) -> str:
    """The text with one hyphen for all that Word makes of it.

    >>> plain_dashes("2025\u20132030")
    '2025-2030'
    """
    return text.translate(_DASHES)


def without_marks(text: str) -> str:
    """The normal form without tone and letter marks, for suggestions only.

    >>> without_marks("Sở Khoa học và Công nghệ, Đông Hưng")
    'so khoa hoc va cong nghe, dong hung'
    """
    decomposed = unicodedata.normalize("NFD", normal_form(text).replace("đ", "d"))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def _is_unwanted(char: str) -> bool:
    if char in _INVISIBLE or char in _BIDI:
        return True
    return unicodedata.category(char) == "Cc" and char not in _KEPT_CONTROLS
