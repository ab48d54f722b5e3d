"""The sheets of a workbook as grids: values as they are seen, merged cells at every place they cover.

openpyxl reads values only, without formulas, links or macros; the guard of :mod:`kh2025.office_files` has bounded
the sheets before. A formula whose value was never computed and an error are told with their address.
"""

import io
import re
import warnings
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

import openpyxl

from kh2025.errors import InputError, Problem
from kh2025.law.periods import Period
from kh2025.office_files import OfficeFile
from kh2025.office_xml import column_letters
from kh2025.plan.intake.grids import Cell, Grid
from kh2025.plan.schedule import InPeriod
from kh2025.text.dates import show_date

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_DECIMALS = re.compile(r"0\.(0+)")
_NOT_SEEN = re.compile(r"\[[^\]]*\]|\"[^\"]*\"|\\\\.")  # colours and locales, literal text
_VISIBLE = "visible"


def read_sheets(file: OfficeFile) -> tuple[list[Grid], list[str]]:
    """The visible sheets that hold anything, and the names of those that are hidden.

    Raises:
        InputError: ``office-broken``, the workbook contradicts itself.
    """
    values, formulas = open_workbook(file)
    sheets = values.worksheets
    seen = [sheet for sheet in sheets if sheet.sheet_state == _VISIBLE]
    grids = [_grid(sheet, formulas[sheet.title] if formulas else None) for sheet in seen]
    hidden = [sheet.title for sheet in sheets if sheet.sheet_state != _VISIBLE]
    return [grid for grid in grids if grid.rows], hidden


def open_workbook(file: OfficeFile) -> tuple[Any, Any]:
    """The workbook with values, and with formulas; the latter null where it has none, so most are parsed once.

    Raises:
        InputError: ``office-broken``, the workbook contradicts itself.
    """
    try:
        return _loaded(file, values=True), _loaded(file, values=False) if _has_formulas(file) else None
    except Exception as error:  # noqa: BLE001 - openpyxl raises anything at a workbook that contradicts itself
        raise InputError(Problem("office-broken", str(file.path), str(error))) from None


def _loaded(file: OfficeFile, *, values: bool) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl tells what of a workbook's looks it drops
        return openpyxl.load_workbook(io.BytesIO(file.content), data_only=values, keep_links=False)


def _has_formulas(file: OfficeFile) -> bool:
    return any(re.search(rb"<(?:\w+:)?f[\s/>]", part) for name, part in file.parts.items() if "sheet" in name)


def _grid(sheet: "Worksheet", formulas: "Worksheet | None") -> Grid:
    """The part of a sheet that holds anything, rows without any left out."""
    texts: dict[tuple[int, int], str] = {}
    problems: dict[tuple[int, int], Problem] = {}
    for (row, column), cell in sheet._cells.items():  # noqa: SLF001 - iterating fills millions of empty cells
        problem = _problem(cell, formulas)
        text = "" if problem else _shown(cell)
        if problem:
            problems[row, column] = problem
        if text.strip() or problem:
            texts[row, column] = text
    if not texts:
        return Grid(sheet.title, (), (), ())
    covered = dict(_merged(sheet, texts))
    places = {**{place: place for place in texts}, **covered}
    numbers = sorted({row for row, _ in texts})
    first, last = min(column for _, column in places), max(column for _, column in places)
    index = {number: at for at, number in enumerate(numbers)}
    return Grid(
        name=sheet.title,
        rows=tuple(_rows(places, texts, numbers, first, last)),
        numbers=numbers,
        columns=[column_letters(column) for column in range(first, last + 1)],
        problems=tuple((index[row], column - first, problem) for (row, column), problem in problems.items()),
    )


def _rows(
    places: dict[tuple[int, int], tuple[int, int]],
    texts: dict[tuple[int, int], str],
    numbers: list[int],
    first: int,
    last: int,
) -> Iterator[tuple[Cell | None, ...]]:
    made: dict[tuple[int, int], Cell] = {}
    widths: dict[tuple[int, int], set[int]] = {}
    for (_, column), corner in places.items():
        widths.setdefault(corner, set()).add(column)
    for at, number in enumerate(numbers):
        row: list[Cell | None] = []
        for column in range(first, last + 1):
            anchor = places.get((number, column))
            if anchor is None:
                row.append(None)
                continue
            if anchor not in made:
                made[anchor] = Cell(texts.get(anchor, ""), at, anchor[1] - first, len(widths[anchor]))
            row.append(made[anchor])
        yield tuple(row)


def _merged(
    sheet: "Worksheet", texts: dict[tuple[int, int], str]
) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Each covered place with the upper left one, for merged ranges that hold a text."""
    for area in sheet.merged_cells.ranges:
        anchor = (area.min_row, area.min_col)
        if anchor not in texts:
            continue
        for row in range(area.min_row, area.max_row + 1):
            for column in range(area.min_col, area.max_col + 1):
                yield (row, column), anchor


def _problem(cell: Any, formulas: "Worksheet | None") -> Problem | None:
    if cell.data_type == "e":
        return Problem("import-cell-error", value=str(cell.value))
    if formulas is None or cell.value is not None:
        return None
    twin = formulas._cells.get((cell.row, cell.column))  # noqa: SLF001
    return (
        Problem("import-formula", value=str(twin.value))
        if twin is not None and twin.data_type == "f"
        else None
    )


def _shown(cell: Any) -> str:
    """The value as it is seen: whole numbers without decimals, dates day first."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("\r", "\n")
    if isinstance(value, date):
        return _date(value, cell.number_format or "")
    if isinstance(value, float):
        return _decimal(value, cell.number_format or "")
    return str(value)


def _date(value: date, form: str) -> str:
    """The date as it is seen, day first; a month or year where its day is not shown."""
    if isinstance(value, datetime) and value.time() != time():
        return value.isoformat(" ")
    return _without_day(value, form) or show_date(value)


def _without_day(value: date, form: str) -> str | None:
    """The month or year of a date that is shown without its day: who types 6/2025 gets the first of June."""
    seen = _NOT_SEEN.sub("", form.lower())
    if "d" in seen or "y" not in seen:
        return None
    kind, index = ("month", value.month) if "m" in seen else ("year", 1)
    return str(InPeriod(Period.of(kind, value.year, index, "calendar")))


def _decimal(value: float, form: str) -> str:
    """1.0 is 1; a number shown with two decimals, such as 1.10, keeps them."""
    decimals = _DECIMALS.search(form)
    if decimals and not form.endswith("%"):
        return f"{value:.{len(decimals[1])}f}"
    return str(int(value)) if value.is_integer() else repr(value)
