"""The task tables of a Word or Excel file as a draft plan, and the list of what was not understood.

Nothing is guessed in silence: what the file cannot tell (the decision's number, the letterhead) stands in the draft
as a marked value to be filled in, what could not be typed stays in a task's note, and every such place is listed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from kh2025 import messages
from kh2025.errors import PlanError, Problem
from kh2025.office_files import OfficeFile, open_office
from kh2025.plan.intake.agency_book import AgencyBook
from kh2025.plan.intake.doubts import Doubt, Doubts
from kh2025.plan.intake.draft_plan import draft_plan, make_loadable, shown_name
from kh2025.plan.intake.draft_tasks import TaskMaker
from kh2025.plan.intake.grids import Grid
from kh2025.plan.intake.sections import sections_and_tasks
from kh2025.plan.intake.tables import clean_grids, task_tables, year_of
from kh2025.plan.model import Plan
from kh2025.plan.yaml_out import write_yaml


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft plan.

    Attributes:
        plan: the plan as plain values; :func:`kh2025.load_plan` reads what :meth:`yaml` writes.
        doubts: what was not understood or was decided, in the order of the file.
        source: name of the file that it was read from.
    """

    plan: dict[str, Any]
    doubts: tuple[Doubt, ...]
    source: str

    def yaml(self) -> str:
        """The draft as a plan file."""
        return write_yaml(self.plan, messages.text("labels", "draft.comment", file=self.source))


def import_appendix(
    source: str | Path,
    *,
    year: int | None = None,
    agencies: Plan | None = None,
    year_if_unknown: int | None = None,
) -> Draft:
    """The draft plan that a file's task tables make.

    Args:
        source: a .docx or .xlsx file.
        year: the plan's year; without it the year that the titles or the deadlines name.
        agencies: a plan whose agencies, groups, short names and aliases are known.
        year_if_unknown: stands in where neither says a year.

    Raises:
        InputError: the file is refused (``office-…``, ``file-missing``).
        PlanError: ``import-nothing`` it holds no task; every table that was skipped is listed;
            ``import-no-year``; ``period-year`` outside the supported years.
    """
    file = open_office(Path(source))
    doubts = Doubts()
    for notice in file.notices:
        doubts.add(Doubt("", None, None, notice))
    grids = clean_grids(file, doubts)
    tables = list(task_tables(grids, doubts))
    if not any(table.reading.lines for table in tables):
        raise _nothing(file, doubts)
    chosen = year_of(file, tables, year, year_if_unknown, doubts)
    book = AgencyBook(agencies)
    sections, tasks = sections_and_tasks(tables, TaskMaker(chosen, book, doubts), doubts)
    if not tasks:
        raise _nothing(file, doubts)
    for problem in _new_agencies(book):
        doubts.add(Doubt("", None, None, problem))
    plan = draft_plan(file, chosen, book, sections, tasks)
    doubts.add(
        Doubt(
            "",
            None,
            None,
            Problem("import-fill", details={"keys": "title, decision, in_force_from, letterheads"}),
        )
    )
    make_loadable(plan, doubts)
    return Draft(plan, tuple(sorted(doubts, key=_order(grids))), shown_name(file.path.name))


def _nothing(file: OfficeFile, doubts: Doubts) -> PlanError:
    """Why a file makes no draft: it has no task, and what was passed over instead."""
    skipped = [replace(one.problem, place=f"{file.path} {one.table}".strip()) for one in doubts]
    return PlanError([Problem("import-nothing", str(file.path)), *skipped])


def _new_agencies(book: AgencyBook) -> Iterator[Problem]:
    """The names close to others, and, beside a plan whose agencies are known, every name that it lacks."""
    near = dict(book.alike())
    for one in book.made.values():
        if names := near.get(str(one["name"])):
            yield Problem("import-agency-near", value=one["name"], details={"names": "; ".join(names)})
        elif book.known:
            yield Problem("import-agency-new", value=one["name"])


def _order(grids: Sequence[Grid]) -> Any:
    places = {grid.name: at for at, grid in enumerate(grids)}
    return lambda doubt: (places.get(doubt.table, -1 if not doubt.table else len(places)), doubt.row or 0)
