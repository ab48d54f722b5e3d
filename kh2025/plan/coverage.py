"""Which periods a plan is for."""

from kh2025.errors import PeriodError, Problem
from kh2025.law.periods import Period
from kh2025.plan.model import Plan


def covered(plan: Plan, period: Period | str) -> Period:
    """The period, read where it is a text, when its months touch the days that the plan covers.

    Raises:
        PeriodError: the text is no period; ``period-outside``, the plan is not for it.
    """
    period = Period.parse(period) if isinstance(period, str) else period
    if not covers(plan, period):
        details = {"covers": str(plan.covers)}
        raise PeriodError(Problem("period-outside", value=str(period), details=details))
    return period


def covers(plan: Plan, period: Period) -> bool:
    """Whether the months of a period touch the days that the plan covers."""
    return period.calendar_end >= plan.covers.first and period.calendar_start <= plan.covers.last
