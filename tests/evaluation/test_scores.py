"""Scores by hand: ties, boundaries, nothing due, missing measures, few cases, weights, one agency."""

from decimal import Decimal
from fractions import Fraction

import pandas as pd
import pytest
import worlds

import kh2025
from kh2025.evaluation.scores import Tally, ranks, score, tallies
from kh2025.plan.scoring import Scoring, default_scoring

ON_TIME = {"on_time_of_due": 1}


def scale_of(weights=None, classes=(90, 70, 50, 0), **parts):
    """A scale with classes named after their lowest scores."""
    made = [{"id": f"tu-{n}", "title": f"Từ {n}", "at_least": n} for n in classes]
    return Scoring.model_validate(
        {"weights": weights or ON_TIME, "classes": made, "basis": "Thang thử"} | parts, strict=False
    )


def tally(**rows):
    """A tally of rows of weight 1."""
    made = Tally()
    for part, count in rows.items():
        made.add(part, Fraction(1), count)
    return made


NOTHING = tally()


@pytest.mark.parametrize(
    ("on_time", "late", "shown", "class_id"),
    [
        (17999, 2001, "90.00", "tu-90"),  # 89.995 exactly
        (179989, 20011, "89.99", "tu-70"),  # 89.9945
        (9, 1, "90.00", "tu-90"),
        (69994, 30006, "69.99", "tu-50"),
        (69995, 30005, "70.00", "tu-70"),  # 69.995
        (0, 3, "0.00", "tu-0"),
        (3, 0, "100.00", "tu-90"),
    ],
    ids=["half-up-into-class", "just-below", "boundary", "below-70", "half-up-70", "nothing", "all"],
)
def test_the_class_is_that_of_the_score_shown(on_time, late, shown, class_id):
    """A score is rounded half up, once, and its class never contradicts what is printed."""
    made = score(scale_of(), "so", tally(done_on_time=on_time, done_late=late), NOTHING)
    assert (made.shown, made.class_id) == (Decimal(shown), class_id)


def test_a_measure_without_data_is_left_out():
    """Nothing due: the reports carry the whole score, and it is said that 70 of 100 are missing."""
    made = score(default_scoring(), "so", tally(open_in_time=4), tally(on_time=1, late=1))
    assert (made.shown, made.class_id) == (Decimal("50.00"), "hoan-thanh")
    assert made.columns() == {
        "score": 50.0,
        "class_id": "hoan-thanh",
        "weight_used": 30.0,
        "measures_missing": "on_time_of_due",
        "cases": 2,
        "is_small": True,
    }


@pytest.mark.parametrize("tasks", [NOTHING, tally(open_in_time=3), tally(suspended=1, cancelled=2)])
def test_no_score_without_any_measure(tasks):
    """Nothing due and no report expected: null, no class, no case, and not flagged as few."""
    made = score(default_scoring(), "so", tasks, tally(replaced=2, not_yet_due=1))
    assert (made.exact, made.shown, made.class_id, made.cases) == (None, None, None, 0)
    assert made.missing == ("on_time_of_due", "on_time_of_expected")
    assert made.columns()["is_small"] is False


def test_points_add_up_to_the_score():
    """70 of two thirds and 30 of a half are 61.67."""
    made = score(default_scoring(), "so", tally(done_on_time=2, open_overdue=1), tally(on_time=1, missing=1))
    assert made.exact == Fraction(70 * 2, 3) + 15
    assert made.shown == Decimal("61.67")


def test_a_case_is_counted_once():
    """Two measures look at the same five due tasks."""
    scale = scale_of({"done_of_due": 1, "on_time_of_due": 1, "received_of_expected": 1})
    assert score(scale, "so", tally(done_late=2, open_overdue=3), tally(missing=1)).cases == 6


@pytest.mark.parametrize(("cases", "is_small"), [(1, True), (4, True), (5, False)], ids=str)
def test_few_cases_are_flagged(cases, is_small):
    """Fewer than the scale says, five by default."""
    made = score(scale_of(), "so", tally(done_on_time=cases), NOTHING)
    assert made.columns()["is_small"] is is_small


