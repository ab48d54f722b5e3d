"""Every rule against its cases, and what a rule promises whatever the data."""

from dataclasses import replace
from datetime import date
from importlib.resources import files

import pandas as pd
import pytest
from worlds import plan_of

from kh2025 import messages
from kh2025.columns import Table
from kh2025.errors import InputError
from kh2025.evaluation import tables as results
from kh2025.evaluation.rules import (
    FAMILIES,
    all_rules,
    find_rule,
    held_rules,
    judge,
    rules_of_plans,
    rules_of_reports,
)
from kh2025.law.citation import Citation, Mark
from kh2025.law.parameters import Parameter, Value, listed_rules
from kh2025.law.rule import Severity, Standing, Verdict
from kh2025.plan import check_tables
from kh2025.plan.tables import TASKS as PLAN_TASKS
from kh2025.report.wording import Words

RULES = all_rules()
TABLES = {
    "plan_tasks": PLAN_TASKS,
    **{one.name: one for one in vars(check_tables).values() if isinstance(one, Table)},
    "duties": results.DUTIES,
    "statements": results.STATEMENTS,
    "indicators": results.INDICATORS,
    "submissions": results.SUBMISSIONS,
    "streaks": results.STREAKS,
    "activities": results.ACTIVITIES,
    "unmatched": results.UNMATCHED,
}
VERDICTS = {"pass", "breach", "unknown", "not_applicable"}
CASES = [
    pytest.param(rule, case, id=f"{rule.id}-{number}")
    for rule in RULES.values()
    for number, case in enumerate(rule.cases(), 1)
]
every_rule = pytest.mark.parametrize("rule", RULES.values(), ids=RULES)


class Watched(pd.DataFrame):
    """A frame that remembers which columns were asked for."""

    _metadata = ["asked"]

    def __getitem__(self, key):
        self.asked |= {key} if isinstance(key, str) else set(key) if isinstance(key, list) else set()
        return super().__getitem__(key)


def values_of(rule, case):
    """The values of the rule's parameters on the day of a case; without a day the last ones."""
    return rule.values_on(case.get("on"))


def verdicts_of(rule, cases, parameters):
    """The verdicts on the rows of some cases, as words."""
    given = rule.check(frame_of(rule, [case["row"] for case in cases]), parameters)
    return [Verdict(code).name.lower() for code in given]


def frame_of(rule, rows):
    """The rule's table with some rows, typed by its contract."""
    return TABLES[rule.on].frame(rows)


def test_the_rules_are_the_known_ones():
    """Nobody adds or loses a rule without seeing it here."""
    families = {}
    for rule in RULES.values():
        families.setdefault(rule.family, []).append(rule.id)
    assert families == {
        "reporting": [
            "submission-late",
            "submission-missing",
            "submission-unowned",
            "submission-not-via",
            "submission-returned",
            "submission-other-channel",
            "submission-before-cutoff",
            "submission-unnumbered",
            "submission-extended-late",
            "reports-late-in-a-row",
        ],
        "task": [
            "task-overdue",
            "task-long-overdue",
            "task-done-late",
            "task-extended-late",
            "task-not-started",
            "task-unreported",
            "task-suspended-past-due",
            "task-stopped-unexplained",
            "done-without-evidence",
            "owner-unresolved",
        ],
        "indicator": [
            "indicator-unread",
            "indicator-target-missed",
            "indicator-worse-than-baseline",
            "indicator-behind-path",
            "indicator-target-not-better",
            "indicator-without-source",
        ],
        "activity": [
            "session-not-held",
            "communication-not-held",
            "inspection-not-held",
            "review-late",
            "next-plan-late",
            "activity-undocumented",
            "activity-not-timed",
        ],
        "plan": [
            "task-not-six-clear",
            "deadline-not-worked",
            "deadline-after-plan",
            "deadline-before-needed",
            "deadline-before-start",
            "lead-ended",
            "lead-changes",
            "succession-gap",
            "lead-overloaded",
            "section-without-tasks",
            "task-repeated",
            "task-alike",
            "draft-unfinished",
        ],
        "law": [
            "basis-ended",
            "basis-not-yet-in-force",
            "basis-issued-later",
            "report-without-document",
            "report-due-too-soon",
            "report-due-by-law-too-soon",
            "report-tiers-not-apart",
        ],
        "data": [
            "done-date-impossible",
            "done-date-missing",
            "percent-contradicts-state",
            "not-started-with-progress",
            "progress-backwards",
            "done-reopened",
            "progress-stale",
            "statement-ahead",
            "statements-contradict",
            "record-unmatched",
        ],
    }


@pytest.mark.parametrize(("rule", "case"), CASES)
def test_case(rule, case):
    """The rule gives the verdict that the case's sentence says."""
    assert verdicts_of(rule, [case], values_of(rule, case)) == [case["expect"]], case["name"]


@every_rule
def test_cases_at_once(rule):
    """One verdict a row, in the order of the rows: a row does not see its neighbours."""
    cases = [case for case in rule.cases() if "on" not in case]
    assert verdicts_of(rule, cases, rule.values_on()) == [case["expect"] for case in cases]


