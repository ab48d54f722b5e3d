"""The last that counts and the first that does not: days, seconds, extensions, periods, and nothing at all."""

from datetime import date, datetime, timedelta

import pandas as pd
import pytest
from worlds import activity, agency, facts_of, indicator, obligation, plan_of, record, task

import kh2025
from kh2025.errors import ParameterError, PeriodError
from kh2025.evaluation.tables import PARTS
from kh2025.ledger.facts import Facts

AS_OF = "2025-07-01T00:00:00+07:00"
SO_A = agency("so-a")


def at(text):
    """A local moment."""
    return datetime.fromisoformat(f"{text}+07:00")


def evaluate(plan, records=None, period="2025-Q2", as_of=AS_OF, **more):
    """An evaluation of records, by default of the second quarter as known at the end of June."""
    return kh2025.evaluate(plan, facts_of(records or {}), period, as_of=as_of, **more)


def said(task_id="nv-1", **cells):
    """A record of so-a, effective on the cut-off."""
    usual = {"agency_id": "so-a", "effective_on": date(2025, 6, 14), "recorded_at": at("2025-06-16T08:00:00")}
    return record("progress", task_id=task_id, **(usual | {"state": "in_progress"} | cells))


def one_task(deadline=None, **parts):
    """A plan with a single task of so-a."""
    return plan_of(agencies=[SO_A, agency("so-b")], tasks=[task(1, lead="so-a", deadline=deadline, **parts)])


# --- deadlines and the cut-off --------------------------------------------------------------------------------

CUT_OFF = {
    # due, done, judged on: part, in the period's window, after its cut-off
    "due-on-it-done": ("14/6", date(2025, 6, 14), "2025-06-14", "done_on_time", True, False),
    "due-on-it-open": ("14/6", None, "2025-06-14", "open_in_time", True, False),
    "due-a-day-later-done": ("15/6", date(2025, 6, 14), "2025-06-14", "done_on_time", False, True),
    "due-a-day-later-open": ("15/6", None, "2025-06-14", "open_in_time", False, True),
    "due-a-day-earlier-done-on-it": ("13/6", date(2025, 6, 14), "2025-06-14", "done_late", True, False),
    "due-a-day-earlier-open": ("13/6", None, "2025-06-14", "open_overdue", True, False),
    "done-a-day-after-judgement": ("14/6", date(2025, 6, 15), "2025-06-14", "open_in_time", True, False),
    "judged-a-day-later-open": ("14/6", None, "2025-06-15", "open_overdue", True, False),
    "judged-a-day-later-done-then": ("14/6", date(2025, 6, 15), "2025-06-15", "done_late", True, False),
    "judged-a-day-later-due-then": ("15/6", None, "2025-06-15", "open_in_time", False, True),
    "due-on-calendar-end": ("30/6", None, "2025-06-14", "open_in_time", False, True),
    "due-after-calendar-end": ("01/7", None, "2025-06-14", "open_in_time", False, False),
    "due-on-first-day-of-window": ("15/3", None, "2025-06-14", "open_overdue", True, False),
    "due-a-day-before-window": ("14/3", None, "2025-06-14", "open_overdue", False, False),
}


@pytest.mark.parametrize("case", CUT_OFF.values(), ids=CUT_OFF)
def test_around_the_cut_off(case):
    """A task is overdue from the day after its deadline; what is due after the cut-off is listed apart."""
    due, done_on, status_on, part, is_in_period, is_after_cutoff = case
    statement = said(state="done" if done_on else "in_progress", done_on=done_on)
    ev = evaluate(one_task(f"Ngày {due}/2025"), {"progress": [statement]}, status_on=status_on)
    (row,) = ev.duties.to_dict("records")
    assert (row["part"], row["is_in_period"], row["is_after_cutoff"]) == (part, is_in_period, is_after_cutoff)
    assert ev.summary["tasks"][part] == 1
    assert ev.summary["tasks_in_period"]["total"] == int(is_in_period)


def test_due_after_the_cut_off_is_outside_the_due_denominator():
    """What is due between cut-off and calendar end and is open is not due yet."""
    ev = evaluate(one_task("Ngày 15/6/2025"))
    assert ev.summary["rates"]["done_of_due"]["denominator"] == 0
    assert ev.summary["rates"]["done_of_due"]["reason"] == "none_due"
    assert ev.summary["rates"]["done_of_assigned"]["denominator"] == 1


@pytest.mark.parametrize(
    ("includes", "due_on"), [(True, date(2025, 6, 14)), (False, date(2025, 6, 13))], ids=["with", "without"]
)
def test_before_a_day(includes, due_on):
    """The moment "Trước ngày X" includes X by default; the plan may say otherwise."""
    plan = plan_of(
        agencies=[SO_A],
        tasks=[task(1, lead="so-a", deadline="Trước ngày 14/6/2025")],
        settings={"before_includes_day": includes},
    )
    assert evaluate(plan).duties["due_on"].tolist() == [pd.Timestamp(due_on)]


def test_a_fixed_date_does_not_roll():
    """14/6/2025 is a Saturday, and stays."""
    assert evaluate(one_task("Ngày 14/6/2025")).duties["due_on"].tolist() == [pd.Timestamp("2025-06-14")]


@pytest.mark.parametrize(
    ("deadline", "due_on"),
    [("Quý II/2025", "2025-06-30"), ("Tháng 6/2025", "2025-06-30"), ("6 tháng đầu năm 2025", "2025-06-30")],
)
def test_deadlines_of_tasks_are_calendar(deadline, due_on):
    """A quarter's deadline is 30/6, not the reporting cut-off."""
    assert evaluate(one_task(deadline)).duties["due_on"].tolist() == [pd.Timestamp(due_on)]


ASSIGNED = {"on-the-day": ("2025-06-14", 1), "a-day-later": ("2025-06-15", 0)}


