"""A second, slow reading of DESIGN.md in plain Python: the differential tests compare the package with it.

It takes a ``Plan`` for its data only. Periods, deadlines, succession, extensions, parts, roll-up, rates and
timeliness are worked out here again, one duty and one record at a time, with no pandas and none of the
package's functions. Records are dicts with the columns of the facts' files, in order of recording.
"""

import re
from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date, timedelta, timezone
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

LOCAL = timezone(timedelta(hours=7))
PARTS = (
    "done_on_time",
    "done_late",
    "done_no_deadline",
    "done_date_missing",
    "open_in_time",
    "open_overdue",
    "open_no_deadline",
)
BESIDE = ("suspended", "cancelled")
CLASSES = ("on_time", "late", "missing", "replaced", "not_yet_due", "owner_unresolved")
# The first that is present speaks: first over a recurring task's occurrences, then over its agencies.
OF_OCCURRENCES = (
    "open_overdue",
    "done_late",
    "done_date_missing",
    "done_on_time",
    "open_in_time",
    "suspended",
    "cancelled",
)
OF_AGENCIES = (
    "open_overdue",
    "open_in_time",
    "open_no_deadline",
    "done_late",
    "done_date_missing",
    "done_no_deadline",
    "done_on_time",
    "suspended",
    "cancelled",
)


@dataclass
class Duty:
    """One thing owed for a task: which occurrence, by whom, and how it stands."""

    task_id: str
    occurrence: date | None
    lead: str | None
    starts_on: date | None
    original_due_on: date | None
    past: list
    owner: str | None = None
    due_on: date | None = None
    was_overdue: bool = False
    extended_on: date | None = None
    record: dict | None = None
    contradiction: str | None = None
    records: int = 0
    part: str = ""
    days_late: int | None = None

    @property
    def key(self):
        return self.task_id, self.occurrence, self.lead


@dataclass
class Report:
    """One report owed."""

    obligation_id: str
    member: str
    owner: str | None
    due_on: date
    was_overdue: bool
    first: dict | None
    last: dict | None
    receipts: int
    extended_on: date | None
    obligation: object
    sent_itself: bool = False
    timeliness: str = ""
    days_late: int | None = None

    @property
    def key(self):
        return self.obligation_id, self.member


@dataclass
class Result:
    """Everything that the comparison looks at."""

    status_on: date
    duties: dict = field(default_factory=dict)
    tasks: dict = field(default_factory=dict)
    wordings: dict = field(default_factory=dict)
    tasks_in_period: dict = field(default_factory=dict)
    reports: dict = field(default_factory=dict)
    readings: dict = field(default_factory=dict)
    unmatched: list = field(default_factory=list)

    def partition(self, parts):
        """Total and parts; suspended and cancelled stand beside it."""
        found = list(parts)
        counts = {name: found.count(name) for name in (*PARTS, *BESIDE)}
        return {"total": sum(counts[name] for name in PARTS), **counts}

    @property
    def submissions(self):
        """owed = expected + not yet due; expected = on time + late + missing + replaced."""
        counts = {name: [one.timeliness for one in self.reports.values()].count(name) for name in CLASSES}
        expected = sum(counts[name] for name in ("on_time", "late", "missing", "replaced"))
        return {"owed": expected + counts["not_yet_due"], "expected": expected, **counts}


# --- periods -------------------------------------------------------------------------------------------


def months_of(text):
    """First and last month that a period is named after, and its regime: ``2025-Q2`` is April to June."""
    body, _, regime = text.partition("@")
    year, code = int(body[:4]), body[5:]
    if code == "A1":
        first, last = 1, 12
    elif code == "9M":
        first, last = 1, 9
    else:
        index, length = int(code[1:]), {"M": 1, "Q": 3, "S": 6}[code[0]]
        first, last = (index - 1) * length + 1, index * length
    return (year, first), (year, last), regime or "decree-09"


def end_of_month(year, month):
    return date(year, month, monthrange(year, month)[1])


def window(text):
    """First day, cut-off and calendar end. Nghị định 09/2019, Điều 12: 15 of the month before to 14."""
    (y1, m1), (y2, m2), regime = months_of(text)
    if regime == "calendar":
        return date(y1, m1, 1), end_of_month(y2, m2), end_of_month(y2, m2)
    before = date(y1, m1, 1) - timedelta(days=1)
    return before.replace(day=15), date(y2, m2, 14), end_of_month(y2, m2)


