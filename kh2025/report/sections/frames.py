"""From result tables to a document's tables: rows of plain cells."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from kh2025 import messages
from kh2025.law.severity import Severity
from kh2025.report.display import is_nothing
from kh2025.report.document import Block, Cell, Field, Heading, Table
from kh2025.report.wording import Words

#: Width of a chart: that of the text on A4, so that its letters print at their true size (unit: inch).
WIDTH = 6.5
_NUMBERED = 2  # the level of headings with an Arabic number


def table(
    words: Words,
    caption: str,
    columns: Sequence[tuple[str, str, float]],
    rows: Iterable[Sequence[Any]],
    *,
    empty: str | None = None,
    groups: Sequence[tuple[int, str]] = (),
    name: str = "",
) -> Table:
    """A table whose columns are (key of ``report.column``, kind, width) and whose rows are numbered.

    ``name`` is a key of ``report.sheet``: what the table's sheet in a workbook is called.
    """
    fields = tuple(field(words, *column) for column in (("index", "code", 0.4), *columns))
    numbered = tuple((number, *(cell(value) for value in row)) for number, row in enumerate(rows, 1))
    sheet = words(f"sheet.{name}") if name else ""
    return Table(caption, fields, numbered, empty or words("results.no_rows"), tuple(groups), name=sheet)


def field(words: Words, key: str, kind: str, width: float) -> Field:
    """A column by its key of ``report.column``, with what it means and its unit where it has one."""
    units = messages.table("report", "unit", words.lang)
    return Field(words(f"column.{key}"), kind, width, words(f"meaning.{key}"), units.get(key, ""))


def numbered(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """The blocks with their headings of level 2 numbered: "1. …", "2. …"; a part that is left out leaves no gap."""
    made: list[Block] = []
    number = 0
    for block in blocks:
        if isinstance(block, Heading) and block.level == _NUMBERED:
            number += 1
            made.append(replace(block, text=f"{number}. {block.text}"))
        else:
            made.append(block)
    return tuple(made)


def cell(value: Any) -> Cell:
    """A value of a frame as a plain cell; every kind of missing value is null."""
    if is_nothing(value):
        return None
    if isinstance(value, pd.Timestamp):
        return value.to_pydatetime() if value.tzinfo else value.date()
    plain: Cell = value.item() if hasattr(value, "item") else value
    return plain


def heaviest_first(frame: pd.DataFrame) -> pd.DataFrame:
    """Rows with a ``severity``, the most severe first, those alike in the order of their rules."""
    weights = {severity.value: place for place, severity in enumerate(Severity)}
    return frame.iloc[frame["severity"].map(weights).to_numpy().argsort(kind="stable")]


def who(row: Mapping[str, Any], words: Words) -> str | None:
    """Who owes a duty; where nobody does, whom the plan names."""
    return words.agency(row["agency_id"]) or words.agency(row["assigned_agency_id"])


def task_names(tasks: pd.DataFrame) -> dict[str, str]:
    """The name of each task by its id."""
    return dict(zip(tasks["task_id"], tasks["name"], strict=True))


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a frame, by column; plain values, as ``frame.to_dict("records")`` in half the time."""
    names = frame.columns.tolist()
    columns = [_values(frame[name]) for name in names]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def _values(column: pd.Series) -> list[Any]:
    values = column.tolist()
    return [None if value is pd.NA else value for value in values] if column.dtype == "Int64" else values
