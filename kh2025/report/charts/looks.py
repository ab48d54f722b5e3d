"""How parts of the total and classes of timeliness look: colour, hatching and marker, everywhere the same.

The colours are Okabe and Ito's, which colour-blind eyes tell apart; grey print tells by hatching and marker.
"""

from dataclasses import dataclass
from typing import Any

from kh2025.report.charts.canvas import INK


@dataclass(frozen=True, slots=True)
class Look:
    """One look: fill colour, hatching of areas, marker of points."""

    colour: str
    hatch: str
    marker: str

    @property
    def area(self) -> dict[str, Any]:
        """Arguments of a bar."""
        return {"facecolor": self.colour, "hatch": self.hatch, "edgecolor": INK, "linewidth": 0.6}

    @property
    def point(self) -> dict[str, Any]:
        """Arguments of a single point."""
        return {
            "marker": self.marker,
            "markersize": 6.0,
            "markerfacecolor": self.colour,
            "markeredgecolor": INK,
            "markeredgewidth": 0.8,
            "linestyle": "none",
        }


_GREEN, _YELLOW, _BLUE, _SKY = "#009e73", "#f0e442", "#0072b2", "#56b4e9"
_RED, _ORANGE, _WHITE, _GREY = "#d55e00", "#e69f00", "#ffffff", "#999999"

#: Worst first: where points of several parts fall together, the first of them shows.
PART_LOOKS = {
    "open_overdue": Look(_RED, "xxx", "X"),
    "open_in_time": Look(_WHITE, "", "o"),
    "open_no_deadline": Look(_WHITE, "...", "h"),
    "done_late": Look(_ORANGE, "///", "^"),
    "done_date_missing": Look(_YELLOW, "ooo", "D"),
    "done_no_deadline": Look(_SKY, "---", "p"),
    "done_on_time": Look(_GREEN, "", "o"),
    "suspended": Look(_GREY, "|||", "s"),
    "cancelled": Look(_GREY, "+++", "P"),
}
#: The classes of timeliness that have a day; the others are said in words.
CLASS_LOOKS = {
    "missing": Look(_RED, "xxx", "X"),
    "late": Look(_ORANGE, "///", "^"),
    "on_time": Look(_GREEN, "", "o"),
}
#: All classes as cells, worst first: where several reports fall into one cell, the first of them shows.
CELL_LOOKS = {
    "missing": CLASS_LOOKS["missing"],
    "owner_unresolved": Look(_YELLOW, "ooo", "D"),
    "late": CLASS_LOOKS["late"],
    "not_yet_due": Look(_WHITE, "...", "o"),
    "replaced": Look(_GREY, "---", "s"),
    "on_time": Look("#b3e2cd", "", "o"),  # pale: most cells are on time, and the others must stand out
}
