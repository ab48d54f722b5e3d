"""Standing activities: how often and by when they had to be held, and how often and when they were."""

import pandas as pd

from kh2025.evaluation.scope import Scope
from kh2025.evaluation.tables import ACTIVITIES
from kh2025.law.periods import Period
from kh2025.ledger.facts import Facts
from kh2025.plan.duties import owner
from kh2025.plan.parts import Activity


def activity_table(scope: Scope, facts: Facts) -> pd.DataFrame:
    """Every standing activity of the plan; columns ``ACTIVITIES``."""
    rows = (_row(scope, activity, facts["events"]) for activity in scope.plan.activities)
    return ACTIVITIES.check(ACTIVITIES.frame(rows))


def _row(scope: Scope, activity: Activity, events: pd.DataFrame) -> dict[str, object]:
    today = pd.Timestamp(scope.status_on)
    told = events[(events["activity_id"] == activity.id) & (events["held_on"] <= today)]
    until = told[told["held_on"] <= pd.Timestamp(scope.period.end)]
    within = until[until["held_on"] >= pd.Timestamp(scope.period.start)]
    undocumented = within.loc[within["document_number"].isna(), "held_on"]
    spans = _spans(scope, activity)
    return {
        "activity_id": activity.id,
        "number": activity.number,
        "title": activity.title,
        "kind": activity.kind,
        "agency_id": owner(scope.plan, activity.lead, scope.status_on),
        "every": activity.every,
        "required": None if spans is None else len(spans),
        "held": len(within),
        "short_since": spans[len(within)].end if spans and len(within) < len(spans) else None,
        "undocumented": len(undocumented),
        "undocumented_since": undocumented.min(),
        "first_held_on": told.loc[told["held_on"] >= pd.Timestamp(scope.plan.in_force_from), "held_on"].min(),
        "last_held_on": until["held_on"].max(),
        "due_on": activity.due,
        "is_past_due": activity.due is not None and activity.due < scope.status_on,
        "basis": f"mục {activity.number} {scope.plan.decision.kind} {scope.plan.decision.number}",
        "mark": activity.mark.value,
    }


def _spans(scope: Scope, activity: Activity) -> list[Period] | None:
    """The spans of the activity's frequency that end within the period, from the plan's first day on.

    In each of them it is required once, at its end at the latest; null where the plan does not say how often.
    """
    if activity.every is None:
        return None
    spans = scope.period.children(activity.every)
    return [span for span in spans if scope.plan.in_force_from <= span.end <= scope.status_on]
