"""Forms and tables that are filled in badly: HAZARDS 7 to 20, each with what is to become of the one cell that is bad.

Every file is a sound form (:func:`filled`) but for that cell. ``outcome`` is ``refused`` (the whole file, by ``code``
at the cell), ``noticed`` (taken with ``value``, and ``code`` told) or ``accepted`` (taken with ``value``; what is
contradictory is found at evaluation).
"""

import io
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

import openpyxl
from openpyxl.utils.datetime import CALENDAR_MAC_1904

import kh2025
from kh2025.ledger.forms.content import make_forms
from kh2025.ledger.forms.layout import COVER, FIRST_ROW, INDICATORS, TASKS, shown
from kh2025.ledger.forms.workbook import form_workbook

PLAN = "example:thai_binh_2025/demo.yaml"
AGENCY, PERIOD = "so-khcn", "2025-Q2"
#: The task's row that is filled in, and the day that is sound for it.
ROW, DONE_ON = FIRST_ROW, date(2025, 5, 12)


@cache
def form():
    """The form of an agency with tasks, an indicator and a report, as it is sent out."""
    return form_workbook(make_forms(kh2025.load_plan(PLAN), PERIOD).of(AGENCY))


def filled(change=None):
    """The form with one task done and one value given, then changed; the bytes of the workbook."""
    book = openpyxl.load_workbook(io.BytesIO(form()))
    put(book, "state", shown("state", "done"))
    put(book, "done_on", DONE_ON)
    put(book, "evidence", "12/BC-SKHCN")
    put(book, "value", 66.4)
    if change:
        change(book)
    return _saved(book)


def _saved(book):
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def at(book, key, row=ROW):
    """The cell of a column that the agency fills in."""
    layout = INDICATORS if key == "value" else COVER if key == "effective_on" else TASKS
    if layout is COVER:
        rows = book[COVER.title].iter_rows(min_row=FIRST_ROW)
        return next(cells[COVER.place("value") - 1] for cells in rows if cells[1].value == key)
    return book[layout.title].cell(row, layout.place(key))


def put(book, key, value, number_format=None):
    """Write a value as it is typed: a text never becomes a formula."""
    cell = at(book, key)
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
    if number_format:
        cell.number_format = number_format


@dataclass(frozen=True)
class HostileForm:
    """One form with one bad cell.

    Attributes:
        hazard: its number in the list of hazards.
        column: key of the column that the bad cell stands in.
        typed: the value as it is typed; a callable changes the workbook itself.
        outcome: refused, noticed or accepted.
        code: of the refusal or the notice.
        value: what the record holds, where the file is taken.
        number_format: of the cell, where it is another than the form's.
        also: columns that are filled in beside it.
    """

    hazard: int
    column: str
    typed: object
    outcome: str
    code: str = ""
    value: object = None
    number_format: str | None = None
    also: tuple[tuple[str, object], ...] = ()

    def make(self):
        """The bytes of the workbook."""
        return filled(self._change)

    def write(self, folder, name="bieu.xlsx"):
        """The file in a folder."""
        path = folder / name
        path.write_bytes(self.make())
        return path

    def _change(self, book):
        for key, value in self.also:
            put(book, key, value)
        if isinstance(self.typed, Callable):
            self.typed(book)
        else:
            put(book, self.column, self.typed, self.number_format)


def _refused(hazard, column, typed, code, **more):
    return HostileForm(hazard, column, typed, "refused", code, **more)


def _noticed(hazard, column, typed, code, value):
    return HostileForm(hazard, column, typed, "noticed", code, value)


def _accepted(hazard, column, typed, value, **more):
    return HostileForm(hazard, column, typed, "accepted", value=value, **more)


def _formula(column, formula):
    """A formula whose value no program has computed."""

    def change(book):
        at(book, column).value = formula
        at(book, column).data_type = "f"

    return change


def _error(column, error):
    def change(book):
        at(book, column).value = error
        at(book, column).data_type = "e"

    return change


def _of_1904(book):
    book.epoch = CALENDAR_MAC_1904


def _task_twice(book):
    """The ids of one row written over those of another, as pasting whole rows does."""
    for key in ("task_id", "occurrence", "name"):
        at(book, key, ROW + 1).value = at(book, key).value
    at(book, "state", ROW + 1).value = shown("state", "in_progress")


_OPEN = (("state", shown("state", "in_progress")), ("done_on", None))
_VIETNAMESE = "Sở Khoa học và Công nghệ"
_PERCENT = {"also": _OPEN}

