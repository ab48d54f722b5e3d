"""A plan that switches off, re-weighs or gives other values to a rule: never in silence, and never to a rule that is not."""

from datetime import date, datetime

import pytest
from worlds import activity, agency, facts_of, plan_of, record, task

import kh2025
from kh2025.errors import PlanError
from kh2025.plan.files import load_plan
from kh2025.report.compose import period_report
from kh2025.report.html import render

AS_OF = "2025-10-01T00:00:00+07:00"
REASON = "Lý do <b>của</b> tổ công tác."


def plan_with(*rules, **parts):
    """A plan with one task, 92 days overdue at the end of September, that changes some rules."""
    return plan_of(
        agencies=[agency("so-a")],
        tasks=[task(1, lead="so-a", deadline="Tháng 6/2025")],
        rules=rules,
        **parts,
    )


def evaluate(plan, **records):
    """The calendar's third quarter, whose cut-off is 30/9."""
    return kh2025.evaluate(plan, facts_of(records), "2025-Q3@calendar", as_of=AS_OF)


def verdict(ev, rule_id):
    """The row of a rule."""
    return ev.verdicts.set_index("rule_id").loc[rule_id]


def found(ev, rule_id):
    """The severities of a rule's findings."""
    return ev.findings.loc[ev.findings["rule_id"] == rule_id, "severity"].tolist()


def test_without_changes():
    """The rule finds the task, with its own weight, and nothing is told of changes."""
    ev = evaluate(plan_with())
    assert found(ev, "task-long-overdue") == ["critical"]
    assert verdict(ev, "task-long-overdue")["standing"] == "in_force"
    assert ev.summary["rules"] == []


def test_off():
    """A rule that is off finds nothing; its verdicts, the summary and the report say so, with the reason."""
    ev = evaluate(plan_with({"rule": "task-long-overdue", "off": True, "reason": REASON}))
    row = verdict(ev, "task-long-overdue")
    assert (row["breach"], row["not_applicable"], row["standing"]) == (0, len(ev.duties), "off")
    assert row["reason"] == REASON
    assert ev.summary["rules"] == [
        {"rule_id": "task-long-overdue", "off": True, "severity": None, "parameters": {}, "reason": REASON}
    ]


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_report_prints_the_reason(lang):
    """The report names the rule and the reason, as text and not as markup; an agency's report too."""
    ev = evaluate(plan_with({"rule": "task-long-overdue", "off": True, "reason": REASON}))
    for one in (ev, ev.for_agency("so-a")):
        page = render(period_report(one, lang))
        assert "task-long-overdue" in page
        assert "Lý do &lt;b&gt;của&lt;/b&gt; tổ công tác." in page


def test_another_severity():
    """The finding carries the plan's weight, and the report says what is usual."""
    ev = evaluate(plan_with({"rule": "task-long-overdue", "severity": "notice", "reason": REASON}))
    assert found(ev, "task-long-overdue") == ["notice"]
    assert verdict(ev, "task-long-overdue")["severity"] == "notice"
    page = render(period_report(ev, "en"))
    assert "its severity is notice, else critical" in page


VALUES = {"as-many": (92, []), "one-less": (91, ["critical"])}


@pytest.mark.parametrize(("most", "severities"), VALUES.values(), ids=VALUES)
def test_other_values(most, severities):
    """The plan's value decides, and the day of the breach follows it."""
    change = {"rule": "task-long-overdue", "parameters": {"most_days": most}, "reason": REASON}
    ev = evaluate(plan_with(change))
    assert found(ev, "task-long-overdue") == severities
    since = ev.findings.loc[ev.findings["rule_id"] == "task-long-overdue", "since_on"]
    assert since.dt.date.tolist() == [date(2025, 9, 30)] * len(severities)
    assert f"most_days is {most} days, else 90" in render(period_report(ev, "en"))


def test_plan_rules_too():
    """The check of a plan heeds the changes and lists them."""
    change = {"rule": "section-without-tasks", "off": True, "reason": REASON}
    sections = [{"id": name, "number": name, "title": name} for name in ("muc-1", "muc-2")]
    for rules, count in (((), 1), ((change,), 0)):
        checked = kh2025.check_plan(plan_with(*rules, sections=sections))
        assert (checked.findings["rule_id"] == "section-without-tasks").sum() == count
    assert checked.verdicts.set_index("rule_id").loc["section-without-tasks", "reason"] == REASON


WRONG = {
    "unknown-rule": (
        {"rule": "task-long-overdu", "off": True},
        ("plan-rule", "ke-hoach rules.0.rule", "task-long-overdu"),
    ),
    "unknown-value": (
        {"rule": "task-long-overdue", "parameters": {"most_day": 1}},
        ("plan-rule-parameter", "ke-hoach rules.0.parameters", "most_day"),
    ),
    "value-of-a-rule-without": (
        {"rule": "task-overdue", "parameters": {"days": 1}},
        ("plan-rule-parameter", "ke-hoach rules.0.parameters", "days"),
    ),
}


@pytest.mark.parametrize(("change", "problem"), WRONG.values(), ids=WRONG)
def test_refused_where_plan_and_rules_meet(change, problem):
    """A rule or value that there is not is refused by evaluation and check alike, with what is spelt alike."""
    plan = plan_with(change | {"reason": REASON})
    for judge in (evaluate, kh2025.check_plan):
        with pytest.raises(PlanError) as caught:
            judge(plan)
        (one,) = caught.value.problems
        assert (one.code, one.place, one.value) == problem
        assert all(one.render(lang) for lang in ("vi", "en"))


