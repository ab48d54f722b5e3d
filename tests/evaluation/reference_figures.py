"""The second reading, continued: indicators on their path, streaks of lateness, scores, and what changed.

Plain Python on the results of :mod:`reference`, with fractions where the package counts in columns.
"""

from collections import Counter
from datetime import date
from fractions import Fraction
from itertools import pairwise

import reference
from reference import (
    CODES,
    is_closed,
    kind_of,
    local_day,
    owner_on,
    periods_read,
    reports_of,
    value_read,
    window,
)

# --- indicators ----------------------------------------------------------------------------------------------


def exact(value):
    return None if value is None else Fraction(str(value))


def path_at(plan, indicator, day):
    """The value to have on a day: straight between stated points, flat after the last, null before the first."""
    points = [(one.on, exact(one.value)) for one in indicator.path]
    points.append((indicator.target_on, exact(indicator.target)))
    if indicator.summed:
        points = [point for point in points if point[0].year == day.year]
        points = points and [(date(day.year - 1, 12, 31), Fraction(0)), *points]
    elif indicator.baseline is not None:
        first = indicator.baseline_on or date.fromordinal(plan.covers.first.toordinal() - 1)
        points.insert(0, (first, exact(indicator.baseline)))
    for (on, value), (later, aim) in pairwise(points):
        if on <= day < later:
            return value + (aim - value) * Fraction((day - on).days, (later - on).days)
    return points[-1][1] if points and day >= points[-1][0] else None


def series_of(plan, seen, indicator, as_of_day):
    """By period: closed, value, the figure that is compared, and the value on the path."""
    found, sums = {}, {}
    for period in periods_read(plan, indicator):
        closed = is_closed(period, as_of_day)
        value = value_read(plan, seen, indicator, period) if closed else None
        reached = exact(value)
        if indicator.summed:
            before = sums.get(period[:4], Fraction(0))
            reached = None if before is None or value is None else before + reached
            sums[period[:4]] = reached
        found[period] = closed, value, reached, path_at(plan, indicator, window(period)[2])
    return found


def measured(plan, seen, indicator, as_of_day):
    """What is told of an indicator at its last closed period."""
    series = series_of(plan, seen, indicator, as_of_day)
    closed = [period for period, (is_closed_, *_) in series.items() if is_closed_]
    missing = [period for period in closed if series[period][1] is None]
    if not closed:
        return {"reached": None, "expected": None, "path_result": None, "missing": [], "result": "missing"}
    last = closed[-1]
    _, _, reached, expected = series[last]
    better = (lambda a, b: a >= b) if indicator.direction == "up" else (lambda a, b: a <= b)
    known = [exact(series[p][1]) for p in closed if p[:4] == last[:4] and series[p][1] is not None]
    path_result = None
    if reached is not None and expected is not None:
        path_result = "on_path" if better(reached, expected) else "behind"
    return {
        "reached": reached,
        "expected": expected,
        "path_result": path_result,
        "missing": missing,
        "sum_so_far": sum(known) if indicator.summed and known else None,
        "result": result_of(indicator, reached, window(last)[2], known, better),
    }


def result_of(indicator, reached, day, known, better):
    if reached is None:
        return "incomplete" if indicator.summed and known else "missing"
    if day < indicator.target_on and indicator.summed and indicator.direction == "down":
        return "not_yet_due"  # the sum still grows
    if better(reached, exact(indicator.target)):
        return "reached"
    return "not_yet_due" if day < indicator.target_on else "not_reached"


# --- reporting -----------------------------------------------------------------------------------------------


def history_of(plan, seen, until, as_of_day):
    """(obligation, kind, member) → (period, report), over the periods that end no later than one, by cut-off."""
    texts = [f"{plan.covers.first.year}-{code}" for codes in CODES.values() for code in codes.split()]
    texts = sorted((t for t in texts if window(t)[1] <= window(until)[1]), key=lambda t: window(t)[1])
    found = {}
    for text in texts:
        for report in reports_of(plan, seen, text, as_of_day):
            key = report.obligation_id, kind_of(text), report.member
            found.setdefault(key, []).append((text, report))
    return found


