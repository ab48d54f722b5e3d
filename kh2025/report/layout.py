"""What all formats have in common between the document and the page: order of the parts, the end sign, the page.

The page is that of Nghị định 30/2020/NĐ-CP, Phụ lục I.
"""

import struct
from collections.abc import Iterator
from dataclasses import replace

from kh2025 import messages
from kh2025.report import display
from kh2025.report.document import (
    Block,
    Cell,
    Document,
    Gap,
    Heading,
    Items,
    Paragraph,
    Run,
    Section,
    Table,
)
from kh2025.text.roman import roman

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


def body(document: Document) -> tuple[Section, ...]:
    """The parts before the signature; the last text of them ends with "./."."""
    parts = [section for section in document.sections if not section.is_annex]
    for place in range(len(parts) - 1, -1, -1):
        if parts[place].blocks:
            parts[place] = replace(parts[place], blocks=_ended(parts[place].blocks))
            break
    return tuple(parts)


def annexes(document: Document) -> tuple[Section, ...]:
    """The parts behind the signature, those that say nothing left out."""
    return tuple(one for one in document.sections if one.is_annex and any(map(_says_something, one.blocks)))


def annex_labels(document: Document) -> tuple[str, ...]:
    """What stands above the name of each annex: "Phụ lục", of several with their Roman numbers."""
    count = len(annexes(document))
    if count == 1:
        return (messages.text("document", "annex", document.lang),)
    return tuple(
        messages.text("document", "annex_numbered", document.lang, number=roman(number))
        for number in range(1, count + 1)
    )


def _says_something(block: Block) -> bool:
    return bool(block.rows) if isinstance(block, Table) else not isinstance(block, Heading)


def _ended(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    *before, last = blocks
    if isinstance(last, Paragraph) and last.lines:
        *runs, final = last.runs
        return (*before, replace(last, text=(*runs, replace(final, text=_with_end(final.text)))))
    if isinstance(last, Items) and last.items:
        return (*before, Items((*last.items[:-1], _with_end(last.items[-1]))))
    if isinstance(last, Table) and not last.rows:
        return (*before, replace(last, empty=_with_end(last.empty)))
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
    told = {"kind": title.kind.capitalize(), "body": title.office or title.body}
    if not title.dated or not title.number:
        return messages.text("document", "attached_draft", lang, **told)
    number = f"{display.running_number(title.number)}/{title.code}"
    day = display.day_in_words(title.dated, lang)
    return messages.text("document", "attached", lang, number=number, day=day, **told)


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
