"""How late, in days worked and in spans of days: the ageing of what is overdue."""

from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd

from kh2025.evaluation.tables import AGEING
from kh2025.law import data
from kh2025.law.workdays import WorkCalendar


class Bucket(NamedTuple):
    """A span of calendar days overdue, both ends included; the last one has no end."""

    first: int
    last: int | None

    def __str__(self) -> str:
        return f"{self.first}-{self.last}" if self.last else f"{self.first}+"


def ageing_buckets() -> tuple[Bucket, ...]:
    """The spans, shortest first (``law/data/ageing.yaml``).

    >>> [str(one) for one in ageing_buckets()]
    ['1-30', '31-60', '61-90', '91+']
    """
    limits = (0, *data.load("ageing")["limits"]["days"])
    closed = (Bucket(after + 1, last) for after, last in pairwise(limits))
    return (*closed, Bucket(limits[-1] + 1, None))


def buckets(days: pd.Series) -> pd.Series:
    """The span that each number of days overdue lies in, as text; null where there is none."""
    found = ageing_buckets()
    place = np.searchsorted([one.first for one in found], days.fillna(0), side="right") - 1
    names = np.array([*map(str, found), None], dtype=object)
    return pd.Series(names[place], index=days.index, dtype="str")


def ageing_table(duties: pd.DataFrame) -> pd.DataFrame:
    """How many duties have been overdue for how long; shape: one row per span, shortest first, columns ``AGEING``."""
    by_bucket = duties.groupby("ageing")
    counts, tasks = by_bucket.size(), by_bucket["task_id"].nunique()
    rows = (
        {
            "ageing": str(one),
            "first_day": one.first,
            "last_day": one.last,
            "duties": counts.get(str(one), 0),
            "tasks": tasks.get(str(one), 0),
        }
        for one in ageing_buckets()
    )
    return AGEING.check(AGEING.frame(rows))


def workdays_late(calendar: WorkCalendar, due: pd.Series, until: pd.Series) -> pd.Series:
    """Days worked after each deadline up to the day that is late by them; null where there is no deadline."""
    is_late = due.notna()
    made = pd.Series(None, index=due.index, dtype="Int64")
    made[is_late] = calendar.count_between(due[is_late].to_numpy(), until[is_late].to_numpy())
    return made
