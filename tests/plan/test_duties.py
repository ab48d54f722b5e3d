"""What is owed and by whom: occurrences, reports, and succession without loss or doubling."""

from collections import Counter
from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from kh2025.law.periods import Period
from kh2025.plan.duties import (
    OWNERS,
    REPORT_DUTIES,
    heirs_of,
    owner,
    owner_table,
    predecessors_of,
    report_duties,
    task_duties,
)
from kh2025.plan.tables import DUTIES

CUT_OFF = date(2025, 6, 14)
END = date(2025, 12, 31)


def agency(id_, last=None, *successors, heir=None):
    return {"id": id_, "name": id_, "valid_to": last, "successors": list(successors), "heir": heir}


def task(id_="nv-1", **more):
    return {"id": id_, "section": "muc-1", "name": "x"} | more


# Agencies of the cases: a merger, a chain, a split with an heir, one without, an abolition.
AGENCIES = [
    agency("so-a", "2025-02-28", "so-b"),
    agency("so-b", "2025-06-30", "so-c"),
    agency("so-c"),
    agency("chia-co", "2025-06-30", "moi-1", "moi-2", heir="moi-2"),
    agency("chia-khong", "2025-06-30", "moi-1", "moi-2"),
    agency("moi-1"),
    agency("moi-2"),
    agency("giai-the", "2025-06-30"),
    agency("mot", "2025-06-30", "hai"),
    agency("hai", "2025-07-01", "ba"),
    agency("ba"),
]
OWNER = {
    "itself": ("so-c", "2025-05-05", "so-c"),
    "last-day": ("so-b", "2025-06-30", "so-b"),
    "day-after": ("so-b", "2025-07-01", "so-c"),
    "heir-of-an-agency-that-ended-before": ("so-a", "2025-05-05", "so-b"),
    "last-day-of-the-heir": ("so-a", "2025-06-30", "so-b"),
    "heir-of-the-heir": ("so-a", "2025-07-01", "so-c"),
    "before-it-ended": ("so-a", "2025-02-28", "so-a"),
    "split-with-heir": ("chia-co", "2025-07-01", "moi-2"),
    "split-with-heir-before": ("chia-co", "2025-06-30", "chia-co"),
    "split-without-heir": ("chia-khong", "2025-07-01", None),
    "split-without-heir-before": ("chia-khong", "2025-06-30", "chia-khong"),
    "heir-for-one-day": ("mot", "2025-07-01", "hai"),
    "after-an-heir-for-one-day": ("mot", "2025-07-02", "ba"),
    "abolished": ("giai-the", "2025-07-01", None),
    "abolished-before": ("giai-the", "2025-06-30", "giai-the"),
}


@pytest.fixture(scope="module")
def plan(make):
    """A plan of a merger, a chain, two splits and an abolition."""
    return make(agencies=AGENCIES)


@pytest.mark.parametrize(("id_", "day", "owes"), OWNER.values(), ids=OWNER)
def test_owner(plan, id_, day, owes):
    """A duty passes to the one heir on the day after the end; without one named heir nobody owes it."""
    assert owner(plan, id_, date.fromisoformat(day)) == owes


GAP = {"last-day": ("06-30", "so-x"), "between": ("07-01", None), "last-between": ("07-14", None)} | {
    "first-day-of-the-heir": ("07-15", "so-y")
}


@pytest.mark.parametrize(("day", "owes"), GAP.values(), ids=GAP)
def test_nobody_owes_between_an_end_and_a_later_beginning(make, day, owes):
    """An heir that begins two weeks later owes nothing before it begins."""
    agencies = [agency("so-x", "2025-06-30", "so-y"), agency("so-y") | {"valid_from": "2025-07-15"}]
    assert owner(make(agencies=agencies), "so-x", date.fromisoformat(f"2025-{day}")) == owes


