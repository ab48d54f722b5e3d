"""Invented facts for the first half of 2026: what the agencies of the invented plan reported, and when."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

from make_deadlines import due_day, due_days
from make_plan import COMMUNES, HEIR, IN_FORCE, MERGED, MERGER, SEED, Draw

from kh2025.law.periods import Period
from kh2025.ledger.records import RECORD_TYPES
from kh2025.plan.due_rules import DueRule

INVENTED = "Toàn bộ số liệu trong thư mục này là tự đặt ra cho tỉnh Minh Họa, không có thật.\n"
_BEGIN, _LAST = date.fromisoformat(IN_FORCE), date(2026, 6, 30)
_CUTOFFS = [date(2026, month, 14) for month in range(2, 7)]
_ALWAYS = date(2199, 1, 1)
_TET = (date(2026, 2, 14), date(2026, 2, 22))
_PERIODS = ("2026-M02", "2026-M03", "2026-Q1", "2026-M04", "2026-M05", "2026-M06", "2026-Q2", "2026-S1")
_MEASURED = ("%", "ngày làm việc", "tỷ đồng")  # the others are counted
_REMARKS = {
    "causes": "Một số nhiệm vụ chậm do phải lấy ý kiến nhiều lần và chờ số liệu phối hợp (nhận định minh họa).",
    "next": "Tập trung các nhiệm vụ quá hạn và các nhiệm vụ đến hạn trong kỳ tới (nội dung minh họa).",
    "proposals": "Đề nghị Ban Chỉ đạo cho ý kiến về việc điều chỉnh thời hạn (nội dung minh họa).",
}


class Work(NamedTuple):
    """Something that one agency is to do: who leads from which day on, by when, as far as the plan says."""

    task_id: str
    occurrence: date | None
    leads: list[tuple[date, str]]
    begins: date
    due: date | None
    ends: date


def facts(plan: dict[str, Any], words: dict[str, Any]) -> dict[str, list[list[Any]]]:
    """The rows of each CSV file, its header first."""
    draw = Draw(SEED + 1)
    codes = {one["agency"]: one["code"] for one in words["fields"]} | {HEIR: "SVHTTDL"}
    works = list(_works(plan))
    rows = {
        "progress": [row for work in works for row in _progress(work, codes, draw)],
        "submissions": list(_submissions(plan, codes, draw)),
        "readings": list(_readings(plan, draw)),
        "events": list(_events(draw)),
        "extensions": list(_extensions(works, draw)),
        "remarks": list(_remarks(draw)),
    }
    return {name: _table(name, rows[name]) for name in rows}


def _table(name: str, rows: list[dict[str, Any]]) -> list[list[Any]]:
    """Rows in the order of recording, each with the place it was read from."""
    columns = [one.name for one in RECORD_TYPES[name].fields]
    ordered = sorted(rows, key=lambda row: str(row["recorded_at"]))
    sourced = [{"source": f"minh-hoa/{name}.xlsx!A{place + 2}", **row} for place, row in enumerate(ordered)]
    return [columns, *([row.get(column) for column in columns] for row in sourced)]


def _works(plan: dict[str, Any]) -> Iterator[Work]:
    """What is to be done in the first half, under both amendments; a group's task once for each member."""
    tasks = {task["id"]: (task, _BEGIN) for task in plan["tasks"]}
    leads = {task["id"]: [(_BEGIN, task["lead"])] for task in plan["tasks"]}
    ends = dict.fromkeys(tasks, _ALWAYS)
    for amendment in plan["amendments"]:
        day = date.fromisoformat(amendment["in_force_from"])
        for change in amendment["changes"]:
            id_ = change.get("task_id") or change["task"]["id"]
            ends |= {id_: day} if change["change"] == "drop" else {}
            if change["change"] == "add":
                tasks[id_], leads[id_] = (change["task"], day), [(day, change["task"]["lead"])]
            if change["change"] == "lead":
                leads[id_].append((day, change["lead"]))
            if change["change"] == "deadline":
                tasks[id_] = (tasks[id_][0] | {"deadline": change["deadline"]}, _BEGIN)
    for id_, (task, begins) in tasks.items():
        text = task.get("deadline")
        for member in COMMUNES if task["lead"] == "ubnd-cap-xa" else [None]:
            leading = [(_BEGIN, member)] if member else leads[id_]
            for day in due_days(text, begins, _LAST):
                yield Work(id_, day, leading, begins, day or due_day(text), ends.get(id_, _ALWAYS))


def _owner(leads: list[tuple[date, str]], day: date) -> str:
    lead = [agency for first, agency in leads if first <= day or first == leads[0][0]][-1]
    return HEIR if lead in MERGED and day >= date.fromisoformat(MERGER) else lead


