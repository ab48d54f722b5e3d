"""Text typed in an old font: TCVN3 (ABC, .VnTime) and VNI-Windows, pasted as Western letters (cp1252).

A text is converted only when it can hardly be anything else; a doubtful one stays as it is and says so.
Decode before :func:`kh2025.text.normal.clean`: the soft hyphen, which cleaning removes, is TCVN3's "ư".

The criterion. A *marked* word has a sign outside ASCII. It is *evidence* for an encoding when it cannot be a
Vietnamese syllable as written, but is one decoded. An encoding is certain when (1) every marked word decodes
to a possible syllable or to an abbreviation in capitals, (2) one word of evidence is decisive (two old signs
in one syllable; a sign such as ¸ © ¶ between two letters; a capital sign after a small letter, "tÕ"; "§" beside
a capital; a vowel and its sign that no other writing joins, "Vieät"), or two different words are evidence and no
word of the text is foreign, and (3) the other encoding is not certain too. With some of
this, there is a doubt; with no evidence the text is what it says. Names of files, addresses and the like
are never looked into.

Accented capitals: TCVN3 has none. Its capital fonts (.VnTimeH) show small letters as capitals and the text
does not tell, so a capital is given back only where the plain letters of a word (two at least), or of the
whole text, are capitals: "KHOA HäC" is "KHOA HỌC". Sources: TCVN 5712:1993 (VN3) as in the libc table
TCVN5712-1, cp1252 letters of the same bytes; VNI-Windows as its fonts print (mark: secondary).
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from kh2025.errors import Problem, TextError
from kh2025.text.syllables import is_syllable

_TCVN3 = dict(
    zip(
        "¡¢£¤¥¦§¨©ª«¬\u00ad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
        "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
        strict=True,
    )
)
_VNI_ALONE = dict(zip("ñíìæóòîôö", "đíìỉĩịỵơư", strict=True))
# A letter carries its tone, and with it the circumflex or the breve, in one sign that follows it.
_VNI_AFTER = {
    "aeouyôö": dict(zip("øùõûï", ("\u0300", "\u0301", "\u0303", "\u0309", "\u0323"), strict=True)),
    "aeo": dict(
        zip(
            "âàáãåä",
            ("\u0302", "\u0302\u0300", "\u0302\u0301", "\u0302\u0303", "\u0302\u0309", "\u0302\u0323"),
            strict=True,
        )
    ),
    "a": dict(
        zip(
            "êèéüúë",
            ("\u0306", "\u0306\u0300", "\u0306\u0301", "\u0306\u0303", "\u0306\u0309", "\u0306\u0323"),
            strict=True,
        )
    ),
}
_VNI_PAIRS = {
    letter + sign: unicodedata.normalize("NFC", _VNI_ALONE.get(letter, letter) + marks)
    for letters, signs in _VNI_AFTER.items()
    for letter in letters
    for sign, marks in signs.items()
}
_VNI_UNIT = re.compile(
    "|".join([*(f"[{p[0]}{p[0].upper()}][{p[1]}{p[1].upper()}]" for p in _VNI_PAIRS), "[A-Za-z]"])
    + f"|[{''.join(_VNI_ALONE)}{''.join(_VNI_ALONE).upper()}]"
)

_TCVN3_SIGNS = "".join(sign for sign in _TCVN3 if not sign.isalpha())
_WORD = {
    "TCVN3": re.compile(rf"(?:[^\W\d_]|[{re.escape(_TCVN3_SIGNS)}])+"),
    "VNI": re.compile(r"[^\W\d_]+"),
}
_OLD_SIGN = re.compile(f"[{re.escape(_TCVN3_SIGNS)}]")
_D_IN_CAPITALS = re.compile(r"[A-Z]§|§[A-Z]")
# What no other writing has. Between letters × and ÷ stand in sizes, · in Catalan, the soft hyphen anywhere;
# "ï" behind a vowel is French too (Loïc, Caïn), "eá" Irish, "eä" Finnish, "où" a word.
_DECISIVE = {
    "TCVN3": re.compile(rf"[A-Za-z][¡¢£¤¥¦§¨©ª«¬®µ¶¸¹»¼½¾][A-Za-z]|[a-z][À-ÖØ-Þ]|{_D_IN_CAPITALS.pattern}"),
    "VNI": re.compile(r"(?:[auyôö]|(?<=[iuy])e|(?<=.)o)[âàáãåäêèéüúëøùõû]|e[âàãåøùõû]", re.IGNORECASE),
}
_MEASURE = re.compile(r"µ\w?|\w[×÷·]\w")  # µm, m×n, N·m
_ABBREVIATION = re.compile(r"[A-ZĐÂÊÔƠƯĂ]*Đ[A-ZĐÂÊÔƠƯĂ]*|đ")
_TWO_SIGNS = 2
# Names that a machine must find again: file names, addresses, paths, anything with an underscore.
_FILE_NAME = re.compile(
    r"\.(?:docx?|xlsx?|pptx?|pdf|csv|txt|html?|xml|json|ya?ml|ipynb|zip|rar|7z|png|jpe?g)$", re.IGNORECASE
)
_NAME = re.compile(rf"[^\W_]_[^\W_]|[@\\]|://|{_FILE_NAME.pattern}", re.IGNORECASE)
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text after decoding.

    Attributes:
        text: in Unicode (NFC) when converted, else exactly as given.
        encoding: ``TCVN3`` or ``VNI`` when converted, else null.
        doubts: encodings that the unchanged text may be written in, and what it would then say.
        source: the text as given.
    """

    text: str
    encoding: str | None
    doubts: Mapping[str, str]
    source: str

    def notice(self, place: str = "") -> Problem | None:
        """What a person should know: converted, or doubtful; null when neither."""
        if self.encoding:
            return Problem(
                "text-converted", place, self.source, {"encoding": self.encoding, "text": _excerpt(self.text)}
            )
        if self.doubts:
            readings = "; ".join(f"{name}: {_excerpt(text)}" for name, text in self.doubts.items())
            return Problem("text-doubtful", place, self.source, {"readings": readings})
        return None


