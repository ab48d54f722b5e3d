"""One cell of text into a typed value, by the form of its column; nothing is guessed."""

import math
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from kh2025.errors import PeriodError
from kh2025.law.moments import is_supported
from kh2025.law.periods import Period
from kh2025.ledger.records import Field
from kh2025.text.ids import is_id

_DECIMAL = re.compile(r"-?[0-9]{1,18}(?:\.[0-9]{1,18})?")
_INTEGER = re.compile(r"[0-9]{1,18}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# Three decimals may be thousands ("1.234"): a percentage has two at most.
_PERCENT = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,2})?")
_HUNDRED = 100


class Refused(Exception):  # noqa: N818 - it never leaves this room
    """A cell that is not in the accepted form."""

    def __init__(self, code: str, **details: object) -> None:
        self.code, self.details = code, details
        super().__init__(code)


def read_cell(field: Field, text: str) -> Any:
    """The typed value of a cell; null when empty. ``Refused`` when the form is not the column's."""
    if not text:
        if field.required:
            raise Refused("cell-empty")
        return None
    if field.form == "choice":
        return _choice(field, text)
    return _READERS[field.form](text)


def _choice(field: Field, text: str) -> str:
    if text not in field.choices:
        raise Refused("cell-choice", known=", ".join(field.choices))
    return text


def _id(text: str) -> str:
    if not is_id(text):
        raise Refused("cell-id")
    return text


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None or not is_supported(day):
        raise Refused("cell-day")
    return day


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Refused("cell-moment") from None
    if moment.tzinfo is None or not is_supported(moment.date()):
        raise Refused("cell-moment")
    return moment.astimezone(UTC)


def _decimal(text: str) -> float:
    if not _DECIMAL.fullmatch(text) or not math.isfinite(float(text)):
        raise Refused("cell-decimal")
    return float(text)


def _percent(text: str) -> float:
    if not _PERCENT.fullmatch(text) or float(text) > _HUNDRED:
        raise Refused("cell-percent")
    return float(text)


def _integer(text: str) -> int:
    if not _INTEGER.fullmatch(text):
        raise Refused("cell-integer")
    return int(text)


def _period(text: str) -> str:
    try:
        return str(Period.parse(text))
    except PeriodError:
        raise Refused("cell-period") from None


_READERS: dict[str, Callable[[str], Any]] = {
    "id": _id,
    "text": str,
    "day": _day,
    "moment": _moment,
    "percent": _percent,
    "decimal": _decimal,
    "integer": _integer,
    "period": _period,
}
