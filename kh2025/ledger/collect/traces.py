"""From which cell of which sheet each value of a record was read, as the record's ``source`` says it."""

from collections.abc import Mapping
from dataclasses import dataclass

from kh2025.ledger.collect.sheets import Sheet
from kh2025.text.border import admit


@dataclass(frozen=True, slots=True)
class Trace:
    """One cell: the sheet's name as a record may hold it, and the address."""

    sheet: str
    cell: str


def trace(sheet: Sheet, row: int, column: int) -> Trace:
    """The cell that holds the value seen at a place: of merged cells the first."""
    return Trace(_clean(sheet.name), sheet.holder(row, column))


def source(sha256: str, traces: Mapping[str, Trace]) -> str:
    """Where a record was read from: its file, and for each field its cell; a sheet's name never holds a slash.

    >>> source(
    ...     "5f0c",
    ...     {"state": Trace("Tiến độ", "J5"), "note": Trace("Tiến độ", "N5"), "period": Trace("Chung", "D6")},
    ... )
    'sha256:5f0c/Tiến độ!state=J5,note=N5/Chung!period=D6'
    """
    cells: dict[str, list[str]] = {}
    for field, one in traces.items():
        cells.setdefault(one.sheet, []).append(f"{field}={one.cell}")
    return "/".join((f"sha256:{sha256}", *(f"{sheet}!{','.join(told)}" for sheet, told in cells.items())))


def _clean(name: str) -> str:
    return admit(name.replace("\ufffd", "?")).text.strip()
