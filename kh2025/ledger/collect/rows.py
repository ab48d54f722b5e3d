"""The rows of a file's tables as records: each cell typed, each record with the file, sheet and cells it was read from.

A row in which nothing is filled in says nothing and makes no record. What cannot be typed refuses the file with the cell
named; what is typed but wrong (done with 60 %, done after it was received) is kept, and found at evaluation.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from kh2025.errors import Problem, TextError
from kh2025.ledger.cells import Refused
from kh2025.ledger.collect.faults import Faults
from kh2025.ledger.collect.head import Head
from kh2025.ledger.collect.receipts import Receipt
from kh2025.ledger.collect.reference import Reference
from kh2025.ledger.collect.sheets import Cell
from kh2025.ledger.collect.tables import Table
from kh2025.ledger.collect.traces import Trace, source, trace
from kh2025.ledger.collect.values import Values
from kh2025.ledger.forms.layout import Role
from kh2025.text.dates import show_date

Row = dict[str, Any]
# The column that a field is read from where its own is empty or missing.
_STANDS_FOR = {"task_id": "name", "indicator_id": "name", "period": "period_label"}


@dataclass(slots=True)
class RowReader:
    """Reads the rows of one file; what is wrong with them goes to the file's faults.

    Attributes:
        sha256: of the file's bytes, in hexadecimal; with the cells it is every record's source.
    """

    reference: Reference
    values: Values
    faults: Faults
    sha256: str
    _seen: dict[tuple[object, ...], str] = field(default_factory=dict)

    def records(self, table: Table, head: Head) -> Iterator[Row]:
        """The records of a table, of the type that its layout names."""
        make = _MAKERS[table.layout.role]
        for row in table.rows:
            if any(self._is_filled(table, row, key) for key in table.editable):
                known = len(self.faults.refused)
                made = make(self, table, row, head)
                if made is not None and len(self.faults.refused) == known:
                    yield made | self._source(table, row, made, head)

    def progress(self, table: Table, row: int, head: Head) -> Row | None:
        """A statement about a task."""
        task_id = self._of_task(table, row)
        if task_id is None:
            return None
        try:
            occurrence = self.reference.occurrence(task_id, self._day_of_id(table, row, "occurrence"))
        except Refused as refused:
            self._refuse(table, row, "occurrence", refused)
            return None
        self._refuse_twice(table, row, (task_id, occurrence))
        state = self._read(table, row, "state", lambda cell: self.values.choice(cell, "state"))
        if state is None and not self._is_filled(table, row, "state"):
            self._refuse(table, row, "state", Refused("cell-empty"))
        return {
            "task_id": task_id,
            "occurrence": occurrence,
            "agency_id": head.agency_id,
            "state": state,
            "percent": self._read(table, row, "percent", self.values.percent),
            "done_on": self._read(table, row, "done_on", self.values.day),
            "evidence": self._read(table, row, "evidence", self.values.text),
            "note": self._read(table, row, "note", self.values.text),
            "effective_on": head.effective_on,
        }

    def reading(self, table: Table, row: int, head: Head) -> Row | None:
        """A value of an indicator."""
        id_, name = (self._read(table, row, key, self.values.text) for key in ("indicator_id", "name"))
        said = self._read(table, row, "period", self.values.text)
        said = said or self._read(table, row, "period_label", self.values.text) or str(head.period)
        try:
            indicator = self.reference.indicator(id_, name)
            period = str(self.reference.reading_period(indicator, said))
        except Refused as refused:
            key = "period" if refused.code == "collect-reading-period" else "indicator_id"
            self._refuse(table, row, key, refused)
            return None
        self._refuse_twice(table, row, (indicator.id, period))
        value = self._read(table, row, "value", lambda cell: self.values.decimal(cell, indicator.unit))
        return {
            "indicator_id": indicator.id,
            "agency_id": head.agency_id,
            "period": period,
            "value": value,
        }

    def remark(self, table: Table, row: int, head: Head) -> Row | None:
        """The agency's own words for the report on it."""
        section = self._read(table, row, "section", lambda cell: self.values.choice(cell, "remark"))
        if section is None:
            self._refuse(table, row, "section", Refused("collect-row"))
            return None
        self._refuse_twice(table, row, (section,))
        words = self._read(table, row, "text", self.values.text)
        return {
            "period": str(head.period),
            "agency_id": head.agency_id,
            "section": section,
            "text": words,
        }

    def _of_task(self, table: Table, row: int) -> str | None:
        id_ = self._read(table, row, "task_id", self.values.text)
        if id_ is None and table.is_ours:  # a line typed below the form's own
            typed = next(key for key in table.editable if self._is_filled(table, row, key))
            self._refuse(table, row, typed, Refused("collect-row"))
            return None
        try:
            return self.reference.task(id_, self._name(table, row))
        except Refused as refused:
            self._refuse(table, row, "task_id" if id_ else "name", refused)
            return None

    def _name(self, table: Table, row: int) -> str | None:
        """The name beside an id; one that no task bears does not count, the plan may have been reworded since."""
        said: str | None = self._read(table, row, "name", self.values.text)
        return (
            said.partition("\n")[0] if said and table.is_ours else said
        )  # our forms note below it what is done

    def _day_of_id(self, table: Table, row: int, key: str) -> Any:
        return self._read(table, row, key, self.values.day)

    def _refuse_twice(self, table: Table, row: int, subject: tuple[object, ...]) -> None:
        key, place = (table.layout.role, *subject), f"{table.sheet.name}!{row}"
        if key in self._seen:
            shown = ", ".join(show_date(one) if isinstance(one, date) else str(one) for one in subject if one)
            self._refuse(table, row, _about(table), Refused("collect-twice", other=self._seen[key]), shown)
        self._seen.setdefault(key, place)

    def _is_filled(self, table: Table, row: int, key: str) -> bool:
        cell = table.cell(row, key)
        return cell is not None and not (isinstance(cell.value, str) and not cell.value.strip())

    def _read(self, table: Table, row: int, key: str, read: Callable[[Cell], Any]) -> Any:
        cell = table.cell(row, key)
        if cell is None:
            return None
        self.values.notices.clear()
        try:
            value = read(cell)
        except (TextError, Refused) as error:
            self.faults.refuse_value(error, cell.value, table.sheet, row, table.columns[key])
            return None
        for notice in self.values.notices:
            self.faults.notice(notice, table.sheet, row, table.columns[key])
        return value

    def _refuse(self, table: Table, row: int, key: str, refused: Refused, value: object = None) -> None:
        cell = table.cell(row, key)
        found = value if value is not None or cell is None else cell.value
        column = table.columns.get(key) or min(table.columns.values())
        problem = Problem(refused.code, value=found, details=refused.details)
        self.faults.refuse(problem, table.sheet, row, column)

    def _source(self, table: Table, row: int, made: Row, head: Head) -> Row:
        """Where a record was read from: for each of its values the cell of its row, else that of the file's head."""
        said = [name for name, value in made.items() if value is not None]
        own = {name: place for name in said if (place := _own(table, row, name))}
        of_head = {name: head.traces[name] for name in said if name in head.traces and name not in own}
        return _traced(self.sha256, own | of_head)


