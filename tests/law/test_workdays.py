"""Working days: what the notices say, what the package of holidays says, and what always holds."""

from datetime import date, timedelta

import holidays
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kh2025.errors import InputError
from kh2025.law import data
from kh2025.law.workdays import Roll, default_calendar, standing

# DOMAIN: weekdays off in the public sector and Saturdays worked, as an office would write them on a wall.
OFF = {
    2024: "01/01 08/02 09/02 12/02 13/02 14/02 18/04 29/04 30/04 01/05 02/09 03/09",
    2025: "01/01 27/01 28/01 29/01 30/01 31/01 07/04 30/04 01/05 02/05 01/09 02/09",
    2026: "01/01 02/01 16/02 17/02 18/02 19/02 20/02 27/04 30/04 01/05 31/08 01/09 02/09 24/11",
}
WORKED = {2024: "04/05", 2025: "26/04", 2026: "10/01 22/08"}
CALENDAR = default_calendar()
days = st.dates(date(1977, 1, 1), date(2098, 12, 31))
counts = st.integers(0, 200)


def on_the_wall(year, texts):
    return {date(year, int(text[3:]), int(text[:2])) for text in texts.split()}


def days_of(year):
    first = date(year, 1, 1)
    return [first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)]


@pytest.mark.parametrize("year", OFF)
def test_noticed_year_day_by_day(year):
    """Each day of a noticed year is worked as the notices say, and as the week does where they are silent."""
    off, worked = on_the_wall(year, OFF[year]), on_the_wall(year, WORKED[year])
    expected = {day: (day.isoweekday() <= 5 or day in worked) and day not in off for day in days_of(year)}
    assert {day: CALENDAR.is_workday(day) for day in days_of(year)} == expected


# Days on which our calendar and the package may differ, and why.
DIFFERENCES = {
    date(2026, 1, 2): "swapped with 10/01/2026 by 12729/VPCP-KGVX, unknown to the package",
    date(2026, 1, 10): "worked for 02/01/2026",
}


@pytest.mark.parametrize("year", range(2019, 2036))
def test_agrees_with_the_package(year):
    """From 2019 to 2035 only the named days, and the make-up for 24/11 that the law does not give, differ."""
    known = holidays.country_holidays("VN", years=year)
    differing = {day for day in days_of(year) if CALENDAR.is_workday(day) != known.is_working_day(day)}
    allowed = set(DIFFERENCES)
    culture_day = date(year, 11, 24)
    if year >= 2026 and culture_day.isoweekday() > 5:
        allowed.add(culture_day + timedelta(days=8 - culture_day.isoweekday()))
    assert differing <= allowed
    assert {day for day in DIFFERENCES if day.year == year} <= differing


ADDED = {
    "over-swapped-saturday": ("2025-04-25", 1, "2025-04-26"),
    "over-the-holidays": ("2025-04-29", 1, "2025-05-05"),
    "back": ("2025-05-05", -1, "2025-04-29"),
    "from-a-day-off": ("2025-05-01", 1, "2025-05-05"),
    "back-from-a-day-off": ("2025-05-01", -1, "2025-04-29"),
    "none": ("2025-04-26", 0, "2025-04-26"),
    "none-from-a-day-off": ("2025-04-27", 0, "2025-04-28"),
    "new-year-2026": ("2025-12-31", 1, "2026-01-05"),
    "worked-saturday-2026": ("2026-01-09", 1, "2026-01-10"),
}


@pytest.mark.parametrize(("first", "count", "last"), ADDED.values(), ids=ADDED)
def test_added(first, count, last):
    """The first day is not counted; days off are skipped, worked Saturdays are not."""
    assert CALENDAR.add(date.fromisoformat(first), count).isoformat() == last


def slowly_added(day, count):
    while count:
        day += timedelta(days=1)
        count -= CALENDAR.is_workday(day)
    return day


@settings(deadline=None)
@given(days.filter(lambda day: day.year < 2097), st.integers(1, 200))
def test_added_day_by_day(day, count):
    """Adding is walking from day to day."""
    assert CALENDAR.add(day, count) == slowly_added(day, count)


@settings(deadline=None)
@given(days.filter(lambda day: day.year < 2096), counts, counts)
def test_adding_twice(day, n, m):
    """Adding n and then m working days is adding n + m, whatever the first day is."""
    if n:
        assert CALENDAR.add(CALENDAR.add(day, n), m) == CALENDAR.add(day, n + m)


