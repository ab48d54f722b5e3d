"""Notices: the official rows hold together, a user's file is read strictly, every flaw has its line."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kh2025.errors import InputError
from kh2025.law import data
from kh2025.law.document_number import DocumentNumber
from kh2025.law.documents import find_document
from kh2025.law.mark import Mark
from kh2025.law.notices import Notice, official_notices, read_notices, worked_days

ROWS = [(year, row) for year, rows in data.load("workdays")["notices"].items() for row in rows]
NOTICES = [(year, notice) for year, notices in official_notices().items() for notice in notices]
SATURDAY = 6


def number(value):
    return str(value[1].number) if isinstance(value[1], Notice) else value[1]["number"]


# The official rows.
@pytest.mark.parametrize("row", ROWS, ids=number)
def test_row_has_known_fields(row):
    """A row states its number and mark, and no unknown field; a day of issue lies before the days it names."""
    _, found = row
    assert {"number", "mark"} <= set(found)
    assert set(found) <= {"number", "mark", "issued_on", "issued_mark", "days_off", "days_worked"}
    assert find_document(found["number"]) is not None
    if "issued_on" in found:
        assert found["issued_on"] < min(found.get("days_off", [date.max]))
        assert find_document(found["number"]).issued_on in {None, found["issued_on"]}
    assert str(DocumentNumber.parse(found["number"])) == found["number"]
    assert found["mark"] in set(Mark)


@pytest.mark.parametrize("notice", NOTICES, ids=number)
def test_days_lie_in_the_year_of_the_notice(notice):
    """Days off are weekdays, days worked are Saturdays, all of the notice's year and in order."""
    year, found = notice
    assert {day.year for day in (*found.days_off, *found.days_worked)} <= {year}
    assert all(day.isoweekday() < SATURDAY for day in found.days_off)
    assert all(day.isoweekday() == SATURDAY for day in found.days_worked)
    assert list(found.days_off) == sorted(set(found.days_off))


@pytest.mark.parametrize("year", official_notices())
def test_notices_of_a_year_do_not_contradict(year):
    """No day is named twice, and the first notice of a year carries its holidays."""
    named = [day for one in official_notices()[year] for day in (*one.days_off, *one.days_worked)]
    assert len(named) == len(set(named))
    first = official_notices()[year][0]
    fixed = {date(year, 1, 1), date(year, 4, 30), date(year, 5, 1), date(year, 9, 2)}
    assert fixed <= set(first.days_off)


def test_later_notice_counts():
    """Of two notices on one day the later in order counts."""
    day = date(2026, 1, 2)
    off = Notice(number=DocumentNumber.parse("1/TB"), mark=Mark.VERIFIED, days_off=(day,))
    worked = Notice(number=DocumentNumber.parse("2/TB"), mark=Mark.VERIFIED, days_worked=(day,))
    assert worked_days([off, worked]) == {day: True}
    assert worked_days([worked, off]) == {day: False}


# A user's file.
@pytest.fixture
def write(tmp_path):
    def _write(text):
        path = tmp_path / "notices.yaml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return _write


WHOLE = """\
notices:
  - number: 12/UBND-NC
    issued_on: 2025-10-01
    days_off: [2025-10-14]
    days_worked: [2025-10-18]
    mark: verified
  - {number: 13/KH-UBND, days_off: [2025-11-03]}
  - {number: 14/KH-UBND, issued_on: null, days_worked: [2025-11-08]}
"""


def test_file_is_read(write):
    """A file gives its notices in order; what is left out has its stated default."""
    first, second, third = read_notices(write(WHOLE))
    assert first == Notice(
        number=DocumentNumber.parse("12/UBND-NC"),
        mark=Mark.VERIFIED,
        issued_on=date(2025, 10, 1),
        days_off=(date(2025, 10, 14),),
        days_worked=(date(2025, 10, 18),),
    )
    assert (second.mark, second.issued_on, second.days_worked) == (Mark.ASSUMPTION, None, ())
    assert (third.issued_on, third.days_off, third.days_worked) == (None, (), (date(2025, 11, 8),))


