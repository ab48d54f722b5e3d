"""The workbook read back: values, formats, filters, and texts that stay texts."""

import io
from datetime import UTC, date, datetime

import openpyxl
import pytest

from kh2025.report.document import Field, Heading, Note, Table
from kh2025.report.sections.frames import field
from kh2025.report.wording import Words
from kh2025.report.xlsx import render


def read(document):
    return openpyxl.load_workbook(io.BytesIO(render(document)))


@pytest.fixture(scope="module")
def book(demo):
    """The example's tables."""
    return read(demo)


def values(sheet):
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_sheets(book):
    """What it is first, a sheet a table in the order of the report, the meaning of the columns last."""
    assert book.sheetnames[0] == "Thông tin"
    assert book.sheetnames[-1] == "Giải thích cột"
    assert {"Nhiệm vụ", "Cơ quan", "Vi phạm", "Báo cáo phải gửi", "Chỉ tiêu"} <= set(book.sheetnames)


def test_first_sheet_says_what_it_is(book, demo):
    """Subject, draft, what is invented, what it was made from, and the sheets with their number of rows."""
    told = {row[0]: row[1] for row in values(book["Thông tin"])}
    assert told["BÁO CÁO"] == demo.title.subject
    assert "DỰ THẢO" in told
    assert "Số liệu giả định, không có thật" in told
    assert told["Kỳ báo cáo"].startswith("2025-Q2")
    rows = {row[0]: row[2] for row in values(book["Thông tin"]) if row[2]}
    assert rows["Nhiệm vụ"] == 35


def test_tables_are_filtered_frozen_and_printable(book):
    """Filters over headings and rows, headings frozen and repeated, one page wide on its side."""
    for sheet in book.worksheets[1:-1]:
        assert sheet.freeze_panes in {"B5", "C5"}
        assert sheet.auto_filter.ref.startswith("A4:")
        assert sheet.print_title_rows == "$4:$4"
        assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
        assert all(6 <= sheet.column_dimensions[key].width <= 61 for key in sheet.column_dimensions)


KINDS = {
    "integer": ("number", 1200, 1200, "#,##0"),
    "fraction": ("number", 1.5, 1.5, "#,##0.0###"),
    "percent": ("percent", 98.625, 0.98625, "0.00%"),
    "day": ("day", date(2025, 6, 9), datetime.fromisoformat("2025-06-09"), "dd/mm/yyyy"),
    "moment": (
        "moment",
        datetime(2025, 6, 25, 10, tzinfo=UTC),
        datetime.fromisoformat("2025-06-25T17:00"),
        "hh:mm dd/mm/yyyy",
    ),
    "nothing": ("number", None, None, "General"),
    "not-a-number": ("number", float("nan"), None, "General"),
    "infinite": ("number", float("inf"), "–", "General"),
    "too-exact": ("number", 10**20, "100.000.000.000.000.000.000", "General"),
    "old-day": ("day", date(1800, 1, 2), "02/01/1800", "General"),
    "flag": ("text", True, "Có", "General"),
    "list": ("text", ("a", "b"), "a; b", "General"),
}


@pytest.mark.parametrize(("kind", "cell", "value", "form"), KINDS.values(), ids=KINDS)
def test_values(make, kind, cell, value, form):
    """Numbers, days and moments in Vietnam are values with a format; what Excel cannot hold is a text."""
    sheet = read(make(Table("B", (Field("a", kind),), ((cell,),), "–"))).worksheets[1]
    assert (sheet["A5"].value, sheet["A5"].number_format) == (value, form)


@pytest.mark.parametrize(
    "text", ['=HYPERLINK("http://x")', "+cmd|' /C calc'!A0", "@SUM(1)", "-1+1", "1.234", "{=1}"]
)
def test_texts_stay_texts(everywhere, text):
    """No text becomes a formula, a number or a link, in any sheet, in any place."""
    for sheet in read(everywhere(text)):
        for row in sheet.iter_rows():
            assert {cell.data_type for cell in row if cell.value is not None} <= {"s", "n", "d"}
            assert all(cell.data_type == "s" for cell in row if cell.value == text)


