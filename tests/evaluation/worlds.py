"""Small plans and facts drawn at random: agencies that merge, change their name, split or end; tasks with every
kind of deadline; records that contradict, repeat and supersede each other.

Days cluster around a few points, because faults sit where days are equal or next to each other.
"""

import json
import os
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

import reference
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

import kh2025
from kh2025.ledger.facts import Facts
from kh2025.ledger.records import RECORD_TYPES


def examples(count):
    """Settings for ``count`` drawn worlds; ``KH2025_EXAMPLES=20`` tries twenty times as many, and new ones."""
    times = int(os.environ.get("KH2025_EXAMPLES", "1"))
    return settings(
        max_examples=count * times,
        derandomize=times == 1,
        deadline=None,
        database=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )


PERIODS = ("2025-Q2", "2025-M05", "2025-M06", "2025-M07", "2025-Q2@calendar")
LONGER = ("2025-S1", "2025-A1", "2025-Q1")
STATES = ("not_started", "in_progress", "done", "done", "done", "suspended", "cancelled")
DEADLINES = (
    "Ngày 10/6/2025",
    "Ngày 13/6/2025",
    "Ngày 14/6/2025",
    "Ngày 15/6/2025",
    "Trước ngày 14/6/2025",
    "Trước ngày 15/6",
    "Tháng 5/2025",
    "Tháng 6/2025",
    "Quý II/2025",
    "6 tháng đầu năm 2025",
    "Năm 2025",
    "Từ ngày 01/6/2025 đến ngày 14/6/2025",
    "Hằng tuần",
    "Hằng tuần, hạn Thứ Sáu",
    "Hằng tháng",
    "Hằng tháng, hạn ngày 14",
    "Hằng tháng, hạn ngày 31",
    "Hằng tháng, trước ngày 14",
    "Hằng quý",
    "Hằng quý, hạn ngày 14",
    "Thường xuyên",
)
_DEADLINES = st.sampled_from(DEADLINES[:12]) | st.sampled_from(DEADLINES[12:]) | st.none()
# Around the cut-offs, the deadlines and the days on which agencies change.
DAYS = tuple(
    date(2025, month, day)
    for month, days in {
        5: (5, 13, 14, 15, 30, 31),
        6: (1, 9, 10, 11, 12, 13, 14, 15, 16, 18, 19, 29, 30),
        7: (1, 2, 14, 15, 18, 19),
    }.items()
    for day in days
)
# Midnights of local time and the seconds before them, written in two offsets.
TIMES = (time(0, 0), time(9, 30), time(23, 59, 59))

days = st.sampled_from(DAYS)


def _moments(on):
    return st.builds(
        lambda day, at, utc: (
            datetime.combine(day, at, tzinfo=reference.LOCAL).astimezone(UTC)
            if utc
            else datetime.combine(day, at, tzinfo=reference.LOCAL)
        ),
        on,
        st.sampled_from(TIMES),
        st.booleans(),
    )


moments = _moments(days)
_late_moments = _moments(st.sampled_from([day for day in DAYS if day >= date(2025, 6, 14)]))


class World(NamedTuple):
    """A plan, what was reported, and how it is looked at."""

    plan: kh2025.Plan
    records: dict
    period: str
    as_of: datetime
    status_on: date | None

    def __repr__(self):
        """What a reader of a failing case needs, and no more."""
        plan = self.plan.model_dump(
            exclude_defaults=True, include={"tasks", "amendments", "groups", "obligations", "settings"}
        )
        cast = [f"{one.id} to {one.valid_to} heir {one.heir}" for one in self.plan.agencies if one.valid_to]
        rows = {
            name: [{key: cell for key, cell in row.items() if cell is not None} for row in rows]
            for name, rows in self.records.items()
            if rows
        }
        return f"{self.period} as of {self.as_of} on {self.status_on}\n  {plan}\n  {cast}\n  {rows}"

    @property
    def facts(self):
        return facts_of(self.records)

    def evaluate(self, **changes):
        """What the package says."""
        seen = self._replace(**changes)
        return kh2025.evaluate(seen.plan, seen.facts, seen.period, as_of=seen.as_of, status_on=seen.status_on)

    def expected(self, **changes):
        """What the reference says."""
        seen = self._replace(**changes)
        return reference.evaluate(seen.plan, seen.records, seen.period, seen.as_of, seen.status_on)


