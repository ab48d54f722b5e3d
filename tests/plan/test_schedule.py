"""Written deadlines: every form that plans use, what is refused, and what always holds."""

import random
from calendar import monthrange
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kh2025.errors import ScheduleError
from kh2025.law.periods import Period
from kh2025.plan.deadline import parse_schedule
from kh2025.plan.schedule import (
    Continuous,
    InPeriod,
    Occurrence,
    OnDate,
    Range,
    Recurring,
)

YEAR = 2025


def on(text, **more):
    return OnDate(date.fromisoformat(text), **more)


def in_period(text, **more):
    return InPeriod(Period.parse(f"{text}@calendar"), **more)


def from_to(first, last, **more):
    return Range(date.fromisoformat(first), date.fromisoformat(last), **more)


# Text → schedule. The plan's year is 2025.
GOOD = {
    # one day
    "before": ("Trước ngày 30/6/2025", on("2025-06-30", before=True)),
    "before-dots": ("trước ngày 20.7.2020", on("2020-07-20", before=True)),
    "before-hyphens": ("Trước ngày 30-6-2025", on("2025-06-30", before=True)),
    "before-no-word-day": ("trước 30/6/2025", on("2025-06-30", before=True)),
    "before-no-year": ("Trước ngày 30/6", on("2025-06-30", before=True, year_assumed=True)),
    "at-the-latest": ("Chậm nhất ngày 15/6/2025", on("2025-06-15")),
    "at-the-latest-is": ("Chậm nhất là ngày 15/6/2025", on("2025-06-15")),
    "at-the-latest-on": ("muộn nhất vào ngày 15/6/2025", on("2025-06-15")),
    "due": ("Hạn ngày 15/6/2025", on("2025-06-15")),
    "until": ("Đến ngày 15/6/2025", on("2025-06-15")),
    "day": ("Ngày 15/5/2025", on("2025-05-15")),
    "day-first": ("03/04/2025", on("2025-04-03")),
    "zeros": ("05/05/2025", on("2025-05-05")),
    "bare-no-year": ("2/9", on("2025-09-02", year_assumed=True)),
    "in-words": ("ngày 30 tháng 6 năm 2025", on("2025-06-30")),
    "in-words-no-year": ("trước ngày 30 tháng 6", on("2025-06-30", before=True, year_assumed=True)),
    "full-stop": ("Trước ngày 30/6/2025.", on("2025-06-30", before=True)),
    "lead-in": ("Hoàn thành trước ngày 30/6/2025", on("2025-06-30", before=True)),
    "lead-in-colon": ("Thời hạn: ngày 30/6/2025", on("2025-06-30")),
    "capitals": ("TRƯỚC NGÀY 30/6/2025", on("2025-06-30", before=True)),
    "nfd": ("Tru\u031bo\u031b\u0301c nga\u0300y 30/6/2025", on("2025-06-30", before=True)),
    "nbsp": ("Trước\u00a0ngày\u00a030/6/2025", on("2025-06-30", before=True)),
    "iso-date": ("2025-06-30", on("2025-06-30")),
    "before-iso-date": ("Trước ngày 2025-06-30", on("2025-06-30", before=True)),
    "leap-day": ("29/2/2028", on("2028-02-29")),
    # Bộ luật Dân sự 2015, Điều 146
    "start-of-month": ("Đầu tháng 6/2025", on("2025-06-01")),
    "middle-of-month": ("giữa tháng 6 năm 2025", on("2025-06-15")),
    "end-of-month": ("Cuối tháng 6/2025", on("2025-06-30")),
    "end-of-february": ("Cuối tháng 2", on("2025-02-28", year_assumed=True)),
    "end-of-leap-february": ("Cuối tháng 2/2028", on("2028-02-29")),
    "middle-of-year": ("Giữa năm 2025", on("2025-06-30")),
    "end-of-year": ("Cuối năm", on("2025-12-31", year_assumed=True)),
    # within a period
    "quarter": ("Quý II/2025", in_period("2025-Q2")),
    "quarter-no-year": ("Quí 2", in_period("2025-Q2", year_assumed=True)),
    "quarter-words": ("hoàn thành trong quý I năm 2025", in_period("2025-Q1")),
    "quarter-hyphen": ("Quý II-2025", in_period("2025-Q2")),
    "quarter-lower-case": ("quý ii năm 2025", in_period("2025-Q2")),
    "month": ("Tháng 6/2025", in_period("2025-M06")),
    "month-no-year": ("trong tháng 12", in_period("2025-M12", year_assumed=True)),
    "month-zero": ("tháng 06/2025", in_period("2025-M06")),
    "first-half": ("6 tháng đầu năm", in_period("2025-S1", year_assumed=True)),
    "first-half-year": ("6 tháng đầu năm 2025", in_period("2025-S1")),
    "second-half": ("6 tháng cuối năm 2025", in_period("2025-S2")),
    "half-in-words": ("sáu tháng cuối năm", in_period("2025-S2", year_assumed=True)),
    "nine-months": ("9 tháng", in_period("2025-9M", year_assumed=True)),
    "nine-months-year": ("9 tháng năm 2025", in_period("2025-9M")),
    "year": ("Năm 2025", in_period("2025-A1")),
    "next-year": ("Năm 2026", in_period("2026-A1")),
    "month-in-words": ("tháng năm năm 2025", in_period("2025-M05")),
    "month-number": ("6/2025", in_period("2025-M06")),
    "month-iso": ("2025-06", in_period("2025-M06")),
    "month-letter": ("T6/2025", in_period("2025-M06")),
    "end-of-quarter": ("Cuối quý II/2025", in_period("2025-Q2")),
    "to-the-end-of-quarter": ("Đến hết quý II/2025", in_period("2025-Q2")),
    "to-a-year": ("Đến năm 2030", in_period("2030-A1")),
    "in-the-year": ("Trong năm", in_period("2025-A1", year_assumed=True)),
    "number-of-a-year": ("2025", in_period("2025-A1")),
    # recurring
    "weekly": ("Hằng tuần", Recurring("week")),
    "weekly-friday": ("Hằng tuần, hạn Thứ Sáu", Recurring("week", 5)),
    "weekly-number": ("hằng tuần, hạn thứ 6", Recurring("week", 5)),
    "weekly-monday": ("Hằng tuần, hạn Thứ Hai", Recurring("week", 1)),
    "weekly-wednesday": ("Thứ Tư hằng tuần", Recurring("week", 3)),
    "weekly-thursday": ("Hằng tuần, hạn Thứ Năm", Recurring("week", 4)),
    "weekly-saturday": ("Hằng tuần, hạn thứ bảy", Recurring("week", 6)),
    "weekly-sunday": ("Hằng tuần, hạn Chủ nhật", Recurring("week", 7)),
    "weekly-before": ("Hằng tuần, trước Thứ Sáu", Recurring("week", 5, before=True)),
    "monthly": ("Hằng tháng", Recurring("month")),
    "monthly-day": ("Hằng tháng, hạn ngày 25", Recurring("month", 25)),
    "monthly-latest": ("Chậm nhất ngày 15 hằng tháng", Recurring("month", 15)),
    "monthly-latest-is": ("Chậm nhất là ngày 15 hằng tháng", Recurring("month", 15)),
    "monthly-before": ("Trước ngày 25 hằng tháng", Recurring("month", 25, before=True)),
    "monthly-in-brackets": ("Hằng tháng (ngày 20)", Recurring("month", 20)),
    "monthly-last-day": ("Hằng tháng, hạn ngày 31", Recurring("month", 31)),
    "monthly-other-spelling": ("Hàng tháng", Recurring("month")),
    "monthly-lead-in": ("Định kỳ hằng tháng", Recurring("month")),
    "quarterly": ("Hằng quý", Recurring("quarter")),
    "quarterly-i": ("hằng quí", Recurring("quarter")),
    "quarterly-day": ("Hằng quý, hạn ngày 20", Recurring("quarter", 20)),
    "half-yearly": ("Hằng 6 tháng", Recurring("half")),
    "half-yearly-in-words": ("hằng sáu tháng", Recurring("half")),
    "yearly": ("Hằng năm", Recurring("year")),
    "yearly-day": ("Hằng năm, hạn ngày 15", Recurring("year", 15)),
    "yearly-day-and-month": ("Hằng năm, trước ngày 30/6", Recurring("year", 30, before=True, month=6)),
    "yearly-in-words": ("Trước ngày 15 tháng 12 hằng năm", Recurring("year", 15, before=True)),
    "yearly-no-word-day": ("Trước 30/6 hằng năm", Recurring("year", 30, before=True, month=6)),
    "yearly-in-a-month": ("Tháng 6 hằng năm", Recurring("year", 30, month=6)),
    "yearly-in-a-quarter": ("Hằng năm, vào quý I", Recurring("year", 31, month=3)),
    "monthly-each": ("Mỗi tháng một lần", Recurring("month")),
    "monthly-ratio": ("01 lần/tháng", Recurring("month")),
    "monthly-next-month": (
        "Hằng tháng, trước ngày 05 tháng sau",
        Recurring("month", 5, before=True, months_after=1),
    ),
    "monthly-end": ("Cuối mỗi tháng", Recurring("month")),
    "monthly-middle": ("giữa hằng tháng", Recurring("month", 15)),
    "monthly-regularly": ("định kỳ trước ngày 25 hằng tháng", Recurring("month", 25, before=True)),
    "quarterly-ratio": ("quý/lần", Recurring("quarter")),
    "quarterly-last-month": (
        "Hằng quý, trước ngày 15 của tháng cuối quý",
        Recurring("quarter", 15, before=True),
    ),
    "quarterly-by-last-month": ("Chậm nhất ngày 20 tháng cuối của quý", Recurring("quarter", 20)),
    "quarterly-four-times": ("4 lần/năm", Recurring("quarter")),
    "half-yearly-once": ("06 tháng một lần", Recurring("half")),
    "half-yearly-regularly": ("Định kỳ 6 tháng", Recurring("half")),
    "half-yearly-twice": ("mỗi năm 02 lần", Recurring("half")),
    "weekly-on": ("Hằng tuần vào thứ Hai", Recurring("week", 1)),
    # from, to
    "years": ("2025–2030", from_to("2025-01-01", "2030-12-31")),
    "years-hyphen": ("2025-2030", from_to("2025-01-01", "2030-12-31")),
    "years-stage": ("Giai đoạn 2025 - 2030", from_to("2025-01-01", "2030-12-31")),
    "years-words": ("từ năm 2025 đến năm 2027", from_to("2025-01-01", "2027-12-31")),
    "days": ("Từ ngày 01/3/2025 đến ngày 30/6/2025", from_to("2025-03-01", "2025-06-30")),
    "days-to-the-end": ("từ ngày 01/3 đến hết ngày 30/6/2025", from_to("2025-03-01", "2025-06-30")),
    "days-no-year": ("Từ 1/3 đến 30/6", from_to("2025-03-01", "2025-06-30", year_assumed=True)),
    "days-across-years": ("Từ ngày 01/12/2025 đến ngày 31/01/2026", from_to("2025-12-01", "2026-01-31")),
    "months": ("từ tháng 3 đến tháng 6/2025", from_to("2025-03-01", "2025-06-30")),
    "months-dash": ("Tháng 3 – tháng 6/2025", from_to("2025-03-01", "2025-06-30")),
    "quarters": ("từ quý I đến quý III", from_to("2025-01-01", "2025-09-30", year_assumed=True)),
    "quarter-to-day": ("Từ quý I đến ngày 15/5/2025", from_to("2025-01-01", "2025-05-15")),
    "days-of-one-month": ("15\u201320/6/2025", from_to("2025-06-15", "2025-06-20")),
    "days-of-one-month-words": (
        "Từ ngày 15 đến ngày 20 tháng 6 năm 2025",
        from_to("2025-06-15", "2025-06-20"),
    ),
    "days-hyphens": ("01-5-2025-30-6-2025", from_to("2025-05-01", "2025-06-30")),
    "months-hyphen": ("Tháng 4-6/2025", from_to("2025-04-01", "2025-06-30")),
    "months-across-years": ("Tháng 12/2025 - 01/2026", from_to("2025-12-01", "2026-01-31")),
    "months-listed": ("tháng 4, 5, 6/2025", from_to("2025-04-01", "2025-06-30")),
    "quarters-hyphen": ("Quý II-III/2025", from_to("2025-04-01", "2025-09-30")),
    "quarters-listed": ("Quý II, III/2025", from_to("2025-04-01", "2025-09-30")),
    "quarters-and": ("Quý I và quý II/2025", from_to("2025-01-01", "2025-06-30")),
    "quarters-no-year": ("Quý I + II", from_to("2025-01-01", "2025-06-30", year_assumed=True)),
    "quarters-across-years": ("Quý IV/2025 - Quý I/2026", from_to("2025-10-01", "2026-03-31")),
    # always
    "continuous-twice": ("Thường xuyên, liên tục", Continuous()),
    "continuous-every-year": ("Thường xuyên hằng năm", Continuous()),
    "continuous": ("Thường xuyên", Continuous()),
    "continuous-year": ("thường xuyên trong năm 2025", Continuous()),
    "continuous-whole-year": ("Thường xuyên, cả năm", Continuous()),
    "continuous-other-word": ("Liên tục", Continuous()),
}

