"""Appending to a store: one transaction a batch, stamped, numbered, hashed and chained while the lock is held."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Table, func, select

from kh2025.errors import FactsError, Problem, StoreError
from kh2025.law.moments import is_supported
from kh2025.ledger.store import chain, schema
from kh2025.ledger.store.address import Address, writing
from kh2025.ledger.store.batch import Batch, Rows, checked, parsed, written_moment

#: A moment, or what gives it once the store's lock is held: then stamps stand in the order of the commits
#: however many write at once.
Moment = datetime | Callable[[], datetime]
# Above this many records, reading every subject once is cheaper than looking up each.
_FEW = 500


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a batch.

    Attributes:
        commit: number of the commit that holds it; null when there was nothing to store.
        recorded_at: the moment of that commit.
        records: records added, by type.
        files: files added.
        is_repeat: the same batch had been stored before, in ``commit``; nothing was added.
    """

    commit: int | None
    recorded_at: datetime | None
    records: Mapping[str, int]
    files: int = 0
    is_repeat: bool = False


def append(address: Address, batch: Batch, recorded_at: Moment) -> Receipt:
    """Store a batch whole, once: the same batch again adds nothing. The store is made when there is none.

    Raises:
        FactsError: a value is not in the form of its column.
        StoreError: the store is busy, out of reach, not ours, or newer than this program; ``store-clock``, the
            moment lies before the newest commit.
    """
    rows = checked(batch)
    bodies = {name: _bodies(one) for name, one in rows.items()}
    files = _addressed(batch.files)
    content = chain.content_hash(_said(rows, bodies, batch), sorted(files), _salt(batch))
    if not rows and not files:
        return Receipt(None, None, {})
    with _locked(address) as (connection, head):
        known = select(schema.COMMITS).where(schema.COMMITS.c.content == content)
        if found := connection.execute(known).one_or_none():
            return Receipt(found.number, parsed(found.recorded_at), {}, is_repeat=True)
        commit = _Commit(address, batch, content, head)
        return commit.write(connection, recorded_at, rows, bodies, files)


def append_new(address: Address, batch: Batch, recorded_at: Moment) -> Receipt:
    """Store those records of a batch that the store does not hold yet, each as often as it lacks it.

    So a folder that has grown since it was last imported adds only its new rows.

    Raises:
        FactsError, StoreError: as :func:`append`.
    """
    rows = checked(batch)
    if not rows:
        return Receipt(None, None, {})
    with _locked(address) as (connection, head):
        new = {name: _lacking(connection, one, batch) for name, one in rows.items()}
        new = {name: one for name, one in new.items() if len(one)}
        if not new:
            return Receipt(None, None, {})
        bodies = {name: _bodies(one) for name, one in new.items()}
        # What a store lacks depends on what it holds: the same rows again are other records.
        salt = _salt(batch) + (head.hash.hex() if head else "")
        content = chain.content_hash(_said(new, bodies, batch), (), salt)
        return _Commit(address, batch, content, head).write(connection, recorded_at, new, bodies, {})


@contextmanager
def _locked(address: Address) -> Iterator[tuple[Connection, Any]]:
    """The lock held, the tables there, and the newest commit (null in a new store)."""
    with writing(address) as connection:
        schema.create(connection) if schema.is_empty(connection) else schema.check(connection, address.shown)
        newest = select(schema.COMMITS).order_by(schema.COMMITS.c.number.desc()).limit(1)
        yield connection, connection.execute(newest).one_or_none()


@dataclass(frozen=True, slots=True)
class _Commit:
    """One commit in the making: the batch, its content's hash, and the commit before it."""

    address: Address
    batch: Batch
    content: bytes
    head: Any

    @property
    def number(self) -> int:
        return self.head.number + 1 if self.head else 1

    def write(
        self,
        connection: Connection,
        recorded_at: Moment,
        rows: Mapping[str, Rows],
        bodies: Mapping[str, list[str]],
        files: Mapping[bytes, bytes],
    ) -> Receipt:
        """Insert the records, the files and the link over them."""
        moment = self._stamp(recorded_at, rows)
        records = hashlib.sha256()
        for name, one in rows.items():
            for digest in _insert_records(connection, self, name, one, bodies[name], moment):
                records.update(digest)
        added = _insert_files(connection, self.number, files)
        previous = self.head.hash if self.head else chain.START
        counts = (sum(map(len, rows.values())), len(added), int(self.batch.history))
        commit = (self.number, moment, *counts, self.batch.invented, self.content, previous)
        _insert(connection, schema.COMMITS, [(*commit, chain.link_hash(commit, records.digest(), added))])
        sizes = {name: len(one) for name, one in rows.items()}
        return Receipt(self.number, parsed(moment), sizes, len(added))

    def _stamp(self, recorded_at: Moment, rows: Mapping[str, Rows]) -> str:
        """The commit's moment; refused when the clock runs behind the store, or history ahead of the clock."""
        moment = recorded_at if isinstance(recorded_at, datetime) else recorded_at()
        if moment.tzinfo is None or not is_supported(moment.astimezone(UTC).date()):
            raise FactsError(Problem("moment", "recorded_at", moment.isoformat()))
        stamp = written_moment(moment)
        if self.head and stamp < self.head.recorded_at:
            details = {"newest": self.head.recorded_at}
            raise StoreError(Problem("store-clock", self.address.shown, stamp, details))
        given = [max(one.columns["recorded_at"]) for one in rows.values()] if self.batch.history else []
        if given and max(given) > stamp:
            raise FactsError(Problem("history-future", "recorded_at", max(given), {"moment": stamp}))
        return stamp