def facts_of(records):
    """Facts from lists of records, as the folder would have given them."""
    tables = {
        name: kind.table.frame(
            {"seq": number} | record for number, record in enumerate(records.get(name, ()))
        )
        for name, kind in RECORD_TYPES.items()
    }
    return Facts(tables, "made up")


def record(name, place=2, **cells):
    """One record with all columns of its type; what is not given is empty."""
    empty = {field.name: None for field in RECORD_TYPES[name].fields}
    unknown = set(cells) - set(empty)
    assert not unknown, unknown
    return empty | {"place": f"{name}.csv:{place}"} | cells


def plan_of(**parts):
    """A plan with the parts that no test looks at filled in."""
    whole = {
        "id": "ke-hoach",
        "title": "Kế hoạch",
        "decision": {"number": "1/QĐ-UBND", "kind": "Quyết định"},
        "in_force_from": "2025-05-05",
        "covers": "2025-01-01/2025-12-31",
        "letterheads": [{"valid_from": "2025-05-05", "body": "SỞ", "place": "Thái Bình", "code": "SO"}],
        "sections": [{"id": "muc-1", "number": "1", "title": "Mục 1"}],
    }
    return kh2025.Plan.model_validate_json(json.dumps(whole | parts, default=str))


def task(number, **parts):
    """A task of a plan, as plain data."""
    return {"id": f"nv-{number}", "section": "muc-1", "name": f"Nhiệm vụ {number}"} | parts


def obligation(id_, reporters, **parts):
    """A reporting obligation of a plan, as plain data."""
    whole = {
        "id": id_,
        "title": "Báo cáo",
        "tier": 1,
        "reporters": reporters,
        "to": "so-nhan",
        "kinds": ["month", "quarter"],
        "due": {"day": 18},
        "basis": "Mục 2",
    }
    return whole | parts


def agency(id_, **parts):
    """An agency of a plan, as plain data."""
    return {"id": id_, "name": id_} | parts


def indicator(agency_id, **parts):
    """An indicator of a plan, as plain data: 80 to be reached by the end of 2025, upwards."""
    whole = {
        "id": "chi-tieu",
        "name": "Chỉ tiêu",
        "unit": "%",
        "agency": agency_id,
        "target": 80,
        "target_on": "2025-12-31",
        "direction": "up",
    }
    return whole | parts


def activity(lead, **parts):
    """The sessions of a plan, as plain data."""
    whole = {
        "id": "phien-hop",
        "number": "3.a",
        "title": "Phiên họp",
        "kind": "session",
        "lead": lead,
        "lead_role": "chủ trì",
    }
    return whole | parts


# --- strategies ------------------------------------------------------------------------------------------

_ENDS = st.sampled_from([date(2025, 5, 14), date(2025, 6, 13), date(2025, 6, 14), date(2025, 6, 30)])


@st.composite
def agencies(draw):
    """A cast: one that stays, one renamed, two that merge, one that splits (with or without an heir), one that ends."""
    renamed, merged, split, ended = (draw(_ENDS) for _ in range(4))
    next_day = timedelta(days=1)
    heir = {"heir": "so-tach-a"} if draw(st.booleans()) else {}
    return [
        agency("so-nhan"),
        agency("so-on-dinh"),
        agency("so-ten-cu", valid_to=renamed, successors=["so-ten-moi"]),
        agency("so-ten-moi", valid_from=renamed + next_day, valid_to="2025-07-01", successors=["so-cuoi"]),
        agency("so-cuoi", valid_from="2025-07-02"),
        agency("so-gop-a", valid_to=merged, successors=["so-gop"]),
        agency("so-gop-b", valid_to=merged, successors=["so-gop"]),
        agency("so-gop", valid_from=merged + next_day),
        agency("so-chia", valid_to=split, successors=["so-tach-a", "so-tach-b"], **heir),
        agency("so-tach-a", valid_from=split + next_day),
        agency("so-tach-b", valid_from=split + next_day),
        agency("huyen-het", valid_to=ended),
    ]


