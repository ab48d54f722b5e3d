"""Counts and rates of an evaluation, JSON-ready; the keys are a contract."""

from collections import Counter
from typing import Any

import pandas as pd

from kh2025.evaluation import timeliness
from kh2025.evaluation.rates import rates, submission_rates
from kh2025.evaluation.scope import Scope
from kh2025.evaluation.scorecard import Scorecard
from kh2025.evaluation.scores import Tally, score
from kh2025.evaluation.status import roll_up
from kh2025.evaluation.tables import BESIDE, PARTS, RESULTS
from kh2025.law.moments import local_text
from kh2025.law.workdays import Roll, Standing, standing
from kh2025.ledger.facts import Facts
from kh2025.plan.model import Plan


def summarise(scope: Scope, facts: Facts, tables: dict[str, Any]) -> dict[str, Any]:
    """The summary of all tables.

    ``tasks`` counts every task assigned up to ``status_on`` once (stock), ``duties`` their occurrences one
    by one, ``tasks_in_period`` the tasks with a duty due inside the window (flow); rates are of ``tasks``.
    """
    duties, submissions = tables["duties"], tables["submissions"]
    known_through = facts.known_through
    return {
        "plan": scope.plan.id,
        "period": str(scope.period),
        "agency": scope.agency,
        "status_on": scope.status_on.isoformat(),
        "as_of": local_text(scope.as_of),
        "known_through": local_text(known_through) if known_through else None,
        **figures(scope, tables["tasks"], duties, submissions),
        "indicators": _indicators(tables["indicators"]),
        "rules": rule_changes(scope.plan),
        "score": score_of(scope, tables["scorecard"]),
        "findings": dict(zip(*(tables["verdicts"][c].tolist() for c in ("rule_id", "breach")), strict=True)),
        "provisional": provisional_years(scope, submissions, duties),
        "invented": " ".join(dict.fromkeys(text for text in (scope.plan.invented, facts.invented) if text))
        or None,
        "notices": dict(sorted(Counter(notice.code for notice in facts.notices).items())),
    }


def figures(
    scope: Scope, tasks: pd.DataFrame, duties: pd.DataFrame, submissions: pd.DataFrame
) -> dict[str, Any]:
    """The counts and rates of tasks, duties and reports, group by group."""
    in_period = roll_up(scope, duties[duties["is_in_period"]])
    stock, reports = _partition(tasks), timeliness.counts(submissions)
    return {
        "tasks": stock,
        "duties": _partition(duties),
        "tasks_in_period": _partition(in_period),
        "submissions": reports,
        "rates": rates(stock),
        "submission_rates": submission_rates(reports),
    }


def rule_changes(plan: Plan) -> list[dict[str, Any]]:
    """What a plan changes in rules, each with its reason, JSON-ready."""
    return [
        {
            "rule_id": one.rule,
            "off": one.off,
            "severity": one.severity,
            "parameters": dict(one.parameters),
            "reason": one.reason,
        }
        for one in plan.rules
    ]


def score_of(scope: Scope, card: Scorecard) -> dict[str, Any]:
    """The score of the plan, or of the one agency looked at, with its class and what the scale rests on."""
    scale = scope.plan.scale
    found = card.plan.get(scope.plan.id) if scope.agency is None else card.agencies.get(scope.agency)
    told = found or score(scale, scope.agency or scope.plan.id, Tally(), Tally())
    titles = {one.id: one.title for one in scale.classes}
    return {
        **{name: value for name, value in told.columns().items() if name != "measures_missing"},
        "class": titles[told.class_id] if told.class_id else None,
        "measures_missing": list(told.missing),
        "weights": dict(scale.weights),
        "small_below": scale.small_below,
        "basis": scale.basis,
        "mark": scale.mark.value,
    }


def provisional_years(scope: Scope, submissions: pd.DataFrame, duties: pd.DataFrame) -> list[int]:
    """Years without official notice on whose working days a due day rests."""
    kind = scope.period.kind
    counted = [one.id for one in scope.plan.obligations if one.due_rule(kind).rests_on_calendar]
    due = submissions.loc[submissions["obligation_id"].isin(counted), "original_due_on"]
    if scope.plan.settings.fixed_day_roll is not Roll.NONE:
        due = pd.concat([due, duties["original_due_on"]])
    years = {int(year) for year in due.dropna().dt.year}
    return sorted(year for year in years if standing(year, scope.as_of_day) is not Standing.CONFIRMED)


def _indicators(rows: pd.DataFrame) -> dict[str, int]:
    """How many indicators there are, and of each result; those behind their path are information."""
    counted = rows["result"].value_counts()
    found = {name: int(counted.get(name, 0)) for name in RESULTS}
    return {"total": len(rows), **found, "behind": int((rows["path_result"] == "behind").sum())}


def _partition(rows: pd.DataFrame) -> dict[str, int]:
    """Parts of the total, what stands beside it, and two informations."""
    counts = rows["part"].value_counts()
    parts = {name: int(counts.get(name, 0)) for name in PARTS}
    beside = {name: int(counts.get(name, 0)) for name in BESIDE}
    informed = {name: int(rows[f"is_{name}"].sum()) for name in ("unreported", "due_soon")}
    return {"total": sum(parts.values()), **parts, **beside, **informed}
