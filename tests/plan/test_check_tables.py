"""What the plan rules look at: one row per thing of the plan, with the values that decide."""

from datetime import date, datetime

import pandas as pd
import pytest

from kh2025.evaluation.plan_check import check_plan
from kh2025.plan import check_tables as tables
from kh2025.plan.check_tables import check_tables

AGENCIES = [
    {"id": "so-a", "name": "Sở A", "valid_to": "2025-06-30", "successors": ["so-b"]},
    {"id": "so-b", "name": "Sở B"},
    {"id": "huyen", "name": "Huyện", "valid_to": "2025-06-30"},
]
GROUPS = [{"id": "nhom", "name": "Nhóm", "members": ["so-a", "huyen"]}]


def task(id_, name="Một việc", **more):
    return {"id": id_, "section": "muc-1", "name": name} | more


def obligation(**more):
    return {
        "id": "bao-cao",
        "title": "Báo cáo",
        "tier": 1,
        "reporters": "so-b",
        "to": "so-b",
        "kinds": ["quarter"],
        "due": {"day": 18},
        "basis": "Mục 2",
    } | more


def rows(plan, table, *names):
    return table.check(check_tables(plan)[table.name])[list(names)].astype("object").to_numpy().tolist()


def breaches(plan, rule_id):
    found = check_plan(plan).findings
    return found[found["rule_id"] == rule_id]


def test_deadlines(make):
    """Tasks done once have a row; recurring ones and those without a deadline have none."""
    plan = make(
        tasks=[
            task("nv-1", deadline="Ngày 31/5/2025"),
            task("nv-2", deadline="Hằng tháng"),
            task("nv-3"),
            task("nv-4", deadline="Quý II/2025", depends_on=["nv-1", "nv-3"]),
        ]
    )
    assert rows(plan, tables.DEADLINES, "task_id", "is_worked", "calendar") == [
        ["nv-1", False, "confirmed"],
        ["nv-4", True, "confirmed"],
    ]
    last = check_tables(plan)["plan_deadlines"].iloc[-1]
    assert (last["needs_task_id"], last["needs_due_on"]) == ("nv-1", pd.Timestamp(2025, 5, 31))


def test_leads(make):
    """One row per task and member that leads it; the heir on the due day, or nobody."""
    plan = make(
        agencies=AGENCIES,
        groups=GROUPS,
        tasks=[task("nv-1", lead="nhom", deadline="Quý III/2025"), task("nv-2", lead="so-a")],
    )
    found = rows(plan, tables.LEADS, "task_id", "agency_id", "heir_id")
    assert [[one for one in row if not pd.isna(one)] for row in found] == [
        ["nv-1", "so-a", "so-b"],
        ["nv-1", "huyen"],
    ]
    assert breaches(plan, "lead-ended")["agency_id"].tolist() == ["huyen"]
    assert breaches(plan, "lead-changes")["agency_id"].tolist() == ["so-a"]


def test_recurring_task_is_due_until_the_end_of_the_plan(make):
    """Of a recurring task the last due day counts."""
    plan = make(agencies=AGENCIES, tasks=[task("nv-1", lead="so-a", deadline="Hằng quý")])
    assert check_tables(plan)["plan_leads"]["due_on"].tolist() == [pd.Timestamp(2025, 12, 31)]


BASES = {
    "listed-and-in-force": ("91/2015/QH13", "in_force"),
    "not-listed": ("999/QĐ-UBND", "unknown"),
}


@pytest.mark.parametrize(("number", "holds"), BASES.values(), ids=BASES)
def test_bases(make, number, holds):
    """A basis of a task is looked up in the list of documents."""
    plan = make(tasks=[task("nv-1", legal_basis=[number])])
    assert rows(plan, tables.BASES, "task_id", "number", "holds") == [["nv-1", number, holds]]