def kind_of(text):
    return {"M": "month", "Q": "quarter", "S": "half", "9": "nine_months", "A": "year"}[text[5]]


def due_of_report(text, day):
    (_, _), (year, month), _ = months_of(text)
    return date(year, month, min(day, monthrange(year, month)[1]))


# --- who owes --------------------------------------------------------------------------------------------


def owner_on(plan, agency_id, day):
    """One heir per duty, named in the plan; without one nobody owes it."""
    agency = {one.id: one for one in plan.agencies}[agency_id]
    while agency.valid_to is not None and agency.valid_to < day:
        heir = agency.heir or (agency.successors[0] if len(agency.successors) == 1 else None)
        if heir is None:
            return None
        agency = {one.id: one for one in plan.agencies}[heir]
    return agency.id if agency.valid_from is None or agency.valid_from <= day else None


def heirs(plan, agency_id):
    """The agency, its heir, the heir's heir."""
    known = {one.id: one for one in plan.agencies}
    found = [agency_id]
    while agency := known[found[-1]]:
        heir = agency.heir or (agency.successors[0] if len(agency.successors) == 1 else None)
        if heir is None:
            return found
        found.append(heir)


def members_of(plan, party, day=date.max):
    """The agencies that a party stands for, without those that have not begun by a day."""
    groups = {group.id: group.members for group in plan.groups}
    known = {one.id: one for one in plan.agencies}
    return [one for one in groups.get(party, (party,)) if (known[one].valid_from or day) <= day]


def line_of(plan, lead, past=()):
    """Who owes a duty on a day, as a function of the day.

    Where amendments passed the task from one agency to another, each lead owes it in its time. Where a group is
    among the leads, the duty is that of the lead in force alone.
    """
    groups = {group.id for group in plan.groups}
    leads = {now.lead for _, now in past}
    if len(leads) > 1 and not leads & groups:
        return lambda day: (found := reads(past, day).lead) and owner_on(plan, found, day)
    return lambda day: lead and owner_on(plan, lead, day)


def speaks_for(record, line, *days):
    """Whether a record comes from the agency that owed the duty on one of its days."""
    return record["agency_id"] is not None and record["agency_id"] in [line(day) for day in days]


def local_day(moment):
    return moment.astimezone(LOCAL).date()


def days_of(record):
    """The day that a statement or a grant is about, and the day it was made: an heir may correct it."""
    about = record["effective_on"] if "effective_on" in record else record["granted_on"]
    return about, local_day(record["recorded_at"])


# --- amendments ----------------------------------------------------------------------------------------------


class Wording(NamedTuple):
    """How a task reads, in the parts that are judged."""

    id: str
    lead: str | None
    deadline: str | None
    starts_on: date | None
    assigned_on: date | None
    weight: float
    section: str
    is_dropped: bool = False


def as_written(one):
    return Wording(one.id, one.lead, one.deadline, one.starts_on, one.assigned_on, one.weight, one.section)


def wording(plan, task_id, day, known_on):
    """How a task reads on a day by the amendments recorded up to another; null before it is added."""
    found = next((as_written(one) for one in plan.tasks if one.id == task_id), None)
    for amendment in sorted(plan.amendments, key=lambda one: (one.in_force_from, one.recorded_on)):
        if amendment.in_force_from <= day and amendment.recorded_on <= known_on:
            for change in amendment.changes:
                if id_of(change) == task_id:
                    found = changed(found, change, amendment.in_force_from)
    return found


def id_of(change):
    return change.task.id if change.change in {"add", "replace"} else change.task_id


def changed(before, change, on):
    if change.change == "add":
        after = as_written(change.task)
        return after._replace(assigned_on=after.assigned_on or on)
    if before is None:  # what a decision not yet known has added
        return None
    if change.change == "drop":
        return before._replace(is_dropped=True)
    if change.change == "deadline":
        return before._replace(deadline=change.deadline)
    if change.change == "lead":
        return before._replace(lead=change.lead)
    after = as_written(change.task)
    return after._replace(assigned_on=after.assigned_on or before.assigned_on)


