"""Deadlines that fall once: on a day, in a period, from one day to another.

Each reader takes a phrase in its normal form without what leads in to it (:mod:`kh2025.plan.deadline`) and the
plan's year, and gives null for a phrase that is none of its own.
"""

import re
from calendar import monthrange
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from kh2025.errors import PeriodError, Problem, ScheduleError
from kh2025.law.periods import Period
from kh2025.plan.schedule import InPeriod, OnDate, Range, distance_problem, weekday_number
from kh2025.text.dates import DATE, day_from, has_year

#: What stands before a day; "trước" is kept, the others leave no doubt that the day is included.
LIMIT = r"(?:(?P<limit>trước|chậm nhất|hạn|vào|đến hết|đến|hết)(?:\s*(?:là|vào|đến|hết|trong|(?P<limit_2>trước)))*\s*)?"

_ON_DATE = re.compile(rf"{LIMIT}(?:ngày\s*)?{DATE}")
_POINT = r"(?:(?:chậm nhất|vào|đến|hết|ngày)\s*)*"
_MONTH_POINT = re.compile(
    rf"{_POINT}(?P<point>đầu|giữa|cuối)(?:\s*cùng)?\s*(?:của\s*)?tháng\s*(?P<month>[0-9]{{1,2}})(?:\s*(?:[/\-.]|(?:,\s*)?năm)\s*(?P<year>[0-9]{{4}}))?"
)
_YEAR_POINT = re.compile(
    rf"{_POINT}(?P<point>giữa|cuối)(?:\s*cùng)?\s*(?:của\s*)?năm(?:\s*(?P<year>[0-9]{{4}}))?"
)
_ENDED = re.compile(r"(?:cuối|hết)\s+(?P<named>.+)")
_TO_THE_END = re.compile(
    r"^(?:(?:chậm nhất|hạn|đến|vào|trong|hết|là|cuối|cả|kết thúc|trước khi (?:kết thúc|hết))\s+)+(?=tháng|quý|năm|[qt0-9])"
)
_HAS_YEAR = re.compile(r"[0-9]{4}")
_HAS_NOUN = re.compile(
    r"tháng|quý|năm|nửa|\b(?:th?|q)\.?\s?[0-9iv]"
)  # without one, the year that stands in would be all there is
# In a plan "06/2025" is a month: a quarter is never written without its word.
_BARE_MONTH = re.compile(
    r"(?P<month>[0-9]{1,2})\s*[/\-.]\s*(?P<year>[0-9]{4})|(?P<year_i>[0-9]{4})-(?P<month_i>0[1-9]|1[0-2])"
)
_SHORT_LAST_YEAR = re.compile(r"[0-9]{4}-[0-9]{2}")  # "2025-26", or no month


def read_single(body: str, year: int) -> OnDate | InPeriod | None:
    """One day or one calendar period."""
    return _on_date(body, year) or read_period(body, year)


def _on_date(body: str, year: int) -> OnDate | None:
    if (found := _ON_DATE.fullmatch(body)) and not _may_be_decimal(found, body):
        is_before = "trước" in {found["limit"], found["limit_2"]}
        return OnDate(day_from(found, year), before=is_before, year_assumed=not has_year(found))
    is_before, point = body.startswith("trước "), body.removeprefix("trước ")
    day = _point(point, year)
    if is_before and not day and (ended := _ENDED.fullmatch(point)):
        period = read_period(ended["named"], year)
        day = OnDate(period.due_on, year_assumed=period.year_assumed) if period else None
    return replace(day, before=is_before) if day else None


def _may_be_decimal(found: re.Match[str], body: str) -> bool:
    """Without a year and a word before it, "1.5" may be a number and "5-6" two months."""
    return found["sign"] in {".", "-"} and body[0].isdigit() and not has_year(found)


def _point(body: str, year: int) -> OnDate | None:
    if found := _MONTH_POINT.fullmatch(body):
        return _month_point(found, year)
    if found := _YEAR_POINT.fullmatch(body):
        month, day = (6, 30) if found["point"] == "giữa" else (12, 31)
        return OnDate(date(int(found["year"] or year), month, day), year_assumed=not found["year"])
    return None


def _month_point(found: re.Match[str], year: int) -> OnDate:
    """Bộ luật Dân sự 2015, Điều 146: the beginning, middle and end of a month are its 1st, 15th and last day."""
    first = date(int(found["year"] or year), int(found["month"]), 1)
    day = {"đầu": 1, "giữa": 15, "cuối": monthrange(first.year, first.month)[1]}[found["point"]]
    return OnDate(first.replace(day=day), year_assumed=not found["year"])


def read_period(body: str, year: int) -> InPeriod | None:
    """One calendar period; a deadline is a calendar one, whatever the reporting regime."""
    named = _TO_THE_END.sub("", body)
    if not named or "@" in named:
        return None
    if bare := _BARE_MONTH.fullmatch(named):
        named = f"tháng {bare['month'] or bare['month_i']}/{bare['year'] or bare['year_i']}"
    elif _SHORT_LAST_YEAR.fullmatch(named):
        return None
    is_written = bool(_HAS_YEAR.search(named))
    if not is_written and not _HAS_NOUN.search(named):
        return None
    try:
        period = Period.parse(named if is_written else f"{named} {year}", "calendar")
    except PeriodError as error:
        if error.problems[0].code in {"period-index", "period-year"}:
            raise ScheduleError(Problem("schedule-day")) from None
        return None
    return InPeriod(period, year_assumed=not is_written)


