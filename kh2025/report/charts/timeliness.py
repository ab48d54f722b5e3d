"""Who sent the report when: one line per report owed, its first receipt in days from the deadline."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from kh2025.law.moments import local_day
from kh2025.messages import table, text
from kh2025.report.charts.boxes import fill
from kh2025.report.charts.canvas import INK, MOST, SIZE, SMALL, frame, legend, name_rows, nothing, room_of
from kh2025.report.charts.looks import CLASS_LOOKS
from kh2025.report.charts.words import alike, broken, ended, fit, width_of

_EARLIEST, _LATEST = -20, 45  # days: what lies outside is drawn at the edge, with its number
_LABEL_SHARE = 0.4  # of the whole width
_WORDS_SHARE = 0.7  # of the width that the labels leave
_GAP = 0.2  # inches: between a point and its words, and after them
_LEAST_ROWS = 4  # bars of a few reports stay as slim as those of many
_LEAST, _TICK = 0.5, 0.45  # inches: for the days, however narrow the figure; a number below the axis
_WORST_FIRST = ("missing", "late", "owner_unresolved", "on_time", "replaced", "not_yet_due")


@dataclass(frozen=True, slots=True)
class _Line:
    """One report owed. ``days`` after the deadline (negative: before), null where there is no such day."""

    agency_id: str
    obligation_id: str
    timeliness: str
    days: int | None
    words: str

    @property
    def place(self) -> int:
        """Where it is drawn, in days."""
        return min(max(self.days or 0, _EARLIEST), _LATEST)

    @property
    def is_outside(self) -> bool:
        """Whether it lies outside the scale."""
        return self.days is not None and self.days != self.place

    @property
    def is_early(self) -> bool:
        """Whether its words stand on the left, where they leave the deadline's line free."""
        return self.days is not None and self.days <= 0

    @property
    def rank(self) -> tuple[int, int]:
        """Worst first: by class, then the latest."""
        return _WORST_FIRST.index(self.timeliness), -(self.days or 0)


def timeliness_by_agency(
    ax: Axes, submissions: pd.DataFrame, names: Mapping[str, str], lang: str, most: int = MOST
) -> Axes:
    """A dot plot of first receipts, worst on top; the deadline is the vertical line.

    ``submissions`` holds the reports owed for one period (columns ``SUBMISSIONS``), ``names`` the agencies'
    names by id. One line per row; an agency that owes two reports has two, told apart by the obligation's id.
    A missing report is a hatched bar up to ``as_of``. Of more than ``most`` reports the worst are drawn, and the
    axis says how many are left out. Height of the figure: ``height_for(min(most, len(submissions)))``.
    """
    if submissions.empty:
        return nothing(ax, "timeliness", lang)
    found = [_line(row, names, lang) for row in submissions.to_dict("records")]
    lines = sorted(found, key=lambda line: line.rank)[:most]
    width = room_of(ax)
    labels = _labels(lines, names, _LABEL_SHARE * width)
    room = width - max(width_of(label, SMALL) for label in labels)
    lines = [replace(line, words=fit(line.words, _WORDS_SHARE * room, SMALL)) for line in lines]
    frame(ax, grid="x")
    ax.axvline(0, color=INK, linewidth=1.2, zorder=0.9)
    _draw(ax, lines)
    for row, line in enumerate(lines):
        _say(ax, row, line)
    name_rows(ax, labels, _LEAST_ROWS)
    _scale(ax, lines, room, lang)
    ax.set_xlabel(_notes(lines, len(found), width, lang), fontsize=SIZE, loc="right")
    handles = _handles(found, lang)
    if handles:
        legend(ax, handles)
    return ax


def _line(row: Mapping[Any, Any], names: Mapping[str, str], lang: str) -> _Line:
    timeliness, owner = row["timeliness"], row["agency_id"]
    days = _days_after(row)
    # Without an heir, or where another's report serves for it, the agency that the plan names stands here.
    shown = row["assigned_agency_id"] if pd.isna(owner) or timeliness == "replaced" else owner
    if timeliness == "replaced" and not pd.isna(owner):
        words = text("charts", "timeliness.replaced", lang, agency=names.get(owner, owner))
    elif timeliness == "missing" and days is not None:
        words = text("charts", "timeliness.missing", lang, days=days)
    elif days is not None:
        words = _signed(days)
    else:
        words = table("labels", "timeliness", lang)[timeliness]
    line = _Line(str(shown), str(row["obligation_id"]), timeliness, days, words)
    if not line.is_outside:
        return line
    return replace(line, words=f"« {words}" if line.is_early else f"» {words}")