def _working(day: date) -> date:
    """The day, or the next on which an office writes."""
    while day.weekday() > 4 or _TET[0] <= day <= _TET[1]:  # noqa: PLR2004 - Friday
        day += timedelta(days=1)
    return day


def _moment(day: date, draw: Draw) -> str:
    return f"{day.isoformat()}T{draw.number(8, 16):02d}:{draw.number(0, 59):02d}:00+07:00"


def _number(agency: str, codes: dict[str, str], draw: Draw, kind: str = "BC") -> str:
    return f"{draw.number(101, 899)}/{kind}-{codes.get(agency, 'UBND')}"


# Progress ----------------------------------------------------------------------------------------------------


def _progress(work: Work, codes: dict[str, str], draw: Draw) -> Iterator[dict[str, Any]]:
    """What was said of it: of an occurrence once, of other work at cut-offs, until it is done or dropped."""
    if work.occurrence:
        yield from _of_occurrence(work, codes, draw)
        return
    begins = date(2026, 2, 1) if work.due else work.begins
    finished = _finished(work, draw)
    quiet = draw.chance(4)
    for cutoff in _CUTOFFS:
        is_done = bool(finished) and str(finished) <= str(cutoff)
        is_near = bool(work.due) and (work.due or _ALWAYS) - cutoff < timedelta(days=100)
        if quiet or not begins <= cutoff < work.ends or not (is_done or is_near or cutoff.month in {3, 6}):
            continue
        if not is_done and draw.chance(5):
            continue
        yield _statement(work, cutoff, finished if is_done else None, codes, draw)
        if is_done:
            return


def _finished(work: Work, draw: Draw) -> date | None:
    """The day it was done: mostly in time, else late or not at all; what has no day goes on."""
    outcome = draw.number(1, 100)
    if work.due is None or outcome > 84:  # noqa: PLR2004 - sixteen in a hundred stay open
        return None
    days = -draw.number(0, 30) if outcome <= 68 else draw.number(1, 25)  # noqa: PLR2004 - in time
    return max(work.due + timedelta(days=days), work.begins + timedelta(days=20), date(2026, 2, 2))


def _statement(
    work: Work, cutoff: date, finished: date | None, codes: dict[str, str], draw: Draw
) -> dict[str, Any]:
    agency = _owner(work.leads, cutoff)
    total = ((work.due or _LAST) - work.begins).days or 1
    share = min(95, max(0, 5 * round(19 * (cutoff - work.begins).days / total) - draw.number(0, 4) * 5))
    doing = "suspended" if draw.chance(1) else "in_progress" if share or not work.due else "not_started"
    return {
        "task_id": work.task_id,
        "agency_id": agency,
        "state": "done" if finished else doing,
        "percent": 100 if finished else share if work.due else None,
        "done_on": finished,
        "evidence": _number(agency, codes, draw) if finished and not draw.chance(4) else None,
        "effective_on": cutoff,
        "recorded_at": _moment(_working(cutoff + timedelta(days=draw.number(1, 3))), draw),
    }


def _of_occurrence(work: Work, codes: dict[str, str], draw: Draw) -> Iterator[dict[str, Any]]:
    due = work.occurrence or _LAST
    done = _working(due + timedelta(days=draw.one([-2, -1, -1, 0, 0, 0, 0, 2, 4])))
    told = _working(done + timedelta(days=draw.number(1, 3)))
    if draw.chance(8) or done < work.begins or told > _LAST:
        return
    agency = _owner(work.leads, done)
    yield {
        "task_id": work.task_id,
        "occurrence": due,
        "agency_id": agency,
        "state": "done",
        "percent": 100,
        "done_on": done,
        "evidence": _number(agency, codes, draw),
        "effective_on": done,
        "recorded_at": _moment(told, draw),
    }


# Reports, readings and the rest ------------------------------------------------------------------------------


def _submissions(plan: dict[str, Any], codes: dict[str, str], draw: Draw) -> Iterator[dict[str, Any]]:
    members = {group["id"]: group["members"] for group in plan["groups"]}
    for obligation in plan["obligations"]:
        for period in map(Period.parse, _PERIODS):
            if period.kind not in obligation["kinds"]:
                continue
            rule = obligation.get("due_by_kind", {}).get(period.kind, obligation["due"])
            due = DueRule.model_validate(rule, strict=False).due_on(period)
            named = members.get(obligation["reporters"], [obligation["reporters"]])
            for agency in dict.fromkeys(_owner([(_BEGIN, one)], due) for one in named):
                yield from _received(obligation, agency, str(period), due, codes, draw)


