"""Amendments: what a plan reads like on a day, as known at a moment, and what cannot be amended."""

import gc
import weakref
from datetime import UTC, date, datetime

import pandas as pd
import pytest
from pydantic import ValidationError

from kh2025.plan.duties import amended_deadlines, owner_table, task_duties
from kh2025.plan.tables import task_table

AGENCIES = [
    {"id": "so-a", "name": "Sở A"},
    {"id": "so-b", "name": "Sở B", "valid_to": "2025-09-30", "successors": ["so-c"]},
    {"id": "so-c", "name": "Sở C", "valid_from": "2025-10-01"},
]
TASKS = [
    {"id": "nv-1", "section": "muc-1", "name": "Một", "lead": "so-a", "deadline": "Quý II/2025"},
    {"id": "nv-2", "section": "muc-1", "name": "Hai", "lead": "so-a", "deadline": "Hằng tháng, hạn ngày 25"},
    {"id": "nv-3", "section": "muc-1", "name": "Ba", "lead": "so-b"},
]
BEFORE, AFTER, END = date(2025, 7, 31), date(2025, 8, 1), date(2025, 12, 31)


def amendment(*changes, number="90/QĐ-SKHCN", **more):
    return {
        "id": "sua-doi-1",
        "decision": {"number": number, "kind": "Quyết định"},
        "in_force_from": "2025-08-01",
        "recorded_on": "2025-08-05",
        "changes": list(changes),
    } | more


DEADLINE = {"change": "deadline", "task_id": "nv-1", "deadline": "Quý IV/2025"}
LEAD = {"change": "lead", "task_id": "nv-1", "lead": "so-b"}
DROP = {"change": "drop", "task_id": "nv-3", "reason": "không còn phù hợp"}
ADD = {"change": "add", "task": {"id": "nv-4", "section": "muc-1", "name": "Bốn", "lead": "so-a"}}
REPLACE = {"change": "replace", "task": {"id": "nv-3", "section": "muc-1", "name": "Ba mới", "lead": "so-a"}}


@pytest.fixture
def amended(make):
    """Makes the plan of the cases with amendments."""
    return lambda *amendments: make(agencies=AGENCIES, tasks=TASKS, amendments=list(amendments))


READS = {
    "deadline": (DEADLINE, "nv-1", "deadline", "Quý II/2025", "Quý IV/2025"),
    "lead": (LEAD, "nv-1", "lead", "so-a", "so-b"),
    "replace": (REPLACE, "nv-3", "name", "Ba", "Ba mới"),
}


@pytest.mark.parametrize(("change", "id_", "part", "before", "after"), READS.values(), ids=READS)
def test_reads_as_amended_from_the_day_in_force(amended, change, id_, part, before, after):
    """The day before an amendment is in force the plan reads as it did, on that day as amended."""
    plan = amended(amendment(change))
    for day, value in ((BEFORE, before), (AFTER, after)):
        (task,) = (task for task in plan.as_of(day).tasks if task.id == id_)
        assert getattr(task, part) == value
    assert plan.as_of(AFTER).as_of(BEFORE) == plan.as_of(BEFORE)


def test_added_and_dropped(amended):
    """An added task is assigned when the amendment takes effect; a dropped one is gone but not forgotten."""
    plan = amended(amendment(ADD, DROP))
    assert [task.id for task in plan.as_of(BEFORE).tasks] == ["nv-1", "nv-2", "nv-3"]
    read = plan.as_of(AFTER)
    assert [task.id for task in read.tasks] == ["nv-1", "nv-2", "nv-4"]
    assert read.tasks[-1].assigned_on == AFTER
    assert [task.id for task in read.dropped] == ["nv-3"]
    duties = task_duties(read, AFTER).set_index("task_id")
    assert duties["is_dropped"].to_dict() == {"nv-1": False, "nv-2": False, "nv-3": True, "nv-4": False}


KNOWN = {
    "day-before": (date(2025, 8, 4), "Quý II/2025"),
    "day-of-recording": (date(2025, 8, 5), "Quý IV/2025"),
    "moment-before-local-midnight": (datetime(2025, 8, 4, 16, 59, tzinfo=UTC), "Quý II/2025"),
    "moment-at-local-midnight": (datetime(2025, 8, 4, 17, 0, tzinfo=UTC), "Quý IV/2025"),
}


