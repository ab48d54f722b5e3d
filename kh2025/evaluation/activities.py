"""Standing activities: how often they had to be held within the period, and how often they were."""

import pandas as pd

from kh2025.evaluation.scope import Scope
from kh2025.evaluation.tables import ACTIVITIES
from kh2025.ledger.facts import Facts
from kh2025.plan.duties import owner
from kh2025.plan.parts import Activity


def activity_table(scope: Scope, facts: Facts) -> pd.DataFrame:
    """Every standing activity of the plan; columns ``ACTIVITIES``."""
    rows = (_row(scope, activity, facts["events"]) for activity in scope.plan.activities)
    return ACTIVITIES.check(ACTIVITIES.frame(rows))


def _row(scope: Scope, activity: Activity, events: pd.DataFrame) -> dict[str, object]:
    last = pd.Timestamp(min(scope.status_on, scope.period.end))
    held = events[(events["activity_id"] == activity.id) & (events["held_on"] <= last)]
    return {
        "activity_id": activity.id,
        "number": activity.number,
        "title": activity.title,
        "kind": activity.kind,
        "agency_id": owner(scope.plan, activity.lead, scope.status_on),
        "every": activity.every,
        "required": _required(scope, activity),
        "held": int((held["held_on"] >= pd.Timestamp(scope.period.start)).sum()),
        "last_held_on": held["held_on"].max(),
        "basis": f"mục {activity.number} {scope.plan.decision.kind} {scope.plan.decision.number}",
        "mark": activity.mark.value,
    }


def _required(scope: Scope, activity: Activity) -> int | None:
    """How many spans of the activity's frequency end within the period, from the plan's first day on."""
    if activity.every is None:
        return None
    spans = scope.period.children(activity.every)
    return sum(scope.plan.in_force_from <= span.end <= scope.status_on for span in spans)
