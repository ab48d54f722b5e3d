"""Schedules: what a written deadline means, as one of five frozen types.

Each type says which occurrences it has between two days, and ``str`` gives back good Vietnamese that reads as
the same value (:mod:`kh2025.plan.deadline`). A deadline in a quarter or month means the calendar end, never the
reporting cut-off.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from kh2025.errors import Problem
from kh2025.law.kinds import default_regime, kinds
from kh2025.law.periods import Period
from kh2025.text.dates import FARTHEST, show_date

#: Names of the spans in which a deadline recurs, as ``str`` writes them.
EVERY_NAMES = {"week": "tuần", "month": "tháng", "quarter": "quý", "half": "6 tháng", "year": "năm"}
#: Names of Monday to Saturday after "thứ".
WEEKDAYS = ("hai", "ba", "tư", "năm", "sáu", "bảy")
SUNDAY = 7
_DECEMBER = 12


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time that a task is due: the first day of its span (null when open) and the due day."""

    start_on: date | None
    due_on: date | None


@dataclass(frozen=True, slots=True)
class OnDate:
    """One day. ``before`` keeps the wording "trước ngày"; whether it includes the day is a plan setting.

    ``moved_to`` is the day that a plan's setting moves it to, where it is no working day.
    """

    day: date
    before: bool = False
    includes_day: bool = True
    year_assumed: bool = False
    moved_to: date | None = None
    kind = "on_date"
    every = None
    start_on = None

    @property
    def due_on(self) -> date:
        """The last day on which doing it is in time."""
        written = self.day if self.includes_day or not self.before else self.day - timedelta(days=1)
        return self.moved_to or written

    def occurrences(self, first: date, last: date) -> list[Occurrence]:
        """The one occurrence; a single deadline counts wherever it lies."""
        del first, last
        return [Occurrence(None, self.due_on)]

    def __str__(self) -> str:
        return f"{'Trước ngày' if self.before else 'Ngày'} {show_date(self.day)}"


@dataclass(frozen=True, slots=True)
class InPeriod:
    """Within a calendar month, quarter, half-year, nine months or year; due on its last calendar day."""

    period: Period
    year_assumed: bool = False
    kind = "in_period"
    every = None
    before = False
    includes_day = True

    @property
    def start_on(self) -> date:
        """First calendar day of the span."""
        return self.period.calendar_start

    @property
    def due_on(self) -> date:
        """Last calendar day of the span."""
        return self.period.calendar_end

    def occurrences(self, first: date, last: date) -> list[Occurrence]:
        """The one occurrence. The span says by when, not from when: earlier work is no contradiction."""
        del first, last
        return [Occurrence(None, self.due_on)]

    def __str__(self) -> str:
        return replace(self.period, regime=default_regime()).label("vi")


@dataclass(frozen=True, slots=True)
class Recurring:
    """Every week, month, quarter, half-year or year.

    ``day`` is a day of the span's last month (for a week: 1 Monday … 7 Sunday); without it the last day.
    ``months_after`` moves it to a later month ("ngày 05 tháng sau"); ``month`` is the month of a yearly deadline.
    """

    every: str
    day: int | None = None
    before: bool = False
    includes_day: bool = True
    months_after: int = 0
    month: int = _DECEMBER
    year_assumed = False
    kind = "recurring"
    start_on = None
    due_on = None

    def occurrences(self, first: date, last: date) -> list[Occurrence]:
        """Those due from ``first`` to ``last``, both included."""
        return list(_recurrences(self, first, last))

    def due_of(self, end: date) -> date:
        """The due day in a span that ends on a day."""
        less = timedelta(days=0 if self.includes_day or not self.before else 1)
        if self.day is None:
            return end
        if self.every == "week":
            return end - timedelta(days=SUNDAY - self.day) - less
        month = end.year * _DECEMBER + end.month - 1 + self.months_after - (_DECEMBER - self.month)
        year, index = divmod(month, _DECEMBER)
        return date(year, index + 1, min(self.day, monthrange(year, index + 1)[1])) - less

    def __str__(self) -> str:
        name = f"Hằng {EVERY_NAMES[self.every]}"
        return (
            name if self.day is None else f"{name}, {'trước' if self.before else 'hạn'} {self._named_day()}"
        )

    def _named_day(self) -> str:
        if self.every == "week":
            return _weekday_name(self.day or SUNDAY)
        if self.every == "year" and not self.months_after:
            in_a_leap_year = date(2024, self.month, self.day or 1)
            return f"ngày {show_date(in_a_leap_year).rpartition('/')[0]}"
        return f"ngày {self.day:02d}{' tháng sau' if self.months_after else ''}"


