"""The documents that ``law/data/documents.yaml`` lists: what each is, since when and until when it holds.

A field that is not known is null, and a question that the known fields do not answer is answered by null. So a rule
can tell a legal basis that has ended from one of which nothing is known.
"""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Self

from kh2025 import messages
from kh2025.law import data
from kh2025.law.document_number import DocumentNumber
from kh2025.law.mark import Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One row: what is known of a document.

    Attributes:
        number: its number.
        subject: what it is about, in Vietnamese.
        source: what the row was read in.
        mark: how well the row is known: the weakest of its parts.
        title, title_en: the name by which a code is cited ("Bộ luật Dân sự", "Civil Code").
        title_short: its abbreviation, which is read and not written ("BLDS").
        issuer: who issued it.
        issued_on, in_force_from, in_force_to: days, both ends included.
        amended_by: numbers of the documents that amend it.
        replaced_by: number of the document in its place.

    >>> find_document("09/2019/NĐ-CP").in_force_from.isoformat()
    '2019-03-12'
    """

    number: DocumentNumber
    subject: str
    source: str
    mark: Mark
    title: str | None = None
    title_en: str | None = None
    title_short: str | None = None
    issuer: str | None = None
    issued_on: date | None = None
    in_force_from: date | None = None
    in_force_to: date | None = None
    amended_by: tuple[DocumentNumber, ...] = ()
    replaced_by: DocumentNumber | None = None

    @classmethod
    def from_data(cls, row: dict[str, Any]) -> Self:
        """A document from a row of ``documents.yaml``; ``TypeError`` for a field that there is not."""
        fields = {key: value for key, value in row.items() if key != "kind"}
        title = fields.pop("title", {})
        numbers = tuple(DocumentNumber.parse(number) for number in fields.pop("amended_by", ()))
        replaced = fields.pop("replaced_by", None)
        fields |= {"number": DocumentNumber.parse(row["number"]), "mark": Mark(row["mark"])}
        return cls(
            **fields,
            title=title.get("vi"),
            title_en=title.get("en"),
            title_short=title.get("short"),
            amended_by=numbers,
            replaced_by=DocumentNumber.parse(replaced) if replaced else None,
        )

    @property
    def kind(self) -> str | None:
        """Abbreviation of the kind of document, from the number or from the row."""
        return self.number.kind

    @property
    def titles(self) -> tuple[str, ...]:
        """What a code is called in Vietnamese, in full and abbreviated; empty for a document cited by its number."""
        return tuple(title for title in (self.title, self.title_short) if title)

    def name(self, lang: str = messages.DEFAULT) -> str | None:
        """The title with the year, by which a code is cited; null where a document is cited by its number.

        >>> find_document("91/2015/QH13").name("en")
        'Civil Code 2015'
        """
        title = self.title if lang == messages.DEFAULT else self.title_en
        return f"{title} {self.number.year}" if title else None

    def in_force_on(self, day: date) -> bool | None:
        """Whether it is in force on a day, both ends included; null where the row does not tell.

        A row without ``in_force_to`` says that no end is known. A replaced document whose last day is not known
        answers null from its first day on.

        >>> find_document("09/2019/NĐ-CP").in_force_on(date(2019, 3, 11))
        False
        >>> find_document("1666/NQ-UBTVQH15").in_force_on(date(2025, 7, 1)) is None
        True
        """
        if self.in_force_to and day > self.in_force_to:
            return False
        if self.in_force_from is None:
            return None
        if day < self.in_force_from:
            return False
        return True if self.in_force_to or not self.replaced_by else None


@cache
def documents() -> tuple[Document, ...]:
    """All listed documents, in the order of the data."""
    return tuple(Document.from_data(row) for row in data.load("documents")["documents"])


def find_document(number: str | DocumentNumber, *, issued_on: date | None = None) -> Document | None:
    """The listed document with a number; null where none is listed.

    Args:
        number: a number, or a text that :meth:`DocumentNumber.parse` reads.
        issued_on: the day of issue, where it is known. Numbers of local bodies repeat from place to place and year
            to year; a listed document of another day is another document.

    Raises:
        InputError: the text is no number.

    >>> find_document("9/2019/nđ-cp").subject
    'chế độ báo cáo định kỳ'
    """
    wanted = DocumentNumber.parse(number) if isinstance(number, str) else number
    found = _by_number().get(wanted.key)
    if found and issued_on and found.issued_on and found.issued_on != issued_on:
        return None
    return found


@cache
def _by_number() -> dict[Hashable, Document]:
    return {one.number.key: one for one in documents()}
