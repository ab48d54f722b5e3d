"""kh2025 turns a Vietnamese public plan into something that can be checked.

The public names are loaded on first use (PEP 562), so ``import kh2025`` costs no pandas and no matplotlib::

    import kh2025

    plan = kh2025.load_plan("example:thai_binh_2025/demo.yaml")
    facts = kh2025.open_facts("example:thai_binh_2025/facts")
    ev = kh2025.evaluate(plan, facts, kh2025.Period.parse("2025-Q2"), as_of="2025-07-01T00:00:00+07:00")
    ev.summary["rates"]["done_of_due"]
"""

from importlib import import_module

# Type checkers take this name for true; importing `typing` would be half of what `import kh2025` costs.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from kh2025.errors import (
        FactsError,
        InputError,
        Kh2025Error,
        ParameterError,
        PeriodError,
        PlanError,
        Problem,
        RunError,
        ScheduleError,
        StoreError,
        TextError,
    )
    from kh2025.evaluation.evaluate import Evaluation, evaluate
    from kh2025.evaluation.next_plan import NextPlan, next_plan
    from kh2025.evaluation.plan_check import PlanCheck, check_plan
    from kh2025.law.arrays import period_cutoffs, period_ordinals, period_starts, period_texts
    from kh2025.law.citation import Citation
    from kh2025.law.document_number import DocumentNumber
    from kh2025.law.documents import find_document
    from kh2025.law.periods import Period
    from kh2025.law.window import Window
    from kh2025.law.workdays import WorkCalendar, default_calendar
    from kh2025.ledger.facts import Facts
    from kh2025.ledger.folder import open_facts
    from kh2025.plan.appendix import import_appendix
    from kh2025.plan.deadline import parse_schedule
    from kh2025.plan.files import load_plan
    from kh2025.plan.model import Plan
    from kh2025.report.compose import period_report
    from kh2025.report.document import Document, Paragraph

__version__ = "0.1.0"

_HOME = {
    "Citation": "kh2025.law.citation",
    "Document": "kh2025.report.document",
    "DocumentNumber": "kh2025.law.document_number",
    "Evaluation": "kh2025.evaluation.evaluate",
    "Facts": "kh2025.ledger.facts",
    "FactsError": "kh2025.errors",
    "InputError": "kh2025.errors",
    "Kh2025Error": "kh2025.errors",
    "NextPlan": "kh2025.evaluation.next_plan",
    "Paragraph": "kh2025.report.document",
    "ParameterError": "kh2025.errors",
    "Period": "kh2025.law.periods",
    "PeriodError": "kh2025.errors",
    "Plan": "kh2025.plan.model",
    "PlanCheck": "kh2025.evaluation.plan_check",
    "PlanError": "kh2025.errors",
    "Problem": "kh2025.errors",
    "RunError": "kh2025.errors",
    "ScheduleError": "kh2025.errors",
    "StoreError": "kh2025.errors",
    "TextError": "kh2025.errors",
    "Window": "kh2025.law.window",
    "WorkCalendar": "kh2025.law.workdays",
    "check_plan": "kh2025.evaluation.plan_check",
    "default_calendar": "kh2025.law.workdays",
    "evaluate": "kh2025.evaluation.evaluate",
    "find_document": "kh2025.law.documents",
    "import_appendix": "kh2025.plan.appendix",
    "load_plan": "kh2025.plan.files",
    "next_plan": "kh2025.evaluation.next_plan",
    "open_facts": "kh2025.ledger.folder",
    "parse_schedule": "kh2025.plan.deadline",
    "period_cutoffs": "kh2025.law.arrays",
    "period_ordinals": "kh2025.law.arrays",
    "period_report": "kh2025.report.compose",
    "period_starts": "kh2025.law.arrays",
    "period_texts": "kh2025.law.arrays",
}

__all__ = [
    "Citation",
    "Document",
    "DocumentNumber",
    "Evaluation",
    "Facts",
    "FactsError",
    "InputError",
    "Kh2025Error",
    "NextPlan",
    "Paragraph",
    "ParameterError",
    "Period",
    "PeriodError",
    "Plan",
    "PlanCheck",
    "PlanError",
    "Problem",
    "RunError",
    "ScheduleError",
    "StoreError",
    "TextError",
    "Window",
    "WorkCalendar",
    "check_plan",
    "default_calendar",
    "evaluate",
    "find_document",
    "import_appendix",
    "load_plan",
    "next_plan",
    "open_facts",
    "parse_schedule",
    "period_cutoffs",
    "period_ordinals",
    "period_report",
    "period_starts",
    "period_texts",
]


def __getattr__(name: str) -> object:
    if name not in _HOME:
        message = f"module 'kh2025' has no attribute {name!r}"
        raise AttributeError(message)
    value = getattr(import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
