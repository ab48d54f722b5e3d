"""The packaged example: literal where the decision is public, marked invented where it is not."""

from datetime import date

import pytest

import kh2025
from kh2025.law.citation import DocumentNumber
from kh2025.law.periods import Period
from kh2025.plan.duties import owner, report_duties, task_duties
from kh2025.share import folder
from kh2025.text.normal import normal_form

LITERAL = kh2025.load_plan("example:thai_binh_2025/plan.yaml")
DEMO = kh2025.load_plan("example:thai_binh_2025/demo.yaml")
PLANS = pytest.mark.parametrize("plan", [LITERAL, DEMO], ids=["literal", "demo"])

# The public announcement of 6 May 2025, word for word.
PURPOSES = (
    "Nâng cao chất lượng chỉ đạo, điều hành công tác phát triển khoa học, công nghệ, đổi mới sáng tạo và chuyển đổi số tỉnh Thái Bình.",
    "Nâng cao nhận thức của các cấp lãnh đạo, đội ngũ cán bộ, công chức, viên chức cũng như của người dân, tổ chức và xã hội.",
    "Tăng cường kỷ luật, kỷ cương hành chính, trách nhiệm của các tổ chức, cá nhân, nhất là người đứng đầu cơ quan hành chính nhà nước các cấp trong việc triển khai nhiệm vụ.",
    "Thực hiện có hiệu quả các nội dung, nhiệm vụ năm 2025.",
)


@PLANS
def test_decision(plan):
    """Both files are the plan of Decision 76/QĐ-SKHCN of 5 May 2025, for the year 2025."""
    assert plan.decision.number == "76/QĐ-SKHCN"
    assert plan.decision.issued_on == plan.in_force_from == date(2025, 5, 5)
    assert str(plan.covers) == "2025-01-01/2025-12-31"
    assert plan.id == "thai-binh-2025"


@PLANS
def test_purposes(plan):
    """The four purposes stand as announced."""
    assert plan.purposes == PURPOSES


@PLANS
def test_sections(plan):
    """The content has sections 1, 2 and 3; the second says how often, to whom and through whom to report."""
    assert [section.number for section in plan.sections] == ["1", "2", "3"]
    for words in ("2 Tiểu Ban", "qua Sở Khoa học và Công nghệ", "hằng tháng, quý, năm", "theo quy định"):
        assert words in plan.sections[1].text
    for words in ("41-ctr/tu", "26/kh-ubnd", "có phụ lục kèm theo"):
        assert words in normal_form(plan.sections[0].text)


@PLANS
def test_activities(plan):
    """Activities 3.a to 3.d are led by the department, as lead or as lead adviser; 3.d names two works."""
    assert [(one.number, one.kind, one.lead, one.lead_role) for one in plan.activities] == [
        ("3.a", "session", "so-khcn", "chủ trì"),
        ("3.b", "communication", "so-khcn", "chủ trì"),
        ("3.c", "inspection", "so-khcn", "chủ trì tham mưu"),
        ("3.d", "review", "so-khcn", "chủ trì tham mưu"),
        ("3.d", "next_plan", "so-khcn", "chủ trì tham mưu"),
    ]
    assert "Ban Chỉ đạo" in plan.activities[0].title
    assert "Kế hoạch năm 2026" in plan.activities[4].title


@PLANS
def test_legal_bases(plan):
    """The plan rests on the programme of the Party committee and the plan of the province, with their dates."""
    assert [(DocumentNumber.parse(one.number), one.issued_on.isoformat()) for one in plan.legal_bases] == [
        (DocumentNumber.parse("41-CTr/TU"), "2025-02-12"),
        (DocumentNumber.parse("26/KH-UBND"), "2025-02-13"),
    ]
    assert {DocumentNumber.parse(one.number).kind for one in plan.legal_bases} == {"CTr", "KH"}


@PLANS
def test_responsible(plan):
    """Members of the Subcommittee and heads of departments are responsible."""
    assert plan.responsible == ("Thành viên Tiểu Ban", "Người đứng đầu các sở, ban, ngành")


