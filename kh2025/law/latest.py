"""Periods that are named by the moment one looks: the last one closed."""

from datetime import date, timedelta

from kh2025.errors import PeriodError, Problem
from kh2025.law.kinds import kinds
from kh2025.law.periods import Period

_LATEST = "latest-"
_STEP = timedelta(days=28)


def resolve(text: str, day: date) -> Period:
    """A period as written, or ``latest-quarter`` and the like: the last one of the kind closed before a day.

    >>> str(resolve("latest-quarter", date(2025, 6, 25))), str(resolve("latest-quarter", date(2025, 6, 14)))
    ('2025-Q2', '2025-Q1')

    Raises:
        PeriodError: the text is no period, or there is no such kind.
    """
    if not text.startswith(_LATEST):
        return Period.parse(text)
    kind, _, regime = text.removeprefix(_LATEST).partition("@")
    known = {name.replace("_", "-"): name for name in kinds()}
    if kind not in known:
        names = ", ".join(_LATEST + name for name in known)
        raise PeriodError(Problem("period-latest", value=text, details={"known": names}))
    found = _around(day, known[kind], regime or None)
    while found.cutoff >= day:
        found = found.previous()
    return found


def _around(day: date, kind: str, regime: str | None) -> Period:
    """The period of a day; where a kind leaves days out, the last one before it."""
    found = Period.containing(day, kind, regime)
    return found if found is not None else _around(day - _STEP, kind, regime)
