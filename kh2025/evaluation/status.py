"""The official status partition: every task and duty is in exactly one part, and the parts add up.

Done splits into on time and late, open into in time and overdue (taxonomy of report 1270/BC-TCTTTg); beside
them stand the parts without a deadline and without a completion date. A duty is overdue from the day after
its deadline.
"""

from datetime import timedelta

import numpy as np
import numpy.typing as npt
import pandas as pd
from numpy.typing import ArrayLike

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
_RANK_OF_OCCURRENCES, _RANK_OF_MEMBERS = (
    np.array([order.index(name) if name in order else len(order) for name in PART_NAMES])
    for order in (_OF_OCCURRENCES, _OF_MEMBERS)
)
_DONE = [PART_NAMES.index(name) for name in DONE]
Numbers = npt.NDArray[np.int64]


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
    tasks, task = _with_duties(task_table(scope.plan, scope.status_on), duties)
    duty_part = pd.Index(PART_NAMES).get_indexer(pd.Index(duties["part"]))
    part = _part_of_tasks(duties, duty_part, task, len(tasks))
    is_deciding = duty_part == part[task]
    told = _telling(duties, np.flatnonzero(is_deciding), task)

    def count(these: ArrayLike) -> npt.NDArray[np.intp]:
        return np.bincount(task[np.asarray(these)], minlength=len(tasks))

    is_done = np.isin(part, _DONE)
    made = tasks.assign(
        duties=np.bincount(task, minlength=len(tasks)),
        duties_due=count(duties["due_on"] <= pd.Timestamp(scope.status_on)),
        duties_done=count(np.isin(duty_part, _DONE)),
        duties_overdue=count(duty_part == PART_NAMES.index("open_overdue")),
        due_on=told["due_on"].array,
        done_on=told["done_on"].where(is_done).array,
        percent=told["percent"].array,
        part=np.array(PART_NAMES)[part],
        is_unreported=count(is_deciding & duties["is_unreported"]) > 0,
        is_due_soon=count(is_deciding & duties["is_due_soon"]) > 0,
        is_after_cutoff=count(duties["is_after_cutoff"]) > 0,
        days_late=told["days_late"].array,
    )
    return TASKS.check(TASKS.typed(made))


def _with_duties(tasks: pd.DataFrame, duties: pd.DataFrame) -> tuple[pd.DataFrame, Numbers]:
    """The tasks that have a duty, and the place of each duty's task among them."""
    place = pd.Index(tasks["task_id"]).get_indexer(pd.Index(duties["task_id"]))
    has_duty = np.bincount(place, minlength=len(tasks)) > 0
    return tasks[has_duty].reset_index(drop=True), (np.cumsum(has_duty) - 1)[place]


def _telling(duties: pd.DataFrame, deciding: Numbers, task: Numbers) -> pd.DataFrame:
    """Of the duties that decide a task's part, the one whose dates are shown: the latest, then the next due.

    Shape: one row per task, in order.
    """
    told = duties[["due_on", "done_on", "percent", "days_late", "part"]].take(deciding)
    due = told["due_on"].to_numpy().view(np.int64)
    near = np.where(told["part"].isin(OPEN), due, -due)
    late = told["days_late"].fillna(0).to_numpy(dtype=np.int64)
    return told.take(_first_of(task[deciding], -late, near))


def course(scope: Scope, duties: pd.DataFrame) -> pd.DataFrame:
    """Duties due and done, counted up day by day; columns ``COURSE``."""
    days = pd.date_range(scope.plan.in_force_from, scope.status_on, unit="s")
    counted = duties[~duties["part"].isin(BESIDE)]
    done = counted[counted["part"].isin(DONE)]
    finished = done["done_on"].fillna(done["effective_on"])
    return COURSE.typed({"day": days, "due": _up_to(counted["due_on"], days), "done": _up_to(finished, days)})


def _part_of_tasks(duties: pd.DataFrame, part: Numbers, task: Numbers, tasks: int) -> Numbers:
    """Part by task: first over the occurrences of one agency, then over the agencies; shape: ``(tasks,)``."""
    agency, agencies = pd.factorize(duties["assigned_agency_id"], use_na_sentinel=False)
    rank = np.where(duties["occurrence"].notna(), _RANK_OF_OCCURRENCES[part], 0)
    speaking = _first_of(task * len(agencies) + agency, rank)
    worst = np.full(tasks, len(_OF_MEMBERS))
    np.minimum.at(worst, task[speaking], _RANK_OF_MEMBERS[part[speaking]])
    part_of_tasks: Numbers = np.array([PART_NAMES.index(name) for name in _OF_MEMBERS])[worst]
    return part_of_tasks


def _first_of(group: Numbers, *by: Numbers) -> Numbers:
    """The place of the row of each group that comes first by some columns, then as it stands; groups ascending."""
    order: Numbers = np.lexsort((*reversed(by), group))
    first: Numbers = order[np.diff(group[order], prepend=-1) != 0]
    return first


def _up_to(days: pd.Series, grid: pd.DatetimeIndex) -> np.ndarray:
    known = np.sort(days.dropna().to_numpy())
    return np.searchsorted(known, grid.to_numpy(), side="right")