@every_rule
def test_has_a_pass_and_a_breach(rule):
    """At least one case passes and one breaches."""
    expected = [case["expect"] for case in rule.cases()]
    assert {"pass", "breach"} <= set(expected) <= VERDICTS


@every_rule
def test_cases_are_well_formed(rule):
    """A case has a sentence of its own, a row and a verdict, and nothing else."""
    cases = rule.cases()
    assert all({"name", "row", "expect"} <= set(case) <= {"name", "on", "row", "expect"} for case in cases)
    names = [case["name"] for case in cases]
    assert len(set(names)) == len(names)
    assert all(name.endswith(".") and name[0].isupper() for name in names)


@every_rule
def test_cases_name_only_what_the_check_reads(rule):
    """A reader of a case sees the columns that decide, and no others."""
    frame = Watched(frame_of(rule, [case["row"] for case in rule.cases()]))
    frame.asked = set()
    rule.check(frame, rule.values_on())
    assert {column for case in rule.cases() for column in case["row"]} <= frame.asked


def test_no_stray_case_files():
    """Every case file belongs to a rule that lies beside it, and is named after it."""
    found = {}
    for family in FAMILIES:
        folder = files(family.__name__.rpartition(".")[0]) / "cases"
        found |= {entry.name: family.__name__.rpartition(".")[0] for entry in folder.iterdir()}
    assert found == {f"{rule.id}.yaml": rule.module.rpartition(".")[0] for rule in RULES.values()}


@every_rule
def test_is_registered_under_its_id(rule):
    """A rule is found by its id, and its family is that of the module it stands in."""
    assert find_rule(rule.id) is rule
    assert RULES[rule.id] is rule
    assert rule.on in TABLES


@every_rule
def test_says_what_it_rests_on(rule):
    """Severity, citation with its mark, a docstring, and title and provision in both languages."""
    assert rule.severity in Severity
    assert rule.check.__doc__.strip().split("\n")[0].endswith(".")
    assert str(rule.citation)
    assert rule.citation.mark.value in {"verified", "secondary", "assumption"}
    for lang in ("vi", "en"):
        assert messages.text("findings", f"{rule.id}.title", lang)
        assert messages.text("findings", f"{rule.id}.provision", lang).endswith(".")


@every_rule
def test_explains_columns_of_its_table(rule):
    """What goes into a finding are columns of the table; the day it holds from is a day or a moment."""
    kinds = {column.name: column.kind for column in TABLES[rule.on].columns}
    assert set(rule.explains) <= set(kinds)
    assert rule.since == "" or kinds[rule.since] in {"day", "moment"}
    assert rule.since_parameter == "" or rule.parameters[rule.since_parameter].unit == "days"


@every_rule
def test_is_pure(rule):
    """The frame is the same afterwards, and a second run gives the same verdicts."""
    frame = frame_of(rule, [case["row"] for case in rule.cases()])
    before = frame.copy(deep=True)
    first, second = rule.check(frame, rule.values_on()), rule.check(frame, rule.values_on())
    pd.testing.assert_frame_equal(frame, before)
    assert first.tolist() == second.tolist()


@every_rule
def test_works_without_rows(rule):
    """An empty table has no verdicts."""
    assert len(rule.check(frame_of(rule, []), rule.values_on())) == 0


@every_rule
def test_does_not_look_at_the_index(rule):
    """Rows keep their verdict wherever they stand and whatever they are numbered."""
    frame = frame_of(rule, [case["row"] for case in rule.cases()])
    backwards = frame.iloc[::-1].set_axis(range(7, 7 + len(frame)), axis=0)
    given = rule.check(backwards, rule.values_on())
    assert given[::-1].tolist() == rule.check(frame, rule.values_on()).tolist()


def test_unknown_rule():
    """A rule that is not there is refused with the names of those that are."""
    with pytest.raises(InputError) as caught:
        find_rule("task-overdu")
    (problem,) = caught.value.problems
    assert (problem.code, problem.value) == ("rule", "task-overdu")
    assert "task-overdue" in problem.accepted("en")


def test_every_rule_is_run():
    """Each rule belongs to evaluations or to the check of a plan; those on the plan's tasks to both."""
    both = {rule.id for rule in rules_of_reports()} & {rule.id for rule in rules_of_plans()}
    assert {rule.id for rule in rules_of_reports()} | {rule.id for rule in rules_of_plans()} == set(RULES)
    assert both == {"task-not-six-clear"}


# Values and days --------------------------------------------------------------------------------------------

PARAMETERS = [
    pytest.param(rule, name, step, id=f"{rule.id}-{name}-{step}")
    for rule in RULES.values()
    for name in rule.parameters
    for step in (-1, 1)
]