def test_owner_table(plan):
    """One row per agency and agency in its line, each with the days on which it owes."""
    table = OWNERS.check(owner_table(plan))
    rows = table[table["line"] == "so-a"].drop(columns="line").astype("str")
    assert rows.to_numpy().tolist() == [
        ["so-a", "1900-01-01", "2025-02-28"],
        ["so-b", "2025-03-01", "2025-06-30"],
        ["so-c", "2025-07-01", "2199-12-31"],
    ]
    assert table[table["line"] == "chia-khong"]["agency_id"].tolist() == ["chia-khong"]


# Agency → those that owe its duties in turn, those whose duties it owes.
LINES = {
    "first": ("so-a", {"so-a", "so-b", "so-c"}, {"so-a"}),
    "middle": ("so-b", {"so-b", "so-c"}, {"so-a", "so-b"}),
    "last": ("so-c", {"so-c"}, {"so-a", "so-b", "so-c"}),
    "split-without-heir": ("chia-khong", {"chia-khong"}, {"chia-khong"}),
    "split-with-heir": ("chia-co", {"chia-co", "moi-2"}, {"chia-co"}),
    "heir-of-a-split": ("moi-2", {"moi-2"}, {"chia-co", "moi-2"}),
    "other-part-of-a-split": ("moi-1", {"moi-1"}, {"moi-1"}),
}


@pytest.mark.parametrize(("id_", "heirs", "predecessors"), LINES.values(), ids=LINES)
def test_heirs_and_predecessors(plan, id_, heirs, predecessors):
    """An agency's heirs owe its duties in turn; its predecessors are those whose duties it owes."""
    assert heirs_of(plan, id_) == heirs
    assert predecessors_of(plan, id_) == predecessors


def rows(table, *names):
    """Rows of a table as tuples of texts; null as empty."""
    return [
        tuple("" if pd.isna(cell) else str(cell)[:10] for cell in row)
        for row in table[list(names)].to_numpy()
    ]


# Tasks.
def test_single_task(make):
    """A task with one deadline is one duty of its lead, with its due day and no occurrence."""
    plan = make(agencies=AGENCIES, tasks=[task(lead="so-c", deadline="Quý II/2025")])
    duties = DUTIES.check(task_duties(plan, CUT_OFF))
    assert rows(duties, "task_id", "occurrence", "agency_id", "group_id", "starts_on", "original_due_on") == [
        ("nv-1", "", "so-c", "", "", "2025-06-30")
    ]


WITHOUT = {
    "no-deadline": ({"lead": "so-c"}, ("so-c", "", "")),
    "continuous": ({"lead": "so-c", "deadline": "Thường xuyên"}, ("so-c", "", "")),
    "no-lead": ({"deadline": "Quý II/2025"}, ("", "", "2025-06-30")),
    "starts": (
        {"lead": "so-c", "deadline": "Quý II/2025", "starts_on": "2025-04-10"},
        ("so-c", "2025-04-10", "2025-06-30"),
    ),
    "starts-without-deadline": ({"lead": "so-c", "starts_on": "2025-04-10"}, ("so-c", "2025-04-10", "")),
    "range": (
        {"lead": "so-c", "deadline": "Từ ngày 01/3/2025 đến ngày 30/6/2025"},
        ("so-c", "2025-03-01", "2025-06-30"),
    ),
    "own-start-after-the-range-begins": (
        {"lead": "so-c", "deadline": "Từ ngày 01/3/2025 đến ngày 30/6/2025", "starts_on": "2025-04-01"},
        ("so-c", "2025-04-01", "2025-06-30"),
    ),
    "own-start-before-the-range-begins": (
        {"lead": "so-c", "deadline": "Từ ngày 01/3/2025 đến ngày 30/6/2025", "starts_on": "2025-02-01"},
        ("so-c", "2025-03-01", "2025-06-30"),
    ),
}


@pytest.mark.parametrize(("parts", "row"), WITHOUT.values(), ids=WITHOUT)
def test_task_with_parts_missing(make, parts, row):
    """A task without lead, deadline or start is a duty all the same: nothing is lost for lack of a word."""
    plan = make(agencies=AGENCIES, tasks=[task(**parts)])
    assert rows(task_duties(plan, CUT_OFF), "agency_id", "starts_on", "original_due_on") == [row]