def test_what_is_spelt_alike_is_suggested():
    """The nearest rule comes first; where none is near, all are named."""
    for text, first in (("task-long-overdu", "task-long-overdue"), ("xyz", "submission-late")):
        with pytest.raises(PlanError) as caught:
            evaluate(plan_with({"rule": text, "off": True, "reason": REASON}))
        assert caught.value.problems[0].accepted("en").removeprefix("a rule id: ").startswith(first)


FILES = {
    "nothing-changed": ("{rule: task-overdue, reason: a}", "plan-rule-change"),
    "off-and-changed": (
        "{rule: task-overdue, off: true, severity: minor, reason: a}",
        "plan-rule-change",
    ),
    "no-reason": ("{rule: task-overdue, off: true}", "plan-missing-key"),
    "empty-reason": ("{rule: task-overdue, off: true, reason: ' '}", "plan-empty-text"),
    "unknown-severity": ("{rule: task-overdue, severity: heavy, reason: a}", "plan-choice"),
    "text-for-a-number": (
        "{rule: task-long-overdue, parameters: {most_days: a}, reason: a}",
        "plan-type-number",
    ),
    "less-than-nothing": (
        "{rule: task-long-overdue, parameters: {most_days: -1}, reason: a}",
        "plan-too-small",
    ),
    "no-rule-id": ("{rule: Task_Overdue, off: true, reason: a}", "plan-id"),
}
SMALLEST = """\
id: ke-hoach
title: Kế hoạch
decision: {number: 76/QĐ-SKHCN, kind: Quyết định}
in_force_from: 2025-05-05
covers: 2025-01-01/2025-12-31
letterheads: [{valid_from: 2025-05-05, body: SỞ, place: Thái Bình, code: SO}]
"""


@pytest.mark.parametrize(("item", "code"), FILES.values(), ids=FILES)
def test_refused_in_the_file(tmp_path, item, code):
    """What is wrong without knowing the rules is refused when the file is read, with its line."""
    path = tmp_path / "plan.yaml"
    path.write_text(f"{SMALLEST}rules:\n  - {item}\n", "utf-8")
    with pytest.raises(PlanError) as caught:
        load_plan(path)
    assert code in {one.code for one in caught.value.problems}
    assert all(one.place.startswith(f"{path}:8") for one in caught.value.problems)


def test_one_rule_twice(tmp_path):
    """Two entries on one rule contradict each other."""
    path = tmp_path / "plan.yaml"
    item = "  - {rule: task-overdue, off: true, reason: a}\n"
    path.write_text(f"{SMALLEST}rules:\n{item}{item}", "utf-8")
    with pytest.raises(PlanError) as caught:
        load_plan(path)
    (problem,) = caught.value.problems
    assert (problem.code, problem.place) == ("plan-duplicate-id", f"{path}:9 rules.1.rule")


def test_extends_merges_by_rule(tmp_path):
    """An extending file changes the entry of a rule, and adds others."""
    base = "rules:\n  - {rule: task-overdue, severity: minor, reason: cũ}\n"
    over = "rules:\n  - {rule: task-overdue, reason: mới}\n  - {rule: task-alike, off: true, reason: b}\n"
    (tmp_path / "base.yaml").write_text(SMALLEST + base, "utf-8")
    (tmp_path / "plan.yaml").write_text(f"extends: base.yaml\n{over}", "utf-8")
    rules = load_plan(tmp_path / "plan.yaml").rules
    assert [(one.rule, one.severity, one.off, one.reason) for one in rules] == [
        ("task-overdue", "minor", False, "mới"),
        ("task-alike", None, True, "b"),
    ]


# --- activities by their day ----------------------------------------------------------------------------------

REVIEWS = {
    # held on, judged on: verdict of the rule
    "on-the-day": (date(2025, 9, 20), "2025-09-30", "pass"),
    "a-day-later": (date(2025, 9, 21), "2025-09-30", "breach"),
    "not-held-on-the-day": (None, "2025-09-20", "not_applicable"),
    "not-held-a-day-later": (None, "2025-09-21", "breach"),
    "held-before-the-plan": (date(2025, 5, 4), "2025-09-21", "breach"),
}


@pytest.mark.parametrize(("held_on", "status_on", "expected"), REVIEWS.values(), ids=REVIEWS)
@pytest.mark.parametrize(("kind", "rule_id"), [("review", "review-late"), ("next_plan", "next-plan-late")])
def test_review_and_next_plan_by_their_day(kind, rule_id, held_on, status_on, expected):
    """Done by the day that the plan sets; the day itself counts; what was before the plan does not."""
    review = activity("so-a", kind=kind, due="2025-09-20", mark="assumption")
    events = [
        record("events", activity_id="phien-hop", held_on=held_on, recorded_at=datetime.fromisoformat(AS_OF))
    ] * bool(held_on)
    plan = plan_with(activities=[review])
    ev = kh2025.evaluate(
        plan, facts_of({"events": events}), "2025-Q3@calendar", as_of=AS_OF, status_on=status_on
    )
    row = verdict(ev, rule_id)
    assert row[expected] == 1
    findings = ev.findings[ev.findings["rule_id"] == rule_id]
    assert findings["since_on"].dt.date.tolist() == [date(2025, 9, 21)] * (expected == "breach")
    assert set(findings["mark"]) <= {"assumption"}
