"""What a plan reads differently on one day than on another."""

from datetime import date

import pandas as pd
import pytest

from kh2025.plan.changes import CHANGES, plan_changes

AGENCIES = [
    {"id": "so-a", "name": "Sở A", "short_name": "A", "valid_to": "2025-06-30", "successors": ["so-b"]},
    {"id": "so-b", "name": "Sở B", "valid_from": "2025-07-01"},
    {"id": "huyen", "name": "Huyện", "valid_to": "2025-06-30"},
]
TASKS = [
    {"id": "nv-1", "section": "muc-1", "name": "Một", "lead": "so-b", "deadline": "Quý II/2025"},
    {"id": "nv-2", "section": "muc-1", "name": "Hai", "products": ["Báo cáo"]},
]


def amendment(id_, day, *changes):
    decision = {"number": f"{90 + int(id_[-1])}/QĐ-SKHCN", "kind": "Quyết định"}
    dates = {"in_force_from": day, "recorded_on": day}
    return {"id": id_, "decision": decision, "changes": list(changes)} | dates


def deadline(text):
    return {"change": "deadline", "task_id": "nv-1", "deadline": text}


@pytest.fixture
def amended(make):
    """A plan with agencies that end, and some amendments."""
    return lambda *given: make(agencies=AGENCIES, tasks=TASKS, amendments=list(given))


def told(plan, first, last):
    found = CHANGES.check(plan_changes(plan, date.fromisoformat(first), date.fromisoformat(last)))
    return [
        tuple(
            None if pd.isna(row[name]) else row[name] for name in ("subject_id", "change", "before", "after")
        )
        for row in found.to_dict("records")
    ]


CASES = {
    "deadline": (deadline("Quý IV/2025"), ("nv-1", "deadline", "Quý II/2025", "Quý IV/2025")),
    "lead": (
        {"change": "lead", "task_id": "nv-2", "lead": "so-b", "coordinating": ["so-a", "huyen"]},
        ("nv-2", "lead", None, "Sở B"),
        ("nv-2", "coordinating", None, "A; Huyện"),
    ),
    "dropped": ({"change": "drop", "task_id": "nv-2"}, ("nv-2", "dropped", "Hai", None)),
    "added": (
        {"change": "add", "task": {"id": "nv-3", "section": "muc-1", "name": "Ba"}},
        ("nv-3", "added", None, "Ba"),
    ),
    "replaced": (
        {"change": "replace", "task": {"id": "nv-2", "section": "muc-1", "name": "Hai mới"}},
        ("nv-2", "name", "Hai", "Hai mới"),
        ("nv-2", "products", "Báo cáo", None),
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_amended(amended, case):
    """Each change of an amendment is told between the day before and the day in force, and on no other days."""
    change, *expected = case
    plan = amended(amendment("sd-1", "2025-08-01", change))
    assert told(plan, "2025-07-31", "2025-08-01") == expected
    assert told(plan, "2025-08-01", "2025-12-31") == []
    row = plan_changes(plan, date(2025, 7, 31), date(2025, 8, 1)).iloc[0]
    assert (row["on"], row["document_number"]) == (pd.Timestamp(2025, 8, 1), "91/QĐ-SKHCN")


def test_last_of_two(amended):
    """A part that was changed twice names the last decision; changed back it is not different."""
    plan = amended(
        amendment("sd-1", "2025-08-01", deadline("Quý III/2025")),
        amendment("sd-2", "2025-09-01", deadline("Quý IV/2025")),
        amendment("sd-3", "2025-10-01", deadline("Quý II/2025")),
    )
    (row,) = plan_changes(plan, date(2025, 7, 31), date(2025, 9, 30)).to_dict("records")
    assert (row["after"], row["document_number"]) == ("Quý IV/2025", "92/QĐ-SKHCN")
    assert told(plan, "2025-07-31", "2025-10-01") == []


def test_first_of_a_new_run(amended):
    """A value that a task had long before is told by the decision that brought it back."""
    plan = amended(
        amendment("sd-1", "2025-06-01", deadline("Quý III/2025")),
        amendment("sd-2", "2025-07-01", deadline("Quý IV/2025")),
        amendment("sd-3", "2025-08-01", deadline("Quý III/2025")),
        amendment("sd-4", "2025-09-01", {"change": "lead", "task_id": "nv-1", "lead": "huyen"}),
    )
    found = plan_changes(plan, date(2025, 7, 31), date(2025, 12, 31)).set_index("change")["document_number"]
    assert found.to_dict() == {"lead": "94/QĐ-SKHCN", "deadline": "93/QĐ-SKHCN"}


def test_added_and_then_changed(amended):
    """An added task is told by the decision that added it, whatever changed it later."""
    plan = amended(
        amendment("sd-1", "2025-08-01", CASES["added"][0]),
        amendment("sd-2", "2025-09-01", {"change": "lead", "task_id": "nv-3", "lead": "so-b"}),
    )
    (row,) = plan_changes(plan, date(2025, 7, 31), date(2025, 12, 31)).to_dict("records")
    assert (row["change"], row["on"], row["document_number"]) == (
        "added",
        pd.Timestamp(2025, 8, 1),
        "91/QĐ-SKHCN",
    )


def test_succession(amended):
    """Agencies end on the day after their last, with who takes over, and begin on their first."""
    plan = amended()
    assert told(plan, "2025-06-30", "2025-07-01") == [
        ("so-a", "ended", "A", "Sở B"),
        ("so-b", "began", None, "Sở B"),
        ("huyen", "ended", "Huyện", None),
    ]
    assert told(plan, "2025-06-29", "2025-06-30") == []
    assert told(plan, "2025-07-01", "2025-07-02") == []


def test_letterhead(make):
    """Another letterhead is told with both."""
    heads = [
        {"valid_from": "2025-05-05", "body": "SỞ", "place": "Thái Bình", "code": "SKHCN"},
        {"valid_from": "2025-07-01", "superior": "UBND", "body": "SỞ", "place": "Hưng Yên", "code": "SKHCN"},
    ]
    assert told(make(letterheads=heads), "2025-06-30", "2025-07-01") == [
        ("SKHCN", "body", "SỞ, Thái Bình", "UBND SỞ, Hưng Yên")
    ]
