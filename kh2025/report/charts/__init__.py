"""Charts of a report: each takes a table and a matplotlib ``Axes`` and returns that ``Axes``.

They read in colour, for colour-blind eyes and in black-and-white print: what a colour says, a hatching,
a marker or a word says too. Names from plans and forms are shown as they are, never read as markup.
:func:`draw` turns a chart into PNG bytes without touching pyplot.
"""

from kh2025.report.charts.canvas import MOST, draw, height_for
from kh2025.report.charts.course import course
from kh2025.report.charts.deadlines import DEADLINES_KEY, DEADLINES_MOST, deadline_rows, deadlines
from kh2025.report.charts.heatmap import heatmap_height, timeliness_heatmap
from kh2025.report.charts.indicator import indicator_path
from kh2025.report.charts.months import parts_by_month, reports_by_month
from kh2025.report.charts.ranking import ranking
from kh2025.report.charts.status import status_partition
from kh2025.report.charts.timeliness import timeliness_by_agency
from kh2025.report.charts.transitions import transition_matrix, transition_rows

__all__ = [
    "DEADLINES_KEY",
    "DEADLINES_MOST",
    "MOST",
    "course",
    "deadline_rows",
    "deadlines",
    "draw",
    "heatmap_height",
    "height_for",
    "indicator_path",
    "parts_by_month",
    "ranking",
    "reports_by_month",
    "status_partition",
    "timeliness_by_agency",
    "timeliness_heatmap",
    "transition_matrix",
    "transition_rows",
]
