"""What an evaluation looks at: a plan, a period, the day it is judged and the moment it is known at."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from kh2025.errors import ParameterError, PeriodError, Problem
from kh2025.law.kinds import kinds
from kh2025.law.moments import local_day, parse_moment, start_of
from kh2025.law.periods import Period
from kh2025.law.workdays import WorkCalendar, default_calendar
from kh2025.ledger.facts import Facts
from kh2025.plan.coverage import covered
from kh2025.plan.model import Plan

#: The looks that a look is compared with: at the period before, and at the same period of the year before.
EARLIER = ("previous", "year_before")


@dataclass(frozen=True, slots=True)
class Scope:
    """The four things every table depends on besides the facts.

    Attributes:
        plan: the plan as it reads on ``status_on``, as known at ``as_of``.
        period: the period evaluated.
        status_on: the day at whose end tasks are judged.
        as_of: the moment (UTC) up to which records are seen; reports received are judged at it.
        agency: the one agency that the evaluation is for; null for the whole plan.
    """

    plan: Plan
    period: Period
    status_on: date
    as_of: datetime
    agency: str | None = None

    @property
    def as_of_day(self) -> date:
        """The local day of ``as_of``."""
        return local_day(self.as_of)

    @property
    def calendar(self) -> WorkCalendar:
        """The working days by the notices issued up to the day of ``as_of``."""
        return default_calendar(self.as_of_day)


def make_scope(
    plan: Plan, facts: Facts, period: Period | str, as_of: str | datetime | None, status_on: str | date | None
) -> Scope:
    """Settle the moments of an evaluation.

    ``as_of`` is by default the newest ``recorded_at`` of the facts (without facts: the end of the cut-off);
    ``status_on`` is the period's cut-off, or the day of ``as_of`` while the period still runs.

    Raises:
        PeriodError: the period is outside what the plan covers.
        ParameterError: ``as_of`` has no offset, or ``status_on`` is no day or lies after ``as_of``.
    """
    period = covered(plan, period)
    moment = _end_of(period.cutoff) if as_of is None else parse_moment(as_of, "as_of")
    if as_of is None and facts.known_through:
        moment = parse_moment(facts.known_through)
    known_on = local_day(moment)
    judged = min(period.cutoff, known_on) if status_on is None else _day(status_on)
    if judged > known_on:
        details = {"last": known_on.isoformat()}
        raise ParameterError(Problem("status-after-as-of", "status_on", judged.isoformat(), details))
    return Scope(plan.as_of(judged, moment), period, judged, moment)


def _day(value: str | date) -> date:
    try:
        day = date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        day = None
    # A moment is no day: whose midnight would it be?
    if day is None or isinstance(day, datetime):
        raise ParameterError(Problem("cell-day", "status_on", value))
    return day


def earlier_scope(scope: Scope, facts: Facts, look: str, as_of: datetime) -> Scope | None:
    """The scope of a look of ``EARLIER``, known at a moment; null where the plan does not cover its period.

    Raises:
        ParameterError: there is no such look.
    """
    if look not in EARLIER:
        raise ParameterError(Problem("compare-look", "look", look, {"known": ", ".join(EARLIER)}))
    count = {"previous": 1, "year_before": kinds()[scope.period.kind].per_year}[look]
    try:
        made = make_scope(scope.plan, facts, scope.period.shift(-count), as_of, None)
    except PeriodError:
        return None
    return replace(made, agency=scope.agency)


def _end_of(day: date) -> datetime:
    """24:00 local time of a day."""
    return start_of(day + timedelta(days=1))
