"""Evaluation at the scale of a country, as ratios in one run: ``make bench`` (or ``evaluation.py ROWS``).

- *holds*: which record holds, the part of each task and the counts of each agency, from integer columns; against the
  same in DuckDB (``arg_max`` over both times, and over one packed number) and in pandas (``sort_values`` and
  ``drop_duplicates``). ROWS records, by default 10 million, of a twentieth as many tasks.
- *evaluate*: all tables and all rules of a plan of 10,000 tasks and 40 agencies with a tenth of ROWS progress records;
  against SQL that makes its duties, tasks, agencies, unmatched records and the findings of the rules on duties.
- *many*: ``evaluate_many`` with two processes against one.

Results are compared for equality. Ours runs on one core; DuckDB is timed with one thread and with two. Memory is what
the process holds at its highest beyond what it held before there was any input.
"""

import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd

import kh2025
from kh2025.evaluation.parts import PART_NAMES, contradiction_codes, part_codes, tally
from kh2025.evaluation.rules import all_rules
from kh2025.ledger.facts import Facts
from kh2025.ledger.latest import latest_rows
from kh2025.ledger.records import RECORD_TYPES, STATES
from kh2025.plan.duties import owner_table, task_duties
from kh2025.plan.yaml_out import write_yaml

ROWS, PER_TASK, AGENCIES = 10_000_000, 20, 5_000
PLAN_TASKS, PLAN_AGENCIES, PLANS = 10_000, 40, 8
REPEATS = 3
DAY = np.timedelta64(1, "D")
TODAY, FIRST, LAST = (np.datetime64(day) for day in ("2025-06-14", "2025-01-01", "2025-07-20"))
AS_OF = "2025-07-01T00:00:00+07:00"
MOMENT = np.datetime64("2025-06-30T17:00:00", "us")
OFFSET = np.timedelta64(7, "h")
NO_DAY = np.datetime64("NaT", "D")


def timed(work: Callable[[], object], repeats: int = REPEATS) -> tuple[float, object]:
    """Median seconds and the last result."""
    took = []
    for _ in range(repeats):
        begun = time.perf_counter()
        result = work()
        took.append(time.perf_counter() - begun)
    return statistics.median(took), result


class Peak:
    """The most memory held since it was made, and what was held then, in bytes (Linux)."""

    def __init__(self):
        Path("/proc/self/clear_refs").write_text("5")
        self.before = self._read("VmRSS")

    def more(self) -> int:
        """How much more than then was held at the highest."""
        return self._read("VmHWM") - self.before

    @staticmethod
    def _read(name: str) -> int:
        lines = Path("/proc/self/status").read_text().splitlines()
        return 1024 * next(int(line.split()[1]) for line in lines if line.startswith(name))


# --- which record holds ------------------------------------------------------------------------------------------


def columns(rows: int) -> dict[str, np.ndarray]:
    """Made-up records in order of recording, tasks and their agencies, as integers and days."""
    rng = np.random.default_rng(76)
    tasks = rows // PER_TASK
    span = (LAST - FIRST) // np.timedelta64(1, "s")
    recorded = FIRST.astype("datetime64[us]") + np.sort(rng.integers(0, span, rows)) * np.timedelta64(1, "s")
    effective = (recorded + OFFSET).astype("datetime64[D]") - rng.integers(0, 30, rows) * DAY
    state = rng.choice(len(STATES), rows, p=[0.2, 0.43, 0.33, 0.03, 0.01]).astype(np.int8)
    done = effective - rng.integers(-1, 20, rows) * DAY
    done[state != STATES.index("done")] = NO_DAY
    due = TODAY + rng.integers(-60, 60, tasks) * DAY
    due[rng.integers(0, 10, tasks) == 0] = NO_DAY
    return {
        "task": rng.integers(0, tasks, rows).astype(np.int32),
        "effective_on": effective.astype(np.int64).astype(np.int32),
        "recorded_at": recorded.astype(np.int64),
        "state": state,
        "done_on": done,
        "due_on": due,
        "agency": rng.integers(0, AGENCIES, tasks).astype(np.int32),
    }


def ours(given: dict[str, np.ndarray]) -> np.ndarray:
    """Counts by agency and part; shape ``(AGENCIES, len(PART_NAMES))``."""
    rows = latest_rows(
        given["task"],
        given["effective_on"],
        len(given["due_on"]),
        until=int(TODAY.astype(np.int64)),
        recorded_at=given["recorded_at"],
        as_of=int(MOMENT.astype(np.int64)),
    )
    return counted(given, rows)


def counted(given: dict[str, np.ndarray], rows: np.ndarray) -> np.ndarray:
    """The counts from the numbers of the records that hold."""
    is_said = rows >= 0
    state, done_on = given["state"][rows], given["done_on"][rows]
    state[~is_said], done_on[~is_said] = -1, NO_DAY
    known_on = (given["recorded_at"][rows].view("datetime64[us]") + OFFSET).astype("datetime64[D]")
    wrong = contradiction_codes(state, done_on, known_on, FIRST)
    part = part_codes(state, done_on, given["due_on"], TODAY, is_true=wrong == 0, is_dropped=False)
    return tally(given["agency"], AGENCIES, part, len(PART_NAMES))


def by_sorting(given: dict[str, np.ndarray]) -> np.ndarray:
    """The peer in pandas: the rows sorted by both times, and the last of each task kept."""
    names = ("task", "effective_on", "recorded_at")
    frame = pd.DataFrame({name: given[name] for name in names}, copy=False)
    seen = frame[
        (frame["effective_on"] <= int(TODAY.astype(np.int64)))
        & (frame["recorded_at"] <= int(MOMENT.astype(np.int64)))
    ]
    last = seen.sort_values(["effective_on", "recorded_at"], kind="stable").drop_duplicates("task", keep="last")
    rows = np.full(len(given["due_on"]), -1)
    rows[last["task"].to_numpy()] = last.index.to_numpy()
    return counted(given, rows)


