"""What a rule is: a pure function on columns that gives one verdict a row, and where it stands in law.

A rule looks at one result table (``on``), reads named columns, and returns one :class:`Verdict` per row.
The columns it names in ``explains`` are copied into the finding, so that a reader sees the values that
decided. Boundary cases lie beside the rule as ``cases/<id>.yaml``; a test runs all of them and
``kh2025 explain`` shows them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from importlib.resources import files
from typing import Any

import numpy as np
import pandas as pd
import yaml
from numpy.typing import ArrayLike

from kh2025.law.citation import Citation


class Verdict(IntEnum):
    """The four answers; ``UNKNOWN`` says that the data does not tell, never that all is well."""

    PASS = 0
    BREACH = 1
    UNKNOWN = 2
    NOT_APPLICABLE = 3


class Severity(StrEnum):
    """How much a breach weighs, heaviest first."""

    CRITICAL = "critical"
    MAJOR = "major"
    MINOR = "minor"
    NOTICE = "notice"


# A check takes the table that the rule looks at, and the rule's parameters, and returns verdict codes.
Check = Callable[[pd.DataFrame, Mapping[str, Any]], "np.ndarray[Any, Any]"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule of compliance.

    Attributes:
        id: stable name, also the name of its cases file and of its texts.
        family: plan, law, reporting, task, activity or data.
        on: the table it looks at; one verdict per row of it.
        severity: weight of a breach.
        citation: the provision that the rule applies.
        explains: columns whose values go into a finding.
        since: the column with the day from which a breach holds; empty when there is none.
        parameters: named values of the rule.
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
    parameters: Mapping[str, Any] = field(default_factory=dict)
    module: str = ""

    def cases(self) -> list[dict[str, Any]]:
        """The boundary cases: ``name``, ``row`` (columns), ``expect`` (verdict)."""
        package = self.module.rpartition(".")[0]
        text = (files(package) / "cases" / f"{self.id}.yaml").read_text("utf-8")
        loaded = yaml.load(text, Loader=yaml.CSafeLoader)
        return list(loaded)


_RULES: dict[str, Rule] = {}


def rule(**parts: Any) -> Callable[[Check], Check]:
    """Register the decorated check as a rule; its texts are in ``findings.toml`` under its id."""

    def register(check: Check) -> Check:
        made = Rule(check=check, module=check.__module__, **parts)
        if made.id in _RULES:
            raise ValueError(made.id)
        _RULES[made.id] = made
        return check

    return register


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
