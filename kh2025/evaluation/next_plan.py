"""The draft of next year's plan from what is left of this one (Decision 76, mục 3.d: xây dựng Kế hoạch năm sau).

Carried over are tasks that are unfinished, recurring or continuous, and indicators whose target lies later. Deadlines
that have passed are moved by years into the new plan; leads and groups pass to their heirs. Each thing says where it came from, and
what nobody has decided (a moved deadline, a lead without heir) is marked and listed, never settled in silence.
"""

import json
import re
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pandas as pd

from kh2025 import messages
from kh2025.columns import Column, Table
from kh2025.evaluation.evaluate import Evaluation, evaluate
from kh2025.evaluation.scope import make_scope
from kh2025.evaluation.tables import DONE
from kh2025.law.periods import Period
from kh2025.ledger.facts import Facts
from kh2025.plan import blanks
from kh2025.plan.duties import owner
from kh2025.plan.model import Plan
from kh2025.plan.parts import Indicator, Task
from kh2025.plan.schedule import InPeriod, OnDate, Range, Schedule
from kh2025.plan.yaml_out import write_yaml
from kh2025.text.dates import show_date

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")

ORIGINS = Table(
    "next_plan_origins",
    "task, indicator or reporting obligation of this year's plan",
    (
        Column("subject", "text", "task, indicator or obligation"),
        Column("subject_id", "text", "which one"),
        Column("is_carried", "flag", "whether it is in next year's draft"),
        Column(
            "origin",
            "text",
            "why: recurring, continuous, later_deadline, later_target, target_passed, owed, nobody_left, or its part",
        ),
        Column("before", "text", "its deadline or target day this year; null when none"),
        Column("after", "text", "its deadline or target day in the draft; null when none"),
        Column(
            "decisions",
            "text",
            "what a person must decide, joined: deadline, lead, suspended; null when nothing",
        ),
    ),
)


@dataclass(frozen=True, slots=True, eq=False)
class NextPlan:
    """A draft.

    Attributes:
        plan: the draft as plain values; :func:`kh2025.load_plan` reads what :meth:`yaml` writes.
        origins: where each thing came from, and what was left out; columns ``ORIGINS``.
        source: id of the plan that it was made from.
    """

    plan: dict[str, Any]
    origins: pd.DataFrame
    source: str

    def yaml(self) -> str:
        """The draft as a plan file."""
        return write_yaml(self.plan, messages.text("labels", "next.comment", plan=self.source))


def next_plan(plan: Plan, facts: Facts, as_of: str | None = None) -> NextPlan:
    """The draft of the plan that follows.

    Args:
        plan: this year's plan, judged at its end, or on the day of ``as_of`` while it runs.
        facts: what was reported.
        as_of: nothing recorded later is seen; by default the newest record.

    Raises:
        ParameterError: ``as_of`` is no moment with an offset.
    """
    review = Period.of("year", plan.covers.last.year)
    known_on = make_scope(plan, facts, review, as_of, None).as_of_day
    return next_plan_of(evaluate(plan, facts, review, as_of=as_of, status_on=min(plan.covers.last, known_on)))


def next_plan_of(ev: Evaluation) -> NextPlan:
    """The draft of the plan that follows, from the evaluation of the plan's last year at its end."""
    return _Draft(ev).made()