def weekday_number(word: str | None) -> int:
    """The day of the week, 1 Monday … 7 Sunday, by the word or number after "thứ"; null is Sunday.

    >>> weekday_number("hai"), weekday_number("6"), weekday_number(None)
    (1, 5, 7)
    """
    if word is None:
        return SUNDAY
    return int(word) - 1 if word.isdecimal() else WEEKDAYS.index(word) + 1


def _weekday_name(day: int) -> str:
    return "Chủ nhật" if day == SUNDAY else f"Thứ {WEEKDAYS[day - 1].capitalize()}"


@dataclass(frozen=True, slots=True)
class Range:
    """From one day to another; due on the last."""

    start_on: date
    due_on: date
    year_assumed: bool = False
    kind = "range"
    every = None
    before = False
    includes_day = True

    def occurrences(self, first: date, last: date) -> list[Occurrence]:
        """The one occurrence, with its first day."""
        del first, last
        return [Occurrence(self.start_on, self.due_on)]

    def __str__(self) -> str:
        if self.start_on.year != self.due_on.year and self._is_whole_years:
            return f"{self.start_on.year}–{self.due_on.year}"
        return f"Từ ngày {show_date(self.start_on)} đến ngày {show_date(self.due_on)}"

    @property
    def _is_whole_years(self) -> bool:
        ends = (self.start_on.month, self.start_on.day, self.due_on.month, self.due_on.day)
        return ends == (1, 1, 12, 31)


@dataclass(frozen=True, slots=True)
class Continuous:
    """All the time; there is no due day."""

    kind = "continuous"
    every = None
    start_on = None
    due_on = None
    before = False
    includes_day = True
    year_assumed = False

    def occurrences(self, first: date, last: date) -> list[Occurrence]:
        """One occurrence without a due day."""
        del first, last
        return [Occurrence(None, None)]

    def __str__(self) -> str:
        return "Thường xuyên"


Schedule = OnDate | InPeriod | Recurring | Range | Continuous


@lru_cache(maxsize=1024)  # many tasks of a plan recur alike
def _recurrences(schedule: Recurring, first: date, last: date) -> tuple[Occurrence, ...]:
    # A due day may lie months after its span or, for "trước ngày 01", on the day before it.
    months = schedule.months_after + (_DECEMBER - schedule.month)
    spans = _spans(
        schedule.every, first - timedelta(days=31 * months), last + timedelta(days=31 * months + 1)
    )
    made = (Occurrence(start, schedule.due_of(end)) for start, end in spans)
    return tuple(one for one in made if one.due_on and first <= one.due_on <= last)


def distance_problem(schedule: Schedule, year: int) -> Problem | None:
    """What is wrong with a deadline over ten years from the plan's year: a typing error, most likely."""
    days = [day for day in (schedule.start_on, schedule.due_on) if day]
    if all(abs(day.year - year) <= FARTHEST for day in days):
        return None
    return Problem("schedule-far", details={"first": year - FARTHEST, "last": year + FARTHEST})


def _spans(every: str, first: date, last: date) -> list[tuple[date, date]]:
    """Calendar spans that touch the days from first to last, each with its first and last day."""
    spans = _weeks(first, last) if every == "week" else _periods(every, first, last)
    return [(start, end) for start, end in spans if end >= first and start <= last]


def _weeks(first: date, last: date) -> Iterator[tuple[date, date]]:
    monday = first - timedelta(days=first.weekday())
    while monday <= last:
        yield monday, monday + timedelta(days=6)
        monday += timedelta(days=7)


def _periods(kind: str, first: date, last: date) -> Iterator[tuple[date, date]]:
    if kind not in kinds():
        raise KeyError(kind)
    for year in range(first.year, last.year + 1):
        for index in range(kinds()[kind].per_year):
            period = Period.of(kind, year, index + 1, "calendar")
            yield period.start, period.end
