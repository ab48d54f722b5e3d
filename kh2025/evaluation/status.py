"""The official status partition: every task and duty is in exactly one part, and the parts add up.

Done splits into on time and late, open into in time and overdue (taxonomy of report 1270/BC-TCTTTg); beside
them stand the parts without a deadline and without a completion date. A duty is overdue from the day after
its deadline.
"""

from datetime import timedelta

import numpy as np
import pandas as pd

from kh2025.evaluation.lateness import buckets, workdays_late
from kh2025.evaluation.parts import PART_NAMES, part_codes
from kh2025.evaluation.scope import Scope
from kh2025.evaluation.tables import BESIDE, COURSE, DONE, DUTIES, OPEN, RECORDS, TASKS
from kh2025.ledger.facts import Facts
from kh2025.ledger.standing import contradictions, duties_told, records_standing, state_codes
from kh2025.plan.tables import task_table

# Of several occurrences one part speaks: an overdue one, else a late one, …
_OF_OCCURRENCES = ("open_overdue", "done_late", "done_date_missing", "done_on_time", "open_in_time", *BESIDE)
# Of several agencies the worst: a task is done only when all are, those suspended or cancelled aside.
_OF_MEMBERS = (
    "open_overdue",
    "open_in_time",
    "open_no_deadline",
    "done_late",
    "done_date_missing",
    "done_no_deadline",
    "done_on_time",
    *BESIDE,
)


def duty_table(scope: Scope, facts: Facts, told: pd.DataFrame) -> pd.DataFrame:
    """Every duty assigned up to ``status_on`` with its part, by the records that speak for it; columns ``DUTIES``."""
    duties = duties_told(scope.plan, facts, scope.status_on, told)
    return judge(duties.assign(amended_by=_amending(scope, duties)), scope)


def record_table(scope: Scope, facts: Facts) -> pd.DataFrame:
    """Every record of progress that speaks for a duty: the one that holds, and those it replaced; columns ``RECORDS``."""
    return RECORDS.check(RECORDS.typed(records_standing(scope.plan, facts, scope.status_on)))


def _amending(scope: Scope, duties: pd.DataFrame) -> pd.Series:
    tasks = task_table(scope.plan, scope.status_on)
    return duties["task_id"].map(tasks.set_index("task_id")["amended_by"])


def judge(duties: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """Duties with deadline and statement, judged at ``status_on``; columns ``DUTIES``."""
    today = pd.Timestamp(scope.status_on)
    due, done_on, state = duties["due_on"], duties["done_on"], duties["state"]
    wrong = contradictions(duties, scope.plan.covers.first)
    codes = part_codes(
        state_codes(state),
        done_on.to_numpy(),
        due.to_numpy(),
        today.to_datetime64(),
        is_true=wrong.isna().to_numpy(),
        is_dropped=duties["is_dropped"].to_numpy(),
    )
    part = np.array(PART_NAMES)[codes]
    is_open = np.isin(part, OPEN)
    soon = today + timedelta(days=scope.plan.settings.due_soon_days)
    late_until = done_on.where(pd.Series(part, index=duties.index) == "done_late", today)
    is_late = np.isin(part, ["done_late", "open_overdue"])
    judged = duties.assign(
        part=part,
        is_unreported=is_open & state.isna(),
        is_due_soon=(part == "open_in_time") & (due <= soon),
        contradiction=wrong,
        is_in_period=due.between(pd.Timestamp(scope.period.start), pd.Timestamp(scope.period.end)),
        is_after_cutoff=(due > pd.Timestamp(scope.period.cutoff))
        & (due <= pd.Timestamp(scope.period.calendar_end)),
        days_late=(late_until - due).dt.days.where(is_late),
        workdays_late=workdays_late(scope.calendar, due.where(is_late), late_until),
        ageing=buckets((today - due).dt.days.where(part == "open_overdue")),
    )
    return DUTIES.check(DUTIES.typed(judged))


def roll_up(scope: Scope, duties: pd.DataFrame) -> pd.DataFrame:
    """The tasks of the duties, each counted once; columns ``TASKS``."""
    tasks = task_table(scope.plan, scope.status_on)
    tasks = tasks[tasks["task_id"].isin(duties["task_id"])].set_index("task_id", drop=False)
    part = _part_of_tasks(duties)
    told = _telling(duties[duties["part"] == duties["task_id"].map(part)])
    deciders = duties[duties["part"] == duties["task_id"].map(part)].groupby("task_id")
    groups = duties.groupby("task_id")
    made = tasks.assign(
        duties=groups.size(),
        duties_due=(duties["due_on"] <= pd.Timestamp(scope.status_on)).groupby(duties["task_id"]).sum(),
        duties_done=duties["part"].isin(DONE).groupby(duties["task_id"]).sum(),
        duties_overdue=(duties["part"] == "open_overdue").groupby(duties["task_id"]).sum(),
        due_on=told["due_on"],
        done_on=told["done_on"].where(part.isin(DONE)),
        percent=told["percent"],
        part=part,
        is_unreported=deciders["is_unreported"].any(),
        is_due_soon=deciders["is_due_soon"].any(),
        is_after_cutoff=groups["is_after_cutoff"].any(),
        days_late=told["days_late"],
    )
    return TASKS.check(TASKS.typed(made.reset_index(drop=True)))


def _telling(deciding: pd.DataFrame) -> pd.DataFrame:
    """Of the duties that decide a task's part, the one whose dates are shown: the latest, then the next due.

    Shape: one row per task, by ``task_id``.
    """
    is_open = deciding["part"].isin(OPEN)
    due = deciding["due_on"].astype("int64")
    ordered = deciding.assign(late=deciding["days_late"].fillna(0), near=due.where(is_open, -due))
    ordered = ordered.sort_values(["late", "near"], ascending=[False, True], kind="stable")
    return ordered.drop_duplicates("task_id").set_index("task_id")


def course(scope: Scope, duties: pd.DataFrame) -> pd.DataFrame:
    """Duties due and done, counted up day by day; columns ``COURSE``."""
    days = pd.date_range(scope.plan.in_force_from, scope.status_on, unit="s")
    counted = duties[~duties["part"].isin(BESIDE)]
    done = counted[counted["part"].isin(DONE)]
    finished = done["done_on"].fillna(done["effective_on"])
    return COURSE.typed({"day": days, "due": _up_to(counted["due_on"], days), "done": _up_to(finished, days)})


def _part_of_tasks(duties: pd.DataFrame) -> pd.Series:
    """Part by task: first over the occurrences of one agency, then over the agencies."""
    by_agency = _first_ranked(
        duties, ["task_id", "assigned_agency_id"], _OF_OCCURRENCES, duties["occurrence"].notna()
    )
    return _first_ranked(by_agency, ["task_id"], _OF_MEMBERS, None).set_index("task_id")["part"]


def _first_ranked(
    duties: pd.DataFrame, keys: list[str], order: tuple[str, ...], ranked: pd.Series | None
) -> pd.DataFrame:
    rank = duties["part"].map({part: place for place, part in enumerate(order)})
    if ranked is not None:
        rank = rank.where(ranked, 0)
    ordered = duties.assign(rank=rank).sort_values("rank", kind="stable")
    return ordered.drop_duplicates(keys)[[*keys, "part"]]


def _up_to(days: pd.Series, grid: pd.DatetimeIndex) -> np.ndarray:
    known = np.sort(days.dropna().to_numpy())
    return np.searchsorted(known, grid.to_numpy(), side="right")
