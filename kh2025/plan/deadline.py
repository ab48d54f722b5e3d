"""Written deadlines: "Quý II/2025", "Trước ngày 30/6/2025", "Hằng tháng, hạn ngày 25" and their like, read.

A text is brought to its normal form and offered to one reader after another; the first that understands all of
it wins. What depends on something else ("theo kế hoạch của UBND tỉnh"), names an hour, or could mean two days is
refused with that reason: a deadline is never guessed.
"""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from kh2025.errors import PeriodError, Problem, ScheduleError
from kh2025.law.kinds import kinds
from kh2025.law.periods import Period
from kh2025.plan.schedule import (
    EVERY_NAMES,
    SUNDAY,
    WEEKDAYS,
    Continuous,
    InPeriod,
    OnDate,
    Range,
    Recurring,
    Schedule,
)
from kh2025.text.dates import DATE, day_from, has_year
from kh2025.text.normal import normal_form, plain_dashes

_FARTHEST = 10  # years from the plan's year; beyond lies a typing error
_LONGEST = 500  # characters; a deadline is a phrase
_Reader = Callable[[str, int], Schedule | None]


def parse_schedule(text: str, year: int, *, before_includes_day: bool = True) -> Schedule:
    """Read a written deadline.

    Args:
        text: as a plan writes it.
        year: the plan's year; stands in where the text names none (``year_assumed`` then says so).
        before_includes_day: whether "trước ngày X" includes X.

    Raises:
        ScheduleError: the text is not understood, could mean several days, names no real day, or lies over
            ten years away.

    >>> str(parse_schedule("hoàn thành trong quý I năm 2025", 2025))
    'Quý I/2025'
    >>> parse_schedule("Trước ngày 30/6", 2025).due_on.isoformat()
    '2025-06-30'
    """
    if not isinstance(text, str):
        raise ScheduleError(Problem("schedule-text", value=text))
    try:
        found = _read(text[:_LONGEST], year)
    except ScheduleError as error:
        problem = error.problems[0]
        raise ScheduleError(replace(problem, value=text)) from None
    except ValueError:  # a day or year that no calendar has
        raise ScheduleError(Problem("schedule-day", value=text)) from None
    if found is None or len(text) > _LONGEST:
        raise ScheduleError(Problem("schedule-text", value=text))
    _check_distance(found, year, text)
    if before_includes_day or not (isinstance(found, OnDate | Recurring) and found.before):
        return found
    return replace(found, includes_day=False)


def _read(text: str, year: int) -> Schedule | None:
    body = plain_dashes(normal_form(text)).strip(" .;,")
    _refuse(body)
    for read in (_continuous, _recurring, _single, _range, _several):
        if found := read(_without_lead_in(body), year):
            return found
    return None


_LEAD_IN = re.compile(
    r"^(?:(?:phải |cần )?(?:hoàn thành|hoàn thiện|thực hiện|triển khai|tổ chức|ban hành|báo cáo|gửi|xong|trong|thời hạn|thời gian|hạn hoàn thành)(?: xong)?[\s:,]+)+"
)
# Deadlines that only another document or event fixes, hours, and several rhythms at once.
_REFUSED = (
    (
        re.compile(
            r"(?:theo|khi|sau khi|ngay sau|đột xuất|tùy|căn cứ)\b.*|.*\b(?:kể từ|tính từ)\b.*|.*\bngày làm việc\b.*"
        ),
        "schedule-dependent",
    ),
    (re.compile(r".*\b[0-9]{1,2}\s*(?:h|giờ|g)\s*(?:[0-9]{2})?\b.*"), "schedule-hour"),
    (
        re.compile(
            r"(?:định kỳ\s*)?h[ằà]ng\s*\w+(?:\s*(?:,|và|-|/)\s*(?:h[ằà]ng\s*)?(?:tuần|tháng|qu[ýí]|6 tháng|năm))+"
        ),
        "schedule-several",
    ),
    (re.compile(r".*\btrước\s*(?:tháng|qu[ýí]|năm)\b.*"), "schedule-before-period"),
)


def _refuse(body: str) -> None:
    for pattern, code in _REFUSED:
        if pattern.fullmatch(body):
            raise ScheduleError(Problem(code))


