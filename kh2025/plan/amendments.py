"""Amendments: decisions that change the tasks of a plan in mid-year, and the plan as it reads on a day.

An amendment says from which day it is in force and on which day it was recorded, so that an old evaluation never
sees a decision that came later. The first wording of a task is kept beside the one in force: its original deadline
and its former lead still decide what was true before.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import zip_longest
from typing import TYPE_CHECKING, Annotated, Literal
from weakref import WeakValueDictionary

from pydantic import Field

from kh2025.law.moments import local_day
from kh2025.plan.fields import Day, Id, Model, Text
from kh2025.plan.parts import Document, Task

if TYPE_CHECKING:
    from kh2025.plan.model import Plan


class AddTask(Model):
    """A task that the plan did not have; its id was never used before."""

    change: Literal["add"]
    task: Task

    @property
    def task_id(self) -> str:
        """The task that is changed."""
        return self.task.id

    def applied(self, task: Task | None, on: date) -> Task:
        """The task after the change: assigned on the day the amendment takes effect, unless it says otherwise."""
        del task
        return self.task.model_copy(update={"assigned_on": self.task.assigned_on or on})


class DropTask(Model):
    """A task that is no longer to be done."""

    change: Literal["drop"]
    task_id: Id
    reason: Text | None = None

    def applied(self, task: Task | None, on: date) -> None:
        """Nothing is left of the task."""
        del task, on


class ReplaceTask(Model):
    """A task in a new wording, whole, under its old id."""

    change: Literal["replace"]
    task: Task

    @property
    def task_id(self) -> str:
        """The task that is changed."""
        return self.task.id

    def applied(self, task: Task | None, on: date) -> Task | None:
        """The task after the change; it stays assigned since when it was."""
        del on
        return task and self.task.model_copy(
            update={"assigned_on": self.task.assigned_on or task.assigned_on}
        )


class NewDeadline(Model):
    """Another deadline for a task."""

    change: Literal["deadline"]
    task_id: Id
    deadline: Text

    def applied(self, task: Task | None, on: date) -> Task | None:
        """The task after the change."""
        del on
        return task and task.model_copy(update={"deadline": self.deadline})


class OtherLead(Model):
    """Another lead for a task; ``coordinating`` and ``responsible`` stay where they are not given."""

    change: Literal["lead"]
    task_id: Id
    lead: Id
    coordinating: tuple[Id, ...] | None = None
    responsible: Text | None = None

    def applied(self, task: Task | None, on: date) -> Task | None:
        """The task after the change."""
        del on
        if task is None:
            return None
        others = task.coordinating if self.coordinating is None else self.coordinating
        given = {"lead": self.lead, "coordinating": tuple(id_ for id_ in others if id_ != self.lead)}
        return task.model_copy(update=given | ({"responsible": self.responsible} if self.responsible else {}))


Change = Annotated[AddTask | DropTask | ReplaceTask | NewDeadline | OtherLead, Field(discriminator="change")]


class Amendment(Model):
    """A decision that changes the plan.

    Attributes:
        in_force_from: the day from which the plan reads as amended.
        recorded_on: the day on which it became known here; an evaluation as of an earlier day does not see it.
    """

    id: Id
    decision: Document
    in_force_from: Day
    recorded_on: Day
    changes: Annotated[tuple[Change, ...], Field(min_length=1)]
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """How a task reads from a day on, and the amendment that says so; both null for its first wording.

    Where the amendment drops the task, its wording is the last one before.
    """

    task: Task
    from_on: date | None = None
    amendment: Amendment | None = None
    is_dropped: bool = False


#: Amendments in order: all that are known, and those in force.
Amended = tuple[list[Amendment], list[Amendment]]
#: Every wording of every task that the plan has or had, by task id, the first one first.
Versions = Mapping[str, tuple[Version, ...]]


def in_order(amendments: Iterable[Amendment]) -> list[Amendment]:
    """By the day in force, then by the day of recording, then as they stand in the file."""
    return sorted(amendments, key=lambda one: (one.in_force_from, one.recorded_on))


def known(amendments: Iterable[Amendment], at: date | datetime | None) -> list[Amendment]:
    """The amendments recorded up to a day, or to the local day of a moment; all of them without one."""
    if at is None:
        return in_order(amendments)
    last = local_day(at) if isinstance(at, datetime) else at
    return [one for one in in_order(amendments) if one.recorded_on <= last]


def versions(tasks: Iterable[Task], amendments: Iterable[Amendment]) -> Versions:
    """The wordings of all tasks under amendments in order."""
    found: dict[str, tuple[Version, ...]] = {task.id: (Version(task),) for task in tasks}
    for amendment in amendments:
        for change in amendment.changes:
            before = found.get(change.task_id, ())
            last = before[-1].task if before else None
            task = change.applied(last, amendment.in_force_from)
            if wording := task or last:
                version = Version(wording, amendment.in_force_from, amendment, is_dropped=task is None)
                found[change.task_id] = (*before, version)
    return found


def held(wordings: Sequence[Version]) -> list[Version]:
    """Those of a task's wordings that were in force for a day at least: of several of one day, the last."""
    return [
        one
        for one, following in zip_longest(wordings, wordings[1:])
        if not (following and following.from_on == one.from_on)
    ]


class Readings:
    """How plans read under some of their amendments, as long as somebody uses it: it is then the same plan.

    So what is kept of a plan (``plan.kept``) serves every day and moment at which it reads alike. A reading holds the
    plan that it is of, so that a plan's identity names it.
    """

    def __init__(self) -> None:
        self._in_use: WeakValueDictionary[tuple[object, ...], Plan] = WeakValueDictionary()

    def find(
        self,
        plan: "Plan",
        amended: Amended,
        known_on: date | None,
        make: Callable[["Plan", Amended], "Plan"],
    ) -> "Plan":
        """The plan under amendments, as its days of work were known on a day."""
        question = (id(plan), *(tuple(one.id for one in part) for part in amended), known_on)
        found = self._in_use.get(question)
        if found is None:
            found = self._in_use[question] = make(plan, amended)
        return found


def amended_by(plan: "Plan", day: date, known_at: date | datetime | None) -> Amended:
    """The amendments that are known at a moment, and those of them that are in force on a day."""
    visible = known(plan.amendments, known_at)
    return visible, [one for one in visible if one.in_force_from <= day]


def consolidated(plan: "Plan", amended: Amended) -> tuple["Plan", Versions]:
    """A plan under amendments, and the wordings that its tasks had up to then."""
    visible, in_force = amended
    wordings = versions(plan.tasks, in_force)
    fields = {name: getattr(plan, name) for name in type(plan).model_fields}
    fields["amendments"] = tuple(visible)
    fields["tasks"] = tuple(found[-1].task for found in wordings.values() if not found[-1].is_dropped)
    return type(plan).model_construct(_fields_set=plan.model_fields_set, **fields), wordings