_CAST = [
    "so-on-dinh",
    "so-ten-cu",
    "so-gop-a",
    "so-gop-b",
    "so-gop",
    "so-chia",
    "huyen-het",
]


_MEASURED = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["quarter", "quarter", "month", "nine_months", "year"]),
        "regime": st.sampled_from(["decree-09", "calendar"]),
        "direction": st.sampled_from(["up", "down"]),
    }
)


_CHANNELS = st.sampled_from([None, "paper", "electronic"])
_HELD = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["session", "communication", "inspection", "review", "next_plan"]),
        "every": st.sampled_from([None, "month", "quarter"]),
        "due": st.none() | days,
    }
)


@st.composite
def plans(draw):
    """A plan of up to five tasks and two obligations, amended up to three times."""
    members = st.lists(st.sampled_from(_CAST), min_size=1, max_size=4, unique=True)
    groups = [{"id": f"nhom-{n}", "name": f"Nhóm {n}", "members": draw(members)} for n in (1, 2)]
    parties = st.sampled_from([*_CAST, "nhom-1", "nhom-1", "nhom-2"])
    tasks = [
        task(
            number,
            lead=draw(parties | st.none()),
            deadline=draw(_DEADLINES),
            assigned_on=draw(st.none() | days),
            starts_on=draw(st.none() | st.none() | days),
            products=["Sản phẩm"] * draw(st.integers(0, 1)),
        )
        for number in range(1, 1 + draw(st.integers(1, 5)))
    ]
    obligations = [
        obligation(
            f"bao-cao-{n}",
            draw(parties),
            kinds=draw(
                st.lists(st.sampled_from(["month", "quarter", "half", "year"]), min_size=1, unique=True)
            ),
            due={"day": draw(st.sampled_from([13, 14, 18, 30, 31]))},
            through=draw(st.none() | st.just("so-nhan")),
            channel=draw(_CHANNELS),
            first_owed=draw(st.sampled_from([{}, {}, {"month": "2025-M06"}, {"quarter": "2025-Q1"}])),
        )
        for n in range(1, 1 + draw(st.integers(0, 2)))
    ]
    return plan_of(
        agencies=draw(agencies()),
        groups=groups,
        tasks=tasks,
        amendments=draw(amendments_of(tasks, parties)),
        obligations=obligations,
        indicators=[indicator(draw(st.sampled_from(_CAST)), **draw(_MEASURED))] * draw(st.integers(0, 1)),
        activities=[activity("so-ten-cu", **draw(_HELD))],
        settings={
            "before_includes_day": draw(st.booleans()),
            "due_soon_days": draw(st.sampled_from([0, 1, 15])),
        },
    )


@st.composite
def amendments_of(draw, tasks, parties):
    """Up to three amendments of tasks, in any order in the file; some known before they are in force, some after."""
    alive = {one["id"]: one for one in tasks}
    count = len(tasks)
    made = []
    for number, (in_force_from, recorded_on) in enumerate(sorted(draw(_AMENDED)), 1):
        changes = {}  # one amendment changes one thing once
        for _ in range(draw(st.sampled_from([2, 1, 3]))):
            count += 1
            change = _change(draw, alive, parties, count)
            id_ = change["task_id"] if "task_id" in change else change["task"]["id"]
            changes.setdefault((change["change"], id_), change)
        made.append(
            {
                "id": f"sua-doi-{number}",
                "decision": {"number": f"{number + 1}/QĐ-UBND", "kind": "Quyết định"},
                "in_force_from": in_force_from,
                "recorded_on": recorded_on,
                "changes": list(changes.values()),
            }
        )
    return draw(st.permutations(made))


