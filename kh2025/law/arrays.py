"""Whole columns of days and periods: days → ordinals of periods → first day, cut-off, text.

The arithmetic of :mod:`kh2025.law.periods` is tabulated once per kind and regime, one entry a day of the
supported years, so that a column is one look-up at the speed of the memory. An ordinal counts the periods of a
kind from year 0 (:attr:`Period.ordinal`); ``NO_ORDINAL`` stands where a day has no period or is missing.
"""

from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from kh2025.errors import PeriodError, Problem
from kh2025.law.days import NO_DAY, as_days, chunks
from kh2025.law.kinds import default_regime, find_kind, find_regime, supported_years
from kh2025.law.periods import Period

#: No period: the day is missing, or the kind or regime leaves it out.
NO_ORDINAL = -1
Ordinals = npt.NDArray[np.int32]
Days = npt.NDArray[np.datetime64]


def period_ordinals(days: Any, kind: str = "month", regime: str | None = None) -> Ordinals:
    """The ordinals of the periods in which days lie.

    Args:
        days: ``datetime64`` array of any unit and shape, a pandas column without a time zone, or a list of
            days.
        kind: kind of period.
        regime: reporting regime, by default ``decree-09``.

    Returns:
        int32 array of the same shape; ``NO_ORDINAL`` for NaT and for days that the kind or regime leaves out.

    Raises:
        PeriodError: a day outside the supported years, no column of days, unknown kind or regime.

    >>> period_ordinals(np.array(["2025-06-14", "2025-06-15", "NaT"], "datetime64[D]"), "quarter")
    array([8101, 8102,   -1], dtype=int32)
    """
    table = _table(find_kind(kind).name, _name(regime))
    array = as_days(days)
    flat = array.reshape(-1)
    made = np.empty(len(flat), np.int32)
    for part, numbers in chunks(flat):
        at = numbers - table.first_day
        outside = at.view(np.uint64) >= np.uint64(len(table.ordinals) - 1)
        if outside.any():
            _refuse_far(flat[part], numbers, outside)
            at[outside] = len(table.ordinals) - 1
        np.take(table.ordinals, at, out=made[part], mode="clip")
    return made.reshape(array.shape)


def period_starts(ordinals: Any, kind: str = "month", regime: str | None = None) -> Days:
    """First days (``datetime64[D]``) of periods given by ordinal; NaT for ``NO_ORDINAL``."""
    table = _table(find_kind(kind).name, _name(regime))
    return table.starts[_places(ordinals, table)]


def period_cutoffs(ordinals: Any, kind: str = "month", regime: str | None = None) -> Days:
    """Cut-offs (last days, ``datetime64[D]``) of periods given by ordinal; NaT for ``NO_ORDINAL``.

    >>> period_cutoffs(np.array([8101, NO_ORDINAL]), "quarter")
    array(['2025-06-14',        'NaT'], dtype='datetime64[D]')
    """
    table = _table(find_kind(kind).name, _name(regime))
    return table.cutoffs[_places(ordinals, table)]


def period_texts(ordinals: Any, kind: str = "month", regime: str | None = None) -> npt.NDArray[np.object_]:
    """Canonical texts (``2025-Q2``) of periods given by ordinal; None for ``NO_ORDINAL``."""
    table = _table(find_kind(kind).name, _name(regime))
    return table.texts[_places(ordinals, table)]


class _Table(NamedTuple):
    """One kind in one regime over all supported years; the last entry of each column stands for no period."""

    first_day: int
    ordinals: Ordinals
    first_ordinal: int
    starts: Days
    cutoffs: Days
    texts: npt.NDArray[np.object_]


def _name(regime: str | None) -> str:
    return find_regime(regime or default_regime()).name


@lru_cache(maxsize=64)
def _table(kind: str, regime: str) -> _Table:
    periods = _all_periods(kind, regime)
    starts = np.array([*(period.start for period in periods), None], "datetime64[D]")
    cutoffs = np.array([*(period.end for period in periods), None], "datetime64[D]")
    texts = np.array([*(str(period) for period in periods), None], object)
    first, last = _supported_days(regime)
    ordinals = np.full(last - first + 2, NO_ORDINAL, np.int32)
    for period, start, end in zip(periods, starts.view(np.int64), cutoffs.view(np.int64), strict=False):
        ordinals[start - first : end - first + 1] = period.ordinal
    return _Table(first, ordinals, periods[0].ordinal, starts, cutoffs, texts)


def _all_periods(kind: str, regime: str) -> tuple[Period, ...]:
    first, last = supported_years()
    latest = Period.of(kind, last, find_kind(kind).per_year, regime)
    return Period.between(Period.first_of(kind, first, regime), latest)


def _supported_days(regime: str) -> tuple[int, int]:
    """Day numbers of the first and last day that lie in a year's period of the regime."""
    first, last = supported_years()
    rules = find_regime(regime)
    days = np.array([rules.last_day(first * 12 - 1), rules.last_day(last * 12 + 11)], "datetime64[D]")
    return int(days.view(np.int64)[0]) + 1, int(days.view(np.int64)[1])


def _places(ordinals: Any, table: _Table) -> npt.NDArray[np.int64]:
    """Where the ordinals stand in the table's columns; no period is their last entry."""
    array = np.asarray(ordinals)
    if array.dtype.kind not in "iu":
        raise PeriodError(Problem("period-ordinal", "ordinals", str(array.dtype), _limits(table)))
    at = array.astype(np.int64) - table.first_ordinal
    outside = at.view(np.uint64) >= np.uint64(len(table.starts) - 1)
    wrong = outside & (array != NO_ORDINAL)
    if wrong.any():
        raise PeriodError(Problem("period-ordinal", "ordinals", int(array[wrong][0]), _limits(table)))
    at[outside] = -1
    return at


def _limits(table: _Table) -> dict[str, int]:
    return {"first": table.first_ordinal, "last": table.first_ordinal + len(table.starts) - 2}


def _refuse_far(days: Days, numbers: npt.NDArray[np.int64], outside: npt.NDArray[np.bool_]) -> None:
    far = outside & (numbers != NO_DAY)
    if far.any():
        first, last = supported_years()
        shown = str(days[far][0].astype("datetime64[D]"))
        raise PeriodError(Problem("day-outside", "days", shown, {"first": first, "last": last}))
