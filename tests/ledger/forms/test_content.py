"""Which rows stand in whose form: every duty once, nothing that is settled, nothing of another agency."""

from collections import Counter
from datetime import UTC, date, datetime

import pytest
import worlds
from hypothesis import assume, given
from hypothesis import strategies as st

import kh2025
from kh2025.errors import ParameterError, PeriodError
from kh2025.law.moments import local_day
from kh2025.law.periods import Period
from kh2025.ledger.forms.content import make_forms
from kh2025.ledger.forms.layout import SENDS, Role

DONE = ("done_on_time", "done_late", "done_no_deadline")
KNOWN = datetime(2025, 6, 20, tzinfo=UTC)


def rows_of(forms, role):
    """Agency and row of every row of a sheet, over all forms."""
    return [(id_, row) for id_, form in forms.forms.items() for row in form.rows.get(role, ())]


def duties_of(forms):
    return Counter((id_, row["task_id"], row["occurrence"]) for id_, row in rows_of(forms, Role.TASKS))


def asked_for(world, period):
    """The duties that an evaluation at the cut-off has, but those settled by a statement about an earlier day."""
    duties = world.evaluate(period=str(period), status_on=period.cutoff).duties
    over = (duties["part"].isin(DONE) & (duties["done_on"] < str(period.start))) | (
        (duties["state"] == "cancelled") & ~duties["is_dropped"]
    )
    settled = (over & (duties["effective_on"] < str(period.start))) | duties["is_dropped"]
    asked = duties[~settled & duties["agency_id"].notna()]
    days = asked["occurrence"].dt.strftime("%Y-%m-%d").fillna("")
    return set(zip(asked["agency_id"], asked["task_id"], days, strict=True))


@given(worlds.worlds())
@worlds.examples(20)
def test_every_duty_stands_once(world):
    """The forms of a period hold each open duty of each agency in exactly one row, and no other row."""
    period = Period.parse(world.period)
    assume(local_day(world.as_of) >= period.cutoff)
    found = duties_of(make_forms(world.plan, period, world.facts, world.as_of))
    assert set(found.values()) <= {1}
    assert set(found) == asked_for(world, period)


@given(worlds.worlds())
@worlds.examples(10)
def test_every_report_stands_once(world):
    """Each report that somebody owes for the period is asked for by one agency, in one row of its form."""
    forms = make_forms(world.plan, world.period, world.facts, world.as_of)
    found = Counter(
        (id_, row["key"].removeprefix(SENDS))
        for id_, row in rows_of(forms, Role.COVER)
        if row["key"].startswith(SENDS)
    )
    owed = world.evaluate().submissions.dropna(subset="agency_id")
    assert set(found.values()) <= {1}
    assert set(found) == set(zip(owed["agency_id"], owed["obligation_id"], strict=True))


@given(worlds.worlds(), st.sampled_from(worlds.PERIODS))
@worlds.examples(8)
def test_without_facts_nothing_is_settled(world, period):
    """A form that knows nothing lists all duties that there are, and says that nothing was reported of them."""
    forms = make_forms(world.plan, period)
    assert all(row["known_state"] == "Chưa báo cáo" for _, row in rows_of(forms, Role.TASKS))
    assert all(row["known_on"] is None for _, row in rows_of(forms, Role.TASKS))
    dropped = {task.id for task in forms.plan.dropped}
    assert all(form.settled == 0 for form in forms.forms.values()) or dropped


def made(period="2025-Q2", records=None, as_of=KNOWN, **parts):
    """The forms of a small plan: agency so-a leads task nv-1, and so-nhan receives reports."""
    agencies = [worlds.agency("so-a"), worlds.agency("so-b"), worlds.agency("so-nhan")]
    plan = worlds.plan_of(**({"agencies": agencies, "tasks": [worlds.task(1, lead="so-a")]} | parts))
    return make_forms(plan, period, worlds.facts_of(records or {}), as_of)


def said(day, state, **cells):
    """One statement of so-a about task nv-1, recorded on its day."""
    moment = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    given_ = {"task_id": "nv-1", "agency_id": "so-a", "state": state, "effective_on": day}
    return {"progress": [worlds.record("progress", **given_ | {"recorded_at": moment} | cells)]}


# Quarter II begins on 15/3.
SETTLED = {
    "done-before": said(date(2025, 3, 14), "done", done_on=date(2025, 3, 14)),
    "cancelled-before": said(date(2025, 3, 14), "cancelled"),
}
ASKED = {
    "done-on-the-first-day": said(date(2025, 3, 15), "done", done_on=date(2025, 3, 15)),
    "done-before-said-within": said(date(2025, 3, 15), "done", done_on=date(2025, 3, 14)),
    "done-without-a-day": said(date(2025, 3, 14), "done"),
    "done-after-it-was-said": said(date(2025, 3, 14), "done", done_on=date(2025, 3, 16)),
    "suspended-before": said(date(2025, 3, 14), "suspended"),
    "cancelled-within": said(date(2025, 3, 15), "cancelled"),
}


