"""A form as an Excel workbook: the same form gives the same bytes, and every text stays a text."""

import io
from datetime import date, datetime, time

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from kh2025.ledger.forms import validation
from kh2025.ledger.forms.content import Form
from kh2025.ledger.forms.guide import write_guide
from kh2025.ledger.forms.layout import (
    COVER_CELLS,
    FIRST_ROW,
    HEADING_ROW,
    HIDDEN_SHEET,
    KEY_ROW,
    SENDS,
    SHEETS,
    SUBJECT_ROW,
    TEXT_FORMAT,
    TITLE_ROW,
    CoverCell,
    FormColumn,
    FormSheet,
    Role,
    shown,
)
from kh2025.ledger.forms.looks import FONT_SIZE, Looks, set_page, write_line, write_title
from kh2025.ledger.forms.rows import Row, Value
from kh2025.messages import text
from kh2025.office_sheet import height, put
from kh2025.text.xml_text import xml_text

_AIR = 6  # points above and below the text of a row
_CENTRED = frozenset(("day", "integer", "percent", "choice"))
# Points that a row has at least: room for what the agency writes, because locked rows may not grow by themselves.
_LEAST = {Role.COVER: 26, Role.TASKS: 42, Role.INDICATORS: 36, Role.REMARKS: 96}
_LAST_FROZEN = {Role.TASKS: "name", Role.INDICATORS: "name"}


def form_workbook(form: Form) -> bytes:
    """The form as the bytes of an .xlsx file."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        title = xml_text(f"{form.plan.agency[form.agency_id].name}, {form.period.label()}")
        book.set_properties({"title": title, "created": datetime.combine(form.period.cutoff, time())})
        looks = Looks(book)
        write_guide(book.add_worksheet(text("forms", "guide_title")), looks, form)
        for role, rows in form.rows.items():
            _write_sheet(book, looks, form, SHEETS[role], rows)
        _write_identity(book, form)
    return made.getvalue()


def _write_identity(book: xlsxwriter.Workbook, form: Form) -> None:
    sheet = book.add_worksheet(HIDDEN_SHEET)
    for row, pair in enumerate(form.identity.pairs()):
        for column, words in enumerate(pair):
            sheet.write_string(row, column, words)
    sheet.protect()
    sheet.very_hidden()


def _write_sheet(
    book: xlsxwriter.Workbook, looks: Looks, form: Form, layout: FormSheet, rows: tuple[Row, ...]
) -> None:
    sheet = book.add_worksheet(layout.title)
    set_page(sheet)
    sheet.repeat_rows(HEADING_ROW - 1)
    _write_head(sheet, looks, form, layout)
    written = _write_cover if layout.role is Role.COVER else _write_table
    written(sheet, looks, form, layout, rows)
    if layout.role is Role.TASKS:
        _mark_contradictions(sheet, looks, layout, len(rows))
    frozen = layout.place(_LAST_FROZEN[layout.role]) if layout.role in _LAST_FROZEN else 0
    sheet.freeze_panes(HEADING_ROW, frozen)
    for row, values in enumerate(rows, FIRST_ROW - 1):
        sheet.set_row(row, max(_LEAST[layout.role], _height(layout, values)))


def _height(layout: FormSheet, values: Row) -> float:
    """Points that the texts of a row need."""
    texts = {one: str(values.get(one.key) or "") for one in layout.columns if not one.is_hidden}
    return height(texts.values(), (column.width for column in texts), FONT_SIZE) + _AIR


def _write_head(sheet: Worksheet, looks: Looks, form: Form, layout: FormSheet) -> None:
    """The hidden row of keys, title, subject and headings, and the columns' widths."""
    sheet.set_row(KEY_ROW - 1, None, None, {"hidden": True})
    sheet.write_string(KEY_ROW - 1, 0, layout.mark)
    sheet.set_column(0, 0, 2, None, {"hidden": True})
    heading, shown_columns = looks.heading(), [one for one in layout.columns if not one.is_hidden]
    for place, column in enumerate(layout.columns, 1):
        sheet.set_column(place, place, column.width, None, {"hidden": column.is_hidden})
        sheet.write_string(KEY_ROW - 1, place, column.key)
        sheet.write_string(HEADING_ROW - 1, place, layout.heading(column), heading)
    headings = {layout.heading(column): column.width for column in shown_columns}
    sheet.set_row(HEADING_ROW - 1, height(headings, headings.values(), FONT_SIZE) + _AIR)
    widths, first = [column.width for column in shown_columns], layout.place(shown_columns[0].key) - 1
    write_title(sheet, TITLE_ROW - 1, layout.title.upper(), looks.title(), widths, first)
    write_line(sheet, SUBJECT_ROW - 1, _subject(form), looks.subject(), widths, first)


