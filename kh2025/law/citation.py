"""Citations: a place in a document, down to article, clause and point, as Vietnamese writes it, with its mark.

``str`` and ``parse`` are inverses for every citation that names a place or a document. A citation is one place:
a list ("khoản 1 và khoản 2") is refused, because a mark and a day in force belong to one.
"""

import re
from collections.abc import Hashable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any, Self

from kh2025 import messages
from kh2025.errors import InputError, Problem
from kh2025.law.document_kinds import kind_of_name, translated
from kh2025.law.document_number import (
    CALLED,
    NEUTRAL,
    NUMBER,
    DocumentNumber,
    check_kind,
    joined,
    kind_names,
    kind_words,
    spelt_out,
)
from kh2025.law.documents import Document, documents, find_document
from kh2025.law.mark import Mark, weakest
from kh2025.law.places import PLACE_BEGINS, PLACES, check_place, place_label, read_places
from kh2025.text.dates import DATE, day_from, has_year, show_date

__all__ = ["Citation", "DocumentNumber", "Mark", "weakest"]

# Vietnamese joins the places of a citation by spaces, English by commas.
_BETWEEN = {"vi": " "}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Citation:
    """A place in a document, as Vietnamese writes it, and how well it is known.

    Attributes:
        mark: how well the provision is known; never assumed.
        document: the number, in the spelling given.
        article, clause, point: Điều, khoản, điểm.
        section, appendix: mục, Phụ lục, of documents without articles.
        principle: in words, where no document lays it down.
        kind: the kind of document in words, where its number does not tell it ("Luật 59/2020/QH14").
        issued_on: the day of issue, where it is cited; it tells documents of one number apart.

    Raises:
        InputError: a number, a kind or a place that there cannot be.

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
    appendix: str | None = None
    principle: str | None = None
    kind: str | None = None
    issued_on: date | None = None

    def __post_init__(self) -> None:
        for part, value in self.places.items():
            check_place(part, value)
        number = self.number
        object.__setattr__(self, "document", str(number) if number else None)
        object.__setattr__(self, "kind", _kept_kind(number, self.kind) if number else None)
        object.__setattr__(self, "issued_on", self.issued_on if number else None)

    @classmethod
    def from_data(cls, row: dict[str, Any]) -> Self:
        """A citation from a row of the data files, whose numbers may be written as numbers."""
        parts: dict[str, Any] = {
            key: value if isinstance(value, date) else str(value) for key, value in row.items()
        }
        return cls(**parts | {"mark": Mark(row["mark"])})

    @classmethod
    def parse(cls, text: str, mark: Mark = Mark.ASSUMPTION) -> Self:
        """Read a citation in Vietnamese, long or short.

        Args:
            text: such as ``khoản 5, Điều 8 của Nghị định số 09/2019/NĐ-CP ngày 24/01/2019 của Chính phủ``, ``Đ.8
                k.5 NĐ 09/2019/NĐ-CP``, ``Quyết định 76/QĐ-SKHCN, mục 3.a``, ``Điều 146 Bộ luật Dân sự 2015``, ``Điều
                146 BLDS 2015``. Who issued the document, what it is about and the title of a law before its number
                are read over.
            mark: how well the provision is known; a text alone says nothing of that, so an assumption.

        Raises:
            InputError: the text is not one place in one document.

        >>> str(Citation.parse("khoản 5, Điều 8 của Nghị định số 09/2019/NĐ-CP"))
        'khoản 5 Điều 8 Nghị định 09/2019/NĐ-CP'
        """
        if not isinstance(text, str):
            raise InputError(Problem("citation-text", value=text))
        line = joined(text).strip(" .;,")
        found = list(_document().finditer(line))
        if len(found) > 1:
            raise InputError(Problem("citation-several", value=text))
        parts, rest = _read_document(found[0], text) if found else ({}, line)
        try:
            parts |= read_places(rest)
        except InputError as error:  # the person sees the whole text, a refused number of a place by itself
            problems = (one if one.place else replace(one, value=text) for one in error.problems)
            raise InputError(problems) from None
        if not parts:
            raise InputError(Problem("citation-text", value=text))
        return cls(mark=Mark(mark), **parts)

    @property
    def number(self) -> DocumentNumber | None:
        """The number of the document."""
        return DocumentNumber.parse(self.document) if self.document else None

    @property
    def places(self) -> dict[str, str]:
        """The places that are named, smallest first, by part."""
        values = ((part, getattr(self, part)) for part in PLACES)
        return {part: value for part, value in values if value is not None}

    @property
    def document_row(self) -> Document | None:
        """What ``documents.yaml`` knows of the document; null where it is not listed."""
        return find_document(self.document, issued_on=self.issued_on) if self.document else None

    def in_force_on(self, day: date) -> bool | None:
        """Whether the document is in force on a day; null where that is not known.

        >>> Citation.parse("Điều 12 Nghị định 09/2019/NĐ-CP").in_force_on(date(2025, 5, 5))
        True
        """
        row = self.document_row
        return row.in_force_on(day) if row else None

    def label(self, lang: str = messages.DEFAULT) -> str:
        """The citation for people; what only Vietnamese has words for stays Vietnamese.

        >>> Citation.parse("điểm b khoản 5 Điều 8 Nghị định 09/2019/NĐ-CP").label("en")
        'point b, clause 5, Article 8, Decree 09/2019/NĐ-CP'
        """
        named = [place_label(part, value, lang) for part, value in self.places.items()]
        parts = (self.principle, *named, self._named_document(lang))
        return _BETWEEN.get(lang, ", ").join(part for part in parts if part)

    def __str__(self) -> str:
        return self.label("vi")

    def __eq__(self, other: object) -> bool:
        return self._key() == other._key() if isinstance(other, Citation) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._key())

    def _key(self) -> Hashable:
        number = self.number
        return (self.mark, number, self.kind, self.issued_on, *self.places.items(), self.principle)

    def _named_document(self, lang: str) -> str:
        number, row = self.number, self.document_row
        if number is None:
            return ""
        name = row.name(lang) if row else None
        kind = translated(self.kind, lang) if self.kind else number.kind_name(lang)
        named = name or (f"{kind} {number}" if kind else str(number))
        if self.issued_on is None:
            return named
        return messages.text(
            "labels", "provision.issued", lang, document=named, day=show_date(self.issued_on)
        )


def _kept_kind(number: DocumentNumber, kind: str | None) -> str | None:
    """The usual name of a kind in words, unless the number tells it."""
    if kind is None or kind.casefold() == NEUTRAL:
        return None
    check_kind(number, kind, f"{kind} {number}")
    known = kind_of_name(kind, number.notation)
    if known is None:
        raise InputError(
            Problem("document-kind", value=kind, details={"kind": kind_names().replace("|", ", ")})
        )
    return known.name if number.kind_name() is None else None


# The title of a law may stand between "Luật" and the number.
_LAW = r"(?P<law>bộ luật|luật|pháp lệnh)\s[^\d()]{1,150}?\s(?:số\s*:?\s*)?"
# Who issued it: words up to a comma, a digit or a place. What it is about: up to a place.
_ABOUT = r"(?:\s*,?\s*(?:quy định\s+)?về\s)"
_ISSUER = rf"(?:(?!{PLACE_BEGINS}|{_ABOUT})[^,;()0-9])+"
_SUBJECT = rf"(?:(?!{PLACE_BEGINS})[^;()])+"
_AFTER = re.compile(
    rf"(?:,?\s*ngày\s+{DATE})?(?:\s*,?\s*của\s+{_ISSUER})?(?:{_ABOUT}{_SUBJECT})?", re.IGNORECASE
)


@cache
def _document() -> re.Pattern[str]:
    """A document within a text: a title with its year, or a number with the words before it."""
    titles = "|".join(re.escape(title) for one in documents() for title in one.titles)
    dated = r"(?=ngày\s[^;]{1,20}?(?:năm\s+|/)(?P<title_dated>[0-9]{4})(?!\w))"
    titled = rf"(?P<title>{titles})\s+(?:(?:năm\s+)?(?P<title_year>[0-9]{{4}})(?![\w/])|{dated})"
    numbered = rf"(?:{_LAW}|{CALLED.format(names=kind_words())}){NUMBER}"
    return re.compile(rf"(?<!\w)(?:{titled}|{numbered})", re.IGNORECASE)


def _read_document(found: re.Match[str], text: str) -> tuple[dict[str, Any], str]:
    """Number, kind in words and day of issue of a match of :func:`_document`, and what stands around them."""
    parts = _read_title(found, text) if found["title"] else _read_number(found)
    line, end = found.string, found.end()
    if after := _AFTER.match(line, end):
        end = after.end()
        parts |= {"issued_on": _day(after, text)} if has_year(after) else {}
    return parts, f"{line[: found.start()]} {line[end:]}"


def _read_number(found: re.Match[str]) -> dict[str, Any]:
    number = DocumentNumber.from_match(found)
    return {"document": str(number), "kind": found["law"] or spelt_out(found["called"], number)}


def _read_title(found: re.Match[str], text: str) -> dict[str, Any]:
    title, year = found["title"].casefold(), int(found["title_year"] or found["title_dated"])
    for one in documents():
        if one.number.year == year and title in (called.casefold() for called in one.titles):
            return {"document": str(one.number)}
    raise InputError(Problem("citation-text", value=text))


def _day(found: re.Match[str], text: str) -> date:
    try:
        return day_from(found, 0)
    except ValueError:
        raise InputError(Problem("citation-text", value=text)) from None
