"""How wide texts are: the columns of a table, the rules of the head. Estimated, so that Word and PDF break alike."""

import unicodedata
from collections.abc import Iterable
from functools import cache

from kh2025.report.document import Table
from kh2025.report.units import is_unit

_POINT = 25.4 / 72  # mm
_PADDING = 2.4  # of a cell, left and right together; unit: mm
#: Widths of letters in bold Times and its like, in thousandths of an em; all others are of a middling one.
_LETTERS = {
    278: "|., il'/fjt:;()-[]!",
    389: "sI",
    444: "cerz",
    556: 'bdhknpquS"đơ+=<>',
    611: "FPư",
    667: "BELTZ",
    722: "wACDNRUVXYĐ",
    778: "GHKOQƠƯ",
    833: "m&",
    944: "M@",
    1000: "W—%…",
}
_MIDDLING = 500
_HORN = "\u031b"  # the one mark that makes a letter wider: ơ, ư
_WIDTHS = {letter: width for width, letters in _LETTERS.items() for letter in letters}
#: A letter with Vietnamese marks that a font lacks is taken from another one, which is wider: so on many a Linux desk.
_MARKED, _WIDER = ("\u1e00", "\u1eff"), 1.3
_SAFE = 1.04  # what a column has over the estimate
#: Sizes of a table's text by the number of its columns, the first that fits; unit: point.
_SIZES = ((6, 12.0), (8, 11.0), (10, 10.0), (14, 9.0), (20, 7.0), (10_000, 5.0))
_LARGER_ON_ITS_SIDE = 1.4  # columns of a page on its side that count as one
_LINE = 1.2  # height of a line by the size of its letters
_TALL = 70  # mm
#: Kinds of columns whose cells stand in one line.
KEPT = frozenset({"day", "moment", "number", "percent"})
_LONGEST_WORD = 15  # characters that a column keeps together: "Quarter II/2025"
_WHOLE_WORD = 10  # characters of a word that is not broken behind a hyphen, such as 2026-06-25
_LONG = 60  # characters of a text that no column holds in one line
_HEADING_LINES = 2
_HALVINGS = 30  # of the factor between shares and widths: to less than a hair
#: Of the text above it, between the third and the half that the decree allows.
_RULE_SHARE = 0.42


def text_size(table: Table, *, on_its_side: bool = False) -> float:
    """The size of a table's text; unit: point. Many columns need a small one."""
    count = len(table.fields) / (_LARGER_ON_ITS_SIDE if on_its_side else 1)
    return next(size for most, size in _SIZES if count <= most)


def column_widths(table: Table, shown: list[list[str]], width: float, size: float) -> list[float]:
    """Widths of a table's columns, together ``width``; unit: mm.

    The widths are in the proportion of the fields, but each column has room for its longest word where all can, and
    none is wider than its longest text while another breaks its own.

    Args:
        table: with its fields.
        shown: its cells as texts, one list a row.
        width: of the whole table; unit: mm.
        size: of the text; unit: point.
    """
    if not table.fields:
        return []
    columns = list(zip(*shown, strict=True))
    needed = [
        _needed(column, size, kept=field.kind in KEPT)
        for field, column in zip(table.fields, columns, strict=True)
    ]
    if sum(needed) >= width:
        return [width * need / sum(needed) for need in needed]
    most = [max(need, _longest(column, size, width)) for need, column in zip(needed, columns, strict=True)]
    wanted = [field.width for field in table.fields]
    if sum(most) <= width:
        return _shared_out(most, [width] * len(most), wanted, width)
    return _shared_out(needed, most, wanted, width)


def is_tall(texts: Iterable[str], widths: Iterable[float], size: float) -> bool:
    """Whether a row may be too tall to be kept on one page, or to be repeated on each; estimated on the safe side."""
    lines = (
        sum(1 + len(line) * size * _POINT / 2 / max(width - _PADDING, 1) for line in text.split("\n"))
        for text, width in zip(texts, widths, strict=True)
    )
    return max(lines, default=0) * size * _POINT * _LINE > _TALL


def rule_width(text: str, size: float, within: float) -> float:
    """Length of the rule under a bold text (unit: mm), which takes several lines where it is wider than ``within``."""
    return _RULE_SHARE * min(max(map(_ems, text.split("\n"))) * size * _POINT, within)


def _shared_out(least: list[float], most: list[float], wanted: list[float], width: float) -> list[float]:
    """Widths in the proportion wanted, but none under its least or over its most; together ``width``."""
    low, high = 0.0, width / min(filter(None, wanted), default=1.0)
    bounds = list(zip(wanted, least, most, strict=True))
    for _ in range(_HALVINGS):
        factor = (low + high) / 2
        together = sum(min(max(share * factor, need), top) for share, need, top in bounds)
        low, high = (factor, high) if together < width else (low, factor)
    made = [min(max(share * high, need), top) for share, need, top in bounds]
    return [one * width / sum(made) for one in made]


def _needed(cells: tuple[str, ...], size: float, *, kept: bool) -> float:
    """The room of the longest word; where texts are ``kept`` whole, of the longest text below the heading."""
    texts = set(cells)
    pieces = (piece for text in texts for word in _words(text) for piece in _pieces(word))
    words = {piece[:_LONGEST_WORD] for piece in pieces} | set(cells[1:] if kept else ())
    return _SAFE * max(map(_room, words), default=0.0) * size * _POINT + _PADDING


def _longest(cells: tuple[str, ...], size: float, width: float) -> float:
    """The room of the longest text in one line, of the heading in two; ``width`` where it is out of reach."""
    heading, *others = cells
    lines = {line for text in set(others) for line in text.split("\n")}
    if max(map(len, lines), default=0) > _LONG:
        return width
    ems = max(_room(heading) / _HEADING_LINES, *map(_room, lines), 0.0)
    return _SAFE * ems * size * _POINT + _PADDING


def _words(text: str) -> list[str]:
    """What a space parts: a short unit such as "Quý II/2025" is one word."""
    return [text] if len(text) <= _LONGEST_WORD and is_unit(text) else text.split()


def _pieces(word: str) -> list[str]:
    """What a line keeps together: a long word may be broken behind its hyphens, a day or a short code may not."""
    return word.replace("-", "-\n").split("\n") if len(word) > _WHOLE_WORD else [word]


def _room(text: str) -> float:
    """The width that a column keeps for a text; unit: em."""
    marked = "".join(letter for letter in text if _MARKED[0] <= letter <= _MARKED[1])
    return _ems(text) + (_WIDER - 1) * _ems(marked)


def _ems(text: str) -> float:
    """The width of a text in bold Times, estimated; unit: em."""
    return sum(map(_width_of, text)) / 1000


@cache
def _width_of(letter: str) -> int:
    """The width of a letter, that of "ợ" being that of "ơ"; unit: thousandth of an em."""
    parts = unicodedata.normalize("NFD", letter)
    base = unicodedata.normalize("NFC", parts[0] + _HORN) if _HORN in parts[1:] else parts[0]
    return _WIDTHS.get(base, _MIDDLING)
