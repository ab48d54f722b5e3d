"""Working days: what the notices say, what the package of holidays says, and what always holds."""

import csv
import runpy
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import holidays
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kh2025.errors import InputError
from kh2025.law.periods import Period
from kh2025.law.workdays import Roll, Standing, WorkCalendar, default_calendar, standing
from kh2025.plan.due_rules import DueRule

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
    "none-from-a-day-off": ("2025-04-27", 0, "2025-04-27"),
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
@given(days.filter(lambda day: 1978 < day.year < 2096), counts, counts)
def test_adding_twice(day, n, m):
    """Adding n and then m working days is adding n + m, whatever the first day is, forward and back."""
    assert CALENDAR.add(CALENDAR.add(day, n), m) == CALENDAR.add(day, n + m)
    assert CALENDAR.add(CALENDAR.add(day, -n), -m) == CALENDAR.add(day, -n - m)


@settings(deadline=None)
@given(days.filter(lambda day: day.year < 2097), st.integers(-200, 200).filter(bool))
def test_counting_undoes_adding(day, count):
    """From a working day, n working days later there are n working days between."""
    workday = CALENDAR.roll(day, Roll.FORWARD)
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


# The oracle: a table of all days from 2019 to 2035, written by a script that reads neither kh2025 nor holidays.
CASES = Path(__file__).parents[1] / "cases"
TET = "the holiday of Tết on a Saturday is made up on the working day before, as notices do, not after (Đ.111.3)"
SWAP = "a swap of 2019 that the package of holidays knows; no notice of it is listed"
OTHERWISE = {
    "2019-01-05": SWAP,
    "2019-04-29": SWAP,
    "2019-05-04": SWAP,
} | dict.fromkeys(
    (
        "2020-01-23", "2020-01-30", "2021-02-10", "2021-02-17", "2023-01-20", "2023-01-27", "2027-02-04",
        "2027-02-11", "2028-01-24", "2028-01-31", "2030-01-31", "2030-02-07", "2031-01-21", "2031-01-28",
        "2032-02-09", "2032-02-16", "2034-02-17", "2034-02-24", "2035-02-06", "2035-02-13",
    ),
    TET,
)  # fmt: skip


@pytest.fixture(scope="module")
def oracle():
    with (CASES / "workdays.csv").open(encoding="utf-8", newline="") as file:
        return {date.fromisoformat(row["day"]): row for row in csv.DictReader(file)}


def test_oracle_is_what_its_script_writes(tmp_path):
    """The table comes out again byte for byte, and the script uses neither kh2025 nor holidays."""
    script = CASES / "make_workdays.py"
    runpy.run_path(str(script))["write"](tmp_path)
    assert (tmp_path / "workdays.csv").read_bytes() == (CASES / "workdays.csv").read_bytes()
    imported = {
        line.split()[1]
        for line in script.read_text("utf-8").splitlines()
        if line.startswith(("import ", "from "))
    }
    assert imported <= set(sys.stdlib_module_names)


@pytest.mark.parametrize("year", range(2019, 2036))
def test_days_of_a_year_are_those_of_the_oracle(oracle, year):
    """Every day is worked or not as the oracle says, but for the named ones, all of unconfirmed years."""
    found = {day: row["worked"] == "1" for day, row in oracle.items() if day.year == year}
    assert list(found) == days_of(year)
    wrong = {day.isoformat() for day, worked in found.items() if CALENDAR.is_workday(day) != worked}
    assert wrong == {day for day in OTHERWISE if day.startswith(str(year))}
    assert not wrong or standing(year) is not Standing.CONFIRMED


def test_counts_are_those_of_the_oracle(oracle):
    """Between any two days of 2024 to 2026 lie as many working days as the oracle counted."""
    settled = {day: int(row["count"]) for day, row in oracle.items() if 2024 <= day.year <= 2026}
    every = np.array(list(settled), "datetime64[D]")
    counted = np.array(list(settled.values()))
    for place in range(0, len(every), 37):
        firsts = np.full(len(every), every[place])
        assert (CALENDAR.count_between(firsts, every) == counted - counted[place]).all()


# A user's notices.
@pytest.fixture
def provincial(tmp_path):
    path = tmp_path / "notices.yaml"
    path.write_text(
        "notices:\n  - {number: 12/UBND-NC, days_off: [2025-10-14, 2025-04-26], days_worked: [2025-10-18]}\n",
        "utf-8",
    )
    return WorkCalendar.load(path)


def test_users_notices_lie_on_top(provincial):
    """A user's days count before the official ones; all other days and the default calendar are as they were."""
    named = {date(2025, 10, 14): False, date(2025, 10, 18): True, date(2025, 4, 26): False}
    assert {day: provincial.is_workday(day) for day in named} == named
    assert provincial.add(date(2025, 10, 13), 1) == date(2025, 10, 15)
    others = [day for year in range(2020, 2030) for day in days_of(year) if day not in named]
    assert [provincial.is_workday(day) for day in others] == [CALENDAR.is_workday(day) for day in others]
    assert {day: CALENDAR.is_workday(day) for day in named} == {day: not named[day] for day in named}


def test_due_rule_with_provincial_days(provincial):
    """A due rule counts in the calendar it is given, one period or a column of them."""
    rule, period = DueRule(working_days=2), Period.parse("2025-M10@cutoff-13")
    assert rule.due_on(period, provincial) == date(2025, 10, 16)
    assert rule.due_on(period) == date(2025, 10, 15)
    made = rule.due_dates([period.ordinal], "month", "cutoff-13", provincial)
    assert made.tolist() == [date(2025, 10, 16)]


