"""Runs of the quarterly notebook: against a stock papermill loop, ploomber-engine, and the cells alone.

``python tests/benchmarks/runs.py [--reports 20] [--looped 6] [--rounds 5] [--steps loops unchanged memory breakdown]``:
interleaved rounds, medians, ratios in one run. The outputs of all are compared before anything is timed. A batch makes
all reports; a loop, which has no start to share, makes a few and is compared by the report. A ratio says how many
times as long the other takes.
"""

import argparse
import json
import multiprocessing
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import papermill

from kh2025 import share
from kh2025.run import executors, forking
from kh2025.run.batch import Batch, Order

PLAN, LEDGER = "example:thai_binh_2025/demo.yaml", "example:thai_binh_2025/facts"
AS_OF, PERIOD, FORMATS = "2025-06-25T17:00:00+07:00", "2025-Q2", ["html"]
NOTEBOOK = share.folder("notebooks") / "period_report.ipynb"
STEPS = ("loops", "unchanged", "memory", "breakdown")
GIVEN = {"plan": PLAN, "ledger": LEDGER, "as_of": AS_OF, "formats": FORMATS, "lang": "vi"}


def prepared(out, agencies):
    """A batch of the plan's agencies, cut to a count."""
    batch = Batch.prepare(Order({**GIVEN, "out": str(out)}, (PERIOD,), each_agency=True))
    batch.reports = batch.reports[:agencies]
    return batch


def ours(agencies, workers):
    """Seconds of a batch from reading the plan to the last file; the template starts within."""
    with tempfile.TemporaryDirectory() as out:
        begun = time.perf_counter()
        batch = prepared(Path(out), agencies)
        with executors.local(workers) as executor:
            batch.run(executor)
        took = time.perf_counter() - begun
        assert [one.status for one in batch.outcomes] == ["made"] * agencies
        return took, {path.name: path.read_bytes() for path in Path(out).glob("*.html")}


def loop(agencies, engine):
    """Seconds of a papermill loop over the same reports, one after another."""
    program = sys.modules["__main__"]
    with tempfile.TemporaryDirectory() as out:
        begun = time.perf_counter()
        for agency in agencies:
            given = {**GIVEN, "period": PERIOD, "agency": agency, "out": out}
            target = str(Path(out) / f"{agency}.ipynb")
            papermill.execute_notebook(
                str(NOTEBOOK), target, given, engine_name=engine, progress_bar=False, kernel_name="python3"
            )
        took = time.perf_counter() - begun
        sys.modules["__main__"] = program  # ploomber-engine puts its shell there
        return took, {path.name: path.read_bytes() for path in Path(out).glob("*.html")}


def cells_alone(agency):
    """Run the notebook's code in this process, its imports warm; gives the seconds of it."""
    given = {**GIVEN, "period": PERIOD, "agency": agency}
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory() as out:
        names = {}
        for cell in json.loads(NOTEBOOK.read_text("utf-8"))["cells"]:
            if cell["cell_type"] == "code":
                exec("".join(cell["source"]), names)  # noqa: S102 - our own notebook
                if "parameters" in cell["metadata"].get("tags", []):
                    names.update({**given, "out": out})
    return time.perf_counter() - begun


def limit(agencies, workers):
    """Seconds that the cells alone need, in so many processes with warm imports."""
    with multiprocessing.get_context("fork").Pool(workers) as pool:
        pool.map(cells_alone, agencies[:workers], chunksize=1)
        begun = time.perf_counter()
        pool.map(cells_alone, agencies, chunksize=1)
        return time.perf_counter() - begun, None


def unchanged(count):
    """Seconds of a batch of so many reports of which none changed, as a program of its own, and a day later.

    A day later what waits for a late report has changed: then only the decision is timed, and nothing is made.
    """
    with tempfile.TemporaryDirectory() as out:
        command = [sys.executable, "-m", "kh2025", "report", PLAN, PERIOD, "2025-M06", "--ledger", LEDGER]
        command += ["--as-of", AS_OF, "--each-agency", "--formats", "html", "-o", out, "--json"]
        subprocess.run(command, check=True, capture_output=True)
        begun = time.perf_counter()
        said = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
        took = time.perf_counter() - begun
        assert not said["made"]
        assert len(said["unchanged"]) >= count
        return took, decided(out), len(said["unchanged"])


def decided(out):
    """Seconds to find what stands of both periods a day later, in this process; nothing is made."""
    begun = time.perf_counter()
    order = Order(
        {**GIVEN, "as_of": AS_OF.replace("25T", "26T"), "out": out}, (PERIOD, "2025-M06"), each_agency=True
    )
    batch = Batch.prepare(order)
    digests = [(report.standing.tables, report.look.part(report.agency).tables) for report in batch.reports]
    took = time.perf_counter() - begun
    stand = sum(before == now for before, now in digests)
    return took, f"{stand} of {len(digests)} stand"


