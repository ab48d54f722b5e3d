"""The schema of a plan: ids, obligations, agencies, letterheads, references and succession."""

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from kh2025.errors import PeriodError, PlanError
from kh2025.law.periods import Period
from kh2025.plan.due_rules import DueRule
from kh2025.plan.fields import Span
from kh2025.plan.files import load_plan
from kh2025.plan.parts import Obligation

# What is an id is tested in tests/text/test_ids.py; here, that a plan asks.
BAD_IDS = {
    "path": "../../x",
    "device": "con",
    "capitals": "CON",
    "folder": "a/b",
    "300-characters": "a" * 300,
    "option": "-rf",
    "yaml-word": "no",
    "empty": "",
    "line-break": "ab\n",
    "vietnamese": "sở-khcn",
}


@pytest.mark.parametrize("text", BAD_IDS.values(), ids=BAD_IDS)
def test_id_refused(write, smallest, text):
    """In a plan file a bad id of an agency is refused with its line and the accepted form."""
    path = write(smallest + f"agencies:\n  - name: A\n    id: {json.dumps(text)}\n")
    with pytest.raises(PlanError) as caught:
        load_plan(path)
    problem = caught.value.problems[0]
    assert (problem.code, problem.place, problem.value) == ("plan-id", f"{path}:15 agencies.0.id", text)
    assert "2–32" in problem.accepted("en")


# Parts of a plan → code, key path, value.
AGENCIES = [{"id": "so-a", "name": "A"}, {"id": "so-b", "name": "B"}]


def task(**more):
    return {"tasks": [{"id": "nv-1", "section": "muc-1", "name": "x"} | more], "agencies": AGENCIES}


def obligation(**more):
    made = {"id": "bao-cao", "title": "x", "tier": 1, "reporters": "so-a", "to": "so-b", "kinds": ["month"]}
    return {"obligations": [made | {"due": {"day": 18}, "basis": "x"} | more], "agencies": AGENCIES}


def ended(id_, *successors, on="2025-06-30", **more):
    return {"id": id_, "name": id_, "valid_to": on, "successors": list(successors)} | more


