"""Working days: official notices over public holidays over the week, as two look-up tables.

The first day of a count is not counted (Bộ luật Dân sự 2015, Điều 147). A year that no official notice speaks of is
provisional when it comes after the last noticed one, unverified when it comes before or between.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from kh2025.errors import InputError, Problem
from kh2025.law import data
from kh2025.law.days import NO_DAY, as_days, chunks, one_day
from kh2025.law.notices import Notice, known_from, official_notices, read_notices, worked_days
from kh2025.law.public_holidays import computed_years

Days = npt.NDArray[np.datetime64]
_EPOCH = date(1970, 1, 1)


class Roll(StrEnum):
    """What becomes of a deadline on a day that is not worked."""

    NONE = "none"
    FORWARD = "forward"
    BACKWARD = "backward"


_STEPS = {Roll.NONE: 0, Roll.FORWARD: 1, Roll.BACKWARD: -1}


class Standing(StrEnum):
    """What the days off of a year rest on."""

    CONFIRMED = "confirmed"
    PROVISIONAL = "provisional"
    UNVERIFIED = "unverified"


@dataclass(frozen=True, slots=True, eq=False)
class WorkCalendar:
    """Which days are worked, as tables over the supported years.

    A single day may be a date, a ``datetime64`` or a time without a zone; a time with a zone is refused (``day``), since
    its local day may be another.

    Attributes:
        first_day: day number (since 1/1/1970) of the first day.
        worked: whether each day is worked.
        counts: how many worked days lie up to and including each day.
        workdays: day numbers of the worked days, in order.
        known_on: the day up to which notices are seen; null for all.

    >>> calendar = default_calendar()
    >>> calendar.add(date(2025, 4, 25), 1).isoformat(), calendar.between(date(2025, 4, 25), date(2025, 5, 5))
    ('2025-04-26', 4)
    """

    first_day: int
    worked: npt.NDArray[np.bool_]
    counts: npt.NDArray[np.int32]
    workdays: npt.NDArray[np.int32]
    known_on: date | None = None

    @classmethod
    def load(cls, source: str | Path) -> "WorkCalendar":
        """The default calendar with the days off and days worked of a user's file, such as a province's, on top.

        The file is described at :func:`kh2025.law.notices.read_notices`; what a year's days rest on
        (:func:`standing`) stays as the official notices have it.

        Raises:
            InputError: the file is no list of notices.
        """
        return _calendar_with(read_notices(source))

    def is_workday(self, day: date) -> bool:
        """Whether a day is worked."""
        return bool(self.worked[self._place(day)])

    def add(self, day: date, count: int) -> date:
        """The ``count``-th working day after a day, or before it when negative.

        With 0 the day itself, worked or not (:meth:`roll` moves it): so n and then m days are n + m from every day.
        """
        counts = _counts(count, (1,))
        return self._day(int(self._added(np.array([self._place(day)]), counts)[0]))

    def between(self, first: date, last: date) -> int:
        """How many working days lie after ``first`` up to and including ``last``; negative the other way round."""
        return int(self.counts[self._place(last)]) - int(self.counts[self._place(first)])

    def next_workday(self, day: date) -> date:
        """The first working day after a day."""
        return self.add(day, 1)

    def previous_workday(self, day: date) -> date:
        """The last working day before a day."""
        return self.add(day, -1)

    def roll(self, day: date, policy: Roll | str) -> date:
        """The day, or the next or last working day where it is not worked; the policy may be written ("forward")."""
        step = _STEPS[_policy(policy)]
        if not step or self.is_workday(day):
            return one_day(day)
        return self.add(day, step)

    def standings(self, first: date, last: date) -> dict[int, Standing]:
        """What the days off of the years between two days rest on, by year."""
        ends = sorted((one_day(first).year, one_day(last).year))
        return {year: standing(year, self.known_on) for year in range(ends[0], ends[1] + 1)}

    def are_workdays(self, days: Any) -> npt.NDArray[np.bool_]:
        """Whether each day is worked; False for NaT. Shape as given."""
        array = as_days(days)
        made = np.zeros(array.size, np.bool_)
        for part, places, missing in self._places(array.reshape(-1)):
            made[part] = self.worked[places]
            made[part][missing] = False
        return made.reshape(array.shape)

    def add_days(self, days: Any, count: Any) -> Days:
        """:meth:`add` for columns: days (NaT kept) and one count or a column of them; ``datetime64[D]``.

        Counts are integers and are taken by position.
        """
        array = as_days(days)
        counts = _counts(count, array.shape).reshape(-1)
        made = np.empty(array.size, np.int64)
        for part, places, missing in self._places(array.reshape(-1)):
            made[part] = self._added(places, counts[part], missing)
            made[part][missing] = NO_DAY
        return made.view("datetime64[D]").reshape(array.shape)

    def count_between(self, firsts: Any, lasts: Any) -> npt.NDArray[np.int32]:
        """:meth:`between` for columns of days; ``InputError`` for NaT, which has no count."""
        return self._counted(lasts) - self._counted(firsts)

    def roll_days(self, days: Any, policy: Roll | str) -> Days:
        """:meth:`roll` for columns; NaT is kept."""
        array = as_days(days).astype("datetime64[D]")
        step = _STEPS[_policy(policy)]
        if not step:
            return array
        off = ~self.are_workdays(array)
        rolled = array.copy()
        rolled[off] = self.add_days(array[off], step)
        return rolled

    def _counted(self, days: Any) -> npt.NDArray[np.int32]:
        array = as_days(days)
        made = np.empty(array.size, np.int32)
        for part, places, missing in self._places(array.reshape(-1)):
            if missing.any():
                raise InputError(Problem("workday-missing", "days", "NaT"))
            made[part] = self.counts[places]
        return made.reshape(array.shape)

    def _added(
        self, places: Any, counts: npt.NDArray[np.int64], missing: Any = False
    ) -> npt.NDArray[np.int64]:
        """Day numbers of the working days that lie some counts after the days at some places."""
        # The workday numbered n (from 0) is workdays[n]; counts[place] is the number of the next one after it.
        fixed = np.asarray(missing) | (counts == 0)
        wanted = self.counts[places] + counts - (counts > 0) - (self.worked[places] & (counts < 0))
        outside = ((wanted < 0) | (wanted >= len(self.workdays))) & ~fixed
        if outside.any():
            first = int(outside.argmax())
            raise self._outside(f"{self._day(int(places[first]) + self.first_day)} {int(counts[first]):+d}")
        made = self.workdays[np.where(fixed, 0, wanted)].astype(np.int64)
        return np.where(counts == 0, places + self.first_day, made)

    def _places(self, flat: Days) -> Any:
        """Parts of a column: where, places in the tables, and which are missing."""
        for part, numbers in chunks(flat):
            places = numbers - self.first_day
            outside = places.view(np.uint64) >= np.uint64(len(self.worked))
            if outside.any():
                far = outside & (numbers != NO_DAY)
                if far.any():
                    raise self._outside(str(flat[part][far][0].astype("datetime64[D]")))
                places = np.where(outside, 0, places)
            yield part, places, outside

    def _place(self, day: date) -> int:
        one = one_day(day)
        place = (one - _EPOCH).days - self.first_day
        if not 0 <= place < len(self.worked):
            raise self._outside(one.isoformat())
        return place

    def _day(self, number: int) -> date:
        return _EPOCH + timedelta(days=number)

    def _outside(self, value: object) -> InputError:
        return InputError(Problem("workday-outside", "days", value, data.load("workdays")["years"]))


def _policy(policy: Roll | str) -> Roll:
    try:
        return Roll(policy)
    except ValueError:
        raise InputError(Problem("workday-roll", "policy", policy, {"known": ", ".join(Roll)})) from None


def _counts(count: Any, shape: tuple[int, ...]) -> npt.NDArray[np.int64]:
    """Whole numbers, one or as many as there are days; nothing is rounded."""
    array = np.asarray(count)
    try:
        if array.dtype.kind in "iu" and array.dtype != np.uint64:
            return np.broadcast_to(array.astype(np.int64), shape)
    except ValueError:  # another shape
        pass
    raise InputError(Problem("workday-count", "count", count if isinstance(count, str) else repr(count)))


def standing(year: int, known_on: date | None = None) -> Standing:
    """What the days off of a year rest on; ``known_on``: as :func:`official_notices`.

    >>> standing(2025).value, standing(2031).value, standing(2010).value
    ('confirmed', 'provisional', 'unverified')
    >>> standing(2026, known_on=date(2025, 6, 30)).value
    'provisional'
    """
    noticed = official_notices(known_on)
    if year in noticed:
        return Standing.CONFIRMED
    return Standing.PROVISIONAL if year > max(noticed, default=year) else Standing.UNVERIFIED


def default_calendar(known_on: date | None = None) -> WorkCalendar:
    """The calendar of the public sector: every supported year, official notices first.

    Args:
        known_on: a day; notices issued later are not seen, so that an old evaluation comes out again.

    >>> day = date(2026, 1, 2)
    >>> default_calendar().is_workday(day), default_calendar(known_on=date(2025, 12, 1)).is_workday(day)
    (False, True)
    """
    return _official_calendar(_last_news(known_on))


def _last_news(known_on: date | None) -> date | None:
    """The last day up to ``known_on`` on which a notice was issued; null when all are known."""
    days = sorted({known_from(one, year) for year, found in official_notices().items() for one in found})
    if known_on is None or known_on >= days[-1]:
        return None
    return max((day for day in days if day <= known_on), default=date.min)


@cache
def _official_calendar(known_on: date | None) -> WorkCalendar:
    return _calendar_with((), known_on)


def _calendar_with(notices: tuple[Notice, ...], known_on: date | None = None) -> WorkCalendar:
    """The tables of all supported years, with more notices on top of the official ones."""
    years = data.load("workdays")["years"]
    days = np.arange(f"{years['first']}-01-01", f"{years['last'] + 1}-01-01", dtype="datetime64[D]")
    first_day = int(days.view(np.int64)[0])
    # Day number 0 is a Thursday, ISO weekday 4.
    weekdays = (days.view(np.int64) + 3) % 7 + 1
    worked = ~np.isin(weekdays, data.load("workdays")["weekly_rest"]["days"])
    turned = _turned_around(years["first"], years["last"], official_notices(known_on))
    for day, is_worked in (turned | worked_days(notices)).items():
        worked[(day - _EPOCH).days - first_day] = is_worked
    counts = np.cumsum(worked, dtype=np.int32)
    workdays = (np.flatnonzero(worked) + first_day).astype(np.int32)
    return WorkCalendar(first_day, worked, counts, workdays, known_on)


def _turned_around(first: int, last: int, noticed: Mapping[int, tuple[Notice, ...]]) -> dict[date, bool]:
    """Whether each day that holidays or official notices speak of is worked; a noticed year follows these alone."""
    computed = computed_years(first, last)
    found = dict.fromkeys(computed.days_off, False) | dict.fromkeys(computed.days_worked, True)
    found = {day: is_worked for day, is_worked in found.items() if day.year not in noticed}
    return found | worked_days(notice for year in noticed.values() for notice in year)