def test_task_counts_from_the_day_it_is_assigned(make):
    """A task assigned later is no duty before that day; without such a day it counts from the plan's effect."""
    tasks = [task("nv-1", lead="so-c"), task("nv-2", lead="so-c", assigned_on="2025-08-15")]
    plan = make(agencies=AGENCIES, tasks=tasks)
    counted = {day: len(task_duties(plan, date.fromisoformat(day))) for day in ("2025-05-04", "2025-05-05")}
    assert counted == {"2025-05-04": 0, "2025-05-05": 1}
    assert len(task_duties(plan, date(2025, 8, 14))) == 1
    assert len(task_duties(plan, date(2025, 8, 15))) == 2


def test_group_as_lead(make):
    """A group as lead is one duty per member, each with the group's id."""
    groups = [{"id": "cac-so", "name": "x", "members": ["so-c", "moi-1"]}]
    plan = make(agencies=AGENCIES, groups=groups, tasks=[task(lead="cac-so", deadline="Quý II/2025")])
    assert rows(task_duties(plan, CUT_OFF), "assigned_agency_id", "agency_id", "group_id") == [
        ("so-c", "so-c", "cac-so"),
        ("moi-1", "moi-1", "cac-so"),
    ]


def test_members_with_one_heir_keep_their_duties(make):
    """Two members that merge still bring two duties, both owed by the heir: one duty per member."""
    agencies = [agency("so-x", "2025-06-30", "so-z"), agency("so-y", "2025-06-30", "so-z"), agency("so-z")]
    groups = [{"id": "cac-so", "name": "x", "members": ["so-x", "so-y"]}]
    plan = make(agencies=agencies, groups=groups, tasks=[task(lead="cac-so", deadline="Năm 2025")])
    assert rows(task_duties(plan, date(2025, 7, 1)), "assigned_agency_id", "agency_id") == [
        ("so-x", "so-z"),
        ("so-y", "so-z"),
    ]


# On a day → occurrences of a monthly task (due on the 25th) of a plan in force from 5 May.
MONTHLY = {
    "day-of-effect": ("2025-05-05", "05"),
    "cut-off": ("2025-06-14", "05 06"),
    "last-day-of-june": ("2025-06-30", "05 06"),
    "first-day-of-july": ("2025-07-01", "05 06 07"),
    "end-of-the-plan": ("2025-12-31", "05 06 07 08 09 10 11 12"),
    "after-the-end-of-the-plan": ("2026-03-31", "05 06 07 08 09 10 11 12"),
}


@pytest.mark.parametrize(("day", "months"), MONTHLY.values(), ids=MONTHLY)
def test_recurring_task(make, day, months):
    """An occurrence counts from the first day of its span, up to the last one due within the plan."""
    plan = make(agencies=AGENCIES, tasks=[task(lead="so-c", deadline="Hằng tháng, hạn ngày 25")])
    duties = task_duties(plan, date.fromisoformat(day))
    assert rows(duties, "occurrence", "original_due_on", "starts_on") == [
        (f"2025-{month}-25", f"2025-{month}-25", f"2025-{month}-01") for month in months.split()
    ]


def test_first_occurrence_is_not_due_before_the_task_is_assigned(make):
    """A task assigned on the 26th owes nothing for that month's 25th, but a quarter that is still to end."""
    tasks = [
        task("nv-1", lead="so-c", deadline="Hằng tháng, hạn ngày 25", assigned_on="2025-05-26"),
        task("nv-2", lead="so-c", deadline="Hằng quý", assigned_on="2025-05-26"),
        task("nv-3", lead="so-c", deadline="Hằng tháng, hạn ngày 25", assigned_on="2025-05-25"),
    ]
    duties = task_duties(make(agencies=AGENCIES, tasks=tasks), CUT_OFF)
    assert rows(duties, "task_id", "occurrence") == [
        ("nv-1", "2025-06-25"),
        ("nv-2", "2025-06-30"),
        ("nv-3", "2025-05-25"),
        ("nv-3", "2025-06-25"),
    ]


