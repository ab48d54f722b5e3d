"""Which record holds for a duty on a day, and which deadline is in force.

All functions take facts already cut to what was known (``Facts.as_of``) and join on columns. A record
counts for a duty when the agency that made it owed the duty on the day that the record is about, or on the
day that it was made: so an heir can correct what its predecessor said.
"""

from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from kh2025.law.moments import local_zone
from kh2025.law.periods import Period
from kh2025.ledger.latest import NO_ROW, latest_rows
from kh2025.ledger.matching import matching

STATEMENT = ["state", "percent", "done_on", "evidence", "note", "effective_on", "recorded_at", "source"]
#: What names the duty that a record is about.
TASK_KEYS = ["task_id", "occurrence"]
REPORT_KEYS = ["obligation_id", "period"]
READING_KEYS = ["indicator_id", "period"]


def matching_progress(
    duties: pd.DataFrame, owners: pd.DataFrame, progress: pd.DataFrame, columns: list[str] | None = None
) -> pd.DataFrame:
    """Progress records (``row``: label, ``at``: position) and the duty each speaks for (``duty``: row number).

    Shape: one row per pair, in order of the records, with some columns of the records or, by default, all.
    """
    days = [progress["effective_on"], local_days(progress["recorded_at"])]
    pairs = matching(duties, owners, progress, TASK_KEYS, days)
    return _told(progress if columns is None else progress[columns], pairs)


def statements(progress: pd.DataFrame, matched: pd.DataFrame, duties: int, status_on: date) -> pd.DataFrame:
    """The record that holds for each duty at ``status_on``: latest ``effective_on``, then latest recorded.

    Shape: one row per duty in order, columns ``STATEMENT``; nulls where nobody said anything.
    """
    rows = holding_rows(matched, duties, status_on)
    spoken = np.flatnonzero(rows != NO_ROW)
    held: pd.DataFrame = progress[STATEMENT].take(matched["at"].to_numpy()[rows[spoken]])
    return held.set_axis(pd.Index(spoken, name="duty")).reindex(range(duties))


def holding_rows(matched: pd.DataFrame, duties: int, status_on: date) -> npt.NDArray[np.int64]:
    """Where in ``matched`` the record stands that holds for each duty; ``NO_ROW`` where nobody said anything."""
    seq = matched["seq"].to_numpy(dtype="int64")
    duty, days = matched["duty"].to_numpy(), _day_numbers(matched["effective_on"])
    until = int(np.datetime64(status_on, "D").astype(np.int64))
    if (seq[1:] >= seq[:-1]).all():
        return latest_rows(duty, days, duties, until=until)
    order = seq.argsort(kind="stable")
    rows = latest_rows(duty[order], days[order], duties, until=until)
    return np.where(rows == NO_ROW, NO_ROW, order[rows])


def _day_numbers(days: pd.Series) -> npt.NDArray[np.int64]:
    """Days since 1/1/1970."""
    return days.to_numpy().astype("datetime64[D]").view(np.int64)


def matching_extensions(
    duties: pd.DataFrame, owners: pd.DataFrame, extensions: pd.DataFrame, keys: list[str]
) -> pd.DataFrame:
    """Extensions with the duty each is for; ``keys`` are :data:`TASK_KEYS` or :data:`REPORT_KEYS`."""
    theirs = extensions[extensions[keys[0]].notna()]
    others = [name for name in (*TASK_KEYS, *REPORT_KEYS) if name not in keys]
    days = [theirs["granted_on"], local_days(theirs["recorded_at"])]
    return _told(theirs.drop(columns=others), matching(duties, owners, theirs, keys, days))