BAD = {
    # not understood
    "empty": ("", "schedule-text"),
    "spaces": ("  ", "schedule-text"),
    "lead-in-only": ("Hoàn thành", "schedule-text"),
    "word": ("sớm nhất có thể", "schedule-text"),
    "plan-of-others": ("Theo kế hoạch của UBND tỉnh", "schedule-dependent"),
    "iso-date-without-zeros": ("2025-6-30", "schedule-text"),
    "arabic-digits": ("Trước ngày ٣٠/٦/٢٠٢٥", "schedule-text"),
    "two-digit-year": ("30/6/25", "schedule-short-year"),
    "excel-serial": ("45782", "schedule-text"),
    "months-without-side": ("6 tháng", "schedule-ambiguous"),
    "start-of-year": ("Đầu năm 2025", "schedule-part"),
    "two-days": ("Ngày 15 và 30/6/2025", "schedule-several"),
    "two-forms": ("Hằng tháng, hạn ngày 25, Quý II", "schedule-several"),
    "no-tone-marks": ("Truoc ngay 30/6/2025", "schedule-text"),
    "weekly-on-a-day-of-the-month": ("Hằng tuần, hạn ngày 5", "schedule-text"),
    "monthly-on-a-weekday": ("Hằng tháng, hạn Thứ Sáu", "schedule-text"),
    "weekday-eight": ("Hằng tuần, hạn thứ 8", "schedule-day"),
    "daily": ("hằng ngày", "schedule-every"),
    "range-without-end": ("Từ ngày 01/3/2025", "schedule-no-end"),
    "range-to-always": ("Từ ngày 01/3/2025 đến thường xuyên", "schedule-several"),
    "reporting-regime": ("2025-Q2@decree-09", "schedule-text"),
    "range-to-before-a-day": ("Từ ngày 01/3/2025 đến trước ngày 30/6/2025", "schedule-text"),
    "replacement-character": ("Quý\ufffd II/2025", "schedule-text"),
    "requested": ("Khi có yêu cầu", "schedule-dependent"),
    "counted-from-an-event": ("30 ngày kể từ ngày ban hành", "schedule-dependent"),
    "within-working-days": ("Trong 05 ngày làm việc", "schedule-dependent"),
    "hour": ("Trước 17h00 ngày 30/6/2025", "schedule-hour"),
    "hour-in-words": ("17 giờ ngày 30/6/2025", "schedule-hour"),
    "three-rhythms": ("Hằng tháng, quý, năm", "schedule-several"),
    "quarters-with-a-gap": ("Quý I, III/2025", "schedule-several"),
    "before-a-month": ("Trước tháng 6/2025", "schedule-before-period"),
    "before-a-quarter": ("Hoàn thành trước quý II", "schedule-before-period"),
    "start-of-a-quarter": ("Đầu quý II/2025", "schedule-part"),
    "five-times-a-year": ("5 lần/năm", "schedule-every"),
    "monthly-on-a-day-of-a-month": ("Hằng tháng, ngày 15/6", "schedule-text"),
    "school-year": ("Năm học 2025-2026", "schedule-dependent"),
    "year-to-month-of-a-year": ("2025-6-2030", "schedule-text"),
    "essay": ("Quý II/2025 " * 100, "schedule-text"),
    # no such day
    "yearly-on-30-february": ("Hằng năm, ngày 30/02", "schedule-day"),
    "days-to-31-june": ("15-31/6/2025", "schedule-day"),
    "quarter-five": ("Quý V/2025", "schedule-day"),
    "quarter-five-no-year": ("Quý 5", "schedule-day"),
    "month-13": ("Tháng 13/2025", "schedule-day"),
    "31-february": ("Trước ngày 31/02/2025", "schedule-day"),
    "29-february-assumed-year": ("29/2", "schedule-day"),
    "month-first": ("06/30/2025", "schedule-day"),
    "day-zero": ("ngày 0/6/2025", "schedule-day"),
    "year-zero": ("30/6/0000", "schedule-day"),
    "years-from-zero": ("0000–2025", "schedule-day"),
    "stage-from-zero": ("Giai đoạn 0000 - 2025", "schedule-day"),
    "middle-of-year-zero": ("Giữa năm 0000", "schedule-day"),
    "end-of-year-zero": ("Cuối năm 0000", "schedule-day"),
    "end-of-month-13": ("Cuối tháng 13/2025", "schedule-day"),
    "monthly-day-32": ("Hằng tháng, hạn ngày 32", "schedule-day"),
    "monthly-day-zero": ("Hằng tháng, hạn ngày 0", "schedule-day"),
    "range-to-31-june": ("Từ ngày 01/3/2025 đến ngày 31/6/2025", "schedule-day"),
    "range-from-30-february": ("Từ ngày 30/02/2025 đến ngày 30/6/2025", "schedule-day"),
    # too far
    "far-future": ("Ngày 30/6/2036", "schedule-far"),
    "far-past": ("Ngày 31/12/2014", "schedule-far"),
    "typing-error": ("Trước ngày 30/6/2205", "schedule-far"),
    "far-quarter": ("Quý II/2036", "schedule-far"),
    "far-range": ("2025–2045", "schedule-far"),
    "range-from-far": ("1945–2025", "schedule-far"),
    # backwards
    "years-backwards": ("2030–2025", "schedule-order"),
    "days-backwards": ("Từ ngày 30/6/2025 đến ngày 01/3/2025", "schedule-order"),
    "months-backwards": ("từ tháng 10 đến tháng 3/2025", "schedule-order"),
}


