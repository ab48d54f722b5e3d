"""One document as plain frozen data: what a report says, before any format.

Texts hold no markup: a renderer shows every character as it is. Cells are values; how a value is shown in
a language is :mod:`kh2025.report.display`'s matter.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Literal, Self

from kh2025 import messages

#: A cell: text, number, day, moment (with its offset), yes/no, a list of texts, or nothing.
Cell = str | int | float | date | datetime | bool | tuple[str, ...] | None

#: How a column's cells are shown.
FIELD_KINDS = ("text", "number", "percent", "day", "moment", "status", "code")
#: What a remark beside the text is.
NOTE_KINDS = ("invented", "assumption", "provisional", "warning", "info")
_PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"  # what every such picture begins with


class Shown:
    """Shows a block in a notebook the way it looks in the HTML report."""

    def _repr_html_(self) -> str:
        from kh2025.report.html import fragment  # noqa: PLC0415 - the renderer imports this module

        return fragment(self)


@dataclass(frozen=True, slots=True)
class Heading(Shown):
    """A heading of level 1 (a part, such as "I. …") or 2."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a paragraph. ``look``: plain, strong (bold) or emphasis (italic)."""

    text: str
    look: Literal["plain", "strong", "emphasis"] = "plain"


@dataclass(frozen=True, slots=True)
class Paragraph(Shown):
    """A paragraph: a plain text, or pieces of it with a look of their own. A line break begins a new paragraph.

    ``is_centred`` puts it in the middle, as "Kính gửi" stands.

    >>> Paragraph((Run("Đến "), Run("14/6/2025", "strong"))).lines
    ((Run(text='Đến ', look='plain'), Run(text='14/6/2025', look='strong')),)
    """

    text: str | tuple[Run, ...]
    is_centred: bool = False

    def __post_init__(self) -> None:
        if not (isinstance(self.text, str) or all(isinstance(run, Run) for run in self.text)):
            raise TypeError(f"neither a text nor Runs: {self.text!r}")

    @property
    def runs(self) -> tuple[Run, ...]:
        """The pieces in order."""
        return (Run(self.text),) if isinstance(self.text, str) else self.text

    @property
    def lines(self) -> tuple[tuple[Run, ...], ...]:
        """The pieces of each line; blank lines are left out."""
        lines: list[list[Run]] = [[]]
        for run in self.runs:
            first, *others = run.text.replace("\r\n", "\n").split("\n")
            lines[-1].append(replace(run, text=first))
            lines += [[replace(run, text=other)] for other in others]
        return tuple(tuple(line) for line in lines if any(run.text.strip() for run in line))


@dataclass(frozen=True, slots=True)
class Items(Shown):
    """A list of short texts."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Note(Shown):
    """A remark beside the text. ``kind``: invented, assumption, provisional, warning or info."""

    kind: str
    text: str

    def __post_init__(self) -> None:
        if self.kind not in NOTE_KINDS:
            raise ValueError(f"{self.kind!r}: {NOTE_KINDS}")


@dataclass(frozen=True, slots=True)
class Gap(Shown):
    """A place where the office's own words are still missing; always visible."""

    text: str


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a table.

    Attributes:
        label: the heading.
        kind: text, number, percent, day, moment, status or code; decides alignment and display.
        width: share of the table's width relative to the other columns.
        meaning: what the column says, for the data dictionary of a workbook.
        unit: of the numbers, for the same.
    """

    label: str
    kind: str = "text"
    width: float = 1.0
    meaning: str = ""
    unit: str = ""

    def __post_init__(self) -> None:
        if self.kind not in FIELD_KINDS:
            raise ValueError(f"{self.kind!r}: {FIELD_KINDS}")


@dataclass(frozen=True, slots=True)
class Table(Shown):
    """A table. ``empty`` is what stands there when it has no rows; ``groups`` are rows across all columns.

    Attributes:
        caption: what it shows.
        fields: the columns.
        rows: one tuple of cells per row, as long as ``fields``.
        empty: the sentence shown instead of an empty table.
        groups: (index of the row before which it stands, text).
        total: a closing row, or nothing.
        name: a short name for the sheet of a workbook; without one the caption stands in.
    """

    caption: str
    fields: tuple[Field, ...]
    rows: tuple[tuple[Cell, ...], ...]
    empty: str
    groups: tuple[tuple[int, str], ...] = ()
    total: tuple[Cell, ...] | None = None
    name: str = ""

    def __post_init__(self) -> None:
        width = len(self.fields)
        if any(len(row) != width for row in (*self.rows, *([self.total] if self.total else []))):
            raise ValueError(f"{self.caption}: a row is not {width} cells long")


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart as PNG, with a caption and the same in words for whoever cannot see it."""

    caption: str
    alt: str
    png: bytes = field(repr=False)
    name: str = ""

    def __post_init__(self) -> None:
        if self.png[: len(_PNG)] != _PNG:
            raise ValueError(f"{self.caption}: the picture is no PNG")

    def _repr_png_(self) -> bytes:
        return self.png


