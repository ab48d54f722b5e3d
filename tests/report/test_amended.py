"""A report says by which decisions the plan was amended, which are still to come, and what a deadline was before."""

from datetime import date

import pytest

import kh2025
from kh2025.ledger.facts import Facts
from kh2025.plan.model import Plan
from kh2025.report.compose import period_report
from kh2025.report.html import render

SECTION = {"section": "muc-1", "name": "Một"}
LETTERHEAD = {"valid_from": date(2025, 5, 5), "body": "SỞ", "place": "Thái Bình", "code": "SO"}


def amendment(number, in_force_from, *changes):
    return {
        "id": f"sua-doi-{number}",
        "decision": {"number": f"{number}/QĐ-UBND", "kind": "Quyết định"},
        "in_force_from": in_force_from,
        "recorded_on": date(2025, 6, 2),
        "changes": changes,
    }


PLAN = Plan.model_validate(
    {
        "id": "ke-hoach",
        "title": "Kế hoạch",
        "decision": {"number": "1/QĐ-UBND", "kind": "Quyết định"},
        "in_force_from": date(2025, 5, 5),
        "covers": "2025-01-01/2025-12-31",
        "letterheads": (LETTERHEAD,),
        "sections": ({"id": "muc-1", "number": "1", "title": "Mục 1"},),
        "agencies": ({"id": "so-a", "name": "Sở A"}, {"id": "so-b", "name": "Sở <B>"}),
        "tasks": (
            {"id": "nv-1", "lead": "so-a", "deadline": "Quý II/2025", **SECTION},
            {"id": "nv-2", "lead": "so-a", **SECTION},
        ),
        "amendments": (
            amendment(
                90,
                date(2025, 6, 1),
                {"change": "deadline", "task_id": "nv-1", "deadline": "Quý IV/2025"},
                {"change": "add", "task": {"id": "nv-3", **SECTION}},
            ),
            amendment(
                91,
                date(2025, 6, 15),
                {"change": "lead", "task_id": "nv-2", "lead": "so-b"},
                {"change": "replace", "task": {"id": "nv-1", **SECTION}},
                {"change": "drop", "task_id": "nv-2"},
            ),
        ),
    }
)


def page(lang, as_of="2025-07-01T00:00:00+07:00"):
    """The report of the second quarter without any fact, as HTML."""
    facts = Facts.none()
    return render(period_report(kh2025.evaluate(PLAN, facts, "2025-Q2", as_of=as_of), lang))


SAID = {
    "vi": (
        (
            "Quyết định số 90/QĐ-UBND, có hiệu lực từ ngày 01/6/2025, cập nhật ngày 02/6/2025: thời hạn của nhiệm vụ nv-1 "
            "là Quý IV/2025; bổ sung nhiệm vụ nv-3 (Một)."
        ),
        (
            "chưa áp dụng ở đây vì đánh giá đến hết ngày 14/6/2025: nhiệm vụ nv-2 do Sở &lt;B&gt; chủ trì; thay nhiệm vụ "
            "nv-1 bằng nội dung mới (Một); bãi bỏ nhiệm vụ nv-2."
        ),
        "Quý IV/2025 (ban đầu: Quý II/2025)",
    ),
    "en": ("task nv-3 is added (Một).", "pending: not applied here", "Quý IV/2025 (originally: Quý II/2025)"),
}


@pytest.mark.parametrize(("lang", "sentences"), SAID.items(), ids=SAID)
def test_amendments_are_told(lang, sentences):
    """In force or pending, each amendment is told with its changes; the first deadline stands beside the new one."""
    made = page(lang)
    for sentence in sentences:
        assert sentence in made


def test_amendments_not_yet_known_are_not_told():
    """As of the day before they were recorded, nothing of the amendments is in the report."""
    made = page("vi", "2025-06-01T23:59:59+07:00")
    assert "90/QĐ-UBND" not in made
    assert "91/QĐ-UBND" not in made
    assert "ban đầu: " not in made
