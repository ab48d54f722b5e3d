"""The tables of a file: where each column of a form's sheet stands, in our own forms by key, in others by heading.

Our own forms are known by their hidden sheet and the marks of their sheets, however they were renamed or saved again. In
other workbooks and in CSV files a table is found by its headings, which are those of the form.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kh2025.errors import Problem, TextError
from kh2025.ledger.collect.faults import Faults
from kh2025.ledger.collect.sheets import Cell, Sent, Sheet
from kh2025.ledger.collect.spellings import HEADINGS
from kh2025.ledger.forms.identity import Identity
from kh2025.ledger.forms.layout import (
    FIRST_ROW,
    FORM_VERSION,
    HEADING_ROW,
    HIDDEN_SHEET,
    KEY_ROW,
    MARK,
    SHEETS,
    FormSheet,
    Role,
)
from kh2025.messages import LANGUAGES, text
from kh2025.text.border import admit
from kh2025.text.normal import normal_form

#: The sheets that a table without our marks can fill: remarks have headings that any text may have.
FREE = (Role.TASKS, Role.INDICATORS)
_ASIDE = re.compile(r"\s*\([^()]*\)")
_NEEDED = {Role.TASKS: ({"task_id", "name"}, "state"), Role.INDICATORS: ({"indicator_id", "name"}, "value")}


@dataclass(frozen=True, slots=True)
class Table:
    """A table that was found.

    Attributes:
        layout: the form's sheet that it fills.
        sheet: where it stands.
        columns: number of each column by its key.
        head: the row of its headings.
        rows: its rows, each with its filled cells by column.
        is_ours: whether it stands in one of our forms, where a row is known by its hidden ids.
    """

    layout: FormSheet
    sheet: Sheet
    columns: Mapping[str, int]
    head: int
    rows: Mapping[int, Mapping[int, Cell]]
    is_ours: bool

    @property
    def editable(self) -> list[str]:
        """The keys of the columns that are filled in."""
        return [one.key for one in self.layout.columns if one.is_editable and one.key in self.columns]

    def cell(self, row: int, key: str) -> Cell | None:
        """A cell of a row; null where it is empty or the table lacks the column."""
        return self.rows[row].get(self.columns.get(key, 0))


def identity_of(sent: Sent, faults: Faults) -> Identity | None:
    """What our form says that it is; null when it has lost its hidden sheet or is of another version (refused)."""
    hidden = next((sheet for sheet in sent.sheets if sheet.name == HIDDEN_SHEET), None)
    if hidden is None:
        faults.refuse(Problem("collect-form-sheet", value=HIDDEN_SHEET))
        return None
    pairs = {_text(row.get(1)): _text(row.get(2)) for row in hidden.rows().values()}
    version = pairs.get("form_version", "")
    if version != FORM_VERSION:
        faults.refuse(Problem("collect-version", value=version, details={"version": FORM_VERSION}), hidden)
        return None
    try:
        return Identity.of(pairs)
    except (KeyError, ValueError) as error:
        faults.refuse(Problem("collect-identity", value=str(error)), hidden)
        return None


def is_form(sent: Sent) -> bool:
    """Whether a file is one of our forms, of whatever version, or was one: a mark is left."""
    return any(sheet.name == HIDDEN_SHEET or _marked(sheet) for sheet in sent.sheets)


def form_tables(sent: Sent, identity: Identity, faults: Faults) -> dict[Role, Table]:
    """The sheets of our form by role; what is missing of them, or there twice, is refused."""
    found: dict[Role, Table] = {}
    for sheet in sent.sheets:
        role = _marked(sheet)
        if role is None:
            continue
        if role in found:  # a copy, or another form's sheet: none of the two is taken
            faults.refuse(Problem("collect-form-sheet-twice", value=found[role].sheet.name), sheet)
            continue
        layout, rows = SHEETS[role], sheet.rows()
        places = {_text(cell): column for column, cell in rows[KEY_ROW].items() if column > 1}
        columns = {one.key: places[one.key] for one in layout.columns if one.key in places}
        for missing in (one.key for one in layout.columns if one.key not in columns):
            faults.refuse(Problem("collect-form-column", value=missing), sheet, KEY_ROW, 1)
        below = {row: cells for row, cells in rows.items() if row >= FIRST_ROW}
        found[role] = Table(layout, sheet, columns, HEADING_ROW, below, is_ours=True)
    for role in identity.rows:
        if role not in found:
            faults.refuse(Problem("collect-form-sheet", value=identity.titles.get(role, role)))
    _refuse_other_rows(found, identity, faults)
    return found


def _refuse_other_rows(found: Mapping[Role, Table], identity: Identity, faults: Faults) -> None:
    """A row that was deleted would read as a duty that nobody owes; one that was added is another form's."""
    for role, table in found.items():
        ids = [table.columns[key] for key in table.layout.ids if key in table.columns]
        there = sum(any(column in cells for column in ids) for cells in table.rows.values())
        wanted = identity.rows.get(role, there)
        if there != wanted:
            faults.refuse(Problem("collect-form-rows", value=there, details={"wanted": wanted}), table.sheet)


