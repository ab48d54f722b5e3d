"""What workbooks of ours have in common: texts that stay texts, heights that fit them, the printed page.

Both the plan's appendix and the tables of reports are written through this module.
"""

import textwrap
from collections.abc import Iterable, Sequence

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from kh2025.text.xml_text import xml_text

#: The font that Nghị định 30/2020/NĐ-CP asks for.
FONT = "Times New Roman"
_A4 = 9  # Excel's number of the paper
_MM_PER_INCH = 25.4
_POINTS_PER_SIZE = 1.42  # height of a line
_LONGEST_CELL = 32767  # characters; Excel opens nothing longer
_HIGHEST_ROW = 409  # points
_NARROW = 20.0  # characters: a column of texts stays readable


def put(sheet: Worksheet, row: int, column: int, text: str, form: Format | None = None) -> None:
    """Write a text, whatever it begins with; one longer than a cell can hold ends in "…"."""
    sheet.write_string(row, column, shortened(xml_text(text)), form)


def shortened(text: str) -> str:
    """The text as far as a cell can hold it."""
    return text if len(text) <= _LONGEST_CELL else text[: _LONGEST_CELL - 1] + "…"


def height(texts: Iterable[str], widths: Iterable[float], size: float) -> float:
    """Points that a row needs for its fullest cell: not every program makes rows grow, so it is estimated.

    Args:
        texts: one a cell.
        widths: characters that the cells hold in a line.
        size: of the letters; unit: point.
    """
    lines = [_lines(text, max(1, int(width))) for text, width in zip(texts, widths, strict=True)]
    return min(max(1, *lines, 0) * round(size * _POINTS_PER_SIZE), _HIGHEST_ROW)


def _lines(text: str, width: int) -> int:
    if len(text) <= width and "\n" not in text:
        return 1  # nearly all cells
    return sum(
        1 if len(line) <= width else len(textwrap.wrap(line, width)) or 1 for line in text.splitlines()
    )


def within(widths: Sequence[float], most: float) -> list[float]:
    """The widths with the widest cut, so that all together are ``most`` characters wide, and none narrower than 20.

    >>> within([6, 60, 60, 12], 100)
    [6, 41.0, 41.0, 12]
    """
    widest = max(widths, default=0.0)
    while widest > _NARROW and sum(min(width, widest) for width in widths) > most:
        widest -= 1.0
    return [min(width, widest) for width in widths]


def between(least: Sequence[float], most: Sequence[float], total: float) -> list[float]:
    """Widths from the ``least`` towards the ``most``, each by the same share, so far as ``total`` has room.

    >>> between([10, 40], [30, 60], 70)
    [20.0, 50.0]
    """
    wanted = sum(most) - sum(least)
    share = min(max((total - sum(least)) / wanted, 0.0), 1.0) if wanted > 0 else 1.0
    return [float(round(low + share * (high - low), 1)) for low, high in zip(least, most, strict=True)]


def set_page(sheet: Worksheet, margins: Sequence[float], *, on_its_side: bool) -> None:
    """A4 with margins (top, right, bottom, left; unit: mm), all columns on one page, numbered at the top."""
    top, right, bottom, left = (size / _MM_PER_INCH for size in margins)
    if on_its_side:
        sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.set_margins(left, right, top, bottom)
    sheet.fit_to_pages(1, 0)
    sheet.set_header(f'&C&"{FONT}"&P', {"margin": 10 / _MM_PER_INCH})