# Mostly in force and known by the usual days of judgement, so that most amendments change what is counted.
_SOON = st.sampled_from([day for day in DAYS if day <= date(2025, 6, 16)])
_AMENDED = st.sampled_from([2, 3, 1, 0]).flatmap(
    lambda count: st.lists(
        st.tuples(_SOON | _SOON | days, _SOON | _SOON | days), min_size=count, max_size=count, unique=True
    )
)
_CHANGES = ("lead", "add", "deadline", "drop", "lead", "deadline", "replace", "add", "deadline")


def _change(draw, alive, parties, number):
    """One change of a task that there is, or a new one; ``alive`` is kept as it reads after the change."""
    kind = draw(st.sampled_from(_CHANGES)) if alive else "add"
    if kind == "add":
        added = task(
            number,
            lead=draw(parties | st.none()),
            deadline=draw(_DEADLINES),
            assigned_on=draw(st.none() | st.none() | days),
        )
        alive[added["id"]] = added
        return {"change": kind, "task": added}
    id_ = draw(st.sampled_from(sorted(alive)))
    before = alive[id_]
    deadlines = _like(before["deadline"])
    if kind == "drop":
        del alive[id_]
        return {"change": kind, "task_id": id_}
    if kind == "replace":
        after = task(
            number,
            lead=draw(parties | st.none()),
            deadline=draw(st.sampled_from(deadlines)),
            starts_on=draw(st.none() | days),
        )
        alive[id_] = before | after | {"id": id_}
        return {"change": kind, "task": after | {"id": id_}}
    given = {"deadline": draw(st.sampled_from(deadlines))} if kind == "deadline" else {"lead": draw(parties)}
    alive[id_] = before | given
    return {"change": kind, "task_id": id_} | given


def _like(deadline):
    """The deadlines that may take the place of one: a task done once stays one, and a recurring one too."""
    recurs = (deadline or "").startswith("Hằng")
    return [text for text in DEADLINES if text.startswith("Hằng") == recurs]


@st.composite
def records_of(draw, plan):
    """What was reported on a plan, by type, in order of recording."""
    records = {
        "progress": draw(_some(_progress(plan), 14)),
        "submissions": draw(_some(_submissions(plan), 8)) if plan.obligations else [],
        "extensions": draw(_some(_extensions(plan), 5)),
        "readings": draw(_some(_readings(plan), 3)) if plan.indicators else [],
        "events": draw(_some(_events(), 2)),
        "remarks": draw(_some(_remarks(plan), 2)),
    }
    for name, rows in records.items():
        for line, row in enumerate(rows, 2):
            row["place"] = f"{name}.csv:{line}"
    return records


@st.composite
def worlds(draw):
    """A plan, its records, and a look at them."""
    plan = draw(plans())
    as_of = draw(moments | _late_moments | _late_moments)
    last = as_of.astimezone(reference.LOCAL).date()
    status_on = draw(st.none() | st.none() | st.sampled_from([day for day in reversed(DAYS) if day <= last]))
    return World(plan, draw(records_of(plan)), draw(st.sampled_from(PERIODS)), as_of, status_on)


def _some(one, most):
    return st.integers(0, most).flatmap(lambda size: st.lists(one, min_size=size, max_size=size))


def _owed(plan):
    """(task, occurrence, lead) of all duties; a few that are owed by nobody."""
    wordings = [
        now
        for id_ in reference.task_ids(plan)
        for _, now in reference.history(plan, id_, plan.covers.last, date.max)
    ]
    duties = [
        (one.id, occurrence, lead)
        for one in wordings
        for occurrence, _, due in reference.occurrences_of(plan, one)
        if due is None or occurrence is None or due <= date(2025, 7, 31)
        for lead in (reference.members_of(plan, one.lead) if one.lead else ("so-on-dinh",))
    ]
    duties = list(dict.fromkeys(duties))
    return [*duties, ("nv-la", None, "so-on-dinh"), (duties[0][0], date(2025, 6, 3), "so-on-dinh")]


