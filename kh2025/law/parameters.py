"""Values that rules compare with, each dated: what holds from which day on, its unit, and what it rests on.

They lie in ``law/data/rules.yaml`` under the id of their rule, because a threshold of law is data. A value that
has no first day holds from the beginning.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from kh2025.law import data
from kh2025.law.citation import Citation


@dataclass(frozen=True, slots=True)
class Value:
    """One value and the first day on which it holds; null from the beginning."""

    value: float
    from_on: date | None = None


@dataclass(frozen=True, slots=True)
class Parameter:
    """A named value of a rule.

    Attributes:
        unit: code of its unit, spelt out in ``labels.toml`` under ``unit``.
        source: what it rests on, with its mark.
        values: the values that held in turn, the first one first.

    Raises:
        ValueError: no value, or days that do not follow each other.

    >>> from kh2025.law.citation import Mark
    >>> two = Parameter(
    ...     "days", Citation(principle="ví dụ", mark=Mark.ASSUMPTION), (Value(1), Value(2, date(2026, 1, 1)))
    ... )
    >>> two.on(date(2025, 12, 31)), two.on(date(2026, 1, 1))
    (1, 2)
    """

    unit: str
    source: Citation
    values: tuple[Value, ...]

    def __post_init__(self) -> None:
        days = [one.from_on or date.min for one in self.values]
        if not days or days != sorted(set(days)):
            raise ValueError(self.values)

    def on(self, day: date | None = None) -> float:
        """The value that holds on a day, by default the last; before the first one, the first."""
        begun = [one for one in self.values if day is None or (one.from_on or date.min) <= day]
        return (begun or self.values[:1])[-1].value


def dated_parameters(rule_id: str) -> dict[str, Parameter]:
    """The parameters that ``rules.yaml`` lists for a rule, by name."""
    listed = listed_rules().get(rule_id, {}).get("parameters", {})
    return {name: _parameter(row) for name, row in listed.items()}


def dated_force(rule_id: str) -> tuple[date | None, date | None]:
    """First and last day on which a rule is in force, as ``rules.yaml`` states them; null where it does not."""
    row = listed_rules().get(rule_id, {})
    return row.get("in_force_from"), row.get("in_force_to")


def listed_rules() -> Mapping[str, dict[str, Any]]:
    """The rows of ``rules.yaml`` by rule id."""
    rows: dict[str, dict[str, Any]] = data.load("rules")["rules"]
    return rows


def _parameter(row: Mapping[str, Any]) -> Parameter:
    return Parameter(row["unit"], Citation.from_data(row["source"]), tuple(_values(row["values"])))


def _values(rows: list[dict[str, Any]]) -> Iterator[Value]:
    return (Value(row["value"], row.get("from")) for row in rows)