ONE = "notices:\n  - number: 12/UBND-NC\n    "
# Text of the file → code, line and key, value.
FLAWS = {
    "no-list": ("notices: x\n", "notice-list", "1 notices", "x"),
    "nothing": ("notices:\n", "notice-list", "1 notices", None),
    "empty-list": ("notices: []\n", "notice-list", "1 notices", []),
    "other-key-on-top": ("holidays: []\n", "notice-unknown-key", "1", "holidays"),
    "text-as-notice": ("notices:\n  - 2025-10-14\n", "notice-mapping", "2", "2025-10-14"),
    "unknown-key": (ONE + "day_off: [2025-10-14]\n", "notice-unknown-key", "3", "day_off"),
    "no-day": (ONE + "mark: verified\n", "notice-empty", "2", None),
    "empty-days": (ONE + "days_off: []\n", "notice-empty", "2", None),
    "day-not-in-a-list": (ONE + "days_off: 2025-10-14\n", "notice-list", "3 days_off", "2025-10-14"),
    "no-number": ("notices:\n  - days_off: [2025-10-14]\n", "document-number", "2 number", None),
    "number": ("notices:\n  - number: 12\n    days_off: [2025-10-14]\n", "document-number", "2 number", 12),
    "number-in-words": ("notices:\n  - number: số 12\n    days_off: [2025-10-14]\n", "document-number", "2 number", "số 12"),
    "vietnamese-day": (ONE + "days_off: [14/10/2025]\n", "notice-day", "3 days_off", "14/10/2025"),
    "no-such-day": (ONE + "days_worked:\n      - 2025-02-29\n", "notice-day", "4 days_worked", "2025-02-29"),
    "number-as-day": (ONE + "days_off: [20251014]\n", "notice-day", "3 days_off", 20251014),
    "week-as-day": (ONE + "days_off: [2025-W42-2]\n", "notice-day", "3 days_off", "2025-W42-2"),
    "null-as-day": (ONE + "days_off: [null]\n", "notice-day", "3 days_off", None),
    "list-as-day": (ONE + "days_off: [[2025-10-14]]\n", "notice-day", "3 days_off", ["2025-10-14"]),
    "year": (ONE + "days_off: [1925-10-14]\n", "workday-outside", "3 days_off", "1925-10-14"),
    "year-2100": (ONE + "days_off: [2100-10-14]\n", "workday-outside", "3 days_off", "2100-10-14"),
    "issued": (ONE + "issued_on: hôm qua\n    days_off: [2025-10-14]\n", "notice-day", "3 issued_on", "hôm qua"),
    "mark": (ONE + "days_off: [2025-10-14]\n    mark: sure\n", "notice-mark", "4 mark", "sure"),
    "mark-as-list": (ONE + "days_off: [2025-10-14]\n    mark: [a]\n", "notice-mark", "4 mark", ["a"]),
    "off-and-worked": (
        ONE + "days_off: [2025-10-14]\n    days_worked: [2025-10-14]\n",
        "notice-contradiction",
        "4 days_worked",
        "2025-10-14",
    ),
    "off-and-worked-in-two": (
        ONE + "days_off: [2025-10-14]\n  - {number: 13/UBND-NC, days_worked: [2025-10-14]}\n",
        "notice-contradiction",
        "4 days_worked",
        "2025-10-14",
    ),
    "alias": (ONE + "days_off: &a [2025-10-14]\n    days_worked: *a\n", "yaml-alias", "3", None),
    "duplicate-key": (ONE + "number: 13/UBND-NC\n", "yaml-duplicate-key", "3", "number"),
    "tag": (ONE + "days_off: [!!timestamp 2025-10-14]\n", "yaml-tag", "3", None),
    "list-on-top": ("- a\n", "yaml-text", "1", None),
    "empty": ("", "yaml-text", "1", None),
}  # fmt: skip


@pytest.mark.parametrize(("text", "code", "place", "value"), FLAWS.values(), ids=FLAWS)
def test_flaw_is_refused(write, text, code, place, value):
    """A flaw is refused with code, file, line and key, the value, and the accepted form in both languages."""
    path = write(text)
    with pytest.raises(InputError) as caught:
        read_notices(path)
    (problem,) = caught.value.problems
    assert (problem.code, problem.place) == (code, f"{path}:{place}")
    assert value is None or problem.value == value
    for lang in ("vi", "en"):
        assert problem.accepted(lang) in problem.render(lang)


def test_every_flawed_notice_is_listed(write):
    """A file with several flawed notices names each at its line."""
    path = write(WHOLE + "  - {number: x, days_off: [2025-11-03]}\n  - {number: 1/TB, days_off: [x]}\n")
    with pytest.raises(InputError) as caught:
        read_notices(path)
    assert [one.code for one in caught.value.problems] == ["document-number", "notice-day"]
    assert [one.place.split(":")[1] for one in caught.value.problems] == ["9 number", "10 days_off"]


def test_missing_file_is_named(tmp_path):
    """A file that is not there is refused with its path."""
    with pytest.raises(InputError) as caught:
        read_notices(tmp_path / "none.yaml")
    assert caught.value.problems[0].code == "file-missing"


@given(st.data())
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_damaged_file_is_read_or_refused(write, drawn):
    """A file with a piece cut out, doubled or replaced gives notices, or is refused with its problems."""
    raw = WHOLE.encode()
    start = drawn.draw(st.integers(0, len(raw)))
    stop = drawn.draw(st.integers(start, min(len(raw), start + 30)))
    piece = drawn.draw(st.binary(max_size=10) | st.just(raw[start:stop] * 2))
    try:
        found = read_notices(write(raw[:start] + piece + raw[stop:]))
    except InputError as error:
        assert error.render("en")
        return
    assert all(isinstance(one, Notice) for one in found)
