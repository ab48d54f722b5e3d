"""Which duties a record speaks for: records joined to duties on whole numbers.

A record counts for a duty when the agency that made it owed the duty on one of the record's days. Texts are numbered
once, each different one by itself; what is then compared, a million times over, are numbers.
"""

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

Numbers = npt.NDArray[np.int64]
_UNKNOWN = -1


def matching(
    duties: pd.DataFrame,
    owners: pd.DataFrame,
    records: pd.DataFrame,
    keys: list[str],
    days: Sequence[pd.Series],
    *,
    or_due_day: bool = False,
) -> pd.DataFrame:
    """Records and duties of one key, where the record's agency owed the duty on one of the record's days.

    A record without an agency (an extension granted to all) speaks to whoever owes the duty. With ``or_due_day`` an
    agency that owed the duty on its original due day may speak too.

    Shape: one row per pair, in order of the records; columns ``at`` (position of the record), ``row`` (its label) and
    ``duty`` (position of the duty).
    """
    if duties.empty or records.empty:
        nobody = np.empty(0, np.int64)
        return pd.DataFrame({"at": nobody, "row": records.index[:0], "duty": nobody})
    line_owned, line_owed = _numbers(owners["line"], duties["line"])
    duty, owner = _pairs(line_owed, line_owned)
    duty_key, record_key = _numbers_of_keys(duties, records, keys)
    owning, saying = _numbers(owners["agency_id"], records["agency_id"])
    is_to_all = records["agency_id"].isna().to_numpy()
    many = len(owners) + 1
    theirs = np.where((record_key < 0) | (saying < 0) | is_to_all, _UNKNOWN, record_key * many + saying)
    at, place = _pairs(theirs, duty_key[duty] * many + owning[owner])
    asked = [day.to_numpy()[at] for day in days]
    if or_due_day:
        asked.append(duties["original_due_on"].to_numpy()[duty[place]])
    first, last = (owners[name].to_numpy()[owner[place]] for name in ("from_on", "to_on"))
    owes = np.logical_or.reduce([(first <= day) & (day <= last) for day in asked])
    at, spoken_for = at[owes], duty[place[owes]]
    if is_to_all.any():
        more = _pairs(np.where(is_to_all, record_key, _UNKNOWN), duty_key)
        at, spoken_for = (np.concatenate(both) for both in zip((at, spoken_for), more, strict=True))
        order = np.argsort(at, kind="stable")
        at, spoken_for = at[order], spoken_for[order]
    if pd.Series(duty * many + owning[owner]).duplicated().any():
        at, spoken_for = _once(at, spoken_for)
    return pd.DataFrame({"at": at, "row": records.index.to_numpy()[at], "duty": spoken_for})


def have_key(duties: pd.DataFrame, records: pd.DataFrame, keys: list[str]) -> npt.NDArray[np.bool_]:
    """Whether there is a duty with the key of each record, whoever owes it; shape: one per record."""
    duty_key, record_key = _numbers_of_keys(duties, records, keys)
    return np.isin(record_key, duty_key)


def _once(at: Numbers, duty: Numbers) -> tuple[Numbers, Numbers]:
    """Each pair of record and duty once, however many times the agency owed it."""
    first = ~pd.Series(at * (int(duty.max(initial=0)) + 1) + duty).duplicated().to_numpy()
    return at[first], duty[first]


def _numbers_of_keys(
    duties: pd.DataFrame, records: pd.DataFrame, keys: Iterable[str]
) -> tuple[Numbers, Numbers]:
    """A number for each duty and each record, equal where all keys are; negative where no duty has the record's key."""
    duty_key, record_key = np.zeros(len(duties), np.int64), np.zeros(len(records), np.int64)
    for key in keys:
        ours, theirs = _numbers(duties[key], records[key])
        many = int(ours.max(initial=0)) + 1
        record_key = np.where((record_key < 0) | (theirs < 0), _UNKNOWN, record_key * many + theirs)
        duty_key = duty_key * many + ours
    return duty_key, record_key


def _numbers(ours: pd.Series, theirs: pd.Series) -> tuple[Numbers, Numbers]:
    """Different values numbered, nulls as one value; of the second column those that the first has, else negative."""
    numbers, values = pd.factorize(ours, use_na_sentinel=False)
    codes, different = pd.factorize(theirs, use_na_sentinel=False)
    places = pd.Index(values).get_indexer(pd.Index(different))
    return numbers.astype(np.int64), places[codes].astype(np.int64)


def _pairs(asked: Numbers, known: Numbers) -> tuple[Numbers, Numbers]:
    """All pairs of positions with equal, not negative numbers, in order of the first."""
    order = np.argsort(known, kind="stable")
    different, first, times = np.unique(known[order], return_index=True, return_counts=True)
    place = pd.Index(different).get_indexer(pd.Index(asked))
    found = np.flatnonzero((place >= 0) & (asked >= 0))
    place = place[found]
    count = times[place]
    at = np.repeat(found, count)
    nth = np.arange(len(at)) - np.repeat(np.cumsum(count) - count, count)
    return at, order[np.repeat(first[place], count) + nth]
