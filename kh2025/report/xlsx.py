"""The tables of the document as a workbook: a sheet each, filtered and frozen, every text a text.

The first sheet says what the document is and what a reader must know before the figures; the last one what each
column means. Numbers, days and moments are values of Excel, so that they can be reckoned with.
"""

import io
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from functools import cached_property

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from kh2025 import messages
from kh2025.law.moments import local_zone, parse_moment
from kh2025.office_sheet import FONT, between, height, put, set_page, within
from kh2025.report import display, layout, measures
from kh2025.report.document import Cell, Document, Field, Note, Table
from kh2025.text.xml_text import xml_text

_SIZE, _TITLE_SIZE = 11, 13  # points
_LONGEST_NAME = 31  # characters of a sheet's name
_FORBIDDEN = re.compile(
    "[][:*?/\\\\\x00-\x1f\U00010000-\U0010ffff]"
)  # in a sheet's name; it is counted in UTF-16
_FIRST_YEAR = 1900
_MOST_DIGITS = 10**15  # beyond, Excel rounds
_FORMATS = {
    "integer": "#,##0",
    "number": "#,##0.0###",
    "code": "0",
    "percent": "0.00%",
    "day": "dd/mm/yyyy",
    "moment": "hh:mm dd/mm/yyyy",
}
_PLACES = 4  # decimals at most, as in the other formats
_FIXED = {f"number {places}": f"#,##0.{'0' * places}" for places in range(1, _PLACES + 1)}
_ALIGNED = dict.fromkeys(("code", "day", "moment"), "center")
_LETTERS = 1.15  # of our font in the place of one of Excel's own digits
_NARROWEST, _WIDEST = 6, 60  # characters of a column
_PAGE = 155  # characters of a row that a page on its side takes in with letters of 9 points
_SPARE = 3  # characters: indent and margins of a cell
_HEAD_ROWS = 3  # above the headings: caption, remark, an empty line
_CAPTION, _EMPTY = 48, 8.43  # characters: the least room of a caption, a column without a width
_INFO_WIDTHS = (34, 64, 10)
_DICTIONARY_WIDTHS = (24, 28, 22, 70, 18)


