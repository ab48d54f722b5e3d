"""Next year's draft: what is left, where it came from, and what a person must decide."""

import json

import pytest

import kh2025
from kh2025.evaluation.next_plan import ORIGINS, next_plan
from kh2025.ledger.facts import Facts
from kh2025.plan.model import Plan

AFTER = "2026-01-10T08:00:00+07:00"
AGENCIES = [
    {"id": "so-a", "name": "Sở A", "valid_to": "2025-06-30", "successors": ["so-b"]},
    {"id": "so-b", "name": "Sở B", "valid_from": "2025-07-01"},
    {"id": "so-c", "name": "Sở C"},
    {"id": "huyen", "name": "Huyện", "valid_to": "2025-06-30"},
]
GROUPS = [
    {"id": "nhom", "name": "Nhóm", "members": ["so-a", "so-b", "huyen"]},
    {"id": "het", "name": "Hết", "members": ["huyen"]},
]


def plan_of(**parts):
    whole = {
        "id": "ke-hoach-2025",
        "title": "Kế hoạch năm 2025",
        "decision": {"number": "76/QĐ-SKHCN", "kind": "Quyết định"},
        "in_force_from": "2025-05-05",
        "covers": "2025-01-01/2025-12-31",
        "letterheads": [{"valid_from": "2025-05-05", "body": "SỞ", "place": "Thái Bình", "code": "SKHCN"}],
        "sections": [{"id": "muc-1", "number": "1", "title": "Nhiệm vụ"}],
        "agencies": AGENCIES,
        "groups": GROUPS,
    }
    return Plan.model_validate_json(json.dumps(whole | parts))


def task(**more):
    return {"id": "nv-1", "section": "muc-1", "name": "Việc", "lead": "so-c"} | more


@pytest.fixture
def facts(tmp_path):
    """Writes a facts folder of some progress rows and opens it."""

    def _facts(*rows, **other) -> Facts:
        head = "task_id,agency_id,state,done_on,effective_on,recorded_at"
        (tmp_path / "progress.csv").write_text("\n".join([head, *rows]) + "\n", "utf-8")
        for name, text in other.items():
            (tmp_path / f"{name}.csv").write_text(text, "utf-8")
        return kh2025.open_facts(tmp_path)

    return _facts


def loaded(draft, tmp_path):
    (tmp_path / "draft.yaml").write_text(draft.yaml(), "utf-8")
    return kh2025.load_plan(tmp_path / "draft.yaml")


DONE = "nv-1,so-c,done,2025-06-20,2025-06-20,2025-06-21T08:00:00+07:00"
STOPPED = "nv-1,so-c,suspended,,2025-06-20,2025-06-21T08:00:00+07:00"
CANCELLED = "nv-1,so-c,cancelled,,2025-06-20,2025-06-21T08:00:00+07:00"
TASKS = {
    "overdue": (task(deadline="Quý II/2025"), [], "open_overdue", "Quý II/2026", "deadline"),
    "without-year": (
        task(deadline="Trước ngày 30/6"),
        [],
        "open_overdue",
        "Trước ngày 30/6/2026",
        "deadline",
    ),
    "range": (
        task(deadline="Từ ngày 01/6/2025 đến ngày 30/6/2025"),
        [],
        "open_overdue",
        "Từ ngày 01/6/2026 đến ngày 30/6/2026",
        "deadline",
    ),
    "long-overdue": (
        task(deadline="Ngày 30/6/2022"),
        [],
        "open_overdue",
        "Ngày 30/6/2026",
        "deadline",
    ),
    "later": (task(deadline="2025–2030"), [], "later_deadline", "2025–2030", None),
    "no-deadline": (task(), [], "open_no_deadline", None, None),
    "recurring": (task(deadline="Hằng tháng, hạn ngày 25"), [], "recurring", "Hằng tháng, hạn ngày 25", None),
    "continuous": (task(deadline="Thường xuyên"), [DONE], "continuous", "Thường xuyên", None),
    "suspended": (task(deadline="Quý II/2025"), [STOPPED], "suspended", "Quý II/2026", "deadline; suspended"),
    "no-heir": (task(lead="huyen", deadline="2025–2030"), [], "later_deadline", "2025–2030", "lead"),
}