def _without_lead_in(body: str) -> str:
    return _LEAD_IN.sub("", body)


# All the time -----------------------------------------------------------------------------------------------

_CONTINUOUS = re.compile(
    r"(?:thường xuyên|liên tục)(?:(?:,|và)?\s*(?:thường xuyên|liên tục))?(?:,?\s*(?:(?:trong|cả|h[ằà]ng)\s*)*năm(?:\s*[0-9]{4})?)?"
)


def _continuous(body: str, year: int) -> Schedule | None:
    del year
    return Continuous() if _CONTINUOUS.fullmatch(body) else None


# Again and again --------------------------------------------------------------------------------------------

_EVERY_WORDS = {name: every for every, name in EVERY_NAMES.items()} | {
    "quí": "quarter",
    "sáu tháng": "half",
    "06 tháng": "half",
    "nửa năm": "half",
    "3 tháng": "quarter",
    "03 tháng": "quarter",
    "ba tháng": "quarter",
}
_SPAN = rf"(?P<every>{'|'.join(sorted(_EVERY_WORDS, key=len, reverse=True))})"
_ONE = r"(?:0?1|một)"
_ONCE = rf"{_ONE}\s*lần"
_EVERY = rf"(?:(?:định kỳ\s*)?(?:h[ằà]ng|mỗi)\s*{_SPAN}(?:,?\s*{_ONCE})?|định kỳ\s*{_SPAN.replace('every', 'every_2')}(?:\s*{_ONCE})?)"
_RATIO = re.compile(
    rf"(?:định kỳ\s*)?(?:{_ONCE}\s*/\s*{_SPAN}|{_SPAN.replace('every', 'every_2')}\s*(?:/|{_ONE})\s*lần)"
)
_TIMES_A_YEAR = re.compile(
    r"(?:định kỳ\s*)?(?:(?P<times>[0-9]{1,2})\s*lần\s*(?:/|mỗi|trong|một)\s*năm|(?:mỗi|một|h[ằà]ng)\s*năm,?\s*(?P<times_2>[0-9]{1,2})\s*lần)"
)
_LIMIT = r"(?:(?P<limit>trước|chậm nhất|muộn nhất|hạn|vào|đến hết|đến|hết)(?:\s*(?:là|vào|đến|hết|trong|(?P<limit_2>trước)))*\s*)?"
_WEEKDAY = r"(?:thứ\s*(?P<weekday>[2-7]|hai|ba|tư|năm|sáu|bảy)|(?P<sunday>chủ nhật))"
_LAST_MONTH = r"(?:,?\s*(?:của\s*)?tháng cuối(?:\s*(?:của\s*)?(?:mỗi\s*)?(?:qu[ýí]|kỳ|năm))?)?"
_NEXT_MONTH = r"(?:\s*(?:của\s*)?(?P<after>tháng\s*(?:sau|kế tiếp|tiếp theo|liền kề)(?:\s*liền kề)?))?"
_OF_MONTH = r"(?:(?:\s*/\s*|\s*tháng\s*)(?P<month>[0-9]{1,2}))?"
_A_DAY = rf"(?:ngày\s*|(?=[0-9]{{1,2}}\s*/))(?P<day>[0-9]{{1,2}}){_OF_MONTH}"
_DAY = rf"{_LIMIT}(?:{_A_DAY}{_NEXT_MONTH}{_LAST_MONTH}|{_WEEKDAY})"
_POINT = r"(?:(?:vào|ngày)\s*)*(?P<point>đầu|giữa|cuối)"
_RECURRING = (
    re.compile(_EVERY),
    re.compile(rf"{_EVERY}\s*[,;:(-]?\s*{_DAY}\)?"),
    re.compile(rf"(?:định kỳ\s*)?{_DAY}\s*,?\s*(?:của\s*)?{_EVERY}"),
    re.compile(
        rf"{_LIMIT}{_A_DAY}\s*(?:của\s*)?tháng cuối\s*(?:của\s*)?(?:(?:mỗi|h[ằà]ng)\s*)?(?P<every>qu[ýí]|năm)"
    ),
    re.compile(rf"{_POINT}\s*(?:h[ằà]ng|mỗi)\s*{_SPAN}"),
    re.compile(rf"{_EVERY}\s*[,;:(-]?\s*{_POINT}\s*(?:tháng|qu[ýí]|năm|tuần|kỳ)\)?"),
    _RATIO,
    _TIMES_A_YEAR,
)


