"""Rules on tasks: done in time, with the product that was asked for, by somebody who owes them."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from kh2025.evaluation.tables import BESIDE, DONE, OPEN
from kh2025.law.citation import Citation, Mark
from kh2025.law.rule import Severity, Verdict, decide, rule

Verdicts = np.ndarray[Any, Any]
# Only its title was read: the mark says so.
_TRACKING = Citation(document="42/2014/QĐ-TTg", mark=Mark.SECONDARY)
_PRODUCT = Citation(principle="nguyên tắc “6 rõ” (rõ sản phẩm)", mark=Mark.SECONDARY)
_URGING = Citation(principle="nền nếp theo dõi, đôn đốc nhiệm vụ", mark=Mark.ASSUMPTION)


@rule(
    id="task-overdue",
    family="task",
    on="duties",
    severity=Severity.MAJOR,
    citation=_TRACKING,
    explains=("due_on", "days_late", "state", "percent"),
    since="due_on",
    since_after=1,
)
def task_overdue(duties: pd.DataFrame, parameters: Mapping[str, Any]) -> Verdicts:
    """A task is done by its deadline in force; one that is open the day after is overdue."""
    del parameters
    part = duties["part"]
    return decide(
        (part.isin(BESIDE) | duties["due_on"].isna(), Verdict.NOT_APPLICABLE),
        (part == "open_overdue", Verdict.BREACH),
        otherwise=Verdict.PASS,
    )


@rule(
    id="task-long-overdue",
    family="task",
    on="duties",
    severity=Severity.CRITICAL,
    citation=_URGING,
    explains=("due_on", "days_late", "state", "percent"),
    since="due_on",
    since_after=1,
    since_parameter="most_days",
)
def task_long_overdue(duties: pd.DataFrame, parameters: Mapping[str, Any]) -> Verdicts:
    """A task that is overdue does not stay so for long: it is done, or a new deadline is asked for.

    What breaks this rule breaks ``task-overdue`` too: it is one of the tasks counted there.
    """
    return decide(
        (duties["part"] != "open_overdue", Verdict.NOT_APPLICABLE),
        ((duties["days_late"] > parameters["most_days"]).fillna(value=False), Verdict.BREACH),
        otherwise=Verdict.PASS,
    )


@rule(
    id="task-done-late",
    family="task",
    on="duties",
    severity=Severity.MINOR,
    citation=_TRACKING,
    explains=("due_on", "done_on", "days_late"),
    since="due_on",
    since_after=1,
)
def task_done_late(duties: pd.DataFrame, parameters: Mapping[str, Any]) -> Verdicts:
    """A task that is done was done on or before its deadline in force."""
    del parameters
    part = duties["part"]
    return decide(
        (part == "done_late", Verdict.BREACH),
        (part == "done_date_missing", Verdict.UNKNOWN),
        (part == "done_on_time", Verdict.PASS),
        otherwise=Verdict.NOT_APPLICABLE,
    )


@rule(
    id="task-extended-late",
    family="task",
    on="duties",
    severity=Severity.MINOR,
    citation=_TRACKING,
    explains=("original_due_on", "due_on", "extended_on"),
    since="extended_on",
)
def task_extended_late(duties: pd.DataFrame, parameters: Mapping[str, Any]) -> Verdicts:
    """An extension is granted before the deadline in force has passed; a later one does not undo the delay."""
    del parameters
    return decide(
        (duties["was_overdue"], Verdict.BREACH),
        (duties["extended_on"].isna(), Verdict.NOT_APPLICABLE),
        otherwise=Verdict.PASS,
    )


@rule(
    id="task-not-started",
    family="task",
    on="statements",
    severity=Severity.NOTICE,
    citation=_URGING,
    explains=("due_on", "state", "effective_on"),
    since="soon_on",
)
def task_not_started(statements: pd.DataFrame, parameters: Mapping[str, Any]) -> Verdicts:
    """A task that is due soon has been started."""
    del parameters
    return decide(
        (~statements["is_due_soon"], Verdict.NOT_APPLICABLE),
        (statements["state"].isna(), Verdict.UNKNOWN),
        (statements["state"] == "not_started", Verdict.BREACH),
        otherwise=Verdict.PASS,
    )


@rule(
    id="task-unreported",
    family="task",
    on="statements",
    severity=Severity.MINOR,
    citation=_TRACKING,
    explains=("due_on",),
    since="soon_on",
)
def task_unreported(statements: pd.DataFrame, parameters: Mapping[str, Any]) -> Verdicts:
    """The agency in charge of an open task that is overdue or due soon has said how it stands."""
    del parameters
    is_near = statements["is_due_soon"] | (statements["part"] == "open_overdue")
    return decide(
        (~is_near, Verdict.NOT_APPLICABLE),
        (statements["is_unreported"], Verdict.BREACH),
        otherwise=Verdict.PASS,
    )


@rule(
    id="task-suspended-past-due",
    family="task",
    on="statements",
    severity=Severity.MINOR,
    citation=_URGING,
    explains=("due_on", "stated_since", "note"),
    since="due_on",
    since_after=1,
)
def task_suspended_past_due(statements: pd.DataFrame, parameters: Mapping[str, Any]) -> Verdicts:
    """A task that is suspended when its deadline passes gets another deadline, or is stopped for good."""
    del parameters
    return decide(
        (statements["part"] != "suspended", Verdict.NOT_APPLICABLE),
        (statements["due_on"].isna(), Verdict.UNKNOWN),
        (statements["is_past_due"], Verdict.BREACH),
        otherwise=Verdict.PASS,
    )


@rule(
    id="task-stopped-unexplained",
    family="task",
    on="statements",
    severity=Severity.MINOR,
    citation=Citation(principle="nguyên tắc “6 rõ” (rõ thẩm quyền)", mark=Mark.SECONDARY),
    explains=("state", "evidence", "note"),
    since="stated_since",
)
def task_stopped_unexplained(statements: pd.DataFrame, parameters: Mapping[str, Any]) -> Verdicts:
    """A task that its lead reports as suspended or stopped names the document that says so, or the reason."""
    del parameters
    is_told = statements["evidence"].notna() | statements["note"].notna()
    return decide(
        (~statements["state"].isin(BESIDE), Verdict.NOT_APPLICABLE),
        (is_told, Verdict.PASS),
        otherwise=Verdict.BREACH,
    )


@rule(
    id="done-without-evidence",
    family="task",
    on="statements",
    severity=Severity.MINOR,
    citation=_PRODUCT,
    explains=("done_on", "evidence"),
    since="stated_since",
)
def done_without_evidence(statements: pd.DataFrame, parameters: Mapping[str, Any]) -> Verdicts:
    """A task that is reported as done names its product: a document number or a link."""
    del parameters
    return decide(
        (~statements["part"].isin(DONE), Verdict.NOT_APPLICABLE),
        (statements["evidence"].isna(), Verdict.BREACH),
        otherwise=Verdict.PASS,
    )


@rule(
    id="owner-unresolved",
    family="task",
    on="statements",
    severity=Severity.CRITICAL,
    citation=Citation(principle="nguyên tắc “6 rõ” (rõ người)", mark=Mark.SECONDARY),
    explains=("assigned_agency_id",),
    since="unowned_since",
)
def owner_unresolved(statements: pd.DataFrame, parameters: Mapping[str, Any]) -> Verdicts:
    """When the agency in charge of an open task has ended, one named heir owes it."""
    del parameters
    is_settled = ~statements["part"].isin([*OPEN, "suspended"])
    return decide(
        (statements["assigned_agency_id"].isna() | is_settled, Verdict.NOT_APPLICABLE),
        (statements["agency_id"].isna(), Verdict.BREACH),
        otherwise=Verdict.PASS,
    )
