"""Plans amended in mid-year, evaluated: the last day of the old wording, the first of the new one."""

from datetime import date, datetime

import pytest
from worlds import agency, facts_of, plan_of, record, task

import kh2025
from kh2025.evaluation.tables import PARTS

AGENCIES = [agency("so-a"), agency("so-b"), agency("so-c")]
AS_OF = "2025-07-10T00:00:00+07:00"


def at(day):
    """Eight o'clock on a day of 2025."""
    return datetime.fromisoformat(f"2025-{day}T08:00:00+07:00")


def on(day):
    """A day of 2025."""
    return date.fromisoformat(f"2025-{day}")


def amendment(*changes, in_force="06-10", recorded="06-10"):
    """An amendment, as plain data."""
    return {
        "id": f"sua-doi-{in_force}",
        "decision": {"number": "90/QĐ-UBND", "kind": "Quyết định"},
        "in_force_from": on(in_force),
        "recorded_on": on(recorded),
        "changes": list(changes),
    }


def plan(*amendments, deadline="Ngày 10/6/2025"):
    """A plan of one task of so-a, amended."""
    return plan_of(
        agencies=AGENCIES, tasks=[task(1, lead="so-a", deadline=deadline)], amendments=list(amendments)
    )


def moved(deadline="Ngày 30/6/2025"):
    return {"change": "deadline", "task_id": "nv-1", "deadline": deadline}


LEAD = {"change": "lead", "task_id": "nv-1", "lead": "so-b"}
DROP = {"change": "drop", "task_id": "nv-1"}
ADD = {"change": "add", "task": task(2, lead="so-a")}


def said(agency_id="so-a", effective="06-05", recorded="06-05", task_id="nv-1", **cells):
    """A record of progress."""
    usual = {"state": "in_progress", "effective_on": on(effective), "recorded_at": at(recorded)}
    return record("progress", task_id=task_id, agency_id=agency_id, **(usual | cells))


def evaluate(amended, *records, period="2025-Q2", as_of=AS_OF, **more):
    """An evaluation whose parts add up."""
    ev = kh2025.evaluate(amended, facts_of({"progress": records}), period, as_of=as_of, **more)
    for name in ("tasks", "duties", "tasks_in_period"):
        assert ev.summary[name]["total"] == sum(ev.summary[name][part] for part in PARTS)
    return ev


MOVED = {
    "on-the-due-day": ("06-10", False),
    "a-day-after-it-had-passed": ("06-11", True),
}


@pytest.mark.parametrize(("in_force", "was_overdue"), MOVED.values(), ids=MOVED)
def test_moved_deadline(in_force, was_overdue):
    """Moved after it had passed, a deadline is open in time and stays marked; moved before, it was never overdue."""
    ev = evaluate(plan(amendment(moved(), in_force=in_force)), status_on="2025-06-14")
    (row,) = ev.duties.to_dict("records")
    assert (row["part"], row["was_overdue"]) == ("open_in_time", was_overdue)
    assert (row["original_due_on"].date(), row["due_on"].date()) == (on("06-10"), on("06-30"))


DONE = {"before-it-is-in-force": ("06-12", "done_late"), "on-the-day-in-force": ("06-13", "done_on_time")}


@pytest.mark.parametrize(("done", "part"), DONE.values(), ids=DONE)
def test_moved_deadline_of_a_task_that_was_done(done, part):
    """What was done late before the amendment stays late."""
    statement = said(state="done", done_on=on(done), effective=done, recorded=done)
    ev = evaluate(plan(amendment(moved(), in_force="06-13")), statement, status_on="2025-06-14")
    assert ev.duties["part"].tolist() == [part]


CHANGES = {"deadline": moved(), "lead": LEAD, "drop": DROP, "add": ADD}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_as_of_a_moment_before_it_was_recorded(change):
    """In force since the 10th, recorded on 1 July: on 30 June the old figures come out again."""
    amended = plan(amendment(change, recorded="07-01"))
    records = said(), said("so-b", effective="06-12", recorded="06-12")
    old, again = (evaluate(one, *records, as_of="2025-06-30T23:59:59+07:00") for one in (plan(), amended))
    assert old.summary == again.summary
    assert old.unmatched.equals(again.unmatched)
    assert evaluate(amended, *records, as_of=AS_OF).duties.equals(old.duties) is False


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_known_but_not_yet_in_force(change):
    """Judged on the day before an amendment is in force, the plan is the old one though the amendment is known."""
    amended = plan(amendment(change, in_force="06-14", recorded="06-01"))
    day = {"status_on": "2025-06-13", "as_of": AS_OF}
    assert evaluate(amended, said(), **day).summary == evaluate(plan(), said(), **day).summary


