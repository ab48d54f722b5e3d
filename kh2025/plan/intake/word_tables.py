"""The tables of a Word document as grids, read from the document's XML: one pass, in the order of the text.

Tables inside cells, text boxes and content controls are tables of their own. Text that a tracked change deletes
or moves away is not there; automatic numbers stand before their paragraph, as they are seen on paper.
"""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from kh2025.errors import InputError, Problem
from kh2025.office_files import OfficeFile
from kh2025.office_xml import parsed
from kh2025.plan.intake.grids import Cell, Grid, Row
from kh2025.plan.intake.word_names import ALTERNATIVE, val, w
from kh2025.plan.intake.word_numbering import Numbering

_DEEPEST = 60  # elements within elements that hold text or tables
_WIDEST = 1000  # columns of a table
_WIDEST_AREA = 1_000_000  # rows times columns
_P, _TBL, _TR, _TC = w("p"), w("tbl"), w("tr"), w("tc")
_TEXT = w("t")
_SIGNS = {w("tab"): " ", w("ptab"): " ", w("br"): "\n", w("cr"): "\n", w("noBreakHyphen"): "-"}
_RUN = w("r")
_PICTURES = frozenset((w("drawing"), w("pict"), w("object"), ALTERNATIVE))
_BOX = w("txbxContent")
# What holds runs, paragraphs, rows or cells without being one; what deletions hold is left out.
_WRAPPERS = frozenset(
    w(name)
    for name in (
        "sdt",
        "sdtContent",
        "ins",
        "moveTo",
        "customXml",
        "smartTag",
        "hyperlink",
        "fldSimple",
        "dir",
        "bdo",
    )
)
_CELL_PROPERTIES, _SPAN, _V_MERGE, _H_MERGE = w("tcPr"), w("gridSpan"), w("vMerge"), w("hMerge")
_ROW_PROPERTIES, _DELETED, _BEFORE = w("trPr"), w("del"), w("gridBefore")
_PARAGRAPH_PROPERTIES = w("pPr")


def read_tables(file: OfficeFile) -> list[Grid]:
    """All tables of a Word file in the order in which they begin.

    Raises:
        InputError: ``office-broken``, the document is no XML or is nested beyond all reason.
    """
    place = f"{file.path}/{file.main}"
    root = parsed(place, file.parts[file.main])
    body = root.find(w("body"))
    reader = _Reader(place, Numbering(file))
    if body is not None:
        reader.read(body, 0)
    return reader.grids()


