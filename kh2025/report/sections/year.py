"""I. of an annual review: what was done in the year, and how it went month by month."""

from typing import Any

from kh2025.evaluation.review import YearReview
from kh2025.law.periods import Period
from kh2025.report.document import Block, Heading, Paragraph, Section, Table
from kh2025.report.figures import months_figures
from kh2025.report.sections.frames import numbered, records, table
from kh2025.report.sections.office import office_words
from kh2025.report.sections.results import activities_part, indicators, reporting, tasks
from kh2025.report.wording import Words


def year_results(review: YearReview, words: Words) -> Section:
    """The whole part."""
    ev = review.ev
    blocks: list[Block] = [Heading(words("results.heading")), *tasks(ev, words), *reporting(ev, words)]
    blocks += indicators(ev, words, drawn=list(ev.indicators["indicator_id"]))
    blocks += activities_part(review.activities, ev, words) if len(review.activities) else []
    blocks += _months(review, words)
    return Section("results", numbered([*blocks, *office_words(ev, "results")]), words.lang)


def _months(review: YearReview, words: Words) -> list[Block]:
    """The year in months: tasks, then reports, each as a chart and a table."""
    charts = months_figures(review, words)
    return [
        Heading(words("year.heading"), 2),
        Paragraph(words("year.months")),
        charts[0],
        _tasks(review, words),
        charts[1],
        _reports(review, words),
    ]


def _tasks(review: YearReview, words: Words) -> Table:
    parts = {
        "tasks_done_on_time": "done_on_time",
        "tasks_done_late": "done_late",
        "tasks_done_undated": "done_undated",
        "tasks_in_time": "open_in_time",
        "tasks_overdue": "open_overdue",
        "tasks_no_deadline": "open_no_deadline",
    }
    columns = (
        ("period", "text", 1.6),
        ("assigned", "number", 0.9),
        *((name, "number", 0.9) for name in parts),
        ("tasks_due", "number", 0.8),
        ("done_of_due", "percent", 1.1),
    )
    rows = (
        (
            _label(row, words),
            row["total"],
            *(row[part] for part in parts.values()),
            row["due"],
            row["done_of_due"],
        )
        for row in records(_undated(review))
    )
    caption = words("year.tasks_caption", year=words.period(review.ev.scope.period))
    return table(words, caption, columns, rows, name="months")


def _undated(review: YearReview) -> Any:
    """Done without a deadline or a day of completion in one column: the page is narrow."""
    made = review.months
    return made.assign(done_undated=made["done_no_deadline"] + made["done_date_missing"])


def _reports(review: YearReview, words: Words) -> Table:
    classes = ("on_time", "late", "missing", "replaced", "not_yet_due", "owner_unresolved")
    columns = (
        ("period", "text", 1.6),
        ("reports_wanted", "number", 1.0),
        *((f"reports_{name}", "number", 1.0) for name in classes),
        ("on_time_of_expected", "percent", 1.2),
    )
    rows = (
        (
            _label(row, words),
            row["submissions_wanted"],
            *(row[f"submissions_{name}"] for name in classes),
            row["on_time_of_expected"],
        )
        for row in records(review.months)
    )
    caption = words("year.reports_caption", year=words.period(review.ev.scope.period))
    return table(words, caption, columns, rows, name="month_reports")


def _label(row: dict[str, Any], words: Words) -> str:
    return Period.parse(row["period"]).label(words.lang)