def history(plan, task_id, on, known_on):
    """(day, wording) for each day up to ``on`` from which the task reads otherwise, found day by day."""
    first = wording(plan, task_id, date.min, known_on)
    found = [(date.min, first)] if first else []
    day = plan.in_force_from
    while day <= on:
        now = wording(plan, task_id, day, known_on)
        if now is not None and (not found or found[-1][1] != now):
            found.append((day, now))
        day += timedelta(days=1)
    return found


def reads(past, day):
    """The wording of a day; before the first one, the first."""
    return ([now for since, now in past if since <= day] or [past[0][1]])[-1]


def task_ids(plan):
    """Every task that the plan has or will have."""
    added = [change.task.id for one in plan.amendments for change in one.changes if change.change == "add"]
    return [one.id for one in plan.tasks] + added


def occurrences_in(plan, past, on):
    """(occurrence, first day, due day) of each time that a task is due by the rhythm in force on the due day.

    Of a task done once, the deadline first set. Of a dropped one, what had begun before the day it was dropped.
    """
    (first_day, first), (_, now) = past[0], past[-1]
    if not (first.deadline or "").startswith("Hằng"):
        return occurrences_of(plan, now._replace(deadline=first.deadline))
    found = {
        (due, start, due)
        for text in {one.deadline for _, one in past}
        for due, start, _ in occurrences_of(plan, now._replace(deadline=text))
        if due is not None and due >= first_day and reads(past, due).deadline == text
    }
    dropped = [day - timedelta(days=1) for day, one in past if one.is_dropped]
    return begun(sorted(found) or [(None, now.starts_on, None)], min([on, *dropped]))


def moves_of(plan, past):
    """The deadlines that amendments set for a task done once, as if granted to all on the day in force."""
    found = []
    for (_, before), (day, now) in pairwise(past):
        if now.deadline != before.deadline and not (now.deadline or "").startswith("Hằng"):
            due = occurrences_of(plan, now)[0][2]
            found.append({"granted_on": day, "new_due_on": due, "agency_id": None})
    return found


# --- deadlines ---------------------------------------------------------------------------------------------

_DAY = r"(\d{1,2})/(\d{1,2})(?:/(\d{4}))?"
_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4}
_WEEKDAYS = {"Hai": 1, "Ba": 2, "Tư": 3, "Năm": 4, "Sáu": 5, "Bảy": 6}
_LENGTH = {"tháng": 1, "quý": 3, "6 tháng": 6, "năm": 12}


def _date(found, year):
    return date(int(found[2] or year), int(found[1]), int(found[0]))


def occurrences_of(plan, task):
    """(occurrence, first day, due day) of each time the task is due; the key is null unless it recurs."""
    text, year = task.deadline, plan.covers.first.year
    if text is None or text == "Thường xuyên":
        return [(None, task.starts_on, None)]
    if not text.startswith("Hằng"):
        starts_on, due_on = _single(plan, text, year)
        return [(None, later(starts_on, task.starts_on), due_on)]
    since = later(task.assigned_on or plan.in_force_from, task.starts_on)
    found = [
        (due, later(start, task.starts_on), due)
        for start, due in _recurring(plan, text, since)
        if since <= due <= plan.covers.last
    ]
    return found or [(None, task.starts_on, None)]


def begun(occurrences, on):
    """Occurrences count from the first day of their span; before the first one it stands for the task."""
    counted = [one for one in occurrences if one[0] is None or one[1] <= on]
    return counted or occurrences[:1]


def later(*days):
    """The latest of the days that are given; null when none is."""
    return max((day for day in days if day), default=None)


def _single(plan, text, year):
    if found := re.fullmatch(rf"Từ ngày {_DAY} đến ngày {_DAY}", text):
        return _date(found.groups()[:3], year), _date(found.groups()[3:], year)
    if found := re.fullmatch(rf"Trước ngày {_DAY}", text):
        less = 0 if plan.settings.before_includes_day else 1
        return None, _date(found.groups(), year) - timedelta(days=less)
    if found := re.fullmatch(rf"Ngày {_DAY}", text):
        return None, _date(found.groups(), year)
    if found := re.fullmatch(r"Tháng (\d+)/(\d{4})", text):
        return None, end_of_month(int(found[2]), int(found[1]))
    if found := re.fullmatch(r"Quý ([IV]+)/(\d{4})", text):
        return None, end_of_month(int(found[2]), 3 * _ROMAN[found[1]])
    if found := re.fullmatch(r"6 tháng đầu năm (\d{4})", text):
        return None, date(int(found[1]), 6, 30)
    if found := re.fullmatch(r"Năm (\d{4})", text):
        return None, date(int(found[1]), 12, 31)
    raise ValueError(text)


