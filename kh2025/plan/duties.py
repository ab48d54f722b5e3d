"""What is owed, and by whom on a day: occurrences of tasks, and reports for a period.

A duty keeps the agency that the plan names; when that agency ends, its one heir owes the duty from the
next day on. Without one named heir nobody does, and the duty says so: it is neither lost nor doubled.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pandas as pd

from kh2025.columns import Column, Table
from kh2025.law.kinds import kinds
from kh2025.law.moments import start_of
from kh2025.law.periods import Period
from kh2025.law.workdays import WorkCalendar
from kh2025.plan.amendments import Version, held
from kh2025.plan.kept import kept
from kh2025.plan.model import Plan
from kh2025.plan.parts import Obligation, Task
from kh2025.plan.schedule import Occurrence, Schedule
from kh2025.plan.tables import DUTIES, assigned_on

OWNERS = Table(
    "owners",
    "agency named by the plan, or task with another lead, and agency that owes its duties in turn",
    (
        Column("line", "text", "the agency as the plan names it, or a task whose lead an amendment changed"),
        Column("agency_id", "text", "who owes its duties"),
        Column("from_on", "day", "from this day"),
        Column("to_on", "day", "to this day, included"),
    ),
)
REPORT_DUTIES = Table(
    "report_duties",
    "reporting obligation and agency that owes it for the period",
    (
        Column("obligation_id", "text", "the reporting obligation"),
        Column("tier", "integer", "its tier, 1 lowest"),
        Column("assigned_agency_id", "text", "the agency as the plan names it"),
        Column("agency_id", "text", "who owes it on the due day; null when no heir is named"),
        Column("line", "text", "whose succession it follows: the agency as the plan names it"),
        Column("period", "text", "the period it reports on"),
        Column("original_due_on", "day", "deadline by the plan's due rule"),
        Column(
            "through", "text", "the agency it must go to or through, as the plan names it; null when none"
        ),
        Column("basis", "text", "the provision of the plan that it is owed by"),
        Column("mark", "text", "how well the due rule is known: verified, secondary, assumption"),
        Column("is_replaced", "flag", "another row's agency owes this report too, so one report serves both"),
    ),
)
AMENDED = Table(
    "amended_deadlines",
    "deadline that an amendment set for a task done once",
    (
        Column("task_id", "text", "the task"),
        Column("new_due_on", "day", "the deadline it has from then on; null when none"),
        Column("granted_on", "day", "the day the amendment is in force from"),
        Column("recorded_at", "moment", "when it became known: the start of the local day of recording"),
        Column("document_number", "text", "the amending decision"),
        Column("seq", "integer", "order of the task's amendments"),
    ),
)
#: A deadline of a task, understood, and the wording that set it.
Stage = tuple[Schedule | None, Version]
#: An agency as the plan names it, and who owes its duties.
Lead = tuple[str | None, str | None]
#: An occurrence of a recurring task (its original due date, else null), its first day, and its original due date.
Times = tuple[date | None, date | None, date | None]
_FIRST, _LAST = date(1900, 1, 1), date(2199, 12, 31)


def owner(plan: Plan, agency_id: str, day: date) -> str | None:
    """Who owes an agency's duties on a day; null before it begins, and when it has ended without one named heir."""
    for _, owning, first, last in _line(plan, agency_id):
        if first <= day <= last:
            return owning
    return None


@kept
def owner_table(plan: Plan) -> pd.DataFrame:
    """Who owes whose duties when; shape: one row per line and agency in it, columns ``OWNERS``.

    The line of a task whose lead an amendment changed runs through its leads in turn.
    """
    rows = [row for agency in plan.agencies for row in _line(plan, agency.id)]
    rows += [row for id_ in _reworded(plan) for row in _line_of_task(plan, id_)]
    return OWNERS.frame(dict(zip(OWNERS.names, row, strict=True)) for row in rows)


def _reworded(plan: Plan) -> list[str]:
    """The tasks that have had more than one wording."""
    return [id_ for id_, wordings in plan.versions.items() if len(wordings) > 1]


