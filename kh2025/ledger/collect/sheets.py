"""What an agency sent, as sheets of cells: a workbook after the guard, or a CSV file as one sheet.

A cell keeps its number format, because 0,5 in a cell that shows percent is not 0,5 in one that does not. A formula
without a computed value and an error cell are flaws, never 0 and never blank.
"""

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Any

from kh2025.errors import InputError, Problem
from kh2025.office_files import open_office, read_bounded
from kh2025.office_formats import Format, format_of
from kh2025.office_xml import column_letters
from kh2025.plan.intake.sheets import open_workbook
from kh2025.text.dates import Epoch

_DELIMITERS = (",", ";", "\t")
_LARGEST_CSV = 16 * 1024 * 1024  # bytes
_MOST_CELLS = 400_000
_TEXTS = frozenset((Format.CSV, Format.TEXT, Format.BINARY))
_ERROR = "e"
_FORMULA = "f"
_EPOCH_1904 = 1904

Place = tuple[int, int]
IsHeader = Callable[[Sequence[str]], bool]


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell.

    Attributes:
        value: as the reader gives it.
        number_format: how the sheet shows it.
        flaw: code of what is wrong with the cell itself: a formula without value, an error; else null.
    """

    value: Any
    number_format: str = "General"
    flaw: str | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its filled cells by row and column, both counted from 1; a merged cell stands wherever it covers.

    ``merged`` gives for each place that a filled merged cell covers its first one.
    """

    name: str
    cells: Mapping[Place, Cell]
    is_hidden: bool = False
    merged: Mapping[Place, Place] = field(default_factory=dict)

    def rows(self) -> dict[int, dict[int, Cell]]:
        """The cells by row, then by column, in order."""
        found: dict[int, dict[int, Cell]] = {}
        for (row, column), cell in sorted(self.cells.items()):
            found.setdefault(row, {})[column] = cell
        return found

    def holder(self, row: int, column: int) -> str:
        """The address of the cell that holds the value seen at a place."""
        return address(*self.merged.get((row, column), (row, column)))


@dataclass(frozen=True, slots=True)
class Sent:
    """One file that was sent.

    Attributes:
        path: where it was read.
        content: its bytes, as checked.
        sheets: its sheets in order.
        epoch: the date system of the workbook; null in a CSV file, where a number is no date.
        notices: macros, links and embedded objects that are left alone.
    """

    path: Path
    content: bytes
    sheets: tuple[Sheet, ...]
    epoch: Epoch | None
    notices: tuple[Problem, ...] = ()

    @property
    def is_workbook(self) -> bool:
        """Whether it is a workbook; else it is a CSV file."""
        return self.epoch is not None


def address(row: int, column: int) -> str:
    """A cell's address as a person reads it.

    >>> address(12, 6)
    'F12'
    """
    return f"{column_letters(column)}{row}"


def read_sent(path: Path, is_header: IsHeader) -> Sent:
    """A file that was sent, after the guard: CSV by its ending, anything else must be a workbook.

    Args:
        path: a regular file.
        is_header: whether a row of texts heads a table; in a CSV file it tells which sign parts the cells.

    Raises:
        InputError: what :func:`kh2025.office_files.open_office` refuses, ``collect-word`` a Word file,
            ``file-encoding`` and ``collect-csv`` a CSV file that is not UTF-8 or not whole.
    """
    if path.suffix.lower() == ".csv":
        return _read_csv(path, is_header)
    file = open_office(path)
    if file.kind != "xlsx":
        raise InputError(Problem("collect-word", str(path)))
    values, formulas = open_workbook(file)
    sheets = tuple(_sheet(one, formulas[one.title] if formulas else None) for one in values.worksheets)
    epoch: Epoch = 1904 if values.epoch.year == _EPOCH_1904 else 1900
    return Sent(path, file.content, sheets, epoch, file.notices)


def _sheet(sheet: Any, formulas: Any) -> Sheet:
    cells = sheet._cells.items()  # noqa: SLF001 - iterating fills millions of empty cells
    found = {place: _cell(cell) for place, cell in cells if cell.value is not None}
    if formulas is not None:
        computed = (place for place, cell in formulas._cells.items() if cell.data_type == _FORMULA)  # noqa: SLF001
        for place in computed:
            if place not in found:
                value = str(formulas._cells[place].value)  # noqa: SLF001
                found[place] = Cell(value, flaw="cell-formula")
    merged: dict[Place, Place] = {}
    for area in sheet.merged_cells.ranges:
        if (first := (area.min_row, area.min_col)) in found:
            rows, columns = range(area.min_row, area.max_row + 1), range(area.min_col, area.max_col + 1)
            merged |= dict.fromkeys(product(rows, columns), first)
    found |= {place: found[first] for place, first in merged.items()}
    return Sheet(sheet.title, found, sheet.sheet_state != "visible", merged)


def _cell(cell: Any) -> Cell:
    if cell.data_type == _ERROR:
        return Cell(str(cell.value), flaw="cell-error")
    return Cell(cell.value, cell.number_format)


def _read_csv(path: Path, is_header: IsHeader) -> Sent:
    content = read_bounded(path, _LARGEST_CSV)
    found = format_of(content)
    if found is Format.EMPTY:
        raise InputError(Problem("collect-csv-empty", str(path)))
    if found not in _TEXTS:
        raise InputError(Problem("collect-csv-format", str(path), found.value))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        wrong = error.object[error.start : error.start + 8]
        raise InputError(Problem("file-encoding", str(path), wrong)) from None
    rows = _rows_of(path, text, is_header)
    return Sent(path, content, (Sheet(path.stem, dict(_numbered(path, rows))),), None)


def _rows_of(path: Path, text: str, is_header: IsHeader) -> list[list[str]]:
    """The rows, parted by the sign under which one of them heads a table."""
    readings: list[list[list[str]]] = []
    flaws: list[InputError] = []
    for sign in _DELIMITERS:
        try:
            readings.append(_parsed(path, text, sign))
        except InputError as error:  # quotation marks that are sound under another sign
            flaws.append(error)
    fitting = [one for one in readings if any(map(is_header, one))]
    if not fitting and flaws:
        raise flaws[0]
    return (fitting or readings)[0]


def _parsed(path: Path, text: str, sign: str) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign, strict=True)
    try:
        return list(reader)
    except csv.Error as error:
        raise InputError(Problem("collect-csv", f"{path}:{reader.line_num}", str(error))) from None


def _numbered(path: Path, rows: list[list[str]]) -> Iterator[tuple[Place, Cell]]:
    if sum(map(len, rows)) > _MOST_CELLS:
        raise InputError(Problem("office-area", str(path), sum(map(len, rows)), {"cells": _MOST_CELLS}))
    for row, cells in enumerate(rows, 1):
        for column, value in enumerate(cells, 1):
            if value.strip():
                yield (row, column), Cell(value)
