"""Written deadlines: "Quý II/2025", "Trước ngày 30/6/2025", "Hằng tháng, hạn ngày 25" and their like.

A schedule is one of five frozen types. Each says which occurrences it has between two days, and ``str``
gives back good Vietnamese that parses to the same value. A deadline in a quarter or month means the
calendar end, never the reporting cut-off.
"""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from kh2025.errors import PeriodError, Problem, ScheduleError
from kh2025.law.kinds import default_regime, kinds
from kh2025.law.periods import Period
from kh2025.text.dates import DATE, day_from, has_year, show_date
from kh2025.text.normal import normal_form

_FARTHEST = 10  # years from the plan's year; beyond lies a typing error (HAZARDS 9)
_WEEKDAYS = ("hai", "ba", "tư", "năm", "sáu", "bảy")
_SUNDAY = 7


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time that a task is due: the first day of its span (null when open) and the due day."""

    start_on: date | None
    due_on: date | None


@dataclass(frozen=True, slots=True)
class OnDate:
    """One day. ``before`` keeps the wording "trước ngày"; whether it includes the day is a plan setting."""

    day: date
    before: bool = False
    includes_day: bool = True
    year_assumed: bool = False
    kind = "on_date"
    every = None
    start_on = None

    @property
    def due_on(self) -> date:
        """The last day on which doing it is in time."""
        return self.day if self.includes_day or not self.before else self.day - timedelta(days=1)

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
    """

    every: str
    day: int | None = None
    before: bool = False
    includes_day: bool = True
    year_assumed = False
    kind = "recurring"
    start_on = None
    due_on = None

    def occurrences(self, first: date, last: date) -> list[Occurrence]:
        """Those due from ``first`` to ``last``, both included."""
        # "Trước ngày 01" is due on the day before its span begins, so one span more is looked at.
        beyond = last + timedelta(days=1)
        spans = _weeks(first, beyond) if self.every == "week" else _spans(self.every, first, beyond)
        made = [Occurrence(start, self._due(end)) for start, end in spans]
        return [one for one in made if one.due_on and first <= one.due_on <= last]

    def _due(self, end: date) -> date:
        less = 0 if self.includes_day or not self.before else 1
        if self.day is None:
            return end
        if self.every == "week":
            return end - timedelta(days=_SUNDAY - self.day + less)
        return end.replace(day=min(self.day, end.day)) - timedelta(days=less)

    def __str__(self) -> str:
        name = f"Hằng {_EVERY_NAMES[self.every]}"
        if self.day is None:
            return name
        day = _weekday_name(self.day) if self.every == "week" else f"ngày {self.day:02d}"
        return f"{name}, {'trước' if self.before else 'hạn'} {day}"


def _weekday_name(day: int) -> str:
    return "Chủ nhật" if day == _SUNDAY else f"Thứ {_WEEKDAYS[day - 1].capitalize()}"


@dataclass(frozen=True, slots=True)
class Range:
    """From one day to another; due on the last."""

    start_on: date
    due_on: date
    year_assumed: bool = False
    kind = "range"
    every = None
    includes_day = True

    def occurrences(self, first: date, last: date) -> list[Occurrence]:
        """The one occurrence, with its first day."""
        del first, last
        return [Occurrence(self.start_on, self.due_on)]

    def __str__(self) -> str:
        whole_years = (self.start_on.month, self.start_on.day, self.due_on.month, self.due_on.day) == (
            1,
            1,
            12,
            31,
        )
        if whole_years and self.start_on.year != self.due_on.year:
            return f"{self.start_on.year}–{self.due_on.year}"
        return f"Từ ngày {show_date(self.start_on)} đến ngày {show_date(self.due_on)}"


@dataclass(frozen=True, slots=True)
class Continuous:
    """All the time; there is no due day."""

    kind = "continuous"
    every = None
    start_on = None
    due_on = None
    includes_day = True
    year_assumed = False

    def occurrences(self, first: date, last: date) -> list[Occurrence]:
        """One occurrence without a due day."""
        del first, last
        return [Occurrence(None, None)]

    def __str__(self) -> str:
        return "Thường xuyên"


Schedule = OnDate | InPeriod | Recurring | Range | Continuous


_Reader = Callable[[str, int, str], Schedule | None]


