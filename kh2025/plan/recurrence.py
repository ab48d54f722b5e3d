"""Deadlines without an end: every week, month, quarter, half-year or year, and all the time.

"Ngày 25 hằng tháng", "1 lần/quý", "trước ngày 15 tháng cuối quý", "thường xuyên trong năm". The readers take a phrase
in its normal form without what leads in to it (:mod:`kh2025.plan.deadline`).
"""

import re
from datetime import date

from kh2025.errors import Problem, ScheduleError
from kh2025.law.kinds import kinds
from kh2025.plan.schedule import EVERY_NAMES, Continuous, Recurring, weekday_number
from kh2025.plan.spans import LIMIT, read_period

_CONTINUOUS = re.compile(
    r"(?:thường xuyên|liên tục|xuyên suốt)(?:\s*(?:,|và)?\s*(?:thường xuyên|liên tục|kịp thời|lâu dài))?(?:,?\s*hằng năm)?"
)
# What a plan of one year adds without changing anything: "hằng quý trong năm 2025".
_IN_THE_YEAR = re.compile(
    r"(?P<body>.+?)\s*,?\s*(?:(?:trong|cả)\s+năm(?:\s+(?P<year>[0-9]{4}))?|năm\s+(?P<year_2>[0-9]{4}))"
)


def read_unending(body: str, year: int) -> Continuous | Recurring | None:
    """What recurs or goes on, in the plan's year if the phrase says one; another year is not understood here."""
    if found := _unending(body):
        return found
    limited = _IN_THE_YEAR.fullmatch(body)
    if limited and (limited["year"] or limited["year_2"] or str(year)) == str(year):
        return _unending(limited["body"])
    return None


def _unending(body: str) -> Continuous | Recurring | None:
    return Continuous() if _CONTINUOUS.fullmatch(body) else _recurring(body)


_EVERY_WORDS = {name: every for every, name in EVERY_NAMES.items()} | {
    "sáu tháng": "half",
    "06 tháng": "half",
    "nửa năm": "half",
    "3 tháng": "quarter",
    "03 tháng": "quarter",
    "ba tháng": "quarter",
    "12 tháng": "year",
}
_SPAN = rf"(?P<every>{'|'.join(sorted(_EVERY_WORDS, key=len, reverse=True))})"
_ONE = r"(?:0?1|một)"
_ONCE = rf"{_ONE}\s*lần"
_EVERY = rf"(?:định kỳ\s*(?:(?:hằng|mỗi)\s*)?|(?:hằng|mỗi)\s*){_SPAN}(?:,?\s*{_ONCE})?"
_A_WEEKDAY = r"(?:ngày\s*)?(?:(?:thứ\s*|t)(?P<weekday>[0-9]|hai|ba|tư|năm|sáu|bảy)|(?P<sunday>chủ nhật))"
_NO_WEEKDAYS = set("0189")  # "thứ 2" is Monday, "thứ 7" Saturday
_LAST_MONTH = (
    r"(?:,?\s*(?:của\s*)?tháng (?:cuối(?:\s*(?:của\s*)?(?:mỗi\s*)?(?:quý|kỳ|năm))?(?: báo cáo)?|báo cáo))?"
)
_NEXT = r"(?:sau|kế tiếp|tiếp theo|liền kề)(?:\s*liền kề)?"
_NEXT_MONTH = rf"(?:\s*(?:của\s*)?(?:(?P<after>tháng\s*{_NEXT})|(?P<after_quarter>tháng đầu\s*(?:tiên\s*)?(?:của\s*)?quý\s*{_NEXT})))?"
_OF_MONTH = r"(?:(?:\s*/\s*|\s*tháng\s*)(?P<month>[0-9]{1,2}))?"
# After "trước" or "chậm nhất" the word "ngày" may be missing; "hết 6 tháng cuối năm" names no day.
_HALF = r"(?:0?[0-9]|12)\s*tháng\s*(?:đầu|cuối)|[0-9]+\s*tháng\s*(?:sau|kế|tiếp|liền)"
_A_DAY = (
    rf"(?(limit)(?:ngày\s*|(?!{_HALF}))|(?:ngày\s*|(?=[0-9]{{1,2}}\s*/)))(?P<day>[0-9]{{1,2}}){_OF_MONTH}"
)
_DAY = rf"{LIMIT}(?:{_A_DAY}{_NEXT_MONTH}{_LAST_MONTH}|{_A_WEEKDAY})"
_POINT = r"(?:(?:vào|ngày)\s*)*(?P<point>đầu|giữa|cuối)(?:\s*cùng)?"
_RECURRING = tuple(
    map(
        re.compile,
        (
            _EVERY,
            rf"{_EVERY}\s*[,;:(-]?\s*{_DAY}\)?",
            rf"(?:định kỳ\s*)?{_DAY}\s*,?\s*(?:của\s*)?{_EVERY}",
            rf"{LIMIT}{_A_DAY}\s*(?:của\s*)?tháng cuối\s*(?:của\s*)?(?:(?:mỗi|hằng)\s*)?(?P<every>quý|năm)",
            rf"{_POINT}\s*(?:của\s*)?(?:hằng|mỗi)\s*{_SPAN}",
            rf"định kỳ\s*{_POINT}\s*(?:của\s*)?{_SPAN}",
            rf"{_EVERY}\s*[,;:(-]?\s*{_POINT}\s*(?:của\s*)?(?:(?P=every)|kỳ)\)?",
            # 1 lần/quý, một lần mỗi quý; quý/lần, 1 quý/lần, 6 tháng/1 lần, 6 tháng một lần
            rf"(?:định kỳ\s*)?{_ONCE}\s*(?:/|mỗi|trong|một)\s*{_SPAN}",
            rf"(?:định kỳ\s*)?(?:{_ONE}\s*)?{_SPAN}\s*(?:/\s*(?:{_ONE}\s*)?|{_ONE}\s*)lần",
            r"(?:định kỳ\s*)?(?P<times>[0-9]{1,2}|hai|bốn)\s*lần\s*(?:/|mỗi|trong|một)\s*năm",
            r"(?:mỗi|một|hằng)\s*năm,?\s*(?P<times>[0-9]{1,2}|hai|bốn)\s*lần",
        ),
    )
)
_NAMED = r"(?:(?:tháng|quý)\s*[0-9a-zăâđêôơư]+|[tq]\.?[0-9iv]+|cuối năm)"
_PERIOD_OF_YEARS = re.compile(
    rf"(?:vào\s*)?(?P<named>{_NAMED})\s*,?\s*(?:hằng|mỗi)\s*năm|(?:hằng|mỗi)\s*năm\s*[,(]?\s*(?:(?:vào|trong)\s*)?(?P<named_2>{_NAMED})\)?"
)


