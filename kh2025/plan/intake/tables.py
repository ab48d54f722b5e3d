"""The task tables of a file: every text through the border, headers found, other tables listed."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kh2025.errors import PlanError, Problem, TextError
from kh2025.law.kinds import supported_years
from kh2025.office_files import OfficeFile
from kh2025.plan.headings import Column, is_caption
from kh2025.plan.intake.doubts import Doubt, Doubts
from kh2025.plan.intake.grids import Cell, Grid
from kh2025.plan.intake.sheets import read_sheets
from kh2025.plan.intake.task_rows import Layout, Reading, read_rows
from kh2025.plan.intake.word_tables import read_tables
from kh2025.text.border import admit

_CAPTION_LINES = 3
_LONGEST_CAPTION = 300
_IN_NAMED_YEAR = re.compile(r"\bnăm\s+(20[0-9]{2})\b", re.IGNORECASE)
_YEAR = re.compile(r"\b20[0-9]{2}\b")
_SHOWN_TEXT = 200


@dataclass(frozen=True, slots=True)
class TaskTable:
    """A task table: its rows, and whether it goes on the table before."""

    grid: Grid
    reading: Reading
    goes_on: bool

    @property
    def caption(self) -> str:
        """The lines above the table that head it."""
        above = [line for line in self.grid.before[-_CAPTION_LINES:] if is_caption(line)]
        lines = self.reading.titles or above
        kept = [" ".join(line.split()) for line in lines if not line.lstrip().startswith("(")]
        return " – ".join(kept)[:_LONGEST_CAPTION]


def clean_grids(file: OfficeFile, doubts: Doubts) -> list[Grid]:
    """The file's tables with clean texts."""
    if file.kind == "docx":
        grids = read_tables(file)
    else:
        grids, hidden = read_sheets(file)
        for name in hidden:
            doubts.add(Doubt(name, None, None, Problem("import-hidden-sheet", value=name)))
    known: dict[str, str] = {}
    return [_clean(grid, known, doubts) for grid in grids]


def _clean(grid: Grid, known: dict[str, str], doubts: Doubts) -> Grid:
    """The grid with every text through the border; what that changed is a doubt."""
    made: dict[int, Cell] = {}
    rows = []
    for at, row in enumerate(grid.rows):
        for cell in row:
            if cell is not None and id(cell) not in made:
                text = _admitted(cell.text, known, grid, at, cell.column, doubts)
                made[id(cell)] = cell if text == cell.text else replace(cell, text=text)
        rows.append(tuple(None if cell is None else made[id(cell)] for cell in row))
    for row_at, column, problem in grid.problems:
        doubts.at(grid, row_at, column, problem)
    before = tuple(_admitted(line, known, grid, None, None, doubts) for line in grid.before)
    return replace(grid, rows=tuple(rows), before=before)


def _admitted(
    text: str, known: dict[str, str], grid: Grid, row: int | None, column: int | None, doubts: Doubts
) -> str:
    if text in known:
        return known[text]
    try:
        found = admit(text)
        clean, notices = found.text, found.notices
    except TextError as error:
        clean, notices = text.replace("\ufffd", "?"), error.problems
    for notice in notices:
        doubts.at(grid, row, column, notice)
    lines = (" ".join(line.split()) for line in clean.split("\n"))
    result = "\n".join(line for line in lines if line)
    if not notices:
        known[text] = result
    return result


def task_tables(grids: Sequence[Grid], doubts: Doubts) -> Iterator[TaskTable]:
    """The task tables; the others are listed."""
    last: Layout | None = None
    for grid in grids:
        may_go_on = (
            last if last and not grid.before and grid.rows and len(grid.rows[0]) == last.width else None
        )
        reading = read_rows(grid, may_go_on)
        if not reading.lines or (
            not reading.layouts and not any(line.numeral or line.has_own_duty for line in reading.lines)
        ):
            last = None
            text = " | ".join(
                cell.text for row in grid.rows for cell in dict.fromkeys(row) if cell and cell.text
            )
            doubts.at(grid, None, None, Problem("import-table-skipped", value=text[:_SHOWN_TEXT]))
            continue
        goes_on = may_go_on is not None and all(
            layout.headings == may_go_on.headings for _, layout in reading.layouts
        )
        if may_go_on is not None and not reading.layouts:
            doubts.at(grid, None, None, Problem("import-table-continued"))
        _tell_headings(grid, reading, doubts)
        yield TaskTable(grid, reading, goes_on)
        last = reading.layouts[-1][1] if reading.layouts else last


def _tell_headings(grid: Grid, reading: Reading, doubts: Doubts) -> None:
    for row, layout in reading.layouts:
        seen = set()
        for heading in layout.headings:
            if heading.column is None:
                doubts.at(grid, row, heading.first, Problem("import-column", value=heading.text))
            elif heading.column in seen:
                doubts.at(grid, row, heading.first, Problem("import-column-twice", value=heading.text))
            seen.add(heading.column)


def year_of(
    file: OfficeFile, tables: Sequence[TaskTable], given: int | None, otherwise: int | None, doubts: Doubts
) -> int:
    """The plan's year: as given, else as the titles or the deadlines name it, else ``otherwise``.

    Raises:
        PlanError: ``period-year`` a year outside the supported ones is given, ``import-no-year``.
    """
    first, last = supported_years()
    if given is not None:
        if not first <= given <= last:
            raise PlanError(Problem("period-year", "year", given, {"first": first, "last": last}))
        return given
    found = _written_year(tables) or otherwise
    if found is None or not first <= found <= last:
        raise PlanError(Problem("import-no-year", str(file.path), found))
    doubts.add(Doubt("", None, None, Problem("import-year", value=found)))
    return found


def _written_year(tables: Sequence[TaskTable]) -> int | None:
    """The one year that the titles name, else the one that most texts under the headers do."""
    titles = [
        line
        for table in tables
        for line in (*table.grid.before[-_CAPTION_LINES * 2 :], *table.reading.titles)
    ]
    named = {int(year) for line in titles for year in _IN_NAMED_YEAR.findall(line)}
    if len(named) == 1:
        return named.pop()
    texts = (
        text
        for table in tables
        for line in table.reading.lines
        for column, text in line.texts.items()
        if column is Column.DEADLINE
    )
    counted = Counter(int(year) for text in texts for year in _YEAR.findall(text))
    return max(counted, key=lambda year: (counted[year], -year)) if counted else None
