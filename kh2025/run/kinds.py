"""The kinds of report: which notebook makes each, with which parameters, and what a batch looks at for it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from kh2025.errors import ParameterError, Problem
from kh2025.run.audit_look import AuditLook
from kh2025.run.looks import Look, Sources
from kh2025.run.parameters import (
    AnnualParameters,
    AuditParameters,
    DocumentParameters,
    ReportParameters,
)
from kh2025.run.year_look import YearLook


@dataclass(frozen=True, slots=True)
class ReportKind:
    """One kind of report.

    Attributes:
        name: as ``--kind`` takes it.
        notebook: stem of the notebook that makes it.
        parameters: what that notebook is run with.
        look: looks at a period for a batch; without periods at the plan alone.
        has_period: whether it is about a period and what was reported; else it needs the plan alone.
        has_agencies: whether one agency can have a report of its own.
    """

    name: str
    notebook: str
    parameters: type[DocumentParameters]
    look: Callable[[Sources, str], Look | AuditLook]
    has_period: bool = True
    has_agencies: bool = False

    def checked(self, **given: Any) -> DocumentParameters:
        """The parameters of one report; what only notebooks of other kinds take is left out.

        Raises:
            InputError: a value is refused.
        """
        others = {name for one in KINDS.values() for name in one.parameters.model_fields}
        left_out = others - self.parameters.model_fields.keys()
        return self.parameters.of(**{name: value for name, value in given.items() if name not in left_out})


KINDS: Mapping[str, ReportKind] = {
    one.name: one
    for one in (
        ReportKind("period", "period_report", ReportParameters, Look.of, has_agencies=True),
        ReportKind("session", "period_report", ReportParameters, Look.of),
        ReportKind("audit", "plan_audit", AuditParameters, AuditLook.of, has_period=False),
        ReportKind("annual", "annual_review", AnnualParameters, YearLook.of),
    )
}


def find_kind_of_report(name: str) -> ReportKind:
    """A kind of report by its name.

    Raises:
        ParameterError: there is no such kind.
    """
    if name not in KINDS:
        raise ParameterError(Problem("parameter-value", "kind", name, {"wanted": ", ".join(KINDS)}))
    return KINDS[name]
