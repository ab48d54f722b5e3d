"""Where a file's amendment is wrong: the whole key path, also where a key bears the name of its change."""

import pytest

import kh2025
from kh2025.plan.files import load_plan

PLAN = """\
id: thu
title: Thử
decision: {number: 1/KH-UBND, kind: Kế hoạch}
in_force_from: 2025-01-01
covers: 2025-01-01/2025-12-31
letterheads: [{valid_from: 2025-01-01, body: B, place: P, code: C}]
sections: [{id: muc-1, number: "1", title: Mục}]
agencies: [{id: so-a, name: Sở A}]
tasks: [{id: nv-1, section: muc-1, name: Việc, lead: so-a, deadline: Quý II/2025}]
amendments:
  - id: sua-doi
    decision: {number: 2/QĐ-UBND, kind: Quyết định}
    in_force_from: 2025-03-01
    recorded_on: 2025-03-01
    changes:
"""
WRONG = {
    "deadline-not-real": ("{change: deadline, task_id: nv-1, deadline: Quý V/2025}", "deadline"),
    "deadline-no-text": ("{change: deadline, task_id: nv-1, deadline: 5}", "deadline"),
    "lead-unknown": ("{change: lead, task_id: nv-1, lead: so-z}", "lead"),
    "coordinating-unknown": (
        "{change: lead, task_id: nv-1, lead: so-a, coordinating: [so-z]}",
        "coordinating.0",
    ),
    "task-unknown": ("{change: drop, task_id: nv-9}", "task_id"),
}


@pytest.mark.parametrize(("change", "key"), WRONG.values(), ids=WRONG)
def test_place_of_a_wrong_change(tmp_path, change, key):
    """The error names the line and every key down to the wrong value."""
    file = tmp_path / "plan.yaml"
    file.write_text(f"{PLAN}      - {change}\n", "utf-8")
    with pytest.raises(kh2025.PlanError) as refused:
        load_plan(file)
    places = [one.place for one in refused.value.problems]
    assert places == [f"{file}:16 amendments.0.changes.0.{key}"]
