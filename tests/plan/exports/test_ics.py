"""The calendar, read back: one all-day event a due day, stable, complete, and safe whatever the texts."""

import re
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from pydantic import ValidationError

from kh2025.plan.exports.due_days import report_days, task_days
from kh2025.plan.exports.ics import export
from kh2025.text.xml_text import xml_text


def read(plan):
    return Calendar.from_ical(export(plan))


def events(plan):
    return read(plan).walk("VEVENT")


def named(calendar):
    """The calendar's name; the library does not know that this property of others is a text."""
    return re.sub(r"\\(.)", lambda found: found[1].replace("n", "\n"), str(calendar["X-WR-CALNAME"]))


def about(plan, words):
    """The descriptions of the events whose summary holds the words."""
    return [str(one["DESCRIPTION"]) for one in events(plan) if words in one["SUMMARY"]]


def test_calendar(demo):
    """Producer, version, calendar scale and the plan's title; no method, no alarm."""
    calendar = read(demo)
    assert (calendar["PRODID"], calendar["VERSION"], calendar["CALSCALE"]) == (
        "-//kh2025//plan//VI",
        "2.0",
        "GREGORIAN",
    )
    assert named(calendar) == demo.title
    assert "METHOD" not in calendar
    assert calendar.walk("VALARM") == []


def test_every_due_day_has_one_event(demo):
    """As many events as due days of tasks and reports, on those days, in their order."""
    days = [one.due_on for task in demo.tasks for one in task_days(demo, task)]
    days += [one.due_on for one in report_days(demo)]
    assert [one["DTSTART"].dt for one in events(demo)] == sorted(days)


def test_events_are_all_day(demo):
    """A day without a time, one day long, busy for nobody."""
    for one in events(demo):
        assert type(one["DTSTART"].dt) is date
        assert one["DTSTART"].params["VALUE"] == "DATE"
        assert not {"DTEND", "DURATION", "RRULE"} & set(one)
        assert one["TRANSP"] == "TRANSPARENT"


def test_time_stamp_is_the_plans(demo):
    """The stamp is the day that the plan takes effect, never the clock."""
    assert {one["DTSTAMP"].dt.isoformat() for one in events(demo)} == {"2025-05-05T00:00:00+00:00"}


def test_categories(demo):
    """Tasks and reports can be told apart."""
    kinds = [str(one["CATEGORIES"].cats[0]) for one in events(demo)]
    assert kinds.count("Báo cáo") == 24
    assert set(kinds) == {"Báo cáo", "Nhiệm vụ"}


def test_uids_are_unique(demo):
    """No two events share a UID."""
    found = [str(one["UID"]) for one in events(demo)]
    assert len(found) == len(set(found))


def one_task(make, deadline, name="Việc"):
    return make(tasks=[{"id": "nv-1", "section": "muc-1", "name": name, "deadline": deadline}])


def test_uid_stays_when_the_deadline_moves(make):
    """A task keeps its UID when it is renamed or its deadline moves, so that an import moves the event."""
    (before,), (after,) = (
        events(one_task(make, "Quý II/2025")),
        events(one_task(make, "Quý III/2025", "Việc khác")),
    )
    assert before["UID"] == after["UID"]
    assert before["DTSTART"].dt != after["DTSTART"].dt


def test_uids_of_occurrences_stay(make):
    """An occurrence keeps its UID when others are added."""
    monthly, quarterly = (
        {str(one["UID"]) for one in events(one_task(make, text))} for text in ("Hằng tháng", "Hằng quý")
    )
    assert quarterly < monthly


def test_recurring_and_continuous_tasks(demo):
    """A weekly task has an event each Friday, a continuous one none."""
    by_id = {task.id: task for task in demo.tasks}
    weekly = [one["DTSTART"].dt for one in events(demo) if by_id["nv-30"].name in one["SUMMARY"]]
    assert {day.isoweekday() for day in weekly} == {5}
    assert {later - earlier for earlier, later in pairwise(weekly)} == {timedelta(days=7)}
    assert about(demo, by_id["nv-34"].name) == []


def test_task_in_words(demo):
    """The deadline as written, the parties, the products."""
    (told,) = about(demo, demo.tasks[0].name)
    assert told.splitlines()[:5] == [
        "Thời gian hoàn thành: Ngày 15/5/2025",
        "Cơ quan chủ trì: Sở KH&CN",
        "Cơ quan phối hợp: Sở Nội vụ; VP UBND tỉnh",
        "Lãnh đạo phụ trách: Giám đốc Sở Khoa học và Công nghệ",
        "Sản phẩm/kết quả: Bộ chỉ tiêu; Hướng dẫn cách tính",
    ]