ENDS = {"last-day-of-the-plan": ("2025-12-31", []), "day-before": ("2025-12-30", ["999/QĐ-UBND"])}


@pytest.mark.parametrize(("ends", "found"), ENDS.values(), ids=ENDS)
def test_basis_that_the_plan_says_has_ended(make, ends, found):
    """A basis that ends before the plan does is a breach; one that ends with it is none."""
    basis = {"number": "999/QĐ-UBND", "kind": "Quyết định", "in_force_to": ends}
    plan = make(legal_bases=[basis])
    assert [one["number"] for one in breaches(plan, "basis-ended")["values"]] == found


DUE = {
    "next-working-day": ({"working_days": 1}, "report-due-too-soon", 0),
    "day-of-the-cut-off": ({"day": 14}, "report-due-too-soon", 3),
    "by-a-legal-document": ({"day": 6, "set_by": "02/2023/TT-BTTTT"}, "report-due-too-soon", 0),
    "noticed": ({"day": 6, "set_by": "02/2023/TT-BTTTT"}, "report-due-by-law-too-soon", 3),
}


@pytest.mark.parametrize(("due", "rule_id", "count"), DUE.values(), ids=DUE)
def test_reports(make, due, rule_id, count):
    """A due rule leaves a working day in each owed quarter, or breaks Đ.8 k.5 in each; a legal document is noticed."""
    plan = make(agencies=AGENCIES, obligations=[obligation(due=due)])
    found = breaches(plan, rule_id)
    assert len(found) == count
    assert set(found["citation"]) <= {"khoản 5 Điều 8 Nghị định 09/2019/NĐ-CP"}


TIERS = {"same-day": (18, 3), "day-after": (19, 0)}


@pytest.mark.parametrize(("day", "count"), TIERS.values(), ids=TIERS)
def test_tiers(make, day, count):
    """The upper tier is due after the tier that it sums up."""
    upper = obligation(id="tong-hop", tier=2, due={"day": day})
    plan = make(agencies=AGENCIES, obligations=[obligation(), upper])
    assert len(breaches(plan, "report-tiers-not-apart")) == count


def test_rule_of_a_kind(make):
    """A kind of period with a due rule of its own is judged by that."""
    owed = obligation(kinds=["month", "quarter"], due_by_kind={"month": {"day": 14}})
    found = breaches(make(agencies=AGENCIES, obligations=[owed]), "report-due-too-soon")
    assert set(found["period"].str[5]) == {"M"}


LIKE = {
    "same-words-and-lead": ("Xây dựng kế hoạch", "so-b", ["task-repeated"]),
    "same-words-other-order": ("xây dựng  KẾ HOẠCH", "so-b", ["task-repeated"]),
    "same-words-other-lead": ("Xây dựng kế hoạch", "so-a", ["task-alike"]),
    "one-word-of-four-more": ("Xây dựng kế hoạch mới", "so-b", ["task-alike"]),
    "another-task": ("Tổ chức hội nghị", "so-b", []),
}


@pytest.mark.parametrize(("name", "lead", "found"), LIKE.values(), ids=LIKE)
def test_likeness(make, name, lead, found):
    """The same words under one lead are a repetition, most of them or another lead only a likeness."""
    tasks = [task("nv-1", "Xây dựng kế hoạch", lead="so-b"), task("nv-2", name, lead=lead)]
    plan = make(agencies=AGENCIES, tasks=tasks)
    both = ("task-repeated", "task-alike")
    assert [rule_id for rule_id in both if len(breaches(plan, rule_id))] == found
    assert rows(plan, tables.LIKENESS, "like_task_id")[1] == ["nv-1"] or not found


def test_repeated_beside_another_lead(make):
    """A repetition under one lead is found although another agency has the same task before."""
    tasks = [task("nv-1", lead="so-a"), task("nv-2", lead="so-b"), task("nv-3", lead="so-b")]
    plan = make(agencies=AGENCIES, tasks=tasks)
    assert breaches(plan, "task-repeated")["task_id"].tolist() == ["nv-3"]
    assert rows(plan, tables.LIKENESS, "like_task_id")[1:] == [["nv-1"], ["nv-2"]]