def render(document: Document) -> bytes:
    """The bytes of the .xlsx file; equal documents give equal bytes."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        stamp = datetime.combine(document.stamped_on, time())
        title = xml_text(layout.heading_of(document))[:255]
        subject, maker = (xml_text(text)[:255] for text in (document.title.subject, document.title.body))
        book.set_properties({"title": title, "subject": subject, "author": maker, "created": stamp})
        _Book(book, document).write()
    return made.getvalue()


class _Book:
    """One workbook in the making."""

    def __init__(self, book: xlsxwriter.Workbook, document: Document) -> None:
        self.book, self.document, self.lang = book, document, document.lang
        sections = sorted(document.sections, key=lambda section: section.is_annex)
        self.blocks = [block for section in sections for block in section.blocks]
        self.tables = [block for block in self.blocks if isinstance(block, Table) and block.fields]
        taken = {self.word("book.info").casefold(), self.word("book.dictionary").casefold()}
        self.names = [_sheet_name(table, taken) for table in self.tables]

    def write(self) -> None:
        """All sheets, in the order of the document."""
        self._write_info()
        for table, name in zip(self.tables, self.names, strict=True):
            self._write_table(self.book.add_worksheet(name), table)
        self._write_dictionary()

    def word(self, key: str) -> str:
        """A text of ``document.toml``."""
        return messages.text("document", key, self.lang)

    def form(self, **settings: object) -> Format:
        """A format in the decree's font."""
        base = {"font_name": FONT, "font_size": _SIZE, "text_wrap": True, "valign": "top"}
        return self.book.add_format(base | settings)

    @cached_property
    def plain(self) -> Format:
        return self.form()

    @cached_property
    def bold(self) -> Format:
        return self.form(bold=True)

    @cached_property
    def title(self) -> Format:
        return self.form(bold=True, font_size=_TITLE_SIZE)

    @cached_property
    def remark(self) -> Format:
        return self.form(italic=True, text_wrap=False)

    @cached_property
    def link(self) -> Format:
        return self.form(border=1, underline=True, font_color="#0B5394")

    @cached_property
    def heading(self) -> Format:
        return self.form(bold=True, border=1, align="center", valign="vcenter", bg_color="#E7EAEE")

    @cached_property
    def values(self) -> dict[str, Format]:
        return self._forms()

    @cached_property
    def totals(self) -> dict[str, Format]:
        return self._forms(bold=True)

    def _forms(self, **settings: object) -> dict[str, Format]:
        """The formats of cells by what they hold."""
        made = {
            name: self.form(border=1, num_format=written, **_place(name), **settings)
            for name, written in (_FORMATS | _FIXED).items()
        }
        return made | {"text": self.form(border=1, align="left", indent=1, **settings)}

    def _write_info(self) -> None:
        """What the document is, of which period and as known when, what must be known before reading, the sheets."""
        sheet = self.book.add_worksheet(self.word("book.info"))
        for column, width in enumerate(_INFO_WIDTHS):
            sheet.set_column(column, column, width)
        rows = [row for row in self._info_rows() if any(row)]
        for place, (name, value) in enumerate(rows):
            self._info_row(sheet, place, name, value)
        self._write_contents(sheet, len(rows) + 1)
        set_page(sheet, layout.MARGINS, on_its_side=False)

    def _info_rows(self) -> Iterator[tuple[str, str]]:
        title, known_on = self.document.title, self.document.as_of
        yield title.kind, title.subject
        yield title.superior or "", title.body
        yield display.number_line(title, self.lang), display.date_line(title, self.lang)
        if self.document.is_draft:
            yield self.word("draft"), self.word("draft_reason")
        notes = [block for block in self.blocks if isinstance(block, Note)]
        # What is invented comes before everything that rests on it.
        notes.sort(key=lambda note: note.kind != "invented")
        invented = [note for note in notes if note.kind == "invented"]
        yield from ((self.word(f"note.{note.kind}"), note.text) for note in invented)
        yield from self.document.facts
        if known_on:
            yield self.word("book.known_on"), display.show(known_on, "day", self.lang)
        yield from ((self.word(f"note.{note.kind}"), note.text) for note in notes[len(invented) :])

    def _info_row(self, sheet: Worksheet, row: int, name: str, value: str) -> None:
        sheet.set_row(row, height((name, value), _INFO_WIDTHS[:2], _SIZE))
        _put(sheet, row, 0, name, self.bold)
        _put(sheet, row, 1, value, self.plain)

    def _write_contents(self, sheet: Worksheet, row: int) -> None:
        heads = [self.word(f"book.{key}") for key in ("sheet", "content", "rows")]
        for column, text in enumerate(heads):
            _put(sheet, row, column, text, self.heading)
        for place, (table, name) in enumerate(zip(self.tables, self.names, strict=True), row + 1):
            target = name.replace("'", "''")
            sheet.set_row(place, height((name, table.caption), _INFO_WIDTHS[:2], _SIZE))
            sheet.write_url(place, 0, f"internal:'{target}'!A1", self.link, name)
            _put(sheet, place, 1, table.caption, self.values["text"])
            sheet.write_number(place, 2, len(table.rows), self.values["integer"])

    def _write_table(self, sheet: Worksheet, table: Table) -> None:
        groups, fields = _groups(table), self._fields(table)
        kinds = [_kind(field, column) for field, column in zip(table.fields, _columns(table), strict=True)]
        shown = _shown(table, groups, self.lang)
        widths = _widths(fields, shown)
        self._write_caption(sheet, table.caption, widths)
        _put(sheet, 1, 0, self._remark(), self.remark)
        for column, (field, width) in enumerate(zip(fields, widths, strict=True)):
            sheet.set_column(column, column, width)
            _put(sheet, _HEAD_ROWS, column, field.label, self.heading)
        sheet.set_row(_HEAD_ROWS, height(shown[0], [width - 3 for width in widths], _SIZE))
        first = _HEAD_ROWS + 1
        room = [(width - _SPARE) * _LETTERS for width in widths]
        for place, row in enumerate(table.rows):
            cells = (*row, groups[place]) if groups else row
            sheet.set_row(first + place, height(shown[place + 1], room, _SIZE))
            self._write_row(sheet, first + place, [*kinds, "text"][: len(cells)], cells, self.values)
        last = first + len(table.rows) - 1
        if not table.rows:
            _put(sheet, first, 0, table.empty, self.remark)
        else:
            sheet.autofilter(_HEAD_ROWS, 0, last, len(fields) - 1)
        if table.rows and table.total:
            self._write_row(sheet, last + 1, kinds, table.total, self.totals)
        sheet.freeze_panes(first, min(2, len(fields) - 1))
        sheet.repeat_rows(_HEAD_ROWS)
        set_page(sheet, layout.MARGINS, on_its_side=True)

    def _write_caption(self, sheet: Worksheet, caption: str, widths: Sequence[float]) -> None:
        """The caption over all columns: one that ran beyond them would make the printed table small."""
        missing = max(0, math.ceil((_CAPTION - sum(widths)) / _EMPTY))
        room = sum(widths) + missing * _EMPTY
        sheet.set_row(0, height((caption,), (room * _SIZE / _TITLE_SIZE,), _TITLE_SIZE))
        sheet.merge_range(0, 0, 0, max(1, len(widths) + missing - 1), "", self.title)
        _put(sheet, 0, 0, caption, self.title)

    def _fields(self, table: Table) -> tuple[Field, ...]:
        """The columns of the sheet: those of the table, and the group of each row where it has groups."""
        if not table.groups:
            return table.fields
        return (*table.fields, Field(self.word("book.group"), meaning=self.word("book.group_meaning")))

    def _remark(self) -> str:
        """Above every table: whether it is a draft, whether its figures are invented."""
        invented = any(isinstance(block, Note) and block.kind == "invented" for block in self.blocks)
        parts = [self.word("draft")] if self.document.is_draft else []
        return " – ".join([*parts, *([self.word("note.invented")] if invented else [])])

    def _write_row(
        self,
        sheet: Worksheet,
        row: int,
        kinds: Sequence[str],
        cells: Sequence[Cell],
        forms: dict[str, Format],
    ) -> None:
        for column, (kind, cell) in enumerate(zip(kinds, cells, strict=True)):
            self._write_cell(sheet, (row, column), cell, kind, forms)

    def _write_cell(
        self, sheet: Worksheet, at: tuple[int, int], cell: Cell, kind: str, forms: dict[str, Format]
    ) -> None:
        if display.is_nothing(cell):
            sheet.write_blank(*at, None, forms["text"])
        elif isinstance(cell, date) and cell.year >= _FIRST_YEAR:
            moment = isinstance(cell, datetime) and kind != "day"
            sheet.write_datetime(*at, _local(cell), forms["moment" if moment else "day"])
        elif _is_number(cell):
            value = cell / 100 if kind == "percent" else cell  # type: ignore[operator] # tested above
            sheet.write_number(*at, value, forms[_number_form(cell, kind)])
        else:
            _put(sheet, *at, display.show(cell, kind, self.lang), forms["text"])

    def _write_dictionary(self) -> None:
        """One row a column: its sheet, its heading, what kind of value, what it means, its unit."""
        sheet = self.book.add_worksheet(self.word("book.dictionary"))
        heads = [self.word(f"book.{key}") for key in ("sheet", "column", "kind", "meaning", "unit")]
        for column, (text, width) in enumerate(zip(heads, _DICTIONARY_WIDTHS, strict=True)):
            _put(sheet, 0, column, text, self.heading)
            sheet.set_column(column, column, width)
        rows = [
            (name, field.label, self.word(f"kind.{field.kind}"), field.meaning, field.unit)
            for table, name in zip(self.tables, self.names, strict=True)
            for field in self._fields(table)
        ]
        for place, row in enumerate(rows, 1):
            sheet.set_row(place, height(row, _DICTIONARY_WIDTHS, _SIZE))
            for column, text in enumerate(row):
                _put(sheet, place, column, text, self.values["text"])
        sheet.autofilter(0, 0, max(len(rows), 1), len(heads) - 1)
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        set_page(sheet, layout.MARGINS, on_its_side=True)


