"""The course of the plan: duties that have fallen due against duties done, day by day."""

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes

from kh2025.messages import text
from kh2025.report.charts.canvas import INK, SIZE, count_ticks, day_axis, frame, legend, nothing, room_of
from kh2025.report.display import show

_DUE, _DONE, _GAP = INK, "#0072b2", "#f6c9a8"


def course(ax: Axes, course: pd.DataFrame, cutoff: date, lang: str) -> Axes:
    """Two lines of running counts, the gap between them hatched, and a line at the cut-off.

    ``course`` has one row per day (columns ``COURSE``); the counts are duties. The gap is drawn where more
    has fallen due than has been done. The legend gives the counts of the last day.
    """
    if course.empty or not (course["due"].max() or course["done"].max()):
        return nothing(ax, "course", lang)
    days = [moment.toordinal() for moment in course["day"]]
    due, done = (course[name].to_numpy(dtype="int64") for name in ("due", "done"))
    gap = ax.fill_between(
        days, np.minimum(due, done), due, step="post", facecolor=_GAP, edgecolor=INK, hatch="///", linewidth=0
    )
    gap.set_label(text("charts", "course.gap", lang))
    handles: list[Artist] = []
    for name, values, colour, line in (("due", due, _DUE, "-"), ("done", done, _DONE, (0, (5, 1.5)))):
        label = text("charts", f"course.{name}", lang, count=show(int(values[-1]), "number", lang))
        look: dict[str, Any] = {
            "color": colour,
            "linestyle": line,
            "linewidth": 1.8,
            "marker": "o",
            "markevery": [-1],
        }
        handles += ax.step(days, values, where="post", label=label, **look)
    if (due > done).any():
        handles.append(gap)
    first, last = date.fromordinal(days[0]), date.fromordinal(days[-1])
    if first <= cutoff <= last:
        label = text("charts", "cutoff", lang, day=show(cutoff, "day", lang))
        handles.append(ax.axvline(cutoff.toordinal(), color=INK, linewidth=1.0, linestyle=":", label=label))
    _scales(ax, first, last, lang)
    legend(ax, handles)
    return ax


def _scales(ax: Axes, first: date, last: date, lang: str) -> None:
    frame(ax, grid="y")
    day_axis(ax, first, last, room_of(ax), lang)
    # A little room on both sides, so that a line at the first or last day is not hidden by the frame.
    room = max(1.0, (last - first).days * 0.02)
    ax.set_xlim(first.toordinal() - room, last.toordinal() + room)
    ax.set_ylim(bottom=0)
    count_ticks(ax, lang)
    ax.set_ylabel(text("charts", "course.duties", lang), fontsize=SIZE)
