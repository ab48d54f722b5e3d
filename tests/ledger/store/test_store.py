"""Appending: whole or not at all, once, in order of the clock, never changed; and what verifying finds."""

import hashlib
import sqlite3
from datetime import UTC, datetime, timedelta

import pandas as pd
import pytest
from sqlalchemy import text as sql

import kh2025
from kh2025.errors import FactsError, ParameterError, StoreError
from kh2025.ledger.records import RECORD_TYPES
from kh2025.ledger.store import Batch, Store
from kh2025.ledger.store.address import reading, writing
from kh2025.ledger.store.schema import METADATA, RECORDS

FILE = b"PK\x03\x04 the workbook as it came"
HOUR = timedelta(hours=1)
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def codes(error):
    return [problem.code for problem in error.value.problems]


def refused(work, *arguments):
    """The codes that a call is refused with, each with its texts in both languages."""
    with pytest.raises((StoreError, FactsError, ParameterError)) as caught:
        work(*arguments)
    for problem in caught.value.problems:
        assert problem.render("vi") != problem.render("en")
    return codes(caught)


@pytest.fixture
def batch(typed, full):
    """One record of each type and the file they came from."""
    return Batch(typed({name: [row] for name, row in full.items()}), (FILE,))


# --- appending -------------------------------------------------------------------------------------------------


def test_receipt_says_what_was_added(store, batch, now):
    """Number, moment, records by type, files."""
    receipt = store.append(batch, now)
    assert (receipt.commit, receipt.recorded_at, receipt.files, receipt.is_repeat) == (1, now, 1, False)
    assert receipt.records == dict.fromkeys(RECORD_TYPES, 1)


def test_store_stamps_the_moment_itself(store, batch, now):
    """Without history every record carries the commit's moment, whatever the batch says."""
    store.append(batch, now)
    assert {moment for name in RECORD_TYPES for moment in store.facts()[name]["recorded_at"]} == {now}


def test_moment_may_be_asked_for_under_the_lock(store, batch, now):
    """A clock given as a function is read once per commit, and not for a repeat."""
    asked = []
    store.append(batch, lambda: asked.append(now) or now)
    store.append(batch, lambda: asked.append(now) or now)
    assert asked == [now]


def test_same_batch_again_adds_nothing(store, batch, now):
    """The second receipt names the first commit, even at another moment."""
    store.append(batch, now)
    again = store.append(batch, now + HOUR)
    assert (again.commit, again.recorded_at, again.records, again.is_repeat) == (1, now, {}, True)
    assert store.verify().commits == 1


def test_there_and_back_is_not_lost(store, typed, full, now):
    """60, 40, then 60 again with a new source: three statements, the last holds."""
    for hour, (percent, source) in enumerate([(60.0, "a"), (40.0, "b"), (60.0, "c")]):
        row = full["progress"] | {"percent": percent, "source": source}
        store.append(Batch(typed({"progress": [row]})), now + hour * HOUR)
    assert store.facts()["progress"]["percent"].tolist() == [60.0, 40.0, 60.0]


def test_supersedes_names_the_record_before(store, typed, full, now):
    """Of each subject every record names the one before it, in one batch and over commits."""
    other = full["progress"] | {"agency_id": "so-tc"}
    store.append(Batch(typed({"progress": [full["progress"], other, full["progress"]]})), now)
    store.append(Batch(typed({"progress": [other | {"percent": 1.0}]})), now)
    with reading(store.address) as connection:
        found = connection.execute(sql("SELECT seq, supersedes FROM progress ORDER BY seq")).all()
    assert list(found) == [(0, None), (1, None), (2, 0), (3, 1)]


def test_correction_keeps_both_truths(store, typed, full, now):
    """Before the correction was recorded the old statement holds, after it the new one; both are kept."""
    for hour, percent in enumerate([60.0, 45.0]):
        store.append(Batch(typed({"progress": [full["progress"] | {"percent": percent}]})), now + hour * HOUR)
    facts = store.facts()
    assert facts.as_of(now)["progress"]["percent"].tolist() == [60.0]
    assert facts.as_of(now + HOUR)["progress"]["percent"].tolist() == [60.0, 45.0]