def heirs_of(plan: Plan, agency_id: str) -> frozenset[str]:
    """The agencies that owe an agency's duties in turn: itself, its heir, the heir's heir."""
    return frozenset(owning for _, owning, *_ in _line(plan, agency_id))


def predecessors_of(plan: Plan, agency_id: str) -> frozenset[str]:
    """The agencies whose duties an agency owes at some time, itself among them."""
    return frozenset(agency.id for agency in plan.agencies if agency_id in heirs_of(plan, agency.id))


@kept
def task_duties(plan: Plan, on: date) -> pd.DataFrame:
    """The duties assigned up to a day; shape: one row per occurrence and leading agency, columns ``DUTIES``.

    An occurrence of a recurring task counts from the first day of its span. The tasks are those of the plan as it
    reads (:meth:`Plan.as_of`); the duties of a dropped task stay and say so.
    """
    tasks = (*plan.tasks, *plan.dropped)
    leads = {lead: _leads_on(plan, lead, on) for lead in {task.lead for task in tasks}}
    alike: dict[object, list[Times]] = {}
    return DUTIES.of(
        row
        for task in tasks
        if assigned_on(plan, task) <= on
        for row in _duties_of(plan, task, _times(plan, task, on, alike), leads[task.lead])
    )


@kept
def report_duties(plan: Plan, period: Period, calendar: WorkCalendar | None = None) -> pd.DataFrame:
    """The reports owed for a period; shape: one row per obligation and agency, columns ``REPORT_DUTIES``.

    Due days that rest on working days follow the calendar; by default the one of all notices.
    """
    owed = [one for one in plan.obligations if _is_owed(plan, one, period, calendar)]
    rows = (row for one in owed for row in _reports_of(plan, one, period, calendar))
    return REPORT_DUTIES.frame(rows)


def owed_periods(plan: Plan, year: int) -> Iterator[tuple[Obligation, Period]]:
    """Each obligation with the periods of a year that are owed by it, obligation by obligation, shortest kind first."""
    for obligation in plan.obligations:
        for kind in (name for name in kinds() if name in obligation.kinds):
            periods = Period.of("year", year, 1, obligation.regime).children(kind)
            yield from ((obligation, period) for period in periods if _is_owed(plan, obligation, period))


def owed_while_covered(plan: Plan) -> Iterator[tuple[Obligation, Period]]:
    """Each obligation with the owed periods whose months touch the days that the plan covers, year by year."""
    first, last = plan.covers.first, plan.covers.last
    owed = (one for year in range(first.year, last.year + 1) for one in owed_periods(plan, year))
    return (
        (one, period)
        for one, period in owed
        if period.calendar_end >= first and period.calendar_start <= last
    )


def _line(plan: Plan, agency_id: str) -> Iterator[tuple[str, str, date, date]]:
    """The agency itself, its heir, the heir's heir, …, each with the days on which it owes the duties.

    Between the end of one and the beginning of the next nobody owes them.
    """
    agency = plan.agency[agency_id]
    first = _FIRST
    while True:
        first = max(first, agency.valid_from or first)
        last = agency.valid_to or _LAST
        if last >= first:
            yield agency_id, agency.id, first, last
            first = last + timedelta(days=1)
        heir = agency.heir or (agency.successors[0] if len(agency.successors) == 1 else None)
        if agency.valid_to is None or heir is None:
            return
        agency = plan.agency[heir]


def _line_of_task(plan: Plan, task_id: str) -> Iterator[tuple[str, str, date, date]]:
    """The owners of a task whose lead was changed from one agency to another, each lead's line in its time."""
    if not has_own_line(plan, task_id):
        return
    wordings = held(plan.versions[task_id])
    begins = [_FIRST, *(one.from_on or _FIRST for one in wordings[1:])]
    ends = [*(day - timedelta(days=1) for day in begins[1:]), _LAST]
    for lead, begin, end in zip((one.task.lead for one in wordings), begins, ends, strict=True):
        for _, owning, first, last in _line(plan, lead) if lead else ():
            if max(begin, first) <= min(end, last):
                yield line_of_task(task_id), owning, max(begin, first), min(end, last)


