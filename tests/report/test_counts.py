"""Sentences name the counts of the tables beside them, and none of nothing."""

import re

import pytest

import kh2025
from kh2025.plan.tables import agency_names
from kh2025.report.sections.results import reporting_sentence, sentences
from kh2025.report.wording import Words

LOOKS = {
    "quarter": ("2025-Q2", "2025-06-25"),
    "month": ("2025-M05", "2025-05-30"),
    "running": ("2025-Q3", "2025-07-02"),
    "nine-months": ("2025-9M", "2025-09-30"),
    "year": ("2025-A1", "2026-01-10"),
}
DAY = re.compile(r"\d{4}-\d{2}-\d{2}|\d{2}/\d{1,2}/\d{4}")


@pytest.fixture(scope="module", params=LOOKS.values(), ids=LOOKS)
def ev(request):
    """The example at the end of several periods, one of them still running."""
    period, day = request.param
    plan = kh2025.load_plan("example:thai_binh_2025/demo.yaml")
    facts = kh2025.open_facts("example:thai_binh_2025/facts")
    return kh2025.evaluate(plan, facts, period, as_of=f"{day}T17:00:00+07:00")


def numbers(text):
    """The whole numbers of a sentence but those of its days."""
    return [int(one) for one in re.findall(r"\b\d+\b", DAY.sub("", text))]


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_counts_of_a_sentence_are_those_of_the_table(ev, lang):
    """Tasks, flow and reports: every count that is not zero, none that is, and no other number."""
    words = Words(lang, agency_names(ev.scope.plan))
    stock, rate, flow = (one.text for one in sentences(ev, words))
    tasks, in_period, reports = (ev.summary[name] for name in ("tasks", "tasks_in_period", "submissions"))
    assert 0 not in [*numbers(stock), *numbers(flow), *numbers(reporting_sentence(ev, words).text)]
    parts = [count for name, count in tasks.items() if count and name.startswith(("done_", "open_"))]
    beside = [tasks[name] for name in ("suspended", "cancelled") if tasks[name]]
    assert set(numbers(stock)) >= {tasks["total"], *parts, *beside}
    assert sum(parts) == tasks["total"]
    shown = ev.summary["rates"]["done_of_due"]
    assert f"({shown['numerator']}/{shown['denominator']})" in rate
    assert numbers(flow)[:1] == ([in_period["total"]] if in_period["total"] else [])
    assert sum(numbers(flow)[1:]) == in_period["total"]
    told = numbers(reporting_sentence(ev, words).text)
    expected = [reports[name] for name in ("on_time", "late", "missing", "replaced") if reports[name]]
    assert told[: len(expected) + 1] == ([reports["expected"], *expected] if expected else told[:1])
    assert sum(expected) == reports["expected"]
