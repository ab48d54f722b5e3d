"""Two looks that a report cannot tell apart by its digests give it equal tables, whatever else changed."""

import json
from collections import Counter
from dataclasses import fields
from datetime import timedelta

import pandas as pd
import pytest
import worlds
from hypothesis import given
from hypothesis import strategies as st

import kh2025
from kh2025.evaluation.groundwork import Groundwork
from kh2025.run.slices import Slices

TABLES = [one.name for one in fields(kh2025.Evaluation) if one.type in {pd.DataFrame, "pd.DataFrame"}]
PLACES = ["seq", "place"]


def one_record_more(draw, world):
    """Somebody says one thing more."""
    more = draw(worlds.records_of(world.plan))
    name = draw(st.sampled_from(sorted(name for name in more if more[name]) or ["progress"]))
    place = draw(st.integers(0, len(world.records[name])))
    rows = [*world.records[name][:place], *more[name][:1], *world.records[name][place:]]
    return world._replace(records=world.records | {name: rows})


def later(draw, world):
    """One looks some hours or days later."""
    return world._replace(
        as_of=world.as_of + timedelta(hours=draw(st.sampled_from([1, 15, 24, 48, 24 * 20])))
    )


def of_the_plan(draw, world):
    """A task, an agency, an obligation or an indicator of the plan has another name."""
    plan = json.loads(world.plan.model_dump_json(exclude_defaults=True))
    plan["covers"] = "/".join(plan["covers"].values())
    kinds = [name for name in ("tasks", "agencies", "obligations", "indicators") if plan.get(name)]
    kind = draw(st.sampled_from(kinds))
    one = draw(st.sampled_from(plan[kind]))
    name = "title" if kind == "obligations" else "name"
    one[name] = one.get(name, "") + " khác"
    return world._replace(plan=kh2025.Plan.model_validate_json(json.dumps(plan)))


def said(ev):
    """The tables without the places of records, and the counts without the moment."""
    tables = {name: getattr(ev, name).drop(columns=PLACES, errors="ignore") for name in TABLES}
    return tables, {name: value for name, value in ev.summary.items() if name != "as_of"}


def equal_ones(before, after):
    """Who cannot tell the two apart; what is compared is seen by those two of them who owe the most."""
    first, second = (Slices(Groundwork.of(ev.scope, ev.own_facts)) for ev in (before, after))
    agencies = [None, *(one.id for one in before.scope.plan.agencies)]
    same = [one for one in agencies if first.digests(one) == second.digests(one)]
    owed = Counter([*before.timeliness["agency_id"], *before.duties["agency_id"]])
    for one in sorted(same, key=lambda one: -owed[one])[:2]:
        (tables, counts), (again, recounted) = (
            said(ev if one is None else ev.for_agency(one)) for ev in (before, after)
        )
        for name in TABLES:
            pd.testing.assert_frame_equal(tables[name], again[name], obj=f"{one}: {name}")
        assert counts == recounted, one
    return same


@pytest.mark.parametrize("change", [one_record_more, later, of_the_plan], ids=lambda one: one.__name__)
def test_equal_digests_mean_equal_tables(change):
    """Whatever changed: a report with the same digests has the same tables and counts; some have, some have not."""
    seen = Counter()

    @given(worlds.worlds(), st.data())
    @worlds.examples(5)
    def tried(world, data):
        changed = change(data.draw, world)
        same = equal_ones(world.evaluate(), changed.evaluate())
        seen.update(same=len(same), other=len(world.plan.agencies) + 1 - len(same))

    tried()
    assert seen["same"] > seen["other"] // 10
    assert seen["other"]


@given(worlds.worlds())
@worlds.examples(2)
def test_the_same_look_has_the_same_digests(world):
    """Read and evaluated again, nothing differs."""
    assert len(equal_ones(world.evaluate(), world.evaluate())) == len(world.plan.agencies) + 1
