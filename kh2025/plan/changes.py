"""What is different in a plan between two days: tasks by amendments, agencies by succession, the letterhead."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import takewhile

import pandas as pd

from kh2025.columns import Column, Table
from kh2025.plan.amendments import Version
from kh2025.plan.duties import owner
from kh2025.plan.model import Plan
from kh2025.plan.parts import Task

CHANGES = Table(
    "plan_changes",
    "thing that is different and part of it",
    (
        Column("subject", "text", "task, agency or letterhead"),
        Column("subject_id", "text", "which one"),
        Column("change", "text", "added, dropped, began, ended, or the part that is different"),
        Column("before", "text", "what was there; null where nothing was"),
        Column("after", "text", "what is there; null where nothing is"),
        Column("on", "day", "since when"),
        Column("document_number", "text", "the decision that says so; null where it is no amendment"),
    ),
)
#: The parts of a task that are compared, as they are named in the file.
PARTS = tuple(name for name in Task.model_fields if name not in {"id", "assigned_on"})


def plan_changes(plan: Plan, first: date, last: date) -> pd.DataFrame:
    """What the plan reads differently on the last day than on the first; columns ``CHANGES``.

    A part that was changed and changed back is not different; of one that was changed twice the last change is named.

    >>> import kh2025
    >>> plan = kh2025.load_plan("example:thai_binh_2025/plan.yaml")
    >>> plan_changes(plan, date(2025, 6, 30), date(2025, 7, 1))["change"].value_counts().to_dict()
    {'ended': 23, 'began': 15, 'body': 1}
    """
    rows = [
        *_of_tasks(plan, first, last),
        *_of_agencies(plan, first, last),
        *_of_letterheads(plan, first, last),
    ]
    return CHANGES.check(CHANGES.frame(rows))


def _of_tasks(plan: Plan, first: date, last: date) -> Iterator[dict[str, object]]:
    before = {task.id: task for task in plan.as_of(first).tasks}
    read = plan.as_of(last)
    after = {task.id: task for task in read.tasks}
    for id_, versions in read.versions.items():
        row = {"subject": "task", "subject_id": id_}
        if id_ not in before and id_ in after:
            yield {**row, "change": "added", "after": after[id_].name, **_source(versions[0])}
        elif id_ in before and id_ not in after:
            yield {**row, "change": "dropped", "before": before[id_].name, **_source(versions[-1])}
        elif id_ in before:
            yield from _parts_of(plan, before[id_], after[id_], versions)


def _parts_of(
    plan: Plan, before: Task, after: Task, versions: tuple[Version, ...]
) -> Iterator[dict[str, object]]:
    for part in PARTS:
        old, new = getattr(before, part), getattr(after, part)
        if old != new:
            shown = {"before": _shown(plan, part, old), "after": _shown(plan, part, new)}
            source = _source(_setting(versions, part))
            yield {"subject": "task", "subject_id": after.id, "change": part, **shown, **source}


def _setting(versions: tuple[Version, ...], part: str) -> Version:
    """The wording that gave a part the value that it has in the last one."""
    value = getattr(versions[-1].task, part)
    *_, first = takewhile(lambda one: getattr(one.task, part) == value, reversed(versions))
    return first


def _source(version: Version) -> dict[str, object]:
    number = version.amendment.decision.number if version.amendment else None
    return {"on": version.from_on, "document_number": number}


def _shown(plan: Plan, part: str, value: object) -> str | None:
    """A part of a task as one text; agencies by their names."""
    values = value if isinstance(value, tuple) else (value,)
    texts = [str(one) for one in values if one is not None]
    if part in {"lead", "coordinating"}:
        texts = [plan.label(one) for one in texts]
    return "; ".join(texts) or None


def _of_agencies(plan: Plan, first: date, last: date) -> Iterator[dict[str, object]]:
    for agency in plan.agencies:
        row = {"subject": "agency", "subject_id": agency.id}
        gone_on = agency.valid_to + timedelta(days=1) if agency.valid_to else None
        if gone_on and first < gone_on <= last:
            heir = owner(plan, agency.id, gone_on)
            after = plan.label(heir) if heir else None
            yield {**row, "change": "ended", "before": agency.label, "after": after, "on": gone_on}
        if agency.valid_from and first < agency.valid_from <= last:
            yield {**row, "change": "began", "after": agency.label, "on": agency.valid_from}


def _of_letterheads(plan: Plan, first: date, last: date) -> Iterator[dict[str, object]]:
    before, after = plan.letterhead(first), plan.letterhead(last)
    if before != after:
        yield {
            "subject": "letterhead",
            "subject_id": after.code,
            "change": "body",
            "before": f"{before.superior or ''} {before.body}, {before.place}".strip(),
            "after": f"{after.superior or ''} {after.body}, {after.place}".strip(),
            "on": after.valid_from,
        }
