"""The appendix of tasks as a workbook: one sheet, A4 on its side, headings repeated; every text stays a text."""

import io
from datetime import datetime, time

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from kh2025.office_sheet import FONT, height, put, set_page
from kh2025.plan.exports.appendix import COLUMNS, MARGINS, Appendix, GroupRow, appendix
from kh2025.plan.model import Plan
from kh2025.text.xml_text import xml_text

_MM_PER_CHARACTER = 2.1  # of the width of a column
_SIZE, _TITLE_SIZE = 12, 13  # points
_LAST = len(COLUMNS) - 1
_CHARACTERS = [
    max(1, int(width / _MM_PER_CHARACTER)) for width in COLUMNS.values()
]  # that a cell holds in a line
_LINE = int(sum(COLUMNS.values()) / _MM_PER_CHARACTER)  # characters across all columns


def export(plan: Plan) -> bytes:
    """The appendix as the bytes of an .xlsx file; a text longer than a cell can hold ends in "…"."""
    content, made = appendix(plan), io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        day = datetime.combine(plan.in_force_from, time())
        book.set_properties({"title": xml_text(plan.title), "created": day})
        _write(book, book.add_worksheet(content.title[0].capitalize()), content)
    return made.getvalue()


def _write(book: xlsxwriter.Workbook, sheet: Worksheet, content: Appendix) -> None:
    title = _format(book, bold=True, align="center", font_size=_TITLE_SIZE)
    remark = _format(book, italic=True, align="center", font_size=_TITLE_SIZE)
    heads = [*((text, title) for text in content.title), (content.remark, remark)]
    for row, (text, form) in enumerate(heads):
        _write_across(sheet, row, text, form)
    _set_page(sheet, len(heads))
    heading = _format(book, bold=True, align="center", valign="vcenter", border=1)
    sheet.set_row(len(heads), height(content.headings, _CHARACTERS, _SIZE))
    for column, text in enumerate(content.headings):
        put(sheet, len(heads), column, text, heading)
    _write_rows(book, sheet, content, len(heads) + 1)


def _write_rows(book: xlsxwriter.Workbook, sheet: Worksheet, content: Appendix, first: int) -> None:
    group = _format(book, bold=True, border=1)
    number, cell = _format(book, align="center", border=1), _format(book, border=1)
    for place, row in enumerate(content.rows, first):
        if isinstance(row, GroupRow):
            _write_across(sheet, place, row.text, group)
            continue
        sheet.set_row(place, height(row.cells, _CHARACTERS[1:], _SIZE))
        sheet.write_number(place, 0, row.number, number)
        for column, text in enumerate(row.cells, 1):
            put(sheet, place, column, text, cell)


def _write_across(sheet: Worksheet, row: int, text: str, form: Format) -> None:
    """Merged cells do not grow with their text."""
    sheet.set_row(row, height([text], [_LINE], _SIZE))
    sheet.merge_range(row, 0, row, _LAST, "", form)
    put(sheet, row, 0, text, form)


def _set_page(sheet: Worksheet, headings: int) -> None:
    set_page(sheet, MARGINS, on_its_side=True)
    sheet.repeat_rows(headings)
    sheet.freeze_panes(headings + 1, 0)
    for column, width in enumerate(COLUMNS.values()):
        sheet.set_column(column, column, width / _MM_PER_CHARACTER)


def _format(book: xlsxwriter.Workbook, **settings: object) -> Format:
    base = {"font_name": FONT, "font_size": _SIZE, "text_wrap": True, "valign": "top"}
    return book.add_format(base | settings)
