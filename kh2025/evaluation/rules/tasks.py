"""Rules on tasks: done in time, with the product that was asked for."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from kh2025.evaluation.tables import BESIDE, DONE, OPEN
from kh2025.law.citation import Citation, Mark
from kh2025.law.rule import Severity, Verdict, decide, rule

# Only its title was read: the mark says so.
_TRACKING = Citation(document="42/2014/QĐ-TTg", mark=Mark.SECONDARY)
_PRODUCT = Citation(principle="nguyên tắc “6 rõ” (rõ sản phẩm)", mark=Mark.SECONDARY)


@rule(
    id="task-overdue",
    family="task",
    on="duties",
    severity=Severity.MAJOR,
    citation=_TRACKING,
    explains=("due_on", "days_late", "state", "percent"),
    since="due_on",
)
def task_overdue(duties: pd.DataFrame, parameters: Mapping[str, Any]) -> np.ndarray[Any, Any]:
    """A task is done by its deadline in force; one that is open the day after is overdue."""
    del parameters
    part = duties["part"]
    return decide(
        (part.isin(BESIDE) | duties["due_on"].isna(), Verdict.NOT_APPLICABLE),
        (part == "open_overdue", Verdict.BREACH),
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
)
def task_done_late(duties: pd.DataFrame, parameters: Mapping[str, Any]) -> np.ndarray[Any, Any]:
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
    id="done-without-evidence",
    family="task",
    on="duties",
    severity=Severity.MINOR,
    citation=_PRODUCT,
    explains=("done_on", "evidence"),
    since="done_on",
)
def done_without_evidence(duties: pd.DataFrame, parameters: Mapping[str, Any]) -> np.ndarray[Any, Any]:
    """A task that is reported as done names its product: a document number or a link."""
    del parameters
    return decide(
        (~duties["part"].isin(DONE), Verdict.NOT_APPLICABLE),
        (duties["evidence"].isna(), Verdict.BREACH),
        otherwise=Verdict.PASS,
    )


@rule(
    id="task-unreported",
    family="task",
    on="duties",
    severity=Severity.MINOR,
    citation=_TRACKING,
    explains=("due_on",),
)
def task_unreported(duties: pd.DataFrame, parameters: Mapping[str, Any]) -> np.ndarray[Any, Any]:
    """The agency in charge of an open task that is overdue or due soon has said how it stands."""
    del parameters
    is_near = duties["is_due_soon"] | (duties["part"] == "open_overdue")
    return decide(
        (~is_near, Verdict.NOT_APPLICABLE),
        (duties["is_unreported"], Verdict.BREACH),
        otherwise=Verdict.PASS,
    )


@rule(
    id="owner-unresolved",
    family="task",
    on="duties",
    severity=Severity.CRITICAL,
    citation=Citation(principle="nguyên tắc “6 rõ” (rõ người)", mark=Mark.SECONDARY),
    explains=("assigned_agency_id",),
)
def owner_unresolved(duties: pd.DataFrame, parameters: Mapping[str, Any]) -> np.ndarray[Any, Any]:
    """When the agency in charge of an open task has ended, one named heir owes it."""
    del parameters
    is_settled = ~duties["part"].isin([*OPEN, "suspended"])
    return decide(
        (duties["assigned_agency_id"].isna() | is_settled, Verdict.NOT_APPLICABLE),
        (duties["agency_id"].isna(), Verdict.BREACH),
        otherwise=Verdict.PASS,
    )
