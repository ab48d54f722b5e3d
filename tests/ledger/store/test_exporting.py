"""Out of a store: files that appear whole or not at all, and copies that prove themselves."""

import threading

import pandas as pd
import pytest

from kh2025.errors import ParameterError, StoreError
from kh2025.ledger.records import RECORD_TYPES
from kh2025.ledger.store import Batch, Store
from kh2025.ledger.store.exporting import export


@pytest.fixture
def filled(store, typed, full, now):
    """A store with two commits, a file and an invention."""
    store.append(
        Batch(typed({k: [v, v] for k, v in full.items()}), (b"tep",), history=True, invented="Minh họa"), now
    )
    store.append(Batch(typed({"events": [full["events"]]})), now)
    return store


def test_parquet_holds_the_columns(filled, tmp_path):
    """Parquet gives the same columns and values; it knows no day without a time of day."""
    files = export(filled.facts(), tmp_path / "out", "parquet")
    assert len(files) == 7
    for name in RECORD_TYPES:
        read = pd.read_parquet(tmp_path / "out" / f"{name}.parquet")
        assert list(read.columns) == RECORD_TYPES[name].table.names
        pd.testing.assert_frame_equal(RECORD_TYPES[name].table.typed(read), filled.facts()[name])


def test_csv_quotes_every_cell(filled, tmp_path):
    """A text that begins like a formula stands in quotes."""
    export(filled.facts(), tmp_path / "out")
    assert '"=1+1"' in (tmp_path / "out" / "readings.csv").read_text("utf-8")


def test_export_fills_an_empty_folder(filled, tmp_path):
    """A folder that is there and empty may be given."""
    (tmp_path / "out").mkdir()
    assert (tmp_path / "out" / "events.csv") in export(filled.facts(), tmp_path / "out")


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_export_leaves_what_is_there_alone(filled, tmp_path, form):
    """A folder that holds anything, or a file, is refused and not touched."""
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("x")
    with pytest.raises(ParameterError, match="ledger-not-empty"):
        export(filled.facts(), tmp_path / "out", form)
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["mine.txt"]


def test_unknown_format_is_refused(filled, tmp_path):
    """The known ones are named."""
    with pytest.raises(ParameterError, match="csv, parquet"):
        export(filled.facts(), tmp_path / "out", "xlsx")


def test_parquet_without_its_package(filled, tmp_path, monkeypatch):
    """What to install is said, and no folder is left."""
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    facts = filled.facts()
    with pytest.raises(StoreError, match=r"kh2025\[parquet\]"):
        export(facts, tmp_path / "out", "parquet")
    assert not (tmp_path / "out").exists()


def test_backup_is_the_same_store(filled, tmp_path):
    """The copy has the same chain, facts and files, and can be written on."""
    made = filled.backup(f"{tmp_path}/copy.db")
    copy = Store.at(f"sqlite:///{tmp_path}/copy.db")
    assert made == filled.verify() == copy.verify(filled.verify().head)
    for name in RECORD_TYPES:
        pd.testing.assert_frame_equal(copy.facts()[name], filled.facts()[name])
    assert sorted(path.name for path in tmp_path.glob("copy*")) == ["copy.db"]


def test_backup_into_postgresql(filled, postgresql):
    """A store of either kind, or a backup of one, goes into an empty database and proves itself there."""
    import psycopg  # noqa: PLC0415

    with psycopg.connect(postgresql.get_uri(), autocommit=True) as connection:
        connection.execute("CREATE DATABASE restored")
    try:
        url = postgresql.get_uri(database="restored")
        assert filled.backup(url) == Store.at(url).verify() == filled.verify()
        with pytest.raises(ParameterError, match="ledger-not-empty"):
            filled.backup(url)
    finally:
        with psycopg.connect(postgresql.get_uri(), autocommit=True) as connection:
            connection.execute("DROP DATABASE restored WITH (FORCE)")


def test_backup_never_overwrites(filled, tmp_path):
    """A path where something is, is refused."""
    (tmp_path / "copy.db").write_text("mine")
    with pytest.raises(ParameterError, match="ledger-not-empty"):
        filled.backup(f"{tmp_path}/copy.db")
    assert (tmp_path / "copy.db").read_text() == "mine"


def test_backup_needs_its_folder(filled, tmp_path):
    """A folder that is not there is one clean message."""
    with pytest.raises(StoreError, match="store-disk"):
        filled.backup(f"{tmp_path}/no/copy.db")


def test_backup_while_others_write(filled, typed, full, now, tmp_path):
    """Copies made while a writer adds commits are whole stores, each with a link of the final chain."""
    done = threading.Event()

    def write():
        for number in range(40):
            filled.append(Batch(typed({"events": [full["events"] | {"source": str(number)}]})), now)
        done.set()

    writer = threading.Thread(target=write)
    writer.start()
    heads = []
    while not done.is_set() and len(heads) < 10:
        heads.append(filled.backup(f"{tmp_path}/copy{len(heads)}.db").head)
    writer.join()
    assert heads
    for head in heads:
        assert filled.verify(head).records["events"] == 43
