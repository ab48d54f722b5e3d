"""Rules on indicators: read every period, no worse than where they began, reached by the target's day."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from kh2025.law.citation import Citation, Mark
from kh2025.law.rule import Severity, Verdict, decide, rule

Verdicts = np.ndarray[Any, Any]
_TARGET = Citation(principle="chỉ tiêu của kế hoạch", mark=Mark.VERIFIED)
_FIGURES = Citation(principle="số liệu chỉ tiêu đúng, đủ, kịp thời", mark=Mark.ASSUMPTION)


@rule(
    id="indicator-unread",
    family="indicator",
    on="indicators",
    severity=Severity.MINOR,
    citation=_FIGURES,
    explains=("name", "period", "missing_periods"),
    since="cutoff_on",
    since_after=1,
)
def indicator_unread(indicators: pd.DataFrame, parameters: Mapping[str, Any]) -> Verdicts:
    """Who gives an indicator has given its value for the last period that has closed."""
    del parameters
    return decide(
        (indicators["period"].isna(), Verdict.NOT_APPLICABLE),
        (indicators["value"].isna(), Verdict.BREACH),
        otherwise=Verdict.PASS,
    )


@rule(
    id="indicator-target-missed",
    family="indicator",
    on="indicators",
    severity=Severity.MAJOR,
    citation=_TARGET,
    explains=("name", "reached", "unit", "target", "target_on", "period"),
    since="target_on",
    since_after=1,
)
def indicator_target_missed(indicators: pd.DataFrame, parameters: Mapping[str, Any]) -> Verdicts:
    """An indicator has reached its target by the target's day."""
    del parameters
    result = indicators["result"]
    return decide(
        (result == "not_reached", Verdict.BREACH),
        (result == "reached", Verdict.PASS),
        (result == "not_yet_due", Verdict.NOT_APPLICABLE),
        otherwise=Verdict.UNKNOWN,
    )


@rule(
    id="indicator-worse-than-baseline",
    family="indicator",
    on="indicators",
    severity=Severity.MINOR,
    citation=_TARGET,
    explains=("name", "value", "unit", "baseline", "direction", "period"),
    since="cutoff_on",
)
def indicator_worse_than_baseline(indicators: pd.DataFrame, parameters: Mapping[str, Any]) -> Verdicts:
    """An indicator does not stand worse than where it began; what is summed begins at nothing."""
    del parameters
    value, baseline = indicators["value"], indicators["baseline"]
    is_up = indicators["direction"] == "up"
    return decide(
        (baseline.isna() | indicators["is_summed"], Verdict.NOT_APPLICABLE),
        (value.isna(), Verdict.UNKNOWN),
        (is_up & (value < baseline), Verdict.BREACH),
        (~is_up & (value > baseline), Verdict.BREACH),
        otherwise=Verdict.PASS,
    )


@rule(
    id="indicator-behind-path",
    family="indicator",
    on="indicators",
    severity=Severity.MINOR,
    citation=Citation(
        principle="lộ trình của chỉ tiêu; kế hoạch không nêu thì chia đều", mark=Mark.ASSUMPTION
    ),
    explains=("name", "reached", "expected", "unit", "period"),
    since="cutoff_on",
)
def indicator_behind_path(indicators: pd.DataFrame, parameters: Mapping[str, Any]) -> Verdicts:
    """An indicator keeps up with its path: the stated one, or a straight line from baseline to target.

    That the end of the path was missed is said by ``indicator-target-missed``.
    """
    del parameters
    is_missed = indicators["result"] == "not_reached"
    return decide(
        (indicators["expected"].isna() | is_missed, Verdict.NOT_APPLICABLE),
        (indicators["path_result"].isna(), Verdict.UNKNOWN),
        (indicators["path_result"] == "behind", Verdict.BREACH),
        otherwise=Verdict.PASS,
    )
