"""A plan judged by the plan rules alone, whatever was reported."""

from dataclasses import dataclass

import pandas as pd

from kh2025.evaluation.rules import judge
from kh2025.plan.check_tables import check_tables
from kh2025.plan.model import Plan


@dataclass(frozen=True, slots=True, eq=False)
class PlanCheck:
    """What the plan rules find.

    Attributes:
        plan: the plan.
        findings: one row per breach, the columns of an evaluation's findings.
        verdicts: one row per rule with the number of each verdict.
    """

    plan: Plan
    findings: pd.DataFrame
    verdicts: pd.DataFrame


def check_plan(plan: Plan) -> PlanCheck:
    """Judge a plan, as it reads, by every plan rule.

    >>> import kh2025
    >>> found = kh2025.check_plan(kh2025.load_plan("example:thai_binh_2025/plan.yaml")).findings
    >>> sorted(found["rule_id"].unique())
    ['section-without-tasks']
    """
    findings, verdicts = judge(check_tables(plan), None)
    return PlanCheck(plan, findings, verdicts)