@pytest.mark.parametrize(("assigned_on", "total"), ASSIGNED.values(), ids=ASSIGNED)
def test_stock_holds_what_was_assigned_by_then(assigned_on, total):
    """A task counts from the day it was assigned."""
    assert evaluate(one_task(assigned_on=assigned_on)).summary["tasks"]["total"] == total


SOON = {
    "on-the-last-day": ("29/6", 1),
    "a-day-later": ("30/6", 0),
    "today": ("14/6", 1),
    "overdue": ("13/6", 0),
}


@pytest.mark.parametrize(("due", "count"), SOON.values(), ids=SOON)
def test_due_soon(due, count):
    """Open in time and due within fifteen days of the day of judgement."""
    assert evaluate(one_task(f"Ngày {due}/2025")).summary["duties"]["due_soon"] == count


# --- which record holds ---------------------------------------------------------------------------------------

HOLDS = {
    "latest-effective": (
        [
            said(effective_on=date(2025, 6, 14), percent=90.0),
            said(effective_on=date(2025, 6, 13), percent=50.0),
        ],
        90.0,
    ),
    "equal-effective-latest-in-order": ([said(percent=90.0), said(percent=50.0)], 50.0),
    "order-beats-recorded-at": (
        [
            said(percent=90.0, recorded_at=at("2025-06-20T08:00:00")),
            said(percent=50.0, recorded_at=at("2025-06-16T08:00:00")),
        ],
        50.0,
    ),
    "effective-after-judgement": (
        [said(percent=50.0), said(effective_on=date(2025, 6, 15), percent=90.0)],
        50.0,
    ),
    "recorded-at-as-of": (
        [said(percent=50.0), said(percent=90.0, recorded_at=datetime.fromisoformat(AS_OF))],
        90.0,
    ),
    "recorded-a-moment-later": (
        [
            said(percent=50.0),
            said(percent=90.0, recorded_at=datetime.fromisoformat(AS_OF) + timedelta(microseconds=1)),
        ],
        50.0,
    ),
    "another-agency": ([said(percent=50.0), said(percent=90.0, agency_id="so-b")], 50.0),
}


@pytest.mark.parametrize(("records", "percent"), HOLDS.values(), ids=HOLDS)
def test_which_record_holds(records, percent):
    """Visible, effective by then, from the owner: the latest effective, then the latest recorded."""
    ev = evaluate(one_task(), {"progress": records})
    assert ev.duties["percent"].tolist() == [percent]


def test_a_coordinating_agency_does_not_override():
    """Its record is listed as a finding, and the duty stays unreported."""
    statement = said(agency_id="so-b", state="done", done_on=date(2025, 6, 1))
    ev = evaluate(one_task("Ngày 14/6/2025"), {"progress": [statement]})
    assert ev.duties[["part", "is_unreported"]].to_numpy().tolist() == [["open_in_time", True]]
    assert ev.unmatched["reason"].tolist() == ["not_owner"]
    assert ev.summary["findings"]["record-unmatched"] == 1


IMPOSSIBLE = {
    # done on, recorded at, starts on: contradiction, part
    "on-the-day-it-was-recorded": (date(2025, 6, 12), "2025-06-12T23:59:59", None, None, "done_on_time"),
    "a-second-after-midnight": (date(2025, 6, 13), "2025-06-13T00:00:00", None, None, "done_on_time"),
    "a-day-after-it-was-recorded": (
        date(2025, 6, 13),
        "2025-06-12T23:59:59",
        None,
        "done_after_recorded",
        "open_in_time",
    ),
    "on-the-first-day": (date(2025, 6, 2), "2025-06-12T08:00:00", "2025-06-02", None, "done_on_time"),
    "a-day-before-the-first": (
        date(2025, 6, 1),
        "2025-06-12T08:00:00",
        "2025-06-02",
        "done_before_start",
        "open_in_time",
    ),
    "on-the-plans-first-day": (date(2025, 1, 1), "2025-06-12T08:00:00", None, None, "done_on_time"),
    "before-the-plans-first-day": (
        date(2024, 12, 31),
        "2025-06-12T08:00:00",
        None,
        "done_before_start",
        "open_in_time",
    ),
}


@pytest.mark.parametrize("case", IMPOSSIBLE.values(), ids=IMPOSSIBLE)
def test_impossible_days_are_not_done(case):
    """Done after it was recorded or before it could begin is a contradiction, not done; it is a finding."""
    done_on, recorded_at, starts_on, contradiction, part = case
    statement = said(state="done", done_on=done_on, recorded_at=at(recorded_at), percent=100.0)
    ev = evaluate(one_task("Ngày 14/6/2025", starts_on=starts_on), {"progress": [statement]})
    (row,) = ev.duties.to_dict("records")
    assert (None if pd.isna(row["contradiction"]) else row["contradiction"], row["part"]) == (
        contradiction,
        part,
    )
    assert ev.summary["findings"]["done-date-impossible"] == int(contradiction is not None)


def test_done_with_sixty_percent_is_listed():
    """Done with 60 % stays done and is a finding."""
    statement = said(state="done", done_on=date(2025, 6, 1), percent=60.0)
    ev = evaluate(one_task("Ngày 14/6/2025"), {"progress": [statement]})
    assert ev.duties["part"].tolist() == ["done_on_time"]
    assert ev.summary["findings"]["percent-contradicts-state"] == 1


# --- extensions -----------------------------------------------------------------------------------------------


def granted(granted_on, new_due_on=date(2025, 6, 30), **cells):
    """An extension to so-a, recorded on the day it was granted."""
    recorded_at = datetime.combine(granted_on, datetime.min.time(), at("2025-06-01T00:00:00").tzinfo)
    usual = {"task_id": "nv-1", "agency_id": "so-a", "recorded_at": recorded_at}
    return record("extensions", granted_on=granted_on, new_due_on=new_due_on, **(usual | cells))


