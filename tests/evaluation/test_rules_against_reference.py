"""Every report rule on random plans and facts: the vectorised verdicts against those of plain Python, thing by thing."""

from collections import Counter

import pandas as pd
import reference
import reference_rules
import worlds
from busy_worlds import busy_worlds
from hypothesis import given

from kh2025.evaluation.rules import all_rules, rules_of_reports
from kh2025.law.rule import Verdict

#: Judged by the plan's text or by a path of numbers, which have oracles of their own.
ELSEWHERE = {
    "task-not-six-clear",
    "submission-not-via",
    "indicator-target-missed",
    "indicator-worse-than-baseline",
    "indicator-behind-path",
}
KEYS = {
    "submissions": ["obligation_id", "assigned_agency_id"],
    "streaks": ["obligation_id", "kind", "assigned_agency_id"],
    "duties": ["task_id", "occurrence", "assigned_agency_id"],
    "statements": ["task_id", "occurrence", "assigned_agency_id"],
    "activities": ["activity_id"],
    "indicators": ["indicator_id"],
    "unmatched": ["record", "place"],
}


def plain(value):
    """A cell as the reference has it."""
    if pd.isna(value):
        return None
    return value.date() if isinstance(value, pd.Timestamp) else value


def verdicts_of(ev, rule):
    """{subject: verdict} of one rule on an evaluation's table."""
    table = getattr(ev, rule.on)
    given = rule.check(table, rule.values_on(ev.scope.status_on))
    names = KEYS[rule.on]
    subjects = [tuple(map(plain, row)) for row in table[names].itertuples(index=False, name=None)]
    subjects = [one[0] if len(names) == 1 else one for one in subjects]
    return dict(zip(subjects, (Verdict(code).name.lower() for code in given), strict=True))


def asked(world):
    """How the reference is asked for a world."""
    return world.plan, world.records, world.period, world.as_of, world.status_on


def test_every_rule_is_decided_twice():
    """No report rule is left out but those that are named."""
    decided = {*reference_rules.REPORTS, *reference_rules.DUTIES, *reference_rules.STATEMENTS}
    decided |= {*reference_rules.ACTIVITIES, "progress-stale", "reports-late-in-a-row"}
    decided |= {"indicator-unread", "record-unmatched"}
    assert decided | ELSEWHERE == {rule.id for rule in rules_of_reports()}
    assert not decided & ELSEWHERE


def compare(world):
    """Rule by rule, each thing has the verdict that the second reading gives it; findings are the breaches."""
    ev = world.evaluate()
    breaches = ev.findings["rule_id"].value_counts()
    for rule_id, expected in reference_rules.verdicts(*asked(world)).items():
        assert verdicts_of(ev, all_rules()[rule_id]) == expected, rule_id
        assert breaches.get(rule_id, 0) == list(expected.values()).count("breach"), rule_id


@given(worlds.worlds())
@worlds.examples(15)
def test_where_agencies_change(world):
    """The verdicts are those of the reference while agencies merge, split and end and amendments move tasks."""
    compare(world)


@given(busy_worlds())
@worlds.examples(30)
def test_where_much_is_reported(world):
    """The verdicts are those of the reference where most of what is owed is spoken of, often and against itself."""
    compare(world)


@given(busy_worlds())
@worlds.examples(10)
def test_since_when(world):
    """Late and overdue are breaches since the day after the deadline in force."""
    ev = world.evaluate()
    for rule_id, days in reference_rules.first_days(world.expected()).items():
        found = ev.findings.loc[ev.findings["rule_id"] == rule_id, "since_on"]
        assert Counter(found.dt.date) == Counter(days.values()), rule_id


def test_worlds_reach_the_verdicts():
    """Among the busy worlds drawn, every rule that is decided here breaches and passes at some time."""
    seen = {}

    @given(busy_worlds())
    @worlds.examples(150)
    def look(world):
        for rule_id, found in reference_rules.verdicts(*asked(world)).items():
            seen.setdefault(rule_id, set()).update(found.values())

    look()
    wanted = {rule_id: {"pass", "breach"} for rule_id in seen} | {"record-unmatched": set()}
    # Agencies that end, and records of others, are in the other worlds.
    wanted["owner-unresolved"] = wanted["submission-unowned"] = {"pass"}
    lacking = {rule_id: wanted[rule_id] - found for rule_id, found in seen.items()}
    assert {rule_id: found for rule_id, found in lacking.items() if found} == {}


def test_the_reference_is_independent():
    """The second reading uses nothing of the package."""
    for module in (reference, reference_rules):
        assert "kh2025" not in {name for name in vars(module) if name != "__doc__"}