def _subject(form: Form) -> str:
    agency = form.plan.agency[form.agency_id].name
    lines = [text("forms", "subject", agency=agency, period=form.period.label(), plan=form.plan.title)]
    return xml_text("\n".join([*lines, *form.invented]))


def _write_table(
    sheet: Worksheet, looks: Looks, form: Form, layout: FormSheet, rows: tuple[Row, ...]
) -> None:
    valign = "top" if layout.role is Role.REMARKS else "vcenter"
    forms = {column.key: _format(looks, column, valign) for column in layout.columns}
    for row, values in enumerate(rows, FIRST_ROW - 1):
        for place, column in enumerate(layout.columns, 1):
            _write(sheet, row, place, values.get(column.key), forms[column.key])
    days = validation.far_days(form.plan.covers.first, form.plan.covers.last)
    for place, column in enumerate(layout.columns, 1):
        if column.is_editable:
            first = xl_rowcol_to_cell(FIRST_ROW - 1, place)
            rule = validation.of_column(layout, column, first, days)
            sheet.data_validation(FIRST_ROW - 1, place, FIRST_ROW + len(rows) - 2, place, rule)


def _write_cover(
    sheet: Worksheet, looks: Looks, form: Form, layout: FormSheet, rows: tuple[Row, ...]
) -> None:
    cells = {cell.key: cell for cell in COVER_CELLS}
    locked = looks.locked(TEXT_FORMAT, "left")
    for row, values in enumerate(rows, FIRST_ROW - 1):
        for place, column in enumerate(layout.columns, 1):
            _write(sheet, row, place, values.get(column.key), locked)
        key, place = str(values["key"]), layout.place("value") - 1
        cell = cells.get(key) or CoverCell(key, is_editable=True)
        chosen = looks.editable if cell.is_editable else looks.locked
        _write(sheet, row, place, values["value"], chosen(cell.number_format, "left"))
        if key.startswith(SENDS):
            sheet.data_validation(row, place, row, place, validation.of_report(text("forms", "report")))
        elif cell.is_editable:
            sheet.data_validation(row, place, row, place, validation.of_cover(cell, _days(form, cell)))


def _days(form: Form, cell: CoverCell) -> tuple[date, date]:
    """What is later than the cut-off counts for the next period."""
    if cell.key == "effective_on":
        return form.period.start, form.period.cutoff
    return validation.far_days(form.plan.covers.first, form.plan.covers.last)


def _mark_contradictions(sheet: Worksheet, looks: Looks, layout: FormSheet, count: int) -> None:
    """Colour a day that a done task lacks, and a share of a done task that is not the whole."""
    state = _column(layout, "state")
    done = shown("state", "done")
    for key, wrong in (("done_on", '{cell}=""'), ("percent", 'AND({cell}<>"",{cell}<>100)')):
        place = layout.place(key) - 1
        cell = xl_rowcol_to_cell(FIRST_ROW - 1, place)
        formula = f'=AND({state}="{done}",{wrong.format(cell=cell)})'
        rule = {"type": "formula", "criteria": formula, "format": looks.wrong()}
        sheet.conditional_format(FIRST_ROW - 1, place, FIRST_ROW + count - 2, place, rule)


def _column(layout: FormSheet, key: str) -> str:
    """The column's first cell, fixed in its column."""
    return str(xl_rowcol_to_cell(FIRST_ROW - 1, layout.place(key) - 1, col_abs=True))


def _format(looks: Looks, column: FormColumn, valign: str) -> Format:
    align = "center" if column.form in _CENTRED else "right" if column.form == "decimal" else "left"
    chosen = looks.editable if column.is_editable else looks.locked
    return chosen(column.number_format, align, valign)


def _write(sheet: Worksheet, row: int, place: int, value: Value, form: Format) -> None:
    if value is None:
        sheet.write_blank(row, place, None, form)
    elif isinstance(value, str):
        put(sheet, row, place, value, form)
    elif isinstance(value, date):
        sheet.write_datetime(row, place, value, form)
    else:
        sheet.write_number(row, place, value, form)
