"""Records that belong to no duty of the plan are listed with the reason, once each, never dropped in silence."""

from datetime import date, datetime, timedelta

import pytest
from worlds import activity, agency, facts_of, indicator, obligation, plan_of, record, task

import kh2025

AS_OF = "2025-07-01T00:00:00+07:00"
KNOWN = datetime.fromisoformat("2025-06-20T10:00:00+07:00")
PLAN = plan_of(
    agencies=[agency("so-a"), agency("so-b"), agency("so-nhan")],
    tasks=[
        task(1, lead="so-a", deadline="Ngày 10/6/2025"),
        task(2, lead="so-a", deadline="Hằng tháng"),
        task(3, deadline="Ngày 10/6/2025"),
    ],
    obligations=[
        obligation("bao-cao", "so-a", kinds=["month"]),
        obligation("bao-cao-quy", "so-a", kinds=["quarter"]),
    ],
    indicators=[indicator("so-a")],
    activities=[activity("so-a")],
)
USUAL = {
    "progress": {"agency_id": "so-a", "state": "done", "effective_on": date(2025, 6, 14)},
    "submissions": {
        "agency_id": "so-a",
        "obligation_id": "bao-cao",
        "period": "2025-M06",
        "received_at": KNOWN,
    },
    "readings": {"agency_id": "so-a", "indicator_id": "chi-tieu", "period": "2025-Q2", "value": 1.0},
    "events": {"activity_id": "phien-hop", "held_on": date(2025, 6, 1)},
    "extensions": {"agency_id": "so-a", "new_due_on": date(2025, 6, 30), "granted_on": date(2025, 6, 5)},
    "remarks": {"period": "2025-Q2", "section": "causes", "text": "Chậm."},
}


def unmatched(*records):
    """What is listed of some records, each given as its type and the cells that differ."""
    rows = {}
    for line, (name, cells) in enumerate(records, 2):
        rows.setdefault(name, []).append(record(name, line, recorded_at=KNOWN, **(USUAL[name] | cells)))
    return kh2025.evaluate(PLAN, facts_of(rows), "2025-Q2", as_of=AS_OF).unmatched