_WEEKDAY = r"(?:thứ\s*(?P<weekday>[2-7]|hai|ba|tư|năm|sáu|bảy)|chủ nhật)"
_WEEKDAY_BESIDE = tuple(
    map(
        re.compile,
        (
            rf"(?P<limit>(?:trước|chậm nhất)(?:\s*(?:là|vào))?\s+)?(?:ngày\s+)?{_WEEKDAY}\s*[,(]?\s*(?P<rest>.+?)\)?",
            rf"(?P<limit>)(?P<rest>.+?)\s*[,(]?\s*{_WEEKDAY}\)?",
        ),
    )
)


def read_day_of_the_week(body: str, year: int) -> OnDate | None:
    """A date with its day of the week, "Thứ Hai, ngày 30/6/2025"; one that contradicts the calendar is no day."""
    for pattern in _WEEKDAY_BESIDE:
        if not (found := pattern.fullmatch(body)):
            continue
        day = _on_date(f"{found['limit'] or ''}{found['rest']}", year)
        if day and day.day.isoweekday() != weekday_number(found["weekday"]):
            raise ScheduleError(Problem("schedule-day"))
        if day:
            return day
    return None


# From, to ----------------------------------------------------------------------------------------------------

_YEARS = re.compile(
    r"(?:(?:giai đoạn|từ|các năm|năm)\s*)*(?P<first>[0-9]{4})\s*(?:-|đến(?:\s*hết)?)\s*(?:năm\s*)?(?P<last>[0-9]{4})"
)
_TO = re.compile(r"\s*(?:đến(?:\s*hết)?|-)\s*")
_NOUN = re.compile(r"(?:tháng|quý|ngày)(?=\s)|t(?=[0-9])|q(?=[0-9iv])")
_YEAR_ALONE = re.compile(r"[0-9]{4}")
_DAY_ALONE = re.compile(r"(?:ngày\s*)?(?P<day>[0-9]{1,2})")


def read_range(body: str, year: int) -> Range | None:
    """From a day or period to another; the end names the year of both where the start names none."""
    if found := _YEARS.fullmatch(body):
        return _ordered(date(int(found["first"]), 1, 1), date(int(found["last"]), 12, 31), year_assumed=False)
    body = body.removeprefix("từ ")
    made = [
        one for cut in _TO.finditer(body) if (one := _from_to(body[: cut.start()], body[cut.end() :], year))
    ]
    if len(set(made)) > 1:
        raise ScheduleError(Problem("schedule-several"))
    return made[0] if made else None


def _from_to(first: str, last: str, year: int) -> Range | None:
    end = _end_of(first, last, year)
    if not end or end.before:
        return None
    start = _start_of(first, end)
    if not start or start.before:
        return None
    made = _ordered(start.start_on or start.due_on, end.due_on, year_assumed=end.year_assumed)
    if start.year_assumed and end.due_on.year > year and _is_whole_year(end):
        raise ScheduleError(_either_year(first, made, year))
    return made


def _is_whole_year(end: OnDate | InPeriod) -> bool:
    return isinstance(end, InPeriod) and end.period.kind == "year"


def _either_year(first: str, later: Range, year: int) -> Problem:
    """Both readings of "từ tháng 6 đến hết năm 2026": in the plan's year or in the year of the end."""
    start = read_single(first, year)
    sooner = replace(later, start_on=start.start_on or start.due_on) if start else later
    return distance_problem(later, year) or Problem(
        "schedule-ambiguous", details={"spellings": f"“{sooner}”, “{later}”"}
    )


def _end_of(first: str, last: str, year: int) -> OnDate | InPeriod | None:
    """The end of a range; "quý I-II/2025" names the noun once."""
    noun = _NOUN.match(first)
    return (noun and read_single(f"{noun[0]} {last}", year)) or (
        None if _DAY_ALONE.fullmatch(last) else read_single(last, year)
    )


def _start_of(first: str, end: OnDate | InPeriod) -> OnDate | InPeriod | None:
    """The start of a range, in the year of its end; "15-20/6/2025" names the month once."""
    if isinstance(end, OnDate) and (alone := _DAY_ALONE.fullmatch(first)):
        return OnDate(end.day.replace(day=int(alone["day"])))
    if _YEAR_ALONE.fullmatch(first):  # two bare years were read before; "2025-6-2030" is no range
        return None
    return read_single(first, end.due_on.year)


def _ordered(start: date, end: date, *, year_assumed: bool) -> Range:
    if start > end:
        raise ScheduleError(Problem("schedule-order"))
    return Range(start, end, year_assumed)


# Several periods in a row --------------------------------------------------------------------------------------

_AND = re.compile(r"\s*(?:,|\+|&|và)\s*")


def read_listed(body: str, year: int) -> Range | None:
    """Periods that follow one another ("Quý II, III/2025") are one range; with a gap they are several deadlines."""
    *firsts, last = _AND.split(body)
    if not firsts:
        return None
    noun = _NOUN.match(body)
    named = [part if _NOUN.match(part) or not noun else f"{noun[0]} {part}" for part in [*firsts, last]]
    end = read_period(named[-1], year)
    parts = [read_period(part, end.due_on.year) for part in named[:-1]] if end else []
    spans = [part for part in [*parts, end] if part]
    if not end or len(spans) != len(named):
        return None
    if any(one.due_on + timedelta(days=1) != following.start_on for one, following in pairwise(spans)):
        raise ScheduleError(Problem("schedule-several"))
    return _ordered(spans[0].start_on, end.due_on, year_assumed=end.year_assumed)
