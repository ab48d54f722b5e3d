"""A span of days with both ends included, as the law counts them."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from kh2025.errors import PeriodError, Problem


@dataclass(frozen=True, slots=True)
class Window:
    """Days from ``start`` to ``end``, both included; ``PeriodError`` when they are the wrong way round.

    >>> spring = Window(date(2025, 3, 15), date(2025, 6, 14))
    >>> spring.days, date(2025, 6, 14) in spring, str(spring)
    (92, True, '2025-03-15/2025-06-14')
    """

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.start > self.end:
            raise PeriodError(Problem("window-order", value=str(self)))

    def __str__(self) -> str:
        return f"{self.start.isoformat()}/{self.end.isoformat()}"

    def __contains__(self, inner: date | Self) -> bool:
        if isinstance(inner, Window):
            return self.start <= inner.start and inner.end <= self.end
        return self.start <= inner <= self.end

    @property
    def days(self) -> int:
        """How many days, both ends included."""
        return (self.end - self.start).days + 1

    def abuts(self, following: Self) -> bool:
        """Whether the following window begins on the next day."""
        return self.end + timedelta(days=1) == following.start

    def intersection(self, other: Self) -> Self | None:
        """The days that lie in both; none when there is no such day."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        return type(self)(start, end) if start <= end else None
