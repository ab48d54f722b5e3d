"""Letters of the charts' font as outlines, each loaded once, and lines of them: measured and drawn without loading them again."""

import os
import re
import threading
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, pairwise
from pathlib import Path as File

import matplotlib as mpl
import numpy as np
from matplotlib.ft2font import FT2Font, Kerning, LoadFlags
from matplotlib.path import Path

FAMILY = "DejaVu Sans"
_FONT = File(mpl.get_data_path()) / "fonts/ttf/DejaVuSans.ttf"
_MEASURED_AT = 100.0  # points
_POINTS = 72  # per inch
_FIXED, _SUBPIXELS = 65536, 64  # an advance is a 16.16 fixed-point number, a kerning counts 64ths
# Letters that stand one behind the other, read from the left; what joins or stacks is left to a shaping library.
_IN_A_ROW = re.compile(
    r"(?!.*f[fil])[ -~\xa1-\xac\xae-\u024f\u1e00-\u1eff\u2010-\u2027\u2030-\u205e\u2190-\u25ff]*"
)


@dataclass(frozen=True, slots=True)
class Glyph:
    """A letter; lengths are shares of the size.

    Attributes:
        advance: from its origin to the next letter's.
        vertices: of its outline, (n, 2); none for a blank.
        codes: of its outline, (n,).
    """

    advance: float
    vertices: np.ndarray
    codes: np.ndarray


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text; lengths are shares of the size, from the origin of its first letter.

    Attributes:
        advance: its width.
        low: where its ink begins, negative below the line.
        high: where its ink ends.
        outline: of all its letters, nothing where all are blank.
    """

    advance: float
    low: float
    high: float
    outline: Path | None


@dataclass(frozen=True, slots=True)
class Heights:
    """What a line of the font takes in height.

    Attributes:
        unit: of the lengths, as a share of the size.
        lengths: ascent, descent and the gap between lines.
    """

    unit: float
    lengths: tuple[int, int, int]


@cache
def heights() -> Heights:
    """The heights of the font's lines, as its designer gave them.

    >>> ascent, descent, gap = heights().lengths
    >>> ascent > descent > gap
    True
    """
    head, lines = _font().get_sfnt_table("head"), _font().get_sfnt_table("OS/2")
    if head is None or lines is None:
        raise ValueError(str(_FONT))
    lengths = lines["sTypoAscender"], -lines["sTypoDescender"], lines["sTypoLineGap"]
    return Heights(1 / head["unitsPerEm"], lengths)


@cache
def is_known(char: str) -> bool:
    """Whether the font can draw a character.

    >>> is_known("ề"), is_known("科")
    (True, False)
    """
    return _font().get_char_index(ord(char)) > 0


@cache
def glyph(char: str) -> Glyph:
    """A letter of the font.

    >>> glyph("m").advance > glyph("i").advance
    True
    """
    font = _font()
    advance = font.load_char(ord(char), flags=LoadFlags.NO_HINTING).linearHoriAdvance
    vertices, codes = font.get_path()
    return Glyph(advance / _FIXED / _MEASURED_AT, np.asarray(vertices) / _MEASURED_AT, np.asarray(codes))


def is_in_a_row(text: str) -> bool:
    """Whether :func:`line` sets a text as a shaping library would.

    >>> is_in_a_row("Sở Y tế"), is_in_a_row("e\u0302"), is_in_a_row("office")
    (True, False, False)
    """
    return _IN_A_ROW.fullmatch(text) is not None


def line(text: str) -> Line:
    """A text that is in a row, with the font's kerning.

    >>> line("AV").advance < line("A").advance + line("V").advance
    True
    """
    glyphs = [glyph(char) for char in text]
    steps = (one.advance + _kerning(*pair) for one, pair in zip(glyphs, pairwise(text), strict=False))
    places = list(accumulate(steps, initial=0.0))
    end = places[-1] + glyphs[-1].advance if glyphs else 0.0
    inked = [(one, place) for one, place in zip(glyphs, places, strict=False) if len(one.codes)]
    if not inked:
        return Line(end, 0.0, 0.0, None)
    vertices = np.concatenate([one.vertices for one, _ in inked])
    vertices[:, 0] += np.repeat([place for _, place in inked], [len(one.codes) for one, _ in inked])
    outline = Path(vertices, np.concatenate([one.codes for one, _ in inked]))
    return Line(end, float(vertices[:, 1].min()), float(vertices[:, 1].max()), outline)


@cache
def _kerning(left: str, right: str) -> float:
    font = _font()
    first, second = font.get_char_index(ord(left)), font.get_char_index(ord(right))
    return font.get_kerning(first, second, Kerning.UNFITTED) / _SUBPIXELS / _MEASURED_AT


def _font() -> FT2Font:
    return _opened(threading.get_ident())


@cache
def _opened(_thread: int) -> FT2Font:
    # A font object of our own: matplotlib's is shared, and loading at another size would change it. One a thread: it
    # keeps the letter that was loaded last.
    font = FT2Font(str(_FONT))
    font.set_size(_MEASURED_AT, _POINTS)
    return font


if hasattr(os, "register_at_fork"):  # it reads from an open file, whose place all forked processes would move
    os.register_at_fork(after_in_child=_opened.cache_clear)
