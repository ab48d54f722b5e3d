"""The Excel appendix, read back: sheet, page, and texts that stay texts."""

import io
import re
import zipfile

import openpyxl
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from kh2025.plan.exports.appendix import appendix
from kh2025.plan.exports.xlsx import export
from kh2025.text.xml_text import xml_text

HEAD = 5  # the row of the headings


def read(plan):
    return openpyxl.load_workbook(io.BytesIO(export(plan))).active


def values(sheet, first=HEAD):
    """The rows of the table, one text for merged cells."""
    found = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=first)]
    return [[row[0]] if row[1:] == [None] * 9 else row for row in found]


@pytest.mark.parametrize("plan", ["demo", "literal", "hostile", "empty"])
def test_sheet_is_the_appendix(plan, request):
    """Title and remark, headings, group rows across all columns, one row a task."""
    plan = request.getfixturevalue(plan)
    sheet, content = read(plan), appendix(plan)
    assert [sheet.cell(row, 1).value for row in range(1, HEAD)] == [*content.title, content.remark]
    expected = [[row.text] if not hasattr(row, "cells") else [row.number, *row.cells] for row in content.rows]
    assert values(sheet) == [list(content.headings), *expected]


def test_group_rows_are_merged(demo):
    """Title, remark and groups reach across all ten columns."""
    merged = {str(area) for area in read(demo).merged_cells.ranges}
    groups = [HEAD + 1 + i for i, row in enumerate(appendix(demo).rows) if not hasattr(row, "cells")]
    assert merged == {f"A{row}:J{row}" for row in (1, 2, 3, 4, *groups)}


def test_page(demo):
    """A4 on its side, as wide as the page, the headings repeated and frozen."""
    sheet = read(demo)
    assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) in {(1, 0), (None, 0)}
    assert sheet.print_title_rows == "$5:$5"
    assert sheet.freeze_panes == "A6"
    assert round(sheet.page_margins.left * 25.4) == 30


def test_font_and_wrapping(demo):
    """Times New Roman, and long texts are wrapped."""
    cells = [cell for row in read(demo).iter_rows(min_row=HEAD) for cell in row[:1]]
    assert {cell.font.name for cell in cells} == {"Times New Roman"}
    assert all(cell.alignment.wrap_text for cell in cells)


def test_texts_are_no_formulas(hostile):
    """Every cell is a text or the running number, whatever the text begins with; there is no link."""
    sheet = read(hostile)
    kinds = {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert kinds == {"s", "n"}
    assert {
        cell.column for row in sheet.iter_rows() for cell in row if cell.data_type == "n" and cell.value
    } == {1}
    with zipfile.ZipFile(io.BytesIO(export(hostile))) as archive:
        made = archive.read("xl/worksheets/sheet1.xml")
        names = archive.namelist()
    assert b"<f>" not in made
    assert b"<hyperlink" not in made
    assert not [name for name in names if "sheet" in name and name.endswith(".rels")]


def test_nothing_tells_when_it_was_made(demo):
    """Times of the archive and of the properties do not come from a clock."""
    with zipfile.ZipFile(io.BytesIO(export(demo))) as archive:
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = archive.read("docProps/core.xml").decode("utf-8")
    assert set(re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", core)) == {"2025-05-05T00:00:00Z"}


def products(make, count):
    one = {"id": "nv-1", "section": "muc-1", "name": "Việc", "products": ["x" * 4000] * count}
    return read(make(tasks=[one])).cell(HEAD + 2, 6).value


@pytest.mark.parametrize(
    ("count", "length", "end"), [(8, 32023, "x"), (9, 32767, "…")], ids=["fits", "too-long"]
)
def test_a_text_longer_than_a_cell_says_so(make, count, length, end):
    """Excel opens no longer text than 32,767 characters: one that was cut ends in an ellipsis."""
    found = products(make, count)
    assert (len(found), found[-1]) == (length, end)


def test_rows_across_grow_with_their_text(make):
    """Merged cells do not grow by themselves, so a long title has a higher row, up to Excel's highest."""
    heights = [read(make(title="Kế hoạch " * count)).row_dimensions[3].height for count in (1, 50, 400)]
    assert heights[0] < heights[1] < heights[2] <= 409


@settings(deadline=None, max_examples=40)
@given(text=st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60))
def test_any_text_comes_back(make, text):
    """Whatever a task's name holds, a reader gets it back as a text."""
    try:
        plan = make(title=text, tasks=[{"id": "nv-1", "section": "muc-1", "name": text}])
    except ValidationError:
        assume(False)
    cell = read(plan).cell(HEAD + 2, 2)
    assert (cell.value, cell.data_type) == (xml_text(plan.tasks[0].name), "s")
