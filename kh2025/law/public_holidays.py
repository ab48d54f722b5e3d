"""Public holidays of years that no notice settles: what the package ``holidays`` computes.

It knows the lunar days and many swaps of past years, but not those that are announced late.
"""

from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from kh2025.law import data

_SUNDAY, _MONDAY = 7, 1


class DaysOff(NamedTuple):
    """The days that differ from the week: days off, and rest days that are worked."""

    days_off: frozenset[date]
    days_worked: frozenset[date]


@cache
def computed_years(first: int, last: int) -> DaysOff:
    """What the package ``holidays`` computes for years from first to last, both included."""
    import holidays  # noqa: PLC0415 - only who counts working days pays for it

    found = holidays.country_holidays("VN", years=range(first, last + 1))
    not_made_up = {day for year in range(first, last + 1) for day in _not_made_up(year)}
    worked = {day for day in found.weekend_workdays if first <= day.year <= last}
    return DaysOff(frozenset(set(found) - not_made_up), frozenset(worked))


def _not_made_up(year: int) -> list[date]:
    """The Mondays that would make up for a holiday which the law does not make up for."""
    rows = [row for row in data.load("workdays")["without_make_up"] if year >= row["from_year"]]
    fallen = [date(year, row["month"], row["day"]) for row in rows]
    rest = set(data.load("workdays")["weekly_rest"]["days"])
    return [
        day + timedelta(days=_SUNDAY + _MONDAY - day.isoweekday())
        for day in fallen
        if day.isoweekday() in rest
    ]
