"""Every breach as a sentence, rule by rule: the gravest first, the times that a recurring task breaks one in one row."""

from itertools import groupby
from typing import Any

import pandas as pd

from kh2025.evaluation.evaluate import Evaluation
from kh2025.report.document import Table
from kh2025.report.sections.frames import cell, heaviest_first, records, table
from kh2025.report.wording import Words

#: Breaches listed in full; of more, the caption says how many are left out.
_MOST = 500
_SAME = ("rule_id", "agency_id", "task_id")

Row = dict[str, Any]


def findings_table(ev: Evaluation, words: Words) -> Table:
    """Every breach as a sentence; of very many the first."""
    columns = (
        ("agency", "text", 1.8),
        ("subject", "text", 2.6),
        ("since_on", "day", 1.0),
        ("says", "text", 5.0),
    )
    shown = _together(heaviest_first(ev.findings).head(_MOST))
    rows = (
        (
            words.agency(first["agency_id"]),
            _subject(ev, first),
            min((one["since_on"] for one in (first, *others)), default=None),
            _says(first, others, words),
        )
        for first, *others in shown
    )
    caption = words("appendix.findings_caption")
    if left := max(len(ev.findings) - _MOST, 0):
        caption = words("appendix.findings_cut", shown=_MOST, left=left)
    return table(
        words,
        caption,
        columns,
        rows,
        empty=words("causes.no_findings"),
        groups=_by_rule(shown, words),
        name="findings",
    )


def _together(findings: pd.DataFrame) -> list[list[Row]]:
    """The breaches row by row; those of one rule, agency and recurring task in one."""
    found: dict[tuple[str, ...], list[Row]] = {}
    for place, row in enumerate(records(findings)):
        recurs = cell(row["occurrence"]) is not None
        key = tuple(str(row[name]) for name in _SAME) if recurs else (str(place),)
        found.setdefault(key, []).append(row)
    return list(found.values())


def _by_rule(shown: list[list[Row]], words: Words) -> list[tuple[int, str]]:
    """Where each rule's breaches begin, with its title, its severity and their number."""
    groups, place = [], 0
    for rule_id, group in groupby(shown, key=lambda rows: rows[0]["rule_id"]):
        rows = list(group)
        said = {
            "rule": words.title(rule_id),
            "severity": words.label("severity", rows[0][0]["severity"]),
            "count": sum(map(len, rows)),
        }
        groups.append((place, words("appendix.findings_of", **said)))
        place += len(rows)
    return groups


def _says(first: Row, others: list[Row], words: Words) -> str:
    said = words.finding(first["rule_id"], first["values"])
    if not others:
        return said
    days = ", ".join(words.value(one["occurrence"]) for one in others)
    return words("appendix.finding_recurs", said=said, count=len(others), days=days)


def _subject(ev: Evaluation, row: Row) -> str | None:
    plan = ev.scope.plan
    said: dict[str, dict[str, str]] = {
        "activity_id": {one.id: one.number for one in plan.activities},
        "task_id": {},
        "obligation_id": {one.id: one.title for one in plan.obligations},
        "indicator_id": {one.id: one.name for one in plan.indicators},
    }
    found = ((row[column], names) for column, names in said.items() if isinstance(row[column], str))
    return next((names.get(id_, id_) for id_, names in found), None)