FLAWS = {
    "begins-after-the-plan": (
        task(starts_on="2026-01-01"),
        "plan-day-outside",
        "tasks.0.starts_on",
        "2026-01-01",
    ),
    "unknown-section": (task(section="muc-9"), "plan-reference", "tasks.0.section", "muc-9"),
    "unknown-lead": (task(lead="so-c"), "plan-reference", "tasks.0.lead", "so-c"),
    "unknown-coordinating": (
        task(coordinating=["so-a", "so-c"]),
        "plan-reference",
        "tasks.0.coordinating.1",
        "so-c",
    ),
    "unknown-reporters": (obligation(reporters="so-c"), "plan-reference", "obligations.0.reporters", "so-c"),
    "unknown-recipient": (obligation(to="so-c"), "plan-reference", "obligations.0.to", "so-c"),
    "unknown-through": (obligation(through="so-c"), "plan-reference", "obligations.0.through", "so-c"),
    "unknown-successor": (
        {"agencies": [ended("so-a", "so-c")]},
        "plan-reference",
        "agencies.0.successors.0",
        "so-c",
    ),
    "heir-is-no-successor": (
        {
            "agencies": [
                ended("so-a", "so-b", heir="so-c"),
                {"id": "so-b", "name": "B"},
                {"id": "so-c", "name": "C"},
            ]
        },
        "plan-reference",
        "agencies.0.heir",
        "so-c",
    ),
    "unknown-member": (
        {"agencies": AGENCIES, "groups": [{"id": "nhom", "name": "x", "members": ["so-a", "so-c"]}]},
        "plan-reference",
        "groups.0.members.1",
        "so-c",
    ),
    "group-in-a-group": (
        {
            "agencies": AGENCIES,
            "groups": [
                {"id": "nhom", "name": "x", "members": ["so-a"]},
                {"id": "nhom-2", "name": "x", "members": ["nhom"]},
            ],
        },
        "plan-reference",
        "groups.1.members.0",
        "nhom",
    ),
    "activity-lead": (
        {
            "agencies": AGENCIES,
            "activities": [
                {
                    "id": "hop",
                    "number": "3.a",
                    "title": "x",
                    "kind": "session",
                    "lead": "so-c",
                    "lead_role": "x",
                }
            ],
        },
        "plan-reference",
        "activities.0.lead",
        "so-c",
    ),
    "indicator-agency": (
        {
            "indicators": [
                {
                    "id": "chi-tieu",
                    "name": "x",
                    "unit": "x",
                    "agency": "so-c",
                    "target": 1,
                    "target_on": "2025-12-31",
                    "direction": "up",
                }
            ]
        },
        "plan-reference",
        "indicators.0.agency",
        "so-c",
    ),
    "duplicate-task": (
        {"tasks": [{"id": "nv-1", "section": "muc-1", "name": name} for name in "ab"]},
        "plan-duplicate-id",
        "tasks.1.id",
        "nv-1",
    ),
    "duplicate-agency": (
        {"agencies": [{"id": "so-a", "name": "A"}, {"id": "so-a", "name": "B"}]},
        "plan-duplicate-id",
        "agencies.1.id",
        "so-a",
    ),
    "group-named-as-an-agency": (
        {"agencies": AGENCIES, "groups": [{"id": "so-a", "name": "x", "members": ["so-b"]}]},
        "plan-duplicate-id",
        "groups.0.id",
        "so-a",
    ),
    "duplicate-section": (
        {"sections": [{"id": "muc-1", "number": "1", "title": "x"}] * 2},
        "plan-duplicate-id",
        "sections.1.id",
        "muc-1",
    ),
    "ends-before-it-begins": (
        {"agencies": [{"id": "so-a", "name": "A", "valid_from": "2025-07-01", "valid_to": "2025-06-30"}]},
        "plan-agency-dates",
        "agencies.0.valid_to",
        "2025-06-30",
    ),
    "successor-without-end": (
        {"agencies": [{"id": "so-a", "name": "A", "successors": ["so-b"]}, {"id": "so-b", "name": "B"}]},
        "plan-successor-date",
        "agencies.0.successors",
        "so-a",
    ),
    "duplicate-note": (
        {"notes": [{"id": "mot", "text": "x"}, {"id": "mot", "text": "y"}]},
        "plan-duplicate-id",
        "notes.1.id",
        "mot",
    ),
    "duplicate-assumption": (
        {"assumptions": [{"id": "mot", "text": "x"}, {"id": "mot", "text": "y"}]},
        "plan-duplicate-id",
        "assumptions.1.id",
        "mot",
    ),
    "member-twice": (
        {"agencies": AGENCIES, "groups": [{"id": "nhom", "name": "x", "members": ["so-a", "so-b", "so-a"]}]},
        "plan-duplicate-id",
        "groups.0.members.2",
        "so-a",
    ),
    "successor-twice": (
        {"agencies": [ended("so-a", "so-b", "so-b"), {"id": "so-b", "name": "B"}]},
        "plan-duplicate-id",
        "agencies.0.successors.1",
        "so-b",
    ),
    "coordinating-twice": (
        task(coordinating=["so-a", "so-a"]),
        "plan-duplicate-id",
        "tasks.0.coordinating.1",
        "so-a",
    ),
    "kind-twice": (
        obligation(kinds=["month", "month"]),
        "plan-duplicate-id",
        "obligations.0.kinds.1",
        "month",
    ),
    "own-successor": (
        {"agencies": [ended("so-a", "so-a")]},
        "plan-successor-cycle",
        "agencies.0.successors",
        "so-a",
    ),
    "deadline": (task(deadline="sớm"), "schedule-text", "tasks.0.deadline", "sớm"),
    "deadline-no-such-day": (
        task(deadline="Trước ngày 31/02/2025"),
        "schedule-day",
        "tasks.0.deadline",
        "Trước ngày 31/02/2025",
    ),
    "deadline-too-far": (
        task(deadline="Trước ngày 30/6/2205"),
        "schedule-far",
        "tasks.0.deadline",
        "Trước ngày 30/6/2205",
    ),
    "deadline-backwards": (task(deadline="2030–2025"), "schedule-order", "tasks.0.deadline", "2030–2025"),
}


