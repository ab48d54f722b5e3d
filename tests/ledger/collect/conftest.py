"""What the tests of collecting share: the example's plan, a receipt, and files collected into a store of their own."""

from datetime import UTC, datetime

import pytest

import kh2025
from kh2025.ledger.collect.collecting import Collector
from kh2025.ledger.collect.head import Given
from kh2025.ledger.collect.receipts import Receipt, Receipts
from kh2025.ledger.collect.reference import Reference
from kh2025.ledger.store import Store

RECEIVED = datetime(2025, 6, 16, 2, tzinfo=UTC)
NOW = datetime(2025, 6, 20, 3, tzinfo=UTC)


@pytest.fixture(scope="session")
def plan():
    """The demonstration plan."""
    return kh2025.load_plan("example:thai_binh_2025/demo.yaml")


@pytest.fixture(scope="session")
def reference(plan):
    """What files are checked against."""
    return Reference(plan)


@pytest.fixture
def store(tmp_path):
    """An SQLite store that is not there yet."""
    return Store.at(f"sqlite:///{tmp_path}/facts.db")


@pytest.fixture
def collect(reference, store):
    """Collects files; returns their results in order."""

    def work(*paths, receipts=None, given=None, now=NOW, store=store):
        received = receipts or Receipts(otherwise=Receipt(RECEIVED))
        append = (lambda batch: store.append(batch, now)) if store else None
        collector = Collector(reference, received, given or Given(), now, append)
        return list(collector.collect(paths))

    return work


@pytest.fixture(scope="session")
def check(reference):
    """Reads one file without storing it; returns its result."""

    def work(path, receipt=None, given=None):
        receipts = Receipts(otherwise=receipt or Receipt(RECEIVED))
        return next(Collector(reference, receipts, given or Given(), NOW, None).collect([path]))

    return work


@pytest.fixture
def collect_into(reference, store):
    """Collects one file into the store; returns its result, and the rows that were stored by type."""

    def work(path):
        stored = []

        def append(batch):
            stored.append(batch)
            return store.append(batch, NOW)

        receipts = Receipts(otherwise=Receipt(RECEIVED))
        result = next(Collector(reference, receipts, Given(), NOW, append).collect([path]))
        return result, stored[0].tables if stored else {}

    return work
