"""Every breach as a sentence: the gravest first, the times that a recurring task breaks one rule in one row."""

from typing import Any

import pandas as pd

from kh2025.evaluation.evaluate import Evaluation
from kh2025.law.rule import Severity
from kh2025.report.document import Table
from kh2025.report.sections.frames import cell, records, table
from kh2025.report.wording import Words

#: Breaches listed in full; of more, the caption says how many are left out.
_MOST = 500
_GRAVITY = {one.value: place for place, one in enumerate(Severity)}
_SAME = ("rule_id", "agency_id", "task_id")
_ABOUT = ("task_id", "obligation_id", "indicator_id")


def findings_table(ev: Evaluation, words: Words) -> Table:
    """Every breach as a sentence; of very many the first."""
    columns = (
        ("rule", "text", 2.4),
        ("severity", "text", 0.9),
        ("agency", "text", 1.6),
        ("subject", "text", 1.2),
        ("since_on", "day", 1.1),
        ("says", "text", 4.0),
    )
    numbers = {activity.id: activity.number for activity in ev.scope.plan.activities}
    rows = (
        (
            words.title(first["rule_id"]),
            words.label("severity", first["severity"]),
            words.agency(first["agency_id"]),
            _subject(first, numbers),
            min((one["since_on"] for one in (first, *others)), default=None),
            _says(first, others, words),
        )
        for first, *others in _together(_gravest_first(ev.findings).head(_MOST))
    )
    caption = words("appendix.findings_caption")
    if left := max(len(ev.findings) - _MOST, 0):
        caption = words("appendix.findings_cut", shown=_MOST, left=left)
    return table(words, caption, columns, rows, empty=words("causes.no_findings"), name="findings")


def _gravest_first(findings: pd.DataFrame) -> pd.DataFrame:
    """The breaches by severity, else in the order of the rules."""
    gravity = findings["severity"].map(_GRAVITY)
    return findings.loc[gravity.sort_values(kind="stable").index]


def _together(findings: pd.DataFrame) -> list[list[dict[str, Any]]]:
    """The breaches row by row; those of one rule, agency and recurring task in one."""
    found: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for place, row in enumerate(records(findings)):
        recurs = cell(row["occurrence"]) is not None
        key = tuple(str(row[name]) for name in _SAME) if recurs else (str(place),)
        found.setdefault(key, []).append(row)
    return list(found.values())


def _says(first: dict[str, Any], others: list[dict[str, Any]], words: Words) -> str:
    said = words.finding(first["rule_id"], first["values"])
    if not others:
        return said
    days = ", ".join(words.value(one["occurrence"]) for one in others)
    return words("appendix.finding_recurs", said=said, count=len(others), days=days)


def _subject(row: dict[str, Any], numbers: dict[str, str]) -> str | None:
    if isinstance(row["activity_id"], str):
        return numbers[row["activity_id"]]
    return next((row[name] for name in _ABOUT if isinstance(row[name], str)), None)
