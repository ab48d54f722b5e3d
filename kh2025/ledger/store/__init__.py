"""An append-only store of records: what was said, when it was learned, and what it replaced.

Every record has two times and a hash; every commit is a link over the one before it, so a changed, lost or
smuggled record is found (:meth:`Store.verify`). SQLite and PostgreSQL go through the same SQLAlchemy Core code.
"""

from dataclasses import dataclass
from typing import Self

from kh2025.ledger.facts import Facts
from kh2025.ledger.store import exporting, reading, verifying, writing
from kh2025.ledger.store.address import WAIT, Address, parse_address
from kh2025.ledger.store.batch import Batch
from kh2025.ledger.store.verifying import Verified
from kh2025.ledger.store.writing import Moment, Receipt

__all__ = ["Batch", "Receipt", "Store", "Verified"]


@dataclass(frozen=True, slots=True)
class Store:
    """A store at an address; no connection is held between two calls, so it may go to another process."""

    address: Address

    @classmethod
    def at(cls, url: str, wait: float = WAIT) -> Self:
        """The store at a URL; nothing is opened yet.

        Args:
            url: ``sqlite:///facts.db`` or ``postgresql+psycopg://…``; ``?timeout=5`` overrides ``wait``.
            wait: seconds to wait for other writers.

        Raises:
            FactsError: the URL is no store's.

        >>> Store.at("sqlite:///facts.db").address.shown
        'sqlite:///facts.db'
        """
        return cls(parse_address(url, wait))

    def append(self, batch: Batch, recorded_at: Moment) -> Receipt:
        """Store a batch whole, once; see :func:`kh2025.ledger.store.writing.append`."""
        return writing.append(self.address, batch, recorded_at)

    def append_new(self, batch: Batch, recorded_at: Moment) -> Receipt:
        """Store what the store lacks of a batch; see :func:`kh2025.ledger.store.writing.append_new`."""
        return writing.append_new(self.address, batch, recorded_at)

    def facts(self) -> Facts:
        """All facts; see :func:`kh2025.ledger.store.reading.read`."""
        return reading.read(self.address)

    def file(self, sha256: str) -> bytes | None:
        """An original file by its SHA-256 in hexadecimal; null when the store has none."""
        return reading.read_file(self.address, sha256)

    def verify(self, head: str | None = None) -> Verified:
        """Recompute every hash; see :func:`kh2025.ledger.store.verifying.verify`."""
        return verifying.verify(self.address, head)

    def backup(self, target: str) -> Verified:
        """Copy the store and verify the copy; see :func:`kh2025.ledger.store.exporting.backup`."""
        return exporting.backup(self.address, target)
