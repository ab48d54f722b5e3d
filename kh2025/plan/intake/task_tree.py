"""Rows into tasks: what a page break parted is joined, sub-rows find the row they belong to.

A sub-row with its own lead or deadline is a task of its own, named with the rows above it; a row that is only
such a heading is none. Sub-rows without either belong to the task above them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kh2025.errors import Problem
from kh2025.plan.headings import Column, is_ditto, is_total
from kh2025.plan.intake.doubts import Doubts
from kh2025.plan.intake.numerals import Depth, Numeral
from kh2025.plan.intake.task_rows import Line

_UNNUMBERED = (len(Depth), 0)
_INHERITED = (Column.LEAD, Column.LEAD_AND_COORDINATING, Column.DEADLINE)
_GROUPED = (Column.PRODUCTS, Column.NOTE, Column.COORDINATING, Column.LEGAL_BASIS)
_REPEATED = (*_INHERITED, Column.COORDINATING, Column.RESPONSIBLE, Column.AUTHORITY, Column.PRODUCTS)
_LEAD_COLUMNS = (Column.LEAD, Column.LEAD_AND_COORDINATING)
_ENDS_SENTENCE = (".", ";", ":", "!", "?")


@dataclass(slots=True)
class Node:
    """A row and the rows that belong to it."""

    line: Line
    level: tuple[int, int]
    place: int = 0  # among the rows of one parent, from 1
    children: list["Node"] = field(default_factory=list)

    def descendants(self) -> Iterator["Node"]:
        """All rows below, in their order."""
        for child in self.children:
            yield child
            yield from child.descendants()


@dataclass(frozen=True, slots=True)
class Entry:
    """One task: the line it comes from, its name with what stands above it, its number with those above.

    ``texts`` are the cells by column, those of sub-rows joined to them and the inherited ones put in.
    """

    line: Line
    name: str
    numerals: tuple[str, ...]
    texts: dict[Column, str]
    others: dict[str, str]


def joined_lines(lines: Sequence[Line], doubts: Doubts) -> list[Line]:
    """The lines, each with what a page break parted from it; rows that are none are listed and left out."""
    is_numbered = any(line.numeral for line in lines if line.title is None)
    found: list[Line] = []
    above: Line | None = None  # the last row that is no heading
    for line in lines:
        before = above if found and found[-1] is above else None
        _repeat(above, line, doubts)
        if line.title is not None:
            found.append(line)
        elif before and _goes_on(before, line, is_numbered=is_numbered):
            _join(before, line)
            if not _shares_name(before, line):
                doubts.at(line.grid, line.row, None, Problem("import-continued", value=_said(line)))
        elif _is_beside(before, line):
            doubts.at(line.grid, line.row, None, Problem("import-no-name", value=_said(line)))
        else:
            found.append(line)
            above = line
    return _without_last_words(found, doubts)


def _repeat(before: Line | None, line: Line, doubts: Doubts) -> None:
    """Signs for "as above" stand for the text above them."""
    for column in _REPEATED:
        if not is_ditto(line.own(column)):
            continue
        doubts.at(line.grid, line.row, line.index(column), Problem("import-ditto", value=line.texts[column]))
        line.texts[column] = before.texts.get(column, "") if before else ""


def _without_last_words(lines: list[Line], doubts: Doubts) -> list[Line]:
    """A text across all columns behind the last task is a remark, not a part of the plan."""
    while lines and lines[-1].title is not None and lines[-1].numeral is None:
        last = lines.pop()
        doubts.at(last.grid, last.row, None, Problem("import-no-name", value=last.title))
    return lines


def _is_beside(before: Line | None, line: Line) -> bool:
    """Whether a row is none of the table: a signature under a sheet, a lead without a name."""
    if line.numeral:
        return False
    if is_total(line.name):
        return True
    if line.name:
        return before is not None and not line.has_own_duty and _is_apart(before, line)
    return before is None or not _shares_name(before, line)


def _is_apart(before: Line, line: Line) -> bool:
    """Whether empty rows of a sheet stand between two rows."""
    numbers = line.grid.numbers
    return before.grid is line.grid and numbers[line.row] - numbers[before.row] > line.row - before.row


def _said(line: Line) -> str:
    texts = [*(line.own(column) for column in line.cells), *line.others.values()]
    return " | ".join(filter(None, texts))


def tree(lines: Sequence[Line]) -> list[Node]:
    """The lines between two groups as trees."""
    roots: list[Node] = []
    open_: list[Node] = []
    for line in lines:
        node = Node(line, _level(line, roots))
        while open_ and open_[-1].level >= node.level:
            open_.pop()
        among = open_[-1].children if open_ else roots
        among.append(node)
        node.place = len(among) if open_ else 0
        open_.append(node)
    return roots


def entries(roots: Sequence[Node], doubts: Doubts) -> Iterator[Entry]:
    """The tasks of the trees, in the order of their rows."""
    for root in roots:
        yield from _entries(root, (), doubts)


def _goes_on(before: Line, line: Line, *, is_numbered: bool) -> bool:
    if line.title is not None or line.numeral or line.own(Column.NUMBER) or line.has_own_duty:
        return False
    if _shares_name(before, line):
        return True
    if _is_apart(before, line) or is_total(line.name):
        return False
    if not line.name:
        return any(line.own(column) for column in line.cells)
    return is_numbered or (line.name[:1].islower() and not line.own(Column.PRODUCTS))


def _shares_name(before: Line, line: Line) -> bool:
    cell = line.cells.get(Column.NAME)
    return cell is not None and cell is before.cells.get(Column.NAME) and bool(cell.text)


def _join(before: Line, line: Line) -> None:
    for column in line.cells:
        if text := line.own(column):
            before.texts[column] = _joined(before.texts.get(column, ""), text)
            before.cells.setdefault(column, line.cells[column])
    if line.name:
        before.name = _joined(before.name, line.name)
    for heading, text in line.others.items():
        before.others[heading] = _joined(before.others.get(heading, ""), text)


def _joined(first: str, second: str) -> str:
    is_inner = second[:1].islower() and not first.endswith(_ENDS_SENTENCE)
    return f"{first}{' ' if is_inner else chr(10)}{second}" if first else second


def _level(line: Line, roots: Sequence[Node]) -> tuple[int, int]:
    numeral: Numeral | None = line.numeral
    if numeral is None:
        # In a table without numbers all rows are equal.
        return _UNNUMBERED if roots and roots[-1].line.numeral else (Depth.ARABIC, 0)
    if numeral.depth is Depth.DOTTED and not numeral.text[0].isdecimal():
        return (Depth.ARABIC, 0)  # "II.1" is the first task of part II
    return (numeral.depth, numeral.dots)


def _entries(node: Node, above: tuple[Node, ...], doubts: Doubts) -> Iterator[Entry]:
    has_duty = _has_duty(node, above)
    if not node.children:
        yield _entry(node, above, (), doubts)
        return
    if not any(child.line.has_own_duty for child in node.descendants()):
        yield _entry(node, above, list(node.descendants()), doubts)
        return
    own = [_owns(child) for child in node.children]
    parts = [child for child, is_own in zip(node.children, own, strict=True) if has_duty and not is_own]
    if has_duty:
        yield _entry(node, above, [one for part in parts for one in (part, *part.descendants())], doubts)
    else:
        _tell_lost(node, doubts)
    for child, is_own in zip(node.children, own, strict=True):
        if is_own or not has_duty:
            yield from _entries(child, (*above, node), doubts)


def _owns(node: Node) -> bool:
    return node.line.has_own_duty or any(one.line.has_own_duty for one in node.descendants())


def _has_duty(node: Node, above: tuple[Node, ...]) -> bool:
    """Whether the row itself is a task: it names a lead or deadline, which no row above names for it."""
    shared = {id(cell) for one in above for cell in one.line.cells.values()}
    cells = (node.line.cells.get(column) for column in _INHERITED)
    return any(cell and cell.text and id(cell) not in shared for cell in cells)


def _tell_lost(node: Node, doubts: Doubts) -> None:
    """A heading row is no task; what it says beside its name has no place in the draft."""
    for column in (*_GROUPED, Column.RESPONSIBLE, Column.AUTHORITY, Column.STARTS_ON):
        if text := node.line.own(column):
            doubts.at(
                node.line.grid,
                node.line.row,
                node.line.index(column),
                Problem("import-heading-cell", value=text),
            )


def _entry(node: Node, above: tuple[Node, ...], parts: Sequence[Node], doubts: Doubts) -> Entry:
    line = node.line
    texts = dict(line.texts)
    for column in _INHERITED:
        if not texts.get(column) and not _answered(texts, column):
            _inherit(column, line, above, texts, doubts)
    for part in parts:
        for column in part.line.cells:
            if column not in {Column.NUMBER, Column.NAME} and (text := part.line.own(column)):
                texts[column] = _lines_of(texts.get(column, ""), text)
    if above and (not line.name or _shares_name(above[-1].line, line)):
        doubts.at(
            line.grid,
            line.row,
            line.index(Column.NAME),
            Problem("import-shared-name", value=_full_name(line, above, ())),
        )
    others = dict(line.others)
    for part in parts:
        others |= {key: _lines_of(others.get(key, ""), text) for key, text in part.line.others.items()}
    return Entry(line, _full_name(line, above, parts), _numerals(node, above), texts, others)


def _answered(texts: dict[Column, str], column: Column) -> bool:
    """Whether another column already names the lead."""
    return column in _LEAD_COLUMNS and any(texts.get(other) for other in _LEAD_COLUMNS)


def _inherit(
    column: Column, line: Line, above: tuple[Node, ...], texts: dict[Column, str], doubts: Doubts
) -> None:
    for upper in reversed(above):
        if text := upper.line.texts.get(column):
            texts[column] = text
            doubts.at(line.grid, line.row, line.index(column), Problem("import-inherited", value=text))
            return


def _lines_of(first: str, second: str) -> str:
    return f"{first}\n{second}" if first else second


def _full_name(line: Line, above: tuple[Node, ...], parts: Sequence[Node]) -> str:
    chain = [_one_line(one.line.name).rstrip(" .:;,") for one in above if one.line.name]
    own = [_one_line(line.name)] if line.name else []
    name = ": ".join([*chain, *own])
    said = [
        f"{one.line.numeral.text}{'' if one.line.numeral.depth is Depth.DASH else ')'} {_one_line(one.line.name)}"
        if one.line.numeral
        else _one_line(one.line.name)
        for one in parts
        if one.line.name
    ]
    return " ".join([name, *said]).strip()


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _numerals(node: Node, above: tuple[Node, ...]) -> tuple[str, ...]:
    """The numbers from the outermost row to this one; a dash counts among its like."""
    found = []
    for one in (*above, node):
        numeral = one.line.numeral
        has_own = numeral is not None and numeral.depth is not Depth.DASH
        found.append(numeral.text if numeral and has_own else str(one.place or ""))
    # "3.1" already says that it stands under 3.
    return tuple(
        text for place, text in enumerate(found) if text and not _is_said_again(text, found[place + 1 :])
    )


def _is_said_again(text: str, later: Sequence[str]) -> bool:
    return any(one.startswith(f"{text}.") for one in later)
