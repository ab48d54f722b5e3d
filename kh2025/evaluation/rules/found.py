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
#: The cells of several rows, or one text or null for all of them.
Cell = npt.NDArray[Any] | str | None
#: The columns that say what a finding is about, as far as the table has them.
_SUBJECT = ("agency_id", "task_id", "occurrence", "obligation_id", "indicator_id", "activity_id")


class Cells:
    """The cells of a table as plain values, each column read once however many rules look at it."""

    def __init__(self, table: pd.DataFrame) -> None:
        self.table = table
        self._read: Columns = {}

    def of(self, name: str, rows: Rows) -> Cell:
        """Some rows of a column; one null for all where the table has no such column."""
        if name not in self.table:
            return None
        if name not in self._read:
            self._read[name] = _plain(self.table[name])
        found: npt.NDArray[Any] = self._read[name][rows]
        return found


def findings(one: Applied, cells: Cells, rows: Rows, period: Period | None) -> dict[str, Cell]:
    """The breaches of one rule in some rows of its table; shape: one row each in order, columns ``FINDINGS``."""
    rule = one.rule
    return {
        **{name: cells.of(name, rows) for name in _SUBJECT},
        "rule_id": rule.id,
        "family": rule.family,
        "severity": one.severity.value,
        "occurrence": _days(cells.table.get("occurrence"), rows),
        "period": str(period) if period else cells.of("period", rows),
        "since_on": _since(one, cells.table, rows),
        "citation": _or_else(cells.of("basis", rows), str(rule.citation)),
        "mark": _weaker(cells.of("mark", rows), rule.citation.mark),
        "values": _explained(cells, rule.explains, rows),
    }


def finding_table(found: Sequence[Mapping[str, Cell]]) -> pd.DataFrame:
    """The findings of all rules, one after the other; columns ``FINDINGS``."""
    if not found:
        return FINDINGS.frame([])
    counts = [len(np.asarray(part["values"])) for part in found]
    return FINDINGS.typed({name: _joined([part[name] for part in found], counts) for name in FINDINGS.names})


def _joined(parts: list[Cell], counts: list[int]) -> Any:
    """Columns one after the other; a part that is one text, or null, stands for as many rows as it has."""
    if not any(isinstance(part, np.ndarray) for part in parts):
        return pd.Series(parts, dtype="str").repeat(counts)
    return np.concatenate(
        [
            part if isinstance(part, np.ndarray) else np.full(count, part, dtype=object)
            for part, count in zip(parts, counts, strict=True)
        ]
    )


def _or_else(said: Cell, other: str) -> Cell:
    return other if said is None else np.where(pd.isna(said), other, said)


def _weaker(said: Cell, mark: Mark) -> Cell:
    """The weaker of a rule's mark and the mark that each row may have."""
    own = mark.value
    if not isinstance(said, np.ndarray):
        return own
    weaker = {other.value: weakest([mark, other]).value for other in Mark}
    return np.array([weaker.get(one, own) for one in said], dtype=object)


def _explained(cells: Cells, names: Sequence[str], rows: Rows) -> npt.NDArray[np.object_]:
    made = np.empty(len(rows), dtype=object)
    columns = [np.asarray(cells.of(name, rows)).tolist() for name in names]
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
