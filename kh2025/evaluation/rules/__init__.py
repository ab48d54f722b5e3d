"""The rules of compliance: one file per family, one function per rule, cases as data beside them."""

from collections.abc import Iterable, Mapping
from datetime import date

import numpy as np
import pandas as pd

from kh2025.errors import InputError, Problem
from kh2025.evaluation.rules import activities, data, indicators, reporting, tasks
from kh2025.evaluation.rules.applied import Applied, applied, check_changes, suggested
from kh2025.evaluation.rules.found import Cells, finding_table, findings
from kh2025.evaluation.tables import FINDINGS, VERDICTS
from kh2025.law.periods import Period
from kh2025.law.rule import Rule, Verdict, registered
from kh2025.plan import checks, legal_checks
from kh2025.plan.check_tables import PLAN_ALONE
from kh2025.plan.model import Plan
from kh2025.plan.tables import TASKS as PLAN_TASKS

# Importing a family registers its rules; the order here is the order of every list of rules.
FAMILIES = (reporting, tasks, indicators, activities, checks, legal_checks, data)


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
    cells = {name: Cells(table) for name, table in tables.items()}
    found, verdicts = [], []
    for one in rules:
        given = one.verdicts(tables[one.rule.on])
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
            rows = np.flatnonzero(given == Verdict.BREACH)
            found.append(findings(one, cells[one.rule.on], rows, period))
    return FINDINGS.check(finding_table(found)), VERDICTS.check(VERDICTS.frame(verdicts))
