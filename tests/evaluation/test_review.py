"""A year looked back on: judged at its end, and its months as their own evaluations have them."""

from datetime import date

import pandas as pd
import pytest

import kh2025
from kh2025.errors import PeriodError
from kh2025.evaluation import agenda as agendas
from kh2025.evaluation.agenda import CONTRADICTIONS, agenda
from kh2025.evaluation.parts import PART_NAMES
from kh2025.evaluation.review import review_year
from kh2025.evaluation.rules import all_rules
from kh2025.evaluation.tables import CLASSES

PLAN = kh2025.load_plan("example:thai_binh_2025/demo.yaml")
FACTS = kh2025.open_facts("example:thai_binh_2025/facts")
AS_OF = "2026-01-20T17:00:00+07:00"
RUNNING = "2025-08-20T17:00:00+07:00"


@pytest.fixture(scope="module")
def year():
    """The example's year when it is over."""
    return review_year(PLAN, FACTS, "2025-A1", as_of=AS_OF)


@pytest.fixture(scope="module")
def running():
    """The same year in August."""
    return review_year(PLAN, FACTS, "2025-A1", as_of=RUNNING)


def test_the_year_is_judged_at_its_end(year):
    """Not at the cut-off of 14/12, but on 31/12."""
    assert year.ev.scope.status_on == date(2025, 12, 31)
    assert str(year.ev.scope.period) == "2025-A1"


def test_a_running_year_is_judged_on_the_day_it_is_known(running):
    """What lies ahead is not judged: months that have not begun have no figures."""
    assert running.ev.scope.status_on == date(2025, 8, 20)
    months = running.months.set_index("period")
    assert months.loc["2025-M09", "status_on"] == pd.Timestamp(2025, 8, 20)
    assert months.loc["2025-M10":, ["status_on", "total", "open_overdue"]].isna().all(axis=None)


@pytest.mark.parametrize("month", ["2025-M01", "2025-M05", "2025-M07", "2025-M12"])
def test_a_month_is_what_its_evaluation_says(year, month):
    """Parts, total, rate and reports of a month are those of the month's evaluation as known at the same moment."""
    row = year.months.set_index("period").loc[month]
    told = kh2025.evaluate(PLAN, FACTS, month, as_of=AS_OF).summary
    assert {name: row[name] for name in ("total", *PART_NAMES)} == {
        name: told["tasks"][name] for name in ("total", *PART_NAMES)
    }
    assert {name: row[f"submissions_{name}"] for name in CLASSES} == {
        name: told["submissions"][name] for name in CLASSES
    }
    for column, rate in (
        ("done_of_due", told["rates"]["done_of_due"]),
        ("on_time_of_expected", told["submission_rates"]["on_time_of_expected"]),
    ):
        assert (row[column] == rate["percent"]) or (rate["percent"] is None and row[column] != row[column])


def test_there_are_twelve_months(year):
    """A plan of a calendar year has a row for each of its months, in order."""
    assert year.months["period"].tolist() == [f"2025-M{month:02}" for month in range(1, 13)]


def test_a_review_held_after_the_cut_off_is_held(year):
    """The conference of 23/12 counts in the calendar year, though the period closed on 14/12."""
    held = year.activities.set_index("activity_id")["held"]
    assert held["tong-ket"] == 1
    assert year.ev.activities.set_index("activity_id")["held"]["tong-ket"] == 0
    assert held["ke-hoach-nam-sau"] == 0  # only in January


def test_the_draft_is_that_of_the_command(year):
    """The draft of the next plan is the one that `plan next` writes."""
    assert year.next_plan.plan == kh2025.next_plan(PLAN, FACTS, AS_OF).plan


@pytest.mark.parametrize("period", ["2025-Q2", "2025-M12", "2025-S2"], ids=["quarter", "month", "half"])
def test_what_is_no_year_is_refused(period):
    """A review is of a year; the year of the period given is named."""
    with pytest.raises(PeriodError) as refused:
        review_year(PLAN, FACTS, period)
    assert refused.value.problems[0].code == "review-period"
    assert refused.value.problems[0].details["year"] == "2025-A1"


def test_a_year_that_the_plan_does_not_cover_is_refused():
    """As every period."""
    with pytest.raises(PeriodError) as refused:
        review_year(PLAN, FACTS, "2024-A1")
    assert refused.value.problems[0].code == "period-outside"


# The agenda of a session


@pytest.fixture(scope="module")
def found():
    """The matters of the third quarter."""
    return agenda(_third())


def _third():
    return kh2025.evaluate(PLAN, FACTS, "2025-Q3", as_of="2025-10-01T17:00:00+07:00")


def test_what_is_overdue_for_long_comes_first(found):
    """Every overdue duty stands once; those that the rule names before the others, then by days late."""
    ev = _third()
    assert len(found.overdue) == ev.summary["duties"]["open_overdue"]
    assert found.overdue["is_long"].sum() == ev.summary["findings"]["task-long-overdue"] > 0
    assert found.overdue["is_long"].tolist() == sorted(found.overdue["is_long"], reverse=True)
    for _, group in found.overdue.groupby("is_long"):
        assert group["days_late"].tolist() == sorted(group["days_late"], reverse=True)


def test_no_heavy_breach_gets_lost(found):
    """Each critical or major breach stands in the breaches, or is one that a table of its own shows."""
    ev = _third()
    heavy = ev.findings[ev.findings["severity"].isin(agendas.HEAVY)]
    elsewhere = heavy["rule_id"].isin([*agendas.IN_OWN_TABLES, *CONTRADICTIONS])
    assert len(found.heavy) == len(heavy) - elsewhere.sum()


def test_the_named_rules_exist():
    """The agenda names no rule that there is not."""
    assert {*CONTRADICTIONS, *agendas.IN_OWN_TABLES} <= all_rules().keys()


def test_who_is_in_trouble_has_something(found):
    """Every agency listed has a matter, and every matter with an owner has its agency listed."""
    counts = found.agencies.drop(columns="agency_id")
    assert (counts.sum(axis="columns") > 0).all()
    owners = {*found.overdue["agency_id"].dropna(), *found.unsent["agency_id"].dropna()}
    assert owners <= set(found.agencies["agency_id"])
    assert found.agencies["open_overdue"].sum() == found.overdue["agency_id"].notna().sum()