def test_weights_of_tasks():
    """One heavy task on time of three: half of the weight."""
    rows = pd.DataFrame(
        {
            "agency_id": ["so"] * 3,
            "part": ["done_on_time", "done_late", "open_overdue"],
            "weight": [2.0, 1.9, 0.1],
        }
    )
    made = score(scale_of(), "so", tallies(rows, "agency_id", "part")["so"], NOTHING)
    assert (made.exact, made.cases) == (50, 3)


@pytest.mark.parametrize(
    ("shown", "places"),
    [
        ([80.0, 90.0, 80.0, 70.0], [2, 1, 2, 4]),
        ([50.0, 50.0, 50.0], [1, 1, 1]),
        ([None, 10.0, None], [None, 1, None]),
        ([None, None], [None, None]),
        ([0.0], [1]),
        ([], []),
    ],
    ids=["tie", "all-ties", "without-score", "nobody", "one-agency", "no-agency"],
)
def test_ranks(shown, places):
    """Equal scores share the better place, the next ones are skipped; without a score there is no place."""
    found = ranks(pd.Series(shown, dtype="float64"))
    assert [None if pd.isna(place) else place for place in found] == places


def world_of(tasks, records, **parts):
    """Two agencies, looked at on 14/6/2025."""
    plan = worlds.plan_of(agencies=[worlds.agency("so-a"), worlds.agency("so-b")], tasks=tasks, **parts)
    return kh2025.evaluate(plan, worlds.facts_of(records), "2025-Q2", as_of="2025-06-20T00:00:00+07:00")


def done(number, agency, on):
    """A task reported done."""
    on_day = pd.Timestamp(on).date()
    at = pd.Timestamp("2025-06-10T08:00:00+07:00").to_pydatetime()
    return worlds.record(
        "progress",
        task_id=f"nv-{number}",
        agency_id=agency,
        state="done",
        done_on=on_day,
        effective_on=on_day,
        recorded_at=at,
    )


def test_the_weight_of_a_task_counts_in_scores_only():
    """so-a is on time with a task of weight 3 and overdue with one of 1: 75 points, but one of two tasks."""
    tasks = [
        worlds.task(1, lead="so-a", deadline="Ngày 10/6/2025", weight=3),
        worlds.task(2, lead="so-a", deadline="Ngày 10/6/2025"),
    ]
    ev = world_of(tasks, {"progress": [done(1, "so-a", "2025-06-05")]})
    row = ev.agencies.iloc[0]
    assert (row["score"], row["due"], row["done_of_due"], row["rank"]) == (75.0, 2, 50.0, 1)
    assert ev.summary["rates"]["on_time_of_due"]["percent"] == 50.0
    assert ev.summary["score"]["score"] == ev.sections["score"].iloc[0] == 75.0
    assert ev.summary["score"]["measures_missing"] == ["on_time_of_expected"]
    assert ev.summary["score"]["mark"] == "assumption"
    levels = ev.scores.groupby("level", sort=False).size()
    assert levels.to_dict() == {"plan": 2, "section": 2, "agency": 2}


def test_one_agency_sees_no_rank_and_no_other_score():
    """Its own score is that of the whole; of the plan and the others it has no figure."""
    tasks = [worlds.task(n, lead=lead, deadline="Ngày 10/6/2025") for n, lead in ((1, "so-a"), (2, "so-b"))]
    whole = world_of(tasks, {"progress": [done(1, "so-a", "2025-06-05")]})
    assert whole.agencies["rank"].tolist() == [1, 2]
    ev = whole.for_agency("so-b")
    assert ev.agencies[["agency_id", "score"]].to_numpy().tolist() == [["so-b", 0.0]]
    assert ev.agencies["rank"].isna().all()
    assert set(ev.scores["level"]) == {"section", "agency"}
    assert set(ev.scores.loc[ev.scores["level"] == "agency", "subject_id"]) == {"so-b"}
    assert ev.summary["score"]["score"] == 0.0
