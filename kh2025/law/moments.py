"""Moments and local days. A moment always carries its offset; a day is a day of official local time."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import cache

from kh2025.errors import ParameterError, Problem
from kh2025.law import data


@cache
def local_zone() -> timezone:
    """Official local time as a fixed offset (``law/data/regimes.yaml``)."""
    sign, hours, minutes = _offset_parts(data.load("regimes")["local_time"]["utc_offset"])
    return timezone(sign * timedelta(hours=hours, minutes=minutes))


def parse_moment(value: str | datetime, place: str = "") -> datetime:
    """An ISO 8601 time with an offset, in UTC; a naive time is refused.

    >>> parse_moment("2025-07-01T00:00:00+07:00").isoformat()
    '2025-06-30T17:00:00+00:00'
    """
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else value
        if moment.tzinfo is not None and is_supported(moment.date()):
            return moment.astimezone(UTC)  # shifting may leave the calendar at its ends
    except (ValueError, OverflowError, AttributeError):  # a day or a number has no offset
        pass
    raise ParameterError(Problem("moment", place, value))


def is_supported(day: date) -> bool:
    """Whether a day lies in the supported years (``law/data/regimes.yaml``)."""
    years = data.load("regimes")["years"]
    return bool(years["first"] <= day.year <= years["last"])


def start_of(day: date) -> datetime:
    """0:00 local time of a day, in UTC.

    >>> start_of(date(2025, 7, 1)).isoformat()
    '2025-06-30T17:00:00+00:00'
    """
    return datetime.combine(day, time(), tzinfo=local_zone()).astimezone(UTC)


def local_day(moment: datetime) -> date:
    """The local calendar day of a moment."""
    return moment.astimezone(local_zone()).date()


def local_text(moment: datetime) -> str:
    """ISO 8601 in local time, exactly: handed back as ``as_of`` it means the same moment.

    >>> (
    ...     local_text(datetime(2025, 6, 30, 17, 0, 0, 250_000, UTC)),
    ...     local_text(datetime(2025, 6, 30, 17, tzinfo=UTC)),
    ... )
    ('2025-07-01T00:00:00.250000+07:00', '2025-07-01T00:00:00+07:00')
    """
    return moment.astimezone(local_zone()).isoformat()


def _offset_parts(text: str) -> tuple[int, int, int]:
    hours, minutes = text[1:].split(":")
    return (-1 if text[0] == "-" else 1), int(hours), int(minutes)
