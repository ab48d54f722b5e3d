"""What a batch hands to its notebooks: results of calls that it has made once for all of them.

A batch reads plan and ledger and evaluates once per period. Its notebooks still call ``kh2025.load_plan``,
``kh2025.open_facts`` and ``kh2025.evaluate``; in a process whose environment variable ``KH2025_HANDED`` names a
folder these look there first, under the digest of the call and of everything that decides its result:
the source as it is written for a reading call, the content of plan and facts, period and moments for an
evaluation. Without the variable, or for any other call, they work as ever; the results are the same.
"""

import os
import pickle
from hashlib import sha256
from pathlib import Path
from typing import Any

#: Names the folder, in the environment.
VARIABLE = "KH2025_HANDED"


def is_given() -> bool:
    """Whether this process was handed anything."""
    return VARIABLE in os.environ


def find(call: str, *key: str) -> Any | None:
    """The result handed for a call; null where there is none."""
    if not is_given():
        return None
    path = _path(Path(os.environ[VARIABLE]), call, key)
    # The folder is private to the batch that made it, and so is what stands in it.
    return pickle.loads(path.read_bytes()) if path.is_file() else None  # noqa: S301


def pack(result: Any) -> bytes:
    """A result as it is handed."""
    return pickle.dumps(result, protocol=5)


def put(folder: Path, result: bytes, call: str, *key: str) -> None:
    """Hand a packed result for a call."""
    _path(folder, call, key).write_bytes(result)


def _path(folder: Path, call: str, key: tuple[str, ...]) -> Path:
    return folder / sha256("\0".join((call, *key)).encode("utf-8", "surrogatepass")).hexdigest()
