"""Deadlines in and near the period: one line per task, its duties as bars that end at their deadlines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from kh2025.evaluation.tables import BESIDE, PARTS
from kh2025.messages import table, text
from kh2025.report.charts.boxes import fill
from kh2025.report.charts.canvas import (
    INK,
    PALE,
    SIZE,
    SMALL,
    TINY,
    day_axis,
    frame,
    legend,
    name_rows,
    nothing,
    room_of,
)
from kh2025.report.charts.due import Point, chosen_tasks, duties_near, points_of
from kh2025.report.charts.looks import PART_LOOKS, Look
from kh2025.report.charts.words import broken, fit, width_of
from kh2025.report.display import show

#: Lines of the legend where every state occurs.
DEADLINES_KEY = 7
#: Tasks that a page of A4 takes in with letters of their true size.
DEADLINES_MOST = 40
_LABEL_SHARE = 0.48  # of the whole width
_LEAST = 0.5  # inches: for the days, however narrow the figure
_GAP = 0.15  # inches: between a marker and its words
_HALF = 0.06  # inches: of a marker
_ROWS = 4  # bars of a few tasks stay as slim as those of many
_LATE = PART_LOOKS["open_overdue"]
_STROKE = Look(INK, "", "|").point | {"markersize": 10.0, "markeredgewidth": 2.0}


@dataclass(frozen=True, slots=True)
class _Span:
    """The days that are drawn, from the period's first day on."""

    first: date
    cutoff: date
    calendar_end: date
    last: date

    def place(self, day: date) -> int:
        """The day, or the edge that it lies beyond, as an ordinal."""
        return min(max(day, self.first), self.last).toordinal()


def deadlines(
    ax: Axes,
    duties: pd.DataFrame,
    task_names: Mapping[str, str],
    window_start: date,
    cutoff: date,
    calendar_end: date,
    lang: str,
    most: int = DEADLINES_MOST,
) -> Axes:
    """A Gantt chart: deadlines from ``window_start`` to ``calendar_end``, those due soon, those still overdue.

    ``duties`` has columns ``DUTIES``; ``task_names`` holds names by id. One line per task, the first deadline
    on top: a bar from the start (at the earliest the period's) to the deadline, hatched on while overdue, a
    marker by part at the deadline, a stroke on the day of completion. Duties of a task that are due on one day
    share a marker: the worst part, and beside it, where there is room, how many are done; the stroke stands where
    the last was done. Of more than ``most`` tasks the longest overdue, then those due nearest to the cut-off are
    drawn, and the axis says how many are left out.
    Height of the figure: ``height_for(deadline_rows(duties, window_start, calendar_end, most), DEADLINES_KEY)``.
    """
    near = duties_near(duties, window_start, calendar_end)
    if near.empty:
        return nothing(ax, "deadlines", lang)
    tasks = chosen_tasks(near, cutoff, most)
    points = points_of(near, tasks, window_start, lang)
    span = _Span(window_start, cutoff, calendar_end, max(calendar_end, *(point.due_on for point in points)))
    room = room_of(ax)
    labels = [fit(f"{task}  {task_names.get(task, '')}", _LABEL_SHARE * room, SMALL) for task in tasks]
    frame(ax, grid="x")
    _draw_bars(ax, points, span)
    _draw_points(ax, points, span)
    name_rows(ax, labels, _ROWS)
    legend(ax, [*_handles(points, lang), *_draw_lines(ax, span, lang)])
    per_inch = _scale(ax, points, span, room - max(width_of(label, SMALL) for label in labels), lang)
    unsaid = _say(ax, points, span, per_inch)
    notes = _notes(points, unsaid, (len(tasks), near["task_id"].nunique()), lang)
    ax.set_xlabel(
        "\n".join(broken(note, room, SIZE) for note in notes), fontsize=SIZE, color=INK, loc="right"
    )
    return ax


def deadline_rows(
    duties: pd.DataFrame, window_start: date, calendar_end: date, most: int = DEADLINES_MOST
) -> int:
    """How many tasks :func:`deadlines` draws."""
    return min(most, int(duties_near(duties, window_start, calendar_end)["task_id"].nunique()))


def _draw_bars(ax: Axes, points: Sequence[Point], span: _Span) -> None:
    dues = [span.place(point.due_on) for point in points]
    starts = [
        min(span.place(point.starts_on or span.first), due) for point, due in zip(points, dues, strict=True)
    ]
    rows = [point.row for point in points]
    fill(ax, starts, dues, rows, 0.42, facecolor=PALE, edgecolor=INK, linewidth=0.5)
    late = [point for point in points if point.part == "open_overdue"]
    dues = [span.place(point.due_on) for point in late]
    # Slim and above the grey bars: a recurring task goes on while one of its occurrences is overdue.
    ends = [max(due, span.place(span.cutoff)) for due in dues]
    fill(ax, dues, ends, [point.row for point in late], 0.2, zorder=1.5, **_LATE.area)


