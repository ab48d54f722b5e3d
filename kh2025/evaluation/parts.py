"""The official partition on columns: each duty in exactly one part, and how many of each part a group has.

Parts are numbered as :data:`PART_NAMES` lists them, so that counting is one pass over small integers.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from kh2025.evaluation.tables import BESIDE, PARTS
from kh2025.ledger.standing import STATE_CODE, Codes

#: The parts of the total, then what stands beside it.
PART_NAMES = (*PARTS, *BESIDE)

Days = npt.NDArray[np.datetime64]
_PART = {name: np.int8(place) for place, name in enumerate(PART_NAMES)}


def part_codes(
    state: Codes, done_on: Days, due_on: Days, today: np.datetime64, *, is_true: Any, is_dropped: Any
) -> Codes:
    """The part of each duty at the end of a day; shape as ``state``.

    Args:
        state: the state reported, as its place in ``STATES``; -1 where nobody said anything.
        done_on: the day of completion; NaT where none was given.
        due_on: the deadline in force; NaT where there is none.
        today: the day at whose end it is judged; a duty is overdue from the day after its deadline.
        is_true: whether the statement can be true.
        is_dropped: whether the task was dropped; what was done before stays done.

    >>> day = np.array(["2025-06-10", "2025-06-20"], "datetime64[D]")
    >>> codes = part_codes(np.int8([2, 1]), day, day[::-1], day[1] - 8, is_true=True, is_dropped=False)
    >>> [PART_NAMES[code] for code in codes]
    ['done_on_time', 'open_overdue']
    """
    has_deadline = ~np.isnat(due_on)
    is_done = (state == STATE_CODE["done"]) & is_true & ~(done_on > today)
    made = np.where(due_on < today, _PART["open_overdue"], _PART["open_in_time"])
    made = np.where(has_deadline, made, _PART["open_no_deadline"])
    done = np.where(done_on <= due_on, _PART["done_on_time"], _PART["done_late"])
    done = np.where(np.isnat(done_on), _PART["done_date_missing"], done)
    done = np.where(has_deadline, done, _PART["done_no_deadline"])
    made = np.where(is_done, done, made)
    made = np.where(state == STATE_CODE["suspended"], _PART["suspended"], made)
    is_cancelled = (state == STATE_CODE["cancelled"]) | (is_dropped & ~is_done)
    return np.where(is_cancelled, _PART["cancelled"], made)


def tally(group: npt.NDArray[Any], groups: int, code: npt.NDArray[Any], codes: int) -> npt.NDArray[np.int64]:
    """How many rows of each group have each code, such as a part; shape ``(groups, codes)``.

    ``group`` numbers the group of each row from 0; a negative one is in no group.

    >>> tally(np.array([0, 0, -1, 1]), 2, np.array([1, 1, 0, 0]), 2).tolist()
    [[0, 2], [1, 0]]
    """
    cell = group.astype(np.int64) * codes + code
    if len(cell) and group.min() < 0:
        cell = cell[group >= 0]
    return np.bincount(cell, minlength=groups * codes).reshape(groups, codes)


def counts(group: pd.Series, named: pd.Series, names: Sequence[str]) -> pd.DataFrame:
    """How many rows of each group have each name, such as a part; rows of no group are not counted.

    Shape: one row per group, by its value ascending; columns ``names``.

    >>> counts(pd.Series(["b", "a", "b", None]), pd.Series(["late"] * 4), ["on_time", "late"])
       on_time  late
    a        0     1
    b        0     2
    """
    place, values = pd.factorize(group, sort=True)
    code = pd.Index(names).get_indexer(pd.Index(named))
    counted = tally(place, len(values), code, len(names))
    return pd.DataFrame(counted, index=pd.Index(values), columns=pd.Index(names))
