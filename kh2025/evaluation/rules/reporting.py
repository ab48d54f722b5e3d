"""Rules on reports owed: sent, on time, through the right agency, by the right channel, after the cut-off."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from kh2025.law.citation import Citation, Mark
from kh2025.law.rule import Severity, Verdict, decide, rule
from kh2025.ledger.current import local_days

Verdicts = np.ndarray[Any, Any]
# Each obligation names its own provision (`basis`); the finding cites that one.
_PLAN = Citation(principle="quy định của kế hoạch về chế độ báo cáo", mark=Mark.VERIFIED)
# Article 12 lays the windows down; that nothing is sent before a window ends is our inference.
_WHOLE = Citation(document="09/2019/NĐ-CP", article="12", mark=Mark.ASSUMPTION)


@rule(
    id="submission-late",
    family="reporting",
    on="submissions",
    severity=Severity.MINOR,
    citation=_PLAN,
    explains=("due_on", "first_received_at", "days_late"),
    since="due_on",
    since_after=1,
)
def submission_late(reports: pd.DataFrame, parameters: Mapping[str, Any]) -> Verdicts:
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
    since_after=1,
)
def submission_missing(reports: pd.DataFrame, parameters: Mapping[str, Any]) -> Verdicts:
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
    id="submission-unowned",
    family="reporting",
    on="submissions",
    severity=Severity.MAJOR,
    citation=Citation(principle="nguyên tắc “6 rõ” (rõ người)", mark=Mark.SECONDARY),
    explains=("assigned_agency_id", "due_on"),
    since="due_on",
)
def submission_unowned(reports: pd.DataFrame, parameters: Mapping[str, Any]) -> Verdicts:
    """On the day that a report is due there is an agency that owes it: the one named, or its one heir."""
    del parameters
    is_unowned = reports["timeliness"] == "owner_unresolved"
    return decide((is_unowned, Verdict.BREACH), otherwise=Verdict.PASS)


@rule(
    id="submission-not-via",
    family="reporting",
    on="submissions",
    severity=Severity.MINOR,
    citation=_PLAN,
    explains=("required_via", "sent_to", "via"),
    since="first_received_at",
)
def submission_not_via(reports: pd.DataFrame, parameters: Mapping[str, Any]) -> Verdicts:
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
def submission_returned(reports: pd.DataFrame, parameters: Mapping[str, Any]) -> Verdicts:
    """A report that was returned is sent again; the latest receipt decides."""
    del parameters
    result = reports["result"]
    return decide(
        (reports["first_received_at"].isna(), Verdict.NOT_APPLICABLE),
        (result.isna(), Verdict.UNKNOWN),
        (result == "returned", Verdict.BREACH),
        otherwise=Verdict.PASS,
    )


@rule(
    id="submission-other-channel",
    family="reporting",
    on="submissions",
    severity=Severity.NOTICE,
    citation=_PLAN,
    explains=("required_channel", "channel"),
    since="first_received_at",
)
def submission_other_channel(reports: pd.DataFrame, parameters: Mapping[str, Any]) -> Verdicts:
    """A report comes by the channel that the plan names, paper or electronic."""
    del parameters
    is_due = reports["required_channel"].notna() & reports["first_received_at"].notna()
    return decide(
        (~is_due, Verdict.NOT_APPLICABLE),
        (reports["channel"].isna(), Verdict.UNKNOWN),
        (reports["channel"] != reports["required_channel"], Verdict.BREACH),
        otherwise=Verdict.PASS,
    )


@rule(
    id="submission-before-cutoff",
    family="reporting",
    on="submissions",
    severity=Severity.MINOR,
    citation=_WHOLE,
    explains=("cutoff_on", "first_received_at", "due_on"),
    since="first_received_at",
)
def submission_before_cutoff(reports: pd.DataFrame, parameters: Mapping[str, Any]) -> Verdicts:
    """A report holds the figures of its whole period: it is not sent before the last day of it has come.

    Where the report is due before the cut-off itself, that is not asked.
    """
    del parameters
    received_on, cutoff_on = local_days(reports["first_received_at"]), reports["cutoff_on"]
    return decide(
        (received_on.isna() | (reports["due_on"] <= cutoff_on), Verdict.NOT_APPLICABLE),
        (received_on < cutoff_on, Verdict.BREACH),
        otherwise=Verdict.PASS,
    )


@rule(
    id="submission-unnumbered",
    family="reporting",
    on="submissions",
    severity=Severity.NOTICE,
    citation=Citation(document="30/2020/NĐ-CP", mark=Mark.SECONDARY),
    explains=("last_received_at",),
    since="last_received_at",
)
def submission_unnumbered(reports: pd.DataFrame, parameters: Mapping[str, Any]) -> Verdicts:
    """A report that was received is a document with a number."""
    del parameters
    return decide(
        (reports["first_received_at"].isna(), Verdict.NOT_APPLICABLE),
        (reports["document_number"].isna(), Verdict.BREACH),
        otherwise=Verdict.PASS,
    )


@rule(
    id="submission-extended-late",
    family="reporting",
    on="submissions",
    severity=Severity.MINOR,
    citation=_PLAN,
    explains=("original_due_on", "due_on", "extended_on"),
    since="extended_on",
)
def submission_extended_late(reports: pd.DataFrame, parameters: Mapping[str, Any]) -> Verdicts:
    """An extension for a report is granted before the deadline in force has passed."""
    del parameters
    return decide(
        (reports["was_overdue"], Verdict.BREACH),
        (reports["extended_on"].isna(), Verdict.NOT_APPLICABLE),
        otherwise=Verdict.PASS,
    )


@rule(
    id="reports-late-in-a-row",
    family="reporting",
    on="streaks",
    severity=Severity.MAJOR,
    citation=Citation(principle="kỷ luật, kỷ cương trong chế độ báo cáo", mark=Mark.ASSUMPTION),
    explains=("streak", "since", "last_period"),
    since="since_due_on",
    since_after=1,
)
def reports_late_in_a_row(streaks: pd.DataFrame, parameters: Mapping[str, Any]) -> Verdicts:
    """Nobody's reports of one kind are late or missing several times in a row.

    A series that has passed on to another agency's is not judged any more: that one's reports are.
    """
    return decide(
        (streaks["has_heir"], Verdict.NOT_APPLICABLE),
        (streaks["streak"] >= parameters["times"], Verdict.BREACH),
        otherwise=Verdict.PASS,
    )
