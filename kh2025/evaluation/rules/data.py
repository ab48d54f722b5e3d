"""Rules on the records themselves: statements that cannot be true, or that contradict each other."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from kh2025.law.citation import Citation, Mark
from kh2025.law.rule import Severity, Verdict, decide, rule

_RESULT = Citation(principle="nguyên tắc “6 rõ” (rõ sản phẩm, rõ thời gian)", mark=Mark.ASSUMPTION)


@rule(
    id="done-date-impossible",
    family="data",
    on="duties",
    severity=Severity.MAJOR,
    citation=_RESULT,
    explains=("contradiction", "done_on", "starts_on", "recorded_at", "source"),
)
def done_date_impossible(duties: pd.DataFrame, parameters: Mapping[str, Any]) -> np.ndarray[Any, Any]:
    """A task is done no later than the day it was recorded as done, and not before it could begin."""
    del parameters
    is_done = duties["state"] == "done"
    return decide(
        (~is_done, Verdict.NOT_APPLICABLE),
        (duties["contradiction"].notna(), Verdict.BREACH),
        (duties["done_on"].isna(), Verdict.UNKNOWN),
        otherwise=Verdict.PASS,
    )


@rule(
    id="percent-contradicts-state",
    family="data",
    on="duties",
    severity=Severity.MINOR,
    citation=_RESULT,
    explains=("state", "percent", "source"),
    parameters={"whole": 100},
)
def percent_contradicts_state(duties: pd.DataFrame, parameters: Mapping[str, Any]) -> np.ndarray[Any, Any]:
    """What is done is done in full, and what is done in full is reported as done."""
    is_done = duties["state"] == "done"
    is_whole = duties["percent"] == parameters["whole"]
    return decide(
        (duties["state"].isna() | duties["state"].isin(["suspended", "cancelled"]), Verdict.NOT_APPLICABLE),
        (duties["percent"].isna(), Verdict.UNKNOWN),
        (is_done != is_whole, Verdict.BREACH),
        otherwise=Verdict.PASS,
    )


@rule(
    id="record-unmatched",
    family="data",
    on="unmatched",
    severity=Severity.NOTICE,
    citation=Citation(principle="nguyên tắc “6 rõ” (rõ người, rõ việc)", mark=Mark.ASSUMPTION),
    explains=("record", "place", "reason", "value"),
)
def record_unmatched(records: pd.DataFrame, parameters: Mapping[str, Any]) -> np.ndarray[Any, Any]:
    """A record speaks of a duty of the plan and comes from the agency that owes it; no other overrides it."""
    del parameters
    return decide((records["reason"].notna(), Verdict.BREACH), otherwise=Verdict.PASS)