def _marked(sheet: Sheet) -> Role | None:
    mark = sheet.cells.get((KEY_ROW, 1))
    said = mark.value if mark else None
    if not isinstance(said, str) or not said.startswith(MARK):
        return None
    return next((role for role in Role if said == MARK + role), None)


def free_tables(sent: Sent, faults: Faults) -> list[Table]:
    """The tables of a file that is none of our forms, found by their headings; a column twice is refused."""
    skipped = {text("collect", "sheet.title", lang) for lang in LANGUAGES}
    seen = [sheet for sheet in sent.sheets if not sheet.is_hidden and sheet.name not in skipped]
    return [table for sheet in seen for table in _tables_of(sheet, faults)]


def _tables_of(sheet: Sheet, faults: Faults) -> Iterator[Table]:
    rows = sheet.rows()
    heads = [(row, role) for row, cells in rows.items() if (role := _headed(_texts(cells).values()))]
    ends = [*(row for row, _ in heads), max(rows, default=0) + 1][1:]
    for (row, role), end in zip(heads, ends, strict=True):
        columns = _columns(sheet, row, rows[row], role, faults)
        below = {number: cells for number, cells in rows.items() if row < number < end}
        yield Table(SHEETS[role], sheet, columns, row, below, is_ours=False)


def _columns(sheet: Sheet, row: int, cells: Mapping[int, Cell], role: Role, faults: Faults) -> dict[str, int]:
    columns: dict[str, int] = {}
    first = {
        id(cell): column for column, cell in reversed(list(cells.items()))
    }  # a merged heading is one heading
    for column, heading in _texts(cells).items():
        key = headings(role).get(folded(heading))
        if first[id(cells[column])] != column:
            continue
        if key is None:
            faults.notice(Problem("collect-column", value=heading), sheet, row, column)
        elif key in columns:
            faults.refuse(Problem("collect-column-twice", value=heading), sheet, row, column)
        else:
            columns[key] = column
    return columns


def is_header(row: Sequence[str]) -> bool:
    """Whether a row of texts heads a table that can be collected.

    >>> is_header(["Mã nhiệm vụ", "Tình trạng"]), is_header(["Sở Y tế", "Tình trạng"])
    (True, False)
    """
    return _headed(row) is not None


def _headed(row: Iterable[str]) -> Role | None:
    """The form's sheet that a row of headings belongs to: it names what a row is about, and what is reported."""
    read = [folded(one) for one in row]
    for role in FREE:
        keys = {headings(role).get(one) for one in read}
        about, reported = _NEEDED[role]
        if reported in keys and keys & about:
            return role
    return None


@lru_cache
def headings(role: Role) -> Mapping[str, str]:
    """Normal form of every heading that is understood → the column's key."""
    layout = SHEETS[role]
    found: dict[str, str] = {}
    for column in layout.columns:
        written = [text("forms", f"columns.{role}.{column.key}", lang) for lang in LANGUAGES]
        for one in (*written, *HEADINGS.get(role, {}).get(column.key, ())):
            found.setdefault(folded(one), column.key)
    return found


@lru_cache(maxsize=4096)
def folded(heading: str) -> str:
    """A heading as it is compared: in Unicode, without asides and units.

    >>> folded("Mức độ  hoàn thành (%)"), folded("T×nh tr¹ng")
    ('mức độ hoàn thành', 'tình trạng')
    """
    try:
        form = normal_form(admit(heading).text)
    except TextError:
        form = normal_form(heading)
    return _ASIDE.sub("", form).strip(" .:*") or form


def _texts(cells: Mapping[int, Cell]) -> dict[int, str]:
    return {column: cell.value for column, cell in cells.items() if isinstance(cell.value, str)}


def _text(cell: Cell | None) -> str:
    return "" if cell is None or cell.value is None else str(cell.value)
