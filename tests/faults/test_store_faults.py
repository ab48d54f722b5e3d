"""What a store outlives: many writers, sudden death, no room, no permission, a held lock, flipped bits.

``KH2025_PROVE=1`` (``make prove``) runs the full figures, otherwise the short ones; README.md holds what was seen.
"""

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest

from kh2025.errors import StoreError
from kh2025.ledger.records import RECORD_TYPES
from kh2025.ledger.store import Batch, Store
from kh2025.ledger.store.address import writing

pytestmark = pytest.mark.faults

PROVE = bool(os.environ.get("KH2025_PROVE"))
WRITERS, RECORDS, SIZE = 8, 2_500, 1 if PROVE else 25
KILLS = 50 if PROVE else 5
HELD = 60 if PROVE else 1
FLIPS = 400 if PROVE else 60
WRITER = Path(__file__).with_name("writer.py")
ROOT = Path(__file__).parents[2]
NOW = datetime(2030, 1, 1, tzinfo=UTC)


def start(url, name, commits, size, **environment):
    """A writer in a process of its own."""
    return subprocess.Popen(
        [sys.executable, str(WRITER), url, name, str(commits), str(size)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
    )


def sources(store):
    """What was written, by (writer, commit): how many records."""
    return Counter(tuple(source.split()[:2]) for source in store.facts()["progress"]["source"])


def one(note="một"):
    """A batch of one record."""
    row = {"activity_id": "phien-hop", "held_on": "2025-07-23", "note": note}
    return Batch({"events": RECORD_TYPES["events"].table.frame([row])})


def refused(work, *arguments):
    with pytest.raises(StoreError) as caught:
        work(*arguments)
    return caught.value.problems[0].code


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    if request.param == "postgresql":
        return request.getfixturevalue("postgresql_url") + "&timeout=300"
    return f"sqlite:///{tmp_path}/facts.db?timeout=300"


def test_concurrent_writers_lose_and_double_nothing(url):
    """8 processes at once, 20,000 records: every one is there once, in a whole chain in order of the clock."""
    begun = time.monotonic()
    writers = [start(url, f"w{number}", RECORDS // SIZE, SIZE) for number in range(WRITERS)]
    said = [writer.communicate()[0].split() for writer in writers]
    assert [writer.returncode for writer in writers] == [0] * WRITERS
    assert all(lines == ["ready", *map(str, range(RECORDS // SIZE))] for lines in said)
    took = time.monotonic() - begun
    store = Store.at(url)
    frame = store.facts()["progress"]
    assert len(frame) == frame["source"].nunique() == WRITERS * RECORDS
    assert frame["recorded_at"].is_monotonic_increasing
    assert frame["seq"].tolist() == list(range(WRITERS * RECORDS))
    assert set(sources(store).values()) == {SIZE}
    assert store.verify().commits == WRITERS * RECORDS // SIZE
    print(f"\n{WRITERS} writers: {WRITERS * RECORDS / took:.0f} records/s in commits of {SIZE}, {took:.0f} s")


def test_killed_writers_leave_whole_commits(url):
    """After `kill -9` what was acknowledged is there, a commit is there whole or not at all, and writing goes on."""
    store, acknowledged, cut = Store.at(url), set(), 0
    chance = random.Random(5)
    for number in range(KILLS):
        writer = start(url, f"k{number}", 100_000, 20)
        assert writer.stdout.readline() == "ready\n"
        assert writer.stdout.readline() == "0\n"
        time.sleep(chance.uniform(0, 0.4))
        writer.send_signal(signal.SIGKILL)
        rest = writer.communicate()[0]
        # A last line without its end was cut off while it was printed: that commit stands too.
        acknowledged |= {(f"k{number}", commit) for commit in ("0", *rest.split("\n")[:-1])}
        found = sources(store)
        assert acknowledged <= set(found)
        assert set(found.values()) == {20}
        extra = {key for key in found if key[0] == f"k{number}"} - acknowledged
        assert len(extra) <= 1
        acknowledged |= extra
        cut += len(extra)
        assert store.verify().commits == len(found)
    store.append(one(), NOW)
    print(f"\n{KILLS} kills: {len(acknowledged)} commits, {cut} stood before they were acknowledged")


# --- no room, no permission ------------------------------------------------------------------------------------


@contextmanager
def small_disk(folder, size):
    """A file system of its own, where this account may mount one."""
    folder.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if done.returncode:
        pytest.skip("this account may not mount a file system")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


needs_mount = pytest.mark.skipif(
    not shutil.which("mount") or getattr(os, "geteuid", lambda: 1)() != 0, reason="only root may mount"
)


@needs_mount
def test_full_disk_stores_nothing_half(tmp_path):
    """When the disk is full a commit is refused whole; with room again the same batch is stored."""
    with small_disk(tmp_path / "disk", "1500k") as disk:
        url = f"sqlite:///{disk}/facts.db"
        acknowledged = start(url, "d", 10_000, 20).communicate()[0].split()[1:]
        assert acknowledged.pop() in {"store-full", "store-disk"}
        store = Store.at(url)
        assert set(sources(store)) == {("d", commit) for commit in acknowledged}
        assert store.verify().commits == len(acknowledged) > 5
        subprocess.run(["mount", "-o", "remount,size=8m", str(disk)], check=True)
        assert store.append(one(), NOW).commit == len(acknowledged) + 1
        assert store.verify().records["events"] == 1


@needs_mount
def test_no_room_for_a_new_store(tmp_path):
    """A store that cannot be made is one clean message, and is no store."""
    with small_disk(tmp_path / "disk", "16k") as disk:
        store = Store.at(f"sqlite:///{disk}/facts.db")
        assert refused(store.append, one(), NOW) in {"store-full", "store-disk"}
        assert refused(store.facts) in {"store-missing", "store-disk"}


@pytest.mark.skipif(sys.platform == "win32", reason="the limit is POSIX's")
def test_file_size_limit_stores_nothing_half(tmp_path):
    """The same where a file may not grow further."""
    url = f"sqlite:///{tmp_path}/facts.db"
    acknowledged = start(url, "d", 10_000, 20, LIMIT="600000").communicate()[0].split()[1:]
    assert acknowledged.pop() in {"store-full", "store-disk"}
    store = Store.at(url)
    assert set(sources(store)) == {("d", commit) for commit in acknowledged}
    assert store.verify().commits == len(acknowledged) > 5
    assert store.append(one(), NOW).commit == len(acknowledged) + 1


@contextmanager
def read_only(folder):
    """A folder in which nothing can be written, for root too."""
    if os.geteuid() == 0:
        subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)
        yield
        subprocess.run(["mount", "-o", "remount,rw", str(folder)], check=True)
        return
    folder.chmod(0o555)
    yield
    folder.chmod(0o755)


@pytest.fixture
def disk(tmp_path):
    """A folder that can be made read-only."""
    if getattr(os, "geteuid", lambda: 1)() != 0:
        (tmp_path / "disk").mkdir()
        yield tmp_path / "disk"
    else:
        with small_disk(tmp_path / "disk", "4m") as made:
            yield made


def test_read_only_folder(disk, tmp_path):
    """A store in a folder that cannot be written is read, verified and copied; writing is refused cleanly."""
    store = Store.at(f"sqlite:///{disk}/facts.db")
    store.append(one(), NOW)
    with read_only(disk):
        assert len(store.facts()["events"]) == 1
        assert store.backup(f"{tmp_path}/copy.db") == store.verify()
        assert refused(store.append, one("hai"), NOW) == "store-readonly"
        new = Store.at(f"sqlite:///{disk}/new.db")
        assert refused(new.append, one(), NOW) == "store-readonly"
    assert sorted(path.name for path in disk.iterdir()) == ["facts.db"]
    assert store.append(one("hai"), NOW).commit == 2


# --- a held lock -----------------------------------------------------------------------------------------------


@contextmanager
def held(store, seconds):
    """The store's lock held by somebody else for a while."""
    holds, ends = threading.Event(), threading.Event()

    def hold():
        with writing(store.address):
            holds.set()
            ends.wait(seconds)

    holder = threading.Thread(target=hold)
    holder.start()
    assert holds.wait(30)
    try:
        yield
    finally:
        ends.set()
        holder.join()


def test_held_lock_is_refused_in_time(url):
    """Who waits longer than the address says is told that the store is busy; readers are not held up."""
    store = Store.at(url)
    store.append(one(), NOW)
    impatient = Store.at(url.replace("timeout=300", "timeout=0.3"))
    with held(store, 120):
        begun = time.monotonic()
        assert refused(impatient.append, one("hai"), NOW) == "store-busy"
        assert 0.25 < time.monotonic() - begun < 20
        assert len(impatient.facts()["events"]) == 1
        assert impatient.verify().commits == 1
    assert impatient.append(one("hai"), NOW).commit == 2


def test_held_lock_is_waited_for(url):
    """Who has the time waits until the lock is free, here after a second (a minute by `make prove`)."""
    store = Store.at(url)
    store.append(one(), NOW)
    with held(store, HELD):
        begun = time.monotonic()
        assert store.append(one("hai"), NOW).commit == 2
        assert time.monotonic() - begun > 0.5 * HELD


# --- flipped bits ----------------------------------------------------------------------------------------------


def test_flipped_bits_are_found(tmp_path):
    """Any bit of the file flipped: verifying says so, or it was in unused space and every record is as it was."""
    path = tmp_path / "facts.db"
    store = Store.at(f"sqlite:///{path}")
    start(f"sqlite:///{path}", "b", 30, 20).communicate()
    store.append(Batch(one().tables, (b"tep goc " * 2_000,)), NOW)
    whole, facts = path.read_bytes(), store.facts()
    chance, found = random.Random(7), Counter()
    for _ in range(FLIPS):
        data = bytearray(whole)
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        path.write_bytes(data)
        try:
            store.verify()
        except StoreError as error:
            found[error.problems[0].code] += 1
            continue
        found["unused"] += 1
        os.environ["KH2025_CACHE"], cache = os.devnull, os.environ["KH2025_CACHE"]
        again = store.facts()
        os.environ["KH2025_CACHE"] = cache
        for name in RECORD_TYPES:
            pd.testing.assert_frame_equal(again[name], facts[name])
    print(f"\n{FLIPS} flips: {dict(found)}")
    assert found.total() - found["unused"] > FLIPS / 2


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_flipped_bit_in_a_file_is_found(database, request, tmp_path):
    """A stored workbook with one bit flipped is named by its SHA-256, and not handed out."""
    import hashlib  # noqa: PLC0415

    file = random.Random(3).randbytes(50_000)
    name = hashlib.sha256(file).hexdigest()
    flipped = bytearray(file)
    flipped[30_000] ^= 1
    if database == "sqlite":
        store = Store.at(f"sqlite:///{tmp_path}/facts.db")
        store.append(Batch(one().tables, (file,)), NOW)
        content = (tmp_path / "facts.db").read_bytes()
        place = content.index(file[30_000:30_500])
        (tmp_path / "facts.db").write_bytes(content[:place] + flipped[30_000:30_500] + content[place + 500 :])
    else:
        store = Store.at(request.getfixturevalue("postgresql_url"))
        store.append(Batch(one().tables, (file,)), NOW)
        with writing(store.address) as connection:
            connection.exec_driver_sql("ALTER TABLE files DISABLE TRIGGER USER")
            connection.exec_driver_sql("UPDATE files SET content = %s", (bytes(flipped),))
            connection.exec_driver_sql("ALTER TABLE files ENABLE TRIGGER USER")
    with pytest.raises(StoreError, match=f"{name}.*ledger-file"):
        store.verify()
    assert refused(store.file, name) == "ledger-file"


def test_crash_leaves_its_log_to_the_next(tmp_path):
    """A log left behind by a killed process is taken in by whoever opens the store next, a reader too."""
    writer = start(f"sqlite:///{tmp_path}/facts.db", "c", 100_000, 20)
    for _ in range(6):
        writer.stdout.readline()
    writer.kill()
    writer.communicate()
    copy = tmp_path / "copy"
    copy.mkdir()
    for file in tmp_path.glob("facts.db*"):
        shutil.copy(file, copy)
    store = Store.at(f"sqlite:///{copy}/facts.db")
    assert len(sources(store)) >= 5
    with sqlite3.connect(copy / "facts.db") as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()