STRAY = {
    "task-unknown": ("progress", {"task_id": "nv-9"}, "unknown_task"),
    "task-of-another": ("progress", {"task_id": "nv-1", "agency_id": "so-b"}, "not_owner"),
    "task-of-nobody": ("progress", {"task_id": "nv-3"}, "not_owner"),
    "task-agency-unknown": ("progress", {"task_id": "nv-1", "agency_id": "so-la"}, "unknown_agency"),
    "task-occurrence-unknown": (
        "progress",
        {"task_id": "nv-2", "occurrence": date(2025, 6, 29)},
        "unknown_occurrence",
    ),
    "task-occurrence-missing": ("progress", {"task_id": "nv-2"}, "unknown_occurrence"),
    "task-does-not-recur": (
        "progress",
        {"task_id": "nv-1", "occurrence": date(2025, 6, 10)},
        "unknown_occurrence",
    ),
    "report-unknown": ("submissions", {"obligation_id": "bao-cao-la"}, "unknown_obligation"),
    "report-of-another": ("submissions", {"agency_id": "so-b"}, "not_owner"),
    "report-agency-unknown": ("submissions", {"agency_id": "so-la"}, "unknown_agency"),
    "report-before-the-first": ("submissions", {"period": "2025-M04"}, "period_not_owed"),
    "report-of-another-regime": ("submissions", {"period": "2025-M06@calendar"}, "period_not_owed"),
    "report-that-another-obligation-owes": ("submissions", {"period": "2025-Q2"}, "period_not_owed"),
    "reading-unknown": ("readings", {"indicator_id": "chi-tieu-la"}, "unknown_indicator"),
    "reading-of-another": ("readings", {"agency_id": "so-b"}, "not_owner"),
    "reading-of-another-kind": ("readings", {"period": "2025-M06"}, "period_not_read"),
    "reading-of-another-regime": ("readings", {"period": "2025-Q2@calendar"}, "period_not_read"),
    "reading-agency-unknown": ("readings", {"agency_id": "so-la"}, "unknown_agency"),
    "reading-of-another-year": ("readings", {"period": "2031-Q2"}, "period_not_read"),
    "report-of-another-year": ("submissions", {"period": "2031-M06"}, "period_not_owed"),
    "event-too-early": ("events", {"held_on": date(2024, 11, 30)}, "day_outside"),
    "event-too-late": ("events", {"held_on": date(2026, 1, 1)}, "day_outside"),
    "remark-on-a-period-before": ("remarks", {"period": "2024-A1"}, "period_outside"),
    "remark-on-a-period-after": ("remarks", {"period": "2026-M01"}, "period_outside"),
    "extension-agency-unknown": (
        "extensions",
        {"task_id": "nv-1", "agency_id": "so-la"},
        "unknown_agency",
    ),
    "event-unknown": ("events", {"activity_id": "hoat-dong-la"}, "unknown_activity"),
    "extension-of-nothing": ("extensions", {}, "unknown_duty"),
    "extension-task-unknown": ("extensions", {"task_id": "nv-9"}, "unknown_duty"),
    "extension-to-another": ("extensions", {"task_id": "nv-1", "agency_id": "so-b"}, "not_owner"),
    "extension-does-not-recur": (
        "extensions",
        {"task_id": "nv-1", "occurrence": date(2025, 6, 10)},
        "unknown_duty",
    ),
    "extension-occurrence-missing": ("extensions", {"task_id": "nv-2"}, "unknown_duty"),
    "extension-without-period": ("extensions", {"obligation_id": "bao-cao"}, "unknown_duty"),
    "extension-period-not-owed": (
        "extensions",
        {"obligation_id": "bao-cao", "period": "2025-Q2"},
        "unknown_duty",
    ),
    "extension-of-anothers-report": (
        "extensions",
        {"obligation_id": "bao-cao", "period": "2025-M06", "agency_id": "so-b"},
        "not_owner",
    ),
    "remark-for-unknown": ("remarks", {"agency_id": "so-la"}, "unknown_agency"),
}


@pytest.mark.parametrize(("name", "cells", "reason"), STRAY.values(), ids=STRAY)
def test_stray_record(name, cells, reason):
    """A record that no evaluation of the plan can use is listed once, with type, place and reason."""
    (row,) = unmatched((name, cells)).to_dict("records")
    assert (row["record"], row["place"], row["reason"]) == (name, f"{name}.csv:2", reason)


USED = {
    "task": ("progress", {"task_id": "nv-1"}),
    "occurrence": ("progress", {"task_id": "nv-2", "occurrence": date(2025, 6, 30)}),
    "occurrence-to-come": ("progress", {"task_id": "nv-2", "occurrence": date(2025, 12, 31)}),
    "effective-after-the-cut-off": ("progress", {"task_id": "nv-1", "effective_on": date(2025, 6, 30)}),
    "report": ("submissions", {}),
    "report-of-another-period": ("submissions", {"period": "2025-M07"}),
    "quarterly-report": ("submissions", {"obligation_id": "bao-cao-quy", "period": "2025-Q2"}),
    "reading": ("readings", {}),
    "reading-of-another-quarter": ("readings", {"period": "2025-Q3"}),
    "event": ("events", {}),
    "extension": ("extensions", {"task_id": "nv-1"}),
    "extension-to-all": ("extensions", {"task_id": "nv-1", "agency_id": None}),
    "extension-of-nobodys-task": ("extensions", {"task_id": "nv-3", "agency_id": None}),
    "extension-of-occurrence": ("extensions", {"task_id": "nv-2", "occurrence": date(2025, 6, 30)}),
    "extension-of-report": ("extensions", {"obligation_id": "bao-cao", "period": "2025-M06"}),
    "remark-of-the-office": ("remarks", {}),
    "remark-for-an-agency": ("remarks", {"agency_id": "so-b"}),
}


