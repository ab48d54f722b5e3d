"""Every chart as PNG bytes against pyplot with a tight box, with the same chart functions: ``make bench``.

The peer is what a notebook would do: ``plt.subplots``, the same chart on its axes in the same style (matplotlib's own,
with its hinting, is slower still), ``savefig`` with ``bbox_inches="tight"``. Every figure is the median over several
pairs in one process (processor time), the two of a pair one after the other; both say the same words.
Outlines of letters are loaded once in a process; lines of them are set anew for every chart.
Building axes, ticks and artists, which both ways do alike, is two fifths of our time: a chart of few words (status,
course, indicator) is about twice as fast, one of many gains more.
"""

import io
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta

import matplotlib as mpl

mpl.use("agg")
import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.text import Text

import kh2025
from kh2025.evaluation.tables import AGENCIES, CLASSES, DUTIES, PARTS, TIMELINESS
from kh2025.plan.scoring import default_scoring
from kh2025.plan.tables import agency_names
from kh2025.report import charts
from kh2025.report.charts.canvas import DPI, STYLE

PAIRS, WIDTH, LIMIT = 5, 6.5, 2.0
START, CUTOFF, END = date(2025, 3, 15), date(2025, 6, 14), date(2025, 6, 30)
PLAN, FACTS, AS_OF = (
    "example:thai_binh_2025/demo.yaml",
    "example:thai_binh_2025/facts",
    "2025-07-01T00:00:00+07:00",
)
_KIND = "Sở Văn hóa, Thể thao và Du lịch"


def ours(plot: Callable[[Axes], object], height: float) -> bytes:
    """The chart as the report draws it."""
    return charts.draw(plot, width=WIDTH, height=height)


def peer(plot: Callable[[Axes], object], height: float) -> bytes:
    """The chart as pyplot draws it."""
    with mpl.rc_context(STYLE):
        figure, ax = plt.subplots(figsize=(WIDTH, height), dpi=DPI)
        plot(ax)
        stream = io.BytesIO()
        figure.savefig(stream, format="png", bbox_inches="tight", dpi=DPI)
        plt.close(figure)
    return stream.getvalue()


def seconds(call: Callable[..., bytes], plot: Callable[[Axes], object], height: float) -> float:
    """Processor time of a call."""
    begun = time.process_time()
    call(plot, height)
    return time.process_time() - begun


def words(call: Callable[..., bytes], plot: Callable[[Axes], object], height: float) -> list[str]:
    """What a drawn chart says."""
    seen: list[Axes] = []
    call(lambda ax: (plot(ax), seen.append(ax)), height)
    return sorted(one.get_text() for one in seen[0].findobj(Text) if one.get_text())


def compared(name: str, plot: Callable[[Axes], object], height: float) -> float:
    """One line: how many times longer the peer takes."""
    assert words(ours, plot, height) == words(peer, plot, height)
    made = [(seconds(ours, plot, height), seconds(peer, plot, height)) for _ in range(PAIRS)]
    own, theirs = (1000 * statistics.median(one) for one in zip(*made, strict=True))
    ratio = statistics.median(b / a for a, b in made)
    print(
        f"{name:24} {ratio:5.2f} times faster than pyplot with a tight box; {own:.0f} ms against {theirs:.0f} ms"
    )
    return ratio


def many_reports() -> list[dict]:
    """Fifty agencies, nineteen periods, all classes."""
    kinds = [("month", f"2025-M{at:02d}") for at in range(1, 13)] + [
        ("quarter", f"2025-Q{at}") for at in range(1, 5)
    ]
    kinds += [("half", "2025-S1"), ("half", "2025-S2"), ("year", "2025-A1")]
    return [
        {
            "obligation_id": "bao-cao",
            "kind": kind,
            "period": period,
            "cutoff": kh2025.Period.parse(period).cutoff,
            "assigned_agency_id": f"a-{agency}",
            "agency_id": f"a-{agency}",
            "timeliness": CLASSES[(agency * 7 + at * 3) % len(CLASSES)],
        }
        for agency in range(50)
        for at, (kind, period) in enumerate(kinds)
    ]


def many_duties() -> list[dict]:
    """Two hundred tasks, due in and near the period."""
    due = [START + timedelta(days=7 * at % 108) for at in range(200)]
    return [
        {"task_id": f"nv-{at:03d}", "due_on": day, "original_due_on": day, "part": PARTS[at % len(PARTS)]}
        for at, day in enumerate(due)
    ]


def main() -> int:
    """Print one line per chart; 1 when the median of all falls short of the limit."""
    ev = kh2025.evaluate(kh2025.load_plan(PLAN), kh2025.open_facts(FACTS), "2025-Q2", as_of=AS_OF)
    names, height = agency_names(ev.scope.plan), charts.height_for
    indicator = ev.indicators["indicator_id"].iloc[0]
    scale, fifty = default_scoring(), {f"a-{at}": f"{_KIND} {at}" for at in range(50)}
    tasks = {f"nv-{at:03d}": f"Tổ chức, triển khai nhiệm vụ số {at} của kế hoạch" for at in range(200)}
    reports, duties = TIMELINESS.frame(many_reports()), DUTIES.frame(many_duties())
    scored = [
        {"agency_id": id_, "name": name, "score": 2.0 * at, "rank": 50 - at, "class_id": "tot"}
        for at, (id_, name) in enumerate(fifty.items())
    ]
    agencies = AGENCIES.frame(scored)
    named = {task.id: task.name for task in ev.scope.plan.tasks}
    plots: dict[str, tuple[Callable[[Axes], object], float]] = {
        "status": (lambda ax: charts.status_partition(ax, ev.summary["tasks"], "vi"), 3.2),
        "course": (lambda ax: charts.course(ax, ev.course, CUTOFF, "vi"), 3.4),
        "timeliness": (lambda ax: charts.timeliness_by_agency(ax, ev.submissions, names, "vi"), height(20)),
        "deadlines": (
            lambda ax: charts.deadlines(ax, ev.duties, named, START, CUTOFF, END, "vi"),
            height(20),
        ),
        "deadlines, 200 tasks": (
            lambda ax: charts.deadlines(ax, duties, tasks, START, CUTOFF, END, "vi"),
            height(60),
        ),
        "heatmap, 50 agencies": (lambda ax: charts.timeliness_heatmap(ax, reports, fifty, "vi"), height(50)),
        "indicator": (
            lambda ax: charts.indicator_path(ax, ev.indicators, ev.indicator_series, indicator, "vi"),
            3.2,
        ),
        "ranking, 50 agencies": (lambda ax: charts.ranking(ax, agencies, scale, "vi"), height(50)),
    }
    ratios = [compared(name, plot, tall) for name, (plot, tall) in plots.items()]
    print(f"{'median of all charts':24} {statistics.median(ratios):5.2f} times faster (limit {LIMIT:g})")
    return int(statistics.median(ratios) < LIMIT)


if __name__ == "__main__":
    sys.exit(main())
