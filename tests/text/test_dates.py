"""Vietnamese dates: day first, or ISO 8601, never guessed."""

import math
import re
import unicodedata
from datetime import UTC, date, datetime, timedelta

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kh2025.errors import TextError
from kh2025.text.dates import DATE, day_from, has_year, names_year, parse_date, read_date, show_date

PATTERN = re.compile(DATE)
DAYS = st.dates(date(1000, 1, 1))

SHOWN = {
    "day-and-month-below-ten": (date(2025, 5, 5), "05/5/2025"),
    "january": (date(2025, 1, 1), "01/01/2025"),
    "february": (date(2025, 2, 12), "12/02/2025"),
    "march": (date(2025, 3, 1), "01/3/2025"),
    "december": (date(2025, 12, 31), "31/12/2025"),
    "day-nine": (date(2025, 9, 9), "09/9/2025"),
    "day-ten": (date(2025, 10, 10), "10/10/2025"),
}
READ = {
    "slashes": ("30/6/2025", date(2025, 6, 30)),
    "dots": ("20.7.2020", date(2020, 7, 20)),
    "hyphens": ("05-05-2025", date(2025, 5, 5)),
    "zeros": ("05/06/2025", date(2025, 6, 5)),
    "day-first-although-both-fit": ("03/04/2025", date(2025, 4, 3)),
    "spaces": ("30 / 6 / 2025", date(2025, 6, 30)),
    "words": ("05 tháng 5 năm 2025", date(2025, 5, 5)),
    "words-and-slash": ("30 tháng 6/2025", date(2025, 6, 30)),
    "iso": ("2025-06-30", date(2025, 6, 30)),
    "iso-both-fit": ("2025-04-03", date(2025, 4, 3)),
    "without-year": ("30/6", date(2024, 6, 30)),
    "words-without-year": ("30 tháng 6", date(2024, 6, 30)),
    "leap-day-of-the-given-year": ("29/2", date(2024, 2, 29)),
}
NOT_REAL = {
    "31-february": "31/02/2025",
    "29-february-of-a-common-year": "29/2/2025",
    "31-june": "31/6/2025",
    "day-zero": "0/6/2025",
    "month-first": "6/30/2025",
    "month-13": "01/13/2025",
    "iso-31-june": "2025-06-31",
    "iso-day-first": "2025-30-06",
    "year-zero": "01/01/0000",
    "words": "31 tháng 4 năm 2025",
}
NOT_A_DATE = {
    "two-digit-year": "30/6/25",
    "iso-without-zeros": "2025-6-30",
    "iso-with-slashes": "2025/06/30",
    "iso-month": "2025-06",
    "arabic-digits": "٣٠/٦/٢٠٢٥",
    "three-digit-day": "030/6/2025",
    "month-only": "6/2025",
    "excel-serial": "45782",
    "empty": "",
    "trailing": "30/6/2025 x",
    "five-digit-year": "30/6/20255",
    "mixed-signs": "10-12/2025",
    "mixed-signs-dot": "10/12.2025",
}


@pytest.mark.parametrize(("day", "shown"), SHOWN.values(), ids=SHOWN)
def test_shown(day, shown):
    """Days under 10 and months 1 and 2 take a leading zero (Nghị định 30/2020/NĐ-CP), other months none."""
    assert show_date(day) == shown


@pytest.mark.parametrize(("text", "day"), READ.values(), ids=READ)
def test_read_day_first(text, day):
    """A date is read day first, or as ISO 8601 writes it; 2024 stands in where no year is written."""
    found = PATTERN.fullmatch(text)
    assert day_from(found, 2024) == day
    assert has_year(found) == bool(re.search(r"\d{4}", text))


@pytest.mark.parametrize("text", NOT_REAL.values(), ids=NOT_REAL)
def test_day_that_does_not_exist(text):
    """A day that is on no calendar raises ValueError: the order is never turned to make it fit."""
    with pytest.raises(ValueError, match=r"day|month|year"):
        day_from(PATTERN.fullmatch(text), 2025)


