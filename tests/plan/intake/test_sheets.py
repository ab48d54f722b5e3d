"""What only Excel has: dates and numbers in cells, formulas, errors, hidden sheets."""

from datetime import date, datetime

import openpyxl
import pytest

import kh2025

HEADER = ["STT", "Nội dung nhiệm vụ", "Cơ quan chủ trì", "Thời gian"]


def saved(tmp_path, *rows, change=None):
    book = openpyxl.Workbook()
    for row in (HEADER, *rows):
        book.active.append(row)
    if change:
        change(book)
    path = tmp_path / "phu-luc.xlsx"
    book.save(path)
    return path


def imported(path):
    return kh2025.import_appendix(path, year=2025)


VALUES = {
    "date": (date(2025, 6, 30), "30/6/2025"),
    "datetime": (datetime(2025, 2, 5), "05/02/2025"),  # noqa: DTZ001 - cells know no zone
    "text": ("Quý II/2025", "Quý II/2025"),
}


@pytest.mark.parametrize(("value", "text"), VALUES.values(), ids=VALUES)
def test_dates_are_written_day_first(tmp_path, value, text):
    """A date in a cell becomes a deadline as offices write it."""
    draft = imported(saved(tmp_path, [1, "Việc", "Sở Y tế", value]))
    assert draft.plan["tasks"][0]["deadline"] == text


SHOWN = {
    "month": ("mm/yyyy", "Tháng 6/2025"),
    "month-in-words": ("[$-42A]mmm-yy;@", "Tháng 6/2025"),
    "year": ("yyyy", "Năm 2025"),
    "day": ("d/m/yyyy", "01/6/2025"),
}


@pytest.mark.parametrize(("form", "text"), SHOWN.values(), ids=SHOWN)
def test_dates_shown_without_their_day(tmp_path, form, text):
    """Who types 6/2025 sees a month: the first of June, which Excel keeps, is not the deadline."""

    def shown(book):
        book.active["D2"].number_format = form

    draft = imported(saved(tmp_path, [1, "Việc", "Sở Y tế", date(2025, 6, 1)], change=shown))
    assert draft.plan["tasks"][0]["deadline"] == text


UNREAD = {"serial": (45782, "schedule-text"), "time": (datetime(2025, 6, 30, 8), "schedule-")}  # noqa: DTZ001


@pytest.mark.parametrize(("value", "code"), UNREAD.values(), ids=UNREAD)
def test_numbers_and_times_are_no_deadlines(tmp_path, value, code):
    """A number in a time's cell, or a time of day, is not guessed at."""
    draft = imported(saved(tmp_path, [1, "Việc", "Sở Y tế", value]))
    assert "deadline" not in draft.plan["tasks"][0]
    assert next(one.code for one in draft.doubts if one.table).startswith(code)


def test_numbers_of_rows(tmp_path):
    """1 and 1.0 are 1; 1.10 keeps the zero that is shown."""

    def shown(book):
        book.active["A4"].number_format = "0.00"

    rows = [[1.0, "Việc một", "", ""], [1.1, "Phần một", "Sở Y tế", ""], [1.1, "Phần mười", "Sở Y tế", ""]]
    draft = imported(saved(tmp_path, *rows, change=shown))
    assert [one["id"] for one in draft.plan["tasks"]] == ["nv-1-1", "nv-1-10"]


def test_formula_without_value(tmp_path):
    """A formula that was never computed counts as empty and is told with its address."""
    draft = imported(saved(tmp_path, [1, "Việc", "Sở Y tế", '="Quý "&"II"']))
    assert [(one.code, one.table, one.row, one.column) for one in draft.doubts if one.table] == [
        ("import-formula", "Sheet", 2, "D")
    ]


def test_error_cell(tmp_path):
    """An error is neither a text nor nothing: it is told with its address."""
    draft = imported(saved(tmp_path, [1, "Việc", "#REF!", "Quý II/2025"]))
    found = [(one.code, one.row, one.column, one.text) for one in draft.doubts]
    assert ("import-cell-error", 2, "C", "#REF!") in found
    assert "lead" not in draft.plan["tasks"][0]


def test_hidden_sheet_is_listed(tmp_path):
    """A hidden sheet is not read, and the list says so."""

    def hide(book):
        sheet = book.create_sheet("Cũ")
        sheet.append(HEADER)
        sheet.append([1, "Việc cũ", "Sở Y tế", ""])
        sheet.sheet_state = "hidden"

    draft = imported(saved(tmp_path, [1, "Việc", "Sở Y tế", ""], change=hide))
    assert [one["name"] for one in draft.plan["tasks"]] == ["Việc"]
    assert ("import-hidden-sheet", "Cũ") in [(one.code, one.table) for one in draft.doubts]


def test_text_that_looks_like_a_formula_stays_text(tmp_path):
    """A name that begins as a formula is written and read as a text."""

    def text(book):
        book.active["B2"].value = "=HYPERLINK(1)"
        book.active["B2"].data_type = "s"

    draft = imported(saved(tmp_path, [1, "x", "Sở Y tế", ""], change=text))
    assert draft.plan["tasks"][0]["name"] == "=HYPERLINK(1)"


def test_empty_rows_between_are_nothing(tmp_path):
    """Rows are counted as Excel counts them, empty ones included."""
    draft = imported(saved(tmp_path, [], [1, "Việc", "Sở Y tế", "khi có yêu cầu"]))
    assert [one.row for one in draft.doubts if one.table] == [3]
