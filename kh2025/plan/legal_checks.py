"""The rules on what a plan rests on in law: its legal bases, and the provisions on reporting regimes."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from kh2025.law.citation import Citation, Mark
from kh2025.law.parameters import Parameter, Value
from kh2025.law.rule import Severity, Verdict, decide, rule
from kh2025.law.sending import least_working_days, sources

Verdicts = np.ndarray[Any, Any]
_BASIS = Citation(principle="căn cứ pháp lý còn hiệu lực", mark=Mark.ASSUMPTION)
_SENDING = sources()["least_working_days"]
_LEAST = Parameter("working_days", _SENDING, (Value(least_working_days()),))


@rule(
    id="basis-ended",
    family="law",
    on="plan_bases",
    severity=Severity.MAJOR,
    citation=_BASIS,
    explains=("number", "ended_on", "replaced_by"),
    since="ended_on",
    since_after=1,
)
def basis_ended(bases: pd.DataFrame, parameters: Mapping[str, Any]) -> Verdicts:
    """A legal basis is in force as long as the plan lasts."""
    del parameters
    return decide(
        (bases["holds"] == "ended", Verdict.BREACH),
        (bases["holds"] == "unknown", Verdict.UNKNOWN),
        otherwise=Verdict.PASS,
    )


@rule(
    id="basis-not-yet-in-force",
    family="law",
    on="plan_bases",
    severity=Severity.MAJOR,
    citation=_BASIS,
    explains=("number", "begins_on", "needed_on"),
)
def basis_not_yet_in_force(bases: pd.DataFrame, parameters: Mapping[str, Any]) -> Verdicts:
    """A legal basis is in force on the day from which what rests on it takes effect.

    That it had not even been issued is said by ``basis-issued-later``.
    """
    del parameters
    return decide(
        (bases["issued_on"] > bases["needed_on"], Verdict.NOT_APPLICABLE),
        (bases["begins_on"].isna(), Verdict.UNKNOWN),
        (bases["begins_on"] > bases["needed_on"], Verdict.BREACH),
        otherwise=Verdict.PASS,
    )


@rule(
    id="basis-issued-later",
    family="law",
    on="plan_bases",
    severity=Severity.MAJOR,
    citation=_BASIS,
    explains=("number", "issued_on", "needed_on"),
)
def basis_issued_later(bases: pd.DataFrame, parameters: Mapping[str, Any]) -> Verdicts:
    """A legal basis had been issued when what rests on it took effect."""
    del parameters
    return decide(
        (bases["issued_on"].isna(), Verdict.UNKNOWN),
        (bases["issued_on"] > bases["needed_on"], Verdict.BREACH),
        otherwise=Verdict.PASS,
    )


@rule(
    id="report-without-document",
    family="law",
    on="plan_obligations",
    severity=Severity.MINOR,
    citation=Citation(document="09/2019/NĐ-CP", article="11", mark=Mark.ASSUMPTION),
    explains=("title", "basis"),
)
def report_without_document(obligations: pd.DataFrame, parameters: Mapping[str, Any]) -> Verdicts:
    """A periodic reporting regime is itself laid down in a document, which the plan names."""
    del parameters
    return decide((obligations["document_number"].isna(), Verdict.BREACH), otherwise=Verdict.PASS)


@rule(
    id="report-due-too-soon",
    family="law",
    on="plan_reports",
    severity=Severity.MAJOR,
    citation=_SENDING,
    explains=("period", "cutoff_on", "due_on", "working_days_left"),
    parameters={"least": _LEAST},
)
def report_due_too_soon(reports: pd.DataFrame, parameters: Mapping[str, Any]) -> Verdicts:
    """Between cut-off and sending lies at least one working day, where the plan itself sets the deadline."""
    return decide(
        (reports["set_by"].notna(), Verdict.NOT_APPLICABLE),
        (reports["working_days_left"] < parameters["least"], Verdict.BREACH),
        otherwise=Verdict.PASS,
    )


@rule(
    id="report-due-by-law-too-soon",
    family="law",
    on="plan_reports",
    severity=Severity.NOTICE,
    citation=_SENDING,
    explains=("period", "cutoff_on", "due_on", "working_days_left", "set_by"),
    parameters={"least": _LEAST},
)
def report_due_by_law_too_soon(reports: pd.DataFrame, parameters: Mapping[str, Any]) -> Verdicts:
    """A deadline that a legal document sets before a working day has passed is noticed, not judged."""
    return decide(
        (reports["set_by"].isna(), Verdict.NOT_APPLICABLE),
        (reports["working_days_left"] < parameters["least"], Verdict.BREACH),
        otherwise=Verdict.PASS,
    )


@rule(
    id="report-tiers-not-apart",
    family="law",
    on="plan_reports",
    severity=Severity.MINOR,
    citation=_SENDING,
    explains=("period", "tier", "due_on", "below_due_on"),
)
def report_tiers_not_apart(reports: pd.DataFrame, parameters: Mapping[str, Any]) -> Verdicts:
    """Each tier of a report has a deadline of its own: the upper one after those that it sums up."""
    del parameters
    return decide(
        (reports["below_due_on"].isna(), Verdict.NOT_APPLICABLE),
        (reports["due_on"] <= reports["below_due_on"], Verdict.BREACH),
        otherwise=Verdict.PASS,
    )
