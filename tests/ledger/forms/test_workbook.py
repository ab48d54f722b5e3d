"""The form as a workbook: what can be changed and what not, what cells accept, how it is printed, and what it holds."""

import io
from datetime import datetime

import openpyxl
import pytest
import worlds

from kh2025.ledger.forms.content import make_forms
from kh2025.ledger.forms.identity import Identity
from kh2025.ledger.forms.layout import (
    COVER,
    COVER_CELLS,
    FIRST_ROW,
    HEADING_ROW,
    HIDDEN_SHEET,
    INDICATORS,
    KEY_ROW,
    PERCENT_FORMAT,
    SHEETS,
    TASKS,
    Role,
)
from kh2025.ledger.forms.workbook import form_workbook
from kh2025.office_files import open_office

WITH_DATA = {role: sheet for role, sheet in SHEETS.items() if role is not Role.COVER}


def opened(content):
    return openpyxl.load_workbook(io.BytesIO(content))


def unlocked(sheet):
    return {cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked}


def rules(sheet):
    """Data validation by the column's letter."""
    return {str(one.sqref)[0]: one for one in sheet.data_validations.dataValidation}


def column(sheet, layout, key, rows):
    return [sheet.cell(FIRST_ROW + row, layout.place(key)).value for row in range(rows)]


def test_same_bytes(forms, content):
    """The same form gives the same bytes."""
    assert form_workbook(forms.of("so-khcn")) == content


def test_sheets(book):
    """Guide first, then the sheets with data in order, last the hidden one; all of them protected without a password."""
    titles = ["Hướng dẫn", *(sheet.title for sheet in SHEETS.values()), HIDDEN_SHEET]
    assert book.sheetnames == titles
    assert all(sheet.protection.sheet and not sheet.protection.password for sheet in book)
    assert [sheet.title for sheet in book if sheet.sheet_state != "visible"] == [HIDDEN_SHEET]


def test_identity(forms, book):
    """The hidden sheet says which form it is."""
    pairs = dict(book[HIDDEN_SHEET].values)
    assert Identity.of(pairs) == forms.of("so-khcn").identity


@pytest.mark.parametrize("layout", SHEETS.values(), ids=SHEETS)
def test_rows_of_the_layout(book, layout):
    """Mark and keys stand in the hidden row, headings in theirs; ids and column A are hidden."""
    sheet = book[layout.title]
    assert sheet["A1"].value == layout.mark
    keys = [one.key for one in layout.columns]
    assert [cell.value for cell in sheet[KEY_ROW][1:]] == keys
    assert [cell.value for cell in sheet[HEADING_ROW][1:]] == [layout.heading(one) for one in layout.columns]
    assert sheet.row_dimensions[KEY_ROW].hidden
    hidden = [1, *(place for place, one in enumerate(layout.columns, 2) if one.is_hidden)]
    assert [place for place in range(1, len(keys) + 2) if _is_hidden(sheet, place)] == hidden


def _is_hidden(sheet, place):
    spans = (one for one in sheet.column_dimensions.values() if one.hidden)
    return any(one.min <= place <= one.max for one in spans)


@pytest.mark.parametrize("layout", WITH_DATA.values(), ids=WITH_DATA)
def test_only_the_cells_to_fill_in_are_open(forms, book, layout):
    """In a table exactly the editable columns of its rows are unlocked, and each has a hint."""
    rows = forms.of("so-khcn").rows[layout.role]
    sheet = book[layout.title]
    letters = [
        sheet.cell(1, layout.place(one.key)).column_letter for one in layout.columns if one.is_editable
    ]
    assert unlocked(sheet) == {f"{letter}{FIRST_ROW + row}" for letter in letters for row in range(len(rows))}
    found = rules(sheet)
    assert set(found) == set(letters)
    assert all(one.promptTitle and one.prompt and one.showInputMessage for one in found.values())
    last = FIRST_ROW + len(rows) - 1
    assert all(str(one.sqref).partition(":")[0].endswith(str(FIRST_ROW)) for one in found.values())
    assert all(str(one.sqref).endswith(str(last)) for one in found.values())


def test_cover(forms, book):
    """On the cover the agency fills in the days, the document and whether the form is the report."""
    sheet, place = book[COVER.title], COVER.place("value")
    keys = column(sheet, COVER, "key", len(forms.of("so-khcn").rows[Role.COVER]))
    assert keys == [*(cell.key for cell in COVER_CELLS), "sends:bao-cao-tong-hop"]
    values = dict(zip(keys, column(sheet, COVER, "value", len(keys)), strict=True))
    assert values["agency"] == "Sở Khoa học và Công nghệ"
    assert values["effective_on"] == datetime(2025, 6, 14)  # noqa: DTZ001 - a cell has no zone
    assert (values["document_number"], values["document_date"]) == (None, None)
    assert values["sends:bao-cao-tong-hop"] == "Có"
    open_rows = {FIRST_ROW + row for row, key in enumerate(keys) if key not in {"agency", "period"}}
    assert unlocked(sheet) == {f"{sheet.cell(1, place).column_letter}{row}" for row in open_rows}


def test_what_cells_accept(book):
    """States are chosen, a share is 0 or from 1 to 100, days lie near the plan, values are numbers."""
    tasks, values = rules(book[TASKS.title]), rules(book[INDICATORS.title])
    by_key = {
        key: tasks["ABCDEFGHIJKLMN"[TASKS.place(key) - 1]] for key in ("state", "percent", "done_on", "note")
    }
    assert by_key["state"].type == "list"
    assert by_key["state"].formula1.count(",") == 4
    assert by_key["percent"].formula1 == "AND(ISNUMBER(K5),OR(K5=0,AND(K5>=1,K5<=100)))"
    assert (by_key["done_on"].type, by_key["done_on"].operator) == ("date", None)  # between is the default
    assert by_key["note"].type is None
    assert [one.type for one in values.values()] == ["decimal"]
    assert all(one.error and one.showErrorMessage for one in by_key.values() if one.type)


