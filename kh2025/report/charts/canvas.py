"""What all charts share: the figure and its PNG bytes, the frame of an axes, the legend, an empty chart."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, cast

import matplotlib as mpl
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backend_bases import RendererBase
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator
from matplotlib.transforms import Bbox

from kh2025.messages import text
from kh2025.report.charts.glyphs import FAMILY
from kh2025.report.charts.pixels import Canvas
from kh2025.report.charts.words import short_day, width_of
from kh2025.report.display import show

DPI = 144
INK, PALE = "#333333", "#d9d9d9"
SIZE = 8.5  # points: ordinary text
SMALL = 8.0  # points: labels of rows
TINY = 7.3  # points: numbers within or beside a mark; 7 where the page is 160 mm wide
MOST = 50  # rows of agencies: as many print on one page in letters of 7 points and more
TALLEST = 9.0  # inches: what a page of A4 takes in without making letters smaller than that
ROW = 0.15  # inches: one row of labels in SMALL, with room for stacked Vietnamese marks
_AROUND = 1.2  # inches: the axis below the rows, and the margins
_TICK_PAD = 3.5  # points: from the axes to the label of a tick
#: What tells the names of rows from other texts of an axes.
ROW_NAME = "row-name"
_POINTS = 72  # per inch
_TICK = 0.5  # inches: a day below the axis, and the gap to the next
_BARE_SHARE = 0.775  # of its place in the figure: what an axes has before the layout is made
_MARGIN = 0.1  # inches
STYLE: dict[Any, Any] = {
    "font.family": [FAMILY],
    "font.size": SIZE,
    "text.parse_math": False,
    "text.hinting": "none",  # letters keep their shape at 144 dots
    "text.color": INK,
    "axes.labelcolor": INK,
    "hatch.linewidth": 0.6,
    "axes.unicode_minus": True,
    "figure.facecolor": "white",
    "axes.facecolor": "white",
    "savefig.facecolor": "white",
}


def draw(plot: Callable[[Axes], object], *, width: float, height: float) -> bytes:
    r"""A chart as PNG bytes; ``width`` (4.5 and more) and ``height`` in inches, 144 dots per inch.

    Equal tables give equal bytes, whatever settings the process has; they are the same afterwards.

    >>> draw(lambda ax: ax.plot([1, 2]), width=6.5, height=3)[:4]
    b'\x89PNG'
    """
    with _style():
        figure = Figure(figsize=(width, height), dpi=DPI)
        canvas = Canvas(figure)
        plot(figure.add_subplot())
        for ax in figure.axes:
            _lay_out(ax, canvas.get_renderer())
        return canvas.png()


def height_for(rows: int, key: int = 2) -> float:
    """Height in inches of a figure with one line per agency or task, and a legend of ``key`` lines above them.

    >>> height_for(20) < height_for(50) < 10
    True
    """
    return round(_AROUND + ROW * (max(rows, 4) + key), 2)


def room_of(ax: Axes) -> float:
    """Width in inches that data and labels of rows share, known before the layout is made."""
    drawn = float(ax.bbox.width / cast("Figure", ax.get_figure()).dpi)
    return drawn / _BARE_SHARE - 2 * _MARGIN


def frame(ax: Axes, *, grid: str) -> None:
    """A light frame: no lines above and right, the grid of one axis (x or y) behind the data."""
    ax.spines[["top", "right"]].set_visible(False)
    ax.spines[["left", "bottom"]].set_color(INK)
    ax.set_axisbelow(True)
    if grid == "x":
        ax.xaxis.grid(visible=True, color=PALE, linewidth=0.6)
    else:
        ax.yaxis.grid(visible=True, color=PALE, linewidth=0.6)
    ax.tick_params(labelsize=SMALL, colors=INK)


def name_rows(ax: Axes, labels: Sequence[str], least: int = 1) -> None:
    """Labels of rows 0, 1, … from the top, as plain text; fewer than ``least`` stand in the middle of as many."""
    name_places(ax, range(len(labels)), labels)
    around = max(0, least - len(labels)) / 2
    ax.set_ylim(len(labels) - 0.4 + around, -0.6 - around)


def name_places(ax: Axes, places: Sequence[float], labels: Sequence[str]) -> None:
    """Labels beside places of the y axis.

    They are texts (``gid`` :data:`ROW_NAME`) where ticks would have them: a tick costs ten times as much.
    """
    ax.set_yticks([])
    place, across, along = ax.get_yaxis_text1_transform(_TICK_PAD)
    look: dict[str, Any] = {"fontsize": SMALL, "color": INK, "parse_math": False, "gid": ROW_NAME}
    for at, label in zip(places, labels, strict=True):
        ax.text(0, at, label, transform=place, va=across, ha=along, **look)
    ax.yaxis.labelpad += _TICK_PAD + _POINTS * max((width_of(label, SMALL) for label in labels), default=0.0)


def count_ticks(ax: Axes, lang: str) -> None:
    """Whole numbers on the y axis, written as in the language."""
    ax.yaxis.set_major_locator(MaxNLocator(nbins=6, integer=True))
    ax.yaxis.set_major_formatter(FuncFormatter(lambda count, _: show(round(count), "number", lang)))


def legend(ax: Axes, handles: Sequence[Artist]) -> None:
    """A legend above the axes, in as many columns as the figure's width has room for."""
    widest = max(width_of(str(handle.get_label()), SMALL) for handle in handles) + 0.55
    columns = max(1, min(len(handles), int(room_of(ax) / widest)))
    ax.legend(
        handles=handles,
        loc="lower right",
        bbox_to_anchor=(1.0, 1.0),
        ncols=columns,
        fontsize=SMALL,
        frameon=False,
        borderaxespad=0.3,
    )


