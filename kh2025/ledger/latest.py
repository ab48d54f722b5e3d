"""Which record holds, on integer columns: for each duty the latest effective one, then the latest recorded.

One pass over the records in parts that stay in the processor's cache: day and row number of a record make one
integer, and the greatest integer of each duty names its row. Nothing is sorted, and no whole column is copied.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

#: No record speaks for the duty.
NO_ROW = -1
_PART = 1 << 16
_ROW_BITS = 32
_NOTHING = np.iinfo(np.int64).min


def latest_rows(
    duty: npt.NDArray[Any],
    effective_on: npt.NDArray[Any],
    duties: int,
    *,
    until: int,
    recorded_at: npt.NDArray[Any] | None = None,
    as_of: int | None = None,
) -> npt.NDArray[np.int64]:
    """The row number of the record that holds for each duty; shape ``(duties,)``, ``NO_ROW`` where none does.

    Args:
        duty: the duty of each record, 0 up to ``duties - 1``; records stand in order of recording.
        effective_on: the day that each is about, as a day number (32 bits suffice).
        duties: how many duties there are.
        until: records about a later day are not seen.
        recorded_at: when each became known, in any unit; not needed where all are known.
        as_of: records that became known later are not seen.

    Raises:
        ValueError: there are more records than 32 bits can number.
        IndexError: a duty is out of range.

    >>> latest_rows(np.array([0, 1, 0, 0]), np.array([5, 5, 7, 7]), 3, until=9).tolist()
    [3, 1, -1]
    """
    if len(duty) >> _ROW_BITS:
        raise ValueError(len(duty))
    best = np.full(duties, _NOTHING, np.int64)
    numbers = np.arange(_PART, dtype=np.int64)
    for first in range(0, len(duty), _PART):
        part = slice(first, first + _PART)
        theirs, days = duty[part], effective_on[part]
        key = days.astype(np.int64)
        key <<= _ROW_BITS
        key |= numbers[: len(key)]
        key += first
        # Most parts are seen whole, which their greatest values tell cheaply: then nothing is copied.
        is_known = recorded_at is None or as_of is None or recorded_at[part].max() <= as_of
        if not is_known or days.max() > until:
            is_seen = days <= until
            if recorded_at is not None and as_of is not None:
                is_seen &= recorded_at[part] <= as_of
            theirs, key = theirs[is_seen], key[is_seen]
        np.maximum.at(best, theirs, key)
    rows = best & ((1 << _ROW_BITS) - 1)
    rows[best == _NOTHING] = NO_ROW
    return rows
