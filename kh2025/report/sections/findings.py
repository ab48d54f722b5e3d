"""Every breach as a sentence: the gravest first, the times that a recurring task breaks one rule in one row."""

from typing import Any

import pandas as pd

from kh2025.evaluation.evaluate import Evaluation
from kh2025.plan.model import Plan
from kh2025.report.document import Table
from kh2025.report.sections.frames import cell, heaviest_first, records, table
from kh2025.report.wording import Words

#: Breaches listed in full; of more, the caption says how many are left out.
_MOST = 500
_SAME = ("rule_id", "agency_id", "task_id")


def findings_table(ev: Evaluation, words: Words) -> Table:
    """Every breach as a sentence, rule by rule; of very many the first."""
    caption = words("appendix.findings_caption")
    if left := max(len(ev.findings) - _MOST, 0):
        caption = words("appendix.findings_cut", shown=_MOST, left=left)
    shown, empty = heaviest_first(ev.findings).head(_MOST), words("causes.no_findings")
    return findings_listed(shown, ev.scope.plan, words, caption, empty, "findings")


def findings_listed(
    found: pd.DataFrame, plan: Plan, words: Words, caption: str, empty: str, name: str
) -> Table:
    """Some breaches as sentences, rule by rule, the gravest first."""
    columns = (
        ("agency", "text", 1.8),
        ("subject", "text", 2.6),
        ("since_on", "day", 1.0),
        ("says", "text", 5.0),
    )
    shown = heaviest_first(found)
    together, names = _together(shown), _names(plan)
    rows = (
        (
            words.agency(first["agency_id"]),
            _subject(first, names),
            min((one["since_on"] for one in (first, *others)), default=None),
            _says(first, others, words),
        )
        for first, *others in together
    )
    groups = _by_rule(shown, [first for first, *_ in together], words)
    return table(words, caption, columns, rows, empty=empty, groups=groups, name=name)


def _by_rule(findings: pd.DataFrame, rows: list[dict[str, Any]], words: Words) -> list[tuple[int, str]]:
    """Where each rule's rows begin, with its title, its severity and the number of its breaches."""
    counts = findings["rule_id"].value_counts()
    firsts = {row["rule_id"]: place for place, row in reversed(list(enumerate(rows)))}
    return [
        (
            place,
            words(
                "appendix.findings_of",
                rule=words.title(rule_id),
                severity=words.label("severity", rows[place]["severity"]),
                count=int(counts[rule_id]),
            ),
        )
        for rule_id, place in sorted(firsts.items(), key=lambda one: one[1])
    ]


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


def _names(plan: Plan) -> dict[str, dict[str, str]]:
    """What stands for an id: a number or a title; a task is known by its id."""
    return {
        "activity_id": {one.id: one.number for one in plan.activities},
        "task_id": {},
        "obligation_id": {one.id: one.title for one in plan.obligations},
        "indicator_id": {one.id: one.name for one in plan.indicators},
    }


def _subject(row: dict[str, Any], names: dict[str, dict[str, str]]) -> str | None:
    found = ((row[column], named) for column, named in names.items() if isinstance(row[column], str))
    return next((named.get(id_, id_) for id_, named in found), None)