def _recurring(plan, text, since):
    """Spans of the calendar and the day in each on which the occurrence is due."""
    if found := re.fullmatch(r"Hằng tuần(?:, hạn (?:Thứ (\w+)|Chủ nhật))?", text):
        weekday = _WEEKDAYS[found[1]] if found[1] else 7
        monday = since - timedelta(days=since.weekday())
        return [
            (monday + timedelta(weeks=n), monday + timedelta(weeks=n, days=weekday - 1)) for n in range(54)
        ]
    found = re.fullmatch(r"Hằng (tháng|quý|6 tháng|năm)(?:, (hạn|trước) ngày (\d+))?", text)
    length, day = _LENGTH[found[1]], int(found[3] or 31)
    less = 1 if found[2] == "trước" and not plan.settings.before_includes_day else 0
    made = []
    for first in range(1, 13, length):
        end = end_of_month(since.year, first + length - 1)
        made.append((date(since.year, first, 1), end.replace(day=min(day, end.day)) - timedelta(days=less)))
    return made


def extended(due_on, extensions, line, on):
    """The deadline in force on a day, whether an extension came after the one then in force, and the last one's day."""
    was_overdue, extended_on = False, None
    for record in sorted(extensions, key=lambda one: one["granted_on"]):
        if record["granted_on"] > on:
            continue
        if record["agency_id"] is not None and not speaks_for(record, line, *days_of(record)):
            continue
        if due_on is not None and record["granted_on"] > due_on:
            was_overdue = True
        due_on, extended_on = record["new_due_on"], record["granted_on"]
    return due_on, was_overdue, extended_on


# --- evaluation ----------------------------------------------------------------------------------------------


def evaluate(plan, records, period, as_of, status_on=None):
    """What DESIGN.md says of a plan and records, for a period, as known at a moment."""
    start, cutoff, _ = window(period)
    as_of_day = local_day(as_of)
    status_on = status_on or min(cutoff, as_of_day)
    seen = {name: [r for r in rows if r["recorded_at"] <= as_of] for name, rows in records.items()}
    result = Result(status_on)
    for duty in duties_of(plan, status_on, as_of_day):
        judge(plan, duty, seen, status_on)
        result.duties[duty.key] = duty
    result.tasks = roll_up(result.duties.values())
    result.wordings = {
        duty.task_id: (duty.past[0][1].deadline, duty.past[-1][1].deadline, duty.past[-1][1].lead)
        for duty in result.duties.values()
    }
    inside = [one for one in result.duties.values() if one.due_on and start <= one.due_on <= cutoff]
    result.tasks_in_period = roll_up(inside)
    result.reports = {one.key: one for one in reports_of(plan, seen, period, as_of_day)}
    result.readings = {one.id: reading_of(plan, seen, one, as_of_day) for one in plan.indicators}
    result.unmatched = unmatched(plan, seen, as_of_day)
    return result


def duties_of(plan, on, known_on):
    groups = {group.id for group in plan.groups}
    for past in [found for id_ in task_ids(plan) if (found := history(plan, id_, on, known_on))]:
        now = past[-1][1]
        if (now.assigned_on or plan.in_force_from) > on:
            continue
        for occurrence, start, due in occurrences_in(plan, past, on):
            for lead in members_of(plan, now.lead, on) if now.lead in groups else (now.lead,):
                owner = lead and owner_on(plan, lead, on)
                yield Duty(now.id, occurrence, lead, start, due, past, owner=owner)


