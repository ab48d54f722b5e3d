"""The invented province: its facts are what its README says, and a year of 180 tasks stays whole."""

import csv
import os
import subprocess
import sys
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path

import pytest

import kh2025
from kh2025.evaluation.tables import PARTS
from kh2025.law.periods import Period
from kh2025.plan.duties import owed_periods, owner, report_duties, task_duties
from kh2025.share import folder
from kh2025.text.normal import normal_form

HERE = folder("examples") / "province_2026"
PLAN = kh2025.load_plan("example:province_2026/plan.yaml")
FACTS = kh2025.open_facts("example:province_2026/facts")
AS_OF = "2026-06-25T17:00:00+07:00"
MERGER = date(2026, 6, 1)
MERGED, HEIR = ("so-vhtt", "so-dl"), "so-vhttdl"
MONTHS = [date(2026, month, 14) for month in range(1, 13)]


@pytest.fixture(scope="module")
def evaluations():
    """May, the second quarter and the first half, as known on the evening of 25/6/2026."""
    return {
        name: kh2025.evaluate(PLAN, FACTS, name, as_of=AS_OF) for name in ("2026-M05", "2026-Q2", "2026-S1")
    }


def owed_on(day):
    """What is owed on a day, by task, occurrence and the member of a group: who owes it."""
    plan = PLAN.as_of(day)
    rows = task_duties(plan, day).to_dict("records")
    keys = [
        (row["task_id"], str(row["occurrence"]), row["line"] if isinstance(row["group_id"], str) else None)
        for row in rows
    ]
    assert len(set(keys)) == len(keys)
    return {key: row["agency_id"] for key, row in zip(keys, rows, strict=True)}


# What it is ----------------------------------------------------------------------------------------------------


