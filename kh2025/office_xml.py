"""XML parts of Word and Excel files that may be parsed, and the addresses of cells in them.

The standard library's parser will do: :func:`kh2025.office_files.open_office` lets no part through that has a document
type, and so none that defines entities.
"""

import io
import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError, fromstring, iterparse

from kh2025.errors import InputError, Problem

_MOST_CELLS = 400_000
_MOST_COVERED = 200_000  # cells in merged ranges, links and comments
_WIDEST_AREA = 1_000_000  # rows times columns up to the last cell
# A reader makes a cell for every place in these, and keeps every row that it has read.
_RANGES = frozenset(("mergeCell", "hyperlink", "comment"))
_LET_GO = frozenset(("row", "c", "mergeCell", "hyperlink", "comment"))
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


def parsed(place: str, part: bytes) -> Element:
    """The XML of a part that was let through.

    Raises:
        InputError: ``office-broken``, no XML.
    """
    try:
        return fromstring(part)  # noqa: S314 - no entities, see above
    except (ParseError, ValueError) as error:
        raise InputError(Problem("office-broken", place, str(error))) from None


def refuse_wide_sheets(place: str, part: bytes) -> None:
    """A sheet whose last cell or whose ranges would make a reader fill millions of empty cells.

    Raises:
        InputError: ``office-area``; ``office-broken``, an address is none.
    """
    rows = columns = cells = covered = 0
    for reference in _references(place, part):
        first, _, last = reference.partition(":")
        top, left = _position(place, first)
        bottom, right = _position(place, last or first)
        if last:
            covered += (abs(right - left) + 1) * (abs(bottom - top) + 1)
        else:
            cells += 1
        rows, columns = max(rows, top, bottom), max(columns, left, right)
        if cells > _MOST_CELLS or covered > _MOST_COVERED or rows * columns > _WIDEST_AREA:
            raise InputError(Problem("office-area", place, reference, {"cells": _WIDEST_AREA}))


def _references(place: str, part: bytes) -> Iterator[str]:
    """Where cells stand, and the ranges that a reader goes through cell by cell; each element is let go at once."""
    row = column = 0
    try:
        for event, element in iterparse(io.BytesIO(part), events=("start", "end")):  # noqa: S314 - no entities, see above
            name = element.tag.rpartition("}")[2]
            if event == "end":
                if name in _LET_GO:
                    element.clear()
            elif name == "row":
                row, column = int(element.get("r", row + 1)), 0
                yield "A1"  # kept by a reader, but an empty row far away, as LibreOffice writes it, harms nobody
            elif name == "c":
                reference = element.get("r") or f"{column_letters(column + 1)}{max(row, 1)}"
                column = _position(place, reference)[1]
                yield reference
            elif name in _RANGES and (reference := element.get("ref")):
                yield f"{reference}:{reference}" if ":" not in reference else reference
    except (ParseError, ValueError) as error:
        raise InputError(Problem("office-broken", place, str(error))) from None


def _position(place: str, reference: str) -> tuple[int, int]:
    """Row and column of an address; whole rows and columns are none."""
    found = _REFERENCE.fullmatch(reference.upper())
    if not found:
        raise InputError(Problem("office-broken", place, reference))
    return int(found[2]), column_number(found[1])


def column_number(letters: str) -> int:
    """The number of a column from its letters.

    >>> column_number("A"), column_number("XFD")
    (1, 16384)
    """
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number


def column_letters(number: int) -> str:
    """The letters of a column from its number.

    >>> column_letters(1), column_letters(16384)
    ('A', 'XFD')
    """
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