def _received(
    obligation: dict[str, Any], agency: str, period: str, due: date, codes: dict[str, str], draw: Draw
) -> Iterator[dict[str, Any]]:
    """In time, late, or not at all; some are returned and sent again."""
    outcome = draw.number(1, 100)
    if outcome > 94:  # noqa: PLR2004 - six in a hundred are missing
        return
    late = draw.number(1, 4) if outcome > 85 else 0  # noqa: PLR2004 - nine are late
    early = draw.one([0, 0, 1, 1, 2])
    # In time on the due day or up to two days before it; a Saturday's mail is booked on the Monday.
    day = _working(due + timedelta(days=late)) if late else min(due, _working(due - timedelta(days=early)))
    is_returned = draw.chance(3)
    for result, later in [("returned", 0), ("accepted", 2)] if is_returned else [("accepted", 0)]:
        received = _working(day + timedelta(days=later)) if later else day
        hour = draw.number(8, 14)
        told = f"{received.isoformat()}T{hour + 1:02d}:{draw.number(0, 59):02d}:00+07:00"
        yield {
            "obligation_id": obligation["id"],
            "agency_id": agency,
            "period": period,
            "received_at": f"{received.isoformat()}T{hour:02d}:{draw.number(0, 59):02d}:00+07:00",
            "sent_to": obligation["to"],
            "via": obligation.get("through"),
            "channel": draw.one(["electronic", "electronic", "electronic", "paper"]),
            "result": result,
            "document_number": _number(agency, codes, draw),
            "recorded_at": told,
        }


def _readings(plan: dict[str, Any], draw: Draw) -> Iterator[dict[str, Any]]:
    """A value for each period of the half that has closed, some of them missing."""
    for one in plan["indicators"]:
        regime = one.get("regime", "decree-09")
        year = Period.of("year", 2026, 1, regime)
        for period in year.children(one["kind"]):
            told = _working(period.cutoff + timedelta(days=draw.number(2, 6)))
            if told > _LAST or draw.chance(8):
                continue
            share = (period.cutoff - date(2025, 12, 14)).days / 365 * draw.number(75, 120) / 100
            value = one["baseline"] + (one["target"] - one["baseline"]) * share
            yield {
                "indicator_id": one["id"],
                "agency_id": _owner([(_BEGIN, one["agency"])], told),
                "period": str(period),
                "value": round(value, 1) if one["unit"] in _MEASURED else round(value),
                "recorded_at": _moment(told, draw),
            }


def _events(draw: Draw) -> Iterator[dict[str, Any]]:
    held = [
        ("phien-hop", "2026-01-28"),
        ("phien-hop", "2026-04-22"),
        ("kiem-tra", "2026-03-11"),
        ("kiem-tra", "2026-06-04"),
    ]
    held += [
        ("truyen-thong", f"2026-{month:02d}-{day:02d}")
        for month, day in ((1, 20), (2, 10), (3, 12), (5, 8), (6, 10))
    ]
    for activity, day in held:
        told = _working(date.fromisoformat(day) + timedelta(days=draw.number(1, 4)))
        yield {
            "activity_id": activity,
            "held_on": day,
            "document_number": f"{draw.number(11, 99)}/TB-SKHCN",
            "note": "Nội dung minh họa.",
            "recorded_at": _moment(told, draw),
        }


def _extensions(works: list[Work], draw: Draw) -> Iterator[dict[str, Any]]:
    """Ten tasks with a month more, seven granted before the deadline, three after it."""
    first, last = date(2026, 3, 20), date(2026, 6, 10)
    once = [
        one
        for one in works
        if one.due and not one.occurrence and first < one.due < last and len(one.leads) == 1
    ]
    for place, work in enumerate(draw.some([one for one in once if one.leads[0][1] not in COMMUNES], 10)):
        due = work.due or last
        granted = _working(due + timedelta(days=4 if place % 3 == 2 else -6))  # noqa: PLR2004 - every third
        yield {
            "task_id": work.task_id,
            "agency_id": _owner(work.leads, granted),
            "new_due_on": due + timedelta(days=30),
            "granted_on": granted,
            "document_number": f"{draw.number(101, 899)}/SKHCN-KH",
            "recorded_at": _moment(_working(granted + timedelta(days=1)), draw),
        }
    for agency in ("so-yt", "so-xd"):
        yield {
            "obligation_id": "bao-cao-so-nganh",
            "agency_id": agency,
            "period": "2026-Q2",
            "new_due_on": "2026-06-19",
            "granted_on": "2026-06-15",
            "document_number": f"{draw.number(101, 899)}/SKHCN-KH",
            "recorded_at": _moment(date(2026, 6, 15), draw),
        }


def _remarks(draw: Draw) -> Iterator[dict[str, Any]]:
    for period, day in (("2026-Q1", date(2026, 3, 24)), ("2026-M05", date(2026, 5, 20)), ("2026-Q2", date(2026, 6, 24)), ("2026-S1", date(2026, 6, 24))):  # fmt: skip
        for section, text in _REMARKS.items():
            yield {"period": period, "section": section, "text": text, "recorded_at": _moment(day, draw)}
