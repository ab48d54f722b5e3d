"""What the law says of sending reports: the working days to leave after a cut-off, and the Government's deadline."""

from datetime import date
from typing import Any

from kh2025.law import data
from kh2025.law.citation import Citation
from kh2025.law.periods import Period


def least_working_days() -> int:
    """Working days that must lie between cut-off and sending (Nghị định 09/2019/NĐ-CP, Điều 8 khoản 5)."""
    return int(_rows()["least_working_days"]["days"])


def due_to_government(period: Period) -> date | None:
    """When ministries and provincial UBND send a period's report to the Government (Điều 13); none for other kinds.

    It is not the deadline of a department to its own province.

    >>> due_to_government(Period.parse("2025-Q2")).isoformat()
    '2025-06-25'
    """
    row = _rows()["to_government"]
    is_meant = period.regime == row["regime"] and period.kind in row["kinds"]
    return period.day_of_month(row["day"]) if is_meant else None


def sources() -> dict[str, Citation]:
    """The provisions that these values rest on, by name."""
    return {name: Citation.from_data(row["source"]) for name, row in _rows().items()}


def _rows() -> dict[str, dict[str, Any]]:
    return dict(data.load("regimes")["sending"])
