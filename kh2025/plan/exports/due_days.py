"""All due days of a plan: the occurrences of its tasks, and its reports for the periods that it covers."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kh2025.law.periods import Period
from kh2025.plan.duties import occurrences, owed_while_covered
from kh2025.plan.model import Plan
from kh2025.plan.parts import Obligation, Task


@dataclass(frozen=True, slots=True)
class TaskDay:
    """One time that a task is due; ``begins_on`` where its span has a first day, or the plan says when it starts."""

    task: Task
    begins_on: date | None
    due_on: date
    is_recurring: bool


@dataclass(frozen=True, slots=True)
class ReportDay:
    """The day on which the reports of one obligation for one period are due."""

    obligation: Obligation
    period: Period
    due_on: date


def task_days(plan: Plan, task: Task) -> Iterator[TaskDay]:
    """The days on which a task is due, a recurring one up to the plan's last day; none for continuous tasks."""
    schedule = plan.schedules[task.id]
    is_recurring = bool(schedule and schedule.every)
    for one in occurrences(plan, task):
        if one.due_on:
            yield TaskDay(task, one.start_on, one.due_on, is_recurring)


def report_days(plan: Plan) -> Iterator[ReportDay]:
    """The due day of every obligation and owed period within ``covers``; it may lie after the plan's last day."""
    return (ReportDay(owed, period, owed.due_on(period)) for owed, period in owed_while_covered(plan))