def test_literal_plan_invents_nothing():
    """The literal file has no task, no indicator, no frequency, and nothing invented; it says that the appendix is not public."""
    assert LITERAL.tasks == LITERAL.indicators == ()
    assert LITERAL.invented is None
    assert {(activity.every, activity.due) for activity in LITERAL.activities} == {(None, None)}
    assert LITERAL.rules == ()
    assert any("không được công bố" in note.text for note in LITERAL.notes)


def test_literal_plan_marks_its_assumptions():
    """What the decision does not say is marked: deadlines of reports, the letterhead and agencies of Hưng Yên, settings."""
    assert {one.due.mark for one in LITERAL.obligations} == {"assumption"}
    assert LITERAL.settings.mark == "assumption"
    assert [head.mark for head in LITERAL.letterheads] == ["verified", "assumption"]
    assert {one.mark for one in LITERAL.agencies if one.id.startswith("hy-")} == {"assumption"}
    told = normal_form(" ".join(one.text for one in LITERAL.assumptions))
    for words in ("kỳ báo cáo đầu tiên", "hưng yên", "phiên họp", "là giả định"):
        assert words in told, words


def test_demo_extends_the_literal_plan():
    """The demo is the literal plan with an appendix, indicators and a frequency; its decision is not touched."""
    text = (folder("examples") / "thai_binh_2025" / "demo.yaml").read_text("utf-8")
    assert "extends: plan.yaml" in text.splitlines()
    changed = {"invented", "notes", "assumptions", "agencies", "groups", "activities", "indicators", "tasks"}
    changed |= {"rules"}
    for name in type(DEMO).model_fields:
        assert (getattr(DEMO, name) != getattr(LITERAL, name)) == (name in changed), name
    assert [one.number for one in DEMO.activities] == [one.number for one in LITERAL.activities]


def test_demo_marks_its_invented_bodies():
    """The demo's further agencies say "(minh họa)" in every name and are marked; those of the decision stay as they are."""
    assert DEMO.agencies[: len(LITERAL.agencies)] == LITERAL.agencies
    invented = DEMO.agencies[len(LITERAL.agencies) :]
    assert invented
    for one in invented:
        assert "(minh họa)" in one.name
        assert "(minh họa)" in one.label
        assert one.mark == "assumption"
    for group in LITERAL.groups:
        added = set(DEMO.members(group.id)) - set(group.members)
        assert set(group.members) <= set(DEMO.members(group.id))
        assert added <= {one.id for one in invented}


def test_demo_says_that_it_is_invented():
    """The demo names what is invented and that it is no content of the decision; it never says that it has no task."""
    said = normal_form(DEMO.invented)
    for words in (
        "nhiệm vụ",
        "chỉ tiêu",
        "số liệu",
        "tự đặt ra",
        "không phải nội dung của quyết định 76/qđ-skhcn",
    ):
        assert words in said, words
    assert DEMO.tasks
    assert not any("không có nhiệm vụ cụ thể" in normal_form(note.text) for note in DEMO.notes)
    (session,) = [one for one in DEMO.activities if one.every]
    assert (session.id, session.mark) == ("phien-hop", "assumption")
    assert "minh họa" in session.note
    dated = [one for one in DEMO.activities if one.due]
    assert [(one.id, one.mark) for one in dated] == [
        ("tong-ket", "assumption"),
        ("ke-hoach-nam-sau", "assumption"),
    ]
    assert all("minh họa" in one.note for one in dated)
    assert all("minh họa" in one.reason for one in DEMO.rules)


def test_demo_shows_every_kind_of_deadline():
    """The invented tasks use all five kinds of deadline, one without a year, one led by a group."""
    schedules = [DEMO.schedule(task) for task in DEMO.tasks if task.deadline]
    assert {one.kind for one in schedules} == {"on_date", "in_period", "recurring", "range", "continuous"}
    assert any(one.year_assumed for one in schedules)
    assert any(task.lead in DEMO.group for task in DEMO.tasks)


