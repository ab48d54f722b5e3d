"""Agencies and sections side by side, and their scores."""

from kh2025.columns import Column, Table
from kh2025.evaluation.tables.codes import CLASSES, PARTS

_SCORE = (
    Column("score", "number", "weighted mean of the measures that have data; null when none has", "points"),
    Column("class_id", "text", "class of the scale for the score as shown; null without a score"),
    Column("weight_used", "number", "share of the scale's weights that had data", "percent"),
    Column("measures_missing", "text", "measures left out for want of data, joined; null when none"),
    Column("cases", "integer", "duties or tasks due and reports expected behind the score", "rows"),
    Column("is_small", "flag", "fewer cases than the scale's small_below, and more than none"),
)

AGENCIES = Table(
    "agencies",
    "agency that owes a duty or a report on status_on",
    (
        Column("agency_id", "text", "the agency"),
        Column("name", "text", "its short name"),
        Column("duties", "integer", "duties counted in the total", "duties"),
        *(Column(part, "integer", f"duties in part {part}", "duties") for part in PARTS),
        Column("due", "integer", "denominator of done_of_due: done and open_overdue", "duties"),
        Column("done_of_due", "number", "share done of those due; null when none is due", "percent"),
        Column("submissions_expected", "integer", "reports expected for the period", "reports"),
        *(Column(f"submissions_{name}", "integer", f"reports {name}", "reports") for name in CLASSES[:3]),
        Column("findings", "integer", "breaches found", "findings"),
        *_SCORE,
        Column(
            "rank",
            "integer",
            "place by score, equal scores alike (1, 2, 2, 4); null without a score, and for one agency",
        ),
    ),
)

SECTIONS = Table(
    "sections",
    "section of the plan with a task assigned up to status_on",
    (
        Column("section_id", "text", "the section"),
        Column("number", "text", "its number in the plan"),
        Column("title", "text", "its title"),
        Column("tasks", "integer", "tasks counted in the total", "tasks"),
        *(Column(part, "integer", f"tasks in part {part}", "tasks") for part in PARTS),
        Column("due", "integer", "denominator of done_of_due: done and open_overdue", "tasks"),
        Column("done_of_due", "number", "share done of those due; null when none is due", "percent"),
        *_SCORE,
    ),
)

SCORES = Table(
    "scores",
    "plan, section or agency, and measure of the scale",
    (
        Column("level", "text", "plan, section or agency"),
        Column("subject_id", "text", "the plan, section or agency"),
        Column("measure", "text", "the measure, a rate of the scale"),
        Column(
            "numerator", "number", "weights of the tasks, or reports, that count; a task weighs 1 by default"
        ),
        Column("denominator", "number", "weights of all that are looked at"),
        Column("of", "text", "name of the denominator"),
        Column(
            "cases", "integer", "rows behind the denominator, unweighted: tasks, duties or reports", "rows"
        ),
        Column("is_small", "flag", "fewer cases than the scale's small_below, and more than none"),
        Column("value", "number", "share in percent, half up to two places; null for 0/0", "percent"),
        Column("weight", "number", "weight of the measure on the scale"),
        Column("weight_used", "number", "the weight, or 0 where the value is null"),
        Column(
            "points", "number", "what it brings to the score, half up to two places; null for 0/0", "points"
        ),
    ),
)