def _draw_points(ax: Axes, points: Sequence[Point], span: _Span) -> None:
    done = [(point.done_on, point.row) for point in points if point.done_on]
    within = [(day.toordinal(), row) for day, row in done if span.first <= day <= span.last]
    ax.plot([day for day, _ in within], [row for _, row in within], **_STROKE)
    for part, look in PART_LOOKS.items():
        same = [(span.place(point.due_on), point.row) for point in points if point.part == part]
        ax.plot([day for day, _ in same], [row for _, row in same], **look.point)


def _say(ax: Axes, points: Sequence[Point], span: _Span, per_inch: float) -> int:
    """Words beside the markers, where no other mark covers them; returns how many had no room."""
    marks = _marks(points, span)
    unsaid = 0
    for point in points:
        side = _free_side(point, span, marks[point.row], per_inch) if point.words else None
        if side is not None:
            _say_one(ax, point, span, side)
        unsaid += side is None and bool(point.words)
    return unsaid


def _marks(points: Sequence[Point], span: _Span) -> dict[int, list[int]]:
    """The days of all marks, row by row."""
    marks: dict[int, list[int]] = {}
    for point in points:
        marks.setdefault(point.row, []).append(span.place(point.due_on))
        if point.done_on and span.first <= point.done_on <= span.last:
            marks[point.row].append(point.done_on.toordinal())
    return marks


def _free_side(point: Point, span: _Span, marks: Sequence[int], per_inch: float) -> int | None:
    """The side of the marker, right (1) or left (-1), on which its words cover nothing and are not covered."""
    if point.is_earlier:
        return -1  # before the period nothing else is drawn
    place, reach = span.place(point.due_on), (_GAP + width_of(point.words, TINY) + _HALF) * per_inch
    if not any(place < mark < place + reach for mark in marks):
        return 1
    is_within = place - reach > span.first.toordinal()
    return -1 if is_within and not any(place - reach < mark < place for mark in marks) else None


def _say_one(ax: Axes, point: Point, span: _Span, side: int) -> None:
    ax.annotate(
        point.words,
        (span.place(point.due_on), point.row),
        xytext=(6 * side, 0),
        textcoords="offset points",
        ha="left" if side > 0 else "right",
        va="center",
        color=INK,
        fontsize=TINY,
        zorder=1.8,  # hatching behind small digits would make them unreadable
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.4},
    )


def _draw_lines(ax: Axes, span: _Span, lang: str) -> list[Artist]:
    """The cut-off, and the calendar end where it is another day."""
    drawn: list[Artist] = []
    for key, day, line in (("cutoff", span.cutoff, "solid"), ("calendar_end", span.calendar_end, "dashed")):
        if key == "cutoff" or day != span.cutoff:
            label = text("charts", key, lang, day=show(day, "day", lang))
            drawn.append(
                ax.axvline(day.toordinal(), color=INK, linewidth=1.0, linestyle=line, zorder=1.6, label=label)
            )
    return drawn


def _scale(ax: Axes, points: Sequence[Point], span: _Span, room: float, lang: str) -> float:
    """Days an inch, so that the span and on both sides the words have their place in ``room`` (inches)."""
    earlier = [width_of(point.words, TINY) for point in points if point.is_earlier]
    inside = [width_of(point.words, TINY) for point in points if not point.is_earlier]
    before, after = _GAP + max(earlier, default=0.0), _GAP + max(inside, default=0.0)
    width = max(_LEAST, room - before - after)
    days_per_inch = max(1, (span.last - span.first).days) / width
    day_axis(ax, span.first, span.last, width, lang)
    ax.set_xlim(
        span.first.toordinal() - before * days_per_inch, span.last.toordinal() + after * days_per_inch
    )
    return days_per_inch


def _handles(points: Sequence[Point], lang: str) -> list[Artist]:
    """Keys of the parts, strokes and bars that are drawn."""
    names = table("labels", "part", lang)
    shown = {point.part for point in points}
    keys: list[Artist] = [
        Line2D([], [], label=names[part], **PART_LOOKS[part].point)
        for part in (*PARTS, *BESIDE)
        if part in shown
    ]
    if any(point.done_on for point in points):
        keys.append(Line2D([], [], label=text("charts", "deadlines.done", lang), **_STROKE))
    if "open_overdue" in shown:
        keys.append(Patch(label=text("charts", "deadlines.overdue", lang), **_LATE.area))
    return keys


def _notes(points: Sequence[Point], unsaid: int, tasks: tuple[int, int], lang: str) -> list[str]:
    """What the reader must know beside the keys; nothing is left out without a word."""
    drawn, total = tasks
    said = {
        "earlier": any(point.is_earlier for point in points),
        "several": any(len(point.parts) > 1 for point in points),
        "unsaid": unsaid > 0,
        "left_out": total > drawn,
    }
    values = {"drawn": drawn, "total": total, "left": total - drawn}
    return [text("charts", f"deadlines.{key}", lang, **values) for key, holds in said.items() if holds]