def test_made_again_it_is_the_same(tmp_path):
    """The script writes the committed files again, byte for byte."""
    root = str(Path(kh2025.__file__).parents[1])
    command = [sys.executable, "-B", str(HERE / "make.py"), str(tmp_path)]
    subprocess.run(command, check=True, env={**os.environ, "PYTHONPATH": root})
    made = {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert len(made) == 8
    assert made == {name: (HERE / name).read_bytes() for name in made}


def test_everything_is_said_to_be_invented():
    """Plan and facts say so, no value is marked better than an assumption, and every agency is of the invented province."""
    assert "không có thật" in PLAN.invented
    assert "không có thật" in FACTS.invented
    assert "INVENTED" in (HERE / "plan.yaml").read_text("utf-8").splitlines()[0]
    parts = [PLAN.decision, PLAN.scale, PLAN.settings, *PLAN.legal_bases, *PLAN.letterheads]
    parts += [*PLAN.agencies, *PLAN.activities, *(one.decision for one in PLAN.amendments)]
    parts += [rule for one in PLAN.obligations for rule in (one.due, *one.due_by_kind.values())]
    assert {one.mark.value for one in parts} == {"assumption"}
    assert all("Minh Họa" in one.name or "Thí Dụ" in one.name for one in PLAN.agencies)


def test_counts():
    """180 tasks in eight sections, thirty indicators of which ten have a path, two tiers, sixteen communes."""
    assert (len(PLAN.tasks), len(PLAN.sections), len(PLAN.indicators), len(PLAN.amendments)) == (
        180,
        8,
        30,
        2,
    )
    assert {section.id for section in PLAN.sections} == {task.section for task in PLAN.tasks}
    assert sum(bool(one.path) for one in PLAN.indicators) == 10
    assert sorted(one.tier for one in PLAN.obligations) == [1, 1, 2]
    assert all(one.due_by_kind for one in PLAN.obligations if one.id != "bao-cao-cap-xa")
    assert [len(group.members) for group in PLAN.groups] == [14, 16]
    assert sum(task.lead in PLAN.group for task in PLAN.tasks) == 4


def test_kinds():
    """Deadlines of all five kinds in at least sixty wordings, dependencies, weights, products and links to indicators."""
    kinds = {schedule.kind for schedule in PLAN.schedules.values() if schedule}
    assert kinds == {"on_date", "in_period", "recurring", "range", "continuous"}
    assert len({task.deadline for task in PLAN.tasks}) >= 60
    assert {task.weight for task in PLAN.tasks} == {1, 2, 3}
    assert sum(bool(task.depends_on) for task in PLAN.tasks) >= 20
    assert sum(bool(task.indicators) for task in PLAN.tasks) >= 40
    assert sum(task.deadline is None for task in PLAN.tasks) == 3


def test_what_comes_first_is_due_first():
    """A task depends on tasks that are due before it."""
    schedules = PLAN.schedules
    for task in PLAN.tasks:
        for other in task.depends_on:
            assert schedules[other].due_on < schedules[task.id].due_on


def test_no_two_tasks_are_alike():
    """Two tasks share fewer than three in four of their words."""
    tasks = [*PLAN.as_of(date(2026, 12, 31)).tasks, *PLAN.as_of(date(2026, 12, 31)).dropped]
    words = [frozenset(normal_form(task.name).replace("(", "").split()) for task in tasks]
    assert len(words) == 184
    assert max(len(one & other) / len(one | other) for one, other in combinations(words, 2)) < 0.75


# What changes in the year ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("day", "tasks", "dropped"), [(19, 180, 0), (20, 180, 2)], ids=["before", "from"])
def test_first_amendment(day, tasks, dropped):
    """From 20/3 two tasks are added and two dropped; the day before nothing is."""
    plan = PLAN.as_of(date(2026, 3, day))
    assert (len(plan.tasks), len(plan.dropped)) == (tasks, dropped)
    assert ("nv-181" in plan.versions) == (day == 20)


def test_second_amendment():
    """From 8/6 there are 184 tasks ever and four dropped; new deadlines, leads and a wording hold from then on."""
    before, after = PLAN.as_of(date(2026, 6, 7)), PLAN.as_of(date(2026, 6, 8))
    assert (len(after.tasks), len(after.dropped), len(after.versions)) == (180, 4, 184)
    was, now = ({task.id: task for task in plan.tasks} for plan in (before, after))
    changed = [id_ for id_ in was.keys() & now.keys() if was[id_] != now[id_]]
    told = {
        getattr(one, "task_id", None)
        for one in PLAN.amendments[1].changes
        if one.change not in {"add", "drop"}
    }
    assert set(changed) == told
    assert len(changed) == 6


def test_amendment_is_not_known_before_it_is_recorded():
    """The first decision is in force from 20/3 and was recorded on 24/3: on 23/3 nobody saw it."""
    day = date(2026, 3, 20)
    assert PLAN.as_of(day, known_at=date(2026, 3, 23)).tasks == PLAN.tasks
    assert PLAN.as_of(day, known_at=date(2026, 3, 24)).tasks == PLAN.as_of(day).tasks != PLAN.tasks


def test_merger_passes_duties_on():
    """What the two departments owed on 31/5 the merged one owes on 1/6, duty by duty, and nobody else's moves."""
    before, after = owed_on(MERGER - timedelta(days=1)), owed_on(MERGER)
    theirs = {key for key, agency in before.items() if agency in MERGED}
    assert len(theirs) >= 15
    assert {after[key] for key in theirs} == {HEIR}
    assert {key for key in before if before[key] != after[key]} == theirs
    assert not set(MERGED) & set(after.values())


def test_merged_departments_report_once():
    """For May each sends its own report, for June the merged department sends one and one is replaced."""
    may, june = (report_duties(PLAN, Period.parse(text)) for text in ("2026-M05", "2026-M06"))
    assert set(MERGED) <= set(may["agency_id"])
    assert not may["is_replaced"].any()
    theirs = june[june["agency_id"] == HEIR]
    assert sorted(theirs["is_replaced"]) == [False, True]
    assert len(june) == len(may) == 15


def test_nothing_is_lost_over_the_year():
    """From month to month every duty stays and has one owner."""
    seen: dict = {}
    for day in [*MONTHS, date(2026, 12, 31)]:
        now = owed_on(day) if day >= PLAN.in_force_from else {}
        assert seen.keys() <= now.keys()
        assert None not in now.values()
        seen = now
    assert len({task for task, *_ in seen}) == 184


def test_reports_of_the_year():
    """Each obligation owes each period once; every report has an owner on its due day."""
    owed = [(one.id, str(period)) for one, period in owed_periods(PLAN, 2026)]
    assert len(set(owed)) == len(owed) == 2 * (11 + 4 + 2 + 1) + 4 + 1
    for _, period in owed_periods(PLAN, 2026):
        duties = report_duties(PLAN, period)
        assert duties["agency_id"].notna().all()
        assert (~duties["is_replaced"]).sum() == duties.groupby("obligation_id")["agency_id"].nunique().sum()


# What was reported -------------------------------------------------------------------------------------------------


def test_every_record_counts(evaluations):
    """No record of the facts is left over in any evaluation."""
    for ev in evaluations.values():
        assert ev.unmatched.empty


@pytest.mark.parametrize("period", ["2026-M05", "2026-Q2", "2026-S1"])
def test_parts_add_up(evaluations, period):
    """Parts add up to the total, agencies to all duties, classes of reports to what is owed."""
    ev = evaluations[period]
    for name in ("tasks", "duties", "tasks_in_period"):
        counts = ev.summary[name]
        assert counts["total"] == sum(counts[part] for part in PARTS)
    tasks = ev.summary["tasks"]
    assert tasks["total"] + tasks["suspended"] + tasks["cancelled"] == len(ev.tasks)
    reports = ev.summary["submissions"]
    assert reports["owed"] == len(ev.submissions)
    assert reports["expected"] == sum(reports[name] for name in ("on_time", "late", "missing", "replaced"))
    assert len(ev.indicators) == 30


def test_tasks_as_counted_by_hand(evaluations):
    """Of tasks that nothing touched but reports, the part is what the last line before the cut-off says."""
    cutoff, known = "2026-06-14", "2026-06-25T17:00"
    said = {}
    with (HERE / "facts" / "progress.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["effective_on"] <= cutoff and row["recorded_at"] < known:
                said[row["task_id"]] = row
    with (HERE / "facts" / "extensions.csv").open(encoding="utf-8", newline="") as file:
        touched = {row["task_id"] for row in csv.DictReader(file)}
    touched |= {id_ for id_, found in PLAN.as_of(date(2026, 6, 14)).versions.items() if len(found) > 1}
    parts = evaluations["2026-Q2"].tasks.set_index("task_id")["part"]
    plain = [one for one in PLAN.tasks if one.id not in touched and one.lead in PLAN.agency]
    plain = [one for one in plain if (when := PLAN.schedules[one.id]) and when.due_on]
    assert len(plain) > 100
    for task in plain:
        due, row = PLAN.schedules[task.id].due_on.isoformat(), said.get(task.id, {"state": "silent"})
        expected = "open_overdue" if due < cutoff else "open_in_time"
        if row["state"] == "done":
            expected = "done_on_time" if row["done_on"] <= due else "done_late"
        assert parts[task.id] == (row["state"] if row["state"] == "suspended" else expected), task.id


def test_one_agency(evaluations):
    """The merged department sees what its two predecessors left it, and only that."""
    seen = evaluations["2026-Q2"].for_agency(HEIR)
    assert set(seen.duties["agency_id"]) == {HEIR}
    assert set(seen.duties["assigned_agency_id"]) == set(MERGED)
    assert {owner(PLAN, agency, MERGER) for agency in MERGED} == {HEIR}