class _Reader:
    """Goes through the document once and keeps the tables it meets."""

    def __init__(self, place: str, numbering: Numbering) -> None:
        self.place = place
        self.numbering = numbering
        self.waiting: list[str] = []  # paragraphs since the last table
        self._made: list[Grid | None] = []

    def grids(self) -> list[Grid]:
        return [grid for grid in self._made if grid is not None]

    def read(self, parent: Element, depth: int) -> None:
        """The paragraphs and tables of the body or a text box."""
        for child in self._inside(parent, depth):
            if child.tag == _P:
                self.waiting += self._paragraph(child, depth).split("\n")
            elif child.tag == _TBL:
                self._table(child, depth + 1)

    def _inside(self, parent: Element, depth: int) -> Iterator[Element]:
        """The children, those within wrappers too."""
        if depth > _DEEPEST:
            raise InputError(Problem("office-broken", self.place))
        for child in parent:
            if child.tag in _WRAPPERS:
                yield from self._inside(child, depth + 1)
            else:
                yield child

    def _table(self, table: Element, depth: int) -> None:
        number = len(self._made)
        self._made.append(None)
        before, self.waiting = tuple(line for line in self.waiting if line.strip()), []
        rows = self._rows(table, depth)
        self.waiting = []
        width = max((len(row) for row in rows), default=0)
        self._made[number] = Grid(
            name=str(number + 1),
            rows=tuple((*row, *[None] * (width - len(row))) for row in rows),
            numbers=range(1, len(rows) + 1),
            columns=[str(column + 1) for column in range(width)],
            before=before,
        )

    def _rows(self, table: Element, depth: int) -> list[Row]:
        rows: list[Row] = []
        width = 0
        for element in self._inside(table, depth):
            if element.tag != _TR:
                continue
            properties = element.find(_ROW_PROPERTIES)
            if properties is not None and properties.find(_DELETED) is not None:
                continue
            above = rows[-1] if rows else ()
            indent = 0 if properties is None else _number(properties.find(_BEFORE), 0)
            rows.append(self._row(element, len(rows), above, indent, depth))
            width = max(width, len(rows[-1]))
            if width * len(rows) > _WIDEST_AREA:
                raise InputError(Problem("office-area", self.place, len(rows), {"cells": _WIDEST_AREA}))
        return rows

    def _row(self, element: Element, index: int, above: Row, indent: int, depth: int) -> Row:
        row: list[Cell | None] = [None] * indent
        for child in self._inside(element, depth):
            if child.tag != _TC:
                continue
            properties = child.find(_CELL_PROPERTIES)
            columns, goes_on_down, goes_on_right = _spans(properties)
            at = len(row)
            upper = above[at] if goes_on_down and at < len(above) else None
            left = row[-1] if goes_on_right and row else None
            text = self._cell(child, depth + 1)
            if upper is not None:
                cell = upper
            elif left is not None:
                cell = left
            else:
                cell = Cell(text, index, at, columns)
            row += [cell] * columns
            if len(row) > _WIDEST:
                raise InputError(Problem("office-area", self.place, len(row), {"cells": _WIDEST_AREA}))
        return tuple(row)

    def _cell(self, element: Element, depth: int) -> str:
        lines = []
        for child in self._inside(element, depth):
            if child.tag == _P:
                lines.append(self._paragraph(child, depth))
            elif child.tag == _TBL:
                self._table(child, depth + 1)
        return "\n".join(lines).strip()

    def _paragraph(self, element: Element, depth: int) -> str:
        parts: list[str] = []
        for child in self._inside(element, depth):
            if child.tag == _RUN:
                self._run(child, parts, depth)
        text = "".join(parts)
        properties = element.find(_PARAGRAPH_PROPERTIES)
        if properties is None:
            return text
        number = self.numbering.next(properties)
        return f"{number} {text}".strip() if number else text

    def _run(self, run: Element, parts: list[str], depth: int) -> None:
        for child in run:
            if child.tag == _TEXT:
                parts.append(child.text or "")
            elif sign := _SIGNS.get(child.tag):
                parts.append(sign)
            elif child.tag in _PICTURES:
                for box in _boxes(child):
                    self.read(box, depth + 1)


def _boxes(picture: Element) -> list[Element]:
    """The text boxes of a drawing; of alternatives the first, because the others say the same again."""
    found: list[Element] = []
    waiting = [picture]
    while waiting:
        element = waiting.pop()
        if element.tag == _BOX:
            found.append(element)
        elif element.tag == ALTERNATIVE:
            waiting += list(element)[:1]
        else:
            waiting += reversed(list(element))
    return found


def _spans(properties: Element | None) -> tuple[int, bool, bool]:
    """How many columns a cell covers, and whether it goes on the cell above or to the left."""
    if properties is None:
        return 1, False, False
    columns = min(max(_number(properties.find(_SPAN), 1), 1), _WIDEST)
    down, right = properties.find(_V_MERGE), properties.find(_H_MERGE)
    return columns, _goes_on(down), _goes_on(right)


def _goes_on(merge: Element | None) -> bool:
    return merge is not None and val(merge) in {None, "continue"}


def _number(element: Element | None, default: int) -> int:
    text = val(element) if element is not None else None
    return min(int(text), _WIDEST) if text and text.isdecimal() and len(text) < 6 else default  # noqa: PLR2004
