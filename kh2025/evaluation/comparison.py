"""Two looks at one plan: what changed in counts and rates, which tasks went from where to where, agency by agency.

By default both are judged by what is known at the later ``as_of``: a record that came late counts in both, so that a
difference is something that happened and not something that became known. With an ``as_of`` of its own the earlier look is
the one that was published. A difference is that of the figures shown, so that a reader can check it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeAlias

import pandas as pd

from kh2025.errors import ParameterError, Problem
from kh2025.evaluation.scope import Scope
from kh2025.evaluation.scorecard import parts_by, scorecard
from kh2025.evaluation.tables import BESIDE, DONE, OPEN, PARTS
from kh2025.evaluation.tables.comparison import AGENCY_CHANGES, CHANGES, MOVES, TRANSITIONS
from kh2025.ledger.current import owners_on
from kh2025.plan.duties import owner_table
from kh2025.plan.tables import agency_names

if TYPE_CHECKING:
    from kh2025.evaluation.earlier import EarlierLook
    from kh2025.evaluation.evaluate import Evaluation

    Earlier: TypeAlias = EarlierLook | Evaluation

#: The part of a task at a look that does not have it.
ABSENT = "absent"
_PLACES = (*PARTS, *BESIDE, ABSENT)
#: Groups of counts in a summary, with their unit.
_COUNTS = {"tasks": "tasks", "duties": "duties", "tasks_in_period": "tasks", "submissions": "reports"}
_RATES = ("rates", "submission_rates")
#: Columns of ``AGENCIES`` that are compared, and their names in ``AGENCY_CHANGES``.
_COMPARED = {"due": "due", "open_overdue": "overdue", "done_of_due": "done_of_due", "score": "score"}


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Comparison:
    """A later look beside an earlier one; each frame's contract is in ``kh2025.evaluation.tables.comparison``.

    Attributes:
        earlier: plan, period and moments of the earlier look; null when there is none.
        later: those of the later look.
        reason: why there is no earlier look (``not_covered``); null when there is one.
        changes: one row per count and rate.
        transitions: one row per part before and part after.
        moves: one row per task and way in which it entered, left or changed.
    """

    earlier: Scope | None
    later: Scope
    reason: str | None
    changes: pd.DataFrame
    transitions: pd.DataFrame
    moves: pd.DataFrame
    _looks: "tuple[Earlier | None, Evaluation]"

    @property
    def agencies(self) -> pd.DataFrame:
        """One row per agency; what it has inherited counts for it in both looks."""
        return _agencies(*self._looks)

    def __repr__(self) -> str:
        before = f"{self.earlier.period} on {self.earlier.status_on}" if self.earlier else self.reason
        return f"Comparison({before} with {self.later.period} on {self.later.status_on}, moves={len(self.moves)})"


def compare(earlier: "Earlier | None", later: "Evaluation") -> Comparison:
    """Set a later evaluation beside an earlier one of the same plan.

    Args:
        earlier: such as ``later.previous()`` or ``later.year_before()``; null where the plan does not cover that
            period: then all that was before is null, and ``reason`` says so.
        later: the evaluation that is reported.

    Raises:
        ParameterError: the two are of different plans or agencies (``compare-unlike``), or the earlier one is judged
            on a later day (``compare-order``).
    """
    if earlier is not None:
        _check(earlier.scope, later.scope)
    tasks = _tasks(earlier, later)
    return Comparison(
        earlier=earlier.scope if earlier else None,
        later=later.scope,
        reason=None if earlier else "not_covered",
        changes=_changes(earlier.summary if earlier else None, later.summary),
        transitions=_transitions(tasks),
        moves=_moves(tasks, _reopened(earlier, later)),
        _looks=(earlier, later),
    )


def _check(earlier: Scope, later: Scope) -> None:
    asked, given = (f"{one.plan.id} {one.agency or ''}".strip() for one in (later, earlier))
    if asked != given:
        raise ParameterError(Problem("compare-unlike", "earlier", given, {"wanted": asked}))
    if earlier.status_on > later.status_on:
        details = {"last": later.status_on.isoformat()}
        raise ParameterError(Problem("compare-order", "earlier", earlier.status_on.isoformat(), details))


# Figures ------------------------------------------------------------------------------------------------------------


def _changes(before: dict[str, Any] | None, after: dict[str, Any]) -> pd.DataFrame:
    return CHANGES.check(
        CHANGES.frame([*_counts(before, after), *_rates(before, after), _score(before, after)])
    )


def _counts(before: dict[str, Any] | None, after: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for group, unit in _COUNTS.items():
        for figure, count in after[group].items():
            yield _change(group, figure, unit, before[group][figure] if before else None, count)


def _rates(before: dict[str, Any] | None, after: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for group in _RATES:
        for figure, now in after[group].items():
            then = before[group][figure] if before else {"percent": None}
            why = now.get("reason") or then.get("reason") if before else None
            yield _change(group, figure, "percent", then["percent"], now["percent"], why)


def _score(before: dict[str, Any] | None, after: dict[str, Any]) -> dict[str, Any]:
    then, why = (before["score"]["score"], "none_measurable") if before else (None, None)
    return _change("score", "score", "points", then, after["score"]["score"], why)


def _change(
    group: str, figure: str, unit: str, before: float | None, after: float | None, why: str | None = None
) -> dict[str, Any]:
    """One row; why a figure is null is told, or that there is no earlier look."""
    is_known = before is not None and after is not None
    return {
        "group": group,
        "figure": figure,
        "unit": unit,
        "before": before,
        "after": after,
        "difference": _less(after, before),
        "reason": None if is_known else why or "not_covered",
    }


def _less(after: float | None, before: float | None) -> float | None:
    """The difference of two figures as they are shown."""
    if after is None or before is None:
        return None
    return float(Decimal(str(after)) - Decimal(str(before)))


# Tasks --------------------------------------------------------------------------------------------------------------


def _tasks(earlier: "Earlier | None", later: "Evaluation") -> pd.DataFrame:
    """Every task of either look, with its part before and after; without an earlier look no task."""
    columns = ["task_id", "name", "lead_id", "part"]
    now = later.tasks[columns]
    if earlier is None:
        now = now.iloc[:0]
    then = now if earlier is None else earlier.tasks[columns]
    both = then.merge(now, on="task_id", how="outer", suffixes=("_then", "_now"), sort=False)
    both = both.set_index("task_id").reindex(pd.Index([*now["task_id"], *then["task_id"]]).unique())
    made = {name: both[f"{name}_now"].fillna(both[f"{name}_then"]) for name in ("name", "lead_id")}
    parts = {"before": both["part_then"].fillna(ABSENT), "after": both["part_now"].fillna(ABSENT)}
    return pd.DataFrame({"task_id": both.index.astype("str"), **made, **parts}).reset_index(drop=True)


def _transitions(tasks: pd.DataFrame) -> pd.DataFrame:
    """How many tasks went from which part to which; the margins are the two partitions."""
    order = {part: place for place, part in enumerate(_PLACES)}
    sizes = tasks.groupby(["before", "after"]).size().rename("tasks").reset_index()
    ordered = sizes.sort_values(["before", "after"], key=lambda parts: parts.map(order), kind="stable")
    return TRANSITIONS.check(TRANSITIONS.typed(ordered))


def _reopened(earlier: "Earlier | None", later: "Evaluation") -> set[str]:
    """The tasks with an occurrence that was not open at the earlier look and is open at the later one.

    That the next occurrence of a recurring task is open reopens nothing.
    """
    if earlier is None:
        return set()
    had, was, now = (
        {*zip(rows["task_id"], rows["occurrence"].astype("str"), strict=True)}
        for rows in (earlier.duties, _open(earlier.duties), _open(later.duties))
    )
    return {task_id for task_id, _ in (now & had) - was}


def _open(duties: pd.DataFrame) -> pd.DataFrame:
    return duties[duties["part"].isin(OPEN)]


def _moves(tasks: pd.DataFrame, reopened: set[str]) -> pd.DataFrame:
    before, after = tasks["before"], tasks["after"]
    was_done, is_done = before.isin(DONE), after.isin(DONE)
    ways = {
        "assigned": before == ABSENT,
        "left": after == ABSENT,
        "dropped": (after == "cancelled") & (before != "cancelled"),
        "suspended": (after == "suspended") & (before != "suspended"),
        "became_overdue": (after == "open_overdue") & (before != "open_overdue"),
        "left_overdue": (before == "open_overdue") & (after != "open_overdue"),
        "became_done": is_done & ~was_done,
        "reopened": was_done & after.isin(OPEN) & tasks["task_id"].isin(reopened),
    }
    moved = [tasks[is_so].assign(move=way) for way, is_so in ways.items()]
    return MOVES.check(MOVES.typed(pd.concat(moved, ignore_index=True)))


# Agencies -----------------------------------------------------------------------------------------------------------


def _agencies(earlier: "Earlier | None", later: "Evaluation") -> pd.DataFrame:
    now = later.agencies.set_index("agency_id")[list(_COMPARED)]
    then = _earlier_agencies(earlier, later) if earlier is not None else now.iloc[:0]
    owing = {*now.index, *then.index}
    names = {id_: name for id_, name in agency_names(later.scope.plan).items() if id_ in owing}
    ids = pd.Index(list(names), dtype="str")
    made: dict[str, Any] = {"agency_id": ids, "name": list(names.values())}
    for column, name in _COMPARED.items():
        before, after = then[column].reindex(ids), now[column].reindex(ids)
        made |= {f"{name}_before": before, f"{name}_after": after}
        made[f"{name}_difference"] = (after - before).round(2)
    return AGENCY_CHANGES.check(AGENCY_CHANGES.typed(made))


def _earlier_agencies(earlier: "Earlier", later: "Evaluation") -> pd.DataFrame:
    """The earlier look by the agencies that owe its duties at the later one."""
    duties, submissions = (_passed_on(rows, later.scope) for rows in (earlier.duties, earlier.submissions))
    card = scorecard(replace(earlier.scope, agency=None), earlier.tasks, duties, submissions).agencies
    ids = pd.Index(list(card), dtype="str")
    shown = [one.columns()["score"] for one in card.values()]
    return parts_by(duties, "agency_id", ids).assign(score=pd.Series(shown, index=ids, dtype="float64"))


def _passed_on(rows: pd.DataFrame, later: Scope) -> pd.DataFrame:
    """Rows with the agency that has succeeded, by the later day of judgement, to the one that the plan named."""
    lines = rows["assigned_agency_id"]
    days = pd.Series(pd.Timestamp(later.status_on), index=lines.index)
    return rows.assign(agency_id=owners_on(owner_table(later.plan), lines, days).to_numpy())
