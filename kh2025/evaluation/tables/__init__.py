"""The column contract of every result table: names, dtypes, units, and what a row stands for."""

from kh2025.evaluation.tables.codes import BESIDE, CLASSES, DONE, OPEN, PARTS, RESULTS
from kh2025.evaluation.tables.duties import AGEING, COURSE, DUTIES, RECORDS, STATEMENTS, TASKS, UNMATCHED
from kh2025.evaluation.tables.findings import FINDINGS, VERDICTS
from kh2025.evaluation.tables.indicators import ACTIVITIES, INDICATOR_SERIES, INDICATORS
from kh2025.evaluation.tables.scores import AGENCIES, SCORES, SECTIONS
from kh2025.evaluation.tables.submissions import RECEIPTS, REPORTING, STREAKS, SUBMISSIONS, TIMELINESS

__all__ = [
    "ACTIVITIES",
    "AGEING",
    "AGENCIES",
    "BESIDE",
    "CLASSES",
    "COURSE",
    "DONE",
    "DUTIES",
    "FINDINGS",
    "INDICATORS",
    "INDICATOR_SERIES",
    "OPEN",
    "PARTS",
    "RECEIPTS",
    "RECORDS",
    "REPORTING",
    "RESULTS",
    "SCORES",
    "SECTIONS",
    "STATEMENTS",
    "STREAKS",
    "SUBMISSIONS",
    "TASKS",
    "TIMELINESS",
    "UNMATCHED",
    "VERDICTS",
]
