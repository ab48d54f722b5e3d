"""Standing activities: how often they had to be held within the period, and how often they were."""

import pandas as pd

from kh2025.evaluation.scope import Scope
from kh2025.evaluation.tables import ACTIVITIES
from kh2025.ledger.current import owners_on
from kh2025.ledger.facts import Facts
from kh2025.plan.duties import owner_table
from kh2025.plan.tables import activity_columns, activity_spans


def activity_table(scope: Scope, facts: Facts) -> pd.DataFrame:
    """Every standing activity of the plan; columns ``ACTIVITIES``."""
    activities = activity_columns(scope.plan)
    today = pd.Timestamp(scope.status_on)
    spans, events = activity_spans(scope.plan, scope.period), facts["events"]
    past = events[events["held_on"] <= min(today, pd.Timestamp(scope.period.end))]
    within = past[past["held_on"] >= pd.Timestamp(scope.period.start)]
    required = _times(activities, spans[spans["end_on"] <= today])
    made = activities.assign(
        agency_id=owners_on(
            owner_table(scope.plan), activities["line"], pd.Series(today, index=activities.index)
        ),
        required=required.astype("Int64").where(activities["every"].notna()),
        held=_times(activities, within),
        last_held_on=past.groupby("activity_id")["held_on"].max().reindex(activities["activity_id"]).array,
    )
    return ACTIVITIES.check(ACTIVITIES.typed(made))


def _times(activities: pd.DataFrame, rows: pd.DataFrame) -> pd.Series:
    """How many rows each activity has."""
    counts = rows["activity_id"].value_counts().reindex(activities["activity_id"], fill_value=0)
    return counts.set_axis(activities.index)
