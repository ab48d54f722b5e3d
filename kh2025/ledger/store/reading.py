"""Reading a store: the same columns, types and order as a folder of CSV files gives."""

import hashlib
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import Connection, select

from kh2025.errors import Problem, StoreError
from kh2025.ledger.facts import Facts
from kh2025.ledger.records import RECORD_TYPES, Field, RecordType
from kh2025.ledger.store import schema, snapshot
from kh2025.ledger.store.address import Address, reading

_ORDER = Field("seq", "integer", "order of recording")
_PLACE = Field("place", "text", "where it was read from")
_CHUNK = 10_000
_DTYPES = {"percent": "float64", "decimal": "float64", "integer": "Int64"}


def read(address: Address) -> Facts:
    """All facts of a store, each type in order of recording.

    What was read is kept in a cache under the newest link of the chain; nothing changed means nothing read.

    Raises:
        StoreError: no store there, out of reach, newer than this program, or broken.
    """
    with reading(address) as connection:
        schema.check(connection, address.shown)
        key = head(connection)
        kept = snapshot.load(key)
        tables = kept or {name: _frame(connection, kind) for name, kind in RECORD_TYPES.items()}
        said = select(schema.COMMITS.c.invented).where(schema.COMMITS.c.invented.is_not(None)).distinct()
        invented = sorted(connection.execute(said).scalars())
    if not kept:
        snapshot.save(key, tables)
    return Facts(tables, address.shown, (), "\n".join(invented) or None)


def read_file(address: Address, sha256: str) -> bytes | None:
    """An original file by its SHA-256 in hexadecimal; null when the store has none.

    Raises:
        StoreError: as :func:`read`; ``ledger-file``, the stored bytes are not the file's any more.
    """
    name = bytes.fromhex(sha256)
    with reading(address) as connection:
        schema.check(connection, address.shown)
        query = select(schema.FILES.c.content).where(schema.FILES.c.sha256 == name)
        content = connection.execute(query).scalar_one_or_none()
    if content is not None and hashlib.sha256(content).digest() != name:
        raise StoreError(Problem("ledger-file", address.shown, sha256))
    return None if content is None else bytes(content)


def head(connection: Connection) -> bytes:
    """The newest link of the chain: it stands for everything that is in the store."""
    newest = select(schema.COMMITS.c.hash).order_by(schema.COMMITS.c.number.desc()).limit(1)
    return bytes(connection.execute(newest).scalar() or b"")


def _frame(connection: Connection, kind: RecordType) -> pd.DataFrame:
    fields = (*kind.fields, _ORDER, _PLACE)
    names = ", ".join(one.name for one in fields)
    # Past the compiler and its rows: a million are read as the driver's tuples.
    result = connection.exec_driver_sql(f"SELECT {names} FROM {kind.name} ORDER BY seq")  # noqa: S608
    parts: list[pd.DataFrame] = []
    while rows := result.cursor.fetchmany(_CHUNK):
        columns = dict(zip(fields, zip(*rows, strict=True), strict=True))
        parts.append(pd.DataFrame({one.name: _typed(values, one.form) for one, values in columns.items()}))
    frame = pd.concat(parts, ignore_index=True) if parts else kind.table.frame([])
    return kind.table.check(frame)


def _typed(values: Sequence[Any], form: str) -> Any:
    """Stored values in the dtype of the column contract."""
    if form == "day":
        return np.array([value or "NaT" for value in values], dtype="datetime64[s]")
    if form == "moment":
        moments = np.array([value[:-1] if value else "NaT" for value in values], dtype="datetime64[us]")
        return pd.DatetimeIndex(moments).tz_localize("UTC")
    return pd.Series(values, dtype=_DTYPES.get(form, "str")).array
