"""What holds for every plan and every set of facts."""

import json
import random
from datetime import date, timedelta

import pandas as pd
import reference
import worlds
from hypothesis import given
from hypothesis import strategies as st

from kh2025.evaluation import tables as contracts
from kh2025.evaluation.tables import BESIDE, CLASSES, PARTS
from kh2025.ledger.records import RECORD_TYPES

FRAMES = (
    *("duties", "tasks", "submissions", "agencies", "findings", "verdicts", "unmatched", "course"),
    *("timeliness", "streaks", "reporting", "indicators", "indicator_series", "sections", "scores"),
)


def same(frames, others):
    """Whether two evaluations have equal tables."""
    for name in FRAMES:
        pd.testing.assert_frame_equal(getattr(frames, name), getattr(others, name), obj=name)
    return True


@given(worlds.worlds())
@worlds.examples(10)
def test_sums(world):
    """Parts add up to the total, reports to what is owed, agencies to the whole, verdicts to the rows."""
    facts = world.facts
    before = {name: facts[name].copy() for name in RECORD_TYPES}
    ev = world.evaluate()
    for name in ("tasks", "duties", "tasks_in_period"):
        counts = ev.summary[name]
        assert counts["total"] == sum(counts[part] for part in PARTS)
        assert counts["unreported"] <= sum(counts[part] for part in PARTS if part.startswith("open"))
        assert counts["due_soon"] <= counts["open_in_time"]
    counts = ev.summary["submissions"]
    assert counts["owed"] == counts["expected"] + counts["not_yet_due"]
    assert counts["expected"] == sum(counts[name] for name in ("on_time", "late", "missing", "replaced"))
    assert len(ev.submissions) == sum(counts[name] for name in CLASSES)
    assert len(ev.duties) == sum(ev.summary["duties"][name] for name in ("total", *BESIDE))
    agencies_add_up(ev)
    tasks_show_a_duty(ev)
    course_ends_at_the_counts(ev)
    verdicts_add_up(ev)
    contracts_hold(ev)
    assert json.loads(json.dumps(ev.summary, allow_nan=False)) == ev.summary
    for name in RECORD_TYPES:  # and looking at the facts has not changed them
        pd.testing.assert_frame_equal(facts[name], before[name])


def agencies_add_up(ev):
    """Duties by agency, and those of nobody, are all duties; so are reports."""
    nobody = ev.duties[ev.duties["agency_id"].isna()]
    for part in PARTS:
        assert ev.agencies[part].sum() + (nobody["part"] == part).sum() == ev.summary["duties"][part]
    counted = ~nobody["part"].isin(BESIDE)
    assert ev.agencies["duties"].sum() + counted.sum() == ev.summary["duties"]["total"]
    for name in ("on_time", "late", "missing"):
        assert ev.agencies[f"submissions_{name}"].sum() == ev.summary["submissions"][name]
    assert ev.agencies["submissions_expected"].sum() == ev.summary["submissions"]["expected"]


def tasks_show_a_duty(ev):
    """What a task's row says is said of one of its duties, and that duty is in the task's part."""
    shown = ["task_id", "part", "due_on", "percent", "days_late"]
    for row in ev.tasks[shown].to_dict("records"):
        own = ev.duties.loc[ev.duties["task_id"] == row["task_id"], shown].to_dict("records")
        assert str(row) in [str(one) for one in own]
        late = [one["days_late"] for one in own if one["part"] == row["part"] and pd.notna(one["days_late"])]
        assert pd.isna(row["days_late"]) if not late else row["days_late"] == max(late)


def course_ends_at_the_counts(ev):
    """The curves never fall, and on the last day they stand at the figures of the summary."""
    if ev.scope.status_on < ev.scope.plan.in_force_from:
        assert len(ev.course) == 0
        return
    assert ev.course["due"].is_monotonic_increasing
    assert ev.course["done"].is_monotonic_increasing
    last = ev.course.iloc[-1]
    counted = ev.duties[~ev.duties["part"].isin(BESIDE)]
    assert last["day"].date() == ev.scope.status_on
    assert last["due"] == (counted["due_on"] <= last["day"]).sum()
    assert last["done"] == sum(ev.summary["duties"][part] for part in PARTS if part.startswith("done"))


def verdicts_add_up(ev):
    """One verdict per rule and row; one finding per breach."""
    rows = ev.verdicts.set_index("rule_id")
    breaches = ev.findings["rule_id"].value_counts()
    assert {rule: int(breaches.get(rule, 0)) for rule in rows.index} == ev.summary["findings"]
    kept = ev.tasks[~ev.tasks["task_id"].isin([one.id for one in ev.scope.plan.dropped])]
    looked_at = {"submission-late": ev.submissions, "task-overdue": ev.duties, "task-not-six-clear": kept}
    for rule, table in looked_at.items():
        assert rows.loc[rule, ["pass", "breach", "unknown", "not_applicable"]].sum() == len(table)
    assert rows.loc["record-unmatched", "breach"] == len(ev.unmatched)
    assert not ev.unmatched.duplicated(["record", "place"]).any()


def contracts_hold(ev):
    """Every table is as its contract says."""
    for name in FRAMES:
        getattr(contracts, name.upper()).check(getattr(ev, name))


