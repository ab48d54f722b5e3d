"""Written deadlines: "Quý II/2025", "Trước ngày 30/6/2025", "Hằng tháng, hạn ngày 25" and their like, read.

A text is brought to its normal form, freed of what leads in to it ("hoàn thành", "trình UBND tỉnh") and offered to
one reader after another; the first that understands all of it wins. What none understands is refused with the
reason (:mod:`kh2025.plan.refusals`): a deadline is never guessed.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

from kh2025.errors import Problem, ScheduleError
from kh2025.plan.recurrence import read_unending
from kh2025.plan.refusals import why_not
from kh2025.plan.schedule import OnDate, Recurring, Schedule, distance_problem
from kh2025.plan.spans import read_day_of_the_week, read_listed, read_range, read_single
from kh2025.text.phrases import phrase_form

_LONGEST = 500  # characters; a deadline is a phrase
_READERS: tuple[Callable[[str, int], Schedule | None], ...] = (
    read_unending,
    read_single,
    read_day_of_the_week,
    read_range,
    read_listed,
)


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
    if len(text) > _LONGEST:
        raise ScheduleError(Problem("schedule-text", value=text))
    try:
        found = _read(text, year)
    except ScheduleError as error:
        problem = error.problems[0]
        raise ScheduleError(replace(problem, value=text)) from None
    except ValueError:  # a day or year that no calendar has
        raise ScheduleError(Problem("schedule-day", value=text)) from None
    if before_includes_day or not (isinstance(found, OnDate | Recurring) and found.before):
        return found
    return replace(found, includes_day=False)


@lru_cache(maxsize=4096)  # a plan writes few different deadlines
def _read(text: str, year: int) -> Schedule:
    body = _body(text)
    for read in _READERS:
        if found := read(body, year):
            if problem := distance_problem(found, year):
                raise ScheduleError(problem)
            return found
    raise ScheduleError(why_not(body, year))


# What stands around a deadline -------------------------------------------------------------------------------

_SYNONYMS = (
    (re.compile(r"\b(?:muộn nhất|trễ nhất|không (?:muộn|chậm|trễ) hơn|không quá)\b"), "chậm nhất"),
    (re.compile(r"\bhạn (?:chót|cuối cùng|cuối)\b"), "hạn"),
    (re.compile(r"\b(?:cho )?tới\b|\bcho đến\b"), "đến"),
    (re.compile(r"^từ nay (?=đến )"), ""),
    (re.compile(r"\s*\(([0-9]{4})\)$"), r"/\1"),
    (re.compile(r"(?<=[0-9])\s*/\s*(?=tháng [0-9])"), " "),
    (re.compile(r"\btheo (?=định kỳ\b)"), ""),
    (re.compile(r"\bđịnh kỳ\s*:"), "định kỳ"),
    (re.compile(r"\b(?:ít nhất|tối thiểu) (?=\w+ lần\b)"), ""),
    (re.compile(r"\btheo (?=(?:tuần|tháng|quý|năm)$)"), "hằng "),
    # "Hằng quý, báo cáo trước ngày 20"
    (
        re.compile(r"(?<=[,;:(])\s*(?:báo cáo|hoàn thành|gửi|nộp)\s+(?=(?:trước|chậm nhất|hạn|vào|ngày)\b)"),
        " ",
    ),
)
_END = re.compile(r"[\s.;,]*(?:\./\.?)?[\s.;,]*$")
_WHOLLY_IN_BRACKETS = re.compile(r"\(([^()]*)\)")
_LEAD_WORDS = (
    "phải|cần|phấn đấu|dự kiến|hoàn thành|hoàn thiện|thực hiện|triển khai|tổ chức|xây dựng|ban hành|phê duyệt|công bố"
    "|nghiệm thu|bàn giao|tổng hợp|tham mưu|báo cáo|trình|nộp|gửi|xong|trong(?! vòng)|thời hạn|thời gian|thời điểm|mốc|tiến độ|hạn"
    "|ngày hoàn thành|nhiệm vụ|công việc|duy trì|làm"
)
_LEAD = rf"(?:(?:{_LEAD_WORDS})[\s:,]+)"
# "Trình UBND tỉnh trước ngày …": to whom is no part of the deadline, so long as no word of it speaks of time.
_OF_TIME = (
    "theo|khi|sau|từ|đến|kỳ|phiên|họp|đại hội|hội nghị|tết|thường xuyên|liên tục|hằng|mỗi|quý|tháng|năm|tuần|ngày|giờ"
    "|trước|trong|hạn|đột xuất|khoảng|kể|tính|chậm|lần|hoặc|hay|không|chưa"
)
_RECIPIENT = rf"(?:trình|nộp|gửi|báo cáo)\s+(?:(?!(?:{_OF_TIME})\b)[^\W0-9_][^\s0-9,;:()/]*\s+){{1,10}}(?=(?:trước|chậm nhất|trong|hằng|định kỳ|vào|xong)\b)"
_LEAD_IN = re.compile(rf"^(?:{_LEAD}*{_RECIPIENT}{_LEAD}*|{_LEAD}+)")
_LEAD_OUT = re.compile(r"[\s,]*\(?\b(?:phải\s+)?(?:hoàn thành|thực hiện|xong|dự kiến)\)?$")
_BULLET = re.compile(r"^[-+*\u2022]\s*(?!.*\s[-+*\u2022]\s)")  # one bullet; two are two deadlines


def _body(text: str) -> str:
    """The phrase that says when, in its normal form."""
    body = _BULLET.sub("", _END.sub("", phrase_form(text)).lstrip(" .;,"))
    if whole := _WHOLLY_IN_BRACKETS.fullmatch(body):
        body = _END.sub("", whole[1].strip())
    for pattern, word in _SYNONYMS:
        body = pattern.sub(word, body)
    return _LEAD_OUT.sub("", _LEAD_IN.sub("", body))
