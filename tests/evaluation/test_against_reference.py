"""The package against the reference: random small plans and facts, every number compared."""

from collections import Counter
from datetime import date

import pandas as pd
import reference
import worlds
from hypothesis import given
from hypothesis import strategies as st

from kh2025.evaluation.scope import make_scope
from kh2025.evaluation.tables import BESIDE, PARTS
from kh2025.evaluation.timeliness import counts, report_tables


def day_of(value):
    """A cell of a day column as a date, or null."""
    return None if pd.isna(value) else value.date()


def text_of(value):
    """A cell of a text column, or null."""
    return None if pd.isna(value) else value


def number_of(value):
    """A cell of an integer column, or null."""
    return None if pd.isna(value) else int(value)


def duties_of(ev):
    """What the package says of each duty, by task, occurrence and lead."""
    return {
        (row.task_id, day_of(row.occurrence), text_of(row.assigned_agency_id)): {
            "owner": text_of(row.agency_id),
            "due_on": day_of(row.due_on),
            "original_due_on": day_of(row.original_due_on),
            "was_overdue": row.was_overdue,
            "state": text_of(row.state),
            "done_on": day_of(row.done_on),
            "contradiction": text_of(row.contradiction),
            "part": row.part,
            "days_late": number_of(row.days_late),
            "workdays_late": number_of(row.workdays_late),
            "ageing": text_of(row.ageing),
            "records": row.records,
        }
        for row in ev.duties.itertuples()
    }


def expected_duties(expected):
    """The same from the reference."""
    return {
        key: {
            "owner": duty.owner,
            "due_on": duty.due_on,
            "original_due_on": duty.original_due_on,
            "was_overdue": duty.was_overdue,
            "state": duty.record and duty.record["state"],
            "done_on": duty.record and duty.record["done_on"],
            "contradiction": duty.contradiction,
            "part": duty.part,
            "days_late": duty.days_late,
            "workdays_late": reference.workdays_late(duty),
            "ageing": reference.ageing(duty),
            "records": duty.records,
        }
        for key, duty in expected.duties.items()
    }


def reports_of(submissions):
    """What the package says of each report, by obligation and member."""
    return {
        (row.obligation_id, row.assigned_agency_id): {
            "owner": text_of(row.agency_id),
            "due_on": day_of(row.due_on),
            "was_overdue": row.was_overdue,
            "receipts": row.receipts,
            "first_received_at": text_of(row.first_received_at),
            "result": text_of(row.result),
            "timeliness": row.timeliness,
            "days_late": number_of(row.days_late),
        }
        for row in submissions.itertuples()
    }


def expected_reports(expected):
    """The same from the reference."""
    return {
        key: {
            "owner": report.owner,
            "due_on": report.due_on,
            "was_overdue": report.was_overdue,
            "receipts": report.receipts,
            "first_received_at": report.first and report.first["received_at"],
            "result": report.last and report.last["result"],
            "timeliness": report.timeliness,
            "days_late": report.days_late,
        }
        for key, report in expected.reports.items()
    }


def wordings_of(ev):
    """First deadline, deadline and lead of each task."""
    shown = ev.tasks.set_index("task_id")[["original_deadline", "deadline", "lead_id"]]
    return {id_: tuple(map(text_of, row)) for id_, *row in shown.itertuples()}


def unmatched_of(ev):
    """Type and place of each record that belongs to nothing."""
    return list(ev.unmatched[["record", "place"]].itertuples(index=False, name=None))


def readings_of(ev):
    """Period and value that hold for each indicator."""
    return {row.indicator_id: (text_of(row.period), text_of(row.value)) for row in ev.indicators.itertuples()}


def counts_of(partition):
    """Total, parts and what stands beside it."""
    return {name: partition[name] for name in ("total", *PARTS, *BESIDE)}


@given(worlds.worlds())
@worlds.examples(35)
def test_agrees_with_the_reference(world):
    """Duties, tasks, counts, rates, reports and unmatched records are those of the second reading."""
    ev, expected = world.evaluate(), world.expected()
    assert ev.scope.status_on == expected.status_on
    assert duties_of(ev) == expected_duties(expected)
    assert ev.tasks.set_index("task_id")["part"].to_dict() == expected.tasks
    assert wordings_of(ev) == expected.wordings
    assert readings_of(ev) == expected.readings
    assert counts_of(ev.summary["duties"]) == expected.partition(one.part for one in expected.duties.values())
    assert counts_of(ev.summary["tasks"]) == expected.partition(expected.tasks.values())
    assert counts_of(ev.summary["tasks_in_period"]) == expected.partition(expected.tasks_in_period.values())
    assert reports_of(ev.submissions) == expected_reports(expected)
    assert ev.summary["submissions"] == expected.submissions
    assert unmatched_of(ev) == expected.unmatched
    compare_rates(ev.summary["rates"], expected.partition(expected.tasks.values()))
    compare_informations(ev, expected, world)


def test_worlds_are_amended():
    """Among the worlds drawn are enough in which an amendment changes what is counted, in every way."""
    seen = Counter()

    @given(worlds.worlds())
    @worlds.examples(300)
    def look(world):
        for past in {one.task_id: one.past for one in world.expected().duties.values()}.values():
            seen.update(ways_of(past))

    look()
    assert min(seen[way] for way in ("deadline", "rhythm", "lead", "dropped", "added")) >= 3, seen


def ways_of(past):
    """In what ways a task has been amended."""
    (since, first), (_, now) = past[0], past[-1]
    other = {one.deadline for _, one in past} != {first.deadline}
    rhythm = (first.deadline or "").startswith("Hằng")
    yield from ["rhythm" if rhythm else "deadline"] * other
    yield from ["lead"] * ({one.lead for _, one in past} != {first.lead})
    yield from ["dropped"] * now.is_dropped
    yield from ["added"] * (since != date.min)


@given(worlds.worlds(), st.sampled_from(worlds.LONGER))
@worlds.examples(20)
def test_reports_of_longer_periods(world, period):
    """Half-years, the year, and a quarter that may be owed by the plan's word alone."""
    scope = make_scope(world.plan, world.facts, period, world.as_of, None)
    table = report_tables(scope, world.facts.as_of(world.as_of))["submissions"]
    expected = world.expected(period=period, status_on=None)
    assert reports_of(table) == expected_reports(expected)
    assert counts(table) == expected.submissions


def compare_rates(rates, counts):
    """Numerator, denominator, its name, the quotient and the rounded percentage."""
    assert set(rates) == set(reference.RATES)
    for name, rate in rates.items():
        numerator, denominator, of, share = reference.rate(counts, name)
        assert (rate["numerator"], rate["denominator"], rate["of"]) == (numerator, denominator, of)
        assert rate["value"] == (None if share is None else float(share))
        rounded = reference.percent(share)
        assert rate["percent"] == (
            None if rounded is None else float(f"{rounded // 100}.{rounded % 100:02d}")
        )
        assert ("reason" in rate) == (share is None)


def compare_informations(ev, expected, world):
    """Open duties of which nobody said anything, and duties due soon."""
    unreported = [one for one in expected.duties.values() if one.part.startswith("open") and not one.record]
    assert ev.summary["duties"]["unreported"] == len(unreported)
    limit = world.plan.settings.due_soon_days
    soon = [
        one
        for one in expected.duties.values()
        if one.part == "open_in_time" and (one.due_on - expected.status_on).days <= limit
    ]
    assert ev.summary["duties"]["due_soon"] == len(soon)
