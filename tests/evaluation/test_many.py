"""Many plans: the same answer for any partitioning, in threads, in processes and on a cluster."""

import json
import os
import re
import socket
import subprocess
import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from datetime import datetime
from multiprocessing import get_context
from pathlib import Path

import pandas as pd
import pytest
import worlds
from hypothesis import given, settings
from hypothesis import strategies as st
from worlds import agency, facts_of, plan_of, task

import kh2025
from kh2025.errors import ParameterError, PeriodError, Problem
from kh2025.evaluation.many import ManyPlans, PlanCounts, evaluate_many
from kh2025.evaluation.parts import PART_NAMES
from kh2025.evaluation.tables import CLASSES
from kh2025.evaluation.tables import many as many_tables
from kh2025.plan.yaml_out import write_yaml

AS_OF = "2025-07-01T00:00:00+07:00"
TABLES = ("plans", "fields", "agencies", "failures")


def same(one, other):
    """Whether two results say the same, table by table."""
    assert one.summary == other.summary
    for name in TABLES:
        pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name), obj=name)
    return True


# --- merging ------------------------------------------------------------------------------------------------

_IDS = st.sampled_from(["so-a", "so-b", None])


def _counts(names):
    row = st.tuples(*[st.integers(0, 3)] * len(names))
    return st.dictionaries(_IDS, row, max_size=3)


@st.composite
def parts(draw):
    """What some plans contribute, by source; ids of plans may collide, and some plans have failed."""
    made = {}
    for number in range(draw(st.integers(0, 6))):
        source = f"{number}.yaml"
        if draw(st.integers(0, 4)) == 0:
            made[source] = PlanCounts(source, problems=(Problem("agency", "agency", source),))
            continue
        tasks = {f"muc-{n}": (1,) * len(PART_NAMES) for n in draw(st.sets(st.integers(1, 3)))}
        made[source] = PlanCounts(
            source,
            f"ke-hoach-{draw(st.integers(0, 9))}",
            {f"muc-{n}": f"Mục {n} của {source}" for n in (1, 2, 3)},
            tasks,
            draw(_counts(PART_NAMES)),
            draw(_counts(CLASSES)),
            draw(_counts(("",))),
        )
    return made


@given(parts(), st.data())
@settings(deadline=None, max_examples=30)
def test_any_partitioning_gives_the_same(found, data):
    """Dealt out to any workers, merged in any order and any grouping."""
    whole = ManyPlans("2025-Q2", AS_OF, found)
    dealt = [ManyPlans("2025-Q2", AS_OF, {}) for _ in range(3)]
    for source in data.draw(st.permutations(list(found))):
        dealt[data.draw(st.integers(0, 2))].counts[source] = found[source]
    a, b, c = data.draw(st.permutations(dealt))
    assert same(a.merge(b).merge(c), whole)
    assert same(a.merge(b.merge(c)), whole)
    assert same(c.merge(a).merge(b), whole)
    assert a.merge(a) == a


def test_merging_what_contradicts_is_refused():
    """Parts of another moment, or that tell different things of one plan, are no parts of one answer."""
    one = ManyPlans("2025-Q2", AS_OF, {"a": PlanCounts("a", "ke-hoach-a")})
    with pytest.raises(ValueError, match="2025-Q3"):
        one.merge(ManyPlans("2025-Q3", AS_OF))
    with pytest.raises(ValueError, match="2025-Q2"):
        one.merge(ManyPlans("2025-Q2", AS_OF, {"a": PlanCounts("a", "ke-hoach-b")}))


# --- what is added up -----------------------------------------------------------------------------------------


