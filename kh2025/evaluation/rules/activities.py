"""Rules on the standing activities of the plan (content 3 of the decision).

How often and by when are settings of the plan: where it does not say, the verdict is unknown.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from kh2025.law.citation import Citation, Mark
from kh2025.law.rule import Severity, Verdict, decide, rule

Verdicts = np.ndarray[Any, Any]
# Each activity names its own provision (`basis`) and how well its frequency is known; the finding cites that.
_PLAN = Citation(principle="quy định của kế hoạch về các hoạt động", mark=Mark.VERIFIED)
_OFTEN = ("every", "required", "held", "last_held_on")
_DUE = ("title", "due_on", "first_held_on")


def _held_as_often(activities: pd.DataFrame, kind: str) -> Verdicts:
    required, held = activities["required"], activities["held"]
    return decide(
        (activities["kind"] != kind, Verdict.NOT_APPLICABLE),
        (required.isna(), Verdict.UNKNOWN),
        ((required == 0).fillna(value=False), Verdict.NOT_APPLICABLE),
        ((held < required).fillna(value=False), Verdict.BREACH),
        otherwise=Verdict.PASS,
    )


def _done_by(activities: pd.DataFrame, kind: str) -> Verdicts:
    held_on, due_on = activities["first_held_on"], activities["due_on"]
    return decide(
        (activities["kind"] != kind, Verdict.NOT_APPLICABLE),
        (due_on.isna(), Verdict.UNKNOWN),
        (held_on <= due_on, Verdict.PASS),
        (held_on.notna() | activities["is_past_due"], Verdict.BREACH),
        otherwise=Verdict.NOT_APPLICABLE,
    )


@rule(
    id="session-not-held",
    family="activity",
    on="activities",
    severity=Severity.MAJOR,
    citation=_PLAN,
    explains=_OFTEN,
    since="short_since",
)
def session_not_held(activities: pd.DataFrame, parameters: Mapping[str, Any]) -> Verdicts:
    """Plenary sessions of the Steering Committee are held as often as the working regulation says.

    How often is a setting of the plan; where it is not known, the verdict is unknown.
    """
    del parameters
    return _held_as_often(activities, "session")


@rule(
    id="communication-not-held",
    family="activity",
    on="activities",
    severity=Severity.MINOR,
    citation=_PLAN,
    explains=_OFTEN,
    since="short_since",
)
def communication_not_held(activities: pd.DataFrame, parameters: Mapping[str, Any]) -> Verdicts:
    """The plan is disseminated and communicated as often as it was set; where that is not known, it is unknown."""
    del parameters
    return _held_as_often(activities, "communication")


@rule(
    id="inspection-not-held",
    family="activity",
    on="activities",
    severity=Severity.MINOR,
    citation=_PLAN,
    explains=_OFTEN,
    since="short_since",
)
def inspection_not_held(activities: pd.DataFrame, parameters: Mapping[str, Any]) -> Verdicts:
    """The carrying out of the plan is monitored, urged and inspected as often as it was set; else it is unknown."""
    del parameters
    return _held_as_often(activities, "inspection")


@rule(
    id="review-late",
    family="activity",
    on="activities",
    severity=Severity.MAJOR,
    citation=_PLAN,
    explains=_DUE,
    since="due_on",
    since_after=1,
)
def review_late(activities: pd.DataFrame, parameters: Mapping[str, Any]) -> Verdicts:
    """The year is reviewed by the day that the plan sets; where it sets none, the verdict is unknown."""
    del parameters
    return _done_by(activities, "review")


@rule(
    id="next-plan-late",
    family="activity",
    on="activities",
    severity=Severity.MAJOR,
    citation=_PLAN,
    explains=_DUE,
    since="due_on",
    since_after=1,
)
def next_plan_late(activities: pd.DataFrame, parameters: Mapping[str, Any]) -> Verdicts:
    """The plan of the next year is drawn up by the day that this plan sets; where it sets none, it is unknown."""
    del parameters
    return _done_by(activities, "next_plan")


@rule(
    id="activity-undocumented",
    family="activity",
    on="activities",
    severity=Severity.NOTICE,
    citation=Citation(principle="nguyên tắc “6 rõ” (rõ sản phẩm)", mark=Mark.ASSUMPTION),
    explains=("title", "held", "undocumented"),
    since="undocumented_since",
)
def activity_undocumented(activities: pd.DataFrame, parameters: Mapping[str, Any]) -> Verdicts:
    """What was held within the period has left a document: minutes, a notice, a report."""
    del parameters
    return decide(
        (activities["held"] == 0, Verdict.NOT_APPLICABLE),
        (activities["undocumented"] > 0, Verdict.BREACH),
        otherwise=Verdict.PASS,
    )
