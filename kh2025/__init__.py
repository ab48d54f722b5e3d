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
    from kh2025.evaluation.comparison import Comparison, compare
    from kh2025.evaluation.evaluate import Evaluation, evaluate
    from kh2025.evaluation.many import ManyPlans, evaluate_many
    from kh2025.evaluation.next_plan import NextPlan, next_plan
    from kh2025.evaluation.plan_check import PlanCheck, check_plan
    from kh2025.evaluation.review import YearReview, review_year
    from kh2025.law.arrays import period_cutoffs, period_ordinals, period_starts, period_texts
    from kh2025.law.citation import Citation
    from kh2025.law.document_number import DocumentNumber
    from kh2025.law.documents import find_document
    from kh2025.law.kinds import Kind, Regime, find_kind, find_regime
    from kh2025.law.mark import Mark
    from kh2025.law.periods import Period
    from kh2025.law.window import Window
    from kh2025.law.workdays import Roll, Standing, WorkCalendar, default_calendar
    from kh2025.ledger.facts import Facts
    from kh2025.ledger.folder import open_facts
    from kh2025.plan.appendix import import_appendix
    from kh2025.plan.deadline import parse_schedule
    from kh2025.plan.due_rules import DueRule
    from kh2025.plan.files import load_plan
    from kh2025.plan.model import Plan
    from kh2025.plan.schedule import Schedule
    from kh2025.report.annual import annual_review
    from kh2025.report.audit import plan_audit
    from kh2025.report.compose import compose, period_report, session_brief
    from kh2025.report.document import Document, Field, Figure, Heading, Items, Note, Paragraph, Run, Table
    from kh2025.report.issue import Issue
    from kh2025.text.dates import parse_date
    from kh2025.text.encodings import decode
    from kh2025.text.normal import normal_form, without_marks
    from kh2025.text.numbers import parse_decimal

__version__ = "0.1.0"

_HOME = {
    "Citation": "kh2025.law.citation",
    "Comparison": "kh2025.evaluation.comparison",
    "Document": "kh2025.report.document",
    "DocumentNumber": "kh2025.law.document_number",
    "DueRule": "kh2025.plan.due_rules",
    "Evaluation": "kh2025.evaluation.evaluate",
    "Facts": "kh2025.ledger.facts",
    "FactsError": "kh2025.errors",
    "Field": "kh2025.report.document",
    "Figure": "kh2025.report.document",
    "Heading": "kh2025.report.document",
    "InputError": "kh2025.errors",
    "Issue": "kh2025.report.issue",
    "Items": "kh2025.report.document",
    "Kh2025Error": "kh2025.errors",
    "Kind": "kh2025.law.kinds",
    "ManyPlans": "kh2025.evaluation.many",
    "Mark": "kh2025.law.mark",
    "NextPlan": "kh2025.evaluation.next_plan",
    "Note": "kh2025.report.document",
    "Paragraph": "kh2025.report.document",
    "ParameterError": "kh2025.errors",
    "Period": "kh2025.law.periods",
    "PeriodError": "kh2025.errors",
    "Plan": "kh2025.plan.model",
    "PlanCheck": "kh2025.evaluation.plan_check",
    "PlanError": "kh2025.errors",
    "Problem": "kh2025.errors",
    "Regime": "kh2025.law.kinds",
    "Roll": "kh2025.law.workdays",
    "Run": "kh2025.report.document",
    "RunError": "kh2025.errors",
    "Schedule": "kh2025.plan.schedule",
    "ScheduleError": "kh2025.errors",
    "Standing": "kh2025.law.workdays",
    "StoreError": "kh2025.errors",
    "Table": "kh2025.report.document",
    "TextError": "kh2025.errors",
    "Window": "kh2025.law.window",
    "WorkCalendar": "kh2025.law.workdays",
    "YearReview": "kh2025.evaluation.review",
    "annual_review": "kh2025.report.annual",
    "check_plan": "kh2025.evaluation.plan_check",
    "compare": "kh2025.evaluation.comparison",
    "compose": "kh2025.report.compose",
    "decode": "kh2025.text.encodings",
    "default_calendar": "kh2025.law.workdays",
    "evaluate": "kh2025.evaluation.evaluate",
    "evaluate_many": "kh2025.evaluation.many",
    "find_document": "kh2025.law.documents",
    "find_kind": "kh2025.law.kinds",
    "find_regime": "kh2025.law.kinds",
    "import_appendix": "kh2025.plan.appendix",
    "load_plan": "kh2025.plan.files",
    "next_plan": "kh2025.evaluation.next_plan",
    "normal_form": "kh2025.text.normal",
    "open_facts": "kh2025.ledger.folder",
    "parse_date": "kh2025.text.dates",
    "parse_decimal": "kh2025.text.numbers",
    "parse_schedule": "kh2025.plan.deadline",
    "period_cutoffs": "kh2025.law.arrays",
    "period_ordinals": "kh2025.law.arrays",
    "period_report": "kh2025.report.compose",
    "period_starts": "kh2025.law.arrays",
    "period_texts": "kh2025.law.arrays",
    "plan_audit": "kh2025.report.audit",
    "review_year": "kh2025.evaluation.review",
    "session_brief": "kh2025.report.compose",
    "without_marks": "kh2025.text.normal",
}