def test_dropped():
    """A dropped task is counted beside the total; what was said of it before belongs to the plan."""
    ev = evaluate(plan(amendment(DROP)), said())
    assert (ev.summary["tasks"]["total"], ev.summary["tasks"]["cancelled"]) == (0, 1)
    assert ev.unmatched.empty
    assert ev.summary["findings"]["task-not-six-clear"] == 0


def test_done_before_it_was_dropped():
    """What was done stays done, whatever a later decision drops."""
    ev = evaluate(plan(amendment(DROP)), said(state="done", done_on="2025-06-01"))
    assert (ev.summary["tasks"]["done_on_time"], ev.summary["tasks"]["cancelled"]) == (1, 0)


ADDED = {"day-before": ("2025-06-09", 1), "day-in-force": ("2025-06-10", 2)}


@pytest.mark.parametrize(("day", "total"), ADDED.values(), ids=ADDED)
def test_added(day, total):
    """An added task counts from the day in force; records about it are of the plan at once."""
    ev = evaluate(plan(amendment(ADD, recorded="06-01")), said(task_id="nv-2"), status_on=day)
    assert ev.summary["tasks"]["total"] == total
    assert ev.unmatched.empty


def test_new_lead_inherits():
    """The new lead owes the task and answers for what the old one said; the old one has no task any more."""
    ev = evaluate(plan(amendment(LEAD)), said(percent=40.0))
    (row,) = ev.duties.to_dict("records")
    assert (row["agency_id"], row["percent"]) == ("so-b", 40.0)
    assert ev.for_agency("so-b").duties["task_id"].tolist() == ["nv-1"]
    assert ev.for_agency("so-a").duties.empty


SPEAKERS = {
    "old-lead-on-its-last-day": ("so-a", "06-09", True),
    "old-lead-after": ("so-a", "06-10", False),
    "new-lead-on-its-first-day": ("so-b", "06-10", True),
    "new-lead-before": ("so-b", "06-09", False),
}


@pytest.mark.parametrize(("speaker", "day", "counts"), SPEAKERS.values(), ids=SPEAKERS)
def test_each_lead_speaks_in_its_time(speaker, day, counts):
    """A record counts when its agency led the task on the day; otherwise it is listed as not the owner's."""
    ev = evaluate(plan(amendment(LEAD)), said(speaker, effective=day, recorded=day))
    assert ev.duties["state"].notna().tolist() == [counts]
    assert ev.unmatched["reason"].tolist() == ([] if counts else ["not_owner"])


def test_what_a_former_lead_said_before_a_group_took_over():
    """It is used by evaluations of that time and so not unmatched; what it says later is."""
    amended = plan_of(
        agencies=AGENCIES,
        groups=[{"id": "nhom", "name": "Nhóm", "members": ["so-b", "so-c"]}],
        tasks=[task(1, lead="so-a")],
        amendments=[amendment(LEAD | {"lead": "nhom"})],
    )
    ev = evaluate(amended, said(effective="06-09"), said(effective="06-10", recorded="06-10"))
    assert ev.duties["state"].isna().tolist() == [True, True]
    assert len(ev.unmatched) == 1


def test_other_rhythm():
    """A record about an occurrence of the old rhythm belongs to the plan; the new rhythm's counts from its day."""
    amended = plan(amendment(moved("Hằng tháng, hạn ngày 14")), deadline="Hằng tháng, hạn ngày 31")
    ev = evaluate(amended, said(occurrence=on("05-31"), state="done", done_on=on("05-30")))
    assert [day.date() for day in ev.duties["occurrence"]] == [on("05-31"), on("06-14")]
    assert ev.duties["part"].tolist() == ["done_on_time", "open_in_time"]
