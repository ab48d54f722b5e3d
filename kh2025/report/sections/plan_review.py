"""A plan looked at alone: what was judged, what each element of "6 rõ" lacks, every breach, every task and rule."""

from typing import Any

import pandas as pd

from kh2025.evaluation.plan_check import PlanCheck
from kh2025.law.rule import Severity
from kh2025.plan.checks import SIX_CLEAR
from kh2025.plan.model import Plan
from kh2025.report.display import is_nothing
from kh2025.report.document import Block, Heading, Items, Paragraph, Section, Table
from kh2025.report.sections.causes import rules_table
from kh2025.report.sections.frames import cell, field, records, table
from kh2025.report.wording import Words

_SIX = "task-not-six-clear"
_MOST = 12  # tasks named in a cell; of more, their number is told
_MOST_NOTICES = 20
_SUBJECTS = ("task_id", "obligation_id", "indicator_id", "activity_id", "agency_id")
_COUNTED = ("tasks", "sections", "agencies", "obligations", "indicators", "activities")


def results(found: PlanCheck, words: Words) -> Section:
    """I. What was judged, and the breaches by rule."""
    plan = found.plan
    counts = {name: len(getattr(plan, name)) for name in _COUNTED}
    blocks: list[Block] = [
        Heading(words("audit.results")),
        Paragraph(words("audit.counts", day=found.on, **counts)),
    ]
    blocks += [Paragraph(_sums(found, words)), rules_table(found.findings, found.verdicts, words)]
    blocks += [_six_clear(found, words)] if plan.tasks else []
    return Section("results", tuple(blocks), words.lang)


def details(found: PlanCheck, words: Words) -> Section:
    """II. Every breach, the heaviest first, and what was cleaned when the plan was read."""
    blocks: list[Block] = [Heading(words("audit.findings")), _breaches(found, words)]
    notices = [notice.render(words.lang) for notice in found.plan.notices]
    if notices:
        left = len(notices) - _MOST_NOTICES
        more = [words("audit.more_notices", count=left)] if left > 0 else []
        blocks += [Paragraph(words("audit.notices")), Items((*notices[:_MOST_NOTICES], *more))]
    return Section("findings", tuple(blocks), words.lang)


def plan_tasks(found: PlanCheck, words: Words) -> Table:
    """Every task as the plan names it, and which of "6 rõ" it lacks."""
    columns = (
        ("task", "text", 4.0),
        ("lead", "text", 1.6),
        ("deadline", "text", 1.6),
        ("products", "text", 1.8),
        ("responsible", "text", 1.6),
        ("authority", "text", 1.6),
        ("lacking", "text", 1.4),
    )
    lacking = _lacking_by_task(found, words)
    rows = (
        (
            f"{task.id} {task.name}",
            words.agency(task.lead),
            task.deadline,
            task.products or None,
            task.responsible,
            task.authority,
            lacking.get(task.id),
        )
        for task in found.plan.tasks
    )
    empty = words("audit.no_tasks")
    return table(words, words("audit.tasks_caption"), columns, rows, empty=empty, name="tasks")


def all_rules_table(found: PlanCheck, words: Words) -> Table:
    """Every rule that judged the plan, with the number of each verdict."""
    verdicts = ("pass", "breach", "unknown")
    columns = (
        ("rule", "text", 4.0),
        ("severity", "text", 1.2),
        ("passed", "number", 0.9),
        ("breaches", "number", 0.9),
        ("unknown", "number", 1.0),
        ("standing", "text", 1.8),
    )
    rows = (
        (
            words.title(row["rule_id"]),
            words.label("severity", row["severity"]),
            *(row[verdict] for verdict in verdicts),
            words.label("rule_standing", row["standing"]),
        )
        for row in records(found.verdicts)
    )
    return table(words, words("audit.rules_caption"), columns, rows, name="plan_rules")


def _sums(found: PlanCheck, words: Words) -> str:
    by_severity = found.findings["severity"].value_counts()
    counts = {severity.value: int(by_severity.get(severity.value, 0)) for severity in Severity}
    judged = int((found.verdicts["standing"] == "in_force").sum())
    unknown = int(found.verdicts["unknown"].sum())
    parts = words.counted("audit.severities", counts)
    said = words("audit.some", total=len(found.findings), parts=parts) if parts else words("audit.none")
    said = words("audit.doubtful", found=said, count=unknown) if unknown else said
    return words("audit.sums", rules=judged, found=said)


def _six_clear(found: PlanCheck, words: Words) -> Table:
    """One row for each element: how many tasks lack it, and which."""
    fields = (
        field(words, "element", "text", 2.0),
        field(words, "lacking_tasks", "number", 1.0),
        field(words, "which", "text", 5.0),
    )
    by_element = {
        key: [str(row["task_id"]) for row in _of_six(found) if is_nothing(row["values"][column])]
        for key, column in SIX_CLEAR.items()
    }
    rows = tuple(
        (words.label("six_clear", key), len(ids), _some(ids, words)) for key, ids in by_element.items()
    )
    return Table(
        words("audit.six_caption"), fields, rows, words("results.no_rows"), name=words("sheet.six_clear")
    )


def _some(ids: list[str], words: Words) -> tuple[str, ...] | None:
    left = len(ids) - _MOST
    return tuple(ids) or None if left <= 0 else (*ids[:_MOST], words("changes.more", count=left))


def _of_six(found: PlanCheck) -> list[dict[str, Any]]:
    return records(found.findings[found.findings["rule_id"] == _SIX])


def _lacking_by_task(found: PlanCheck, words: Words) -> dict[object, tuple[str, ...]]:
    return {
        row["task_id"]: tuple(
            words.label("six_clear", key) or ""
            for key, column in SIX_CLEAR.items()
            if is_nothing(row["values"][column])
        )
        for row in _of_six(found)
    }


def _breaches(found: PlanCheck, words: Words) -> Table:
    columns = (
        ("rule", "text", 2.6),
        ("subject", "text", 1.6),
        ("says", "text", 4.6),
        ("citation", "text", 2.4),
        ("mark", "text", 1.4),
    )
    order = {severity.value: place for place, severity in enumerate(Severity)}
    ordered = found.findings.assign(place=found.findings["severity"].map(order))
    ordered = ordered.sort_values("place", kind="stable").reset_index(drop=True)
    rows = (
        (
            words.title(row["rule_id"]),
            _subject(row, found.plan, words),
            words.finding(row["rule_id"], row["values"]),
            row["citation"],
            words.label("mark", row["mark"]),
        )
        for row in records(ordered)
    )
    caption, empty = words("audit.findings_caption"), words("causes.no_findings")
    groups = _groups(ordered, words)
    return table(words, caption, columns, rows, empty=empty, groups=groups, name="findings")


def _groups(ordered: pd.DataFrame, words: Words) -> list[tuple[int, str]]:
    """Where each severity's rows begin."""
    firsts = ordered.drop_duplicates("severity")
    counts = ordered["severity"].value_counts()
    return [
        (place, words("audit.severity", severity=words.label("severity", one), count=int(counts[one])))
        for place, one in zip(firsts.index.tolist(), firsts["severity"], strict=True)
    ]


def _subject(row: dict[str, object], plan: Plan, words: Words) -> str | None:
    numbers = {activity.id: activity.number for activity in plan.activities}
    found = {name: cell(row[name]) for name in _SUBJECTS}
    if found["activity_id"]:
        return numbers[str(found["activity_id"])]
    named = next((str(found[name]) for name in _SUBJECTS[:4] if found[name]), None)
    return named or words.agency(found["agency_id"])
