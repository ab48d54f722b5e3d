"""Rules on the records themselves: statements that cannot be true, contradict each other, go back or grow old."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from kh2025.evaluation.tables import OPEN
from kh2025.law.citation import Citation, Mark
from kh2025.law.rule import Severity, Verdict, decide, rule

Verdicts = np.ndarray[Any, Any]
_RESULT = Citation(principle="nguyên tắc “6 rõ” (rõ sản phẩm, rõ thời gian)", mark=Mark.ASSUMPTION)
_UPDATED = Citation(principle="số liệu tiến độ đúng, đủ, kịp thời", mark=Mark.ASSUMPTION)


@rule(
    id="done-date-impossible",
    family="data",
    on="statements",
    severity=Severity.MAJOR,
    citation=_RESULT,
    explains=("contradiction", "done_on", "starts_on", "recorded_at", "source"),
    since="stated_since",
)
def done_date_impossible(statements: pd.DataFrame, parameters: Mapping[str, Any]) -> Verdicts:
    """A task is done no later than the day it was recorded as done, and not before it could begin."""
    del parameters
    is_done = statements["state"] == "done"
    return decide(
        (~is_done, Verdict.NOT_APPLICABLE),
        (statements["contradiction"].notna(), Verdict.BREACH),
        (statements["done_on"].isna(), Verdict.UNKNOWN),
        otherwise=Verdict.PASS,
    )


@rule(
    id="done-date-missing",
    family="data",
    on="statements",
    severity=Severity.MINOR,
    citation=_RESULT,
    explains=("due_on", "effective_on", "source"),
    since="stated_since",
)
def done_date_missing(statements: pd.DataFrame, parameters: Mapping[str, Any]) -> Verdicts:
    """What is reported as done says on which day; without it nobody can tell whether that was in time."""
    del parameters
    return decide(
        (statements["state"] != "done", Verdict.NOT_APPLICABLE),
        (statements["done_on"].isna(), Verdict.BREACH),
        otherwise=Verdict.PASS,
    )


@rule(
    id="percent-contradicts-state",
    family="data",
    on="statements",
    severity=Severity.MINOR,
    citation=_RESULT,
    explains=("state", "percent", "source"),
    since="stated_since",
)
def percent_contradicts_state(statements: pd.DataFrame, parameters: Mapping[str, Any]) -> Verdicts:
    """What is done is done in full, and what is done in full is reported as done.

    That what has not been started is done in full is said by ``not-started-with-progress``.
    """
    is_done = statements["state"] == "done"
    is_whole = statements["percent"] == parameters["whole"]
    is_beside = statements["state"].isin(["suspended", "cancelled"])
    is_unstarted = (statements["state"] == "not_started") & is_whole
    return decide(
        (statements["state"].isna() | is_beside | is_unstarted, Verdict.NOT_APPLICABLE),
        (statements["percent"].isna(), Verdict.UNKNOWN),
        (is_done != is_whole, Verdict.BREACH),
        otherwise=Verdict.PASS,
    )


@rule(
    id="not-started-with-progress",
    family="data",
    on="statements",
    severity=Severity.MINOR,
    citation=_RESULT,
    explains=("state", "percent", "source"),
    since="stated_since",
)
def not_started_with_progress(statements: pd.DataFrame, parameters: Mapping[str, Any]) -> Verdicts:
    """Of what has not been started nothing is done."""
    del parameters
    return decide(
        (statements["state"] != "not_started", Verdict.NOT_APPLICABLE),
        (statements["percent"].isna(), Verdict.UNKNOWN),
        (statements["percent"] > 0, Verdict.BREACH),
        otherwise=Verdict.PASS,
    )


@rule(
    id="progress-backwards",
    family="data",
    on="statements",
    severity=Severity.MINOR,
    citation=_UPDATED,
    explains=("percent", "percent_before", "effective_on", "source"),
    since="stated_since",
)
def progress_backwards(statements: pd.DataFrame, parameters: Mapping[str, Any]) -> Verdicts:
    """The share of the work that is done does not fall below what was stated before.

    That something done is open again is said by ``done-reopened``.
    """
    del parameters
    percent, before = statements["percent"], statements["percent_before"]
    is_reopened = statements["was_done"] & (statements["state"] != "done")
    return decide(
        (before.isna() | is_reopened, Verdict.NOT_APPLICABLE),
        (percent.isna(), Verdict.UNKNOWN),
        (percent < before, Verdict.BREACH),
        otherwise=Verdict.PASS,
    )


@rule(
    id="done-reopened",
    family="data",
    on="statements",
    severity=Severity.MAJOR,
    citation=_UPDATED,
    explains=("state", "percent", "effective_on", "source"),
    since="stated_since",
)
def done_reopened(statements: pd.DataFrame, parameters: Mapping[str, Any]) -> Verdicts:
    """What was once reported as done is not open again."""
    del parameters
    return decide(
        (~statements["was_done"], Verdict.NOT_APPLICABLE),
        (statements["state"] != "done", Verdict.BREACH),
        otherwise=Verdict.PASS,
    )


@rule(
    id="progress-stale",
    family="data",
    on="statements",
    severity=Severity.NOTICE,
    citation=_UPDATED,
    explains=("periods_silent", "effective_on", "state"),
    since="silent_since",
)
def progress_stale(statements: pd.DataFrame, parameters: Mapping[str, Any]) -> Verdicts:
    """An open task is spoken of again before several reporting periods have begun without a word.

    That nobody ever spoke of a task that is overdue or due soon is said by ``task-unreported``.
    """
    is_near = statements["is_due_soon"] | (statements["part"] == "open_overdue")
    is_unreported = statements["is_unreported"] & is_near
    return decide(
        (~statements["part"].isin(OPEN) | is_unreported, Verdict.NOT_APPLICABLE),
        (statements["periods_silent"].isna(), Verdict.UNKNOWN),
        ((statements["periods_silent"] >= parameters["periods"]).fillna(value=False), Verdict.BREACH),
        otherwise=Verdict.PASS,
    )


@rule(
    id="statement-ahead",
    family="data",
    on="statements",
    severity=Severity.MINOR,
    citation=_UPDATED,
    explains=("effective_on", "recorded_at", "source"),
    since="recorded_on",
)
def statement_ahead(statements: pd.DataFrame, parameters: Mapping[str, Any]) -> Verdicts:
    """A statement is about a day that had come when it was recorded."""
    del parameters
    return decide(
        (statements["state"].isna(), Verdict.NOT_APPLICABLE),
        (statements["effective_on"] > statements["recorded_on"], Verdict.BREACH),
        otherwise=Verdict.PASS,
    )


@rule(
    id="statements-contradict",
    family="data",
    on="statements",
    severity=Severity.MAJOR,
    citation=_UPDATED,
    explains=("effective_on", "state", "percent", "done_on", "source"),
    since="recorded_on",
)
def statements_contradict(statements: pd.DataFrame, parameters: Mapping[str, Any]) -> Verdicts:
    """Of one duty and day one thing is said at one moment; what is said later corrects it and is no contradiction."""
    del parameters
    return decide(
        (statements["state"].isna(), Verdict.NOT_APPLICABLE),
        (statements["said_otherwise"], Verdict.BREACH),
        otherwise=Verdict.PASS,
    )


@rule(
    id="record-unmatched",
    family="data",
    on="unmatched",
    severity=Severity.NOTICE,
    citation=Citation(principle="nguyên tắc “6 rõ” (rõ người, rõ việc)", mark=Mark.ASSUMPTION),
    explains=("record", "place", "reason", "value"),
    since="recorded_at",
)
def record_unmatched(records: pd.DataFrame, parameters: Mapping[str, Any]) -> Verdicts:
    """A record speaks of a duty of the plan and comes from the agency that owes it; no other overrides it."""
    del parameters
    return decide((records["reason"].notna(), Verdict.BREACH), otherwise=Verdict.PASS)