def _insert_records(
    connection: Connection, commit: _Commit, name: str, rows: Rows, bodies: list[str], moment: str
) -> list[bytes]:
    """Insert the records of one type; returns their hashes in order."""
    table = schema.RECORDS[name]
    first = connection.execute(select(func.coalesce(func.max(table.c.seq) + 1, 0))).scalar_one()
    seqs = range(first, first + len(rows))
    old = _superseded(connection, name, first, rows.subjects)
    moments = rows.columns["recorded_at"] if commit.batch.history else [moment] * len(rows)
    hashes = chain.record_hashes(name, seqs, commit.number, old, moments, bodies)
    given = {
        "seq": seqs,
        "commit_number": [commit.number] * len(rows),
        "supersedes": old,
        "recorded_at": moments,
        "subject": rows.subjects,
        "hash": hashes,
    }
    columns = {**rows.columns, **given}
    _insert(connection, table, zip(*(columns[c.name] for c in table.columns), strict=True))
    return hashes


def _superseded(connection: Connection, name: str, first: int, subjects: list[str]) -> list[int | None]:
    """For each new record the ``seq`` of the one about the same subject before it; null for the first."""
    latest = _latest(connection, name, subjects) if first else {}
    found: list[int | None] = []
    for seq, subject in enumerate(subjects, first):
        found.append(latest.get(subject))
        latest[subject] = seq
    return found


def _latest(connection: Connection, name: str, subjects: list[str]) -> dict[str, int]:
    table = schema.RECORDS[name]
    query = select(table.c.subject, func.max(table.c.seq)).group_by(table.c.subject)
    if len(subjects) <= _FEW:
        query = query.where(table.c.subject.in_(subjects))
    return dict(connection.execute(query).all())


def _insert_files(connection: Connection, number: int, files: Mapping[bytes, bytes]) -> list[bytes]:
    """Insert the files that the store does not hold; returns their SHA-256, sorted."""
    table = schema.FILES
    held = select(table.c.sha256).where(table.c.sha256.in_(list(files)))
    new = sorted(set(files) - set(connection.execute(held).scalars())) if files else []
    _insert(connection, table, [(name, number, len(files[name]), files[name]) for name in new])
    return new


def _insert(connection: Connection, table: Table, rows: Any) -> None:
    # Past the compiler, straight to the driver: exec_driver_sql would copy every row once more.
    marks = ", ".join(["?" if connection.dialect.paramstyle == "qmark" else "%s"] * len(table.columns))
    names = ", ".join(column.name for column in table.columns)
    with closing(connection.connection.cursor()) as cursor:
        cursor.executemany(f"INSERT INTO {table.name} ({names}) VALUES ({marks})", rows)  # noqa: S608 - our names


def _bodies(rows: Rows) -> list[str]:
    columns = {**rows.columns, "subject": rows.subjects}
    return chain.body_texts([columns[name] for name in chain.BODY[rows.kind.name]])


def _said(
    rows: Mapping[str, Rows], bodies: Mapping[str, list[str]], batch: Batch
) -> Iterator[tuple[str, list[str]]]:
    """What makes a batch the same batch: what was said, and when it was learned if that was given."""
    for name, one in rows.items():
        yield name, bodies[name]
        if batch.history:
            yield "recorded_at", one.columns["recorded_at"]


def _salt(batch: Batch) -> str:
    return f"{int(batch.history)}{batch.invented or ''}"


def _addressed(files: Iterable[bytes]) -> dict[bytes, bytes]:
    return {hashlib.sha256(file).digest(): file for file in files}


def _lacking(connection: Connection, rows: Rows, batch: Batch) -> Rows:
    """The rows that the store lacks; two equal rows are two records, wherever they were read from."""
    names = [f.name for f in rows.kind.fields if batch.history or f.name != "recorded_at"]
    table = schema.RECORDS[rows.kind.name]
    held = Counter(map(tuple, connection.execute(select(*(table.c[name] for name in names)))))
    lacking = []
    for place, row in enumerate(zip(*(rows.columns[name] for name in names), strict=True)):
        if held[row] > 0:
            held[row] -= 1
        else:
            lacking.append(place)
    return rows.kept(lacking)
