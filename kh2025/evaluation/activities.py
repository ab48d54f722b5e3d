"""Standing activities: how often and by when they had to be held, and how often and when they were."""

import pandas as pd

from kh2025.evaluation.scope import Scope
from kh2025.evaluation.tables import ACTIVITIES
from kh2025.ledger.current import is_ahead, owners_on
from kh2025.ledger.facts import Facts
from kh2025.plan.duties import owner_table
from kh2025.plan.tables import activity_columns, activity_spans


def activity_table(scope: Scope, facts: Facts) -> pd.DataFrame:
    """Every standing activity of the plan; columns ``ACTIVITIES``."""
    activities = activity_columns(scope.plan)
    today = pd.Timestamp(scope.status_on)
    spans, told = activity_spans(scope.plan, scope.period), facts["events"]
    events = told[~is_ahead(told, told["held_on"])]
    past = events[events["held_on"] <= min(today, pd.Timestamp(scope.period.end))]
    within = past[past["held_on"] >= pd.Timestamp(scope.period.start)]
    ended = spans[spans["end_on"] <= today]
    required, held = _times(activities, ended), _times(activities, within)
    undocumented = within[within["document_number"].isna()]
    begun = events[
        (events["held_on"] >= pd.Timestamp(scope.plan.in_force_from)) & (events["held_on"] <= today)
    ]
    made = activities.assign(
        agency_id=owners_on(
            owner_table(scope.plan), activities["line"], pd.Series(today, index=activities.index)
        ),
        required=required.astype("Int64").where(activities["every"].notna()),
        held=held,
        short_since=_short_since(activities, ended, held),
        undocumented=_times(activities, undocumented),
        undocumented_since=_of_each(activities, undocumented.groupby("activity_id")["held_on"].min()),
        first_held_on=_of_each(activities, begun.groupby("activity_id")["held_on"].min()),
        last_held_on=_of_each(activities, past.groupby("activity_id")["held_on"].max()),
        is_past_due=activities["due_on"] < today,
    )
    return ACTIVITIES.check(ACTIVITIES.typed(made))


def _times(activities: pd.DataFrame, rows: pd.DataFrame) -> pd.Series:
    """How many rows each activity has."""
    counts = rows["activity_id"].value_counts().reindex(activities["activity_id"], fill_value=0)
    return counts.set_axis(activities.index)


def _of_each(activities: pd.DataFrame, days: pd.Series) -> pd.Series:
    """The day of each activity; null where there is none."""
    return days.reindex(activities["activity_id"]).set_axis(activities.index)


def _short_since(activities: pd.DataFrame, ended: pd.DataFrame, held: pd.Series) -> pd.Series:
    """The end of the first span that nothing held counts for: each time held serves one span, the first ones first."""
    times = held.set_axis(activities["activity_id"]).reindex(ended["activity_id"])
    is_short = ended.groupby("activity_id").cumcount() >= times.to_numpy()
    return _of_each(activities, ended[is_short].groupby("activity_id")["end_on"].min())