def parse_schedule(text: str, year: int, *, before_includes_day: bool = True) -> Schedule:
    """Read a written deadline.

    Args:
        text: as a plan writes it.
        year: the plan's year; stands in where the text names none (``year_assumed`` then says so).
        before_includes_day: whether "trước ngày X" includes X.

    Raises:
        ScheduleError: the text is not understood, names no real day, or lies over ten years away.

    >>> str(parse_schedule("hoàn thành trong quý I năm 2025", 2025))
    'Quý I/2025'
    >>> parse_schedule("Trước ngày 30/6", 2025).due_on.isoformat()
    '2025-06-30'
    """
    body = _LEAD_IN.sub("", normal_form(text).strip(" .;,"))
    for read in (_continuous, _recurring, _on_date, _range, _in_period):
        if found := _checked(read, body, year, text):
            _check_distance(found, year, text)
            return found if before_includes_day else _excluding(found)
    raise ScheduleError(Problem("schedule-text", value=text))


_LEAD_IN = re.compile(r"^(?:(?:hoàn thành|thực hiện|xong|định kỳ|trong|thời hạn|thời gian)[\s:,]+)+")
_CONTINUOUS = re.compile(r"(?:thường xuyên|liên tục)(?:,?\s*(?:trong|cả)?\s*năm(?:\s*(?P<year>\d{4}))?)?")
_EVERY_NAMES = {"week": "tuần", "month": "tháng", "quarter": "quý", "half": "6 tháng", "year": "năm"}
_EVERY_WORDS = {name: every for every, name in _EVERY_NAMES.items()} | {"quí": "quarter", "sáu tháng": "half"}
_EVERY = rf"h[ằà]ng\s*(?P<every>{'|'.join(_EVERY_WORDS)})"
_LIMIT = r"(?P<limit>trước|chậm nhất|muộn nhất|hạn|vào|đến)?\s*(?:là\s*|vào\s*)?"
_WEEKDAY = r"(?:thứ\s*(?P<weekday>[2-7]|hai|ba|tư|năm|sáu|bảy)|(?P<sunday>chủ nhật))"
_DAY = rf"{_LIMIT}(?:ngày\s*(?P<day>\d{{1,2}})|{_WEEKDAY})"
_RECURRING = (
    re.compile(_EVERY),
    re.compile(rf"{_EVERY}\s*[,;:(]?\s*{_DAY}\)?"),
    re.compile(rf"{_DAY}\s*,?\s*{_EVERY}"),
)
_ON_DATE = re.compile(rf"{_LIMIT}(?:ngày\s*)?{DATE}")
_MONTH_POINT = re.compile(
    r"(?P<point>đầu|giữa|cuối)\s*tháng\s*(?P<month>\d{1,2})(?:\s*(?:/|năm)\s*(?P<year>\d{4}))?"
)
_YEAR_POINT = re.compile(r"(?P<point>giữa|cuối)\s*năm(?:\s*(?P<year>\d{4}))?")
_YEARS = re.compile(
    r"(?:giai đoạn\s*|từ năm\s*)?(?P<first>\d{4})\s*(?:[-–—]|đến(?:\s*năm)?)\s*(?P<last>\d{4})"
)
_FROM_TO = re.compile(r"(?:từ\s*)?(?P<first>.+?)\s*(?:đến(?:\s*hết)?|[–—]|\s-\s)\s*(?P<last>.+)")
_HAS_YEAR = re.compile(r"\d{4}")


def _checked(read: _Reader, body: str, year: int, text: str) -> Schedule | None:
    """What a reader makes of the text; a day or year that no calendar has is refused."""
    try:
        return read(body, year, text)
    except ValueError:
        raise ScheduleError(Problem("schedule-day", value=text)) from None


def _continuous(body: str, year: int, text: str) -> Schedule | None:
    del year, text
    return Continuous() if _CONTINUOUS.fullmatch(body) else None


def _recurring(body: str, year: int, text: str) -> Schedule | None:
    del year
    for pattern in _RECURRING:
        if found := pattern.fullmatch(body):
            parts = {"day": None, "weekday": None, "sunday": None, "limit": None} | found.groupdict()
            every = _EVERY_WORDS[parts["every"] or ""]
            return Recurring(every, _recurring_day(every, parts, text), before=parts["limit"] == "trước")
    return None