_NAMED = r"(?:tháng|qu[ýí])\s*[0-9a-zăâđêôơư]+"
_PERIOD_OF_YEARS = re.compile(
    rf"(?:vào\s*)?(?P<named>{_NAMED})\s*,?\s*(?:h[ằà]ng|mỗi)\s*năm|(?:h[ằà]ng|mỗi)\s*năm\s*,?\s*(?:(?:vào|trong)\s*)?(?P<named_2>{_NAMED})"
)


def _in_each_year(named: str) -> Recurring | None:
    """Every year on the last day of a month or quarter; of a leap year, so that February is whole."""
    found = _in_period(named, 2024)
    return Recurring("year", found.due_on.day, month=found.due_on.month) if found else None


def _recurring(body: str, year: int) -> Schedule | None:
    del year
    if found := _PERIOD_OF_YEARS.fullmatch(body):
        return _in_each_year(found["named"] or found["named_2"])
    for pattern in _RECURRING:
        if found := pattern.fullmatch(body):
            return _recurrence({name: value for name, value in found.groupdict().items() if value})
    return None


def _recurrence(parts: dict[str, str]) -> Recurring:
    times = parts.get("times") or parts.get("times_2")
    if times:
        found = [kind.name for kind in kinds().values() if kind.tiles and kind.per_year == int(times)]
        if not found:
            raise ScheduleError(Problem("schedule-text"))
        return Recurring(found[0])
    every = _EVERY_WORDS[parts.get("every") or parts["every_2"]]
    is_before = "trước" in {parts.get("limit"), parts.get("limit_2")}
    return Recurring(
        every,
        _recurring_day(every, parts),
        before=is_before,
        months_after=1 if "after" in parts else 0,
        month=_month_of_year(every, parts),
    )


def _recurring_day(every: str, parts: dict[str, str]) -> int | None:
    if "weekday" in parts or "sunday" in parts:
        if every != "week":
            raise ScheduleError(Problem("schedule-text"))
        return _weekday(parts)
    if point := parts.get("point"):
        return _point_day(every, point)
    if "day" not in parts:
        return None
    if every == "week":
        raise ScheduleError(Problem("schedule-text"))
    day = int(parts["day"])
    if not 1 <= day <= 31:  # noqa: PLR2004 - days of a month
        raise ScheduleError(Problem("schedule-day"))
    return day


def _weekday(parts: dict[str, str]) -> int:
    word = parts.get("weekday")
    if word is None:
        return SUNDAY
    return int(word) - 1 if word.isdecimal() else WEEKDAYS.index(word) + 1


def _point_day(every: str, point: str) -> int | None:
    """Bộ luật Dân sự 2015, Điều 146, speaks of the beginning and middle of a month only; an end is an end."""
    if point == "cuối":
        return None
    if every != "month":
        raise ScheduleError(Problem("schedule-text"))
    return {"đầu": 1, "giữa": 15}[point]


def _month_of_year(every: str, parts: dict[str, str]) -> int:
    if "month" not in parts:
        return 12
    month, day = int(parts["month"]), int(parts["day"])
    if every != "year" or "after" in parts:
        raise ScheduleError(Problem("schedule-text"))
    date(2024, month, day)  # a leap year: 29/02 is a day of some years
    return month


# One day, or one period --------------------------------------------------------------------------------------

_ON_DATE = re.compile(rf"{_LIMIT}(?:ngày\s*)?{DATE}")
_MONTH_POINT = re.compile(
    r"(?:(?:vào|đến|đến hết|hết)\s*)?(?P<point>đầu|giữa|cuối)\s*tháng\s*(?P<month>[0-9]{1,2})(?:\s*(?:/|-|năm|,\s*năm)\s*(?P<year>[0-9]{4}))?"
)
_YEAR_POINT = re.compile(
    r"(?:(?:vào|đến|đến hết|hết)\s*)?(?P<point>giữa|cuối)\s*năm(?:\s*(?P<year>[0-9]{4}))?"
)
_TO_THE_END = re.compile(
    r"^(?:(?:chậm nhất|muộn nhất|hạn|đến|vào|trong|hết|là|cuối|cả)\s+)+(?=tháng|qu[ýí]|năm|[0-9])"
)
_HAS_YEAR = re.compile(r"[0-9]{4}")