def line_of_task(task_id: str) -> str:
    """The name of a task's own line: no agency's id has a colon."""
    return f"task:{task_id}"


def has_own_line(plan: Plan, task_id: str) -> bool:
    """Whether a task passed from one lead to another by amendment, all of them single agencies or nobody.

    Where a group is among them the duty begins anew: what one agency said does not speak for each of several.
    """
    wordings = plan.versions[task_id]
    if len(wordings) == 1:
        return False
    leads = {one.task.lead for one in held(wordings)}
    return len(leads) > 1 and all(lead is None or lead in plan.agency for lead in leads)


def _leads_on(plan: Plan, lead: str | None, on: date) -> list[Lead]:
    """The agencies behind a lead on a day, each with who owes its duties."""
    if lead is None:
        return [(None, None)]
    members = _members_on(plan, lead, on) if lead in plan.group else (lead,)
    return [(member, owner(plan, member, on)) for member in members]


def _duties_of(plan: Plan, task: Task, times: list[Times], leads: list[Lead]) -> Iterator[tuple[object, ...]]:
    """The rows of a task's duties, in the order of ``DUTIES``."""
    group = task.lead if task.lead in plan.group else None
    own_line = line_of_task(task.id) if has_own_line(plan, task.id) else None
    is_dropped = plan.versions[task.id][-1].is_dropped
    for occurrence, start_on, due_on in times:
        for lead, owning in leads:
            yield (task.id, occurrence, lead, owning, group, own_line or lead, start_on, due_on, is_dropped)


def _times(plan: Plan, task: Task, on: date, alike: dict[object, list[Times]]) -> list[Times]:
    """When a task is due, up to a day; found once for all tasks with one and the same wording of when."""
    if len(plan.versions[task.id]) > 1:
        return _times_of(plan, task, on)
    when = (task.deadline, task.assigned_on, task.starts_on)
    if when not in alike:
        alike[when] = _times_of(plan, task, on)
    return alike[when]


def _times_of(plan: Plan, task: Task, on: date) -> list[Times]:
    in_turn = stages(plan, task.id)
    is_recurring = _is_recurring(in_turn)
    found = _occurrences(plan, task, on, in_turn)
    return [(one.due_on if is_recurring else None, one.start_on, one.due_on) for one in found]


def _members_on(plan: Plan, id_: str, day: date) -> tuple[str, ...]:
    """The agencies behind an id that there are, or have been, by a day: one that comes later owes nothing yet."""
    begins = ((member, plan.agency[member].valid_from) for member in plan.members(id_))
    return tuple(member for member, first in begins if first is None or first <= day)


def stages(plan: Plan, task_id: str) -> list[Stage]:
    """The deadlines that a task had in turn, each with the wording that set it."""
    wordings = plan.versions[task_id]
    if len(wordings) == 1:
        return [(plan.read_deadline(wordings[0].task.deadline), wordings[0])]
    found: list[Stage] = []
    for one in held(wordings):
        if not (found and found[-1][1].task.deadline == one.task.deadline):
            found.append((plan.read_deadline(one.task.deadline), one))
    return found


@kept
def amended_deadlines(plan: Plan) -> pd.DataFrame:
    """The deadlines that amendments set for tasks done once; shape: one row each, columns ``AMENDED``.

    They are told like extensions, so that one rule decides which deadline is in force and what was overdue before.
    """
    return AMENDED.frame(
        {
            "task_id": id_,
            "new_due_on": schedule.due_on if schedule else None,
            "granted_on": version.from_on,
            "recorded_at": start_of(version.amendment.recorded_on),
            "document_number": version.amendment.decision.number,
            "seq": seq,
        }
        for id_ in _reworded(plan)
        if not _is_recurring(in_turn := stages(plan, id_))
        for seq, (schedule, version) in enumerate(in_turn[1:])
        if version.amendment
    )


