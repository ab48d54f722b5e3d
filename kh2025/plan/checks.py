"""The rules on the plan itself, whatever was reported."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import numpy as np
import pandas as pd

from kh2025.law.citation import Citation, Mark
from kh2025.law.rule import Severity, Verdict, decide, rule

Verdicts = np.ndarray[Any, Any]
#: The "6 rõ" and the column that answers each: who, what, responsibility, time, product, authority.
SIX_CLEAR = {
    "person": "lead_id",
    "work": "name",
    "responsibility": "responsible",
    "time": "deadline",
    "product": "products",
    "authority": "authority",
}
_SIX_CLEAR = Citation(principle="nguyên tắc “6 rõ”", mark=Mark.SECONDARY)
# Clause 5 moves the last day of a counted term; that a day which is fixed should be worked is our inference.
_ROLL = Citation(document="91/2015/QH13", article="148", clause="5", mark=Mark.ASSUMPTION)
_GOOD_ORDER = Citation(principle="nền nếp lập kế hoạch", mark=Mark.ASSUMPTION)


@rule(
    id="task-not-six-clear",
    family="plan",
    on="plan_tasks",
    severity=Severity.MINOR,
    citation=_SIX_CLEAR,
    explains=tuple(SIX_CLEAR.values()),
)
def task_not_six_clear(tasks: pd.DataFrame, parameters: Mapping[str, Any]) -> Verdicts:
    """A task says who does what, who answers for it, by when, with what product, and who decides."""
    del parameters
    is_missing = tasks[list(SIX_CLEAR.values())].isna().any(axis=1)
    return decide((is_missing, Verdict.BREACH), otherwise=Verdict.PASS)


@rule(
    id="deadline-not-worked",
    family="plan",
    on="plan_deadlines",
    severity=Severity.NOTICE,
    citation=_ROLL,
    explains=("deadline", "due_on", "calendar"),
)
def deadline_not_worked(deadlines: pd.DataFrame, parameters: Mapping[str, Any]) -> Verdicts:
    """A deadline on a fixed day falls on a day that is worked; only a counted term would move on by itself."""
    del parameters
    return decide(
        (deadlines["schedule"] != "on_date", Verdict.NOT_APPLICABLE),
        (~deadlines["is_worked"], Verdict.BREACH),
        (deadlines["calendar"] != "confirmed", Verdict.UNKNOWN),
        otherwise=Verdict.PASS,
    )


@rule(
    id="deadline-after-plan",
    family="plan",
    on="plan_deadlines",
    severity=Severity.NOTICE,
    citation=_GOOD_ORDER,
    explains=("deadline", "due_on", "covers_to"),
)
def deadline_after_plan(deadlines: pd.DataFrame, parameters: Mapping[str, Any]) -> Verdicts:
    """A task is due while the plan lasts; what is due later is judged by no report of it."""
    del parameters
    return decide((deadlines["due_on"] > deadlines["covers_to"], Verdict.BREACH), otherwise=Verdict.PASS)


@rule(
    id="deadline-before-needed",
    family="plan",
    on="plan_deadlines",
    severity=Severity.MINOR,
    citation=_GOOD_ORDER,
    explains=("due_on", "needs_task_id", "needs_due_on"),
)
def deadline_before_needed(deadlines: pd.DataFrame, parameters: Mapping[str, Any]) -> Verdicts:
    """A task is not due before the tasks that it depends on."""
    del parameters
    return decide(
        (deadlines["needs_due_on"].isna(), Verdict.NOT_APPLICABLE),
        (deadlines["due_on"] < deadlines["needs_due_on"], Verdict.BREACH),
        otherwise=Verdict.PASS,
    )


@rule(
    id="deadline-before-start",
    family="plan",
    on="plan_deadlines",
    severity=Severity.MAJOR,
    citation=_GOOD_ORDER,
    explains=("deadline", "due_on", "begins_on"),
)
def deadline_before_start(deadlines: pd.DataFrame, parameters: Mapping[str, Any]) -> Verdicts:
    """A task is not due before it is assigned, or before the day on which the work can begin."""
    del parameters
    return decide((deadlines["due_on"] < deadlines["begins_on"], Verdict.BREACH), otherwise=Verdict.PASS)


@rule(
    id="lead-ended",
    family="plan",
    on="plan_leads",
    severity=Severity.MAJOR,
    citation=_SIX_CLEAR,
    explains=("due_on", "ends_on", "heir_id"),
    since="ends_on",
    since_after=1,
)
def lead_ended(leads: pd.DataFrame, parameters: Mapping[str, Any]) -> Verdicts:
    """Who leads a task still exists on its deadline, or one heir is named who then does."""
    del parameters
    has_ended = leads["ends_on"] < leads["due_on"]
    return decide(
        (has_ended & leads["heir_id"].isna(), Verdict.BREACH),
        otherwise=Verdict.PASS,
    )


@rule(
    id="lead-changes",
    family="plan",
    on="plan_leads",
    severity=Severity.NOTICE,
    citation=_SIX_CLEAR,
    explains=("due_on", "ends_on", "heir_id"),
    since="ends_on",
    since_after=1,
)
def lead_changes(leads: pd.DataFrame, parameters: Mapping[str, Any]) -> Verdicts:
    """Who leads a task when it is assigned also leads it on its deadline; where it ends before, its heir is told."""
    del parameters
    has_ended = leads["ends_on"] < leads["due_on"]
    return decide(
        (has_ended & leads["heir_id"].notna(), Verdict.BREACH),
        (has_ended, Verdict.NOT_APPLICABLE),
        otherwise=Verdict.PASS,
    )


@rule(
    id="succession-gap",
    family="plan",
    on="plan_successions",
    severity=Severity.MAJOR,
    citation=_SIX_CLEAR,
    explains=("agency_id", "ends_on", "heir_id", "heir_from"),
    since="ends_on",
    since_after=1,
)
def succession_gap(successions: pd.DataFrame, parameters: Mapping[str, Any]) -> Verdicts:
    """An heir exists from the day after its predecessor ends, so that on no day a duty is without an owner."""
    del parameters
    is_late = successions["heir_from"] > successions["ends_on"] + timedelta(days=1)
    return decide((is_late, Verdict.BREACH), otherwise=Verdict.PASS)


@rule(
    id="lead-overloaded",
    family="plan",
    on="plan_loads",
    severity=Severity.NOTICE,
    citation=_GOOD_ORDER,
    explains=("tasks", "usual"),
)
def lead_overloaded(loads: pd.DataFrame, parameters: Mapping[str, Any]) -> Verdicts:
    """No lead has many times the tasks that leads usually have."""
    is_many = loads["tasks"] >= parameters["at_least"]
    is_over = loads["tasks"] > parameters["times_usual"] * loads["usual"]
    return decide((is_many & is_over, Verdict.BREACH), otherwise=Verdict.PASS)


@rule(
    id="section-without-tasks",
    family="plan",
    on="plan_sections",
    severity=Severity.NOTICE,
    citation=_GOOD_ORDER,
    explains=("section_id", "title"),
)
def section_without_tasks(sections: pd.DataFrame, parameters: Mapping[str, Any]) -> Verdicts:
    """Each section of a plan has tasks."""
    del parameters
    return decide((sections["tasks"] == 0, Verdict.BREACH), otherwise=Verdict.PASS)


@rule(
    id="task-repeated",
    family="plan",
    on="plan_likeness",
    severity=Severity.MINOR,
    citation=_GOOD_ORDER,
    explains=("name", "like_task_id"),
)
def task_repeated(tasks: pd.DataFrame, parameters: Mapping[str, Any]) -> Verdicts:
    """No task stands in the plan twice: the same words under the same lead."""
    del parameters
    is_same = (tasks["likeness"] == 1) & tasks["has_same_lead"]
    return decide((is_same, Verdict.BREACH), otherwise=Verdict.PASS)


@rule(
    id="task-alike",
    family="plan",
    on="plan_likeness",
    severity=Severity.NOTICE,
    citation=_GOOD_ORDER,
    explains=("name", "like_task_id", "likeness"),
)
def task_alike(tasks: pd.DataFrame, parameters: Mapping[str, Any]) -> Verdicts:
    """Tasks that share most of their words may be one; a person looks at them."""
    is_same = (tasks["likeness"] == 1) & tasks["has_same_lead"]
    return decide(
        (is_same, Verdict.NOT_APPLICABLE),
        (tasks["likeness"] >= parameters["likeness"], Verdict.BREACH),
        otherwise=Verdict.PASS,
    )


@rule(
    id="draft-unfinished",
    family="plan",
    on="plan_texts",
    severity=Severity.MAJOR,
    citation=_GOOD_ORDER,
    explains=("path", "text"),
)
def draft_unfinished(texts: pd.DataFrame, parameters: Mapping[str, Any]) -> Verdicts:
    """A plan that is in use holds nothing that a draft left to be filled in or decided."""
    del parameters
    return decide((texts["is_blank"], Verdict.BREACH), otherwise=Verdict.PASS)


@rule(
    id="activity-not-timed",
    family="activity",
    on="plan_activity_times",
    severity=Severity.NOTICE,
    citation=Citation(principle="nguyên tắc “6 rõ” (rõ thời gian)", mark=Mark.SECONDARY),
    explains=("title", "kind"),
)
def activity_not_timed(activities: pd.DataFrame, parameters: Mapping[str, Any]) -> Verdicts:
    """A standing activity says how often it is held, or by when it is done; without it no report can judge it."""
    del parameters
    is_timed = activities["every"].notna() | activities["due_on"].notna()
    return decide((is_timed, Verdict.PASS), otherwise=Verdict.BREACH)


@rule(
    id="indicator-target-not-better",
    family="indicator",
    on="plan_targets",
    severity=Severity.MINOR,
    citation=_GOOD_ORDER,
    explains=("name", "baseline", "target", "direction"),
)
def indicator_target_not_better(indicators: pd.DataFrame, parameters: Mapping[str, Any]) -> Verdicts:
    """The target of an indicator is better than its baseline, in the direction that is good."""
    del parameters
    baseline, target = indicators["baseline"], indicators["target"]
    is_up = indicators["direction"] == "up"
    return decide(
        (baseline.isna(), Verdict.UNKNOWN),
        (is_up & (target <= baseline), Verdict.BREACH),
        (~is_up & (target >= baseline), Verdict.BREACH),
        otherwise=Verdict.PASS,
    )


@rule(
    id="indicator-without-source",
    family="indicator",
    on="plan_targets",
    severity=Severity.NOTICE,
    citation=_GOOD_ORDER,
    explains=("name",),
)
def indicator_without_source(indicators: pd.DataFrame, parameters: Mapping[str, Any]) -> Verdicts:
    """An indicator says where its figures come from."""
    del parameters
    return decide((indicators["data_source"].isna(), Verdict.BREACH), otherwise=Verdict.PASS)
