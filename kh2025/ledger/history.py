"""What was said of each duty before the record that holds: the highest share, completion, since when it is said alike.

Of several statements about one day the last recorded counts alone: it corrects the others.
"""

from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

#: The columns of a record that its history is told from.
TOLD = ["seq", "effective_on", "state", "percent", "done_on", "evidence"]


def histories(matched: pd.DataFrame, duties: int, on: date) -> pd.DataFrame:
    """What was said of each duty up to a day.

    Args:
        matched: records of progress with the duty each speaks for (:func:`kh2025.ledger.current.matching_progress`).
        duties: how many duties there are.
        on: statements about later days do not count.

    Shape: one row per duty in order; columns ``percent_before`` (the highest share stated before), ``was_done``
    (whether done was said before) and ``stated_since`` (since when state, share, day of completion and whether there
    is evidence are stated alike); null, false and null where nobody said anything.
    """
    told = _one_a_day(matched[matched["effective_on"] <= pd.Timestamp(on)])
    duty, place = told["duty"].to_numpy(), np.arange(len(told))
    begins = np.diff(duty, prepend=-1) != 0
    is_last = np.diff(duty, append=-1) != 0
    first = np.maximum.accumulate(np.where(begins, place, 0))
    run = np.maximum.accumulate(np.where(begins | _is_new(told), place, 0))
    is_done = (told["state"] == "done").to_numpy(dtype="int64")
    done_before: npt.NDArray[np.int64] = np.cumsum(is_done) - is_done
    spoken = duty[is_last]
    was_done = np.zeros(duties, dtype=bool)
    was_done[spoken] = (done_before > done_before[first])[is_last]
    found = pd.DataFrame(
        {
            "percent_before": _highest_before(told)[is_last],
            "stated_since": told["effective_on"].to_numpy()[run][is_last],
        },
        index=pd.Index(spoken, name="duty"),
    )
    return found.reindex(range(duties)).assign(was_done=was_done)


def _one_a_day(matched: pd.DataFrame) -> pd.DataFrame:
    """The last statement about each day, by duty and day."""
    keys = [matched[name].to_numpy(dtype="int64") for name in ("seq", "effective_on", "duty")]
    order = np.lexsort(keys)
    _, days, duty = (key[order] for key in keys)
    is_last = np.ones(len(order), dtype=bool)
    is_last[:-1] = (days[1:] != days[:-1]) | (duty[1:] != duty[:-1])
    told: pd.DataFrame = matched[["duty", *TOLD]].take(order[is_last])
    return told


def _is_new(told: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Whether a statement says other than the one in the row above."""
    said = [told["state"].to_numpy(dtype=object), told["percent"].fillna(-1).to_numpy()]
    said += [told["done_on"].to_numpy(dtype="int64"), told["evidence"].notna().to_numpy()]
    is_new = np.ones(len(told), dtype=bool)
    is_new[1:] = np.logical_or.reduce([one[1:] != one[:-1] for one in said])
    return is_new


def _highest_before(told: pd.DataFrame) -> npt.NDArray[np.float64]:
    """The highest percentage stated of the same duty before; NaN where there is none."""
    duty = told["duty"]
    before = told["percent"].fillna(-1).groupby(duty).cummax().groupby(duty).shift()
    return before.where(before >= 0).to_numpy(dtype="float64")
