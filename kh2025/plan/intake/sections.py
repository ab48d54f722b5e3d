"""Sections and tasks of a draft: which group row a task stands under, and what both are called."""

from collections.abc import Iterator, Sequence
from typing import Any

from kh2025 import messages
from kh2025.errors import Problem
from kh2025.plan.intake.agency_book import Ids
from kh2025.plan.intake.doubts import Doubts
from kh2025.plan.intake.draft_tasks import LONGEST, TaskMaker
from kh2025.plan.intake.numerals import Depth
from kh2025.plan.intake.tables import TaskTable
from kh2025.plan.intake.task_rows import Line
from kh2025.plan.intake.task_tree import Entry, entries, joined_lines, tree


def sections_and_tasks(
    tables: Sequence[TaskTable], maker: TaskMaker, doubts: Doubts
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


def _runs(tables: Sequence[TaskTable]) -> Iterator[list[TaskTable]]:
    """Tables that are one: a table and those that go on it."""
    run: list[TaskTable] = []
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
    ids = Ids()
    tasks = []
    for place, ((entry, section), number) in enumerate(zip(found, numbers, strict=True), start=1):
        part = "" if is_unique or not number else f"{section.removeprefix('muc-').removeprefix('bang-')}-"
        id_ = ids.make(f"{part}{number or place}", "nv-")
        tasks.append(maker.task(entry, id_, section))
    return tasks


class _Sections:
    """The sections of a draft, and which one the next task belongs to."""

    def __init__(self, doubts: Doubts) -> None:
        self.made: list[dict[str, Any]] = []
        self._doubts = doubts
        self._ids = Ids()
        self._path: list[tuple[int, str]] = []
        self._current = ""
        self._caption = ""

    def begin(self, table: TaskTable) -> None:
        """A table of its own begins: its tasks belong to it until a group row comes."""
        self._path, self._current = [], ""
        self._caption = table.caption

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
        self._current = self._ids.make(number.replace(".", "-"), prefix)
        self.made.append({"id": self._current, "number": number, "title": title[:LONGEST]})
