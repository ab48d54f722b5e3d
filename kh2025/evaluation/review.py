"""A year looked back on: judged at its end, month by month, and what is left for the next one (Decision 76, mục 3.d)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pandas as pd

from kh2025 import handed
from kh2025.columns import Column, Table
from kh2025.errors import PeriodError, Problem
from kh2025.evaluation.digests import digest_of_look
from kh2025.evaluation.evaluate import Evaluation, evaluate
from kh2025.evaluation.next_plan import NextPlan, next_plan_of
from kh2025.evaluation.parts import PART_NAMES
from kh2025.evaluation.rates import percent
from kh2025.evaluation.scope import Scope, make_scope
from kh2025.evaluation.status import duty_table, roll_up
from kh2025.evaluation.tables import ACTIVITIES, BESIDE, CLASSES, DONE, PARTS
from kh2025.law.periods import Period
from kh2025.ledger.facts import Facts
from kh2025.ledger.standing import progress_told
from kh2025.plan.coverage import covered, covers
from kh2025.plan.model import Plan

MONTHS = Table(
    "months",
    "month of the year that the plan covers",
    (
        Column("period", "text", "the month"),
        Column("cutoff", "day", "its cut-off"),
        Column("status_on", "day", "day at whose end tasks are judged; null where it had not begun at as_of"),
        Column("total", "integer", "tasks assigned up to status_on", "tasks"),
        *(Column(part, "integer", f"tasks in part {part}", "tasks") for part in PART_NAMES),
        Column("due", "integer", "denominator of done_of_due: done and open_overdue", "tasks"),
        Column("done_of_due", "number", "share done of those due; null when none is due", "percent"),
        *(Column(f"submissions_{name}", "integer", f"reports {name}", "reports") for name in CLASSES),
        Column("submissions_wanted", "integer", "on time, late and missing", "reports"),
        Column(
            "on_time_of_expected", "number", "on time of submissions_wanted; null when none is", "percent"
        ),
    ),
)
#: Classes that the denominator of the reporting rates is made of.
_WANTED = ("on_time", "late", "missing")


@dataclass(frozen=True, slots=True, eq=False)
class YearReview:
    """A year looked back on.

    Attributes:
        ev: the year's evaluation, judged at the end of the plan's year, or at ``as_of`` while it runs.
        months: one row per month, each as known at ``as_of``; columns ``MONTHS``.
        activities: the standing activities, ``held`` and ``last_held_on`` from the first day of the calendar year to the
            day judged; columns ``ACTIVITIES``.
        next_plan: the draft of the plan that follows; null where the plan itself goes on.
    """

    ev: Evaluation
    months: pd.DataFrame
    activities: pd.DataFrame
    next_plan: NextPlan | None


def review_year(
    plan: Plan, facts: Facts, period: Period | str, *, as_of: str | datetime | None = None
) -> YearReview:
    """Look back on a year.

    Args:
        plan: from :func:`kh2025.load_plan`.
        facts: from :func:`kh2025.open_facts`.
        period: a year, such as ``"2025-A1"``.
        as_of: nothing recorded later is seen; by default the newest record.

    Raises:
        PeriodError: ``review-period``: the period is no year; or the plan does not cover it.
        ParameterError: the moment is refused.
    """
    year = covered(plan, period)
    if year.kind != "year":
        whole = Period.of("year", year.year, regime=year.regime)
        raise PeriodError(Problem("review-period", value=str(year), details={"year": str(whole)}))
    known_on = make_scope(plan, facts, year, as_of, None).as_of_day
    day = min(last_day(plan, year), known_on)
    ev = evaluate(plan, facts, year, as_of=as_of, status_on=day)
    return review_of(ev, plan, facts)


def review_of(ev: Evaluation, plan: Plan, facts: Facts) -> YearReview:
    """The review of a year that is evaluated; plan and facts as they were given to :func:`kh2025.evaluate`."""
    known = facts.as_of(ev.scope.as_of)
    key = digest_of_look(ev.scope, known)
    months = handed.find("months", key) if handed.is_given() else None
    if months is None:
        months = _months(ev, plan, known)
    goes_on = plan.covers.last > last_day(plan, ev.scope.period)
    return YearReview(ev, months, _activities(ev), None if goes_on else next_plan_of(ev))


def last_day(plan: Plan, year: Period) -> date:
    """The day at whose end a year is judged when it is over."""
    return min(plan.covers.last, year.calendar_end)


def _activities(ev: Evaluation) -> pd.DataFrame:
    """What was held in the calendar year: a review held in its last days, after the cut-off, is held."""
    events, year = ev.own_facts["events"], ev.scope.period
    days = pd.Timestamp(year.calendar_start), pd.Timestamp(ev.scope.status_on)
    held = events[events["held_on"].between(*days)].groupby("activity_id")["held_on"]
    ids = ev.activities["activity_id"]
    counts, last = held.size().reindex(ids, fill_value=0), held.max().reindex(ids)
    return ACTIVITIES.typed(ev.activities.assign(held=counts.to_numpy(), last_held_on=last.to_numpy()))


def _months(ev: Evaluation, plan: Plan, facts: Facts) -> pd.DataFrame:
    """Every month as the evaluation of that month has it, without what only its report needs."""
    scope = ev.scope
    reports = pd.crosstab(ev.timeliness["period"], ev.timeliness["timeliness"])
    rows = [
        _month(plan, facts, month, scope) | _reports(reports, month)
        for month in scope.period.children("month")
        if covers(plan, month)
    ]
    made = MONTHS.frame(rows)
    done, wanted = made[list(DONE)].sum(axis="columns"), made["submissions_wanted"]
    due = done + made["open_overdue"]
    shares = {
        "done_of_due": percent(done.fillna(0), due.fillna(0)),
        "on_time_of_expected": percent(made["submissions_on_time"], wanted),
    }
    return MONTHS.check(MONTHS.typed(made.assign(due=due, **shares)))


def _month(plan: Plan, facts: Facts, month: Period, year: Scope) -> dict[str, Any]:
    told: dict[str, Any] = {"period": str(month), "cutoff": month.cutoff}
    if month.start > year.as_of_day:
        return told
    scope = make_scope(plan, facts, month, year.as_of, None)
    spoken = progress_told(scope.plan, facts, scope.status_on)
    counts = roll_up(scope, duty_table(scope, facts, spoken))["part"].value_counts()
    parts = {name: int(counts.get(name, 0)) for name in (*PARTS, *BESIDE)}
    return told | parts | {"status_on": scope.status_on, "total": sum(parts[name] for name in PARTS)}


def _reports(counts: pd.DataFrame, month: Period) -> dict[str, int]:
    found = counts.loc[str(month)].to_dict() if str(month) in counts.index else {}
    owed = {name: int(found.get(name, 0)) for name in CLASSES}
    told = {f"submissions_{name}": count for name, count in owed.items()}
    return told | {"submissions_wanted": sum(owed[name] for name in _WANTED)}