@pytest.mark.parametrize(("text", "schedule"), GOOD.values(), ids=GOOD)
def test_understood(text, schedule):
    """Every form in use gives its schedule; a year that the text lacks is the plan's, and says so."""
    assert parse_schedule(text, YEAR) == schedule


@pytest.mark.parametrize(("text", "code"), BAD.values(), ids=BAD)
def test_refused(text, code):
    """What is not understood is refused with its code, the text as given, and an accepted form in both languages."""
    with pytest.raises(ScheduleError) as caught:
        parse_schedule(text, YEAR)
    (problem,) = caught.value.problems
    assert (problem.code, problem.value) == (code, text)
    for lang in ("vi", "en"):
        assert problem.accepted(lang) in problem.render(lang)
        assert "{" not in problem.render(lang)


def test_before_the_first_supported_period():
    """Before the first period that is supported there is none to offer; the period itself is."""
    with pytest.raises(ScheduleError) as caught:
        parse_schedule("Trước tháng 1/1976", 1976)
    assert dict(caught.value.problems[0].details) == {"spellings": "“Tháng 1/1976”"}


def test_ten_years_are_not_too_far():
    """The limit is ten years either side of the plan's year, both included."""
    assert parse_schedule("31/12/2035", YEAR).due_on == date(2035, 12, 31)
    assert parse_schedule("01/01/2015", YEAR).due_on == date(2015, 1, 1)
    with pytest.raises(ScheduleError) as caught:
        parse_schedule("01/01/2036", YEAR)
    assert dict(caught.value.problems[0].details) == {"first": 2015, "last": 2035}


