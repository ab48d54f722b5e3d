"""The snapshot saves time and nothing else: it is never believed when it should not be."""

import os

import pandas as pd
import pytest

from kh2025.ledger.records import RECORD_TYPES
from kh2025.ledger.store import Batch, Store, reading, snapshot


@pytest.fixture
def cache(tmp_path, monkeypatch):
    """A cache folder of the test."""
    monkeypatch.setenv("KH2025_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def filled(tmp_path, typed, full, now, cache):  # noqa: ARG001
    """A store with two records of each type, one of them bare."""
    bare = {
        name: {f.name: full[name][f.name] for f in kind.fields if f.required}
        for name, kind in RECORD_TYPES.items()
    }
    store = Store.at(f"sqlite:///{tmp_path}/facts.db")
    store.append(Batch(typed({name: [full[name], bare[name]] for name in full})), now)
    return store


def same(left, right):
    for name in RECORD_TYPES:
        pd.testing.assert_frame_equal(left[name], right[name])


@pytest.fixture
def counted(monkeypatch):
    """How often a table was read from the database."""
    reads = []
    read = reading._frame  # noqa: SLF001
    monkeypatch.setattr(
        reading, "_frame", lambda connection, kind: reads.append(kind.name) or read(connection, kind)
    )
    return reads


def test_second_opening_reads_the_snapshot(filled, cache, counted):
    """Equal in every value and type, and no table is read."""
    first = filled.facts()
    assert len(counted) == 6
    same(first, filled.facts())
    assert len(counted) == 6
    assert len(list(cache.iterdir())) == 1


def test_new_commit_is_a_new_key(filled, typed, full, now, counted):
    """After a commit the store is read again and shows it."""
    filled.facts()
    filled.append(Batch(typed({"events": [full["events"]]})), now)
    assert len(filled.facts()["events"]) == 3
    assert len(counted) == 12


def test_snapshot_of_another_store_is_not_taken(filled, cache, counted):
    """A snapshot whose name fits but whose key does not is read over."""
    facts = filled.facts()
    path = next(cache.iterdir())
    snapshot.save(b"another key", {name: facts[name].iloc[:0] for name in RECORD_TYPES})
    next(p for p in cache.iterdir() if p != path).replace(path)
    same(filled.facts(), facts)
    assert len(counted) == 12


@pytest.mark.parametrize("place", [0.02, 0.3, 0.5, 0.7, 0.99])
def test_flipped_bit_is_not_believed(filled, cache, place):
    """Wherever a bit flips, the facts are right."""
    facts = filled.facts()
    path = next(cache.iterdir())
    data = bytearray(path.read_bytes())
    data[int(place * len(data))] ^= 4
    path.write_bytes(data)
    same(filled.facts(), facts)


@pytest.mark.parametrize("content", [b"", b"x", b"PK\x03\x04" + bytes(100)], ids=["empty", "short", "no-zip"])
def test_what_is_no_snapshot_is_rebuilt(filled, cache, content):
    """The file is replaced by a good one."""
    facts = filled.facts()
    path = next(cache.iterdir())
    size = path.stat().st_size
    path.write_bytes(content)
    same(filled.facts(), facts)
    assert path.stat().st_size == size


def test_older_layout_is_not_believed(filled, counted, monkeypatch):
    """A program with another layout reads the store."""
    filled.facts()
    monkeypatch.setattr(snapshot, "LAYOUT", snapshot.LAYOUT + 1)
    filled.facts()
    assert len(counted) == 12


NO_CACHES = {"a-file": "facts.db", "no-way": "/proc/no/cache", "nul": "/dev/null"}


@pytest.mark.parametrize("where", NO_CACHES.values(), ids=NO_CACHES)
def test_cache_may_be_impossible(filled, monkeypatch, where, tmp_path):
    """Without a cache folder that can be written the store is read each time."""
    monkeypatch.setenv("KH2025_CACHE", str(tmp_path / where))
    same(filled.facts(), filled.facts())


def test_there_may_be_no_home(filled, monkeypatch):
    """Without a home folder there is no cache, and no error."""
    monkeypatch.delenv("KH2025_CACHE")
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setattr(snapshot.Path, "home", lambda: (_ for _ in ()).throw(RuntimeError("no home")))
    same(filled.facts(), filled.facts())


def test_only_the_newest_are_kept(filled, typed, full, now, cache):
    """The cache does not grow with the store."""
    for number in range(7):
        filled.append(Batch(typed({"events": [full["events"] | {"source": str(number)}]})), now)
        filled.facts()
        os.utime(max(cache.iterdir(), key=os.path.getmtime), (number, number))
    assert len(list(cache.iterdir())) == 4


@pytest.mark.parametrize(
    ("platform", "variables", "wanted"),
    [
        ("linux", {"XDG_CACHE_HOME": "/x"}, "/x/kh2025"),
        ("linux", {"HOME": "/h"}, "/h/.cache/kh2025"),
        ("win32", {"LOCALAPPDATA": "/l"}, "/l/kh2025/cache"),
    ],
)
def test_cache_is_where_the_system_keeps_caches(monkeypatch, platform, variables, wanted):
    """By platform and environment."""
    for name in ("KH2025_CACHE", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(snapshot.sys, "platform", platform)
    assert snapshot.folder().as_posix() == wanted
