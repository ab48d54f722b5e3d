"""What every agency owes in a period: duties of tasks, reports, and readings of indicators.

A task's duty and an indicator are owed by whoever owes them at the period's cut-off, a report by whoever owes it on its
due day. What was settled before the period began is no longer asked for.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

import pandas as pd

from kh2025.law.kinds import find_regime
from kh2025.law.moments import local_day, parse_moment
from kh2025.law.periods import Period
from kh2025.law.workdays import default_calendar
from kh2025.ledger.current import REPORT_KEYS, deadlines
from kh2025.ledger.facts import Facts
from kh2025.ledger.standing import contradictions, duties_standing
from kh2025.plan.duties import owner, owner_table, report_duties
from kh2025.plan.model import Plan
from kh2025.plan.parts import Indicator


@dataclass(frozen=True, slots=True)
class Owed:
    """What is owed in a period, by whomever.

    Attributes:
        plan: the plan as it reads at the period's cut-off.
        period: the period.
        facts: what was known.
        duties: duties of tasks as they stand at the cut-off; ``is_settled`` marks what was settled before the period.
        reports: reports owed for the period, with the deadline in force.
        readings: the indicators with each period that a value is due for: the periods of the indicator's own kind that
            end in the months of the form's period.
    """

    plan: Plan
    period: Period
    facts: Facts
    duties: pd.DataFrame
    reports: pd.DataFrame
    readings: tuple[tuple[Indicator, Period], ...]

    def open_duties(self) -> pd.DataFrame:
        """The duties of tasks that are asked for."""
        return self.duties[~self.duties["is_settled"]]

    def giver(self, indicator: Indicator) -> str | None:
        """Who gives an indicator's values; null when nobody does."""
        return owner(self.plan, indicator.agency, self.period.cutoff)

    def agencies(self) -> set[str]:
        """The agencies that owe something."""
        givers = (self.giver(indicator) for indicator, _ in self.readings)
        owing = (*self.open_duties()["agency_id"].dropna(), *self.reports["agency_id"].dropna())
        return {*owing, *(id_ for id_ in givers if id_)}

    def ownerless(self) -> int:
        """How many duties, reports and readings nobody owes."""
        givers = [self.giver(indicator) for indicator, _ in self.readings]
        nobodys = (self.open_duties()["agency_id"].isna().sum(), self.reports["agency_id"].isna().sum())
        return int(sum(nobodys)) + givers.count(None)


def owed(plan: Plan, period: Period, facts: Facts, as_of: str | datetime | None) -> Owed:
    """What is owed in a period, as known at a moment (:func:`kh2025.ledger.forms.content.make_forms`)."""
    newest = facts.known_through if as_of is None else as_of
    moment = None if newest is None else parse_moment(newest, "as_of")
    known_on = period.cutoff if moment is None else local_day(moment)
    known = facts if moment is None else facts.as_of(moment)
    read = plan.as_of(period.cutoff, moment or known_on)
    return Owed(
        plan=read,
        period=period,
        facts=known,
        duties=_marked(duties_standing(read, known, period.cutoff), period.start, plan.covers.first),
        reports=_reports(read, period, known, known_on),
        readings=tuple(_readings(read, period)),
    )


def _marked(duties: pd.DataFrame, begins: date, first_day: date) -> pd.DataFrame:
    """Duties with ``is_settled``: dropped, or done or cancelled by a possible statement about a day before ``begins``."""
    first = pd.Timestamp(begins)
    is_possible = contradictions(duties, first_day).isna()
    is_done = (duties["state"] == "done") & (duties["done_on"] < first) & is_possible
    is_over = (is_done | (duties["state"] == "cancelled")) & (duties["effective_on"] < first)
    return duties.assign(is_settled=is_over | duties["is_dropped"])


def _reports(plan: Plan, period: Period, facts: Facts, known_on: date) -> pd.DataFrame:
    reports = report_duties(plan, period, default_calendar(known_on))
    until = pd.Series([pd.Timestamp(known_on)] * len(reports), dtype="datetime64[s]")
    due = deadlines(reports, owner_table(plan), facts["extensions"], REPORT_KEYS, until)
    return reports.assign(due_on=due["due_on"])


def _readings(plan: Plan, period: Period) -> Iterator[tuple[Indicator, Period]]:
    days = plan.covers
    for indicator in plan.indicators:
        last_day = find_regime(indicator.regime).last_day
        for month in range(period.first_month, period.last_month + 1):
            found = Period.containing(last_day(month), indicator.kind, indicator.regime)
            is_last = found is not None and found.last_month == month
            if found and is_last and found.calendar_start >= days.first and found.calendar_end <= days.last:
                yield indicator, found