DUE = {
    "quarter-is-calendar": ("Quý II/2025", "2025-06-30"),
    "first-quarter": ("Quý I/2025", "2025-03-31"),
    "month": ("Tháng 2/2025", "2025-02-28"),
    "leap-month": ("Tháng 2/2028", "2028-02-29"),
    "first-half": ("6 tháng đầu năm 2025", "2025-06-30"),
    "nine-months": ("9 tháng năm 2025", "2025-09-30"),
    "year": ("Năm 2025", "2025-12-31"),
    "range": ("2025–2030", "2030-12-31"),
    "day": ("Ngày 15/5/2025", "2025-05-15"),
    "fixed-day-does-not-roll": ("Ngày 01/6/2025", "2025-06-01"),  # a Sunday
    "before-includes": ("Trước ngày 30/6/2025", "2025-06-30"),
}


@pytest.mark.parametrize(("text", "due"), DUE.values(), ids=DUE)
def test_due_day(text, due):
    """A period's deadline is its last calendar day, never the reporting cut-off; a fixed date does not roll."""
    schedule = parse_schedule(text, YEAR)
    assert schedule.due_on.isoformat() == due
    assert [one.due_on for one in schedule.occurrences(date(2025, 1, 1), date(2025, 12, 31))] == [
        schedule.due_on
    ]


