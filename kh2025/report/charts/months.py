"""A year in months: one column per month, stacked by part of the total or by class of timeliness."""

from collections.abc import Mapping, Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from kh2025.evaluation.tables import BESIDE
from kh2025.law.periods import Period
from kh2025.messages import table, text
from kh2025.report.charts.canvas import INK, SMALL, TINY, count_ticks, frame, legend, nothing
from kh2025.report.charts.looks import CELL_LOOKS, PART_LOOKS, Look
from kh2025.report.display import show

_WIDTH = 0.72  # of a month's place
_ROOM = 1.12  # of the highest column: space for the total on top of it
_LEAST = 0.07  # of the axis: a piece must be as high to have its count in it


def parts_by_month(ax: Axes, months: pd.DataFrame, lang: str) -> Axes:
    """Tasks by part at the end of each month; ``months`` has columns ``MONTHS``, one row per month.

    Suspended and cancelled tasks are outside the total, and not drawn.
    """
    looks = {part: look for part, look in reversed(PART_LOOKS.items()) if part not in BESIDE}
    return _stacked(ax, months, {part: (part, look) for part, look in looks.items()}, "part", lang)


def reports_by_month(ax: Axes, months: pd.DataFrame, lang: str) -> Axes:
    """Reports owed for each month by class of timeliness; ``months`` as in :func:`parts_by_month`."""
    pieces = {f"submissions_{name}": (name, look) for name, look in reversed(CELL_LOOKS.items())}
    return _stacked(ax, months, pieces, "timeliness", lang)


def _stacked(
    ax: Axes, months: pd.DataFrame, pieces: Mapping[str, tuple[str, Look]], labels: str, lang: str
) -> Axes:
    """Columns of pieces: (label and look) by column of the table, the first one lowest."""
    counts = {name: months[name].fillna(0).astype(int).tolist() for name in pieces}
    totals = [sum(column) for column in zip(*counts.values(), strict=True)]
    if not any(totals):
        return nothing(ax, "months", lang)
    words, top = table("labels", labels, lang), max(totals) * _ROOM
    below, handles = [0] * len(totals), []
    frame(ax, grid="y")
    for name, (label, look) in pieces.items():
        if not any(counts[name]):
            continue
        ax.bar(range(len(totals)), counts[name], width=_WIDTH, bottom=below, **look.area)
        _say(ax, counts[name], below, top * _LEAST, lang)
        handles.append(Patch(label=words[label], **look.area))
        below = [low + count for low, count in zip(below, counts[name], strict=True)]
    for place, total in enumerate(totals):
        if total:
            said = show(total, "number", lang)
            ax.text(place, total + top * 0.01, said, ha="center", va="bottom", color=INK, fontsize=SMALL)
    names = [text("charts", "months.label", lang, index=Period.parse(one).index) for one in months["period"]]
    ax.set_xticks(range(len(names)), names, fontsize=SMALL)
    ax.tick_params(axis="x", length=0)
    ax.set_xlim(-0.6, len(names) - 0.4)
    ax.set_ylim(0, top)
    count_ticks(ax, lang)
    ax.set_ylabel(text("charts", f"months.{labels}", lang), color=INK, fontsize=SMALL)
    legend(ax, handles)
    return ax


def _say(ax: Axes, counts: Sequence[int], below: Sequence[int], least: float, lang: str) -> None:
    """The counts within the pieces that are high enough, on white: hatching would make digits unreadable."""
    box = {"facecolor": "white", "edgecolor": "none", "pad": 0.8}
    for place, (count, low) in enumerate(zip(counts, below, strict=True)):
        if count >= least and count:
            said = show(count, "number", lang)
            at = low + count / 2
            ax.text(place, at, said, ha="center", va="center", color=INK, fontsize=TINY, bbox=box)
