"""A grid's rows by what they are: header, group, task, the rest of a row that a page break parted.

The header is found by its words, in one row or two, wherever it stands and however often it comes again. What
stands under it is put to its columns by place, so merged cells count for every row they cover.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kh2025.plan.headings import Column, column_of, is_index_row
from kh2025.plan.intake.grids import Cell, Grid, Row, cells_of
from kh2025.plan.intake.numerals import Depth, Numeral, read_numeral, split_numeral

#: Columns of which one at least stands beside the name in every task table.
_TELLING = frozenset(
    (Column.LEAD, Column.LEAD_AND_COORDINATING, Column.COORDINATING, Column.DEADLINE, Column.PRODUCTS)
)
_OWN_TASK = (Column.LEAD, Column.LEAD_AND_COORDINATING, Column.DEADLINE)
_LONGEST_NUMBER = 12  # characters; what is longer is no number
_GROUPS = frozenset((Depth.CAPITAL, Depth.ROMAN))


@dataclass(frozen=True, slots=True)
class Heading:
    """A column of the table: what it holds (null: not understood), its words, and the places it covers."""

    column: Column | None
    text: str
    first: int
    last: int  # exclusive


@dataclass(frozen=True, slots=True)
class Layout:
    """What a header says about the columns under it."""

    headings: tuple[Heading, ...]
    width: int

    def place(self, column: Column) -> Heading | None:
        """The first heading of a column."""
        return next((one for one in self.headings if one.column is column), None)


@dataclass(slots=True)
class Line:
    """One row under a header.

    Attributes:
        grid: the table it stands in.
        row: its index there.
        cells: the cell of each column that is understood.
        texts: their texts; those of rows that go on in the next one are joined.
        others: headings that are not understood, with the texts under them.
        numeral: the row's number, from its own cell or from before the name.
        name: the name without its number.
        title: the text of a row that is a heading of those below it; null for other rows.
    """

    grid: Grid
    row: int
    cells: dict[Column, Cell] = field(default_factory=dict)
    texts: dict[Column, str] = field(default_factory=dict)
    others: dict[str, str] = field(default_factory=dict)
    numeral: Numeral | None = None
    name: str = ""
    title: str | None = None

    def own(self, column: Column) -> str:
        """The text of a cell that begins in this row; a cell merged with those above is not its own."""
        cell = self.cells.get(column)
        return self.texts.get(column, "") if cell is not None and cell.row == self.row else ""

    def index(self, column: Column) -> int | None:
        """Where the column's cell stands in the grid."""
        cell = self.cells.get(column)
        return None if cell is None else cell.column

    @property
    def has_own_duty(self) -> bool:
        """Whether it names its own lead or deadline."""
        return any(self.own(column) for column in _OWN_TASK)


@dataclass(slots=True)
class Reading:
    """What was read of a grid.

    Attributes:
        lines: the rows under its headers that hold anything.
        titles: the rows above the first header.
        layouts: the headers that were met, each with its row; empty when the table goes on from another.
    """

    lines: list[Line] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    layouts: list[tuple[int, Layout]] = field(default_factory=list)


def read_rows(grid: Grid, going_on: Layout | None = None) -> Reading:
    """The rows of a task table; no line where the grid is none.

    Args:
        grid: the table, its texts clean.
        going_on: the layout of the table before, when this one may be its rest without a header.
    """
    found, row = Reading(), 0
    layout = going_on
    while row < len(grid.rows):
        header = _header(grid, row, layout)
        if header:
            new, depth = header
            if layout is None or new.headings != layout.headings:
                layout = new
            if not any(known == layout for _, known in found.layouts):
                found.layouts.append((row, layout))
            row += depth
            continue
        if layout is None:
            found.titles += [cell.text for cell in cells_of(grid.rows[row]) if cell.text]
        elif not is_index_row([cell.text for cell in cells_of(grid.rows[row])]):
            found.lines += _line(grid, row, layout)
        row += 1
    return found


# Headers -----------------------------------------------------------------------------------------------------


def _header(grid: Grid, row: int, layout: Layout | None) -> tuple[Layout, int] | None:
    """The layout that a header beginning in this row describes, and how many rows it takes."""
    cells = grid.rows[row]
    if layout is not None and _has_number(cells, layout):
        return None
    if not _names_columns(cells):
        return None
    depth = _depth(grid, row)
    headings = tuple(_headings(grid, row, depth))
    columns = {one.column for one in headings}
    if Column.NAME not in columns or not columns & _TELLING:
        return None
    return Layout(headings, len(cells)), depth


def _has_number(row: Row, layout: Layout) -> bool:
    place = layout.place(Column.NUMBER)
    cell = row[place.first] if place and place.first < len(row) else None
    return cell is not None and any(char.isdecimal() for char in cell.text)


def _names_columns(row: Row) -> bool:
    """Whether two cells of the row are headings, one of them the number's or the name's."""
    found = [column_of(cell.text) for cell in cells_of(row) if cell.text]
    known = [column for column in found if column]
    return len(known) > 1 and bool({Column.NAME, Column.NUMBER} & set(known))