@pytest.mark.parametrize("text", NOT_A_DATE.values(), ids=NOT_A_DATE)
def test_no_date(text):
    """Two-digit years, half an ISO date, other digits and bare numbers are no Vietnamese date."""
    assert PATTERN.fullmatch(text) is None


@given(DAYS, st.integers(1900, 2199))
@settings(deadline=None)
def test_shown_date_reads_back(day, other_year):
    """What is shown is read as the same day, whatever year stands in."""
    assert day_from(PATTERN.fullmatch(show_date(day)), other_year) == day


@given(DAYS)
@settings(deadline=None)
def test_all_spellings_read_day_first(day):
    """Every separator and the words give the same day."""
    for sign in "/.-":
        assert day_from(PATTERN.fullmatch(sign.join(map(str, (day.day, day.month, day.year)))), 1999) == day
    assert day_from(PATTERN.fullmatch(f"{day.day:02d} tháng {day.month} năm {day.year}"), 1999) == day
    assert day_from(PATTERN.fullmatch(day.isoformat()), 1999) == day


# A text that is nothing but a date.
PARSED = {
    "hazard-9": ("05/05/2025", "2025-05-05"),
    "day-first-although-both-fit": ("03/04/2025", "2025-04-03"),
    "hyphens": ("30-6-2025", "2025-06-30"),
    "dots": ("20.7.2020", "2020-07-20"),
    "spaces": (" 30 / 6 / 2025 ", "2025-06-30"),
    "no-break-space": ("ngày\u00a030/6/2025", "2025-06-30"),
    "words": ("ngày 05 tháng 5 năm 2025", "2025-05-05"),
    "words-title": ("Ngày 30 tháng 6/2025", "2025-06-30"),
    "words-nfd": (unicodedata.normalize("NFD", "Ngày 05 tháng 5 năm 2025"), "2025-05-05"),
    "iso": ("2025-05-05", "2025-05-05"),
    "iso-midnight": ("2025-05-05T00:00:00", "2025-05-05"),
    "iso-midnight-as-a-reader-prints": ("2025-05-05 00:00:00.000000", "2025-05-05"),
    "iso-midnight-minutes": ("2025-05-05 00:00", "2025-05-05"),
    "leap-day": ("29/02/2024", "2024-02-29"),
}
PARSED_WITH_YEAR = {
    "slash": ("30/6", "2025-06-30"),
    "words": ("ngày 30 tháng 6", "2025-06-30"),
    "named-dot": ("ngày 1.5", "2025-05-01"),
    "named-hyphen": ("ngày 10-12", "2025-12-10"),
}
REFUSED = {
    "hazard-9-no-such-day": ("31/02/2025", "date-day"),
    "hazard-9-short-year": ("30/6/25", "date-short-year"),
    "month-first": ("06/30/2025", "date-day"),
    "words-no-such-day": ("ngày 31 tháng 4 năm 2025", "date-day"),
    "no-leap-year": ("29/2", "date-day"),
    "year-zero": ("01/01/0000", "date-day"),
    "short-year-named": ("ngày 30.6.25", "date-short-year"),
    "hazard-9-serial": ("45782", "date-number"),
    "serial-with-time": ("45782.5", "date-number"),
    "decimal-or-may-day": ("1.5", "date-number"),
    "decimal": ("30.6", "date-number"),
    "digits-alone": ("20250505", "date-number"),
    "range-or-december": ("10-12", "date-text"),
    "mixed-signs": ("10-12/2025", "date-text"),
    "iso-with-slashes": ("2025/06/30", "date-text"),
    "iso-without-zeros": ("2025-6-30", "date-text"),
    "iso-month": ("2025-06", "date-text"),
    "iso-time": ("2025-05-05T08:30:00", "date-time"),
    "iso-offset": ("2025-05-05T00:00:00+07:00", "date-time"),
    "time-behind": ("30/6/2025 00:00", "date-text"),
    "words-around": ("trước ngày 30/6/2025", "date-text"),
    "two-dates": ("30/6/2025 - 1/7/2025", "date-text"),
    "english": ("June 30, 2025", "date-text"),
    "full-width": ("\uff13\uff10/6/2025", "date-text"),
    "arabic": ("٣٠/٦/٢٠٢٥", "date-text"),
    "hidden": ("3\u200b0/6/2025", "date-text"),
    "nul": ("30/6/2025\0", "date-text"),
    "empty": ("", "date-text"),
    "long": ("ngày " + " " * 10**5 + "30/6/2025" * 9, "date-text"),
    "eleven-years-before": ("31/12/2014", "date-far"),
    "eleven-years-after": ("01/01/2036", "date-far"),
}
CELLS = {
    "text": ("30/6/2025", "2025-06-30"),
    "date": (date(2025, 6, 30), "2025-06-30"),
    "midnight": (datetime(2025, 6, 30), "2025-06-30"),  # noqa: DTZ001 - as a workbook's reader gives it
    "timestamp": (pd.Timestamp("2025-06-30"), "2025-06-30"),
}
REFUSED_CELLS = {
    "hazard-9-serial-of-no-system": (45782, "date-number"),
    "noon": (datetime(2025, 6, 30, 12), "date-time"),  # noqa: DTZ001
    "with-offset": (datetime(2025, 6, 30, tzinfo=UTC), "date-time"),
    "not-a-time": (pd.NaT, "date-text"),
    "true": (True, "date-text"),
    "none": (None, "date-text"),
    "bytes": (b"30/6/2025", "date-text"),
    "far": (date(2036, 1, 1), "date-far"),
}
SERIALS = {
    "hazard-9": (45782, 1900, "2025-05-05"),
    "float": (45782.0, 1900, "2025-05-05"),
    "hazard-9-1904": (44320, 1904, "2025-05-05"),
    "first": (1, 1900, "1900-01-01"),
    "before-the-phantom": (59, 1900, "1900-02-28"),
    "after-the-phantom": (61, 1900, "1900-03-01"),
    "first-1904": (0, 1904, "1904-01-01"),
    "last": (2958465, 1900, "9999-12-31"),
    "last-1904": (2957003, 1904, "9999-12-31"),
}
NO_SERIAL = {
    "phantom": (60, 1900),
    "zero": (0, 1900),
    "negative": (-1, 1900),
    "negative-1904": (-1, 1904),
    "with-time": (45782.25, 1900),
    "nan": (math.nan, 1900),
    "inf": (math.inf, 1904),
    "beyond": (2958466, 1900),
    "beyond-1904": (2957004, 1904),
    "far-beyond": (10**30, 1900),
}


