"""A facts source: a folder of CSV files (UTF-8, one file per type of record), read strictly, or a store.

A missing file means that nothing of its type was reported; an unknown column, a row of another length or a
cell that is not in the accepted form refuses the whole folder, with every place named. Row order is the
order of recording unless a ``seq`` column says otherwise.
"""

import csv
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kh2025 import handed
from kh2025.errors import FactsError, Problem, TextError
from kh2025.ledger.cells import Refused, read_cell
from kh2025.ledger.facts import Facts
from kh2025.ledger.records import RECORD_TYPES, Field, RecordType
from kh2025.share import find
from kh2025.text.border import admit
from kh2025.text.normal import clean

_SEQ = Field("seq", "integer", "order of recording", required=True)


def open_facts(source: str | Path) -> Facts:
    """Read all facts of a source.

    Args:
        source: a folder, ``example:thai_binh_2025/facts`` for the packaged example, or the URL of a store
            (``sqlite:///facts.db``, ``postgresql+psycopg://…``).

    Raises:
        FactsError: the folder is missing, or a file, column, row or cell is refused; all are listed with
            file, line and column.
        StoreError: the store is out of reach, busy, newer than this program, or broken.
    """
    given: Facts | None = handed.find("open_facts", str(source))
    if given is not None:
        return given
    if "://" in str(source):
        return _stored(str(source))
    folder = find(source)
    if not folder.is_dir():
        raise FactsError(Problem("facts-folder", value=str(folder)))
    problems: list[Problem] = []
    notices: list[Problem] = []
    tables = {name: _read(folder, kind, problems, notices) for name, kind in RECORD_TYPES.items()}
    files = {f"{name}.csv" for name in RECORD_TYPES}
    if unknown := sorted(
        p.name for p in folder.iterdir() if p.suffix.lower() == ".csv" and p.name not in files
    ):
        known = ", ".join(sorted(files))
        problems += [Problem("facts-file", str(folder / name), name, {"known": known}) for name in unknown]
    if problems:
        raise FactsError(problems)
    return Facts(tables, str(source), tuple(notices), _invented(folder))


def _stored(url: str) -> Facts:
    # A folder is read without SQLAlchemy.
    from kh2025.ledger.store import Store  # noqa: PLC0415

    return Store.at(url).facts()


def _invented(folder: Path) -> str | None:
    """What ``invented.txt`` says is made up in the folder's facts; null without that file."""
    path = folder / "invented.txt"
    if not path.is_file():
        return None
    try:
        return clean(path.read_text("utf-8-sig")).strip() or None
    except (OSError, UnicodeDecodeError):
        raise FactsError(Problem("file-encoding", str(path))) from None


def _read(folder: Path, kind: RecordType, problems: list[Problem], notices: list[Problem]) -> Any:
    path = folder / f"{kind.name}.csv"
    if not os.path.lexists(path):
        return kind.table.frame([])
    rows: list[dict[str, Any]] = []
    if path.is_symlink() or not path.is_file():
        problems.append(Problem("facts-plain-file", str(path)))
        return kind.table.frame(rows)
    reader = None
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True)
            rows = list(_rows(path, kind, reader, problems, notices))
    except UnicodeDecodeError as error:
        problems.append(Problem("file-encoding", str(path), error.object[error.start : error.start + 8]))
    except csv.Error as error:
        problems.append(Problem("facts-csv", f"{path}:{reader.line_num if reader else 1}", str(error)))
    except OSError as error:
        problems.append(Problem("file-missing", str(path), error.strerror))
    frame = kind.table.frame(rows)
    return frame.sort_values("seq", kind="stable", ignore_index=True)


def _rows(
    path: Path, kind: RecordType, reader: Any, problems: list[Problem], notices: list[Problem]
) -> Iterator[dict[str, Any]]:
    header = next(reader, None)
    if header is None:
        problems.append(Problem("facts-header", f"{path}:1", details=_expected(kind)))
        return
    fields = _fields(path, kind, [name.strip() for name in header], problems)
    if fields is None:
        return
    start = reader.line_num + 1
    for number, cells in enumerate(reader):
        line, start = start, reader.line_num + 1
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(fields):
            details = {"wanted": len(fields)}
            problems.append(Problem("facts-row", f"{path}:{line}", len(cells), details))
            continue
        row = {"seq": number, "place": f"{path.name}:{line}"}
        row |= _typed_row(f"{path}:{line}", fields, cells, problems, notices)
        yield row


def _fields(path: Path, kind: RecordType, header: list[str], problems: list[Problem]) -> list[Field] | None:
    known = {field.name: field for field in (*kind.fields, _SEQ)}
    place = f"{path}:1"
    if len(header) == 1 and ";" in header[0]:
        problems.append(Problem("facts-semicolon", place, header[0]))
        return None
    wrong = [Problem("facts-column", place, name, _expected(kind)) for name in header if name not in known]
    wrong += [
        Problem("facts-column-twice", place, name)
        for name, times in sorted(Counter(header).items())
        if times > 1
    ]
    required = [field.name for field in kind.fields if field.required and field.name not in header]
    wrong += [Problem("facts-column-missing", place, name) for name in required]
    problems += wrong
    return None if wrong else [known[name] for name in header]


def _typed_row(
    place: str, fields: list[Field], cells: list[str], problems: list[Problem], notices: list[Problem]
) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for field, cell in zip(fields, cells, strict=True):
        try:
            admitted = admit(cell.strip(), f"{place} {field.name}")
            row[field.name] = read_cell(field, admitted.text.strip())
            notices += admitted.notices
        except TextError as error:
            problems += error.problems
        except Refused as refused:
            problems.append(Problem(refused.code, f"{place} {field.name}", cell, refused.details))
    return row


def _expected(kind: RecordType) -> dict[str, str]:
    return {"known": ", ".join(field.name for field in kind.fields)}
