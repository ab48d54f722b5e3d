"""What was said of a duty before: share going back, reopened, since when a statement stands, for how long nobody spoke."""

from datetime import date, datetime

import pytest
from worlds import agency, facts_of, obligation, plan_of, record, task

import kh2025
from kh2025.evaluation import tables

AS_OF = "2025-10-01T00:00:00+07:00"


def said(day, percent=None, state="in_progress", **cells):
    """A record of so-a about a day of 2025, recorded the day after its month's end."""
    recorded_at = datetime.fromisoformat(f"{day}T18:00:00+07:00")
    usual = {"task_id": "nv-1", "agency_id": "so-a", "recorded_at": recorded_at}
    usual |= {"effective_on": date.fromisoformat(day), "percent": percent, "state": state}
    return record("progress", **(usual | cells))


def look(records, **parts):
    """The one duty's row and the findings, at the end of September."""
    usual = {"agencies": [agency("so-a")], "tasks": [task(1, lead="so-a", deadline="Năm 2025")]}
    ev = kh2025.evaluate(
        plan_of(**(usual | parts)), facts_of({"progress": records}), "2025-Q3@calendar", as_of=AS_OF
    )
    tables.STATEMENTS.check(ev.statements)
    return ev.statements.iloc[0], ev.findings.set_index("rule_id")["since_on"].dt.date


BACKWARDS = {
    # share stated in turn, found
    "falls": ([40.0, 60.0, 50.0], True),
    "falls-and-recovers-in-part": ([60.0, 40.0, 50.0], True),
    "falls-and-recovers": ([60.0, 40.0, 60.0], False),
    "stays": ([60.0, 60.0], False),
    "rises": ([40.0, 60.0], False),
    "one": ([60.0], False),
    "gap-between": ([60.0, None, 50.0], True),
    "no-share-before": ([None, 50.0], False),
    "no-share-now": ([60.0, None], False),
}


@pytest.mark.parametrize(("shares", "is_found"), BACKWARDS.values(), ids=BACKWARDS)
def test_progress_backwards(shares, is_found):
    """The share is compared with the highest stated before, over gaps."""
    _, found = look([said(f"2025-0{6 + n}-10", share) for n, share in enumerate(shares)])
    assert ("progress-backwards" in found) == is_found
    if is_found:
        assert found["progress-backwards"] == date(2025, 5 + len(shares), 10)


def test_a_correction_about_the_same_day_is_not_a_step_back():
    """Of two statements about one day the last recorded counts; the other was never said, so to speak."""
    records = [said("2025-06-10", 80.0), said("2025-06-10", 50.0)]
    row, found = look(records)
    assert row["percent"] == 50
    assert "progress-backwards" not in found


def test_order_of_days_decides_not_order_of_recording():
    """A statement about an earlier day that is recorded later is earlier."""
    _, found = look([said("2025-07-10", 50.0), said("2025-06-10", 60.0)])
    assert found["progress-backwards"] == date(2025, 7, 10)


def test_since_when_does_not_move_when_it_is_said_again():
    """A statement that repeats the one before stands since that one; a new word begins anew."""
    again = [said("2025-06-10", 60.0), said("2025-07-10", 40.0), said("2025-08-10", 40.0)]
    assert look(again[:2])[1]["progress-backwards"] == date(2025, 7, 10)
    assert look(again)[1]["progress-backwards"] == date(2025, 7, 10)
    assert look([*again, said("2025-09-10", 41.0)])[1]["progress-backwards"] == date(2025, 9, 10)


REOPENED = {
    "done-then-open": (["done", "in_progress"], True),
    "done-open-done": (["done", "in_progress", "done"], False),
    "always-open": (["in_progress", "in_progress"], False),
    "done-only": (["done"], False),
    "done-then-suspended": (["done", "suspended"], True),
}


@pytest.mark.parametrize(("states", "is_found"), REOPENED.values(), ids=REOPENED)
def test_done_reopened(states, is_found):
    """What was reported as done is not open again."""
    _, found = look([said(f"2025-0{6 + n}-10", None, state) for n, state in enumerate(states)])
    assert ("done-reopened" in found) == is_found


MONTHLY = [obligation("bao-cao", "so-a", to="so-a", kinds=["quarter", "month"])]
SILENT = {
    # last word, owed reports: periods begun since, found
    "this-period": ("2025-09-15", MONTHLY, 0, False),
    "a-day-before-it": ("2025-09-14", MONTHLY, 1, False),
    "the-period-before": ("2025-08-15", MONTHLY, 1, False),
    "a-day-before-that": ("2025-08-14", MONTHLY, 2, True),
    "never": (None, MONTHLY, 5, True),
    "without-obligations-by-the-period-evaluated": ("2025-06-30", [], 1, False),
    "without-obligations-the-same": ("2025-07-01", [], 0, False),
}


