"""StratML: valid against the public schema whatever the plan holds, and complete as far as StratML has room."""

import re

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from lxml import etree
from pydantic import ValidationError

from kh2025.plan.exports.stratml import NAMESPACE, export
from kh2025.text.xml_text import xml_text

NAMES = {"s": NAMESPACE}
PLANS = pytest.mark.parametrize("plan", ["demo", "literal", "hostile", "empty"])


def read(plan):
    return etree.fromstring(export(plan))


def texts(node, path):
    """The texts under a path whose steps are names of StratML."""
    return [
        found.text or "" for found in node.findall("/".join(f"s:{step}" for step in path.split("/")), NAMES)
    ]


def objective(root, name):
    """The objective of a name."""
    return next(one for one in root.iter(f"{{{NAMESPACE}}}Objective") if texts(one, "Name") == [name])


@PLANS
def test_valid_against_the_public_schema(plan, request, xsd):
    """The schema of 2016-02-16 accepts the export."""
    xsd.assertValid(read(request.getfixturevalue(plan)))


def test_the_schema_refuses_what_is_wrong(demo, xsd):
    """The validation can fail: a goal less than one, an unknown element, a date day first."""
    for pattern, wrong in (
        (rb"(?s)<Goal>.*</Goal>", b""),
        (rb"<Mission>", b"<Misson>"),
        (rb"2025-12-31", b"31/12/2025"),
    ):
        broken = re.sub(pattern, wrong, export(demo)).replace(
            b"</Mission>" if b"Misson" in wrong else b"\0", b"</Misson>"
        )
        assert not xsd.validate(etree.fromstring(broken)), pattern


@settings(deadline=None, max_examples=50)
@given(text=st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40))
def test_any_text_is_valid(make, xsd, text):
    """No title, name or text of a plan makes the export invalid, and a reader gets the text back."""
    section = {"id": "muc-1", "number": text, "title": text, "text": text}
    one = {
        "id": "nv-1",
        "section": "muc-1",
        "name": text,
        "products": [text],
        "responsible": text,
        "note": text,
    }
    try:
        plan = make(title=text, sections=[section], tasks=[one], invented=text, purposes=[text])
    except ValidationError:
        assume(False)
    root = read(plan)
    xsd.assertValid(root)
    assert texts(root, "Name") == [xml_text(plan.title)]


def test_hostile_texts_come_back(hostile):
    """Markup, formulas and ends of sections are text; only what XML cannot carry is gone."""
    root = read(hostile)
    named = [texts(one, "Name")[0] for one in root.iter(f"{{{NAMESPACE}}}Objective")]
    assert named == [xml_text(task.name) for task in hostile.tasks]


def test_plan(demo):
    """Name, decision, days covered and day of issue stand in their places."""
    root = read(demo)
    assert root.tag == f"{{{NAMESPACE}}}PerformancePlanOrReport"
    assert root.get("Type") == "Performance_Plan"
    assert texts(root, "Name") == [demo.title]
    assert "76/QĐ-SKHCN ngày 05/5/2025" in texts(root, "Description")[0]
    days = [
        texts(root, f"AdministrativeInformation/{name}")[0]
        for name in ("StartDate", "EndDate", "PublicationDate")
    ]
    assert days == ["2025-01-01", "2025-12-31", "2025-05-05"]


def test_invention_comes_first(demo, literal):
    """What is invented is the first thing said about the demo; the literal plan says no such thing."""
    said = texts(read(demo), "OtherInformation")[0]
    assert said.startswith(f"Số liệu giả định, không có thật: {demo.invented}\n")
    assert "không có thật" not in texts(read(literal), "OtherInformation")[0]
    for note in (*literal.notes, *literal.assumptions):
        assert note.text in texts(read(literal), "OtherInformation")[0]


def test_organization_and_mission(demo):
    """The issuing body with everybody named as stakeholder; the purposes are the mission."""
    core = read(demo).find("s:StrategicPlanCore", NAMES)
    (organization,) = core.findall("s:Organization", NAMES)
    assert texts(organization, "Name") == [demo.decision.issuer]
    named = texts(organization, "Stakeholder/Name")
    assert named == [one.name for one in (*demo.agencies, *demo.groups)] + list(demo.responsible)
    assert texts(core, "Mission/Description") == ["\n".join(demo.purposes)]
    assert core.find("s:Vision", NAMES) is core.find("s:Value", NAMES) is None


