"""A chart as it was drawn: its words, where they stand, and whether any is clipped or lies on another."""

from itertools import combinations

from matplotlib.patches import PathPatch
from matplotlib.text import Text

from kh2025.report import charts
from kh2025.report.charts.canvas import ROW_NAME

WIDTH = 6.5


def drawn(plot, *, width=WIDTH, height=3.2):
    """PNG bytes and the axes as it was drawn."""
    seen = []
    png = charts.draw(lambda ax: seen.append(plot(ax)), width=width, height=height)
    return png, seen[0]


def texts(ax):
    """All words that show, the legend's too; a tick beyond the view is not drawn."""
    within = {id(label) for axis in (ax.xaxis, ax.yaxis) for label in shown_ticks(axis)}
    ticks = {id(label) for axis in (ax.xaxis, ax.yaxis) for label in axis.get_ticklabels()}
    words = [one for one in ax.findobj(Text) if one.get_visible() and one.get_text().strip()]
    return [one for one in words if id(one) in within or id(one) not in ticks]


def shown_ticks(axis):
    """Labels of the ticks within the view."""
    low, high = sorted(axis.get_view_interval())
    ticks = axis.get_major_ticks() if axis.axes.axison else []
    return [tick.label1 for tick in ticks if low <= tick.get_loc() <= high]


def bars(ax):
    """Bars that share a path: left edge, width, row, hatching."""
    found = []
    for one in ax.patches:
        if isinstance(one, PathPatch):
            corners = one.get_path().vertices.reshape(-1, 5, 2)
            for box in corners:
                (left, low), (right, high) = box.min(axis=0), box.max(axis=0)
                found.append((left, right - left, (low + high) / 2, one.get_hatch() or ""))
    return found


def row_names(ax):
    """What stands beside the rows, from row 0."""
    return [one for one in ax.texts if one.get_gid() == ROW_NAME]


def texts_within(ax):
    """Texts of an axes that do not name a row."""
    return [one for one in ax.texts if one.get_gid() != ROW_NAME]


def said(ax):
    """What the words say."""
    return [one.get_text() for one in texts(ax)]


def boxes(found):
    """Where words were drawn, in pixels."""
    return [one.get_window_extent() for one in found]


def share_an_area(one, other):
    """Whether two boxes overlap."""
    # A pixel of touching is rounding, not an overlap.
    return (
        min(one.x1, other.x1) - max(one.x0, other.x0) > 1
        and min(one.y1, other.y1) - max(one.y0, other.y0) > 1
    )


def assert_readable(ax):
    """Every word lies within the figure, and no two words share an area."""
    found, figure = texts(ax), ax.figure.bbox
    placed = list(zip(found, boxes(found), strict=True))
    for one, box in placed:
        assert box.x0 >= figure.x0, one
        assert box.y0 >= figure.y0, one
        assert box.x1 <= figure.x1, one
        assert box.y1 <= figure.y1, one
    for (one, box), (other, second) in combinations(placed, 2):
        assert not share_an_area(box, second), (one, other)