def test_groups_become_a_column(make):
    """A row across all columns would end a filter: each row names its group, the total stays outside the filter."""
    table = Table("B", (Field("a"),), (("x",), ("y",)), "–", ((0, "I"), (1, "II")), ("Tổng",))
    sheet = read(make(table)).worksheets[1]
    assert values(sheet)[3:] == [["a", "Nhóm"], ["x", "I"], ["y", "II"], ["Tổng", None]]
    assert sheet.auto_filter.ref == "A4:B6"


def test_empty_table(make):
    """Without rows the sheet says so under its headings."""
    sheet = read(make(Table("B", (Field("a"),), (), "Không có.", total=("Tổng",)))).worksheets[1]
    assert [row[0] for row in values(sheet)[3:]] == ["a", "Không có."]


NAMES = {
    "forbidden": ("a[b]:c*d?e/f\\g", "a b c d e f g"),
    "long": ("Nhiệm vụ " * 9, "Nhiệm vụ Nhiệm vụ Nhiệm vụ Nhi"[:31]),
    "quotes": ("'tên'", "tên"),
    "nothing": ("", "1"),
    "taken": ("Thông tin", "Thông tin 2"),
    "reserved": ("History", "History 2"),
}


@pytest.mark.parametrize(("given", "name"), NAMES.values(), ids=NAMES)
def test_names_of_sheets(make, given, name):
    """Whatever a table is called, its sheet has a name that Excel takes."""
    assert read(make(Table(given, (Field("a"),), (), "–"))).sheetnames[1].startswith(name)


def test_tables_called_alike(make):
    """A number tells them apart."""
    one = Table("Bảng", (Field("a"),), (), "–")
    assert read(make(one, one, one)).sheetnames[1:4] == ["Bảng", "Bảng 2", "Bảng 3"]


def test_dictionary(book):
    """One row a column, with kind, meaning and unit; no column is left without a meaning."""
    rows = values(book["Giải thích cột"])
    told = {(sheet, column): rest for sheet, column, *rest in rows[1:]}
    assert told["Nhiệm vụ", "Số ngày chậm"] == [
        "số",
        "số ngày từ hạn đến khi hoàn thành hoặc gửi; nếu chưa, đến ngày đánh giá",
        "ngày lịch",
    ]
    assert {column for column, rest in told.items() if not rest[1]} == set()


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_columns_know_what_they_mean(lang):
    """A column by its key has a heading, a meaning and, of some, a unit."""
    made = field(Words(lang, {}), "percent", "number", 1.0)
    assert made.meaning
    assert made.unit == "%"


def test_remarks_reach_every_sheet(make):
    """Above each table stands that it is a draft and that its figures are invented."""
    sheet = read(make(Note("invented", "x"), Table("B", (Field("a"),), (("x",),), "–"))).worksheets[1]
    assert sheet["A2"].value == "DỰ THẢO – Số liệu giả định, không có thật"


def test_document_without_tables(make):
    """A workbook that only says what it is."""
    assert read(make(Heading("I"))).sheetnames == ["Thông tin", "Giải thích cột"]


def test_properties(book):
    """The title, and the day of the data."""
    assert book.properties.title.startswith("[DỰ THẢO] BÁO CÁO")
    assert book.properties.created == datetime.fromisoformat("2025-06-25")


def test_prints_within_its_pages(demo, pages):
    """Laid out, the widest table is one page wide: as many pages as sheets and a few more."""
    found = pages(render(demo), "xlsx")
    assert len(found.pages) <= 2 * len(read(demo).sheetnames)
    assert "Nhiệm vụ" in found.pages[-1].extract_text() or len(found.pages) > 10
