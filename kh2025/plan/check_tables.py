"""What the plan rules look at: the plan alone as tables, whatever was reported."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from statistics import median

import numpy as np
import pandas as pd

from kh2025.columns import Column, Table
from kh2025.errors import InputError
from kh2025.law.citation import Citation
from kh2025.law.documents import find_document
from kh2025.law.periods import Period
from kh2025.law.workdays import WorkCalendar, default_calendar, standing
from kh2025.plan.blanks import is_blank
from kh2025.plan.duties import owed_while_covered, owner
from kh2025.plan.model import Plan
from kh2025.plan.parts import Document, Obligation, Task
from kh2025.plan.tables import assigned_on, task_table
from kh2025.text.normal import normal_form

_TASK, _LEAD = (
    Column("task_id", "text", "the task"),
    Column("lead_id", "text", "who leads it; null when none"),
)

DEADLINES = Table(
    "plan_deadlines",
    "task that is done once and has a deadline",
    (
        _TASK,
        _LEAD,
        Column("deadline", "text", "the deadline as written"),
        Column("schedule", "text", "kind of deadline: on_date, in_period or range"),
        Column("due_on", "day", "the day it is due"),
        Column("begins_on", "day", "the day it is assigned, or the later one on which the work can begin"),
        Column("is_worked", "flag", "whether that day is worked"),
        Column(
            "calendar", "text", "what the days off of its year rest on: confirmed, provisional, unverified"
        ),
        Column("covers_to", "day", "the last day of the plan"),
        Column("needs_task_id", "text", "of the tasks it depends on the one due last; null when none"),
        Column("needs_due_on", "day", "when that one is due"),
    ),
)
LEADS = Table(
    "plan_leads",
    "task with a deadline and agency that leads it",
    (
        _TASK,
        Column("agency_id", "text", "the leading agency, a member where a group leads"),
        Column("due_on", "day", "the last day it is due"),
        Column("ends_on", "day", "the last day of the agency; null when none is known"),
        Column("heir_id", "text", "who owes its duties on the due day; null when nobody does"),
    ),
)
LOADS = Table(
    "plan_loads",
    "agency that leads a task",
    (
        Column("agency_id", "text", "the agency, or the group"),
        Column("tasks", "integer", "tasks that it leads", "tasks"),
        Column("usual", "number", "median over all leads", "tasks"),
    ),
)
SECTIONS = Table(
    "plan_sections",
    "section of the plan",
    (
        Column("section_id", "text", "the section"),
        Column("title", "text", "its title"),
        Column("tasks", "integer", "tasks in it", "tasks"),
    ),
)
BASES = Table(
    "plan_bases",
    "legal basis and task, or plan, that rests on it",
    (
        Column("task_id", "text", "the task; null where it is a basis of the whole plan"),
        Column("number", "text", "the document"),
        Column("holds", "text", "in_force, ended or unknown: whether it holds as long as the plan lasts"),
        Column("ended_on", "day", "its last day in force, where it is known"),
        Column("replaced_by", "text", "what took its place, where it is known"),
        Column("issued_on", "day", "the day it was issued, where it is known"),
        Column("begins_on", "day", "its first day in force, where it is known"),
        Column("needed_on", "day", "the day from which the plan, or the task, rests on it"),
    ),
)
REPORTS = Table(
    "plan_reports",
    "reporting obligation and period that it is owed for",
    (
        Column("obligation_id", "text", "the obligation"),
        Column("tier", "integer", "its tier, 1 lowest"),
        Column("period", "text", "the period"),
        Column("cutoff_on", "day", "the period's cut-off"),
        Column("due_on", "day", "the day the report is due"),
        Column(
            "working_days_left", "integer", "working days after the cut-off up to that day", "working days"
        ),
        Column("set_by", "text", "the legal document that lays the day down; null when the plan sets it"),
        Column(
            "below_due_on",
            "day",
            "when the last report of the tier below is due for the period; null when none",
        ),
    ),
)
OBLIGATIONS = Table(
    "plan_obligations",
    "reporting obligation",
    (
        Column("obligation_id", "text", "the obligation"),
        Column("title", "text", "its title"),
        Column("basis", "text", "what the plan says it rests on"),
        Column("document_number", "text", "the document that is named there; null when none is"),
    ),
)
ACTIVITY_TIMES = Table(
    "plan_activity_times",
    "standing activity of the plan",
    (
        Column("activity_id", "text", "the activity"),
        Column("agency_id", "text", "who leads it"),
        Column("title", "text", "its title"),
        Column("kind", "text", "session, communication, inspection, review or next_plan"),
        Column("every", "text", "how often it is held; null when the plan does not say"),
        Column("due_on", "day", "by when it is done; null when the plan does not say"),
    ),
)
TARGETS = Table(
    "plan_targets",
    "indicator of the plan",
    (
        Column("indicator_id", "text", "the indicator"),
        Column("agency_id", "text", "who gives its value"),
        Column("name", "text", "its name"),
        Column("baseline", "number", "value at the start, in the indicator's unit; null when not stated"),
        Column("target", "number", "value to reach"),
        Column("direction", "text", "up or down: which way is good"),
        Column("data_source", "text", "where its figures come from; null when not stated"),
    ),
)
TEXTS = Table(
    "plan_texts",
    "text of the plan",
    (
        Column("path", "text", "where it stands: keys and places in lists, joined by dots"),
        Column("text", "text", "the text"),
        Column("is_blank", "flag", "whether it holds what is still to be filled in or decided"),
    ),
)
LIKENESS = Table(
    "plan_likeness",
    "task of the plan",
    (
        _TASK,
        _LEAD,
        Column("name", "text", "what is to be done"),
        Column("like_task_id", "text", "the earlier task most like it; null when none shares a word"),
        Column(
            "likeness", "number", "words that both have, as a share of the words of both: 0 to 1", "share"
        ),
        Column("has_same_lead", "flag", "whether the same party leads that one"),
    ),
)

SUCCESSIONS = Table(
    "plan_successions",
    "agency that ends and has one heir",
    (
        Column("agency_id", "text", "the agency"),
        Column("ends_on", "day", "its last day"),
        Column("heir_id", "text", "who owes its duties then"),
        Column("heir_from", "day", "the first day of the heir; null when it was always there"),
    ),
)

#: The tables that only a plan alone has.
PLAN_ALONE = frozenset(
    one.name
    for one in (
        *(DEADLINES, LEADS, LOADS, SECTIONS, BASES, REPORTS, OBLIGATIONS, ACTIVITY_TIMES, TARGETS),
        *(TEXTS, LIKENESS, SUCCESSIONS),
    )
)


def check_tables(plan: Plan, known_on: date | None = None) -> dict[str, pd.DataFrame]:
    """Every table that a plan rule looks at, by name; of tasks that were dropped nothing is asked any more.

    Notices of days off that were issued after ``known_on`` are not seen.
    """
    tasks = task_table(plan, plan.covers.last)
    is_dropped = tasks["task_id"].isin([task.id for task in plan.dropped])
    return {
        "plan_tasks": tasks[~is_dropped].reset_index(drop=True),
        DEADLINES.name: DEADLINES.frame(_deadlines(plan, known_on)),
        LEADS.name: LEADS.frame(_leads(plan)),
        SUCCESSIONS.name: SUCCESSIONS.frame(_successions(plan)),
        LOADS.name: LOADS.frame(_loads(plan)),
        SECTIONS.name: SECTIONS.frame(_sections(plan)),
        BASES.name: BASES.frame(_bases(plan)),
        REPORTS.name: REPORTS.frame(_reports(plan, known_on)),
        OBLIGATIONS.name: OBLIGATIONS.frame(_obligations(plan)),
        ACTIVITY_TIMES.name: ACTIVITY_TIMES.frame(_activities(plan)),
        TARGETS.name: TARGETS.frame(_indicators(plan)),
        TEXTS.name: TEXTS.frame(_texts(plan.model_dump(mode="json", exclude_defaults=True), "")),
        LIKENESS.name: LIKENESS.frame(_likeness(plan)),
    }


def _texts(value: object, path: str) -> Iterator[dict[str, object]]:
    """The texts in plain values, in order."""
    if isinstance(value, str):
        yield {"path": path, "text": value, "is_blank": is_blank(value)}
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, one in inner:
        yield from _texts(one, f"{path}.{name}" if path else str(name))


def _due(plan: Plan, task: Task) -> date | None:
    schedule = plan.schedules[task.id]
    return schedule.due_on if schedule and not schedule.every else None


def _deadlines(plan: Plan, known_on: date | None) -> Iterator[dict[str, object]]:
    due = {task.id: day for task in plan.tasks if (day := _due(plan, task))}
    for task in plan.tasks:
        schedule = plan.schedules[task.id]
        if schedule is None or task.id not in due:
            continue
        needed = max(((due[id_], id_) for id_ in task.depends_on if id_ in due), default=(None, None))
        yield {
            "task_id": task.id,
            "lead_id": task.lead,
            "deadline": task.deadline,
            "schedule": schedule.kind,
            "due_on": due[task.id],
            "begins_on": max(assigned_on(plan, task), task.starts_on or date.min),
            "is_worked": default_calendar(known_on).is_workday(due[task.id]),
            "calendar": standing(due[task.id].year, known_on).value,
            "covers_to": plan.covers.last,
            "needs_task_id": needed[1],
            "needs_due_on": needed[0],
        }


def _leads(plan: Plan) -> Iterator[dict[str, object]]:
    for task in plan.tasks:
        schedule = plan.schedules[task.id]
        found = schedule.occurrences(plan.in_force_from, plan.covers.last) if schedule else []
        days = [one.due_on for one in found if one.due_on]
        for agency_id in plan.members(task.lead) if task.lead and days else ():
            yield {
                "task_id": task.id,
                "agency_id": agency_id,
                "due_on": max(days),
                "ends_on": plan.agency[agency_id].valid_to,
                "heir_id": owner(plan, agency_id, max(days)),
            }


def _successions(plan: Plan) -> Iterator[dict[str, object]]:
    for one in plan.agencies:
        heir = one.heir or (one.successors[0] if len(one.successors) == 1 else None)
        if one.valid_to and heir:
            yield {
                "agency_id": one.id,
                "ends_on": one.valid_to,
                "heir_id": heir,
                "heir_from": plan.agency[heir].valid_from,
            }


def _loads(plan: Plan) -> Iterator[dict[str, object]]:
    counts = Counter(task.lead for task in plan.tasks if task.lead)
    usual = median(counts.values()) if counts else 0
    return ({"agency_id": id_, "tasks": count, "usual": float(usual)} for id_, count in counts.items())


def _sections(plan: Plan) -> Iterator[dict[str, object]]:
    counts = Counter(task.section for task in plan.tasks)
    return ({"section_id": one.id, "title": one.title, "tasks": counts[one.id]} for one in plan.sections)


def _bases(plan: Plan) -> Iterator[dict[str, object]]:
    named = {document.number: document for document in plan.legal_bases}
    yield from (_basis(plan, None, document.number, document) for document in plan.legal_bases)
    for task in plan.tasks:
        yield from (_basis(plan, task, number, named.get(number)) for number in task.legal_basis)


def _basis(plan: Plan, task: Task | None, number: str, document: Document | None) -> dict[str, object]:
    """What the plan says of a document, else what the list of documents knows."""
    listed = find_document(number, issued_on=document.issued_on if document else None)
    ended = (document and document.in_force_to) or (listed and listed.in_force_to) or None
    replaced = (document and document.replaced_by) or (listed and listed.replaced_by) or None
    if ended:
        holds = "ended" if ended < plan.covers.last else "in_force"
    elif replaced:
        holds = "unknown"
    else:
        holds = "in_force" if listed and listed.in_force_on(plan.covers.last) else "unknown"
    return {
        "task_id": task.id if task else None,
        "number": number,
        "holds": holds,
        "ended_on": ended,
        "replaced_by": str(replaced) if replaced else None,
        "issued_on": (document and document.issued_on) or (listed and listed.issued_on) or None,
        "begins_on": listed.in_force_from if listed else None,
        "needed_on": assigned_on(plan, task) if task else plan.in_force_from,
    }


def _reports(plan: Plan, known_on: date | None) -> Iterator[dict[str, object]]:
    owed, calendar = list(owed_while_covered(plan)), default_calendar(known_on)
    tiers: dict[tuple[Period, int], list[Obligation]] = {}
    for obligation, period in owed:
        tiers.setdefault((period, obligation.tier), []).append(obligation)
    for obligation, period in owed:
        rule = obligation.due_rule(period.kind)
        yield {
            "obligation_id": obligation.id,
            "tier": obligation.tier,
            "period": str(period),
            "cutoff_on": period.cutoff,
            "due_on": rule.due_on(period, calendar),
            "working_days_left": rule.working_days_left(period, calendar),
            "set_by": rule.set_by,
            "below_due_on": _below(
                tiers.get((period, obligation.tier - 1), []), obligation, period, calendar
            ),
        }


def _obligations(plan: Plan) -> Iterator[dict[str, object]]:
    for one in plan.obligations:
        yield {
            "obligation_id": one.id,
            "title": one.title,
            "basis": one.basis,
            "document_number": _document_named(one.basis),
        }


def _document_named(text: str) -> str | None:
    """The number of the document that a provision names; null when it names none that can be read."""
    try:
        return Citation.parse(text).document
    except InputError:
        return None


def _activities(plan: Plan) -> Iterator[dict[str, object]]:
    for one in plan.activities:
        yield {
            "activity_id": one.id,
            "agency_id": one.lead,
            "title": one.title,
            "kind": one.kind,
            "every": one.every,
            "due_on": one.due,
        }


def _indicators(plan: Plan) -> Iterator[dict[str, object]]:
    for one in plan.indicators:
        yield {
            "indicator_id": one.id,
            "agency_id": one.agency,
            "name": one.name,
            "baseline": one.baseline,
            "target": one.target,
            "direction": one.direction,
            "data_source": one.data_source,
        }


def _below(
    lowers: list[Obligation], upper: Obligation, period: Period, calendar: WorkCalendar
) -> date | None:
    """When the last report of the tier below that goes to the same, or to who reports, is due for a period."""
    days = [lower.due_on(period, calendar) for lower in lowers if lower.to in {upper.to, upper.reporters}]
    return max(days, default=None)


def _likeness(plan: Plan) -> Iterator[dict[str, object]]:
    """Each task and the earlier one that shares most words with it, by the words of the normal form.

    Of several equally like it one of its own lead is named: the same task of another agency must not hide it.
    """
    words = [frozenset(normal_form(task.name).split()) for task in plan.tasks]
    known = {word: place for place, word in enumerate(sorted(frozenset().union(*words)))}
    has = np.zeros((len(words), len(known)), np.float32)
    for row, found in enumerate(words):
        has[row, [known[word] for word in found]] = 1
    shared = has @ has.T
    sizes = np.diag(shared)
    share = np.tril(shared / np.maximum(sizes[:, None] + sizes[None, :] - shared, 1), -1)
    leads = np.array([task.lead or "" for task in plan.tasks])
    for place, task in enumerate(plan.tasks):
        is_nearest = share[place] == share[place].max()
        nearest = int((is_nearest * (1 + (leads == (task.lead or "")))).argmax())
        likeness = float(share[place, nearest])
        other = plan.tasks[nearest] if likeness > 0 else None
        yield {
            "task_id": task.id,
            "lead_id": task.lead,
            "name": task.name,
            "like_task_id": other.id if other else None,
            "likeness": likeness,
            "has_same_lead": other is not None and other.lead == task.lead,
        }