def judge(plan, duty, seen, status_on):
    key = duty.task_id, duty.occurrence
    line = line_of(plan, duty.lead, duty.past)
    said = [
        r
        for r in seen["progress"]
        if (r["task_id"], r["occurrence"]) == key
        and r["effective_on"] <= status_on
        and speaks_for(r, line, *days_of(r))
    ]
    duty.records = len(said)
    for record in said:  # of equally effective records the later one holds
        if duty.record is None or record["effective_on"] >= duty.record["effective_on"]:
            duty.record = record
    duty.contradiction = contradiction(plan, duty)
    ours = moves_of(plan, duty.past)
    ours += [r for r in seen["extensions"] if (r["task_id"], r["occurrence"]) == key]
    settled_on = duty.record["done_on"] if is_done(duty, status_on) else None
    # What is granted after a duty is done changes nothing.
    on = settled_on or status_on
    duty.due_on, duty.was_overdue, duty.extended_on = extended(duty.original_due_on, ours, line, on)
    duty.part = part_of(duty, status_on)
    if duty.part == "open_overdue":
        duty.days_late = (status_on - duty.due_on).days
    if duty.part == "done_late":
        duty.days_late = (duty.record["done_on"] - duty.due_on).days


# Weekdays off and Saturdays worked between the days that the worlds know (6150/TB-BLĐTBXH, 8726/VPCP-KGVX).
OFF = {date(2025, 4, 7), date(2025, 4, 30), date(2025, 5, 1), date(2025, 5, 2)}
WORKED = {date(2025, 4, 26)}


def workdays_late(duty):
    """The days late that were worked, counted one by one from the day after the deadline."""
    if duty.days_late is None:
        return None
    days = [duty.due_on + timedelta(days=n + 1) for n in range(duty.days_late)]
    return sum(day in WORKED or (day.weekday() < 5 and day not in OFF) for day in days)


def ageing(duty):
    """How long a duty has been overdue, in months of thirty days up to the third."""
    if duty.part != "open_overdue":
        return None
    spans = {"1-30": 30, "31-60": 60, "61-90": 90}
    return next((name for name, last in spans.items() if duty.days_late <= last), "91+")


def is_done(duty, status_on):
    """Done after the day of judgement is normal: still open in this period."""
    if duty.record is None or duty.record["state"] != "done" or duty.contradiction:
        return False
    return duty.record["done_on"] is None or duty.record["done_on"] <= status_on


def contradiction(plan, duty):
    """Done after it was recorded, or before it could begin, is not done."""
    record = duty.record
    if record is None or record["state"] != "done" or record["done_on"] is None:
        return None
    if record["done_on"] > record["recorded_at"].astimezone(LOCAL).date():
        return "done_after_recorded"
    if record["done_on"] < (duty.starts_on or plan.covers.first):
        return "done_before_start"
    return None


def part_of(duty, status_on):
    state = duty.record and duty.record["state"]
    done_on = duty.record and duty.record["done_on"]
    if duty.past[-1][1].is_dropped and not is_done(duty, status_on):
        return "cancelled"
    if state in BESIDE:
        return state
    if is_done(duty, status_on):
        if duty.due_on is None:
            return "done_no_deadline"
        if done_on is None:
            return "done_date_missing"
        return "done_on_time" if done_on <= duty.due_on else "done_late"
    if duty.due_on is None:
        return "open_no_deadline"
    return "open_in_time" if status_on <= duty.due_on else "open_overdue"


def roll_up(duties):
    """Part of each task: over the occurrences of each agency, then over the agencies."""
    by_task = {}
    for duty in duties:
        by_task.setdefault(duty.task_id, {}).setdefault(duty.lead, []).append(duty)
    return {task: worst([speaking(duties) for duties in leads.values()]) for task, leads in by_task.items()}


def speaking(duties):
    if len(duties) == 1:
        return duties[0].part
    return next(part for part in OF_OCCURRENCES if part in [duty.part for duty in duties])


def worst(parts):
    return next(part for part in OF_AGENCIES if part in parts)


def reports_of(plan, seen, period, as_of_day):
    for obligation in plan.obligations:
        if not owes(plan, obligation, period):
            continue
        due = due_of_report(period, obligation.due.day)
        members = members_of(plan, obligation.reporters, due)
        owners = {member: owner_on(plan, member, due) for member in members}
        for member in members:
            yield report_of(plan, seen, period, obligation, member, owners, as_of_day)