def test_loads_and_sections(make):
    """A lead with three times the usual and ten tasks is told, a section without tasks too."""
    agencies = [{"id": f"so-{n}", "name": f"Sở {n}"} for n in range(4)]
    tasks = [task(f"nv-{n}", f"Việc {n}", lead=f"so-{0 if n > 2 else n}") for n in range(12)]
    sections = [{"id": f"muc-{n}", "number": str(n), "title": "x"} for n in (1, 2)]
    plan = make(agencies=agencies, sections=sections, tasks=tasks)
    assert breaches(plan, "lead-overloaded")["agency_id"].tolist() == ["so-0"]
    assert [one["section_id"] for one in breaches(plan, "section-without-tasks")["values"]] == ["muc-2"]


def test_blanks(make):
    """What a draft left open is a breach at its place, the number that stands in for none too."""
    decision = {"number": "1/KH-CAN-DIEN", "kind": "Kế hoạch", "title": "[CẦN ĐIỀN]"}
    tasks = [task("nv-1", status_note="Chuyển tiếp. [CẦN QUYẾT ĐỊNH] Chưa có cơ quan kế thừa.")]
    found = breaches(make(decision=decision, tasks=tasks), "draft-unfinished")["values"]
    assert [one["path"] for one in found] == ["decision.number", "decision.title", "tasks.0.status_note"]


def test_empty_plan(make):
    """A plan without anything but a section has tables without rows and one finding."""
    plan = make()
    filled = {name for name, table in check_tables(plan).items() if len(table)}
    assert filled == {"plan_sections", "plan_texts"}
    assert check_plan(plan).findings["rule_id"].tolist() == ["section-without-tasks"]


def test_amended_plan(make):
    """The plan is judged as it reads with its amendments: added tasks too, dropped ones no more."""
    vague = {"id": "nv-2", "section": "muc-1", "name": "Việc thêm"}
    amendment = {
        "id": "sua-doi",
        "decision": {"number": "90/QĐ-SKHCN", "kind": "Quyết định"},
        "in_force_from": "2025-09-01",
        "recorded_on": "2025-09-01",
        "changes": [{"change": "add", "task": vague}, {"change": "drop", "task_id": "nv-1"}],
    }
    plan = make(agencies=AGENCIES, tasks=[task("nv-1", lead="so-b")], amendments=[amendment])
    assert breaches(plan, "task-not-six-clear")["task_id"].tolist() == ["nv-2"]
    before = check_plan(plan, date(2025, 8, 31)).findings
    assert before.loc[before["rule_id"] == "task-not-six-clear", "task_id"].tolist() == ["nv-1"]


STARTS = {
    "on-the-day": ({"assigned_on": "2025-05-31"}, False),
    "a-day-after-it-is-due": ({"assigned_on": "2025-06-01"}, True),
    "work-begins-after-it-is-due": ({"starts_on": "2025-06-01"}, True),
    "from-the-plans-first-day": ({}, False),
}


@pytest.mark.parametrize(("parts", "is_found"), STARTS.values(), ids=STARTS)
def test_deadline_before_start(make, parts, is_found):
    """A task begins on the later of the days on which it is assigned and can be begun."""
    plan = make(tasks=[task("nv-1", deadline="Ngày 31/5/2025", **parts)])
    assert (len(breaches(plan, "deadline-before-start")) == 1) == is_found


