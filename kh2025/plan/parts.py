"""The parts of a plan: what a file says of agencies, tasks, activities, obligations and indicators, each on its own.

Texts are Vietnamese as the plan writes them; whatever the plan does not say and we had to choose carries
``mark: assumption`` and is shown wherever it is used.
"""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, ValidationError, model_validator
from pydantic_core import InitErrorDetails

from kh2025 import messages
from kh2025.cards import Card, Grid, Shows
from kh2025.errors import InputError
from kh2025.law.citation import Mark
from kh2025.law.kinds import default_regime
from kh2025.law.periods import Period
from kh2025.law.workdays import Roll, WorkCalendar
from kh2025.plan.due_rules import DueRule
from kh2025.plan.fields import Day, Id, KindName, Model, Number, RegimeName, Text, refusal


class Document(Model):
    """A document that the plan rests on or is laid down in.

    ``in_force_to`` is its last day in force, ``replaced_by`` what took its place; both only where they are known.
    """

    number: Number
    kind: Text
    issuer: Text | None = None
    issued_on: Day | None = None
    title: Text | None = None
    in_force_to: Day | None = None
    replaced_by: Number | None = None
    mark: Mark = Mark.VERIFIED


class Letterhead(Model):
    """Who issues documents of the plan from a day on (Nghị định 30/2020/NĐ-CP: body, superior body, place)."""

    valid_from: Day
    superior: Text | None = None
    body: Text
    place: Text
    code: Text
    mark: Mark = Mark.VERIFIED


class Statement(Model):
    """A sentence for the reader of a report, with an id so that an extending plan can replace it."""

    id: Id
    text: Text


class Section(Model):
    """A numbered part of the plan's content."""

    id: Id
    number: Text
    title: Text
    text: Text | None = None


class Agency(Model):
    """An agency with the days on which it exists and who takes over; several successors need a named heir."""

    id: Id
    name: Text
    short_name: Text | None = None
    aliases: tuple[Text, ...] = ()
    valid_from: Day | None = None
    valid_to: Day | None = None
    successors: tuple[Id, ...] = ()
    heir: Id | None = None
    mark: Mark = Mark.VERIFIED
    note: Text | None = None

    @property
    def label(self) -> str:
        """The short name where there is one."""
        return self.short_name or self.name


class AgencyGroup(Model):
    """A named group of agencies, such as "sở, ban, ngành"."""

    id: Id
    name: Text
    members: Annotated[tuple[Id, ...], Field(min_length=1)]


class Task(Shows, Model):
    """One task of the plan or its appendix.

    The "6 rõ": người = ``lead``, việc = ``name``, trách nhiệm = ``responsible``, thời gian = ``deadline``,
    sản phẩm = ``products``, thẩm quyền = ``authority``. The id is stable over amendments; ``weight`` counts in
    scores only, ``status_note`` is what the plan itself says of how the task stands.
    """

    id: Id
    section: Id
    name: Text
    lead: Id | None = None
    coordinating: tuple[Id, ...] = ()
    responsible: Text | None = None
    authority: Text | None = None
    deadline: Text | None = None
    products: tuple[Text, ...] = ()
    legal_basis: tuple[Number, ...] = ()
    indicators: tuple[Id, ...] = ()
    depends_on: tuple[Id, ...] = ()
    weight: Annotated[float, Field(gt=0, le=1000)] = 1.0
    assigned_on: Day | None = None
    starts_on: Day | None = None
    status_note: Text | None = None
    note: Text | None = None

    def card(self) -> Card:
        """What a notebook shows of the task: what the plan says of it; names of agencies are the plan's ids."""
        values = ((key, getattr(self, key)) for key in messages.table("cards", "task"))
        words = messages.table("cards", "task")
        rows = [
            (words[key], "; ".join(map(str, value)) if isinstance(value, tuple) else value)
            for key, value in values
            if value not in (None, ())
        ]
        return Card(self.name, (Grid.of("", (), rows),))


class Activity(Model):
    """A standing activity: sessions, communication, inspection, the review, the plan of the next year.

    How often (``every``) and by when (``due``) are settings of the plan, as well known as ``mark`` says.
    """

    id: Id
    number: Text
    title: Text
    kind: Literal["session", "communication", "inspection", "review", "next_plan"]
    lead: Id
    lead_role: Text
    every: KindName | None = None
    due: Day | None = None
    mark: Mark = Mark.VERIFIED
    note: Text | None = None


