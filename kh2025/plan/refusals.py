"""Why a deadline is not understood: the reason as narrow as can be told, and what would be understood.

Asked only after every reader declined, so a reason here never takes a readable phrase away.
"""

import re
from collections.abc import Callable

from kh2025.errors import PeriodError, Problem, ScheduleError
from kh2025.plan.schedule import InPeriod, Recurring, Schedule, distance_problem, weekday_number
from kh2025.plan.spans import read_period, read_range, read_single

# A start without an end.
_FROM = re.compile(
    r"(?:bắt đầu\s+)?(?:(?:(?:kể|tính)\s+)?từ|sau|không sớm hơn)\s+(?P<start>.+?)(?:\s+trở đi)?"
)
_AND_ON = re.compile(r".*(?:\btrở đi|\bvề sau|(?:các|những)\s+năm\s+(?:tiếp theo|sau|kế tiếp|tới))\b.*")
_REASONS = (
    (
        "schedule-hour",
        r"\b[0-9]{1,2}\s*(?:h|giờ|g)\s*(?:[0-9]{2})?\b|\b[0-9]{1,2}:[0-9]{2}\b|\b(?:sáng(?! kiến| tạo)|trưa|chiều|tối(?! đa| thiểu))\b",
    ),
    (
        "schedule-dependent",
        (
            r"(?<!tiếp )\btheo\b|\bkhi\b|\bngay sau\b|\bđột xuất\b|\btùy\b|\bcăn cứ\b|\b(?:kể|tính) từ\b|\bngày làm việc\b"
            r"|\b(?:kỳ|phiên|cuộc) họp\b|\bđại hội\b|\bhội nghị\b|\btết\b|\bâm lịch\b|\bsáp nhập\b|\bhiệu lực\b|\bnhiệm kỳ\b"
            r"|\bnăm học\b|^sau\b|\bvòng\b|^(?:[0-9]{1,2}|một|hai|ba) (?:tuần|tháng|năm)$|(?<!/)(?<![0-9])[0-9]{1,3} ngày(?! tháng)\b"
        ),
    ),
    (
        "schedule-every",
        (
            r"\b(?:hằng|mỗi) (?:ngày|giờ|buổi)\b|\b(?:[0-9]{1,2}|hai|ba|bốn|năm|sáu|nửa) (?:ngày|tuần|tháng|quý|năm)\s*(?:/|một|1)\s*(?:1\s*)?lần\b"
            r"|\blần\s*(?:/|mỗi|một|trong)\s*(?:[0-9]+\s*)?(?:ngày|tuần|tháng|quý|năm)\b|\bnăm,?\s*[0-9]+\s*lần\b|^định kỳ (?:[0-9]{1,2}|hai|ba|bốn|năm) (?:tuần|tháng|năm)$"
        ),
    ),
    (
        "schedule-part",
        (
            r"\btuần\s*(?:thứ\s*)?(?:[0-9]|đầu|cuối|một|hai|ba|tư)|\b(?:thượng|trung|hạ) tuần\b|\bnửa (?:đầu|cuối)\b|\b(?:đầu|giữa)\s+(?:quý|năm)\b"
            r"|\bngày (?:đầu|cuối) \w+|\bkhoảng\b|\bcuối tuần\b"
        ),
    ),
)
_SHORT_YEAR = re.compile(r"(?<![0-9])(?=[0-9]{2}$)")
_JOINED = re.compile(
    r"(?:^|\s)[-+*\u2022]\s|,|;|\+|&|\(|\bvà\b|\bhoặc\b|\bhay\b|/\s*(?=[^\W0-9])|(?<=\bthường xuyên)\s(?=(?:hằng|mỗi)\b)"
)
# "Hằng tháng năm 2026" in a plan of 2025: a rhythm and a span that bounds it.
_RHYTHM_OF_A_YEAR = re.compile(r"(?=.*\b(?:hằng|mỗi|định kỳ|thường xuyên|liên tục)\b).*[0-9]{4}")
_TIMED = re.compile(r"[0-9]|\b(?:quý|tháng|năm|tuần|hằng|thường xuyên|thứ|định kỳ)\b")


def why_not(body: str, year: int) -> Problem:
    """The reason why no reader understood a phrase in its normal form."""
    if readings := _readings(body, year):
        return _doubt("schedule-ambiguous", readings, year)
    if _has_no_end(body, year):
        return Problem("schedule-no-end")
    for code, pattern in _REASONS:
        if re.search(pattern, body):
            return Problem(code)
    if around := _around(body, year):
        return _doubt("schedule-before-period", around, year)
    if _RHYTHM_OF_A_YEAR.match(body) or sum(map(bool, map(_TIMED.search, _JOINED.split(body)))) > 1:
        return Problem("schedule-several")
    return Problem("schedule-short-year" if _is_read_with_century(body, year) else "schedule-text")


def _has_no_end(body: str, year: int) -> bool:
    found = _FROM.fullmatch(body)
    return bool(_AND_ON.fullmatch(body) or (found and read_single(found["start"], year)))


def _is_read_with_century(body: str, year: int) -> bool:
    whole = _SHORT_YEAR.sub("20", body)
    return whole != body and any(_if_any(read, whole, year) for read in (read_single, read_range))


def _doubt(code: str, readings: list[Schedule], year: int) -> Problem:
    """The refusal that offers each reading, unless one of them would be refused itself."""
    for one in readings:
        if problem := distance_problem(one, year):
            return problem
    return Problem(code, details={"spellings": ", ".join(f"“{one}”" for one in readings)})


