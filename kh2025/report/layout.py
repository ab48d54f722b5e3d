"""What all formats have in common between the document and the page: order of the parts, the end sign, measures.

The measures are those of Nghị định 30/2020/NĐ-CP, Phụ lục I; a table's columns are fixed here, so that Word and
PDF break the same words.
"""

import struct
from collections.abc import Iterable, Iterator
from dataclasses import replace

from kh2025 import messages
from kh2025.report import display
from kh2025.report.document import Block, Cell, Document, Gap, Items, Paragraph, Run, Section, Table

#: The environment variable that names a folder with Times New Roman for PDF; without it the package's font is used.
FONTS_VARIABLE = "KH2025_FONTS"
#: The sign that ends a document's text.
END = "./."
#: Margins of the page: top, right, bottom, left; unit: mm.
MARGINS = (20, 15, 20, 30)
#: Width and height of the page; unit: mm.
A4 = (210, 297)
#: Width of a figure on every page, upright or on its side, so that its letters have one size; unit: mm.
FIGURE = A4[0] - MARGINS[1] - MARGINS[3]
_BESIDE_FIGURE = (
    38  # of a page's height: a heading above the figure, its caption, the gaps between them; unit: mm
)
_PNG_SIZE = slice(16, 24)  # where a PNG file tells its width and height
_POINT = 25.4 / 72  # mm
_PADDING = 2.4  # of a cell, left and right together; unit: mm
_NARROW, _WIDE = frozenset("iljtfrIị.,:;'/()-|1 "), frozenset("mwMWƯƠ%@—")
#: Sizes of a table's text by the number of its columns, the first that fits; unit: point.
_SIZES = ((6, 12.0), (8, 11.0), (10, 10.0), (14, 9.0), (20, 7.0), (10_000, 5.0))
_LARGER_ON_ITS_SIDE = 1.4  # columns of a page on its side that count as one
_LINE = 1.2  # height of a line by the size of its letters
_TALL = 70  # mm
#: Kinds of columns whose cells stand in one line.
KEPT = frozenset({"day", "moment", "number", "percent"})
_LONGEST_WORD = 14  # characters that a column keeps together
_WHOLE_WORD = 10  # characters of a word that is not broken behind a hyphen, such as 2026-06-25


def body(document: Document) -> tuple[Section, ...]:
    """The parts before the signature; the last text of them ends with "./."."""
    parts = [section for section in document.sections if not section.is_annex]
    for place in range(len(parts) - 1, -1, -1):
        if parts[place].blocks:
            parts[place] = replace(parts[place], blocks=_ended(parts[place].blocks))
            break
    return tuple(parts)


def annexes(document: Document) -> tuple[Section, ...]:
    """The parts behind the signature, those without any block left out."""
    return tuple(section for section in document.sections if section.is_annex and section.blocks)


