"""How each duty of a task stands on a day: who owes it, by when, what was last said of it, and whether that can be.

Facts are already cut to what was known (``Facts.as_of``), and so is the plan (``Plan.as_of``).
"""

from datetime import date

import numpy as np
import pandas as pd

from kh2025.ledger.current import TASK_KEYS, deadlines, local_days, matching_progress, statements
from kh2025.ledger.facts import Facts
from kh2025.plan.duties import amended_deadlines, owner_table, task_duties
from kh2025.plan.model import Plan


def duties_standing(plan: Plan, facts: Facts, on: date) -> pd.DataFrame:
    """Every duty assigned up to a day, as it stands at its end.

    Shape: one row per occurrence and leading agency; columns those of ``plan_duties``, the deadline in force
    (``due_on``, ``extended_on``, ``was_overdue``), and the statement that holds (``ledger.current.STATEMENT``).
    """
    duties = task_duties(plan, on)
    owners = owner_table(plan)
    said = statements(matching_progress(duties, owners, facts["progress"]), len(duties), on)
    today = pd.Timestamp(on)
    is_possible = contradictions(pd.concat([duties, said], axis=1), plan.covers.first).isna()
    is_settled = (said["state"] == "done") & (said["done_on"] <= today) & is_possible
    settled_on = said["done_on"].where(is_settled, today)
    due = deadlines(duties, owners, _moved_deadlines(plan, facts), TASK_KEYS, settled_on)
    return pd.concat([duties, due, said], axis=1)


def contradictions(duties: pd.DataFrame, first_day: date) -> pd.Series:
    """Why a statement of completion cannot be true: code, or null.

    Done after the day on which it was recorded, or before the work could begin: ``starts_on``, else ``first_day``.
    """
    known_on = local_days(duties["recorded_at"])
    begins = duties["starts_on"].fillna(pd.Timestamp(first_day))
    is_done = duties["state"] == "done"
    codes = np.select(
        [is_done & (duties["done_on"] > known_on), is_done & (duties["done_on"] < begins)],
        ["done_after_recorded", "done_before_start"],
        default="",
    )
    return pd.Series(codes, index=duties.index, dtype="str").replace("", None)


def _moved_deadlines(plan: Plan, facts: Facts) -> pd.DataFrame:
    """What moves deadlines of tasks: extensions that were granted, and amendments of the plan, which come first."""
    extensions = facts["extensions"]
    amended = amended_deadlines(plan)
    if amended.empty:
        return extensions
    return pd.concat([amended.assign(seq=amended["seq"] - len(amended)), extensions], ignore_index=True)