def test_resubmission_and_late_extension_keep_both_truths(store, now):
    """An evaluation as of yesterday stays what it was when today brings a resubmission and an extension."""
    plan = kh2025.load_plan("example:thai_binh_2025/demo.yaml")
    facts = kh2025.open_facts("example:thai_binh_2025/facts")
    early = facts.as_of(datetime(2025, 6, 20, tzinfo=UTC))
    yesterday = "2025-06-20T00:00:00+00:00"
    store.append(Batch.of(early, history=True), datetime(2025, 6, 20, 1, tzinfo=UTC))
    before = kh2025.evaluate(plan, store.facts(), "2025-Q2", as_of=yesterday).summary
    later = {name: frame[~frame.index.isin(early[name].index)] for name, frame in facts.tables.items()}
    store.append(
        Batch({k: v.reset_index(drop=True) for k, v in later.items()}, history=True), now.replace(month=12)
    )
    after = kh2025.evaluate(plan, store.facts(), "2025-Q2", as_of=yesterday).summary
    assert after == before
    assert (
        kh2025.evaluate(plan, store.facts(), "2025-Q2", as_of="2025-08-01T00:00:00+00:00").summary != before
    )


def test_files_are_kept_once_by_content(store, batch, typed, full, now):
    """A file comes back byte for byte; another batch from the same file does not store it again."""
    store.append(batch, now)
    second = store.append(Batch(typed({"events": [full["events"]]}), (FILE, b"")), now)
    assert second.files == 1
    assert store.file(hashlib.sha256(FILE).hexdigest()) == FILE
    assert store.file(hashlib.sha256(b"other").hexdigest()) is None
    assert store.verify().files == 2


def test_empty_batch_makes_nothing(url, now):
    """No record and no file: no commit, and no store."""
    assert Store.at(url).append(Batch({}), now).commit is None
    assert refused(Store.at(url).facts) == ["store-missing"]


def test_append_new_adds_what_is_lacking(store, typed, full, now):
    """A grown folder adds its new rows only; an equal row stands for itself as often as it is there."""
    event = full["events"]
    assert store.append_new(Batch(typed({"events": [event]})), now).records == {"events": 1}
    assert store.append_new(Batch(typed({"events": [event]})), now + HOUR).commit is None
    grown = Batch(typed({"events": [event, event, event | {"held_on": "2025-08-01"}]}))
    assert store.append_new(grown, now + HOUR).records == {"events": 2}
    assert store.append_new(grown, now + HOUR).commit is None
    assert store.verify().records["events"] == 3


def test_history_is_marked(store, batch, now):
    """Given moments are kept, and the chain says which commits have them."""
    store.append(Batch(batch.tables, history=True), now)
    assert store.facts()["progress"]["recorded_at"][0] == pd.Timestamp("2025-06-16T01:00:00.123456Z")
    store.append(batch, now)
    assert (store.verify().history, store.verify().commits) == (1, 2)


def test_invention_is_kept(store, batch, now):
    """What is made up stays marked, beside what is not."""
    store.append(Batch(batch.tables, invented="Số liệu minh họa"), now)
    store.append(batch, now)
    assert store.facts().invented == "Số liệu minh họa"


# --- refusals --------------------------------------------------------------------------------------------------

BAD = {
    "id": ("progress", {"task_id": "Sở Y tế"}, "cell-id"),
    "choice": ("progress", {"state": "finished"}, "cell-choice"),
    "percent": ("progress", {"percent": 101.0}, "cell-percent"),
    "percent-decimals": ("progress", {"percent": 33.333}, "cell-percent"),
    "infinite": ("readings", {"value": float("inf")}, "cell-decimal"),
    "large": ("readings", {"value": 1e30}, "cell-decimal"),
    "empty": ("progress", {"effective_on": None}, "cell-empty"),
    "period": ("readings", {"period": "2025-Q5"}, "cell-period"),
    "period-spelling": ("readings", {"period": "Quý II/2025"}, "cell-altered"),
    "spaces": ("progress", {"note": " a"}, "cell-altered"),
    "no-text": ("progress", {"note": ""}, "cell-altered"),
    "control": ("progress", {"note": "a\x1fb"}, "cell-altered"),
    "nul": ("progress", {"note": "a\x00"}, "cell-altered"),
    "decomposed": ("progress", {"note": "Sở Y tê\u0301"}, "cell-altered"),
    "damaged": ("progress", {"note": "S\ufffd"}, "text-replacement"),
    "year": ("progress", {"done_on": "1025-06-30"}, "cell-day"),
    "received": ("submissions", {"received_at": "1025-06-30T00:00:00.000001+00:00"}, "cell-moment"),
}


@pytest.mark.parametrize(("name", "cells", "code"), BAD.values(), ids=BAD)
def test_what_a_folder_would_refuse_is_refused(tmp_path, typed, full, now, name, cells, code):
    """The value is named with its place, and no store is made."""
    store = Store.at(f"sqlite:///{tmp_path}/facts.db")
    with pytest.raises(FactsError) as caught:
        store.append(Batch(typed({name: [full[name], full[name] | cells]})), now)
    assert codes(caught) == [code]
    assert caught.value.problems[0].place == f"{name}.csv:3 {next(iter(cells))}"
    assert list(tmp_path.iterdir()) == []


