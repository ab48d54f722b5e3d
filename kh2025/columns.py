"""Column contracts: what each column of a table is called, what it holds, its unit, and what a row stands for.

Every room's tables are described this way, so that tables can be checked where they are made, documented
where they are shown, and built empty with the right types.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

_DAYS = {date, type(None)}
# The kinds of column and their dtypes. Days have no time of day; moments are UTC.
DTYPES = {
    "text": "str",
    "day": "datetime64[s]",
    "moment": "datetime64[us, UTC]",
    "integer": "Int64",
    "number": "float64",
    "flag": "bool",
    "object": "object",
}
_DTYPES = {kind: pd.api.types.pandas_dtype(name) for kind, name in DTYPES.items()}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, its kind (a key of :data:`DTYPES`), what it says, and its unit."""

    name: str
    kind: str
    says: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """The contract of one table: its name, what a row stands for, and its columns in order."""

    name: str
    one_row_per: str
    columns: tuple[Column, ...]

    @property
    def names(self) -> list[str]:
        """Column names in order."""
        return [column.name for column in self.columns]

    def frame(self, rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
        """A typed frame from rows; a column that a row lacks is null, an unknown key is an error."""
        rows = list(rows)
        unknown = {key for row in rows for key in row} - set(self.names)
        if unknown:
            raise KeyError(f"{self.name}: {sorted(unknown)}")
        return self.typed({name: [row.get(name) for row in rows] for name in self.names})

    def of(self, rows: Iterable[Sequence[Any]]) -> pd.DataFrame:
        """A typed frame from rows that give every column, in order."""
        columns = list(zip(*rows, strict=True)) or [()] * len(self.columns)
        return self.typed(dict(zip(self.names, columns, strict=True)))

    def typed(self, columns: Mapping[str, Any] | pd.DataFrame) -> pd.DataFrame:
        """A frame with exactly the contract's columns, each in its dtype."""
        return pd.DataFrame({one.name: _cells(columns[one.name], one.kind) for one in self.columns})

    def check(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The same frame when names, order and dtypes are the contract's; else ``TypeError``."""
        found = list(zip(frame.columns, frame.dtypes, strict=True))
        wanted = [(column.name, _DTYPES[column.kind]) for column in self.columns]
        if found != wanted:
            wrong = sorted({(name, str(dtype)) for name, dtype in {*found} ^ {*wanted}})
            raise TypeError(f"{self.name}: columns differ from the contract: {wrong}")
        return frame


def _cells(values: Any, kind: str) -> Any:
    """The values as an array in the dtype of their kind."""
    if isinstance(values, pd.Series):
        values = _array(values)  # rows go by position; a filtered frame's labels mean nothing here
    if kind != "object" and hasattr(values, "dtype") and values.dtype == _DTYPES[kind]:
        return values  # as it should be: no cell is looked at
    return _array(_series(values, kind))


def _array(column: pd.Series) -> Any:
    return column.to_numpy() if isinstance(column.dtype, np.dtype) else column.array


def _series(values: Any, kind: str) -> pd.Series:
    if kind == "object":
        return pd.Series(list(values), dtype="object")
    if kind == "flag":
        return pd.Series([bool(value) for value in values], dtype="bool")
    if kind == "moment":
        moments = pd.to_datetime(pd.Series(values, dtype="object"), utc=True)
        return pd.Series(moments, dtype="datetime64[us, UTC]")
    if kind == "day" and isinstance(values, list | tuple) and {type(one) for one in values} <= _DAYS:
        values = np.array(values, dtype="datetime64[D]")
    return pd.Series(values, dtype=_DTYPES[kind])
