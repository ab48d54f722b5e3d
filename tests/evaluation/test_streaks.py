"""Reports late in a row while agencies merge: whose series goes on, and whose has ended."""

from datetime import date

import pytest

from kh2025.evaluation.streaks import streak_table
from kh2025.evaluation.tables import TIMELINESS


def timeliness(classes):
    """One agency's monthly reports, judged so in turn."""
    return TIMELINESS.frame(
        {
            "obligation_id": "bao-cao",
            "tier": 1,
            "kind": "month",
            "period": f"2025-M{month:02}",
            "cutoff": date(2025, month, 14),
            "assigned_agency_id": "so-cu",
            "due_on": date(2025, month, 18),
            "receipts": 0,
            "timeliness": one,
        }
        for month, one in enumerate(classes, 1)
    )


SERIES = {
    # how each report was judged: how many late in a row, passed on
    "goes-on": (["late", "missing"], 2, False),
    "merged": (["late", "missing", "replaced", "replaced"], 2, True),
    "without-an-heir": (["late", "missing", "owner_unresolved"], 2, True),
    "next-is-not-yet-due": (["late", "missing", "not_yet_due"], 2, False),
    "sent-itself-after-a-gap": (["late", "replaced", "late"], 2, False),
    "on-time-before-it-merged": (["late", "on_time", "replaced"], 0, True),
}


@pytest.mark.parametrize(("classes", "streak", "has_heir"), SERIES.values(), ids=SERIES)
def test_series(classes, streak, has_heir):
    """A report that is replaced, or nobody's, neither lengthens nor breaks a series; the last of them ends it."""
    (row,) = streak_table(timeliness(classes)).to_dict("records")
    assert (row["streak"], row["has_heir"]) == (streak, has_heir)


def test_nothing_judged():
    """Without a report that was judged there is no series."""
    assert streak_table(timeliness(["replaced", "not_yet_due"])).empty
