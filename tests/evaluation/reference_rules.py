"""The report rules once more, in plain Python on the reference's own duties, reports and readings.

Each rule is a sentence of DESIGN.md or of ``kh2025 explain`` turned into conditions on one thing at a time. Nothing of
the package is used but the plan's data; the numbers are written out again.
"""

from datetime import timedelta

import reference
from reference import LOCAL, PARTS, kind_of, local_day, months_of, window

PASS, BREACH, UNKNOWN, NONE = "pass", "breach", "unknown", "not_applicable"
_CODES = {
    "month": [f"M{n:02}" for n in range(1, 13)],
    "quarter": ["Q1", "Q2", "Q3", "Q4"],
    "half": ["S1", "S2"],
    "nine_months": ["9M"],
    "year": ["A1"],
}
_ORDER = list(_CODES)


def verdicts(plan, records, period, as_of, status_on=None):
    """{rule: {subject: verdict}} of every report rule but those on the plan's own wording."""
    result = reference.evaluate(plan, records, period, as_of, status_on)
    seen = {name: [r for r in rows if r["recorded_at"] <= as_of] for name, rows in records.items()}
    today, as_of_day = result.status_on, local_day(as_of)
    for duty in result.duties.values():
        soon = plan.settings.due_soon_days
        duty.all_said = all_said_of(plan, duty, seen, today)
        duty.said = history_of(duty)
        duty.is_soon = duty.part == "open_in_time" and (duty.due_on - today).days <= soon
        duty.is_past_due = duty.due_on is not None and duty.due_on < today
    silence = {key: silent(plan, duty, period, today) for key, duty in result.duties.items()}
    series = streaks(plan, seen, period, as_of_day)
    activities = {one.id: Held(plan, one, seen, period, today) for one in plan.activities}
    return {
        **{
            rule: {key: check(one, period) for key, one in result.reports.items()}
            for rule, check in REPORTS.items()
        },
        **{
            rule: {key: check(one) for key, one in result.duties.items()}
            for rule, check in (DUTIES | STATEMENTS).items()
        },
        "progress-stale": {key: stale(one, silence[key]) for key, one in result.duties.items()},
        "reports-late-in-a-row": {key: in_a_row(*found) for key, found in series.items()},
        **{rule: {key: check(one) for key, one in activities.items()} for rule, check in ACTIVITIES.items()},
        "indicator-unread": {id_: unread(*found) for id_, found in result.readings.items()},
        "record-unmatched": dict.fromkeys(result.unmatched, BREACH),
    }


# --- reports -------------------------------------------------------------------------------------------------


def _of(classes, report):
    return classes.get(report.timeliness, NONE)


def returned(report):
    if report.last is None:
        return NONE
    return {None: UNKNOWN, "returned": BREACH, "accepted": PASS}[report.last["result"]]


def other_channel(report):
    wanted = report.obligation.channel
    if wanted is None or report.first is None:
        return NONE
    if report.first["channel"] is None:
        return UNKNOWN
    return PASS if report.first["channel"] == wanted else BREACH


def before_cutoff(report, period):
    cutoff = window(period)[1]
    if report.first is None or report.due_on <= cutoff:
        return NONE
    return BREACH if local_day(report.first["received_at"]) < cutoff else PASS


def extended_late(duty):
    if duty.was_overdue:
        return BREACH
    return NONE if duty.extended_on is None else PASS


REPORTS = {
    "submission-late": lambda r, _: _of({"late": BREACH, "on_time": PASS, "owner_unresolved": UNKNOWN}, r),
    "submission-missing": lambda r, _: _of(
        {"missing": BREACH, "on_time": PASS, "late": PASS, "owner_unresolved": UNKNOWN}, r
    ),
    "submission-unowned": lambda r, _: BREACH if r.owner is None else PASS,
    "submission-returned": lambda r, _: returned(r),
    "submission-other-channel": lambda r, _: other_channel(r),
    "submission-before-cutoff": before_cutoff,
    "submission-unnumbered": lambda r, _: (
        NONE if r.last is None else PASS if r.last["document_number"] else BREACH
    ),
    "submission-extended-late": lambda r, _: extended_late(r),
}


def streaks(plan, seen, period, as_of_day):
    """How many reports of each series were late or missing in a row, up to the period's end; whether it passed on."""
    found = {}
    last = window(period)[1]
    for obligation in plan.obligations:
        for kind in obligation.kinds:
            texts = [f"{plan.covers.first.year}-{code}" for code in _CODES[kind]]
            for text in (one for one in texts if window(one)[1] <= last):
                for report in reference.reports_of(plan, seen, text, as_of_day):
                    key = obligation.id, kind, report.member
                    row, _ = found.get(key, (0, False))
                    if report.obligation_id != obligation.id or report.timeliness == "not_yet_due":
                        continue
                    if report.timeliness in {"on_time", "late", "missing"}:
                        found[key] = (0 if report.timeliness == "on_time" else row + 1), False
                    elif key in found:
                        found[key] = row, True
    return found


