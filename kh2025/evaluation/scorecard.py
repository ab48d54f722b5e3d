"""Agencies and sections side by side: what each owes, how it stands, what it reported, and its score."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from kh2025.evaluation.parts import counts
from kh2025.evaluation.rates import percent
from kh2025.evaluation.scope import Scope
from kh2025.evaluation.scores import Score, Tally, ranks, score_table, scores, tallies
from kh2025.evaluation.tables import AGENCIES, BESIDE, CLASSES, DONE, PARTS, SECTIONS
from kh2025.plan.tables import agency_names

#: Classes of timeliness that an agency is shown with.
_SENT = ("on_time", "late", "missing")


@dataclass(frozen=True, slots=True)
class Scorecard:
    """Scores by level.

    Attributes:
        plan: the plan's score, by its id; none when one agency is looked at.
        sections: by section, those with a task.
        agencies: by agency, those that owe a duty or a report.
    """

    plan: dict[str, Score]
    sections: dict[str, Score]
    agencies: dict[str, Score]

    def table(self) -> pd.DataFrame:
        """Every measure of every subject; columns ``SCORES``."""
        return score_table({"plan": self.plan, "section": self.sections, "agency": self.agencies})


def scorecard(
    scope: Scope, tasks: pd.DataFrame, duties: pd.DataFrame, submissions: pd.DataFrame
) -> Scorecard:
    """The scores of the plan, its sections and its agencies; of one agency's evaluation no score of the plan."""
    scale = scope.plan.scale
    whole = scores(
        scale,
        [scope.plan.id] if scope.agency is None else [],
        tallies(tasks.assign(plan=scope.plan.id), "plan", "part"),
        tallies(submissions.assign(plan=scope.plan.id), "plan", "timeliness"),
    )
    with_tasks = set(tasks["section_id"].unique())
    named = [one.id for one in scope.plan.sections if one.id in with_tasks]
    sections = scores(scale, named, tallies(tasks, "section_id", "part"), {})
    weights = tasks.set_index("task_id")["weight"]
    weighed = duties.assign(weight=duties["task_id"].map(weights))
    reports: dict[str, Tally] = tallies(submissions, "agency_id", "timeliness")
    return Scorecard(
        whole,
        sections,
        scores(scale, owing(scope, duties, submissions), tallies(weighed, "agency_id", "part"), reports),
    )


def agency_table(
    scope: Scope, duties: pd.DataFrame, submissions: pd.DataFrame, findings: pd.DataFrame, card: Scorecard
) -> pd.DataFrame:
    """Every agency that owes a duty or a report, in the order of the plan; columns ``AGENCIES``.

    Ranks are among the agencies with a score; an evaluation for one agency has none.
    """
    ids = pd.Index(list(card.agencies), dtype="str")
    names = agency_names(scope.plan)
    classes = counts(submissions["agency_id"], submissions["timeliness"], CLASSES)
    classes = classes[[*_SENT, "replaced"]].reindex(ids, fill_value=0)
    made = parts_by(duties, "agency_id", ids).assign(
        agency_id=ids,
        name=[names[id_] for id_ in ids],
        submissions_expected=classes.sum(axis="columns"),
        **{f"submissions_{name}": classes[name] for name in _SENT},
        findings=findings["agency_id"].value_counts().reindex(ids, fill_value=0),
        **_columns(card.agencies, ids),
    )
    made = made.assign(duties=made["total"], rank=ranks(made["score"]) if scope.agency is None else None)
    return AGENCIES.check(AGENCIES.typed(made))


def section_table(scope: Scope, tasks: pd.DataFrame, card: Scorecard) -> pd.DataFrame:
    """Every section with a task, in the order of the plan; columns ``SECTIONS``."""
    ids = pd.Index(list(card.sections), dtype="str")
    by_id = {one.id: one for one in scope.plan.sections}
    made = parts_by(tasks, "section_id", ids).assign(
        section_id=ids,
        number=[by_id[id_].number for id_ in ids],
        title=[by_id[id_].title for id_ in ids],
        **_columns(card.sections, ids),
    )
    return SECTIONS.check(SECTIONS.typed(made.assign(tasks=made["total"])))


def owing(scope: Scope, duties: pd.DataFrame, submissions: pd.DataFrame) -> list[str]:
    """The agencies that owe a duty or a report, in the order of the plan."""
    found = {*duties["agency_id"].unique(), *submissions["agency_id"].unique()}
    return [id_ for id_ in agency_names(scope.plan) if id_ in found]


def parts_by(rows: pd.DataFrame, subject: str, ids: pd.Index) -> pd.DataFrame:
    """Counts by part, ``total``, ``due`` and ``done_of_due``; shape: one row per id."""
    counted = rows[~rows["part"].isin(BESIDE)]
    made = counts(counted[subject], counted["part"], PARTS).reindex(ids, fill_value=0)
    done = made[list(DONE)].sum(axis="columns")
    due = done + made["open_overdue"]
    return made.assign(total=made.sum(axis="columns"), due=due, done_of_due=percent(done, due))


def _columns(of: dict[str, Score], ids: pd.Index) -> dict[str, Any]:
    made = pd.DataFrame([one.columns() for one in of.values()], index=ids, columns=_SCORE)
    return {name: made[name] for name in _SCORE}


_SCORE = ["score", "class_id", "weight_used", "measures_missing", "cases", "is_small"]