ONE_DAY = {
    "date": date(2025, 4, 25),
    "late-in-the-day": datetime(2025, 4, 25, 23, 59),  # noqa: DTZ001 - a time without a zone is meant
    "pandas": pd.Timestamp("2025-04-25 09:00"),
    "numpy": np.datetime64("2025-04-25"),
    "numpy-seconds": np.datetime64("2025-04-25T23:59:59"),
}
NO_DAY = {
    "time-with-a-zone": datetime(2025, 4, 25, 20, tzinfo=UTC),
    "pandas-with-a-zone": pd.Timestamp("2025-04-25", tz="UTC"),
    "missing": pd.NaT,
    "missing-numpy": np.datetime64("NaT"),
    "none": None,
    "text": "2025-04-25",
    "number": 45772,
}
DAY_CALLS = {
    "add": lambda day: CALENDAR.add(day, 1),
    "is-workday": CALENDAR.is_workday,
    "between": lambda day: CALENDAR.between(day, date(2025, 5, 5)),
    "roll": lambda day: CALENDAR.roll(day, Roll.FORWARD),
    "standings": lambda day: CALENDAR.standings(day, day),
    "period": lambda day: Period.containing(day, "month"),
}


@pytest.mark.parametrize("day", ONE_DAY.values(), ids=ONE_DAY)
@pytest.mark.parametrize("call", DAY_CALLS.values(), ids=DAY_CALLS)
def test_whatever_is_a_day_is_that_day(day, call):
    """A time without a zone, of Python, numpy or pandas, is its day."""
    assert call(day) == call(date(2025, 4, 25))
    assert type(CALENDAR.roll(day, Roll.FORWARD)) is date


@pytest.mark.parametrize("value", NO_DAY.values(), ids=NO_DAY)
@pytest.mark.parametrize("call", DAY_CALLS.values(), ids=DAY_CALLS)
def test_what_is_no_day_is_refused(value, call):
    """20:00 UTC is already the next day in Vietnam: a time with a zone is refused like a missing day, a text, a number."""
    with pytest.raises(InputError) as caught:
        call(value)
    assert caught.value.problems[0].code == "day"
    assert caught.value.render("en")


COUNTS_REFUSED = {
    "half": 1.5,
    "float": 2.0,
    "column-of-floats": [1.0, 2.0],
    "missing": [1, np.nan],
    "text": "1",
    "truth": True,
    "none": None,
    "beyond-int64": 2**70,
    "unsigned-beyond-int64": np.array([2**64 - 1], np.uint64),
    "other-length": [1, 2, 3],
}


@pytest.mark.parametrize("count", COUNTS_REFUSED.values(), ids=COUNTS_REFUSED)
def test_no_count_is_rounded(count):
    """What is no whole number, or no column of the same length, is refused with a code, for one day and for a column."""
    column = np.array(["2025-04-25", "2025-05-05"], "datetime64[D]")
    for call in (lambda: CALENDAR.add_days(column, count), lambda: CALENDAR.add(date(2025, 4, 25), count)):
        with pytest.raises(InputError) as caught:
            call()
        assert caught.value.problems[0].code == "workday-count"


def test_the_count_that_leads_outside_is_named():
    """The error names the day and the count that leave the calendar, not the first of the column."""
    column = np.array(["2025-01-02", "2099-12-30"], "datetime64[D]")
    with pytest.raises(InputError, match=r"2099-12-30 \+500"):
        CALENDAR.add_days(column, [1, 500])


def test_policies_may_be_written():
    """A policy by its name moves the way it says; another word is refused, not taken for the last one."""
    sunday = date(2025, 4, 27)
    assert CALENDAR.roll(sunday, "forward") == date(2025, 4, 28)
    assert CALENDAR.roll_days([sunday], "forward").tolist() == [date(2025, 4, 28)]
    for call in (CALENDAR.roll, lambda day, policy: CALENDAR.roll_days([day], policy)):
        with pytest.raises(InputError, match="workday-roll"):
            call(sunday, "nearest")


def test_the_last_day_need_not_roll():
    """A worked day at the end of the calendar stays, in a column as by itself."""
    last = date(2099, 12, 31)
    assert CALENDAR.roll_days([last], Roll.FORWARD).tolist() == [CALENDAR.roll(last, Roll.FORWARD)] == [last]


KNOWN = {
    "before-any-notice-of-2026": ("2025-10-15", "2026-02-16", False, "provisional"),
    "first-notice-of-2026": ("2025-10-16", "2026-02-16", False, "confirmed"),
    "day-before-the-swap-was-issued": ("2025-12-24", "2026-01-10", False, "confirmed"),
    "day-on-which-the-swap-was-issued": ("2025-12-25", "2026-01-10", True, "confirmed"),
}


@pytest.mark.parametrize(("known_on", "day", "worked", "rests_on"), KNOWN.values(), ids=KNOWN)
def test_notices_known_on_a_day(known_on, day, worked, rests_on):
    """A calendar as known on a day follows the notices issued up to it; a year without its first is computed."""
    known, asked = date.fromisoformat(known_on), date.fromisoformat(day)
    calendar = default_calendar(known_on=known)
    assert calendar.is_workday(asked) is worked
    assert standing(asked.year, known).value == rests_on
    assert calendar.standings(asked, asked) == {asked.year: rests_on}


def test_undated_notice():
    """A notice whose day of issue is not known counts from the first day of its year."""
    day = date(2026, 11, 24)
    assert default_calendar(known_on=date(2025, 12, 31)).is_workday(day)
    assert not default_calendar(known_on=date(2026, 1, 1)).is_workday(day)


def test_all_notices_are_known_in_the_end():
    """Once the last notice is issued the calendar is the default one, and the same object."""
    assert default_calendar(known_on=date(2030, 1, 1)) is default_calendar()
    assert default_calendar(known_on=date(1990, 1, 1)) is default_calendar(known_on=date(2020, 1, 1))
