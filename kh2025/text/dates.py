"""Vietnamese dates: written day first, read day first, never guessed."""

import re
from datetime import date

from kh2025.errors import InputError, Problem
from kh2025.text.normal import normal_form

_NUMERIC = r"(?P<day>[0-9]{1,2})\s*[/.\-]\s*(?P<month>[0-9]{1,2})(?:\s*[/.\-]\s*(?P<year>[0-9]{4}))?"
_WORDS = r"(?P<day_w>[0-9]{1,2})\s*tháng\s*(?P<month_w>[0-9]{1,2})(?:\s*(?:năm|/)\s*(?P<year_w>[0-9]{4}))?"
_ISO = r"(?P<year_i>[0-9]{4})-(?P<month_i>[0-9]{2})-(?P<day_i>[0-9]{2})"
#: A date in a normal-form text: day first, where the year may be missing, or ISO 8601.
DATE = rf"(?:{_ISO}|{_NUMERIC}|{_WORDS})"


def show_date(day: date) -> str:
    """A date as offices write it: days under 10 and months 1 and 2 take a leading zero.

    >>> show_date(date(2025, 5, 5)), show_date(date(2025, 2, 12))
    ('05/5/2025', '12/02/2025')
    """
    month = f"{day.month:02d}" if day.month <= 2 else f"{day.month}"  # noqa: PLR2004 - Nghị định 30/2020/NĐ-CP
    return f"{day.day:02d}/{month}/{day.year}"


def day_from(found: re.Match[str], year: int) -> date:
    """The date of a match of :data:`DATE`; ``year`` where none is written. ``ValueError`` for 31/02."""
    written = (found[name] or found[f"{name}_w"] or found[f"{name}_i"] for name in ("year", "month", "day"))
    year_written, month, day = written
    return date(int(year_written or year), int(month), int(day))


def has_year(found: re.Match[str]) -> bool:
    """Whether the match of :data:`DATE` names its year."""
    return bool(found["year"] or found["year_w"] or found["year_i"])


def parse_date(text: str) -> date:
    """A whole day, day first or ISO 8601; ``InputError`` for what is no day or names no year.

    >>> parse_date("ngày 30 tháng 4 năm 2025").isoformat()
    '2025-04-30'
    """
    found = re.fullmatch(rf"(?:ngày\s*)?{DATE}", normal_form(text))
    try:
        if found and has_year(found):
            return day_from(found, 0)
    except ValueError:  # a day that no calendar has
        pass
    raise InputError(Problem("date-text", value=text))
