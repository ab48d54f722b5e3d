"""Word documents in the layout of Nghị định 30/2020/NĐ-CP: the page, its number, the fonts, tables, fixed dates.

Both the plan's appendix and reports are written through this module. Nothing in it asks the clock, so equal
documents are equal files.
"""

import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from xml.sax.saxutils import escape

from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section
from docx.shared import Mm, Pt
from docx.table import Table

from kh2025.text.xml_text import xml_text

#: The font that the decree asks for.
FONT = "Times New Roman"
#: Width and height of A4; unit: mm.
A4 = (210, 297)
#: The style of a table's texts.
TABLE_STYLE = "Table Text"
_GRID_STYLE_ID = "TableGrid"
_TABLE_STYLE_ID = "TableText"
_WHOLE = "<w:cantSplit/>"  # a row that stays on one page
_WITH_NEXT = "<w:keepNext/>"  # a line that stays with the row below it
_BEGIN, _END = '<w:t xml:space="preserve">', "</w:t>"
_FONT_USES = ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia")
_LONGEST_PROPERTY = 255  # characters that the library takes
_BEGINNING = (1980, 1, 1, 0, 0, 0)  # of zip's calendar
_UNIX = 3  # zip's code of the system that wrote a member, whichever it was
_PADDING = 60  # of a cell, left and right; unit: twentieth of a point
_TWIPS = 1440 / 25.4  # twentieths of a point in a mm


@dataclass(frozen=True, slots=True)
class Across:
    """A row of one text across all columns."""

    text: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its width in mm and where its texts stand (left, center or right)."""

    width: float
    align: str = "left"


@dataclass(frozen=True, slots=True)
class Grid:
    """A table.

    Attributes:
        columns: their widths and alignments.
        headings: the texts of the first row.
        rows: texts by column, or one text across all.
        total: a closing row, or nothing.
        size: of the letters, where it is not the style's; unit: point.
        tall: places of rows that may be broken over two pages, because they may not fit one.
        repeats: whether the headings stand on every page.
    """

    columns: tuple[Column, ...]
    headings: tuple[str, ...]
    rows: Sequence[Across | Sequence[str]]
    total: Sequence[str] | None = None
    size: float | None = None
    tall: frozenset[int] = frozenset()
    repeats: bool = True


def file_of(document: Document) -> bytes:
    """The bytes of the .docx file."""
    made = io.BytesIO()
    document.save(made)
    return with_fixed_dates(made.getvalue())


def with_fixed_dates(archive: bytes) -> bytes:
    """The zip archive with the same members, none of which says when and where it was written."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(made, "w") as new:
        for member in old.infolist():
            fixed = zipfile.ZipInfo(member.filename, _BEGINNING)
            is_packed = member.filename.endswith(".png")  # already by its own format
            fixed.compress_type = zipfile.ZIP_STORED if is_packed else zipfile.ZIP_DEFLATED
            fixed.create_system = _UNIX
            new.writestr(fixed, old.read(member))
    return made.getvalue()


def describe(document: Document, title: str, day: date, language: str = "vi-VN") -> None:
    """Set the properties; the template's name its maker and its day."""
    told = document.core_properties
    told.title = xml_text(title)[:_LONGEST_PROPERTY]
    told.author = told.last_modified_by = told.comments = ""
    told.created = told.modified = datetime.combine(day, time())
    told.language = language


def set_fonts(document: Document, text_size: float, table_size: float, language: str = "vi-VN") -> None:
    """The font and language of all text, and a style of its own for the smaller text of tables."""
    normal = document.styles["Normal"]
    table = document.styles.add_style(TABLE_STYLE, WD_STYLE_TYPE.PARAGRAPH)
    table.base_style = normal
    for style, size in ((normal, text_size), (table, table_size)):
        style.font.size = Pt(size)
        style.paragraph_format.space_after = Pt(0)
    normal.element.get_or_add_rPr().get_or_add_rFonts()
    for fonts in document.styles.element.iter(qn("w:rFonts")):
        _use_font(fonts)
    for found in document.styles.element.iter(qn("w:lang")):
        for use in ("w:val", "w:eastAsia"):
            found.set(qn(use), language)


def _use_font(fonts: BaseOxmlElement) -> None:
    """The decree's font for every script; the template's are those of a theme, which other programs replace."""
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for name in _FONT_USES:
        fonts.set(qn(name), FONT)


def set_page(page: Section, margins: Sequence[float], *, on_its_side: bool = False) -> None:
    """A4 with margins (top, right, bottom, left; unit: mm)."""
    page.orientation = WD_ORIENT.LANDSCAPE if on_its_side else WD_ORIENT.PORTRAIT
    page.page_width, page.page_height = map(Mm, reversed(A4) if on_its_side else A4)
    page.top_margin, page.right_margin, page.bottom_margin, page.left_margin = map(Mm, margins)


