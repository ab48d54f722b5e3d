"""The due days of a plan: those of the duties, over all that the plan covers."""

from datetime import date

import pytest

from kh2025.law.periods import Period
from kh2025.plan.duties import report_duties, task_duties
from kh2025.plan.exports.due_days import report_days, task_days


def test_task_days_are_those_of_the_duties(demo):
    """Task by task the days are those that its duties have by the end of the plan."""
    duties = task_duties(demo, demo.covers.last)
    for task in demo.tasks:
        own = duties.loc[duties["task_id"] == task.id, "original_due_on"].dropna()
        assert [one.due_on for one in task_days(demo, task)] == sorted({day.date() for day in own}), task.id


@pytest.mark.parametrize(
    ("parts", "days"),
    [
        ({"deadline": "Quý II/2025"}, ["2025-06-30"]),
        ({"deadline": "2025–2030"}, ["2030-12-31"]),
        ({"deadline": "Hằng quý"}, ["2025-06-30", "2025-09-30", "2025-12-31"]),
        ({"deadline": "Hằng quý", "assigned_on": "2025-07-01"}, ["2025-09-30", "2025-12-31"]),
        ({"deadline": "Hằng quý", "starts_on": "2025-10-01"}, ["2025-12-31"]),
        ({"deadline": "Thường xuyên"}, []),
        ({}, []),
    ],
    ids=["once", "after-the-plan", "recurring", "assigned-later", "begun-later", "continuous", "none"],
)
def test_days_of_one_task(make, parts, days):
    """A single deadline counts wherever it lies, a recurring one from its assignment to the plan's last day."""
    plan = make(tasks=[{"id": "nv", "section": "muc-1", "name": "Việc"} | parts])
    assert [one.due_on.isoformat() for one in task_days(plan, plan.tasks[0])] == days


def test_days_of_an_amended_rhythm(make):
    """Days of the old rhythm up to the change, of the new one from then on: the occurrences that are owed."""
    amendment = {
        "id": "sd-1",
        "decision": {"number": "90/QĐ-SKHCN", "kind": "Quyết định"},
        "in_force_from": "2025-09-01",
        "recorded_on": "2025-09-01",
        "changes": [{"change": "deadline", "task_id": "nv", "deadline": "Hằng quý"}],
    }
    tasks = [{"id": "nv", "section": "muc-1", "name": "Việc", "deadline": "Hằng tháng, hạn ngày 25"}]
    plan = make(tasks=tasks, amendments=[amendment]).as_of(date(2025, 12, 31))
    owed = task_duties(plan, date(2025, 12, 31))["occurrence"].dt.date.tolist()
    assert [one.due_on for one in task_days(plan, plan.tasks[0])] == owed
    assert [day.isoformat() for day in owed[-3:]] == ["2025-08-25", "2025-09-30", "2025-12-31"]


def owing(make, covers="2025-01-01/2025-12-31", **parts):
    owed = {"id": "bc", "title": "Báo cáo", "tier": 1, "reporters": "cq", "to": "cq", "basis": "mục 2"}
    owed |= {"kinds": ["quarter"], "due": {"day": 20}}
    return make(agencies=[{"id": "cq", "name": "Sở"}], covers=covers, obligations=[owed | parts])


@pytest.mark.parametrize(
    ("parts", "periods"),
    [
        ({}, ["2025-Q2", "2025-Q3", "2025-Q4"]),
        ({"kinds": ["half", "year"]}, ["2025-S1", "2025-S2", "2025-A1"]),
        ({"kinds": ["nine_months"]}, ["2025-9M"]),
        ({"first_owed": {"quarter": "2025-Q4"}}, ["2025-Q4"]),
        ({"first_owed": {"quarter": "2024-Q1"}}, ["2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4"]),
        ({"first_owed": {"quarter": "2026-Q1"}}, []),
        ({"regime": "calendar"}, ["2025-Q2@calendar", "2025-Q3@calendar", "2025-Q4@calendar"]),
    ],
    ids=[
        "from-force",
        "two-kinds",
        "nine-months",
        "first-owed",
        "before-the-plan",
        "after-the-plan",
        "calendar",
    ],
)
def test_periods_owed(make, parts, periods):
    """From the first owed period on, all that touch the days covered by the months they are named after."""
    assert [str(one.period) for one in report_days(owing(make, **parts))] == periods


def test_days_over_two_years(make):
    """A plan of two years has the periods of both."""
    plan = owing(make, covers="2025-01-01/2026-06-30", kinds=["half"])
    assert [str(one.period) for one in report_days(plan)] == ["2025-S1", "2025-S2", "2026-S1"]


def test_report_days_are_those_of_the_duties(demo):
    """Each obligation and period has the day on which its duties are due."""
    made = list(report_days(demo))
    assert len(made) == 2 * (8 + 3 + 1)
    for one in made:
        duties = report_duties(demo, Period.parse(str(one.period)))
        due = duties.loc[duties["obligation_id"] == one.obligation.id, "original_due_on"]
        assert {day.date() for day in due} == {one.due_on}


def test_report_due_after_the_plan(make):
    """A report on the plan's last period may be due in the next year, and is there."""
    plan = owing(make, due={"day": 10, "months_after": 1})
    assert [one.due_on for one in report_days(plan)][-1] == date(2026, 1, 10)


BEGUN_LATER = {
    "month": ["2025-M11", "2025-M12"],
    "quarter": ["2025-Q4"],
    "year": ["2025-A1"],
    "nine_months": [],
}


@pytest.mark.parametrize(("kind", "periods"), BEGUN_LATER.items(), ids=BEGUN_LATER)
def test_periods_of_a_regime_that_begins_later(make, kind, periods):
    """Nothing is owed for what lies before the first period of the regime, and nobody has to name that period."""
    regime = "cutoff-20-from-2025-10-25"
    made = report_days(owing(make, kinds=[kind], regime=regime))
    assert [str(one.period) for one in made] == [f"{period}@{regime}" for period in periods]