def test_number_formats(book):
    """Texts stay texts whatever is typed, days are days, the share is no percentage of Excel's."""
    row = book[TASKS.title][FIRST_ROW]
    found = {one.key: row[place].number_format for place, one in enumerate(TASKS.columns, 1)}
    assert (found["state"], found["evidence"], found["note"]) == ("@", "@", "@")
    assert (found["done_on"], found["percent"]) == ("dd/mm/yyyy", PERCENT_FORMAT)


def test_page(book):
    """A4 on its side, one page wide, headings on every page; headings and names stay in view."""
    for role, layout in SHEETS.items():
        sheet = book[layout.title]
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToHeight) == (True, 0)
        assert sheet.print_title_rows == f"${HEADING_ROW}:${HEADING_ROW}"
        corner = (
            sheet.cell(FIRST_ROW, layout.place("name") + 1) if "name" in dict(_keyed(layout)) else sheet["A5"]
        )
        assert sheet.freeze_panes == corner.coordinate, role


def _keyed(layout):
    return [(one.key, one) for one in layout.columns]


def test_guide_names_what_was_left_out():
    """The guide says how many duties were settled before the period."""
    done = {"task_id": "nv-1", "agency_id": "so-a", "state": "done", "done_on": "2025-03-01"}
    said = worlds.record(
        "progress", **done, effective_on="2025-03-01", recorded_at="2025-03-01T00:00:00+07:00"
    )
    plan = worlds.plan_of(
        agencies=[worlds.agency("so-a"), worlds.agency("so-nhan")],
        tasks=[worlds.task(1, lead="so-a"), worlds.task(2, lead="so-a")],
    )
    forms = make_forms(plan, "2025-Q2", worlds.facts_of({"progress": [said]}))
    guide = opened(form_workbook(forms.of("so-a"))).worksheets[0]
    assert any(str(cell).startswith("1 lượt thực hiện") for (cell,) in guide.iter_rows(values_only=True))


NAMES = {
    "link": '=HYPERLINK("http://a","b")',
    "command": "+cmd|' /C calc'!A0",
    "function": "@SUM(1)",
    "minus": "-1+2",
    "braces": "{=1}",
    "address": "http://example.org/a?b=c",
    "markup": "<script>alert(1)</script>",
    "long": "Nhiệm vụ " * 4000,
}


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_names_stay_texts(tmp_path, name):
    """A name that looks like a formula, a link or markup is a text in its cell, and the guard lets the form in."""
    plan = worlds.plan_of(
        agencies=[worlds.agency("so-a", name=name[:200]), worlds.agency("so-nhan")],
        tasks=[worlds.task(1, lead="so-a") | {"name": name[:2000]}],
        title=name[:200],
    )
    content = form_workbook(make_forms(plan, "2025-Q2").of("so-a"))
    sheet = opened(content)[TASKS.title]
    cell = sheet.cell(FIRST_ROW, TASKS.place("name"))
    assert (cell.value, cell.data_type, cell.hyperlink) == (plan.tasks[0].name, "s", None)
    path = tmp_path / "bieu.xlsx"
    path.write_bytes(content)
    assert open_office(path).notices == ()


def test_all_forms_pass_the_guard(forms, tmp_path):
    """What is sent out can be taken in again."""
    for form in forms.forms.values():
        path = tmp_path / f"{form.name}.xlsx"
        path.write_bytes(form_workbook(form))
        assert open_office(path).kind == "xlsx"


def test_after_libreoffice(soffice, content, tmp_path):
    """LibreOffice keeps the marks, the ids, the hidden sheet, protection, hints and number formats."""
    path = tmp_path / "bieu.xlsx"
    path.write_bytes(content)
    kept, sent = openpyxl.load_workbook(soffice(path, "xlsx")), opened(content)
    assert kept[HIDDEN_SHEET].sheet_state == "hidden"
    assert list(kept[HIDDEN_SHEET].values) == list(sent[HIDDEN_SHEET].values)
    for layout in SHEETS.values():
        before, after = sent[layout.title], kept[layout.title]
        assert after["A1"].value == layout.mark
        assert after.protection.sheet
        assert unlocked(after) == unlocked(before)
        assert {key: one.promptTitle for key, one in rules(after).items()} == {
            key: one.promptTitle for key, one in rules(before).items()
        }
        assert [[cell.value or None for cell in row] for row in after.iter_rows(max_col=5)] == [
            [cell.value or None for cell in row] for row in before.iter_rows(max_col=5)
        ]
    percent = kept[TASKS.title].cell(FIRST_ROW, TASKS.place("percent"))
    assert percent.number_format == PERCENT_FORMAT


def test_printed(soffice, content, tmp_path):
    """Printed, the form has a page for each sheet, on A4 lying on its side."""
    from pypdf import PdfReader  # noqa: PLC0415

    path = tmp_path / "bieu.xlsx"
    path.write_bytes(content)
    pages = PdfReader(soffice(path, "pdf")).pages
    assert len(pages) == len(SHEETS) + 1
    assert all(page.mediabox.width > page.mediabox.height for page in pages)
    assert [round(float(page.mediabox.width)) for page in pages] == [842] * len(pages)
