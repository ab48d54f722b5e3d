"""Rules as they hold under a plan on a day: with their values of that day, and with what the plan changes.

Plan and rules meet here and nowhere else, so it is here that a plan is refused which names a rule or a value that
there is not: the room of plans knows no rules.
"""

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from kh2025.errors import PlanError, Problem
from kh2025.law.rule import Rule, Severity, Standing, Verdict
from kh2025.plan.model import Plan
from kh2025.plan.parts import RuleChange

_ALIKE = 0.6
_MOST = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """A rule with what decides on a day.

    Attributes:
        rule: the rule.
        severity: its own, or the plan's.
        parameters: their values on the day, or the plan's.
        standing: whether it judges.
        change: what the plan changes in it; null when nothing.
    """

    rule: Rule
    severity: Severity
    parameters: Mapping[str, float]
    standing: Standing
    change: RuleChange | None = None

    @property
    def reason(self) -> str | None:
        """Why the plan changes the rule; null when it does not."""
        return self.change.reason if self.change else None

    def verdicts(self, table: pd.DataFrame) -> np.ndarray[Any, Any]:
        """One verdict a row; a rule that does not judge says that it is not applicable."""
        if self.standing is not Standing.IN_FORCE:
            return np.full(len(table), Verdict.NOT_APPLICABLE, dtype=np.int8)
        return self.rule.check(table, self.parameters)


def applied(rules: Iterable[Rule], plan: Plan, day: date) -> list[Applied]:
    """The rules as they hold under a plan on a day.

    Args:
        rules: those that are asked for, some of all that there are.
        plan: its ``rules`` switch off, re-weigh and set values.
        day: the day that is judged.
    """
    changes = {change.rule: change for change in plan.rules}
    return [_applied(rule, changes.get(rule.id), day) for rule in rules]


def check_changes(plan: Plan, known: Mapping[str, Rule]) -> None:
    """Refuse a plan that changes a rule, or a parameter of one, that there is not.

    Raises:
        PlanError: place is the key path in the plan file; what is spelt alike is suggested.
    """
    if problems := list(_problems(plan, known)):
        raise PlanError(problems)


def suggested(rule_id: str, known: Mapping[str, Rule]) -> str:
    """The ids spelt like one, the nearest first; all where none is."""
    return ", ".join(difflib.get_close_matches(rule_id, known, n=_MOST, cutoff=_ALIKE) or known)


def _applied(rule: Rule, change: RuleChange | None, day: date) -> Applied:
    values, standing = rule.values_on(day), rule.standing_on(day)
    if change is None:
        return Applied(rule=rule, severity=rule.severity, parameters=values, standing=standing)
    return Applied(
        rule=rule,
        severity=Severity(change.severity or rule.severity),
        parameters=values | change.parameters,
        standing=Standing.OFF if change.off else standing,
        change=change,
    )


def _problems(plan: Plan, known: Mapping[str, Rule]) -> Iterator[Problem]:
    for place, change in enumerate(plan.rules):
        path = f"{plan.id} rules.{place}"
        if change.rule not in known:
            yield Problem("plan-rule", f"{path}.rule", change.rule, {"known": suggested(change.rule, known)})
            continue
        names = known[change.rule].parameters
        for name in change.parameters:
            if name not in names:
                details = {"known": ", ".join(names) or "–"}
                yield Problem("plan-rule-parameter", f"{path}.parameters", name, details)
