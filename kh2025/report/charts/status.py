"""The official status partition as bars: the parts that add up to the total, and what stands beside it."""

from collections.abc import Mapping

from matplotlib.axes import Axes

from kh2025.evaluation.tables import BESIDE, PARTS
from kh2025.messages import table, text
from kh2025.report.charts.boxes import fill
from kh2025.report.charts.canvas import INK, SMALL, frame, name_places, nothing, room_of
from kh2025.report.charts.looks import PART_LOOKS
from kh2025.report.charts.words import width_of
from kh2025.report.display import show

_APART = 0.4  # rows: room for the line between the total and what stands beside it
_GAP = 0.2  # inches: between a bar and its words, and after them


def status_partition(ax: Axes, counts: Mapping[str, int], lang: str) -> Axes:
    """Horizontal bars, one per part of the total, with count and share at the bar's end.

    ``counts`` holds tasks or duties by part; a part that it lacks has none, other keys are not drawn.
    Suspended and cancelled follow below a line where there are any: they are outside the total.
    """
    total = sum(counts.get(part, 0) for part in PARTS)
    beside = [part for part in BESIDE if counts.get(part, 0)]
    if not total and not beside:
        return nothing(ax, "status", lang)
    places = [*range(len(PARTS)), *(len(PARTS) + _APART + at for at in range(len(beside)))]
    words = {part: _value(part, counts.get(part, 0), total, lang) for part in (*PARTS, *beside)}
    for (part, said), place in zip(words.items(), places, strict=True):
        fill(ax, [0.0], [counts.get(part, 0)], [place], 0.66, **PART_LOOKS[part].area)
        _say(ax, place, counts.get(part, 0), said)
    if beside:
        ax.axhline(len(PARTS) - 0.5 + _APART / 2, color=INK, linewidth=0.6, linestyle=(0, (4, 3)))
    names = table("labels", "part", lang)
    frame(ax, grid="x")
    name_places(ax, places, [names[part] for part in words])
    ax.set_ylim(places[-1] + 0.6, -0.6)
    # The counts stand at the bars; a second scale would only repeat them.
    ax.set_xticks([])
    ax.spines["bottom"].set_visible(False)
    room = room_of(ax) - max(width_of(names[part], SMALL) for part in words)
    ends = [(counts.get(part, 0), room - width_of(said, SMALL) - _GAP) for part, said in words.items()]
    ax.set_xlim(0, room * max(count / max(free, _GAP) for count, free in ends))
    ax.set_xlabel(
        text("charts", "status.total", lang, total=show(total, "number", lang)), color=INK, loc="left"
    )
    return ax


def _value(part: str, count: int, total: int, lang: str) -> str:
    if part in BESIDE:
        return text("charts", "status.beside", lang, count=show(count, "number", lang))
    share = f"  ({show(100 * count / total, 'percent', lang)})" if total else ""
    return show(count, "number", lang) + share


def _say(ax: Axes, place: float, count: int, words: str) -> None:
    ax.annotate(
        words,
        (count, place),
        xytext=(4, 0),
        textcoords="offset points",
        va="center",
        color=INK,
        fontsize=SMALL,
    )