@pytest.mark.parametrize(("rule", "name", "step"), PARAMETERS)
def test_cases_notice_another_value(rule, name, step):
    """A parameter that is a hair lower or higher changes the verdict of a case: the cases lie on its boundary."""
    hair = step * (0.005 if rule.parameters[name].unit == "share" else 1)
    cases, values = rule.cases(), rule.values_on()
    other = verdicts_of(rule, cases, values | {name: values[name] + hair})
    assert other != verdicts_of(rule, cases, values)


@every_rule
def test_parameters_rest_on_something(rule):
    """Each value of a rule has a unit that people can read, and a source with its mark."""
    for parameter in rule.parameters.values():
        assert messages.text("labels", f"unit.{parameter.unit}", "en")
        assert str(parameter.source)


def test_listed_rules_are_those_there_are():
    """``rules.yaml`` names no rule that there is not, and no unit without a label."""
    assert set(listed_rules()) <= set(RULES)


def test_force_is_that_of_the_document_cited():
    """Where no days are stated, a rule holds as long as the document it cites: Nghị định 09/2019 from 12/3/2019."""
    rule = RULES["report-due-too-soon"]
    assert rule.in_force_from == date(2019, 3, 12)
    assert rule.standing_on(date(2019, 3, 11)) is Standing.NOT_YET
    assert rule.standing_on(date(2019, 3, 12)) is Standing.IN_FORCE
    assert replace(rule, in_force_to=date(2030, 12, 31)).standing_on(date(2031, 1, 1)) is Standing.NO_LONGER
    assert RULES["task-repeated"].standing_on(date(1976, 1, 1)) is Standing.IN_FORCE


@every_rule
def test_a_rule_that_is_not_in_force_is_not_applicable(rule):
    """Before its first day a rule finds nothing, whatever the rows say, and its verdicts say why."""
    later = replace(rule, in_force_from=date(2025, 6, 15))
    tables = {rule.on: frame_of(rule, [case["row"] for case in rule.cases()])}
    (before,) = held_rules([later], plan_of(), date(2025, 6, 14))
    findings, verdicts = judge([before], tables, None)
    row = verdicts.iloc[0]
    assert (len(findings), row["breach"], row["not_applicable"]) == (0, 0, len(tables[rule.on]))
    assert row["standing"] == "not_yet"
    assert len(judge(held_rules([later], plan_of(), date(2025, 6, 15)), tables, None)[0])


def test_values_of_the_day():
    """Two values in turn: each holds from its day, and the day that is judged decides between them."""
    source = Citation(principle="ví dụ", mark=Mark.ASSUMPTION)
    steps = Parameter("days", source, (Value(90), Value(30, date(2026, 1, 1))))
    rule = replace(RULES["task-long-overdue"], parameters={"most_days": steps})
    table = {"duties": frame_of(rule, [{"part": "open_overdue", "days_late": 60, "due_on": "2025-10-01"}])}
    counts = {
        day.isoformat(): len(judge(held_rules([rule], plan_of(), day), table, None)[0])
        for day in (date(2025, 12, 31), date(2026, 1, 1))
    }
    assert counts == {"2025-12-31": 0, "2026-01-01": 1}


DISORDERED = {
    "none": (),
    "twice-from-the-beginning": (Value(1), Value(2)),
    "one-day-twice": (Value(1, date(2026, 1, 1)), Value(2, date(2026, 1, 1))),
    "backwards": (Value(1, date(2026, 1, 1)), Value(2, date(2025, 1, 1))),
}


@pytest.mark.parametrize("values", DISORDERED.values(), ids=DISORDERED)
def test_values_follow_each_other(values):
    """A parameter without a value, or whose days do not ascend, cannot be made."""
    with pytest.raises(ValueError, match=r"Value|\(\)"):
        Parameter("days", Citation(principle="ví dụ", mark=Mark.ASSUMPTION), values)


def test_since_is_the_first_day_of_the_breach():
    """A deadline is broken on the day after; 90 days of delay are exceeded on the ninety-first."""
    row = {"part": "open_overdue", "due_on": "2025-01-01", "days_late": 120, "state": "in_progress"}
    rules = [RULES["task-overdue"], RULES["task-long-overdue"]]
    held = held_rules(rules, plan_of(), date(2025, 5, 1))
    findings, _ = judge(held, {"duties": frame_of(rules[0], [row])}, None)
    assert findings["since_on"].dt.strftime("%d/%m/%Y").tolist() == ["02/01/2025", "02/04/2025"]


def test_a_missing_table_is_no_pass():
    """A rule without its table is an error, never a silent pass."""
    with pytest.raises(KeyError):
        judge(held_rules(rules_of_plans(), plan_of(), date(2025, 6, 14)), {}, None)


@every_rule
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_breach_is_a_sentence(rule, lang):
    """The sentence of a breach is made of the values that explain it, and needs no others."""
    (breach, *_) = [case["row"] for case in rule.cases() if case["expect"] == "breach"]
    row = frame_of(rule, [breach]).to_dict("records")[0]
    said = Words(lang, {}).finding(rule.id, {name: row[name] for name in rule.explains})
    assert said
    assert "{" not in said
