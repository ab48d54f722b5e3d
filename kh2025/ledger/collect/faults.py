"""What was refused in one file, and what was noticed: each with its sheet and cell, so that it can be marked there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, time

from kh2025.errors import Problem, TextError
from kh2025.ledger.cells import Refused
from kh2025.ledger.collect.sheets import Sheet, address
from kh2025.text.dates import show_date


@dataclass(frozen=True, slots=True)
class Fault:
    """A problem where it stands.

    Attributes:
        problem: its place is the sheet and cell as one text.
        sheet: the sheet's name; null when the whole file is meant.
        cell: the cell's address; null when the whole sheet or file is meant.
    """

    problem: Problem
    sheet: str | None = None
    cell: str | None = None


@dataclass(slots=True)
class Faults:
    """Collects faults while a file is read, so that an agency is told all of them at once."""

    refused: list[Fault] = field(default_factory=list)
    noticed: list[Fault] = field(default_factory=list)

    def refuse(self, problem: Problem, sheet: Sheet | None = None, row: int = 0, column: int = 0) -> None:
        """Keep a problem that refuses the file."""
        self.refused.append(_placed(problem, sheet, row, column))

    def notice(self, problem: Problem, sheet: Sheet | None = None, row: int = 0, column: int = 0) -> None:
        """Keep a problem that only a person should know of."""
        self.noticed.append(_placed(problem, sheet, row, column))

    def refuse_value(
        self, error: TextError | Refused, value: object, sheet: Sheet, row: int, column: int
    ) -> None:
        """Keep what a reader of values says of one cell."""
        for code, details in _told(error):
            self.refuse(Problem(code, value=value, details=details), sheet, row, column)


def _told(error: TextError | Refused) -> Iterable[tuple[str, Mapping[str, object]]]:
    if isinstance(error, Refused):
        return [(error.code, error.details)]
    return [(problem.code, problem.details) for problem in error.problems]


def _placed(problem: Problem, sheet: Sheet | None, row: int, column: int) -> Fault:
    if sheet is None:
        return Fault(problem)
    cell = address(row, column) if row else None
    place = f"{sheet.name}!{cell}" if cell else sheet.name
    return Fault(replace(problem, place=place, value=_as_seen(problem.value)), sheet.name, cell)


def _as_seen(value: object) -> object:
    """A day as the sheet shows it; every other value as it is."""
    if isinstance(value, datetime):
        return show_date(value) + (f" {value:%H:%M}" if value.time() != time() else "")
    return value