@dataclass(frozen=True, slots=True)
class _Reading:
    """A text as one encoding would have it: how strongly its words speak for it, and whether none speaks against."""

    text: str
    evidence: frozenset[str]
    strong: bool
    whole: bool
    vietnamese: bool

    @property
    def certain(self) -> bool:
        return self.strong and self.whole

    @property
    def doubtful(self) -> bool:
        return bool(self.evidence) and (self.strong or self.vietnamese)


def decode(text: str, place: str = "") -> Decoded:
    """A text in Unicode, whichever of the three ways it was typed in.

    Args:
        text: a cell or a paragraph; one text, one encoding.
        place: where it stands, for the error.

    Raises:
        TextError: ``text-replacement``: the text holds U+FFFD or half a character; its letters are lost.

    >>> decode("Së Khoa häc").text, decode("Sôû Khoa hoïc").encoding, decode("fête").encoding
    ('Sở Khoa học', 'VNI', None)
    """
    check_intact(text, place)
    if text.isascii() or _is_plainly_vietnamese(unicodedata.normalize("NFC", text)):
        return Decoded(text, None, {}, text)
    return _weighed(text)


def _is_plainly_vietnamese(text: str) -> bool:
    """Whether no word can be evidence of an old encoding, which saves reading the text in both."""
    if _OLD_SIGN.search(text):
        return False
    return all(word.isascii() or _is_written(word) for word in _WORD["VNI"].findall(text))


def _weighed(text: str) -> Decoded:
    """The text in each encoding, and what speaks for it."""
    readings = {name: _read(unicodedata.normalize("NFC", text), name) for name in _DECODERS}
    certain = [name for name, reading in readings.items() if reading.certain]
    if len(certain) == 1:
        return Decoded(readings[certain[0]].text, certain[0], {}, text)
    doubts = {name: reading.text for name, reading in readings.items() if reading.doubtful}
    return Decoded(text, None, doubts, text)


def check_intact(text: str, place: str = "") -> None:
    """Refuse a text whose letters are lost: U+FFFD, or half of a surrogate pair (``text-replacement``)."""
    if "\ufffd" in text or any("\ud800" <= char <= "\udfff" for char in text):
        raise TextError(Problem("text-replacement", place, text))


