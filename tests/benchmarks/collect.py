"""The speed of collecting, as a ratio in one run: ``make bench`` (or ``python tests/benchmarks/collect.py FORMS``).

Forms of 50 rows are collected into a store, beside openpyxl merely reading the same cells of the same files. What is
timed is also checked: the records hold what the cells hold.
"""

import io
import json
import statistics
import sys
import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl

import kh2025
from kh2025.ledger.collect.collecting import Collector
from kh2025.ledger.collect.head import Given
from kh2025.ledger.collect.receipts import Receipt, Receipts
from kh2025.ledger.collect.reference import Reference
from kh2025.ledger.forms.content import make_forms
from kh2025.ledger.forms.layout import FIRST_ROW, KEY_ROW, SHEETS, Role
from kh2025.ledger.forms.workbook import form_workbook
from kh2025.ledger.store import Store
from kh2025.plan.model import Plan

ROWS, AGENCY, PERIOD = 50, "so-yt", "2025-Q2"
RECEIVED = datetime(2025, 6, 16, 2, tzinfo=UTC)
RUNS = 3
LIMIT = 2.0


def plan_of_rows() -> Plan:
    """The example's plan with made-up tasks, all of one agency."""
    said = kh2025.load_plan("example:thai_binh_2025/demo.yaml").as_written.model_dump(mode="json")
    said["covers"] = "/".join(said["covers"].values())
    first = said["tasks"][0]
    made = {"lead": AGENCY, "deadline": "Quý IV/2025", "depends_on": [], "indicators": []}
    said["tasks"] = [
        {**first, **made, "id": f"nv-{one:03d}", "name": f"Nhiệm vụ số {one}"} for one in range(ROWS)
    ]
    return Plan.model_validate_json(json.dumps(said))


def write_forms(plan: Plan, home: Path, count: int) -> list[Path]:
    """Forms filled in, each with other words and shares."""
    blank = form_workbook(make_forms(plan, PERIOD).of(AGENCY))
    book = openpyxl.load_workbook(io.BytesIO(blank))
    sheet = next(one for one in book if one["A1"].value == SHEETS[Role.TASKS].mark)
    place = {cell.value: cell.column for cell in sheet[KEY_ROW]}
    paths = []
    for form in range(count):
        for row in range(FIRST_ROW, FIRST_ROW + ROWS):
            cells = {
                "state": "Đang thực hiện" if row % 2 else "Đã hoàn thành",
                "percent": (form + row) % 100 or 100 if row % 2 else 100,
                "done_on": None if row % 2 else date(2025, 6, 1 + row % 10),
                "evidence": None if row % 2 else f"{form}/BC-SYT",
                "note": f"Đợt {form}, dòng {row}: đã trình Ủy ban nhân dân tỉnh",
            }
            for key, value in cells.items():
                sheet.cell(row, place[key]).value = value
        paths.append(home / f"{form:03d}.xlsx")
        book.save(paths[-1])
    return paths


def merely_read(paths: list[Path]) -> list[list[tuple]]:
    """The cells of the rows, as openpyxl gives them."""
    read = []
    for path in paths:
        book = openpyxl.load_workbook(path, data_only=True)
        sheet = next(one for one in book if one["A1"].value == SHEETS[Role.TASKS].mark)
        read.append(list(sheet.iter_rows(FIRST_ROW, FIRST_ROW + ROWS - 1, values_only=True)))
    return read


def collect(plan: Plan, paths: list[Path], url: str) -> list:
    """The results of collecting the files into a new store."""
    store = Store.at(url)
    receipts = Receipts(otherwise=Receipt(RECEIVED))
    now = datetime.now(UTC)
    collector = Collector(
        Reference(plan), receipts, Given(), now, lambda batch: store.append(batch, lambda: datetime.now(UTC))
    )
    return list(collector.collect(paths))


def check(read: list[list[tuple]], url: str) -> None:
    """Every cell that was read is in the store."""
    progress = Store.at(url).facts()["progress"]
    layout = SHEETS[Role.TASKS]
    keys = ("task_id", "percent", "note")
    places = [layout.place(key) - 1 for key in keys]
    wanted = [tuple(row[place] for place in places) for rows in read for row in rows]
    found = list(zip(*(progress[key] for key in keys), strict=True))
    assert found == wanted, (found[:3], wanted[:3])


def timed(work, *arguments):
    """Seconds and result."""
    begun = time.perf_counter()
    result = work(*arguments)
    return time.perf_counter() - begun, result


def main() -> None:
    """Print the medians and their ratio."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    plan = plan_of_rows()
    with tempfile.TemporaryDirectory() as home:
        paths = write_forms(plan, Path(home), count)
        ratios, tooks = [], []
        for run in range(RUNS):
            url = f"sqlite:///{home}/facts{run}.db"
            alone, read = timed(merely_read, paths)
            took, results = timed(collect, plan, paths, url)
            assert {result.status for result in results} == {"accepted"}
            check(read, url)
            ratios.append(took / alone)
            tooks.append((took, alone))
        took, alone = sorted(tooks)[RUNS // 2]
        print(
            f"collect {count} forms of {ROWS} rows  {took:6.2f} s, {statistics.median(ratios):.2f} x openpyxl alone: "
            f"{alone:.2f} s (limit {LIMIT:g})"
        )


if __name__ == "__main__":
    main()
