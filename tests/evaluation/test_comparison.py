"""Comparison of the packaged example's second and third quarter, what is refused, and moves of made-up tasks."""

from datetime import date, datetime

import pandas as pd
import pytest
from worlds import agency, facts_of, plan_of, record, task

import kh2025
from kh2025.errors import ParameterError
from kh2025.evaluation.scope import EARLIER

AS_OF = "2025-09-20T00:00:00+07:00"


@pytest.fixture(scope="module")
def ev(plan, facts):
    """The third quarter as known on 20/9/2025."""
    return kh2025.evaluate(plan, facts, "2025-Q3", as_of=AS_OF)


@pytest.fixture(scope="module")
def made(ev):
    """With the second quarter, as known at the same moment."""
    return ev.compare(ev.previous())


def test_both_are_known_at_the_same_moment(ev, made):
    """The correction of nv-20, recorded on 10/7, counts in the second quarter too; as published it did not."""
    assert made.earlier.as_of == made.later.as_of
    assert str(made.earlier.period) == "2025-Q2"
    parts = [
        look.tasks.set_index("task_id").loc["nv-20", "part"]
        for look in (ev.previous(), ev.previous(as_of="2025-06-25T17:00:00+07:00"))
    ]
    assert parts == ["done_on_time", "open_overdue"]


def same(one, other):
    """Whether two comparisons are equal, table by table."""
    for name in ("changes", "transitions", "moves", "agencies"):
        pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name))
    return (one.earlier, one.later, one.reason) == (other.earlier, other.later, other.reason)


@pytest.mark.parametrize("look", EARLIER)
@pytest.mark.parametrize("agency_id", [None, "so-khcn", "so-tttt"], ids=["whole", "agency", "merged"])
@pytest.mark.parametrize("period", ["2025-M01", "2025-M06", "2025-Q3", "2025-A1"])
def test_since_equals_a_whole_earlier_look(plan, facts, period, agency_id, look):
    """What is made only to be compared is what a whole evaluation is compared by."""
    ev = kh2025.evaluate(plan, facts, period, as_of="2025-12-20T00:00:00+07:00")
    ev = ev if agency_id is None else ev.for_agency(agency_id)
    assert same(ev.since(look), ev.compare(getattr(ev, look)()))


def test_since_an_unknown_look(ev):
    """The looks there are are named."""
    with pytest.raises(ParameterError, match="previous, year_before") as refused:
        ev.since("tomorrow")
    assert refused.value.problems[0].code == "compare-look"


def test_entries_and_exits(made):
    """One task is new, one became overdue, two are so no longer; a task may move in several ways."""
    by_move = made.moves.groupby("move")["task_id"].agg(list).to_dict()
    assert by_move["assigned"] == ["nv-36"]
    assert by_move["became_overdue"] == ["nv-29"]
    assert by_move["left_overdue"] == ["nv-11", "nv-13"]
    assert {"nv-11", "nv-13"} < set(by_move["became_done"])


def test_margins_are_the_partitions(ev, made):
    """Rows add up to the tasks before, columns to the tasks after."""
    after = made.transitions.groupby("after")["tasks"].sum()
    before = made.transitions.groupby("before")["tasks"].sum()
    assert after.to_dict() == ev.tasks["part"].value_counts().to_dict()
    assert before.drop("absent").to_dict() == ev.previous().tasks["part"].value_counts().to_dict()


def test_rates_differ_in_percentage_points(made):
    """The difference is that of the figures shown."""
    row = made.changes.set_index(["group", "figure"]).loc[("rates", "done_of_due")]
    assert row["unit"] == "percent"
    assert row["difference"] == pytest.approx(row["after"] - row["before"])
    assert made.changes["reason"].isna().all()


def test_what_was_inherited_counts_before_too(made):
    """Sở Tư pháp had one overdue duty in June; its successor has it before, and none after."""
    row = made.agencies.set_index("agency_id").loc["hy-so-tp"]
    assert (row["overdue_before"], row["overdue_after"], row["overdue_difference"]) == (1, 0, -1)


def test_a_period_that_is_not_covered(ev):
    """The year before lies outside the plan: no look, everything before is null, and the reason is told."""
    assert ev.year_before() is None
    made = ev.compare(None)
    assert (made.earlier, made.reason) == (None, "not_covered")
    assert made.changes["before"].isna().all()
    assert set(made.changes["reason"]) == {"not_covered"}
    assert (len(made.transitions), len(made.moves)) == (0, 0)
    assert made.agencies["due_before"].isna().all()
    assert made.agencies["due_after"].notna().all()


def test_one_agency_is_compared_with_itself(ev):
    """The earlier look of one agency's evaluation is its own: no other agency appears."""
    mine = ev.for_agency("hy-so-khcn")
    earlier = mine.previous()
    assert earlier.scope.agency == "hy-so-khcn"
    made = kh2025.compare(earlier, mine)
    assert set(made.agencies["agency_id"]) == {"hy-so-khcn"}


def test_different_looks_are_refused(ev):
    """Another agency, a later day, a later moment: each has its own code."""
    with pytest.raises(ParameterError, match="compare-unlike") as unlike:
        ev.compare(ev.for_agency("hy-so-khcn"))
    with pytest.raises(ParameterError, match="compare-order") as order:
        ev.previous().compare(ev)
    with pytest.raises(ParameterError, match="as-of-after") as after:
        ev.previous(as_of="2025-09-21T00:00:00+07:00")
    codes = [error.value.problems[0].code for error in (unlike, order, after)]
    assert codes == ["compare-unlike", "compare-order", "as-of-after"]


def said(state, day, done_on=None, occurrence=None):
    """A record of so-a on its one task."""
    recorded_at = datetime.fromisoformat(f"{day}T08:00:00+07:00")
    cells = {"state": state, "effective_on": day, "done_on": done_on, "occurrence": occurrence}
    return record("progress", task_id="nv-1", agency_id="so-a", recorded_at=recorded_at, **cells)


REOPENED = {
    # deadline, records, moves since the first quarter
    "done-then-open": (
        "Ngày 10/3/2025",
        [said("done", date(2025, 3, 5), date(2025, 3, 5)), said("in_progress", date(2025, 5, 5))],
        {"became_overdue", "reopened"},
    ),
    "next-occurrence-open": (
        "Hằng tháng, hạn ngày 25",
        [said("done", date(2025, 2, 5), date(2025, 2, 5), date(2025, 2, 25))],
        {"became_overdue"},
    ),
    "same-occurrence-open-again": (
        "Hằng tháng, hạn ngày 25",
        [
            said("done", date(2025, 2, 5), date(2025, 2, 5), date(2025, 2, 25)),
            said("in_progress", date(2025, 5, 5), None, date(2025, 2, 25)),
        ],
        {"became_overdue", "reopened"},
    ),
}


@pytest.mark.parametrize(("deadline", "records", "moves"), REOPENED.values(), ids=REOPENED)
def test_reopened(deadline, records, moves):
    """Reopened is what was done itself, not the next occurrence of a recurring task."""
    only = task(1, lead="so-a", deadline=deadline, assigned_on=date(2025, 2, 1))
    plan = plan_of(agencies=[agency("so-a")], tasks=[only], in_force_from=date(2025, 1, 1))
    ev = kh2025.evaluate(plan, facts_of({"progress": records}), "2025-Q2", as_of="2025-07-01T00:00:00+07:00")
    assert set(ev.compare(ev.previous()).moves["move"]) == moves
