"""The appendix of tasks as a Word document: A4 on its side, headings repeated, no row broken over two pages.

Word files carry times in their zip directory and their properties; all are set from the plan or to the
beginning of zip's calendar, so the same plan gives the same bytes.
"""

import io
import zipfile
from datetime import datetime, time
from itertools import cycle

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.table import CT_Row
from docx.section import Section
from docx.shared import Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from kh2025.plan.exports.appendix import COLUMNS, FONT, MARGINS, Appendix, GroupRow, TaskRow, appendix
from kh2025.plan.model import Plan
from kh2025.text.xml_text import xml_text

CENTER = WD_ALIGN_PARAGRAPH.CENTER
_A4 = (210, 297)  # mm
_TEXT_SIZE, _TABLE_SIZE = 13, 12  # points
_TABLE_STYLE = "Table Text"
_FONT_USES = ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia")
_LONGEST_PROPERTY = 255  # characters that the library takes
_BEGINNING = (1980, 1, 1, 0, 0, 0)  # of zip's calendar
_UNIX = 3  # zip's code of the system that wrote a member, whichever it was


def export(plan: Plan) -> bytes:
    """The appendix as the bytes of a .docx file."""
    content, document = appendix(plan), docx.Document()
    _describe(document, plan)
    _set_fonts(document)
    _set_page(document.sections[0])
    _write_head(document, content)
    _write_table(document, content)
    made = io.BytesIO()
    document.save(made)
    return with_fixed_dates(made.getvalue())


def with_fixed_dates(archive: bytes) -> bytes:
    """The zip archive with the same members, none of which says when and where it was written."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(made, "w") as new:
        for member in old.infolist():
            fixed = zipfile.ZipInfo(member.filename, _BEGINNING)
            fixed.compress_type, fixed.create_system = zipfile.ZIP_DEFLATED, _UNIX
            new.writestr(fixed, old.read(member))
    return made.getvalue()


def _describe(document: Document, plan: Plan) -> None:
    """The template's properties name its maker and its day."""
    told = document.core_properties
    told.title = xml_text(plan.title)[:_LONGEST_PROPERTY]
    told.author = told.last_modified_by = told.comments = ""
    told.created = told.modified = datetime.combine(plan.in_force_from, time())
    told.language = "vi-VN"


def _set_fonts(document: Document) -> None:
    """The font of all text, and a style of its own for the smaller text of the table."""
    normal = document.styles["Normal"]
    table = document.styles.add_style(_TABLE_STYLE, WD_STYLE_TYPE.PARAGRAPH)
    table.base_style = normal
    for style, size in ((normal, _TEXT_SIZE), (table, _TABLE_SIZE)):
        style.font.size = Pt(size)
        style.paragraph_format.space_after = Pt(0)
    fonts = normal.element.get_or_add_rPr().get_or_add_rFonts()
    for name in _FONT_USES:
        fonts.set(qn(name), FONT)


def _set_page(page: Section) -> None:
    page.orientation = WD_ORIENT.LANDSCAPE
    page.page_height, page.page_width = Mm(_A4[0]), Mm(_A4[1])
    page.top_margin, page.right_margin, page.bottom_margin, page.left_margin = map(Mm, MARGINS)
    page.different_first_page_header_footer = True  # the first page has no number
    number = page.header.paragraphs[0]
    number.alignment = CENTER
    shown = number.add_run("2")._r  # noqa: SLF001 - until the reader's program has counted
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    shown.addprevious(field)
    field.append(shown)


def _write_head(document: Document, content: Appendix) -> None:
    for text in content.title:
        _written(document.add_paragraph(), text).bold = True
    _written(document.add_paragraph(), content.remark).italic = True
    for paragraph in document.paragraphs:
        paragraph.alignment = CENTER
    document.paragraphs[-1].paragraph_format.space_after = Pt(_TABLE_SIZE)


def _write_table(document: Document, content: Appendix) -> None:
    """Through one list of all cells: asking the table for each would walk it anew every time."""
    count = len(COLUMNS)
    table = document.add_table(1 + len(content.rows), count, "Table Grid")
    table.autofit = False
    cells = table._cells  # noqa: SLF001
    _size(table, cells, document.styles[_TABLE_STYLE].style_id)
    _write_headings(cells[:count], content.headings)
    for place, row in enumerate(content.rows, 1):
        own = cells[place * count : (place + 1) * count]
        if isinstance(row, GroupRow):
            _written(own[0].merge(own[-1]).paragraphs[0], row.text).bold = True
        else:
            _write_task(own, row)
    _keep_rows(table)


def _size(table: Table, cells: list[_Cell], style: str) -> None:
    """Word goes by the width of each cell, other programs by that of the columns.

    The style is set by its id, because setting it by name would search all styles for every cell.
    """
    widths = [Mm(width) for width in COLUMNS.values()]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for cell, width in zip(cells, cycle(widths), strict=False):
        cell.width = width
        cell.paragraphs[0]._p.style = style  # noqa: SLF001


def _write_headings(cells: list[_Cell], headings: tuple[str, ...]) -> None:
    for cell, heading in zip(cells, headings, strict=True):
        cell.paragraphs[0].alignment = CENTER
        _written(cell.paragraphs[0], heading).bold = True


def _write_task(cells: list[_Cell], row: TaskRow) -> None:
    cells[0].paragraphs[0].alignment = CENTER
    for cell, text in zip(cells, (str(row.number), *row.cells), strict=True):
        _written(cell.paragraphs[0], text)


def _keep_rows(table: Table) -> None:
    """No row is broken over two pages, and the first is repeated on each."""
    rows = table._tbl.tr_lst  # noqa: SLF001
    for row in rows:
        _mark(row, "w:cantSplit")
    _mark(rows[0], "w:tblHeader")


def _mark(row: CT_Row, name: str) -> None:
    row.get_or_add_trPr().append(OxmlElement(name))  # type: ignore[arg-type] # the stubs know its own kind only


def _written(paragraph: Paragraph, text: str) -> Run:
    """The text as one run; a line break stays one."""
    return paragraph.add_run(text)
