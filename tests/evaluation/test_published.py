"""Published figures, through the whole way: a plan of as many tasks, what was reported, and the summary.

The figures are those of report 1270/BC-TCTTTg (2017): 21,914 tasks = 14,068 done in time + 1,983 done late + 5,640
within time + 223 overdue; 98.63 % of those due are done, 1.37 % overdue; and those that Thái Bình gave for 2024: 42 of 48
tasks of its steering board done, 15 of 16 digital targets met and the sixteenth above 87 %. Tasks and targets themselves are
made up.
"""

from datetime import datetime

import numpy as np
import pandas as pd
import pytest
from worlds import agency, indicator, plan_of, record, task
from worlds import facts_of as records_of

import kh2025
from kh2025.evaluation.tables import PARTS
from kh2025.ledger.facts import Facts
from kh2025.ledger.records import RECORD_TYPES

PUBLISHED = {"done_on_time": 14_068, "done_late": 1_983, "open_in_time": 5_640, "open_overdue": 223}
#: Deadline and day of completion of the tasks of each part, as judged on 14/6.
WRITTEN = {
    "done_on_time": ("Ngày 10/6/2025", "2025-06-10"),
    "done_late": ("Ngày 10/6/2025", "2025-06-11"),
    "open_in_time": ("Ngày 14/6/2025", None),
    "open_overdue": ("Ngày 13/6/2025", None),
}
AGENCIES = [f"bo-{number}" for number in range(1, 41)]


def facts_of(done):
    """One statement of completion a task: id, agency and day."""
    ids, agencies, days = (list(column) for column in zip(*done, strict=True))
    count = len(done)
    days = pd.DatetimeIndex(days).astype("datetime64[s]")
    given = {
        "task_id": ids,
        "agency_id": agencies,
        "state": ["done"] * count,
        "percent": np.full(count, 100.0),
        "done_on": days,
        "evidence": ["1/BC"] * count,
        "effective_on": days,
        "recorded_at": [datetime.fromisoformat("2025-06-12T08:00:00+07:00")] * count,
        "seq": np.arange(count),
        "place": [f"progress.csv:{line}" for line in range(2, count + 2)],
    }
    contract = RECORD_TYPES["progress"].table
    empty = {name: [None] * count for name in contract.names if name not in given}
    tables = {name: kind.table.frame([]) for name, kind in RECORD_TYPES.items()}
    return Facts(tables | {"progress": contract.typed(given | empty)}, "made up")


@pytest.fixture(scope="module")
def published():
    """The evaluation of a plan with the published numbers of tasks."""
    parts = [part for part, count in PUBLISHED.items() for _ in range(count)]
    leads = [AGENCIES[number % len(AGENCIES)] for number in range(len(parts))]
    plan = plan_of(
        agencies=[agency(id_) for id_ in AGENCIES],
        tasks=[
            task(number, lead=lead, deadline=WRITTEN[part][0])
            for number, (part, lead) in enumerate(zip(parts, leads, strict=True))
        ],
    )
    done = [
        (f"nv-{number}", lead, WRITTEN[part][1])
        for number, (part, lead) in enumerate(zip(parts, leads, strict=True))
        if WRITTEN[part][1]
    ]
    return kh2025.evaluate(plan, facts_of(done), "2025-Q2", as_of="2025-06-15T00:00:00+07:00")


def test_parts_add_up_to_the_published_total(published):
    """21,914 tasks, each in one part, by task and by duty."""
    for key in ("tasks", "duties"):
        counts = published.summary[key]
        assert counts["total"] == 21_914
        assert {part: counts[part] for part in PARTS if counts[part]} == PUBLISHED


def test_published_rates(published):
    """98.63 % of what was due is done, 1.37 % is overdue; both name their denominator."""
    rates = published.summary["rates"]
    due = {"denominator": 16_274, "of": "due"}
    assert rates["done_of_due"] == due | {"numerator": 16_051, "value": 16_051 / 16_274, "percent": 98.63}
    assert rates["overdue_of_due"] == due | {"numerator": 223, "value": 223 / 16_274, "percent": 1.37}


def test_agencies_add_up_to_the_published_total(published):
    """What the agencies owe is the whole, part by part."""
    assert {part: int(published.agencies[part].sum()) for part in PUBLISHED} == PUBLISHED


def test_what_is_overdue_has_an_age(published):
    """The 223 are overdue since the day before."""
    assert published.ageing["duties"].tolist() == [223, 0, 0, 0]
    assert published.duties["days_late"].sum() == 223 + 1_983


def test_the_tasks_of_the_steering_board_of_2024():
    """42 of 48 tasks done are 87.50 % of all assigned, 100 % of those due while the other six are within time."""
    tasks = [
        task(number, lead="bo-1", deadline="Ngày 10/6/2025" if number < 42 else "Năm 2025")
        for number in range(48)
    ]
    done = [(f"nv-{number}", "bo-1", "2025-06-10") for number in range(42)]
    plan = plan_of(agencies=[agency("bo-1")], tasks=tasks)
    ev = kh2025.evaluate(plan, facts_of(done), "2025-Q2", as_of="2025-06-15T00:00:00+07:00")
    rates = ev.summary["rates"]
    assert [
        rates[name]["percent"] for name in ("done_of_assigned", "done_of_due", "overdue_of_assigned")
    ] == [
        87.5,
        100.0,
        0.0,
    ]
    # On the day after the year's end the six are overdue: all are due, and both ways of counting agree.
    ev = kh2025.evaluate(
        plan, facts_of(done), "2025-A1", as_of="2026-01-02T00:00:00+07:00", status_on="2026-01-01"
    )
    rates = ev.summary["rates"]
    assert rates["done_of_due"] | {"of": "assigned"} == rates["done_of_assigned"]
    assert rates["overdue_of_due"]["percent"] == 12.5


def test_the_digital_targets_of_2024():
    """15 of 16 targets met in full, the sixteenth 87.5 % of the way: counted in the summary, each share beside it."""
    plan = plan_of(
        agencies=[agency("bo-1")],
        indicators=[
            indicator("bo-1", id=f"ct-{n}", kind="year", baseline=0, target=80, target_on="2025-12-31")
            for n in range(1, 17)
        ],
    )
    readings = [
        record(
            "readings",
            indicator_id=f"ct-{n}",
            agency_id="bo-1",
            period="2025-A1",
            value=80.0 if n < 16 else 70.0,
            recorded_at=datetime.fromisoformat("2025-12-20T08:00:00+07:00"),
        )
        for n in range(1, 17)
    ]
    ev = kh2025.evaluate(
        plan, records_of({"readings": readings}), "2025-A1", as_of="2026-01-01T00:00:00+07:00"
    )
    counts = ev.summary["indicators"]
    assert counts == {
        "total": 16,
        "reached": 15,
        "not_reached": 1,
        "not_yet_due": 0,
        "missing": 0,
        "incomplete": 0,
        "behind": 1,
    }
    assert ev.indicators["achieved"].tolist() == [100.0] * 15 + [87.5]