EXCLUDED = {
    "before": ("Trước ngày 30/6/2025", "2025-06-29"),
    "before-the-first": ("Trước ngày 01/3/2025", "2025-02-28"),
    "before-new-year": ("Trước ngày 01/01/2026", "2025-12-31"),
    "at-the-latest": ("Chậm nhất ngày 30/6/2025", "2025-06-30"),
    "until": ("Đến ngày 30/6/2025", "2025-06-30"),
    "day": ("Ngày 30/6/2025", "2025-06-30"),
    "quarter": ("Quý II/2025", "2025-06-30"),
}


@pytest.mark.parametrize(("text", "due"), EXCLUDED.values(), ids=EXCLUDED)
def test_before_may_exclude_its_day(text, due):
    """A plan may set that "trước ngày X" ends on the day before; other wordings are as before."""
    assert parse_schedule(text, YEAR, before_includes_day=False).due_on.isoformat() == due


def test_before_in_a_recurring_deadline_may_exclude_its_day():
    """A "trước ngày 25 hằng tháng" is due on the 25th, or on the 24th where the plan says so."""
    may = (date(2025, 5, 1), date(2025, 5, 31))
    given_day = parse_schedule("Trước ngày 25 hằng tháng", YEAR)
    day_before = parse_schedule("Trước ngày 25 hằng tháng", YEAR, before_includes_day=False)
    assert [one.due_on.day for one in given_day.occurrences(*may)] == [25]
    assert [one.due_on.day for one in day_before.occurrences(*may)] == [24]
    assert parse_schedule("Hằng tháng, hạn ngày 25", YEAR, before_includes_day=False) == Recurring(
        "month", 25
    )


def test_year_assumed_is_said_only_where_it_is():
    """A deadline that recurs or never ends has no year to assume; a written year is not assumed."""
    for text, expected in {
        "Trước ngày 30/6": True,
        "Trước ngày 30/6/2025": False,
        "Quý II": True,
        "Hằng tháng": False,
        "Thường xuyên": False,
        "2025–2030": False,
        "Từ 1/3 đến 30/6": True,
    }.items():
        assert parse_schedule(text, YEAR).year_assumed is expected, text


def test_year_of_the_plan_is_taken():
    """The year that stands in is the plan's, not today's."""
    assert parse_schedule("Trước ngày 30/6", 2031).due_on == date(2031, 6, 30)
    assert parse_schedule("Quý II", 2031).due_on == date(2031, 6, 30)


# First day, last day → due days.
RECURRING = {
    "monthly": ("Hằng tháng", "2025-05-05", "2025-08-31", "05-31 06-30 07-31 08-31"),
    "monthly-one-day-short": ("Hằng tháng", "2025-05-05", "2025-08-30", "05-31 06-30 07-31"),
    "monthly-25": ("Hằng tháng, hạn ngày 25", "2025-05-05", "2025-07-31", "05-25 06-25 07-25"),
    "monthly-on-the-first-day": ("Hằng tháng, hạn ngày 25", "2025-05-25", "2025-06-25", "05-25 06-25"),
    "monthly-after-the-day": ("Hằng tháng, hạn ngày 25", "2025-05-26", "2025-06-24", ""),
    "monthly-31": ("Hằng tháng, hạn ngày 31", "2025-01-01", "2025-04-30", "01-31 02-28 03-31 04-30"),
    "quarterly": ("Hằng quý", "2025-05-05", "2025-12-31", "06-30 09-30 12-31"),
    "quarterly-20": ("Hằng quý, hạn ngày 20", "2025-05-05", "2025-12-31", "06-20 09-20 12-20"),
    "half-yearly": ("Hằng 6 tháng", "2025-01-01", "2025-12-31", "06-30 12-31"),
    "yearly": ("Hằng năm", "2025-05-05", "2025-12-31", "12-31"),
    "yearly-15": ("Hằng năm, hạn ngày 15", "2025-05-05", "2025-12-31", "12-15"),
    "weekly": ("Hằng tuần", "2025-05-05", "2025-05-18", "05-11 05-18"),
    "weekly-friday": ("Hằng tuần, hạn Thứ Sáu", "2025-05-05", "2025-05-25", "05-09 05-16 05-23"),
    "weekly-on-the-first-day": ("Hằng tuần, hạn Thứ Sáu", "2025-05-09", "2025-05-15", "05-09"),
    "weekly-after-the-day": ("Hằng tuần, hạn Thứ Sáu", "2025-05-10", "2025-05-15", ""),
    "weekly-monday": ("Hằng tuần, hạn Thứ Hai", "2025-05-05", "2025-05-12", "05-05 05-12"),
    "nothing-left": ("Hằng năm", "2025-01-01", "2025-12-30", ""),
}


