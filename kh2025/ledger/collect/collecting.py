"""Files into the store, one at a time: looked at, read, typed, and stored whole with their bytes, or refused whole.

They are taken in the order in which they were received, so that of two about the same the later one holds. One that
is refused keeps no other from coming in.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from kh2025.errors import FactsError, InputError, Problem
from kh2025.ledger.collect.faults import Fault, Faults
from kh2025.ledger.collect.head import Given, Head, HeadReader
from kh2025.ledger.collect.receipts import Receipt, Receipts
from kh2025.ledger.collect.reference import Reference
from kh2025.ledger.collect.rows import Row, RowReader, submission
from kh2025.ledger.collect.sheets import Sent, read_sent
from kh2025.ledger.collect.tables import Table, form_tables, free_tables, identity_of, is_form, is_header
from kh2025.ledger.collect.values import Values
from kh2025.ledger.forms.layout import Role
from kh2025.ledger.records import RECORD_TYPES
from kh2025.ledger.store.batch import Batch
from kh2025.ledger.store.writing import Receipt as Stored

#: What becomes of a file; ``valid`` where nothing was to be stored.
STATUSES = ("accepted", "unchanged", "rejected", "valid")

Append = Callable[[Batch], Stored]


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one file.

    Attributes:
        path: the file as given.
        status: one of :data:`STATUSES`.
        sha256: of its bytes, in hexadecimal; null when it could not be read.
        head: who reports for which period; null when that is not known.
        records: records by type: stored, or in ``valid`` and ``unchanged`` files read; none of a refused file.
        stored: the commit that holds them; null where nothing is stored.
        refused: what is wrong with it.
        noticed: what a person should know.
        sent: the file as it was read; null when the guard refused it.
    """

    path: Path
    status: str
    sha256: str | None = None
    head: Head | None = None
    records: Mapping[str, int] = field(default_factory=dict)
    stored: Stored | None = None
    refused: tuple[Fault, ...] = ()
    noticed: tuple[Fault, ...] = ()
    sent: Sent | None = None


@dataclass(frozen=True, slots=True)
class Collector:
    """Takes files in.

    Attributes:
        reference: the plan that they report on.
        receipts: when each was received.
        given: agency and period of tables that do not say it themselves.
        known_at: this moment: nothing can have been received later.
        append: stores a batch; null where files are only checked.
    """

    reference: Reference
    receipts: Receipts
    given: Given
    known_at: datetime
    append: Append | None

    def collect(self, paths: Sequence[Path]) -> Iterator[Result]:
        """The result of each file, in the order of their receipt.

        Raises:
            StoreError: the store is busy, out of reach or broken; what was collected before stays.
        """
        names = Counter(path.name for path in paths)
        received = [(path, self.receipts.of(path)) for path in paths]
        for path, receipt in sorted(received, key=_moment):
            is_ambiguous = self.receipts.lists(path) and names[path.name] > 1
            yield self._collected(path, receipt, is_ambiguous=is_ambiguous)

    def _collected(self, path: Path, receipt: Receipt | None, *, is_ambiguous: bool) -> Result:
        faults = Faults()
        if is_ambiguous:
            faults.refuse(Problem("collect-name-twice", value=path.name))
        elif receipt is None:
            faults.refuse(Problem("collect-no-receipt"))
        elif receipt.received_at > self.known_at:
            faults.refuse(Problem("collect-received-later", value=receipt.received_at.isoformat()))
        sent = _read(path, faults)
        if sent is None:
            return Result(path, "rejected", refused=tuple(faults.refused))
        sha256 = hashlib.sha256(sent.content).hexdigest()
        head: Head | None = None
        rows: dict[str, list[Row]] = {}
        if receipt is not None and not faults.refused:
            head, rows = self._typed(sent, sha256, receipt, faults)
        return self._stored(sent, sha256, head, rows, faults)

    def _typed(
        self, sent: Sent, sha256: str, receipt: Receipt, faults: Faults
    ) -> tuple[Head | None, dict[str, list[Row]]]:
        """The head and the records of a file, as far as they can be read; what cannot is among the faults."""
        values = Values(self.reference.year, sent.epoch)
        heads = HeadReader(self.reference, receipt, values, faults)
        head, tables = self._found(sent, heads, faults)
        if head is None:
            return None, {}
        reader = RowReader(self.reference, values, faults, sha256)
        rows: dict[str, list[Row]] = {}
        for table in tables:
            rows.setdefault(table.layout.record or "", []).extend(reader.records(table, head))
        rows["submissions"] = [submission(head, receipt, one, sha256) for one in head.obligations]
        if not any(rows.values()) and not faults.refused:
            faults.refuse(Problem("collect-empty"))
        return head, rows

    def _found(self, sent: Sent, heads: HeadReader, faults: Faults) -> tuple[Head | None, list[Table]]:
        if is_form(sent):
            identity = identity_of(sent, faults)
            if identity is None:
                return None, []
            tables = form_tables(sent, identity, faults)
            head = heads.of_form(identity, tables.pop(Role.COVER, None), self.given)
            return head, list(tables.values())
        found = free_tables(sent, faults)
        if not found:
            faults.refuse(Problem("collect-no-table"))
            return None, []
        return heads.of_table(found, self.given), found

    def _stored(
        self, sent: Sent, sha256: str, head: Head | None, rows: Mapping[str, list[Row]], faults: Faults
    ) -> Result:
        status, stored = "rejected" if faults.refused else "valid", None
        if status == "valid" and self.append is not None:
            try:
                stored = self.append(_batch(rows, sent.content))
            except FactsError as error:
                for problem in error.problems:
                    faults.refuse(problem)
                status = "rejected"
            else:
                status = "unchanged" if stored.is_repeat else "accepted"
        refused, noticed = tuple(faults.refused), tuple(faults.noticed)
        counts = {name: len(rows[name]) for name in RECORD_TYPES if rows.get(name) and not refused}
        return Result(sent.path, status, sha256, head, counts, stored, refused, noticed, sent)


def _moment(one: tuple[Path, Receipt | None]) -> float:
    return one[1].received_at.timestamp() if one[1] else 0.0


def _read(path: Path, faults: Faults) -> Sent | None:
    """The file after the guard; null when that refuses it."""
    try:
        sent = read_sent(path, is_header)
    except InputError as error:
        for problem in error.problems:
            faults.refuse(problem)
        return None
    for notice in sent.notices:
        faults.notice(notice)
    return sent


def _batch(rows: Mapping[str, list[Row]], content: bytes) -> Batch:
    return Batch({name: rows[name] for name in RECORD_TYPES if rows.get(name)}, files=(content,))
