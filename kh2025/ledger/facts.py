"""All records together, as columns, with the moment each became known."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self

import numpy as np
import numpy.typing as npt
import pandas as pd

from kh2025.errors import Problem
from kh2025.ledger.records import RECORD_TYPES

Rows = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Facts:
    """What was reported, one frame per type of record (columns: ``ledger.records``).

    Attributes:
        tables: frames by type of record, rows in order of recording.
        source: where they were read from, as given.
        notices: cells that were cleaned of characters no text may carry.
        invented: what in them is made up for demonstration; printed on every output made from them.
    """

    tables: dict[str, pd.DataFrame]
    source: str
    notices: tuple[Problem, ...] = ()
    invented: str | None = None

    @classmethod
    def none(cls) -> Self:
        """No record of any type: nothing was reported."""
        return cls({name: kind.table.frame([]) for name, kind in RECORD_TYPES.items()}, "")

    def __getitem__(self, record: str) -> pd.DataFrame:
        return self.tables[record]

    @property
    def known_through(self) -> datetime | None:
        """The newest ``recorded_at``; null when there is no record."""
        newest = [frame["recorded_at"].max() for frame in self.tables.values() if len(frame)]
        return max(newest).to_pydatetime() if newest else None

    def as_of(self, moment: datetime) -> Self:
        """The facts that were known at a moment: nothing recorded after it."""
        return replace(self, tables={name: _known(frame, moment) for name, frame in self.tables.items()})

    def of(self, agencies: frozenset[str], activities: frozenset[str]) -> Self:
        """The records of some agencies and activities alone, and what was granted to all."""
        which = self.rows_of(agencies, activities)
        return replace(self, tables={name: frame[which[name]] for name, frame in self.tables.items()})

    def rows_of(self, agencies: frozenset[str], activities: frozenset[str]) -> dict[str, Rows]:
        """Which rows of each table those are; shape: one flag per row."""
        return {name: _rows(name, frame, agencies, activities) for name, frame in self.tables.items()}


def _known(frame: pd.DataFrame, moment: datetime) -> pd.DataFrame:
    """The records known at a moment; where they were recorded in order of time no column is copied."""
    is_known = (frame["recorded_at"] <= moment).to_numpy()
    count = int(is_known.sum())
    return frame.iloc[:count] if is_known[:count].all() else frame[is_known]


def _rows(name: str, frame: pd.DataFrame, agencies: frozenset[str], activities: frozenset[str]) -> Rows:
    if name == "events":
        return frame["activity_id"].isin(activities).to_numpy()
    theirs = frame["agency_id"].isin(agencies).to_numpy()
    return theirs | frame["agency_id"].isna().to_numpy() if name == "extensions" else theirs