def test_recurring_task_owes_nothing_before_it_starts(make):
    """A monthly task that starts on 10 September has its first occurrence in September, from the 10th."""
    plan = make(agencies=AGENCIES, tasks=[task(lead="so-c", deadline="Hằng tháng", starts_on="2025-09-10")])
    assert rows(task_duties(plan, date(2025, 10, 1)), "occurrence", "starts_on") == [
        ("2025-09-30", "2025-09-10"),
        ("2025-10-31", "2025-10-01"),
    ]


def test_recurring_task_is_one_task_before_its_first_span(make):
    """Assigned but not begun, a recurring task stands as its first occurrence; without any, as a task without deadline."""
    tasks = [
        task("nv-1", lead="so-c", deadline="Hằng tháng", starts_on="2025-09-10"),
        task("nv-2", lead="so-c", deadline="Hằng tháng, hạn ngày 25", starts_on="2025-12-26"),
    ]
    duties = task_duties(make(agencies=AGENCIES, tasks=tasks), CUT_OFF)
    assert rows(duties, "task_id", "occurrence", "starts_on") == [
        ("nv-1", "2025-09-30", "2025-09-10"),
        ("nv-2", "", "2025-12-26"),
    ]


def test_weekly_task(make):
    """A weekly task has an occurrence for every week begun."""
    plan = make(agencies=AGENCIES, tasks=[task(lead="so-c", deadline="Hằng tuần, hạn Thứ Sáu")])
    assert rows(task_duties(plan, date(2025, 5, 19)), "occurrence") == [
        ("2025-05-09",),
        ("2025-05-16",),
        ("2025-05-23",),
    ]
    assert len(task_duties(plan, date(2025, 5, 18))) == 2


def test_recurring_task_of_a_group(make):
    """A recurring task of a group is owed once per occurrence and member."""
    groups = [{"id": "cac-so", "name": "x", "members": ["so-c", "moi-1"]}]
    plan = make(agencies=AGENCIES, groups=groups, tasks=[task(lead="cac-so", deadline="Hằng tháng")])
    assert rows(task_duties(plan, CUT_OFF), "occurrence", "agency_id") == [
        ("2025-05-31", "so-c"),
        ("2025-05-31", "moi-1"),
        ("2025-06-30", "so-c"),
        ("2025-06-30", "moi-1"),
    ]


def test_occurrence_keeps_its_original_due_day_under_the_exclusive_setting(make):
    """Where "trước ngày X" excludes X, the occurrence is the day before, on which it is due."""
    plan = make(
        agencies=AGENCIES,
        settings={"before_includes_day": False},
        tasks=[task(lead="so-c", deadline="Hằng tháng, trước ngày 25")],
    )
    assert rows(task_duties(plan, date(2025, 5, 5)), "occurrence", "original_due_on") == [
        ("2025-05-24", "2025-05-24")
    ]


def test_plan_without_tasks(make):
    """A plan without tasks has an empty table of the right shape."""
    assert DUTIES.check(task_duties(make(), CUT_OFF)).empty


# Reports.
def obligation(**more):
    made = {
        "id": "bao-cao",
        "title": "x",
        "tier": 1,
        "reporters": "cac-so",
        "to": "nhan",
        "kinds": ["month", "quarter"],
    }
    return made | {"due": {"day": 18}, "basis": "x"} | more


def reporting(make, agencies, members, **more):
    """A plan in which the members of a group report."""
    return make(
        agencies=[*agencies, agency("nhan")],
        groups=[{"id": "cac-so", "name": "x", "members": members}],
        obligations=[obligation(**more)],
    )


