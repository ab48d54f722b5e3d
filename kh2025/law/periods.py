"""Reporting periods: a kind, a regime, a year and an index; everything else is arithmetic on months.

A period's days follow from one integer. With cut-off day 14, a day belongs to reporting month
``year * 12 + month - 1 + (day > 14)``; quarters, halves and years are floor divisions of it. Kinds and
regimes are rows of ``law/data/regimes.yaml`` (Nghị định 09/2019/NĐ-CP, Điều 12); nothing outside this
module asks which kind a period has.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import product
from typing import Self

from kh2025 import messages
from kh2025.errors import PeriodError, Problem
from kh2025.law import data
from kh2025.law.citation import Citation
from kh2025.text.normal import normal_form

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_LAST_DAY = 31


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of period: its code, its length in months and how many begin in a year."""

    name: str
    code: str
    months: int
    per_year: int
    source: Citation

    def label(self, lang: str = messages.DEFAULT) -> str:
        """The kind's name for people."""
        return messages.text("labels", f"kind.{self.name}", lang)


@dataclass(frozen=True, slots=True)
class Regime:
    """A reporting calendar: the last day of a month that still belongs to that month's period."""

    name: str
    cutoff_day: int
    source: Citation

    def last_day(self, month: int) -> date:
        """The cut-off in a month counted from year 0 (``year * 12 + month - 1``)."""
        year, index = divmod(month, 12)
        return date(year, index + 1, min(self.cutoff_day, monthrange(year, index + 1)[1]))

    def month_of(self, day: date) -> int:
        """The reporting month of a day, counted from year 0."""
        return day.year * 12 + day.month - 1 + (day.day > self.cutoff_day)


@cache
def kinds() -> dict[str, Kind]:
    """All kinds by name, shortest first."""
    rows = data.load("regimes")["kinds"]
    return {
        name: Kind(name, row["code"], row["months"], row["per_year"], Citation.from_data(row["source"]))
        for name, row in rows.items()
    }


@cache
def regimes() -> dict[str, Regime]:
    """All regimes by name, the default first."""
    rows = data.load("regimes")["regimes"]
    return {n: Regime(n, row["cutoff_day"], Citation.from_data(row["source"])) for n, row in rows.items()}


@cache
def default_regime() -> str:
    """The regime that a period's text does not name."""
    return next(iter(regimes()))


def find_kind(name: str) -> Kind:
    """A kind by name; ``PeriodError`` names those there are."""
    if name not in kinds():
        raise PeriodError(Problem("period-kind", value=name, details={"known": ", ".join(kinds())}))
    return kinds()[name]


def find_regime(name: str) -> Regime:
    """A regime by name; ``PeriodError`` names those there are."""
    if name not in regimes():
        raise PeriodError(Problem("period-regime", value=name, details={"known": ", ".join(regimes())}))
    return regimes()[name]


