"""Due rules: a fixed day or working days after the cut-off, one by one and in columns."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from kh2025.law.arrays import NO_ORDINAL
from kh2025.law.periods import Period
from kh2025.law.sending import due_to_government, least_working_days, sources
from kh2025.law.workdays import Roll
from kh2025.plan.due_rules import DueRule

DUE = {
    "fixed-day": ({"day": 20}, "2025-Q2", "2025-06-20", 5),
    "next-month": ({"day": 5, "months_after": 1}, "2025-Q2", "2025-07-05", 15),
    "before-the-cut-off": ({"day": 6}, "2025-Q2", "2025-06-06", -5),
    "last-day": ({"day": 31}, "2025-M02", "2025-02-28", 10),
    "stays-on-sunday": ({"day": 15}, "2025-M06", "2025-06-15", 0),
    "rolls-forward": ({"day": 15, "roll": Roll.FORWARD}, "2025-M06", "2025-06-16", 1),
    "rolls-by-the-word": ({"day": 15, "roll": "forward"}, "2025-M06", "2025-06-16", 1),
    "rolls-backward": ({"day": 15, "roll": Roll.BACKWARD}, "2025-M06", "2025-06-13", 0),
    "working-days": ({"working_days": 2}, "2025-Q2", "2025-06-17", 2),
    "working-days-over-a-holiday": ({"working_days": 1}, "2025-M04@cutoff-29", "2025-05-05", 1),
    "into-next-year": ({"day": 5, "months_after": 1}, "2025-A1", "2026-01-05", 14),
}
BAD = {
    "neither": {},
    "both": {"day": 5, "working_days": 2},
    "day-zero": {"day": 0},
    "day-32": {"day": 32},
    "no-working-day": {"working_days": 0},
    "no-such-roll": {"day": 15, "roll": "sideways"},
    "rolled-working-days": {"working_days": 2, "roll": Roll.FORWARD},
    "working-days-in-a-later-month": {"working_days": 2, "months_after": 1},
    "true": {"day": True},
    "too-many-months": {"day": 1, "months_after": 13},
}


@pytest.mark.parametrize(("rule", "text", "due", "left"), DUE.values(), ids=DUE)
def test_due(rule, text, due, left):
    """The due day of a period, and how many working days it leaves after the cut-off."""
    made, period = DueRule(**rule), Period.parse(text)
    assert made.due_on(period).isoformat() == due
    assert made.working_days_left(period) == left


@pytest.mark.parametrize("rule", BAD.values(), ids=BAD)
def test_no_rule(rule):
    """A rule says one thing, within limits."""
    with pytest.raises(ValidationError):
        DueRule(**rule)


rules = st.builds(
    DueRule, day=st.integers(1, 31), months_after=st.integers(-2, 2), roll=st.sampled_from(Roll)
) | st.builds(DueRule, working_days=st.integers(1, 60))


@settings(deadline=None, max_examples=50)
@given(
    rules,
    st.sampled_from(["month", "quarter", "nine_months"]),
    st.sampled_from(["decree-09", "calendar", "cutoff-20"]),
)
def test_columns_are_periods_one_by_one(rule, kind, regime):
    """A column of ordinals gives the due days of its periods; no period has none."""
    periods = Period.between(Period.of(kind, 2019, 1, regime), Period.of(kind, 2026, 1, regime))
    ordinals = np.array([*(period.ordinal for period in periods), NO_ORDINAL])
    assert rule.due_dates(ordinals, kind, regime).tolist() == [
        *(rule.due_on(period) for period in periods),
        None,
    ]


def test_what_the_law_says_of_sending():
    """One working day at least; the 25th of the last month to the Government, for the periods of article 12."""
    assert least_working_days() == 1
    assert due_to_government(Period.parse("2025-Q2")) == date(2025, 6, 25)
    assert due_to_government(Period.parse("2025-9M")) is None
    assert due_to_government(Period.parse("2025-Q2@calendar")) is None
    assert str(sources()["least_working_days"]) == "khoản 5 Điều 8 Nghị định 09/2019/NĐ-CP"