def test_report_is_owed_by_the_owner_on_the_due_day(make):
    """The due day decides: for June (due 18/6) the old agency owes, for July (due 18/7) its heir."""
    plan = reporting(make, AGENCIES, ["so-b", "chia-khong", "giai-the"])
    june = REPORT_DUTIES.check(report_duties(plan, Period.parse("2025-M06")))
    assert rows(june, "assigned_agency_id", "agency_id", "original_due_on") == [
        ("so-b", "so-b", "2025-06-18"),
        ("chia-khong", "chia-khong", "2025-06-18"),
        ("giai-the", "giai-the", "2025-06-18"),
    ]
    july = report_duties(plan, Period.parse("2025-M07"))
    assert rows(july, "assigned_agency_id", "agency_id") == [
        ("so-b", "so-c"),
        ("chia-khong", ""),
        ("giai-the", ""),
    ]
    assert july["is_replaced"].tolist() == [False, False, False]


BETWEEN = {
    "ends-on-the-cut-off": ("2025-06-14", "so-z"),
    "ends-between-cut-off-and-due-day": ("2025-06-17", "so-z"),
    "ends-on-the-due-day": ("2025-06-18", "so-x"),
}


@pytest.mark.parametrize(("last", "owes"), BETWEEN.values(), ids=BETWEEN)
def test_due_day_decides_not_the_cut_off(make, last, owes):
    """An agency that ends before the due day does not owe the report, its heir does; on the due day it still does."""
    agencies = [agency("so-x", last, "so-z"), agency("so-z")]
    table = report_duties(reporting(make, agencies, ["so-x"]), Period.parse("2025-Q2"))
    assert table["agency_id"].tolist() == [owes]


NOT_OWED = {
    "before-the-first": "2025-M04",
    "first-quarter": "2025-Q1",
    "other-kind": "2025-S1",
    "other-regime": "2025-M05@calendar",
    "other-kind-in-another-regime": "2025-A1@calendar",
}


@pytest.mark.parametrize("text", NOT_OWED.values(), ids=NOT_OWED)
def test_report_not_owed(make, text):
    """Before the first owed period, of another kind or in another regime nothing is owed."""
    plan = reporting(make, AGENCIES, ["so-c"])
    assert REPORT_DUTIES.check(report_duties(plan, Period.parse(text))).empty


def test_reports_go_through_the_agency_of_the_plan(make):
    """The agency to report through is given as the plan names it, before and after it ended; null when none."""
    plan = reporting(make, AGENCIES, ["moi-1"], through="so-b")
    got = {
        text: report_duties(plan, Period.parse(text))["through"].tolist() for text in ("2025-M06", "2025-M07")
    }
    assert got == {"2025-M06": ["so-b"], "2025-M07": ["so-b"]}
    assert (
        report_duties(reporting(make, AGENCIES, ["moi-1"]), Period.parse("2025-M06"))["through"].isna().all()
    )


def test_report_says_by_which_provision_and_how_well_it_is_known(make):
    """Every report owed carries the basis of its obligation and the mark of its due rule."""
    plan = reporting(make, AGENCIES, ["so-c"], basis="mục 2", due={"day": 18, "mark": "assumption"})
    table = report_duties(plan, Period.parse("2025-M06"))
    assert rows(table, "basis", "mark") == [("mục 2", "assumption")]


MERGED = {
    "heir-outside-the-group": (["so-x", "so-y"], ["so-x"]),
    "heir-in-the-group": (["so-x", "so-y", "so-z"], ["so-z"]),
    "heir-first": (["so-z", "so-x"], ["so-z"]),
    "heir-alone": (["so-z"], ["so-z"]),
    "one-that-ended": (["so-y"], ["so-y"]),
}


@pytest.mark.parametrize(("members", "carriers"), MERGED.values(), ids=MERGED)
def test_one_report_serves_all_that_were_merged(make, members, carriers):
    """One heir sends one report: its own row carries it, else the first of those it took over."""
    agencies = [agency("so-x", "2025-06-30", "so-z"), agency("so-y", "2025-06-30", "so-z"), agency("so-z")]
    table = report_duties(reporting(make, agencies, members), Period.parse("2025-M07"))
    assert table["assigned_agency_id"].tolist() == members
    assert set(table["agency_id"]) == {"so-z"}
    assert table[~table["is_replaced"]]["assigned_agency_id"].tolist() == carriers


