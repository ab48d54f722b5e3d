"""A table as a grid of cells, whichever program it was made in: merged cells stand at every place they cover."""

from collections.abc import Sequence
from dataclasses import dataclass

from kh2025.errors import Problem


@dataclass(frozen=True, slots=True, eq=False)
class Cell:
    """One cell, at its upper left place in the grid; two cells are equal only when they are one.

    Attributes:
        text: as it was read, lines separated by a line feed.
        row: index of its first row in the grid.
        column: index of its first column in the grid.
        columns: how many columns it covers.
    """

    text: str
    row: int
    column: int
    columns: int = 1


Row = tuple[Cell | None, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """One table.

    Attributes:
        name: the table's number in a Word file, the sheet's name in a workbook.
        rows: at each place the cell that covers it; none where there is no cell.
        numbers: the number of each row as a person counts it.
        columns: the name of each column as a person counts it: letters in a workbook, numbers in Word.
        before: the paragraphs between the table before and this one.
        problems: cells that hold no value: row and column index, and why.
    """

    name: str
    rows: tuple[Row, ...]
    numbers: Sequence[int]
    columns: Sequence[str]
    before: tuple[str, ...] = ()
    problems: tuple[tuple[int, int, Problem], ...] = ()


def cells_of(row: Row) -> list[Cell]:
    """The cells of a row from left to right, each once.

    >>> wide = Cell("a", 0, 0, columns=2)
    >>> [cell.text for cell in cells_of((wide, wide, None, Cell("b", 0, 3)))]
    ['a', 'b']
    """
    return list({id(cell): cell for cell in row if cell is not None}.values())
