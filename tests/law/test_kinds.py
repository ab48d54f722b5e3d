"""Kinds and regimes: those of the law, and those whose name says all there is to them."""

from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kh2025.errors import PeriodError
from kh2025.law.kinds import find_kind, find_regime, kinds, regimes
from kh2025.law.periods import Period

OWN = {
    "cutoff": ("cutoff-20", 20, None),
    "first-cutoff": ("cutoff-1", 1, None),
    "last-cutoff": ("cutoff-30", 30, None),
    "shortened-decree": ("decree-09-from-2025-05-05", 14, date(2025, 5, 5)),
    "shortened-calendar": ("calendar-from-2025-05-05", 31, date(2025, 5, 5)),
    "shortened-cutoff": ("cutoff-25-from-2024-02-29", 25, date(2024, 2, 29)),
}
NO_REGIME = [
    "cutoff-0",
    "cutoff-31",
    "cutoff-14",
    "cutoff-05",
    "cutoff-",
    "cutoff-2.5",
    "cutoff-20-from-",
    "cutoff-20-from-2025-02-30",
    "cutoff-20-from-20250505",
    "decree-09-from-1900-01-01",
    "decree-09-from-2025-05-05-from-2025-05-06",
    "lunar-from-2025-05-05",
    "Cutoff-20",
    "cutoff-٢٠",
    "",
    None,
]


@pytest.mark.parametrize(("name", "day", "begins_on"), OWN.values(), ids=OWN)
def test_regime_of_a_plans_own(name, day, begins_on):
    """A self-describing name gives cut-off and first day; it rests on a provision and has a label."""
    regime = find_regime(name)
    assert (regime.name, regime.cutoff_day, regime.begins_on) == (name, day, begins_on)
    assert regime.source.article == "12" or name.startswith("calendar")
    assert regime.label("vi") != regime.label("en")


@pytest.mark.parametrize("name", NO_REGIME)
def test_no_regime(name):
    """What spells out no regime, or one that has a name already, is refused with the names there are."""
    with pytest.raises(PeriodError, match="period-regime") as caught:
        find_regime(name)
    assert "decree-09, calendar" in caught.value.render("en")


def test_kinds_that_tile():
    """Only nine months leave days of the year out."""
    assert {name for name, kind in kinds().items() if not kind.tiles} == {"nine_months"}
    with pytest.raises(PeriodError, match="period-kind"):
        find_kind("week")


def reporting_month(day, cutoff):
    """The slow reference: which month a day is counted in, by the days of its own month."""
    last = min(cutoff, monthrange(day.year, day.month)[1])
    following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return (day.year, day.month) if day.day <= last else (following.year, following.month)


own_days = st.integers(1, 30).filter(lambda day: day != regimes()["decree-09"].cutoff_day)


@settings(deadline=None)
@given(st.dates(date(2000, 1, 1), date(2050, 12, 31)), own_days)
def test_any_cutoff_follows_the_reference(day, cutoff):
    """With any cut-off day, a day lies in the month that counting on the fingers gives."""
    period = Period.containing(day, "month", f"cutoff-{cutoff}")
    assert (period.year, period.index) == reporting_month(day, cutoff)
    assert day in period


def meant(text, regime):
    """The periods that a text means: the one it is read as, or those that its refusal names."""
    try:
        return [str(Period.parse(text, regime))]
    except PeriodError as error:
        assert error.problems[0].code == "period-ambiguous"
        return error.problems[0].details["spellings"].split(", ")


@settings(deadline=None)
@given(
    st.dates(date(2000, 1, 1), date(2050, 12, 31)), st.sampled_from(["decree-09", "calendar", "cutoff-20"])
)
def test_shortened_first_period(first, base):
    """The first period begins on the regime's first day; the day before lies in none; the others are regular."""
    regime = f"{base}-from-{first.isoformat()}"
    for kind in kinds().values():
        period = Period.containing(first, kind.name, regime)
        if period is None:  # nine months leave the last quarter out
            continue
        regular = Period.containing(first, kind.name, base)
        assert (period.start, period.end) == (first, regular.end)
        assert Period.containing(first - timedelta(days=1), kind.name, regime) is None
        assert period.next().start == regular.next().start
        with pytest.raises(PeriodError, match="period-before-first"):
            period.previous()
        assert period.to_dict()["previous"] is None
        assert Period.parse(str(period)) == period
        assert str(period) in meant(period.iso_interval, regime)


def test_children_and_parents_of_a_shortened_quarter():
    """Months that ended before the regime began are not there; the quarter and its months still nest."""
    quarter = Period.parse("2025-Q2@decree-09-from-2025-05-05")
    months = quarter.children("month")
    assert [str(month.window) for month in months] == ["2025-05-05/2025-05-14", "2025-05-15/2025-06-14"]
    assert all(quarter in month.parents() for month in months)
    assert str(quarter.year_to_date) == "2025-05-05/2025-06-14"
