"""Vietnamese dates: written day first, read day first, never guessed.

``DATE`` is the pattern that longer texts (deadlines) are built from; :func:`parse_date` reads a text that is
nothing but a date, :func:`read_date` a cell, which may also hold a date of Python or the serial number of a
workbook. Both refuse what has a second reading: a year of two digits, "1.5", a serial of an unknown system.
"""

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from numbers import Integral
from typing import Literal

from kh2025.errors import Problem, TextError

FARTHEST = 10
"""Years from the plan's year; beyond lies a typing error (HAZARDS 9)."""

# The second sign is the first again: "10-12/2025" is a range or a slip.
_NUMERIC = (
    r"(?P<day>[0-9]{1,2})\s*(?P<sign>[/.\-])\s*(?P<month>[0-9]{1,2})(?:\s*(?P=sign)\s*(?P<year>[0-9]{4}))?"
)
_WORDS = r"(?P<day_w>[0-9]{1,2})\s*tháng\s*(?P<month_w>[0-9]{1,2})(?:\s*(?:năm|/)\s*(?P<year_w>[0-9]{4}))?"
_ISO = r"(?P<year_i>[0-9]{4})-(?P<month_i>[0-9]{2})-(?P<day_i>[0-9]{2})"
#: A date in a normal-form text: day first, where the year may be missing, or ISO 8601.
DATE = rf"(?:{_ISO}|{_NUMERIC}|{_WORDS})"

_ALONE = re.compile(
    rf"(?P<named>ngày\s*)?{DATE}(?P<midnight>(?<=[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})[ t]00:00(?::00(?:\.0{{1,9}})?)?)?"
)
_SHORT_YEAR = re.compile(r"(?:ngày\s*)?([0-9]{1,2})([/.\-])([0-9]{1,2})\2([0-9]{2})")
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_WITH_TIME = re.compile(rf"{_ISO}[ t][0-9]{{2}}:.*")
_LONGEST = 60  # characters; no date is as long
Epoch = Literal[1900, 1904]
# The day before serial 1. The 1900 system counts a 29/02/1900 that never was as 60.
_BEFORE_FIRST = {1900: date(1899, 12, 31), 1904: date(1904, 1, 1)}
_LEAP_DAY_THAT_NEVER_WAS = 60


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


def parse_date(text: str, *, year: int | None = None, place: str = "") -> date:
    """The day that a text names, day first or in ISO 8601.

    Args:
        text: a date and nothing else, cleaned (hidden characters are not read over).
        year: the plan's year. It stands in for a missing year ("30/6", "ngày 30 tháng 6"; :func:`names_year`
            tells), and a date more than ten years from it is refused.
        place: where it stands, for the error.

    Raises:
        TextError: ``date-text`` not understood, ``date-day`` on no calendar, ``date-short-year`` two digits,
            ``date-year`` none where none stands in, ``date-number`` a number such as 45782 or 1.5,
            ``date-time`` a time of day, ``date-far`` beyond ten years. What is no text is for :func:`read_date`.

    >>> parse_date("05/06/2025").isoformat(), parse_date("ngày 05 tháng 5 năm 2025").isoformat()
    ('2025-06-05', '2025-05-05')
    """
    if not isinstance(text, str):
        raise TextError(Problem("date-text", place, text))
    body = _folded(text)
    found = _ALONE.fullmatch(body) if len(body) <= _LONGEST else None
    if found is None or _may_be_decimal(found):
        raise TextError(_why_not(body, text, place))
    if not has_year(found) and year is None:
        raise TextError(Problem("date-year", place, text))
    try:
        day = day_from(found, year or 0)
    except ValueError:
        raise TextError(Problem("date-day", place, text)) from None
    return _near(day, year, text, place)


def names_year(text: str) -> bool:
    """Whether a readable date names its year; where it does not, the plan's year was put in, to be noticed.

    >>> names_year("30/6/2025"), names_year("30/6")
    (True, False)
    """
    found = _ALONE.fullmatch(_folded(text))
    return found is not None and has_year(found)


def read_date(value: object, *, year: int | None = None, epoch: Epoch | None = None, place: str = "") -> date:
    """The day that a cell holds: a text, a date, a datetime at midnight, or a workbook's serial number.

    Args:
        value: as the workbook's reader gives it.
        year: the plan's year, as in :func:`parse_date`.
        epoch: the date system that the workbook states, 1900 or 1904; without it a number is refused.
        place: where it stands, for the error.

    Raises:
        TextError: what :func:`parse_date` refuses, and ``date-serial``: a number that is no whole day of the system.

    >>> read_date(45782, epoch=1900).isoformat(), read_date(44320, epoch=1904).isoformat()
    ('2025-05-05', '2025-05-05')
    """
    if isinstance(value, str):
        return parse_date(value, year=year, place=place)
    if isinstance(value, datetime):
        return _near(_whole_day(value, place), year, value, place)
    if isinstance(value, date):
        return _near(value, year, value, place)
    if isinstance(value, Integral | float) and not isinstance(value, bool):
        serial = int(value) if isinstance(value, Integral) else value
        return _near(_from_serial(serial, epoch, place), year, value, place)
    raise TextError(Problem("date-text", place, value))


def _folded(text: str) -> str:
    """Lower case, NFC and single spaces; unlike the normal form, what is hidden stays and is refused."""
    return unicodedata.normalize("NFC", " ".join(text.lower().split()))


def _may_be_decimal(found: re.Match[str]) -> bool:
    """A date without a year and without the word "ngày" is one only with a slash: "1.5" is a number, "10-12" a range."""
    return not has_year(found) and not found["named"] and found["sign"] in {".", "-"}


def _why_not(body: str, text: str, place: str) -> Problem:
    if short := _SHORT_YEAR.fullmatch(body):
        day, sign, month, year = short.groups()
        return Problem("date-short-year", place, text, {"spelling": f"{day}{sign}{month}{sign}20{year}"})
    if _NUMBER.fullmatch(body):
        return Problem("date-number", place, text)
    return Problem("date-time" if _WITH_TIME.fullmatch(body) else "date-text", place, text)


def _near(day: date, year: int | None, value: object, place: str) -> date:
    if year is not None and abs(day.year - year) > FARTHEST:
        limits = {"first": year - FARTHEST, "last": year + FARTHEST}
        raise TextError(Problem("date-far", place, value, limits))
    return day


def _whole_day(moment: datetime, place: str) -> date:
    """The day of a naive midnight; pandas' NaT is a datetime that equals nothing, not even itself."""
    if moment != moment:  # noqa: PLR0124
        raise TextError(Problem("date-text", place, repr(moment)))
    if moment.tzinfo is not None or moment.time() != time():
        raise TextError(Problem("date-time", place, moment))
    return moment.date()


def _from_serial(serial: float, epoch: Epoch | None, place: str) -> date:
    if epoch is None:
        raise TextError(Problem("date-number", place, serial))
    first = 1 if epoch == 1900 else 0  # noqa: PLR2004 - the two systems of ECMA-376, 18.17.4.1
    phantom = epoch == 1900 and serial == _LEAP_DAY_THAT_NEVER_WAS  # noqa: PLR2004
    past = 1 if epoch == 1900 and serial > _LEAP_DAY_THAT_NEVER_WAS else 0  # noqa: PLR2004
    try:
        if serial == int(serial) and serial >= first and not phantom:
            return _BEFORE_FIRST[epoch] + timedelta(days=int(serial) - past)
    except (ValueError, OverflowError):  # nan, inf, beyond the calendar
        pass
    raise TextError(Problem("date-serial", place, serial, {"epoch": epoch}))