def _recurring(body: str) -> Recurring | None:
    if found := _PERIOD_OF_YEARS.fullmatch(body):
        return _in_each_year(found["named"] or found["named_2"])
    for pattern in _RECURRING:
        if found := pattern.fullmatch(body):
            return _recurrence({name: value for name, value in found.groupdict().items() if value})
    return None


def _in_each_year(named: str) -> Recurring | None:
    """Every year on the last day of a month or quarter; of a leap year, so that February is whole."""
    found = read_period(named, 2024)
    return Recurring("year", found.due_on.day, month=found.due_on.month) if found else None


def _recurrence(parts: dict[str, str]) -> Recurring:
    if "times" in parts:
        return _times_a_year(parts["times"])
    every = _EVERY_WORDS[parts["every"]]
    if "after_quarter" in parts and every != "quarter":
        raise ScheduleError(Problem("schedule-text"))
    return Recurring(
        every,
        _day(every, parts),
        before="trước" in {parts.get("limit"), parts.get("limit_2")},
        months_after=len(parts.keys() & {"after", "after_quarter"}),
        month=_month_of_year(every, parts),
    )


def _times_a_year(times: str) -> Recurring:
    count = {"hai": 2, "bốn": 4}.get(times) or int(times)
    for kind in kinds().values():
        if kind.tiles and kind.per_year == count:
            return Recurring(kind.name)
    raise ScheduleError(Problem("schedule-every"))


def _day(every: str, parts: dict[str, str]) -> int | None:
    if "weekday" in parts or "sunday" in parts:
        if every != "week":
            raise ScheduleError(Problem("schedule-text"))
        if parts.get("weekday") in _NO_WEEKDAYS:
            raise ScheduleError(Problem("schedule-day"))
        return weekday_number(parts.get("weekday"))
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


def _point_day(every: str, point: str) -> int | None:
    """Bộ luật Dân sự 2015, Điều 146, speaks of the beginning and middle of a month only; an end is an end."""
    if point == "cuối":
        return None
    if every != "month":
        raise ScheduleError(Problem("schedule-part"))
    return {"đầu": 1, "giữa": 15}[point]


def _month_of_year(every: str, parts: dict[str, str]) -> int:
    if "month" not in parts:
        return 12
    month, day = int(parts["month"]), int(parts["day"])
    if every != "year" or "after" in parts:
        raise ScheduleError(Problem("schedule-text"))
    date(2024, month, day)  # a leap year: 29/02 is a day of some years
    return month
