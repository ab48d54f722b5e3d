"""Sentences of findings: what they say where a value is not known."""

import pytest

from kh2025.report.wording import Words

DUE = {"due_on": "30/5/2025", "days_late": 15}


@pytest.mark.parametrize(
    ("rule", "values", "said"),
    [
        (
            "task-overdue",
            {**DUE, "state": "in_progress", "percent": 40},
            "Hạn 30/5/2025, quá 15 ngày; tình trạng báo cáo: đang thực hiện, 40%.",
        ),
        (
            "task-overdue",
            {**DUE, "state": "in_progress", "percent": None},
            "Hạn 30/5/2025, quá 15 ngày; tình trạng báo cáo: đang thực hiện.",
        ),
        (
            "task-overdue",
            {**DUE, "state": None, "percent": None},
            "Hạn 30/5/2025, quá 15 ngày; chưa có báo cáo tiến độ.",
        ),
    ],
    ids=["reported", "without a share", "unreported"],
)
def test_a_finding_says_what_is_known(rule, values, said):
    """What nobody reported is not shown as a dash within the sentence."""
    assert Words("vi", {}).finding(rule, values) == said
