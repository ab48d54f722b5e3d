"""Rates, each with numerator, denominator and the name of the denominator; 0/0 is null with a reason."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pandas as pd

from kh2025.evaluation.measures import MEASURES, Measure


def rate(numerator: int, denominator: int, of: str) -> dict[str, object]:
    """One rate.

    ``value`` is the unrounded quotient, ``percent`` is rounded half up to two places; both are null, and
    ``reason`` says why, when the denominator is 0.

    >>> rate(16051, 16274, "due")["percent"]
    98.63
    """
    made: dict[str, object] = {"numerator": numerator, "denominator": denominator, "of": of}
    if denominator == 0:
        return {**made, "value": None, "percent": None, "reason": f"none_{of}"}
    exact = Decimal(numerator) * 100 / Decimal(denominator)
    percent = exact.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    return {**made, "value": numerator / denominator, "percent": float(percent)}


def percent(numerators: pd.Series, denominators: pd.Series) -> pd.Series:
    """Percentages of columns of counts, rounded half up to two places; null where the denominator is 0.

    >>> percent(pd.Series([16051, 0]), pd.Series([16274, 0])).tolist()
    [98.63, nan]
    """
    below = denominators.astype("int64")
    # In hundredths of a percent and in whole numbers: nothing is lost before the rounding.
    doubled = numerators.astype("int64") * 20_000 + below
    return (doubled // (2 * below).where(below > 0)) / 100


def rates(parts: Mapping[str, int]) -> dict[str, dict[str, object]]:
    """All rates of a partition, by name."""
    return _told(parts, "tasks")


def submission_rates(counts: Mapping[str, int]) -> dict[str, dict[str, object]]:
    """Reports received, and received on time, of those expected; a replaced report is its successor's, not counted."""
    return _told(counts, "reports")


def half_up(value: Fraction) -> Decimal:
    """A number rounded half up to two places, exactly: 89.995 is 90.00.

    >>> half_up(Fraction("89.995")), half_up(Fraction(200, 3))
    (Decimal('90.00'), Decimal('66.67'))
    """
    return Decimal((value * 200 + 1) // 2).scaleb(-2)


def _told(counts: Mapping[str, int], on: str) -> dict[str, dict[str, object]]:
    return {name: _rate_of(one, counts) for name, one in MEASURES.items() if one.on == on}


def _rate_of(measure: Measure, counts: Mapping[str, int]) -> dict[str, object]:
    above, below = measure.fraction(counts)
    return rate(int(above), int(below), measure.of)