@pytest.mark.parametrize("records", SETTLED.values(), ids=SETTLED)
def test_settled_before_is_left_out(records):
    """What was done or cancelled by a statement about a day before the period is not asked for again, but counted."""
    forms = made(records=records, obligations=[worlds.obligation("bao-cao", "so-a")])
    assert Role.TASKS not in forms.of("so-a").rows
    assert forms.of("so-a").settled == 1


@pytest.mark.parametrize("records", ASKED.values(), ids=ASKED)
def test_unsettled_is_asked_for(records):
    """What changed within the period, cannot be, or lacks its day stays in the form."""
    assert set(duties_of(made(records=records))) == {("so-a", "nv-1", "")}


def test_known_state_is_that_of_the_moment():
    """The form shows the last statement that was known, with the day it is about, and nothing recorded later."""
    records = said(date(2025, 5, 14), "in_progress", percent=40)
    (row,) = made(records=records).of("so-a").rows[Role.TASKS]
    assert (row["known_state"], row["known_on"]) == ("Đang thực hiện", date(2025, 5, 14))
    (row,) = made(records=records, as_of=datetime(2025, 5, 14, 11, tzinfo=UTC)).of("so-a").rows[Role.TASKS]
    assert (row["known_state"], row["known_on"]) == ("Chưa báo cáo", None)


def merged(last_day):
    """so-a and so-b share a task until a day; from the next on so-moi owes it for both."""
    ended = {"valid_to": last_day, "successors": ["so-moi"]}
    parts = {
        "agencies": [
            worlds.agency("so-a", **ended),
            worlds.agency("so-b", **ended),
            worlds.agency("so-moi", valid_from=date.fromordinal(last_day.toordinal() + 1)),
            worlds.agency("so-nhan"),
        ],
        "groups": [{"id": "nhom", "name": "Nhóm", "members": ["so-a", "so-b"]}],
        "tasks": [worlds.task(1, lead="nhom")],
    }
    return made(records=said(date(2025, 5, 14), "in_progress"), **parts)


def test_heir_gets_the_form():
    """Who owes the duties at the cut-off gets the form, one row for both predecessors, which it names."""
    forms = merged(date(2025, 6, 13))
    (row,) = forms.of("so-moi").rows[Role.TASKS]
    assert set(forms.forms) == {"so-moi"}
    assert row["name"] == "Nhiệm vụ 1\n(có phần nhận bàn giao từ so-a; so-b)"
    assert row["known_state"] == "Đang thực hiện"


def test_predecessor_gets_the_form_on_its_last_day():
    """An agency that ends with the cut-off still owes its duties on that day."""
    assert set(merged(date(2025, 6, 14)).forms) == {"so-a", "so-b"}


def test_nobody_owes():
    """Duties of an agency that ended without an heir are in no form, and counted."""
    ended = worlds.agency("so-a", valid_to=date(2025, 5, 31))
    forms = made(agencies=[ended, worlds.agency("so-b")])
    assert (dict(forms.forms), forms.idle, forms.ownerless) == ({}, ("so-b",), 1)


def test_recurring_occurrences():
    """A monthly task has a row for each month begun by the cut-off; what was done before the period has none."""
    task = worlds.task(1, lead="so-a", deadline="Hằng tháng")
    records = said(date(2025, 6, 10), "done", done_on=date(2025, 6, 10), occurrence=date(2025, 5, 31))
    rows = made("2025-M07", records, tasks=[task], as_of=datetime(2025, 7, 16, tzinfo=UTC)).of("so-a").rows
    assert [row["occurrence"] for row in rows[Role.TASKS]] == ["2025-06-30", "2025-07-31"]
    assert [row["due_on"] for row in rows[Role.TASKS]] == [date(2025, 6, 30), date(2025, 7, 31)]


def test_extended_deadline():
    """The form shows the deadline in force."""
    granted = {"task_id": "nv-1", "new_due_on": date(2025, 9, 1), "granted_on": date(2025, 6, 1)}
    extension = worlds.record("extensions", **granted, recorded_at=datetime(2025, 6, 2, tzinfo=UTC))
    task = worlds.task(1, lead="so-a", deadline="Ngày 10/6/2025")
    (row,) = made(records={"extensions": [extension]}, tasks=[task]).of("so-a").rows[Role.TASKS]
    assert row["due_on"] == date(2025, 9, 1)


WITHOUT_A_DAY = {"none": (None, "Không có hạn"), "continuous": ("Thường xuyên", "Thường xuyên")}


