"""Writes workdays.csv: every day from 2019 to 2035, worked or not, worked out without kh2025.

For 2024 to 2026 the days of the notices are typed in again from the notices' own lists. For the other years the
Labour Code is applied to each day in turn: holidays by the sun, holidays by the moon, and for each one on a
Saturday or Sunday the next day that would be worked (Điều 111 khoản 3). The moon is computed, not looked up:
new moons and the sun's longitude after J. Meeus, Astronomical Algorithms (1998), chapters 25 and 49, as H. N.
Đức's "Thuật toán tính âm lịch" shortens them, at UTC+7. Slow and plain.

    python tests/cases/make_workdays.py
"""

import csv
import math
import sys
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path

FIRST_YEAR, LAST_YEAR = 2019, 2035
ONE_DAY = timedelta(days=1)
UTC_OFFSET = 7 / 24

# Weekdays off, Saturdays worked; "day/month".
NOTICES = {
    2024: ("1/1 8/2 9/2 12/2 13/2 14/2 18/4 29/4 30/4 1/5 2/9 3/9", "4/5"),
    2025: ("1/1 27/1 28/1 29/1 30/1 31/1 7/4 30/4 1/5 2/5 1/9 2/9", "26/4"),
    2026: ("1/1 2/1 16/2 17/2 18/2 19/2 20/2 27/4 30/4 1/5 31/8 1/9 2/9 24/11", "10/1 22/8"),
}


# The moon.
def new_moon(number):
    """Julian day (UTC) of a new moon, counted from that of 1 January 1900."""
    t = number / 1236.85
    r = math.pi / 180
    mean = 2415020.75933 + 29.53058868 * number + 0.0001178 * t**2 - 0.000000155 * t**3
    mean += 0.00033 * math.sin((166.56 + 132.87 * t - 0.009173 * t**2) * r)
    m = 359.2242 + 29.10535608 * number - 0.0000333 * t**2 - 0.00000347 * t**3
    mp = 306.0253 + 385.81691806 * number + 0.0107306 * t**2 + 0.00001236 * t**3
    f = 21.2964 + 390.67050646 * number - 0.0016528 * t**2 - 0.00000239 * t**3
    correction = (0.1734 - 0.000393 * t) * math.sin(m * r) + 0.0021 * math.sin(2 * m * r)
    correction += -0.4068 * math.sin(mp * r) + 0.0161 * math.sin(2 * mp * r) - 0.0004 * math.sin(3 * mp * r)
    correction += 0.0104 * math.sin(2 * f * r) - 0.0051 * math.sin((m + mp) * r)
    correction += -0.0074 * math.sin((m - mp) * r) + 0.0004 * math.sin((2 * f + m) * r)
    correction += -0.0004 * math.sin((2 * f - m) * r) - 0.0006 * math.sin((2 * f + mp) * r)
    correction += 0.0010 * math.sin((2 * f - mp) * r) + 0.0005 * math.sin((2 * mp + m) * r)
    return mean + correction - (-0.000278 + 0.000265 * t + 0.000262 * t**2)


def local_day(julian):
    """The local calendar day of a Julian day in UTC. Julian day 2440587.5 began 1 January 1970."""
    return date(1970, 1, 1) + timedelta(days=math.floor(julian + UTC_OFFSET - 2440587.5))