FORMS = {
    # 7: a formula without value and an error are neither 0 nor blank
    "formula-without-value": _refused(7, "percent", _formula("percent", "=30+30"), "cell-formula", **_PERCENT),
    "state-by-formula": _refused(7, "state", _formula("state", "=A1"), "cell-formula"),
    "error-reference": _refused(7, "value", _error("value", "#REF!"), "cell-error"),
    "error-division": _refused(7, "percent", _error("percent", "#DIV/0!"), "cell-error", **_PERCENT),
    "error-in-a-day": _refused(7, "done_on", _error("done_on", "#VALUE!"), "cell-error"),
    # 8: what 0.5 is, the number format says
    "half-in-excels-percent": _accepted(8, "percent", 0.5, 50.0, number_format="0%", **_PERCENT),
    "half-in-general": _refused(8, "percent", 0.5, "percent-ambiguous", number_format="General", **_PERCENT),
    "half-in-the-forms-format": _refused(8, "percent", 0.5, "percent-ambiguous", **_PERCENT),
    "half-as-text": _refused(8, "percent", "0,5", "percent-ambiguous", **_PERCENT),
    "fifty-with-sign": _accepted(8, "percent", "50%", 50.0, **_PERCENT),
    "fifty": _accepted(8, "percent", 50, 50.0, **_PERCENT),
    "whole-in-excels-percent": _accepted(8, "percent", 1, 100.0, number_format="0.00%", **_PERCENT),
    "fifty-in-excels-percent": _refused(8, "percent", 50, "percent-range", number_format="0%", **_PERCENT),
    # 9: day first, whole years, the workbook's own date system
    "no-such-day": _refused(9, "done_on", "31/02/2025", "date-day"),
    "short-year": _refused(9, "done_on", "12/5/25", "date-short-year"),
    "month-first": _refused(9, "done_on", "05/13/2025", "date-day"),
    "english-month": _refused(9, "done_on", "May 12, 2025", "date-text"),
    "with-a-time": _refused(9, "done_on", datetime(2025, 5, 12, 14, 30), "date-time"),  # noqa: DTZ001 - a cell's
    "far-year": _refused(9, "done_on", date(2052, 5, 12), "date-far"),
    "true-for-a-day": _refused(9, "done_on", True, "date-text"),
    "half-a-day": _refused(9, "done_on", 45789.5, "date-serial", number_format="General"),
    "month-only": _refused(9, "done_on", date(2025, 5, 1), "cell-month", number_format="mm/yyyy"),
    "day-first": _accepted(9, "done_on", "05/06/2025", date(2025, 6, 5)),
    "serial-number": _accepted(9, "done_on", 45789, date(2025, 5, 12), number_format="General"),
    "of-1904": _accepted(9, "done_on", _of_1904, DONE_ON),
    "day-in-words": _accepted(9, "done_on", "ngày 12 tháng 5 năm 2025", DONE_ON),
    "without-a-year": _noticed(9, "done_on", "12/5", "import-date-year", DONE_ON),
    # 12, 15: typed, and wrong: kept, and found at evaluation
    "done-in-the-future": _accepted(12, "done_on", date(2025, 12, 30), date(2025, 12, 30)),
    "done-before-the-plan": _accepted(12, "done_on", date(2024, 5, 12), date(2024, 5, 12)),
    "done-with-sixty": _accepted(15, "percent", 60, 60.0),
    # 13: shares that are none
    "below-nothing": _refused(13, "percent", -5, "percent-range", **_PERCENT),
    "above-the-whole": _refused(13, "percent", 101, "percent-range", **_PERCENT),
    "nan": _refused(13, "percent", "NaN", "number-text", **_PERCENT),
    "infinity": _refused(13, "percent", "inf", "number-text", **_PERCENT),
    "exponent": _refused(13, "percent", "1e3", "number-text", **_PERCENT),
    "true-for-a-share": _refused(13, "percent", True, "number-text", **_PERCENT),
    # 14: grouping or decimals
    "a-thousand-or-one": _refused(14, "percent", "1.234", "number-ambiguous", **_PERCENT),
    "english-grouping": _refused(14, "value", "1,234.56", "number-ambiguous"),
    "vietnamese-grouping": _accepted(14, "value", "1.234,56", 1234.56),
    "three-decimals": _refused(14, "percent", 1.2345, "cell-percent", **_PERCENT),
    # choices
    "state-without-marks": _refused(17, "state", "dang thuc hien", "cell-choice"),
    "state-of-our-own": _refused(17, "state", "Gần xong", "cell-choice"),
    "state-in-capitals": _accepted(17, "state", "ĐÃ HOÀN  THÀNH", "done"),
    # 16: twice in one file
    "task-twice": _refused(16, "name", _task_twice, "collect-twice"),
    # 18: old encodings and Unicode's ways
    "decomposed": _noticed(
        18, "note", unicodedata.normalize("NFD", _VIETNAMESE), "text-composed", _VIETNAMESE
    ),
    "no-break-space": _noticed(18, "note", _VIETNAMESE.replace(" ", "\xa0"), "text-composed", _VIETNAMESE),
    "zero-width-space": _noticed(18, "note", "Sở\u200b Khoa học và Công nghệ", "text-cleaned", _VIETNAMESE),
    "tcvn3": _noticed(18, "note", "Së Khoa häc vµ C«ng nghÖ", "text-converted", _VIETNAMESE),
    "vni": _noticed(18, "note", "Sôû Khoa hoïc vaø Coâng ngheä", "text-converted", _VIETNAMESE),
    "letters-lost": _refused(18, "note", "S\ufffd Khoa h\ufffdc", "text-replacement"),
    # 19: what turns or hides text
    "right-to-left-override": _noticed(
        19, "note", "Sở \u202eKhoa học và Công nghệ", "text-cleaned", _VIETNAMESE
    ),
    "isolate": _noticed(19, "evidence", "12/BC-\u2066SKHCN\u2069", "text-cleaned", "12/BC-SKHCN"),
    # 20: what a spreadsheet would run is a text here
    "text-like-a-link": _accepted(
        20, "note", '=HYPERLINK("http://a","b")', '=HYPERLINK("http://a","b")'
    ),
    "text-like-a-command": _accepted(20, "note", "+cmd|' /C calc'!A0", "+cmd|' /C calc'!A0"),
    "text-like-a-function": _accepted(20, "evidence", "@SUM(1;2)", "@SUM(1;2)"),
    "real-formula-in-a-note": _refused(20, "note", _formula("note", '=HYPERLINK("http://a")'), "cell-formula"),
    "number-for-a-number-of-a-document": _refused(20, "evidence", 12.5, "cell-no-text"),
}  # fmt: skip


