"""Vietnamese dates: day first, or ISO 8601, never guessed."""

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kh2025.errors import InputError
from kh2025.text.dates import DATE, day_from, has_year, parse_date, show_date

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


WHOLE_DAYS = [
    "30/4/2025",
    "30.04.2025",
    "30-4-2025",
    "ngày 30 tháng 4 năm 2025",
    "2025-04-30",
    " Ngày 30/4/2025 ",
]
NO_DAYS = ["", "30/4", "31/02/2025", "04/30/2025", "30/4/25", "45782", "hôm nay", "30/4/2025 17h"]


@pytest.mark.parametrize("text", WHOLE_DAYS)
def test_whole_day(text):
    """A day with its year is read day first or as ISO 8601."""
    assert parse_date(text) == date(2025, 4, 30)


@pytest.mark.parametrize("text", NO_DAYS)
def test_no_whole_day(text):
    """A day without year, no real day and anything else are refused."""
    with pytest.raises(InputError, match="date-text"):
        parse_date(text)