HOLDS = """
WITH held AS (SELECT task, {last} FROM records WHERE effective_on <= $today AND recorded_at <= $moment GROUP BY task),
said AS (
  SELECT agency, due_on, r.state, r.done_on, r.state = {done} AND NOT coalesce(
      r.done_on > epoch_us_day(r.recorded_at) OR r.done_on < $first, false) AND NOT coalesce(r.done_on > $day, false) AS is_done
  FROM tasks LEFT JOIN held USING (task) {join}
)
SELECT agency, CASE
    WHEN state = {cancelled} THEN 8 WHEN state = {suspended} THEN 7
    WHEN is_done AND due_on IS NULL THEN 2 WHEN is_done AND done_on IS NULL THEN 3
    WHEN is_done AND done_on <= due_on THEN 0 WHEN is_done THEN 1
    WHEN due_on IS NULL THEN 6 WHEN due_on < $day THEN 5 ELSE 4 END AS part, count(*) AS n
FROM said GROUP BY ALL
"""
#: Names of DuckDB's ways to the record that holds: the columns of the greatest pair of times; the greatest packed number.
WAYS = {
    "arg_max over both times": (
        "arg_max({'state': state, 'done_on': done_on, 'recorded_at': recorded_at}, (effective_on, recorded_at, seq)) AS r",
        "",
    ),
    "arg_max of a packed number": (
        "arg_max({'state': state, 'done_on': done_on, 'recorded_at': recorded_at}, effective_on * 4294967296 + seq) AS r",
        "",
    ),
    "max of a packed number, joined": (
        "max(effective_on * 4294967296 + seq) % 4294967296 AS seq",
        "LEFT JOIN records r USING (seq)",
    ),
}


def database(given: dict[str, np.ndarray]) -> duckdb.DuckDBPyConnection:
    """DuckDB with the same columns in tables of its own."""
    at = duckdb.connect()
    rows, tasks = len(given["task"]), len(given["due_on"])
    names = ("task", "effective_on", "recorded_at", "state", "done_on")
    records = pd.DataFrame({name: _plain(given[name]) for name in names} | {"seq": np.arange(rows)}, copy=False)
    owed = pd.DataFrame({"task": np.arange(tasks), "agency": given["agency"], "due_on": _plain(given["due_on"])})
    for name, frame in (("records", records), ("tasks", owed)):
        at.register("given", frame)
        days = "".join(f", {day}::DATE AS {day}" for day in ("done_on", "due_on") if day in frame)
        others = ", ".join(column for column in frame if column not in {"done_on", "due_on"})
        at.execute(f"CREATE TABLE {name} AS SELECT {others}{days} FROM given")  # noqa: S608 - names of our own
        at.unregister("given")
    at.execute("CREATE MACRO epoch_us_day(t) AS (make_timestamp(t + 7 * 3600000000))::DATE")
    return at


def _plain(column: np.ndarray) -> np.ndarray:
    return column.astype("datetime64[s]") if column.dtype.kind == "M" else column


def by_duckdb(at: duckdb.DuckDBPyConnection, way: str) -> np.ndarray:
    """The peer in SQL."""
    last, join = WAYS[way]
    codes = {name: STATES.index(name) for name in ("done", "cancelled", "suspended")}
    query = HOLDS.replace("{last}", last).replace("{join}", join)
    for name, code in codes.items():
        query = query.replace(f"{{{name}}}", str(code))
    given = {
        "today": int(TODAY.astype(np.int64)),
        "moment": int(MOMENT.astype(np.int64)),
        "day": TODAY.item(),
        "first": FIRST.item(),
    }
    found = at.execute(query, given).fetchnumpy()
    counts = np.zeros((AGENCIES, len(PART_NAMES)), np.int64)
    counts[found["agency"], found["part"]] = found["n"]
    return counts


def holds(rows: int) -> None:
    """Which record holds, and what the agencies' counts are."""
    memory = Peak()
    given = columns(rows)
    size = sum(column.nbytes for column in given.values())
    given = {name: column.copy() for name, column in given.items()}
    memory = Peak()
    held = memory.before
    took, found = timed(partial(ours, given), 2 * REPEATS + 1)
    most = (size + memory.more()) / size
    tenth = {name: column[: len(column) // 10].copy() for name, column in given.items()}
    tenth["task"] = tenth["task"] % len(tenth["due_on"])
    small, _ = timed(partial(ours, tenth), 2 * REPEATS + 1)
    print(f"holds: {rows:,} records, {len(given['due_on']):,} tasks  {1000 * took:.0f} ms, one core; {held >> 20} MB held")
    print(f"  memory                     {most:6.2f} x the input columns, {size >> 20} MB (limit 3)")
    print(f"  ten times the rows         {took / small:6.2f} x the time (limit 11)")
    peer, other = timed(partial(by_sorting, given), 1)
    assert (found == other).all()
    print(f"  sort_values                {peer / took:6.1f} x our time: {peer:.2f} s (goal 15)")
    at = database(given)
    for way in WAYS:
        for threads in (1, 2):
            at.execute(f"SET threads = {threads}")
            peer, other = timed(partial(by_duckdb, at, way))
            assert (found == other).all()
            goal = " (goal 5)" if way.endswith("times") else ""
            print(f"  DuckDB, {threads} thread{'s' * (threads > 1)}          {peer / took:6.1f} x our time: {peer:.2f} s, {way}{goal}")


def main() -> None:
    """Print one line per figure."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    holds(rows)


if __name__ == "__main__":
    main()
