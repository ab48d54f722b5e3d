"""The column contracts of many plans rolled up: by plan, by field, by agency, and the plans that failed."""

from kh2025.columns import Column, Table
from kh2025.evaluation.tables import BESIDE, CLASSES, PARTS


def _parted(unit: str) -> tuple[Column, ...]:
    """The parts of a total of tasks or duties, what stands beside it, and the central rate."""
    return (
        Column(unit, "integer", f"{unit} counted in the total", unit),
        *(Column(part, "integer", f"{unit} in part {part}", unit) for part in (*PARTS, *BESIDE)),
        Column("due", "integer", "denominator of done_of_due: done and open_overdue", unit),
        Column("done_of_due", "number", "share done of those due; null when none is due", "percent"),
    )


_REPORTS = (
    *(Column(f"submissions_{name}", "integer", f"reports {name}", "reports") for name in CLASSES),
    Column("findings", "integer", "breaches found", "findings"),
)

PLANS = Table(
    "many_plans",
    "plan evaluated",
    (
        Column("source", "text", "the plan's file or id as given"),
        Column("plan_id", "text", "the plan"),
        *_parted("tasks"),
        *_REPORTS,
    ),
)

FIELDS = Table(
    "many_fields",
    "field: the sections of one id in all plans",
    (
        Column("section_id", "text", "the sections' id"),
        Column("title", "text", "their title, in the first plan by source that has one"),
        Column("plans", "integer", "plans with a task in it", "plans"),
        *_parted("tasks"),
    ),
)

AGENCIES = Table(
    "many_agencies",
    "agency of one id in all plans, and one row for what nobody owes",
    (
        Column("agency_id", "text", "the agencies' id; null where no heir is named"),
        Column("plans", "integer", "plans in which it owes a duty or a report, or has a finding", "plans"),
        *_parted("duties"),
        *_REPORTS,
    ),
)

FAILURES = Table(
    "many_failures",
    "problem of a plan that could not be evaluated",
    (
        Column("source", "text", "the plan's file or id as given"),
        Column("code", "text", "the error's code"),
        Column("place", "text", "file, line or argument"),
        Column("value", "text", "what was found there"),
    ),
)