@given(st.lists(worlds.worlds(), min_size=2, max_size=3))
@worlds.examples(4)
def test_the_sums_are_those_of_the_plans(drawn):
    """By plan, by field, by agency and in all: counted again, one row at a time, from each plan's own tables."""
    plans = [one.plan.model_copy(update={"id": f"ke-hoach-{number}"}) for number, one in enumerate(drawn)]
    period, as_of = drawn[0].period, drawn[0].as_of
    found = evaluate_many(plans, [one.facts for one in drawn], period, as_of)
    alone = [
        kh2025.evaluate(plan, one.facts, period, as_of=as_of) for plan, one in zip(plans, drawn, strict=True)
    ]
    for name in TABLES:
        getattr(many_tables, name.upper()).check(getattr(found, name))
    assert found.plans["tasks"].tolist() == [ev.summary["tasks"]["total"] for ev in alone]
    assert found.plans["findings"].tolist() == [len(ev.findings) for ev in alone]
    for key in ("tasks", "duties"):
        wanted = {name: sum(ev.summary[key][name] for ev in alone) for name in ("total", *PART_NAMES)}
        assert found.summary[key] == wanted
    assert found.summary["submissions"] == {
        name: sum(ev.summary["submissions"][name] for ev in alone) for name in CLASSES
    }
    by_agency = Counter(
        (None if pd.isna(id_) else id_, part)
        for ev in alone
        for id_, part in zip(ev.duties["agency_id"], ev.duties["part"], strict=True)
    )
    assert by_agency == Counter(
        {
            (None if pd.isna(row["agency_id"]) else row["agency_id"], part): row[part]
            for row in found.agencies.to_dict("records")
            for part in PART_NAMES
            if row[part]
        }
    )
    by_field = Counter(part for ev in alone for part in ev.tasks["part"])
    assert by_field == Counter({p: int(found.fields[p].sum()) for p in PART_NAMES if found.fields[p].sum()})


# --- where the work is done -------------------------------------------------------------------------------------


def office(folder, number):
    """A plan file and a facts folder of an office: as many tasks as its number, the first one done."""
    home = folder / f"van-phong-{number}"
    (home / "facts").mkdir(parents=True)
    whole = plan_of(
        id=f"ke-hoach-{number}",
        agencies=[agency("so-a"), agency(f"so-{number}")],
        tasks=[
            task(n, lead=("so-a", f"so-{number}")[n % 2], deadline="Ngày 10/6/2025") for n in range(number)
        ],
    )
    parts = json.loads(whole.model_dump_json(exclude_defaults=True)) | {"covers": str(whole.covers)}
    (home / "plan.yaml").write_text(write_yaml(parts), "utf-8")
    (home / "facts" / "progress.csv").write_text(
        "task_id,agency_id,state,done_on,effective_on,recorded_at\n"
        "nv-0,so-a,done,2025-06-09,2025-06-09,2025-06-10T08:00:00+07:00\n",
        "utf-8",
    )
    return str(home / "plan.yaml"), str(home / "facts")


@pytest.fixture(scope="module")
def offices(tmp_path_factory):
    """Five offices' files; the last one's plan is not there."""
    folder = tmp_path_factory.mktemp("offices")
    plans, facts = zip(*(office(folder, number) for number in range(1, 5)), strict=True)
    return [*plans, str(folder / "khong-co.yaml")], [*facts, facts[0]]


@pytest.fixture(scope="module")
def alone(offices):
    """The answer of one process."""
    return evaluate_many(*offices, "2025-Q2", AS_OF)


def test_a_plan_that_fails_is_listed_and_the_others_are_done(offices, alone):
    """Four plans are counted, the fifth is named with its error."""
    assert alone.plans["tasks"].tolist() == [1, 2, 3, 4]
    assert alone.plans["done_on_time"].tolist() == [1, 1, 1, 1]
    assert alone.summary["tasks"]["open_overdue"] == 6
    assert alone.summary["rates"]["done_of_due"]["percent"] == 40.0
    assert alone.failures[["source", "code"]].to_numpy().tolist() == [[offices[0][4], "file-missing"]]
    assert repr(alone) == f"ManyPlans(period=2025-Q2, as_of={AS_OF}, plans=4, failures=1)"


def test_threads_give_the_same(offices, alone):
    """Threads share one process."""
    with ThreadPoolExecutor(2) as executor:
        assert same(evaluate_many(*offices, "2025-Q2", AS_OF, executor=executor), alone)


def test_processes_give_the_same(offices, alone):
    """Files travel as names, counts come back."""
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as executor:
        assert same(evaluate_many(*offices, "2025-Q2", AS_OF, executor=executor), alone)


