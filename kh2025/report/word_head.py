"""The head and the foot of a Word document: letterhead, kind and subject, signature and recipients.

Both are tables without borders; the decree's rules are the upper border of an empty line, as wide as they say.
"""

from docx.document import Document as File
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph as Line
from docx.text.run import Run

from kh2025 import messages, office_word
from kh2025.report import display, layout
from kh2025.report.document import Document, Title
from kh2025.report.measures import rule_width
from kh2025.report.units import unbroken
from kh2025.text.xml_text import xml_text

CENTER, LEFT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT
_COLUMNS = (67, 98)  # of the letterhead: the body's and the nation's, with room for a wider font; unit: mm
_BODY, _NATION, _MOTTO, _NUMBER, _DATED, _KIND = 12, 12, 13, 13, 13, 14  # points
_MOTTO_RULE = 58  # mm: as long as the words
_SIGNING = (75, 90)  # of the last table: recipients and signer; unit: mm
_ROOM_TO_SIGN = 60  # points
#: The size of texts in tables; unit: point.
TABLE = 12
_RECIPIENTS, _RECIPIENT, _POST = 12, 11, 14


def letterhead(file: File, title: Title, lang: str) -> None:
    """Issuing body and national title, number and date; of a letter without kind the subject under its number."""
    cells = _bare_table(file, 2, _COLUMNS)
    if title.superior:
        write(first(cells[0]), title.superior, _BODY)
        write(more(cells[0]), title.body, _BODY).bold = True
    else:
        write(first(cells[0]), title.body, _BODY).bold = True
    ruled(more(cells[0]), rule_width(title.body, _BODY, _COLUMNS[0]), _COLUMNS[0])
    write(first(cells[1]), _word("nation", lang), _NATION).bold = True
    write(more(cells[1]), _word("motto", lang), _MOTTO).bold = True
    ruled(more(cells[1]), _MOTTO_RULE, _COLUMNS[1])
    write(first(cells[2]), display.number_line(title, lang), _NUMBER)
    write(first(cells[3]), display.date_line(title, lang), _DATED).italic = True
    if not title.kind:
        write(more(cells[2]), title.subject, _BODY)


def name_of(file: File, title: Title) -> None:
    """Kind and subject over a rule; a letter has them in its head."""
    if not title.kind:
        file.add_paragraph()
        return
    kind = file.add_paragraph(style="Title")
    kind.paragraph_format.space_before = Pt(18)
    write(kind, title.kind.upper(), _KIND)
    # In the title no line parts a unit such as "quý II/2025".
    _run(file.add_paragraph(style="Title"), unbroken(xml_text(display.plain(title.subject))), _KIND)
    width = sum(_COLUMNS)
    ruled(file.add_paragraph(), rule_width(title.subject, _KIND, width), width)


def signing(file: File, document: Document) -> None:
    """Recipients on the left, the signer on the right, never on two pages."""
    gap = file.add_paragraph()
    gap.paragraph_format.keep_with_next = True
    left, right = _bare_table(file, 1, _SIGNING)
    heading = write(first(left), _word("recipients", document.lang), _RECIPIENTS)
    heading.bold = heading.italic = True
    left.paragraphs[0].alignment = LEFT
    for line in layout.recipients(document):
        one = more(left)
        one.alignment = LEFT
        write(one, line, _RECIPIENT)
    _sign(right, document)


def _sign(cell: _Cell, document: Document) -> None:
    signature = document.signature
    if signature is None:
        write(first(cell), _word("unsigned", document.lang), _POST).italic = True
        return
    *before, name = [*signature.authority, signature.post.upper(), signature.name]
    for place, text in enumerate(before):
        write(first(cell) if place == 0 else more(cell), text, _POST).bold = True
    cell.paragraphs[-1].paragraph_format.space_after = Pt(_ROOM_TO_SIGN)
    write(more(cell), name, _POST).bold = True


def write(line: Line, text: str, size: float | None = None) -> Run:
    """Append a plain text to a line."""
    return _run(line, xml_text(display.plain(text)), size)


def _run(line: Line, text: str, size: float | None) -> Run:
    run = line.add_run(text)
    if size is not None:
        run.font.size = Pt(size)
    return run


def ruled(line: Line, width: float, within: float) -> None:
    """Make an empty line a rule of a width in the middle of another (unit: mm)."""
    line.alignment = CENTER
    shape = line.paragraph_format
    shape.left_indent = shape.right_indent = Mm(max(0.0, (within - width) / 2))
    shape.space_before, shape.space_after = Pt(2), Pt(4)
    shape.line_spacing = Pt(4)
    borders = OxmlElement("w:pBdr")
    top = OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "auto")):
        top.set(qn(f"w:{name}"), value)
    borders.append(top)
    line._p.get_or_add_pPr().insert_element_before(  # noqa: SLF001 - the schema fixes the order
        borders,  # type: ignore[arg-type] # the stubs know its own kind only
        "w:shd",
        "w:tabs",
        "w:spacing",
        "w:ind",
        "w:jc",
        "w:rPr",
    )


def first(cell: _Cell) -> Line:
    """The line that every cell begins with, centred."""
    line: Line = cell.paragraphs[0]
    line.alignment = CENTER
    return line


def more(cell: _Cell) -> Line:
    """A further line of a cell, centred."""
    line: Line = cell.add_paragraph()
    line.alignment = CENTER
    return line


def _bare_table(file: File, rows: int, widths: tuple[int, ...]) -> list[_Cell]:
    table: Table = file.add_table(rows, len(widths))
    table.autofit, table.alignment = False, WD_TABLE_ALIGNMENT.CENTER
    office_word.set_padding(table, 0)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    cells = table._cells  # noqa: SLF001
    for place, cell in enumerate(cells):
        cell.width = Mm(widths[place % len(widths)])
    for row in table._tbl.tr_lst:  # noqa: SLF001
        row.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # type: ignore[arg-type]
    return cells


def _word(key: str, lang: str) -> str:
    return messages.text("document", key, lang)