EXTENDED = {
    # granted on: part, was overdue
    "before-the-deadline": (date(2025, 6, 9), "open_in_time", False),
    "on-the-deadline": (date(2025, 6, 10), "open_in_time", False),
    "a-day-after": (date(2025, 6, 11), "open_in_time", True),
    "on-the-day-of-judgement": (date(2025, 6, 14), "open_in_time", True),
    "after-the-day-of-judgement": (date(2025, 6, 15), "open_overdue", False),
}
SETTLED = {
    # granted on: part of what was done on 12/6 and due on 10/6
    "before-it-was-done": (date(2025, 6, 11), "done_on_time", True),
    "on-the-day-it-was-done": (date(2025, 6, 12), "done_on_time", True),
    "after-it-was-done": (date(2025, 6, 13), "done_late", False),
}


@pytest.mark.parametrize(("granted_on", "part", "was_overdue"), SETTLED.values(), ids=SETTLED)
def test_extension_of_what_is_done(granted_on, part, was_overdue):
    """What is granted after a duty is done rewrites nothing: done late stays late."""
    records = {
        "extensions": [granted(granted_on)],
        "progress": [said(state="done", done_on=date(2025, 6, 12))],
    }
    (row,) = evaluate(one_task("Ngày 10/6/2025"), records).duties.to_dict("records")
    assert (row["part"], row["was_overdue"]) == (part, was_overdue)


@pytest.mark.parametrize(("granted_on", "part", "was_overdue"), EXTENDED.values(), ids=EXTENDED)
def test_extension(granted_on, part, was_overdue):
    """An extension moves the deadline; granted after it, the duty stays marked; both deadlines are kept."""
    ev = evaluate(one_task("Ngày 10/6/2025"), {"extensions": [granted(granted_on)]})
    (row,) = ev.duties.to_dict("records")
    assert (row["part"], row["was_overdue"]) == (part, was_overdue)
    assert row["original_due_on"] == pd.Timestamp("2025-06-10")
    assert row["due_on"] == pd.Timestamp("2025-06-30" if part == "open_in_time" else "2025-06-10")


def test_extension_counts_from_the_moment_it_is_recorded():
    """A report made before it was known keeps the earlier deadline, and one made after it moves."""
    records = {"extensions": [granted(date(2025, 6, 9), recorded_at=at("2025-06-20T08:00:00"))]}
    plan = one_task("Ngày 10/6/2025")
    parts = [
        evaluate(plan, records, as_of=f"2025-06-20T{clock}+07:00").duties["part"].tolist()
        for clock in ("07:59:59", "08:00:00")
    ]
    assert parts == [["open_overdue"], ["open_in_time"]]


def test_two_extensions():
    """The later grant is in force; that the first came late is not forgotten."""
    first = granted(date(2025, 6, 11), date(2025, 6, 12))
    second = granted(date(2025, 6, 12), date(2025, 6, 13))
    (row,) = evaluate(one_task("Ngày 10/6/2025"), {"extensions": [second, first]}).duties.to_dict("records")
    assert (row["due_on"], row["extended_on"]) == (pd.Timestamp("2025-06-13"), pd.Timestamp("2025-06-12"))
    assert row["was_overdue"]
    assert (row["part"], row["days_late"]) == ("open_overdue", 1)


def test_an_extension_to_all_is_one():
    """Granted to whoever owes it, it counts once, however many agencies owe the duty in turn."""
    plan = plan_of(
        agencies=[
            agency("so-cu", valid_to="2025-06-11", successors=["so-moi"]),
            agency("so-moi", valid_from="2025-06-12"),
        ],
        tasks=[task(1, lead="so-cu", deadline="Ngày 14/6/2025")],
    )
    shortened = granted(date(2025, 6, 13), date(2025, 6, 12), agency_id=None)
    (row,) = evaluate(plan, {"extensions": [shortened]}).duties.to_dict("records")
    assert (row["due_on"], row["was_overdue"]) == (pd.Timestamp("2025-06-12"), False)


def test_done_within_the_extension():
    """What is done between the two deadlines is on time."""
    statement = said(state="done", done_on=date(2025, 6, 12))
    records = {"extensions": [granted(date(2025, 6, 9))], "progress": [statement]}
    assert evaluate(one_task("Ngày 10/6/2025"), records).duties["part"].tolist() == ["done_on_time"]


# --- reports --------------------------------------------------------------------------------------------------

REPORTING = plan_of(agencies=[SO_A, agency("so-nhan")], obligations=[obligation("bao-cao", "so-a")])


def received(*moments, **cells):
    """Receipts of the report of so-a for the second quarter, each recorded a day later."""
    return {
        "submissions": [
            record(
                "submissions",
                obligation_id="bao-cao",
                agency_id="so-a",
                period="2025-Q2",
                received_at=at(moment),
                recorded_at=at(moment) + timedelta(days=1),
                **cells,
            )
            for moment in moments
        ]
    }


RECEIVED = {
    "last-second": (["2025-06-18T23:59:59"], "on_time", None),
    "last-microsecond": (["2025-06-18T23:59:59.999999"], "on_time", None),
    "midnight": (["2025-06-19T00:00:00"], "late", 1),
    "long-before": (["2025-06-01T08:00:00"], "on_time", None),
    "first-of-two-decides": (["2025-06-20T08:00:00", "2025-06-18T08:00:00"], "on_time", None),
    "two-late": (["2025-06-22T08:00:00", "2025-06-20T08:00:00"], "late", 2),
    "none": ([], "missing", 13),
}


@pytest.mark.parametrize(("moments", "timeliness", "days_late"), RECEIVED.values(), ids=RECEIVED)
def test_receipt(moments, timeliness, days_late):
    """On time if first received by 24:00 local time of the due day."""
    (row,) = evaluate(REPORTING, received(*moments)).submissions.to_dict("records")
    assert row["timeliness"] == timeliness
    assert (None if pd.isna(row["days_late"]) else row["days_late"]) == days_late
    assert row["receipts"] == len(moments)