def test_single_agency_as_reporter(make):
    """An obligation may name one agency instead of a group; each obligation is owed on its own."""
    plan = make(
        agencies=AGENCIES,
        obligations=[
            obligation(reporters="so-c", to="moi-1"),
            obligation(id="tong-hop", reporters="so-c", to="moi-1", tier=2, due={"day": 20}),
        ],
    )
    table = report_duties(plan, Period.parse("2025-Q2"))
    assert rows(table, "obligation_id", "tier", "agency_id", "period", "original_due_on") == [
        ("bao-cao", "1", "so-c", "2025-Q2", "2025-06-18"),
        ("tong-hop", "2", "so-c", "2025-Q2", "2025-06-20"),
    ]


FAR = {
    "last-supported": {"covers": "2025-01-01/2098-12-31"},
    "beyond": {"covers": "2025-01-01/2100-12-31"},
    "for-ever": {"covers": "2025-01-01/9999-12-31"},
    "from-1900": {"covers": "1900-01-01/2025-12-31", "in_force_from": "1900-01-01"},
    "in-force-from-1925": {"in_force_from": "1925-05-05"},
    "in-force-from-2099": {"in_force_from": "2099-12-25"},
}


@pytest.mark.parametrize("deadline", ["Hằng tháng", "Hằng tuần"])
@pytest.mark.parametrize("dates", FAR.values(), ids=FAR)
def test_plan_that_was_read_has_its_duties(make, dates, deadline):
    """A plan with days beyond the supported years is refused when it is read, or its duties can be listed."""
    parts = {"agencies": AGENCIES, "tasks": [task(lead="so-c", deadline=deadline)]}
    try:
        plan = make(**parts, obligations=[obligation(reporters="so-c", to="moi-1")], **dates)
    except ValidationError:
        return
    assert not task_duties(plan, max(CUT_OFF, plan.in_force_from)).empty
    assert REPORT_DUTIES.check(report_duties(plan, Period.parse("2025-M06"))) is not None


# Succession in general.
SIZE = 6
# Days close together, so that agencies end on one day or one after the other, and days all over the year.
DAYS = st.dates(date(2025, 6, 12), date(2025, 6, 20)) | st.dates(date(2024, 12, 1), date(2026, 1, 31))


@st.composite
def successions(draw):
    """Agencies that end on random days and pass on to later ones: none, one, several, with or without heir."""
    agencies = []
    for n in range(SIZE):
        later = [f"co-quan-{k}" for k in range(n + 1, SIZE)]
        last = draw(st.none() | DAYS)
        successors = draw(st.lists(st.sampled_from(later), unique=True, max_size=3)) if last and later else []
        heir = draw(st.none() | st.sampled_from(successors)) if successors else None
        agencies.append(agency(f"co-quan-{n}", last and last.isoformat(), *successors, heir=heir))
    return agencies


def follow(agencies, id_, day):
    """Who owes an agency's duties on a day, followed one agency at a time."""
    known = {one["id"]: one for one in agencies}
    while True:
        one = known[id_]
        if one["valid_to"] is None or day.isoformat() <= one["valid_to"]:
            return id_
        if one["heir"]:
            id_ = one["heir"]
        elif len(one["successors"]) == 1:
            (id_,) = one["successors"]
        else:
            return None


@given(successions(), st.sampled_from([f"co-quan-{n}" for n in range(SIZE)]), DAYS)
@settings(deadline=None)
def test_owner_is_found_one_agency_at_a_time(make, agencies, id_, day):
    """Whatever the succession, the owner is the heir of the heir … that still exists, or nobody."""
    plan = make(agencies=agencies)
    for near in (day - timedelta(days=1), day, day + timedelta(days=1)):
        assert owner(plan, id_, near) == follow(agencies, id_, near)