def free_table(agency=_VIETNAMESE, period="Quý II/2025", **cells):
    """A table that is none of our forms, with the same headings and two lines above; the bytes of the workbook."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append([f"Cơ quan báo cáo: {agency}"])
    sheet.append([f"Kỳ báo cáo: {period}"])
    keys = ("task_id", "state", "percent", "done_on", "evidence", "note")
    headings = {column.key: TASKS.heading(column) for column in TASKS.columns}
    sheet.append([headings[key] for key in keys])
    row = {"task_id": "nv-01", "state": shown("state", "done"), "done_on": DONE_ON} | cells
    sheet.append([row.get(key) for key in keys])
    return _saved(book)


@dataclass(frozen=True)
class HostileTable:
    """A free table with one bad line above it, or one bad id.

    Attributes:
        hazard: its number in the list of hazards.
        given: what is handed to :func:`free_table`.
        code: what it is refused by; empty where it is taken.
        head: agency and period that a table that is taken is for.
    """

    hazard: int
    given: tuple[tuple[str, object], ...]
    code: str = ""
    head: tuple[str, str] = (AGENCY, PERIOD)

    def make(self):
        """The bytes of the workbook."""
        return free_table(**dict(self.given))

    def write(self, folder, name="bang.xlsx"):
        """The file in a folder."""
        path = folder / name
        path.write_bytes(self.make())
        return path


def _table(hazard, code="", head=(AGENCY, PERIOD), **given):
    return HostileTable(hazard, tuple(given.items()), code, head)


TABLES = {
    "no-such-quarter": _table(10, "cell-period", period="Quý V/2025"),
    "period-without-a-year": _table(10, "cell-period", period="Quý II"),
    "quarter-with-a-hyphen": _table(10, period="Quý II-2025"),
    "quarter-spelt-otherwise": _table(10, period="Quí 2/2025"),
    "quarter-in-small-letters": _table(10, period="quý ii năm 2025"),
    "agency-without-marks": _table(17, "collect-agency", agency="So Khoa hoc va Cong nghe"),
    "agency-misspelt": _table(17, "collect-agency", agency="Sở Khoa hoc và Công nghệ"),
    "agency-of-another-plan": _table(17, "collect-agency", agency="Bộ Tài chính"),
    "agency-that-has-ended": _table(17, "collect-agency-ended", agency="Sở Thông tin và Truyền thông"),
    "agency-in-capitals": _table(17, agency="SỞ  KHOA HỌC VÀ CÔNG NGHỆ"),
    "agency-in-tcvn3": _table(18, agency="Së Khoa häc vµ C«ng nghÖ"),
    "unknown-task": _table(22, "collect-task", task_id="nv-999"),
    "task-that-is-a-path": _table(22, "collect-task", task_id="../../nv-01"),
}
