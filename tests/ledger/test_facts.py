"""All records together: what was known at a moment, and what one agency may see."""

import csv
from datetime import UTC, datetime, timedelta, timezone

import pytest

import kh2025
from kh2025.ledger.facts import Facts
from kh2025.ledger.records import RECORD_TYPES, STATES
from kh2025.share import find

# The columns that DESIGN.md lays down for a folder of facts.
COLUMNS = {
    "progress": "task_id, occurrence, agency_id, state, percent, done_on, evidence, note, effective_on, recorded_at, source",
    "submissions": "obligation_id, agency_id, period, received_at, sent_to, via, channel, result, document_number, recorded_at, source",
    "readings": "indicator_id, agency_id, period, value, recorded_at, source",
    "events": "activity_id, held_on, document_number, note, recorded_at, source",
    "extensions": "task_id, occurrence, obligation_id, agency_id, period, new_due_on, granted_on, document_number, recorded_at, source",
    "remarks": "period, agency_id, section, text, recorded_at, source",
}
MOMENT = datetime(2025, 6, 16, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def facts():
    """The demonstration facts."""
    return kh2025.open_facts("example:thai_binh_2025/facts")


def events(*moments):
    """Facts with an event recorded at each of some moments."""
    rows = [
        {"activity_id": "phien-hop", "held_on": "2025-06-10", "recorded_at": moment, "seq": number}
        for number, moment in enumerate(moments)
    ]
    tables = {name: kind.table.frame(rows if name == "events" else []) for name, kind in RECORD_TYPES.items()}
    return Facts(tables, "made up")


@pytest.mark.parametrize(("name", "columns"), COLUMNS.items(), ids=COLUMNS)
def test_columns_are_those_of_the_design(name, columns):
    """Files, columns and their order are a contract."""
    assert [field.name for field in RECORD_TYPES[name].fields] == columns.split(", ")


def test_there_are_no_other_types_and_states():
    """Six files and five states, no more."""
    assert list(RECORD_TYPES) == list(COLUMNS)
    assert STATES == ("not_started", "in_progress", "done", "suspended", "cancelled")


def test_example_is_read_whole(facts):
    """Every line of the packaged files is a record, and nothing had to be cleaned."""
    for name in RECORD_TYPES:
        with (find("example:thai_binh_2025/facts") / f"{name}.csv").open(
            encoding="utf-8", newline=""
        ) as file:
            assert len(facts[name]) == len(list(csv.reader(file))) - 1 > 0
    assert facts.notices == ()


def test_known_through_is_the_newest_record_of_any_type(facts):
    """The newest ``recorded_at`` of all files; null without records."""
    assert facts.known_through == max(facts[name]["recorded_at"].max() for name in RECORD_TYPES)
    assert events().known_through is None
    assert events(MOMENT, MOMENT - timedelta(days=1)).known_through == MOMENT


@pytest.mark.parametrize(
    ("later", "seen"),
    [(timedelta(microseconds=-1), 0), (timedelta(0), 1), (timedelta(microseconds=1), 1)],
    ids=["before", "at", "after"],
)
def test_as_of_includes_its_moment(later, seen):
    """A record is seen from the very moment it was recorded."""
    assert len(events(MOMENT).as_of(MOMENT + later)["events"]) == seen


def test_as_of_compares_moments_not_clocks():
    """The offset in which a moment is written does not matter."""
    local = MOMENT.astimezone(timezone(timedelta(hours=7)))
    assert len(events(MOMENT).as_of(local)["events"]) == 1


def test_as_of_leaves_the_facts_alone(facts):
    """A cut is a new value: the whole is still there, in the same order."""
    before = {name: facts[name].copy() for name in RECORD_TYPES}
    cut = facts.as_of(datetime(2025, 6, 25, tzinfo=UTC))
    assert all(facts[name].equals(before[name]) for name in RECORD_TYPES)
    assert cut["progress"]["seq"].is_monotonic_increasing
    assert 0 < len(cut["progress"]) < len(facts["progress"])


def test_of_one_agency(facts):
    """An agency's records, what was granted to all, and the activities it leads."""
    seen = facts.of(frozenset({"so-yt"}), frozenset({"kiem-tra"}))
    for name in ("progress", "submissions", "readings", "extensions"):
        assert set(seen[name]["agency_id"].dropna()) <= {"so-yt"}
    assert set(seen["events"]["activity_id"]) == {"kiem-tra"}
    assert len(seen["progress"]) == (facts["progress"]["agency_id"] == "so-yt").sum()
    assert seen["remarks"]["agency_id"].notna().all()