def _single(body: str, year: int) -> OnDate | InPeriod | None:
    return _on_date(body, year) or _in_period(body, year)


def _on_date(body: str, year: int) -> OnDate | None:
    if found := _ON_DATE.fullmatch(body):
        is_before = "trước" in {found["limit"], found["limit_2"]}
        return OnDate(day_from(found, year), before=is_before, year_assumed=not has_year(found))
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


def _in_period(body: str, year: int) -> InPeriod | None:
    named = _TO_THE_END.sub("", body)
    if not named or "@" in named:
        return None  # a deadline is a calendar one, whatever the reporting regime
    is_written = bool(_HAS_YEAR.search(named))
    try:
        period = Period.parse(named if is_written else f"{named} {year}", "calendar")
    except PeriodError as error:
        if error.problems[0].code in {"period-index", "period-year"}:
            raise ScheduleError(Problem("schedule-day")) from None
        return None
    return InPeriod(period, year_assumed=not is_written)


# From, to ----------------------------------------------------------------------------------------------------

_YEARS = re.compile(
    r"(?:giai đoạn\s*|từ\s*|năm\s*)*(?P<first>[0-9]{4})\s*(?:-|đến(?:\s*hết)?(?:\s*năm)?)\s*(?P<last>[0-9]{4})"
)
_TO = re.compile(r"\s*(?:đến(?:\s*hết)?|-)\s*")
_NOUN = re.compile(r"(?:tháng|qu[ýí]|ngày)(?=\s)")
_DAY_ALONE = re.compile(r"(?:ngày\s*)?(?P<day>[0-9]{1,2})")


def _range(body: str, year: int) -> Schedule | None:
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
    return _ordered(start.start_on or start.due_on, end.due_on, year_assumed=end.year_assumed)


def _end_of(first: str, last: str, year: int) -> OnDate | InPeriod | None:
    """The end of a range; "quý I-II/2025" names the noun once."""
    noun = _NOUN.match(first)
    return (noun and _single(f"{noun[0]} {last}", year)) or (
        None if _DAY_ALONE.fullmatch(last) else _single(last, year)
    )


def _start_of(first: str, end: OnDate | InPeriod) -> OnDate | InPeriod | None:
    """The start of a range, in the year of its end; "15-20/6/2025" names the month once."""
    if isinstance(end, OnDate) and (alone := _DAY_ALONE.fullmatch(first)):
        return OnDate(end.day.replace(day=int(alone["day"])))
    return _single(first, end.due_on.year)


def _ordered(start: date, end: date, *, year_assumed: bool) -> Range:
    if start > end:
        raise ScheduleError(Problem("schedule-order"))
    return Range(start, end, year_assumed)


# Several periods in a row --------------------------------------------------------------------------------------

_AND = re.compile(r"\s*(?:,|;|\+|&|và)\s*")


def _several(body: str, year: int) -> Schedule | None:
    """Periods that follow one another ("Quý II, III/2025") are one range; with a gap they are several deadlines."""
    *firsts, last = _AND.split(body)
    if not firsts:
        return None
    noun = _NOUN.match(body)
    named = [part if _NOUN.match(part) or not noun else f"{noun[0]} {part}" for part in [*firsts, last]]
    end = _in_period(named[-1], year)
    parts = [_in_period(part, end.due_on.year) for part in named[:-1]] if end else []
    spans = [part for part in [*parts, end] if part]
    if not end or len(spans) != len(named):
        return None
    if any(one.due_on + timedelta(days=1) != following.start_on for one, following in pairwise(spans)):
        raise ScheduleError(Problem("schedule-several"))
    return _ordered(spans[0].start_on, end.due_on, year_assumed=end.year_assumed)


def _check_distance(found: Schedule, year: int, text: str) -> None:
    days = [day for day in (found.start_on, found.due_on) if day]
    if any(abs(day.year - year) > _FARTHEST for day in days):
        raise ScheduleError(
            Problem("schedule-far", value=text, details={"first": year - _FARTHEST, "last": year + _FARTHEST})
        )
