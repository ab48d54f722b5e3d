"""Windows: spans of days with both ends included."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kh2025.errors import PeriodError
from kh2025.law.window import Window

some_days = st.dates(date(2025, 1, 1), date(2025, 2, 28))
windows = st.tuples(some_days, some_days).map(lambda pair: Window(min(pair), max(pair)))


def days_of(window):
    return {date.fromordinal(n) for n in range(window.start.toordinal(), window.end.toordinal() + 1)}


@settings(deadline=None)
@given(windows, windows)
def test_windows_are_sets_of_days(one, other):
    """Length, containment and intersection are those of the sets of days."""
    ours, theirs = days_of(one), days_of(other)
    common = one.intersection(other)
    assert one.days == len(ours)
    assert (other in one) == (theirs <= ours)
    assert (days_of(common) if common else set()) == ours & theirs
    assert all((day in one) == (day in ours) for day in theirs)
    assert one.abuts(other) == (not ours & theirs and max(ours).toordinal() + 1 == min(theirs).toordinal())


def test_window_the_wrong_way_round():
    """A window that ends before it begins is refused."""
    with pytest.raises(PeriodError, match="window-order"):
        Window(date(2025, 2, 1), date(2025, 1, 31))
