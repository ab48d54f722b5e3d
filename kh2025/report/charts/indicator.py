"""One indicator against its path: readings of the plan's periods, and where they should stand to reach the target."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from kh2025.messages import text
from kh2025.report.charts.canvas import INK, SIZE, SMALL, day_axis, frame, legend, nothing, room_of
from kh2025.report.charts.words import amount, fit, width_of

_PATH = {"color": INK, "linestyle": (0, (5, 2)), "linewidth": 1.2}
_READING = {"color": "#0072b2", "linewidth": 1.8, "marker": "o", "markersize": 5.5, "markeredgecolor": INK}
_TARGET = {"color": "#e69f00", "marker": "D", "markersize": 7, "markeredgecolor": INK, "linestyle": "none"}
_MISSING = {"color": "#d55e00", "marker": "x", "markersize": 7, "markeredgewidth": 2, "linestyle": "none"}
_GAP = 0.1  # inches: between the words of two readings
_UNIT = 0.25  # inches: the unit beside the axis, and the ticks
_UNIT_SHARE = 0.5  # of the height
_HEADROOM = 0.18  # of the span of values: words above and below the readings


def indicator_path(
    ax: Axes, indicators: pd.DataFrame, series: pd.DataFrame, indicator_id: str, lang: str
) -> Axes:
    """Readings as a line with their values, the path dashed, the target a diamond, missing readings crosses.

    ``indicators`` has columns ``INDICATORS``, ``series`` columns ``INDICATOR_SERIES``; the x axis is days, the y
    axis the indicator's unit. Words say which way is good. Values stand at every reading where there is room,
    else at the last. Raises ``KeyError`` when the table holds no such indicator.
    """
    rows = indicators[indicators["indicator_id"] == indicator_id].to_dict("records")
    if not rows:
        raise KeyError(indicator_id)
    own = series[series["indicator_id"] == indicator_id].sort_values("period_end", kind="stable")
    path, readings = _path(rows[0], own), _points(own, "reached")
    if not path and not readings:
        return nothing(ax, "indicator", lang)
    lacking = [day.date() for day in own[own["is_closed"] & own["reached"].isna()]["period_end"]]
    frame(ax, grid="y")
    values = [value for _, value in (*path, *readings)]
    low, high = _limits(values)
    room = room_of(ax) - _name_values(ax, (low, high), min(values), rows[0], lang)
    days = sorted({*(day for day, _ in (*path, *readings)), *lacking})
    span, widest = max(1, (days[-1] - days[0]).days), _widest(readings, lang)
    side = widest / 2 + _GAP  # inches: left and right of the first and last day
    day_axis(ax, days[0], days[-1], room - 2 * side, lang)
    per_inch = span / (room - 2 * side)
    ax.set_xlim(days[0].toordinal() - side * per_inch, days[-1].toordinal() + side * per_inch)
    legend(ax, _draw(ax, rows[0], path, readings, lacking, low, lang))
    _say(ax, _with_room(readings, per_inch * (widest + _GAP)), dict(path), lang)
    which = text("charts", f"indicator.{rows[0]['direction']}", lang)
    name = fit(str(rows[0]["name"]), room - width_of(f" ({which})", SIZE), SIZE) + f" ({which})"
    ax.set_xlabel(name, fontsize=SIZE, loc="left", parse_math=False)
    return ax


def _path(row: Mapping[Any, Any], own: pd.DataFrame) -> list[tuple[date, float]]:
    """The path at the ends of the periods, begun by the baseline and closed by the target."""
    ends = {"baseline": "baseline_on", "target": "target_on"}
    known = [
        (row[day].date(), float(row[value]))
        for value, day in ends.items()
        if not pd.isna(row[day]) and not pd.isna(row[value])
    ]
    return sorted({**dict(_points(own, "expected")), **dict(known)}.items())


def _points(own: pd.DataFrame, column: str) -> list[tuple[date, float]]:
    found = own[own[column].notna()]
    return [(day.date(), float(value)) for day, value in zip(found["period_end"], found[column], strict=True)]


def _limits(values: Sequence[float]) -> tuple[float, float]:
    low, high = min(values), max(values)
    room = _HEADROOM * (high - low) or max(1.0, abs(high) * _HEADROOM)
    return low - 2.5 * room, high + 2 * room


def _draw(
    ax: Axes,
    row: Mapping[Any, Any],
    path: Sequence[tuple[date, float]],
    readings: Sequence[tuple[date, float]],
    lacking: Sequence[date],
    bottom: float,
    lang: str,
) -> list[Artist]:
    """The lines and marks; returns their keys."""
    values = {"value": "" if pd.isna(row["target"]) else amount(float(row["target"]), lang)}
    is_set = not (pd.isna(row["target"]) or pd.isna(row["target_on"]))
    target = [(row["target_on"].date(), float(row["target"]))] if is_set else []
    drawn: list[tuple[str, Sequence[tuple[date, float]], dict[str, Any]]] = [
        ("path", path, _PATH),
        ("reading", readings, _READING),
        ("target", target, _TARGET),
        # A reading that is missing has no value: its cross stands on the axis.
        ("missing", [(day, bottom) for day in lacking], {**_MISSING, "clip_on": False}),
    ]
    keys: list[Artist] = []
    for key, points, look in drawn:
        if points:
            label = text("charts", f"indicator.{key}", lang, **values)
            ax.plot([day.toordinal() for day, _ in points], [value for _, value in points], **look)
            keys.append(Line2D([], [], label=label, **look))
    return keys


def _name_values(
    ax: Axes, limits: tuple[float, float], least: float, row: Mapping[Any, Any], lang: str
) -> float:
    """Ticks and unit of the values; returns the width in inches that their words take.

    Where no value is below zero, the room for words below the readings has no tick that says so.
    """
    low, high = limits
    ax.set_ylim(low, high)
    lowest = low if least < 0 else max(low, 0.0)
    ticks = [
        float(tick)
        for tick in MaxNLocator(6, steps=[1, 2, 2.5, 5, 10]).tick_values(low, high)
        if lowest <= tick <= high
    ]
    labels = [amount(float(f"{tick:.9g}"), lang) for tick in ticks]
    ax.set_yticks(ticks, labels)
    tall = float(ax.bbox.height / ax.bbox.width) * room_of(ax)
    ax.set_ylabel(fit(str(row["unit"]), _UNIT_SHARE * tall, SIZE), fontsize=SIZE, parse_math=False)
    return max(width_of(label, SMALL) for label in labels) + _UNIT


def _widest(readings: Sequence[tuple[date, float]], lang: str) -> float:
    return max((width_of(amount(value, lang), SMALL) for _, value in readings), default=0.0)


def _with_room(readings: Sequence[tuple[date, float]], days: float) -> Sequence[tuple[date, float]]:
    """All readings where neighbours are more than so many days apart, else the last."""
    apart = min((float((b - a).days) for (a, _), (b, _) in pairwise(readings)), default=days + 1)
    return readings if apart > days else readings[-1:]


def _say(ax: Axes, readings: Sequence[tuple[date, float]], path: Mapping[date, float], lang: str) -> None:
    for day, value in readings:
        # The words stand on the side of the reading that the path does not cross.
        is_below = value < path.get(day, value)
        ax.annotate(
            amount(value, lang),
            (day.toordinal(), value),
            xytext=(0, -7 if is_below else 7),
            textcoords="offset points",
            ha="center",
            va="top" if is_below else "bottom",
            color=INK,
            fontsize=SMALL,
        )