def _read(text: str, name: str) -> _Reading:
    """The whole text in one encoding; what is left alone is neither decoded nor weighed."""
    whole_name = _FILE_NAME.search(text) and "\n" not in text
    chunks = [] if whole_name else [one for one in re.finditer(r"\S+", text) if not _NAME.search(one[0])]
    found = [word for one in chunks for word in _WORD[name].finditer(text, *one.span())]
    words = {word: _DECODERS[name](word) for word in {one[0] for one in found}}
    read = {word: became if became and _is_plausible(became) else word for word, became in words.items()}
    return _Reading(_put_back(text, found, read), *_weigh(words, name))


def _weigh(words: Mapping[str, str | None], name: str) -> tuple[frozenset[str], bool, bool, bool]:
    """Evidence; whether it is strong; whether every marked word is Vietnamese decoded, or at least either way."""
    marked = {word: became for word, became in words.items() if not word.isascii()}
    evidence = frozenset(word for word, became in marked.items() if became and _is_evidence(word, became))
    foreign = any(word.isascii() and not word.isupper() and not is_syllable(word) for word in words)
    decisive = any(_DECISIVE[name].search(word) or _signs(word) >= _TWO_SIGNS for word in evidence)
    strong = decisive or (len({word.lower() for word in evidence}) > 1 and not foreign)
    failing = [word for word, became in marked.items() if not (became and _is_plausible(became))]
    return evidence, strong, not failing, all(map(_is_written, failing))


def _is_plausible(became: str) -> bool:
    return is_syllable(became) or bool(_ABBREVIATION.fullmatch(became))


def _is_evidence(word: str, became: str) -> bool:
    """Whether a word is Vietnamese only when decoded. Measures and lone signs are not; "Q§" is."""
    if _D_IN_CAPITALS.search(word) and _is_plausible(became):
        return True
    if _is_written(word) or len(word) == 1 or _MEASURE.fullmatch(word):
        return False
    return is_syllable(became)


@lru_cache(maxsize=20_000)  # about as many as there are syllables
def _is_written(word: str) -> bool:
    """Whether a word is Vietnamese as it stands; a capital after a small letter ("tÕ") is not."""
    slips = any(one.islower() and other.isupper() for one, other in pairwise(word))
    return not slips and is_syllable(word.replace("Ð", "Đ"))


def _signs(word: str) -> int:
    return sum(not char.isascii() for char in word)


def _put_back(text: str, found: list[re.Match[str]], read: Mapping[str, str]) -> str:
    """The text with each word as it was decoded; where all plain letters are capitals, in capitals."""
    raised = _are_capitals(char for char in text if char.isascii() and char.isalpha())
    parts, at = [], 0
    for one in found:
        parts += [text[at : one.start()], read[one[0]].upper() if raised else read[one[0]]]
        at = one.end()
    return "".join((*parts, text[at:]))


def _are_capitals(letters: Iterable[str]) -> bool:
    """Whether there are two letters at least, and capitals only."""
    joined = "".join(letters)
    return len(joined) > 1 and joined.isupper()


def _from_tcvn3(word: str) -> str | None:
    if not all(char.isascii() or char in _TCVN3 for char in word):
        return None
    became = "".join(_TCVN3.get(char, char) for char in word)
    return became.upper() if _are_capitals(char for char in word if char.isascii()) else became


def _from_vni(word: str) -> str | None:
    units = _VNI_UNIT.findall(word)
    return "".join(map(_vni_letter, units)) if "".join(units) == word else None


def _vni_letter(unit: str) -> str:
    """One letter; its case is that of its first sign, since the capital's mark may be typed small."""
    small = unit.lower()
    letter = _VNI_PAIRS.get(small) or _VNI_ALONE.get(small, small)
    return letter.upper() if unit[0].isupper() else letter


_DECODERS: Mapping[str, Callable[[str], str | None]] = {"TCVN3": _from_tcvn3, "VNI": _from_vni}


def _excerpt(text: str) -> str:
    """The beginning of a text, for a message."""
    shown = "".join(char if char.isprintable() else " " for char in text)
    return shown if len(shown) <= _SHOWN else shown[: _SHOWN - 1] + "…"
