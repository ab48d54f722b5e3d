"""The schema of a plan as a whole: frozen, strict, unknown keys refused, all references resolved.

Its parts are in :mod:`kh2025.plan.parts`. What the plan does not say and we had to choose is a sentence in
``assumptions`` or carries ``mark: assumption``.
"""

from datetime import date
from functools import cached_property
from typing import Annotated, Self

from pydantic import Field, ValidationError, model_validator
from pydantic_core import InitErrorDetails, PydanticCustomError

from kh2025.plan.deadline import parse_schedule
from kh2025.plan.fields import Day, Id, Model, Span, Text
from kh2025.plan.parts import (
    Activity,
    Agency,
    AgencyGroup,
    Document,
    Indicator,
    Letterhead,
    Obligation,
    Section,
    Settings,
    Statement,
    Task,
)
from kh2025.plan.references import flaws
from kh2025.plan.schedule import Schedule


class Plan(Model):
    """A whole plan, complete and consistent: ids are unique and every reference resolves.

    Attributes:
        covers: the days the plan is for; a period named after other months is refused.
        in_force_from: the day the decision takes effect.
        invented: what in this plan is made up for demonstration; printed on every output made from it.
        notes: what a reader must know of the plan's text.
        assumptions: what was added to the public text and stands in no marked value of its own.
    """

    id: Id
    title: Text
    decision: Document
    in_force_from: Day
    covers: Span
    invented: Text | None = None
    notes: tuple[Statement, ...] = ()
    assumptions: tuple[Statement, ...] = ()
    legal_bases: tuple[Document, ...] = ()
    letterheads: Annotated[tuple[Letterhead, ...], Field(min_length=1)]
    purposes: tuple[Text, ...] = ()
    responsible: tuple[Text, ...] = ()
    sections: tuple[Section, ...] = ()
    agencies: tuple[Agency, ...] = ()
    groups: tuple[AgencyGroup, ...] = ()
    activities: tuple[Activity, ...] = ()
    obligations: tuple[Obligation, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    tasks: tuple[Task, ...] = ()
    settings: Settings = Settings()

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        found = [
            InitErrorDetails(type=PydanticCustomError(f.code, f.code, f.details), loc=f.path, input=f.value)
            for f in flaws(self)
        ]
        if found:
            raise ValidationError.from_exception_data("Plan", found)
        return self

    @cached_property
    def agency(self) -> dict[str, Agency]:
        """Agencies by id."""
        return {agency.id: agency for agency in self.agencies}

    @cached_property
    def group(self) -> dict[str, AgencyGroup]:
        """Groups by id."""
        return {group.id: group for group in self.groups}

    def members(self, id_: str) -> tuple[str, ...]:
        """The agencies behind an id: a group's members, or the agency itself."""
        return self.group[id_].members if id_ in self.group else (id_,)

    @cached_property
    def schedules(self) -> dict[str, Schedule | None]:
        """The written deadlines, understood, by task id; null where a task has none."""
        return {task.id: self.schedule(task) for task in self.tasks}

    def schedule(self, task: Task) -> Schedule | None:
        """The task's written deadline, understood; null when it has none."""
        if task.deadline is None:
            return None
        includes = self.settings.before_includes_day
        return parse_schedule(task.deadline, self.covers.first.year, before_includes_day=includes)

    def letterhead(self, day: date) -> Letterhead:
        """The letterhead in use on a day; before the first one, the first."""
        dated = sorted(self.letterheads, key=lambda head: head.valid_from)
        return ([head for head in dated if head.valid_from <= day] or dated[:1])[-1]

    def label(self, id_: str) -> str:
        """The name of an agency or group for tables: the short one where there is one."""
        if id_ in self.group:
            return self.group[id_].name
        return self.agency[id_].label if id_ in self.agency else id_
