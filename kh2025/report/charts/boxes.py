"""Bars and cells of one look as a single path: an artist instead of hundreds, hatched and drawn at once."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.path import Path

_CODES = (Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY)


def fill(
    ax: Axes,
    lefts: Sequence[float],
    rights: Sequence[float],
    rows: Sequence[float],
    height: float,
    **look: Any,
) -> None:
    """Rectangles from left to right in the middle of their rows, ``height`` of a row high; none draws nothing.

    ``look`` holds arguments of a patch. The axes' limits stay as they are.
    """
    if not len(rows):
        return
    first, last, middle = (np.asarray(one, dtype=float) for one in (lefts, rights, rows))
    low, high = middle - height / 2, middle + height / 2
    xs, ys = (
        np.stack(one, axis=1) for one in ((first, last, last, first, first), (low, low, high, high, low))
    )
    path = Path(np.stack((xs.ravel(), ys.ravel()), axis=1), np.tile(_CODES, len(middle)))
    # However many there are, their edges lie on pixels.
    ax.add_artist(PathPatch(path, snap=True, **look))