Block = Heading | Paragraph | Items | Note | Gap | Table | Figure


@dataclass(frozen=True, slots=True)
class Title:
    """The head of the document (Nghị định 30/2020/NĐ-CP, Điều 8 and appendix I).

    Attributes:
        superior: whom the issuing body is part of, in capitals; nothing where the head does not name it.
        body: the issuing body, in capitals.
        place: where it is issued.
        number: the running number, such as "76"; none yet in a draft.
        dated: the day that it bears; none yet in a draft.
        code: what follows the number, such as "BC-SKHCN".
        kind: such as "BÁO CÁO"; empty for a letter.
        subject: what it is about.
        office: the issuing body as a sentence names it, where that is known.
    """

    superior: str | None
    body: str
    place: str
    number: str | None
    dated: date | None
    code: str
    kind: str
    subject: str
    office: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs: on whose behalf ("TM. …", "KT. …", "TL. …", one line each), the post, the full name."""

    post: str
    name: str
    authority: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the document: a stable name and its blocks, the first of which is its heading.

    Attributes:
        name: how other parts of the program call it.
        blocks: what it holds.
        lang: vi or en.
        is_annex: whether it stands behind the signature.
        is_landscape: whether its pages lie on their side.
    """

    name: str
    blocks: tuple[Block, ...]
    lang: str = messages.DEFAULT
    is_annex: bool = False
    is_landscape: bool = False

    def _ipython_display_(self) -> None:
        """Shows each block as an output of its own, so that charts are pictures of the notebook."""
        from IPython.display import HTML, display  # noqa: PLC0415 - only a notebook has it loaded

        from kh2025.report.html import fragment  # noqa: PLC0415 - the renderer imports this module

        for block in self.blocks:
            shown = block if isinstance(block, Figure) else HTML(fragment(block, self.lang))  # type: ignore[no-untyped-call]
            display(shown)  # type: ignore[no-untyped-call]


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document.

    Attributes:
        name: what its files are called.
        lang: vi or en.
        title: its head.
        sections: its parts; renderers put the annexes behind the signature.
        facts: the lines that say what it was made from; they close the document.
        signature: who signs it; none yet in a draft.
        recipients: whom it is sent to ("Nơi nhận"); the line of the archive is added by the renderers.
        as_of: the day of its data. Files carry it as their date where the document has none yet.

    >>> doc = Document("r", "vi", Title(None, "SỞ", "X", None, None, "S", "BÁO CÁO", "Thử"), ())
    >>> doc.is_draft
    True
    """

    name: str
    lang: str
    title: Title
    sections: tuple[Section, ...]
    facts: tuple[tuple[str, str], ...] = ()
    signature: Signature | None = None
    recipients: tuple[str, ...] = ()
    as_of: date | None = None

    @property
    def is_draft(self) -> bool:
        """Without number, date and signer a document is a draft (DỰ THẢO)."""
        return not (self.title.number and self.title.dated and self.signature)

    @property
    def stamped_on(self) -> date:
        """The day that files carry in their properties: nothing asks the clock."""
        return self.title.dated or self.as_of or date(1980, 1, 1)

    def section(self, name: str) -> Section:
        """A part by its stable name; ``KeyError`` names those there are."""
        for section in self.sections:
            if section.name == name:
                return section
        raise KeyError(f"{name!r}: {[section.name for section in self.sections]}")

    def add(self, section: str, *blocks: Block) -> Self:
        """The same document with blocks put at the end of a part: an analyst's own words, in every format.

        Raises:
            KeyError: there is no such part; those there are.
            TypeError: something is no block, such as a bare text or a DataFrame.
        """
        self.section(section)
        for block in blocks:
            if not isinstance(block, Block):
                raise TypeError(f"no block of a document: {block!r:.80}")
        grown = [
            replace(one, blocks=(*one.blocks, *blocks)) if one.name == section else one
            for one in self.sections
        ]
        return replace(self, sections=tuple(grown))

    def save(self, out: str | Path, formats: Sequence[str] | str | None = None) -> list[Path]:
        """Write the document to a folder, one file per format (by default all), whole or not at all.

        Raises:
            ParameterError: a format is unknown, or a file cannot be written.
        """
        from kh2025.report.save import save  # noqa: PLC0415 - the renderers import this module

        return save(self, Path(out), [formats] if isinstance(formats, str) else formats)