@dataclass(frozen=True, slots=True, repr=False)
class Period:
    """One reporting period, such as quarter II of 2025 from 15/3 to 14/6.

    Periods compare within one kind and regime; ``str`` and ``parse`` are inverses.

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

    @classmethod
    def of(cls, kind: str, year: int, index: int = 1, regime: str | None = None) -> Self:
        """A period from its parts; ``PeriodError`` when there is no such kind, index, year or regime."""
        regime = default_regime() if regime is None else regime
        place = f"{year}-{kind}-{index}"
        find_regime(regime)
        per_year = find_kind(kind).per_year
        _check_year(year, place)
        if not 1 <= index <= per_year:
            raise PeriodError(Problem("period-index", place, index, {"last": per_year}))
        return cls(kind, year, index, regime)

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
        body, at, named = (part.strip() for part in normal_form(text).partition("@"))
        chosen = named if at else regime
        if chosen is not None:
            find_regime(chosen)
        if interval := _INTERVAL.fullmatch(body):
            return cls._from_interval(text, interval, chosen)
        for pattern, kind in _patterns():
            if found := pattern.fullmatch(body):
                return cls._from_parts(text, kind, found.groupdict(), chosen)
        _refuse_ambiguous(text, body)
        raise PeriodError(Problem("period-text", value=text))

    @classmethod
    def containing(cls, day: date, kind: str, regime: str | None = None) -> Self | None:
        """The period of a kind in which a day lies; none where a kind leaves days uncovered (nine months)."""
        rules, length = find_regime(regime or default_regime()), find_kind(kind)
        year, month = divmod(rules.month_of(day), 12)
        index = month // length.months + 1
        return cls.of(kind, year, index, rules.name) if index <= length.per_year else None

    @classmethod
    def _from_parts(cls, text: str, kind: str, parts: dict[str, str | None], regime: str | None) -> Self:
        written = parts.get("index") or parts.get("side") or "1"
        # "iiii" is no numeral: 0 is refused with the numbers that the kind has.
        index = _INDEX_WORDS.get(written) or (int(written) if written.isdecimal() else 0)
        try:
            return cls.of(kind, int(parts["year"] or 0), index, regime)
        except PeriodError as error:
            problem = error.problems[0]
            raise PeriodError(Problem(problem.code, value=text, details=problem.details)) from None

    @classmethod
    def _from_interval(cls, text: str, found: re.Match[str], regime: str | None) -> Self:
        try:
            start = date.fromisoformat(found["start"])
            end = found["end"] and date.fromisoformat(found["end"])
        except ValueError:
            raise PeriodError(Problem("period-text", value=text)) from None
        length = int(found["months"] or 0) + 12 * int(found["years"] or 0)
        try:
            for name, kind in product([regime] if regime else regimes(), kinds().values()):
                period = cls.containing(start, kind.name, name)
                is_long = (period and period.end == end) if end else (kind.months == length)
                if period and period.start == start and is_long:
                    return period
        except PeriodError as error:
            raise PeriodError(Problem("period-year", value=text, details=error.problems[0].details)) from None
        raise PeriodError(Problem("period-interval", value=text))

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

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end

    @property
    def first_month(self) -> int:
        """The first month that the period is named after, counted from year 0."""
        return self.year * 12 + (self.index - 1) * kinds()[self.kind].months

    @property
    def last_month(self) -> int:
        """The last month that the period is named after, counted from year 0."""
        return self.first_month + kinds()[self.kind].months - 1

    @property
    def start(self) -> date:
        """The first day, included."""
        return regimes()[self.regime].last_day(self.first_month - 1) + timedelta(days=1)

    @property
    def end(self) -> date:
        """The last day, included: the cut-off."""
        return regimes()[self.regime].last_day(self.last_month)

    @property
    def cutoff(self) -> date:
        """The day on which the figures are closed (ngày chốt số liệu)."""
        return self.end

    @property
    def calendar_start(self) -> date:
        """The first day of the first calendar month that the period is named after."""
        return date(self.first_month // 12, self.first_month % 12 + 1, 1)

    @property
    def calendar_end(self) -> date:
        """The last day of the last calendar month that the period is named after; deadlines of tasks use it."""
        year, month = divmod(self.last_month, 12)
        return date(year, month + 1, monthrange(year, month + 1)[1])

    @property
    def iso_interval(self) -> str:
        """ISO 8601: start and length, such as ``2024-12-15/P9M``."""
        return f"{self.start.isoformat()}/P{kinds()[self.kind].months}M"

    def day_of_last_month(self, day: int) -> date:
        """A day of the month in which the period is cut off; a day the month lacks is its last day."""
        year, month = divmod(self.last_month, 12)
        return date(year, month + 1, min(day, monthrange(year, month + 1)[1]))

    def shift(self, count: int) -> Self:
        """The period ``count`` periods later, or earlier when negative."""
        per_year = kinds()[self.kind].per_year
        year, index = divmod(self.year * per_year + self.index - 1 + count, per_year)
        return type(self).of(self.kind, year, index + 1, self.regime)

    def next(self) -> Self:
        """The following period of the same kind."""
        return self.shift(1)

    def previous(self) -> Self:
        """The preceding period of the same kind."""
        return self.shift(-1)

    def year_ago(self) -> Self:
        """The same period of the year before."""
        return self.shift(-kinds()[self.kind].per_year)

    def within(self, kind: str) -> tuple[Self, ...]:
        """The periods of a kind that lie wholly in this one, in order.

        >>> [str(month) for month in Period.parse("2025-Q2").within("month")]
        ['2025-M04', '2025-M05', '2025-M06']
        """
        start, end = self.start, self.end
        indices = range(1, find_kind(kind).per_year + 1)
        named = [type(self).of(kind, self.year, index, self.regime) for index in indices]
        return tuple(one for one in named if start <= one.start and one.end <= end)

    def label(self, lang: str = messages.DEFAULT) -> str:
        """The period's name for people, such as "Quý II/2025"."""
        values = {"year": self.year, "index": self.index, "roman": ROMAN[self.index - 1]}
        variant = f"{self.kind}_{self.index}" if self.kind == "half" else self.kind
        name = messages.text("labels", f"period.{variant}", lang, **values)
        if self.regime == default_regime():
            return name
        return f"{name} ({messages.text('labels', f'regime.{self.regime}', lang)})"

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

    def _neighbour(self, count: int) -> str | None:
        try:
            return str(self.shift(count))
        except PeriodError:
            return None


