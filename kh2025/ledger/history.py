"""What was said of each duty before the record that holds: the highest share, completion, since when it is said alike.

Of several statements about one day the last recorded counts alone: it corrects the others.
"""

from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from kh2025.ledger.records import STATES

Columns = dict[str, npt.NDArray[Any]]

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
    told = _one_a_day(_numbers(matched), int(np.datetime64(on, "D").astype(np.int64)))
    duty, place = told["duty"], np.arange(len(told["duty"]))
    begins = np.diff(duty, prepend=-1) != 0
    is_last = np.diff(duty, append=-1) != 0
    first = np.maximum.accumulate(np.where(begins, place, 0))
    run = np.maximum.accumulate(np.where(begins | _is_new(told), place, 0))
    is_done = (told["state"] == STATES.index("done")).astype(np.int64)
    done_before = np.cumsum(is_done) - is_done
    spoken = duty[is_last]
    was_done = np.zeros(duties, dtype=bool)
    was_done[spoken] = (done_before > done_before[first])[is_last]
    before, since = np.full(duties, np.nan), np.full(duties, np.datetime64("NaT"), "datetime64[D]")
    before[spoken] = _highest_before(told, begins)[is_last]
    since[spoken] = told["day"][run][is_last].astype("datetime64[D]")
    columns = {"percent_before": before, "was_done": was_done, "stated_since": since.astype("datetime64[s]")}
    return pd.DataFrame(columns)


def _numbers(matched: pd.DataFrame) -> Columns:
    """What is compared, as arrays of numbers: there may be millions of records."""
    return {
        "duty": matched["duty"].to_numpy(dtype=np.int64),
        "day": matched["effective_on"].to_numpy().astype("datetime64[D]").view(np.int64),
        "seq": matched["seq"].to_numpy(dtype=np.int64),
        "state": pd.Index(STATES).get_indexer(pd.Index(matched["state"])),
        "percent": matched["percent"].fillna(-1).to_numpy(dtype=np.float64),
        "done_on": matched["done_on"].to_numpy(dtype=np.int64),
        "has_evidence": matched["evidence"].notna().to_numpy(),
    }


def _one_a_day(said: Columns, until: int) -> Columns:
    """The last statement about each day up to one, by duty and day."""
    seen = np.flatnonzero(said["day"] <= until)
    duty, day, seq = (said[name][seen] for name in ("duty", "day", "seq"))
    if not (seq[1:] >= seq[:-1]).all():
        in_turn = seq.argsort(kind="stable")
        seen, duty, day = seen[in_turn], duty[in_turn], day[in_turn]
    span = np.int64(1) + (day.max() - day.min() if len(day) else 0)
    key = duty * span + day - (day.min() if len(day) else 0)
    order = key.argsort(kind="stable")
    is_last = np.diff(key[order], append=-1) != 0
    chosen = seen[order[is_last]]
    return {name: values[chosen] for name, values in said.items()}


def _is_new(told: Columns) -> npt.NDArray[np.bool_]:
    """Whether a statement says other than the one in the row above."""
    is_new = np.ones(len(told["duty"]), dtype=bool)
    said = [told[name] for name in ("state", "percent", "done_on", "has_evidence")]
    is_new[1:] = np.logical_or.reduce([one[1:] != one[:-1] for one in said])
    return is_new


def _highest_before(told: Columns, begins: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
    """The highest percentage stated of the same duty before; NaN where there is none."""
    shares, place = np.unique(told["percent"], return_inverse=True)
    offset = told["duty"] * len(shares)
    highest = np.maximum.accumulate(offset + place) - offset
    before = np.full(len(place), np.nan)
    before[1:] = shares[highest[:-1]]
    return np.where(begins | (before < 0), np.nan, before)
