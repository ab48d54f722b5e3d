"""Rules on reports owed: sent, on time, through the right agency."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from kh2025.law.citation import Citation, Mark
from kh2025.law.rule import Severity, Verdict, decide, rule

# Each obligation names its own provision (`basis`); the finding cites that one.
_PLAN = Citation(principle="quy định của kế hoạch về chế độ báo cáo", mark=Mark.VERIFIED)


@rule(
    id="submission-late",
    family="reporting",
    on="submissions",
    severity=Severity.MINOR,
    citation=_PLAN,
    explains=("due_on", "first_received_at", "days_late"),
    since="due_on",
)
def submission_late(reports: pd.DataFrame, parameters: Mapping[str, Any]) -> np.ndarray[Any, Any]:
    """A report is received by 24:00 of its due day; the first receipt decides, a resubmission does not."""
    del parameters
    timeliness = reports["timeliness"]
    return decide(
        (timeliness == "late", Verdict.BREACH),
        (timeliness == "on_time", Verdict.PASS),
        (timeliness == "owner_unresolved", Verdict.UNKNOWN),
        otherwise=Verdict.NOT_APPLICABLE,
    )


@rule(
    id="submission-missing",
    family="reporting",
    on="submissions",
    severity=Severity.MAJOR,
    citation=_PLAN,
    explains=("due_on", "days_late"),
    since="due_on",
)
def submission_missing(reports: pd.DataFrame, parameters: Mapping[str, Any]) -> np.ndarray[Any, Any]:
    """Whoever owes a report sends it: what is due has been received."""
    del parameters
    timeliness = reports["timeliness"]
    return decide(
        (timeliness == "missing", Verdict.BREACH),
        (timeliness.isin(["on_time", "late"]), Verdict.PASS),
        (timeliness == "owner_unresolved", Verdict.UNKNOWN),
        otherwise=Verdict.NOT_APPLICABLE,
    )


@rule(
    id="submission-not-via",
    family="reporting",
    on="submissions",
    severity=Severity.MINOR,
    citation=_PLAN,
    explains=("required_via", "sent_to", "via"),
    since="first_received_at",
)
def submission_not_via(reports: pd.DataFrame, parameters: Mapping[str, Any]) -> np.ndarray[Any, Any]:
    """A report goes to its recipient through the agency that the plan names: sent to that one, or through it."""
    del parameters
    required = reports["required_via"]
    is_through = (reports["sent_to"] == required) | (reports["via"] == required)
    return decide(
        (reports["through"].isna() | reports["first_received_at"].isna(), Verdict.NOT_APPLICABLE),
        (required.isna(), Verdict.UNKNOWN),
        (is_through, Verdict.PASS),
        (reports["sent_to"].isna() & reports["via"].isna(), Verdict.UNKNOWN),
        otherwise=Verdict.BREACH,
    )


@rule(
    id="submission-returned",
    family="reporting",
    on="submissions",
    severity=Severity.MINOR,
    citation=_PLAN,
    explains=("result", "last_received_at", "receipts"),
    since="last_received_at",
)
def submission_returned(reports: pd.DataFrame, parameters: Mapping[str, Any]) -> np.ndarray[Any, Any]:
    """A report that was returned is sent again; the latest receipt decides."""
    del parameters
    result = reports["result"]
    return decide(
        (reports["first_received_at"].isna(), Verdict.NOT_APPLICABLE),
        (result.isna(), Verdict.UNKNOWN),
        (result == "returned", Verdict.BREACH),
        otherwise=Verdict.PASS,
    )
