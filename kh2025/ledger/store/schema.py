"""The tables of a store, the triggers that keep them append-only, and which version of them this program reads.

Days and moments are ISO 8601 text, moments in UTC to the microsecond, so that a person with any database tool
reads what the program reads, and both databases hold the same characters.
"""

import re
from collections.abc import Iterator
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    inspect,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.types import TypeEngine

from kh2025.errors import Problem, StoreError
from kh2025.ledger.records import RECORD_TYPES, RecordType

#: Raised with every change of the tables; an older store is migrated by a step written for it, or refused.
VERSION = 1

_REAL: TypeEngine[Any] = sqlite.REAL().with_variant(postgresql.DOUBLE_PRECISION(), "postgresql")
_FORMS: dict[str, TypeEngine[Any]] = {"percent": _REAL, "decimal": _REAL}

METADATA = MetaData()

STORE = Table("store", METADATA, Column("version", Integer, primary_key=True), sqlite_strict=True)

COMMITS = Table(
    "commits",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("recorded_at", Text, nullable=False),
    Column("records", Integer, nullable=False),
    Column("files", Integer, nullable=False),
    Column("history", Integer, nullable=False),  # 1: the records keep moments that were given with them
    Column("invented", Text),
    Column("content", LargeBinary, nullable=False, unique=True),
    Column("previous", LargeBinary, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    sqlite_strict=True,
)

FILES = Table(
    "files",
    METADATA,
    Column("sha256", LargeBinary, primary_key=True),
    Column("commit_number", Integer, nullable=False),
    Column("size", Integer, nullable=False),
    Column("content", LargeBinary, nullable=False),
    sqlite_strict=True,
)


def _table(kind: RecordType) -> Table:
    fields = [
        Column(one.name, _FORMS.get(one.form, Text()), nullable=not one.required) for one in kind.fields
    ]
    made = Table(
        kind.name,
        METADATA,
        Column("seq", Integer, primary_key=True, autoincrement=False),
        Column("commit_number", Integer, nullable=False),
        Column("supersedes", Integer),
        *fields,
        Column("place", Text),
        Column("subject", Text, nullable=False),
        Column("hash", LargeBinary, nullable=False),
        sqlite_strict=True,
    )
    Index(f"{kind.name}_subject", made.c.subject)
    return made


#: One table a type of record. ``seq`` counts from 0 without a gap; ``supersedes`` is the ``seq`` of the record
#: about the same subject that came before; ``place`` is where it was read from.
RECORDS = {name: _table(kind) for name, kind in RECORD_TYPES.items()}

_NAME = re.compile(r"CREATE TRIGGER (\w+)")
_SQLITE_GUARD = """
CREATE TRIGGER {table}_no_{word} BEFORE {word} ON {table}
BEGIN SELECT RAISE(ABORT, 'append-only'); END
"""
# INSERT OR REPLACE deletes without asking the trigger on DELETE. On the tables of records this one would take
# a fifth of the time of every insert; there the chain shows a replaced record.
_SQLITE_NO_REPLACE = """
CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table}
WHEN EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key})
BEGIN SELECT RAISE(ABORT, 'append-only'); END
"""
_POSTGRESQL_FUNCTION = """
CREATE FUNCTION kh2025_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'append-only'; END $$
"""
_POSTGRESQL_GUARD = """
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION kh2025_refuse()
"""


def is_empty(connection: Connection) -> bool:
    """Whether the database holds no table at all, so that a store may be made in it."""
    return not inspect(connection).get_table_names()


def create(connection: Connection) -> None:
    """Make the tables and their triggers."""
    METADATA.create_all(connection, checkfirst=False)
    for statement in _guards(connection.dialect.name):
        connection.exec_driver_sql(statement)
    connection.execute(STORE.insert().values(version=VERSION))


def check(connection: Connection, place: str) -> None:
    """Refuse what is no store, or a store that this program does not understand.

    Raises:
        StoreError: ``store-missing``, ``store-foreign``, ``store-newer`` or ``store-older``.
    """
    names = set(inspect(connection).get_table_names())
    if not names:
        raise StoreError(Problem("store-missing", place))
    missing = sorted(set(METADATA.tables) - names)
    if STORE.name in missing or (missing and "version" not in _columns(connection)):
        raise StoreError(Problem("store-foreign", place))
    versions = connection.execute(select(STORE.c.version)).scalars().all()
    if len(versions) != 1:
        raise StoreError(Problem("store-foreign", place))
    if versions[0] != VERSION:
        code = "store-newer" if versions[0] > VERSION else "store-older"
        raise StoreError(Problem(code, place, versions[0], {"version": VERSION}))
    if missing:
        raise StoreError(Problem("store-broken", place, ", ".join(missing)))


def unguarded(connection: Connection) -> list[str]:
    """The triggers that keep the store append-only and are not there, or are switched off."""
    if connection.dialect.name == "postgresql":
        query = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')"
    else:
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    there = set(connection.exec_driver_sql(query).scalars())
    wanted = [_NAME.findall(guard) for guard in _guards(connection.dialect.name)]
    return sorted({name for names in wanted for name in names} - there)


def _columns(connection: Connection) -> set[str]:
    return {column["name"] for column in inspect(connection).get_columns(STORE.name)}


def _guards(dialect: str) -> Iterator[str]:
    tables = METADATA.tables.values()
    if dialect == "postgresql":
        yield _POSTGRESQL_FUNCTION
        yield from (_POSTGRESQL_GUARD.format(table=table.name) for table in tables)
        return
    for table in tables:
        key = next(iter(table.primary_key)).name
        yield from (_SQLITE_GUARD.format(table=table.name, word=word) for word in ("UPDATE", "DELETE"))
        if table.name not in RECORDS:
            yield _SQLITE_NO_REPLACE.format(table=table.name, key=key)
