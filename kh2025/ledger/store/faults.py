"""What a database says when it refuses, in our words: one code a kind of fault, the same for both databases."""

import errno
import sqlite3
from typing import Any

from kh2025.errors import Problem, StoreError

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT) if hasattr(errno, "EDQUOT") else (errno.ENOSPC,)
# SQLite's primary result codes; the extended ones add higher bits.
_SQLITE = {
    sqlite3.SQLITE_BUSY: "store-busy",
    sqlite3.SQLITE_LOCKED: "store-busy",
    sqlite3.SQLITE_FULL: "store-full",
    sqlite3.SQLITE_IOERR: "store-disk",
    sqlite3.SQLITE_READONLY: "store-readonly",
    sqlite3.SQLITE_PERM: "store-readonly",
    sqlite3.SQLITE_CANTOPEN: "store-unreachable",
    sqlite3.SQLITE_CORRUPT: "store-broken",
    sqlite3.SQLITE_NOTADB: "store-foreign",
    sqlite3.SQLITE_CONSTRAINT: "store-refused",
}
# PostgreSQL's SQLSTATE, whole or its class.
_SQLSTATES = {
    "55P03": "store-busy",
    "40": "store-busy",
    "53100": "store-full",
    "58": "store-disk",
    "42501": "store-denied",
    "25006": "store-readonly",
    "28": "store-denied",
    "3D000": "store-missing",
    "42P01": "store-missing",
    "XX": "store-broken",
    "23": "store-refused",
    "P0": "store-refused",
    "57": "store-unreachable",
    "08": "store-unreachable",
}


def explained(error: BaseException, place: str) -> StoreError:
    """The error to show for what a driver raised.

    >>> explained(OSError(errno.ENOSPC, "No space left on device"), "x.db").problems[0].code
    'store-full'
    """
    says = _first_line(error)
    return StoreError(Problem(_code(error), place, says))


def _code(error: Any) -> str:
    if isinstance(error, sqlite3.Error):
        number = getattr(error, "sqlite_errorcode", None)
        # The decoder of texts raises without a number: bytes in the file are no UTF-8.
        return "store-broken" if number is None else _SQLITE.get(number & 0xFF, "store-failed")
    if isinstance(error, UnicodeError):
        return "store-broken"
    if isinstance(error, OSError):
        return "store-full" if error.errno in _NO_ROOM else "store-disk"
    state = getattr(error, "sqlstate", None)
    if state is None:
        return "store-unreachable"  # no connection came about, and the driver's own words say why
    return _SQLSTATES.get(state) or _SQLSTATES.get(state[:2], "store-failed")


def _first_line(error: BaseException) -> str:
    # PostgreSQL's driver names the server first, and then why.
    return (str(error).strip().splitlines() or [type(error).__name__])[0].rpartition("failed: ")[2]