def test_local_time_decides_not_the_clock_of_the_writer():
    """23:59:59 local time written as UTC is still the due day."""
    record_ = received("2025-06-18T23:59:59")["submissions"][0]
    record_["received_at"] = datetime.fromisoformat("2025-06-18T16:59:59+00:00")
    later = dict(record_, received_at=datetime.fromisoformat("2025-06-18T17:00:00+00:00"))
    found = [
        evaluate(REPORTING, {"submissions": [one]}).submissions["timeliness"][0] for one in (record_, later)
    ]
    assert found == ["on_time", "late"]


DUE = {
    "on-the-due-day": ("2025-06-18T23:59:59", "not_yet_due"),
    "at-its-end": ("2025-06-19T00:00:00", "missing"),
    "before-the-cut-off": ("2025-06-01T00:00:00", "not_yet_due"),
}


@pytest.mark.parametrize(("as_of", "timeliness"), DUE.values(), ids=DUE)
def test_missing_from_the_day_after(as_of, timeliness):
    """A report is missing when its due day is over, at the moment it is judged."""
    ev = evaluate(REPORTING, as_of=f"{as_of}+07:00")
    assert ev.submissions["timeliness"].tolist() == [timeliness]
    assert ev.summary["submissions"]["owed"] == 1
    assert ev.summary["submissions"]["expected"] == int(timeliness == "missing")


REPORT_EXTENDED = {
    "in-time": (date(2025, 6, 18), False),
    "after-the-due-day": (date(2025, 6, 19), True),
}


@pytest.mark.parametrize(("granted_on", "was_overdue"), REPORT_EXTENDED.values(), ids=REPORT_EXTENDED)
def test_extension_of_a_report(granted_on, was_overdue):
    """A report may be extended too; both deadlines are kept."""
    extension = granted(
        granted_on, date(2025, 6, 24), task_id=None, obligation_id="bao-cao", period="2025-Q2"
    )
    records = received("2025-06-24T23:59:59") | {"extensions": [extension]}
    (row,) = evaluate(REPORTING, records).submissions.to_dict("records")
    assert (row["timeliness"], row["was_overdue"]) == ("on_time", was_overdue)
    assert [row["original_due_on"], row["due_on"]] == [pd.Timestamp("2025-06-18"), pd.Timestamp("2025-06-24")]


RECEIVED_FIRST = {
    "on-the-day-it-was-received": (date(2025, 6, 19), "on_time"),
    "a-day-later": (date(2025, 6, 20), "late"),
}


@pytest.mark.parametrize(("granted_on", "timeliness"), RECEIVED_FIRST.values(), ids=RECEIVED_FIRST)
def test_extension_of_what_was_received(granted_on, timeliness):
    """What is granted after a report was received rewrites nothing."""
    extension = granted(
        granted_on, date(2025, 6, 24), task_id=None, obligation_id="bao-cao", period="2025-Q2"
    )
    records = received("2025-06-19T08:00:00") | {"extensions": [extension]}
    assert evaluate(REPORTING, records).submissions["timeliness"].tolist() == [timeliness]


SENDERS = {
    # sender, received: class; so-cu owes it on the due day 18/6 and ends that day
    "owner-on-the-due-day": ("so-cu", "2025-06-18T08:00:00", "on_time"),
    "heir-later": ("so-moi", "2025-06-19T08:00:00", "late"),
    "owner-of-the-due-day-later": ("so-cu", "2025-06-19T08:00:00", "late"),
    "heir-too-early": ("so-moi", "2025-06-18T23:59:59", "missing"),
}


@pytest.mark.parametrize(("sender", "moment", "timeliness"), SENDERS.values(), ids=SENDERS)
def test_who_may_send_a_report(sender, moment, timeliness):
    """Whoever owes it on the day it is received, or owed it on the due day."""
    plan = plan_of(
        agencies=[
            agency("so-cu", valid_to="2025-06-18", successors=["so-moi"]),
            agency("so-moi", valid_from="2025-06-19"),
            agency("so-nhan"),
        ],
        obligations=[obligation("bao-cao", "so-cu")],
    )
    records = received(moment)
    records["submissions"][0]["agency_id"] = sender
    assert evaluate(plan, records).submissions["timeliness"].tolist() == [timeliness]


def test_a_finding_holds_from_a_local_day():
    """A report received half an hour after local midnight, the evening before in UTC."""
    plan = plan_of(
        agencies=[SO_A, agency("so-nhan")], obligations=[obligation("bao-cao", "so-a", through="so-nhan")]
    )
    ev = evaluate(plan, received("2025-06-17T00:30:00", sent_to="so-a"))
    (finding,) = ev.findings[ev.findings["rule_id"] == "submission-not-via"].to_dict("records")
    assert finding["since_on"] == pd.Timestamp("2025-06-17")
    assert (finding["agency_id"], finding["obligation_id"], finding["period"]) == (
        "so-a",
        "bao-cao",
        "2025-Q2",
    )
    assert (finding["values"]["required_via"], finding["values"]["sent_to"]) == ("so-nhan", "so-a")


