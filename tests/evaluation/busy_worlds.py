"""Plans and facts drawn at random in which much is reported by those who owe it, so that rules have much to decide.

The worlds of ``worlds`` are about who owes what; nearly all that is said in them comes from somebody else.
"""

from datetime import date, datetime, time, timedelta

import reference
import worlds
from hypothesis import strategies as st
from worlds import agency, indicator, obligation, plan_of, record, task

_AGENCIES = ("so-nhan", "so-on-dinh")
# 14/6 is 90 days after 16/3, and 91 after 15/3.
_DEADLINES = (
    "Ngày 15/3/2025",
    "Ngày 16/3/2025",
    "Tháng 5/2025",
    "Ngày 13/6/2025",
    "Ngày 14/6/2025",
    "Quý II/2025",
)
_KINDS = ("session", "communication", "inspection", "review", "next_plan")
_SAID = [date(2025, 5, 10), date(2025, 5, 14), *(date(2025, 6, day) for day in (9, 10, 12, 13, 14))]
_HELD = [date(2025, 4, 1), date(2025, 5, 10), date(2025, 6, 13), date(2025, 6, 14)]
_LATER = [date(2025, 6, 14), date(2025, 6, 17), date(2025, 6, 18), date(2025, 6, 19)]
AS_OF = datetime(2025, 7, 2, tzinfo=reference.LOCAL)


def _moment(draw, day):
    return datetime.combine(
        day, draw(st.sampled_from([time(0, 0), time(23, 59, 59)])), tzinfo=reference.LOCAL
    )


@st.composite
def busy_worlds(draw):
    """A world whose records are made by the agencies that owe what they speak of."""
    plan = draw(_plans())
    period = draw(st.sampled_from(["2025-Q2", "2025-M06", "2025-M07"]))
    records = {
        "progress": _many(draw, _progress(plan), 6, 16),
        "submissions": _many(draw, _submissions(plan, period), 2, 8),
        "extensions": _many(draw, _extensions(plan, period), 0, 4),
        "readings": _many(draw, _readings(plan), 0, 2),
        "events": _many(draw, _events(plan), 3, 10),
    }
    for name, rows in records.items():
        for line, row in enumerate(rows, 2):
            row["place"] = f"{name}.csv:{line}"
    return worlds.World(plan, records | {"remarks": []}, period, AS_OF, None)


def _many(draw, one, least, most):
    return draw(st.lists(one, min_size=least, max_size=most))


@st.composite
def _plans(draw):
    deadlines = st.sampled_from([*_DEADLINES, "Hằng tháng", "Thường xuyên", None])
    tasks = [
        task(number, lead=draw(st.sampled_from(_AGENCIES)), deadline=draw(deadlines))
        for number in range(1, 1 + draw(st.integers(2, 4)))
    ]
    channels = st.sampled_from([None, "paper", "electronic"])
    obligations = [
        obligation("bao-cao", "nhom", due={"day": draw(st.sampled_from([13, 18]))}, channel=draw(channels))
    ]
    activities = [
        worlds.activity(
            "so-nhan",
            id=f"hoat-dong-{number}",
            kind=kind,
            every=draw(st.sampled_from([None, "month", "quarter"])),
            due=draw(st.sampled_from([None, date(2025, 6, 13), date(2025, 6, 20)])),
        )
        for number, kind in enumerate(_KINDS)
    ]
    return plan_of(
        agencies=[agency(one) for one in _AGENCIES],
        groups=[{"id": "nhom", "name": "Nhóm", "members": _AGENCIES}],
        tasks=tasks,
        obligations=obligations,
        activities=activities,
        indicators=[indicator("so-nhan", baseline=60)],
        settings={"due_soon_days": draw(st.sampled_from([0, 15]))},
    )


@st.composite
def _progress(draw, plan):
    one = draw(st.sampled_from(plan.tasks))
    due = [
        due for occurrence, _, due in reference.occurrences_of(plan, reference.as_written(one)) if occurrence
    ]
    state = draw(st.sampled_from(["not_started", "in_progress", "in_progress", "done", "done", "suspended"]))
    effective_on = draw(st.sampled_from(_SAID))
    return record(
        "progress",
        task_id=one.id,
        occurrence=draw(st.sampled_from(due[:2])) if due else None,
        agency_id=one.lead,
        state=state,
        percent=draw(st.sampled_from([None, 0.0, 60.0, 80.0, 100.0])),
        done_on=draw(st.none() | st.sampled_from(_SAID)) if state == "done" else None,
        evidence=draw(st.none() | st.just("1/BC-SO")),
        note=draw(st.none() | st.just("Lý do.")),
        effective_on=effective_on,
        recorded_at=_moment(draw, effective_on + timedelta(days=draw(st.sampled_from([-1, 0, 1])))),
    )


@st.composite
def _submissions(draw, plan, period):
    day = draw(st.sampled_from([date(2025, 6, 13), *_LATER]))
    received_at = _moment(draw, day)
    return record(
        "submissions",
        obligation_id=plan.obligations[0].id,
        agency_id=draw(st.sampled_from(_AGENCIES)),
        period=draw(st.sampled_from([period, period, period, "2025-M05"])),
        received_at=received_at,
        channel=draw(st.sampled_from([None, "paper", "electronic"])),
        document_number=draw(st.none() | st.just("1/BC-SO")),
        result=draw(st.sampled_from([None, "accepted", "returned"])),
        recorded_at=received_at,
    )


@st.composite
def _extensions(draw, plan, period):
    granted_on = draw(st.sampled_from([date(2025, 6, 10), date(2025, 6, 13), *_LATER]))
    one = draw(st.sampled_from(plan.tasks))
    is_report = draw(st.booleans()) or bool((one.deadline or "").startswith("Hằng"))
    about = {"obligation_id": "bao-cao", "period": period} if is_report else {"task_id": one.id}
    return record(
        "extensions",
        new_due_on=draw(st.sampled_from([date(2025, 6, 13), date(2025, 6, 25)])),
        granted_on=granted_on,
        recorded_at=_moment(draw, granted_on),
        **about,
    )


@st.composite
def _readings(draw, plan):
    return record(
        "readings",
        indicator_id=plan.indicators[0].id,
        agency_id="so-nhan",
        period=draw(st.sampled_from(["2025-Q1", "2025-Q2"])),
        value=draw(st.sampled_from([59.0, 60.0, 81.0])),
        recorded_at=_moment(draw, draw(st.sampled_from(_LATER))),
    )


@st.composite
def _events(draw, plan):
    held_on = draw(st.sampled_from(_HELD))
    return record(
        "events",
        activity_id=draw(st.sampled_from(plan.activities)).id,
        held_on=held_on,
        document_number=draw(st.none() | st.just("1/TB-SO")),
        recorded_at=_moment(draw, date(2025, 6, 17)),
    )
