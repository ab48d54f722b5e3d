"""How a form looks: fonts and colours of its cells, and the printed page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from kh2025.ledger.forms.layout import HEADING_ROW
from kh2025.plan.exports.appendix import FONT, MARGINS
from kh2025.plan.exports.xlsx import cell_text, row_height

_A4 = 9  # Excel's number of the paper
_MM_PER_INCH = 25.4
_SIZE = 12  # points
_INK, _LINE, _HEAD, _LOCKED, _OPEN, _WRONG = "#1F2A37", "#B8C2CC", "#D6E0EA", "#EEF0F2", "#FFFFFF", "#F6D5C3"
#: Larger letters than the body's need more room than is estimated for it.
_TITLE_ROOM = 1.25
# What a protected sheet still allows: wider columns and higher rows.
_ALLOWED = {"format_columns": True, "format_rows": True}


@dataclass(frozen=True, slots=True)
class Looks:
    """The cell formats of one workbook."""

    book: xlsxwriter.Workbook

    def title(self) -> Format:
        """A sheet's title."""
        return self._made(bold=True, font_size=15, valign="vcenter")

    def subject(self) -> Format:
        """The line under the title."""
        return self._made(italic=True)

    def text(self, *, bold: bool = False) -> Format:
        """A line of the guide."""
        return self._made(bold=bold)

    def heading(self) -> Format:
        """A column's heading."""
        return self._made(bold=True, align="center", valign="vcenter", border=1, bg_color=_HEAD)

    def locked(self, number_format: str, align: str) -> Format:
        """A cell that only informs: grey."""
        return self._made(border=1, bg_color=_LOCKED, num_format=number_format, align=align)

    def editable(self, number_format: str, align: str) -> Format:
        """A cell that the agency fills in: white and not locked."""
        return self._made(border=1, bg_color=_OPEN, num_format=number_format, align=align, locked=False)

    def wrong(self) -> Format:
        """Laid over a cell that contradicts its neighbours."""
        return self.book.add_format({"bg_color": _WRONG})

    def _made(self, **settings: Any) -> Format:
        base = {"font_name": FONT, "font_size": _SIZE, "font_color": _INK, "text_wrap": True, "valign": "top"}
        return self.book.add_format(base | {"border_color": _LINE} | settings)


def set_page(sheet: Worksheet, *, is_table: bool = True) -> None:
    """A4 on its side, one page wide, the headings of a table on every page, page numbers on top."""
    top, right, bottom, left = (size / _MM_PER_INCH for size in MARGINS)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.set_margins(left, right, top, bottom)
    sheet.fit_to_pages(1, 0)
    sheet.set_header(f'&C&"{FONT}"&P', {"margin": 10 / _MM_PER_INCH})
    sheet.hide_gridlines(2)
    if is_table:
        sheet.repeat_rows(HEADING_ROW - 1)
    sheet.protect("", _ALLOWED)


def write_across(
    sheet: Worksheet, row: int, words: str, form: Format, widths: Sequence[int], first: int
) -> None:
    """A text over several columns, from the column numbered ``first`` (A being 0) in a row (1 being 0)."""
    sheet.set_row(row, row_height([words], [sum(widths)]) * _TITLE_ROOM)
    if len(widths) > 1:
        sheet.merge_range(row, first, row, first + len(widths) - 1, "", form)
    sheet.write_string(row, first, cell_text(words), form)
