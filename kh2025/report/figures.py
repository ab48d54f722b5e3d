"""The figures of an evaluation: each chart as a block with its caption and the same in words."""

from collections.abc import Callable

from matplotlib.axes import Axes

from kh2025.evaluation.comparison import Comparison
from kh2025.evaluation.evaluate import Evaluation
from kh2025.evaluation.review import YearReview
from kh2025.evaluation.tables import BESIDE, CLASSES, PARTS
from kh2025.report import charts
from kh2025.report.document import Figure
from kh2025.report.sections.frames import WIDTH, records, task_names
from kh2025.report.wording import Words

_HIGH = 4.2  # inches: columns with counts in them
_LOW = 2.5  # inches: a chart whose height does not grow with its rows; two of them and a table fit a page
_LOWER = 1.9  # inches: one indicator; three of them fit a page with their captions and a table
_ON_ITS_SIDE = 24  # agencies by score on a page that lies on its side
_NAMED = 3  # agencies that the words beside a ranking name


def status_figure(ev: Evaluation, words: Words) -> Figure:
    """The parts of the total."""
    stock = {part: ev.summary["tasks"][part] for part in (*PARTS, *BESIDE)}
    parts = "; ".join(f"{words.label('part', part)}: {count}" for part, count in stock.items() if count)
    png = _drawn(lambda ax: charts.status_partition(ax, stock, words.lang), _LOW)
    caption = words("results.status_caption", status_on=ev.scope.status_on)
    return Figure(caption, words("results.status_alt", parts=parts), png, "status")


def course_figure(ev: Evaluation, words: Words) -> Figure:
    """Duties due against duties done, day by day."""
    scope = ev.scope
    png = _drawn(lambda ax: charts.course(ax, ev.course, scope.period.cutoff, words.lang), _LOW)
    last = records(ev.course)[-1] if len(ev.course) else {"due": 0, "done": 0}
    alt = words("results.course_alt", status_on=scope.status_on, due=last["due"], done=last["done"])
    return Figure(words("results.course_caption"), alt, png, "course")


def timeliness_figure(ev: Evaluation, words: Words) -> Figure:
    """First receipts of the period's reports in days from the deadline."""
    height = charts.height_for(min(charts.MOST, len(ev.submissions)))
    png = _drawn(lambda ax: charts.timeliness_by_agency(ax, ev.submissions, words.names, words.lang), height)
    alt = words("results.timeliness_alt", **ev.summary["submissions"])
    return Figure(words("results.timeliness_caption"), alt, png, "timeliness")


def heatmap_figure(ev: Evaluation, words: Words) -> Figure:
    """Reports of all periods so far, agency by agency."""
    height = charts.heatmap_height(ev.timeliness)
    png = _drawn(lambda ax: charts.timeliness_heatmap(ax, ev.timeliness, words.names, words.lang), height)
    counts = {name: int((ev.timeliness["timeliness"] == name).sum()) for name in CLASSES}
    alt = words("figures.heatmap_alt", periods=int(ev.timeliness["period"].nunique()), **counts)
    return Figure(words("figures.heatmap_caption"), alt, png, "heatmap")


def deadlines_figure(ev: Evaluation, words: Words) -> Figure:
    """Deadlines in and near the period."""
    period = ev.scope.period
    names = task_names(ev.tasks)
    window = (period.start, period.cutoff, period.calendar_end)
    rows = charts.deadline_rows(ev.duties, period.start, period.calendar_end)
    png = _drawn(
        lambda ax: charts.deadlines(ax, ev.duties, names, *window, words.lang),
        charts.height_for(rows, charts.DEADLINES_KEY),
    )
    alt = words("next.deadlines_alt", count=rows, cutoff=period.cutoff, calendar_end=period.calendar_end)
    return Figure(words("next.deadlines_caption"), alt, png, "deadlines")


