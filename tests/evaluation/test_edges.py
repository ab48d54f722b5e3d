"""The edges of an evaluation: contradictions beside extensions, and agencies that have ended."""

from datetime import date, datetime

import pytest
from worlds import agency, facts_of, obligation, plan_of, record, task

import kh2025


def at(text):
    """A local moment."""
    return datetime.fromisoformat(f"{text}+07:00")


def evaluate(plan, records=None, period="2025-Q2", as_of="2025-07-05T00:00:00+07:00", **more):
    """An evaluation of records, by default of the second quarter as known on 5/7/2025."""
    return kh2025.evaluate(plan, facts_of(records or {}), period, as_of=as_of, **more)


RENAMED = [
    agency("so-cu", valid_to="2025-06-30", successors=["so-moi"]),
    agency("so-moi", valid_from="2025-07-01"),
    agency("so-nhan"),
]
IMPOSSIBLE = {
    "before-it-began": (date(2025, 6, 1), at("2025-06-05T08:00:00"), "2025-06-02"),
    "after-it-was-recorded": (date(2025, 6, 7), at("2025-06-05T08:00:00"), None),
}


@pytest.mark.parametrize(("done_on", "recorded_at", "starts_on"), IMPOSSIBLE.values(), ids=IMPOSSIBLE)
def test_extension_of_a_duty_that_is_done_in_words_only(done_on, recorded_at, starts_on):
    """A contradiction is not "done": the duty is open, and an extension granted later moves its deadline."""
    plan = plan_of(
        agencies=[agency("so-a")],
        tasks=[task(1, lead="so-a", deadline="Ngày 10/6/2025", starts_on=starts_on)],
    )
    said = record(
        "progress",
        task_id="nv-1",
        agency_id="so-a",
        state="done",
        done_on=done_on,
        effective_on=date(2025, 6, 5),
        recorded_at=recorded_at,
    )
    granted = record(
        "extensions",
        task_id="nv-1",
        agency_id="so-a",
        new_due_on=date(2025, 6, 30),
        granted_on=date(2025, 6, 9),
        recorded_at=at("2025-06-09T08:00:00"),
    )
    ev = evaluate(plan, {"progress": [said], "extensions": [granted]})
    assert ev.duties["contradiction"].notna().all()
    assert ev.duties["part"].tolist() == ["open_in_time"]


def test_agency_that_has_ended_sees_the_receipt_of_its_heir():
    """A report that the heir sent late is late in the ended agency's evaluation too, not missing."""
    plan = plan_of(agencies=RENAMED, obligations=[obligation("bao-cao", "so-cu")])
    sent = record(
        "submissions",
        obligation_id="bao-cao",
        agency_id="so-moi",
        period="2025-Q2",
        received_at=at("2025-07-02T08:00:00"),
        recorded_at=at("2025-07-02T08:00:00"),
    )
    ev = evaluate(plan, {"submissions": [sent]})
    assert ev.submissions["timeliness"].tolist() == ["late"]
    assert ev.for_agency("so-cu").submissions["timeliness"].tolist() == ["late"]


def test_agency_that_has_ended_sees_the_correction_of_its_heir():
    """A duty has one part, in the whole and in each agency's evaluation."""
    plan = plan_of(agencies=RENAMED, tasks=[task(1, lead="so-cu", deadline="Ngày 10/6/2025")])
    said = record(
        "progress",
        task_id="nv-1",
        agency_id="so-moi",
        state="done",
        done_on=date(2025, 6, 9),
        effective_on=date(2025, 6, 14),
        recorded_at=at("2025-07-02T08:00:00"),
    )
    ev = evaluate(plan, {"progress": [said]})
    assert ev.duties["part"].tolist() == ["done_on_time"]
    assert ev.for_agency("so-cu").duties["part"].tolist() == ["done_on_time"]


def test_a_gap_between_an_agency_and_its_heir_is_named():
    """While the heir does not exist yet nobody owes task or report: both are named, and later both are the heir's."""
    plan = plan_of(
        agencies=[
            agency("so-a", valid_to="2025-05-31", successors=["so-b"]),
            agency("so-b", valid_from="2025-06-20"),
            agency("so-nhan"),
        ],
        tasks=[task(1, lead="so-a", deadline="Quý III/2025")],
        obligations=[obligation("bao-cao", "so-a", kinds=["month"])],
    )
    looks = {
        period: kh2025.evaluate(plan, facts_of({}), period, as_of="2025-08-01T00:00:00+07:00")
        for period in ("2025-M06", "2025-M07")
    }
    for period, unowned in (("2025-M06", 1), ("2025-M07", 0)):
        found = looks[period].summary["findings"]
        assert (found["owner-unresolved"], found["submission-unowned"]) == (unowned, unowned)
        assert looks[period].summary["submissions"]["owner_unresolved"] == unowned
    assert looks["2025-M07"].duties["agency_id"].tolist() == ["so-b"]
