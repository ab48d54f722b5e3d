"""What a rule is: verdicts by the first condition that holds, one registration per id."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kh2025.law import rule as law_rule
from kh2025.law.citation import Citation, Mark
from kh2025.law.rule import Severity, Verdict, decide, registered, rule

PARTS = {
    "id": "made-for-a-test",
    "family": "data",
    "on": "duties",
    "severity": Severity.NOTICE,
    "citation": Citation(principle="thử", mark=Mark.ASSUMPTION),
    "explains": ("state",),
}


@pytest.fixture
def own_registry(monkeypatch):
    """Registrations of a test stay in it."""
    monkeypatch.setattr(law_rule, "_RULES", {})


def check(table, parameters):
    """Every row passes."""
    del parameters
    return np.zeros(len(table), dtype=np.int8)


@pytest.mark.usefixtures("own_registry")
def test_registered_rule_says_what_it_does():
    """A registered rule keeps its parts."""
    assert rule(**PARTS)(check) is check
    (made,) = registered().values()
    assert (made.id, made.severity, made.parameters) == ("made-for-a-test", Severity.NOTICE, {})
    assert made.check(pd.DataFrame({"state": ["done"]}), {}).tolist() == [Verdict.PASS]


@pytest.mark.usefixtures("own_registry")
def test_second_rule_of_one_id_is_refused():
    """Two rules cannot share an id."""
    rule(**PARTS)(check)
    with pytest.raises(ValueError, match="made-for-a-test"):
        rule(**PARTS)(check)


@pytest.mark.usefixtures("own_registry")
def test_registry_given_out_is_a_copy():
    """Changing the list of rules that was given out changes nothing."""
    rule(**PARTS)(check)
    registered().clear()
    assert list(registered()) == ["made-for-a-test"]


def test_severities_are_heaviest_first():
    """The order of the severities is the order of weight; the command line compares by it."""
    assert [one.value for one in Severity] == ["critical", "major", "minor", "notice"]


def test_verdict_codes_are_distinct_small_integers():
    """The four verdicts fit an int8 column."""
    assert [int(verdict) for verdict in Verdict] == [0, 1, 2, 3]
    assert decide(([True], Verdict.BREACH), otherwise=Verdict.PASS).dtype == np.int8


@given(st.lists(st.tuples(st.booleans(), st.booleans(), st.booleans()), max_size=20))
@settings(deadline=None)
def test_first_condition_decides(rows):
    """One verdict a row, that of the first condition that is true there, else the last resort."""
    columns = [pd.Series([row[n] for row in rows], dtype="bool") for n in range(3)]
    verdicts = (Verdict.NOT_APPLICABLE, Verdict.UNKNOWN, Verdict.BREACH)
    made = decide(*zip(columns, verdicts, strict=True), otherwise=Verdict.PASS)
    expected = [
        next((v for holds, v in zip(row, verdicts, strict=True) if holds), Verdict.PASS) for row in rows
    ]
    assert made.tolist() == expected