@pytest.mark.parametrize(("known_at", "deadline"), KNOWN.values(), ids=KNOWN)
def test_what_was_not_yet_recorded_is_not_seen(amended, known_at, deadline):
    """A decision in force since the 1st and recorded on the 5th is known from the 5th on."""
    read = amended(amendment(DEADLINE)).as_of(date(2025, 8, 31), known_at)
    assert read.tasks[0].deadline == deadline
    assert len(read.amendments) == (deadline == "Quý IV/2025")


@pytest.mark.parametrize(("known_at", "deadline"), KNOWN.values(), ids=KNOWN)
def test_a_reading_read_again_knows_no_more(amended, known_at, deadline):
    """Another day of a plan as it was known is asked of what was known then; another moment can be named."""
    read = amended(amendment(DEADLINE)).as_of(date(2025, 8, 1), known_at)
    assert read.as_of(date(2025, 8, 31)).tasks[0].deadline == deadline
    assert read.as_of(date(2025, 8, 31), date(2025, 12, 31)).tasks[0].deadline == "Quý IV/2025"


def test_amendments_apply_in_order_of_force(amended):
    """Of two amendments the later in force counts, wherever it stands in the file."""
    later = amendment({**DEADLINE, "deadline": "Tháng 11/2025"}, id="sua-doi-2", in_force_from="2025-09-01")
    plan = amended(later, amendment(DEADLINE))
    assert plan.as_of(date(2025, 8, 31)).tasks[0].deadline == "Quý IV/2025"
    assert plan.as_of(date(2025, 9, 1)).tasks[0].deadline == "Tháng 11/2025"
    assert [version.task.deadline for version in plan.as_of(END).versions["nv-1"]] == [
        "Quý II/2025",
        "Quý IV/2025",
        "Tháng 11/2025",
    ]


def test_both_deadlines_are_kept(amended):
    """A task done once keeps its first deadline; the new one is granted on the day in force."""
    read = amended(amendment(DEADLINE)).as_of(AFTER)
    duty = task_duties(read, AFTER).set_index("task_id").loc["nv-1"]
    assert duty["original_due_on"] == pd.Timestamp(2025, 6, 30)
    (row,) = amended_deadlines(read).to_dict("records")
    assert (row["new_due_on"], row["granted_on"]) == (pd.Timestamp(2025, 12, 31), pd.Timestamp(2025, 8, 1))
    assert (row["task_id"], row["document_number"]) == ("nv-1", "90/QĐ-SKHCN")


def test_new_rhythm(amended):
    """Of a recurring task what was due before the amendment stays, the rest follows the new rhythm."""
    change = {"change": "deadline", "task_id": "nv-2", "deadline": "Hằng quý"}
    read = amended(amendment(change)).as_of(END)
    due = task_duties(read, END).query("task_id == 'nv-2'")["original_due_on"].dt.strftime("%m-%d").tolist()
    assert due == ["05-25", "06-25", "07-25", "09-30", "12-31"]
    assert amended_deadlines(read).empty


def test_line_of_a_task_with_another_lead(amended):
    """The duty follows the first lead up to the day before, then the second and its heir."""
    read = amended(amendment(LEAD)).as_of(AFTER)
    table = owner_table(read)
    rows = table[table["line"] == "task:nv-1"].drop(columns="line").astype("str").to_numpy().tolist()
    assert rows == [
        ["so-a", "1900-01-01", "2025-07-31"],
        ["so-b", "2025-08-01", "2025-09-30"],
        ["so-c", "2025-10-01", "2199-12-31"],
    ]
    assert task_duties(read, AFTER).set_index("task_id").loc["nv-1", "line"] == "task:nv-1"


def test_an_added_task_has_its_first_deadline(amended):
    """What an added task is first due on is no new deadline; what a later amendment sets is one."""
    added = {"change": "add", "task": {**ADD["task"], "deadline": "Quý II/2025"}}
    moved = amendment({**DEADLINE, "task_id": "nv-4"}, id="sua-doi-2", in_force_from="2025-09-01")
    rows = amended_deadlines(amended(amendment(added), moved).as_of(END)).to_dict("records")
    assert [(row["task_id"], row["granted_on"]) for row in rows] == [("nv-4", pd.Timestamp(2025, 9, 1))]


