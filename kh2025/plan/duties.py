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
from kh2025.law.periods import Period
from kh2025.plan.model import Plan
from kh2025.plan.parts import Obligation, Task
from kh2025.plan.schedule import Occurrence
from kh2025.plan.tables import DUTIES, assigned_on

OWNERS = Table(
    "owners",
    "agency named by the plan and agency that owes its duties in turn",
    (
        Column("assigned_agency_id", "text", "the agency as the plan names it"),
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
_FIRST, _LAST = date(1900, 1, 1), date(2199, 12, 31)


def owner(plan: Plan, agency_id: str, day: date) -> str | None:
    """Who owes an agency's duties on a day; null when it has ended without one named heir."""
    for _, owning, first, last in _line(plan, agency_id):
        if first <= day <= last:
            return owning
    return None


def owner_table(plan: Plan) -> pd.DataFrame:
    """Who owes whose duties when; shape: one row per agency and agency in its line, columns ``OWNERS``."""
    rows = [row for agency in plan.agencies for row in _line(plan, agency.id)]
    return OWNERS.frame(dict(zip(OWNERS.names, row, strict=True)) for row in rows)


def heirs_of(plan: Plan, agency_id: str) -> frozenset[str]:
    """The agencies that owe an agency's duties in turn: itself, its heir, the heir's heir."""
    return frozenset(owning for _, owning, *_ in _line(plan, agency_id))


def predecessors_of(plan: Plan, agency_id: str) -> frozenset[str]:
    """The agencies whose duties an agency owes at some time, itself among them."""
    return frozenset(agency.id for agency in plan.agencies if agency_id in heirs_of(plan, agency.id))


def task_duties(plan: Plan, on: date) -> pd.DataFrame:
    """The duties assigned up to a day; shape: one row per occurrence and leading agency, columns ``DUTIES``.

    An occurrence of a recurring task counts from the first day of its span.
    """
    rows = [row for task in plan.tasks if assigned_on(plan, task) <= on for row in _duties_of(plan, task, on)]
    return DUTIES.frame(rows)


def report_duties(plan: Plan, period: Period) -> pd.DataFrame:
    """The reports owed for a period; shape: one row per obligation and agency, columns ``REPORT_DUTIES``."""
    owed = [one for one in plan.obligations if _is_owed(plan, one, period)]
    return REPORT_DUTIES.frame(row for obligation in owed for row in _reports_of(plan, obligation, period))


def owed_periods(plan: Plan, year: int) -> Iterator[tuple[Obligation, Period]]:
    """Each obligation with the periods of a year that are owed by it, obligation by obligation, shortest kind first."""
    for obligation in plan.obligations:
        for kind in (name for name in kinds() if name in obligation.kinds):
            periods = Period.of("year", year, 1, obligation.regime).children(kind)
            yield from ((obligation, period) for period in periods if _is_owed(plan, obligation, period))


def _line(plan: Plan, agency_id: str) -> Iterator[tuple[str, str, date, date]]:
    """The agency itself, its heir, the heir's heir, …, each with the days on which it owes the duties."""
    agency, first = plan.agency[agency_id], _FIRST
    while True:
        last = agency.valid_to or _LAST
        if last >= first:
            yield agency_id, agency.id, first, last
            first = last + timedelta(days=1)
        heir = agency.heir or (agency.successors[0] if len(agency.successors) == 1 else None)
        if agency.valid_to is None or heir is None:
            return
        agency = plan.agency[heir]


def _duties_of(plan: Plan, task: Task, on: date) -> Iterator[dict[str, object]]:
    leads = plan.members(task.lead) if task.lead else (None,)
    for occurrence in _occurrences(plan, task, on):
        for lead in leads:
            yield {
                "task_id": task.id,
                "occurrence": occurrence.due_on if _is_recurring(plan, task) else None,
                "assigned_agency_id": lead,
                "agency_id": owner(plan, lead, on) if lead else None,
                "group_id": task.lead if task.lead in plan.group else None,
                "starts_on": occurrence.start_on,
                "original_due_on": occurrence.due_on,
            }


def _occurrences(plan: Plan, task: Task, on: date) -> list[Occurrence]:
    schedule = plan.schedules[task.id]
    if schedule is None:
        return [Occurrence(task.starts_on, None)]
    first = max(assigned_on(plan, task), task.starts_on or date.min)
    found = [_not_before(one, task.starts_on) for one in schedule.occurrences(first, plan.covers.last)]
    if not schedule.every:
        return found
    begun = [one for one in found if one.start_on is None or one.start_on <= on]
    # Before its first span a recurring task is still one task: its first occurrence stands for it.
    return begun or found[:1] or [Occurrence(task.starts_on, None)]


def _not_before(occurrence: Occurrence, day: date | None) -> Occurrence:
    """The occurrence, beginning no earlier than a day."""
    days = [start for start in (occurrence.start_on, day) if start]
    return replace(occurrence, start_on=max(days, default=None))


def _is_recurring(plan: Plan, task: Task) -> bool:
    schedule = plan.schedules[task.id]
    return bool(schedule and schedule.every)


def _is_owed(plan: Plan, obligation: Obligation, period: Period) -> bool:
    return obligation.owes(period) and period >= obligation.first_period(period.kind, plan.in_force_from)


def _reports_of(plan: Plan, obligation: Obligation, period: Period) -> Iterator[dict[str, object]]:
    due_on = obligation.due.due_on(period)
    members = plan.members(obligation.reporters)
    owners = {member: owner(plan, member, due_on) for member in members}
    for member in members:
        yield {
            "obligation_id": obligation.id,
            "tier": obligation.tier,
            "assigned_agency_id": member,
            "agency_id": owners[member],
            "period": str(period),
            "original_due_on": due_on,
            "through": obligation.through,
            "basis": obligation.basis,
            "mark": obligation.due.mark.value,
            "is_replaced": _carrier(owners, member) != member,
        }


def _carrier(owners: dict[str, str | None], member: str) -> str:
    """The member whose row carries the report that an owner sends for several: its own, else the first."""
    owning = owners[member]
    if owning is None or owning in owners:
        return owning or member
    return next(other for other, found in owners.items() if found == owning)
