"""The Word appendix, read back: page, table, and texts that stay texts."""

import io
import re
import zipfile

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from lxml import etree
from pydantic import ValidationError

from kh2025.office_word import with_fixed_dates
from kh2025.plan.exports.appendix import COLUMNS, appendix
from kh2025.plan.exports.docx import export
from kh2025.text.xml_text import xml_text


def read(plan):
    return docx.Document(io.BytesIO(export(plan)))


def rows(document):
    """The texts of the table, one text for merged cells."""
    return [[cell.text for cell in dict.fromkeys(row.cells)] for row in document.tables[0].rows]


def test_page(demo):
    """A4 on its side with the decree's margins; pages after the first are numbered at the top."""
    page = read(demo).sections[0]
    assert page.orientation == docx.enum.section.WD_ORIENT.LANDSCAPE
    size = [round(length.mm) for length in (page.page_width, page.page_height)]
    margins = [
        round(length.mm)
        for length in (page.top_margin, page.right_margin, page.bottom_margin, page.left_margin)
    ]
    assert (size, margins) == ([297, 210], [20, 15, 20, 30])
    assert page.different_first_page_header_footer
    assert page.header._element.xpath(".//w:fldSimple/@w:instr") == ["PAGE"]  # noqa: SLF001


def test_font(demo):
    """Times New Roman for every script, 13 points, 12 in the table."""
    document = read(demo)
    fonts = document.styles["Normal"].element.rPr.rFonts
    assert {fonts.get(qn(f"w:{use}")) for use in ("ascii", "hAnsi", "cs", "eastAsia")} == {"Times New Roman"}
    assert (document.styles["Normal"].font.size.pt, document.styles["Table Text"].font.size.pt) == (13, 12)
    cells = document.tables[0]._cells  # noqa: SLF001
    assert {cell.paragraphs[0].style.name for cell in cells} == {"Table Text"}


@pytest.mark.parametrize("plan", ["demo", "literal", "hostile", "empty"])
def test_table_is_the_appendix(plan, request):
    """Headings, group rows across all columns, one row a task; above it the title and the remark."""
    plan = request.getfixturevalue(plan)
    document, content = read(plan), appendix(plan)
    assert [one.text for one in document.paragraphs] == [*content.title, content.remark]
    expected = [
        [row.text] if not hasattr(row, "cells") else [str(row.number), *row.cells] for row in content.rows
    ]
    assert rows(document) == [list(content.headings), *expected]


def test_rows_do_not_break_and_headings_repeat(demo):
    """Every row stays on one page; the first row, and only it, is repeated on each."""
    table = read(demo).tables[0]._tbl  # noqa: SLF001
    assert len(table.xpath("./w:tr[w:trPr/w:cantSplit]")) == len(table.tr_lst)
    assert table.xpath("./w:tr[w:trPr/w:tblHeader]") == [table.tr_lst[0]]


def test_widths(demo):
    """Columns and cells have the stated widths, which do not follow the text."""
    table = read(demo).tables[0]
    assert not table.autofit
    assert [round(column.width.mm) for column in table.columns] == list(COLUMNS.values())
    assert [cell.width for cell in table.rows[2].cells] == pytest.approx(
        [Mm(one) for one in COLUMNS.values()], abs=700
    )


def test_nothing_tells_when_it_was_made(demo):
    """Times of the archive and of the properties do not come from a clock, and no author is named."""
    with zipfile.ZipFile(io.BytesIO(export(demo))) as archive:
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = archive.read("docProps/core.xml").decode("utf-8")
    assert set(re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", core)) == {"2025-05-05T00:00:00Z"}
    told = read(demo).core_properties
    assert (told.author, told.last_modified_by, told.comments) == ("", "", "")
    assert (told.title, told.language) == (demo.title, "vi-VN")


def test_with_fixed_dates_keeps_the_members():
    """The members, their order and their content stay."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name in ("b", "a/c"):
            archive.writestr(name, name * 100)
    fixed = with_fixed_dates(made.getvalue())
    assert with_fixed_dates(fixed) == fixed
    with zipfile.ZipFile(io.BytesIO(fixed)) as archive:
        assert [(name, archive.read(name).decode()) for name in archive.namelist()] == [
            ("b", "b" * 100),
            ("a/c", "a/c" * 100),
        ]


def test_hostile_texts_make_no_markup(hostile):
    """All parts are well-formed, with the one field of the page number and no link."""
    with zipfile.ZipFile(io.BytesIO(export(hostile))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if name.endswith((".xml", ".rels"))}
    for part in parts.values():
        etree.fromstring(part)
    body = parts["word/document.xml"].decode("utf-8")
    assert "<script>" not in body
    assert "w:hyperlink" not in body
    assert "w:instr" not in body


def test_a_long_title_fits_the_properties(make):
    """A title beyond what the properties take is cut there, not in the text."""
    title = "Kế hoạch " * 400
    document = read(make(title=title))
    assert len(document.core_properties.title) == 255
    assert document.paragraphs[2].text == title.strip()


@settings(deadline=None, max_examples=40)
@given(text=st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60))
def test_any_text_comes_back(make, text):
    """Whatever a task's name holds, a reader gets it back."""
    try:
        plan = make(title=text, tasks=[{"id": "nv-1", "section": "muc-1", "name": text}])
    except ValidationError:
        assume(False)
    document = read(plan)
    assert rows(document)[2][1] == xml_text(plan.tasks[0].name)
    assert document.paragraphs[2].text == xml_text(plan.title)
