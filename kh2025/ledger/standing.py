"""How each duty of a task stands on a day: who owes it, by when, what was last said of it, and whether that can be.

Facts are already cut to what was known (``Facts.as_of``), and so is the plan (``Plan.as_of``).
"""

from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from kh2025.ledger.current import (
    TASK_KEYS,
    deadlines,
    holding_rows,
    local_days,
    matching_progress,
    statements,
)
from kh2025.ledger.facts import Facts
from kh2025.ledger.history import histories
from kh2025.ledger.latest import NO_ROW
from kh2025.ledger.records import STATES
from kh2025.plan.duties import amended_deadlines, owner_table, task_duties
from kh2025.plan.model import Plan

Codes = npt.NDArray[np.int8]
Days = npt.NDArray[np.datetime64]
#: Each state's place in ``STATES``.
STATE_CODE = {name: np.int8(place) for place, name in enumerate(STATES)}
#: Why a statement of completion cannot be true; 0 says that it can.
CONTRADICTIONS = ("", "done_after_recorded", "done_before_start")


def duties_standing(plan: Plan, facts: Facts, on: date) -> pd.DataFrame:
    """Every duty assigned up to a day, as it stands at its end (:func:`duties_told`)."""
    return duties_told(plan, facts, on, progress_told(plan, facts, on))


def progress_told(plan: Plan, facts: Facts, on: date) -> pd.DataFrame:
    """Which records of progress speak for the duties assigned up to a day.

    Shape: one row per record and duty, in order of the records; columns ``seq`` and ``effective_on`` of the record, its
    position ``at`` and label ``row``, and the position ``duty`` of the duty.
    """
    duties, owners = task_duties(plan, on), owner_table(plan)
    return matching_progress(duties, owners, facts["progress"], ["seq", "effective_on"])


def duties_told(plan: Plan, facts: Facts, on: date, matched: pd.DataFrame) -> pd.DataFrame:
    """Every duty assigned up to a day, as it stands at its end by the records that speak (:func:`progress_told`).

    Shape: one row per occurrence and leading agency; columns those of ``plan_duties``, the deadline in force
    (``due_on``, ``extended_on``, ``was_overdue``), the statement that holds (``ledger.current.STATEMENT``), what was
    said before (:func:`kh2025.ledger.history.histories`), and ``records``: how many speak for the duty up to the day.
    """
    duties, owners, today = task_duties(plan, on), owner_table(plan), pd.Timestamp(on)
    said = statements(facts["progress"], matched, len(duties), on)
    is_possible = contradictions(pd.concat([duties, said], axis=1), plan.covers.first).isna()
    is_settled = (said["state"] == "done") & (said["done_on"] <= today) & is_possible
    settled_on = said["done_on"].where(is_settled, today)
    due = deadlines(duties, owners, _moved_deadlines(plan, facts), TASK_KEYS, settled_on)
    spoken = matched["duty"].to_numpy()[matched["effective_on"] <= today]
    before = histories(facts["progress"], matched, len(duties), on)
    return pd.concat([duties, due, said, before], axis=1).assign(
        records=np.bincount(spoken, minlength=len(duties))
    )


def records_standing(plan: Plan, facts: Facts, on: date) -> pd.DataFrame:
    """Every record of progress that speaks for a duty, in order of recording.

    Shape: one row per record and duty; columns those of progress, and ``standing``: ``holds``, ``replaced`` or
    ``not_yet_effective``.
    """
    duties = task_duties(plan, on)
    matched = matching_progress(duties, owner_table(plan), facts["progress"])
    rows = holding_rows(matched, len(duties), on)
    standing = np.where(matched["effective_on"] <= pd.Timestamp(on), "replaced", "not_yet_effective")
    standing[rows[rows != NO_ROW]] = "holds"
    assigned = duties["assigned_agency_id"].take(matched["duty"].to_numpy()).array
    told = matched.assign(standing=standing.astype(object), assigned_agency_id=assigned)
    return told.sort_values("seq", kind="stable")


def contradictions(duties: pd.DataFrame, first_day: date) -> pd.Series:
    """Why a statement of completion cannot be true: code, or null.

    Done after the day on which it was recorded, or before the work could begin: ``starts_on``, else ``first_day``.
    """
    begins = duties["starts_on"].fillna(pd.Timestamp(first_day))
    codes = contradiction_codes(
        state_codes(duties["state"]),
        duties["done_on"].to_numpy(),
        local_days(duties["recorded_at"]).to_numpy(),
        begins.to_numpy(),
    )
    return pd.Series(np.array(CONTRADICTIONS)[codes], index=duties.index, dtype="str").replace("", None)


def state_codes(state: pd.Series) -> Codes:
    """The states reported, as their places in ``STATES``; -1 where nobody said anything."""
    places: Codes = pd.Index(STATES).get_indexer(pd.Index(state)).astype(np.int8)
    return places


def contradiction_codes(state: Codes, done_on: Days, recorded_on: Days, begins_on: Any) -> Codes:
    """Which of :data:`CONTRADICTIONS` each statement is: done after the day it was recorded, or before it could begin."""
    is_done = state == STATE_CODE["done"]
    made: Codes = (is_done & (done_on < begins_on)).astype(np.int8) * np.int8(2)
    made[is_done & (done_on > recorded_on)] = 1
    return made


def _moved_deadlines(plan: Plan, facts: Facts) -> pd.DataFrame:
    """What moves deadlines of tasks: extensions that were granted, and amendments of the plan, which come first."""
    extensions = facts["extensions"]
    amended = amended_deadlines(plan)
    if amended.empty:
        return extensions
    return pd.concat([amended.assign(seq=amended["seq"] - len(amended)), extensions], ignore_index=True)
