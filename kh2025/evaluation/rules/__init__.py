"""The rules of compliance: one file per family, one function per rule, cases as data beside them."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from kh2025.errors import InputError, Problem
from kh2025.evaluation.rules import activities, data, indicators, reporting, tasks
from kh2025.evaluation.rules.applied import Applied, applied, check_changes, suggested
from kh2025.evaluation.tables import FINDINGS, VERDICTS
from kh2025.law.citation import Mark, weakest
from kh2025.law.periods import Period
from kh2025.law.rule import Rule, Verdict, registered
from kh2025.ledger.current import local_days
from kh2025.plan import checks, legal_checks
from kh2025.plan.check_tables import PLAN_ALONE
from kh2025.plan.model import Plan
from kh2025.plan.tables import TASKS as PLAN_TASKS

# Importing a family registers its rules; the order here is the order of every list of rules.
FAMILIES = (reporting, tasks, indicators, activities, checks, legal_checks, data)
#: The columns that say what a finding is about, as far as the table has them.
_SUBJECT = ("agency_id", "task_id", "occurrence", "obligation_id", "indicator_id", "activity_id")


def all_rules() -> dict[str, Rule]:
    """Every rule by id, family by family."""
    order = {family.__name__: place for place, family in enumerate(FAMILIES)}
    return dict(sorted(registered().items(), key=lambda item: order[item[1].module]))


def find_rule(rule_id: str) -> Rule:
    """One rule; ``InputError`` names those that are spelt alike, else all."""
    rules = all_rules()
    if rule_id not in rules:
        raise InputError(Problem("rule", value=rule_id, details={"known": suggested(rule_id, rules)}))
    return rules[rule_id]


def held_rules(rules: Iterable[Rule], plan: Plan, day: date) -> list[Applied]:
    """The rules as they hold on a day under a plan.

    Raises:
        PlanError: the plan changes a rule that there is not.
    """
    check_changes(plan, all_rules())
    return applied(rules, plan, day)


def rules_of_reports() -> list[Rule]:
    """The rules that an evaluation runs: all but those on tables that only a plan alone has."""
    return [rule for rule in all_rules().values() if rule.on not in PLAN_ALONE]


def rules_of_plans() -> list[Rule]:
    """The rules that judge a plan alone, whatever was reported."""
    return [rule for rule in all_rules().values() if rule.on in PLAN_ALONE or rule.on == PLAN_TASKS.name]


def judge(
    rules: Iterable[Applied], tables: Mapping[str, pd.DataFrame], period: Period | None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Run rules over their tables; without a period for a plan alone.

    Returns:
        Findings (one row per breach, columns ``FINDINGS``) and verdicts (one row per rule, ``VERDICTS``).

    Raises:
        KeyError: the table of a rule is not given.
    """
    findings: list[pd.DataFrame] = [FINDINGS.frame([])]
    verdicts: list[dict[str, Any]] = []
    for one in rules:
        table = tables[one.rule.on]
        given = one.verdicts(table)
        counts = np.bincount(given, minlength=len(Verdict)).tolist()
        verdicts.append(
            {
                "rule_id": one.rule.id,
                "severity": one.severity.value,
                **{verdict.name.lower(): counts[verdict] for verdict in Verdict},
                "standing": one.standing.value,
                "reason": one.reason,
            }
        )
        if counts[Verdict.BREACH]:
            findings.append(_findings(one, table[given == Verdict.BREACH], period))
    found = pd.concat(findings, ignore_index=True)
    return FINDINGS.check(found), VERDICTS.check(VERDICTS.frame(verdicts))


def _findings(one: Applied, breached: pd.DataFrame, period: Period | None) -> pd.DataFrame:
    """The breaches of one rule; shape: one row each in order, columns ``FINDINGS``."""
    rule, index = one.rule, breached.index
    nothing = pd.Series(None, index=index, dtype="str")
    columns: dict[str, Any] = {name: breached.get(name, nothing) for name in _SUBJECT}
    columns |= {
        "rule_id": pd.Series(rule.id, index=index),
        "family": pd.Series(rule.family, index=index),
        "severity": pd.Series(one.severity.value, index=index),
        "period": pd.Series(str(period), index=index) if period else breached.get("period", nothing),
        "since_on": _since(one, breached),
        "citation": breached.get("basis", nothing).fillna(str(rule.citation)),
        "mark": breached.get("mark", nothing)
        .fillna(rule.citation.mark.value)
        .map(_marks(rule.citation.mark)),
        "values": breached[list(rule.explains)].to_dict("records"),
    }
    return FINDINGS.typed(columns)


def _since(one: Applied, breached: pd.DataFrame) -> pd.Series:
    """The first day on which each breach was one; null where the rule does not tell."""
    rule = one.rule
    if not rule.since:
        return pd.Series(pd.NaT, index=breached.index, dtype="datetime64[s]")
    days = breached[rule.since]
    if isinstance(days.dtype, pd.DatetimeTZDtype):
        days = local_days(days)
    return days + timedelta(days=rule.since_after + one.parameters.get(rule.since_parameter, 0))


def _marks(mark: Mark) -> dict[str, str]:
    """The weaker of a rule's mark and each mark that a row may have."""
    return {other.value: weakest([mark, other]).value for other in Mark}
