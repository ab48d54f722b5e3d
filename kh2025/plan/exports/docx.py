"""The appendix of tasks as a Word document: A4 on its side, headings repeated, no row broken over two pages.

Word files carry times in their zip directory and their properties; all are set from the plan or to the
beginning of zip's calendar, so the same plan gives the same bytes.
"""

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from kh2025 import office_word
from kh2025.office_word import Across, Column, Grid
from kh2025.plan.exports.appendix import COLUMNS, MARGINS, Appendix, GroupRow, TaskRow, appendix
from kh2025.plan.model import Plan

CENTER = WD_ALIGN_PARAGRAPH.CENTER
_TEXT_SIZE, _TABLE_SIZE = 13, 12  # points


def export(plan: Plan) -> bytes:
    """The appendix as the bytes of a .docx file."""
    content, document = appendix(plan), docx.Document()
    office_word.describe(document, plan.title, plan.in_force_from)
    office_word.set_fonts(document, _TEXT_SIZE, _TABLE_SIZE)
    page = document.sections[0]
    office_word.set_page(page, MARGINS, on_its_side=True)
    page.different_first_page_header_footer = True  # the first page has no number
    office_word.page_number(page)
    _write_head(document, content)
    office_word.add_table(document, _grid(content))
    return office_word.file_of(document)


def _write_head(document: Document, content: Appendix) -> None:
    for text in content.title:
        document.add_paragraph().add_run(text).bold = True
    document.add_paragraph().add_run(content.remark).italic = True
    for paragraph in document.paragraphs:
        paragraph.alignment = CENTER
    document.paragraphs[-1].paragraph_format.space_after = Pt(_TABLE_SIZE)


def _grid(content: Appendix) -> Grid:
    first, *others = COLUMNS.values()
    columns = (Column(first, "center"), *map(Column, others))
    return Grid(columns, content.headings, [_line(row) for row in content.rows])


def _line(row: GroupRow | TaskRow) -> Across | tuple[str, ...]:
    return Across(row.text) if isinstance(row, GroupRow) else (str(row.number), *row.cells)
