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
    days = plan.covers
    if period.calendar_end < days.first or period.calendar_start > days.last:
        raise PeriodError(Problem("period-outside", value=str(period), details={"covers": str(days)}))
    return period
