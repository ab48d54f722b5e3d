"""How a form looks: fonts and colours of its cells, and the printed page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from kh2025 import office_sheet
from kh2025.office_sheet import FONT
from kh2025.plan.exports.appendix import MARGINS

FONT_SIZE = 12  # points
_INK, _LINE, _HEAD, _LOCKED, _OPEN, _WRONG = "#1F2A37", "#B8C2CC", "#D6E0EA", "#EEF0F2", "#FFFFFF", "#F6D5C3"
_TITLE_SIZE = 15
# What a protected sheet still allows: wider columns and higher rows.
_ALLOWED = {"format_columns": True, "format_rows": True}


@dataclass(frozen=True, slots=True)
class Looks:
    """The cell formats of one workbook."""

    book: xlsxwriter.Workbook

    def title(self) -> Format:
        """A sheet's title."""
        return self._made(bold=True, font_size=_TITLE_SIZE, valign="vcenter")

    def subject(self) -> Format:
        """The line under the title."""
        return self._made(italic=True)

    def text(self, *, bold: bool = False) -> Format:
        """A line of the guide."""
        return self._made(bold=bold)

    def heading(self) -> Format:
        """A column's heading."""
        return self._made(bold=True, align="center", valign="vcenter", border=1, bg_color=_HEAD)

    def locked(self, number_format: str, align: str, valign: str = "vcenter") -> Format:
        """A cell that only informs: grey."""
        return self._cell(bg_color=_LOCKED, num_format=number_format, align=align, valign=valign)

    def editable(self, number_format: str, align: str, valign: str = "vcenter") -> Format:
        """A cell that the agency fills in: white and not locked."""
        return self._cell(bg_color=_OPEN, num_format=number_format, align=align, valign=valign, locked=False)

    def wrong(self) -> Format:
        """Laid over a cell that contradicts its neighbours."""
        return self.book.add_format({"bg_color": _WRONG})

    def _cell(self, **settings: Any) -> Format:
        return self._made(border=1, indent=0 if settings["align"] == "center" else 1, **settings)

    def _made(self, **settings: Any) -> Format:
        base = {
            "font_name": FONT,
            "font_size": FONT_SIZE,
            "font_color": _INK,
            "text_wrap": True,
            "valign": "top",
        }
        return self.book.add_format(base | {"border_color": _LINE} | settings)


def set_page(sheet: Worksheet, pages_high: int = 0) -> None:
    """A4 on its side, one page wide and as high as needed (0) or as said, page numbers on top; locked."""
    office_sheet.set_page(sheet, MARGINS, on_its_side=True)
    sheet.fit_to_pages(1, pages_high)
    sheet.hide_gridlines(2)
    sheet.protect("", _ALLOWED)


def write_title(
    sheet: Worksheet, row: int, words: str, form: Format, widths: Sequence[int], first: int
) -> None:
    """A title over several columns; its larger letters need more room."""
    room = [sum(widths) * FONT_SIZE // _TITLE_SIZE]
    _write_across(sheet, row, words, form, first, first + len(widths) - 1)
    sheet.set_row(row, office_sheet.height([words], room, _TITLE_SIZE))


def write_line(
    sheet: Worksheet, row: int, words: str, form: Format, widths: Sequence[int], first: int
) -> None:
    """A line of text over several columns, from the column ``first`` (A being 0) in a row (1 being 0)."""
    _write_across(sheet, row, words, form, first, first + len(widths) - 1)
    sheet.set_row(row, office_sheet.height([words], [sum(widths)], FONT_SIZE))


def _write_across(sheet: Worksheet, row: int, words: str, form: Format, first: int, last: int) -> None:
    if last > first:
        sheet.merge_range(row, first, row, last, "", form)
    office_sheet.put(sheet, row, first, words, form)
