"""Whether a store holds exactly what was once written to it: every record, every link, every file."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select

from kh2025.errors import Problem, StoreError
from kh2025.ledger.store import chain, schema
from kh2025.ledger.store.address import Address, reading

_CHUNK = 20_000


@dataclass(frozen=True, slots=True)
class Verified:
    """A store whose every hash is right.

    Attributes:
        commits: number of commits.
        records: number of records, by type.
        files: number of stored files.
        head: the newest link in hexadecimal; noted elsewhere, it later proves that nothing before it was cut off.
        history: how many commits keep moments that were given with the records.
    """

    commits: int
    records: Mapping[str, int]
    files: int
    head: str
    history: int


@dataclass(slots=True)
class _Commit:
    """What the tables say of one commit, gathered while they are read."""

    digest: Any = field(default_factory=hashlib.sha256)
    records: int = 0
    files: list[bytes] = field(default_factory=list)
    moments: set[str] = field(default_factory=set)


def verify(address: Address, head: str | None = None) -> Verified:
    """Recompute every hash of a store.

    Args:
        address: the store.
        head: a newest link noted earlier; it must still be one of the chain's.

    Raises:
        StoreError: what is broken, the first bad row of each table by its number, then the first bad link;
            ``ledger-head``, the chain does not hold that link.
    """
    with reading(address, raw_text=True) as connection:
        schema.check(connection, address.shown)
        problems = _of_the_file(connection, address)
        commits: dict[int, _Commit] = {}
        counts = {}
        for name in schema.RECORDS:
            counts[name] = _records(connection, name, commits, problems)
        files = _files(connection, commits, problems)
        links = connection.execute(select(schema.COMMITS).order_by(schema.COMMITS.c.number)).all()
        problems += _links(links, commits, is_known_bad=bool(problems))
        problems += [
            Problem("ledger-guard", address.shown, name) for name in schema.unguarded(connection)[:1]
        ]
    if not problems and head is not None and head.lower() not in {_raw(link[-1]).hex() for link in links}:
        problems.append(Problem("ledger-head", address.shown, head))
    if problems:
        raise StoreError(problems)
    newest = _raw(links[-1][-1]).hex() if links else ""
    return Verified(len(links), counts, files, newest, sum(link[4] for link in links))


def _of_the_file(connection: Connection, address: Address) -> list[Problem]:
    """What SQLite itself finds wrong with the file."""
    if not address.is_file:
        return []
    said = connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar_one()
    return [] if said == "ok" else [Problem("store-broken", address.shown, said)]


def _records(connection: Connection, name: str, commits: dict[int, _Commit], problems: list[Problem]) -> int:
    """Count and check the records of one type; the first bad one becomes a problem."""
    table = schema.RECORDS[name]
    columns = [table.c[c] for c in (*chain.LEADING, *chain.BODY[name], "hash")]
    found = None
    count = 0
    for count, row in enumerate(_stream(connection, select(*columns).order_by(table.c.seq)), 1):
        seq, number, _, moment, *_ = row
        stored = _raw(row[-1])
        commit = commits.setdefault(number, _Commit())
        commit.digest.update(stored)
        commit.records += 1
        commit.moments.add(moment)
        if found is None:
            found = _flaw(name, count - 1, seq, row, stored, number)
    if found:
        problems.append(found)
    return count


def _flaw(
    name: str, expected: int, seq: int, row: Sequence[Any], stored: bytes, number: int
) -> Problem | None:
    if seq != expected:
        return Problem("ledger-gap", f"{name} seq {expected}", seq)
    if not chain.is_plain(row) or chain.row_hash(name, row[:-1]) != stored:
        return Problem("ledger-record", f"{name} seq {seq}", stored.hex(), {"commit": number})
    return None


def _files(connection: Connection, commits: dict[int, _Commit], problems: list[Problem]) -> int:
    """Count and check the stored files, one at a time."""
    table = schema.FILES
    query = select(table.c.sha256, table.c.commit_number, table.c.size, table.c.content)
    count, bad = 0, None
    for count, (name, number, size, content) in enumerate(_stream(connection, query, 20), 1):  # noqa: B007
        commits.setdefault(number, _Commit()).files.append(_raw(name))
        is_whole = hashlib.sha256(_raw(content)).digest() == _raw(name) and len(content) == size
        if not is_whole and bad is None:
            bad = Problem("ledger-file", f"files {_raw(name).hex()}", len(content), {"commit": number})
    if bad:
        problems.append(bad)
    return count


def _links(
    links: Sequence[Sequence[Any]], commits: Mapping[int, _Commit], *, is_known_bad: bool
) -> Iterator[Problem]:
    """The first bad link, unless what it stands for is known to be bad."""
    previous, newest = chain.START, ""
    for expected, link in enumerate(links, 1):
        number, moment, records, files, history, *_, before, stored = link
        held = commits.get(number, _Commit())
        if number != expected:
            yield Problem("ledger-link-gap", f"commits {expected}", number)
            return
        computed = chain.link_hash(link[:-1], held.digest.digest(), held.files)
        is_stamped = bool(history) or held.moments <= {moment}
        if (records, files) != (held.records, len(held.files)):
            yield Problem(
                "ledger-count", f"commits {number}", held.records, {"records": records, "files": files}
            )
            return
        if _raw(before) != previous or computed != _raw(stored) or str(moment) < newest or not is_stamped:
            if not is_known_bad:
                yield Problem("ledger-link", f"commits {number}", _raw(stored).hex())
            return
        previous, newest = _raw(stored), str(moment)
    if strange := sorted(set(commits) - {link[0] for link in links}, key=str):
        yield Problem("ledger-no-link", f"commits {strange[0]}", commits[strange[0]].records)


def _raw(value: Any) -> bytes:
    """A stored hash; a damaged row may hold anything in its place."""
    return bytes(value) if isinstance(value, bytes | bytearray | memoryview) else b""


def _stream(connection: Connection, query: Any, chunk: int = _CHUNK) -> Iterator[Any]:
    """Rows as tuples, a chunk at a time, however many there are."""
    streamed = connection.execution_options(stream_results=True, max_row_buffer=chunk)
    yield from streamed.execute(query)
