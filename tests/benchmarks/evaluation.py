"""Evaluation at the scale of a country, as ratios in one run: ``make bench`` (or ``evaluation.py ROWS``).

- *holds*: which record holds, the part of each task and the counts of each agency, from integer columns; against the
  same in DuckDB (``arg_max`` over both times, and over one packed number) and in pandas (``sort_values`` and
  ``drop_duplicates``). ROWS records, by default 10 million, of a twentieth as many tasks.
- *evaluate*: all tables and all rules of a plan of 10,000 tasks and 40 agencies with a fifth of ROWS progress records;
  against SQL that makes its duties with what was said before, tasks, agencies, unmatched records and the findings of
  the rules on them. It makes no table of reports, indicators, activities, sections and scores, no days late in working
  days and no ageing: those are in our time alone, as are the checks of every column.
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
from datetime import UTC
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

import duckdb
import numpy as np
import pandas as pd

import kh2025
from kh2025.evaluation import status
from kh2025.evaluation.parts import PART_NAMES, part_codes, tally
from kh2025.evaluation.rules import all_rules
from kh2025.evaluation.tables import PARTS
from kh2025.ledger.facts import Facts
from kh2025.ledger.latest import latest_rows
from kh2025.ledger.records import RECORD_TYPES, STATES
from kh2025.ledger.standing import contradiction_codes
from kh2025.plan.duties import owner_table, task_duties
from kh2025.plan.tables import task_table
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


class Spent(NamedTuple):
    """Seconds of work: of the processor, whichever threads did it, and on the clock."""

    processor: float
    clock: float


def spent(work: Callable[[], object], repeats: int = REPEATS) -> tuple[Spent, object]:
    """Median seconds and the last result. Where others use the machine, those of the processor compare best."""
    took = []
    for _ in range(repeats):
        begun = time.process_time(), time.perf_counter()
        result = work()
        took.append((time.process_time() - begun[0], time.perf_counter() - begun[1]))
    return Spent(*(statistics.median(seconds) for seconds in zip(*took, strict=True))), result


def growth(large: Callable[[], object], small: Callable[[], object], repeats: int = REPEATS) -> float:
    """How many times the processor's seconds of one work another takes: the median of pairs, one after the other.

    Not seconds of the wall: on a busy machine a short work is not interrupted, and a long one is.
    """
    ratios = []
    for _ in range(repeats):
        marks = [time.process_time()]
        for work in (small, large):
            work()
            marks.append(time.process_time())
        ratios.append((marks[2] - marks[1]) / (marks[1] - marks[0]))
    return statistics.median(ratios)


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
    state = given["state"][rows]
    state[rows < 0] = -1
    is_done = state == STATES.index("done")  # of the others no day decides anything
    done = rows[is_done]
    done_on, known_on = np.full((2, len(rows)), NO_DAY)
    done_on[is_done] = given["done_on"][done]
    known_on[is_done] = (given["recorded_at"][done].view("datetime64[us]") + OFFSET).astype("datetime64[D]")
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
    last = seen.sort_values(["effective_on", "recorded_at"], kind="stable").drop_duplicates(
        "task", keep="last"
    )
    rows = np.full(len(given["due_on"]), -1)
    rows[last["task"].to_numpy()] = last.index.to_numpy()
    return counted(given, rows)


HOLDS = """
WITH held AS (SELECT task, {last} FROM records WHERE effective_on <= $today AND recorded_at <= $moment GROUP BY task),
said AS (
  SELECT agency, due_on, r.state, r.done_on, r.state = {done} AND NOT coalesce(
      r.done_on > epoch_us_day(r.recorded_at) OR r.done_on < $first, false) AND NOT coalesce(r.done_on > $day, false) AS is_done
  FROM tasks LEFT JOIN held USING (task) LEFT JOIN records r USING (seq)
)
SELECT agency, CASE
    WHEN state = {cancelled} THEN 8 WHEN state = {suspended} THEN 7
    WHEN is_done AND due_on IS NULL THEN 2 WHEN is_done AND done_on IS NULL THEN 3
    WHEN is_done AND done_on <= due_on THEN 0 WHEN is_done THEN 1
    WHEN due_on IS NULL THEN 6 WHEN due_on < $day THEN 5 ELSE 4 END AS part, count(*) AS n
