"""Writes the invented province: plan.yaml and the CSV files of facts/, the same bytes each time.

    python examples/province_2026/make.py [FOLDER]

Nothing here is content of any real plan: names, numbers and figures are composed from words.toml by a generator
with a fixed seed. Only ``random.Random.random`` is drawn from, which gives the same numbers in every Python.
"""

import argparse
import csv
import tomllib
from pathlib import Path

import make_facts
import make_plan

from kh2025.plan.yaml_out import write_yaml

HERE = Path(__file__).resolve().parent
COMMENT = """An INVENTED plan of an invented province, made by make.py with a fixed seed: edit make_plan.py and
words.toml, not this file. No agency, decision, task, indicator or figure in it is real."""


def main(folder: Path = HERE) -> None:
    """Write all files below a folder."""
    words = tomllib.loads((HERE / "words.toml").read_text("utf-8"))
    plan = make_plan.plan(words)
    (folder / "facts").mkdir(parents=True, exist_ok=True)
    _write(folder / "plan.yaml", write_yaml(plan, COMMENT))
    for name, rows in make_facts.facts(plan, words).items():
        with (folder / "facts" / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(rows)
    _write(folder / "facts" / "invented.txt", make_facts.INVENTED)


def _write(path: Path, text: str) -> None:
    path.write_bytes(text.encode("utf-8"))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", nargs="?", type=Path, default=HERE, help="where to write; by default here")
    main(parser.parse_args().folder)
