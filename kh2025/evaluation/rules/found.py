"""From verdicts to findings: the rows that break a rule, with the values that explain each."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from kh2025.evaluation.rules.applied import Applied
from kh2025.evaluation.tables import FINDINGS
from kh2025.law.citation import Mark, weakest
from kh2025.law.periods import Period
from kh2025.ledger.current import local_days

Columns = dict[str, npt.NDArray[Any]]
Rows = npt.NDArray[np.intp]
#: The columns that say what a finding is about, as far as the table has them.
_SUBJECT = ("agency_id", "task_id", "occurrence", "obligation_id", "indicator_id", "activity_id")


class Cells:
    """The cells of a table as plain values, each column read once however many rules look at it."""

    def __init__(self, table: pd.DataFrame) -> None:
        self.table = table
        self._read: Columns = {}

    def of(self, name: str, rows: Rows) -> npt.NDArray[Any]:
        """Some rows of a column; nulls where the table has no such column."""
        if name not in self.table:
            return np.full(len(rows), None, dtype=object)
        if name not in self._read:
            self._read[name] = _plain(self.table[name])
        return self._read[name][rows]


def findings(one: Applied, cells: Cells, rows: Rows, period: Period | None) -> Columns:
    """The breaches of one rule in some rows of its table; shape: one row each in order, columns ``FINDINGS``."""
    rule = one.rule
    shared = {"rule_id": rule.id, "family": rule.family, "severity": one.severity.value}
    basis, mark = cells.of("basis", rows), cells.of("mark", rows)
    weaker = {other.value: weakest([rule.citation.mark, other]).value for other in Mark}
    return {
        **{name: cells.of(name, rows) for name in _SUBJECT},
        **{name: np.full(len(rows), value, dtype=object) for name, value in shared.items()},
        "occurrence": _days(cells.table.get("occurrence"), rows),
        "period": np.full(len(rows), str(period), dtype=object) if period else cells.of("period", rows),
        "since_on": _since(one, cells.table, rows),
        "citation": np.where(pd.isna(basis), str(rule.citation), basis),
        "mark": np.array([weaker.get(said, rule.citation.mark.value) for said in mark], dtype=object),
        "values": _explained(cells, rule.explains, rows),
    }


def finding_table(found: Sequence[Mapping[str, npt.NDArray[Any]]]) -> pd.DataFrame:
    """The findings of all rules, one after the other; columns ``FINDINGS``."""
    if not found:
        return FINDINGS.frame([])
    return FINDINGS.typed({name: np.concatenate([part[name] for part in found]) for name in FINDINGS.names})


def _explained(cells: Cells, names: Sequence[str], rows: Rows) -> npt.NDArray[np.object_]:
    made = np.empty(len(rows), dtype=object)
    columns = [cells.of(name, rows).tolist() for name in names]
    made[:] = [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]
    return made


def _plain(column: pd.Series) -> npt.NDArray[Any]:
    """The values of a column; of days each different one is made once."""
    if column.dtype.kind != "M" or isinstance(column.dtype, pd.DatetimeTZDtype):
        return column.astype(object).to_numpy()
    place, days = pd.factorize(column.to_numpy())
    return np.array([*pd.Series(days), pd.NaT], dtype=object)[place]


def _days(column: pd.Series | None, rows: Rows) -> npt.NDArray[np.datetime64]:
    if column is None:
        return np.full(len(rows), np.datetime64("NaT"), "datetime64[s]")
    return column.to_numpy()[rows]


def _since(one: Applied, table: pd.DataFrame, rows: Rows) -> npt.NDArray[np.datetime64]:
    """The first day on which each breach was one; null where the rule does not tell."""
    rule = one.rule
    if not rule.since:
        return _days(None, rows)
    days = table[rule.since]
    if isinstance(days.dtype, pd.DatetimeTZDtype):
        days = local_days(days)
    after = rule.since_after + one.parameters.get(rule.since_parameter, 0)
    return _days(days, rows) + np.timedelta64(int(after), "D")
