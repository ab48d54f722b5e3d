"""A plan's deadlines as a calendar (iCalendar, RFC 5545): one all-day event a due day, no alarm.

Recurring tasks are single events, continuous ones none. UIDs follow ids, and the due day of an occurrence, so
a calendar that is imported again updates what it has. The time stamp is the day the plan takes effect.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from uuid import UUID

from icalendar import Calendar, Event, vText

from kh2025.law.mark import Mark
from kh2025.law.workdays import Standing, default_calendar
from kh2025.messages import text
from kh2025.plan.duties import owner
from kh2025.plan.exports.due_days import ReportDay, report_days, task_days
from kh2025.plan.exports.identifiers import identifier
from kh2025.plan.exports.wording import agencies, invention, joined, line
from kh2025.plan.model import Plan
from kh2025.plan.parts import Task
from kh2025.text.xml_text import xml_text

_PRODUCER = "-//kh2025//plan//VI"


@dataclass(frozen=True, slots=True)
class _Entry:
    """One due day in words."""

    uid: UUID
    on: date
    summary: str
    lines: tuple[str, ...]
    category: str | None = None


def export(plan: Plan) -> bytes:
    """The calendar; a plan without any deadline gives one event that says so, since none may be empty."""
    calendar = Calendar()
    calendar.add("prodid", _PRODUCER)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", vText(xml_text(plan.title)))
    entries = sorted([*_tasks(plan), *_reports(plan)], key=lambda entry: entry.on)
    for entry in entries or [_nothing(plan)]:
        calendar.add_component(_event(plan, entry))
    made: bytes = calendar.to_ical()
    return made


def _event(plan: Plan, entry: _Entry) -> Event:
    event = Event()
    event.add("uid", str(entry.uid))
    event.add("dtstamp", datetime.combine(plan.in_force_from, time(), tzinfo=UTC))
    event.add("dtstart", entry.on)  # a day alone: the event lasts that day (RFC 5545, 3.6.1)
    event.add("summary", xml_text(entry.summary))
    event.add("description", xml_text("\n".join([*entry.lines, *invention(plan)])))
    event.add("transp", "TRANSPARENT")
    if entry.category:
        event.add("categories", [entry.category])
    return event


def _tasks(plan: Plan) -> Iterator[_Entry]:
    for task in plan.tasks:
        for one in task_days(plan, task):
            occurrence = [one.due_on.isoformat()] if one.is_recurring else []
            yield _Entry(
                identifier(plan, "task", task.id, *occurrence),
                one.due_on,
                text("exports", "ics.task", name=task.name),
                (*_told(plan, task, one.due_on), *_readings(plan, task)),
                text("exports", "ics.tasks"),
            )


def _told(plan: Plan, task: Task, on: date) -> Iterator[str]:
    values = {
        "columns.deadline": task.deadline,
        "columns.lead": agencies(plan, [task.lead]),
        "ics.owner": _owner(plan, task.lead, on),
        "columns.coordinating": agencies(plan, task.coordinating),
        "columns.responsible": task.responsible,
        "columns.products": joined(task.products),
        "columns.note": task.note,
    }
    return _lines(values.items())


def _readings(plan: Plan, task: Task) -> Iterator[str]:
    """How a deadline was read where it leaves a choice."""
    schedule = plan.schedules[task.id]
    if schedule and schedule.year_assumed:
        yield text("exports", "ics.year_assumed", year=plan.covers.first.year)
    if schedule and schedule.before:
        key = "before_included" if schedule.includes_day else "before_excluded"
        yield text("exports", f"ics.{key}")


def _owner(plan: Plan, lead: str | None, on: date) -> str | None:
    """Who owes the task on its due day, where that is no longer the lead that the plan names."""
    if lead is None or lead in plan.group or (owing := owner(plan, lead, on)) == lead:
        return None
    return plan.label(owing) if owing else text("exports", "ics.unresolved")


def _reports(plan: Plan) -> Iterator[_Entry]:
    for one in report_days(plan):
        yield _Entry(
            identifier(plan, "report", one.obligation.id, str(one.period)),
            one.due_on,
            text("exports", "ics.report", title=one.obligation.title, period=one.period.label()),
            tuple(_told_of(plan, one)),
            text("exports", "ics.reports"),
        )


def _told_of(plan: Plan, one: ReportDay) -> Iterator[str]:
    owed = one.obligation
    values = {
        "ics.reporters": agencies(plan, [owed.reporters]),
        "ics.to": agencies(plan, [owed.to]),
        "ics.through": agencies(plan, [owed.through]),
        "ics.basis": owed.basis,
    }
    yield from _lines(values.items())
    if owed.due_rule(one.period.kind).mark is Mark.ASSUMPTION:
        yield text("exports", "ics.due_assumed")
    if years := _years_without_notice(one):
        yield text("exports", "ics.provisional", years=years)


def _years_without_notice(one: ReportDay) -> str:
    if not one.obligation.due_rule(one.period.kind).rests_on_calendar:
        return ""
    first, last = sorted((one.period.cutoff, one.due_on))
    standings = default_calendar().standings(first, last)
    return ", ".join(str(year) for year, found in standings.items() if found is not Standing.CONFIRMED)


def _nothing(plan: Plan) -> _Entry:
    summary = text("exports", "ics.empty", title=plan.title)
    return _Entry(identifier(plan), plan.in_force_from, summary, ())


def _lines(values: Iterable[tuple[str, str | None]]) -> Iterator[str]:
    """``label: value`` for every value that there is."""
    return (line(text("exports", key), value) for key, value in values if value)
