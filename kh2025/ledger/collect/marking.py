"""The file back to the agency: a copy of its workbook with the wrong cells filled and commented, and a sheet that lists them.

Validation, protection and hidden sheets stay, so that the agency corrects the copy and sends it again; what was marked in
an earlier round is unmarked first. What is no workbook comes back as a list of errors in CSV.
"""

import csv
import io
import math
import re
import warnings
from collections.abc import Mapping, Sequence
from typing import Any

import openpyxl
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.worksheet.hyperlink import Hyperlink

from kh2025.errors import InputError, Problem
from kh2025.ledger.collect.faults import Fault
from kh2025.ledger.collect.sheets import Sent
from kh2025.messages import LANGUAGES, text

_AUTHOR = "kh2025"
_WRONG = "FFFFC7CE"
_HEAD = "FF9C0006"
_FILL = PatternFill("solid", fgColor=_WRONG)
_FONT = "Times New Roman"  # that of the form
_WIDTHS = {
    "number": 5,
    "sheet": 18,
    "cell": 7,
    "value": 22,
    "says": 34,
    "accepted": 46,
    "code": 20,
    "was": 10,
}
_HEADS = tuple(_WIDTHS)
_HEADING_ROW = 4
_LINE = 16  # points
_COMMENT_WIDTH, _COMMENT_HEIGHT = 320, 130  # pixels
_COLOUR = re.compile(r"[0-9A-Fa-f]{8}")
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
_COLUMNS = ("sheet", "cell", "value", "says", "accepted", "code")


def marked_workbook(sent: Sent, faults: Sequence[Fault], lang: str) -> bytes:
    """A copy of a workbook with its faults marked and listed on a sheet in front.

    Raises:
        InputError: ``collect-unmarked``, the workbook could be read and cannot be written.
    """
    book = _marked(sent, faults, lang)
    out = io.BytesIO()
    try:
        book.save(out)
    except Exception as error:  # noqa: BLE001 - openpyxl raises anything at what it read and cannot write
        raise InputError(Problem("collect-unmarked", str(sent.path), str(error))) from None
    return out.getvalue()


def _marked(sent: Sent, faults: Sequence[Fault], lang: str) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl tells what of a workbook's looks it drops
        book = openpyxl.load_workbook(io.BytesIO(sent.content), keep_links=False)
        _unmark(book)
        former = [_mark(book, fault, lang) for fault in faults]
        _list(book, faults, former, lang)
    return book


def error_list(faults: Sequence[Fault], lang: str) -> bytes:
    """The faults as CSV that Excel opens as it is: UTF-8 with its mark, nothing that reads as a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([text("collect", f"columns.{name}", lang) for name in _COLUMNS])
    for fault in faults:
        told = _told(fault, lang)
        cells = [told[name] for name in _COLUMNS]
        writer.writerow([f"'{cell}" if cell.startswith(_FORMULA_SIGNS) else cell for cell in cells])
    return out.getvalue().encode("utf-8-sig")


def _told(fault: Fault, lang: str) -> dict[str, str]:
    problem = fault.problem
    shown = problem.shown()
    return {
        "sheet": _printable(fault.sheet or ""),
        "cell": fault.cell or "",
        "value": "" if shown is None else _printable(str(shown)),
        "says": _printable(text("errors", f"{problem.code}.says", lang, **problem.details)),
        "accepted": _printable(problem.accepted(lang)),
        "code": problem.code,
    }


def _printable(words: str) -> str:
    """The words without signs that no cell may hold, or that turn the direction of a line."""
    return "".join(sign if sign.isprintable() else " " for sign in words)


def _mark(book: Any, fault: Fault, lang: str) -> str:
    """Mark a fault's cell; returns the fill that it had, as far as a colour says it."""
    if fault.sheet is None or fault.cell is None or fault.sheet not in book.sheetnames:
        return ""
    sheet = book[fault.sheet]
    cell = _seen(sheet, *coordinate_to_tuple(fault.cell))
    told = _told(fault, lang)
    words = text("collect", "comment", lang, says=told["says"], accepted=told["accepted"], code=told["code"])
    before = f"{cell.comment.text}\n\n" if cell.comment else ""
    cell.comment = Comment(before + words, _AUTHOR, width=_COMMENT_WIDTH, height=_COMMENT_HEIGHT)
    had = cell.fill.fgColor.rgb if cell.fill.fill_type == "solid" else ""
    cell.fill = _FILL
    return f"{cell.coordinate} {had}" if isinstance(had, str) and had != _WRONG else f"{cell.coordinate} "