FROM said GROUP BY ALL
"""
#: DuckDB's ways to the number of the record that holds.
WAYS = {
    "arg_max over both times": "arg_max(seq, (effective_on, recorded_at, seq)) AS seq",
    "arg_max of a packed number": "arg_max(seq, effective_on * 4294967296 + seq) AS seq",
    "max of a packed number": "max(effective_on * 4294967296 + seq) % 4294967296 AS seq",
}


def database(given: dict[str, np.ndarray]) -> duckdb.DuckDBPyConnection:
    """DuckDB with the same columns in tables of its own."""
    at = duckdb.connect()
    rows, tasks = len(given["task"]), len(given["due_on"])
    names = ("task", "effective_on", "recorded_at", "state", "done_on")
    records = pd.DataFrame(
        {name: _plain(given[name]) for name in names} | {"seq": np.arange(rows)}, copy=False
    )
    owed = pd.DataFrame(
        {"task": np.arange(tasks), "agency": given["agency"], "due_on": _plain(given["due_on"])}
    )
    for name, frame in (("records", records), ("tasks", owed)):
        at.register("given", frame)
        days = "".join(f", {day}::DATE AS {day}" for day in ("done_on", "due_on") if day in frame)
        others = ", ".join(column for column in frame if column not in {"done_on", "due_on"})
        at.execute(f"CREATE TABLE {name} AS SELECT {others}{days} FROM given")
        at.unregister("given")
    at.execute("CREATE MACRO epoch_us_day(t) AS (make_timestamp(t + 7 * 3600000000))::DATE")
    return at


def _plain(column: np.ndarray) -> np.ndarray:
    return column.astype("datetime64[s]") if column.dtype.kind == "M" else column


def by_duckdb(at: duckdb.DuckDBPyConnection, way: str) -> np.ndarray:
    """The peer in SQL."""
    codes = {name: STATES.index(name) for name in ("done", "cancelled", "suspended")}
    query = HOLDS.replace("{last}", WAYS[way])
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
    per_record = [name for name, column in given.items() if len(column) == rows]
    shorter = given | {name: given[name][: rows // 10] for name in per_record}
    smaller = {name: column[: len(column) // 10].copy() for name, column in given.items()}
    smaller["task"] %= len(smaller["due_on"])
    grown = [growth(partial(ours, given), partial(ours, one), 2 * REPEATS + 1) for one in (shorter, smaller)]
    print(
        f"holds: {rows:,} records, {len(given['due_on']):,} tasks  {1000 * took:.0f} ms, one core; {held >> 20} MB held"
    )
    print(f"  memory                     {most:6.2f} x the input columns, {size >> 20} MB (limit 3)")
    print(f"  ten times the records      {grown[0]:6.2f} x the time, of as many tasks (limit 11)")
    print(
        f"  ten times both             {grown[1]:6.2f} x the time: a tenth of the tasks fits the core's own cache"
    )
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
            print(
                f"  DuckDB, {threads} thread{'s' * (threads > 1)}          {peer / took:6.1f} x our time: {peer:.2f} s, {way}{goal}"
            )


# --- all tables ----------------------------------------------------------------------------------------------------

DEADLINES = (
    "Quý II/2025",
    "Tháng 5/2025",
    "Trước ngày 30/6/2025",
    "Ngày 10/6/2025",
    "Năm 2025",
    None,
    "Thường xuyên",
    "Hằng quý",
)


def plan_of(number: int, tasks: int) -> dict:
    """A made-up plan, as plain data: its agencies lead in turn, and owe a report each month and quarter."""
    agencies = [f"so-{one}" for one in range(PLAN_AGENCIES)]
    made = [
        {
            "id": f"nv-{one}",
            "section": f"muc-{one % 10}",
            "name": f"Nhiệm vụ {one}",
            "lead": agencies[one % PLAN_AGENCIES],
        }
        | ({"deadline": text} if (text := DEADLINES[one % len(DEADLINES)]) else {})
        for one in range(tasks)
    ]
    return {
        "id": f"ke-hoach-{number}",
        "title": "Kế hoạch",
        "invented": "Kế hoạch dựng để đo tốc độ.",
        "decision": {"number": "1/QĐ-UBND", "kind": "Quyết định"},
        "in_force_from": "2025-01-01",
        "covers": "2025-01-01/2025-12-31",
        "letterheads": [{"valid_from": "2025-01-01", "body": "SỞ", "place": "Thái Bình", "code": "SO"}],
        "sections": [{"id": f"muc-{one}", "number": str(one), "title": f"Mục {one}"} for one in range(10)],
        "agencies": [{"id": one, "name": one} for one in agencies],
        "groups": [{"id": "cac-so", "name": "Các sở", "members": agencies}],
        "obligations": [
            {
                "id": "bao-cao",
                "title": "Báo cáo",
                "tier": 1,
                "reporters": "cac-so",
                "to": "so-0",
                "kinds": ["month", "quarter"],
                "due": {"day": 18},
                "basis": "Mục 2",
            }
        ],
        "tasks": made,
    }


def facts_of(rows: int, tasks: int) -> Facts:
    """Made-up statements of the leading agencies, one in fifty of another one; and nothing else."""
    rng = np.random.default_rng(41)
    task = rng.integers(0, tasks, rows)
    span = (LAST - FIRST) // np.timedelta64(1, "s")
    recorded = FIRST.astype("datetime64[us]") + np.sort(rng.integers(0, span, rows)) * np.timedelta64(1, "s")
    effective = (recorded + OFFSET).astype("datetime64[D]") - rng.integers(0, 30, rows) * DAY
    state = rng.choice(STATES, rows, p=[0.2, 0.43, 0.33, 0.03, 0.01])
    done = np.where(state == "done", effective - rng.integers(-1, 20, rows) * DAY, NO_DAY)
    quarters = np.array(["2025-03-31", "2025-06-30"], "datetime64[D]")[rng.integers(0, 2, rows)]
    lead = (task + (rng.integers(0, 50, rows) == 0)) % PLAN_AGENCIES
    number = np.arange(rows)
    given = {
        "task_id": np.char.add("nv-", task.astype(str)),
        "occurrence": np.where(task % len(DEADLINES) == DEADLINES.index("Hằng quý"), quarters, NO_DAY).astype(
            "datetime64[s]"
        ),
        "agency_id": np.char.add("so-", lead.astype(str)),
        "state": state,
        "percent": np.where(state == "done", 100.0, 50.0),
        "done_on": done.astype("datetime64[s]"),
        "evidence": pd.Series("1/BC", index=number).where(number % 3 > 0),
        "note": pd.Series(None, index=number, dtype="str"),
        "effective_on": effective.astype("datetime64[s]"),
        "recorded_at": pd.DatetimeIndex(recorded, tz="UTC"),
        "source": pd.Series("bieu.xlsx", index=number),
        "seq": number,
        "place": np.char.add("Bieu!A", number.astype(str)),
    }
    tables = {name: kind.table.frame([]) for name, kind in RECORD_TYPES.items()}
    return Facts(tables | {"progress": RECORD_TYPES["progress"].table.typed(given)}, "made up")


TABLES = """
CREATE OR REPLACE TEMP TABLE seen AS
  SELECT *, (recorded_at AT TIME ZONE 'UTC' + INTERVAL 7 HOUR)::DATE AS recorded_on FROM progress WHERE recorded_at <= $moment;
