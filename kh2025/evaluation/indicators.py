"""Indicators against their targets, each read at the last closed period of its own regime at ``as_of``."""

import pandas as pd

from kh2025.evaluation.scope import Scope
from kh2025.evaluation.tables import INDICATORS
from kh2025.law.kinds import kinds
from kh2025.law.periods import Period
from kh2025.ledger.facts import Facts
from kh2025.plan.duties import heirs_of, owner
from kh2025.plan.parts import Indicator


def indicator_table(scope: Scope, facts: Facts) -> pd.DataFrame:
    """Every indicator with the reading that holds; columns ``INDICATORS``."""
    rows = (_row(scope, indicator, facts["readings"]) for indicator in scope.plan.indicators)
    return INDICATORS.check(INDICATORS.frame(rows))


def last_closed(scope: Scope, indicator: Indicator) -> Period | None:
    """The last period of the indicator's kind that has closed at ``as_of`` and lies in what the plan covers."""
    covers, per_year = scope.plan.covers, kinds()[indicator.kind].per_year
    period = Period.of(indicator.kind, covers.last.year, per_year, indicator.regime)
    while period.cutoff >= scope.as_of_day or period.calendar_end > covers.last:
        if period.calendar_start < covers.first:
            return None
        period = period.previous()
    return period if period.calendar_start >= covers.first else None


def _row(scope: Scope, indicator: Indicator, readings: pd.DataFrame) -> dict[str, object]:
    period = last_closed(scope, indicator)
    agencies = heirs_of(scope.plan, indicator.agency)
    theirs = readings[
        (readings["indicator_id"] == indicator.id)
        & readings["agency_id"].isin(agencies)
        & (readings["period"] == str(period))
    ]
    last = theirs.iloc[-1] if len(theirs) else None
    value = None if last is None else float(last["value"])
    return {
        "indicator_id": indicator.id,
        "name": indicator.name,
        "unit": indicator.unit,
        "agency_id": owner(scope.plan, indicator.agency, scope.status_on),
        "period": str(period) if period else None,
        "baseline": indicator.baseline,
        "target": indicator.target,
        "target_on": indicator.target_on,
        "direction": indicator.direction,
        "value": value,
        "recorded_at": None if last is None else last["recorded_at"],
        "result": _result(indicator, period, value),
    }


def _result(indicator: Indicator, period: Period | None, value: float | None) -> str:
    if value is None:
        return "missing"
    reached = value >= indicator.target if indicator.direction == "up" else value <= indicator.target
    if reached:
        return "reached"
    return "not_reached" if period and period.calendar_end >= indicator.target_on else "not_yet_due"
