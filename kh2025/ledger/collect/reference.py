"""What the plan knows that a file is checked against: its tasks by id and name, when each is due, indicators, agencies."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from kh2025.errors import PeriodError
from kh2025.law.periods import Period
from kh2025.ledger.cells import Refused
from kh2025.ledger.forms.identity import fingerprint
from kh2025.plan.coverage import covered
from kh2025.plan.duties import heirs_of, occurrences, report_duties
from kh2025.plan.lookup import Names
from kh2025.plan.model import Plan
from kh2025.plan.parts import Indicator, Task
from kh2025.text.dates import show_date
from kh2025.text.normal import normal_form


@dataclass(slots=True)
class Reference:
    """A plan, looked up from the side of those who report; it is built once for many files."""

    plan: Plan
    names: Names = field(init=False)
    fingerprint: str = field(init=False)
    _tasks: dict[str, Task] = field(init=False)
    _named: dict[str, list[str]] = field(init=False)
    _due: dict[str, frozenset[date]] = field(default_factory=dict)
    _owed: dict[str, Mapping[str, list[str]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.plan = self.plan.as_of(
            self.plan.covers.last
        )  # tasks that amendments add or drop are reported on too
        self.names = Names(self.plan)
        self.fingerprint = fingerprint(self.plan)
        self._tasks = {task.id: task for task in (*self.plan.tasks, *self.plan.dropped)}
        self._named = {}
        for id_, wordings in self.plan.versions.items():
            for name in {normal_form(one.task.name) for one in wordings}:
                self._named.setdefault(name, []).append(id_)

    @property
    def year(self) -> int:
        """The plan's year."""
        return self.plan.covers.first.year

    def task(self, id_: str | None, name: str | None) -> str:
        """The task that an id or, without one, a whole name means.

        Raises:
            Refused: ``collect-task`` unknown, ``collect-task-name`` the name is another task's or borne by several,
                ``cell-empty`` neither is given.
        """
        if id_ is None and name is None:
            raise Refused("cell-empty")
        bearers = self._named.get(normal_form(name), []) if name else []
        if id_ is None:
            if len(bearers) != 1:
                raise Refused("collect-task", known=", ".join(bearers) or ", ".join(self._tasks))
            return bearers[0]
        if id_ not in self._tasks:
            raise Refused("collect-task", known=", ".join(self._tasks))
        if bearers and id_ not in bearers:
            raise Refused("collect-task-name", known=", ".join(bearers))
        return id_

    def occurrence(self, task_id: str, day: date | None) -> date | None:
        """The original due day of a recurring task's occurrence; null for a task done once.

        Raises:
            Refused: ``collect-occurrence``, the task has no such occurrence.
        """
        if task_id not in self._due:
            self._due[task_id] = self._due_days(self._tasks[task_id])
        due = self._due[task_id]
        if (day in due) if due else day is None:
            return day
        raise Refused("collect-occurrence", known="; ".join(map(show_date, sorted(due))) or "–")

    def _due_days(self, task: Task) -> frozenset[date]:
        schedule = self.plan.schedules[task.id]
        if not (schedule and schedule.every):
            return frozenset()
        return frozenset(one.due_on for one in occurrences(self.plan, task) if one.due_on)

    def indicator(self, id_: str | None, name: str | None) -> Indicator:
        """The indicator that an id or, without one, a whole name means.

        Raises:
            Refused: ``collect-indicator``, ``cell-empty``.
        """
        if id_ is None and name is None:
            raise Refused("cell-empty")
        wanted = normal_form(id_ or name or "")
        known = self.plan.indicators
        found = [one for one in known if wanted == (one.id if id_ else normal_form(one.name))]
        if len(found) != 1:
            raise Refused("collect-indicator", known=", ".join(one.id for one in known) or "–")
        return found[0]

    def reading_period(self, indicator: Indicator, text: str) -> Period:
        """The period of a reading, of the kind that the indicator is read by.

        Raises:
            Refused: ``collect-reading-period``.
        """
        try:
            period = Period.parse(text, indicator.regime)
        except PeriodError:
            period = None
        if period is None or (period.kind, period.regime) != (indicator.kind, indicator.regime):
            example = Period.of(indicator.kind, self.year, 1, indicator.regime)
            raise Refused("collect-reading-period", example=str(example))
        return period

    def agency(self, text: str, period: Period, received_on: date) -> str:
        """The agency that a name means, and which there was between the period's first day and the receipt.

        Raises:
            Refused: ``collect-agency`` unknown or ambiguous, with what looks alike; ``collect-agency-ended`` it ended
                before the period began, ``collect-agency-later`` it begins after the receipt.
        """
        found = self.names.find(text, period.end)
        agency = self.plan.agency.get(found.id or "")
        if agency is None:
            raise Refused("collect-agency", known=", ".join(found.candidates) or "–")
        if agency.valid_to and agency.valid_to < period.start:
            heirs = [self.plan.label(id_) for id_ in sorted(heirs_of(self.plan, agency.id) - {agency.id})]
            last = show_date(agency.valid_to)
            raise Refused("collect-agency-ended", last=last, known=", ".join(heirs) or "–")
        if agency.valid_from and agency.valid_from > received_on:
            raise Refused("collect-agency-later", first=show_date(agency.valid_from))
        return agency.id

    def period(self, text: str) -> Period:
        """A period that the plan covers.

        Raises:
            Refused: ``cell-period`` no period, ``period-outside`` the plan does not cover it.
        """
        try:
            period = Period.parse(text)
        except PeriodError:
            raise Refused("cell-period") from None
        try:
            return covered(self.plan, period)
        except PeriodError:
            raise Refused("period-outside", covers=str(self.plan.covers)) from None

    def reports(self, agency_id: str, period: Period) -> list[str]:
        """The obligations by which an agency, or whom it is heir of, owes a report for the period."""
        key = str(period)
        if key not in self._owed:
            found: dict[str, list[str]] = {}
            duties = report_duties(self.plan, period)
            columns = (duties[name] for name in ("obligation_id", "assigned_agency_id", "agency_id"))
            for obligation, assigned, owing in zip(*columns, strict=True):
                for one in {assigned, owing, *heirs_of(self.plan, assigned)}:
                    if isinstance(one, str) and obligation not in found.setdefault(one, []):
                        found[one].append(obligation)
            self._owed[key] = found
        return list(self._owed[key].get(agency_id, []))
