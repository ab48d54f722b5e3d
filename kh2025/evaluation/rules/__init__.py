"""The rules of compliance: one file per family, one function per rule, cases as data beside them."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import pandas as pd

from kh2025.errors import InputError, Problem
from kh2025.evaluation.rules import activities, data, reporting, tasks
from kh2025.evaluation.tables import FINDINGS, VERDICTS
from kh2025.law.citation import weakest
from kh2025.law.moments import local_day
from kh2025.law.periods import Period
from kh2025.law.rule import Rule, Verdict, registered
from kh2025.plan import checks
from kh2025.plan.check_tables import PLAN_ALONE
from kh2025.plan.tables import TASKS as PLAN_TASKS

# Importing a family registers its rules; the order here is the order of every list of rules.
FAMILIES = (reporting, tasks, checks, activities, data)
_SUBJECT = ("agency_id", "task_id", "occurrence", "obligation_id", "activity_id")


def all_rules() -> dict[str, Rule]:
    """Every rule by id, family by family."""
    order = {family.__name__: place for place, family in enumerate(FAMILIES)}
    return dict(sorted(registered().items(), key=lambda item: order[item[1].module]))


def find_rule(rule_id: str) -> Rule:
    """One rule; ``InputError`` names those there are."""
    rules = all_rules()
    if rule_id not in rules:
        raise InputError(Problem("rule", value=rule_id, details={"known": ", ".join(rules)}))
    return rules[rule_id]


def rules_of_reports() -> list[Rule]:
    """The rules that an evaluation runs: all but those on tables that only a plan alone has."""
    return [rule for rule in all_rules().values() if rule.on not in PLAN_ALONE]


def rules_of_plans() -> list[Rule]:
    """The rules that judge a plan alone, whatever was reported."""
    return [rule for rule in all_rules().values() if rule.on in PLAN_ALONE or rule.on == PLAN_TASKS.name]


def judge(
    rules: Iterable[Rule], tables: Mapping[str, pd.DataFrame], period: Period | None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Run rules over their tables; without a period for a plan alone.

    Returns:
        Findings (one row per breach, columns ``FINDINGS``) and verdicts (one row per rule, ``VERDICTS``).

    Raises:
        KeyError: the table of a rule is not given.
    """
    findings: list[dict[str, Any]] = []
    verdicts: list[dict[str, Any]] = []
    for rule in rules:
        table = tables[rule.on]
        given = rule.check(table, rule.parameters)
        verdicts.append({"rule_id": rule.id, **{v.name.lower(): int((given == v).sum()) for v in Verdict}})
        breached = table[given == Verdict.BREACH]
        findings += [_finding(rule, row, period) for row in breached.to_dict("records")]
    return FINDINGS.check(FINDINGS.frame(findings)), VERDICTS.check(VERDICTS.frame(verdicts))


def _finding(rule: Rule, row: dict[str, Any], period: Period | None) -> dict[str, Any]:
    subject = {name: row.get(name) for name in _SUBJECT}
    return {
        **subject,
        "rule_id": rule.id,
        "family": rule.family,
        "severity": rule.severity.value,
        "period": str(period) if period else row.get("period"),
        "since_on": _day(row[rule.since]) if rule.since else None,
        "citation": row.get("basis") or str(rule.citation),
        "mark": weakest([rule.citation.mark, row.get("mark") or rule.citation.mark]).value,
        "values": {name: row[name] for name in rule.explains},
    }


def _day(value: pd.Timestamp) -> pd.Timestamp | date:
    """A moment's local day; a day as it is."""
    return local_day(value) if value.tzinfo else value
