"""The workbook read back: values, formats, filters, and texts that stay texts."""

import io
import os
import subprocess
import sys
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import openpyxl
import pytest

import kh2025
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


def test_the_group_of_a_row_is_explained(make):
    """The column that a table gets for its groups stands in the dictionary like every other."""
    table = Table("B", (Field("a"),), (("x",),), "–", ((0, "I"),))
    rows = values(read(make(table))["Giải thích cột"])
    assert [row[1] for row in rows[1:]] == ["a", "Nhóm"]
    assert rows[2][3]


def test_groups_become_a_column(make):
    """A row across all columns would end a filter: each row names its group, the total stays outside the filter."""
    table = Table("B", (Field("a"),), (("x",), ("y",)), "–", ((0, "I"), (1, "II")), ("Tổng",))
    sheet = read(make(table)).worksheets[1]
    assert [row[:2] for row in values(sheet)[3:]] == [["a", "Nhóm"], ["x", "I"], ["y", "II"], ["Tổng", None]]
    assert sheet.auto_filter.ref == "A4:B6"


def test_empty_table(make):
    """Without rows the sheet says so under its headings."""
    sheet = read(make(Table("B", (Field("a"),), (), "Không có.", total=("Tổng",)))).worksheets[1]
    assert [row[0] for row in values(sheet)[3:]] == ["a", "Không có."]


def test_the_first_sheet_begins_with_what_of_which_period_and_known_when(book):
    """Kind and office, draft, what is invented, plan, period, newest record, day of the data; then the other notes."""
    told = [row[0] for row in values(book["Thông tin"])]
    order = ["BÁO CÁO", "DỰ THẢO", "Số liệu giả định, không có thật", "Kế hoạch", "Kỳ báo cáo"]
    order += ["Ghi nhận mới nhất", "Dữ liệu đã biết đến ngày", "Giả định", "Trang tính"]
    assert [name for name in told if name in order] == order
    assert {row[0]: row[1] for row in values(book["Thông tin"])}["Dữ liệu đã biết đến ngày"] == "25/6/2025"


@pytest.mark.parametrize("sheet", ["Thông tin", "Giải thích cột", "Nhiệm vụ"])
def test_rows_are_as_high_as_their_texts(book, sheet):
    """A text longer than its column has more than one line of height: not every program makes rows grow."""
    sheet = book[sheet]
    for row in sheet.iter_rows(min_row=5):
        for cell in row:
            width = sheet.column_dimensions[cell.column_letter].width
            if isinstance(cell.value, str) and len(cell.value) > 1.3 * width:
                assert sheet.row_dimensions[cell.row].height >= 30, cell.value


DECIMALS = {
    "one unit": ("điểm", ["#,##0.00"] * 3),
    "several units": ("", ["#,##0", "#,##0.0###", "#,##0.0###"]),
}


@pytest.mark.parametrize(("unit", "forms"), DECIMALS.values(), ids=DECIMALS)
def test_numbers_of_one_unit_have_all_as_many_decimals(make, unit, forms):
    """Scores stand with their points below each other; where each row has its own unit each has its own decimals."""
    table = Table("B", (Field("a", "number", unit=unit),), ((100.0,), (84.44,), (65.5,)), "–")
    sheet = read(make(table)).worksheets[1]
    assert [sheet[f"A{row}"].number_format for row in (5, 6, 7)] == forms


def test_a_wide_table_prints_in_readable_letters(make):
    """Long texts in many columns are broken: together they are no wider than a page takes in at nine points."""
    fields = (*(Field(f"cột {at}") for at in range(6)), Field("ngày", "day"))
    rows = ((*("Xây dựng nền tảng dữ liệu dùng chung của tỉnh " * 3 for _ in range(6)), date(2025, 6, 9)),)
    sheet = read(make(Table("Chú thích " * 40, fields, rows, "–"))).worksheets[1]
    widths = {key: column.width for key, column in sheet.column_dimensions.items()}
    assert sum(widths.values()) <= 165
    assert widths["G"] >= 11
    assert [str(one) for one in sheet.merged_cells.ranges] == ["A1:G1"]
    assert sheet.row_dimensions[1].height > 40