CREATE OR REPLACE TEMP TABLE matched AS
  SELECT DISTINCT duty, s.seq, s.effective_on FROM seen s JOIN owed d ON s.task_id = d.task_id AND s.occurrence IS NOT DISTINCT FROM d.occurrence
  JOIN owners o ON o.line = d.line AND o.agency_id = s.agency_id
    AND (s.effective_on BETWEEN from_on AND to_on OR recorded_on BETWEEN from_on AND to_on);
CREATE OR REPLACE TEMP TABLE told AS
  WITH each_day AS (
    SELECT duty, effective_on AS day, max(seq) AS seq FROM matched WHERE effective_on <= $day GROUP BY ALL
  ), said AS (
    SELECT duty, day, percent, state, max(percent) OVER before AS percent_before,
      coalesce(bool_or(state = 'done') OVER before, false) AS was_done,
      row_number() OVER of_duty = 1 OR state IS DISTINCT FROM lag(state) OVER of_duty OR percent IS DISTINCT FROM lag(percent) OVER of_duty
        OR done_on IS DISTINCT FROM lag(done_on) OVER of_duty OR (evidence IS NULL) <> lag(evidence IS NULL) OVER of_duty AS is_new
    FROM each_day JOIN seen USING (seq)
    WINDOW of_duty AS (PARTITION BY duty ORDER BY day),
      before AS (PARTITION BY duty ORDER BY day ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
  )
  SELECT duty, arg_max(percent_before, day) AS percent_before, arg_max(was_done, day) AS was_done, max(day) FILTER (is_new) AS stated_since
  FROM said GROUP BY duty;
CREATE OR REPLACE TEMP TABLE duties AS
  WITH held AS (
    SELECT duty, arg_max(seq, (effective_on, seq)) AS seq, count(*) AS records FROM matched WHERE effective_on <= $day GROUP BY duty
  ), said AS (
    SELECT d.*, h.records, m.* EXCLUDE (task_id, occurrence, agency_id), percent_before, coalesce(was_done, false) AS was_done, stated_since,
      year($day) * 12 + month($day) + (day($day) > 14)::INT - year(word) * 12 - month(word) - (day(word) > 14)::INT AS periods_silent,
      CASE WHEN m.state = 'done' AND m.done_on > m.recorded_on THEN 'done_after_recorded'
           WHEN m.state = 'done' AND m.done_on < coalesce(d.starts_on, $first) THEN 'done_before_start' END AS contradiction
    FROM owed d LEFT JOIN held h USING (duty) LEFT JOIN seen m ON m.seq = h.seq LEFT JOIN told USING (duty),
      LATERAL (SELECT greatest($first, d.starts_on, m.effective_on) AS word)
  ), parts AS (
    SELECT *, original_due_on AS due_on, coalesce(state = 'done' AND contradiction IS NULL AND NOT coalesce(done_on > $day, false), false) AS is_done
    FROM said
  ), judged AS (
    SELECT *, CASE WHEN state = 'cancelled' OR (is_dropped AND NOT is_done) THEN 'cancelled' WHEN state = 'suspended' THEN state
      WHEN is_done AND due_on IS NULL THEN 'done_no_deadline' WHEN is_done AND done_on IS NULL THEN 'done_date_missing'
      WHEN is_done AND done_on <= due_on THEN 'done_on_time' WHEN is_done THEN 'done_late'
      WHEN due_on IS NULL THEN 'open_no_deadline' WHEN due_on < $day THEN 'open_overdue' ELSE 'open_in_time' END AS part
    FROM parts
  )
  SELECT *, part LIKE 'open%' AND state IS NULL AS is_unreported,
    part = 'open_in_time' AND due_on <= $day + INTERVAL 15 DAY AS is_due_soon,
    CASE part WHEN 'done_late' THEN date_diff('day', due_on, done_on) WHEN 'open_overdue' THEN date_diff('day', due_on, $day) END AS days_late
  FROM judged;
CREATE OR REPLACE TEMP TABLE tasks AS
  WITH ranked AS (
    SELECT task_id, assigned_agency_id, min(CASE WHEN occurrence IS NULL THEN list_position($members, part) ELSE 100 END) AS once,
      min(CASE WHEN occurrence IS NOT NULL THEN list_position($occurrences, part) ELSE 100 END) AS place
    FROM duties GROUP BY ALL
  )
  SELECT t.*, list_extract($members, min(CASE WHEN place < 100 THEN list_position($members, list_extract($occurrences, place)) ELSE once END)) AS part
  FROM plan_tasks t JOIN ranked r ON r.task_id = t.task_id GROUP BY ALL;
CREATE OR REPLACE TEMP TABLE agencies AS
  SELECT agency_id, part, count(*) AS n FROM duties GROUP BY ALL;
CREATE OR REPLACE TEMP TABLE unmatched AS
  SELECT task_id, agency_id, place FROM seen ANTI JOIN (
    SELECT s.seq FROM seen s JOIN owed_later d ON s.task_id = d.task_id AND s.occurrence IS NOT DISTINCT FROM d.occurrence
    JOIN owners o ON o.line = d.line AND o.agency_id = s.agency_id AND (s.effective_on BETWEEN from_on AND to_on OR recorded_on BETWEEN from_on AND to_on)
  ) USING (seq);
CREATE OR REPLACE TEMP TABLE findings AS
  SELECT 'task-overdue' AS rule_id, agency_id, task_id, occurrence, due_on AS since_on, {'due_on': due_on, 'days_late': days_late, 'state': state, 'percent': percent}::JSON AS vals
  FROM duties WHERE part = 'open_overdue'
  UNION ALL SELECT 'task-done-late', agency_id, task_id, occurrence, due_on, {'due_on': due_on, 'done_on': done_on, 'days_late': days_late}::JSON FROM duties WHERE part = 'done_late'
  UNION ALL SELECT 'done-without-evidence', agency_id, task_id, occurrence, done_on, {'done_on': done_on, 'evidence': evidence}::JSON FROM duties WHERE part LIKE 'done%' AND evidence IS NULL
  UNION ALL SELECT 'task-unreported', agency_id, task_id, occurrence, NULL, {'due_on': due_on}::JSON FROM duties WHERE is_unreported AND (is_due_soon OR part = 'open_overdue')
  UNION ALL SELECT 'done-date-impossible', agency_id, task_id, occurrence, NULL, {'contradiction': contradiction, 'done_on': done_on}::JSON FROM duties WHERE contradiction IS NOT NULL
  UNION ALL SELECT 'task-suspended-past-due', agency_id, task_id, occurrence, due_on, {'due_on': due_on, 'stated_since': stated_since, 'note': note}::JSON FROM duties WHERE part = 'suspended' AND due_on < $day
  UNION ALL SELECT 'task-stopped-unexplained', agency_id, task_id, occurrence, stated_since, {'state': state, 'evidence': evidence, 'note': note}::JSON FROM duties WHERE state IN ('suspended', 'cancelled') AND evidence IS NULL AND note IS NULL
  UNION ALL SELECT 'not-started-with-progress', agency_id, task_id, occurrence, stated_since, {'state': state, 'percent': percent, 'source': source}::JSON FROM duties WHERE state = 'not_started' AND percent > 0
  UNION ALL SELECT 'percent-contradicts-state', agency_id, task_id, occurrence, stated_since, {'state': state, 'percent': percent, 'source': source}::JSON FROM duties WHERE state NOT IN ('suspended', 'cancelled') AND (state = 'done') <> (percent = 100)
  UNION ALL SELECT 'progress-backwards', agency_id, task_id, occurrence, stated_since, {'percent': percent, 'percent_before': percent_before, 'effective_on': effective_on, 'source': source}::JSON FROM duties WHERE percent < percent_before AND NOT (was_done AND state <> 'done')
  UNION ALL SELECT 'done-reopened', agency_id, task_id, occurrence, stated_since, {'state': state, 'percent': percent, 'effective_on': effective_on, 'source': source}::JSON FROM duties WHERE was_done AND state <> 'done'
  UNION ALL SELECT 'progress-stale', agency_id, task_id, occurrence, NULL, {'periods_silent': periods_silent, 'effective_on': effective_on, 'state': state}::JSON FROM duties WHERE part LIKE 'open%' AND periods_silent >= $periods
  UNION ALL SELECT 'statement-ahead', agency_id, task_id, occurrence, recorded_on, {'effective_on': effective_on, 'recorded_at': recorded_at, 'source': source}::JSON FROM duties WHERE effective_on > recorded_on
  UNION ALL SELECT 'statements-contradict', agency_id, task_id, occurrence, recorded_on, {'state': state, 'percent': percent}::JSON FROM duties WHERE duty IN (
    SELECT d.duty FROM matched m JOIN seen s USING (seq) JOIN duties d ON d.duty = m.duty AND d.effective_on = s.effective_on AND d.recorded_at = s.recorded_at
    WHERE s.state <> d.state OR s.percent IS DISTINCT FROM d.percent OR s.done_on IS DISTINCT FROM d.done_on)
  UNION ALL SELECT 'task-not-six-clear', lead_id, task_id, NULL, NULL, {'lead_id': lead_id, 'responsible': responsible, 'authority': authority, 'deadline': deadline, 'products': products}::JSON FROM plan_tasks WHERE lead_id IS NULL OR responsible IS NULL OR authority IS NULL OR deadline IS NULL OR products IS NULL
  UNION ALL SELECT 'record-unmatched', agency_id, task_id, NULL, NULL, {'place': place}::JSON FROM unmatched
"""
MADE = ("duties", "tasks", "agencies", "unmatched", "findings")


def loaded(plan: kh2025.Plan, facts: Facts) -> duckdb.DuckDBPyConnection:
    """DuckDB with the plan's columns and the records in tables of its own: reading models is not its work."""
    at = duckdb.connect()
    at.execute("SET TimeZone = 'UTC'")
    on = TODAY.item()
    frames = {
        "progress": facts["progress"],
        "owed": task_duties(plan, on).assign(duty=lambda frame: np.arange(len(frame))),
        "owed_later": task_duties(plan, plan.covers.last),
        "owners": owner_table(plan),
        "plan_tasks": task_table(plan, on),
    }
    for name, frame in frames.items():
        at.register(
            "given", frame.astype({key: object for key, kind in frame.dtypes.items() if kind == "str"})
        )
        days = ", ".join(
            f"{key}::DATE AS {key}" for key, kind in frame.dtypes.items() if str(kind) == "datetime64[s]"
        )
        at.execute(
            f"CREATE TABLE {name} AS SELECT * REPLACE ({days}) FROM given"
            if days
            else f"CREATE TABLE {name} AS SELECT * FROM given"
        )
        at.unregister("given")
    return at


def in_sql(at: duckdb.DuckDBPyConnection) -> dict[str, pd.DataFrame]:
    """The tables that DuckDB makes, as frames."""
    given = {
        "moment": MOMENT.item().replace(tzinfo=UTC),
        "day": TODAY.item(),
        "first": FIRST.item(),
        "periods": all_rules()["progress-stale"].values_on(TODAY.item())["periods"],
        "members": list(status._OF_MEMBERS),  # noqa: SLF001 - the order is one fact, stated once
        "occurrences": list(status._OF_OCCURRENCES),  # noqa: SLF001
    }
    for statement in TABLES.split(";\n"):
        asked = {name: value for name, value in given.items() if f"${name}" in statement}
        at.execute(statement, asked)
    return {name: at.table(name).df() for name in MADE}


def whole(rows: int) -> None:
    """All tables and rules of one big plan."""
    facts = facts_of(rows, PLAN_TASKS)
    size = sum(int(frame.memory_usage(deep=True).sum()) for frame in facts.tables.values())
    text = json.dumps(plan_of(1, PLAN_TASKS))
    plan = kh2025.Plan.model_validate_json(text)
    work = partial(kh2025.evaluate, plan, facts, "2025-Q2", as_of=AS_OF)
    kh2025.evaluate(
        kh2025.Plan.model_validate_json(json.dumps(plan_of(2, 10))), facts_of(100, 10), "2025-Q2", as_of=AS_OF
    )
    memory = Peak()
    work()
    most = (size + memory.more()) / size
    new_plans = [kh2025.Plan.model_validate_json(text) for _ in range(REPEATS)]
    at_first, ev = spent(lambda: kh2025.evaluate(new_plans.pop(), facts, "2025-Q2", as_of=AS_OF))
    again, ev = spent(work)
    print(
        f"evaluate: {PLAN_TASKS:,} tasks, {PLAN_AGENCIES} agencies, {rows:,} records, {len(all_rules())} rules  {again.processor:.2f} s of one core, {len(ev.duties):,} duties, {len(ev.findings):,} findings"
    )
    print(
        f"  of a plan just read        {at_first.processor / again.processor:6.2f} x the time: {at_first.processor:.2f} s, its models made columns"
    )
    print(f"  memory                     {most:6.2f} x the input columns, {size >> 20} MB (limit 3)")
    at = loaded(ev.scope.plan, facts)
    for threads in (1, 2):
        at.execute(f"SET threads = {threads}")
        theirs, tables = spent(partial(in_sql, at))
        again, ev = spent(work)
        rules = agrees(ev, tables)
        print(
            f"  DuckDB, {threads} thread{'s' * (threads > 1)}          {theirs.processor / again.processor:6.2f} x our time: {theirs.processor:.2f} s of its cores, its tables and {rules} rules alone (goal 1); on the clock {theirs.clock / again.clock:.2f} x"
        )
    few = partial(kh2025.evaluate, plan, facts_of(rows // 10, PLAN_TASKS), "2025-Q2", as_of=AS_OF)
    print(f"  ten times the records      {growth(work, few):6.2f} x the time (limit 11)")


def agrees(ev: kh2025.Evaluation, tables: dict[str, pd.DataFrame]) -> int:
    """Part and history of each duty, part of each task, counts of each agency, strays, findings by rule are the same.

    Returns the number of rules compared, which are those with findings on all tables that SQL makes.
    """
    duties = tables["duties"].sort_values("duty").reset_index(drop=True)
    assert ev.duties["part"].tolist() == duties["part"].tolist()
    for name in ("percent", "percent_before", "days_late"):
        assert np.array_equal(_numbers(ev.duties[name]), _numbers(duties[name]), equal_nan=True), name
    assert (ev.duties["stated_since"] == duties["stated_since"]).equals(duties["stated_since"].notna())
    assert (
        ev.tasks.set_index("task_id")["part"].to_dict()
        == tables["tasks"].set_index("task_id")["part"].to_dict()
    )
    parts = tables["agencies"].pivot_table(index="agency_id", columns="part", values="n", fill_value=0)
    ours = ev.agencies.set_index("agency_id")
    assert all((ours[part] == parts[part].reindex(ours.index)).all() for part in PARTS if part in parts)
    assert sorted(ev.unmatched["place"]) == sorted(tables["unmatched"]["place"])
    made = tables["findings"]["rule_id"].value_counts().to_dict()
    on = {"duties", "statements", "unmatched", "plan_tasks"}
    found = {one: n for one, n in ev.summary["findings"].items() if n and all_rules()[one].on in on}
    assert made == found
    return len(made)


def _numbers(column: pd.Series) -> np.ndarray:
    return column.astype("Float64").to_numpy(dtype=np.float64, na_value=np.nan)


def many() -> None:
    """As many plans as there are, with one process and with two; what starts the processes is not timed."""
    with tempfile.TemporaryDirectory() as home:
        plans, facts = zip(*(office(Path(home), number) for number in range(PLANS)), strict=True)
        answers, seconds = [], []
        for workers in (1, 2):
            with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as executor:
                list(executor.map(time.sleep, [1] * workers))
                list(executor.map(warm, plans[:workers], facts[:workers]))
                took, found = timed(
                    partial(kh2025.evaluate_many, plans, facts, "2025-Q2", AS_OF, executor=executor)
                )
            answers.append(found)
            seconds.append(took)
        assert answers[0].counts == answers[1].counts
        assert answers[0].failures.empty
    print(f"many: {PLANS} plans  {seconds[0]:.2f} s with one process")
    print(f"  two processes              {seconds[0] / seconds[1]:6.2f} x as fast (goal 1.7)")


def warm(plan: str, facts: str) -> None:
    """Load everything in a worker."""
    kh2025.evaluate_many([plan], [facts], "2025-Q2", AS_OF)


def office(home: Path, number: int) -> tuple[str, str]:
    """The files of one plan: 500 tasks, 5,000 records."""
    folder = home / str(number)
    (folder / "facts").mkdir(parents=True)
    (folder / "plan.yaml").write_text(write_yaml(plan_of(number, 500)), "utf-8")
    frame = facts_of(5_000, 500)["progress"].drop(columns=["place"])
    frame.to_csv(folder / "facts" / "progress.csv", index=False)
    return str(folder / "plan.yaml"), str(folder / "facts")


def main() -> None:
    """Print one line per figure."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    holds(rows)
    whole(rows // 5)
    many()


if __name__ == "__main__":
    main()
