"""Due rules: from a period's cut-off to the day its report is due, for one tier of an obligation.

Either a fixed day of a month counted from the month of the cut-off, or a number of working days after the
cut-off. Nghị định 09/2019/NĐ-CP, Điều 8 khoản 5, asks for a rule of each tier and for at least one working day
between cut-off and deadline; whether a rule leaves it can be asked here, and the judgement is a rule of
:mod:`kh2025.plan.checks`.
"""

from datetime import date
from typing import Annotated, Any, Self

import numpy as np
import numpy.typing as npt
from pydantic import Field, model_validator

from kh2025.law.arrays import period_cutoffs
from kh2025.law.citation import Mark
from kh2025.law.days import days_of_month
from kh2025.law.periods import Period
from kh2025.law.workdays import Roll, WorkCalendar, default_calendar
from kh2025.plan.fields import Model, Number, Text, refusal

_MOST_DAYS = 250  # working days; more than a year's is a typing error


class DueRule(Model):
    """When the report of a period is due; exactly one of ``day`` and ``working_days`` is given.

    Attributes:
        day: day of a month; one that the month lacks is its last.
        months_after: which month, counted from the one of the cut-off: 0 the same, 1 the next.
        working_days: how many working days after the cut-off (the cut-off itself is not counted).
        roll: what becomes of a fixed day that is no working day; by default it stays; may be written ("forward").
        set_by: the legal document that lays the day down, where it is no setting of the plan.
        mark: how well the rule is known.

    >>> DueRule(day=20).due_on(Period.parse("2025-Q2")).isoformat()
    '2025-06-20'
    >>> DueRule(working_days=2).due_on(Period.parse("2025-Q2")).isoformat()
    '2025-06-17'
    """

    day: Annotated[int, Field(ge=1, le=31)] | None = None
    months_after: Annotated[int, Field(ge=-12, le=12)] = 0
    working_days: Annotated[int, Field(ge=1, le=_MOST_DAYS)] | None = None
    roll: Annotated[Roll, Field(strict=False)] = Roll.NONE
    set_by: Number | None = None
    mark: Mark = Mark.VERIFIED
    note: Text | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.day is None) == (self.working_days is None):
            raise refusal("plan-due-rule")
        if self.working_days is not None and (self.months_after or self.roll is not Roll.NONE):
            raise refusal("plan-due-rule")
        return self

    @property
    def rests_on_calendar(self) -> bool:
        """Whether the due day depends on which days are worked."""
        return self.working_days is not None or self.roll is not Roll.NONE

    def due_on(self, period: Period, calendar: WorkCalendar | None = None) -> date:
        """The due day of a period's report."""
        if self.working_days is not None:
            return (calendar or default_calendar()).add(period.cutoff, self.working_days)
        day = period.day_of_month(self.day or 1, self.months_after)
        return (calendar or default_calendar()).roll(day, self.roll) if self.rests_on_calendar else day

    def due_dates(
        self, ordinals: Any, kind: str, regime: str | None = None, calendar: WorkCalendar | None = None
    ) -> npt.NDArray[np.datetime64]:
        """The due days of periods given by ordinal (:mod:`kh2025.law.arrays`); NaT for no period.

        >>> DueRule(working_days=2).due_dates([8101, -1], "quarter")
        array(['2025-06-17',        'NaT'], dtype='datetime64[D]')
        """
        cutoffs = period_cutoffs(ordinals, kind, regime)
        if self.working_days is not None:
            return (calendar or default_calendar()).add_days(cutoffs, self.working_days)
        days = days_of_month(cutoffs, self.day or 1, self.months_after)
        return (calendar or default_calendar()).roll_days(days, self.roll) if self.rests_on_calendar else days

    def working_days_left(self, period: Period, calendar: WorkCalendar | None = None) -> int:
        """How many working days lie after the cut-off up to the due day; negative when it is due before."""
        calendar = calendar or default_calendar()
        return calendar.between(period.cutoff, self.due_on(period, calendar))