def test_merged_reporters_owe_one_report():
    """Two members that have become one agency before the due day: one report, the others are replaced."""
    plan = plan_of(
        agencies=[
            agency("so-a", valid_to="2025-06-17", successors=["so-c"]),
            agency("so-b", valid_to="2025-06-17", successors=["so-c"]),
            agency("so-c", valid_from="2025-06-18"),
            agency("so-nhan"),
        ],
        groups=[{"id": "nhom", "name": "Nhóm", "members": ["so-a", "so-b"]}],
        obligations=[obligation("bao-cao", "nhom")],
    )
    for sender, classes in (
        (None, ["missing", "replaced"]),
        ("so-c", ["on_time", "replaced"]),
        ("so-b", ["missing", "on_time"]),  # what it sent before it was merged stays its own
    ):
        records = received("2025-06-18T08:00:00" if sender == "so-c" else "2025-06-17T08:00:00")
        records["submissions"][0]["agency_id"] = sender
        ev = evaluate(plan, records if sender else None)
        assert ev.submissions["timeliness"].tolist() == classes
        counts = ev.summary["submissions"]
        assert (counts["owed"], counts["expected"]) == (2, 2)
        replaced = classes.count("replaced")
        assert ev.summary["submission_rates"]["received_of_expected"]["denominator"] == 2 - replaced


def test_unresolved_owner_of_a_report_is_counted_once():
    """Nobody owes it: beside what is owed, and shown."""
    plan = plan_of(
        agencies=[agency("so-a", valid_to="2025-06-17"), agency("so-nhan")],
        obligations=[obligation("bao-cao", "so-a")],
    )
    counts = evaluate(plan).summary["submissions"]
    assert {name: count for name, count in counts.items() if count} == {"owner_unresolved": 1}


# --- succession and groups ------------------------------------------------------------------------------------

SUCCESSION = {
    # the day it is about, the moment it was made, by whom: whether it counts
    "last-day": ((2025, 6, 13), "2025-06-13T08:00:00", "so-cu", True),
    "of-the-last-day-made-later": ((2025, 6, 13), "2025-06-16T08:00:00", "so-cu", True),
    "the-day-after": ((2025, 6, 14), "2025-06-16T08:00:00", "so-cu", False),
    "heir-on-its-first-day": ((2025, 6, 14), "2025-06-16T08:00:00", "so-moi", True),
    "heir-corrects": ((2025, 6, 13), "2025-06-14T00:00:00", "so-moi", True),
    "heir-too-early": ((2025, 6, 13), "2025-06-13T23:59:59", "so-moi", False),
}


@pytest.mark.parametrize("case", SUCCESSION.values(), ids=SUCCESSION)
def test_succession(case):
    """A record counts when its agency owed the duty on the day that it is about, or on the day it was made."""
    effective_on, recorded_at, agency_id, counts = case
    plan = plan_of(
        agencies=[
            agency("so-cu", valid_to="2025-06-13", successors=["so-moi"]),
            agency("so-moi", valid_from="2025-06-14"),
        ],
        tasks=[task(1, lead="so-cu", deadline="Ngày 30/6/2025")],
    )
    statement = said(agency_id=agency_id, effective_on=date(*effective_on), recorded_at=at(recorded_at))
    ev = evaluate(plan, {"progress": [statement]})
    (row,) = ev.duties.to_dict("records")
    assert (row["assigned_agency_id"], row["agency_id"]) == ("so-cu", "so-moi")
    assert row["is_unreported"] is not counts
    assert len(ev.unmatched) == int(not counts)


SPLITS = {
    "heir-named": ({"successors": ["so-b", "so-c"], "heir": "so-c"}, "so-c", 0),
    "no-heir-named": ({"successors": ["so-b", "so-c"]}, None, 1),
    "one-successor": ({"successors": ["so-b"]}, "so-b", 0),
    "no-successor": ({}, None, 1),
}


@pytest.mark.parametrize(("parts", "owner", "findings"), SPLITS.values(), ids=SPLITS)
def test_one_heir_per_duty(parts, owner, findings):
    """A split without a named heir leaves the owner unresolved: shown, neither lost nor doubled."""
    plan = plan_of(
        agencies=[agency("so-a", valid_to="2025-06-13", **parts), agency("so-b"), agency("so-c")],
        tasks=[task(1, lead="so-a", deadline="Ngày 30/6/2025")],
    )
    ev = evaluate(plan)
    assert [None if pd.isna(one) else one for one in ev.duties["agency_id"]] == [owner]
    assert ev.summary["duties"]["total"] == 1
    assert ev.summary["findings"]["owner-unresolved"] == findings


GROUPS = {
    "one-open": ([date(2025, 6, 1), None], "open_in_time"),
    "all-done": ([date(2025, 6, 1), date(2025, 6, 2)], "done_on_time"),
    "one-late": ([date(2025, 6, 1), date(2025, 6, 14)], "done_late"),
}


@pytest.mark.parametrize(("done", "part"), GROUPS.values(), ids=GROUPS)
def test_a_group_is_as_good_as_its_worst_member(done, part):
    """One duty per member; the task has the worst of their parts, with the count."""
    plan = plan_of(
        agencies=[SO_A, agency("so-b")],
        groups=[{"id": "nhom", "name": "Nhóm", "members": ["so-a", "so-b"]}],
        tasks=[task(1, lead="nhom", deadline="Ngày 13/6/2025" if done[1] else "Ngày 14/6/2025")],
    )
    progress = [
        said(agency_id=who, state="done", done_on=day)
        for who, day in zip(("so-a", "so-b"), done, strict=True)
        if day
    ]
    ev = evaluate(plan, {"progress": progress})
    assert ev.tasks[["part", "duties"]].to_numpy().tolist() == [[part, 2]]
    assert ev.summary["duties"]["total"] == 2


RECURRING = {
    # done days of the occurrences due 14/5 and 14/6, the day of judgement: part
    "both-on-time": ([date(2025, 5, 14), date(2025, 6, 14)], "2025-06-15", "done_on_time"),
    "one-late": ([date(2025, 5, 15), date(2025, 6, 14)], "2025-06-15", "done_late"),
    "one-overdue": ([None, date(2025, 6, 14)], "2025-06-15", "open_overdue"),
    "all-overdue": ([None, None], "2025-06-15", "open_overdue"),
    "overdue-speaks-before-late": ([date(2025, 5, 15), None], "2025-06-15", "open_overdue"),
    "late-speaks-before-in-time": ([date(2025, 5, 15), None], "2025-06-14", "done_late"),
    "last-still-in-time": ([date(2025, 5, 14), None], "2025-06-14", "done_on_time"),
    "last-overdue-a-day-later": ([date(2025, 5, 14), None], "2025-06-15", "open_overdue"),
}


