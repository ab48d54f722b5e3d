"""A process that writes to a store and says after each commit that it stands: ``writer.py URL NAME COMMITS SIZE``.

``LIMIT`` in the environment is the largest file it may write, in bytes. An error is printed as its code.
"""

import os
import sys
from datetime import UTC, datetime

from kh2025.errors import StoreError
from kh2025.ledger.records import PROGRESS
from kh2025.ledger.store import Batch, Store


def frame(name: str, commit: int, size: int):
    """Records that say who wrote them, in which commit."""
    return PROGRESS.table.frame(
        {
            "task_id": f"nv-{number % 20:02}",
            "agency_id": "so-yt",
            "state": "in_progress",
            "note": "Đang thực hiện, " * 8 + "chưa xong",
            "effective_on": "2025-06-14",
            "source": f"{name} {commit} {number}",
        }
        for number in range(size)
    )


def main() -> None:
    """Write until done, killed or refused."""
    url, name, commits, size = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    if limit := int(os.environ.get("LIMIT", "0")):
        import resource  # noqa: PLC0415

        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    store = Store.at(url)
    print("ready", flush=True)
    for commit in range(commits):
        try:
            store.append(Batch({"progress": frame(name, commit, size)}), lambda: datetime.now(UTC))
        except StoreError as error:
            print(error.problems[0].code, flush=True)
            return
        print(commit, flush=True)


if __name__ == "__main__":
    main()
