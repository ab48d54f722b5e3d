"""Rates, each with numerator, denominator and the name of the denominator; 0/0 is null with a reason.

Three denominators are in real use: tasks that are due (central practice: done and open overdue), all that
were assigned, and those that have a deadline.
"""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

import pandas as pd

from kh2025.evaluation.tables import DONE, OPEN

_DATED = ("done_on_time", "done_late", "done_date_missing", "open_in_time", "open_overdue")
_DUE = (*DONE, "open_overdue")
_ASSIGNED = (*DONE, *OPEN)
# name: (parts of the numerator, parts of the denominator, name of the denominator)
_RATES = {
    "done_of_due": (DONE, _DUE, "due"),
    "on_time_of_due": (("done_on_time",), _DUE, "due"),
    "overdue_of_due": (("open_overdue",), _DUE, "due"),
    "done_of_assigned": (DONE, _ASSIGNED, "assigned"),
    "overdue_of_assigned": (("open_overdue",), _ASSIGNED, "assigned"),
    "done_of_dated": (tuple(part for part in DONE if part in _DATED), _DATED, "dated"),
    "overdue_of_dated": (("open_overdue",), _DATED, "dated"),
}


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
    return {
        name: rate(sum(parts[part] for part in above), sum(parts[part] for part in below), of)
        for name, (above, below, of) in _RATES.items()
    }


def submission_rates(counts: Mapping[str, int]) -> dict[str, dict[str, object]]:
    """Reports received, and received on time, of those expected; a replaced report is its successor's, not counted."""
    received = counts["on_time"] + counts["late"]
    wanted, of = received + counts["missing"], "expected_not_replaced"
    return {
        "received_of_expected": rate(received, wanted, of),
        "on_time_of_expected": rate(counts["on_time"], wanted, of),
    }