@pytest.mark.parametrize(("done", "status_on", "part"), RECURRING.values(), ids=RECURRING)
def test_a_recurring_task_counts_once(done, status_on, part):
    """Overdue if an occurrence due is open, else late if one was late; its occurrences count one by one."""
    progress = [
        said(occurrence=due, state="done", done_on=day)
        for due, day in zip((date(2025, 5, 14), date(2025, 6, 14)), done, strict=True)
        if day
    ]
    ev = evaluate(one_task("Hằng tháng, hạn ngày 14"), {"progress": progress}, status_on=status_on)
    assert ev.tasks["part"].tolist() == [part]
    assert (ev.summary["tasks"]["total"], ev.summary["duties"]["total"]) == (1, 2)


BETWEEN = {
    "between-two-occurrences": ("Hằng tháng, hạn ngày 10", "2025-06-11"),
    "in-the-last-days-of-a-week": ("Hằng tuần, hạn Thứ Sáu", "2025-06-14"),
    "without-any-occurrence": ("Hằng năm, hạn ngày 01", "2025-06-14"),
}


@pytest.mark.parametrize(("deadline", "assigned_on"), BETWEEN.values(), ids=BETWEEN)
def test_a_recurring_task_counts_before_its_first_occurrence(deadline, assigned_on):
    """Every task assigned up to the day of judgement is in the stock, also between two occurrences."""
    summary = evaluate(one_task(deadline, assigned_on=assigned_on)).summary
    assert (summary["tasks"]["total"], summary["tasks_in_period"]["total"]) == (1, 0)


def test_a_recurring_task_has_no_occurrence_before_it_began():
    """Occurrences due before ``starts_on`` are not owed; work done before it is a contradiction."""
    statement = said(occurrence=date(2025, 6, 14), state="done", done_on=date(2025, 6, 9))
    ev = evaluate(one_task("Hằng tháng, hạn ngày 14", starts_on="2025-06-10"), {"progress": [statement]})
    assert ev.duties[["part", "contradiction"]].to_numpy().tolist() == [["open_in_time", "done_before_start"]]


def test_in_the_period_only_its_occurrences_count():
    """May's occurrence is overdue and unreported; June's, in the window, is done."""
    statement = said(occurrence=date(2025, 6, 10), state="done", done_on=date(2025, 6, 9))
    summary = evaluate(one_task("Hằng tháng, hạn ngày 10"), {"progress": [statement]}, "2025-M06").summary
    assert (summary["tasks"]["open_overdue"], summary["tasks"]["unreported"]) == (1, 1)
    in_period = summary["tasks_in_period"]
    assert {name: count for name, count in in_period.items() if count} == {"total": 1, "done_on_time": 1}


def test_a_suspended_duty_is_owed():
    """An agency that has nothing but a suspended duty still has its row."""
    ev = evaluate(one_task("Ngày 10/6/2025"), {"progress": [said(state="suspended")]})
    assert ev.agencies[["agency_id", "duties", "done_of_due"]].fillna(0).to_numpy().tolist() == [
        ["so-a", 0, 0]
    ]


def test_a_late_report_goes_through_the_heir():
    """A report received after the mediating agency was succeeded goes to its heir."""
    plan = plan_of(
        agencies=[
            SO_A,
            agency("so-nhan"),
            agency("so-cu", valid_to="2025-06-30", successors=["so-moi"]),
            agency("so-moi", valid_from="2025-07-01"),
        ],
        obligations=[obligation("bao-cao", "so-a", through="so-cu")],
    )
    for moment, sent_to, findings in (
        ("2025-06-30T23:59:59", "so-cu", 0),
        ("2025-07-01T00:00:00", "so-moi", 0),
        ("2025-06-30T23:59:59", "so-moi", 1),
        ("2025-07-01T00:00:00", "so-cu", 1),
    ):
        ev = evaluate(plan, received(moment, sent_to=sent_to), as_of="2025-07-05T00:00:00+07:00")
        assert ev.summary["findings"]["submission-not-via"] == findings


def test_an_agency_that_has_ended_sees_its_own_records():
    """Its successor's records are not its own."""
    plan = plan_of(
        agencies=[
            agency("so-cu", valid_to="2025-05-31", successors=["so-moi"]),
            agency("so-moi", valid_from="2025-06-01"),
        ],
        tasks=[task(1, lead="so-cu", deadline="Ngày 10/6/2025"), task(2, lead="so-moi")],
    )
    ev = evaluate(plan, {"progress": [said("nv-9", agency_id="so-moi")]})
    assert len(ev.unmatched) == 1
    assert len(ev.for_agency("so-cu").unmatched) == 0
    assert len(ev.for_agency("so-moi").duties) == 2


# --- periods and moments ----------------------------------------------------------------------------------------

OUTSIDE = ["2024-Q4", "2024-M12", "2026-M01", "2026-Q1", "2024-A1", "2026-S1", "2024-Q4@calendar"]


TOUCHING = {
    "month-before": ("2025-M02", False),
    "last-day-of-a-month": ("2025-M03", True),
    "first-day-of-a-month": ("2025-M12", True),
    "quarter-that-begins-before": ("2025-Q1", True),
    "year": ("2025-A1", True),
    "next-year": ("2026-M01", False),
}


