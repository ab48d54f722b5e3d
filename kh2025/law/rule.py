"""What a rule is: a pure function on columns that gives one verdict a row, and where it stands in law.

A rule looks at one result table (``on``), reads named columns, and returns one :class:`Verdict` per row.
The columns it names in ``explains`` are copied into the finding, so that a reader sees the values that
decided. What it compares with are dated parameters; it is in force from a day and up to a day, and where it is not,
it says nothing. Boundary cases lie beside the rule as ``cases/<id>.yaml``; a test runs all of them and
``kh2025 explain`` shows them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum, StrEnum
from importlib.resources import files
from typing import Any

import numpy as np
import pandas as pd
import yaml
from numpy.typing import ArrayLike

from kh2025.law.citation import Citation
from kh2025.law.parameters import Parameter, dated_force, dated_parameters
from kh2025.law.severity import Severity

__all__ = ["Check", "Rule", "Severity", "Standing", "Verdict", "decide", "registered", "rule"]


class Verdict(IntEnum):
    """The four answers; ``UNKNOWN`` says that the data does not tell, never that all is well."""

    PASS = 0
    BREACH = 1
    UNKNOWN = 2
    NOT_APPLICABLE = 3


class Standing(StrEnum):
    """Whether a rule judges: ``NOT_YET`` and ``NO_LONGER`` by the day, ``OFF`` by the plan's word."""

    IN_FORCE = "in_force"
    NOT_YET = "not_yet"
    NO_LONGER = "no_longer"
    OFF = "off"


# A check takes the table that the rule looks at, and the rule's parameters, and returns verdict codes.
Check = Callable[[pd.DataFrame, Mapping[str, Any]], "np.ndarray[Any, Any]"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule of compliance.

    Attributes:
        id: stable name, also the name of its cases file and of its texts.
        family: plan, law, reporting, task, indicator, activity or data.
        on: the table it looks at; one verdict per row of it.
        severity: weight of a breach.
        citation: the provision that the rule applies.
        explains: columns whose values go into a finding.
        since: the column with the day from which a breach holds; empty when there is none.
        since_after: days from that day to the first day of the breach: 1 where the column is a deadline.
        since_parameter: the parameter whose days are added to them; empty when there is none.
        parameters: named values of the rule, each dated.
        in_force_from, in_force_to: the first and last day on which it judges; null where there is no limit.
        module: where the check lives; the cases lie in ``cases/`` beside it.
    """

    id: str
    family: str
    on: str
    severity: Severity
    citation: Citation
    check: Check
    explains: tuple[str, ...]
    since: str = ""
    since_after: int = 0
    since_parameter: str = ""
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    in_force_from: date | None = None
    in_force_to: date | None = None
    module: str = ""

    def values_on(self, day: date | None = None) -> dict[str, float]:
        """The values of the parameters on a day, by default the last ones."""
        return {name: parameter.on(day) for name, parameter in self.parameters.items()}

    def standing_on(self, day: date) -> Standing:
        """Whether the rule judges on a day."""
        if self.in_force_from and day < self.in_force_from:
            return Standing.NOT_YET
        return Standing.NO_LONGER if self.in_force_to and day > self.in_force_to else Standing.IN_FORCE

    def cases(self) -> list[dict[str, Any]]:
        """The boundary cases: ``name``, ``row`` (columns), ``expect`` (verdict)."""
        package = self.module.rpartition(".")[0]
        text = (files(package) / "cases" / f"{self.id}.yaml").read_text("utf-8")
        loaded = yaml.load(text, Loader=yaml.CSafeLoader)
        return list(loaded)


_RULES: dict[str, Rule] = {}


def rule(**parts: Any) -> Callable[[Check], Check]:
    """Register the decorated check as a rule.

    Its texts are in ``findings.toml`` under its id, its dated values and days in ``law/data/rules.yaml``. Where that
    states no days, the rule is in force as long as the document that it cites.
    """

    def register(check: Check) -> Check:
        named = dict(parts)
        named["parameters"] = dated_parameters(named["id"]) | named.get("parameters", {})
        first, last = _force(named["id"], named["citation"])
        named = {"in_force_from": first, "in_force_to": last} | named
        made = Rule(check=check, module=check.__module__, **named)
        if made.id in _RULES:
            raise ValueError(made.id)
        _RULES[made.id] = made
        return check

    return register


def _force(rule_id: str, citation: Citation) -> tuple[date | None, date | None]:
    """First and last day on which a rule is in force."""
    first, last = dated_force(rule_id)
    document = citation.document_row
    if document:
        first, last = first or document.in_force_from, last or document.in_force_to
    return first, last


def registered() -> dict[str, Rule]:
    """The rules of all modules imported so far, by id, in order of registration."""
    return dict(_RULES)


def decide(*steps: tuple[ArrayLike, Verdict], otherwise: Verdict) -> np.ndarray[Any, Any]:
    """One verdict a row: that of the first step whose condition holds.

    >>> decide(
    ...     ([True, False], Verdict.UNKNOWN), ([True, True], Verdict.BREACH), otherwise=Verdict.PASS
    ... ).tolist()
    [2, 1]
    """
    conditions = [np.asarray(condition, dtype=bool) for condition, _ in steps]
    return np.select(conditions, [np.int8(verdict) for _, verdict in steps], default=np.int8(otherwise))
