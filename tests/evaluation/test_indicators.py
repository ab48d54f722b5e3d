"""Indicators by hand: paths, directions, sums with gaps, baselines, successors."""

from datetime import UTC, datetime

import pandas as pd
import pytest
import worlds

from kh2025.evaluation.indicators import indicator_series, indicator_table
from kh2025.evaluation.scope import make_scope
from kh2025.evaluation.unmatched import unmatched_table
from kh2025.ledger.standing import progress_told

AS_OF = "2025-07-02T00:00:00+07:00"
AGENCIES = [
    worlds.agency("so-cu", valid_to="2025-04-30", successors=["so-moi"]),
    worlds.agency("so-moi", valid_from="2025-05-01"),
    worlds.agency("so-khac"),
]


def reading(period, value, agency="so-moi", at="2025-06-20"):
    """A reading recorded at 8:00 UTC of a day."""
    return worlds.record(
        "readings",
        indicator_id="chi-tieu",
        agency_id=agency,
        period=period,
        value=value,
        recorded_at=datetime.fromisoformat(f"{at}T08:00:00").replace(tzinfo=UTC),
    )


def looked_at(readings, as_of=AS_OF, **parts):
    """The one indicator of a plan as known at a moment, its series, and the records that belong to nothing."""
    plan = worlds.plan_of(agencies=AGENCIES, indicators=[worlds.indicator("so-cu", **parts)])
    scope = make_scope(plan, worlds.facts_of({"readings": readings}), "2025-Q2", as_of, None)
    facts = worlds.facts_of({"readings": readings}).as_of(scope.as_of)
    series = indicator_series(scope, facts)
    spoken = progress_told(scope.plan, facts, scope.status_on)
    stray = unmatched_table(scope, facts, spoken)["reason"].tolist()
    return indicator_table(scope, series).iloc[0], series.set_index("period"), stray


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        # from 31/12/2024 to 31/12/2025 are 365 days; to 30/6/2025 are 181
        ({"baseline": 0, "target": 365}, 181.0),
        ({"baseline": 365, "target": 0, "direction": "down"}, 184.0),
        ({"baseline": -365, "target": 0}, -184.0),
        ({"baseline": 80, "target": 80}, 80.0),
        ({"baseline": 0, "path": [{"on": "2025-06-30", "value": 10}]}, 10.0),
        ({"path": [{"on": "2025-06-30", "value": 10}]}, 10.0),
        ({"path": [{"on": "2025-05-31", "value": 0}], "target": 214}, 30.0),
        ({"baseline": 3, "target_on": "2025-05-31"}, 80.0),
        ({}, None),
        ({"path": [{"on": "2025-07-01", "value": 10}]}, None),
        ({"baseline": 5, "baseline_on": "2025-07-01"}, None),
    ],
    ids=[
        "line-up",
        "line-down",
        "negative",
        "baseline-is-target",
        "milestone-on-the-day",
        "first-milestone-on-the-day",
        "between-milestones",
        "after-the-target",
        "no-baseline",
        "before-the-first-milestone",
        "before-the-baseline",
    ],
)
def test_path(parts, expected):
    """The path is read on 30/6/2025 for the second quarter; it is null before it begins."""
    row, _, _ = looked_at([reading("2025-Q2", 1.0)], **parts)
    assert row["period"] == "2025-Q2"
    assert (None if pd.isna(row["expected"]) else row["expected"]) == expected


@pytest.mark.parametrize(
    ("direction", "value", "path_result", "deviation"),
    [
        ("up", 181, "on_path", 0),
        ("up", 180.9, "behind", -0.1),
        ("down", 181, "on_path", 0),
        ("down", 181.1, "behind", 0.1),
    ],
    ids=["up-equal", "up-less", "down-equal", "down-more"],
)
def test_direction_decides_what_is_behind(direction, value, path_result, deviation):
    """Equal is on the path; the deviation has its sign, the direction says whether it is good."""
    row, _, _ = looked_at([reading("2025-Q2", value)], baseline=0, target=365, direction=direction)
    assert (row["path_result"], row["deviation"]) == (path_result, deviation)