def test_bases_by_their_first_day(make):
    """A listed document gives its days, the plan's own word comes first; a task needs it when it is assigned."""
    bases = [
        {"number": "335/2025/NĐ-CP", "kind": "Nghị định"},
        {"number": "5/KH-UBND", "kind": "Kế hoạch", "issued_on": "2025-05-06"},
        {"number": "6/KH-UBND", "kind": "Kế hoạch", "issued_on": "2025-05-05"},
    ]
    later = task("nv-1", legal_basis=["5/KH-UBND"], assigned_on="2025-05-06")
    plan = make(legal_bases=bases, tasks=[later])
    numbers = [values["number"] for values in breaches(plan, "basis-not-yet-in-force")["values"]]
    assert numbers == ["335/2025/NĐ-CP"]
    found = breaches(plan, "basis-issued-later")
    assert [values["number"] for values in found["values"]] == ["5/KH-UBND"]
    assert found["task_id"].isna().all()


NAMED = {
    "a-number": ("Quyết định 76/QĐ-SKHCN, mục 2", "76/QĐ-SKHCN"),
    "a-place-only": ("Mục 2", None),
    "words": ("theo quy định", None),
}


@pytest.mark.parametrize(("basis", "number"), NAMED.values(), ids=NAMED)
def test_documents_of_reporting_regimes(make, basis, number):
    """A regime names a document where a number can be read in its basis."""
    plan = make(agencies=AGENCIES, obligations=[obligation(basis=basis)])
    (row,) = check_tables(plan)["plan_obligations"].to_dict("records")
    assert (None if pd.isna(row["document_number"]) else row["document_number"]) == number
    assert len(breaches(plan, "report-without-document")) == (number is None)


def test_activities_and_indicators(make):
    """A finding names the activity or the indicator, and who leads or gives it."""
    activity = {"id": "kiem-tra", "number": "3", "title": "Kiểm tra", "kind": "inspection", "lead": "so-b"}
    indicator = {"id": "ty-le", "name": "Tỷ lệ", "unit": "%", "agency": "so-b", "baseline": 80, "target": 80}
    plan = make(
        agencies=AGENCIES,
        activities=[activity | {"lead_role": "chủ trì"}],
        indicators=[indicator | {"target_on": "2025-12-31", "direction": "up"}],
    )
    found = check_plan(plan).findings.set_index("rule_id")
    assert found.loc["activity-not-timed", ["activity_id", "agency_id"]].tolist() == ["kiem-tra", "so-b"]
    assert found.loc["indicator-target-not-better", ["indicator_id", "agency_id"]].tolist() == [
        "ty-le",
        "so-b",
    ]
    assert found.loc["indicator-without-source", "indicator_id"] == "ty-le"


@pytest.mark.parametrize(
    ("begins", "count"),
    [("2025-07-01", 0), ("2025-07-02", 1), (None, 0)],
    ids=["next-day", "gap", "was-there"],
)
def test_succession_without_a_gap(make, begins, count):
    """An heir that begins later than the day after leaves days on which nobody owes anything."""
    agencies = [
        {"id": "so-cu", "name": "Sở cũ", "valid_to": "2025-06-30", "successors": ["so-moi"]},
        {"id": "so-moi", "name": "Sở mới"} | ({"valid_from": begins} if begins else {}),
    ]
    assert len(breaches(make(agencies=agencies), "succession-gap")) == count


@pytest.mark.parametrize(
    ("known_at", "count"),
    [("2025-12-01T00:00:00+07:00", 0), ("2025-12-31T00:00:00+07:00", 1)],
    ids=["before-the-notice", "after-it"],
)
def test_days_off_as_they_were_known(make, known_at, count):
    """02/01/2026 became a day off by the notice of 25/12/2025; a plan looked at before does not know it."""
    tasks = [{"id": "nv-1", "section": "muc-1", "name": "Việc", "deadline": "Ngày 02/01/2026"}]
    plan = make(tasks=tasks, covers="2025-01-01/2026-12-31")
    found = check_plan(plan, known_at=datetime.fromisoformat(known_at)).findings
    assert (found["rule_id"] == "deadline-not-worked").sum() == count