def free_port():
    """A port that nobody listens on."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return listening.getsockname()[1]


@pytest.fixture
def cluster(tmp_path):
    """The address of a scheduler with two workers, each a process of its own on this machine; ended with the test."""
    address = f"tcp://127.0.0.1:{free_port()}"
    environment = os.environ | {"PYTHONPATH": str(Path(kh2025.__file__).parents[1])}
    host = ("--host", "127.0.0.1", "--no-dashboard")
    worker = ("worker", address, *host, "--nthreads", "1", "--no-nanny", "--local-directory", str(tmp_path))
    commands = [("scheduler", *host, "--port", address.rpartition(":")[2]), worker, worker]
    with (tmp_path / "cluster.log").open("w") as log:
        started = [
            subprocess.Popen(
                [sys.executable, "-m", "distributed.cli.dask_" + command[0], *command[1:]],
                env=environment,
                cwd=tmp_path,
                stdout=log,
                stderr=log,
            )
            for command in commands
        ]
        yield address
        for process in reversed(started):
            process.terminate()
        for process in started:
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:  # a worker that waits for its scheduler, which has gone
                process.kill()
                process.wait()


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_cluster_gives_the_same(offices, alone, cluster):
    """A real scheduler and two workers: each opens its own plans and facts."""
    from distributed import Client  # noqa: PLC0415 - only this test loads it

    with Client(cluster, timeout=60) as client:
        client.wait_for_workers(2, timeout=60)
        executor = client.get_executor()
        assert same(evaluate_many(*offices, "2025-Q2", AS_OF, executor=executor), alone)


def test_the_documented_example_runs():
    """What docs/many_plans.md shows is run: one plan is counted, the other, of another year, is named."""
    text = (Path(__file__).parents[2] / "docs" / "many_plans.md").read_text("utf-8")
    (block,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    names = {}
    exec(compile(block, "many_plans.md", "exec"), names)  # noqa: S102
    assert names["many"].summary["tasks"]["total"] > 0
    assert names["many"].failures.to_numpy().tolist()[0][:2] == [names["plans"][1], "period-outside"]


# --- what is refused --------------------------------------------------------------------------------------------


def test_a_plan_given_twice_is_refused():
    """Nothing is counted twice."""
    plan = plan_of()
    with pytest.raises(ParameterError) as caught:
        evaluate_many([plan, plan], [facts_of({})] * 2, "2025-Q2", AS_OF)
    assert [one.code for one in caught.value.problems] == ["many-twice"]


def test_facts_for_each_plan():
    """One facts source for each plan."""
    with pytest.raises(ParameterError) as caught:
        evaluate_many([plan_of()], [], "2025-Q2", AS_OF)
    assert [one.code for one in caught.value.problems] == ["many-facts"]


@pytest.mark.parametrize("period", ["2025-Q5", "quý"])
def test_no_period(period):
    """What is no period for any plan is refused at once."""
    with pytest.raises(PeriodError):
        evaluate_many([plan_of()], [facts_of({})], period, AS_OF)


def test_naive_moment():
    """A moment has an offset."""
    with pytest.raises(ParameterError):
        evaluate_many([plan_of()], [facts_of({})], "2025-Q2", "2025-07-01T00:00:00")


def test_two_plans_of_one_id_are_both_listed(offices, tmp_path):
    """Of two files with one id neither is counted: which one is meant nobody knows."""
    copy = tmp_path / "copy.yaml"
    copy.write_text(Path(offices[0][0]).read_text("utf-8"), "utf-8")
    found = evaluate_many([offices[0][0], copy, offices[0][1]], offices[1][:3], "2025-Q2", AS_OF)
    assert found.plans["plan_id"].tolist() == ["ke-hoach-2"]
    assert found.failures["code"].tolist() == ["many-plan-id"] * 2


def test_a_period_outside_one_plan_fails_that_one():
    """Another year's plan does not stop this year's."""
    later = plan_of(id="nam-sau", covers="2026-01-01/2026-12-31", in_force_from="2026-01-05")
    found = evaluate_many([plan_of(), later], [facts_of({})] * 2, "2025-Q2", AS_OF)
    assert found.failures[["source", "code"]].to_numpy().tolist() == [["nam-sau", "period-outside"]]
    assert found.summary["plans"] == 1


def test_a_fault_of_the_program_is_told_and_stops_nobody():
    """Facts without their tables are nobody's input: the error is shown as it is."""
    broken = kh2025.Facts({}, "broken")
    found = evaluate_many(
        [plan_of(), plan_of(id="ke-hoach-b")],
        [broken, facts_of({})],
        "2025-Q2",
        datetime.fromisoformat(AS_OF),
    )
    assert found.failures["code"].tolist() == ["many-plan"]
    assert "KeyError" in found.failures["value"][0]


def test_no_plan_at_all():
    """Nothing adds up to nothing: rates are null."""
    found = evaluate_many([], [], "2025-Q2", AS_OF)
    assert found.summary["rates"]["done_of_due"]["percent"] is None
    assert [len(getattr(found, name)) for name in TABLES] == [0, 0, 0, 0]