@given(successions(), DAYS)
@settings(deadline=None)
def test_owner_table_agrees_and_does_not_overlap(make, agencies, day):
    """On any day an agency's duties have at most one owner in the table: the one that ``owner`` gives."""
    plan = make(agencies=agencies)
    table = owner_table(plan)
    on = pd.Timestamp(day)
    today = table[(table["from_on"] <= on) & (on <= table["to_on"])]
    assert today["line"].is_unique
    found = dict(zip(today["line"], today["agency_id"], strict=True))
    assert found == {one["id"]: owed for one in agencies if (owed := follow(agencies, one["id"], day))}


@given(successions(), DAYS, st.sampled_from(["Hằng tháng, hạn ngày 25", "Quý III/2025", "Hằng tuần", None]))
@settings(deadline=None, max_examples=60)
def test_no_task_duty_is_lost_or_doubled(make, agencies, day, deadline):
    """Whoever merges with whom, every occurrence is owed exactly once for every agency that the plan names."""
    ids = [one["id"] for one in agencies]
    groups = [{"id": "tat-ca", "name": "x", "members": ids}]
    plan = make(agencies=agencies, groups=groups, tasks=[task(lead="tat-ca", deadline=deadline)])
    duties = task_duties(plan, day)
    named = Counter(duties["assigned_agency_id"])
    keys = {*zip(duties["occurrence"].astype("str").fillna(""), duties["assigned_agency_id"], strict=True)}
    assert len(keys) == len(duties)
    assert len(set(named.values())) <= 1
    assert set(named) == (set() if duties.empty else set(ids))
    assert not duties.empty or day < plan.in_force_from
    assert [None if pd.isna(one) else one for one in duties["agency_id"]] == [
        follow(agencies, one, day) for one in duties["assigned_agency_id"]
    ]


@st.composite
def lives(draw):
    """Successions whose agencies begin on some day too: before, on, or long after the day after the end before."""
    return [
        one | {"valid_from": first.isoformat()}
        if (first := draw(st.none() | DAYS)) and first.isoformat() <= (one["valid_to"] or "9")
        else one
        for one in draw(successions())
    ]


def owing(agencies, id_, day):
    """Who owes an agency's duties on a day: the one in turn, if it has begun."""
    found = follow(agencies, id_, day)
    begins = {one["id"]: one.get("valid_from") or "" for one in agencies}
    return found if found and begins[found] <= day.isoformat() else None


@given(lives(), DAYS, st.sampled_from(["Hằng tháng, hạn ngày 25", "Quý III/2025", None]), st.data())
@settings(deadline=None, max_examples=60)
def test_whoever_has_begun_is_owed_for_once(make, agencies, day, deadline, data):
    """Every occurrence is owed once for each member that there is or has been, by the one in turn or by nobody."""
    ids = [one["id"] for one in agencies]
    members = data.draw(st.lists(st.sampled_from(ids), min_size=1, unique=True))
    groups = [{"id": "nhom", "name": "x", "members": members}]
    plan = make(agencies=agencies, groups=groups, tasks=[task(lead="nhom", deadline=deadline)])
    table = owner_table(plan)
    for on in (day - timedelta(days=1), day, day + timedelta(days=1)):
        begun = [one["id"] for one in agencies if (one.get("valid_from") or "") <= on.isoformat()]
        duties = task_duties(plan, on)
        found = Counter(
            zip(duties["occurrence"].astype("str").fillna(""), duties["assigned_agency_id"], strict=True)
        )
        occurrences = {occurrence for occurrence, _ in found}
        there = [one for one in members if one in begun]
        assert found == Counter((occurrence, one) for occurrence in occurrences for one in there)
        assert bool(occurrences) == bool(there and on >= plan.in_force_from)
        owes = {one: owing(agencies, one, on) for one in members}
        assert rows(duties, "assigned_agency_id", "agency_id") == [
            (one, owes[one] or "") for one in duties["assigned_agency_id"]
        ]
        today = table[(table["from_on"] <= pd.Timestamp(on)) & (pd.Timestamp(on) <= table["to_on"])]
        listed = dict(zip(today["line"], today["agency_id"], strict=True))
        assert today["line"].is_unique
        assert {one: listed.get(one) for one in members} == owes