def indicator_figure(ev: Evaluation, words: Words, indicator_id: str) -> Figure:
    """One indicator against its path; ``KeyError`` names those there are."""
    rows = {row["indicator_id"]: row for row in records(ev.indicators)}
    if indicator_id not in rows:
        raise KeyError(f"{indicator_id!r}: {sorted(rows)}")
    row = rows[indicator_id]
    png = _drawn(
        lambda ax: charts.indicator_path(ax, ev.indicators, ev.indicator_series, indicator_id, words.lang),
        _LOWER,
    )
    values = {name: row[name] for name in ("name", "unit", "reached", "expected", "target")}
    alt = words("figures.indicator_alt", **values)
    return Figure(words("figures.indicator_caption", name=row["name"]), alt, png, f"indicator-{indicator_id}")


def ranking_figure(ev: Evaluation, words: Words) -> Figure:
    """Agencies by score."""
    scored = ev.agencies[ev.agencies["score"].notna()].sort_values("rank", kind="stable")
    first = "; ".join(f"{row['name']}: {words.value(row['score'])}" for row in records(scored.head(_NAMED)))
    values = {"scored": len(scored), "total": len(ev.agencies), "first": first or words.value(None)}
    png = _ranked(ev, words, charts.MOST, 0)
    return Figure(words("figures.ranking_caption"), words("figures.ranking_alt", **values), png, "ranking")


def ranking_parts(ev: Evaluation, words: Words) -> tuple[Figure, ...]:
    """Agencies by score in as many figures as fit pages that lie on their side, each letter of its true size."""
    count = min(charts.MOST, len(ev.agencies))
    parts = -(-count // _ON_ITS_SIDE)
    if parts <= 1:
        return (ranking_figure(ev, words),)
    most = -(-count // parts)
    return tuple(_ranking_part(ev, words, most, after) for after in range(0, count, most))


def _ranking_part(ev: Evaluation, words: Words, most: int, after: int) -> Figure:
    last = min(after + most, len(ev.agencies))
    values = {"first": after + 1, "last": last, "total": len(ev.agencies)}
    caption = words("figures.ranking_part_caption", **values)
    alt = words("figures.ranking_part_alt", **values)
    return Figure(caption, alt, _ranked(ev, words, most, after), f"ranking-{after + 1}")


def _ranked(ev: Evaluation, words: Words, most: int, after: int) -> bytes:
    return _drawn(
        lambda ax: charts.ranking(ax, ev.agencies, ev.scope.plan.scale, words.lang, most, after),
        charts.height_for(min(most, len(ev.agencies) - after)),
    )


def transitions_figure(comparison: Comparison, words: Words) -> Figure:
    """What became of the tasks since an earlier look."""
    found = comparison.transitions
    height = charts.height_for(charts.transition_rows(found))
    png = _drawn(lambda ax: charts.transition_matrix(ax, found, words.lang), height)
    stayed = int(found.loc[found["before"] == found["after"], "tasks"].sum())
    alt = words("figures.transitions_alt", stayed=stayed, moved=int(found["tasks"].sum()) - stayed)
    earlier = words.period(comparison.earlier.period) if comparison.earlier else words.value(None)
    caption = words(
        "figures.transitions_caption", earlier=earlier, later=words.period(comparison.later.period)
    )
    return Figure(caption, alt, png, "transitions")


def months_figures(review: YearReview, words: Words) -> tuple[Figure, Figure]:
    """Tasks by part and reports by timeliness, month by month."""
    made = review.months
    begun, year = made[made["status_on"].notna()], words.period(review.ev.scope.period)
    last = records(begun)[-1] if len(begun) else {"total": 0, "open_overdue": 0}
    sums = {name: int(made[f"submissions_{name}"].sum()) for name in ("on_time", "late", "missing")}
    parts = _drawn(lambda ax: charts.parts_by_month(ax, made, words.lang), _HIGH)
    reports = _drawn(lambda ax: charts.reports_by_month(ax, made, words.lang), _HIGH)
    said = words("figures.months_alt", months=len(begun), total=last["total"], overdue=last["open_overdue"])
    told = words("figures.month_reports_alt", months=len(made), **sums)
    return (
        Figure(words("figures.months_caption", year=year), said, parts, "months"),
        Figure(words("figures.month_reports_caption", year=year), told, reports, "month-reports"),
    )


def _drawn(plot: Callable[[Axes], object], height: float) -> bytes:
    return charts.draw(plot, width=WIDTH, height=height)