@pytest.mark.parametrize(("deadline", "shown"), WITHOUT_A_DAY.values(), ids=WITHOUT_A_DAY)
def test_task_without_a_day(deadline, shown):
    """A task that is due on no day shows its wording, or that it has none."""
    task = worlds.task(1, lead="so-a") | ({"deadline": deadline} if deadline else {})
    (row,) = made(tasks=[task]).of("so-a").rows[Role.TASKS]
    assert row["due_on"] == shown


READINGS = {
    "quarter-in-its-quarter": ("quarter", "2025-Q2", ["2025-Q2"]),
    "quarter-in-its-last-month": ("quarter", "2025-M06", ["2025-Q2"]),
    "quarter-in-another-month": ("quarter", "2025-M05", []),
    "months-in-a-quarter": ("month", "2025-Q2", ["2025-M04", "2025-M05", "2025-M06"]),
    "year-in-a-quarter": ("year", "2025-Q2", []),
    "year-in-the-last-quarter": ("year", "2025-Q4", ["2025-A1"]),
    "nine-months": ("nine_months", "2025-Q3", ["2025-9M"]),
}


@pytest.mark.parametrize(("kind", "period", "expected"), READINGS.values(), ids=READINGS)
def test_periods_of_an_indicator(kind, period, expected):
    """Values are asked for the indicator's own periods that end in the months of the form's period."""
    forms = made(period, indicators=[worlds.indicator("so-a", kind=kind)])
    rows = forms.of("so-a").rows.get(Role.INDICATORS, ())
    assert [row["period"] for row in rows] == expected


def test_indicator_of_another_regime():
    """An indicator over calendar months keeps its own period in a form of the reporting calendar."""
    forms = made(indicators=[worlds.indicator("so-a", regime="calendar")])
    assert [row["period"] for row in forms.of("so-a").rows[Role.INDICATORS]] == ["2025-Q2@calendar"]


def test_invented_is_told(forms):
    """What is made up in plan and facts is handed on, a line each."""
    assert len(forms.of("so-khcn").invented) == 2


def test_default_moment_is_the_newest_record(plan, facts):
    """Without a moment the forms see what the facts hold, whenever they are made."""
    newest = facts.known_through
    assert make_forms(plan, "2025-Q2", facts).forms == make_forms(plan, "2025-Q2", facts, newest).forms


def test_amended_task_after_the_cut_off():
    """The form asks for what the plan says at the cut-off: a task added later has no row."""
    amendment = {
        "decision": {"number": "2/QĐ-UBND", "kind": "Quyết định", "issued_on": "2025-06-10"},
        "in_force_from": "2025-06-15",
        "recorded_on": "2025-06-10",
        "id": "sua-doi",
        "changes": [{"change": "add", "task": worlds.task(2, lead="so-a", assigned_on="2025-06-15")}],
    }
    assert set(duties_of(made(amendments=[amendment]))) == {("so-a", "nv-1", "")}
    assert len(duties_of(made("2025-M07", amendments=[amendment]))) == 2


REFUSED = {
    "unknown": ("so-x", "agency"),
    "owes-nothing": ("so-b", "form-nothing-owed"),
    "group": ("nhom", "agency"),
    "path": ("../so-a", "agency"),
}


@pytest.mark.parametrize(("agency", "code"), REFUSED.values(), ids=REFUSED)
def test_agency_without_a_form(agency, code):
    """An agency that is unknown or owes nothing has no form."""
    with pytest.raises(ParameterError) as refused:
        made().of(agency)
    assert [problem.code for problem in refused.value.problems] == [code]


@pytest.mark.parametrize("period", ["2024-Q4", "2026-M01", "2025-Q5", "Quý V/2025"])
def test_period_refused(plan, period):
    """A period that does not exist, or that the plan is not for, has no forms."""
    with pytest.raises(PeriodError):
        make_forms(plan, period)


def test_moment_without_offset(plan):
    """A moment without its offset is refused."""
    with pytest.raises(ParameterError):
        make_forms(plan, "2025-Q2", None, "2025-06-25T17:00:00")


def test_empty_plan():
    """A plan without agencies has no forms, and says nothing is owed."""
    forms = make_forms(worlds.plan_of(), "2025-Q2")
    assert (dict(forms.forms), forms.idle, forms.ownerless) == ({}, (), 0)


def test_province():
    """Every open duty of a plan of a whole province stands in one form."""
    plan = kh2025.load_plan("example:province_2026/plan.yaml")
    facts = kh2025.open_facts("example:province_2026/facts")
    forms = make_forms(plan, "2026-Q1", facts)
    found = duties_of(forms)
    assert len(found) > 100
    assert set(found.values()) == {1}