def occurrences(plan: Plan, task: Task) -> list[Occurrence]:
    """All the times that a task is due while the plan lasts, as it reads: past rhythms for their time, else the deadline."""
    in_turn = stages(plan, task.id)
    if _is_recurring(in_turn):
        return _of_rhythms(plan, task, in_turn)
    return _of_stage(plan, task, in_turn[-1][0])


def _is_recurring(in_turn: list[Stage]) -> bool:
    """Whether a task recurs: in all its wordings alike, which the plan has checked."""
    schedule, _ = in_turn[0]
    return bool(schedule and schedule.every)


def _occurrences(plan: Plan, task: Task, on: date, in_turn: list[Stage]) -> list[Occurrence]:
    """A task's occurrences that have begun; of one that is done once, the deadline as first set.

    Of a dropped task, those that had begun before it was dropped.
    """
    if not _is_recurring(in_turn):
        return _of_stage(plan, task, in_turn[0][0])
    found = _of_rhythms(plan, task, in_turn)
    last = plan.versions[task.id][-1]
    until = min(on, last.from_on - timedelta(days=1)) if last.is_dropped and last.from_on else on
    begun = [one for one in found if one.start_on is None or one.start_on <= until]
    # Before its first span a recurring task is still one task: its first occurrence stands for it.
    return begun or found[:1] or [Occurrence(task.starts_on, None)]


def _of_rhythms(plan: Plan, task: Task, in_turn: list[Stage]) -> list[Occurrence]:
    """All occurrences of a recurring task: due before a rhythm was changed by the old one, the rest by the new."""
    begins = [version.from_on or _FIRST for _, version in in_turn]
    return [
        one
        for (schedule, _), begin, end in zip(in_turn, begins, [*begins[1:], date.max], strict=True)
        for one in _of_stage(plan, task, schedule)
        if one.due_on is not None and begin <= one.due_on < end
    ]


def _of_stage(plan: Plan, task: Task, schedule: Schedule | None) -> list[Occurrence]:
    """All occurrences of a task under one of its deadlines."""
    if schedule is None:
        return [Occurrence(task.starts_on, None)]
    first = max(assigned_on(plan, task), task.starts_on or date.min)
    return [_not_before(one, task.starts_on) for one in schedule.occurrences(first, plan.covers.last)]


def _not_before(occurrence: Occurrence, day: date | None) -> Occurrence:
    """The occurrence, beginning no earlier than a day."""
    if day is None or (occurrence.start_on and occurrence.start_on >= day):
        return occurrence
    return replace(occurrence, start_on=day)


def _is_owed(
    plan: Plan, obligation: Obligation, period: Period, calendar: WorkCalendar | None = None
) -> bool:
    if not obligation.owes(period):
        return False
    return period >= obligation.first_period(period.kind, plan.in_force_from, calendar)


def _reports_of(
    plan: Plan, obligation: Obligation, period: Period, calendar: WorkCalendar | None
) -> Iterator[dict[str, object]]:
    due_on = obligation.due_on(period, calendar)
    members = _members_on(plan, obligation.reporters, due_on)
    owners = {member: owner(plan, member, due_on) for member in members}
    for member in members:
        yield {
            "obligation_id": obligation.id,
            "tier": obligation.tier,
            "assigned_agency_id": member,
            "agency_id": owners[member],
            "line": member,
            "period": str(period),
            "original_due_on": due_on,
            "through": obligation.through,
            "basis": obligation.basis,
            "mark": obligation.due_rule(period.kind).mark.value,
            "is_replaced": _carrier(owners, member) != member,
        }


def _carrier(owners: dict[str, str | None], member: str) -> str:
    """The member whose row carries the report that an owner sends for several: its own, else the first."""
    owning = owners[member]
    if owning is None or owning in owners:
        return owning or member
    return next(other for other, found in owners.items() if found == owning)
