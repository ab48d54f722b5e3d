"""From models to columns: the only bridge. The rooms to the right see tables, never models of tasks."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

import pandas as pd

from kh2025.columns import Column, Table
from kh2025.law.periods import Period
from kh2025.plan.amendments import held
from kh2025.plan.kept import kept
from kh2025.plan.model import Plan
from kh2025.plan.parts import Indicator, Task

TASK_COLUMNS = (
    Column("task_id", "text", "the task"),
    Column("section_id", "text", "the section it belongs to"),
    Column("name", "text", "what is to be done"),
    Column("lead_id", "text", "the leading agency or group as the plan names it; null when none"),
    Column("responsible", "text", "the leader who answers for it"),
    Column("authority", "text", "who decides or signs"),
    Column("deadline", "text", "the deadline as written, in the wording in force"),
    Column("original_deadline", "text", "the deadline as first written"),
    Column(
        "amended_by",
        "text",
        "numbers of the decisions that changed or added the task, joined; null when none",
    ),
    Column("products", "text", "the products, joined"),
    Column(
        "schedule",
        "text",
        "kind of deadline: on_date, in_period, recurring, range, continuous; null when none",
    ),
    Column("year_assumed", "flag", "whether the deadline names no year and the plan's was taken"),
    Column("weight", "number", "weight of the task; counts in scores only"),
)
DUTY_COLUMNS = (
    Column("task_id", "text", "the task"),
    Column("occurrence", "day", "original due date of a recurring task's occurrence, else null"),
    Column("assigned_agency_id", "text", "the leading agency as the plan names it"),
    Column("agency_id", "text", "who owes it on status_on; null when no heir is named"),
    Column("group_id", "text", "the group that brought the agency in, or null"),
    Column(
        "line",
        "text",
        "whose succession it follows: the agency named, or the task where its lead was changed",
    ),
    Column("starts_on", "day", "first day on which the work can be done, where the plan says"),
    Column("original_due_on", "day", "deadline as first set; null when there is none"),
    Column("is_dropped", "flag", "whether an amendment dropped the task"),
)

TASKS = Table("plan_tasks", "task of the plan", TASK_COLUMNS)
DUTIES = Table("plan_duties", "occurrence of a task and agency that leads it", DUTY_COLUMNS)

INDICATORS = Table(
    "plan_indicators",
    "indicator of the plan",
    (
        Column("indicator_id", "text", "the indicator"),
        Column("name", "text", "its name"),
        Column("unit", "text", "its unit"),
        Column("line", "text", "who gives it, as the plan names the agency"),
        Column("baseline", "number", "value at the start; null when the plan states none"),
        Column("baseline_on", "day", "day of the baseline; where none is stated, the day before the plan"),
        Column("target", "number", "value to reach"),
        Column("target_on", "day", "day by which to reach it"),
        Column("direction", "text", "up or down: which way is good"),
        Column("is_summed", "flag", "whether the readings of a year are added up"),
    ),
)
READINGS = Table(
    "plan_readings",
    "indicator and period of its kind and regime that the plan covers",
    (
        Column("indicator_id", "text", "the indicator"),
        Column("period", "text", "the period"),
        Column("assigned_agency_id", "text", "who gives it, as the plan names the agency"),
        Column("line", "text", "whose succession it follows: the same"),
        Column("original_due_on", "day", "the period's cut-off: who owes the reading on it may give it"),
        Column("period_end", "day", "the period's calendar end: the day on which the path is read"),
        Column("year", "integer", "the year that it belongs to"),
        Column("path", "text", "name of the path it is compared with"),
        Column("is_summed", "flag", "whether the readings of a year are added up"),
    ),
)
POINTS = Table(
    "plan_points",
    "point of a path",
    (
        Column("path", "text", "name of the path: the indicator, and the year where it is summed"),
        Column("day", "day", "the day"),
        Column("value", "number", "the value to have on it, in the indicator's unit"),
    ),
)
ACTIVITIES = Table(
    "plan_activities",
    "standing activity of the plan",
    (
        Column("activity_id", "text", "the activity"),
        Column("number", "text", "its number in the plan"),
        Column("title", "text", "its title"),
        Column("kind", "text", "session, communication, inspection, review or next_plan"),
        Column("line", "text", "who leads it, as the plan names the agency"),
        Column("every", "text", "how often it must be held; null when the plan does not say"),
        Column("due_on", "day", "by when it is to be done; null when the plan does not say"),
        Column("basis", "text", "the provision of the plan"),
        Column("mark", "text", "how well frequency and day are known: verified, secondary, assumption"),
    ),
)
ACTIVITY_SPANS = Table(
    "plan_activity_spans",
    "standing activity and span of its frequency within the period",
    (
        Column("activity_id", "text", "the activity"),
        Column("span", "text", "the span, once in which it must be held"),
        Column("end_on", "day", "last day of the span; it counts from the plan's first day on"),
    ),
)


@kept
def task_table(plan: Plan, on: date) -> pd.DataFrame:
    """The tasks assigned up to a day, dropped ones too; shape: one row a task, columns ``TASK_COLUMNS``."""
    tasks = (*plan.tasks, *plan.dropped)
    return TASKS.of(_task_row(plan, task) for task in tasks if assigned_on(plan, task) <= on)


def assigned_on(plan: Plan, task: Task) -> date:
    """The day from which a task counts: its own, else the day the plan takes effect."""
    return task.assigned_on or plan.in_force_from


def agency_names(plan: Plan) -> dict[str, str]:
    """Short names by id, of agencies and groups."""
    return {id_: plan.label(id_) for id_ in (*plan.agency, *plan.group)}


def _amending(plan: Plan, task: Task) -> list[str]:
    """The numbers of the decisions that speak of a task, in order, each once."""
    found = (one.amendment.decision.number for one in plan.versions[task.id] if one.amendment)
    return list(dict.fromkeys(found))


def _task_row(plan: Plan, task: Task) -> tuple[object, ...]:
    """A task, in the order of ``TASK_COLUMNS``."""
    schedule = plan.schedules[task.id]
    return (
        *(task.id, task.section, task.name, task.lead, task.responsible, task.authority, task.deadline),
        *_history(plan, task),
        "; ".join(task.products) or None,
        schedule.kind if schedule else None,
        bool(schedule and schedule.year_assumed),
        task.weight,
    )


def _history(plan: Plan, task: Task) -> tuple[str | None, str | None]:
    """The deadline as first written, and the decisions that changed or added the task."""
    wordings = plan.versions[task.id]
    if len(wordings) == 1 and not wordings[0].amendment:
        return task.deadline, None
    return held(wordings)[0].task.deadline, "; ".join(_amending(plan, task)) or None


def indicator_columns(plan: Plan) -> pd.DataFrame:
    """The indicators; shape: one row each, in the order of the plan, columns ``INDICATORS``."""
    return INDICATORS.frame(
        {
            "indicator_id": one.id,
            "name": one.name,
            "unit": one.unit,
            "line": one.agency,
            "baseline": one.baseline,
            "baseline_on": one.baseline_on or _day_before(plan.covers.first),
            "target": one.target,
            "target_on": one.target_on,
            "direction": one.direction,
            "is_summed": one.summed,
        }
        for one in plan.indicators
    )


def reading_duties(plan: Plan) -> pd.DataFrame:
    """The readings that the plan asks for; shape: one row per indicator and period, in order, columns ``READINGS``.

    The periods are those of the indicator's kind and regime whose months lie in the days that the plan covers.
    """
    rows = ((one, period) for one in plan.indicators for period in _periods(plan, one.kind, one.regime))
    return READINGS.frame(
        {
            "indicator_id": one.id,
            "period": str(period),
            "assigned_agency_id": one.agency,
            "line": one.agency,
            "original_due_on": period.cutoff,
            "period_end": period.calendar_end,
            "year": period.year,
            "path": _path_of(one, period.year),
            "is_summed": one.summed,
        }
        for one, period in rows
    )


def path_points(plan: Plan) -> pd.DataFrame:
    """The points that paths run through; shape: one row a point, each path's days ascending, columns ``POINTS``.

    A path runs from the baseline over the stated milestones to the target. What is summed begins each year at 0, on
    the last day of the year before; its baseline is no sum of this year and no point.
    """
    rows = [row for one in plan.indicators for row in _points(plan, one)]
    return POINTS.frame(dict(zip(POINTS.names, row, strict=True)) for row in rows)


def _points(plan: Plan, one: Indicator) -> Iterator[tuple[str, date, float]]:
    stated = [*((point.on, point.value) for point in one.path), (one.target_on, one.target)]
    if one.summed:
        for year in sorted({on.year for on, _ in stated}):
            points = {date(year - 1, 12, 31): 0.0} | {on: value for on, value in stated if on.year == year}
            yield from ((_path_of(one, year), on, value) for on, value in points.items())
        return
    first = one.baseline_on or _day_before(plan.covers.first)
    begin = {} if one.baseline is None else {first: one.baseline}
    # A baseline without a day is that of the day before the plan; what is stated of a day comes first.
    yield from ((one.id, on, value) for on, value in sorted((begin | dict(stated)).items()))


def _path_of(one: Indicator, year: int) -> str:
    """The name of a path: no id has a slash."""
    return f"{one.id}/{year}" if one.summed else one.id


@cache
def _periods_between(first: date, last: date, kind: str, regime: str) -> tuple[Period, ...]:
    found = []
    period = Period.first_of(kind, first.year, regime)
    while period.calendar_end <= last:
        found.append(period)
        period = period.next()
    return tuple(one for one in found if one.calendar_start >= first)


def _periods(plan: Plan, kind: str, regime: str) -> tuple[Period, ...]:
    return _periods_between(plan.covers.first, plan.covers.last, kind, regime)


def _day_before(day: date) -> date:
    return day - timedelta(days=1)


def activity_columns(plan: Plan) -> pd.DataFrame:
    """The standing activities; shape: one row each, in the order of the plan, columns ``ACTIVITIES``."""
    return ACTIVITIES.frame(
        {
            "activity_id": one.id,
            "number": one.number,
            "title": one.title,
            "kind": one.kind,
            "line": one.lead,
            "every": one.every,
            "due_on": one.due,
            "basis": f"mục {one.number} {plan.decision.kind} {plan.decision.number}",
            "mark": one.mark.value,
        }
        for one in plan.activities
    )


def activity_spans(plan: Plan, period: Period) -> pd.DataFrame:
    """When the standing activities must be held within a period; shape: one row per span, columns ``ACTIVITY_SPANS``."""
    return ACTIVITY_SPANS.frame(
        {"activity_id": one.id, "span": str(span), "end_on": span.end}
        for one in plan.activities
        if one.every
        for span in period.children(one.every)
        if plan.in_force_from <= span.end
    )
