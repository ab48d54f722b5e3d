"""What was read from a store, kept as columns in a cache under the newest link of its chain.

A snapshot only saves time. It is used when its key is the link that the store shows now and its bytes are whole;
anything else about it (no folder, no room, another version, a flipped bit) and the store is read again.
"""

import os
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from kh2025.ledger.records import RECORD_TYPES, RecordType

#: Raised with every change of the layout or of the column contracts.
LAYOUT = 1
_KEPT = 4
_END = "\x00"  # no text of a store holds it


def folder() -> Path:
    """The cache folder: ``KH2025_CACHE``, else where this system keeps caches. It need not exist."""
    if named := os.environ.get("KH2025_CACHE"):
        return Path(named)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home())) / "kh2025" / "cache"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "kh2025"


def load(key: bytes) -> dict[str, pd.DataFrame] | None:
    """The tables kept under a key; null when there are none that can be trusted."""
    try:
        # The format checks each array's CRC while it is read.
        with _path(key).open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            if arrays["key"].tobytes() != _sign(key):
                return None
            return {name: _frame(kind, arrays) for name, kind in RECORD_TYPES.items()}
    except Exception:  # noqa: BLE001 - whatever is wrong with a cache, the store itself is read
        return None


def save(key: bytes, tables: Mapping[str, pd.DataFrame]) -> None:
    """Keep tables under a key and drop the oldest others; a cache that cannot be written is left alone."""
    arrays: dict[str, Any] = {"key": np.frombuffer(_sign(key), dtype=np.uint8)}
    for name, frame in tables.items():
        arrays |= _arrays(RECORD_TYPES[name], frame)
    try:
        home = folder()
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.TemporaryDirectory(prefix=".kh2025-", dir=home) as private:
            made = Path(private) / "facts.npz"
            np.savez(made, **arrays)
            made.replace(_path(key))
        kept = sorted(home.glob("*.npz"), key=lambda path: path.stat().st_mtime, reverse=True)
        for path in kept[_KEPT:]:
            path.unlink(missing_ok=True)
    except (OSError, RuntimeError):  # the second when there is no home folder
        return


def _path(key: bytes) -> Path:
    return folder() / f"{key.hex()[:32]}.npz"


def _sign(key: bytes) -> bytes:
    return b"kh2025 facts %d " % LAYOUT + key


def _arrays(kind: RecordType, frame: pd.DataFrame) -> dict[str, np.ndarray]:
    """The columns of a frame as plain arrays: texts as numbers into a list of the different ones."""
    made: dict[str, np.ndarray] = {}
    for column in kind.table.columns:
        name, values = f"{kind.name}.{column.name}", frame[column.name]
        if column.kind == "text":
            codes, different = pd.factorize(values)
            made[name] = codes.astype(np.int32)
            made[f"{name}.texts"] = np.frombuffer(
                _END.join(different.to_numpy(dtype=object)).encode(), dtype=np.uint8
            )
        elif column.kind == "moment":
            made[name] = values.dt.tz_localize(None).to_numpy()
        else:
            made[name] = values.to_numpy()
    return made


def _frame(kind: RecordType, arrays: Any) -> pd.DataFrame:
    columns: dict[str, Any] = {}
    for column in kind.table.columns:
        name = f"{kind.name}.{column.name}"
        values = arrays[name]
        if column.kind == "text":
            joined = arrays[f"{name}.texts"].tobytes().decode()
            different = pd.array(joined.split(_END), dtype="str")
            columns[column.name] = different.take(values, allow_fill=True)
        elif column.kind == "moment":
            columns[column.name] = pd.DatetimeIndex(values).tz_localize("UTC")
        elif column.kind == "integer":
            columns[column.name] = pd.array(values, dtype="Int64")
        else:
            columns[column.name] = values
    return kind.table.check(pd.DataFrame(columns, columns=kind.table.names))
