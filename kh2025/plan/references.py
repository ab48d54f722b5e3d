"""Whether the parts of a plan fit together: unique ids, references that resolve, days and deadlines that can be."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from kh2025.errors import ScheduleError
from kh2025.plan.amendments import (
    AddTask,
    Change,
    NewDeadline,
    OtherLead,
    ReplaceTask,
    in_order,
)

if TYPE_CHECKING:
    from kh2025.plan.model import Plan
    from kh2025.plan.parts import Task

_Path = tuple[str | int, ...]


class Flaw(NamedTuple):
    """One thing that does not fit: code, key path, value, and what the message names."""

    code: str
    path: _Path
    value: object
    details: dict[str, Any]


class Known(NamedTuple):
    """The ids that a reference may name."""

    agencies: frozenset[str]
    parties: frozenset[str]
    sections: frozenset[str]
    indicators: frozenset[str]


def flaws(plan: "Plan") -> Iterator[Flaw]:
    """All flaws of a plan, in the order of its file."""
    known = _known(plan)
    yield from _duplicates(plan)
    yield from _repeated(plan)
    yield from _unresolved(plan, known)
    yield from _successions(plan)
    yield from _circles(
        {task.id: task for task in plan.tasks}, {task.id: ("tasks", i) for i, task in enumerate(plan.tasks)}
    )
    yield from _days(plan)
    yield from _deadlines(plan)
    yield from _amended(plan, known)


def _known(plan: "Plan") -> Known:
    agencies = frozenset(plan.agency)
    return Known(
        agencies,
        agencies | frozenset(plan.group),
        frozenset(section.id for section in plan.sections),
        frozenset(indicator.id for indicator in plan.indicators),
    )


def _duplicates(plan: "Plan") -> Iterator[Flaw]:
    parties = [("agencies", plan.agencies), ("groups", plan.groups)]
    others = (
        "notes", "assumptions", "sections", "activities", "obligations", "indicators", "tasks", "amendments",
    )  # fmt: skip
    for namespace in [parties, *([(name, getattr(plan, name))] for name in others)]:
        seen: set[str] = set()
        for name, items in namespace:
            for index, item in enumerate(items):
                if item.id in seen:
                    yield Flaw("plan-duplicate-id", (name, index, "id"), item.id, {})
                seen.add(item.id)


def _repeated(plan: "Plan") -> Iterator[Flaw]:
    """Ids written twice in one list: each member owes once."""
    lists: list[tuple[_Path, tuple[str, ...]]] = []
    lists += [(("groups", i, "members"), group.members) for i, group in enumerate(plan.groups)]
    lists += [(("agencies", i, "successors"), agency.successors) for i, agency in enumerate(plan.agencies)]
    lists += [(("obligations", i, "kinds"), owed.kinds) for i, owed in enumerate(plan.obligations)]
    for place, change in enumerate(plan.rules):
        if change.rule in [one.rule for one in plan.rules[:place]]:
            yield Flaw("plan-duplicate-id", ("rules", place, "rule"), change.rule, {})
    for path, task in _tasks_written(plan):
        lists += [
            ((*path, name), getattr(task, name)) for name in ("coordinating", "indicators", "depends_on")
        ]
    for path, ids in lists:
        for place, id_ in enumerate(ids):
            if id_ in ids[:place]:
                yield Flaw("plan-duplicate-id", (*path, place), id_, {})


def _tasks_written(plan: "Plan") -> Iterator[tuple[_Path, "Task"]]:
    """Every task that the file writes out, its own and those of amendments."""
    yield from ((("tasks", i), task) for i, task in enumerate(plan.tasks))
    for i, amendment in enumerate(plan.amendments):
        for k, change in enumerate(amendment.changes):
            if isinstance(change, AddTask | ReplaceTask):
                yield ("amendments", i, "changes", k, "task"), change.task


def _unresolved(plan: "Plan", known: Known) -> Iterator[Flaw]:
    named = [*_references(plan, known)]
    for path, task in _tasks_written(plan):
        named += _references_of_task(path, task, known)
    for path, value, ids, what in named:
        if value is not None and value not in ids:
            yield Flaw("plan-reference", path, value, {"what": what, "known": _some(ids)})


def _references(plan: "Plan", known: Known) -> Iterator[tuple[_Path, str | None, frozenset[str], str]]:
    for i, agency in enumerate(plan.agencies):
        for k, successor in enumerate(agency.successors):
            yield ("agencies", i, "successors", k), successor, known.agencies, "agencies"
        yield ("agencies", i, "heir"), agency.heir, frozenset(agency.successors), "successors"
    for i, group in enumerate(plan.groups):
        for k, member in enumerate(group.members):
            yield ("groups", i, "members", k), member, known.agencies, "agencies"
    for i, activity in enumerate(plan.activities):
        yield ("activities", i, "lead"), activity.lead, known.agencies, "agencies"
    for i, obligation in enumerate(plan.obligations):
        yield ("obligations", i, "reporters"), obligation.reporters, known.parties, "agencies, groups"
        yield ("obligations", i, "to"), obligation.to, known.agencies, "agencies"
        yield ("obligations", i, "through"), obligation.through, known.agencies, "agencies"
    for i, indicator in enumerate(plan.indicators):
        yield ("indicators", i, "agency"), indicator.agency, known.agencies, "agencies"


def _references_of_task(
    path: _Path, task: "Task", known: Known
) -> Iterator[tuple[_Path, str | None, frozenset[str], str]]:
    yield (*path, "section"), task.section, known.sections, "sections"
    yield (*path, "lead"), task.lead, known.parties, "agencies, groups"
    for k, other in enumerate(task.coordinating):
        yield (*path, "coordinating", k), other, known.parties, "agencies, groups"
    for k, indicator in enumerate(task.indicators):
        yield (*path, "indicators", k), indicator, known.indicators, "indicators"


def _successions(plan: "Plan") -> Iterator[Flaw]:
    following = {agency.id: agency.successors for agency in plan.agencies}
    for i, agency in enumerate(plan.agencies):
        if agency.valid_from and agency.valid_to and agency.valid_from > agency.valid_to:
            yield Flaw("plan-agency-dates", ("agencies", i, "valid_to"), agency.valid_to.isoformat(), {})
        if agency.successors and not agency.valid_to:
            yield Flaw("plan-successor-date", ("agencies", i, "successors"), agency.id, {})
        elif agency.id in _reached(following, agency.id):
            yield Flaw("plan-successor-cycle", ("agencies", i, "successors"), agency.id, {})


def _circles(tasks: Mapping[str, "Task | None"], places: Mapping[str, _Path]) -> Iterator[Flaw]:
    """Dependencies of some tasks that name no task, or lead back to where they began.

    What depends on a dropped task depends on it no more.
    """
    following = {id_: task.depends_on if task else () for id_, task in tasks.items()}
    for id_, place in places.items():
        for k, other in enumerate(following[id_]):
            if other not in tasks:
                details = {"what": "tasks", "known": _some(tasks)}
                yield Flaw("plan-reference", (*place, "depends_on", k), other, details)
        if id_ in _reached(following, id_):
            yield Flaw("plan-dependency-cycle", (*place, "depends_on"), id_, {})


def _reached(following: Mapping[str, tuple[str, ...]], id_: str) -> set[str]:
    """All that come after one, however far."""
    found: set[str] = set()
    waiting = list(following[id_])
    while waiting:
        one = waiting.pop()
        if one not in found and one in following:
            found.add(one)
            waiting += following[one]
    return found


def _days(plan: "Plan") -> Iterator[Flaw]:
    """Days that cannot be: work that begins after the plan, amendments before it, a path that turns back."""
    covers = {"covers": str(plan.covers)}
    for path, task in _tasks_written(plan):
        for name in ("assigned_on", "starts_on"):
            day = getattr(task, name)
            if day and day > plan.covers.last:
                yield Flaw("plan-day-outside", (*path, name), day.isoformat(), covers)
    for i, indicator in enumerate(plan.indicators):
        days = [indicator.baseline_on, *(one.on for one in indicator.path), indicator.target_on]
        told = [day for day in days if day]
        if any(later <= earlier for earlier, later in pairwise(told)):
            yield Flaw("plan-path", ("indicators", i, "path"), indicator.id, {})
    for i, amendment in enumerate(plan.amendments):
        issued_on = amendment.decision.issued_on
        if issued_on and amendment.recorded_on < issued_on:
            details = {"first": issued_on.isoformat()}
            day = amendment.recorded_on.isoformat()
            yield Flaw("plan-recorded-before-issued", ("amendments", i, "recorded_on"), day, details)
        if not plan.in_force_from <= amendment.in_force_from <= plan.covers.last:
            details = {"first": plan.in_force_from.isoformat(), "last": plan.covers.last.isoformat()}
            day = amendment.in_force_from.isoformat()
            yield Flaw("plan-amendment-day", ("amendments", i, "in_force_from"), day, details)


def _deadlines(plan: "Plan") -> Iterator[Flaw]:
    written = [((*path, "deadline"), task.deadline) for path, task in _tasks_written(plan)]
    for i, amendment in enumerate(plan.amendments):
        for k, change in enumerate(amendment.changes):
            if isinstance(change, NewDeadline):
                written.append((("amendments", i, "changes", k, "deadline"), change.deadline))
    for path, text in written:
        try:
            plan.read_deadline(text)
        except ScheduleError as error:
            problem = error.problems[0]
            yield Flaw(problem.code, path, text, dict(problem.details))


def _amended(plan: "Plan", known: Known) -> Iterator[Flaw]:
    """Amendments in order of force: each changes what there is, adds what never was, and leaves no loose end."""
    places = {id(amendment): i for i, amendment in enumerate(plan.amendments)}
    tasks: dict[str, Task | None] = {task.id: task for task in plan.tasks}
    for amendment in in_order(plan.amendments):
        path: _Path = ("amendments", places[id(amendment)], "changes")
        written: dict[str, _Path] = {}
        told: set[tuple[str, str]] = set()
        for k, change in enumerate(amendment.changes):
            is_again = (change.change, change.task_id) in told
            if is_again and isinstance(change, NewDeadline | OtherLead | ReplaceTask):
                yield Flaw("plan-changed-twice", (*path, k), change.task_id, {})
            told.add((change.change, change.task_id))
            yield from _change(change, (*path, k), tasks, known)
            yield from _other_rhythm(plan, change, (*path, k), tasks)
            if isinstance(change, AddTask) or tasks.get(change.task_id):
                tasks[change.task_id] = change.applied(tasks.get(change.task_id), amendment.in_force_from)
            if isinstance(change, AddTask | ReplaceTask) and change.task_id in tasks:
                written[change.task_id] = (*path, k, "task")
        yield from _circles(tasks, written)


def _change(change: Change, path: _Path, tasks: Mapping[str, "Task | None"], known: Known) -> Iterator[Flaw]:
    if isinstance(change, AddTask):
        if change.task_id in tasks:  # a dropped task's id is not used again: records would mean both
            yield Flaw("plan-duplicate-id", (*path, "task", "id"), change.task_id, {})
        return
    place = (*path, "task", "id") if isinstance(change, ReplaceTask) else (*path, "task_id")
    if not tasks.get(change.task_id):
        there = [id_ for id_, task in tasks.items() if task]
        yield Flaw("plan-reference", place, change.task_id, {"what": "tasks", "known": _some(there)})
    if isinstance(change, OtherLead):
        named = [((*path, "lead"), change.lead)]
        named += [((*path, "coordinating", k), other) for k, other in enumerate(change.coordinating or ())]
        for where, id_ in named:
            if id_ not in known.parties:
                details = {"what": "agencies, groups", "known": _some(known.parties)}
                yield Flaw("plan-reference", where, id_, details)


def _other_rhythm(
    plan: "Plan", change: Change, path: _Path, tasks: Mapping[str, "Task | None"]
) -> Iterator[Flaw]:
    """A task done once that is made to recur, or the other way round: its records would belong to neither."""
    before = tasks.get(change.task_id)
    if not before or not isinstance(change, NewDeadline | ReplaceTask):
        return
    place = ("deadline",) if isinstance(change, NewDeadline) else ("task", "deadline")
    after = change.deadline if isinstance(change, NewDeadline) else change.task.deadline
    try:
        recurs = [
            bool((read := plan.read_deadline(text)) and read.every) for text in (before.deadline, after)
        ]
    except ScheduleError:  # told of elsewhere
        return
    if recurs[0] != recurs[1]:
        yield Flaw("plan-amendment-rhythm", (*path, *place), after, {"before": before.deadline or "–"})


def _some(known: Iterable[str]) -> str:
    names = sorted(known)
    return ", ".join(names[:12]) + (", …" if len(names) > 12 else "")  # noqa: PLR2004 - what fits a line or two
