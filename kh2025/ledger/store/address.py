"""Where a store is, and how to stand in front of it: one connection a transaction, closed when done.

SQLite is opened with a write-ahead log and ``synchronous=FULL``; a transaction that writes takes the write
lock at once, so writers queue and never deadlock. PostgreSQL writers queue on one advisory lock, readers see
one snapshot. The address may name how long to wait for the lock: ``sqlite:///facts.db?timeout=5``.
"""

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, NullPool, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from kh2025.errors import FactsError, Problem, StoreError
from kh2025.ledger.store.faults import explained

#: Seconds that a writer waits for the others, unless the address says otherwise.
WAIT = 30.0
# One lock for all stores of a database; the number has no meaning beyond being ours.
_ADVISORY = 20_250_505
_WRITING = "kh2025_writing"
_TO_READ = ("PRAGMA query_only = ON",)
# The cache holds the pages that a large import touches; it takes no more than it needs.
_TO_WRITE = ("PRAGMA synchronous = FULL", "PRAGMA cache_size = -262144")


@dataclass(frozen=True, slots=True)
class Address:
    """A store's address.

    Attributes:
        url: as SQLAlchemy takes it, without ``timeout``.
        wait: seconds to wait for the lock.
        shown: the address as people may see it, without password.
    """

    url: URL
    wait: float
    shown: str

    @property
    def is_file(self) -> bool:
        """Whether the store is an SQLite file."""
        return self.url.get_backend_name() == "sqlite"

    @property
    def path(self) -> Path:
        """The SQLite file."""
        return Path(self.url.database or "")


def parse_address(text: str, wait: float = WAIT) -> Address:
    """An address of a store.

    Raises:
        FactsError: ``facts-source``, not the address of an SQLite file or a PostgreSQL database.

    >>> parse_address("postgresql://office:secret@db/facts").shown
    'postgresql+psycopg://office:***@db/facts'
    """
    try:
        url = make_url(text)
        asked = url.query.get("timeout", str(wait))
        seconds = float(asked) if isinstance(asked, str) else -1.0
    except (ArgumentError, ValueError):
        raise FactsError(Problem("facts-source", value=_without_password(text))) from None
    url = url.difference_update_query(["timeout"])
    shown = url.render_as_string()
    if not 0 <= seconds <= 24 * 3600 or not _is_known(url):
        raise FactsError(Problem("facts-source", value=shown))
    if url.drivername != "sqlite":
        url = url.set(drivername="postgresql+psycopg")
    return Address(url, seconds, url.render_as_string())


def _is_known(url: URL) -> bool:
    if url.drivername == "sqlite":
        bare = not (url.host or url.username or url.query)
        return bare and bool(url.database) and url.database != ":memory:" and "\0" not in str(url.database)
    return url.drivername in {"postgresql", "postgresql+psycopg"} and bool(url.database)


def _without_password(text: str) -> str:
    scheme, sign, rest = text.partition("://")
    return scheme + sign + rest.rpartition("@")[2]


@contextmanager
def reading(address: Address, *, raw_text: bool = False) -> Iterator[Connection]:
    """A transaction that only reads and sees one state of the store, whatever is written meanwhile.

    ``raw_text`` lets bytes that are no UTF-8 through (as surrogates), for verifying.

    Raises:
        StoreError: no store there, out of reach, or the database refuses.
    """
    if not address.is_file:
        options: dict[str, Any] = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        with _connected(address, _postgresql(address), options) as connection:
            yield connection
        return
    if not address.path.is_file() or not address.path.stat().st_size:
        raise StoreError(Problem("store-missing", address.shown))
    before = _trace(address.path)
    mode = "immutable=1" if _is_sealed(address.path) else "mode=rw"
    with _connected(address, _sqlite(address, mode, _TO_READ, raw_text=raw_text), {}) as connection:
        yield connection
    # A file in a folder that we may not write is read without locks: somebody who may has to be noticed.
    if mode == "immutable=1" and _trace(address.path) != before:
        raise StoreError(Problem("store-busy", address.shown))


@contextmanager
def writing(address: Address) -> Iterator[Connection]:
    """A transaction that alone may write; what it did stands when it ends well, else nothing of it.

    Raises:
        StoreError: another writer holds the lock for too long, or the database refuses.
    """
    if address.is_file:
        _check_place(address)
        engine = _sqlite(address, "mode=rwc", _TO_WRITE)
    else:
        engine = _postgresql(address)
    options = {_WRITING: True} if address.is_file else {"isolation_level": "READ COMMITTED"}
    with _connected(address, engine, options) as connection:
        if not address.is_file:
            milliseconds = max(1, round(1000 * address.wait))
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = {milliseconds}")
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_ADVISORY})")
        yield connection


def _check_place(address: Address) -> None:
    folder = address.path.absolute().parent
    if not folder.is_dir():
        raise StoreError(Problem("store-folder", address.shown))
    # SQLite writes its log beside the file.
    if not all(os.access(one, os.W_OK) for one in (folder, address.path) if one.exists()):
        raise StoreError(Problem("store-readonly", address.shown))


@contextmanager
def _connected(address: Address, engine: Engine, options: dict[str, Any]) -> Iterator[Connection]:
    try:
        with engine.connect().execution_options(**options) as connection, connection.begin():
            yield connection
    except DBAPIError as error:
        raise explained(error.orig or error, address.shown) from error
    except (engine.dialect.loaded_dbapi.Error, OSError, UnicodeError) as error:
        raise explained(error, address.shown) from error


# Engines hold no connection; kept, they keep what SQLAlchemy has compiled.
@lru_cache(maxsize=16)
def _sqlite(address: Address, mode: str, pragmas: tuple[str, ...], *, raw_text: bool = False) -> Engine:
    target = f"file:{quote(str(address.path.absolute()))}?{mode}"

    def connect() -> sqlite3.Connection:
        # Without an isolation level the driver begins nothing by itself: the event below does.
        made = sqlite3.connect(target, uri=True, timeout=address.wait, isolation_level=None)
        if raw_text:
            made.text_factory = lambda data: data.decode("utf-8", "surrogateescape")
        try:
            for pragma in pragmas:
                made.execute(pragma)
            if pragmas is _TO_WRITE:
                _use_log(made, address)
        except BaseException:
            made.close()
            raise
        return made

    engine = create_engine("sqlite+pysqlite://", creator=connect, poolclass=NullPool)
    event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    is_writing = connection.get_execution_options().get(_WRITING)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if is_writing else "BEGIN")


def _use_log(raw: sqlite3.Connection, address: Address) -> None:
    """Switch a new file to the write-ahead log; SQLite's own waiting does not cover this step."""
    end = time.monotonic() + address.wait
    while True:
        try:
            raw.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > end:
                raise
            time.sleep(0.02)
        else:
            return


@lru_cache(maxsize=16)
def _postgresql(address: Address) -> Engine:
    try:
        return create_engine(
            address.url, poolclass=NullPool, connect_args={"connect_timeout": max(2, round(address.wait))}
        )
    except (ModuleNotFoundError, NoSuchModuleError):
        raise StoreError(Problem("store-driver", address.shown)) from None


def _is_sealed(path: Path) -> bool:
    """Whether the file lies where nothing can be created and no log is open beside it.

    SQLite cannot open a write-ahead log there, and there is none to open.
    """
    log = path.with_name(path.name + "-wal")
    return not log.exists() and not os.access(path.absolute().parent, os.W_OK)


def _trace(path: Path) -> tuple[int, int, bool]:
    found = path.stat()
    return found.st_mtime_ns, found.st_size, path.with_name(path.name + "-wal").exists()
