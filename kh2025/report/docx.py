"""The document as a Word file in the layout of Nghị định 30/2020/NĐ-CP, Phụ lục I, ready to be signed.

Annexes stand behind the signature, wide ones on pages on their side. Texts are runs of plain text; pictures carry
their description. The file says nothing of when or by whom it was written.
"""

import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import docx
from docx.document import Document as File
from docx.enum.section import WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph as Line

from kh2025 import messages, office_word
from kh2025.office_word import Across, Column, Grid
from kh2025.report import display, layout, watermark, word_head
from kh2025.report.document import (
    Block,
    Document,
    Figure,
    Gap,
    Heading,
    Items,
    Note,
    Paragraph,
    Section,
    Table,
)
from kh2025.report.measures import column_widths, is_tall, text_size
from kh2025.report.word_head import write
from kh2025.text.xml_text import xml_text

CENTER, LEFT, JUSTIFY = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.JUSTIFY
_LANGUAGES = {"vi": "vi-VN", "en": "en-GB"}
_TEXT, _CAPTION, _REMARK, _FACTS = 14, 13, 13, 11  # points
_INDENT = Mm(12.7)  # of a paragraph's first line
_BEFORE_HEADING, _AFTER = Pt(12), Pt(6)
_BEHIND_TABLE = Pt(6)  # the height of the empty line that parts a table from what follows
_AROUND_CENTRED = Pt(12)
_LINES = 1.1  # of the height of a line
_LEVELS = (1, 2, 3)
_KEPT = 3  # lines that stay with the signature
_HEADER = Mm(10)  # from the edge of the paper
#: Styles of our own by their name: how their paragraphs stand.
_REMARKS = ("Note", "Gap", "Fact")


def render(document: Document) -> bytes:
    """The bytes of the .docx file; equal documents give equal bytes."""
    file = docx.Document()
    language = _LANGUAGES[document.lang]
    office_word.describe(file, layout.heading_of(document), document.stamped_on, language)
    office_word.set_fonts(file, _TEXT, word_head.TABLE, language)
    _set_styles(file)
    _set_first_page(file, document)
    word_head.letterhead(file, document.title, document.lang)
    word_head.name_of(file, document.title)
    for section in layout.body(document):
        _Writer(file, section).write()
    _keep_end(file)
    word_head.signing(file, document)
    for section, label in zip(layout.annexes(document), layout.annex_labels(document), strict=True):
        _write_annex(file, document, section, label)
    _write_facts(file, document)
    return office_word.file_of(file)


def _set_styles(file: File) -> None:
    """Headings, captions and running text as the decree has them: one font, black, justified."""
    text = file.styles["Body Text"]
    text.font.size, shape = Pt(_TEXT), text.paragraph_format
    shape.alignment, shape.first_line_indent = JUSTIFY, _INDENT
    shape.space_after, shape.line_spacing = _AFTER, _LINES
    for name in ("Title", "Caption", *(f"Heading {level}" for level in _LEVELS)):
        _blacken(file.styles[name])
    file.styles["Title"].paragraph_format.alignment = CENTER
    file.styles["Caption"].font.size = Pt(_CAPTION)
    file.styles["Caption"].font.italic = True
    for name in _REMARKS:
        made = file.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        made.base_style = file.styles["Normal"]
        made.font.size = Pt(_FACTS if name == "Fact" else _REMARK)
        made.paragraph_format.space_before = made.paragraph_format.space_after = Pt(3)
        made.paragraph_format.left_indent = Mm(3)
        made.font.italic = name == "Gap"


def _blacken(style: Any) -> None:
    """The template's headings are blue, large and underlined by a border."""
    style.font.color.rgb, style.font.size, style.font.bold = RGBColor(0, 0, 0), Pt(_TEXT), True
    style.paragraph_format.space_before = style.paragraph_format.space_after = _AFTER
    for border in style.element.xpath("./w:pPr/w:pBdr | ./w:rPr/w:spacing | ./w:rPr/w:kern"):
        border.getparent().remove(border)


def _set_first_page(file: File, document: Document) -> None:
    """Page numbers from the second page on; of a draft its mark on and behind every page."""
    page = file.sections[0]
    office_word.set_page(page, layout.MARGINS)
    page.header_distance = _HEADER
    page.different_first_page_header_footer = True
    office_word.page_number(page)
    if document.is_draft:
        mark = messages.text("document", "draft", document.lang)
        reason = messages.text("document", "draft_reason", document.lang)
        first = page.first_page_header.paragraphs[0]
        first.alignment = CENTER
        write(first, f"{mark} – {reason}", _FACTS).bold = True
        for number, line in enumerate((first, page.header.paragraphs[0]), 1):
            watermark.mark(line, mark, number)


def _keep_end(file: File) -> None:
    """The last lines stay with the signature, which must not stand on a page alone."""
    for element in list(file.element.body.iterchildren())[:-1][-_KEPT:]:
        if element.tag == qn("w:p"):
            element.get_or_add_pPr().get_or_add_keepNext()


