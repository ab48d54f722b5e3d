"""What the schema refuses leaves a draft, and is told."""

import json

import pytest

from kh2025.plan.intake.doubts import Doubts
from kh2025.plan.intake.draft_plan import make_loadable, shown_name
from kh2025.plan.model import Plan

TASK = {"id": "nv-1", "section": "muc-1", "name": "Việc"}
REFUSED = {
    "optional-key": ({**TASK, "deadline": "Quý V/2025"}, [TASK], ["tasks.0.deadline"]),
    "text-in-an-old-encoding": ({**TASK, "name": "häc tËp"}, [{**TASK, "name": "học tập"}], ["tasks.0.name"]),
    "item-of-a-list": (
        {**TASK, "products": ["Kế hoạch", " "]},
        [{**TASK, "products": ["Kế hoạch"]}],
        ["tasks.0.products.1"],
    ),
    "required-key": ({**TASK, "name": " "}, [], ["tasks.0.name", "tasks.0.name"]),
}


@pytest.mark.parametrize(("task", "left", "keys"), REFUSED.values(), ids=REFUSED)
def test_refused_values_leave(make, task, left, keys):
    """The value is corrected where its error says how, else left out, with its task where that needs it."""
    plan = json.loads(make().model_dump_json(exclude_defaults=True)) | {"covers": "2025-01-01/2025-12-31"}
    plan |= {"tasks": [task]}
    doubts = Doubts()
    make_loadable(plan, doubts)
    assert plan["tasks"] == left
    assert [doubt.problem.details["key"] for doubt in doubts] == keys
    assert Plan.model_validate_json(json.dumps(plan))


NAMES = {
    "plain": ("phụ lục.docx", "phụ lục.docx"),
    "hidden": ("a\u202eb.docx", "ab.docx"),
    "lost": ("a\udcff.docx", "a?.docx"),
    "nothing": ("\u200b", "?"),
}


@pytest.mark.parametrize(("name", "shown"), NAMES.values(), ids=NAMES)
def test_file_names_are_texts(name, shown):
    """The file's name is put into the draft without what no text may carry."""
    assert shown_name(name) == shown