@pytest.mark.parametrize(("one", "rows", "origin", "after", "decisions"), TASKS.values(), ids=TASKS)
def test_carried(facts, tmp_path, one, rows, origin, after, decisions):
    """A task that is left is in the draft, with its reason, its deadline, and what is to be decided."""
    draft = next_plan(plan_of(tasks=[one]), facts(*rows), AFTER)
    (row,) = ORIGINS.check(draft.origins).astype("object").to_dict("records")
    told = {
        name: row[name] if isinstance(row[name], str) else None for name in ("origin", "after", "decisions")
    }
    assert told == {"origin": origin, "after": after, "decisions": decisions}
    (carried,) = loaded(draft, tmp_path).tasks
    assert (carried.id, carried.deadline) == ("nv-1", after)
    assert carried.status_note.startswith("Chuyển tiếp từ ke-hoach-2025, nv-1")
    assert ("[CẦN QUYẾT ĐỊNH]" in carried.status_note) == bool(decisions)
    assert carried.lead == (None if decisions == "lead" else "so-c")


LEFT = {
    "done": (task(deadline="Quý II/2025"), [DONE], "done_on_time"),
    "cancelled-by-word": (task(deadline="Quý II/2025"), [CANCELLED], "cancelled"),
}


@pytest.mark.parametrize(("one", "rows", "origin"), LEFT.values(), ids=LEFT)
def test_left(facts, one, rows, origin):
    """What is done or cancelled is not in the draft, and is listed with its reason."""
    draft = next_plan(plan_of(tasks=[one]), facts(*rows), AFTER)
    assert "tasks" not in draft.plan
    assert draft.origins[["is_carried", "origin"]].to_numpy().tolist() == [[False, origin]]


def test_dropped_by_amendment_is_listed(facts):
    """A task that an amendment dropped is left out and told."""
    amendment = {
        "id": "sd-1",
        "decision": {"number": "90/QĐ-SKHCN", "kind": "Quyết định"},
        "in_force_from": "2025-08-01",
        "recorded_on": "2025-08-01",
        "changes": [{"change": "drop", "task_id": "nv-1"}],
    }
    draft = next_plan(plan_of(tasks=[task()], amendments=[amendment]), facts(), AFTER)
    assert draft.origins["origin"].tolist() == ["cancelled"]
    assert "amendments" not in draft.plan


def test_amendments_that_are_known_but_not_in_force(facts, tmp_path):
    """A draft made in November knows what a decision of October changes in December, and no later decision."""
    task_added = {"change": "add", "task": task(id="nv-2", name="Việc thêm")}
    amendments = [
        {
            "id": f"sd-{recorded_on[5:7]}",
            "decision": {"number": f"{recorded_on[5:7]}/QĐ-SKHCN".lstrip("0"), "kind": "Quyết định"},
            "in_force_from": "2025-12-01",
            "recorded_on": recorded_on,
            "changes": changes,
        }
        for recorded_on, changes in (
            ("2025-10-15", [task_added, {"change": "drop", "task_id": "nv-1"}]),
            ("2025-11-20", [{"change": "lead", "task_id": "nv-2", "lead": "so-b"}]),
        )
    ]
    plan = plan_of(tasks=[task()], amendments=amendments)
    draft = next_plan(plan, facts(), "2025-11-10T08:00:00+07:00")
    assert draft.origins[["subject_id", "is_carried"]].to_numpy().tolist() == [
        ["nv-1", False],
        ["nv-2", True],
    ]
    assert [(one.id, one.lead) for one in loaded(draft, tmp_path).tasks] == [("nv-2", "so-c")]


