"""A plan of 1,000 tasks from its file to a checked ``Plan``, against the YAML parser alone: ``make bench``.

Every figure is the median over five pairs in one process, the two of a pair one after the other; the peer is
``yaml.compose`` with ``CBaseLoader`` on the same text. The tasks are those of the invented province, over and over
under new ids (``full``), or cut down to name, lead and deadline (``lean``); both keep its two amendments.
"""

import gc
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import yaml

import kh2025
from kh2025.plan import deadline, fields
from kh2025.plan.duties import task_duties
from kh2025.plan.yaml_out import write_yaml
from kh2025.share import find
from kh2025.yaml_tree import plain_value, read_tree

TASKS, PAIRS, LIMIT, LIMIT_MS = 1000, 5, 4.0, 50
_LEAN = ("id", "section", "name", "lead", "deadline")
_LATE = date(2026, 12, 31)


def seconds(call: Callable[[], object]) -> float:
    """Wall time of a call that meets every text for the first time."""
    for kept in (fields._text, deadline._read):  # noqa: SLF001 - what a second reading would save
        kept.cache_clear()
    begun = time.perf_counter()
    call()
    return time.perf_counter() - begun


def pairs(peer: Callable[[], object], ours: Callable[[], object]) -> tuple[float, float, float]:
    """How many times longer ours takes, and the seconds of both: medians over several pairs."""
    peer(), ours()
    gc.collect()
    gc.freeze()  # each call pays the collector for its own objects only
    made = [(seconds(peer), seconds(ours)) for _ in range(PAIRS)]
    theirs, own = (statistics.median(one) for one in zip(*made, strict=True))
    return statistics.median(b / a for a, b in made), theirs, own


def thousand() -> dict:
    """The invented plan with 1,000 tasks; what an amendment names is among the first."""
    plan = plain_value(read_tree(find("example:province_2026/plan.yaml")))
    added = [
        one["task"]["id"] for made in plan["amendments"] for one in made["changes"] if one["change"] == "add"
    ]
    tasks = [dict(one) for one in plan["tasks"]]
    for n in range(len(tasks), TASKS):
        task = dict(tasks[n % len(plan["tasks"])])
        tasks.append(
            task | {"id": f"nx-{n + 1:04d}", "name": f"{task['name']}, đợt {n // len(plan['tasks']) + 1}"}
        )
    assert not {one["id"] for one in tasks} & set(added)
    return plan | {"tasks": tasks}


def compose(*texts: str) -> list:
    """The peer: the parser alone."""
    return [yaml.compose(text, yaml.CBaseLoader) for text in texts]


def loading(folder: Path, name: str, value: dict) -> bool:
    """One file to a checked plan, its tasks compared with what was written."""
    path, text = folder / f"{name}.yaml", write_yaml(value)
    path.write_text(text, "utf-8")
    plan = kh2025.load_plan(path)
    assert [(one.id, one.name, one.deadline) for one in plan.tasks] == [
        (one["id"], one["name"], one.get("deadline")) for one in value["tasks"]
    ]
    ratio, peer, own = pairs(lambda: compose(text), lambda: kh2025.load_plan(path))
    print(f"plan file, {name}         {ratio:6.2f} x yaml.compose (limit {LIMIT:g}); {1000 * own:.0f} ms against {1000 * peer:.0f} ms")  # fmt: skip
    return ratio <= LIMIT


def extending(folder: Path, value: dict) -> bool:
    """Three files that extend each other: the second moves 100 deadlines, the third renames 100 tasks."""
    ids = [one["id"] for one in value["tasks"]]
    chain = [
        value,
        {"extends": "full.yaml", "tasks": [{"id": id_, "deadline": "Quý IV/2026"} for id_ in ids[200:300]]},
        {"extends": "second.yaml", "tasks": [{"id": id_, "name": f"Tên mới {id_}"} for id_ in ids[250:350]]},
    ]
    texts = [write_yaml(one) for one in chain]
    for name, text in zip(("full", "second", "third"), texts, strict=True):
        (folder / f"{name}.yaml").write_text(text, "utf-8")
    plan = kh2025.load_plan(folder / "third.yaml")
    assert [one.id for one in plan.tasks] == ids
    assert (plan.tasks[260].deadline, plan.tasks[260].name) == ("Quý IV/2026", f"Tên mới {ids[260]}")
    ratio, peer, own = pairs(lambda: compose(*texts), lambda: kh2025.load_plan(folder / "third.yaml"))
    print(f"three that extend       {ratio:6.2f} x yaml.compose (limit {LIMIT:g}); {1000 * own:.0f} ms against {1000 * peer:.0f} ms")  # fmt: skip
    return ratio <= LIMIT


def reading(folder: Path) -> bool:
    """The plan as it reads at the end of the year, with every group of its tasks opened up."""
    text = (folder / "full.yaml").read_text("utf-8")
    plan = kh2025.load_plan(folder / "full.yaml")

    def as_of() -> int:
        now = plan.as_of(_LATE)
        return sum(len(now.members(one)) for task in now.tasks for one in (task.lead, *task.coordinating))

    assert len(plan.as_of(_LATE).tasks) == TASKS
    assert as_of() > 2 * TASKS
    ratio, peer, own = pairs(lambda: compose(text), as_of)
    print(f"as_of, groups opened    {ratio:6.3f} x yaml.compose; {1000 * own:.1f} ms (limit {LIMIT_MS} ms) against {1000 * peer:.0f} ms")  # fmt: skip
    now = plan.as_of(_LATE)
    ratio, peer, rows = pairs(lambda: compose(text), lambda: task_duties(now, _LATE))
    print(f"all duties of the year  {ratio:6.3f} x yaml.compose; {1000 * rows:.0f} ms for {len(task_duties(now, _LATE))} rows")  # fmt: skip
    return 1000 * own <= LIMIT_MS


def main() -> int:
    """Print one line per figure; 1 when one is over its limit."""
    value = thousand()
    lean = value | {"tasks": [{key: one[key] for key in _LEAN if key in one} for one in value["tasks"]]}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        met = [loading(folder, "full", value), loading(folder, "lean", lean)]
        met += [extending(folder, value), reading(folder)]
    return int(not all(met))


if __name__ == "__main__":
    sys.exit(main())