class _Draft:
    """Puts the draft together, and keeps the list of origins."""

    def __init__(self, ev: Evaluation) -> None:
        # As the plan will read at its end: of an amendment that is known but not yet in force the draft knows too.
        self.ev, self.plan = ev, ev.scope.plan.as_of(ev.scope.plan.covers.last, ev.scope.as_of)
        self.first = self.plan.covers.last + timedelta(days=1)
        self.rows: list[dict[str, object]] = []
        self.groups = dict(self._groups())
        self.without_heir: set[str] = set()

    def made(self) -> NextPlan:
        kept = self.plan.model_dump(mode="json", exclude_defaults=True)
        parts = kept | self._head() | {"amendments": []}
        parts["obligations"] = list(self._obligations(kept.get("obligations", [])))
        parts["indicators"] = list(self._indicators())
        parts["tasks"] = list(self._tasks([one["id"] for one in parts["indicators"]]))
        parts["activities"] = [self._activity(one) for one in kept.get("activities", [])]
        parts |= self._parties()
        made = {name: value for name, value in parts.items() if value not in ([], None)}
        Plan.model_validate_json(json.dumps(made, ensure_ascii=False))
        return NextPlan(made, ORIGINS.check(ORIGINS.frame(self.rows)), self.plan.id)

    def _head(self) -> dict[str, Any]:
        plan = self.plan
        length = plan.covers.last.year - plan.covers.first.year + 1
        last = date(plan.covers.last.year + length, 12, 31)
        head = plan.letterhead(self.first).model_dump(mode="json", exclude_defaults=True)
        texts = {"plan": plan.id, "decision": plan.decision.number}
        return {
            "id": self._later_id(),
            "title": self._moved_years(plan.title),
            "decision": blanks.decision(),
            "in_force_from": self.first.isoformat(),
            "covers": f"{self.first.isoformat()}/{last.isoformat()}",
            "letterheads": [head | {"valid_from": self.first.isoformat(), "mark": "assumption"}],
            "legal_bases": [],
            "notes": [{"id": "du-thao", "text": messages.text("labels", "next.note", **texts)}],
            "assumptions": [blanks.assumption("next.assumption")],
        }

    def _later_id(self) -> str:
        moved = self._moved_years(self.plan.id)
        return moved if moved != self.plan.id else f"{self.plan.id[:26].rstrip('-')}-{self.first.year}"

    def _moved_years(self, text: str) -> str:
        """The text with the plan's year, and the year after, moved on by one."""
        year = self.plan.covers.last.year
        later = {str(year): str(year + 1), str(year + 1): str(year + 2)}
        return _YEAR.sub(lambda found: later.get(found[0], found[0]), text)

    def _activity(self, activity: dict[str, Any]) -> dict[str, Any]:
        """An activity under this year's title; by when it is due next year nobody has said yet."""
        activity = {name: value for name, value in activity.items() if name != "due"}
        title, lead = self._moved_years(activity["title"]), self._named(activity["lead"])
        return activity | {"title": title, "lead": lead}

    # Who ----------------------------------------------------------------------------------------------------

    def _heir(self, id_: str | None) -> str | None:
        """Who an agency or group is next year; null when there is nobody."""
        if id_ is None or id_ in self.plan.group:
            return id_ if id_ in self.groups else None
        return owner(self.plan, id_, self.first)

    def _named(self, agency_id: str) -> str:
        """The heir of an agency that must be named; itself where there is none, to be found by the plan rules."""
        heir = self._heir(agency_id)
        if heir is None:
            self.without_heir.add(agency_id)
        return heir or agency_id

    def _heirs(self, ids: tuple[str, ...]) -> list[str]:
        return list(dict.fromkeys(heir for id_ in ids if (heir := self._heir(id_))))

    def _groups(self) -> Iterator[tuple[str, list[str]]]:
        for group in self.plan.groups:
            members = [owner(self.plan, member, self.first) for member in group.members]
            if found := list(dict.fromkeys(member for member in members if member)):
                yield group.id, found

    def _parties(self) -> dict[str, Any]:
        """The agencies that still exist, or are named, and the groups with those members."""
        living = [
            agency.model_dump(mode="json", exclude_defaults=True)
            for agency in self.plan.agencies
            if agency.valid_to is None or agency.valid_to >= self.first or agency.id in self.without_heir
        ]
        for agency in living:  # who followed an agency that nobody followed is gone as well
            if agency["id"] in self.without_heir:
                agency.pop("successors", None)
        named = {group.id: group.name for group in self.plan.groups}
        groups = [{"id": id_, "name": named[id_], "members": members} for id_, members in self.groups.items()]
        return {"agencies": living, "groups": groups}

    def _obligations(self, owed: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        """Reporting goes on for those that there are; which period is first owed is for the new plan to say."""
        for one in owed:
            moved = {name: self._heir(one.get(name)) for name in ("reporters", "to", "through")}
            is_carried = bool(moved["reporters"] and moved["to"])
            self._told(
                "obligation", one["id"], "owed" if is_carried else "nobody_left", is_carried=is_carried
            )
            if is_carried:
                yield {k: v for k, v in (one | moved).items() if k != "first_owed" and v is not None}

    # What ---------------------------------------------------------------------------------------------------

    def _indicators(self) -> Iterator[dict[str, Any]]:
        read = {str(row["indicator_id"]): row for row in self.ev.indicators.to_dict("records")}
        for indicator in self.plan.indicators:
            is_carried = indicator.target_on >= self.first
            origin = "later_target" if is_carried else "target_passed"
            decisions = ["lead"] if is_carried and self._heir(indicator.agency) is None else []
            day = show_date(indicator.target_on)
            after = day if is_carried else None
            self._told("indicator", indicator.id, origin, day, after, decisions, is_carried=is_carried)
            if is_carried:
                yield self._indicator(indicator, read[indicator.id])

    def _indicator(self, indicator: Indicator, reading: Mapping[Hashable, Any]) -> dict[str, Any]:
        """With the last reading as its baseline, and what is left of its path."""
        made = indicator.model_dump(mode="json", exclude_defaults=True)
        made["agency"] = self._named(indicator.agency)
        made["path"] = [one for one in made.get("path", []) if one["on"] >= self.first.isoformat()]
        if pd.notna(reading["value"]):
            made |= {"baseline": reading["value"]}
            made["baseline_on"] = Period.parse(reading["period"]).cutoff.isoformat()
        return {name: value for name, value in made.items() if value != []}

    def _tasks(self, indicators: list[str]) -> Iterator[dict[str, Any]]:
        parts = self.ev.tasks.set_index("task_id")["part"].to_dict()
        # A task that is assigned later this year is open.
        part = {task.id: parts.get(task.id, "open_in_time") for task in self.plan.tasks}
        part |= {task.id: "cancelled" for task in self.plan.dropped}
        carried = [task for task in self.plan.tasks if self._is_carried(task, part[task.id])]
        ids = {task.id for task in carried}
        for task in (*self.plan.tasks, *self.plan.dropped):
            if task.id not in ids:
                self._told("task", task.id, part[task.id], task.deadline, is_carried=False)
        for task in carried:
            yield self._task(task, part[task.id], ids, indicators)

    def _is_carried(self, task: Task, part: str) -> bool:
        schedule = self.plan.schedules[task.id]
        is_recurring = bool(schedule and (schedule.every or schedule.kind == "continuous"))
        return part != "cancelled" and (is_recurring or part not in DONE)

    def _task(self, task: Task, part: str, ids: set[str], indicators: list[str]) -> dict[str, Any]:
        origin, deadline, is_moved = self._deadline(task, part)
        lead = self._heir(task.lead)
        decisions = [
            name
            for name, is_open in (
                ("deadline", is_moved),
                ("lead", task.lead is not None and lead is None),
                ("suspended", part == "suspended"),
            )
            if is_open
        ]
        self._told("task", task.id, origin, task.deadline, deadline, decisions, is_carried=True)
        kept = task.model_dump(mode="json", exclude_defaults=True, exclude={"assigned_on", "starts_on"})
        kept |= {
            "lead": lead,
            "coordinating": self._heirs(task.coordinating),
            "deadline": deadline,
            "depends_on": [id_ for id_ in task.depends_on if id_ in ids],
            "indicators": [id_ for id_ in task.indicators if id_ in indicators],
            "status_note": self._note(task, origin, decisions),
        }
        return {name: value for name, value in kept.items() if value not in (None, [])}

    def _deadline(self, task: Task, part: str) -> tuple[str, str | None, bool]:
        """Why the task is carried, its deadline next year, and whether that was moved."""
        schedule = self.plan.schedules[task.id]
        if schedule is None:
            return part, None, False
        if schedule.every or schedule.kind == "continuous":
            return "recurring" if schedule.every else "continuous", task.deadline, False
        if schedule.due_on and schedule.due_on >= self.first:
            return "later_deadline", task.deadline, False
        moved = a_year_later(schedule)
        while moved.due_on and moved.due_on < self.first:
            moved = a_year_later(moved)
        return part, str(moved), True

    def _note(self, task: Task, origin: str, decisions: list[str]) -> str:
        label = messages.text("labels", f"next.origin.{origin}")
        said = [messages.text("labels", "next.from", plan=self.plan.id, task=task.id, origin=label)]
        said += [messages.text("labels", f"next.decision.{name}") for name in decisions]
        return " ".join(said)

    def _told(
        self,
        subject: str,
        id_: str,
        origin: str,
        before: str | None = None,
        after: str | None = None,
        decisions: Sequence[str] = (),
        *,
        is_carried: bool,
    ) -> None:
        row = {"subject": subject, "subject_id": id_, "is_carried": is_carried, "origin": origin}
        self.rows.append(row | {"before": before, "after": after, "decisions": "; ".join(decisions) or None})


def a_year_later(schedule: Schedule) -> Schedule:
    """A deadline that is met once, moved by a year; 29 February becomes 28 February.

    >>> from kh2025 import parse_schedule
    >>> (
    ...     str(a_year_later(parse_schedule("Quý II/2025", 2025))),
    ...     str(a_year_later(parse_schedule("Ngày 29/02/2024", 2024))),
    ... )
    ('Quý II/2026', 'Ngày 28/02/2025')
    """
    if isinstance(schedule, OnDate):
        return replace(schedule, moved_to=None, day=_later(schedule.day), year_assumed=False)
    if isinstance(schedule, InPeriod):
        period = schedule.period
        later = Period.of(period.kind, period.year + 1, period.index, period.regime)
        return replace(schedule, period=later, year_assumed=False)
    if isinstance(schedule, Range):
        moved = replace(schedule, start_on=_later(schedule.start_on), due_on=_later(schedule.due_on))
        return replace(moved, year_assumed=False)
    return schedule


def _later(day: date) -> date:
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year + 1, day=28 if is_leap_day else day.day)
