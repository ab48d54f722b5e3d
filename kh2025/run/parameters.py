"""The parameters of the notebooks that make documents: typed, and validated before any process starts."""

import re
from datetime import date, datetime
from pathlib import PurePath
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from kh2025 import messages
from kh2025.errors import ParameterError, Problem
from kh2025.law.moments import parse_moment
from kh2025.law.periods import Period
from kh2025.report.issue import Issue
from kh2025.report.save import FORMATS

_QUOTED = re.compile("'([^']*)'")


def _split(value: Any) -> Any:
    """``-p formats html,docx`` arrives as one text."""
    if isinstance(value, str):
        return [part.strip() for part in value.split(",") if part.strip()]
    return value


def _nothing(value: Any) -> Any:
    """An empty text from a command line stands for nothing."""
    return None if value == "" else value


def _digits(value: Any) -> Any:
    """``-p number 76`` arrives as a number."""
    return str(value) if type(value) is int else _nothing(value)


OptionalText = Annotated[str | None, BeforeValidator(_nothing)]


class NotebookParameters(BaseModel):
    """What a notebook is run with: one class per notebook, whose fields are the only names that can be injected.

    Besides what a notebook's cell can assign as it is, days, moments and paths are allowed; they are injected as
    their ISO 8601 and POSIX texts.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    @classmethod
    def of(cls, **values: Any) -> Self:
        """Checked parameters; ``ParameterError`` names every value that is refused."""
        try:
            return cls.model_validate(values)
        except ValidationError as error:
            found = error.errors(include_url=False)
            raise ParameterError([_problem(detail, cls) for detail in found]) from None

    def injected(self) -> dict[str, Any]:
        """The values as the notebook's cell assigns them."""
        return {name: _injected(getattr(self, name)) for name in type(self).model_fields}


class DocumentParameters(NotebookParameters):
    """What every notebook that makes a document is run with.

    Attributes:
        plan: plan file, or ``example:…``.
        as_of: ISO 8601 with offset; by default the newest record.
        lang: vi or en.
        number: number of the document; without number, day and signer it is a draft.
        dated: day of the document; it decides the letterhead.
        signed_by: on whose behalf, post and name, parted by semicolons.
        formats: file formats of the saved document, by default all; a text is split at commas.
        out: folder for the files.
    """

    plan: str = "example:thai_binh_2025/demo.yaml"
    as_of: OptionalText = None
    lang: Literal["vi", "en"] = messages.DEFAULT  # type: ignore[assignment]  # tested to be one of them
    number: Annotated[str | None, BeforeValidator(_digits)] = None
    dated: OptionalText = None
    signed_by: OptionalText = None
    formats: Annotated[list[str], BeforeValidator(_split), Field(min_length=1)] = list(FORMATS)
    out: str = "reports"

    @classmethod
    def of(cls, **values: Any) -> Self:
        """Checked parameters; ``ParameterError`` or ``PeriodError`` names every value that is refused."""
        made = super().of(**values)
        if made.as_of is not None:
            parse_moment(made.as_of, "as_of")
        _ = made.issue
        if unknown := [name for name in made.formats if name not in FORMATS]:
            raise ParameterError(
                [Problem("format", "formats", name, {"known": ", ".join(FORMATS)}) for name in unknown]
            )
        return made

    @property
    def issue(self) -> Issue:
        """What makes the report a document instead of a draft."""
        return Issue.of(self.number, self.dated, self.signed_by)


class ReportParameters(DocumentParameters):
    """What ``notebooks/period_report.ipynb`` is run with, besides.

    Attributes:
        ledger: facts source, or ``example:…``.
        period: a reporting period, in any accepted spelling.
        agency: id of the one agency that the report is for.
        kind: kind of report: period or session.
    """

    ledger: str = "example:thai_binh_2025/facts"
    period: str = "2025-Q2"
    agency: OptionalText = None
    kind: Literal["period", "session"] = "period"

    @classmethod
    def of(cls, **values: Any) -> Self:
        """Checked parameters, as above; a session brief is for the whole plan."""
        made = super().of(**values)
        Period.parse(made.period)
        if made.agency is not None and made.kind != "period":
            raise ParameterError(Problem("kind-agency", "agency", made.agency, {"kind": made.kind}))
        return made


class AnnualParameters(DocumentParameters):
    """What ``notebooks/annual_review.ipynb`` is run with, besides.

    Attributes:
        ledger: facts source, or ``example:…``.
        period: the year, such as 2025-A1.
    """

    ledger: str = "example:thai_binh_2025/facts"
    period: str = "2025-A1"

    @classmethod
    def of(cls, **values: Any) -> Self:
        """Checked parameters, as above."""
        made = super().of(**values)
        Period.parse(made.period)
        return made


class AuditParameters(DocumentParameters):
    """What ``notebooks/plan_audit.ipynb`` is run with: a plan alone; ``as_of`` decides which amendments are known."""

    @property
    def moment(self) -> datetime | None:
        """``as_of`` as a moment; null for all that is known."""
        return parse_moment(self.as_of, "as_of") if self.as_of else None


def _injected(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_injected(one) for one in value]
    if isinstance(value, dict):
        return {name: _injected(one) for name, one in value.items()}
    if isinstance(value, date):
        return value.isoformat()
    return value.as_posix() if isinstance(value, PurePath) else value


def _problem(detail: Any, model: type[BaseModel]) -> Problem:
    name = ".".join(str(part) for part in detail["loc"])
    if detail["type"] == "extra_forbidden":
        return Problem("parameter-unknown", name, detail["input"], {"known": ", ".join(model.model_fields)})
    expected = (detail.get("ctx") or {}).get("expected") or detail["type"].removesuffix("_type")
    wanted = ", ".join(_QUOTED.findall(expected)) or expected  # "'vi' or 'en'"
    return Problem("parameter-value", name, detail["input"], {"wanted": wanted})
