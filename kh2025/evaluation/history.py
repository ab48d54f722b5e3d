"""How the statements about each duty went up to ``status_on``: what was said before, and since when nothing new was.

Of several statements about one day the last recorded counts alone: it corrects the others.
"""

from datetime import timedelta

import numpy as np
import pandas as pd

from kh2025.evaluation.scope import Scope
from kh2025.evaluation.tables import STATEMENTS
from kh2025.law.arrays import period_ordinals, period_starts
from kh2025.law.kinds import kinds
from kh2025.ledger.current import local_days, matching_progress
from kh2025.ledger.facts import Facts
from kh2025.plan.duties import owner_table
from kh2025.plan.tables import assigned_on


def statement_table(scope: Scope, facts: Facts, duties: pd.DataFrame) -> pd.DataFrame:
    """Each duty with the statement that holds and those before it; columns ``STATEMENTS``.

    Args:
        scope: what is looked at.
        facts: cut to what was known.
        duties: columns ``DUTIES``, of all agencies or of one.
    """
    owners = owner_table(scope.plan)
    matched = matching_progress(duties, owners, facts["progress"])
    told = histories(matched, len(duties), pd.Timestamp(scope.status_on))
    made = pd.concat([duties, told, _silence(scope, duties)], axis=1)
    made = made.assign(
        soon_on=duties["due_on"] - timedelta(days=scope.plan.settings.due_soon_days),
        is_past_due=duties["due_on"] < pd.Timestamp(scope.status_on),
        recorded_on=local_days(duties["recorded_at"]),
        unowned_since=_unowned_since(scope, owners, duties),
    )
    return STATEMENTS.check(STATEMENTS.typed(made))


def histories(matched: pd.DataFrame, duties: int, status_on: pd.Timestamp) -> pd.DataFrame:
    """What was said of each duty up to a day; shape: one row per duty in order.

    Columns: ``statements``, ``percent_before`` (the highest), ``was_done`` and ``stated_since``.
    """
    told = _one_a_day(matched[matched["effective_on"] <= status_on])
    duty, place = told["duty"].to_numpy(), np.arange(len(told))
    begins = np.diff(duty, prepend=-1) != 0
    is_last = np.diff(duty, append=-1) != 0
    first = np.maximum.accumulate(np.where(begins, place, 0))
    run = np.maximum.accumulate(np.where(begins | _is_new(told), place, 0))
    is_done = (told["state"] == "done").to_numpy(dtype="int64")
    done_before: np.ndarray = np.cumsum(is_done) - is_done
    found = pd.DataFrame(
        {
            "statements": place - first + 1,
            "percent_before": _highest_before(told),
            "was_done": done_before > done_before[first],
            "stated_since": told["effective_on"].to_numpy()[run],
        }
    )[is_last]
    made: pd.DataFrame = found.set_axis(pd.Index(duty[is_last], name="duty")).reindex(range(duties))
    return made.assign(
        statements=made["statements"].fillna(0), was_done=made["was_done"].eq(other=True).fillna(value=False)
    )


def _one_a_day(matched: pd.DataFrame) -> pd.DataFrame:
    """The last statement about each day, by duty and day."""
    keys = [matched[name].to_numpy(dtype="int64") for name in ("seq", "effective_on", "duty")]
    ordered = matched.iloc[np.lexsort(keys)]
    days, duty = ordered["effective_on"].to_numpy(dtype="int64"), ordered["duty"].to_numpy()
    is_last = np.ones(len(ordered), dtype=bool)
    is_last[:-1] = (days[1:] != days[:-1]) | (duty[1:] != duty[:-1])
    return ordered[is_last]


def _is_new(told: pd.DataFrame) -> np.ndarray:
    """Whether a statement says other than the one in the row above: state, percentage, day of completion, evidence."""
    said = [told["state"].to_numpy(dtype=object), told["percent"].fillna(-1).to_numpy()]
    said += [told["done_on"].to_numpy(dtype="int64"), told["evidence"].notna().to_numpy()]
    is_new = np.ones(len(told), dtype=bool)
    is_new[1:] = np.logical_or.reduce([one[1:] != one[:-1] for one in said])
    return is_new


def _highest_before(told: pd.DataFrame) -> np.ndarray:
    """The highest percentage stated of the same duty before; NaN where there is none."""
    duty = told["duty"]
    highest = told["percent"].fillna(-1).groupby(duty).cummax()
    before = highest.groupby(duty).shift()
    return before.where(before >= 0).to_numpy()


def _silence(scope: Scope, duties: pd.DataFrame) -> pd.DataFrame:
    """How many of the plan's shortest reporting periods began since the last word on each duty, and from when.

    Where nobody said anything the silence counts from the day the task was assigned, or could begin.
    """
    kind, regime = _rhythm(scope)
    plan = scope.plan
    begins = {task.id: pd.Timestamp(assigned_on(plan, task)) for task in (*plan.tasks, *plan.dropped)}
    assigned = duties["task_id"].map(begins).astype("datetime64[s]")
    words = pd.concat([assigned, duties["starts_on"], duties["effective_on"]], axis=1).max(axis=1)
    spoken_on = words.fillna(pd.Timestamp(plan.in_force_from)).astype("datetime64[s]")
    spoken = period_ordinals(spoken_on, kind, regime)
    (today,) = period_ordinals(np.array([scope.status_on], "datetime64[D]"), kind, regime)
    silent = np.maximum(today - spoken, 0)
    return pd.DataFrame(
        {
            "periods_silent": silent,
            "silent_since": period_starts(spoken + 1, kind, regime).astype("datetime64[s]"),
        },
        index=duties.index,
    )


def _rhythm(scope: Scope) -> tuple[str, str]:
    """Kind and regime of the shortest period that the plan wants reports on; without any, of the period evaluated."""
    order = list(kinds())
    owed = [(order.index(kind), one.regime) for one in scope.plan.obligations for kind in one.kinds]
    if not owed:
        return scope.period.kind, scope.period.regime
    place, regime = min(owed)
    return order[place], regime


def _unowned_since(scope: Scope, owners: pd.DataFrame, duties: pd.DataFrame) -> pd.Series:
    """The day from which nobody owes each duty that has no owner: the day after the last who did."""
    ended = owners.loc[owners["to_on"] < pd.Timestamp(scope.status_on)].groupby("line")["to_on"].max()
    since = duties["line"].map(ended).astype("datetime64[s]") + timedelta(days=1)
    return since.where(duties["agency_id"].isna() & duties["assigned_agency_id"].notna())