def test_short_columns_give_way_first(make):
    """One long cell among short ones is broken before the texts of a column that are all long."""
    rows = tuple(("Xây dựng nền tảng dữ liệu dùng chung của tỉnh, kết nối " * 2, "Sở") for _ in range(20))
    long = ("x", "Ủy ban nhân dân các huyện, thành phố, thị xã trong tỉnh " * 2)
    fields = (Field("việc"), Field("cơ quan"), *(Field(f"{at}") for at in range(9)))
    filled = tuple((*row, *["số liệu"] * 9) for row in (*rows, long))
    sheet = read(make(Table("B", fields, filled, "–"))).worksheets[1]
    assert sheet.column_dimensions["A"].width > 2 * sheet.column_dimensions["B"].width


HARD = {
    "longest": "a" * 40_000,
    "controls": "a\x00b\x0bc\ud800d",
    "carriage return": "a\r\nb",
    "escaped": "_x0041_",
}


@pytest.mark.parametrize("text", HARD.values(), ids=HARD)
def test_texts_that_a_cell_cannot_hold(everywhere, text):
    """A text too long for a cell, or with characters that XML has not, leaves a file that opens."""
    for sheet in read(everywhere(text)):
        for row in sheet.iter_rows(values_only=True):
            assert all(len(value) <= 32_767 for value in row if isinstance(value, str))


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


def test_properties(book, demo):
    """The title, the subject, the issuing body, and the day of the data."""
    assert book.properties.title.startswith("[DỰ THẢO] BÁO CÁO")
    assert book.properties.subject == demo.title.subject
    assert book.properties.creator == demo.title.body
    assert book.properties.created == datetime.fromisoformat("2025-06-25")


REPORTS = ("period", "agency", "session", "annual", "audit")


@cache
def report(kind, lang):
    plan = kh2025.load_plan("example:thai_binh_2025/demo.yaml")
    facts = kh2025.open_facts("example:thai_binh_2025/facts")
    if kind == "audit":
        return kh2025.plan_audit(kh2025.check_plan(plan), lang)
    if kind == "annual":
        review = kh2025.review_year(plan, facts, "2025-A1", as_of="2026-01-20T17:00:00+07:00")
        return kh2025.annual_review(review, lang)
    ev = kh2025.evaluate(plan, facts, "2025-Q2", as_of="2025-06-25T17:00:00+07:00")
    ev = ev.for_agency("so-ct") if kind == "agency" else ev
    return kh2025.session_brief(ev, lang) if kind == "session" else kh2025.period_report(ev, lang)


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("kind", REPORTS)
def test_values_of_every_report_are_values(kind, lang):
    """In every report a number is a number and a day a day, names fit, and each column is explained."""
    document = report(kind, lang)
    book = read(document)
    explained = {tuple(row[:2]): row[3] for row in book.worksheets[-1].iter_rows(min_row=2, values_only=True)}
    sections = sorted(document.sections, key=lambda section: section.is_annex)
    tables = [one for section in sections for one in section.blocks if isinstance(one, Table)]
    for sheet, table in zip(book.worksheets[1:-1], tables, strict=True):
        heads = [cell.value for cell in sheet[4] if cell.value]
        assert all(explained[sheet.title, head] for head in heads)
        assert len(sheet.title) <= 31
        for row in list(sheet.iter_rows(min_row=5))[: len(table.rows)]:
            for column, cell in zip(table.fields, row, strict=False):
                if column.kind in {"number", "percent", "day", "moment"} and cell.value is not None:
                    assert cell.data_type in {"n", "d"}, (sheet.title, cell)


def test_two_processes_write_the_same_bytes():
    """Whatever the hash seed, the time zone or the language of a process, its workbook is the same bytes."""
    code = (
        "import hashlib, sys; sys.path.insert(0, sys.argv[1]); import test_xlsx as own;"
        "print(hashlib.sha256(own.render(own.report('period', 'vi'))).hexdigest())"
    )
    made = set()
    for settings in ({"PYTHONHASHSEED": "1"}, {"PYTHONHASHSEED": "2", "TZ": "America/Lima", "LC_ALL": "C"}):
        command = [sys.executable, "-c", code, str(Path(__file__).parent)]
        done = subprocess.run(command, capture_output=True, check=True, env={**os.environ, **settings})
        made.add(done.stdout)
    assert len(made) == 1


def test_prints_within_its_pages(demo, pages):
    """Laid out, the widest table is one page wide: as many pages as sheets and a few more."""
    found = pages(render(demo), "xlsx")
    assert len(found.pages) <= 2 * len(read(demo).sheetnames)
    assert "Nhiệm vụ" in found.pages[-1].extract_text() or len(found.pages) > 10