def test_of_two_wordings_of_one_day_the_last_counts(amended):
    """A deadline or lead that held for no day leaves no trace in what is owed; both decisions are named."""
    first = amendment({**DEADLINE, "deadline": "Tháng 5/2025"}, LEAD, number="90/QĐ-SKHCN")
    second = amendment(DEADLINE, {**LEAD, "lead": "so-a"}, id="sua-doi-2", number="91/QĐ-SKHCN")
    read = amended(first, second).as_of(AFTER)
    assert [row["new_due_on"] for row in amended_deadlines(read).to_dict("records")] == [pd.Timestamp(END)]
    assert owner_table(read).query("line == 'task:nv-1'").empty
    assert task_table(read, AFTER)["amended_by"].tolist()[0] == "90/QĐ-SKHCN; 91/QĐ-SKHCN"


DROPPED = {"on-the-first-day-of-a-span": ("2025-08-01", 3), "on-the-second-day": ("2025-08-02", 4)}


@pytest.mark.parametrize(("day", "count"), DROPPED.values(), ids=DROPPED)
def test_a_dropped_rhythm_ends(amended, day, count):
    """Of a dropped recurring task those occurrences are left that had begun before the day it was dropped."""
    drop = {"change": "drop", "task_id": "nv-2"}
    read = amended(amendment(drop, in_force_from=day)).as_of(END)
    duties = task_duties(read, END).query("task_id == 'nv-2'")
    assert len(duties) == count
    assert duties["is_dropped"].all()


def test_a_rhythm_dropped_before_it_began(amended):
    """A recurring task that is dropped on the plan's first day is still told, once."""
    drop = {"change": "drop", "task_id": "nv-2"}
    read = amended(amendment(drop, in_force_from="2025-05-05")).as_of(END)
    assert len(task_duties(read, END).query("task_id == 'nv-2'")) == 1


def test_line_of_a_task_that_lost_its_lead(amended):
    """A task replaced by a wording without a lead was its first lead's up to the day before, then nobody's."""
    replaced = {"change": "replace", "task": {"id": "nv-1", "section": "muc-1", "name": "Một"}}
    read = amended(amendment(replaced)).as_of(AFTER)
    table = owner_table(read).query("line == 'task:nv-1'")
    assert table["agency_id"].tolist() == ["so-a"]
    assert table["to_on"].tolist() == [pd.Timestamp(BEFORE)]


AMENDMENTS = "amendments.0.changes.0"
REFUSED = {
    "unknown-task": ({**DEADLINE, "task_id": "nv-9"}, "plan-reference", f"{AMENDMENTS}.task_id"),
    "unknown-lead": ({**LEAD, "lead": "so-x"}, "plan-reference", f"{AMENDMENTS}.lead"),
    "unknown-coordinating": (
        {**LEAD, "coordinating": ["so-x"]},
        "plan-reference",
        f"{AMENDMENTS}.coordinating.0",
    ),
    "unreadable-deadline": ({**DEADLINE, "deadline": "bao giờ"}, "schedule-text", f"{AMENDMENTS}.deadline"),
    "id-in-use": (
        {"change": "add", "task": {**ADD["task"], "id": "nv-1"}},
        "plan-duplicate-id",
        f"{AMENDMENTS}.task.id",
    ),
    "replaces-nothing": (
        {"change": "replace", "task": {**REPLACE["task"], "id": "nv-9"}},
        "plan-reference",
        f"{AMENDMENTS}.task.id",
    ),
    "unknown-section": (
        {"change": "add", "task": {**ADD["task"], "section": "muc-9"}},
        "plan-reference",
        f"{AMENDMENTS}.task.section",
    ),
    "depends-on-nothing": (
        {"change": "add", "task": {**ADD["task"], "depends_on": ["nv-9"]}},
        "plan-reference",
        f"{AMENDMENTS}.task.depends_on.0",
    ),
    "depends-on-itself": (
        {"change": "add", "task": {**ADD["task"], "depends_on": ["nv-4"]}},
        "plan-dependency-cycle",
        f"{AMENDMENTS}.task.depends_on",
    ),
}


def refusals(error):
    return [(one["type"], ".".join(map(str, one["loc"]))) for one in error.errors()]


@pytest.mark.parametrize(("change", "code", "place"), REFUSED.values(), ids=REFUSED)
def test_refused(amended, change, code, place):
    """A change that names what there is not, or does not fit, is refused at its place."""
    with pytest.raises(ValidationError) as caught:
        amended(amendment(change))
    assert refusals(caught.value) == [(code, place)]


