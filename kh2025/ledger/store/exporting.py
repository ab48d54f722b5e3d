"""Out of a store: the records as a folder of CSV files or Parquet, and a whole store copied into another.

A copy is made of one snapshot of the store, link by link with the hashes that were computed when the records
came in, so it proves itself like the original; it is verified before it counts. The same function copies an
SQLite file, a PostgreSQL database into a file, and back.
"""

import csv
import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import pandas as pd
from sqlalchemy import select

from kh2025.errors import ParameterError, Problem, StoreError
from kh2025.ledger.facts import Facts
from kh2025.ledger.records import RECORD_TYPES, RecordType
from kh2025.ledger.store import schema
from kh2025.ledger.store.address import WAIT, Address, parse_address, reading, writing
from kh2025.ledger.store.batch import stored, written
from kh2025.ledger.store.faults import explained
from kh2025.ledger.store.verifying import Verified, verify

_CHUNK = 2_000


def export(facts: Facts, out: Path, form: str = "csv") -> list[Path]:
    """Write facts as one file a type of record into a new folder, which appears whole or not at all.

    Args:
        facts: from a store (or from anywhere).
        out: the folder; it must not exist or be empty.
        form: ``csv``, which :func:`kh2025.open_facts` reads again, or ``parquet``.

    Raises:
        ParameterError: no such format, or the folder holds something.
        StoreError: the disk refuses, or Parquet's package is missing.
    """
    if form not in FORMATS:
        raise ParameterError(Problem("ledger-format", "--to", form, {"known": ", ".join(FORMATS)}))
    if os.path.lexists(out) and (out.is_symlink() or not out.is_dir() or any(out.iterdir())):
        raise ParameterError(Problem("ledger-not-empty", str(out)))
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".kh2025-", dir=out.parent) as private:
            made = Path(private) / "facts"
            made.mkdir()
            for name, kind in RECORD_TYPES.items():
                FORMATS[form](kind, facts[name], made / f"{name}.{form}")
            if facts.invented:
                (made / "invented.txt").write_text(facts.invented + "\n", "utf-8", newline="\n")
            names = sorted(path.name for path in made.iterdir())
            if out.exists():
                out.rmdir()
            made.replace(out)
    except OSError as error:
        raise explained(error, str(out)) from error
    return [out / name for name in names]


def _csv(kind: RecordType, frame: pd.DataFrame, path: Path) -> None:
    columns = [_cells(frame[field.name], field.form) for field in kind.fields]
    with path.open("w", encoding="utf-8", newline="") as file:
        # Every cell in quotes: a text that begins like a formula stays visibly a text.
        writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n")
        writer.writerow([field.name for field in kind.fields])
        writer.writerows(zip(*columns, strict=True))


def _cells(values: pd.Series, form: str) -> list[str]:
    write: Callable[[Any], str] = written if form in {"percent", "decimal"} else str
    return ["" if value is None else write(value) for value in stored(values, form)]


def _parquet(kind: RecordType, frame: pd.DataFrame, path: Path) -> None:
    del kind
    try:
        import_module("pyarrow")  # only here, and never in a process that forks
    except ModuleNotFoundError:
        raise StoreError(Problem("ledger-parquet", str(path))) from None
    frame.to_parquet(path, engine="pyarrow", index=False)


#: The formats that facts can be exported in.
FORMATS: Mapping[str, Callable[[RecordType, pd.DataFrame, Path], None]] = {"csv": _csv, "parquet": _parquet}


def backup(address: Address, target: str) -> Verified:
    """Copy a store, consistent while others write to it, and verify the copy.

    An SQLite file is copied by SQLite's own backup; a PostgreSQL store is read in one snapshot and written as an
    SQLite file, or either into an empty PostgreSQL database.

    Args:
        address: the store.
        target: path of a new SQLite file, or the URL of an empty database.

    Raises:
        ParameterError: the target holds something.
        StoreError: the store or the target is out of reach, or the copy does not verify.
    """
    if "://" in target:
        to = parse_address(target)
        if not to.is_file:
            _copy(address, to)
            return verify(to)
        target = str(to.path)
    return _to_file(address, Path(target))


def _to_file(address: Address, path: Path) -> Verified:
    if os.path.lexists(path):
        raise ParameterError(Problem("ledger-not-empty", str(path)))
    try:
        with tempfile.TemporaryDirectory(prefix=".kh2025-", dir=path.absolute().parent) as private:
            made = Path(private) / "store.db"
            copy = parse_address(f"sqlite:///{made}", WAIT)
            _copy_file(address, made) if address.is_file else _copy(address, copy)
            found = verify(copy)
            with made.open("rb") as file:
                os.fsync(file.fileno())
            made.replace(path)
    except OSError as error:
        raise explained(error, str(path)) from error
    return found


def _copy_file(address: Address, path: Path) -> None:
    with reading(address) as connection:
        schema.check(connection, address.shown)
        # All pages in one step: then nobody writes between two of them.
        target = sqlite3.connect(path)
        try:
            connection.connection.driver_connection.backup(target)  # type: ignore[union-attr]
        finally:
            target.close()


def _copy(address: Address, to: Address) -> None:
    """Copy every table as it is; the hashes travel with the rows."""
    with reading(address) as source, writing(to) as target:
        schema.check(source, address.shown)
        if not schema.is_empty(target):
            raise ParameterError(Problem("ledger-not-empty", to.shown))
        schema.create(target)
        for table in (*schema.RECORDS.values(), schema.FILES, schema.COMMITS):
            size = 20 if table is schema.FILES else _CHUNK
            for rows in _chunks(source, select(table), size):
                target.execute(table.insert(), rows)


def _chunks(connection: Any, query: Any, size: int) -> Iterator[list[dict[str, Any]]]:
    streamed = connection.execution_options(stream_results=True, max_row_buffer=size)
    for rows in streamed.execute(query).mappings().partitions(size):
        yield [dict(row) for row in rows]