class Obligation(Model):
    """A duty to report: who reports to whom, through whom, by which channel, how often, by when.

    ``tier`` counts upwards. ``due`` holds for every kind of period that ``due_by_kind`` does not name.
    """

    id: Id
    title: Text
    tier: Annotated[int, Field(ge=1)]
    reporters: Id
    to: Id
    through: Id | None = None
    kinds: Annotated[tuple[KindName, ...], Field(min_length=1)]
    regime: RegimeName = Field(default_factory=default_regime)
    due: DueRule
    due_by_kind: dict[KindName, DueRule] = Field(default_factory=dict)
    channel: Literal["paper", "electronic"] | None = None
    first_owed: dict[KindName, str] = Field(default_factory=dict)
    basis: Text

    @model_validator(mode="after")
    def _known(self) -> Self:
        wrong = [(k, text) for k, text in self.first_owed.items() if not _first_owed(k, text, self.regime)]
        if wrong:
            details = [
                InitErrorDetails(type=refusal("plan-first-owed"), loc=("first_owed", kind), input=text)
                for kind, text in wrong
            ]
            raise ValidationError.from_exception_data("Obligation", details)
        return self

    def owes(self, period: Period) -> bool:
        """Whether reports of the period's kind and regime are owed at all."""
        return period.kind in self.kinds and period.regime == self.regime

    def due_rule(self, kind: str) -> DueRule:
        """The rule for reports of a kind of period."""
        return self.due_by_kind.get(kind, self.due)

    def due_on(self, period: Period, calendar: WorkCalendar | None = None) -> date:
        """The due day of a period's report."""
        return self.due_rule(period.kind).due_on(period, calendar)

    def first_period(self, kind: str, in_force_from: date, calendar: WorkCalendar | None = None) -> Period:
        """The first owed period of a kind: as stated, else the first not due before the plan is in force."""
        if found := _first_owed(kind, self.first_owed.get(kind, ""), self.regime):
            return found
        period = Period.first_of(kind, in_force_from.year, self.regime)
        while self.due_on(period, calendar) < in_force_from:
            period = period.next()
        return period


class Milestone(Model):
    """A value that an indicator is to have on a day between baseline and target."""

    on: Day
    value: float


class Indicator(Model):
    """A figure to reach by a day. ``direction`` says which way is good, ``summed`` whether values add up.

    The path to the target is the stated ``path``, or without one a straight line from the baseline.
    """

    id: Id
    name: Text
    unit: Text
    agency: Id
    baseline: float | None = None
    baseline_on: Day | None = None
    target: float
    target_on: Day
    path: tuple[Milestone, ...] = ()
    direction: Literal["up", "down"]
    summed: bool = False
    kind: KindName = "quarter"
    regime: RegimeName = Field(default_factory=default_regime)
    data_source: Text | None = None


class Settings(Model):
    """What the plan does not say and an evaluation needs. Every value here is shown in the report.

    Attributes:
        before_includes_day: whether "trước ngày X" includes X.
        fixed_day_roll: what becomes of a task's fixed day that is no working day; by default it stays.
        recurring_day: the day of the last month on which "Hằng tháng", "Hằng quý" without a day are due; by
            default the last day.
        due_soon_days: within how many days a task is said to be due soon.
        mark: how well these settings are known.
    """

    before_includes_day: bool = True
    fixed_day_roll: Roll = Roll.NONE
    recurring_day: Annotated[int, Field(ge=1, le=31)] | None = None
    due_soon_days: Annotated[int, Field(ge=0, le=366)] = 15
    mark: Mark = Mark.ASSUMPTION


class RuleChange(Model):
    """What the plan does with a rule of compliance: switches it off, gives it another weight or other values.

    The reason is printed in every report. Whether there is such a rule is checked where plan and rules meet, in
    ``evaluation/rules``: this room does not know the rules.
    """

    rule: Id
    off: bool = False
    severity: Literal["critical", "major", "minor", "notice"] | None = None
    parameters: dict[str, Annotated[float, Field(ge=0)]] = Field(default_factory=dict)
    reason: Text

    @model_validator(mode="after")
    def _changes_something(self) -> Self:
        changed = self.severity is not None or bool(self.parameters)
        if changed == self.off:
            raise refusal("plan-rule-change")
        return self


def _first_owed(kind: str, text: str, regime: str) -> Period | None:
    """The period that a text names, when it is of the kind and regime."""
    try:
        period = Period.parse(text, regime)
    except InputError:
        return None
    return period if (period.kind, period.regime) == (kind, regime) else None
