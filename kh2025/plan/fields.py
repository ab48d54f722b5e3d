"""What the parts of a plan are made of: ids, texts, days, names of kinds and regimes, each checked on its own.

A value that is refused carries the code of its message (``errors.toml``).
"""

from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache
from typing import Annotated, Any, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    GetJsonSchemaHandler,
    StringConstraints,
    model_validator,
)
from pydantic_core import CoreSchema, PydanticCustomError

from kh2025.errors import InputError, TextError
from kh2025.law import data
from kh2025.law.citation import DocumentNumber
from kh2025.law.kinds import find_regime, kinds, regimes
from kh2025.law.moments import is_supported
from kh2025.text.encodings import decode
from kh2025.text.ids import ID_PATTERN, is_id
from kh2025.text.normal import clean


def refusal(code: str, **details: object) -> PydanticCustomError:
    """An error whose code is a key of ``errors.toml``."""
    return PydanticCustomError(code, code, details)


def _id(value: str) -> str:
    if not is_id(value):
        raise refusal("plan-id")
    return value


def _document_number(value: str) -> str:
    try:
        return str(DocumentNumber.parse(value))
    except InputError as error:
        (problem,) = error.problems
        raise refusal(problem.code, **problem.details) from None


def _regime(value: str) -> str:
    try:
        return find_regime(value).name
    except InputError as error:
        raise refusal("plan-regime", **error.problems[0].details) from None


def _day(value: date) -> date:
    # The year after a plan's last must be supported too: its first period may be asked for.
    if not (is_supported(value) and is_supported(value.replace(month=1, day=1) + timedelta(days=366))):
        years = data.load("regimes")["years"]
        raise refusal("plan-date-year", first=years["first"], last=years["last"] - 1)
    return value


def _kind(value: str) -> str:
    if value not in kinds():
        raise refusal("plan-choice", expected=", ".join(kinds()))
    return value


@lru_cache(maxsize=2048)  # agencies, leaders and products are named over and over
def _text(value: str) -> str:
    try:
        decoded = decode(value)
    except TextError:
        raise refusal("text-replacement") from None
    if decoded.encoding:  # a plan file carries no notices: it is converted by its owner, not in passing
        raise refusal("plan-text-encoding", encoding=decoded.encoding, text=decoded.text)
    cleaned = clean(value).strip()
    if not cleaned:
        raise refusal("plan-empty-text")
    return cleaned


class Written:
    """How a type is written in a plan file, for its JSON Schema: what a pattern can say, the reader says the rest."""

    def __init__(self, told: Callable[[], dict[str, Any]]) -> None:
        self._told = told

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"type": "string", **self._told()}


_LONGEST_TEXT = 4000  # characters
_ISO_DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
# Number, separator, symbol; the words before it and the kinds of separator are the reader's affair.
_NUMBER_PATTERN = r"[1-9][0-9]*[^\s/]?\s*[/\u2010-\u2015\u2212-]\s*\S"


def _regime_pattern() -> dict[str, str]:
    return {"pattern": f"^(?:{'|'.join(regimes())}|cutoff-[1-9][0-9]?)(?:-from-{_ISO_DAY})?$"}


Id = Annotated[str, AfterValidator(_id), Written(lambda: {"pattern": f"^{ID_PATTERN}$"})]
Text = Annotated[
    str,
    StringConstraints(max_length=_LONGEST_TEXT),
    AfterValidator(_text),
    Written(lambda: {"pattern": r"\S", "maxLength": _LONGEST_TEXT}),
]
Number = Annotated[str, AfterValidator(_document_number), Written(lambda: {"pattern": _NUMBER_PATTERN})]
RegimeName = Annotated[str, AfterValidator(_regime), Written(_regime_pattern)]
Day = Annotated[date, AfterValidator(_day), Written(lambda: {"format": "date", "pattern": f"^{_ISO_DAY}$"})]
KindName = Annotated[str, AfterValidator(_kind), Written(lambda: {"enum": list(kinds())})]


class Model(BaseModel):
    """Base of all parts of a plan."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", allow_inf_nan=False)


class Span(Model):
    """Days from ``first`` to ``last``, both included; written ``2025-01-01/2025-12-31``."""

    first: Day
    last: Day

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        try:
            first, last = (date.fromisoformat(part) for part in value.split("/"))
        except ValueError:
            raise refusal("plan-span") from None
        return {"first": first, "last": last}

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.first > self.last:
            raise refusal("plan-span-order")
        return self

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """The text form, which is how plans write it."""
        return {"type": "string", "pattern": f"^{_ISO_DAY}/{_ISO_DAY}$"}

    def __str__(self) -> str:
        return f"{self.first.isoformat()}/{self.last.isoformat()}"