def deadlines(
    duties: pd.DataFrame, owners: pd.DataFrame, extensions: pd.DataFrame, keys: list[str], until: pd.Series
) -> pd.DataFrame:
    """The deadline in force for each duty on its day ``until``: when it was settled, else when it is judged.

    Shape: one row per duty in order, columns ``due_on``, ``extended_on`` and ``extended_by`` (day and document of
    the extension in force) and ``was_overdue`` (one was granted after the deadline then in force). The original deadline
    is never changed, and what is granted after a duty is settled changes nothing.
    """
    original = duties["original_due_on"]
    matched = matching_extensions(duties, owners, extensions, keys)
    granted = matched[matched["granted_on"] <= until.iloc[matched["duty"].to_numpy()].set_axis(matched.index)]
    ordered = granted.sort_values(["duty", "granted_on", "seq"], kind="stable")
    # An extension granted late does not undo that the duty was overdue before it.
    in_turn = ordered.groupby("duty")["new_due_on"]
    first = original.iloc[ordered["duty"].to_numpy()].set_axis(ordered.index)
    replaced = in_turn.shift().where(in_turn.cumcount() > 0, first)
    late = ordered.loc[ordered["granted_on"] > replaced, "duty"]
    last = ordered.drop_duplicates("duty", keep="last").set_index("duty").reindex(duties.index)
    return pd.DataFrame(
        {
            "due_on": last["new_due_on"].where(last["granted_on"].notna(), original),
            "extended_on": last["granted_on"],
            "extended_by": last["document_number"],
            "was_overdue": duties.index.isin(late),
        }
    )


def matching_receipts(duties: pd.DataFrame, owners: pd.DataFrame, submissions: pd.DataFrame) -> pd.DataFrame:
    """Receipts (``row``: label) with the report each answers (``duty``: row number, ``assigned_agency_id``).

    Whoever owed the report on its due day may also send it later. What was recorded before it was received cannot be.
    """
    possible = submissions[~is_ahead(submissions, local_days(submissions["received_at"]))]
    days = [local_days(possible["received_at"])]
    pairs = matching(duties, owners, possible, REPORT_KEYS, days, or_due_day=True)
    assigned = duties["assigned_agency_id"].take(pairs["duty"].to_numpy())
    return _told(possible, pairs).assign(assigned_agency_id=assigned.array)


def is_ahead(records: pd.DataFrame, days: pd.Series) -> pd.Series:
    """Whether each record was made before the local day on which, by its own word, what it tells came about."""
    return days > local_days(records["recorded_at"])


def matching_readings(owed: pd.DataFrame, owners: pd.DataFrame, readings: pd.DataFrame) -> pd.DataFrame:
    """Readings (``row``: label) with the owed one each gives (``duty``: row number).

    An agency's readings count for the periods up to its end, its heir's from then on; an heir may also correct.
    What was recorded before its period began cannot be.
    """
    possible = readings[~is_ahead(readings, period_starts(readings["period"]))]
    days = [local_days(possible["recorded_at"])]
    return _told(possible, matching(owed, owners, possible, READING_KEYS, days, or_due_day=True))


def period_starts(periods: pd.Series) -> pd.Series:
    """The first day of each period."""
    starts = {text: pd.Timestamp(Period.parse(text).start) for text in periods.unique()}
    return pd.Series(periods.map(starts), index=periods.index, dtype="datetime64[s]")


def local_days(moments: pd.Series) -> pd.Series:
    """The local calendar days of moments."""
    local = moments.to_numpy(dtype="datetime64[us]") + np.timedelta64(local_zone().utcoffset(None))
    return pd.Series(local.astype("datetime64[D]").astype("datetime64[s]"), index=moments.index)


def owners_on(owners: pd.DataFrame, assigned: pd.Series, days: pd.Series) -> pd.Series:
    """Who owes the duties of each named agency on its day; null when nobody does."""
    asked = pd.DataFrame({"line": assigned, "on": days, "asked": np.arange(len(assigned))})
    found = asked.merge(owners, on="line")
    owing = found[(found["from_on"] <= found["on"]) & (found["on"] <= found["to_on"])]
    return owing.set_index("asked")["agency_id"].reindex(range(len(assigned)))


def _told(records: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    """Pairs of record and duty with the columns of the record."""
    whole: pd.DataFrame = records.take(pairs["at"].to_numpy()).set_axis(pairs.index)
    return whole.assign(**{str(name): column for name, column in pairs.items()})
