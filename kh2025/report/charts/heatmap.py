"""Who reported when, over all periods: one line per agency, one column per period, the class in the cell."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from kh2025.law.periods import Period
from kh2025.messages import table, text
from kh2025.report.charts.boxes import fill
from kh2025.report.charts.canvas import (
    INK,
    MOST,
    SIZE,
    SMALL,
    TALLEST,
    TINY,
    frame,
    height_for,
    legend,
    name_rows,
    nothing,
    room_of,
)
from kh2025.report.charts.looks import CELL_LOOKS
from kh2025.report.charts.words import apart, broken, width_of

_LABEL_SHARE = 0.38  # of the whole width
_KEYS = ((4, 2), (9, 4))  # up to so many periods: lines for the legend and for names longer than one line
_TURNED = 10  # lines where the names are turned
_GAP = 0.12  # inches: around a number or between two names of periods
_WORST_FIRST = list(CELL_LOOKS)


@dataclass(frozen=True, slots=True)
class _Cell:
    """What one agency owed for one period: the worst class among its reports, and its days late."""

    timeliness: str
    days: int | None
    reports: int


def timeliness_heatmap(
    ax: Axes, timeliness: pd.DataFrame, names: Mapping[str, str], lang: str, most: int = MOST
) -> Axes:
    """Cells by class of timeliness, the agency with most reports missing on top; days late stand in the cells.

    ``timeliness`` has columns ``TIMELINESS`` (one row per obligation, agency and period), ``names`` the agencies'
    names by id. Columns are the periods, kind by kind in order of time. Where an agency owes several reports for
    one period the worst shows. Of more than ``most`` agencies the worst are drawn, and the axis says how many are
    left out. Height of the figure: ``heatmap_height(timeliness, most)``.
    """
    if timeliness.empty:
        return nothing(ax, "timeliness", lang)
    cells = _cells(timeliness)
    periods = _periods(timeliness)
    agencies = _worst_first(cells, names)
    shown, room = agencies[:most], room_of(ax)
    labels = list(apart({one: names.get(one, one) for one in shown}, _LABEL_SHARE * room, SMALL).values())
    column = (room - max(width_of(label, SMALL) for label in labels)) / len(periods)
    frame(ax, grid="x")
    ax.xaxis.grid(visible=False)
    places = {
        (row, at): cells.get((one, period))
        for row, one in enumerate(shown)
        for at, period in enumerate(periods)
    }
    drawn = {place: cell for place, cell in places.items() if cell}
    _fill(ax, drawn)
    says_days = _say_days(ax, drawn, column)
    name_rows(ax, labels)
    _name_columns(ax, periods, column, lang)
    counts = Counter(cell.timeliness for cell in drawn.values())
    words = table("labels", "timeliness", lang)
    legend(
        ax,
        [Patch(label=words[name], **CELL_LOOKS[name].area) for name in reversed(CELL_LOOKS) if counts[name]],
    )
    notes = _notes(list(drawn.values()), (len(shown), len(agencies)), lang, says_days=says_days)
    ax.set_xlabel("\n".join(broken(note, room, SIZE) for note in notes), fontsize=SIZE, loc="right")
    return ax


def heatmap_height(timeliness: pd.DataFrame, most: int = MOST) -> float:
    """Height in inches of a figure of :func:`timeliness_heatmap`: its agencies, and the names of its periods."""
    rows = min(most, int(_owner(timeliness).nunique()))
    key = next((lines for most, lines in _KEYS if timeliness["period"].nunique() <= most), _TURNED)
    return max(height_for(rows), min(height_for(rows, key), TALLEST))


def _owner(timeliness: pd.DataFrame) -> pd.Series:
    # Without an heir the agency that the plan names stands here.
    return timeliness["agency_id"].fillna(timeliness["assigned_agency_id"])


def _cells(timeliness: pd.DataFrame) -> dict[tuple[str, str], _Cell]:
    """The cells by agency and period."""
    together: dict[tuple[str, str], list[Mapping[Any, Any]]] = {}
    for row in timeliness.assign(owner=_owner(timeliness)).to_dict("records"):
        together.setdefault((row["owner"], row["period"]), []).append(row)
    return {place: _cell(rows) for place, rows in together.items()}


def _cell(rows: Sequence[Mapping[Any, Any]]) -> _Cell:
    worst = min((str(row["timeliness"]) for row in rows), key=_WORST_FIRST.index)
    days = [
        int(row["days_late"]) for row in rows if row["timeliness"] == worst and not pd.isna(row["days_late"])
    ]
    return _Cell(worst, max(days, default=None), len(rows))


def _periods(timeliness: pd.DataFrame) -> list[str]:
    """The periods, kind by kind from the shortest, each kind in order of time."""
    kinds = timeliness.groupby("kind")["period"].nunique().sort_values(ascending=False, kind="stable").index
    order = timeliness.assign(place=timeliness["kind"].map(list(kinds).index))
    return list(order.sort_values(["place", "cutoff", "period"], kind="stable")["period"].drop_duplicates())


def _worst_first(cells: Mapping[tuple[str, str], _Cell], names: Mapping[str, str]) -> list[str]:
    counts: dict[str, Counter[str]] = {}
    for (agency, _), cell in cells.items():
        counts.setdefault(agency, Counter())[cell.timeliness] += 1
    plan_order = {one: place for place, one in enumerate(names)}
    return sorted(
        counts,
        key=lambda one: (
            -counts[one]["missing"],
            -counts[one]["late"],
            plan_order.get(one, len(plan_order)),
            one,
        ),
    )


def _fill(ax: Axes, drawn: Mapping[tuple[int, int], _Cell]) -> None:
    for name, look in CELL_LOOKS.items():
        same = [place for place, cell in drawn.items() if cell.timeliness == name]
        ends = [[at + side for _, at in same] for side in (-0.5, 0.5)]
        fill(ax, ends[0], ends[1], [row for row, _ in same], 1.0, **look.area)


def _say_days(ax: Axes, drawn: Mapping[tuple[int, int], _Cell], column: float) -> bool:
    """Days late in the cells, where every one of them has room; returns whether they are shown."""
    days = {place: f"+{cell.days}" for place, cell in drawn.items() if cell.days}
    if not days or max(width_of(word, TINY) for word in days.values()) + _GAP > column:
        return False
    # Hatching behind small digits would make them unreadable.
    box = {"facecolor": "white", "edgecolor": "none", "pad": 0.6}
    for (row, at), word in days.items():
        ax.text(at, row, word, ha="center", va="center_baseline", color=INK, fontsize=TINY, bbox=box)
    return True


def _name_columns(ax: Axes, periods: Sequence[str], column: float, lang: str) -> None:
    labels = [Period.parse(period).label(lang) for period in periods]
    lines = [broken(label, column - _GAP, SMALL) for label in labels]
    is_narrow = any(width_of(line, SMALL) > column - _GAP for label in lines for line in label.split("\n"))
    ax.set_xticks(
        range(len(labels)), labels if is_narrow else lines, fontsize=SMALL, rotation=90 if is_narrow else 0
    )
    ax.tick_params(axis="x", length=0)
    ax.set_xlim(-0.52, len(labels) - 0.48)  # the last line of the grid shows whole


def _notes(cells: Sequence[_Cell], counts: tuple[int, int], lang: str, *, says_days: bool) -> list[str]:
    shown, total = counts
    said = {"days": says_days, "several": any(cell.reports > 1 for cell in cells), "left_out": total > shown}
    values = {"drawn": shown, "total": total, "left": total - shown}
    return [text("charts", f"heatmap.{key}", lang, **values) for key, holds in said.items() if holds]