def _depth(grid: Grid, row: int) -> int:
    """As deep as its cells are merged downwards; one row more under a heading that spans several columns."""
    depth = 1
    for at, cell in enumerate(grid.rows[row]):
        while cell and cell.text and row + depth < len(grid.rows) and grid.rows[row + depth][at] is cell:
            depth += 1
    if depth == 1 and row + 1 < len(grid.rows) and _divides(grid.rows[row], grid.rows[row + 1]):
        return 2
    return depth


def _divides(upper: Row, lower: Row) -> bool:
    """Whether the lower row names parts of a heading that spans columns, and nothing else."""
    under = [(above, cell) for above, cell in zip(upper, lower, strict=True) if above and cell and cell.text]
    return any(above.columns > 1 for above, _ in under) and all(
        above.columns > 1 and cell is not above and column_of(cell.text, above.text) for above, cell in under
    )


def _headings(grid: Grid, row: int, depth: int) -> Iterator[Heading]:
    """One heading for each column, from the lowest of its cells; equal ones side by side are one."""
    last: tuple[Cell, Heading] | None = None
    for at in range(len(grid.rows[row])):
        stack = [one for level in range(depth) if (one := grid.rows[row + level][at]) and one.text]
        if not stack:
            continue
        cell, above = (
            stack[-1],
            " ".join(dict.fromkeys(one.text for one in stack[:-1] if one is not stack[-1])),
        )
        if last and last[0] is cell:
            last = cell, Heading(last[1].column, last[1].text, last[1].first, at + 1)
        else:
            if last:
                yield last[1]
            last = (
                cell,
                Heading(column_of(cell.text, above), " ".join(f"{above} {cell.text}".split()), at, at + 1),
            )
    if last:
        yield last[1]


# Rows under a header -------------------------------------------------------------------------------------------


def _line(grid: Grid, row: int, layout: Layout) -> Iterator[Line]:
    cells = grid.rows[row]
    filled = [cell for cell in cells_of(cells) if cell.text]
    if not filled:
        return
    line = Line(grid, row)
    if _is_group(row, filled, layout):
        line.title, line.numeral = _titled(filled)
        yield line
        return
    used: set[int] = set()
    for heading in layout.headings:
        cell = _cell_under(cells, heading)
        if cell is None or id(cell) in used:
            continue
        used.add(id(cell))
        _put(line, heading, cell)
    _name(line)
    yield line


def _put(line: Line, heading: Heading, cell: Cell) -> None:
    if heading.column is None or heading.column in line.cells:
        if cell.text:
            line.others[heading.text] = cell.text
        return
    line.cells[heading.column] = cell
    line.texts[heading.column] = cell.text


def _cell_under(row: Row, heading: Heading) -> Cell | None:
    """The cell that covers most of the heading's columns; grids of pages put together do not fit exactly."""
    places = [row[at] for at in range(heading.first, min(heading.last, len(row)))]
    cells = [cell for cell in places if cell is not None]
    if len(cells) < 2:  # noqa: PLR2004
        return cells[0] if cells else None
    return max(cells_of(tuple(cells)), key=lambda cell: (sum(one is cell for one in cells), bool(cell.text)))


def _is_group(row: int, filled: Sequence[Cell], layout: Layout) -> bool:
    """A row that heads those below: one text across the columns, or a Roman or capital number and a text alone."""
    *first, last = filled
    if len(first) > 1 or last.row != row:
        return False
    covers = sum(
        heading.first < last.column + last.columns and last.column < heading.last
        for heading in layout.headings
    )
    name = layout.place(Column.NAME)
    if covers > 1 and name and last.column < name.last and last.column + last.columns > name.first:
        telling = [one for one in layout.headings if one.column in _TELLING]
        if all(last.column + last.columns > one.first for one in telling):
            return not first or read_numeral(first[0].text) is not None
    numeral = read_numeral(first[0].text) if first else split_numeral(last.text)[0]
    is_name = name is not None and name.first <= last.column < name.last
    number = layout.place(Column.NUMBER)
    if not first and is_name and last.text.isupper() and " " in last.text:
        return True  # a heading in capitals, whose row nobody merged
    is_number = not first and number is not None and number.first <= last.column < number.last
    return numeral is not None and numeral.depth in _GROUPS and (is_name or is_number)


def _titled(filled: Sequence[Cell]) -> tuple[str, Numeral | None]:
    *first, last = filled
    if first:
        return last.text, read_numeral(first[0].text)
    numeral, title = split_numeral(last.text)
    return title.strip() or last.text, numeral


def _name(line: Line) -> None:
    """The number from its column, else from before the name."""
    written = line.own(Column.NUMBER)
    line.name = line.own(Column.NAME)
    line.numeral = read_numeral(written) if written else None
    if line.numeral is None and line.name and 0 < len(written) <= _LONGEST_NUMBER:
        line.numeral = Numeral(written, Depth.ARABIC)  # "NV01"
    if not written:
        line.numeral, line.name = split_numeral(line.name)