def nothing(ax: Axes, key: str, lang: str) -> Axes:
    """An empty chart: a sentence that says there is nothing to show."""
    ax.set_axis_off()
    said = text("charts", f"nothing.{key}", lang)
    ax.text(0.5, 0.5, said, transform=ax.transAxes, ha="center", va="center", color=INK, fontsize=SIZE)
    return ax


def day_axis(ax: Axes, first: date, last: date, width: float, lang: str) -> None:
    """Ticks of days (ordinals of ``date``) on ``width`` inches; the year stands below the first day of each."""
    days = _ticks(first, last, max(2, int(width / _TICK)))
    years = {days[0], *(later for earlier, later in pairwise(days) if earlier.year != later.year)}
    labels = [short_day(day, lang) + (f"\n{day.year}" if day in years else "") for day in days]
    ax.set_xticks([day.toordinal() for day in days], labels, fontsize=SMALL)


def _ticks(first: date, last: date, most: int) -> list[date]:
    """At most so many days: in weeks, or first days and middles of months, or first days of months."""
    days = [first + timedelta(days=count) for count in range((last - first).days + 1)]
    for step in (1, 2, 7):
        if len(days) <= step * most:
            return days[::step]
    halves = [day for day in days if day.day in (1, 15)]
    months = [day for day in days if day.day == 1]
    return halves if len(halves) <= most else months[:: -(-len(months) // most)]


def _lay_out(ax: Axes, renderer: RendererBase) -> None:
    """Give the axes what its ticks, labels and legend leave of the figure.

    They are measured once, where a layout engine or a tight box draws the whole figure a second time. Words
    inside the axes are not measured: charts keep room for them in their scales.
    """
    figure, bare, key = cast("Figure", ax.get_figure()), ax.bbox, ax.get_legend()
    axes = (ax.xaxis, ax.yaxis) if ax.axison else ()
    words = [axis.get_tightbbox(renderer, for_layout_only=True) for axis in axes]
    words += [name.get_window_extent(renderer) for name in ax.texts if name.get_gid() == ROW_NAME]
    around = Bbox.union([bare, *filter(None, words)])
    above = max(around.y1, key.get_window_extent(renderer).y1 if key else 0.0) - bare.y1
    margin, (width, height) = _MARGIN * figure.dpi, figure.bbox.size
    left, below = bare.x0 - around.x0 + margin, bare.y0 - around.y0 + margin
    right, above = around.x1 - bare.x1 + margin, above + margin
    ax.set_position((left / width, below / height, 1 - (left + right) / width, 1 - (below + above) / height))


@contextmanager
def _style() -> Iterator[None]:
    # A notebook's or a user's settings would give other bytes than the batch.
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(STYLE)
        yield