@pytest.mark.parametrize(("text", "first", "last", "due"), RECURRING.values(), ids=RECURRING)
def test_recurring_occurrences(text, first, last, due):
    """A recurring deadline has one occurrence for every span whose due day lies between two days, in order."""
    found = parse_schedule(text, YEAR).occurrences(date.fromisoformat(first), date.fromisoformat(last))
    assert [one.due_on.isoformat()[5:] for one in found] == due.split()


def test_recurring_occurrence_begins_with_its_span():
    """An occurrence can be worked on from the first day of its month, quarter or week."""
    may = (date(2025, 5, 5), date(2025, 5, 31))
    assert Recurring("month", 25).occurrences(*may) == [Occurrence(date(2025, 5, 1), date(2025, 5, 25))]
    assert Recurring("week", 5).occurrences(*may)[0] == Occurrence(date(2025, 5, 5), date(2025, 5, 9))
    assert Recurring("quarter").occurrences(date(2025, 5, 5), date(2025, 6, 30)) == [
        Occurrence(date(2025, 4, 1), date(2025, 6, 30))
    ]


SINGLE = {
    "range": ("Từ ngày 01/3/2025 đến ngày 30/6/2025", Occurrence(date(2025, 3, 1), date(2025, 6, 30))),
    "quarter-opens-at-once": ("Quý II/2025", Occurrence(None, date(2025, 6, 30))),
    "day": ("Ngày 15/5/2025", Occurrence(None, date(2025, 5, 15))),
    "continuous": ("Thường xuyên", Occurrence(None, None)),
}


@pytest.mark.parametrize(("text", "occurrence"), SINGLE.values(), ids=SINGLE)
def test_single_occurrence(text, occurrence):
    """What does not recur has one occurrence wherever it lies; only a range says from when."""
    schedule = parse_schedule(text, YEAR)
    assert schedule.every is None
    assert schedule.occurrences(date(2030, 1, 1), date(2030, 1, 2)) == [occurrence]


WRITTEN = {
    "before": ("trước ngày 30.6.2025", "Trước ngày 30/6/2025"),
    "before-day-under-ten": ("trước 5/2/2025", "Trước ngày 05/02/2025"),
    "at-the-latest": ("chậm nhất là ngày 15/6/2025", "Ngày 15/6/2025"),
    "quarter": ("hoàn thành trong quí 2", "Quý II/2025"),
    "month": ("tháng 06/2025", "Tháng 6/2025"),
    "half": ("sáu tháng đầu năm 2025", "6 tháng đầu năm 2025"),
    "nine-months": ("9 tháng", "9 tháng năm 2025"),
    "year": ("trong năm 2025", "Năm 2025"),
    "monthly": ("chậm nhất ngày 5 hàng tháng", "Hằng tháng, hạn ngày 05"),
    "monthly-before": ("trước ngày 25 hằng tháng", "Hằng tháng, trước ngày 25"),
    "weekly": ("thứ 6 hằng tuần", "Hằng tuần, hạn Thứ Sáu"),
    "weekly-sunday": ("chủ nhật hằng tuần", "Hằng tuần, hạn Chủ nhật"),
    "half-yearly": ("hằng sáu tháng", "Hằng 6 tháng"),
    "years": ("giai đoạn 2025-2030", "2025–2030"),
    "days": ("từ 1/3 đến 30/6/2025", "Từ ngày 01/3/2025 đến ngày 30/6/2025"),
    "continuous": ("liên tục", "Thường xuyên"),
}


@pytest.mark.parametrize(("text", "written"), WRITTEN.values(), ids=WRITTEN)
def test_text_of_a_schedule(text, written):
    """A schedule is shown as an office writes it."""
    assert str(parse_schedule(text, YEAR)) == written


def test_month_is_due_on_its_last_day():
    """A deadline in a month runs from its first to its last calendar day, in every month of a year."""
    for month in range(1, 13):
        schedule = parse_schedule(f"Tháng {month}/2025", YEAR)
        assert schedule.start_on == date(2025, month, 1)
        assert schedule.due_on == date(2025, month, monthrange(2025, month)[1])


