"""How a value shows itself in a notebook or a console: a card of plain texts, as HTML or as lines.

A notebook asks the value itself (``_repr_html_``), so nothing need be registered: it works in every frontend, and in a
kernel that had kh2025 loaded before it had a shell. Each room says what its values show; only this module knows how
that looks. Whole documents and charts are the matter of :mod:`kh2025.report`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Protocol

from kh2025 import messages
from kh2025.text.dates import show_date
from kh2025.text.normal import clean

#: Rows of a grid; of more, a line says how many are left out.
_MOST = 20
_WIDEST = 60  # characters of a cell in the text form
_STYLE = (
    "text-align: left; min-width: 4.5em; vertical-align: top; overflow-wrap: anywhere; white-space: pre-line"
)
_NAME_STYLE = _STYLE.replace("4.5em", "9em")  # a name of three words stands in one line
_SURROGATES = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")


@dataclass(frozen=True, slots=True)
class Grid:
    """A small table of texts. ``columns`` may be empty: then each row is a name and its value."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @classmethod
    def of(cls, title: str, columns: Iterable[str], rows: Iterable[Iterable[object]]) -> "Grid":
        """A grid of values as people read them: at most twenty rows, then how many are left out."""
        made = [tuple(map(shown, row)) for row in rows]
        left = len(made) - _MOST
        more = [(messages.text("cards", "more", count=left),)] if left > 0 else []
        return cls(plain(title), tuple(map(plain, columns)), (*made[:_MOST], *more))


@dataclass(frozen=True, slots=True)
class Card:
    """What a value shows: a title and grids."""

    title: str
    grids: tuple[Grid, ...]

    def html(self) -> str:
        """The card as HTML; every text is escaped.

        >>> Card("<b>", (Grid.of("", (), [("a", "<i>")]),)).html().count("&lt;")
        2
        """
        return f'<div class="kh2025"><strong>{escape(plain(self.title))}</strong>{"".join(map(_html, self.grids))}</div>'

    def text(self) -> str:
        """The card as lines, long cells shortened."""
        return "\n".join([plain(self.title), *(line for grid in self.grids for line in _lines(grid))])


class HasCard(Protocol):
    """A value that says what its card shows."""

    def card(self) -> Card:
        """The card of this value."""
        ...


class Shows:
    """Lets notebooks show a value by its card, and ``print`` show the same as lines; ``repr`` stays the value's own."""

    __slots__ = ()

    def _repr_html_(self: HasCard) -> str:
        return self.card().html()

    def __str__(self: HasCard) -> str:
        return self.card().text()


def shown(value: object) -> str:
    """A value as people read it in a card.

    >>> shown(date(2025, 6, 14)), shown(None), shown(12.5)
    ('14/6/2025', '–', '12,5')
    """
    if value is None:
        return "–"
    if isinstance(value, date):
        return show_date(value)
    return f"{value:g}".replace(".", ",") if isinstance(value, float) else plain(str(value))


def plain(text: str) -> str:
    """A text without control characters and overrides of direction."""
    return clean(text).translate(_SURROGATES)


def _html(grid: Grid) -> str:
    head = "".join(f'<th scope="col" style="{_STYLE}">{escape(name)}</th>' for name in grid.columns)
    width = max([len(grid.columns), *map(len, grid.rows)], default=0)
    body = "".join(f"<tr>{_row(row, width, is_named=not grid.columns)}</tr>" for row in grid.rows)
    caption = (
        f'<caption style="text-align: left"><strong>{escape(grid.title)}</strong></caption>'
        if grid.title
        else ""
    )
    return f"<table>{caption}{f'<thead><tr>{head}</tr></thead>' if head else ''}<tbody>{body}</tbody></table>"


def _row(row: tuple[str, ...], width: int, *, is_named: bool) -> str:
    if len(row) == 1:
        return f'<td colspan="{width}" style="{_STYLE}">{escape(row[0])}</td>'
    cells = [f'<td style="{_STYLE}">{escape(cell)}</td>' for cell in row]
    if is_named:
        cells[0] = f'<th scope="row" style="{_NAME_STYLE}">{escape(row[0])}</th>'
    return "".join(cells)


def _lines(grid: Grid) -> list[str]:
    rows = [tuple(map(_short, row)) for row in ((grid.columns,) if grid.columns else ()) + grid.rows]
    full = [row for row in rows if len(row) > 1]
    widths = [max(map(len, column)) for column in zip(*full, strict=True)]
    lines = [
        "  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=False)).rstrip()
        for row in rows
    ]
    return [grid.title, *lines] if grid.title else lines


def _short(cell: str) -> str:
    line = " ".join(cell.split())
    return line if len(line) <= _WIDEST else line[: _WIDEST - 1] + "…"