def owes(plan, obligation, period):
    """Of the obligation's kinds and regime, from its first owed period on."""
    return (
        kind_of(period) in obligation.kinds
        and months_of(period)[2] == obligation.regime
        and due_of_report(period, obligation.due.day) >= first_due(plan, obligation, period)
    )


def first_due(plan, obligation, period):
    """The due day of the first owed period: as stated, else any that is not before the plan is in force."""
    stated = obligation.first_owed.get(kind_of(period))
    return due_of_report(stated, obligation.due.day) if stated else plan.in_force_from


def report_of(plan, seen, period, obligation, member, owners, as_of_day):
    original = due_of_report(period, obligation.due.day)
    ours = [r for r in seen["extensions"] if (r["obligation_id"], r["period"]) == (obligation.id, period)]
    receipts = [
        r
        for r in seen["submissions"]
        if (r["obligation_id"], r["period"]) == (obligation.id, period)
        and local_day(r["received_at"]) <= local_day(r["recorded_at"])
        # Whoever owed it on the due day may also send it later.
        and speaks_for(r, line_of(plan, member), local_day(r["received_at"]), original)
    ]
    ordered = sorted(receipts, key=lambda one: one["received_at"])
    first, last = (ordered[0], ordered[-1]) if ordered else (None, None)
    until = local_day(first["received_at"]) if first else as_of_day
    due, was_overdue, extended_on = extended(original, ours, line_of(plan, member), until)
    found = first, last, len(ordered), extended_on, obligation
    report = Report(obligation.id, member, owners[member], due, was_overdue, *found)
    report.sent_itself = member in [r["agency_id"] for r in ordered]
    report.timeliness = timeliness(report, owners, as_of_day)
    if report.timeliness in {"late", "missing"}:
        report.days_late = (until - due).days
    return report


def timeliness(report, owners, as_of_day):
    if report.owner is None:
        return "owner_unresolved"
    # One report serves all members that have become one agency: its own row carries it, else the first.
    carriers = [member for member, owner in owners.items() if owner == report.owner]
    carrier = report.owner if report.owner in carriers else carriers[0]
    # What a member sent itself before it was merged stays its own.
    if report.member != carrier and not report.sent_itself:
        return "replaced"
    if report.first is not None:
        return "on_time" if local_day(report.first["received_at"]) <= report.due_on else "late"
    return "not_yet_due" if as_of_day <= report.due_on else "missing"


CODES = {
    "month": "M01 M02 M03 M04 M05 M06 M07 M08 M09 M10 M11 M12",
    "quarter": "Q1 Q2 Q3 Q4",
    "half": "S1 S2",
    "nine_months": "9M",
    "year": "A1",
}


def periods_read(plan, indicator):
    """The periods of the indicator's kind and regime within what the plan covers, in order."""
    regime = "" if indicator.regime == "decree-09" else f"@{indicator.regime}"
    years = range(plan.covers.first.year, plan.covers.last.year + 1)
    found = [f"{year}-{code}{regime}" for year in years for code in CODES[indicator.kind].split()]
    return [text for text in found if _is_covered(plan, text)]


def _is_covered(plan, text):
    (year, month), _, _ = months_of(text)
    return plan.covers.first <= date(year, month, 1) and window(text)[2] <= plan.covers.last


def is_closed(text, as_of_day):
    return window(text)[1] < as_of_day


def value_read(plan, seen, indicator, period):
    """The last value recorded for a period by who owed it at the cut-off or when it was recorded; null when none."""
    values = [r["value"] for r in seen["readings"] if r["period"] == period and _measures(plan, r, indicator)]
    return values[-1] if values else None


def reading_of(plan, seen, indicator, as_of_day):
    """Last closed period of the indicator's regime within what the plan covers, and the last value for it."""
    closed = [text for text in periods_read(plan, indicator) if is_closed(text, as_of_day)]
    period = closed[-1] if closed else None
    return period, value_read(plan, seen, indicator, period) if period else None


