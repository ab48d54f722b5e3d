"""The task tables of a Word or Excel file as a draft plan, and the list of what was not understood.

Nothing is guessed in silence: what the file cannot tell (the decision's number, the letterhead) stands in the draft
as a marked value to be filled in, what could not be typed stays in a task's note, and every such place is listed.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from kh2025 import messages
from kh2025.errors import PlanError, Problem, TextError
from kh2025.law.kinds import supported_years
from kh2025.office_files import OfficeFile, open_office
from kh2025.plan.agency_book import AgencyBook, made_id
from kh2025.plan.doubts import Doubt, Doubts
from kh2025.plan.draft_tasks import LONGEST, TaskMaker
from kh2025.plan.grids import Cell, Grid
from kh2025.plan.headings import Column, is_caption
from kh2025.plan.model import Plan
from kh2025.plan.numerals import Depth
from kh2025.plan.sheets import read_sheets
from kh2025.plan.task_rows import Layout, Line, Reading, read_rows
from kh2025.plan.task_tree import Entry, entries, joined_lines, tree
from kh2025.plan.word_tables import read_tables
from kh2025.plan.yaml_out import write_yaml
from kh2025.text.border import admit

_CAPTION_LINES = 3
_LONGEST_CAPTION = 300
_IN_NAMED_YEAR = re.compile(r"\bnăm\s+(20[0-9]{2})\b", re.IGNORECASE)
_YEAR = re.compile(r"\b20[0-9]{2}\b")
_PLACEHOLDER_NUMBER = "1/KH-CAN-DIEN"
_SHOWN_TEXT = 200


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


@dataclass(frozen=True, slots=True)
class _Table:
    """A task table: its rows, and whether it goes on the table before."""

    grid: Grid
    reading: Reading
    goes_on: bool


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
        PlanError: ``import-nothing`` it holds no task table; every table that was skipped is listed;
            ``import-no-year``; ``period-year`` outside the supported years.
    """
    file = open_office(Path(source))
    doubts = Doubts()
    for notice in file.notices:
        doubts.add(Doubt("", None, None, notice))
    grids, after = _grids(file, doubts)
    tables = list(_task_tables(grids, doubts))
    if not any(table.reading.lines for table in tables):
        skipped = [replace(one.problem, place=f"{file.path} {one.table}".strip()) for one in doubts]
        raise PlanError([Problem("import-nothing", str(file.path)), *skipped])
    del after
    chosen = _year(file, tables, year, year_if_unknown, doubts)
    book = AgencyBook(agencies)
    sections, tasks = _content(tables, TaskMaker(chosen, book, doubts), doubts)
    for name, others in book.alike():
        doubts.add(
            Doubt(
                "",
                None,
                None,
                Problem("import-agency-near", value=name, details={"names": "; ".join(others)}),
            )
        )
    plan = _plan(file, chosen, book, sections, tasks)
    doubts.add(
        Doubt(
            "",
            None,
            None,
            Problem("import-fill", details={"keys": "title, decision, in_force_from, letterheads"}),
        )
    )
    _make_loadable(plan, doubts)
    return Draft(plan, tuple(sorted(doubts, key=_order(grids))), file.path.name)


# Reading -----------------------------------------------------------------------------------------------------


def _grids(file: OfficeFile, doubts: Doubts) -> tuple[list[Grid], list[str]]:
    """The file's tables with clean texts."""
    if file.kind == "docx":
        grids, after = read_tables(file)
    else:
        grids, hidden = read_sheets(file)
        after = []
        for name in hidden:
            doubts.add(Doubt(name, None, None, Problem("import-hidden-sheet", value=name)))
    known: dict[str, str] = {}
    return [_clean(grid, known, doubts) for grid in grids], after


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


def _task_tables(grids: Sequence[Grid], doubts: Doubts) -> Iterator[_Table]:
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
        yield _Table(grid, reading, goes_on)
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