def in_a_row(row, has_heir):
    if has_heir:
        return NONE
    return BREACH if row >= 2 else PASS


# --- duties ----------------------------------------------------------------------------------------------------


def overdue(duty):
    if duty.part in reference.BESIDE or duty.due_on is None:
        return NONE
    return BREACH if duty.part == "open_overdue" else PASS


def long_overdue(duty):
    if duty.part != "open_overdue":
        return NONE
    return BREACH if duty.days_late > 90 else PASS


def done_late(duty):
    found = {"done_late": BREACH, "done_on_time": PASS, "done_date_missing": UNKNOWN}
    return found.get(duty.part, NONE)


DUTIES = {
    "task-overdue": overdue,
    "task-long-overdue": long_overdue,
    "task-done-late": done_late,
    "task-extended-late": extended_late,
}


# --- statements ------------------------------------------------------------------------------------------------


def all_said_of(plan, duty, seen, today):
    """Every record about a duty up to the day from who may speak for it, in order of recording."""
    line = reference.line_of(plan, duty.lead, duty.past)
    return [
        record
        for record in seen["progress"]
        if (record["task_id"], record["occurrence"]) == (duty.task_id, duty.occurrence)
        and record["effective_on"] <= today
        and reference.speaks_for(record, line, *reference.days_of(record))
    ]


def history_of(duty):
    """What was said of a duty, the last word about each day, in order of the days."""
    about = {record["effective_on"]: record for record in duty.all_said}
    return [about[day] for day in sorted(about)]


def _state(duty):
    return duty.record["state"] if duty.record else None


def _is_open(duty):
    return duty.part in {name for name in PARTS if name.startswith("open")}


def not_started(duty):
    if not duty.is_soon:
        return NONE
    return {None: UNKNOWN, "not_started": BREACH}.get(_state(duty), PASS)


def unreported(duty):
    if not (duty.is_soon or duty.part == "open_overdue"):
        return NONE
    return PASS if duty.said else BREACH


def suspended_past_due(duty):
    if duty.part != "suspended":
        return NONE
    if duty.due_on is None:
        return UNKNOWN
    return BREACH if duty.is_past_due else PASS


def stopped_unexplained(duty):
    if _state(duty) not in reference.BESIDE:
        return NONE
    return PASS if duty.record["evidence"] or duty.record["note"] else BREACH


def without_evidence(duty):
    if not duty.part.startswith("done"):
        return NONE
    return PASS if duty.record["evidence"] else BREACH


def unresolved(duty):
    if duty.lead is None or not (_is_open(duty) or duty.part == "suspended"):
        return NONE
    return PASS if duty.owner else BREACH


def date_impossible(duty):
    if _state(duty) != "done":
        return NONE
    if duty.contradiction:
        return BREACH
    return PASS if duty.record["done_on"] else UNKNOWN


def date_missing(duty):
    if _state(duty) != "done":
        return NONE
    return PASS if duty.record["done_on"] else BREACH


def percent_contradicts(duty):
    if _state(duty) in {None, *reference.BESIDE}:
        return NONE
    if duty.record["percent"] is None:
        return UNKNOWN
    if _state(duty) == "not_started" and duty.record["percent"] == 100:
        return NONE
    return PASS if (duty.record["percent"] == 100) == (_state(duty) == "done") else BREACH


def begun_unstarted(duty):
    if _state(duty) != "not_started":
        return NONE
    percent = duty.record["percent"]
    return UNKNOWN if percent is None else BREACH if percent > 0 else PASS


def backwards(duty):
    before = [one["percent"] for one in duty.said[:-1] if one["percent"] is not None]
    if not before or reopened(duty) == BREACH:
        return NONE
    percent = duty.said[-1]["percent"]
    return UNKNOWN if percent is None else BREACH if percent < max(before) else PASS


def reopened(duty):
    if "done" not in [one["state"] for one in duty.said[:-1]]:
        return NONE
    return PASS if duty.said[-1]["state"] == "done" else BREACH


def ahead(duty):
    if duty.record is None:
        return NONE
    known_on = duty.record["recorded_at"].astimezone(LOCAL).date()
    return BREACH if duty.record["effective_on"] > known_on else PASS


