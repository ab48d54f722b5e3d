"""One agency's evaluation says nothing of the others: whatever they reported, it reads the same."""

from dataclasses import fields

import pandas as pd
import worlds
from hypothesis import given
from hypothesis import strategies as st

import kh2025
from kh2025.plan.duties import owner_table, predecessors_of

TABLES = [one.name for one in fields(kh2025.Evaluation) if one.type in {pd.DataFrame, "pd.DataFrame"}]


def parties(ev, agency):
    """Who may speak for what an agency owes: itself, those before it, and whoever owes the same duties in turn."""
    lines = {
        *ev.duties["line"].dropna(),
        *ev.submissions["assigned_agency_id"],
        *ev.timeliness["assigned_agency_id"],
    }
    owners = owner_table(ev.scope.plan)
    of_lines = owners.loc[owners["line"].isin(lines), "agency_id"]
    given_by = [
        one.agency for one in ev.scope.plan.indicators if one.id in set(ev.indicators["indicator_id"])
    ]
    of_readings = owners.loc[owners["line"].isin(given_by), "agency_id"]
    return {agency, *predecessors_of(ev.scope.plan, agency), *of_lines, *of_readings}


def of_others(rows, allowed):
    """The records that name an agency outside of those allowed."""
    return [row for row in rows if row.get("agency_id") is not None and row["agency_id"] not in allowed]


@given(worlds.worlds(), st.data())
@worlds.examples(15)
def test_nothing_of_the_others_is_told(world, data):
    """All that the others said is taken away, other things are said instead: every table and count stays."""
    agency = data.draw(st.sampled_from([one.id for one in world.plan.agencies]))
    seen = world.evaluate().for_agency(agency)
    allowed = parties(seen, agency)
    other = data.draw(worlds.records_of(world.plan))
    told = {
        name: [row for row in rows if row not in of_others(rows, allowed)] + of_others(other[name], allowed)
        for name, rows in world.records.items()
    }
    again = world.evaluate(records=told).for_agency(agency)
    assert len(TABLES) > 12
    for name in (*TABLES, "records", "receipts"):
        pd.testing.assert_frame_equal(getattr(seen, name), getattr(again, name), obj=name)
    assert seen.summary == again.summary
    assert repr(seen) == repr(again)


@given(worlds.worlds(), st.data())
@worlds.examples(4)
def test_nothing_is_ranked(world, data):
    """An agency sees no rank, no score of the plan, and of other agencies only those it shares duties with."""
    agency = data.draw(st.sampled_from([one.id for one in world.plan.agencies]))
    seen = world.evaluate().for_agency(agency)
    assert seen.agencies["rank"].isna().all()
    assert "plan" not in set(seen.scores["level"])
    assert set(seen.agencies["agency_id"]) <= parties(seen, agency)