def _days_after(row: Mapping[Any, Any]) -> int | None:
    """Days from the deadline to the local day of first receipt, or to ``as_of`` when missing."""
    if row["timeliness"] not in CLASS_LOOKS or pd.isna(row["due_on"]):
        return None
    if row["timeliness"] == "missing":
        return None if pd.isna(row["days_late"]) else int(row["days_late"])
    if pd.isna(row["first_received_at"]):
        return None
    return int((local_day(row["first_received_at"]) - row["due_on"].date()).days)


def _labels(lines: Sequence[_Line], names: Mapping[str, str], width: float) -> list[str]:
    """Agencies' names, with the obligation's id where one owes several, with its own id where two look alike."""
    ids = [line.agency_id for line in lines]
    own = {one: names.get(one, one) for one in ids}
    same = alike(own, width, SMALL)
    labels = []
    for line in lines:
        ends = [f"({line.agency_id})"] if line.agency_id in same else []
        ends += [f"· {line.obligation_id}"] if ids.count(line.agency_id) > 1 else []
        labels.append(ended(own[line.agency_id], " ".join(ends), width, SMALL))
    return labels


def _draw(ax: Axes, lines: Sequence[_Line]) -> None:
    """Bars of what is missing, points with stems of what was received."""
    placed = [(row, line) for row, line in enumerate(lines) if line.days is not None]
    missing = [(row, line.place) for row, line in placed if line.timeliness == "missing"]
    rows, ends = [row for row, _ in missing], [place for _, place in missing]
    fill(ax, [0.0] * len(rows), ends, rows, 0.5, **CLASS_LOOKS["missing"].area)
    received = [(row, line) for row, line in placed if line.timeliness != "missing"]
    ax.hlines([row for row, _ in received], 0, [line.place for _, line in received], color=INK, linewidth=0.8)
    for name, look in CLASS_LOOKS.items():
        same = [(line.place, row) for row, line in received if line.timeliness == name]
        if same:
            ax.plot([place for place, _ in same], [row for _, row in same], **look.point)


def _say(ax: Axes, row: int, line: _Line) -> None:
    ax.annotate(
        line.words,
        (line.place, row),
        xytext=(-6 if line.is_early else 6, 0),
        textcoords="offset points",
        ha="right" if line.is_early else "left",
        va="center",
        color=INK,
        fontsize=SMALL,
        parse_math=False,
    )


def _scale(ax: Axes, lines: Sequence[_Line], room: float, lang: str) -> None:
    """The days from the earliest to the latest, and beside them what the words need of ``room`` (inches)."""
    low, high = min(-4, *(line.place for line in lines)), max(4, *(line.place for line in lines))
    beside = [(line, width_of(line.words, SMALL) + _GAP) for line in lines]
    before = max((words for line, words in beside if line.is_early), default=_GAP)
    after = [(line.place, words) for line, words in beside if not line.is_early]
    free = [(place, max(_LEAST, room - before - words)) for place, words in (*after, (high, 0.0))]
    per_inch = max((place - low) / inches for place, inches in free)
    ax.set_xlim(low - before * per_inch, low + (room - before) * per_inch)
    wanted = max(2, int((high - low) / per_inch / _TICK))
    ticks = MaxNLocator(nbins=wanted, integer=True, steps=[1, 2, 5, 10]).tick_values(low, high)
    due = text("charts", "timeliness.due", lang)
    shown = [round(tick) for tick in ticks if low <= tick <= high]
    ax.set_xticks(shown, [_signed(days) if days else due for days in shown])


def _notes(lines: Sequence[_Line], total: int, width: float, lang: str) -> str:
    said = [text("charts", "timeliness.days", lang)]
    if any(line.is_outside for line in lines):
        ends = {"first": _signed(_EARLIEST), "last": _signed(_LATEST)}
        said.append(text("charts", "timeliness.outside", lang, **ends))
    if total > len(lines):
        counts = {"drawn": len(lines), "total": total, "left": total - len(lines)}
        said.append(text("charts", "timeliness.left_out", lang, **counts))
    return "\n".join(broken(note, width, SIZE) for note in said)


def _signed(days: int) -> str:
    return f"{days:+d}".replace("-", "\N{MINUS SIGN}") if days else "0"


def _handles(lines: Sequence[_Line], lang: str) -> list[Artist]:
    """One key for each class that is drawn, with its number of reports."""
    names = table("labels", "timeliness", lang)
    counts = {name: sum(line.timeliness == name for line in lines) for name in reversed(CLASS_LOOKS)}
    return [
        Patch(label=f"{names[name]}: {count}", **CLASS_LOOKS[name].area)
        if name == "missing"
        else Line2D([], [], label=f"{names[name]}: {count}", **CLASS_LOOKS[name].point)
        for name, count in counts.items()
        if count
    ]