def page_number(page: Section) -> None:
    """The page's number centred in the top margin; a program counts anew when it opens the file."""
    number = page.header.paragraphs[0]
    number.alignment = WD_ALIGN_PARAGRAPH.CENTER
    shown = number.add_run("2")._r  # noqa: SLF001 - until the reader's program has counted
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    shown.addprevious(field)
    field.append(shown)


def add_table(document: Document, grid: Grid) -> None:
    """Append a table: fixed widths, the heading repeated on each page, no row broken over two.

    The rows are written as XML and parsed at once: through the library's own cells each would cost several searches.
    """
    made = document.add_table(0, len(grid.columns))
    made._tbl.tblStyle_val = _GRID_STYLE_ID  # noqa: SLF001 - by its name all styles would be searched
    made.autofit = False
    set_padding(made, _PADDING)
    for column, wanted in zip(made.columns, grid.columns, strict=True):
        column.width = Mm(wanted.width)
    made._tbl.extend(list(parse_xml(_Rows(grid).written())))  # noqa: SLF001


def set_padding(table: Table, padding: int) -> None:
    """What its cells leave free left and right of their texts; unit: twentieth of a point."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        space = OxmlElement(f"w:{side}")
        space.set(qn("w:w"), str(padding))
        space.set(qn("w:type"), "dxa")
        margins.append(space)
    # The schema fixes the order: the last of them is how the style's rows look.
    table._tbl.tblPr.xpath("./w:tblLook")[0].addprevious(margins)  # noqa: SLF001


class _Rows:
    """The rows of one table as XML. Texts are escaped without exception, line breaks and tabs stay."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.widths = [round(column.width * _TWIPS) for column in grid.columns]
        size = "" if grid.size is None else f'<w:sz w:val="{round(2 * grid.size)}"/>'
        self.plain = f"<w:rPr>{size}</w:rPr>" if size else ""
        self.bold = f"<w:rPr><w:b/>{size}</w:rPr>"

    def written(self) -> str:
        parts = [self._heading(), *(self._row(place, row) for place, row in enumerate(self.grid.rows))]
        if self.grid.total:
            parts.append(self._texts(self.grid.total, self.bold))
        return f"<w:tbl {nsdecls('w')}>{''.join(parts)}</w:tbl>"

    def _heading(self) -> str:
        cells = (
            _cell(f'{_width(width)}<w:vAlign w:val="center"/>', "center", self.bold, text)
            for width, text in zip(self.widths, self.grid.headings, strict=True)
        )
        return _tr(cells, f"{_WHOLE}<w:tblHeader/>" if self.grid.repeats else "")

    def _row(self, place: int, row: Across | Sequence[str]) -> str:
        if not isinstance(row, Across):
            return self._texts(row, self.plain, "" if place in self.grid.tall else _WHOLE)
        shape = f'{_width(sum(self.widths))}<w:gridSpan w:val="{len(self.widths)}"/>'
        return _tr([_cell(shape, "left", self.bold, row.text, _WITH_NEXT)])

    def _texts(self, texts: Sequence[str], look: str, kept: str = _WHOLE) -> str:
        columns = zip(self.grid.columns, self.widths, texts, strict=True)
        return _tr((_cell(_width(width), column.align, look, text) for column, width, text in columns), kept)


def _tr(cells: Iterable[str], kept: str = _WHOLE) -> str:
    return f"<w:tr>{f'<w:trPr>{kept}</w:trPr>' if kept else ''}{''.join(cells)}</w:tr>"


def _width(width: int) -> str:
    return f'<w:tcW w:type="dxa" w:w="{width}"/>'


def _cell(shape: str, align: str, look: str, text: str, kept: str = "") -> str:
    stands = "" if align == "left" else f'<w:jc w:val="{align}"/>'
    paragraph = f'<w:pPr><w:pStyle w:val="{_TABLE_STYLE_ID}"/>{kept}{stands}</w:pPr>'
    return f"<w:tc><w:tcPr>{shape}</w:tcPr><w:p>{paragraph}<w:r>{look}{_text(text)}</w:r></w:p></w:tc>"


def _text(text: str) -> str:
    """The content of a run."""
    escaped = escape(xml_text(text))
    if "\n" in escaped or "\t" in escaped:
        escaped = escaped.replace("\n", f"{_END}<w:br/>{_BEGIN}").replace("\t", f"{_END}<w:tab/>{_BEGIN}")
    return f"{_BEGIN}{escaped}{_END}"