def _put(sheet: Worksheet, row: int, column: int, text: str, form: Format) -> None:
    put(sheet, row, column, display.plain(text), form)


def _is_number(cell: Cell) -> bool:
    is_number = isinstance(cell, int | float) and not isinstance(cell, bool)
    return is_number and math.isfinite(cell) and abs(cell) < _MOST_DIGITS  # type: ignore[arg-type]


def _number_form(cell: Cell, kind: str) -> str:
    if kind in {"percent", "code", *_FIXED}:
        return kind
    return "integer" if cell == int(cell) else "number"  # type: ignore[arg-type] # a number


def _place(form: str) -> dict[str, object]:
    """Where the cells of a format stand: numbers a little off the text beside them."""
    if form in _ALIGNED:
        return {"align": _ALIGNED[form]}
    return {"align": "right", "indent": 1, "text_wrap": False}


def _columns(table: Table) -> list[tuple[Cell, ...]]:
    """The cells of each column."""
    rows = (*table.rows, *([table.total] if table.total else []))
    return list(zip(*rows, strict=True)) if rows else [()] * len(table.fields)


def _kind(field: Field, cells: Iterable[Cell]) -> str:
    """The kind of a column's cells; numbers of one unit have all as many decimals."""
    if field.kind != "number" or not field.unit:
        return field.kind
    written = (
        f"{cell:.{_PLACES}f}".rstrip("0") for cell in cells if isinstance(cell, float) and _is_number(cell)
    )
    places = max((len(one.partition(".")[2]) for one in written), default=0)
    return f"number {places}" if places else field.kind


