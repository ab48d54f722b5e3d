"""Text typed in an old font: TCVN3 (ABC, .VnTime) and VNI-Windows, pasted as Western letters (cp1252).

A text is converted only when it can hardly be anything else; a doubtful one stays as it is and says so.
Decode before :func:`kh2025.text.normal.clean`: the soft hyphen, which cleaning removes, is TCVN3's "ư".

The criterion. A *marked* word has a sign outside ASCII. It is *evidence* for an encoding when it cannot be a
Vietnamese syllable as written, but is one decoded. An encoding is certain when (1) every marked word decodes
to a possible syllable or to an abbreviation in capitals, (2) one word of evidence is decisive (two old signs
in one syllable; a sign such as ¸ © ¶ between two letters; a soft hyphen behind a consonant, "L\u00adu"; a capital
sign after a small letter, "tÕ"; "§" beside a capital, "Ñ" in an abbreviation, "QÑ"; a vowel and its sign that no
other writing joins, "Vieät"), or two different words are evidence and no word of the text is foreign, and (3) the
other encoding is not certain too. Beside a foreign word, VNI needs two words of evidence ("Noû York" is Walloon)
or one that is joined as no language joins ("Vieät").
With some of this, there is a doubt; with no evidence the text is what it says. Names of files, addresses and the
like are never looked into; signs of arithmetic, bullets and units after a number stay what they are.

Accented capitals: TCVN3 has none. Its capital fonts (.VnTimeH) show small letters as capitals and the text
does not tell, so a capital is given back only where the other letters of a word are capitals and not only the
first, or those of the whole text with a word among them that is no abbreviation: "Së KHOA HäC" is
"SỞ KHOA HỌC", "Së KH&CN" is "Sở KH&CN". Sources: TCVN 5712:1993 (VN3) as in the libc table
TCVN5712-1, cp1252 letters of the same bytes; VNI-Windows as its fonts print (mark: secondary).
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
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
_TCVN3_CAPITALS = frozenset(sign for sign, letter in _TCVN3.items() if letter.isupper())
# Small figures and signs of units that Unicode calls letters belong to no word: m², 10 µm, Nº.
_WORD = {
    "TCVN3": re.compile(rf"(?:[^\W\d_²³º]|[{re.escape(_TCVN3_SIGNS)}])+"),
    "VNI": re.compile(r"[^\W\d_¹²³ºª¼½¾µ]+"),
}
_LETTERS = re.compile(r"[^\W\d_]+")
_OLD_SIGN = re.compile(f"[{re.escape(_TCVN3_SIGNS)}]")
_LONE_SIGN = re.compile(r"[·×÷¼½¾]")
_UNIT = re.compile(r"µ[A-Za-z]{1,2}")
_AFTER_NUMBER = re.compile(r"(?<=\d)|(?<=\d\s)")
_CONSONANTS = "B-DF-HJ-NP-TV-XZ"
_D_IN_CAPITALS = {
    "TCVN3": re.compile(r"[A-Z]§|§[A-Z]"),
    "VNI": re.compile(rf"[{_CONSONANTS}]+Ñ[{_CONSONANTS}]*|Ñ[{_CONSONANTS}]+"),
}
# What no other writing has. Between letters × and ÷ stand in sizes, · in Catalan, the soft hyphen after a vowel
# anywhere; "ï" behind a vowel is French too (Loïc, Caïn), "eá" Irish, "eä" Finnish, "où" and "aún" are words.
_DECISIVE = {
    "TCVN3": re.compile(
        r"[A-Za-z][¡¢£¤¥¦§¨©ª«¬®µ¶¸¹»¼½¾][A-Za-z]|[a-z][À-ÖØ-Þ]|(?i:[b-df-hj-np-tv-xz]\u00ad[a-z])"
    ),
    "VNI": re.compile(
        r"(?:[auyôö]|(?<=[iuy])e|(?<=.)o)[âàáãåäêèéüëøùõû]|(?<=.)aú|e[âàãåøùõû]", re.IGNORECASE
    ),
}
# "uỷ", "huỷ", "thuỷ", "tuỷ", "HUẾ", "THUẾ", "NHẸ" in TCVN3, or "ủ", "hủ", "thủ", "tủ", "HŨ" …, "NHĐ" in VNI.
_IN_BOTH = re.compile(r"(?:h|th|t)?uû|t?huõ|quyõn|(?:[hklmrstvx]|[cgknpt]h|tr)ñ", re.IGNORECASE)
# A single decisive word that foreign words beside it do not put in doubt.
_SURE_AMONG_FOREIGN = {
    "TCVN3": re.compile(""),
    "VNI": re.compile(r"[iyu][eoa][âàáãåä]|[ôö][øùûõ]", re.IGNORECASE),
}
_MEASURE = re.compile(r"µ\w?|\w[×÷·]\w")  # µm, m×n, N·m
_ABBREVIATION = re.compile(r"[A-ZĐÂÊÔƠƯĂ]*Đ[A-ZĐÂÊÔƠƯĂ]*|đ")
_TWO_SIGNS = 2
_LOST = re.compile("[\ud800-\udfff\ufffd]")
_SHORT = 2  # letters; "TU" is an abbreviation, "KHOA" is none
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
    return all(word.isascii() or _is_written(word) for word in _LETTERS.findall(text))


def _weighed(text: str) -> Decoded:
    """The text in each encoding, and what speaks for it."""
    readings = _readings(text)
    certain = _certain(readings)
    # What would be converted once more mixes the encodings, and none of them is certain.
    if len(certain) == 1 and not _certain(_readings(readings[certain[0]].text)):
        return Decoded(readings[certain[0]].text, certain[0], {}, text)
    doubts = {name: reading.text for name, reading in readings.items() if reading.doubtful}
    return Decoded(text, None, doubts, text)


def check_intact(text: str, place: str = "") -> None:
    """Refuse a text whose letters are lost: U+FFFD, or half of a surrogate pair (``text-replacement``)."""
    if not text.isascii() and _LOST.search(text):
        raise TextError(Problem("text-replacement", place, text))


def _readings(text: str) -> dict[str, _Reading]:
    return {name: _read(unicodedata.normalize("NFC", text), name) for name in _DECODERS}


def _certain(readings: Mapping[str, _Reading]) -> list[str]:
    return [name for name, reading in readings.items() if reading.certain]


def _read(text: str, name: str) -> _Reading:
    """The whole text in one encoding; what is left alone is neither decoded nor weighed."""
    whole_name = _FILE_NAME.search(text) and "\n" not in text and "://" not in text
    chunks = [] if whole_name else [one for one in re.finditer(r"\S+", text) if not _NAME.search(one[0])]
    found = [
        word for one in chunks for word in _WORD[name].finditer(text, *one.span()) if not _is_no_word(word)
    ]
    words = {word: _DECODERS[name](word) for word in {one[0] for one in found}}
    read = {word: became if became and _is_plausible(became) else word for word, became in words.items()}
    raised = name == "TCVN3" and _are_in_capitals(words)
    return _Reading(_put_back(text, found, read, str.upper if raised else str), *_weigh(words, name))


def _is_no_word(found: re.Match[str]) -> bool:
    """A sign by itself ("5×3", "1½", a bullet), or a unit after a number ("10 µm")."""
    if _LONE_SIGN.fullmatch(found[0]):
        return True
    return bool(_UNIT.fullmatch(found[0]) and _AFTER_NUMBER.match(found.string, found.start()))


def _weigh(words: Mapping[str, str | None], name: str) -> tuple[frozenset[str], bool, bool, bool]:
    """Evidence; whether it is strong; whether every marked word is Vietnamese decoded, or at least either way."""
    marked = {word: became for word, became in words.items() if not word.isascii()}
    evidence = frozenset(
        word for word, became in marked.items() if became and _is_evidence(word, became, name)
    )
    foreign = any(map(_is_foreign, words))
    decisive = {word for word in evidence if _is_decisive(word, name)}
    several = len({word.lower() for word in evidence}) > 1
    sure = bool(decisive) and (several or any(map(_SURE_AMONG_FOREIGN[name].search, decisive)))
    strong = sure if foreign else bool(decisive) or several
    failing = [word for word, became in marked.items() if not (became and _is_plausible(became))]
    return evidence, strong, not failing, all(map(_is_written, failing))


def _is_foreign(word: str) -> bool:
    """Whether a word of plain letters is neither a syllable nor an abbreviation ("UBND", which has no second vowel)."""
    if not word.isascii() or is_syllable(word):
        return False
    return not word.isupper() or sum(char in "AEIOUY" for char in word) > 1


def _is_plausible(became: str) -> bool:
    return _is_spelt(became) or bool(_ABBREVIATION.fullmatch(became))


def _is_spelt(word: str) -> bool:
    """Whether a word is a possible syllable and has no capital after a small letter, as "tÕ" has."""
    return is_syllable(word) and not any(one.islower() and other.isupper() for one, other in pairwise(word))


def _is_evidence(word: str, became: str, name: str) -> bool:
    """Whether a word is Vietnamese only when decoded. Measures and lone signs are not; "Q§" is."""
    if _has_d_in_capitals(word, name) and _is_plausible(became):
        return True
    if _is_written(word) or len(word) == 1 or _MEASURE.fullmatch(word):
        return False
    return _is_spelt(became)


def _is_decisive(word: str, name: str) -> bool:
    """Whether a word of evidence settles the encoding by itself."""
    if _IN_BOTH.fullmatch(word):
        return False
    two_signs = _signs(word) >= _TWO_SIGNS
    return two_signs or _has_d_in_capitals(word, name) or bool(_DECISIVE[name].search(word))


def _has_d_in_capitals(word: str, name: str) -> bool:
    found = _D_IN_CAPITALS[name]
    return bool(found.fullmatch(word) if name == "VNI" else found.search(word))


@lru_cache(maxsize=20_000)  # about as many as there are syllables
def _is_written(word: str) -> bool:
    """Whether a word is Vietnamese as it stands, with eth for Đ ("NÐ")."""
    return _is_plausible(word.replace("Ð", "Đ"))


def _signs(word: str) -> int:
    return sum(not char.isascii() for char in word)


def _put_back(
    text: str, found: list[re.Match[str]], read: Mapping[str, str], case: Callable[[str], str]
) -> str:
    """The text with each word as it was decoded, in a case."""
    parts, at = [], 0
    for one in found:
        parts += [text[at : one.start()], case(read[one[0]])]
        at = one.end()
    return "".join((*parts, text[at:]))


def _are_in_capitals(words: Mapping[str, str | None]) -> bool:
    """Whether a text is in capitals: its plain letters are, in a word that is no abbreviation too ("HäC", "KHOA")."""
    plain = "".join(char for word in words for char in word if char.isascii())
    return plain.isupper() and any(
        became
        and is_syllable(became)
        and _is_in_capitals(word)
        and not (word.isascii() and len(word) <= _SHORT)
        for word, became in words.items()
    )


def _is_in_capitals(word: str) -> bool:
    """Whether the letters of a word that show their case in TCVN3 are capitals, and not only the first one."""
    shown = [at for at, char in enumerate(word) if char.isascii() or char in _TCVN3_CAPITALS]
    return any(shown) and not any(word[at].islower() for at in shown)


def _from_tcvn3(word: str) -> str | None:
    if not all(char.isascii() or char in _TCVN3 for char in word):
        return None
    became = "".join(_TCVN3.get(char, char) for char in word)
    return became.upper() if _is_in_capitals(word) else became


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
