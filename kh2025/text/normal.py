"""Normal forms of Vietnamese text.

``normal_form`` decides whether two names are the same; ``without_marks`` may only suggest, because
"Hòa Tiên" and "Hòa Tiến" are two places. ``clean`` removes what no office text may carry, and ``cleaned``
says what that was. Text in an old encoding is decoded first (:mod:`kh2025.text.encodings`).
"""

import re
import unicodedata
from dataclasses import dataclass

from kh2025.errors import Problem
from kh2025.text.syllables import is_syllable

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
# Invisible although letters or marks to Unicode: grapheme joiner, fillers, variation selectors.
_UNSEEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u3164\uffa0\ufe00-\ufe0f\U000e0100-\U000e01ef]"
)
# Letters that look like Đ and đ: Icelandic eth, which old keyboards gave, and the African D.
_LIKE_D = str.maketrans("\u00d0\u00f0\u0189\u0256", "ĐđĐđ")
_SEEMS_D = re.compile("[\u00d0\u00f0\u0189\u0256]")
_WORD = re.compile(r"[^\W\d_]+")
_VOWELS = frozenset("AEIOUYĂÂÊÔƠƯ")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A clean text, the text as given, and the characters that were removed, in order and as often as they stood.

    ``changed`` also counts what was replaced and not removed: a decomposed letter, a no-break space, Ð for Đ.
    """

    text: str
    source: str
    removed: str

    @property
    def changed(self) -> bool:
        """Whether the text is another than was given."""
        return self.text != self.source

    def notice(self, place: str = "") -> Problem | None:
        """What a person should know: the weightiest change of the text; null when there is none.

        ``text-cleaned`` something hidden was removed, ``text-look-alike`` a letter was replaced by the one it looks
        like, ``text-composed`` only the Unicode form or the kind of space is another.
        """
        if not self.changed:
            return None
        if self.removed:
            return Problem("text-cleaned", place, self.source)
        is_composed = self.text == _composed(self.source)
        return Problem("text-composed" if is_composed else "text-look-alike", place, self.source)


def cleaned(text: str) -> Cleaned:
    r"""NFC without control characters, invisible characters and bidirectional overrides, and what was removed.

    Ð (eth) becomes Đ in a word that is then a Vietnamese syllable or an abbreviation without vowels ("QÐ").

    >>> cleaned("Sở\u202e Y tế\x00").removed
    '\u202e\x00'
    """
    if text.isprintable() and not _UNSEEN.search(text):  # neither control nor format characters: most texts
        return Cleaned(_without_look_alikes(_composed(text)), text, "")
    kept = "".join(char for char in text if not _is_unwanted(char))
    return Cleaned(_without_look_alikes(_composed(kept)), text, "".join(filter(_is_unwanted, text)))


def clean(text: str) -> str:
    r"""The text of :func:`cleaned` alone.

    >>> clean("Sở\u202e Y tế\x00"), clean("Ðông Hưng, 76/QÐ-SKHCN")
    ('Sở Y tế', 'Đông Hưng, 76/QĐ-SKHCN')
    """
    return text if text.isascii() and text.isprintable() else cleaned(text).text


def normal_form(text: str) -> str:
    """The form in which names are compared: clean, lower case, single spaces, plain hyphens, new tone placement.

    >>> normal_form("  TỈNH  Hoà Bình ") == normal_form("tỉnh Hòa Bình")
    True
    """
    lowered = unicodedata.normalize("NFC", _SPACES.sub(" ", plain_dashes(clean(text))).strip().lower())
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


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text).replace("\u00a0", " ")


def _is_unwanted(char: str) -> bool:
    """Control characters, and format characters (Cf): zero width, soft hyphen, direction, tags."""
    category = unicodedata.category(char)
    hidden = category == "Cf" or (category == "Cc" and char not in _KEPT_CONTROLS)
    return hidden or bool(_UNSEEN.match(char))


def _without_look_alikes(text: str) -> str:
    return _WORD.sub(_with_d, text) if _SEEMS_D.search(text) else text


def _with_d(found: re.Match[str]) -> str:
    word = found[0].translate(_LIKE_D)
    abbreviation = word.isupper() and _VOWELS.isdisjoint(word)
    return word if abbreviation or is_syllable(word) else found[0]
