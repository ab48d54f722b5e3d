"""Many rectangles as one path: where they stand, how they look, and that their edges are sharp."""

import numpy as np
import pytest
from geometry import bars
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from kh2025.report.charts.boxes import fill
from kh2025.report.charts.pixels import Canvas

LOOK = {"facecolor": "#56b4e9", "edgecolor": "#333333", "linewidth": 0.6, "hatch": "///"}


def pixels(draw):
    """What is drawn on an axes of 40 days and 30 rows."""
    figure = Figure(figsize=(4, 4), dpi=144)
    canvas = Canvas(figure)
    ax = figure.add_subplot()
    ax.set_xlim(0, 40)
    ax.set_ylim(-1, 30)
    draw(ax)
    canvas.draw()
    return np.asarray(canvas.buffer_rgba())


def test_they_stand_where_they_are_told_to():
    """Left and right edges, the row in the middle, the hatching."""
    ax = Figure().add_subplot()
    fill(ax, [1, 2], [4, 2], [0, 3], 0.5, **LOOK)
    assert bars(ax) == [(1, 3, 0, "///"), (2, 0, 3, "///")]


def test_none_draws_nothing():
    """Without rows there is no artist."""
    ax = Figure().add_subplot()
    fill(ax, [], [], [], 0.5, **LOOK)
    assert not ax.patches


@pytest.mark.parametrize("count", [1, 30, 400], ids=["one", "thirty", "four hundred"])
def test_one_path_has_the_pixels_of_single_rectangles(count):
    """Bars beside each other are drawn as rectangles of their own are, sharp edges too, however many there are."""
    places = [(1.3 * (at // 30), at % 30) for at in range(count)]

    def alone(ax):
        for left, row in places:
            ax.add_patch(Rectangle((left, row - 0.3), 1.0, 0.6, **LOOK))

    def together(ax):
        lefts, rows = [left for left, _ in places], [row for _, row in places]
        fill(ax, lefts, [left + 1.0 for left in lefts], rows, 0.6, **LOOK)

    blank, one, other = pixels(lambda _: None), pixels(alone), pixels(together)
    is_drawn = (one != blank).any(axis=2)
    assert (one != other).any(axis=2).sum() < 0.05 * is_drawn.sum()
