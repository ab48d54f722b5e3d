"""What became of the tasks between two looks: a matrix of parts before and after, with their numbers of tasks."""

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import PatchCollection
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patches import Patch, Rectangle

from kh2025.evaluation.tables import BESIDE, PARTS
from kh2025.messages import table, text
from kh2025.report.charts.canvas import INK, SIZE, SMALL, frame, legend, name_rows, nothing, room_of
from kh2025.report.charts.words import broken, width_of
from kh2025.report.display import show

#: The order of rows and columns; what is assigned or dropped in between comes last.
_ORDER = (*PARTS, *BESIDE, "absent")
_SHADES = LinearSegmentedColormap.from_list("tasks", ["#eef4fb", "#8fbfe6"])  # dark ink reads on all of them
_STAYED: dict[str, Any] = {"facecolor": "none", "edgecolor": INK, "linewidth": 1.8}
_LABEL = 1.0  # inches: the least that a column's name gets before it is turned
_TURNED = 1.85  # inches: a name that stands upright


def transition_matrix(ax: Axes, transitions: pd.DataFrame, lang: str) -> Axes:
    """One row per part before, one column per part after; a cell holds the number of tasks, darker for more.

    ``transitions`` has columns ``TRANSITIONS``; the unit is tasks. Tasks that stayed are framed. Rows and columns
    without any task are left out. Height of the figure: ``height_for(transition_rows(transitions))``.
    """
    rows = {
        (row["before"], row["after"]): int(row["tasks"])
        for row in transitions.to_dict("records")
        if row["tasks"]
    }
    if not rows:
        return nothing(ax, "transitions", lang)
    befores = [part for part in _ORDER if any(part == before for before, _ in rows)]
    afters = [part for part in _ORDER if any(part == after for _, after in rows)]
    names = {**table("labels", "part", lang), "absent": text("charts", "transitions.absent", lang)}
    room = room_of(ax)
    frame(ax, grid="x")
    ax.xaxis.grid(visible=False)
    _fill(ax, {(befores.index(a), afters.index(b)): count for (a, b), count in rows.items()}, lang)
    stayed = [Rectangle((afters.index(a) - 0.5, befores.index(a) - 0.5), 1, 1) for a, b in rows if a == b]
    ax.add_collection(PatchCollection(stayed, **_STAYED), autolim=False)
    name_rows(ax, [names[part] for part in befores])
    _name_columns(
        ax, [names[part] for part in afters], room - max(width_of(names[one], SMALL) for one in befores)
    )
    ax.set_ylabel(text("charts", "transitions.before", lang), fontsize=SIZE)
    ax.set_xlabel(text("charts", "transitions.after", lang), fontsize=SIZE)
    if stayed:
        legend(ax, [Patch(label=text("charts", "transitions.stayed", lang), **_STAYED)])
    return ax


def transition_rows(transitions: pd.DataFrame) -> int:
    """Lines of a figure that gives each row of :func:`transition_matrix` two, and the columns' names their room."""
    return 2 * int(transitions.loc[transitions["tasks"] > 0, "before"].nunique()) + 8


def _fill(ax: Axes, counts: dict[tuple[int, int], int], lang: str) -> None:
    most = max(counts.values())
    boxes = [Rectangle((at - 0.5, row - 0.5), 1, 1) for row, at in counts]
    colours = [_SHADES(count / most) for count in counts.values()]
    ax.add_collection(
        PatchCollection(boxes, facecolors=colours, edgecolors=INK, linewidths=0.4), autolim=False
    )
    for (row, at), count in counts.items():
        ax.text(at, row, show(count, "number", lang), ha="center", va="center", color=INK, fontsize=SMALL)


def _name_columns(ax: Axes, labels: list[str], width: float) -> None:
    column = width / len(labels)
    is_narrow = column < _LABEL
    shown = [broken(label, _TURNED if is_narrow else 0.9 * column, SMALL) for label in labels]
    ax.set_xticks(range(len(shown)), shown, fontsize=SMALL, rotation=90 if is_narrow else 0)
    ax.tick_params(axis="x", length=0)
    ax.set_xlim(-0.52, len(labels) - 0.48)  # the last line of the grid shows whole