def _local(cell: date) -> date:
    """Excel knows no zones: a moment is shown as in Vietnam."""
    if isinstance(cell, datetime) and cell.tzinfo:
        return parse_moment(cell).astimezone(local_zone()).replace(tzinfo=None)
    return cell


def _groups(table: Table) -> list[str]:
    """The group that each row stands in; a row across all columns would end a filter."""
    if not table.groups:
        return []
    found, current = [], ""
    for line in layout.lines(table):
        if isinstance(line, str):
            current = line
        else:
            found.append(current)
    return found


def _shown(table: Table, groups: list[str], lang: str) -> list[list[str]]:
    """Headings and rows as texts, the group of each row as its last cell."""
    shown = layout.shown(table, lang)[: len(table.rows) + 1]
    return [[*row, group] for row, group in zip(shown, ["", *groups], strict=True)] if groups else shown


def _widths(fields: Iterable[Field], shown: list[list[str]]) -> list[float]:
    """Characters of each column: by the words of its heading and the lengths of its cells.

    Where the page is too narrow for the longest cells, columns whose cells are mostly short give way first.
    """
    longest, usual = [], []
    for field, (_, *cells) in zip(fields, zip(*shown, strict=True), strict=True):
        words = max((len(word) for word in field.label.split()), default=0) + 4  # and the filter's arrow
        lengths = [len(cell) + _SPARE for cell in cells] or [0]
        mean = sum(lengths) / len(lengths)
        # A date has no line to break, a text has.
        least = max(lengths) if field.kind in measures.KEPT else mean
        longest.append(float(min(max(_NARROWEST, words, *lengths), _WIDEST)))
        usual.append(float(min(max(_NARROWEST, words, least), _WIDEST)))
    return within(between(usual, longest, _PAGE), _PAGE)


def _sheet_name(table: Table, taken: set[str]) -> str:
    """A name that Excel takes, told apart by a number where two tables are called alike."""
    name = _FORBIDDEN.sub(" ", xml_text(display.plain(table.name or table.caption)))
    name = " ".join(name.split()).strip("' ")[:_LONGEST_NAME].strip("' ") or "1"
    made, number = name, 1
    while made.casefold() in taken or made.casefold() == "history":
        number += 1
        tail = f" {number}"
        made = name[: _LONGEST_NAME - len(tail)] + tail
    taken.add(made.casefold())
    return made