def test_clock_set_back_is_refused(store, batch, typed, full, now):
    """A moment before the newest commit is refused and nothing is added; the same moment is not."""
    store.append(batch, now)
    one = Batch(typed({"events": [full["events"]]}))
    assert refused(store.append, one, now - timedelta(microseconds=1)) == ["store-clock"]
    assert refused(store.append_new, Batch(typed({"remarks": [full["remarks"]] * 2})), now - HOUR) == [
        "store-clock"
    ]
    assert store.verify().commits == 1
    assert store.append(one, now).commit == 2


@pytest.mark.parametrize(
    "moment", [NOW.replace(tzinfo=None), datetime(1025, 1, 1, tzinfo=UTC)], ids=["naive", "year"]
)
def test_moment_that_is_none_is_refused(store, batch, moment):
    """A moment carries its offset and lies in the supported years."""
    assert refused(store.append, batch, moment) == ["moment"]


def test_history_from_the_future_is_refused(store, batch, now):
    """A record cannot be learned after it is stored."""
    assert refused(store.append, Batch(batch.tables, history=True), now.replace(year=2025)) == [
        "history-future"
    ]


def test_frames_of_another_shape_are_a_mistake(store, now, full):
    """A type or a column that does not exist is a programmer's error."""
    with pytest.raises(KeyError):
        store.append(Batch({"letters": pd.DataFrame()}), now)
    with pytest.raises(TypeError):
        store.append(Batch({"events": pd.DataFrame([full["events"]])}), now)


CHANGES = {"update": "UPDATE {0} SET {1} = {1}", "delete": "DELETE FROM {0}"}


@pytest.mark.parametrize("table", METADATA.tables)
@pytest.mark.parametrize("change", CHANGES)
def test_nothing_stored_is_changed_or_deleted(store, batch, now, table, change):
    """The database itself refuses UPDATE and DELETE on every table."""
    store.append(batch, now)
    head = store.verify().head
    column = METADATA.tables[table].columns[0].name
    statement = CHANGES[change].format(table, column)

    def alter():
        with writing(store.address) as connection:
            connection.exec_driver_sql(statement)

    assert refused(alter) == ["store-refused"]
    assert store.verify().head == head


def test_truncate_is_refused(batch, now, postgresql_url):
    """PostgreSQL's TRUNCATE too."""
    store = Store.at(postgresql_url)
    store.append(batch, now)

    def alter():
        with writing(store.address) as connection:
            connection.exec_driver_sql("TRUNCATE progress")

    assert refused(alter) == ["store-refused"]


