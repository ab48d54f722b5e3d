"""The rows of a form's sheets as plain values: column → text, number or day; a column that a row lacks is empty."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import pandas as pd

from kh2025.law.periods import Period
from kh2025.ledger.forms.layout import COVER_CELLS, REMARKS, SENDS, YES_NO, shown
from kh2025.ledger.forms.owed import Owed
from kh2025.messages import text
from kh2025.plan.duties import heirs_of, owner
from kh2025.plan.model import Plan
from kh2025.plan.parts import Indicator, Obligation, Task
from kh2025.text.dates import show_date

Value = str | int | float | date | None
Row = Mapping[str, Value]


def cover_rows(owed: Owed, agency_id: str) -> Iterator[Row]:
    """Whose form it is, what the agency must say of it as a whole, and which reports it stands for.

    One row for each report owed, whoever's heir the agency owes it as: one report serves them all.
    """
    values: dict[str, Value] = {
        "agency": owed.plan.agency[agency_id].name,
        "period": owed.period.label(),
        "effective_on": owed.period.cutoff,
    }
    for cell in COVER_CELLS:
        words = {part: text("forms", f"{part}s.{cell.key}") for part in ("label", "hint")}
        yield {"key": cell.key, "value": values.get(cell.key), **words}
    theirs = owed.reports[owed.reports["agency_id"] == agency_id].drop_duplicates("obligation_id")
    due = {str(id_): _day(day) for id_, day in zip(theirs["obligation_id"], theirs["due_on"], strict=True)}
    for obligation in owed.plan.obligations:
        if due_on := due.get(obligation.id):
            yield _report_row(owed.plan, obligation, due_on)


def task_rows(owed: Owed, agency_id: str) -> Iterator[Row]:
    """The agency's open duties in the plan's order; as several agencies' heir it speaks once for all of them."""
    duties = owed.open_duties()
    grouped: dict[tuple[str, date | None], list[dict[str, Any]]] = {}
    for duty in duties[duties["agency_id"] == agency_id].to_dict("records"):
        one = {str(name): value for name, value in duty.items()}
        grouped.setdefault((one["task_id"], _day(one["occurrence"])), []).append(one)
    tasks = {task.id: task for task in owed.plan.tasks}
    for number, ((task_id, occurrence), theirs) in enumerate(grouped.items(), 1):
        yield {
            "task_id": task_id,
            "occurrence": occurrence.isoformat() if occurrence else "",
            "number": number,
            **_task_cells(owed.plan, tasks[task_id], theirs),
        }


def indicator_rows(owed: Owed, agency_id: str) -> Iterator[Row]:
    """The values that the agency gives, by indicator and period."""
    theirs = [pair for pair in owed.readings if owed.giver(pair[0]) == agency_id]
    for number, (indicator, period) in enumerate(theirs, 1):
        yield {
            "indicator_id": indicator.id,
            "period": str(period),
            "number": number,
            "name": indicator.name,
            "unit": indicator.unit,
            "period_label": period.label(),
            "target": indicator.target,
            "target_on": indicator.target_on,
            "known_value": _known_value(owed, indicator, period),
        }


def remark_rows() -> Iterator[Row]:
    """The sections that the agency may write words for."""
    section = REMARKS.columns[0]
    for code in section.choices:
        yield {"section": code, "label": shown(section.labels, code)}


def _report_row(plan: Plan, obligation: Obligation, due_on: date) -> Row:
    to = plan.label(obligation.to)
    if through := owner(plan, obligation.through, due_on) if obligation.through else None:
        to = text("forms", "through", to=to, through=plan.label(through))
    return {
        "key": SENDS + obligation.id,
        "label": text("forms", "labels.sends", title=obligation.title),
        "value": shown(YES_NO, "yes"),
        "hint": text("forms", "hints.sends", due_on=show_date(due_on), to=to),
    }


def _task_cells(plan: Plan, task: Task, duties: list[dict[str, Any]]) -> Row:
    """What is known of a duty: what the agency said itself comes before what it took over; the first deadline counts."""
    first = min(duties, key=_is_taken_over)
    taken = [plan.label(duty["assigned_agency_id"]) for duty in duties if _is_taken_over(duty)]
    due = [day for day in (_day(duty["due_on"]) for duty in duties) if day]
    note = [text("forms", "taken_over", agencies="; ".join(taken))] if taken else []
    is_known = isinstance(first["state"], str)
    return {
        "name": "\n".join([task.name, *note]),
        "products": "; ".join(task.products),
        "due_on": min(due) if due else task.deadline or text("forms", "no_deadline"),
        "known_state": shown("state", first["state"]) if is_known else text("forms", "unreported"),
        "known_on": _day(first["effective_on"]),
    }


def _is_taken_over(duty: dict[str, Any]) -> bool:
    return bool(duty["assigned_agency_id"] != duty["agency_id"])


def _known_value(owed: Owed, indicator: Indicator, period: Period) -> float | None:
    readings = owed.facts["readings"]
    theirs = readings[
        (readings["indicator_id"] == indicator.id)
        & readings["agency_id"].isin(heirs_of(owed.plan, indicator.agency))
        & (readings["period"] == str(period))
    ]
    return float(theirs["value"].iloc[-1]) if len(theirs) else None


def _day(value: Any) -> date | None:
    return None if pd.isna(value) else pd.Timestamp(value).date()
