"""The store's speed, as ratios in one run: ``make bench`` (or ``python tests/benchmarks/ledger.py ROWS``).

A million progress records are appended in one commit, beside a bare ``executemany`` of the very same rows; they
are opened as columns, from the database and from the snapshot; and the record that holds for each duty is looked
up among them. What is timed is also checked.
"""

import os
import sqlite3
import sys
import tempfile
import time
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd

from kh2025.ledger.current import matching_progress, statements
from kh2025.ledger.records import PROGRESS
from kh2025.ledger.store import Batch, Store
from kh2025.ledger.store.schema import RECORDS
from kh2025.ledger.store.snapshot import folder

MOMENT = datetime(2025, 12, 31, 10, tzinfo=UTC)
TASKS, AGENCIES = 2_000, 40


def progress(rows: int) -> pd.DataFrame:
    """Made-up statements: every row with a text of its own, agencies and notes repeating."""
    number = np.arange(rows)
    lead = number % TASKS
    effective = np.datetime64("2025-01-01") + (number // TASKS) % 360
    return PROGRESS.table.typed(
        {
            "task_id": np.char.add("nv-", lead.astype(str)).tolist(),
            "occurrence": [None] * rows,
            "agency_id": np.char.add("so-", (lead % AGENCIES).astype(str)).tolist(),
            "state": np.where(number % 7, "in_progress", "done").tolist(),
            "percent": np.where(number % 7, number % 100, 100).astype(float),
            "done_on": np.where(number % 7, np.datetime64("NaT"), effective),
            "evidence": np.char.add(np.char.add("so ", number.astype(str)), "/BC").tolist(),
            "note": [f"Đang thực hiện, đợt {one % 200}" for one in number],
            "effective_on": effective,
            "recorded_at": pd.DatetimeIndex(np.full(rows, np.datetime64(MOMENT.replace(tzinfo=None)))),
            "source": np.char.add(np.char.add("bm-", (number // 50).astype(str)), ".xlsx").tolist(),
            "seq": number,
            "place": np.char.add("Bieu!A", number.astype(str)).tolist(),
        }
    )


def duties() -> tuple[pd.DataFrame, pd.DataFrame]:
    """One duty a task, and every agency owning its own all year."""
    lead = np.arange(TASKS)
    owed = pd.DataFrame(
        {
            "task_id": pd.array([f"nv-{one}" for one in lead], dtype="str"),
            "occurrence": np.full(TASKS, np.datetime64("NaT", "s")),
            "assigned_agency_id": pd.array([f"so-{one % AGENCIES}" for one in lead], dtype="str"),
            "original_due_on": np.full(TASKS, np.datetime64("2025-12-31", "s")),
        }
    )
    owed["line"] = owed["assigned_agency_id"]
    names = pd.array([f"so-{one}" for one in range(AGENCIES)], dtype="str")
    days = {"from_on": np.datetime64("2025-01-01", "s"), "to_on": np.datetime64("2025-12-31", "s")}
    return owed, pd.DataFrame({"line": names, "agency_id": names, **days})


def timed(work, *arguments):
    """Seconds and result."""
    begun = time.perf_counter()
    result = work(*arguments)
    return time.perf_counter() - begun, result


def bare(path: Path, rows: list[tuple], *, index: bool) -> None:
    """``executemany`` of finished rows into a bare table, as durable as the store."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA cache_size = -262144")
    names = [column.name for column in RECORDS["progress"].columns]
    connection.execute(f"CREATE TABLE progress ({', '.join(names)}, PRIMARY KEY (seq))")
    if index:
        connection.execute("CREATE INDEX subject ON progress (subject, seq)")
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany(f"INSERT INTO progress VALUES ({', '.join('?' * len(names))})", rows)
    connection.execute("COMMIT")
    connection.close()


def main() -> None:
    """Print one line per figure."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    frame = progress(rows)
    with tempfile.TemporaryDirectory() as home:
        os.environ["KH2025_CACHE"] = f"{home}/cache"
        store = Store.at(f"sqlite:///{home}/facts.db")
        took, receipt = timed(store.append, Batch({"progress": frame}), MOMENT)
        assert receipt.records == {"progress": rows}
        print(f"append {rows:,} records     {took:6.2f} s = {rows / took:,.0f} a second (limit 100,000)")

        stored = sqlite3.connect(f"{home}/facts.db").execute("SELECT * FROM progress ORDER BY seq").fetchall()
        for index, name in ((False, "bare table"), (True, "the same with its index")):
            alone, _ = timed(partial(bare, Path(home) / f"bare{index}.db", stored, index=index))
            limit = " (limit 2)" if index else ""
            print(f"  against executemany   {took / alone:6.2f} x, {name}: {alone:.2f} s{limit}")

        first, facts = timed(store.facts)
        size = sum(path.stat().st_size for path in folder().iterdir())
        again, kept = timed(store.facts)
        pd.testing.assert_frame_equal(facts["progress"], frame)
        pd.testing.assert_frame_equal(kept["progress"], frame)
        print(
            f"open as columns         {first:6.2f} s the first time, snapshot written ({size / 1e6:.0f} MB)"
        )
        print(f"  from the snapshot     {again:6.2f} s, {first / again:.1f} x faster (limit 10)")

        took, verified = timed(store.verify)
        assert verified.records["progress"] == rows
        print(f"verify                  {took:6.2f} s")

    owed, owners = duties()
    day = date(2025, 12, 31)
    took, held = timed(
        lambda: statements(
            frame, matching_progress(owed, owners, frame, ["effective_on", "seq"]), len(owed), day
        )
    )
    assert held["effective_on"].notna().all()
    print(f"which record holds      {took:6.2f} s for {rows:,} records, {TASKS:,} duties (limit 0.3)")


if __name__ == "__main__":
    main()
