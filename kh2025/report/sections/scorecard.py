"""One agency's score, measure by measure: no rank, and nobody beside it."""

from dataclasses import replace

from kh2025.evaluation.evaluate import Evaluation
from kh2025.report.document import Table
from kh2025.report.sections.changes import scale_caption
from kh2025.report.sections.frames import cell, records, table
from kh2025.report.wording import Words


def scorecard_table(ev: Evaluation, words: Words) -> Table:
    """The measures of the scale with their numerator and denominator, and what they come to."""
    columns = (
        ("measure", "text", 4.0),
        ("score_numerator", "number", 1.0),
        ("score_denominator", "number", 1.0),
        ("value_percent", "percent", 1.0),
        ("weight", "number", 1.0),
        ("points", "number", 1.0),
        ("remark", "text", 2.4),
    )
    own = ev.scores[(ev.scores["level"] == "agency") & (ev.scores["subject_id"] == ev.scope.agency)]
    rows = [
        (
            words.label("rate", row["measure"]),
            *(cell(row[name]) for name in ("numerator", "denominator", "value", "weight", "points")),
            _remark(row["denominator"], words, is_small=bool(row["is_small"])),
        )
        for row in records(own)
    ]
    score, caption = ev.summary["score"], scale_caption("scorecard_caption", ev, words)
    made = table(words, caption, columns, rows, name="scorecard", empty=words("appendix.no_score"))
    total = (None, words("column.score"), None, None, None, None, score["score"], score["class"])
    return replace(made, total=total) if rows else made


def _remark(denominator: float, words: Words, *, is_small: bool) -> str | None:
    if not denominator:
        return words("appendix.no_cases")
    return words("appendix.small") if is_small else None
