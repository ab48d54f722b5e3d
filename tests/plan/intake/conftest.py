"""Task tables written once and made as Word and as Excel files."""

from collections.abc import Callable, Sequence
from itertools import product
from pathlib import Path

import docx
import openpyxl
import pytest

LEFT, UP = "<", "^"  # this place belongs to the cell on its left, or above it
Table = Sequence[Sequence[object]]


def spans(table: Table) -> dict[tuple[int, int], tuple[int, int]]:
    """First place of each cell → its last place."""
    found = {}
    for row, column in product(range(len(table)), range(len(table[0]))):
        if table[row][column] in {LEFT, UP}:
            continue
        right = column
        while right + 1 < len(table[0]) and table[row][right + 1] == LEFT:
            right += 1
        bottom = row
        while bottom + 1 < len(table) and table[bottom + 1][column] == UP:
            bottom += 1
        found[row, column] = (bottom, right)
    return found


def _word(path: Path, tables: Sequence[Table], before: Sequence[str]) -> None:
    document = docx.Document()
    for line in before:
        document.add_paragraph(line)
    for number, table in enumerate(tables):
        if number:
            document.add_paragraph("Bảng tiếp theo")
        made = document.add_table(rows=len(table), cols=len(table[0]))
        for (row, column), (bottom, right) in spans(table).items():
            cell = made.cell(row, column)
            if (bottom, right) != (row, column):
                cell = cell.merge(made.cell(bottom, right))
            cell.text = str(table[row][column])
    document.save(str(path))


def _excel(path: Path, tables: Sequence[Table], before: Sequence[str]) -> None:
    book = openpyxl.Workbook()
    for number, table in enumerate(tables):
        sheet = book.active if number == 0 else book.create_sheet()
        sheet.title = str(number + 1)
        shift = 1 + len(before) * (number == 0)
        for at, line in enumerate(before if number == 0 else ()):
            sheet.cell(at + 1, 1, line)
        for (row, column), (bottom, right) in spans(table).items():
            sheet.cell(row + shift, column + 1, table[row][column])
            if (bottom, right) != (row, column):
                sheet.merge_cells(
                    start_row=row + shift,
                    start_column=column + 1,
                    end_row=bottom + shift,
                    end_column=right + 1,
                )
    book.save(path)


@pytest.fixture(params=["docx", "xlsx"])
def made(request, tmp_path) -> Callable[..., Path]:
    """Makes a file of tables, once as Word and once as Excel."""

    def _made(*tables: Table, before: Sequence[str] = ()) -> Path:
        path = tmp_path / f"phu-luc.{request.param}"
        (_word if request.param == "docx" else _excel)(path, tables, before)
        return path

    return _made


@pytest.fixture
def word(tmp_path) -> Callable[..., Path]:
    """Makes a Word file of tables."""

    def _made(*tables: Table, before: Sequence[str] = ()) -> Path:
        path = tmp_path / "phu-luc.docx"
        _word(path, tables, before)
        return path

    return _made


@pytest.fixture
def excel(tmp_path) -> Callable[..., Path]:
    """Makes a workbook of tables, one a sheet."""

    def _made(*tables: Table, before: Sequence[str] = ()) -> Path:
        path = tmp_path / "phu-luc.xlsx"
        _excel(path, tables, before)
        return path

    return _made
