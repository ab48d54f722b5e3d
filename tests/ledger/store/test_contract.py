"""One contract for every source of facts: the same cases against a folder, SQLite and PostgreSQL."""

import json
from datetime import UTC, datetime, timedelta

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import kh2025
from kh2025.ledger.records import RECORD_TYPES
from kh2025.ledger.store import Batch, Store

PLAN, FACTS = "example:thai_binh_2025/demo.yaml", "example:thai_binh_2025/facts"


def same(left, right):
    """Equal in values, types and order; only where a record was read from may differ."""
    for name in RECORD_TYPES:
        pd.testing.assert_frame_equal(left[name].drop(columns="place"), right[name].drop(columns="place"))


@pytest.mark.parametrize("name", RECORD_TYPES)
def test_columns_types_and_order(keep, full, name):
    """Every table has the contract's columns and dtypes, with a record and without."""
    facts = keep({name: [full[name]]})
    for kind in RECORD_TYPES.values():
        kind.table.check(facts[kind.name])
        assert len(facts[kind.name]) == (kind.name == name)


@pytest.mark.parametrize("name", RECORD_TYPES)
def test_values_come_back(keep, full, typed, name):
    """A record with every column filled is what was given, to the microsecond and the last digit."""
    pd.testing.assert_frame_equal(keep({name: [full[name]]})[name], typed({name: [full[name]]})[name])


@pytest.mark.parametrize("name", RECORD_TYPES)
def test_nulls_come_back(keep, full, name):
    """Columns that may be empty are null, not a text or a zero."""
    required = {field.name for field in RECORD_TYPES[name].fields if field.required}
    frame = keep({name: [{k: v for k, v in full[name].items() if k in required}]})[name]
    empty = [field.name for field in RECORD_TYPES[name].fields if field.name not in required]
    assert frame[empty].isna().all(axis=None)
    assert frame[list(required)].notna().all(axis=None)


def test_order_is_the_order_of_recording(keep, full):
    """Rows stand as they were recorded, whatever their days say; ``seq`` counts them from 0."""
    days = ["2025-06-14", "2025-01-31", "2025-03-14", "2025-06-14"]
    frame = keep({"progress": [full["progress"] | {"effective_on": day} for day in days]})["progress"]
    assert frame["effective_on"].dt.strftime("%Y-%m-%d").tolist() == days
    assert frame["seq"].tolist() == [0, 1, 2, 3]


def test_equal_records_are_all_kept(keep, full):
    """Two sessions of a day are two records."""
    assert len(keep({"events": [full["events"]] * 3})["events"]) == 3


@pytest.mark.parametrize(("later", "seen"), [(-1, 0), (0, 1), (1, 1)], ids=["before", "at", "after"])
def test_as_of_shows_nothing_recorded_later(keep, full, later, seen):
    """A record is seen from the very microsecond it was recorded."""
    moment = datetime.fromisoformat(full["progress"]["recorded_at"]) + timedelta(microseconds=later)
    assert len(keep({"progress": [full["progress"]]}).as_of(moment)["progress"]) == seen


def test_known_through(keep, full):
    """The newest moment of all types."""
    facts = keep({name: [row] for name, row in full.items()})
    assert facts.known_through == datetime(2025, 7, 25, 8, tzinfo=UTC)


# --- a store beside a folder -----------------------------------------------------------------------------------


def test_example_evaluates_alike(store, now):
    """The example gives the same figures from its folder and from a store, at several moments."""
    plan, folder = kh2025.load_plan(PLAN), kh2025.open_facts(FACTS)
    store.append(Batch.of(folder, history=True), now.replace(year=2026, month=12))
    facts = store.facts()
    same(folder, facts)
    assert facts.invented == folder.invented
    for as_of in ("2025-06-25T17:00:00+07:00", "2025-07-31T00:00:00+07:00", "2026-03-01T00:00:00+07:00"):
        left, right = (kh2025.evaluate(plan, one, "2025-Q2", as_of=as_of).summary for one in (folder, facts))
        assert left == right


def test_open_facts_takes_the_address(store, url, full, typed, now):
    """`open_facts(url)` is the same facts; the password is in no output."""
    store.append(Batch(typed({"events": [full["events"]]})), now)
    facts = kh2025.open_facts(url)
    same(facts, store.facts())
    assert facts["events"]["recorded_at"].tolist() == [now]
    assert facts.source == store.address.shown