@settings(deadline=None)
@given(days.filter(lambda day: day.year < 2097), st.integers(-200, 200).filter(bool))
def test_counting_undoes_adding(day, count):
    """From a working day, n working days later there are n working days between."""
    workday = CALENDAR.add(day, 0)
    assert CALENDAR.between(workday, CALENDAR.add(workday, count)) == count
    assert CALENDAR.between(CALENDAR.add(workday, count), workday) == -count


@settings(deadline=None)
@given(days, days)
def test_counting_is_monotone(one, other):
    """A later day never has fewer working days before it, and there are never more than days."""
    first, last = sorted((one, other))
    assert 0 <= CALENDAR.between(first, last) <= (last - first).days


@settings(deadline=None)
@given(days)
def test_rolling(day):
    """Rolling leaves working days alone and moves the others to the nearest one on the side asked for."""
    forward, backward = CALENDAR.roll(day, Roll.FORWARD), CALENDAR.roll(day, Roll.BACKWARD)
    assert CALENDAR.roll(day, Roll.NONE) == day
    assert (forward == backward == day) == CALENDAR.is_workday(day)
    assert backward <= day <= forward
    assert CALENDAR.next_workday(day) > day > CALENDAR.previous_workday(day)


columns = st.lists(st.none() | days.filter(lambda day: 1980 < day.year < 2095), max_size=30)


@settings(deadline=None)
@given(columns, st.integers(-300, 300), st.sampled_from(["D", "s", "ns"]))
def test_columns_are_days_one_by_one(column, count, unit):
    """A column gives what its days give one by one; missing days stay missing."""
    array = np.array(column, "datetime64[D]").astype(f"datetime64[{unit}]")
    assert CALENDAR.add_days(array, count).tolist() == [day and CALENDAR.add(day, count) for day in column]
    assert CALENDAR.are_workdays(array).tolist() == [bool(day and CALENDAR.is_workday(day)) for day in column]
    for policy in Roll:
        assert CALENDAR.roll_days(array, policy).tolist() == [
            day and CALENDAR.roll(day, policy) for day in column
        ]
    whole = np.array([day for day in column if day], "datetime64[D]")
    expected = [CALENDAR.between(date(2025, 1, 1), day) for day in whole.tolist()]
    assert (
        CALENDAR.count_between(np.full(whole.shape, np.datetime64("2025-01-01")), whole).tolist() == expected
    )


def test_pandas_column_with_counts_of_its_own():
    """A pandas column is read, and each day may have its own count."""
    column = pd.Series(pd.to_datetime(["2025-04-25", "2025-05-05", None]))
    assert CALENDAR.add_days(column, [1, -1, 5]).tolist() == [date(2025, 4, 26), date(2025, 4, 29), None]


OUTSIDE = {
    "before": lambda: CALENDAR.is_workday(date(1975, 12, 31)),
    "after": lambda: CALENDAR.add(date(2099, 12, 31), 1),
    "back": lambda: CALENDAR.add(date(1976, 1, 1), -1),
    "column": lambda: CALENDAR.add_days(np.array(["NaT", "2100-01-01"], "datetime64[D]"), 1),
    "column-result": lambda: CALENDAR.add_days(np.array(["2025-01-01"], "datetime64[D]"), 10**6),
    "missing": lambda: CALENDAR.count_between(
        np.array(["NaT"], "datetime64[D]"), np.array(["2025-01-01"], "datetime64[D]")
    ),
}


@pytest.mark.parametrize("ask", OUTSIDE.values(), ids=OUTSIDE)
def test_outside_the_calendar(ask):
    """What lies outside the supported years, or has no count, is refused; the limits are named."""
    with pytest.raises(InputError) as caught:
        ask()
    (problem,) = caught.value.problems
    assert problem.code == "workday-missing" or "1976" in problem.render("en")


def test_standing():
    """Later years are provisional until a notice is known, earlier ones without are unverified."""
    assert [standing(year).value for year in (2010, 2024, 2026, 2027)] == [
        "unverified",
        "confirmed",
        "confirmed",
        "provisional",
    ]
    assert {year: s.value for year, s in CALENDAR.standings(date(2027, 1, 1), date(2026, 1, 1)).items()} == {
        2026: "confirmed",
        2027: "provisional",
    }


@pytest.mark.parametrize("row", data.load("workdays")["notices"], ids=lambda row: "+".join(row["documents"]))
def test_notice(row):
    """A notice names documents and a mark; its days lie in its year, days off in the week, days worked at its end."""
    assert row["documents"]
    assert row["mark"] in {"verified", "secondary"}
    assert all(day.year == row["year"] and day.isoweekday() <= 5 for day in row["days_off"])
    assert all(day.year == row["year"] and day.isoweekday() > 5 for day in row["days_worked"])
