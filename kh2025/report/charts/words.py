"""Words in charts: names made drawable, shortened or broken to a width that is known before anything is drawn."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from itertools import accumulate, takewhile

from kh2025.report.charts.glyphs import glyph, is_known
from kh2025.report.display import show
from kh2025.text.normal import clean

_POINTS = 72  # per inch
_SPARE = 1.03  # hinting makes a drawn line a little longer than its advances
_ELLIPSIS = "…"
_END_SHARE = 0.7  # of the width of a label: what stands whole behind a name
_UNDRAWABLE = "□"
_FINEST, _COARSEST = 1e-4, 1e15  # of the numbers that are written out


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
    if _fitting(line, width, size) == len(line):
        return line
    kept = line[: _fitting(line, width - width_of(_ELLIPSIS, size), size)]
    words = kept.rsplit(" ", 1)[0]
    return (words if len(words) > 0.7 * len(kept) else kept).rstrip(" ,;.-–") + _ELLIPSIS


def alike(names: Mapping[str, str], width: float, size: float) -> set[str]:
    """Ids of the names that cannot be told apart once they are cut to ``width`` inches.

    >>> sorted(alike({"a": "Ban Quản lý số 1", "b": "Ban Quản lý số 2", "c": "Sở Y tế"}, 0.8, 8))
    ['a', 'b']
    """
    short = {one: fit(name, width, size) for one, name in names.items()}
    counts = Counter(short.values())
    return {one for one, label in short.items() if counts[label] > 1}


def ended(name: str, end: str, width: float, size: float) -> str:
    """A name in at most ``width`` inches, with what must stay readable behind it.

    >>> ended("Ban Quản lý khu kinh tế", "(bql)", 1.5, 8)
    'Ban Quản lý khu… (bql)'
    """
    if not end:
        return fit(name, width, size)
    tail = fit(end, _END_SHARE * width, size)
    return f"{fit(name, width - width_of(f' {tail}', size), size)} {tail}"


def apart(names: Mapping[str, str], width: float, size: float) -> dict[str, str]:
    """Names by id in at most ``width`` inches, with their ids behind where two would look alike.

    >>> apart({"a": "Ban Quản lý số 1", "b": "Ban Quản lý số 2"}, 0.8, 8)
    {'a': 'Ban Qu… (a)', 'b': 'Ban Qu… (b)'}
    """
    same = alike(names, width, size)
    return {one: ended(name, f"({one})" if one in same else "", width, size) for one, name in names.items()}


def amount(value: float, lang: str) -> str:
    """A number in few letters: one too large to be read, or too small for four decimals, by its power of ten.

    >>> amount(1234.5, "vi"), amount(1.5e21, "vi"), amount(-2e-9, "en")
    ('1.234,5', '1,5e+21', '-2e-09')
    """
    size = abs(value)
    if value and not _FINEST <= size < _COARSEST:
        return f"{value:.3g}".replace(".", show(0.5, "number", lang)[1])
    return show(value, "number", lang)


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


def _fitting(line: str, width: float, size: float) -> int:
    """How many of the first letters fit; a mark has no advance, so a letter that fits is kept with all its marks."""
    ends = accumulate(glyph(char).advance for char in line)
    return sum(1 for _ in takewhile(lambda end: _inches(end, size) <= width, ends))


def _inches(advance: float, size: float) -> float:
    return _SPARE * size / _POINTS * advance