def _write_annex(file: File, document: Document, section: Section, label: str) -> None:
    """An annex on pages of its own: its number, its name in capitals, the document it belongs to."""
    page = file.add_section(WD_SECTION.NEW_PAGE)
    office_word.set_page(page, layout.MARGINS, on_its_side=section.is_landscape)
    page.different_first_page_header_footer = False
    first, *others = section.blocks
    writer = _Writer(file, section)
    if isinstance(first, Heading):
        write(_line(file, "Title"), label)
        writer.heading(replace(first, text=first.text.upper())).alignment = CENTER
        line = file.add_paragraph()
        line.alignment = CENTER
        line.paragraph_format.space_after = _AFTER
        write(line, layout.attached(document), _CAPTION).italic = True
    else:
        others = [first, *others]
    for block in others:
        writer.block(block)


def _write_facts(file: File, document: Document) -> None:
    """What the document was made from, small, at its end."""
    if not document.facts:
        return
    heading = _line(file, "Fact")
    heading.paragraph_format.space_before = _BEFORE_HEADING
    heading.paragraph_format.keep_with_next = True
    write(heading, messages.text("document", "made_from", document.lang)).bold = True
    for name, value in document.facts:
        line = _line(file, "Fact")
        write(line, f"{name}: ").bold = True
        write(line, value)


def _line(file: File, style: str) -> Line:
    """A new line in a style, by the style's id: by its name all styles would be searched for every line."""
    line = file.add_paragraph()
    line._p.style = style  # noqa: SLF001
    return line


class _Writer:
    """Writes the blocks of one section behind what the file already holds."""

    def __init__(self, file: File, section: Section) -> None:
        self.file, self.section, self.lang = file, section, section.lang
        self.width = layout.text_width(section)

    def write(self) -> None:
        for block in self.section.blocks:
            self.block(block)

    def block(self, block: Block) -> None:
        writers: dict[type, Callable[[Any], object]] = {
            Heading: self.heading,
            Paragraph: self.paragraph,
            Items: self.items,
            Note: self.note,
            Gap: self.gap,
            Table: self.table,
            Figure: self.figure,
        }
        writers[type(block)](block)

    def heading(self, block: Heading) -> Line:
        level = min(max(block.level, _LEVELS[0]), _LEVELS[-1])
        line = _line(self.file, f"Heading{level}")
        write(line, block.text)
        return line

    def paragraph(self, block: Paragraph) -> None:
        for runs in block.lines:
            line = _line(self.file, "BodyText")
            if block.is_centred:
                line.alignment, line.paragraph_format.first_line_indent = CENTER, Mm(0)
                line.paragraph_format.space_before = line.paragraph_format.space_after = _AROUND_CENTRED
            for run in runs:
                made = write(line, run.text)
                made.bold = True if run.look == "strong" else None
                made.italic = True if run.look == "emphasis" else None

    def items(self, block: Items) -> None:
        for text in block.items:
            write(_line(self.file, "BodyText"), f"- {text}")

    def note(self, block: Note) -> None:
        self._remark("Note", f"note.{block.kind}", block.text)

    def gap(self, block: Gap) -> None:
        self._remark("Gap", "gap", block.text)

    def _remark(self, style: str, key: str, text: str) -> None:
        line = _line(self.file, style)
        write(line, messages.text("document", key, self.lang) + ": ").bold = True
        write(line, text)

    def caption(self, text: str, *, is_above: bool) -> None:
        line = _line(self.file, "Caption")
        line.alignment = LEFT if is_above else CENTER
        line.paragraph_format.keep_with_next = is_above
        write(line, text)

    def table(self, block: Table) -> None:
        self.caption(block.caption, is_above=True)
        if block.rows and block.fields:
            office_word.add_table(self.file, _grid(block, self.section))
            self.file.add_paragraph().paragraph_format.line_spacing = _BEHIND_TABLE
        else:
            write(_line(self.file, "Note"), block.empty).italic = True

    def figure(self, block: Figure) -> None:
        width, _ = layout.figure_size(block.png, self.section)
        line = self.file.add_paragraph()
        line.alignment = CENTER
        line.paragraph_format.keep_with_next = True
        shape = line.add_run().add_picture(io.BytesIO(block.png), width=Mm(width))
        told = shape._inline.docPr  # noqa: SLF001 - the library has no name for it
        told.set("descr", xml_text(display.plain(block.alt or block.caption)))
        told.set("title", xml_text(display.plain(block.caption)))
        self.caption(block.caption, is_above=False)


def _grid(table: Table, section: Section) -> Grid:
    """The table as texts, its columns measured."""
    shown = layout.shown(table, section.lang)
    size = text_size(table, on_its_side=section.is_landscape)
    widths = column_widths(table, shown, layout.text_width(section), size)
    columns = tuple(
        Column(width, display.align(field.kind)) for field, width in zip(table.fields, widths, strict=True)
    )
    headings, rows = tuple(shown[0]), shown[1 : len(table.rows) + 1]
    total = shown[-1] if table.total else None
    lines = _with_groups(table, rows)
    tall = frozenset(
        place
        for place, line in enumerate(lines)
        if not isinstance(line, Across) and is_tall(line, widths, size)
    )
    repeats = not is_tall(headings, widths, size)
    return Grid(columns, headings, lines, total, size, tall, repeats)


def _with_groups(table: Table, rows: list[list[str]]) -> list[Across | list[str]]:
    left = iter(rows)
    return [
        Across(display.plain(line)) if isinstance(line, str) else next(left) for line in layout.lines(table)
    ]