days = st.dates(date(2016, 1, 2), date(2034, 12, 30))
single_periods = st.builds(
    lambda kind, year, index: Period.of(kind, year, index, "calendar"),
    st.sampled_from(["nine_months", "year"]),
    st.integers(2016, 2034),
    st.just(1),
) | st.builds(
    lambda kind_index, year: Period.of(kind_index[0], year, kind_index[1], "calendar"),
    st.sampled_from(
        [("month", n) for n in range(1, 13)]
        + [("quarter", n) for n in range(1, 5)]
        + [("half", 1), ("half", 2)]
    ),
    st.integers(2016, 2034),
)
spans = st.sampled_from(["month", "quarter", "half", "year"])
recurring = (
    st.builds(Recurring, spans)
    | st.builds(Recurring, spans, st.integers(1, 31), before=st.booleans())
    | st.builds(Recurring, st.just("week"), st.integers(1, 7), before=st.booleans())
    | st.just(Recurring("week"))
    | st.builds(Recurring, spans, st.integers(1, 31), before=st.booleans(), months_after=st.just(1))
    | st.builds(
        lambda day, before: Recurring("year", day.day, before=before, month=day.month),
        st.dates(date(2024, 1, 1), date(2024, 12, 31)),
        st.booleans(),
    )
)
schedules = (
    st.builds(OnDate, days, before=st.booleans())
    | st.builds(InPeriod, single_periods)
    | recurring
    | st.tuples(days, days).map(lambda pair: Range(min(pair), max(pair)))
    | st.just(Continuous())
)


@given(schedules)
@example(Range(date(2025, 1, 1), date(2025, 12, 31)))
@example(Range(date(2025, 1, 1), date(2030, 12, 31)))
@example(Range(date(2025, 5, 5), date(2025, 5, 5)))
@example(Recurring("month", 7))
@example(Recurring("year", 7, before=True))
@settings(deadline=None, max_examples=300)
def test_text_of_a_schedule_reads_back(schedule):
    """What a schedule is shown as is understood as the same schedule, in any case and under either setting."""
    assert parse_schedule(str(schedule), YEAR) == schedule
    assert parse_schedule(str(schedule).upper(), YEAR) == schedule
    excluding = parse_schedule(str(schedule), YEAR, before_includes_day=False)
    assert parse_schedule(str(excluding), YEAR, before_includes_day=False) == excluding
    assert str(excluding) == str(schedule)


@given(st.sampled_from([text for text, _ in GOOD.values()]), st.booleans())
@settings(deadline=None, max_examples=200)
def test_every_understood_text_reads_back(text, includes):
    """The text of whatever was understood is understood the same; only the year is then written."""
    schedule = parse_schedule(text, YEAR, before_includes_day=includes)
    again = parse_schedule(str(schedule), YEAR, before_includes_day=includes)
    expected = replace(schedule, year_assumed=False) if "year_assumed" in _fields(schedule) else schedule
    assert again == expected


def _fields(schedule):
    return type(schedule).__dataclass_fields__


@given(days)
@settings(deadline=None)
def test_dates_are_day_first(day):
    """Day and month are never exchanged, with any separator and in any wording."""
    for sign in "/.-":
        written = sign.join(map(str, (day.day, day.month, day.year)))
        for words in ("", "Ngày ", "Trước ngày ", "chậm nhất ngày "):
            assert parse_schedule(words + written, YEAR).due_on == day


@given(st.integers(13, 31), st.integers(1, 12), st.integers(2016, 2034))
@settings(deadline=None)
def test_month_first_is_refused(day, month, year):
    """A date written month first is refused, not turned."""
    with pytest.raises(ScheduleError, match="schedule-day"):
        parse_schedule(f"{month}/{day}/{year}", YEAR)


EARLY = {
    "month": (
        Recurring("month", 1, before=True, includes_day=False),
        "2025-05-01",
        "2025-05-31",
        "2025-06-01",
    ),
    "week": (Recurring("week", 1, before=True, includes_day=False), "2025-05-05", "2025-05-11", "2025-05-12"),
}


@pytest.mark.parametrize(("schedule", "first", "last", "begins"), EARLY.values(), ids=EARLY)
def test_occurrence_due_on_the_day_before_its_span(schedule, first, last, begins):
    """The exclusive "trước ngày 01 hằng tháng" is due on 31/5 for June: it is listed in May, on its last day."""
    found = schedule.occurrences(date.fromisoformat(first), date.fromisoformat(last))
    assert [(one.start_on.isoformat(), one.due_on.isoformat()) for one in found] == [(begins, last)]


either_setting = recurring | recurring.map(lambda one: replace(one, includes_day=not one.before))


@given(either_setting, days, st.integers(0, 900))
@example(Recurring("month", 1, before=True, includes_day=False), date(2025, 5, 1), 30)
@settings(deadline=None)
def test_occurrences_are_ordered_and_inside(schedule, first, length):
    """Occurrences are due once per span, in order, between the two days, and at the earliest a day before their span."""
    last = first + timedelta(days=length)
    found = schedule.occurrences(first, last)
    due = [one.due_on for one in found]
    assert due == sorted(set(due))
    assert all(first <= one.due_on <= last for one in found)
    assert all(one.start_on - one.due_on <= timedelta(days=1) for one in found)
    assert len({one.start_on for one in found}) == len(found)