def test_succession(facts, tmp_path):
    """Leads and members pass to their heirs, each once; agencies that have ended are gone."""
    tasks = [
        task(id="nv-1", lead="so-a", coordinating=["so-a", "so-b", "huyen"]),
        task(id="nv-2", lead="nhom"),
        task(id="nv-3", lead="het"),
    ]
    draft = next_plan(plan_of(tasks=tasks), facts(), AFTER)
    plan = loaded(draft, tmp_path)
    assert [agency.id for agency in plan.agencies] == ["so-b", "so-c"]
    assert {group.id: group.members for group in plan.groups} == {"nhom": ("so-b",)}
    assert [one.lead for one in plan.tasks] == ["so-b", "nhom", None]
    assert plan.tasks[0].coordinating == ("so-b",)


def test_the_year_moves(facts, tmp_path):
    """Id, title, coverage and the review's title are those of the next year; what is unknown is marked."""
    review = {"id": "tong-ket", "number": "3.d", "title": "Tổng kết năm 2025, xây dựng Kế hoạch 2026"}
    review |= {"kind": "review", "lead": "so-a", "lead_role": "chủ trì"}
    plan = loaded(next_plan(plan_of(activities=[review]), facts(), AFTER), tmp_path)
    assert (plan.id, plan.title, str(plan.covers)) == (
        "ke-hoach-2026",
        "Kế hoạch năm 2026",
        "2026-01-01/2026-12-31",
    )
    assert plan.activities[0].title == "Tổng kết năm 2026, xây dựng Kế hoạch 2027"
    assert plan.activities[0].lead == "so-b"
    assert plan.decision.title == "[CẦN ĐIỀN]"


def test_indicators(facts, tmp_path):
    """An indicator with a later target begins from its last reading; one whose day has come is left."""
    common = {"name": "x", "unit": "%", "agency": "so-a", "target": 90, "direction": "up"}
    indicators = [
        {"id": "ct-1", "target_on": "2030-12-31", "baseline": 10, **common}
        | {"path": [{"on": "2025-12-31", "value": 50}, {"on": "2027-12-31", "value": 70}]},
        {"id": "ct-2", "target_on": "2025-12-31", **common},
    ]
    readings = (
        "indicator_id,agency_id,period,value,recorded_at\nct-1,so-b,2025-Q4,48,2025-12-20T08:00:00+07:00\n"
    )
    draft = next_plan(plan_of(indicators=indicators), facts(readings=readings), AFTER)
    (one,) = loaded(draft, tmp_path).indicators
    assert (one.id, one.agency, one.baseline, str(one.baseline_on)) == ("ct-1", "so-b", 48, "2025-12-14")
    assert [point.value for point in one.path] == [70]
    assert draft.origins["origin"].tolist() == ["later_target", "target_passed"]


def test_while_the_plan_runs(facts):
    """In mid-year the draft holds what is open then; nothing recorded later is seen."""
    plan = plan_of(tasks=[task(deadline="Quý II/2025")])
    early = next_plan(plan, facts(DONE), "2025-06-01T08:00:00+07:00")
    assert early.origins["origin"].tolist() == ["open_in_time"]
    assert next_plan(plan, facts(DONE), "2025-06-30T08:00:00+07:00").origins["is_carried"].tolist() == [False]


def test_example():
    """The draft of the packaged example loads, and every task and indicator of the year is told once."""
    plan = kh2025.load_plan("example:thai_binh_2025/demo.yaml")
    draft = next_plan(plan, kh2025.open_facts("example:thai_binh_2025/facts"))
    told = draft.origins.groupby("subject")["subject_id"].apply(sorted).to_dict()
    assert told["task"] == sorted(one.id for one in plan.tasks)
    assert told["indicator"] == sorted(one.id for one in plan.indicators)
    assert told["obligation"] == sorted(one.id for one in plan.obligations)