__all__ = [
    "Citation",
    "Comparison",
    "Document",
    "DocumentNumber",
    "DueRule",
    "Evaluation",
    "Facts",
    "FactsError",
    "Field",
    "Figure",
    "Heading",
    "InputError",
    "Issue",
    "Items",
    "Kh2025Error",
    "Kind",
    "ManyPlans",
    "Mark",
    "NextPlan",
    "Note",
    "Paragraph",
    "ParameterError",
    "Period",
    "PeriodError",
    "Plan",
    "PlanCheck",
    "PlanError",
    "Problem",
    "Regime",
    "Roll",
    "Run",
    "RunError",
    "Schedule",
    "ScheduleError",
    "Standing",
    "StoreError",
    "Table",
    "TextError",
    "Window",
    "WorkCalendar",
    "YearReview",
    "annual_review",
    "check_plan",
    "compare",
    "compose",
    "decode",
    "default_calendar",
    "evaluate",
    "evaluate_many",
    "find_document",
    "find_kind",
    "find_regime",
    "import_appendix",
    "load_plan",
    "next_plan",
    "normal_form",
    "open_facts",
    "parse_date",
    "parse_decimal",
    "parse_schedule",
    "period_cutoffs",
    "period_ordinals",
    "period_report",
    "period_starts",
    "period_texts",
    "plan_audit",
    "review_year",
    "session_brief",
    "without_marks",
]


#: What reports add to an evaluation, loaded when it is first used: evaluation itself knows nothing of reports.
_ADDED = {"plot": ("kh2025.report.plots", "Plots"), "show": ("kh2025.report.views", "Views")}


class _Added:
    """``ev.plot`` and ``ev.show``: the module behind them, and matplotlib with it, is loaded on first use."""

    def __init__(self, module: str, name: str) -> None:
        self._module, self._name = module, name

    def __get__(self, ev: object, owner: type) -> object:
        made = getattr(import_module(self._module), self._name)
        return made if ev is None else made(ev)


def _add_to_evaluations() -> None:
    """Attach them at the package's front door, the one place that knows both rooms."""
    evaluation = import_module("kh2025.evaluation.evaluate").Evaluation
    for name, home in _ADDED.items():
        setattr(evaluation, name, _Added(*home))


def __getattr__(name: str) -> object:
    if name not in _HOME:
        message = f"module 'kh2025' has no attribute {name!r}"
        raise AttributeError(message)
    value = getattr(import_module(_HOME[name]), name)
    if _HOME[name] == "kh2025.evaluation.evaluate":
        _add_to_evaluations()
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