@pytest.mark.parametrize(("name", "cells"), USED.values(), ids=USED)
def test_used_record(name, cells):
    """A record whose time is past or yet to come belongs to the plan all the same."""
    assert len(unmatched((name, cells))) == 0


def test_each_stray_is_listed_once():
    """All strays together: each once, and a finding each."""
    listed = unmatched(*((name, cells) for name, cells, _ in STRAY.values()))
    assert sorted(listed["place"]) == sorted(
        f"{name}.csv:{line}" for line, (name, *_) in enumerate(STRAY.values(), 2)
    )


def test_two_rows_of_one_seq(tmp_path):
    """Two rows with one number in ``seq`` are two records: the one that matches nothing is listed."""
    (tmp_path / "progress.csv").write_text(
        "seq,task_id,agency_id,state,effective_on,recorded_at\n"
        "1,nv-1,so-a,done,2025-06-10,2025-06-10T10:00:00+07:00\n"
        "1,nv-9,so-a,done,2025-06-10,2025-06-10T10:00:00+07:00\n"
    )
    ev = kh2025.evaluate(PLAN, kh2025.open_facts(tmp_path), "2025-Q2", as_of=AS_OF)
    assert ev.unmatched["place"].tolist() == ["progress.csv:3"]


def test_an_extension_of_nobodys_task_moves_its_deadline():
    """A task without a lead has a deadline too, and it can be extended."""
    granted = record(
        "extensions", task_id="nv-3", recorded_at=KNOWN, **USUAL["extensions"] | {"agency_id": None}
    )
    ev = kh2025.evaluate(PLAN, facts_of({"extensions": [granted]}), "2025-Q2", as_of=AS_OF)
    assert ev.duties.set_index("task_id").loc["nv-3", "part"] == "open_in_time"


AHEAD = {
    # type, cells of a record of 20 June, whether it can be
    "received-the-day-after": ("submissions", {"received_at": KNOWN + timedelta(days=1)}, False),
    "received-later-that-day": ("submissions", {"received_at": KNOWN + timedelta(hours=13)}, True),
    "held-the-day-after": ("events", {"held_on": date(2025, 6, 21)}, False),
    "held-that-day": ("events", {"held_on": date(2025, 6, 20)}, True),
    "read-before-the-period": ("readings", {"period": "2025-Q4"}, False),
    "read-within-the-period": ("readings", {"period": "2025-Q3"}, True),
}


@pytest.mark.parametrize(("name", "cells", "can_be"), AHEAD.values(), ids=AHEAD)
def test_what_was_recorded_before_it_came_about(name, cells, can_be):
    """A record made before the day that it tells of is listed; one made on that day is used."""
    assert unmatched((name, cells))["reason"].tolist() == ([] if can_be else ["recorded_before"])


def test_a_report_received_in_the_future_is_not_received():
    """What cannot be does not make a missing report late, nor an early reading a figure."""
    rows = {
        "submissions": [
            record(
                "submissions",
                recorded_at=KNOWN,
                **USUAL["submissions"] | {"received_at": KNOWN.replace(year=2027)},
            )
        ],
        "readings": [record("readings", recorded_at=KNOWN, **USUAL["readings"] | {"period": "2025-Q4"})],
        "events": [record("events", recorded_at=KNOWN, **USUAL["events"] | {"held_on": date(2025, 6, 29)})],
    }
    ev = kh2025.evaluate(
        PLAN, facts_of(rows), "2025-M06", as_of="2026-01-10T00:00:00+07:00", status_on="2025-06-30"
    )
    assert ev.submissions["timeliness"].tolist() == ["missing"]
    assert ev.indicators[["period", "result"]].iloc[0].tolist() == ["2025-Q4", "missing"]
    assert ev.activities["first_held_on"].isna().all()
    assert ev.summary["findings"]["record-unmatched"] == 3