def test_sections_and_tasks(demo):
    """Each section is a goal with its tasks as objectives; activities and indicators have goals of their own."""
    goals = read(demo).findall("s:StrategicPlanCore/s:Goal", NAMES)
    assert [texts(goal, "Name")[0] for goal in goals[:3]] == [section.title for section in demo.sections]
    assert [texts(goal, "SequenceIndicator") for goal in goals[:3]] == [["1"], ["2"], ["3"]]
    for goal, section in zip(goals, demo.sections, strict=False):
        assert texts(goal, "Objective/Name") == [one.name for one in demo.tasks if one.section == section.id]
    assert texts(goals[3], "Objective/Name") == [one.title for one in demo.activities]
    assert texts(goals[4], "Objective/Name") == [one.name for one in demo.indicators]
    assert len(goals) == 5


def test_task(demo):
    """Products, parties with their roles, the deadline as written and its day."""
    task = demo.tasks[0]
    found = objective(read(demo), task.name)
    assert texts(found, "Description") == ["Sản phẩm/kết quả: Bộ chỉ tiêu; Hướng dẫn cách tính"]
    roles = list(zip(texts(found, "Stakeholder/Name"), texts(found, "Stakeholder/Role/Name"), strict=True))
    assert roles == [
        ("Sở Khoa học và Công nghệ", "Cơ quan chủ trì"),
        ("Sở Nội vụ", "Cơ quan phối hợp"),
        ("Văn phòng UBND tỉnh", "Cơ quan phối hợp"),
        ("Giám đốc Sở Khoa học và Công nghệ", "Lãnh đạo phụ trách"),
    ]
    assert "Thời gian hoàn thành: Ngày 15/5/2025" in texts(found, "OtherInformation")[0]
    assert texts(found, "PerformanceIndicator/MeasurementInstance/TargetResult/EndDate") == ["2025-05-15"]


def test_recurring_and_continuous_tasks(demo):
    """A recurring task has one target a due day; a continuous one and one without deadline have none."""
    by_id = {task.id: task for task in demo.tasks}
    root, days = read(demo), "PerformanceIndicator/MeasurementInstance/TargetResult/EndDate"
    assert texts(objective(root, by_id["nv-32"].name), days) == ["2025-06-30", "2025-09-30", "2025-12-31"]
    assert texts(objective(root, by_id["nv-34"].name), days) == []
    assert texts(objective(root, by_id["nv-24"].name), days) == []


def test_indicator(demo):
    """Baseline and target with unit and day; a decimal comma or an exponent is never written."""
    found = objective(read(demo), demo.indicators[1].name).find("s:PerformanceIndicator", NAMES)
    assert texts(found, "UnitOfMeasurement") == ["ngày làm việc"]
    assert texts(found, "MeasurementInstance/ActualResult/NumberOfUnits") == ["5.2"]
    assert texts(found, "MeasurementInstance/TargetResult/NumberOfUnits") == ["3.5"]
    assert texts(found, "MeasurementInstance/TargetResult/EndDate") == ["2025-12-31"]
    assert "càng thấp càng tốt" in texts(found, "OtherInformation")[0]


@pytest.mark.parametrize(
    ("value", "written"),
    [(0.0, "0"), (1e-7, "0.0000001"), (1e22, "1" + "0" * 22), (-2.5, "-2.5"), (100.0, "100")],
    ids=["zero", "small", "large", "negative", "hundred"],
)
def test_numbers_are_decimals(make, xsd, value, written):
    """Every number is an xsd:decimal."""
    one = {
        "id": "ct",
        "name": "Chỉ tiêu",
        "unit": "%",
        "agency": "cq",
        "target": value,
        "target_on": "2025-12-31",
    }
    plan = make(agencies=[{"id": "cq", "name": "Sở"}], indicators=[one | {"direction": "up"}])
    root = read(plan)
    xsd.assertValid(root)
    assert [found.text for found in root.iter(f"{{{NAMESPACE}}}NumberOfUnits")] == [written]


def test_a_plan_without_sections_has_one_goal(empty):
    """The schema asks for a goal, so the plan itself is one, and says that there are no sections."""
    (goal,) = read(empty).findall("s:StrategicPlanCore/s:Goal", NAMES)
    assert texts(goal, "Name") == [empty.title]
    assert texts(goal, "Objective/Name") == []


def test_identifiers_are_unique_and_stay(demo, literal):
    """Every identifier is used once, and a section has the same one in the plan that extends and in its base."""
    root = read(demo)
    found = [one.text for one in root.iter(f"{{{NAMESPACE}}}Identifier")]
    assert len(found) == len(set(found)) > len(demo.tasks)
    assert all(
        re.fullmatch("_[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}", one) for one in found
    )
    path = "StrategicPlanCore/Goal/Identifier"
    assert texts(root, path)[:4] == texts(read(literal), path)[:4]