def test_nothing_is_achieved_of_no_way():
    """Where the baseline is the target, or there is none, no share of the way is told."""
    for parts in ({"baseline": 80}, {}):
        row, _, _ = looked_at([reading("2025-Q2", 80.0)], **parts)
        assert pd.isna(row["achieved"])
        assert row["result"] == "reached"
    row, _, _ = looked_at([reading("2025-Q2", 60.0)], baseline=40)
    assert row["achieved"] == 50.0


def test_a_sum_adds_up_the_year():
    """30 and 12.5 are 42.5 on a path that begins at 0, whatever last year's figure was."""
    readings = [reading("2025-Q1", 30.0, "so-cu", "2025-03-20"), reading("2025-Q2", 12.5)]
    row, series, _ = looked_at(readings, summed=True, target=365, baseline=9000)
    assert (row["value"], row["reached"], row["sum_so_far"]) == (12.5, 42.5, 42.5)
    assert series["expected"].tolist() == [90.0, 181.0, 273.0, 365.0]
    assert series["reached"].tolist()[:2] == [30.0, 42.5]
    assert row["result"] == "not_yet_due"


def test_a_sum_with_a_gap_is_incomplete():
    """Without the first quarter there is no sum, and the gap is no 0; what there is, is told apart."""
    row, series, _ = looked_at([reading("2025-Q2", 500.0)], summed=True, target=100)
    assert (row["result"], row["missing"], row["missing_periods"]) == ("incomplete", 1, "2025-Q1")
    assert pd.isna(row["reached"])
    assert pd.isna(row["deviation"])
    assert row["sum_so_far"] == 500.0
    assert series["reached"].isna().all()


def test_a_sum_that_should_stay_low_is_judged_at_the_end():
    """Three of at most twenty in the first half is no success yet; at the end of the year it is."""
    readings = [reading("2025-Q1", 1.0, "so-cu", "2025-03-20"), reading("2025-Q2", 2.0)]
    parts = {"summed": True, "target": 20, "direction": "down"}
    row, _, _ = looked_at(readings, **parts)
    assert (row["result"], row["path_result"]) == ("not_yet_due", "on_path")
    rest = [reading(f"2025-Q{n}", 2.0, at="2025-12-20") for n in (3, 4)]
    row, _, _ = looked_at([*readings, *rest], as_of="2026-01-10T00:00:00+07:00", **parts)
    assert (row["reached"], row["result"]) == (7.0, "reached")


def test_readings_of_the_predecessor_count_until_the_succession():
    """so-cu gives the first quarter, also late; from 01/5/2025 on only so-moi speaks, and may correct."""
    late = reading("2025-Q1", 1.0, "so-cu", "2025-06-01")
    after = reading("2025-Q2", 2.0, "so-cu", "2025-06-21")
    other = reading("2025-Q2", 3.0, "so-khac")
    row, series, stray = looked_at([late, after, other])
    assert series.loc["2025-Q1", ["agency_id", "value"]].tolist() == ["so-cu", 1.0]
    assert (row["result"], row["missing_periods"], row["agency_id"]) == ("missing", "2025-Q2", "so-moi")
    assert stray == ["not_owner", "not_owner"]
    corrected = reading("2025-Q1", 5.0, "so-moi", "2025-06-22")
    _, series, _ = looked_at([late, corrected])
    assert series.loc["2025-Q1", ["agency_id", "value"]].tolist() == ["so-moi", 5.0]


def test_readings_outside_the_plan_are_listed():
    """A reading of a period before the plan, or of another kind, is not used and not lost."""
    _, series, stray = looked_at(
        [reading("2024-Q4", 1.0), reading("2025-M05", 1.0), reading("2025-Q2@calendar", 1.0)]
    )
    assert stray == ["period_not_read"] * 3
    assert series["value"].isna().all()


def test_no_period_has_closed():
    """Before the first cut-off nothing is missing; there is no period, and the result is that nothing is known."""
    row, series, _ = looked_at([], as_of="2025-03-14T12:00:00+07:00", kind="quarter")
    assert (row["missing"], row["result"]) == (0, "missing")
    assert pd.isna(row["period"])
    assert not series["is_closed"].any()
