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
Rows = npt.NDArray[np.int64]

_DIGIT = 16


def histories(progress: pd.DataFrame, matched: pd.DataFrame, duties: int, on: date) -> pd.DataFrame:
    """What was said of each duty up to a day.

    Args:
        progress: the records of progress.
        matched: which of them speak for which duty (:func:`kh2025.ledger.standing.progress_told`).
        duties: how many duties there are.
        on: statements about later days do not count.

    Shape: one row per duty in order; columns ``percent_before`` (the highest share stated before), ``was_done``
    (whether done was said before), ``stated_since`` (since when state, share, day of completion and whether there
    is evidence are stated alike) and ``said_otherwise`` (whether another statement about the same day, recorded at the
    same moment, has another state, share or day of completion: neither corrects the other); null, false, null and
    false where nobody said anything.
    """
    told = _told(progress, matched, np.datetime64(on, "D").astype(np.int64))
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
    otherwise = np.zeros(duties, dtype=bool)
    otherwise[spoken] = told["said_otherwise"][is_last]
    columns = {"percent_before": before, "was_done": was_done, "stated_since": since.astype("datetime64[s]")}
    return pd.DataFrame(columns | {"said_otherwise": otherwise})


def _told(progress: pd.DataFrame, matched: pd.DataFrame, until: np.int64) -> Columns:
    """The last statement about each day up to one, by duty and day; in numbers, for there may be millions."""
    day = matched["effective_on"].to_numpy().astype("datetime64[D]").view(np.int64)
    seq, duty = matched["seq"].to_numpy(dtype=np.int64), matched["duty"].to_numpy(dtype=np.int64)
    seen = np.flatnonzero(day <= until)
    if not (seq[1:] >= seq[:-1]).all():
        seen = seen[seq[seen].argsort(kind="stable")]
    first = day[seen].min(initial=until)
    key = duty[seen] * (until - first + 1) + day[seen] - first
    order = _order(key)
    is_last = np.diff(key[order], append=-1) != 0
    chosen = seen[order[is_last]]
    record, said = matched["at"].to_numpy(), _said(progress)
    others = np.flatnonzero(~is_last)
    by = np.searchsorted(np.flatnonzero(is_last), others)
    pairs = record[seen[order[others]]], record[chosen[by]]
    otherwise = np.zeros(len(chosen), dtype=bool)
    otherwise[by[_is_contrary(progress, said, *pairs)]] = True
    return {"duty": duty[chosen], "day": day[chosen], "said_otherwise": otherwise} | {
        name: column[record[chosen]] for name, column in said.items()
    }


def _is_contrary(progress: pd.DataFrame, said: Columns, one: Rows, other: Rows) -> npt.NDArray[np.bool_]:
    """Which pairs of records about one duty and day were recorded at one moment and say different things."""
    moments = progress["recorded_at"].to_numpy(dtype="datetime64[us]").view(np.int64)
    differs = np.logical_or.reduce(
        [said[name][one] != said[name][other] for name in ("state", "percent", "done_on")]
    )
    found: npt.NDArray[np.bool_] = differs & (moments[one] == moments[other])
    return found


def _said(progress: pd.DataFrame) -> Columns:
    """What is compared of each record, in numbers."""
    state, states = pd.factorize(progress["state"])
    return {
        "state": pd.Index(STATES).get_indexer(pd.Index(states))[state],
        "percent": progress["percent"].fillna(-1).to_numpy(dtype=np.float64),
        "done_on": progress["done_on"].to_numpy(dtype=np.int64),
        "has_evidence": progress["evidence"].notna().to_numpy(),
    }


def _order(key: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """The order of not negative numbers, equal ones as they stand: numpy sorts by the digit where one has 16 bits."""
    order = key.astype(np.uint16).argsort(kind="stable")
    for shift in range(_DIGIT, int(key.max(initial=0)).bit_length(), _DIGIT):
        digit = (key >> shift).astype(np.uint16)
        order = order[digit[order].argsort(kind="stable")]
    return order


def _is_new(told: Columns) -> npt.NDArray[np.bool_]:
    """Whether a statement says other than the one in the row above."""
    is_new = np.ones(len(told["duty"]), dtype=bool)
    said = [told[name] for name in ("state", "percent", "done_on", "has_evidence")]
    is_new[1:] = np.logical_or.reduce([one[1:] != one[:-1] for one in said])
    return is_new


def _highest_before(told: Columns, begins: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
    """The highest percentage stated of the same duty before; NaN where there is none."""
    place, shares = pd.factorize(told["percent"], sort=True)
    offset = told["duty"] * len(shares)
    highest = np.maximum.accumulate(offset + place) - offset
    before = np.full(len(place), np.nan)
    before[1:] = shares[highest[:-1]]
    return np.where(begins | (before < 0), np.nan, before)