@st.composite
def _progress(draw, plan):
    task_id, occurrence, lead = draw(st.sampled_from(_owed(plan)))
    effective_on = draw(days)
    state = draw(st.sampled_from(STATES))
    return record(
        "progress",
        task_id=task_id,
        occurrence=occurrence,
        agency_id=speaker(draw, plan, lead, effective_on),
        state=state,
        percent=draw(st.sampled_from([None, 0.0, 60.0, 100.0])),
        done_on=draw(days | days | st.none()) if state == "done" else None,
        evidence=draw(st.none() | st.just("1/BC-SO")),
        note=draw(st.none() | st.just("Lý do.")),
        effective_on=effective_on,
        recorded_at=draw(moments),
    )


@st.composite
def _submissions(draw, plan):
    one = draw(st.sampled_from(plan.obligations))
    received_at = draw(moments)
    lead = draw(st.sampled_from(reference.members_of(plan, one.reporters)))
    return record(
        "submissions",
        obligation_id=one.id,
        agency_id=speaker(draw, plan, lead, received_at.astimezone(reference.LOCAL).date()),
        period=draw(st.sampled_from([*PERIODS, *LONGER])),
        received_at=received_at,
        sent_to=draw(st.none() | st.just("so-nhan")),
        channel=draw(_CHANNELS),
        document_number=draw(st.none() | st.just("1/BC-SO")),
        result=draw(st.sampled_from([None, "accepted", "returned"])),
        recorded_at=draw(moments),
    )


@st.composite
def _extensions(draw, plan):
    granted_on = draw(days)
    parts = {"new_due_on": draw(days), "granted_on": granted_on, "recorded_at": draw(moments)}
    if plan.obligations and draw(st.booleans()):
        one = draw(st.sampled_from(plan.obligations))
        lead = draw(st.sampled_from(reference.members_of(plan, one.reporters)))
        parts |= {"obligation_id": one.id, "period": draw(st.sampled_from([*PERIODS, *LONGER]))}
    else:
        task_id, occurrence, lead = draw(st.sampled_from(_owed(plan)))
        parts |= {"task_id": task_id, "occurrence": occurrence}
    to_all = draw(st.booleans())
    return record("extensions", agency_id=None if to_all else speaker(draw, plan, lead, granted_on), **parts)


@st.composite
def _readings(draw, plan):
    one = draw(st.sampled_from(plan.indicators))
    return record(
        "readings",
        indicator_id=draw(st.sampled_from([one.id, one.id, one.id, "chi-tieu-la"])),
        agency_id=draw(st.sampled_from([*reference.heirs(plan, one.agency), "so-nhan"])),
        period=draw(st.sampled_from(["2025-Q1", "2025-Q2", "2025-Q2", "2025-Q2@calendar", "2025-9M"])),
        value=draw(st.sampled_from([0.0, 79.5, 80.0, 81.0])),
        recorded_at=draw(moments),
    )


@st.composite
def _events(draw):
    activity = draw(st.sampled_from(["phien-hop", "hoat-dong-la"]))
    number = draw(st.none() | st.just("1/TB-SO"))
    return record(
        "events", activity_id=activity, held_on=draw(days), document_number=number, recorded_at=draw(moments)
    )


@st.composite
def _remarks(draw, plan):
    return record(
        "remarks",
        period=draw(st.sampled_from(PERIODS)),
        agency_id=draw(st.sampled_from([None, "so-la", *(one.id for one in plan.agencies)])),
        section="causes",
        text="Chậm.",
        recorded_at=draw(moments),
    )


def speaker(draw, plan, lead, day):
    """Mostly the agency that owes the duty on the day, sometimes any other."""
    owner = reference.owner_on(plan, lead, day)
    others = st.sampled_from([one.id for one in plan.agencies])
    return owner if owner and draw(st.integers(0, 4)) else draw(others)