def _seen(sheet: Any, row: int, column: int) -> Any:
    """The cell, or where its column is hidden the first one of its row that a person sees; of merged ones the corner."""
    last = max(sheet.max_column, column)
    places = [column, *(place for place in range(1, last + 1) if place != column)]
    shown = next((place for place in places if not _is_hidden(sheet, place)), column)
    for area in sheet.merged_cells.ranges:
        if area.min_row <= row <= area.max_row and area.min_col <= shown <= area.max_col:
            row, shown = area.min_row, area.min_col
    return sheet.cell(row, shown)


def _is_hidden(sheet: Any, column: int) -> bool:
    """Columns with the same width are kept as a group under its first letter."""
    return any(
        one.hidden and one.min <= column <= one.max for one in sheet.column_dimensions.values() if one.min
    )


def _list(book: Any, faults: Sequence[Fault], former: Sequence[str], lang: str) -> None:
    sheet = book.create_sheet(text("collect", "sheet.title", lang), 0)
    sheet["A1"] = text("collect", "sheet.heading", lang, count=len(faults))
    sheet["A1"].font = Font(name=_FONT, bold=True, size=14, color=_HEAD)
    sheet["A2"] = text("collect", "sheet.about", lang)
    sheet["A2"].font = Font(name=_FONT, size=12, italic=True)
    for column, (name, width) in enumerate(_WIDTHS.items(), 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
        if name != "was":
            head = sheet.cell(_HEADING_ROW, column, text("collect", f"columns.{name}", lang))
            head.font, head.fill = (
                Font(name=_FONT, size=12, bold=True),
                PatternFill("solid", fgColor="FFD9D9D9"),
            )
    sheet.column_dimensions[get_column_letter(len(_WIDTHS))].hidden = True
    for number, fault in enumerate(faults, 1):
        told = {"number": str(number), **_told(fault, lang), "was": former[number - 1]}
        for column, name in enumerate(_WIDTHS, 1):
            _write(sheet.cell(_HEADING_ROW + number, column), told[name])
        sheet.row_dimensions[_HEADING_ROW + number].height = _LINE * _lines(told)
        if fault.sheet in book.sheetnames and fault.sheet and fault.cell:
            where = f"{quote_sheetname(fault.sheet)}!{fault.cell}"
            _link(sheet.cell(_HEADING_ROW + number, _HEADS.index("cell") + 1), where)
    _set_up(book, sheet)


def _lines(told: Mapping[str, str]) -> int:
    """How many lines the tallest cell of a row takes: programs that only print do not measure."""
    return max(math.ceil(len(told[name]) / width) for name, width in _WIDTHS.items() if name != "was") or 1


def _write(cell: Any, words: str) -> None:
    cell.value = words
    cell.data_type = "s"  # whatever it begins with
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    cell.font = Font(name=_FONT, size=12)


def _link(cell: Any, where: str) -> None:
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=where)
    cell.font = Font(name=_FONT, size=12, color="FF0563C1", underline="single")


def _set_up(book: Any, sheet: Any) -> None:
    sheet.freeze_panes = sheet.cell(_HEADING_ROW + 1, 1)
    sheet.sheet_properties.tabColor = _HEAD
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    for other in book.worksheets:  # two selected sheets would be written to at once
        other.sheet_view.tabSelected = other is sheet
    book.active = sheet


def _unmark(book: Any) -> None:
    """Take away what an earlier round marked: our comments, the fills where they stand, our sheet."""
    former: dict[tuple[str, str], str] = {}
    for title in {text("collect", "sheet.title", lang) for lang in LANGUAGES} & set(book.sheetnames):
        for row in book[title].iter_rows(min_row=_HEADING_ROW + 1, values_only=True):
            where, _, colour = str(row[len(_WIDTHS) - 1] if len(row) >= len(_WIDTHS) else "").partition(" ")
            former.setdefault((str(row[1]), where), colour if _COLOUR.fullmatch(colour) else "")
        del book[title]
    for sheet in book.worksheets:
        for cell in list(sheet._cells.values()):  # noqa: SLF001 - iterating fills millions of empty cells
            if cell.comment and cell.comment.author == _AUTHOR:
                cell.comment = None
            was = former.get((sheet.title, cell.coordinate))
            if was is not None and cell.fill.fgColor.rgb == _WRONG:
                cell.fill = PatternFill("solid", fgColor=was) if was else PatternFill()
