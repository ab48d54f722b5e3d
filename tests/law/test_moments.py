"""Moments carry an offset; days are days of official local time."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kh2025.errors import ParameterError
from kh2025.law.moments import is_supported, local_day, local_text, local_zone, parse_moment

GOOD = {
    "local": ("2025-07-01T00:00:00+07:00", "2025-06-30T17:00:00+00:00", "2025-07-01"),
    "last-second-of-the-day": ("2025-06-30T23:59:59+07:00", "2025-06-30T16:59:59+00:00", "2025-06-30"),
    "utc": ("2025-06-30T17:00:00Z", "2025-06-30T17:00:00+00:00", "2025-07-01"),
    "utc-before-local-midnight": ("2025-06-30T16:59:59Z", "2025-06-30T16:59:59+00:00", "2025-06-30"),
    "space": ("2025-07-01 00:00:00+07:00", "2025-06-30T17:00:00+00:00", "2025-07-01"),
    "minutes": ("2025-07-01T08:30+07:00", "2025-07-01T01:30:00+00:00", "2025-07-01"),
    "west": ("2025-06-30T12:00:00-08:00", "2025-06-30T20:00:00+00:00", "2025-07-01"),
    "half-hour-offset": ("2025-07-01T00:00:00+05:30", "2025-06-30T18:30:00+00:00", "2025-07-01"),
    "leap-day": ("2024-02-29T00:00:00+07:00", "2024-02-28T17:00:00+00:00", "2024-02-29"),
}
BAD = {
    "naive": "2025-07-01T00:00:00",
    "day-only": "2025-07-01",
    "vietnamese": "01/7/2025 08:00",
    "empty": "",
    "word": "now",
    "no-such-day": "2025-02-30T00:00:00+07:00",
    "hour-25": "2025-07-01T25:00:00+07:00",
    "offset-without-number": "2025-07-01T00:00:00+",
    "zone-name": "2025-07-01T00:00:00 Asia/Ho_Chi_Minh",
    "before-time": "0001-01-01T00:00:00+07:00",
    "after-time": "9999-12-31T23:59:59-07:00",
    "end-of-time": "9999-12-31T23:59:59Z",
    "before-the-supported-years": "1975-12-31T23:59:59+07:00",
    "after-the-supported-years": "2100-01-01T00:00:00+07:00",
}


@pytest.mark.parametrize(("text", "utc", "day"), GOOD.values(), ids=GOOD)
def test_moment_understood(text, utc, day):
    """A time with an offset becomes UTC; its local day is the day in UTC+7."""
    moment = parse_moment(text)
    assert moment.tzinfo is UTC
    assert moment.isoformat() == utc
    assert local_day(moment).isoformat() == day


@pytest.mark.parametrize("text", BAD.values(), ids=BAD)
def test_moment_refused(text):
    """A naive time, or no time at all, is refused with the argument's name and the text as given."""
    with pytest.raises(ParameterError) as caught:
        parse_moment(text, "as_of")
    (problem,) = caught.value.problems
    assert (problem.code, problem.place, problem.value) == ("moment", "as_of", text)
    assert "+07:00" in problem.accepted("en")


def test_naive_datetime_refused():
    """A datetime object without offset is refused like a text."""
    with pytest.raises(ParameterError, match="moment"):
        parse_moment(datetime(2025, 7, 1))  # noqa: DTZ001 - the naive time is the point


@pytest.mark.parametrize("value", [date(2025, 7, 1), 20250701, None, b"2025"], ids=repr)
def test_moment_of_another_type_is_refused(value):
    """A day, a number or nothing given as a moment is refused like a naive time."""
    with pytest.raises(ParameterError, match="moment"):
        parse_moment(value, "as_of")


def test_aware_datetime_accepted():
    """A datetime object with offset is taken as it is."""
    given_moment = datetime(2025, 7, 1, tzinfo=timezone(timedelta(hours=7)))
    assert parse_moment(given_moment) == given_moment


@pytest.mark.parametrize(
    "text", ["1976-01-01T00:00:00+07:00", "2099-12-31T23:59:59+07:00", "2099-12-31T23:59:59Z"]
)
def test_ends_of_the_supported_years(text):
    """The first and the last moment of the supported years are moments, and can be shown in local time."""
    assert local_text(parse_moment(text))
    assert local_day(parse_moment(text))


@pytest.mark.parametrize(
    ("day", "supported"),
    [
        (date(1975, 12, 31), False),
        (date(1976, 1, 1), True),
        (date(2099, 12, 31), True),
        (date(2100, 1, 1), False),
    ],
    ids=str,
)
def test_supported_years(day, supported):
    """The supported years are those of the data file, both ends included."""
    assert is_supported(day) is supported


def test_local_zone_is_a_fixed_offset():
    """Official local time is UTC+7 at every time of the year, from the data file."""
    assert local_zone().utcoffset(None) == timedelta(hours=7)


@given(st.datetimes(datetime(1977, 1, 1), datetime(2098, 12, 31)), st.integers(-14 * 60, 14 * 60))  # noqa: DTZ001
@settings(deadline=None)
def test_offset_does_not_matter(naive, minutes):
    """The same instant in two offsets is one moment, on one local day."""
    moment = naive.replace(tzinfo=UTC)
    elsewhere = moment.astimezone(timezone(timedelta(minutes=minutes)))
    assert parse_moment(elsewhere.isoformat()) == parse_moment(moment) == moment
    assert local_day(elsewhere) == local_day(moment) == (naive + timedelta(hours=7)).date()


@given(st.datetimes(datetime(1977, 1, 1), datetime(2098, 12, 31)))  # noqa: DTZ001
@settings(deadline=None)
def test_shown_moment_means_itself(naive):
    """What is shown of a moment is the moment, to the microsecond: as ``as_of`` it sees the same records."""
    moment = naive.replace(tzinfo=UTC)
    assert parse_moment(local_text(moment)) == moment


@given(st.dates(date(1977, 1, 1), date(2099, 12, 31)))
@settings(deadline=None)
def test_local_day_lasts_from_midnight_to_midnight(day):
    """00:00 and the last microsecond before 24:00 in UTC+7 are on the same day."""
    midnight = parse_moment(f"{day}T00:00:00+07:00")
    assert local_day(midnight) == day
    assert local_day(midnight + timedelta(days=1, microseconds=-1)) == day
    assert local_day(midnight - timedelta(microseconds=1)) == day - timedelta(days=1)


@given(st.text(max_size=40))
@settings(deadline=None)
def test_any_text_is_a_moment_or_refused(text):
    """Whatever the text, it is a moment in UTC or a ParameterError that can be shown."""
    try:
        moment = parse_moment(text)
    except ParameterError as error:
        moment, shown = None, error.render("vi")
    assert shown.endswith("[moment]") if moment is None else moment.tzinfo is UTC