@given(worlds.worlds(), st.data())
@worlds.examples(6)
def test_what_is_recorded_later_changes_nothing(world, data):
    """Records of any type, anywhere in the order, that were recorded after ``as_of`` are not seen."""
    more = data.draw(worlds.records_of(world.plan))
    later = {name: list(rows) for name, rows in world.records.items()}
    for name, rows in more.items():
        for number, row in enumerate(rows):
            after = world.as_of + timedelta(microseconds=1) * (1 + 10**6 * 3600 * number)
            place = data.draw(st.integers(0, len(later[name])))
            later[name].insert(place, row | {"recorded_at": after, "place": f"{name}.csv:{1000 + number}"})
    ev, again = world.evaluate(), world.evaluate(records=later)
    assert ev.summary == again.summary
    assert same(ev, again)


@given(worlds.worlds(), st.integers(0, 2**32))
@worlds.examples(6)
def test_order_of_unrelated_rows_does_not_matter(world, seed):
    """Only rows about one duty stand in an order; the duties' rows may be dealt out anew."""
    keys = {
        "progress": ("task_id", "occurrence"),
        "submissions": ("obligation_id", "period"),
        "extensions": ("task_id", "occurrence", "obligation_id", "period"),
    }
    dealt = {name: deal(rows, keys.get(name, ()), seed) for name, rows in world.records.items()}
    ev, again = world.evaluate(), world.evaluate(records=dealt)
    assert ev.summary == again.summary
    for name in FRAMES:
        first, second = getattr(ev, name), getattr(again, name)
        if name in {"unmatched", "findings"}:  # they stand in the order of the records
            assert sorted(map(str, first.to_dict("records"))) == sorted(map(str, second.to_dict("records")))
        else:
            pd.testing.assert_frame_equal(first, second, obj=name)


def deal(rows, key, seed):
    """Rows in another order, those with an equal key among themselves in theirs."""
    stacks = {}
    for row in rows:
        stacks.setdefault(tuple(row[part] for part in key), []).append(row)
    hands = [stack for stack in stacks.values() for _ in stack]
    random.Random(seed).shuffle(hands)
    return [hand.pop(0) for hand in hands]


@given(worlds.worlds())
@worlds.examples(6)
def test_knowledge_only_grows(world):
    """With more time nothing that was known is forgotten: records, receipts and strays stay."""
    status_on = world.status_on or reference.evaluate(*world).status_on
    # A decision that becomes known may replace duties.
    world = world._replace(plan=world.plan.model_copy(update={"amendments": ()}))
    ev = world.evaluate(status_on=status_on)
    later = world.evaluate(status_on=status_on, as_of=world.as_of + timedelta(days=9))
    said, said_later = ev.duties["state"].notna(), later.duties["state"].notna()
    assert not (said & ~said_later).any()
    assert (later.submissions["receipts"] >= ev.submissions["receipts"]).all()
    assert set(ev.unmatched["place"]) <= set(later.unmatched["place"])
    known, known_later = ev.summary["known_through"], later.summary["known_through"]
    assert known is None or known <= known_later


def as_of_day(world):
    """The local day of the moment of knowledge."""
    return world.as_of.astimezone(reference.LOCAL).date()


def living(world):
    """The agencies that there are today."""
    day = as_of_day(world)
    return [
        one.id
        for one in world.plan.agencies
        if (one.valid_from or date.min) <= day <= (one.valid_to or date.max)
    ]


def owned(world, table, agency):
    """The rows that an agency owes, has inherited since, or left behind without an heir."""
    heir = {one.id: reference.owner_on(world.plan, one.id, as_of_day(world)) for one in world.plan.agencies}
    if "assigned_agency_id" not in table:
        mine = (table["agency_id"] == agency) | (table["agency_id"].map(heir) == agency)
    else:
        mine = (table["agency_id"] == agency) | (table["assigned_agency_id"].map(heir) == agency)
        mine |= table["agency_id"].isna() & (table["assigned_agency_id"] == agency)
    return table[mine.astype(bool)].reset_index(drop=True)


@given(worlds.worlds(), st.data())
@worlds.examples(6)
def test_for_agency(world, data):
    """One agency's evaluation is the whole one, cut to its rows; nobody else's, and in no other words."""
    ev = world.evaluate()
    agency = data.draw(st.sampled_from([one.id for one in world.plan.agencies]))
    seen = ev.for_agency(agency)
    for name in ("duties", "submissions", "unmatched", "indicators", "activities"):
        whole = getattr(ev, name)
        pd.testing.assert_frame_equal(getattr(seen, name), owned(world, whole, agency), obj=name)
    assert seen.summary["agency"] == agency
    assert seen.summary["duties"]["total"] == (~seen.duties["part"].isin(BESIDE)).sum()
    assert set(seen.tasks["task_id"]) == set(seen.duties["task_id"])


@given(worlds.worlds())
@worlds.examples(2)
def test_all_agencies_together_are_the_whole(world):
    """Every duty and report that an agency of today owes or has inherited is in its evaluation, in no other's."""
    ev, today = world.evaluate(), living(world)
    parts = [ev.for_agency(agency) for agency in today]
    for name in ("duties", "submissions"):
        assigned = getattr(ev, name)["assigned_agency_id"].dropna()
        heirs = [reference.owner_on(world.plan, one, as_of_day(world)) for one in assigned]
        assert sum(len(getattr(part, name)) for part in parts) == len([one for one in heirs if one in today])


@given(worlds.worlds())
@worlds.examples(2)
def test_equal_inputs_equal_tables(world):
    """Looking twice gives the same tables: there is no hidden clock and no hidden order."""
    assert same(world.evaluate(), world.evaluate())
