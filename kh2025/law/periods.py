"""Reporting periods: a kind, a regime, a year and an index; everything else is arithmetic on months.

A period's days follow from one integer. With cut-off day 14, a day belongs to reporting month
``year * 12 + month - 1 + (day > 14)``; quarters, halves and years are floor divisions of it (Nghị định
09/2019/NĐ-CP, Điều 12). Columns of days go through :mod:`kh2025.law.arrays`, which tabulates the same
arithmetic.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import product
from operator import index as as_integer
from typing import Any, Self, cast

from kh2025 import messages
from kh2025.cards import Card, Grid, Shows
from kh2025.errors import PeriodError, Problem
from kh2025.law.days import one_day
from kh2025.law.kinds import (
    Kind,
    Regime,
    default_regime,
    find_kind,
    find_regime,
    kinds,
    regimes,
    supported_years,
)
from kh2025.law.notation import Interval, read, read_canonical
from kh2025.law.window import Window
from kh2025.text.dates import show_date
from kh2025.text.roman import roman

_MONTHS = 12


@dataclass(frozen=True, slots=True, repr=False)
class Period(Shows):
    """One reporting period, such as quarter II of 2025 from 15/3 to 14/6.

    Periods compare within one kind and regime; ``str`` and ``parse`` are inverses.

    Raises:
        PeriodError: there is no such kind, regime, year or index.

    >>> period = Period.parse("Quý II/2025")
    >>> period, period.start.isoformat(), period.cutoff.isoformat()
    (Period.parse('2025-Q2'), '2025-03-15', '2025-06-14')
    >>> str(Period.parse("2025-Q2@calendar").next())
    '2025-Q3@calendar'
    """

    kind: str
    year: int
    index: int
    regime: str

    def __post_init__(self) -> None:
        kind, regime, (first, last) = _terms(self.kind, self.regime)
        if not first <= self.year <= last:
            raise PeriodError(Problem("period-year", self._place, self.year, {"first": first, "last": last}))
        if not 1 <= self.index <= kind.per_year:
            raise PeriodError(Problem("period-index", self._place, self.index, {"last": kind.per_year}))
        if regime.begins_on and self.end < regime.begins_on:
            raise PeriodError(
                Problem("period-before-first", self._place, str(self), {"first": regime.begins_on})
            )

    @classmethod
    def of(cls, kind: str, year: int, index: int = 1, regime: str | None = None) -> Self:
        """A period from its parts; ``PeriodError`` when there is no such kind, index, year or regime.

        >>> Period.of("quarter", 2025, 2)
        Period.parse('2025-Q2')
        """
        return cls(kind, as_integer(year), as_integer(index), default_regime() if regime is None else regime)

    @classmethod
    def parse(cls, text: str, regime: str | None = None) -> Self:
        """Read a period in canonical, Vietnamese, DHIS2 or ISO 8601 interval form.

        Args:
            text: such as ``2025-Q2``, ``2025-Q2@calendar``, ``Quý II/2025``, ``6 tháng đầu năm 2025``,
                ``202505``, ``2025S1``, ``2024-12-15/P9M``.
            regime: the regime where the text names none; by default ``decree-09``.

        Raises:
            PeriodError: the text is no period, or could be several (the message lists the spellings).
        """
        if not isinstance(text, str):
            raise PeriodError(Problem("period-text", value=text))
        return cast("Self", _parsed(cls, text, regime))  # type: ignore[arg-type]  # a class is hashable

    @classmethod
    def _parse(cls, text: str, regime: str | None) -> Self:
        parts = read_canonical(text) or read(text)
        named = parts.regime if isinstance(parts, Interval) else parts[3]
        chosen = regime if named is None else named
        if chosen is not None:
            find_regime(chosen)
        try:
            if isinstance(parts, Interval):
                return cls._of_interval(parts, chosen)
            kind, year, index, _ = parts
            return cls(kind, year, index, default_regime() if chosen is None else chosen)
        except PeriodError as error:
            problem = error.problems[0]
            raise PeriodError(Problem(problem.code, value=text, details=problem.details)) from None

    @classmethod
    def first_of(cls, kind: str, year: int, regime: str | None = None) -> Self:
        """The first period of a kind from a year on; of a regime that begins later, the first that it has.

        >>> str(Period.first_of("month", 2025, "decree-09-from-2025-05-05"))
        '2025-M05@decree-09-from-2025-05-05'
        """
        rules = find_regime(regime or default_regime())
        if rules.begins_on is None:
            return cls.of(kind, year, 1, regime)
        # Nine months may begin only in the following year.
        following = rules.month_of(rules.begins_on) // _MONTHS + 1
        first = cls.containing(rules.begins_on, kind, regime) or cls.of(kind, following, 1, regime)
        return first if first.year >= year else cls.of(kind, year, 1, regime)

    @classmethod
    def containing(cls, day: date, kind: str, regime: str | None = None) -> Self | None:
        """The period of a kind in which a day lies; none where a kind or regime leaves days uncovered.

        A time without a zone is its day; one with a zone is refused (``day``), since its local day may be another.

        Raises:
            PeriodError: ``period-year``: the day lies in no period of the supported years, whatever the kind.
        """
        day = one_day(day)
        rules, length = find_regime(regime or default_regime()), find_kind(kind)
        year, month = divmod(rules.month_of(day), _MONTHS)
        first, last = supported_years()
        if not first <= year <= last:
            raise PeriodError(Problem("period-year", "day", day.isoformat(), {"first": first, "last": last}))
        if rules.begins_on and day < rules.begins_on:
            return None
        index = month // length.months + 1
        return cls.of(kind, year, index, rules.name) if index <= length.per_year else None

    @classmethod
    def from_ordinal(cls, ordinal: int, kind: str, regime: str | None = None) -> Self:
        """The period of an ordinal: periods of a kind counted from year 0, the first of year 0 being 0.

        >>> Period.from_ordinal(Period.parse("2025-Q2").ordinal + 1, "quarter")
        Period.parse('2025-Q3')
        """
        year, index = divmod(as_integer(ordinal), find_kind(kind).per_year)
        return cls.of(kind, year, index + 1, regime)

    @classmethod
    def between(cls, first: Self, last: Self) -> tuple[Self, ...]:
        """The periods from one to another of the same kind and regime, both included.

        >>> [str(period) for period in Period.between(Period.parse("2024-Q4"), Period.parse("2025-Q2"))]
        ['2024-Q4', '2025-Q1', '2025-Q2']
        """
        if (first.kind, first.regime) != (last.kind, last.regime):
            raise PeriodError(Problem("period-unlike", f"{first}…{last}", str(last), {"other": str(first)}))
        if last < first:
            raise PeriodError(Problem("window-order", value=f"{first}…{last}"))
        return tuple(
            cls.from_ordinal(n, first.kind, first.regime) for n in range(first.ordinal, last.ordinal + 1)
        )

    @classmethod
    def _of_interval(cls, parts: Interval, regime: str | None) -> Self:
        found: list[Self] = []
        refusal = PeriodError(Problem("period-interval"))
        for kind, name in product(kinds().values(), [regime] if regime else regimes()):
            try:
                period = cls.containing(parts.start, kind.name, name)
            except PeriodError as error:  # outside the supported years, in this regime
                refusal = error
                continue
            if period and period.start == parts.start and period._is_as_long_as(parts):  # noqa: SLF001
                found.append(period)
        if len(found) > 1:  # month, quarter and year of a shortened first period may be the same days
            spellings = ", ".join(str(one) for one in found)
            raise PeriodError(Problem("period-ambiguous", details={"spellings": spellings}))
        if not found:
            raise refusal
        return found[0]

    def _is_as_long_as(self, parts: Interval) -> bool:
        if parts.end:
            return self.end == parts.end
        if parts.days:
            return not parts.months and self.window.days == parts.days
        return kinds()[self.kind].months == parts.months and not self._is_shortened

    def __str__(self) -> str:
        kind = kinds()[self.kind]
        name = kind.code if kind.code[0].isdigit() else f"{kind.code}{self.index:0{len(str(kind.per_year))}d}"
        return f"{self.year}-{name}" + ("" if self.regime == default_regime() else f"@{self.regime}")

    def __repr__(self) -> str:
        return f"Period.parse({str(self)!r})"

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, Period) or (self.kind, self.regime) != (other.kind, other.regime):
            return NotImplemented
        return (self.year, self.index) < (other.year, other.index)

    def __le__(self, other: object) -> bool:
        return self == other or self.__lt__(other)

    def __contains__(self, inner: date | Window | Self) -> bool:
        return (inner.window if isinstance(inner, Period) else inner) in self.window

    @property
    def ordinal(self) -> int:
        """Number of the period among those of its kind, counted from year 0."""
        return self.year * kinds()[self.kind].per_year + self.index - 1

    @property
    def first_month(self) -> int:
        """The first month that the period is named after, counted from year 0."""
        return self.year * _MONTHS + (self.index - 1) * kinds()[self.kind].months

    @property
    def last_month(self) -> int:
        """The last month that the period is named after, counted from year 0."""
        return self.first_month + kinds()[self.kind].months - 1

    @property
    def start(self) -> date:
        """The first day, included."""
        begins_on = find_regime(self.regime).begins_on
        return max(self._regular_start, begins_on) if begins_on else self._regular_start

    @property
    def end(self) -> date:
        """The last day, included: the cut-off."""
        return find_regime(self.regime).last_day(self.last_month)

    @property
    def cutoff(self) -> date:
        """The day on which the figures are closed (ngày chốt số liệu)."""
        return self.end

    @property
    def window(self) -> Window:
        """First and last day, both included."""
        return Window(self.start, self.end)

    @property
    def calendar_start(self) -> date:
        """The first day of the first calendar month that the period is named after."""
        return date(self.first_month // _MONTHS, self.first_month % _MONTHS + 1, 1)

    @property
    def calendar_end(self) -> date:
        """The last day of the last calendar month that the period is named after; deadlines of tasks use it."""
        return self.day_of_month(31)

    @property
    def year_to_date(self) -> Window:
        """From the first day of the period's year to the period's cut-off (lũy kế từ đầu năm)."""
        return Window(type(self).of("year", self.year, 1, self.regime).start, self.end)

    @property
    def iso_interval(self) -> str:
        """ISO 8601: start and length, such as ``2024-12-15/P9M``; a shortened period counts its days."""
        length = f"{self.window.days}D" if self._is_shortened else f"{kinds()[self.kind].months}M"
        return f"{self.start.isoformat()}/P{length}"

    @property
    def sdmx(self) -> dict[str, str]:
        """SDMX: the time period, and the attribute that tells where the reporting year ends.

        What SDMX has no code for (nine months, a shortened period) is a time range, and needs no attribute.

        >>> Period.parse("2025-Q2").sdmx
        {'TIME_PERIOD': '2025-Q2', 'REPYEAREND': '--12-14'}
        """
        if self._is_shortened or not kinds()[self.kind].code.isalpha():
            return {"TIME_PERIOD": self.iso_interval}
        end = find_regime(self.regime).last_day(self.year * _MONTHS + _MONTHS - 1)
        return {"TIME_PERIOD": str(self).partition("@")[0], "REPYEAREND": f"-{end.strftime('-%m-%d')}"}

    @property
    def _regular_start(self) -> date:
        return find_regime(self.regime).last_day(self.first_month - 1) + timedelta(days=1)

    @property
    def _is_shortened(self) -> bool:
        return self.start != self._regular_start

    @property
    def _place(self) -> str:
        return f"{self.year}-{self.kind}-{self.index}"

    def day_of_month(self, day: int, months_after: int = 0) -> date:
        """A day of the month of the cut-off, or of a later or earlier one; a day the month lacks is its last."""
        year, month = divmod(self.last_month + months_after, _MONTHS)
        return date(year, month + 1, min(day, monthrange(year, month + 1)[1]))

    def shift(self, count: int) -> Self:
        """The period ``count`` periods later, or earlier when negative."""
        return type(self).from_ordinal(self.ordinal + count, self.kind, self.regime)

    def next(self) -> Self:
        """The following period of the same kind."""
        return self.shift(1)

    def previous(self) -> Self:
        """The preceding period of the same kind."""
        return self.shift(-1)

    def year_ago(self) -> Self:
        """The same period of the year before."""
        return self.shift(-kinds()[self.kind].per_year)

    def intersection(self, other: Self | Window) -> Window | None:
        """The days that lie in both; none when there is no such day."""
        return self.window.intersection(other.window if isinstance(other, Period) else other)

    def children(self, kind: str) -> tuple[Self, ...]:
        """The periods of a kind that lie wholly in this one, in order.

        >>> [str(month) for month in Period.parse("2025-Q2").children("month")]
        ['2025-M04', '2025-M05', '2025-M06']
        """
        window = self.window
        return tuple(one for one in self._of_year(find_kind(kind)) if one.window in window)

    def parents(self) -> tuple[Self, ...]:
        """The longer periods in which this one lies wholly, shortest first.

        >>> [str(longer) for longer in Period.parse("2025-Q2").parents()]
        ['2025-S1', '2025-9M', '2025-A1']
        """
        longer = [kind for kind in kinds().values() if kind.months > kinds()[self.kind].months]
        return tuple(one for kind in longer for one in self._of_year(kind) if self in one)

    def _of_year(self, kind: Kind) -> Iterator[Self]:
        """All periods of a kind that the year and regime have."""
        regime = find_regime(self.regime)
        for index in range(1, kind.per_year + 1):
            last_month = self.year * _MONTHS + index * kind.months - 1
            if not (regime.begins_on and regime.last_day(last_month) < regime.begins_on):
                yield type(self).of(kind.name, self.year, index, self.regime)

    def label(self, lang: str = messages.DEFAULT) -> str:
        """The period's name for people, such as "Quý II/2025"."""
        name = self._worded("period", lang)
        if self.regime == default_regime():
            return name
        return f"{name} ({find_regime(self.regime).label(lang)})"

    def cumulative_label(self, lang: str = messages.DEFAULT) -> str:
        """The title of a report on the period and on the year so far.

        >>> Period.parse("2025-M05").cumulative_label()
        'tháng 5 và 5 tháng năm 2025'
        """
        return self._worded("cumulative", lang)

    def _worded(self, group: str, lang: str) -> str:
        """The text of the period's own index where the group has one, else of its kind."""
        texts = messages.table("labels", group, lang)
        values = {"year": self.year, "index": self.index, "roman": roman(self.index)}
        values["months"] = self.last_month % _MONTHS + 1
        return (texts.get(f"{self.kind}_{self.index}") or texts[self.kind]).format(**values)

    def to_dict(self, lang: str = messages.DEFAULT) -> dict[str, object]:
        """JSON-ready description; the neighbours are null at the ends of the supported years."""
        return {
            "period": str(self),
            "regime": self.regime,
            "kind": self.kind,
            "year": self.year,
            "index": self.index,
            "start": self.start.isoformat(),
            "end": self.end.isoformat(),
            "label": self.label(lang),
            "iso_interval": self.iso_interval,
            "next": self._neighbour(1),
            "previous": self._neighbour(-1),
        }

    def card(self) -> Card:
        """What a notebook shows of the period."""
        words = messages.table("cards", "period")
        rows = (
            ("text", str(self)),
            (
                "window",
                messages.text("cards", "period.days", start=show_date(self.start), end=show_date(self.end)),
            ),
            ("cutoff", self.cutoff),
            ("calendar_end", self.calendar_end),
            ("regime", find_regime(self.regime).label()),
            ("previous", self._neighbour(-1)),
            ("next", self._neighbour(1)),
        )
        return Card(self.label(), (Grid.of("", (), ((words[key], value) for key, value in rows)),))

    def _neighbour(self, count: int) -> str | None:
        try:
            return str(self.shift(count))
        except PeriodError:
            return None


@lru_cache(maxsize=256)
def _terms(kind: str, regime: str) -> tuple[Kind, Regime, tuple[int, int]]:
    """What a period of a kind and regime is checked against."""
    return find_kind(kind), find_regime(regime), supported_years()


@lru_cache(maxsize=4096)
def _parsed(cls: Any, text: str, regime: str | None) -> Period:
    """Each text read once: a column of periods names a few hundred over and over."""
    return cast("Period", cls._parse(text, regime))
