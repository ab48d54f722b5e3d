"""Words in charts: names made drawable, shortened or broken to a width that is known before anything is drawn."""

from datetime import date
from itertools import accumulate

from kh2025.report.charts.glyphs import glyph, is_known
from kh2025.report.display import show
from kh2025.text.normal import clean

_POINTS = 72  # per inch
_SPARE = 1.03  # hinting makes a drawn line a little longer than its advances
_ELLIPSIS = "…"
_UNDRAWABLE = "□"


def plain(name: str) -> str:
    r"""A name on one line, NFC, with a box for each character that the font cannot draw.

    >>> plain("Sở\n Y tế \U0001f4c8")
    'Sở Y tế □'
    """
    line = " ".join(clean(name).split())
    unknown = {ord(char): _UNDRAWABLE for char in set(line) if not is_known(char)}
    return line.translate(unknown)


def width_of(words: str, size: float) -> float:
    """Width in inches of a line of text; ``size`` in points."""
    return _inches(sum(glyph(char).advance for char in words), size)


def fit(name: str, width: float, size: float) -> str:
    """A name in at most ``width`` inches: cut between words where that costs little, closed by an ellipsis.

    >>> fit("Xây dựng nền tảng dữ liệu dùng chung của tỉnh", 1.6, 8)
    'Xây dựng nền tảng dữ…'
    """
    line = plain(name)
    if width_of(line, size) <= width:
        return line
    # A mark has no advance, so a letter that fits is kept with all its marks.
    so_far = accumulate(glyph(char).advance for char in line)
    kept = line[: sum(_inches(one, size) <= width - width_of(_ELLIPSIS, size) for one in so_far)]
    words = kept.rsplit(" ", 1)[0]
    return (words if len(words) > 0.7 * len(kept) else kept).rstrip(" ,;.-–") + _ELLIPSIS


def broken(words: str, width: float, size: float) -> str:
    r"""A sentence broken between words into lines of at most ``width`` inches.

    >>> broken("Còn 114 nhiệm vụ không thể hiện", 1.2, 8)
    'Còn 114 nhiệm vụ\nkhông thể hiện'
    """
    found = [""]
    for word in words.split():
        longer = f"{found[-1]} {word}".strip()
        if width_of(longer, size) <= width:
            found[-1] = longer
        else:
            found.append(word)
    return "\n".join(filter(None, found))


def short_day(day: date, lang: str) -> str:
    """A day without its year.

    >>> short_day(date(2025, 6, 14), "vi"), short_day(date(2025, 6, 14), "en")
    ('14/6', '06-14')
    """
    return show(day, "day", lang).replace(str(day.year), "").strip("/-")


def _inches(advance: float, size: float) -> float:
    return _SPARE * size / _POINTS * advance