def contradict(duty):
    if duty.record is None:
        return NONE
    named = ("state", "percent", "done_on")
    twins = [
        one
        for one in duty.all_said
        if one["effective_on"] == duty.record["effective_on"]
        and one["recorded_at"] == duty.record["recorded_at"]
    ]
    return BREACH if any(one[name] != duty.record[name] for one in twins for name in named) else PASS


STATEMENTS = {
    "task-not-started": not_started,
    "task-unreported": unreported,
    "task-suspended-past-due": suspended_past_due,
    "task-stopped-unexplained": stopped_unexplained,
    "done-without-evidence": without_evidence,
    "owner-unresolved": unresolved,
    "done-date-impossible": date_impossible,
    "done-date-missing": date_missing,
    "percent-contradicts-state": percent_contradicts,
    "not-started-with-progress": begun_unstarted,
    "progress-backwards": backwards,
    "done-reopened": reopened,
    "statement-ahead": ahead,
    "statements-contradict": contradict,
}


def silent(plan, duty, period, today):
    """Periods of the shortest kind of report that began between the last word and the day: their first days counted."""
    kinds = {kind for one in plan.obligations for kind in one.kinds}
    kind = min(kinds, key=_ORDER.index) if kinds else kind_of(period)
    suffix = "" if kinds or months_of(period)[2] == "decree-09" else f"@{months_of(period)[2]}"
    now = duty.past[-1][1]
    last = max(
        day
        for day in (
            now.assigned_on or plan.in_force_from,
            duty.starts_on,
            duty.record and duty.record["effective_on"],
        )
        if day
    )
    starts = [window(f"{year}-{code}{suffix}")[0] for year in (2024, 2025, 2026) for code in _CODES[kind]]
    return sum(last < start <= today for start in starts)


def stale(duty, periods):
    if not _is_open(duty) or unreported(duty) == BREACH:
        return NONE
    return BREACH if periods >= 2 else PASS


# --- activities and indicators ----------------------------------------------------------------------------------


class Held:
    """What was to be held of an activity in the period, and what was."""

    def __init__(self, plan, activity, seen, period, today):
        start, end, _ = window(period)
        days = [
            (r["held_on"], r["document_number"])
            for r in seen["events"]
            if r["activity_id"] == activity.id and r["held_on"] <= min(today, local_day(r["recorded_at"]))
        ]
        within = [one for one in days if start <= one[0] <= end]
        self.kind, self.due = activity.kind, activity.due
        self.held, self.undocumented = len(within), sum(number is None for _, number in within)
        self.first = min((day for day, _ in days if day >= plan.in_force_from), default=None)
        self.is_past_due = bool(activity.due and activity.due < today)
        self.required = None if activity.every is None else required(plan, activity.every, period, today)


def required(plan, every, period, today):
    """Spans of the frequency that lie in the period and have ended since the plan is in force."""
    start, end, _ = window(period)
    regime = months_of(period)[2]
    suffix = "" if regime == "decree-09" else f"@{regime}"
    spans = [window(f"2025-{code}{suffix}")[:2] for code in _CODES[every]]
    return sum(
        start <= first and last <= end and plan.in_force_from <= last <= today for first, last in spans
    )


def often(kind):
    def check(one):
        if one.kind != kind:
            return NONE
        if one.required is None:
            return UNKNOWN
        if one.required == 0:
            return NONE
        return BREACH if one.held < one.required else PASS

    return check


def by_its_day(kind):
    def check(one):
        if one.kind != kind:
            return NONE
        if one.due is None:
            return UNKNOWN
        if one.first is not None:
            return PASS if one.first <= one.due else BREACH
        return BREACH if one.is_past_due else NONE

    return check


ACTIVITIES = {
    "session-not-held": often("session"),
    "communication-not-held": often("communication"),
    "inspection-not-held": often("inspection"),
    "review-late": by_its_day("review"),
    "next-plan-late": by_its_day("next_plan"),
    "activity-undocumented": lambda one: NONE if not one.held else BREACH if one.undocumented else PASS,
}


def unread(period, value):
    if period is None:
        return NONE
    return BREACH if value is None else PASS


# --- since when --------------------------------------------------------------------------------------------------


def first_days(result):
    """The first day of the breach of some rules, by subject: the day after the deadline in force."""
    day = timedelta(days=1)
    return {
        "task-overdue": {k: d.due_on + day for k, d in result.duties.items() if d.part == "open_overdue"},
        "task-done-late": {k: d.due_on + day for k, d in result.duties.items() if d.part == "done_late"},
        "submission-late": {k: r.due_on + day for k, r in result.reports.items() if r.timeliness == "late"},
        "submission-missing": {
            k: r.due_on + day for k, r in result.reports.items() if r.timeliness == "missing"
        },
    }