def submission(head: Head, receipt: Receipt, obligation_id: str, sha256: str) -> Row:
    """The receipt of a report that a file is."""
    made = {
        "obligation_id": obligation_id,
        "agency_id": head.agency_id,
        "period": str(head.period),
        "received_at": receipt.received_at,
        "sent_to": receipt.sent_to,
        "via": receipt.via,
        "channel": receipt.channel,
        "result": receipt.result,
        "document_number": head.document_number,
    }
    return made | _traced(sha256, {name: place for name, place in head.traces.items() if made.get(name)})


def _own(table: Table, row: int, name: str) -> Trace | None:
    """The cell of a row that a field was read from; null where the row does not say it."""
    for key in (name, _STANDS_FOR.get(name, "")):
        if table.cell(row, key) is not None:
            return trace(table.sheet, row, table.columns[key])
    return None


def _traced(sha256: str, traces: Mapping[str, Trace]) -> Row:
    told = source(sha256, traces)
    return {"source": told, "place": told.partition("/")[2] or None}


def _about(table: Table) -> str:
    """The column that tells a person what a row is about: in our forms the ids are hidden."""
    ids, names = ("task_id", "indicator_id", "section"), ("name", "label")
    order = names if table.is_ours else (*ids, *names)
    return next((key for key in order if key in table.columns), ids[0])


_MAKERS: Mapping[Role, Callable[[RowReader, Table, int, Head], Row | None]] = {
    Role.TASKS: RowReader.progress,
    Role.INDICATORS: RowReader.reading,
    Role.REMARKS: RowReader.remark,
}
