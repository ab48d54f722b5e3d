"""Which deadlines are drawn: duties near the period, the tasks chosen of many, what falls on one point."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from kh2025.report.charts.looks import PART_LOOKS
from kh2025.report.charts.words import short_day
from kh2025.report.display import show

_WORST_FIRST = list(PART_LOOKS)


@dataclass(frozen=True, slots=True)
class Point:
    """The duties of one task that are due together; those due before the period count as one point.

    Attributes:
        row: the task's row, 0 on top.
        due_on: their deadline; the earliest of those before the period.
        is_earlier: whether that is before the period.
        starts_on: first day of work, or null.
        parts: the part of each.
        done_on: the day on which the last of them was done; null while one is not.
        words: what stands beside the marker: the deadline when earlier, done of all when several.
    """

    row: int
    due_on: date
    is_earlier: bool
    starts_on: date | None
    parts: tuple[str, ...]
    done_on: date | None
    words: str

    @property
    def part(self) -> str:
        """The worst part among them: what the marker shows."""
        return min(self.parts, key=_WORST_FIRST.index)


def duties_near(duties: pd.DataFrame, first: date, last: date) -> pd.DataFrame:
    """Duties due within the days, due soon, or due earlier and still open; shape: rows of ``duties``."""
    due = duties["due_on"]
    is_overdue = (duties["part"] == "open_overdue") & (due < pd.Timestamp(first))
    return duties[due.between(pd.Timestamp(first), pd.Timestamp(last)) | is_overdue | duties["is_due_soon"]]


def chosen_tasks(near: pd.DataFrame, cutoff: date, most: int) -> list[str]:
    """Ids of at most ``most`` tasks: the longest overdue, then those due nearest to the cut-off; by first deadline."""
    is_calm, days = near["part"] != "open_overdue", near["due_on"] - pd.Timestamp(cutoff)
    # Overdue days are negative: the longest overdue comes first.
    urgency = near.assign(is_calm=is_calm, days=days.where(~is_calm, days.abs()))
    ranked = urgency.sort_values(["is_calm", "days"], kind="stable")
    chosen = ranked["task_id"].drop_duplicates().head(most)
    first_due = near[near["task_id"].isin(chosen)].groupby("task_id", sort=False)["due_on"].min()
    return list(first_due.sort_values(kind="stable").index)


def points_of(near: pd.DataFrame, tasks: Sequence[str], first: date, lang: str) -> list[Point]:
    """The points of the tasks, each task in its row."""
    rows = {task: row for row, task in enumerate(tasks)}
    together: dict[tuple[int, date | None], list[Mapping[Any, Any]]] = {}
    for duty in near[near["task_id"].isin(tasks)].to_dict("records"):
        due_on = duty["due_on"].date()
        # What was due before the period lies beyond the edge: one point for all of it.
        together.setdefault((rows[duty["task_id"]], due_on if due_on >= first else None), []).append(duty)
    return [_point(row, same, first, lang) for (row, _), same in together.items()]


def _point(row: int, same: Sequence[Mapping[Any, Any]], first: date, lang: str) -> Point:
    due_on = min(duty["due_on"] for duty in same).date()
    is_earlier = due_on < first
    starts = [duty["starts_on"].date() for duty in same if not pd.isna(duty["starts_on"])]
    parts = tuple(duty["part"] for duty in same)
    done = sum(part.startswith("done") for part in parts)
    days = [duty["done_on"].date() for duty in same if not pd.isna(duty["done_on"])]
    is_done = done == len(same) == len(days)
    day = short_day(due_on, lang) if due_on.year == first.year else show(due_on, "day", lang)
    words = [f"◂{day}"] if is_earlier else []
    words += [f"{done}/{len(same)}"] if len(same) > 1 else []
    return Point(
        row,
        due_on,
        is_earlier,
        min(starts, default=None),
        parts,
        max(days) if is_done else None,
        " ".join(words),
    )
