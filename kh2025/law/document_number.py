"""Numbers of documents: State ("76/QĐ-SKHCN", "09/2019/NĐ-CP") and Party ("41-CTr/TU").

The State writes number/kind-issuer, legal documents with their year between (Nghị định 30/2020/NĐ-CP), the Party
number-kind/issuer. A number keeps its spelling; case and leading zeros do not make two numbers of one.
"""

import re
from collections.abc import Hashable
from dataclasses import dataclass
from functools import cache
from typing import Self

from kh2025 import messages
from kh2025.errors import InputError, Problem
from kh2025.law import data
from kh2025.law.document_kinds import document_kinds, kind_of_code, kind_of_name, translated
from kh2025.text.normal import clean

_LETTER = "a-zăâđêôơưA-ZĂÂĐÊÔƠƯ"
_CAPITAL = "A-ZĂÂĐÊÔƠƯ"
_ORDINAL = rf"0*[1-9][0-9]{{0,8}}[{_LETTER}]?"
_YEAR = r"(?:19|20)[0-9]{2}"
_PART = rf"[{_LETTER}0-9](?:[{_LETTER}0-9&.]*[{_LETTER}0-9])?"
_FIRST = rf"(?=[{_LETTER}]){_PART}"
_GAP = r"[ \t\n\r]*"
_DASH = rf"{_GAP}-{_GAP}"
_SLASH = rf"{_GAP}/{_GAP}"
# "217/HĐBT", without year and hyphen, is a number only in capitals: "3/người" is none.
_STATE = (
    rf"(?P<number>{_ORDINAL}){_SLASH}"
    rf"(?:(?P<year>{_YEAR}){_SLASH}(?P<symbol>{_FIRST}(?:{_DASH}{_PART})*)"
    rf"|(?P<tied>{_FIRST}(?:{_DASH}{_PART})+)|(?P<capitals>(?-i:[{_CAPITAL}][{_CAPITAL}0-9]+)))"
)
_PARTY = rf"(?P<party_number>{_ORDINAL}){_DASH}(?P<party_symbol>{_FIRST}{_SLASH}{_FIRST}(?:{_DASH}{_PART})*)"
#: A number within a text whose dashes are hyphens, with the groups that :meth:`DocumentNumber.from_match` reads.
NUMBER = rf"(?<![\w/.-])(?:{_STATE}|{_PARTY})(?![\w/&-])"
#: The words before a number: the kind of document, in words or abbreviated, and "số".
CALLED = r"(?:(?P<called>{names})\s+)?(?:số\s*:?\s*)?"
#: What may stand before a number and names no kind.
NEUTRAL = "văn bản"
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))
_GAPS = re.compile(rf"{_GAP}([/-]){_GAP}")


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class DocumentNumber:
    """A document's number, read from text by :meth:`parse`.

    Two numbers are equal when they differ only in case and in leading zeros, which are a rule of writing: "41-CTR/TU"
    is "41-CTr/TU", "9/2019/NĐ-CP" is "09/2019/NĐ-CP". A number alone does not identify a document of a local body:
    every province has its 26/KH-UBND.

    Attributes:
        number: the running number as written, such as ``09`` or ``76a``.
        year: the year, where the notation has one.
        symbol: what follows: ``QĐ-SKHCN``, ``CTr/TU``, ``QH15``.
        is_party: whether it is written number-kind/issuer, as the Party and its organisations do.

    >>> DocumentNumber.parse("Nghị định số 9/2019/NĐ-CP") == DocumentNumber.parse("09/2019/NĐ-CP")
    True
    >>> number = DocumentNumber.parse("41 – CTr/TU")
    >>> number, number.kind, number.issuer, number.is_party
    (DocumentNumber.parse('41-CTr/TU'), 'CTr', 'TU', True)
    """

    number: str
    year: int | None
    symbol: str
    is_party: bool

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a number, with or without the words before it ("Số:", "Quyết định số", "QĐ").

        Raises:
            InputError: ``document-number`` when the text follows neither notation, ``document-kind`` when the
                words before it name another kind than the number does.
        """
        if not isinstance(text, str):
            raise InputError(Problem("document-number", value=text))
        found = _whole().fullmatch(joined(text))
        if not found:
            raise InputError(Problem("document-number", value=text))
        number = cls.from_match(found)
        check_kind(number, spelt_out(found["called"], number), text)
        return number

    @classmethod
    def from_match(cls, found: re.Match[str]) -> Self:
        """The number of a match of :data:`NUMBER`."""
        if found["party_number"]:
            return cls(found["party_number"], None, _tight(found["party_symbol"]), is_party=True)
        symbol = found["symbol"] or found["tied"] or found["capitals"]
        year = int(found["year"]) if found["year"] else None
        return cls(found["number"], year, _tight(symbol), is_party=False)

    @property
    def notation(self) -> str:
        """The name of the way it is written: ``state`` or ``party``."""
        return "party" if self.is_party else "state"

    @property
    def kind(self) -> str | None:
        """Abbreviation of the kind of document ("QĐ"), from the number or else from ``documents.yaml``.

        Null for an official letter (công văn), and for an act of the National Assembly that is not listed.
        """
        if told := kind_of_code(self.code, self.notation):
            return told.code
        listed = kind_of_name(_listed_kinds().get(self.key, ""), self.notation)
        return listed.code if listed else None

    def kind_name(self, lang: str = messages.DEFAULT) -> str | None:
        """The kind of document in words; null where neither the number nor ``documents.yaml`` tells it.

        >>> DocumentNumber.parse("26/KH-UBND").kind_name("en")
        'Plan'
        """
        told = kind_of_code(self.code, self.notation)
        name = _listed_kinds().get(self.key) or (told.name if told else None)
        return translated(name, lang) if name else None

    @property
    def issuer(self) -> str | None:
        """Abbreviation of who issued it: ``SKHCN``, ``BNV-BTC``, ``QH15``; null in a number such as ``26/KH``."""
        if self.is_party:
            return self.symbol.partition("/")[2]
        first, _, rest = self.symbol.partition("-")
        return (rest or None) if kind_of_code(first, self.notation) else first

    @property
    def unit(self) -> str | None:
        """Abbreviation of the unit that drafted an official letter: ``NC`` in ``12/UBND-NC``."""
        if self.is_party or kind_of_code(self.code, self.notation):
            return None
        return self.symbol.partition("-")[2] or None

    @property
    def key(self) -> Hashable:
        """What two spellings of one number have in common."""
        return (self.number.lstrip("0").casefold(), self.year, self.symbol.casefold(), self.is_party)

    def __str__(self) -> str:
        if self.is_party:
            return f"{self.number}-{self.symbol}"
        return f"{self.number}/{self.year}/{self.symbol}" if self.year else f"{self.number}/{self.symbol}"

    def __repr__(self) -> str:
        return f"DocumentNumber.parse({str(self)!r})"

    def __eq__(self, other: object) -> bool:
        return self.key == other.key if isinstance(other, DocumentNumber) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.key)

    @property
    def code(self) -> str:
        """The first part of the symbol: a kind's abbreviation, or an issuer's where there is none."""
        return re.split("[-/]", self.symbol, maxsplit=1)[0]


def joined(text: str) -> str:
    """The text clean, in one line, its dashes written as hyphens: what :data:`NUMBER` looks at."""
    return " ".join(clean(text).translate(_DASHES).split())


def check_kind(number: DocumentNumber, called: str | None, text: str) -> None:
    """Refuse a kind in words that contradicts the number ("Thông tư 09/2019/NĐ-CP")."""
    if called is None or called.casefold() == NEUTRAL:
        return
    names = names_of(number)
    if not names or called.casefold() in (name.casefold() for name in names):
        return
    raise InputError(Problem("document-kind", value=text, details={"kind": " / ".join(names)}))


def spelt_out(called: str | None, number: DocumentNumber) -> str | None:
    """The kind in words that stands before a number; an abbreviation is spelt out as the number's notation has it.

    >>> (
    ...     spelt_out("NĐ", DocumentNumber.parse("09/2019/NĐ-CP")),
    ...     spelt_out("kế hoạch", DocumentNumber.parse("26/KH-UBND")),
    ... )
    ('Nghị định', 'kế hoạch')
    """
    if called is None or kind_of_name(called, number.notation):
        return called
    if own := kind_of_code(called, number.notation):
        return own.name
    other = next((one for one in document_kinds() if one.code.casefold() == called.casefold()), None)
    return other.name if other else called


def names_of(number: DocumentNumber) -> tuple[str, ...]:
    """What the document may be called, the usual name first; empty where nothing tells it."""
    if listed := _listed_kinds().get(number.key):
        return (listed,)
    told = kind_of_code(number.code, number.notation)
    return tuple(name for name in (told.name, *told.also) if name) if told else ()


@cache
def kind_names() -> str:
    """The names of all kinds as alternatives of a pattern, the longest first."""
    names = {NEUTRAL} | {name for one in document_kinds() for name in (one.name, *one.also) if name}
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))


@cache
def kind_words() -> str:
    """The names and the abbreviations of all kinds as alternatives; a single letter numbers a point and is none."""
    codes = {one.code for one in document_kinds() if len(one.code) > 1 and " " not in one.code}
    return "|".join((kind_names(), *sorted(map(re.escape, codes), key=len, reverse=True)))


@cache
def _whole() -> re.Pattern[str]:
    return re.compile(CALLED.format(names=kind_words()) + NUMBER, re.IGNORECASE)


@cache
def _listed_kinds() -> dict[Hashable, str]:
    """The kinds of documents that ``documents.yaml`` names in words, by number."""
    rows = data.load("documents")["documents"]
    return {DocumentNumber.parse(row["number"]).key: row["kind"] for row in rows if "kind" in row}


def _tight(text: str) -> str:
    return _GAPS.sub(r"\1", text)