@pytest.mark.parametrize(("day", "obligations", "periods", "is_found"), SILENT.values(), ids=SILENT)
def test_silence(day, obligations, periods, is_found):
    """Periods of the shortest reports that began since the last word; without one since the plan is in force."""
    row, found = look([said(day, 10.0)] if day else [], obligations=obligations)
    assert row["periods_silent"] == periods
    assert ("progress-stale" in found) == is_found


def test_silence_begins_with_the_first_period_without_a_word():
    """It is told from the first day of that period, whenever it is looked at."""
    assert look([said("2025-06-20", 10.0)], obligations=MONTHLY)[1]["progress-stale"] == date(2025, 7, 15)


def test_due_soon_since_it_was_there():
    """What is assigned within the days before its deadline, or a week's occurrence, is due soon from its first day."""
    late = task(1, lead="so-a", deadline="Ngày 20/9/2025", assigned_on=date(2025, 9, 10))
    weekly = task(2, lead="so-a", deadline="Hằng tuần, hạn Thứ Sáu", assigned_on=date(2025, 9, 8))
    plan = plan_of(agencies=[agency("so-a")], tasks=[late, weekly])
    ev = kh2025.evaluate(
        plan, facts_of({}), "2025-Q3", as_of="2025-10-01T00:00:00+07:00", status_on="2025-09-14"
    )
    first = ev.statements.drop_duplicates("task_id").set_index("task_id")["soon_on"].dt.date
    assert first.to_dict() == {"nv-1": date(2025, 9, 10), "nv-2": date(2025, 9, 8)}


def test_nobody_owes_it_since_the_agency_ended():
    """The first day without an owner is the day after the last of the agency."""
    ended = agency("so-a", valid_to="2025-06-30")
    assert look([], agencies=[ended])[1]["owner-unresolved"] == date(2025, 7, 1)


def test_no_statement_at_all():
    """Nothing before, never done, no day."""
    row, _ = look([])
    assert row[["percent_before", "stated_since", "recorded_on"]].isna().all()
    assert not row["was_done"]


AHEAD = {
    "on-the-day": ("2025-06-10T00:00:00+07:00", False),
    "the-evening-before": ("2025-06-09T23:59:59+07:00", True),
}


@pytest.mark.parametrize(("recorded_at", "is_found"), AHEAD.values(), ids=AHEAD)
def test_statement_ahead_of_its_day(recorded_at, is_found):
    """A statement about a day that had not come when it was recorded is found."""
    _, found = look([said("2025-06-10", 10.0, recorded_at=datetime.fromisoformat(recorded_at))])
    assert ("statement-ahead" in found) == is_found


TWINS = {
    # cells of the second of two records about one day, found
    "another-state": ({"state": "done", "done_on": date(2025, 6, 10), "percent": 40.0}, True),
    "another-share": ({"percent": 50.0}, True),
    "the-same-again": ({"percent": 40.0, "note": "Như trên."}, False),
    "a-moment-later": (
        {"percent": 50.0, "recorded_at": datetime.fromisoformat("2025-06-10T18:00:01+07:00")},
        False,
    ),
    "another-day": ({"percent": 50.0, "effective_on": date(2025, 6, 9)}, False),
}


@pytest.mark.parametrize(("cells", "is_found"), TWINS.values(), ids=TWINS)
def test_two_statements_of_one_moment(cells, is_found):
    """Of what is said at one moment about one day neither corrects the other; what is said later does."""
    first = said("2025-06-10", 40.0)
    for records in ([first, said("2025-06-10", **cells)], [said("2025-06-10", **cells), first]):
        row, found = look(records)
        assert row["said_otherwise"] == is_found
        assert ("statements-contradict" in found) == is_found


def test_a_contradiction_is_over_when_it_is_settled():
    """A later word about the day, or about a later one, settles which of two statements was meant."""
    twins = [said("2025-06-10", 40.0), said("2025-06-10", 50.0)]
    later = said("2025-06-10", 50.0, recorded_at=datetime.fromisoformat("2025-06-12T08:00:00+07:00"))
    for settling in (later, said("2025-07-10", 60.0)):
        row, _ = look([*twins, settling])
        assert not row["said_otherwise"]