def sun_sector(day):
    """Which twelfth of its course the sun has entered at the end of a local day; 9 from the winter solstice on."""
    julian = day.toordinal() - date(1970, 1, 1).toordinal() + 2440587.5 + 1 - UTC_OFFSET
    t = (julian - 2451545.0) / 36525
    r = math.pi / 180
    m = (357.52910 + 35999.05030 * t) * r
    longitude = 280.46645 + 36000.76983 * t + (1.914600 - 0.004817 * t) * math.sin(m)
    longitude += (0.019993 - 0.000101 * t) * math.sin(2 * m) + 0.000290 * math.sin(3 * m)
    # Apparent longitude: aberration, and nutation by the moon's node.
    longitude -= 0.00569 + 0.00478 * math.sin((125.04 - 1934.136 * t) * r)
    return int(longitude % 360 // 30)


@cache
def month_starts(year):
    """First days of the lunar months from late in the year before to the end of a year."""
    number = math.floor((year - 1900) * 12.3685) - 3
    return [local_day(new_moon(one)) for one in range(number, number + 18)]


def eleventh_month(year):
    """First day of the lunar month that holds the winter solstice of a year."""
    starts = month_starts(year)
    for first, after in pairwise(starts):
        solstice = [
            day
            for day in (first + n * ONE_DAY for n in range((after - first).days))
            if sun_sector(day - ONE_DAY) == 8 and sun_sector(day) == 9
        ]
        if solstice and solstice[0].year == year:
            return first
    raise AssertionError(year)


def lunar_months(year):
    """Number of the lunar month → its first day, from the eleventh of the year before; leap months left out."""
    begin, end = eleventh_month(year - 1), eleventh_month(year)
    every = sorted({*month_starts(year - 1), *month_starts(year)})
    starts = [day for day in every if begin <= day <= end]
    has_leap = len(starts) == 14
    found, number = {}, 11
    for first, after in pairwise(starts):
        no_sector_begins = sun_sector(first - ONE_DAY) == sun_sector(after - ONE_DAY)
        if has_leap and no_sector_begins:
            has_leap = False  # only the first month without a sector's beginning is a leap month
            continue
        found[number] = first
        number = number % 12 + 1
    return found


# The law.
def holidays(year):
    """Holidays of the Labour Code in a year, in order, and those that are not made up."""
    months = lunar_months(year)
    tet = [months[1] + n * ONE_DAY for n in range(-1, 4)]  # its eve and the first four days
    hung_kings = months[3] + 9 * ONE_DAY
    made_up = {date(year, 1, 1), *tet, hung_kings, date(year, 4, 30), date(year, 5, 1), date(year, 9, 2)}
    if year >= 2021:
        made_up.add(beside_national_day(year))
    return sorted(made_up), [date(year, 11, 24)] if year >= 2026 else []


def is_weekend(day):
    return day.isoweekday() in (6, 7)


def beside_national_day(year):
    """One day before or after 2/9; the law leaves the choice. Here: the longest rest, and if equal the day before."""
    before, after = date(year, 9, 1), date(year, 9, 3)
    return before if rest_around(year, before) >= rest_around(year, after) else after


def rest_around(year, beside):
    """How many days on end are off around 2/9."""
    off = days_off([date(year, 9, 2), beside])
    count, day = 1, date(year, 9, 2) + ONE_DAY
    while day in off or is_weekend(day):
        count, day = count + 1, day + ONE_DAY
    day = date(year, 9, 2) - ONE_DAY
    while day in off or is_weekend(day):
        count, day = count + 1, day - ONE_DAY
    return count


def days_off(made_up):
    """Holidays with the days that make up for those on a weekend: each the next day that would be worked."""
    off = set(made_up)
    for holiday in sorted(made_up):
        if is_weekend(holiday):
            day = holiday
            while day in off or is_weekend(day):
                day += ONE_DAY
            off.add(day)
    return off


def written(text, year):
    """The dates of "1/1 8/2" in a year."""
    return {date(year, int(one.split("/")[1]), int(one.split("/")[0])) for one in text.split()}


@cache
def year_off(year):
    """Days off and Saturdays worked in a year."""
    if year in NOTICES:
        return tuple(written(text, year) for text in NOTICES[year])
    made_up, others = holidays(year)
    return days_off(made_up) | set(others), set()


def basis(day):
    """Whether a day is worked, and why."""
    off, worked = year_off(day.year)
    if day in worked:
        return 1, "notice"
    if day in off and not is_weekend(day):
        return 0, "notice" if day.year in NOTICES else "holiday" if day in holidays_of(
            day.year
        ) else "made up"
    return (0, "weekend") if is_weekend(day) else (1, "")


@cache
def holidays_of(year):
    return {one for part in holidays(year) for one in part}


def rows():
    """Every day, with how many days have been worked since the first one."""
    day, count = date(FIRST_YEAR, 1, 1), 0
    while day <= date(LAST_YEAR, 12, 31):
        is_worked, why = basis(day)
        count += is_worked
        yield {"day": day.isoformat(), "worked": is_worked, "count": count, "basis": why}
        day += ONE_DAY


def write(folder):
    """The file into a folder."""
    listed = list(rows())
    with (Path(folder) / "workdays.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, listed[0], lineterminator="\n")
        table.writeheader()
        table.writerows(listed)


if __name__ == "__main__":
    write(sys.argv[1] if sys.argv[1:] else Path(__file__).parent)