# Two readings ------------------------------------------------------------------------------------------------

_EACH = {"tháng": "month", "quý": "quarter", "năm": "year"}


def _halves(found: re.Match[str], year: int) -> list[Schedule]:
    halves = (read_period(f"6 tháng {side} năm {found['year'] or year}", year) for side in ("đầu", "cuối"))
    return [*(half for half in halves if half), Recurring("half")]


def _day_of_a_month(found: re.Match[str], year: int) -> list[Schedule]:
    days = [read_single(f"{found['limit'] or 'ngày'} {found['day']}/12/{year}", year)]
    each = Recurring("month", int(found["day"]), before=found["limit"] == "trước")
    return [each, *(day for day in days if day)]


def _weekly(found: re.Match[str], year: int) -> list[Schedule]:
    del year
    return [Recurring("week", weekday_number(found["day"]))]


def _some_period(found: re.Match[str], year: int) -> list[Schedule]:
    names = {"tháng": "tháng 12", "quý": "quý iv", "năm": "năm"}
    named = read_period(names[found["span"]], year)
    return [Recurring(_EACH[found["span"]]), *([InPeriod(named.period)] if named else [])]


def _next_month(found: re.Match[str], year: int) -> list[Schedule]:
    del year
    every = "quarter" if found["quarter"] else "month"
    return [Recurring(every, int(found["day"]), before="trước" in found[0], months_after=1)]


def _day_or_months(found: re.Match[str], year: int) -> list[Schedule]:
    day, month = found["day"], found["month"]
    ends = f"tháng {day}", f"tháng {month}"
    readings = [(read_single, f"ngày {day}/{month}/{year}"), (read_range, f"{ends[0]} - {ends[1]}/{year}")]
    return [one for read, body in readings if (one := _if_any(read, body, year))]


def _if_any(read: Callable[[str, int], Schedule | None], body: str, year: int) -> Schedule | None:
    try:
        return read(body, year)
    except (ScheduleError, ValueError):
        return None


def _some_rhythm(found: re.Match[str], year: int) -> list[Schedule]:
    del found, year
    return [Recurring("month"), Recurring("quarter"), Recurring("year")]


def _in_another_year(found: re.Match[str], year: int) -> list[Schedule]:
    """The year after one that the phrase does not tell ("năm sau"); the plan's is likely meant."""
    named = year + {"trước": -1, "ngoái": -1, "nay": 0, "này": 0}.get(found["way"], 1)
    one = _if_any(read_single, f"{found['rest']}{named}", year)
    return [one] if one else []


def _may(found: re.Match[str], year: int) -> list[Schedule]:
    named = read_period(f"tháng 5/{found['year'] or year}", year)
    return [named] if named else []


_DAY = r"(?P<day>0?[1-9]|[12][0-9]|3[01])"
_DOUBTS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], int], list[Schedule]]], ...] = (
    (re.compile(r"(?P<rest>.*\bnăm )(?P<way>nay|này|sau|tới|đến|trước|ngoái)"), _in_another_year),
    (re.compile(r"(?:0?6|sáu) tháng(?:(?:\s*/\s*|\s+năm\s+)(?P<year>[0-9]{4}))?"), _halves),
    (
        re.compile(
            rf"(?:(?P<limit>trước)|chậm nhất|hạn|vào|đến)?(?:\s*(?:là|vào|đến))*\s*(?:ngày\s*)?{_DAY}(?:\s+(?:của|trong)\s+tháng(?:\s+báo cáo)?)?"
        ),
        _day_of_a_month,
    ),
    (
        re.compile(r"(?:(?:trước|vào|ngày|hạn)\s+)*(?:thứ\s*(?P<day>[2-7]|hai|ba|tư|năm|sáu|bảy)|chủ nhật)"),
        _weekly,
    ),
    (
        re.compile(
            r"(?:(?:vào|ngày|đầu|giữa|cuối|trước|hết|cùng|của|các|những|mọi)\s+)*(?P<span>tháng|quý|năm)(?:\s+(?:này|nay|sau|đến|trước))?"
        ),
        _some_period,
    ),
    (
        re.compile(
            rf"(?:(?:trước|chậm nhất|là|vào|hạn)\s+)*ngày {_DAY}\s+(?:của\s+)?tháng\s+(?:(?:sau|tiếp theo|kế tiếp|liền kề)|đầu\s+(?:tiên\s+)?(?:của\s+)?(?P<quarter>quý)\s+(?:sau|tiếp theo|kế tiếp|liền kề))"
        ),
        _next_month,
    ),
    (re.compile(r"(?P<day>[0-9]{1,2})\s*[.\-]\s*(?P<month>[0-9]{1,2})"), _day_or_months),
    (re.compile(r"định kỳ"), _some_rhythm),
    (re.compile(r"tháng năm (?P<year>[0-9]{4})"), _may),
)


def _readings(body: str, year: int) -> list[Schedule]:
    for pattern, readings in _DOUBTS:
        if found := pattern.fullmatch(body):
            return readings(found, year)
    return []


def _around(body: str, year: int) -> list[Schedule]:
    """The period before and the period itself, for "trước tháng 6" that may mean the end of either."""
    word, _, named = body.partition(" ")
    found = read_period(named, year) if word == "trước" else None
    if not found:
        return []
    try:
        return [InPeriod(found.period.previous()), InPeriod(found.period)]
    except PeriodError:  # the first supported year
        return [InPeriod(found.period)]