@pytest.mark.parametrize(("period", "is_covered"), TOUCHING.values(), ids=TOUCHING)
def test_a_period_may_lie_partly_in_the_plan(period, is_covered):
    """One day of the months that the period is named after is enough."""
    plan = plan_of(covers="2025-03-31/2025-12-01")
    if is_covered:
        assert evaluate(plan, period=period).summary["period"] == period
        return
    with pytest.raises(PeriodError):
        evaluate(plan, period=period)


@pytest.mark.parametrize("period", OUTSIDE)
def test_period_outside_the_plan_is_refused(period):
    """A period named after months that the plan does not cover is refused with what it covers."""
    with pytest.raises(PeriodError) as caught:
        evaluate(REPORTING, period=period)
    (problem,) = caught.value.problems
    assert (problem.code, problem.value) == ("period-outside", period)
    assert "2025-01-01/2025-12-31" in problem.accepted("vi")


@pytest.mark.parametrize(
    "period", ["2025-Q5", "2025-M13", "2025-Q0", "2025-S3", "Quý V/2025", "2/2025", "", "x"]
)
def test_text_that_is_no_period_is_refused(period):
    """A period that does not exist is refused by name."""
    with pytest.raises(PeriodError) as caught:
        evaluate(REPORTING, period=period)
    assert caught.value.problems[0].accepted("en")


OWED = {
    "2025-Q1": 0,
    "2025-M04": 0,
    "2025-M05": 1,
    "2025-Q2": 1,
    "2025-M12": 1,
    "2025-S1": 0,
    "2025-Q2@calendar": 0,
}


@pytest.mark.parametrize(("period", "owed"), OWED.items(), ids=OWED)
def test_first_owed_period(period, owed):
    """Owed from the first period that is not due before the plan is in force, of the obligation's kinds and regime."""
    ev = evaluate(REPORTING, period=period, as_of="2026-01-01T00:00:00+07:00")
    assert ev.summary["submissions"]["owed"] == owed


FIRST_OWED = {"due-on-the-day": ("2025-04-18", 1), "due-a-day-before": ("2025-04-19", 0)}


@pytest.mark.parametrize(("in_force_from", "owed"), FIRST_OWED.values(), ids=FIRST_OWED)
def test_first_owed_by_default(in_force_from, owed):
    """The first period is the one whose due day is not before the day the plan takes effect."""
    plan = plan_of(
        agencies=[SO_A, agency("so-nhan")],
        obligations=[obligation("bao-cao", "so-a")],
        in_force_from=in_force_from,
    )
    assert evaluate(plan, period="2025-M04").summary["submissions"]["owed"] == owed


def test_naive_as_of_is_refused():
    """A moment without an offset is refused."""
    with pytest.raises(ParameterError) as caught:
        evaluate(REPORTING, as_of="2025-07-01T00:00:00")
    assert caught.value.problems[0].code == "moment"
    assert caught.value.problems[0].place == "as_of"


def test_judged_after_what_is_known_is_refused():
    """Nobody can judge a day that lies after the moment of knowledge; that day itself can be judged."""
    with pytest.raises(ParameterError) as caught:
        evaluate(REPORTING, as_of="2025-06-14T23:59:59+07:00", status_on="2025-06-15")
    assert caught.value.problems[0].code == "status-after-as-of"
    ev = evaluate(REPORTING, as_of="2025-06-15T00:00:00+07:00", status_on="2025-06-15")
    assert ev.summary["status_on"] == "2025-06-15"


@pytest.mark.parametrize("day", ["31/5/2025", "2025-02-31", "", "today"])
def test_judged_on_no_day_is_refused(day):
    """A day that is none is refused with the argument's name."""
    with pytest.raises(ParameterError) as caught:
        evaluate(REPORTING, status_on=day)
    assert caught.value.problems[0].place == "status_on"


@pytest.mark.parametrize("moment", ["1976-01-01T00:00:00+07:00", "2099-12-31T23:59:59+07:00"])
def test_far_moments(moment):
    """A moment long before or after the plan is a moment like any other."""
    assert evaluate(REPORTING, period="2025-M05", as_of=moment).summary["submissions"]["owed"] == 1


FARTHER = [
    "0001-01-01T07:00:00+07:00",
    "0001-01-01T00:00:00+07:00",
    "9999-12-31T23:59:59+00:00",
    "9999-12-31T18:00:00Z",
]


@pytest.mark.parametrize("moment", FARTHER)
def test_moments_at_the_ends_of_the_calendar_are_refused(moment):
    """What local time cannot hold is refused by name, with no traceback of arithmetic."""
    with pytest.raises(ParameterError) as caught:
        evaluate(REPORTING, as_of=moment)
    assert (caught.value.problems[0].code, caught.value.problems[0].value) == ("moment", moment)


# --- nothing at all ---------------------------------------------------------------------------------------------

EMPTY = {
    "nothing": plan_of(),
    "no-task": REPORTING,
    "no-agency": plan_of(tasks=[task(1, deadline="Ngày 10/6/2025")]),
    "no-task-due": one_task("Năm 2025"),
}


@pytest.mark.parametrize("plan", EMPTY.values(), ids=EMPTY)
def test_empty_facts(plan):
    """No fact at all: every table is there, known to nothing, and the moment is the end of the cut-off."""
    facts = facts_of({})
    ev = kh2025.evaluate(plan, facts, "2025-Q2")
    assert ev.summary["known_through"] is None
    assert ev.summary["as_of"] == "2025-06-15T00:00:00+07:00"
    assert ev.summary["tasks"]["total"] == len(plan.tasks) == ev.summary["duties"]["unreported"]
    assert len(ev.unmatched) == 0
    assert repr(ev).startswith("Evaluation(plan=ke-hoach")