def _ended(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    *before, last = blocks
    if isinstance(last, Paragraph) and last.lines:
        *runs, final = last.runs
        return (*before, Paragraph((*runs, replace(final, text=_with_end(final.text)))))
    if isinstance(last, Items) and last.items:
        return (*before, Items((*last.items[:-1], _with_end(last.items[-1]))))
    if isinstance(last, Gap):  # what the office writes in its place ends the text
        return (*before, replace(last, text=_with_end(last.text)))
    return (*blocks, Paragraph((Run(END),)))


def _with_end(text: str) -> str:
    return text.rstrip().removesuffix(END).rstrip(".;, ") + END


def recipients(document: Document) -> tuple[str, ...]:
    """The lines under "Nơi nhận:", the last of them the archive's."""
    lang = document.lang
    named = (messages.text("document", "recipient", lang, name=name) for name in document.recipients)
    return (*named, messages.text("document", "filed", lang))


def attached(document: Document) -> str:
    """The line of an annex that names the document it belongs to."""
    title, lang = document.title, document.lang
    if not title.dated or not title.number:
        return messages.text(
            "document", "attached_draft", lang, kind=title.kind.capitalize(), body=title.body
        )
    return messages.text(
        "document",
        "attached",
        lang,
        kind=title.kind.capitalize(),
        number=f"{title.number}/{title.code}",
        day=display.show(title.dated, "day", lang),
        body=title.body,
    )


def heading_of(document: Document) -> str:
    """Kind and subject in one line, for a file's properties and the window's title."""
    title = f"{document.title.kind} {document.title.subject}".strip()
    mark = messages.text("document", "draft", document.lang)
    return display.plain(f"[{mark}] {title}" if document.is_draft else title)


def lines(table: Table) -> Iterator[str | tuple[Cell, ...]]:
    """The rows in order, a text wherever a group begins."""
    for index in range(len(table.rows) + 1):
        yield from (text for before, text in table.groups if min(before, len(table.rows)) == index)
        yield from table.rows[index : index + 1]


def shown(table: Table, lang: str) -> list[list[str]]:
    """The table as texts: its headings, its rows without the groups, its total where it has one."""
    kinds = [field.kind for field in table.fields]
    heading = [display.plain(field.label) for field in table.fields]
    rows = [*table.rows, table.total] if table.total else table.rows
    return [
        heading,
        *([display.show(cell, kind, lang) for cell, kind in zip(row, kinds, strict=True)] for row in rows),
    ]


def text_width(section: Section) -> float:
    """Between the margins of the section's pages; unit: mm."""
    return A4[section.is_landscape] - MARGINS[1] - MARGINS[3]


def figure_size(png: bytes, section: Section) -> tuple[float, float]:
    """Width and height of a figure on the section's pages; unit: mm.

    As wide as every other, but no taller than leaves room on its page for a heading and its caption.
    """
    across, down = struct.unpack(">II", png[_PNG_SIZE])
    most = A4[not section.is_landscape] - MARGINS[0] - MARGINS[2] - _BESIDE_FIGURE
    width = min(FIGURE, most * across / down)
    return width, width * down / across


def text_size(table: Table, *, on_its_side: bool = False) -> float:
    """The size of a table's text; unit: point. Many columns need a small one."""
    count = len(table.fields) / (_LARGER_ON_ITS_SIDE if on_its_side else 1)
    return next(size for most, size in _SIZES if count <= most)


def column_widths(table: Table, shown: list[list[str]], width: float, size: float) -> list[float]:
    """Widths of a table's columns, together ``width``; unit: mm.

    The widths are in the proportion of the fields, but each column has room for its longest word where all can.

    Args:
        table: with its fields.
        shown: its cells as texts, one list a row.
        width: of the whole table; unit: mm.
        size: of the text; unit: point.
    """
    if not table.fields:
        return []
    columns = zip(*shown, strict=True)
    needed = [
        _needed(column, size, kept=field.kind in KEPT)
        for field, column in zip(table.fields, columns, strict=True)
    ]
    if sum(needed) >= width:
        return [width * need / sum(needed) for need in needed]
    wanted = [field.width for field in table.fields]
    return _shared_out(needed, wanted, width)


def is_tall(texts: Iterable[str], widths: Iterable[float], size: float) -> bool:
    """Whether a row may be too tall to be kept on one page, or to be repeated on each; estimated on the safe side."""
    lines = (
        sum(1 + len(line) * size * _POINT / 2 / max(width - _PADDING, 1) for line in text.split("\n"))
        for text, width in zip(texts, widths, strict=True)
    )
    return max(lines, default=0) * size * _POINT * _LINE > _TALL


def _shared_out(needed: list[float], wanted: list[float], width: float) -> list[float]:
    """Shares in proportion, those under their need raised to it and the others lowered."""
    fixed: set[int] = set()
    while True:
        free = [place for place in range(len(needed)) if place not in fixed]
        left = width - sum(needed[place] for place in fixed)
        per_share = left / (sum(wanted[place] for place in free) or 1)
        short = {place for place in free if wanted[place] * per_share < needed[place]}
        if not short:
            return [need if i in fixed else wanted[i] * per_share for i, need in enumerate(needed)]
        fixed |= short


def _needed(cells: tuple[str, ...], size: float, *, kept: bool) -> float:
    """The room of the longest word; where texts are ``kept`` whole, of the longest text below the heading."""
    pieces = (piece for text in cells for word in text.split() for piece in _pieces(word))
    words = {piece[:_LONGEST_WORD] for piece in pieces} | set(cells[1:] if kept else ())
    return max((_ems(word) for word in words), default=0.0) * size * _POINT + _PADDING


def _pieces(word: str) -> list[str]:
    """What a line keeps together: a long word may be broken behind its hyphens, a day or a short code may not."""
    return word.replace("-", "-\n").split("\n") if len(word) > _WHOLE_WORD else [word]


def _ems(word: str) -> float:
    """The width of a word in bold Times, estimated; unit: em."""
    return sum(
        0.36 if char in _NARROW else 0.95 if char in _WIDE else 0.75 if char.isupper() else 0.57
        for char in word
    )