def unmatched(plan, seen, known_on):
    """(type of record, its place) of each record that belongs to nothing in the plan."""
    wordings = lines_by_wording(plan, known_on)
    belongs = {
        "progress": lambda r: _speaks_in(wordings, r, r["effective_on"]),
        "submissions": lambda r: (
            _speaks(r, _reporters(plan, r), *_receipt_days(plan, r))
            and local_day(r["received_at"]) <= local_day(r["recorded_at"])
        ),
        "readings": lambda r: any(_measures(plan, r, one) for one in plan.indicators),
        "events": lambda r: (
            r["activity_id"] in {one.id for one in plan.activities}
            and r["held_on"] <= local_day(r["recorded_at"])
        ),
        "extensions": lambda r: (
            _speaks_in(wordings, r, r["granted_on"]) or _speaks(r, _reporters(plan, r), *days_of(r))
        ),
        "remarks": lambda r: (
            r["agency_id"] in {None, *(one.id for one in plan.agencies)}
            and months_of(r["period"])[0][0] == plan.covers.first.year
        ),
    }
    return [(name, r["place"]) for name, accepts in belongs.items() for r in seen[name] if not accepts(r)]


def lines_by_wording(plan, known_on):
    """(last day, who owes each duty) for every wording that the known amendments give the plan; the last for good."""
    changing = {one.in_force_from for one in plan.amendments if one.recorded_on <= known_on}
    found = []
    for day in sorted({*(day - timedelta(days=1) for day in changing), plan.covers.last}):
        lines = {}
        for duty in duties_of(plan, day, known_on):
            key = duty.task_id, duty.occurrence
            lines.setdefault(key, []).append(line_of(plan, duty.lead, duty.past))
        found.append((day if day < plan.covers.last else date.max, lines))
    return found


def _speaks_in(wordings, record, about):
    """Whether some wording has the duty that a record is about, while it is in force."""
    return any(
        about <= last and _speaks(record, lines.get(_task_key(record), []), *days_of(record))
        for last, lines in wordings
    )


def _receipt_days(plan, record):
    day = next((one.due.day for one in plan.obligations if one.id == record["obligation_id"]), 1)
    return local_day(record["received_at"]), due_of_report(record["period"], day)


def _task_key(record):
    return record["task_id"], record["occurrence"]


def _speaks(record, lines, *days):
    """Whether a record speaks for one of the duties; one without an agency speaks to all there are."""
    if record["agency_id"] is None:
        return bool(lines)
    return any(speaks_for(record, line, *days) for line in lines)


def _reporters(plan, record):
    """Who reports what a record names; nobody when the period is not owed."""
    period = record["period"]
    return [
        line_of(plan, member)
        for one in plan.obligations
        if one.id == record["obligation_id"] and period and owes(plan, one, period)
        for member in members_of(plan, one.reporters, due_of_report(period, one.due.day))
    ]


def _measures(plan, record, indicator):
    """A reading counts for a period of the indicator, from who owed it at the cut-off or on the day of recording."""
    if record["indicator_id"] != indicator.id or record["period"] not in periods_read(plan, indicator):
        return False
    days = window(record["period"])[1], local_day(record["recorded_at"])
    return days[1] >= window(record["period"])[0] and record["agency_id"] in [
        owner_on(plan, indicator.agency, day) for day in days
    ]


# --- rates ---------------------------------------------------------------------------------------------------

_DONE = PARTS[:4]
_DATED = ("done_on_time", "done_late", "done_date_missing", "open_in_time", "open_overdue")
RATES = {
    "done_of_due": (_DONE, (*_DONE, "open_overdue"), "due"),
    "on_time_of_due": (("done_on_time",), (*_DONE, "open_overdue"), "due"),
    "overdue_of_due": (("open_overdue",), (*_DONE, "open_overdue"), "due"),
    "done_of_assigned": (_DONE, PARTS, "assigned"),
    "overdue_of_assigned": (("open_overdue",), PARTS, "assigned"),
    "done_of_dated": (_DATED[:3], _DATED, "dated"),
    "overdue_of_dated": (("open_overdue",), _DATED, "dated"),
}


def rate(counts, name):
    """Numerator, denominator, its name, and the exact share (null for 0/0)."""
    above, below, of = RATES[name]
    numerator, denominator = sum(counts[p] for p in above), sum(counts[p] for p in below)
    return numerator, denominator, of, Fraction(numerator, denominator) if denominator else None


def percent(share):
    """Half up to two places, in hundredths of a percent: 0.98625 is 9863."""
    return None if share is None else (share * 20000 + 1) // 2