def dumped(smallest, parts):
    """The smallest plan with parts as a file; JSON is YAML, one key of the plan a line."""
    parts = {"sections": [{"id": "muc-1", "number": "1", "title": "x"}]} | parts
    return smallest + "".join(
        f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in parts.items()
    )


@pytest.mark.parametrize(("parts", "code", "key", "value"), FLAWS.values(), ids=FLAWS)
def test_plan_that_does_not_fit_together(write, smallest, parts, code, key, value):
    """A reference, date, succession or deadline that does not fit is named with file, line, key path and value."""
    path = write(dumped(smallest, parts))
    with pytest.raises(PlanError) as caught:
        load_plan(path)
    (problem,) = caught.value.problems
    line = next(
        n
        for n, text in enumerate(path.read_text("utf-8").splitlines(), 1)
        if text.startswith(key.split(".")[0])
    )
    assert (problem.code, problem.place, problem.value) == (code, f"{path}:{line} {key}", value)
    for lang in ("vi", "en"):
        assert problem.accepted(lang) in problem.render(lang)
        assert "{" not in problem.accepted(lang)


def test_unknown_reference_names_what_there_is(write, smallest):
    """The accepted form lists the ids that exist, and does not run on without end."""
    with pytest.raises(PlanError) as caught:
        load_plan(write(dumped(smallest, task(lead="so-c"))))
    assert "so-a, so-b" in caught.value.problems[0].accepted("en")
    many = [{"id": f"so-{n:03d}", "name": "x"} for n in range(500)]
    with pytest.raises(PlanError) as caught:
        load_plan(write(dumped(smallest, task(lead="so-c") | {"agencies": many})))
    assert len(caught.value.render("vi")) < 500


def test_circle_of_successors_names_every_agency_in_it(write, smallest):
    """A circle of three is refused, once at each of its agencies; the one that leads into it is not."""
    agencies = [ended("so-x", "so-a"), ended("so-a", "so-b"), ended("so-b", "so-c"), ended("so-c", "so-a")]
    with pytest.raises(PlanError) as caught:
        load_plan(write(dumped(smallest, {"agencies": agencies})))
    assert [(one.code, one.value) for one in caught.value.problems] == [
        ("plan-successor-cycle", id_) for id_ in ("so-a", "so-b", "so-c")
    ]


def test_long_chain_of_successors_is_no_circle(make):
    """A hundred agencies in a row are read."""
    chain = [ended(f"so-{n}", f"so-{n + 1}", on=f"{1977 + n}-12-31") for n in range(100)]
    plan = make(agencies=[*chain, {"id": "so-100", "name": "x"}])
    assert len(plan.agencies) == 101


def test_several_flaws_are_listed_in_the_order_of_the_file(write, smallest):
    """All flaws between parts are listed together."""
    parts = task(section="muc-9", lead="so-c", deadline="sớm")
    with pytest.raises(PlanError) as caught:
        load_plan(write(dumped(smallest, parts)))
    assert [one.code for one in caught.value.problems] == [
        "plan-reference",
        "plan-reference",
        "schedule-text",
    ]


# Obligations.
OBLIGATION = Obligation.model_validate_json(
    json.dumps(obligation(kinds=["month", "quarter", "year"])["obligations"][0])
)

