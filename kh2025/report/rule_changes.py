"""What a plan changes in the rules of compliance, in words: for reports and for the terminal alike."""

from collections.abc import Iterator

from kh2025.evaluation.rules import all_rules
from kh2025.law.rule import Rule
from kh2025.plan.model import Plan
from kh2025.plan.parts import RuleChange
from kh2025.report.wording import Words


def rule_changes(plan: Plan, words: Words) -> tuple[str, ...]:
    """A sentence for each rule that a plan switches off, re-weighs or gives other values, with the reason."""
    known = all_rules()
    return tuple(_sentence(known[one.rule], one, words) for one in plan.rules)


def _sentence(rule: Rule, change: RuleChange, words: Words) -> str:
    told = {"title": words.title(rule.id), "rule": rule.id, "reason": change.reason}
    if change.off:
        return words("basis.rule_off", **told)
    return words("basis.rule_changed", changes="; ".join(_changes(rule, change, words)), **told)


def _changes(rule: Rule, change: RuleChange, words: Words) -> Iterator[str]:
    if change.severity:
        severity, usual = (words.label("severity", one) for one in (change.severity, rule.severity))
        yield words("basis.rule_severity", severity=severity, usual=usual)
    for name, value in change.parameters.items():
        parameter = rule.parameters[name]
        unit = words.label("unit", parameter.unit)
        yield words("basis.rule_value", name=name, value=value, unit=unit, usual=parameter.on())
