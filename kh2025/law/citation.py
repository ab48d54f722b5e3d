"""Document numbers and citations, down to article, clause and point, with a verification mark."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self

from kh2025.errors import InputError, Problem
from kh2025.law import data
from kh2025.text.normal import clean

_STATE = re.compile(
    r"(?P<number>[0-9]+[a-z]?)/(?:(?P<year>[0-9]{4})/)?(?P<symbol>[^\W\d][\w&]*(?:-[\w&.]+)*)", re.IGNORECASE
)
_PARTY = re.compile(r"(?P<number>[0-9]+)-(?P<kind>[^\W\d]\w*)/(?P<issuer>[\w.]+)", re.IGNORECASE)


class Mark(StrEnum):
    """What a statement of law rests on."""

    VERIFIED = "verified"
    SECONDARY = "secondary"
    ASSUMPTION = "assumption"


def weakest(marks: Iterable[str]) -> Mark:
    """The mark of a statement that rests on several: the weakest of theirs.

    >>> weakest(["verified", "assumption"]).value
    'assumption'
    """
    order = list(Mark)
    return max((Mark(mark) for mark in marks), key=order.index)


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """A document's number: State ("76/QĐ-SKHCN", "09/2019/NĐ-CP") or Party ("41-CTr/TU").

    Two numbers are equal when they differ only in case: "41-CTR/TU" is "41-CTr/TU".

    >>> DocumentNumber.parse("41-CTR/TU") == DocumentNumber.parse("41-CTr/TU")
    True
    >>> DocumentNumber.parse("09/2019/NĐ-CP").year
    2019
    """

    text: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a number; ``InputError`` when it follows neither notation."""
        cleaned = clean(text).strip()
        if not (_STATE.fullmatch(cleaned) or _PARTY.fullmatch(cleaned)):
            raise InputError(Problem("document-number", value=text))
        return cls(cleaned)

    def __str__(self) -> str:
        return self.text

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, DocumentNumber):
            return NotImplemented
        return self.text.casefold() == other.text.casefold()

    def __hash__(self) -> int:
        return hash(self.text.casefold())

    @property
    def year(self) -> int | None:
        """The year in the number, where the notation has one."""
        found = _STATE.fullmatch(self.text)
        return int(found["year"]) if found and found["year"] else None

    @property
    def kind(self) -> str | None:
        """Abbreviation of the kind of document ("QĐ"); none for an official letter (công văn)."""
        known = {code.casefold(): code for code in data.load("documents")["kinds"]}
        found = _STATE.fullmatch(self.text)
        symbols = found["symbol"].split("-")[:1] if found else [self.text.split("-")[1].split("/")[0]]
        return known.get(symbols[0].casefold())


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A place in a document, as Vietnamese writes it, and how well it is known.

    >>> str(Citation(document="09/2019/NĐ-CP", article="8", clause="5", point="b", mark=Mark.VERIFIED))
    'điểm b khoản 5 Điều 8 Nghị định 09/2019/NĐ-CP'
    >>> str(Citation(document="76/QĐ-SKHCN", section="3.a", mark=Mark.VERIFIED))
    'mục 3.a Quyết định 76/QĐ-SKHCN'
    """

    mark: Mark
    document: str | None = None
    article: str | None = None
    clause: str | None = None
    point: str | None = None
    section: str | None = None
    principle: str | None = None

    @classmethod
    def from_data(cls, row: dict[str, Any]) -> Self:
        """A citation from a row of the data files, whose numbers may be written as numbers."""
        parts = {key: str(value) for key, value in row.items() if key != "mark"}
        return cls(mark=Mark(row["mark"]), **parts)

    def __str__(self) -> str:
        parts = [
            self.principle,
            self.point and f"điểm {self.point}",
            self.clause and f"khoản {self.clause}",
            self.article and f"Điều {self.article}",
            self.section and f"mục {self.section}",
            self.document and self._named_document(),
        ]
        return " ".join(part for part in parts if part)

    def _named_document(self) -> str:
        kind = DocumentNumber.parse(self.document or "").kind
        names = data.load("documents")["kinds"]
        return f"{names[kind]} {self.document}" if kind else f"{self.document}"