def test_export_is_read_as_the_same_facts(store, full, typed, now, tmp_path):
    """A store, exported to CSV and opened, is the same facts."""
    from kh2025.ledger.store.exporting import export  # noqa: PLC0415

    store.append(
        Batch(typed({k: [v, v] for k, v in full.items()}), history=True, invented="Số liệu minh họa"), now
    )
    export(store.facts(), tmp_path / "out")
    again = kh2025.open_facts(tmp_path / "out")
    same(store.facts(), again)
    assert again.notices == ()
    assert again.invented == "Số liệu minh họa"


# --- random histories ------------------------------------------------------------------------------------------

BEGIN = datetime(2025, 1, 1, tzinfo=UTC)
moments = st.integers(0, 40).map(lambda hours: BEGIN + timedelta(hours=hours))
days = st.integers(0, 60).map(lambda n: (BEGIN + timedelta(days=n)).date().isoformat())
words = st.sampled_from([None, "Đã làm", "=1+1", 'a "b", c', "dòng 1\ndòng 2", "x" * 500, "1.0", "null", "-"])
periods = st.sampled_from(["2025-Q1", "2025-M02", "2025-Q1@calendar", "2025-9M"])
ids = st.sampled_from(["nv-01", "nv-02", "so-yt"])
VALUES = {
    "id": ids,
    "text": words,
    "day": days,
    "moment": moments.map(datetime.isoformat),
    "percent": st.sampled_from([0.0, 33.33, 50.0, 100.0]),
    "decimal": st.floats(-1e6, 1e6, width=32).map(lambda x: round(x, 4)),
    "period": periods,
}


def record(kind):
    """Any record of a type; what may be empty sometimes is."""
    cells = {}
    for one in kind.fields:
        values = st.sampled_from(one.choices) if one.form == "choice" else VALUES[one.form]
        cells[one.name] = values.filter(lambda v: v is not None) if one.required else st.none() | values
    return st.fixed_dictionaries(cells)


@st.composite
def histories(draw):
    """Commits one after another (moment, records, whether they keep their own moments), and moments to look at."""
    made, clock = [], BEGIN
    for _ in range(draw(st.integers(1, 4))):
        clock += timedelta(hours=draw(st.integers(0, 12)))
        records, keeps = {}, draw(st.booleans())
        for name in draw(st.lists(st.sampled_from(list(RECORD_TYPES)), unique=True, min_size=1, max_size=3)):
            rows = draw(st.lists(record(RECORD_TYPES[name]), min_size=1, max_size=4))
            for row in rows:
                given_at = clock - timedelta(hours=draw(st.integers(0, 30))) if keeps else clock
                row["recorded_at"] = given_at.isoformat()
            records[name] = rows
        made.append((clock, records, keeps))
    looks = draw(
        st.lists(moments.map(lambda m: m + timedelta(microseconds=1)) | moments, min_size=1, max_size=4)
    )
    return made, looks


def check_history(url, folder, history, typed, as_folder):
    """What a folder and a store say at random moments is equal, and the store's chain is whole."""
    made, looks = history
    store, said, seen = Store.at(url), {}, []
    for moment, records, keeps in made:
        receipt = store.append(Batch(typed(records), history=keeps), moment)
        assert store.append(Batch(typed(records), history=keeps), moment).commit == receipt.commit
        content = json.dumps([keeps, sorted(records.items())])
        if not keeps:
            content = content.replace(moment.isoformat(), "")
        assert receipt.is_repeat == (content in seen)
        if not receipt.is_repeat:
            seen.append(content)
            for name, rows in records.items():
                said.setdefault(name, []).extend(rows)
    left, right = kh2025.open_facts(as_folder(folder, said)), store.facts()
    same(left, right)
    for look in looks:
        same(left.as_of(look), right.as_of(look))
        assert all((right.as_of(look)[name]["recorded_at"] <= look).all() for name in RECORD_TYPES)
    verified = store.verify()
    assert verified.commits == len(seen)
    assert verified.records == {name: len(said.get(name, [])) for name in RECORD_TYPES}


fixtures_stay = settings(
    deadline=None,
    max_examples=20,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@given(history=histories())
@fixtures_stay
def test_random_histories_in_sqlite(history, typed, as_folder, tmp_path_factory):
    """SQLite says what a folder says, at any moment."""
    home = tmp_path_factory.mktemp("history")
    check_history(f"sqlite:///{home}/facts.db", home / "facts", history, typed, as_folder)


@given(history=histories())
@settings(fixtures_stay, max_examples=8)
def test_random_histories_in_postgresql(history, typed, as_folder, tmp_path_factory, postgresql_url):
    """PostgreSQL says what a folder says, at any moment."""
    import psycopg  # noqa: PLC0415

    with psycopg.connect(postgresql_url, autocommit=True) as connection:
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")
    home = tmp_path_factory.mktemp("history")
    check_history(postgresql_url, home / "facts", history, typed, as_folder)