def test_readings_that_leave_a_choice_are_told(demo, make):
    """A year that was assumed, and what "trước ngày" includes."""
    (told,) = about(demo, demo.tasks[1].name)
    assert "lấy năm 2025" in told
    assert "được tính cả ngày X" in told
    excluded = make(
        settings={"before_includes_day": False},
        tasks=[{"id": "nv-1", "section": "muc-1", "name": "Việc", "deadline": "Trước ngày 30/6/2025"}],
    )
    (event,) = events(excluded)
    assert event["DTSTART"].dt == date(2025, 6, 29)
    assert "không tính ngày X" in event["DESCRIPTION"]


def test_successor_is_told(demo, make):
    """Where the lead has ended on the due day the heir is named, or that there is none."""
    (later,) = about(demo, next(task.name for task in demo.tasks if task.id == "nv-33"))
    assert "Cơ quan chủ trì: Thanh tra tỉnh\nCơ quan thực hiện khi đến hạn: Thanh tra tỉnh (HY)" in later
    (before,) = about(demo, demo.tasks[0].name)
    assert "khi đến hạn" not in before
    ended = make(
        agencies=[{"id": "cq", "name": "Sở", "valid_to": "2025-05-31"}],
        tasks=[{"id": "nv-1", "section": "muc-1", "name": "Việc", "lead": "cq", "deadline": "Quý II/2025"}],
    )
    assert "khi đến hạn: chưa xác định" in str(events(ended)[0]["DESCRIPTION"])


def test_report_in_words(demo):
    """Who reports to whom through whom, the basis, and that the day is an assumption."""
    told = about(demo, f"Hạn gửi: {demo.obligations[0].title} (Quý II/2025)")
    assert len(told) == 1
    for words in (
        "Các sở, ban, ngành",
        "Nơi nhận: 2 Tiểu Ban",
        "Gửi qua: Sở KH&CN",
        "76/QĐ-SKHCN",
        "là giả định",
    ):
        assert words in told[0]


@pytest.mark.parametrize(
    ("covers", "due", "years"),
    [
        ("2025-01-01/2025-12-31", {"working_days": 2}, ""),
        ("2029-01-01/2029-12-31", {"working_days": 2}, "2029"),
        ("2029-01-01/2029-12-31", {"day": 20}, ""),
    ],
    ids=["confirmed", "provisional", "no-calendar"],
)
def test_days_without_notice_are_told(make, covers, due, years):
    """A due day that rests on working days of a year without official notice says so."""
    owed = {"id": "bc", "title": "Báo cáo", "tier": 1, "reporters": "cq", "to": "cq", "basis": "mục 2"}
    owed |= {"kinds": ["half"], "due": due}
    force = covers.partition("/")[0]
    plan = make(agencies=[{"id": "cq", "name": "Sở"}], covers=covers, in_force_from=force, obligations=[owed])
    first = str(events(plan)[0]["DESCRIPTION"])
    assert (f"lịch nghỉ năm {years}" in first) is bool(years)
    assert ("lịch nghỉ" in first) is bool(years)


def test_invention_is_told(demo, literal):
    """Every event of an invented plan says what is invented; of the literal one none does."""
    assert all(demo.invented in one["DESCRIPTION"] for one in events(demo))
    assert not any("không có thật" in one["DESCRIPTION"] for one in events(literal))


def test_a_plan_without_deadline_says_so(empty):
    """A calendar may not be empty: one event says that there is no deadline."""
    (event,) = events(empty)
    assert event["SUMMARY"] == "Kế hoạch: không có thời hạn nào"
    assert event["DTSTART"].dt == date(2025, 5, 5)


def test_lines_are_folded(hostile):
    """Lines end in CRLF and have 75 octets at most, and none is cut within a character."""
    made = export(hostile)
    lines = made.split(b"\r\n")
    assert b"\n" not in made.replace(b"\r\n", b"")
    assert max(map(len, lines)) <= 75
    for line in lines:
        line.decode("utf-8")


def test_hostile_texts_stay_texts(hostile):
    """Commas, semicolons, backslashes and line breaks are escaped: a text cannot begin an event."""
    found = events(hostile)
    assert [str(one["SUMMARY"]) for one in found] == [f"Hạn: {xml_text(task.name)}" for task in hostile.tasks]
    unfolded = export(hostile).replace(b"\r\n ", b"")
    assert len(re.findall(rb"(?m)^BEGIN:VEVENT\r$", unfolded)) == len(hostile.tasks)
    assert len(re.findall(rb"(?m)^END:VCALENDAR\r$", unfolded)) == 1


@settings(deadline=None, max_examples=80)
@given(text=st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60))
def test_any_text_comes_back(make, text):
    """Whatever a plan's title and a task's name hold, a reader gets them back."""
    one = {"id": "nv-1", "section": "muc-1", "name": text, "note": text, "deadline": "Quý II/2025"}
    try:
        plan = make(title=text, tasks=[one])
    except ValidationError:
        assume(False)
    calendar = read(plan)
    (event,) = calendar.walk("VEVENT")
    assert str(event["SUMMARY"]) == f"Hạn: {xml_text(plan.tasks[0].name)}"
    assert named(calendar) == xml_text(plan.title)
