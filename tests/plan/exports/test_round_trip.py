"""A plan written as an appendix and read back: the fields of its tasks are equal."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import kh2025
from kh2025.plan.exports import exporter
from kh2025.plan.model import Plan

FORMATS = pytest.mark.parametrize("name", ["docx", "xlsx"])
FIELDS = (
    "name",
    "lead",
    "coordinating",
    "deadline",
    "products",
    "responsible",
    "authority",
    "legal_basis",
    "note",
)
DEMO = kh2025.load_plan("example:thai_binh_2025/demo.yaml")
PROVINCE = kh2025.load_plan("example:province_2026/plan.yaml")
# Names and products as offices write them, with the signs that part lists inside.
AGENCIES = ("Sở Văn hóa, Thể thao và Du lịch", "Sở Y tế", "UBND thành phố Thái Bình", "Công an tỉnh")
WORK = (
    "Xây dựng kế hoạch; trình UBND tỉnh",
    "Tổ chức hội nghị (02 cuộc), tập huấn",
    "=HYPERLINK(1)",
    "Rà soát 50% hồ sơ",
)
PRODUCTS = ("Kế hoạch; bản 1", "Báo cáo", "Tờ trình, dự thảo Quyết định", "Hệ thống 1.0")
DEADLINES = ("Quý II/2025", "Trước ngày 30/6/2025", "Hằng tháng, hạn ngày 25", "Thường xuyên", "2025–2030")


def read_back(plan, name, folder):
    path = folder / f"appendix.{name}"
    path.write_bytes(exporter(name)(plan))
    draft = kh2025.import_appendix(path, year=plan.covers.first.year, agencies=plan)
    (folder / "draft.yaml").write_text(draft.yaml(), "utf-8")
    return kh2025.load_plan(folder / "draft.yaml")


def fields(plan):
    order = {section.id: place for place, section in enumerate(plan.sections)}
    tasks = sorted(plan.tasks, key=lambda task: order[task.section])
    return [tuple(getattr(task, name) for name in FIELDS) for task in tasks]


@FORMATS
@pytest.mark.parametrize("plan", [DEMO, PROVINCE], ids=["demo", "province"])
def test_example(name, plan, tmp_path):
    """The packaged plans come back with every field of every task, and their sections."""
    read = read_back(plan, name, tmp_path)
    assert fields(read) == fields(plan)
    with_tasks = {task.section for task in plan.tasks}
    titles = [section.title for section in plan.sections if section.id in with_tasks]
    assert [section.title for section in read.sections] == titles


@st.composite
def plans(draw):
    """Plans of a few tasks, each field drawn or left out."""

    def optional(values):
        return st.none() | st.sampled_from(values)

    ids = [f"co-quan-{n}" for n in range(len(AGENCIES))]
    tasks = []
    for number in range(draw(st.integers(1, 5))):
        lead, *others = draw(st.lists(st.sampled_from(ids), unique=True, min_size=1))
        task = {
            "id": f"nv-{number}",
            "section": draw(st.sampled_from(["muc-1", "muc-2"])),
            "name": f"{draw(st.sampled_from(WORK))} {number}",
            "lead": lead,
            "coordinating": others,
            "deadline": draw(optional(DEADLINES)),
            "products": draw(st.lists(st.sampled_from(PRODUCTS), unique=True)),
            "responsible": draw(optional(["Giám đốc Sở Y tế"])),
            "authority": draw(optional(["UBND tỉnh quyết định"])),
            "legal_basis": draw(
                st.lists(st.sampled_from(["57-NQ/TW", "71/NQ-CP", "26/KH-UBND"]), unique=True)
            ),
            "note": draw(optional(["Theo Nghị quyết 57-NQ/TW"])),
        }
        tasks.append({key: value for key, value in task.items() if value is not None})
    whole = {
        "id": "ke-hoach",
        "title": "Kế hoạch",
        "decision": {"number": "76/QĐ-SKHCN", "kind": "Quyết định"},
        "in_force_from": "2025-05-05",
        "covers": "2025-01-01/2025-12-31",
        "letterheads": [{"valid_from": "2025-05-05", "body": "SỞ", "place": "Thái Bình", "code": "SKHCN"}],
        "sections": [{"id": f"muc-{n}", "number": str(n), "title": f"Nhóm nhiệm vụ {n}"} for n in (1, 2)],
        "agencies": [{"id": id_, "name": name} for id_, name in zip(ids, AGENCIES, strict=True)],
        "tasks": tasks,
    }
    return Plan.model_validate_json(json.dumps(whole))


@FORMATS
@given(plan=plans())
@settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_plan(name, tmp_path, plan):
    """Whatever the fields hold, lists with commas and semicolons inside too, they come back equal."""
    assert fields(read_back(plan, name, tmp_path)) == fields(plan)