# In force from, kind → first owed period (due on the 18th of the last month).
FIRST = {
    "month": ("2025-05-05", "month", "2025-M05"),
    "month-on-the-due-day": ("2025-05-18", "month", "2025-M05"),
    "month-after-the-due-day": ("2025-05-19", "month", "2025-M06"),
    "quarter": ("2025-05-05", "quarter", "2025-Q2"),
    "quarter-on-the-due-day": ("2025-06-18", "quarter", "2025-Q2"),
    "quarter-after-the-due-day": ("2025-06-19", "quarter", "2025-Q3"),
    "year": ("2025-05-05", "year", "2025-A1"),
    "year-after-the-due-day": ("2025-12-19", "year", "2026-A1"),
    "month-at-new-year": ("2025-01-01", "month", "2025-M01"),
    "month-after-the-last-due-day": ("2025-12-31", "month", "2026-M01"),
}


@pytest.mark.parametrize(("day", "kind", "first"), FIRST.values(), ids=FIRST)
def test_first_owed_period(day, kind, first):
    """Without a statement the first owed period is the first whose due day is not before the plan is in force."""
    assert str(OBLIGATION.first_period(kind, date.fromisoformat(day))) == first


def test_stated_first_owed_period_holds(make):
    """A stated first period is taken for its kind only, in any spelling."""
    plan = make(**obligation(kinds=["month", "quarter"], first_owed={"month": "tháng 7/2025"}))
    (owed,) = plan.obligations
    assert str(owed.first_period("month", plan.in_force_from)) == "2025-M07"
    assert str(owed.first_period("quarter", plan.in_force_from)) == "2025-Q2"


def test_first_owed_period_takes_the_regime_of_the_obligation(make):
    """In a calendar obligation a text without regime is a calendar period."""
    plan = make(**obligation(regime="calendar", first_owed={"month": "2025-M05"}))
    assert str(plan.obligations[0].first_period("month", plan.in_force_from)) == "2025-M05@calendar"


@pytest.mark.parametrize(
    "text", ["2025-Q2", "2/2025", "2025-M13", "hôm qua", "", "2025-M05@lunar", "2025-M05@calendar"]
)
def test_bad_first_owed_period_is_refused(write, smallest, text):
    """A first owed period of another kind, or none at all, is refused when the plan is read."""
    path = write(dumped(smallest, obligation(first_owed={"month": text})))
    with pytest.raises(PlanError) as caught:
        load_plan(path)
    (problem,) = caught.value.problems
    assert (problem.code, problem.value) == ("plan-first-owed", text)
    assert problem.place.endswith(" obligations.0.first_owed.month")


def test_unknown_regime_is_refused(write, smallest):
    """An unknown regime of an obligation is refused at its key, with the regimes there are."""
    with pytest.raises(PlanError) as caught:
        load_plan(write(dumped(smallest, obligation(regime="lunar"))))
    (problem,) = caught.value.problems
    assert (problem.code, problem.value) == ("plan-regime", "lunar")
    assert problem.place.endswith(" obligations.0.regime")
    assert "calendar" in problem.accepted("en")


def test_obligation_owes_its_kinds_and_regime_only():
    """A report is owed for the kinds and the regime of the obligation."""
    assert OBLIGATION.owes(Period.parse("2025-Q2"))
    assert not OBLIGATION.owes(Period.parse("2025-S1"))
    assert not OBLIGATION.owes(Period.parse("2025-Q2@calendar"))


@pytest.mark.parametrize("kind", ["month", "quarter", "half", "nine_months", "year"])
@given(st.dates(date(1990, 1, 1), date(2090, 12, 31)), st.integers(1, 31))
@settings(deadline=None, max_examples=40)
def test_first_owed_period_is_the_first_not_yet_due(kind, day, due_day):
    """The first owed period is due on or after the day, and the one before it was due earlier."""
    made = OBLIGATION.model_copy(update={"due": DueRule(day=due_day)})
    first = made.first_period(kind, day)
    assert made.due.due_on(first) >= day
    assert made.due.due_on(first.previous()) < day


DUE = {
    "month": ("2025-M05", 18, "2025-05-18"),
    "quarter": ("2025-Q1", 18, "2025-03-18"),
    "february": ("2025-M02", 31, "2025-02-28"),
    "sunday-does-not-roll": ("2025-M05", 18, "2025-05-18"),
    "calendar": ("2025-Q2@calendar", 31, "2025-06-30"),
}


