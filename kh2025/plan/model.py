"""The schema of a plan as a whole: frozen, strict, unknown keys refused, all references resolved.

Its parts are in :mod:`kh2025.plan.parts`. What the plan does not say and we had to choose is a sentence in
``assumptions`` or carries ``mark: assumption``.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from functools import cached_property
from typing import Annotated, Self

from pydantic import Field, PrivateAttr, ValidationError, model_validator
from pydantic_core import InitErrorDetails, PydanticCustomError

from kh2025 import messages
from kh2025.cards import Card, Grid, Shows, shown
from kh2025.errors import Problem
from kh2025.law.moments import local_day
from kh2025.law.workdays import Roll, default_calendar
from kh2025.plan.amendments import Amended, Amendment, Readings, Versions, amended_by, consolidated, versions
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
    RuleChange,
    Section,
    Settings,
    Statement,
    Task,
)
from kh2025.plan.references import flaws
from kh2025.plan.schedule import OnDate, Recurring, Schedule
from kh2025.plan.scoring import Scoring, default_scoring

_READINGS = Readings()


class Plan(Shows, Model):
    """A whole plan, complete and consistent: ids are unique and every reference resolves.

    Attributes:
        covers: the days the plan is for; a period named after other months is refused.
        in_force_from: the day the decision takes effect.
        invented: what in this plan is made up for demonstration; printed on every output made from it.
        notes: what a reader must know of the plan's text.
        assumptions: what was added to the public text and stands in no marked value of its own.
        tasks: in the wording of the decision, or of the day that :meth:`as_of` was asked for.
        amendments: decisions that change the tasks; :meth:`as_of` applies them.
        rules: what the plan does with rules of compliance, each with its reason.
        scoring: the scale for agencies; without one :attr:`scale` is the default, an assumption.
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
    amendments: tuple[Amendment, ...] = ()
    rules: tuple[RuleChange, ...] = ()
    scoring: Scoring | None = None
    settings: Settings = Settings()
    _base: "Plan | None" = PrivateAttr(None)
    _versions: Versions | None = PrivateAttr(None)
    _notices: tuple[Problem, ...] = PrivateAttr(())
    _known_on: date | None = PrivateAttr(None)
    _known_at: date | datetime | None = PrivateAttr(None)

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        found = [
            InitErrorDetails(type=PydanticCustomError(f.code, f.code, f.details), loc=f.path, input=f.value)
            for f in flaws(self)
        ]
        if found:
            raise ValidationError.from_exception_data("Plan", found)
        return self

    def __repr__(self) -> str:
        counts = ", ".join(
            f"{name}={len(getattr(self, name))}" for name in ("agencies", "tasks", "obligations")
        )
        return f"Plan({self.id}, {self.decision.number}, covers={self.covers.first}/{self.covers.last}, {counts})"

    def card(self) -> Card:
        """What a notebook shows of the plan: its head, its counts and its first tasks."""
        words, of_tasks = messages.table("cards", "plan"), messages.table("cards", "task")
        covers = messages.text(
            "cards", "period.days", start=shown(self.covers.first), end=shown(self.covers.last)
        )
        head = {"id": self.id, "decision": f"{self.decision.kind} {self.decision.number}", "covers": covers}
        head |= {"in_force_from": shown(self.in_force_from), "invented": self.invented or ""}
        counted = ("sections", "agencies", "activities", "obligations", "indicators", "amendments", "tasks")
        head |= {name: str(len(getattr(self, name))) for name in counted}
        columns = ("id", "name", "lead", "deadline")
        rows = (
            (task.id, task.name, self.label(task.lead) if task.lead else None, task.deadline)
            for task in self.tasks
        )
        facts = ((words[key], value) for key, value in head.items() if value)
        grids = Grid.of("", (), facts), Grid.of(words["tasks"], (of_tasks[name] for name in columns), rows)
        return Card(self.title, grids if self.tasks else grids[:1])

    @property
    def notices(self) -> tuple[Problem, ...]:
        """What was cleaned in the plan's texts when they were read, with file and line."""
        return (self._base or self)._notices  # noqa: SLF001 - another of our own

    def notice(self, problems: Iterable[Problem]) -> None:
        """Keep what the reader of the plan's file noticed."""
        self._notices = tuple(problems)

    @property
    def as_written(self) -> "Plan":
        """The plan in the wording of its decision, before any amendment."""
        return self._base or self

    def as_of(self, day: date, known_at: date | datetime | None = None) -> "Plan":
        """The plan as it reads on a day: the amendments in force on it are applied.

        Args:
            day: amendments in force from this day or before count.
            known_at: amendments recorded after this day (of a moment: its local day) are not seen, neither in
                force nor pending; without it all are, or as many as this reading knows where the plan is one already.
                Notices of days off issued later are not seen either.
        """
        base, known_at = self._base or self, self._known_at if known_at is None else known_at
        known_on = local_day(known_at) if isinstance(known_at, datetime) else known_at
        if self.settings.fixed_day_roll is Roll.NONE:
            known_on = None  # the calendar of no day is asked

        def read(base: "Plan", amended: Amended) -> "Plan":
            made, wordings = consolidated(base, amended)
            made._base, made._versions = base, wordings  # noqa: SLF001 - another of our own
            made._known_on, made._known_at = known_on, known_at  # noqa: SLF001
            return made

        return _READINGS.find(base, amended_by(base, day, known_at), known_on, read)

    @cached_property
    def versions(self) -> Versions:
        """Every wording of every task up to the day of :meth:`as_of`, dropped tasks too, by id, the first one first."""
        return versions(self.tasks, ()) if self._versions is None else self._versions

    @cached_property
    def dropped(self) -> tuple[Task, ...]:
        """The tasks that amendments have dropped, in their last wording."""
        return tuple(found[-1].task for found in self.versions.values() if found[-1].is_dropped)

    @property
    def scale(self) -> Scoring:
        """The scale on which agencies are scored."""
        return self.scoring or default_scoring()

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
        tasks = (*self.tasks, *self.dropped)
        read = {text: self.read_deadline(text) for text in {task.deadline for task in tasks}}
        return {task.id: read[task.deadline] for task in tasks}

    def schedule(self, task: Task) -> Schedule | None:
        """The task's written deadline, understood; null when it has none."""
        return self.read_deadline(task.deadline)

    def read_deadline(self, text: str | None) -> Schedule | None:
        """A written deadline under the settings of this plan; ``ScheduleError`` for one that is not understood."""
        if text is None:
            return None
        chosen = self.settings
        found = parse_schedule(text, self.covers.first.year, before_includes_day=chosen.before_includes_day)
        if isinstance(found, OnDate) and chosen.fixed_day_roll is not Roll.NONE:
            return replace(
                found, moved_to=default_calendar(self._known_on).roll(found.due_on, chosen.fixed_day_roll)
            )
        if isinstance(found, Recurring) and found.every != "week" and found.day is None:
            return replace(found, day=chosen.recurring_day)
        return found

    def letterhead(self, day: date) -> Letterhead:
        """The letterhead in use on a day; before the first one, the first."""
        dated = sorted(self.letterheads, key=lambda head: head.valid_from)
        return ([head for head in dated if head.valid_from <= day] or dated[:1])[-1]

    def label(self, id_: str) -> str:
        """The name of an agency or group for tables: the short one where there is one."""
        if id_ in self.group:
            return self.group[id_].name
        return self.agency[id_].label if id_ in self.agency else id_
