"""What is handed to a store at once: checked against the column contracts before the store is touched.

Nothing gets in that a folder of CSV files would refuse, so whatever is in a store can be exported and read
again as the same facts.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pandas as pd

from kh2025.errors import FactsError, Problem, TextError
from kh2025.ledger.cells import Refused, read_cell
from kh2025.ledger.facts import Facts
from kh2025.ledger.records import RECORD_TYPES, Field, RecordType
from kh2025.text.border import admit

_NUMBERS = {"percent", "decimal"}

Given = pd.DataFrame | Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Batch:
    """Records that belong together: all of them are stored, or none.

    Attributes:
        tables: by type of record (columns: ``ledger.records``) a frame, or a few rows with the values of Python: text,
            float, date, datetime with offset, null. In order of recording; ``seq`` is not looked at, and
            ``recorded_at`` only with ``history``.
        files: the original files that the records were read from.
        history: the records keep the ``recorded_at`` that they carry, and the commit says so.
        invented: what in them is made up for demonstration; null when nothing is.
    """

    tables: Mapping[str, Given]
    files: tuple[bytes, ...] = ()
    history: bool = False
    invented: str | None = None

    @classmethod
    def of(cls, facts: Facts, *, history: bool) -> "Batch":
        """All records of facts that were read from elsewhere."""
        return cls(facts.tables, history=history, invented=facts.invented)


@dataclass(frozen=True, slots=True)
class Rows:
    """The checked records of one type as columns of stored values.

    Attributes:
        kind: their type.
        columns: values by column name, all but what the store gives itself; ``recorded_at`` as given.
        subjects: what each record is about.
    """

    kind: RecordType
    columns: Mapping[str, list[Any]]
    subjects: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.subjects)

    def kept(self, places: Sequence[int]) -> "Rows":
        """Some of the rows, by position."""
        columns = {name: [values[place] for place in places] for name, values in self.columns.items()}
        return Rows(self.kind, columns, [self.subjects[place] for place in places])


def checked(batch: Batch) -> dict[str, Rows]:
    """The records of a batch as stored values, types in their order, empty ones left out.

    Raises:
        FactsError: a value is not in the form of its column; every such place is listed.
        TypeError: a frame has not the columns of its type.
        KeyError: there is no such type, or a row has a column that its type lacks.
    """
    if unknown := sorted(set(batch.tables) - set(RECORD_TYPES)):
        raise KeyError(unknown)
    found: list[Problem] = []
    rows: dict[str, Rows] = {}
    for name, kind in RECORD_TYPES.items():
        if len(given := batch.tables.get(name, ())):
            rows[name] = _rows(kind, given)
            fields = [f for f in kind.fields if batch.history or f.name != "recorded_at"]
            found += [problem for f in (*fields, _PLACE) for problem in _problems(f, rows[name].columns)]
    if batch.invented is not None:
        flaws = _texts_refused(_PLACE, [batch.invented])
        found += [Problem(code, "invented", batch.invented, details) for code, details in flaws.values()]
    if found:
        raise FactsError(found)
    return rows


_PLACE = Field("place", "text", "where it was read from")


def _rows(kind: RecordType, given: Given) -> Rows:
    columns = _of_frame(kind, given) if isinstance(given, pd.DataFrame) else _of_rows(kind, given)
    parts = [[v or "-" for v in columns[name]] for name in kind.subject]
    return Rows(kind, columns, list(map(" ".join, zip(*parts, strict=True))))


def _of_frame(kind: RecordType, frame: pd.DataFrame) -> dict[str, list[Any]]:
    kind.table.check(frame)
    return {f.name: stored(frame[f.name], f.form) for f in (*kind.fields, _PLACE)}


def _of_rows(kind: RecordType, rows: Sequence[Mapping[str, Any]]) -> dict[str, list[Any]]:
    fields = (*kind.fields, _PLACE)
    if unknown := {key for row in rows for key in row} - {f.name for f in fields}:
        raise KeyError(f"{kind.name}: {sorted(unknown)}")
    return {f.name: [_stored_value(f.form, row.get(f.name)) for row in rows] for f in fields}


def _stored_value(form: str, value: Any) -> Any:
    """A value as a store keeps it; null stays null."""
    if value is None:
        return None
    if form == "day":
        return value.isoformat()
    if form == "moment":
        return written_moment(value)
    return float(value) + 0.0 if form in _NUMBERS else value


def stored(values: pd.Series, form: str) -> list[Any]:
    """A column as the values that a store keeps: text, numbers, null.

    >>> stored(pd.Series(["2025-06-14", None], dtype="datetime64[s]"), "day")
    ['2025-06-14', None]
    """
    if form in _NUMBERS:
        values = values + 0.0  # minus zero: SQLite keeps no sign of it
    if form not in {"day", "moment"}:
        listed: list[Any] = values.to_numpy(dtype=object).tolist()
        for row in np.flatnonzero(values.isna().to_numpy()):
            listed[row] = None
        return listed
    moments = (values if form == "day" else values.dt.tz_localize(None)).to_numpy()
    # Days repeat: each is written once.
    codes, different = pd.factorize(moments)
    write = np.datetime_as_string
    named = write(different, unit="D") if form == "day" else write(different, unit="us", timezone="UTC")
    texts = [*named.tolist(), None]
    return [texts[code] for code in codes.tolist()]


def _problems(one: Field, columns: Mapping[str, list[Any]]) -> Iterable[Problem]:
    """What is wrong in a column: each wrong value once, at the first record that has it."""
    values = columns[one.name]
    different = dict.fromkeys(values)
    if None in different:
        del different[None]
        if one.required:
            yield Problem("cell-empty", _where(columns, one, values.index(None)))
    for value, (code, details) in _flaws(one, list(different)).items():
        yield Problem(code, _where(columns, one, values.index(value)), value, details)


def _flaws(one: Field, values: list[Any]) -> dict[Any, tuple[str, Mapping[str, object]]]:
    if one.form == "text":
        return _texts_refused(one, values)
    if one.form in {"day", "moment"}:
        # The first and the last say whether all are in the supported years.
        return _refused(one, {min(values): None, max(values): None} if values else (), str)
    return _refused(one, values, written if one.form in _NUMBERS else str)


def _refused(one: Field, values: Iterable[Any], write: Any) -> dict[Any, tuple[str, Mapping[str, object]]]:
    found: dict[Any, tuple[str, Mapping[str, object]]] = {}
    for value in values:
        try:
            if _stored_value(one.form, read_cell(one, write(value))) != value:
                found[value] = ("cell-altered", {})
        except Refused as refused:
            found[value] = (refused.code, refused.details)
        except TextError as error:
            found[value] = (error.problems[0].code, error.problems[0].details)
    return found


def _texts_refused(one: Field, values: list[str]) -> dict[Any, tuple[str, Mapping[str, object]]]:
    # Plain letters need no further look.
    doubtful = [v for v in values if not (v.isascii() and v.isprintable() and v.strip() == v and v)]
    return _refused(one, doubtful, _text_value)


def _text_value(value: str) -> str:
    """The text as the border would hand it on."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return ""
    return admit(value).text.strip()


def written(value: float) -> str:
    """A number as a CSV cell holds it: no exponent, no needless zeros.

    >>> written(60.0), written(57.4), written(1e-7)
    ('60', '57.4', '0.0000001')
    """
    return np.format_float_positional(value, trim="-")


def written_moment(moment: datetime) -> str:
    """A moment as a store writes it.

    >>> written_moment(datetime(2025, 6, 16, tzinfo=UTC))
    '2025-06-16T00:00:00.000000Z'
    """
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def parsed(stamp: str) -> datetime:
    """A stored moment as a value."""
    return datetime.fromisoformat(stamp)


def _where(columns: Mapping[str, list[Any]], one: Field, row: int) -> str:
    place = columns[_PLACE.name][row]
    return f"{row if place is None else place} {one.name}"