@PLANS
def test_obligations(plan):
    """Departments report through so-khcn, which sends its own summary, each monthly, quarterly and yearly."""
    departments, summary = plan.obligations
    assert (departments.reporters, departments.through, departments.to) == (
        "so-ban-nganh",
        "so-khcn",
        "hai-tieu-ban",
    )
    assert (summary.reporters, summary.through, summary.to) == ("so-khcn", None, "hai-tieu-ban")
    assert (departments.tier, summary.tier) == (1, 2)
    assert departments.due.day < summary.due.day
    for one in plan.obligations:
        assert one.kinds == ("month", "quarter", "year")
        assert "76/QĐ-SKHCN" in one.basis


@PLANS
@pytest.mark.parametrize(
    ("kind", "first"), [("month", "2025-M05"), ("quarter", "2025-Q2"), ("year", "2025-A1")], ids=str
)
def test_first_owed_periods(plan, kind, first):
    """The first owed periods are May, quarter II and the year 2025."""
    for one in plan.obligations:
        assert str(one.first_period(kind, plan.in_force_from)) == first


def test_departments_report_and_districts_do_not():
    """Fourteen departments owe reports under the decision; districts and so-khcn itself are not among them."""
    members = LITERAL.members("so-ban-nganh")
    assert len(members) == len(set(members)) == 14
    assert "so-khcn" not in members
    assert set(members).isdisjoint(LITERAL.members("ubnd-cap-huyen"))
    table = report_duties(LITERAL, Period.parse("2025-Q2"))
    assert len(table) == 15
    assert table["agency_id"].notna().all()


SUCCESSION = {
    "merged-finance": ("so-khdt", "2025-03-01", "so-tc"),
    "merged-science": ("so-tttt", "2025-03-01", "so-khcn"),
    "merged-transport": ("so-gtvt", "2025-03-01", "so-xd"),
    "merged-agriculture": ("so-nnptnt", "2025-03-01", "so-nnmt"),
    "merged-environment": ("so-tnmt", "2025-03-01", "so-nnmt"),
    "merged-labour": ("so-ldtbxh", "2025-03-01", "so-nv"),
    "before-the-merger": ("so-khdt", "2025-02-28", "so-khdt"),
    "before-the-province": ("so-khcn", "2025-06-30", "so-khcn"),
    "new-province": ("so-khcn", "2025-07-01", "hy-so-khcn"),
    "twice": ("so-tttt", "2025-07-01", "hy-so-khcn"),
    "district-before": ("h-dong-hung", "2025-06-30", "h-dong-hung"),
    "district-after": ("h-dong-hung", "2025-07-01", None),
}


@PLANS
@pytest.mark.parametrize(("id_", "day", "owes"), SUCCESSION.values(), ids=SUCCESSION)
def test_succession(plan, id_, day, owes):
    """Departments merged on 1 March and pass to Hưng Yên on 1 July; districts end without heir."""
    assert owner(plan, id_, date.fromisoformat(day)) == owes


@PLANS
def test_every_department_has_an_owner_all_year(plan):
    """No duty of a department is without owner on any first of a month from the mergers of 01/3/2025 on."""
    for month in range(3, 13):
        for member in (*LITERAL.members("so-ban-nganh"), "so-khcn"):
            assert owner(plan, member, date(2025, month, 1)), (member, month)


@PLANS
def test_eight_districts(plan):
    """The city and seven districts exist until 30 June 2025."""
    members = plan.members("ubnd-cap-huyen")
    assert len(members) == 8
    assert {plan.agency[member].valid_to for member in members} == {date(2025, 6, 30)}


@PLANS
def test_letterheads(plan):
    """The letterhead changes with the province on 1 July 2025."""
    assert plan.letterhead(date(2025, 6, 30)).place == "Thái Bình"
    assert plan.letterhead(date(2025, 7, 1)).place == "Hưng Yên"


def test_demo_task_assigned_later():
    """The task assigned on 15 August is no duty on the day before."""
    before, after = (set(task_duties(DEMO, day)["task_id"]) for day in (date(2025, 8, 14), date(2025, 8, 15)))
    assert after - before == {"nv-36"}
