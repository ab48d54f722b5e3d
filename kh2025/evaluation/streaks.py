"""Reporting over the periods of the plan: who was late or silent how many times in a row, and the counts by group.

A series belongs to the agency as the plan names it, so that it passes to the successor. A period whose report is
replaced by another's, is not yet due or has no known owner neither lengthens nor breaks a row.
"""

import pandas as pd

from kh2025.evaluation.parts import counts
from kh2025.evaluation.rates import percent
from kh2025.evaluation.tables import CLASSES, REPORTING, STREAKS

_SERIES = ["obligation_id", "kind", "assigned_agency_id"]
_JUDGED = ("on_time", "late", "missing")
#: The groupings of ``REPORTING``, and the column of ``TIMELINESS`` of each.
GROUPINGS = {"agency": "agency_id", "tier": "tier", "kind": "kind", "obligation": "obligation_id"}


def streak_table(timeliness: pd.DataFrame) -> pd.DataFrame:
    """Rows of lateness in ``TIMELINESS``; shape: one row per series with a judged period, columns ``STREAKS``."""
    judged = timeliness[timeliness["timeliness"].isin(_JUDGED)]
    judged = judged.sort_values([*_SERIES, "cutoff"], kind="stable").reset_index(drop=True)
    is_late = judged["timeliness"] != "on_time"
    series = [judged[name] for name in _SERIES]
    # Each report on time begins a stretch; the late ones behind it are counted within it.
    stretch = (~is_late).groupby(series).cumsum()
    in_row = is_late.groupby([*series, stretch]).cumsum()
    first = judged["period"].where(in_row == 1).groupby([*series, stretch]).ffill()
    first_due = judged["due_on"].where(in_row == 1).groupby([*series, stretch]).ffill()
    counted = judged.assign(
        streak=in_row,
        since=first.where(in_row > 0),
        last_period=judged["period"],
        since_due_on=first_due.where(in_row > 0),
        longest=in_row,
    )
    groups = counted.groupby(_SERIES, sort=False)
    made = counted.drop_duplicates(_SERIES, keep="last").set_index(_SERIES, drop=False)
    settled = timeliness[timeliness["timeliness"] != "not_yet_due"].groupby(_SERIES)["cutoff"].max()
    made = made.assign(
        periods=groups.size(),
        longest=groups["longest"].max(),
        has_heir=made["cutoff"] < settled.reindex(made.index),
    )
    return STREAKS.check(STREAKS.typed(made.reset_index(drop=True)))


def reporting_table(timeliness: pd.DataFrame) -> pd.DataFrame:
    """Counts and rates of ``TIMELINESS`` by agency, tier, kind and obligation; columns ``REPORTING``.

    Denominators are named: ``expected_not_replaced`` = on time + late + missing. A report that another one replaces is
    counted with the agency that owed it, one without an owner under no agency.
    """
    found = [_counted(timeliness, by, column) for by, column in GROUPINGS.items()]
    return REPORTING.check(REPORTING.typed(pd.concat(found, ignore_index=True)))


def _counted(timeliness: pd.DataFrame, by: str, column: str) -> pd.DataFrame:
    group = timeliness[column].astype("str")
    made = counts(group, timeliness["timeliness"], CLASSES)
    wanted = made["on_time"] + made["late"] + made["missing"]
    received = made["on_time"] + made["late"]
    made = made.assign(
        owed=wanted + made["replaced"] + made["not_yet_due"],
        expected=wanted + made["replaced"],
        resubmitted=(timeliness["receipts"] > 1).groupby(group).sum(),
        expected_not_replaced=wanted,
        received_of_expected=percent(received, wanted),
        on_time_of_expected=percent(made["on_time"], wanted),
    )
    return made.assign(by=by, group=made.index).reset_index(drop=True)