def streak_of(reports):
    """Periods judged, length of the row that lasts, its first period, and the longest row; null when none is judged."""
    judged = [(text, one.timeliness != "on_time") for text, one in reports if one.timeliness in JUDGED]
    if not judged:
        return None
    row, longest = [], 0
    for text, is_late in judged:
        row = [*row, text] if is_late else []
        longest = max(longest, len(row))
    return len(judged), len(row), row[0] if row else None, longest


JUDGED = ("on_time", "late", "missing")

# --- scores --------------------------------------------------------------------------------------------------

_DUE = ("done_on_time", "done_late", "done_no_deadline", "done_date_missing", "open_overdue")
MEASURES = {
    "done_of_due": (_DUE[:4], _DUE),
    "on_time_of_due": (_DUE[:1], _DUE),
    "received_of_expected": (JUDGED[:2], JUDGED),
    "on_time_of_expected": (JUDGED[:1], JUDGED),
}


def score_of(scale, things):
    """Score in hundredths, class, measures left out, and rows behind it, from (part or class, weight) of each thing."""
    points, weights, missing, rows = Fraction(0), Fraction(0), [], {}
    for name, weight in scale.weights.items():
        above, below = MEASURES[name]
        looked_at = [(part, w) for part, w in things if part in below]
        rows[below] = len(looked_at)
        if not looked_at:
            missing.append(name)
            continue
        share = sum(w for part, w in looked_at if part in above) / sum(w for _, w in looked_at)
        points += exact(weight) * share
        weights += exact(weight)
    if not weights:
        return None, None, missing, sum(rows.values())
    shown = reference.percent(points / weights)
    reached = next(one.id for one in scale.classes if shown >= exact(one.at_least) * 100)
    return shown, reached, missing, sum(rows.values())


def agency_scores(plan, result):
    """By agency that owes a duty or report."""
    things = {}
    for duty in result.duties.values():
        if duty.owner:
            things.setdefault(duty.owner, []).append((duty.part, weight_of(duty)))
    for report in result.reports.values():
        if report.owner:
            things.setdefault(report.owner, []).append((report.timeliness, Fraction(1)))
    return {id_: score_of(plan.scale, found) for id_, found in things.items()}


def weight_of(duty):
    """The weight of a duty's task in the wording in force."""
    return exact(duty.past[-1][1].weight)


def tasks_of(result):
    """(section, part, weight) of each task."""
    last = {duty.task_id: duty for duty in result.duties.values()}
    return [(last[id_].past[-1][1].section, part, weight_of(last[id_])) for id_, part in result.tasks.items()]


def plan_score(plan, result):
    things = [(part, weight) for _, part, weight in tasks_of(result)]
    return score_of(plan.scale, things + [(one.timeliness, Fraction(1)) for one in result.reports.values()])


def section_scores(plan, result):
    things = {}
    for section, part, weight in tasks_of(result):
        things.setdefault(section, []).append((part, weight))
    return {id_: score_of(plan.scale, found) for id_, found in things.items()}


def ranks_of(scores):
    """Place by score: one more than there are better ones."""
    shown = [score for score, *_ in scores.values() if score is not None]
    return {
        id_: None if score is None else 1 + sum(other > score for other in shown)
        for id_, (score, *_) in scores.items()
    }


# --- comparison ----------------------------------------------------------------------------------------------


def transitions_of(earlier, later):
    """(part before, part after) → tasks."""
    return Counter((earlier.get(id_, "absent"), later.get(id_, "absent")) for id_ in {*earlier, *later})


def passed_on(plan, result, day):
    """Due and overdue duties of an earlier result, by who has succeeded to the agency named, on a later day."""
    found = {}
    for duty in result.duties.values():
        owner = duty.lead and owner_on(plan, duty.lead, day)
        if owner:
            due, overdue = found.get(owner, (0, 0))
            found[owner] = due + (duty.part in _DUE), overdue + (duty.part == "open_overdue")
    return found


def seen_at(world):
    """The records that were known, and the local day of the moment."""
    known = {
        name: [r for r in rows if r["recorded_at"] <= world.as_of] for name, rows in world.records.items()
    }
    return known, local_day(world.as_of)