def _check_year(year: int, place: str) -> None:
    years = data.load("regimes")["years"]
    if not years["first"] <= year <= years["last"]:
        raise PeriodError(Problem("period-year", place, year, years))


_INTERVAL = re.compile(
    r"(?P<start>[0-9]{4}-[0-9]{2}-[0-9]{2})/(?:p(?:(?P<years>[0-9]{1,2})y)?(?:(?P<months>[0-9]{1,3})m)?|(?P<end>[0-9]{4}-[0-9]{2}-[0-9]{2}))"
)
_INDEX_WORDS = {roman.lower(): number for number, roman in enumerate(ROMAN, 1)} | {"đầu": 1, "cuối": 2}
_YEAR = r"(?P<year>[0-9]{4})"
# Between index and year people write "/", "-", a space or "năm".
_OF_YEAR = rf"\s*(?:[/\-,]|năm|\s)\s*(?:năm\s*)?{_YEAR}"
_VIETNAMESE = (
    (rf"tháng\s*(?P<index>[0-9]{{1,2}}){_OF_YEAR}", "month"),
    (rf"qu[ýí]\s*(?P<index>[ivx]+|[0-9]{{1,2}}){_OF_YEAR}", "quarter"),
    (rf"(?:6|sáu)\s*tháng\s*(?P<side>đầu|cuối)\s*năm\s*{_YEAR}", "half"),
    (rf"(?:9|chín)\s*tháng(?:\s*đầu)?{_OF_YEAR}", "nine_months"),
    (rf"(?:cả\s*)?năm\s*{_YEAR}", "year"),
)
_DHIS2 = (
    (rf"{_YEAR}(?P<index>[0-9]{{2}})", "month"),
    (rf"{_YEAR}q(?P<index>[0-9])", "quarter"),
    (rf"{_YEAR}s(?P<index>[0-9])", "half"),
    (_YEAR, "year"),
)


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    canonical = []
    for kind in kinds().values():
        code = kind.code.lower()
        index = "" if code[0].isdigit() else r"(?P<index>[0-9]{1,2})"
        canonical.append((rf"{_YEAR}-{code}{index}", kind.name))
    return tuple((re.compile(text, re.ASCII), kind) for text, kind in [*canonical, *_VIETNAMESE, *_DHIS2])


_AMBIGUOUS = re.compile(
    r"(?P<index>[0-9]{1,2})[/\-](?P<year>[0-9]{4})|(?P<iso_year>[0-9]{4})-(?P<iso_index>[0-9]{2})"
)


def _refuse_ambiguous(text: str, body: str) -> None:
    """The text "2/2025" may be a month or a quarter, "2025-05" a reporting or a calendar month."""
    if not (found := _AMBIGUOUS.fullmatch(body)):
        return
    year, index = found["year"] or found["iso_year"], int(found["index"] or found["iso_index"])
    spellings = [f"{year}-M{index:02d}", f"{year}-M{index:02d}@calendar"]
    if not found["iso_year"]:
        longer = [kind for kind in kinds().values() if index <= kind.per_year < kinds()["month"].per_year]
        spellings += [f"{year}-{kind.code}{index}" for kind in longer if kind.code.isalpha()]
    raise PeriodError(Problem("period-ambiguous", value=text, details={"spellings": ", ".join(spellings)}))
