"""A plan judged by the plan rules alone, whatever was reported."""

from dataclasses import dataclass
from datetime import date, datetime

import pandas as pd

from kh2025.evaluation.rules import held_rules, judge, rules_of_plans
from kh2025.law.moments import local_day
from kh2025.plan.check_tables import check_tables
from kh2025.plan.model import Plan


@dataclass(frozen=True, slots=True, eq=False)
class PlanCheck:
    """What the plan rules find.

    Attributes:
        plan: the plan as it reads on the day.
        on: the day whose wording and rules count.
        known_at: the moment it was known at; null for all that is known.
        findings: one row per breach, the columns of an evaluation's findings.
        verdicts: one row per rule with the number of each verdict.
    """

    plan: Plan
    on: date
    known_at: datetime | None
    findings: pd.DataFrame
    verdicts: pd.DataFrame


def check_plan(plan: Plan, on: date | None = None, known_at: datetime | None = None) -> PlanCheck:
    """Judge a plan by every plan rule.

    Args:
        plan: the plan.
        on: the day whose wording is judged, by the rules of that day; by default the plan's last, with every
            amendment in force.
        known_at: amendments and notices of days off recorded later are not seen; by default all are.

    Raises:
        PlanError: the plan changes a rule that there is not.

    >>> import kh2025
    >>> found = kh2025.check_plan(kh2025.load_plan("example:thai_binh_2025/plan.yaml")).findings
    >>> sorted(found["rule_id"].unique())
    ['activity-not-timed', 'section-without-tasks']
    """
    day = on or plan.covers.last
    read = plan.as_of(day, known_at)
    known_on = local_day(known_at) if known_at else None
    findings, verdicts = judge(held_rules(rules_of_plans(), read, day), check_tables(read, known_on), None)
    return PlanCheck(read, day, known_at, findings, verdicts)