@pytest.mark.parametrize(("period", "day", "due"), DUE.values(), ids=DUE)
def test_due_day_of_a_report(period, day, due):
    """A report is due on the day of the period's last month, or on that month's last day; it does not roll."""
    assert DueRule(day=day).due_on(Period.parse(period)).isoformat() == due


@pytest.mark.parametrize("day", [0, 32, -1, 18.0, "18", True])
def test_due_day_refused(day):
    """A due day is an integer from 1 to 31."""
    with pytest.raises(ValidationError):
        DueRule(day=day)


# The rest of the model.
def test_span_reads_and_shows_the_same():
    """A span is written as two days and a slash, in either form of input."""
    span = TypeAdapter(Span).validate_python("2025-01-01/2025-12-31")
    assert (span.first, span.last) == (date(2025, 1, 1), date(2025, 12, 31))
    assert str(span) == "2025-01-01/2025-12-31"
    assert str(Span(first=span.first, last=span.first)) == "2025-01-01/2025-01-01"


def test_plan_is_frozen(make):
    """A plan and its parts cannot be changed after they were read."""
    plan = make()
    with pytest.raises(ValidationError):
        plan.title = "x"
    with pytest.raises(ValidationError):
        plan.settings.due_soon_days = 3


def test_members_and_labels(make):
    """A group stands for its members; an agency for itself; labels are short names where there are any."""
    agencies = [{"id": "so-a", "name": "Sở A", "short_name": "A"}, {"id": "so-b", "name": "Sở B"}]
    plan = make(agencies=agencies, groups=[{"id": "nhom", "name": "Các sở", "members": ["so-b", "so-a"]}])
    assert plan.members("nhom") == ("so-b", "so-a")
    assert plan.members("so-a") == ("so-a",)
    assert [plan.label(id_) for id_ in ("so-a", "so-b", "nhom", "la-ai")] == ["A", "Sở B", "Các sở", "la-ai"]


LETTERHEADS = {
    "before-the-first": ("2025-05-04", "A"),
    "first-day": ("2025-05-05", "A"),
    "last-day": ("2025-06-30", "A"),
    "change": ("2025-07-01", "B"),
    "later": ("2026-01-01", "B"),
}


@pytest.mark.parametrize(("day", "body"), LETTERHEADS.values(), ids=LETTERHEADS)
def test_letterhead_of_a_day(make, day, body):
    """The letterhead is the newest one in use on a day, whatever their order in the file; before the first, the first."""
    head = {"place": "Thái Bình", "code": "SKHCN"}
    heads = [
        {"valid_from": "2025-07-01", "body": "B"} | head,
        {"valid_from": "2025-05-05", "body": "A"} | head,
    ]
    assert make(letterheads=heads).letterhead(date.fromisoformat(day)).body == body


def test_before_setting_reaches_the_schedule(make):
    """Whether "trước ngày X" includes X is the plan's setting."""
    for includes, due in ((True, date(2025, 6, 30)), (False, date(2025, 6, 29))):
        plan = make(**task(deadline="Trước ngày 30/6/2025"), settings={"before_includes_day": includes})
        assert plan.schedule(plan.tasks[0]).due_on == due


def test_year_of_the_plan_stands_in(make):
    """A deadline without a year is in the first year that the plan covers; a task without deadline has no schedule."""
    plan = make(**task(deadline="Trước ngày 30/6"), covers="2027-01-01/2028-12-31")
    assert plan.schedule(plan.tasks[0]).due_on == date(2027, 6, 30)
    assert make(**task()).schedule(make(**task()).tasks[0]) is None


def test_period_error_does_not_leak_from_reading(write, smallest):
    """A bad period in a plan file is a PlanError, not a PeriodError."""
    with pytest.raises(PlanError) as caught:
        load_plan(write(dumped(smallest, obligation(first_owed={"month": "2025-Q9"}))))
    assert not isinstance(caught.value, PeriodError)
