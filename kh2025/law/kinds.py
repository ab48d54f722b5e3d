"""Kinds of period, and reporting regimes: which day of a month closes it.

Both are rows of ``law/data/regimes.yaml``. A plan may need a regime of its own (Nghị định 09/2019/NĐ-CP, Điều
12, leaves others to the issuing body): its name says all there is to it, so it needs no registry.
``cutoff-20`` closes on the 20th; ``decree-09-from-2025-05-05`` has a shortened first period that begins on
5/5/2025.
"""

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache
from typing import Any

from kh2025 import messages
from kh2025.errors import PeriodError, Problem
from kh2025.law import data
from kh2025.law.citation import Citation
from kh2025.text.dates import show_date


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

    @property
    def tiles(self) -> bool:
        """Whether every day lies in a period of this kind (nine months leave the last quarter out)."""
        return self.months * self.per_year == 12  # noqa: PLR2004 - months of a year


@dataclass(frozen=True, slots=True)
class Regime:
    """A reporting calendar: the last day of a month that still belongs to that month's period.

    ``begins_on`` cuts the first period short: no day before it belongs to any.
    """

    name: str
    cutoff_day: int
    source: Citation
    begins_on: date | None = None

    def last_day(self, month: int) -> date:
        """The cut-off in a month counted from year 0 (``year * 12 + month - 1``)."""
        year, index = divmod(month, 12)
        return date(year, index + 1, min(self.cutoff_day, monthrange(year, index + 1)[1]))

    def month_of(self, day: date) -> int:
        """The reporting month of a day, counted from year 0."""
        return day.year * 12 + day.month - 1 + (day.day > self.cutoff_day)

    def label(self, lang: str = messages.DEFAULT) -> str:
        """The regime's name for people.

        >>> find_regime("cutoff-20-from-2025-05-05").label("vi")
        'kỳ chốt số liệu ngày 20, bắt đầu từ ngày 05/5/2025'
        """
        if self.begins_on:
            base = replace(self, name=self.name.partition(_FROM)[0], begins_on=None).label(lang)
            return messages.text(
                "labels", "own_regime.begins", lang, regime=base, day=show_date(self.begins_on)
            )
        if self.name in regimes():
            return messages.text("labels", f"regime.{self.name}", lang)
        return messages.text("labels", "own_regime.cutoff", lang, day=self.cutoff_day)


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
    """The regimes of the law by name, the default first."""
    rows = data.load("regimes")["regimes"]
    return {n: Regime(n, row["cutoff_day"], Citation.from_data(row["source"])) for n, row in rows.items()}


@cache
def default_regime() -> str:
    """The regime that a period's text does not name."""
    return next(iter(regimes()))


@cache
def supported_years() -> tuple[int, int]:
    """The first and last year that a period may lie in."""
    years = data.load("regimes")["years"]
    return years["first"], years["last"]


def find_kind(name: str) -> Kind:
    """A kind by name; ``PeriodError`` names those there are."""
    if found := kinds().get(name):
        return found
    raise PeriodError(Problem("period-kind", value=name, details={"known": ", ".join(kinds())}))


def find_regime(name: str) -> Regime:
    """A regime by name, of the law or of a plan's own; ``PeriodError`` names those there are.

    >>> find_regime("cutoff-20").cutoff_day, str(find_regime("decree-09-from-2025-05-05").begins_on)
    (20, '2025-05-05')
    """
    if found := regimes().get(name) or _own_regime(str(name)):
        return found
    details = {"known": ", ".join(regimes())} | _own_cutoffs()
    raise PeriodError(Problem("period-regime", value=name, details=details))


_FROM = "-from-"
_OWN = re.compile(r"cutoff-(?P<day>[1-9][0-9]?)")


@cache
def _own_cutoffs() -> dict[str, Any]:
    row = data.load("regimes")["own_regimes"]
    return {"first": row["first_cutoff_day"], "last": row["last_cutoff_day"]}


@lru_cache(maxsize=256)
def _own_regime(name: str) -> Regime | None:
    """The regime that a self-describing name spells out; one cut-off day has one name."""
    base_name, is_shortened, first = name.partition(_FROM)
    if is_shortened:
        base, begins_on = regimes().get(base_name) or _own_regime(base_name), _iso_day(first)
        return replace(base, name=name, begins_on=begins_on) if base and begins_on else None
    if not (written := _OWN.fullmatch(name)):
        return None
    day, taken = int(written["day"]), {regime.cutoff_day for regime in regimes().values()}
    if day in taken or not _own_cutoffs()["first"] <= day <= _own_cutoffs()["last"]:
        return None
    return Regime(name, day, Citation.from_data(data.load("regimes")["own_regimes"]["source"]))


def _iso_day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    first, last = supported_years()
    return day if day.isoformat() == text and first <= day.year <= last else None
