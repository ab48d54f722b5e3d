"""Every rule against its cases, and what a rule promises whatever the data."""

from importlib.resources import files

import pandas as pd
import pytest

from kh2025 import messages
from kh2025.columns import Table
from kh2025.errors import InputError
from kh2025.evaluation import tables as results
from kh2025.evaluation.rules import (
    FAMILIES,
    all_rules,
    find_rule,
    judge,
    rules_of_plans,
    rules_of_reports,
)
from kh2025.law.rule import Severity, Verdict
from kh2025.plan import check_tables
from kh2025.plan.tables import TASKS as PLAN_TASKS
from kh2025.report.wording import Words

RULES = all_rules()
TABLES = {
    "plan_tasks": PLAN_TASKS,
    **{one.name: one for one in vars(check_tables).values() if isinstance(one, Table)},
    "duties": results.DUTIES,
    "submissions": results.SUBMISSIONS,
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


def frame_of(rule, rows):
    """The rule's table with some rows, typed by its contract."""
    return TABLES[rule.on].frame(rows)


def test_the_rules_are_the_known_ones():
    """Nobody adds or loses a rule without seeing it here."""
    assert list(RULES) == [
        "submission-late",
        "submission-missing",
        "submission-not-via",
        "submission-returned",
        "task-overdue",
        "task-done-late",
        "done-without-evidence",
        "task-unreported",
        "owner-unresolved",
        "task-not-six-clear",
        "deadline-not-worked",
        "deadline-after-plan",
        "deadline-before-needed",
        "lead-ended",
        "lead-changes",
        "lead-overloaded",
        "section-without-tasks",
        "task-repeated",
        "task-alike",
        "basis-ended",
        "report-due-too-soon",
        "report-due-by-law-too-soon",
        "report-tiers-not-apart",
        "draft-unfinished",
        "session-not-held",
        "done-date-impossible",
        "percent-contradicts-state",
        "record-unmatched",
    ]


@pytest.mark.parametrize(("rule", "case"), CASES)
def test_case(rule, case):
    """The rule gives the verdict that the case's sentence says."""
    given = rule.check(frame_of(rule, [case["row"]]), rule.parameters)
    assert [Verdict(code).name.lower() for code in given] == [case["expect"]], case["name"]


@every_rule
def test_cases_at_once(rule):
    """One verdict a row, in the order of the rows: a row does not see its neighbours."""
    cases = rule.cases()
    given = rule.check(frame_of(rule, [case["row"] for case in cases]), rule.parameters)
    assert [Verdict(code).name.lower() for code in given] == [case["expect"] for case in cases]


@every_rule
def test_has_a_pass_and_a_breach(rule):
    """At least one case passes and one breaches."""
    expected = [case["expect"] for case in rule.cases()]
    assert {"pass", "breach"} <= set(expected) <= VERDICTS


@every_rule
def test_cases_are_well_formed(rule):
    """A case has a sentence of its own, a row and a verdict, and nothing else."""
    cases = rule.cases()
    assert all(set(case) == {"name", "row", "expect"} for case in cases)
    names = [case["name"] for case in cases]
    assert len(set(names)) == len(names)
    assert all(name.endswith(".") and name[0].isupper() for name in names)


@every_rule
def test_cases_name_only_what_the_check_reads(rule):
    """A reader of a case sees the columns that decide, and no others."""
    frame = Watched(frame_of(rule, [case["row"] for case in rule.cases()]))
    frame.asked = set()
    rule.check(frame, rule.parameters)
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
    """Severity, provision in words, citation with its mark, and title and sentence in both languages."""
    assert rule.severity in Severity
    assert messages.text("findings", f"{rule.id}.provision").endswith(".")
    assert str(rule.citation)
    assert rule.citation.mark.value in {"verified", "secondary", "assumption"}
    for lang in ("vi", "en"):
        assert messages.text("findings", f"{rule.id}.title", lang)


@every_rule
def test_explains_columns_of_its_table(rule):
    """What goes into a finding are columns of the table; the day it holds from is a day or a moment."""
    kinds = {column.name: column.kind for column in TABLES[rule.on].columns}
    assert set(rule.explains) <= set(kinds)
    assert rule.since == "" or kinds[rule.since] in {"day", "moment"}


@every_rule
def test_is_pure(rule):
    """The frame is the same afterwards, and a second run gives the same verdicts."""
    frame = frame_of(rule, [case["row"] for case in rule.cases()])
    before = frame.copy(deep=True)
    first, second = rule.check(frame, rule.parameters), rule.check(frame, rule.parameters)
    pd.testing.assert_frame_equal(frame, before)
    assert first.tolist() == second.tolist()


@every_rule
def test_works_without_rows(rule):
    """An empty table has no verdicts."""
    assert len(rule.check(frame_of(rule, []), rule.parameters)) == 0


@every_rule
def test_does_not_look_at_the_index(rule):
    """Rows keep their verdict wherever they stand and whatever they are numbered."""
    frame = frame_of(rule, [case["row"] for case in rule.cases()])
    backwards = frame.iloc[::-1].set_axis(range(7, 7 + len(frame)), axis=0)
    given = rule.check(backwards, rule.parameters)
    assert given[::-1].tolist() == rule.check(frame, rule.parameters).tolist()


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


def test_a_missing_table_is_no_pass():
    """A rule without its table is an error, never a silent pass."""
    with pytest.raises(KeyError):
        judge(rules_of_plans(), {}, None)


@every_rule
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_breach_is_a_sentence(rule, lang):
    """The sentence of a breach is made of the values that explain it, and needs no others."""
    (breach, *_) = [case["row"] for case in rule.cases() if case["expect"] == "breach"]
    row = frame_of(rule, [breach]).to_dict("records")[0]
    said = Words(lang, {}).finding(rule.id, {name: row[name] for name in rule.explains})
    assert said
    assert "{" not in said