@given(successions(), st.integers(5, 12), st.integers(1, 31))
@settings(deadline=None, max_examples=60)
def test_no_report_is_lost_or_doubled(make, agencies, month, due_day):
    """Every owner sends exactly one report that counts; a duty without owner counts once, as such."""
    ids = [one["id"] for one in agencies]
    plan = reporting(make, agencies, ids, due={"day": due_day}, first_owed={"month": "2025-M05"})
    period = Period.of("month", 2025, month)
    table = report_duties(plan, period)
    assert table["assigned_agency_id"].tolist() == ids
    owners = [follow(agencies, id_, period.day_of_month(due_day)) for id_ in ids]
    assert [None if pd.isna(one) else one for one in table["agency_id"]] == owners
    counted = table[~table["is_replaced"]]["agency_id"].dropna()
    assert sorted(counted) == sorted({one for one in owners if one})
    assert not table[table["agency_id"].isna()]["is_replaced"].any()


@given(st.dates(date(2025, 1, 1), END), st.dates(date(2025, 1, 1), END))
@settings(deadline=None, max_examples=40)
def test_duties_only_grow(make, one, other):
    """A duty that is owed on a day is still listed on every later day: none disappears."""
    tasks = [
        task("nv-1", lead="so-b", deadline="Hằng tháng, hạn ngày 25"),
        task("nv-2", lead="so-b", deadline="Hằng tuần", assigned_on="2025-08-15"),
        task("nv-3", lead="so-b", deadline="Quý II/2025"),
    ]
    plan = make(agencies=AGENCIES, tasks=tasks)
    keys = [
        set(
            zip(
                *(task_duties(plan, day)[name].astype("str") for name in ("task_id", "occurrence")),
                strict=True,
            )
        )
        for day in (min(one, other), max(one, other))
    ]
    assert keys[0] <= keys[1]


SETTINGS = {
    "fixed-day-stays": ({}, "Ngày 31/5/2025", ["05-31"]),
    "fixed-day-rolls-on": ({"fixed_day_roll": "forward"}, "Ngày 31/5/2025", ["06-02"]),
    "fixed-day-rolls-back": ({"fixed_day_roll": "backward"}, "Trước ngày 31/5/2025", ["05-30"]),
    "worked-day-does-not-roll": ({"fixed_day_roll": "forward"}, "Ngày 30/5/2025", ["05-30"]),
    "end-of-a-quarter-does-not-roll": ({"fixed_day_roll": "forward"}, "Tháng 8/2025", ["08-31"]),
    "excluded-day-rolls": (
        {"before_includes_day": False, "fixed_day_roll": "forward"},
        "Trước ngày 02/6/2025",
        ["06-02"],
    ),
    "last-day": ({}, "Hằng quý", ["06-30", "09-30", "12-31"]),
    "set-day": ({"recurring_day": 20}, "Hằng quý", ["06-20", "09-20", "12-20"]),
    "set-day-that-a-month-lacks": ({"recurring_day": 31}, "Hằng quý", ["06-30", "09-30", "12-31"]),
    "written-day-counts": ({"recurring_day": 20}, "Hằng quý, hạn ngày 15", ["06-15", "09-15", "12-15"]),
}


@pytest.mark.parametrize(("chosen", "deadline", "due"), SETTINGS.values(), ids=SETTINGS)
def test_settings_of_deadlines(make, chosen, deadline, due):
    """A plan may move fixed days to working days, and say on which day a rhythm without one is due."""
    plan = make(settings=chosen, tasks=[task(deadline=deadline)])
    assert task_duties(plan, END)["original_due_on"].dt.strftime("%m-%d").tolist() == due