def refused(read, *arguments, **named):
    with pytest.raises(TextError) as caught:
        read(*arguments, place="B7", **named)
    (problem,) = caught.value.problems
    assert problem.place == "B7"
    assert problem.render("vi") != problem.render("en")
    return problem


@pytest.mark.parametrize(("text", "day"), PARSED.values(), ids=PARSED)
def test_parse_date(text, day):
    """A whole date is read day first or in ISO 8601, with or without the plan's year, and names its year."""
    assert parse_date(text).isoformat() == parse_date(text, year=2025).isoformat() == day
    assert names_year(text)


@pytest.mark.parametrize(("text", "day"), PARSED_WITH_YEAR.values(), ids=PARSED_WITH_YEAR)
def test_parse_date_with_the_plans_year(text, day):
    """The plan's year stands in where none is written, which can be asked; without one the date is refused."""
    assert parse_date(text, year=2025).isoformat() == day
    assert not names_year(text)
    assert refused(parse_date, text).code == "date-year"


@pytest.mark.parametrize("value", [45782, None, date(2025, 5, 5), b"30/6/2025"], ids=repr)
def test_parse_date_refuses_what_is_no_text(value):
    """A serial number, nothing, a date or bytes are no text: refused with place and value."""
    problem = refused(parse_date, value)
    assert (problem.code, problem.value) == ("date-text", value)


