"""Deadlines in the many forms in which plans write them, and the days that they mean."""

from datetime import date
from typing import Any

from kh2025.plan.deadline import parse_schedule

YEAR = 2026
_UNENDING = (
    "Hằng tháng, hạn ngày 25", "Chậm nhất ngày 05 hằng tháng", "Ngày 20 tháng cuối quý", "Hằng quý", "1 lần/quý",
    "Thường xuyên", "Thường xuyên trong năm", "Hằng năm, hạn ngày 15/11",
)  # fmt: skip
_FIXED = (
    "6 tháng đầu năm 2026",
    "9 tháng năm 2026",
    "Năm 2026",
    "Giữa năm 2026",
    "2026–2028",
    "Quý II, III/2026",
)
# {d} day, {m} month, {q} quarter, {Q} quarter in Roman.
_FORMS = (
    "Quý {Q}/2026", "Trước ngày {d}/{m}/2026", "Tháng {m}/2026", "Hoàn thành trong quý {Q} năm 2026",
    "Ngày {d:02d}/{m:02d}/2026", "Cuối tháng {m}/2026", "Quí {q}/2026", "trước ngày {d}.{m}.2026", "{m:02d}/2026",
    "Chậm nhất ngày {d}/{m}/2026", "Q{q}/2026", "Trong tháng {m:02d} năm 2026", "Trước ngày {d}/{m}",
    "Quý {Q}, năm 2026", "T{m}/2026", "Từ ngày 01/02/2026 đến ngày {d}/{m}/2026",
)  # fmt: skip
_ROMAN = ("I", "II", "III", "IV")
_MONTHS = (2, 3, 3, 4, 5, 5, 6, 6, 7, 8, 9, 10, 11, 12)


def deadline(number: int, draw: Any) -> str:
    """A written deadline for the n-th task: one in ten is unending, one in ten is of a fixed form."""
    if number % 10 == 1:
        return str(draw.one(_UNENDING))
    if number % 10 == 2:  # noqa: PLR2004 - the next one
        return str(draw.one(_FIXED))
    month = draw.one(_MONTHS)
    quarter = (month + 2) // 3
    form = _FORMS[number % len(_FORMS)]
    return form.format(d=draw.number(15, 27), m=month, q=quarter, Q=_ROMAN[quarter - 1])


def due_day(text: str | None) -> date | None:
    """The day on which something done once is due."""
    return parse_schedule(text, YEAR).due_on if text else None


def due_days(text: str | None, first: date, last: date) -> list[date | None]:
    """The days from first to last on which something recurring is due; one null where it does not recur."""
    schedule = parse_schedule(text, YEAR) if text else None
    if schedule is None or not schedule.every:
        return [None]
    return [one.due_on for one in schedule.occurrences(first, last)]