def _year(
    file: OfficeFile, tables: Sequence[_Table], given: int | None, otherwise: int | None, doubts: Doubts
) -> int:
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


def _written_year(tables: Sequence[_Table]) -> int | None:
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


# Content -----------------------------------------------------------------------------------------------------


def _content(
    tables: Sequence[_Table], maker: TaskMaker, doubts: Doubts
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Sections and tasks as plain values."""
    sections = _Sections(doubts)
    found: list[tuple[Entry, str]] = []
    for run in _runs(tables):
        sections.begin(run[0])
        waiting: list[Line] = []
        for line in joined_lines([line for table in run for line in table.reading.lines], doubts):
            if line.title is None:
                waiting.append(line)
                continue
            found += _of_section(waiting, sections, doubts)
            waiting = []
            sections.open(line)
        found += _of_section(waiting, sections, doubts)
    return sections.made, _tasks(found, maker)


def _runs(tables: Sequence[_Table]) -> Iterator[list[_Table]]:
    """Tables that are one: a table and those that go on it."""
    run: list[_Table] = []
    for table in tables:
        if run and not table.goes_on:
            yield run
            run = []
        run.append(table)
    if run:
        yield run


def _of_section(lines: Sequence[Line], sections: "_Sections", doubts: Doubts) -> list[tuple[Entry, str]]:
    made = list(entries(tree(lines), doubts))
    return [(entry, sections.current(entry.line)) for entry in made if _is_named(entry, doubts)]


def _is_named(entry: Entry, doubts: Doubts) -> bool:
    if entry.name:
        return True
    text = " | ".join(text for text in entry.texts.values() if text)
    doubts.at(entry.line.grid, entry.line.row, None, Problem("import-no-name", value=text))
    return False


def _tasks(found: Sequence[tuple[Entry, str]], maker: TaskMaker) -> list[dict[str, Any]]:
    """Tasks with ids from their numbers; with the section's before them where numbers begin anew in each."""
    numbers = ["-".join(entry.numerals).replace(".", "-").lower() for entry, _ in found]
    is_unique = len(set(numbers)) == len(numbers)
    taken: set[str] = set()
    tasks = []
    for place, ((entry, section), number) in enumerate(zip(found, numbers, strict=True), start=1):
        part = "" if is_unique else f"{section.removeprefix('muc-').removeprefix('bang-')}-"
        id_ = made_id(f"{part}{number or place}", taken, prefix="nv-")
        tasks.append(maker.task(entry, id_, section))
    return tasks


class _Sections:
    """The sections of a draft, and which one the next task belongs to."""

    def __init__(self, doubts: Doubts) -> None:
        self.made: list[dict[str, Any]] = []
        self._doubts = doubts
        self._taken: set[str] = set()
        self._path: list[tuple[int, str]] = []
        self._current = ""
        self._caption = ""

    def begin(self, table: _Table) -> None:
        """A table of its own begins: its tasks belong to it until a group row comes."""
        self._path, self._current = [], ""
        self._caption = _caption(table)

    def open(self, line: Line) -> None:
        """A group row."""
        title = " ".join((line.title or "").split())
        if line.numeral is None:
            self._doubts.at(line.grid, line.row, None, Problem("import-section-number", value=title))
            self._path = []
            self._add(str(len(self.made) + 1), title)
            return
        level = line.numeral.depth + line.numeral.dots
        above = [one for one in self._path if one[0] < level]
        text = line.numeral.text
        if line.numeral.depth is Depth.DOTTED and above and text.startswith(f"{above[-1][1]}."):
            above = [one for one in above if not text.startswith(f"{one[1]}.")]
        self._path = [*above, (level, text)]
        self._add(".".join(one for _, one in self._path), title)

    def current(self, line: Line) -> str:
        """The id of the section of a task; a table without group rows is one."""
        if not self._current:
            title = self._caption or messages.text("labels", "draft.section", table=line.grid.name)
            self._add(str(len(self.made) + 1), title, prefix="bang-")
        return self._current

    def _add(self, number: str, title: str, prefix: str = "muc-") -> None:
        self._current = made_id(number.replace(".", "-"), self._taken, prefix=prefix)
        self.made.append({"id": self._current, "number": number, "title": title[:LONGEST]})


def _caption(table: _Table) -> str:
    """The lines above a table that head it."""
    lines = table.reading.titles or [line for line in table.grid.before[-_CAPTION_LINES:] if is_caption(line)]
    kept = [" ".join(line.split()) for line in lines if not line.lstrip().startswith("(")]
    return " – ".join(kept)[:_LONGEST_CAPTION]


# The plan around it ------------------------------------------------------------------------------------------


def _plan(
    file: OfficeFile, year: int, book: AgencyBook, sections: list[dict[str, Any]], tasks: list[dict[str, Any]]
) -> dict[str, Any]:
    fill = messages.text("labels", "draft.fill")
    known = _dumped(book.known) if book.known else {"agencies": [], "groups": []}
    plan = {
        "id": made_id(file.path.stem, set(), prefix="" if file.path.stem[:1].isalpha() else "kh-"),
        "title": f"{fill}: {messages.text('labels', 'draft.title', file=file.path.name)}"[:LONGEST],
        "decision": {"number": _PLACEHOLDER_NUMBER, "kind": "Kế hoạch", "title": fill},
        "in_force_from": f"{year}-01-01",
        "covers": f"{year}-01-01/{year}-12-31",
        "notes": [{"id": "ban-nhap", "text": messages.text("labels", "draft.note", file=file.path.name)}],
        "assumptions": [
            {
                "id": "can-dien",
                "text": messages.text("labels", "draft.assumption", fill=fill, number=_PLACEHOLDER_NUMBER),
            }
        ],
        "letterheads": [
            {"valid_from": f"{year}-01-01", "body": fill, "place": fill, "code": fill, "mark": "assumption"}
        ],
        "sections": sections,
        "agencies": [*known["agencies"], *book.made.values()],
        "groups": known["groups"],
        "tasks": tasks,
    }
    return {key: value for key, value in plan.items() if value != []}


def _dumped(plan: Plan) -> dict[str, Any]:
    """Agencies and groups as plain values, what is not said left out."""
    return plan.model_dump(mode="json", include={"agencies", "groups"}, exclude_defaults=True)


def _make_loadable(plan: dict[str, Any], doubts: Doubts) -> None:
    """Take out what the schema refuses, one by one, and say so: a draft always loads."""
    for _ in range(3):
        try:
            Plan.model_validate_json(json.dumps(plan, ensure_ascii=False))
        except ValidationError as error:
            for detail in error.errors(include_url=False):
                _take_out(plan, detail, doubts)
        else:
            return
    raise PlanError(Problem("import-nothing", "draft"))


def _take_out(plan: dict[str, Any], detail: Any, doubts: Doubts) -> None:
    """The value is put right where its error says how, else it leaves the draft."""
    *way, last = detail["loc"]
    holder: Any = plan
    for part in way:
        holder = holder[part]
    said = (detail.get("ctx") or {}).get("text")
    doubts.add(
        Doubt(
            "",
            None,
            None,
            Problem(
                "import-refused",
                value=holder[last] if isinstance(last, int) else holder.get(last),
                details={"key": ".".join(map(str, detail["loc"])), "reason": detail["type"]},
            ),
        )
    )
    if said is not None:
        holder[last] = said
    elif isinstance(holder, list) or last in holder:
        del holder[last]


def _order(grids: Sequence[Grid]) -> Any:
    places = {grid.name: at for at, grid in enumerate(grids)}
    return lambda doubt: (places.get(doubt.table, -1 if not doubt.table else len(places)), doubt.row or 0)
