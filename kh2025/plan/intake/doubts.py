"""What an import did not understand or decided by itself, each with its place: nothing is dropped in silence."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from kh2025 import messages
from kh2025.errors import Problem
from kh2025.plan.intake.grids import Grid


@dataclass(frozen=True, slots=True)
class Doubt:
    """One thing that a person should look at.

    Attributes:
        table: number of the table in a Word file, name of the sheet in a workbook; empty for the whole file.
        row: the row as a person counts it; null for the whole table.
        column: the column as a person counts it; null for the whole row.
        problem: code, the text as it was found, and what the sentences name.
        count: in how many cells the same was found; the place is the first one.
    """

    table: str
    row: int | None
    column: str | None
    problem: Problem
    count: int = 1

    @property
    def code(self) -> str:
        """The stable code, a key of ``errors.toml``."""
        return self.problem.code

    @property
    def text(self) -> str:
        """What stood there, no longer than a table can bear."""
        shown = self.problem.shown()
        return "" if shown is None else str(shown)

    def says(self, lang: str = messages.DEFAULT) -> str:
        """What is the matter and what to do, in words."""
        says = messages.text("errors", f"{self.code}.says", lang, **self.problem.details)
        return f"{says}: {self.problem.accepted(lang)}"


@dataclass(slots=True)
class Doubts:
    """Gathers doubts; of equal ones about spelling in one table only the first is kept, with their number."""

    _found: dict[tuple[object, ...], Doubt] = field(default_factory=dict)

    def add(self, doubt: Doubt) -> None:
        """Keep a doubt."""
        key = (
            (doubt.table, doubt.code)
            if doubt.code.startswith("text-")
            else (doubt.table, doubt.row, doubt.column, doubt.code, doubt.text, str(doubt.problem.details))
        )
        former = self._found.get(key)
        self._found[key] = replace(former, count=former.count + 1) if former else doubt

    def at(self, grid: Grid, row: int | None, column: int | None, problem: Problem) -> None:
        """Keep a doubt about a place of a grid, given by its indexes."""
        number = None if row is None else grid.numbers[row]
        name = None if column is None else grid.columns[column]
        self.add(Doubt(grid.name, number, name, problem))

    def __iter__(self) -> Iterator[Doubt]:
        return iter(self._found.values())