@given(either_setting, days, st.integers(0, 400), st.integers(0, 400))
@settings(deadline=None)
def test_occurrences_are_neither_lost_nor_doubled(schedule, first, length, rest):
    """Splitting a stretch of days anywhere gives the same occurrences."""
    middle = first + timedelta(days=length)
    last = middle + timedelta(days=rest)
    split = schedule.occurrences(first, middle) + schedule.occurrences(middle + timedelta(days=1), last)
    assert split == schedule.occurrences(first, last)


MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}


def due_days(schedule, first, last):
    """The due days between two days, by going through all months (or all days, for weeks) around them."""
    if schedule.every == "week":
        less = timedelta(days=schedule.before and not schedule.includes_day)
        around = [first + timedelta(days=n) for n in range(-9, (last - first).days + 10)]
        due = [day - less for day in around if day.isoweekday() == (schedule.day or 7)]
    else:
        due = [one for year in range(first.year - 2, last.year + 3) for one in due_in(schedule, year)]
    return [day for day in due if first <= day <= last]


def due_in(schedule, year):
    """The due days of the spans that end in a year."""
    less = timedelta(days=schedule.before and not schedule.includes_day)
    for end in range(MONTHS[schedule.every], 13, MONTHS[schedule.every]):
        named = schedule.month if schedule.every == "year" and schedule.day else end
        due_year, month = (
            (year + 1, 1) if named + schedule.months_after == 13 else (year, named + schedule.months_after)
        )
        yield date(due_year, month, min(schedule.day or 31, monthrange(due_year, month)[1])) - less


@given(either_setting, days, st.integers(0, 900))
@example(Recurring("year", 5, before=True, includes_day=False, months_after=1), date(2025, 1, 4), 0)
@example(Recurring("year", 1, before=True, includes_day=False, month=1), date(2025, 12, 31), 0)
@example(Recurring("year", 29, month=2), date(2025, 2, 28), 0)
@example(Recurring("month", 31, months_after=1), date(2025, 2, 28), 0)
@example(Recurring("month", 31, months_after=1), date(2025, 7, 31), 0)
@example(Recurring("month", 1, before=True, includes_day=False), date(2025, 5, 31), 0)
@example(Recurring("week", 1, before=True, includes_day=False), date(2025, 5, 11), 0)
@example(Recurring("quarter", 1, before=True, includes_day=False, months_after=1), date(2025, 6, 30), 0)
@settings(deadline=None)
def test_occurrences_are_those_of_a_plain_count(schedule, first, length):
    """Whoever goes through the months one by one finds the same due days, at the ends of the stretch as well."""
    last = first + timedelta(days=length)
    assert [one.due_on for one in schedule.occurrences(first, last)] == due_days(schedule, first, last)


_WORDS = st.sampled_from(
    [
        "trước",
        "ngày",
        "30/6/2025",
        "30/6",
        "31/02",
        "tháng",
        "6",
        "13",
        "năm",
        "2025",
        "2030",
        "quý",
        "II",
        "V",
        "hằng",
        "tuần",
        "thứ",
        "sáu",
        "chủ",
        "nhật",
        "đến",
        "từ",
        "–",
        "-",
        "/",
        ",",
        ".",
        "(",
        ")",
        "hạn",
        "cuối",
        "giữa",
        "đầu",
        "thường",
        "xuyên",
        "hoàn",
        "thành",
        "trong",
        "@",
        "calendar",
        "0",
        "99",
        "giai",
        "đoạn",
    ]
)
_SOURCES = [text for text, _ in (*GOOD.values(), *BAD.values())]


@st.composite
def mutated(draw):
    """An understood or refused text with a few characters changed, dropped, doubled or moved."""
    text = list(draw(st.sampled_from(_SOURCES)))
    dice = random.Random(draw(st.integers(0, 2**32)))
    for _ in range(draw(st.integers(1, 4))):
        place = dice.randrange(len(text) + 1)
        change = dice.choice(("drop", "double", "insert", "swap"))
        if change == "insert":
            text.insert(place, dice.choice("0123456789/.-–IVX đếnqưỳ\u0301\u200b\u00a0(,"))
        elif place < len(text):
            if change == "drop":
                del text[place]
            elif change == "double":
                text.insert(place, text[place])
            else:
                other = dice.randrange(len(text))
                text[place], text[other] = text[other], text[place]
    return "".join(text)


@given(mutated() | st.lists(_WORDS, max_size=7).map(" ".join) | st.text(max_size=40), st.booleans())
@example("9999", True)
@example("31/12/9999", False)
@example("Tháng 99999999999999999999/2025", True)
@example("\ud800", True)
@settings(deadline=None, max_examples=600)
def test_any_text_is_a_schedule_or_a_schedule_error(text, includes):
    """Whatever the text, it is a schedule within ten years that reads back, or one ScheduleError to show."""
    try:
        schedule = parse_schedule(text, YEAR, before_includes_day=includes)
    except ScheduleError as error:
        schedule, shown = None, [error.render(lang) for lang in ("vi", "en")]
    if schedule is None:
        assert all(shown)
        return
    assert parse_schedule(str(schedule), YEAR, before_includes_day=includes) is not None
    assert schedule.due_on is None or abs(schedule.due_on.year - YEAR) <= 11
