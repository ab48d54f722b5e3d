"""Records, and the three kinds of source that must hold them alike."""

import csv
from datetime import UTC, datetime

import pytest

import kh2025
from kh2025.ledger.records import RECORD_TYPES
from kh2025.ledger.store import Batch, Store

# One record of each type with every column filled.
FULL = {
    "progress": {
        "task_id": "nv-01",
        "occurrence": "2025-05-31",
        "agency_id": "so-yt",
        "state": "done",
        "percent": 62.5,
        "done_on": "2025-05-30",
        "evidence": "Báo cáo số 12/BC-SYT",
        "note": "Đã xong,\ntrừ phụ lục “3”",
        "effective_on": "2025-06-14",
        "recorded_at": "2025-06-16T08:00:00.123456+07:00",
        "source": "bm-05.xlsx!B7",
    },
    "submissions": {
        "obligation_id": "bao-cao",
        "agency_id": "so-yt",
        "period": "2025-Q2",
        "received_at": "2025-06-18T23:59:59.999999+07:00",
        "sent_to": "so-khcn",
        "via": "ubnd-tinh",
        "channel": "electronic",
        "result": "accepted",
        "document_number": "12/BC-SYT",
        "recorded_at": "2025-06-19T08:00:00+07:00",
        "source": "sổ công văn đến",
    },
    "readings": {
        "indicator_id": "ho-so",
        "agency_id": "so-yt",
        "period": "2025-Q2@calendar",
        "value": -0.1,
        "recorded_at": "2025-07-08T08:00:00+07:00",
        "source": "=1+1",
    },
    "events": {
        "activity_id": "phien-hop",
        "held_on": "2025-07-23",
        "document_number": "TB 34",
        "note": "họp",
        "recorded_at": "2025-07-25T08:00:00+00:00",
        "source": "thông báo",
    },
    "extensions": {
        "task_id": "nv-01",
        "occurrence": "2025-05-31",
        "obligation_id": "bao-cao",
        "agency_id": "so-yt",
        "period": "2025-Q2",
        "new_due_on": "2025-06-30",
        "granted_on": "2025-06-10",
        "document_number": "98/UBND",
        "recorded_at": "2025-06-11T08:00:00+07:00",
        "source": "công văn",
    },
    "remarks": {
        "period": "2025-Q2",
        "agency_id": "so-yt",
        "section": "causes",
        "text": 'Chậm do chờ số liệu; "nhanh", <b>đậm</b>.',
        "recorded_at": "2025-06-24T08:00:00+07:00",
        "source": "văn phòng",
    },
}
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def frames(records):
    """Typed frames from ``{type: [record, …]}``; places as a reader of files would give them."""
    return {
        name: RECORD_TYPES[name].table.frame(
            [{**row, "seq": seq, "place": f"{name}.csv:{seq + 2}"} for seq, row in enumerate(rows)]
        )
        for name, rows in records.items()
    }


def write_folder(folder, records):
    """The same records as a folder of CSV files."""
    folder.mkdir()
    for name, rows in records.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, [field.name for field in RECORD_TYPES[name].fields])
            writer.writeheader()
            writer.writerows(rows)
    return folder


@pytest.fixture
def full():
    """One record of each type with every column filled."""
    return {name: dict(row) for name, row in FULL.items()}


@pytest.fixture
def typed():
    """Records as typed frames."""
    return frames


@pytest.fixture
def as_folder():
    """Records as a folder of CSV files."""
    return write_folder


@pytest.fixture
def now():
    """A moment after every record here."""
    return NOW


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    """The address of a store that does not exist yet."""
    if request.param == "postgresql":
        return request.getfixturevalue("postgresql_url")
    return f"sqlite:///{tmp_path}/facts.db"


@pytest.fixture
def store(url):
    """A store that does not exist yet."""
    return Store.at(url)


@pytest.fixture(params=["folder", "sqlite", "postgresql"])
def keep(request, tmp_path):
    """Puts records, moments as given, into a source and opens it."""

    def opened(records):
        if request.param == "folder":
            return kh2025.open_facts(write_folder(tmp_path / "facts", records))
        where = f"sqlite:///{tmp_path}/facts.db"
        if request.param == "postgresql":
            where = request.getfixturevalue("postgresql_url")
        Store.at(where).append(Batch(frames(records), history=True), NOW)
        return kh2025.open_facts(where)

    return opened