def test_plan_of_nothing_has_null_rates():
    """0/0 everywhere: null, with the name of what there is none of."""
    ev = kh2025.evaluate(plan_of(), facts_of({}), "2025-Q2")
    for rate in (*ev.summary["rates"].values(), *ev.summary["submission_rates"].values()):
        assert (rate["numerator"], rate["denominator"], rate["value"], rate["percent"]) == (0, 0, None, None)
        assert rate["reason"] == f"none_{rate['of']}"
    assert set(ev.summary["findings"].values()) == {0}
    assert all(ev.summary["tasks"][part] == 0 for part in PARTS)


def test_no_agency_of_that_name():
    """An agency that the plan does not have is refused."""
    with pytest.raises(ParameterError) as caught:
        evaluate(REPORTING).for_agency("so-la")
    assert (caught.value.problems[0].code, caught.value.problems[0].value) == ("agency", "so-la")


def test_facts_without_rows_keep_their_types():
    """A cut before the first record gives the evaluation of no records."""
    records = received("2025-06-18T08:00:00")
    cut = facts_of(records).as_of(at("2025-01-01T00:00:00"))
    assert isinstance(cut, Facts)
    first = kh2025.evaluate(REPORTING, cut, "2025-Q2", as_of=AS_OF)
    second = evaluate(REPORTING)
    pd.testing.assert_frame_equal(first.submissions, second.submissions)


# --- indicators and activities ----------------------------------------------------------------------------------


def measured(**parts):
    """A plan with one indicator of so-a, target 80 at the end of 2025."""
    return plan_of(agencies=[SO_A], indicators=[indicator("so-a", **parts)])


def reading(value, period="2025-Q2", recorded_at="2025-06-20T08:00:00"):
    """A reading of so-a."""
    return record(
        "readings",
        indicator_id="chi-tieu",
        agency_id="so-a",
        period=period,
        value=value,
        recorded_at=at(recorded_at),
    )


TARGETS = {
    "up-reached": ("up", 80.0, "reached"),
    "up-short": ("up", 79.9, "not_reached"),
    "down-reached": ("down", 80.0, "reached"),
    "down-short": ("down", 80.1, "not_reached"),
}


@pytest.mark.parametrize(("direction", "value", "result"), TARGETS.values(), ids=TARGETS)
def test_target(direction, value, result):
    """The target itself is reached, whichever way is good."""
    ev = evaluate(measured(direction=direction, target_on="2025-06-30"), {"readings": [reading(value)]})
    assert ev.indicators["result"].tolist() == [result]


TARGET_DAYS = {
    "last-day-of-the-period": ("2025-06-30", 79.9, "not_reached"),
    "a-day-later": ("2025-07-01", 79.9, "not_yet_due"),
    "reached-before": ("2025-12-31", 80.0, "reached"),
}


@pytest.mark.parametrize(("target_on", "value", "result"), TARGET_DAYS.values(), ids=TARGET_DAYS)
def test_target_day(target_on, value, result):
    """What is to be reached after the period that was read is not due yet."""
    ev = evaluate(measured(target_on=target_on), {"readings": [reading(value)]})
    assert ev.indicators["result"].tolist() == [result]


CLOSED = {
    "on-the-cut-off": ("decree-09", "2025-06-14T23:59:59", "2025-Q1"),
    "after-the-cut-off": ("decree-09", "2025-06-15T00:00:00", "2025-Q2"),
    "calendar-last-day": ("calendar", "2025-06-30T23:59:59", "2025-Q1@calendar"),
    "calendar-day-after": ("calendar", "2025-07-01T00:00:00", "2025-Q2@calendar"),
    "after-the-year": ("decree-09", "2026-03-20T00:00:00", "2025-Q4"),
    "calendar-after-the-year": ("calendar", "2026-03-20T00:00:00", "2025-Q4@calendar"),
}


@pytest.mark.parametrize(("regime", "as_of", "period"), CLOSED.values(), ids=CLOSED)
def test_indicator_is_read_at_the_last_closed_period(regime, as_of, period):
    """Of its own regime, closed at ``as_of``, within what the plan covers."""
    ev = evaluate(measured(regime=regime), as_of=f"{as_of}+07:00")
    assert ev.indicators[["period", "result"]].to_numpy().tolist() == [[period, "missing"]]


def test_the_last_reading_holds():
    """A corrected reading replaces the earlier one from the moment it is recorded."""
    readings = [reading(70.0), reading(81.0, recorded_at="2025-06-25T08:00:00")]
    found = [
        evaluate(measured(), {"readings": readings}, as_of=f"2025-06-{day}T00:00:00+07:00").indicators[
            "value"
        ][0]
        for day in (25, 26)
    ]
    assert found == [70.0, 81.0]


HELD = {
    "first-day": (date(2025, 3, 15), 1, 0),
    "day-before": (date(2025, 3, 14), 0, 1),
    "cut-off": (date(2025, 6, 14), 1, 0),
    "day-after": (date(2025, 6, 15), 0, 1),
}


@pytest.mark.parametrize(("held_on", "held", "findings"), HELD.values(), ids=HELD)
def test_sessions(held_on, held, findings):
    """A session counts in the window in which it was held; one a quarter is required."""
    sessions = activity("so-a", every="quarter")
    event = record("events", activity_id="phien-hop", held_on=held_on, recorded_at=at("2025-06-20T08:00:00"))
    ev = evaluate(plan_of(agencies=[SO_A], activities=[sessions]), {"events": [event]})
    assert ev.activities[["required", "held"]].to_numpy().tolist() == [[1, held]]
    assert ev.summary["findings"]["session-not-held"] == findings


def test_indicator_of_nine_months_is_read():
    """Nine months leave the rest of the year uncovered: on 01/11 the last closed one is still that to 14/9."""
    ev = evaluate(
        measured(kind="nine_months"),
        {"readings": [reading(81.0, "2025-9M", "2025-09-20T08:00:00")]},
        "2025-M10",
        "2025-11-01T00:00:00+07:00",
    )
    assert ev.indicators[["period", "result"]].to_numpy().tolist() == [["2025-9M", "reached"]]
