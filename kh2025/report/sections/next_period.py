"""III. What comes next: deadlines around the cut-off, what is due soon, and the office's direction."""

import pandas as pd

from kh2025.evaluation.evaluate import Evaluation
from kh2025.evaluation.tables import BESIDE
from kh2025.report.charts import deadline_rows
from kh2025.report.document import Heading, Section, Table
from kh2025.report.figures import deadlines_figure
from kh2025.report.sections.frames import records, table, task_names, who
from kh2025.report.sections.office import office_words
from kh2025.report.wording import Words


def next_period(ev: Evaluation, words: Words) -> Section:
    """The whole part."""
    scope, period = ev.scope, ev.scope.period
    after = words("next.after_caption", cutoff=period.cutoff, calendar_end=period.calendar_end)
    soon = words("next.soon_caption", days=scope.plan.settings.due_soon_days, status_on=scope.status_on)
    blocks = (
        Heading(words("next.heading")),
        *(
            [deadlines_figure(ev, words)]
            if deadline_rows(ev.duties, period.start, period.calendar_end)
            else []
        ),
        _duties(
            ev,
            words,
            ev.duties["is_after_cutoff"] & ~ev.duties["part"].isin(BESIDE),
            after,
            words("next.no_after"),
            "after",
        ),
        _duties(ev, words, ev.duties["is_due_soon"], soon, words("next.no_soon"), "soon"),
        *office_words(ev, "next", words("next.gap")),
    )
    return Section("next", blocks, words.lang)


def _duties(ev: Evaluation, words: Words, chosen: pd.Series, caption: str, empty: str, name: str) -> Table:
    columns = (
        ("task", "text", 4.0),
        ("lead", "text", 1.8),
        ("due_on", "day", 1.2),
        ("percent", "number", 0.9),
        ("status", "status", 2.0),
    )
    names = task_names(ev.tasks)
    rows = (
        (
            f"{row['task_id']} {names[row['task_id']]}",
            who(row, words),
            row["due_on"],
            row["percent"],
            words.label("part", row["part"]),
        )
        for row in records(ev.duties[chosen].sort_values(["due_on", "task_id"], kind="stable"))
    )
    return table(words, caption, columns, rows, empty=empty, name=name)