@pytest.mark.parametrize(("text", "code"), REFUSED.values(), ids=REFUSED)
def test_parse_date_refuses(text, code):
    """What is on no calendar, has a second reading, or holds more than a date is refused with its reason."""
    problem = refused(parse_date, text, year=2025)
    assert (problem.code, problem.value) == (code, text)


def test_short_year_names_the_full_spelling():
    """The refusal of a two-digit year shows the date with four, which is read."""
    spelling = refused(parse_date, "30/6/25").details["spelling"]
    assert spelling == "30/6/2025"
    assert parse_date(spelling) == date(2025, 6, 30)


@pytest.mark.parametrize("day", ["01/01/2015", "31/12/2035"])
def test_ten_years_are_near(day):
    """Ten years before and after the plan's year are the last that are read; a refusal names them."""
    assert parse_date(day, year=2025)
    assert refused(parse_date, "01/01/2036", year=2025).details == {"first": 2015, "last": 2035}


@pytest.mark.parametrize(("value", "day"), CELLS.values(), ids=CELLS)
def test_read_date(value, day):
    """A cell may hold a text, a date or a midnight; the answer is a plain date."""
    found = read_date(value, year=2025)
    assert type(found) is date
    assert found.isoformat() == day


@pytest.mark.parametrize(("value", "code"), REFUSED_CELLS.values(), ids=REFUSED_CELLS)
def test_read_date_refuses(value, code):
    """A number of an unknown date system, a time of day and other types are refused."""
    assert refused(read_date, value, year=2025).code == code


@pytest.mark.parametrize(("serial", "epoch", "day"), SERIALS.values(), ids=SERIALS)
def test_serial(serial, epoch, day):
    """A serial number is read in the workbook's own date system."""
    assert read_date(serial, epoch=epoch).isoformat() == day


@pytest.mark.parametrize(("serial", "epoch"), NO_SERIAL.values(), ids=NO_SERIAL)
def test_no_serial(serial, epoch):
    """No whole day of the system: the 29/02/1900 that never was, a time of day, a number beyond the calendar."""
    problem = refused(read_date, serial, epoch=epoch)
    assert (problem.code, problem.details) == ("date-serial", {"epoch": epoch})


def test_serials_count_day_by_day():
    """Counted one by one from the first day, every serial up to 2040 is the next day."""
    day, serial = date(1900, 1, 1), 1
    while day.year < 2040:
        assert read_date(serial, epoch=1900) == day
        if day.year >= 1904:
            assert read_date(serial - 1462, epoch=1904) == day
        day += timedelta(days=1)
        serial += 2 if serial == 59 else 1


@given(DAYS, st.sampled_from("/.-"))
@settings(deadline=None)
def test_date_reads_back(day, sign):
    """Every way of writing a day in full is read as that day."""
    numeric = sign.join(map(str, (day.day, day.month, f"{day.year:04d}")))
    words = f"ngày {day.day:02d} tháng {day.month} năm {day.year:04d}"
    for text in (numeric, words, words.upper(), day.isoformat(), show_date(day), f"Ngày {show_date(day)}"):
        assert parse_date(text) == day
    assert read_date(day) == day


@given(
    st.text(max_size=40) | st.text("0123456789/-. tTngàyháăm:", max_size=24),
    st.none() | st.integers(1900, 2199),
)
@settings(deadline=None, max_examples=500)
def test_any_text_is_answered(text, year):
    """Every text is a date or refused; what is read is day first: its first number is the day, or the ISO year."""
    try:
        day = parse_date(text, year=year)
    except TextError:
        return
    first = int(re.search("[0-9]+", text)[0])
    assert first in {day.day, day.year}
