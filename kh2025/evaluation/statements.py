"""What was said of each duty up to ``status_on``, for how long nothing was, and since when nobody owes it."""

from datetime import timedelta
from typing import Any

import numpy as np
import pandas as pd

from kh2025.evaluation.scope import Scope
from kh2025.evaluation.tables import STATEMENTS
from kh2025.law.arrays import NO_ORDINAL, period_ordinals, period_starts
from kh2025.law.kinds import kinds
from kh2025.ledger.current import local_days
from kh2025.plan.duties import owner_table
from kh2025.plan.tables import assigned_on


def statement_table(scope: Scope, duties: pd.DataFrame) -> pd.DataFrame:
    """What was said of each duty; columns ``STATEMENTS``.

    Args:
        scope: what is looked at.
        duties: columns ``DUTIES``, of all agencies or of one.
    """
    made = duties.assign(
        soon_on=_soon_on(scope, duties),
        is_past_due=duties["due_on"] < pd.Timestamp(scope.status_on),
        recorded_on=local_days(duties["recorded_at"]),
        unowned_since=_unowned_since(scope, duties),
        **_silence(scope, duties),
    )
    return STATEMENTS.check(STATEMENTS.typed(made))


def _begun_on(scope: Scope, duties: pd.DataFrame) -> pd.Series:
    """The day from which each duty was there to be done: its task was assigned, and the work could begin."""
    plan = scope.plan
    assigned = {task.id: assigned_on(plan, task) for task in (*plan.tasks, *plan.dropped)}
    days = pd.Series(assigned, dtype="datetime64[s]").reindex(duties["task_id"]).set_axis(duties.index)
    return pd.concat([days, duties["starts_on"]], axis=1).max(axis=1).astype("datetime64[s]")


def _soon_on(scope: Scope, duties: pd.DataFrame) -> pd.Series:
    """The first day on which each duty is due soon: no earlier than it was there; null without a deadline."""
    soon = duties["due_on"] - timedelta(days=scope.plan.settings.due_soon_days)
    return soon.clip(lower=_begun_on(scope, duties)).where(duties["due_on"].notna())


def _silence(scope: Scope, duties: pd.DataFrame) -> dict[str, Any]:
    """How many of the plan's shortest reporting periods began since the last word on each duty, and from when.

    Where nobody said anything the silence counts from the day the task was assigned, or could begin.
    """
    kind, regime = _rhythm(scope)
    words = pd.concat([_begun_on(scope, duties), duties["effective_on"]], axis=1).max(axis=1)
    spoken_on = words.astype("datetime64[s]")
    spoken = period_ordinals(spoken_on, kind, regime)
    (today,) = period_ordinals(np.array([scope.status_on], "datetime64[D]"), kind, regime)
    is_known = (spoken != NO_ORDINAL) & (today != NO_ORDINAL)
    silent = pd.Series(np.maximum(today - spoken, 0), index=duties.index, dtype="Int64")
    since = pd.Series(
        period_starts(np.where(is_known, spoken + 1, NO_ORDINAL), kind, regime), index=duties.index
    )
    return {"periods_silent": silent.where(is_known), "silent_since": since}


def _rhythm(scope: Scope) -> tuple[str, str]:
    """Kind and regime of the shortest period that the plan wants reports on; without any, of the period evaluated."""
    order = list(kinds())
    owed = [(order.index(kind), one.regime) for one in scope.plan.obligations for kind in one.kinds]
    if not owed:
        return scope.period.kind, scope.period.regime
    place, regime = min(owed)
    return order[place], regime


def _unowned_since(scope: Scope, duties: pd.DataFrame) -> pd.Series:
    """The day from which nobody owes each duty that has no owner: the day after the last who did."""
    owners = owner_table(scope.plan)
    ended = owners.loc[owners["to_on"] < pd.Timestamp(scope.status_on)].groupby("line")["to_on"].max()
    since = ended.reindex(duties["line"]).set_axis(duties.index) + timedelta(days=1)
    return since.where(duties["agency_id"].isna() & duties["assigned_agency_id"].notna())
