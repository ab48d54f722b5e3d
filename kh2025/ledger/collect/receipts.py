"""When each file was received: one moment for all, or a list of what came in, a line a file.

Without either a file is refused: "now" is when we recorded it, not when the office received it.
"""

import csv
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from kh2025.errors import InputError, Problem, TextError
from kh2025.law.moments import parse_moment
from kh2025.ledger.cells import Refused, read_cell
from kh2025.ledger.records import SUBMISSIONS, Field
from kh2025.text.border import admit

_FILE = Field("file", "text", "the file's name", required=True)
_OPTIONAL = ("sent_to", "via", "channel", "result", "document_number")
_SAME = {one.name: one for one in SUBMISSIONS.fields}
#: The columns of the list.
COLUMNS = {
    "file": _FILE,
    "received_at": _SAME["received_at"],
    "obligation_id": Field("obligation_id", "id", "the report it is, where it could be several"),
    **{name: _SAME[name] for name in _OPTIONAL},
}


@dataclass(frozen=True, slots=True)
class Receipt:
    """How a file came: the columns of the list; null where nothing is known."""

    received_at: datetime
    obligation_id: str | None = None
    sent_to: str | None = None
    via: str | None = None
    channel: str | None = None
    result: str | None = None
    document_number: str | None = None


@dataclass(frozen=True, slots=True)
class Receipts:
    """The receipts of the files of one call.

    Attributes:
        listed: by the file's name, in NFC.
        otherwise: what holds for files that are not listed; null when nothing does.
    """

    listed: Mapping[str, Receipt] = field(default_factory=dict)
    otherwise: Receipt | None = None

    def of(self, path: Path) -> Receipt | None:
        """The receipt of a file; null when nobody said when it was received."""
        return self.listed.get(_name(path.name), self.otherwise)

    def lists(self, path: Path) -> bool:
        """Whether the list has a line for a file of this name."""
        return _name(path.name) in self.listed

    def unused(self, paths: list[Path]) -> list[str]:
        """The names in the list that none of the files has."""
        return sorted(set(self.listed) - {_name(path.name) for path in paths})


def read_receipts(
    received_at: str | datetime | None, cover: Path | None, agencies: Mapping[str, Any]
) -> Receipts:
    """The receipts that one moment, a list, or both give; a line of the list counts before the moment.

    Args:
        received_at: ISO 8601 with offset.
        cover: a CSV file in UTF-8 with the columns :data:`COLUMNS`, ``file`` and ``received_at`` filled.
        agencies: the plan's, by id: ``sent_to`` and ``via`` are among them.

    Raises:
        ParameterError: the moment is none, or has no offset.
        InputError: the list cannot be read; every wrong cell is named.
    """
    otherwise = Receipt(parse_moment(received_at, "received_at")) if received_at is not None else None
    return Receipts(dict(_listed(cover, agencies)) if cover else {}, otherwise)


def _listed(cover: Path, agencies: Mapping[str, Any]) -> Iterator[tuple[str, Receipt]]:
    problems: list[Problem] = []
    seen: set[str] = set()
    for line, row in _lines(cover):
        values = _typed(f"{cover}:{line}", row, problems, agencies)
        name = _name(str(values.pop("file", None) or ""))
        if name in seen:
            problems.append(Problem("collect-cover-twice", f"{cover}:{line}", name))
        seen.add(name)
        if not problems:
            yield name, Receipt(**values)
    if problems:
        raise InputError(problems)


def _lines(cover: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Each line as texts by column; semicolons part the cells where the first line has them."""
    try:
        text = cover.read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(Problem("file-encoding", str(cover))) from None
    except (OSError, ValueError) as error:
        raise InputError(Problem("file-missing", str(cover), getattr(error, "strerror", None))) from None
    first = text.split("\n", 1)[0]
    reader = csv.reader(text.splitlines(keepends=True), delimiter=";" if ";" in first else ",", strict=True)
    try:
        header = [cell.strip() for cell in next(reader, [])]
        _check_header(cover, header)
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(header):
                details = {"wanted": len(header)}
                raise InputError(Problem("facts-row", f"{cover}:{reader.line_num}", len(cells), details))
            yield reader.line_num, dict(zip(header, cells, strict=True))
    except csv.Error as error:
        raise InputError(Problem("collect-csv", f"{cover}:{reader.line_num}", str(error))) from None


def _check_header(cover: Path, header: list[str]) -> None:
    known = {"known": ", ".join(COLUMNS)}
    place = f"{cover}:1"
    problems = [Problem("facts-column", place, name, known) for name in header if name not in COLUMNS]
    required = [one.name for one in COLUMNS.values() if one.required]
    problems += [Problem("facts-column-missing", place, name) for name in required if name not in header]
    twice = sorted({name for name in header if header.count(name) > 1})
    problems += [Problem("facts-column-twice", place, name) for name in twice]
    if problems:
        raise InputError(problems)


def _typed(
    place: str, row: Mapping[str, str], problems: list[Problem], agencies: Mapping[str, Any]
) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, text in row.items():
        try:
            values[name] = read_cell(COLUMNS[name], admit(text).text.strip())
        except TextError as error:
            problems += [Problem(one.code, f"{place} {name}", text, one.details) for one in error.problems]
        except Refused as refused:
            problems.append(Problem(refused.code, f"{place} {name}", text, refused.details))
        if name in {"sent_to", "via"} and values.get(name) not in {None, *agencies}:
            details = {"known": ", ".join(agencies)}
            problems.append(Problem("agency", f"{place} {name}", text, details))
    return values


def _name(text: str) -> str:
    return unicodedata.normalize("NFC", text.strip().replace("\\", "/").rpartition("/")[2])
