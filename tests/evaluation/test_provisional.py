"""Due days that rest on working days: late by them, and said where no official notice is known."""

from datetime import date

import pytest
from worlds import agency, facts_of, obligation, plan_of

import kh2025

DUE = {
    "noticed-year": ({"working_days": 2}, "2025-Q2", []),
    "year-without-notice": ({"working_days": 2}, "2027-Q2", [2027]),
    "fixed-day": ({"day": 20}, "2027-Q2", []),
    "rolled-day": ({"day": 20, "roll": "forward"}, "2027-Q2", [2027]),
}


@pytest.mark.parametrize(("due", "period", "years"), DUE.values(), ids=DUE)
def test_provisional_years(due, period, years, tmp_path):
    """A summary names the years without notice on which a report's due day rests, and the report says it."""
    year = period[:4]
    plan = plan_of(
        agencies=[agency("so-a"), agency("so-nhan")],
        obligations=[obligation("bc", "so-a", due=due, first_owed={"quarter": f"{year}-Q1"})],
        covers=f"{year}-01-01/{year}-12-31",
        in_force_from=f"{year}-01-01",
    )
    ev = kh2025.evaluate(plan, facts_of({}), period, as_of=f"{year}-07-01T00:00:00+07:00")
    assert ev.summary["provisional"] == years
    page = kh2025.period_report(ev).save(tmp_path)[0].read_text("utf-8")
    assert ("chưa có thông báo nghỉ lễ" in page) == bool(years)


KNOWN = {
    "day-before-the-notice": ("2025-12-24T23:59:59+07:00", "2026-01-05"),
    "day-of-the-notice": ("2025-12-25T00:00:00+07:00", "2026-01-06"),
}


@pytest.mark.parametrize(("as_of", "due"), KNOWN.values(), ids=KNOWN)
def test_notices_issued_after_as_of_are_not_seen(as_of, due):
    """The swap of 02/01/2026 was announced on 25/12/2025: an evaluation as of an earlier day counts without it."""
    plan = plan_of(
        agencies=[agency("so-a"), agency("so-nhan")],
        obligations=[
            obligation("bc", "so-a", due={"working_days": 2}, kinds=["month"], regime="calendar")
            | {"first_owed": {"month": "2025-M01@calendar"}}
        ],
        covers="2025-01-01/2025-12-31",
        in_force_from="2025-01-01",
    )
    ev = kh2025.evaluate(plan, facts_of({}), "2025-M12@calendar", as_of=as_of)
    assert ev.submissions["due_on"].dt.strftime("%Y-%m-%d").tolist() == [due]


ROLLED = {"stays": ({}, []), "rolls": ({"fixed_day_roll": "forward"}, [2027])}


@pytest.mark.parametrize(("chosen", "years"), ROLLED.values(), ids=ROLLED)
def test_rolled_deadlines_rest_on_the_calendar(chosen, years):
    """Where fixed days roll, deadlines of tasks rest on working days too, and a year without notice is named."""
    task = {"id": "nv-1", "section": "muc-1", "name": "x", "lead": "so-a", "deadline": "Ngày 30/4/2027"}
    plan = plan_of(
        agencies=[agency("so-a"), agency("so-nhan")],
        tasks=[task],
        settings=chosen,
        covers="2027-01-01/2027-12-31",
        in_force_from="2027-01-01",
    )
    ev = kh2025.evaluate(plan, facts_of({}), "2027-Q2", as_of="2027-07-01T00:00:00+07:00")
    assert ev.summary["provisional"] == years


SWAP = {
    "day-before-the-notice": ("2025-12-24", "2026-01-02"),
    "day-of-the-notice": ("2025-12-25", "2026-01-05"),
}


@pytest.mark.parametrize(("known_at", "due"), SWAP.values(), ids=SWAP)
def test_rolled_deadlines_follow_the_notices_known_then(known_at, due):
    """A fixed day that rolls stays on 02/01/2026 as long as nobody knew that it would be off."""
    task = {"id": "nv-1", "section": "muc-1", "name": "x", "lead": "so-a", "deadline": "Ngày 02/01/2026"}
    plan = plan_of(agencies=[agency("so-a")], tasks=[task], settings={"fixed_day_roll": "forward"})
    read = plan.as_of(plan.covers.last, date.fromisoformat(known_at))
    assert read.schedules["nv-1"].due_on == date.fromisoformat(due)