def private_memory():
    """Megabytes that one kernel holds for itself after a report's cells, its shared pages left out."""
    cells = [
        "import kh2025, os",
        f"ev = kh2025.evaluate(kh2025.load_plan({PLAN!r}), kh2025.open_facts({LEDGER!r}), {PERIOD!r}, as_of={AS_OF!r})",
    ]
    cells += ["doc = kh2025.period_report(ev)"]
    cells += [
        "print(sum(int(l.split()[1]) for l in open('/proc/self/smaps_rollup') if l.startswith('Private')))"
    ]
    import nbformat  # noqa: PLC0415

    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    book.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    made = papermill.execute_notebook(book, None, engine_name="kh2025", progress_bar=False)
    return int(made.cells[-1].outputs[0].text) / 1024


def breakdown(agency):
    """Seconds of one report by what they go to: fork and start of the kernel, cells, and what is around them."""
    given = {**GIVEN, "period": PERIOD, "agency": agency}
    forking.template()
    with tempfile.TemporaryDirectory() as out:
        source, target = str(NOTEBOOK), str(Path(out) / "x.ipynb")
        papermill.execute_notebook(
            source, target, {**given, "out": out}, engine_name="kh2025", progress_bar=False
        )
        begun = time.perf_counter()
        made = papermill.execute_notebook(
            source, target, {**given, "out": out}, engine_name="kh2025", progress_bar=False
        )
        took = time.perf_counter() - begun
    cells = [cell.metadata.papermill["duration"] for cell in made.cells if cell.cell_type == "code"]
    return {
        "whole": took,
        "first cell with fork and start": cells[0],
        "other cells": sum(cells[1:]),
        "around": took - sum(cells),
    }


def against_others(reports, looped, rounds):
    """The table of contenders."""
    whole = prepared(Path(tempfile.gettempdir()) / "kh2025-none", reports)
    agencies = [one.agency for one in whole.reports]
    few = agencies[:looped]
    pages = ours(reports, 1)[1]
    stock = loop(few, "nbclient")[1]
    assert stock, "stock papermill made nothing"
    assert stock.items() <= pages.items(), "stock papermill's pages differ"
    contenders = {
        "kh2025, 1 worker": (reports, lambda: ours(reports, 1)),
        "kh2025, 2 workers": (reports, lambda: ours(reports, 2)),
        "stock papermill loop": (looped, lambda: loop(few, "nbclient")),
        "ploomber-engine loop": (looped, lambda: loop(few, "embedded")),
        "cells alone, 1 process": (reports, lambda: limit(agencies, 1)),
        "cells alone, 2 processes": (reports, lambda: limit(agencies, 2)),
    }
    taken = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, (count, run) in contenders.items():
            taken[name].append(run()[0] / count)
    print(
        f"{PERIOD}: {reports} reports a batch, {looped} a loop, medians of {rounds} rounds, {os.cpu_count()} processors"
    )
    medians = {name: statistics.median(values) for name, values in taken.items()}
    for name, seconds in medians.items():
        ratios = [f"{seconds / medians[f'kh2025, {count}']:5.2f} x" for count in ("1 worker", "2 workers")]
        print(f"{name:26} {seconds:6.3f} s a report   {'  '.join(ratios)}")
    for workers, count in (("1 worker", "1 process"), ("2 workers", "2 processes")):
        ratio = medians[f"kh2025, {workers}"] / medians[f"cells alone, {count}"]
        print(f"over the limit, {workers}: {ratio:.2f} x")


def main():
    """Run the steps asked for."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--reports", type=int, default=20)
    asked.add_argument("--looped", type=int, default=6)
    asked.add_argument("--rounds", type=int, default=5)
    asked.add_argument("--steps", nargs="+", choices=STEPS, default=STEPS)
    given = asked.parse_args()
    if "loops" in given.steps:
        against_others(given.reports, given.looped, given.rounds)
    if "unchanged" in given.steps:
        took, (later, stand), count = unchanged(40)
        print(f"unchanged batch of {count}: {took:.2f} s; decided a day later: {later:.2f} s ({stand})")
    if "memory" in given.steps:
        print(f"private memory of a kernel: {private_memory():.0f} MB")
    if "breakdown" in given.steps:
        for name, seconds in breakdown("so-yt").items():
            print(f"  one report, nothing handed, {name}: {seconds:.3f} s")
    forking.close()


if __name__ == "__main__":
    main()
