"""From models to columns: the only bridge. The rooms to the right see tables, never models of tasks."""

from datetime import date

import pandas as pd

from kh2025.columns import Column, Table
from kh2025.law.periods import Period
from kh2025.plan.amendments import held
from kh2025.plan.kept import kept
from kh2025.plan.model import Plan
from kh2025.plan.parts import Task

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

ACTIVITIES = Table(
    "plan_activities",
    "standing activity of the plan",
    (
        Column("activity_id", "text", "the activity"),
        Column("number", "text", "its number in the plan"),
        Column("title", "text", "its title"),
        Column("kind", "text", "session, communication, inspection or review"),
        Column("line", "text", "who leads it, as the plan names the agency"),
        Column("every", "text", "how often it must be held; null when the plan does not say"),
        Column("basis", "text", "the provision of the plan"),
        Column("mark", "text", "how well the frequency is known: verified, secondary, assumption"),
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
    return TASKS.frame(_task_row(plan, task) for task in tasks if assigned_on(plan, task) <= on)


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


def _task_row(plan: Plan, task: Task) -> dict[str, object]:
    schedule = plan.schedules[task.id]
    return {
        "task_id": task.id,
        "section_id": task.section,
        "name": task.name,
        "lead_id": task.lead,
        "responsible": task.responsible,
        "authority": task.authority,
        "deadline": task.deadline,
        "original_deadline": held(plan.versions[task.id])[0].task.deadline,
        "amended_by": "; ".join(_amending(plan, task)) or None,
        "products": "; ".join(task.products) or None,
        "schedule": schedule.kind if schedule else None,
        "year_assumed": bool(schedule and schedule.year_assumed),
    }


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
