"""Columns of days at the edge of the array functions: whatever numpy or pandas calls days, as day numbers.

The array functions work chunk by chunk: what one step writes is still in the cache when the next reads it.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from kh2025.errors import PeriodError, Problem

_CHUNK = 1 << 14
_MICROSECONDS = 86_400 * 10**6
_PER_DAY = {
    "D": 1,
    "h": 24,
    "m": 1_440,
    "s": 86_400,
    "ms": 86_400 * 10**3,
    "us": _MICROSECONDS,
    "ns": _MICROSECONDS * 10**3,
}
# Numpy's own conversion to days overflows for these.
_FINER = {"ps", "fs", "as"}
#: The day number of NaT.
NO_DAY = np.iinfo(np.int64).min


def as_days(values: Any, place: str = "days") -> npt.NDArray[np.datetime64]:
    """An array of any ``datetime64`` unit from an array, a pandas column or a list of days; NaT is kept.

    Raises:
        PeriodError: numbers, texts, or times with a zone, whose local day only the caller can tell.
    """
    array = np.asarray(values)
    if array.dtype.kind == "M":
        return _native(array)
    if array.dtype.kind == "O" or not array.size:
        flat = array.ravel().tolist()
        if all(_is_day(value) for value in flat):
            return np.array([_day(value) for value in flat], "datetime64[D]").reshape(array.shape)
    raise PeriodError(Problem("days", place, str(array.dtype)))


def one_day(value: Any, place: str = "day") -> date:
    """A single day from a date, a time without a zone (of Python, numpy or pandas) or a ``datetime64``.

    Raises:
        PeriodError: ``day``: nothing of these, a missing day, or a time with a zone, whose local day only the caller
            can tell.

    >>> from datetime import datetime
    >>> one_day(datetime(2025, 4, 25, 23, 59)).isoformat()
    '2025-04-25'
    """
    if type(value) is date:
        return value
    is_numpy = isinstance(value, np.datetime64)
    days = as_days(value, place).astype("datetime64[D]").item() if is_numpy else value
    if not isinstance(days, date) or _is_missing(days) or not _is_day(days):
        raise PeriodError(Problem("day", place, value if isinstance(value, str | int) else repr(value)))
    return date(days.year, days.month, days.day)


def chunks(days: npt.NDArray[np.datetime64]) -> Iterator[tuple[slice, npt.NDArray[np.int64]]]:
    """Parts of a one-dimensional array, each with its place and its day numbers since 1/1/1970, NaT as ``NO_DAY``."""
    unit, count = np.datetime_data(days.dtype)
    per_day = _PER_DAY.get(unit) if count == 1 else None
    for first in range(0, len(days), _CHUNK):
        part = slice(first, first + _CHUNK)
        yield part, _numbers(days[part], per_day)


def _native(days: npt.NDArray[np.datetime64]) -> npt.NDArray[np.datetime64]:
    """In this machine's byte order, and of a unit that numpy can turn into days."""
    if np.datetime_data(days.dtype)[0] in _FINER:
        return days.astype("datetime64[ns]")
    return days if days.dtype.isnative else days.astype(days.dtype.newbyteorder("="))


def _numbers(days: npt.NDArray[np.datetime64], per_day: int | None) -> npt.NDArray[np.int64]:
    if per_day is None:  # weeks, months, years: numpy knows their first day
        return days.astype("datetime64[D]").view(np.int64)
    ticks = days.view(np.int64) if days.flags.c_contiguous else days.astype(days.dtype).view(np.int64)
    if per_day == 1:
        return ticks
    numbers = ticks // per_day
    return np.where(ticks == NO_DAY, NO_DAY, numbers) if (ticks == NO_DAY).any() else numbers


def _is_day(value: object) -> bool:
    return _is_missing(value) or (isinstance(value, date) and getattr(value, "tzinfo", None) is None)


def _is_missing(value: object) -> bool:
    # NaT and nan are not equal to themselves; pandas' NA answers with itself.
    return value is None or type(value).__name__ in {"NaTType", "NAType"} or value != value  # noqa: PLR0124


def _day(value: Any) -> date | None:
    return None if _is_missing(value) else date(value.year, value.month, value.day)


def days_of_month(
    days: npt.NDArray[np.datetime64], day: int, months_after: int = 0
) -> npt.NDArray[np.datetime64]:
    """A day of the month of each day, or of a later or earlier month; a day the month lacks is its last."""
    months = days.astype("datetime64[M]") + months_after
    last = (months + 1).astype("datetime64[D]") - 1
    wanted = months.astype("datetime64[D]") + (day - 1)
    return np.where(wanted > last, last, wanted)