WITHOUT_DEADLINE = {"id": "nv-2", "section": "muc-1", "name": "Hai"}
RHYTHMS = {
    "once-made-to-recur": ({**DEADLINE, "deadline": "Hằng tháng"}, "deadline"),
    "without-deadline-made-to-recur": (
        {"change": "deadline", "task_id": "nv-3", "deadline": "Hằng quý"},
        "deadline",
    ),
    "recurring-made-once": ({"change": "deadline", "task_id": "nv-2", "deadline": "Năm 2025"}, "deadline"),
    "recurring-replaced-by-once": ({"change": "replace", "task": WITHOUT_DEADLINE}, "task.deadline"),
}


@pytest.mark.parametrize(("change", "place"), RHYTHMS.values(), ids=RHYTHMS)
def test_once_and_recurring_are_not_exchanged(amended, change, place):
    """Records name occurrences of a recurring task and none of another: one cannot become the other."""
    with pytest.raises(ValidationError) as caught:
        amended(amendment(change))
    assert refusals(caught.value) == [("plan-amendment-rhythm", f"{AMENDMENTS}.{place}")]


SEQUENCES = {
    "changed-after-it-was-dropped": ((DROP, {**LEAD, "task_id": "nv-3"}), "amendments.0.changes.1.task_id"),
    "added-again-after-it-was-dropped": (
        (DROP, {"change": "add", "task": {**ADD["task"], "id": "nv-3"}}),
        "amendments.0.changes.1.task.id",
    ),
    "dropped-twice": ((DROP, DROP), "amendments.0.changes.1.task_id"),
}


@pytest.mark.parametrize(("changes", "place"), SEQUENCES.values(), ids=SEQUENCES)
def test_refused_after_another_change(amended, changes, place):
    """What was dropped cannot be changed, and its id is not used again."""
    with pytest.raises(ValidationError) as caught:
        amended(amendment(*changes))
    assert [where for _, where in refusals(caught.value)] == [place]


def test_new_lead_does_not_coordinate(amended):
    """Who becomes the lead is no coordinating agency any more."""
    first = {**LEAD, "lead": "so-b", "coordinating": ["so-a", "so-c"]}
    second = amendment({**LEAD, "lead": "so-c"}, id="sua-doi-2", in_force_from="2025-09-01")
    read = amended(amendment(first), second).as_of(END)
    assert (read.tasks[0].lead, read.tasks[0].coordinating) == ("so-c", ("so-a",))


def test_one_thing_is_changed_once(amended):
    """Two deadlines for one task in one amendment contradict each other."""
    with pytest.raises(ValidationError) as caught:
        amended(amendment(DEADLINE, {**DEADLINE, "deadline": "Quý III/2025"}))
    assert refusals(caught.value) == [("plan-changed-twice", "amendments.0.changes.1")]


def test_recorded_before_it_was_issued(amended):
    """Nobody knows of a decision before it is issued."""
    decision = {"number": "90/QĐ-SKHCN", "kind": "Quyết định", "issued_on": "2025-08-06"}
    with pytest.raises(ValidationError) as caught:
        amended(amendment(DEADLINE, decision=decision))
    assert refusals(caught.value) == [("plan-recorded-before-issued", "amendments.0.recorded_on")]


@pytest.mark.parametrize("day", ["2025-05-04", "2026-01-01"])
def test_in_force_outside_the_plan(amended, day):
    """An amendment is in force from a day on which the plan is."""
    with pytest.raises(ValidationError) as caught:
        amended(amendment(DEADLINE, in_force_from=day))
    assert refusals(caught.value) == [("plan-amendment-day", "amendments.0.in_force_from")]


def test_one_reading_is_one_plan_while_it_is_used(amended):
    """Days and moments at which a plan reads alike give the same plan; it goes when nobody uses it."""
    plan = amended(amendment(DEADLINE))
    read = plan.as_of(AFTER, date(2025, 8, 5))
    assert plan.as_of(END, datetime(2025, 12, 1, tzinfo=UTC)) is read
    assert plan.as_of(BEFORE, date(2025, 8, 5)) is not read
    assert plan.as_of(AFTER, date(2025, 8, 4)) is not read
    gone = weakref.ref(read)
    del read
    gc.collect()
    assert gone() is None


def test_readings_of_another_calendar_are_other_plans(make):
    """Where a fixed day moves off days not worked, it is asked which days were known when."""
    plan = make(agencies=AGENCIES, tasks=TASKS, settings={"fixed_day_roll": "forward"})
    read = plan.as_of(AFTER, date(2025, 8, 5))
    assert plan.as_of(AFTER, date(2025, 8, 6)) is not read
    assert plan.as_of(END, date(2025, 8, 5)) is read