def _recurring_day(every: str, parts: dict[str, str | None], text: str) -> int | None:
    weekday, day = parts["weekday"], parts["day"]
    if (weekday or parts["sunday"]) and every == "week":
        return (
            _SUNDAY
            if not weekday
            else int(weekday) - 1
            if weekday.isdecimal()
            else _WEEKDAYS.index(weekday) + 1
        )
    if weekday or parts["sunday"] or (day and every == "week"):
        raise ScheduleError(Problem("schedule-text", value=text))
    if day is None:
        return None
    if not 1 <= int(day) <= 31:  # noqa: PLR2004 - days of a month
        raise ScheduleError(Problem("schedule-day", value=text))
    return int(day)


def _on_date(body: str, year: int, text: str) -> Schedule | None:
    try:
        if found := _ON_DATE.fullmatch(body):
            return OnDate(
                day_from(found, year), before=found["limit"] == "trước", year_assumed=not has_year(found)
            )
        if found := _MONTH_POINT.fullmatch(body):
            return _month_point(found, year)
    except ValueError:
        raise ScheduleError(Problem("schedule-day", value=text)) from None
    if found := _YEAR_POINT.fullmatch(body):
        month, day = (6, 30) if found["point"] == "giữa" else (12, 31)
        return OnDate(date(int(found["year"] or year), month, day), year_assumed=not found["year"])
    return None


def _month_point(found: re.Match[str], year: int) -> OnDate:
    """Bộ luật Dân sự 2015, Điều 146: the beginning, middle and end of a month are its 1st, 15th and last day."""
    first = date(int(found["year"] or year), int(found["month"]), 1)
    day = {"đầu": 1, "giữa": 15, "cuối": monthrange(first.year, first.month)[1]}[found["point"]]
    return OnDate(first.replace(day=day), year_assumed=not found["year"])


def _range(body: str, year: int, text: str) -> Schedule | None:
    if found := _YEARS.fullmatch(body):
        return _ordered(
            date(int(found["first"]), 1, 1), date(int(found["last"]), 12, 31), text, year_assumed=False
        )
    if not (found := _FROM_TO.fullmatch(body)):
        return None
    last = _on_date(found["last"], year, text) or _in_period(found["last"], year, text)
    if not last or not last.due_on or (isinstance(last, OnDate) and last.before):
        return None
    first = _on_date(found["first"], last.due_on.year, text) or _in_period(
        found["first"], last.due_on.year, text
    )
    if not first or not first.due_on:
        return None
    return _ordered(first.start_on or first.due_on, last.due_on, text, year_assumed=last.year_assumed)


def _ordered(start: date, end: date, text: str, *, year_assumed: bool) -> Range:
    if start > end:
        raise ScheduleError(Problem("schedule-order", value=text))
    return Range(start, end, year_assumed)


def _in_period(body: str, year: int, text: str) -> Schedule | None:
    if not body:
        return None
    if "@" in body:
        return None  # a deadline is a calendar one, whatever the reporting regime
    written = bool(_HAS_YEAR.search(body))
    try:
        period = Period.parse(body if written else f"{body} {year}", "calendar")
    except PeriodError as error:
        if any(problem.code in {"period-index", "period-year"} for problem in error.problems):
            raise ScheduleError(Problem("schedule-day", value=text)) from None
        return None
    return InPeriod(period, year_assumed=not written)


def _check_distance(found: Schedule, year: int, text: str) -> None:
    days = [day for day in (found.start_on, found.due_on) if day]
    if any(abs(day.year - year) > _FARTHEST for day in days):
        raise ScheduleError(
            Problem("schedule-far", value=text, details={"first": year - _FARTHEST, "last": year + _FARTHEST})
        )


def _excluding(found: Schedule) -> Schedule:
    return (
        replace(found, includes_day=False)
        if isinstance(found, OnDate | Recurring) and found.before
        else found
    )


def _weeks(first: date, last: date) -> list[tuple[date, date]]:
    monday = first - timedelta(days=first.weekday())
    count = (last - monday).days // 7 + 1
    return [(day, day + timedelta(days=6)) for day in (monday + timedelta(weeks=n) for n in range(count))]


def _spans(kind: str, first: date, last: date) -> list[tuple[date, date]]:
    """Calendar spans of a kind that touch the days from first to last."""
    if kind not in kinds():
        raise KeyError(kind)
    per_year = kinds()[kind].per_year
    periods = [
        Period.of(kind, year, index + 1, "calendar")
        for year in range(first.year, last.year + 1)
        for index in range(per_year)
    ]
    return [(one.start, one.end) for one in periods if one.end >= first and one.start <= last]
