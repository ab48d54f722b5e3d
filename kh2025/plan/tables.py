"""From models to columns: the only bridge. The rooms to the right see tables, never models of tasks."""

from datetime import date

import pandas as pd

from kh2025.columns import Column, Table
from kh2025.plan.amendments import held
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