@pytest.mark.parametrize("table", ["commits", "files", "store"])
def test_replace_is_refused(tmp_path, batch, now, table):
    """SQLite's INSERT OR REPLACE deletes without asking the trigger on DELETE; the small tables have one for it."""
    store = Store.at(f"sqlite:///{tmp_path}/facts.db")
    store.append(batch, now)
    with (
        sqlite3.connect(tmp_path / "facts.db") as connection,
        pytest.raises(sqlite3.IntegrityError, match="append"),
    ):
        connection.execute(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")
    connection.close()


# --- what is no store ------------------------------------------------------------------------------------------


def made(path, *statements):
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


NO_STORES = {
    "no-file": ((), "store-missing"),
    "other-tables": (("CREATE TABLE letters (a)",), "store-foreign"),
    "other-store": (("CREATE TABLE store (name)",), "store-foreign"),
    "no-version": (("CREATE TABLE store (version)",), "store-foreign"),
    "newer": (("CREATE TABLE store (version)", "INSERT INTO store VALUES (2)"), "store-newer"),
    "older": (("CREATE TABLE store (version)", "INSERT INTO store VALUES (0)"), "store-older"),
    "half": (("CREATE TABLE store (version)", "INSERT INTO store VALUES (1)"), "store-broken"),
}


@pytest.mark.parametrize(("statements", "code"), NO_STORES.values(), ids=NO_STORES)
def test_no_store_is_refused(tmp_path, statements, code, batch, now):
    """Reading and verifying refuse it, and so does writing, unless there is nothing at all; nothing is changed."""
    path = tmp_path / "facts.db"
    if statements:
        made(path, *statements)
    content = path.read_bytes() if statements else None
    store = Store.at(f"sqlite:///{path}")
    for work in (
        store.facts,
        store.verify,
        lambda: store.file("00" * 32),
        lambda: store.backup(f"{tmp_path}/b.db"),
    ):
        assert refused(work) == [code]
    assert sorted(p.name for p in tmp_path.iterdir()) == (["facts.db"] if statements else [])
    if statements:
        assert refused(store.append, batch, now) == [code]
        made(path, "PRAGMA journal_mode = DELETE")
        assert path.read_bytes()[100:] == content[100:]


def test_no_database_is_refused(tmp_path):
    """A file of anything else, and a folder that is not there."""
    path = tmp_path / "facts.db"
    path.write_bytes(b"task_id,agency_id\n" * 100)
    assert refused(Store.at(f"sqlite:///{path}").facts) == ["store-foreign"]
    assert refused(Store.at(f"sqlite:///{tmp_path}/no/facts.db").facts) == ["store-missing"]


def test_store_needs_its_folder(tmp_path, batch, now):
    """Folders are not made by writing."""
    assert refused(Store.at(f"sqlite:///{tmp_path}/no/facts.db").append, batch, now) == ["store-folder"]


def test_postgresql_out_of_reach(tmp_path):
    """A server that is not there is one clean message, without the password."""
    url = f"postgresql://office:secret@/facts?host={tmp_path}&timeout=1"
    with pytest.raises(StoreError) as caught:
        Store.at(url).facts()
    assert codes(caught) == ["store-unreachable"]
    assert "secret" not in caught.value.render("vi") + str(caught.value.problems)


def test_postgresql_without_the_database(postgresql_url):
    """A database that does not exist: the server's own words are shown."""
    url = postgresql_url.replace("/test_", "/no_")
    with pytest.raises(StoreError, match=r"does not exist.*\[store-unreachable\]"):
        Store.at(url).facts()


ADDRESSES = {
    "memory": "sqlite://",
    "memory-named": "sqlite:///:memory:",
    "driver": "sqlite+aiosqlite:///facts.db",
    "mysql": "mysql://host/facts",
    "no-database": "postgresql://host",
    "query": "sqlite:///facts.db?mode=ro",
    "timeout": "sqlite:///facts.db?timeout=soon",
    "negative": "sqlite:///facts.db?timeout=-1",
    "nan": "sqlite:///facts.db?timeout=nan",
    "broken": "://",
    "port": "postgresql://me:secret@host:port/facts",
}


@pytest.mark.parametrize("url", ADDRESSES.values(), ids=ADDRESSES)
def test_address_that_is_none_is_refused(url):
    """What is no store's address is invalid input; a password is not repeated."""
    with pytest.raises(FactsError) as caught:
        kh2025.open_facts(url)
    assert codes(caught) == ["facts-source"]
    assert "secret" not in str(caught.value)


def test_address_may_say_how_long_to_wait():
    """`timeout` is taken out of the address."""
    address = Store.at("sqlite:///facts.db?timeout=2.5").address
    assert (address.wait, address.shown) == (2.5, "sqlite:///facts.db")


# --- what verifying finds --------------------------------------------------------------------------------------


@pytest.fixture
def damaged(tmp_path, typed, full, now):
    """A store of three commits in SQLite, and a way to change it behind its back."""
    store = Store.at(f"sqlite:///{tmp_path}/facts.db")
    for hour, name in enumerate(["first", "second", "third"]):
        rows = [full["progress"] | {"source": f"{name} {n}"} for n in range(3)]
        store.append(Batch(typed({"progress": rows}), (name.encode(),)), now + hour * HOUR)

    def damage(*statements):
        connection = sqlite3.connect(tmp_path / "facts.db")
        triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for trigger, _ in triggers:
            connection.execute(f"DROP TRIGGER {trigger}")
        for statement in statements:
            connection.execute(statement)
        for _, trigger in triggers:
            connection.execute(trigger)
        connection.commit()
        connection.close()
        return store

    return damage


_SMUGGLED = """
INSERT INTO progress SELECT 9, commit_number, supersedes, task_id, occurrence, agency_id, state, percent, done_on,
evidence, note, effective_on, recorded_at, source, place, subject, hash FROM progress WHERE seq = 8
"""
DAMAGES = {
    "value": ("UPDATE progress SET percent = 100 WHERE seq = 4", "ledger-record", "progress seq 4"),
    "null": ("UPDATE progress SET note = NULL WHERE seq = 4", "ledger-record", "progress seq 4"),
    "moment": (
        "UPDATE progress SET recorded_at = '2025-01-01T00:00:00.000000Z' WHERE seq = 4",
        "ledger-record",
        "progress seq 4",
    ),
    "separator": (
        "UPDATE progress SET evidence = evidence || char(31) || note, note = NULL WHERE seq = 4",
        "ledger-record",
        "progress seq 4",
    ),
    "hash": ("UPDATE progress SET hash = zeroblob(32) WHERE seq = 4", "ledger-record", "progress seq 4"),
    "subject": ("UPDATE progress SET subject = 'x' WHERE seq = 4", "ledger-record", "progress seq 4"),
    "swapped": (
        "UPDATE progress SET seq = 99 - seq WHERE seq IN (4)",
        "ledger-gap",
        "progress seq 4",
    ),
    "deleted": ("DELETE FROM progress WHERE seq = 4", "ledger-gap", "progress seq 4"),
    "last-deleted": ("DELETE FROM progress WHERE seq = 8", "ledger-count", "commits 3"),
    "inserted": (
        _SMUGGLED,
        "ledger-record",
        "progress seq 9",
    ),
    "link": ("UPDATE commits SET hash = zeroblob(32) WHERE number = 2", "ledger-link", "commits 2"),
    "link-moment": (
        "UPDATE commits SET recorded_at = '2026-01-01T00:30:00.000000Z' WHERE number = 2",
        "ledger-link",
        "commits 2",
    ),
    "link-mark": ("UPDATE commits SET history = 1 WHERE number = 2", "ledger-link", "commits 2"),
    "link-deleted": ("DELETE FROM commits WHERE number = 2", "ledger-link-gap", "commits 2"),
    "last-link-deleted": ("DELETE FROM commits WHERE number = 3", "ledger-no-link", "commits 3"),
    "file": ("UPDATE files SET content = x'00' WHERE commit_number = 2", "ledger-file", None),
    "file-deleted": ("DELETE FROM files WHERE commit_number = 2", "ledger-count", "commits 2"),
    "not-utf-8": (
        "UPDATE progress SET note = CAST(x'ff' AS TEXT) WHERE seq = 4",
        "ledger-record",
        "progress seq 4",
    ),
}


@pytest.mark.parametrize(("statement", "code", "place"), DAMAGES.values(), ids=DAMAGES)
def test_verify_names_the_first_bad_row(damaged, statement, code, place):
    """Whatever is changed, lost or smuggled in, the first bad row is named first."""
    with pytest.raises(StoreError) as caught:
        damaged(statement).verify()
    assert codes(caught)[0] == code
    assert place is None or caught.value.problems[0].place == place
    for lang in ("vi", "en"):
        assert caught.value.render(lang)


def test_missing_guard_is_found(url, batch, now):
    """A store whose trigger was taken away is whole, and yet no longer safe."""
    store = Store.at(url)
    store.append(batch, now)
    with writing(store.address) as connection:
        for name in (
            ("progress_append_only",) if "postgresql" in url else ("progress_no_update", "progress_no_delete")
        ):
            connection.exec_driver_sql(
                f"DROP TRIGGER {name}" + (" ON progress" if "postgresql" in url else "")
            )
    assert refused(store.verify) == ["ledger-guard"]


def test_cut_end_is_found_with_a_noted_head(damaged):
    """A chain whose last commits were cut off is whole in itself; the head noted before shows it."""
    store = damaged()
    head = store.verify().head
    cut = ["DELETE FROM progress WHERE commit_number = 3", "DELETE FROM files WHERE commit_number = 3"]
    damaged(*cut, "DELETE FROM commits WHERE number = 3")
    assert store.verify().commits == 2
    assert refused(store.verify, head) == ["ledger-head"]


def test_older_head_is_still_in_the_chain(store, batch, typed, full, now):
    """A head noted earlier verifies after more was added."""
    store.append(batch, now)
    head = store.verify().head
    store.append(Batch(typed({"events": [full["events"]]})), now)
    assert store.verify(head).commits == 2


def test_both_databases_compute_the_same_chain(batch, now, tmp_path, postgresql_url):
    """The same commits have the same links, so a copy proves itself in either database."""
    stores = Store.at(f"sqlite:///{tmp_path}/facts.db"), Store.at(postgresql_url)
    for store in stores:
        store.append(batch, now)
    assert stores[0].verify() == stores[1].verify()


def test_every_column_is_in_the_hash():
    """No column of a record can be changed unseen: all but the hash are covered."""
    from kh2025.ledger.store.chain import BODY, LEADING  # noqa: PLC0415

    for name, table in RECORDS.items():
        assert {c.name for c in table.columns} - {"hash"} == {*LEADING, *BODY[name]}
