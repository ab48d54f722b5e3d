"""Columns of days: the same answers as one day at a time, in any unit, with missing days kept."""

from datetime import UTC, date, datetime

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kh2025.errors import PeriodError
from kh2025.law.arrays import NO_ORDINAL, period_cutoffs, period_ordinals, period_starts, period_texts
from kh2025.law.periods import Period

KINDS = ("month", "quarter", "half", "nine_months", "year")
REGIMES = ("decree-09", "calendar", "cutoff-20", "cutoff-30", "decree-09-from-2025-05-05")
every_day = np.arange("2019-01-01", "2036-01-01", dtype="datetime64[D]")


def one_by_one(days, kind, regime):
    periods = [Period.containing(day, kind, regime) for day in days.tolist()]
    return [NO_ORDINAL if period is None else period.ordinal for period in periods]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("regime", REGIMES)
def test_every_day_of_2019_to_2035(regime, kind):
    """A column gives the ordinals that its days give one by one, and these the first days, cut-offs and texts."""
    ordinals = period_ordinals(every_day, kind, regime)
    assert ordinals.dtype == np.int32
    assert ordinals.tolist() == one_by_one(every_day, kind, regime)
    known, at = np.unique(ordinals, return_inverse=True)
    periods = [None if n == NO_ORDINAL else Period.from_ordinal(n, kind, regime) for n in known]
    for of_ordinals, name in ((period_starts, "start"), (period_cutoffs, "cutoff")):
        expected = np.array([period and getattr(period, name) for period in periods], "datetime64[D]")
        np.testing.assert_array_equal(of_ordinals(ordinals, kind, regime), expected[at])
    assert period_texts(known, kind, regime).tolist() == [period and str(period) for period in periods]


@settings(deadline=None)
@given(
    st.lists(st.none() | st.dates(date(1976, 1, 1), date(2099, 12, 14)), max_size=40),
    st.sampled_from(["D", "h", "m", "s", "ms", "us", "ns"]),
    st.sampled_from(KINDS),
)
def test_any_unit(days, unit, kind):
    """The unit does not matter: the last moment of a day counts as the day, NaT becomes no ordinal."""
    begun = np.array(days, "datetime64[D]")
    last_moments = (begun + 1).astype(f"datetime64[{unit}]") - 1
    expected = [
        NO_ORDINAL if day is None else one_by_one(np.array([day], "datetime64[D]"), kind, None)[0]
        for day in days
    ]
    assert period_ordinals(last_moments, kind).tolist() == expected


EDGES = ["1975-12-15", "1976-01-14", "2099-12-14"]
OUTSIDE = ["1975-12-14", "2099-12-15", "0001-01-01", "9999-12-31"]


@pytest.mark.parametrize("day", EDGES)
def test_ends_of_the_supported_years(day):
    """The first and last day of the supported years lie in a period."""
    (got,) = period_ordinals(np.array([day], "datetime64[D]"), "year")
    assert got == Period.containing(date.fromisoformat(day), "year").ordinal


@pytest.mark.parametrize("day", OUTSIDE)
def test_day_outside_names_the_limits(day):
    """A day outside the supported years is refused, beside good ones and NaT, and the limits are named."""
    days = np.array(["2025-05-05", "NaT", day], "datetime64[D]")
    with pytest.raises(PeriodError, match="day-outside") as caught:
        period_ordinals(days)
    assert caught.value.problems[0].value == day
    assert "1976" in caught.value.render("en")
    assert "2099" in caught.value.render("en")


@pytest.mark.parametrize("unit", ["ps", "fs", "as"])
def test_units_finer_than_nanoseconds(unit):
    """Units whose range lies before the supported years keep NaT, and their days are refused with the limits."""
    assert period_ordinals(np.array(["NaT"], f"datetime64[{unit}]")).tolist() == [NO_ORDINAL]
    with pytest.raises(PeriodError, match="day-outside") as caught:
        period_ordinals(np.array([0], f"datetime64[{unit}]"))
    assert caught.value.problems[0].value == "1970-01-01"


@pytest.mark.parametrize("unit", ["D", "s", "ns", "M"])
def test_days_in_the_other_byte_order(unit):
    """A column in the byte order of another machine, such as one read from a file, holds the same days."""
    days = np.array(["2025-06-14", "2025-06-15", "NaT"], f"datetime64[{unit}]")
    assert np.array_equal(period_ordinals(days.astype(days.dtype.newbyteorder())), period_ordinals(days))


SAME_DAYS = {
    "pandas": pd.Series(pd.to_datetime(["2025-05-05 23:59", None])),
    "pandas-index": pd.DatetimeIndex(["2025-05-05", None]),
    "pandas-objects": pd.Series([date(2025, 5, 5), None], dtype=object),
    "list": [date(2025, 5, 5), None],
    "list-of-moments": [datetime(2025, 5, 5, 23), pd.NaT],  # noqa: DTZ001 - a moment without a zone is a day's
    "weeks": np.array(["2025-05-05", "NaT"], "datetime64[W]") + np.timedelta64(0, "W"),
    "strided": np.array(["2025-05-05", "2030-01-01", "NaT", "2030-01-01"], "datetime64[s]")[::2],
    "strided-days": np.array(["2025-05-05", "2030-01-01", "NaT", "2030-01-01"], "datetime64[D]")[::2],
}


@pytest.mark.parametrize("days", SAME_DAYS.values(), ids=SAME_DAYS)
def test_columns_that_are_days(days):
    """Whatever numpy or pandas calls days is read, without a look at its index."""
    assert period_texts(period_ordinals(days)).tolist() == ["2025-M05", None]


NO_DAYS = {
    "numbers": np.array([45782]),
    "texts": np.array(["2025-05-05"]),
    "text-objects": ["2025-05-05"],
    "zoned": pd.Series(pd.to_datetime(["2025-05-05"]).tz_localize("Asia/Ho_Chi_Minh")),
    "zoned-objects": [datetime(2025, 5, 5, tzinfo=UTC)],
    "flags": [True],
}


@pytest.mark.parametrize("days", NO_DAYS.values(), ids=NO_DAYS)
def test_columns_that_are_no_days(days):
    """Numbers, texts and times with a zone are refused: which day they mean only the caller knows."""
    with pytest.raises(PeriodError, match=r"\[days\]"):
        period_ordinals(days)


def test_shape_is_kept():
    """Tables and empty columns keep their shape, and ordinals give days in theirs."""
    table = every_day[:6].reshape(2, 3)
    assert period_ordinals(table).shape == (2, 3)
    assert period_starts(period_ordinals(table)).shape == (2, 3)
    assert period_ordinals([]).shape == (0,)
    assert period_starts(np.array([], np.int32)).shape == (0,)


@pytest.mark.parametrize("ordinals", [[0], [-2], [10**9], [2**63 - 1], [1.5], ["x"]], ids=repr)
def test_no_ordinal_of_a_period(ordinals):
    """An ordinal outside the supported years, or no integer, is refused; -1 is no period."""
    with pytest.raises(PeriodError, match="period-ordinal"):
        period_starts(np.array(ordinals))
    assert np.isnat(period_starts(np.array([NO_ORDINAL]))[0])
