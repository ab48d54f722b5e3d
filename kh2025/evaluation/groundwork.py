"""The tables that are made for the whole plan, whoever an evaluation is for: every evaluation is cut from them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

import pandas as pd

from kh2025 import handed
from kh2025.errors import PeriodError
from kh2025.evaluation.activities import activity_table
from kh2025.evaluation.digests import digest_of_look
from kh2025.evaluation.indicators import indicator_series, indicator_table
from kh2025.evaluation.scope import Scope, make_scope
from kh2025.evaluation.status import duty_table
from kh2025.evaluation.timeliness import report_tables
from kh2025.evaluation.unmatched import unmatched_table
from kh2025.law.kinds import kinds
from kh2025.ledger.facts import Facts
from kh2025.ledger.standing import progress_told


@dataclass(frozen=True, slots=True)
class Groundwork:
    """What the evaluations of one look have in common.

    Attributes:
        scope: plan, period and moments; its agency is no matter here.
        facts: the records known at ``scope.as_of``.
        tables: frames by name, for the whole plan.
    """

    scope: Scope
    facts: Facts
    tables: dict[str, pd.DataFrame]

    @classmethod
    def of(cls, scope: Scope, facts: Facts) -> "Groundwork":
        """The tables that a batch has handed to this process, or new ones; the two are equal."""
        scope = replace(scope, agency=None)
        key = digest_of_look(scope, facts) if handed.is_given() else ""
        found: dict[str, pd.DataFrame] | None = handed.find("whole_tables", key)
        return cls(scope, facts, _tables(scope, facts) if found is None else found)

    def earlier(self) -> Iterator[tuple[str, "Groundwork"]]:
        """That of the period before and of the same one a year before, by name, where the plan covers them."""
        for name, count in (("previous", -1), ("year_before", -periods_in_a_year(self.scope))):
            scope = shifted(self.scope, self.facts, count, self.scope.as_of)
            if scope is not None:
                yield name, Groundwork.of(scope, self.facts)


def periods_in_a_year(scope: Scope) -> int:
    """How many periods of the scope's kind a year has."""
    return kinds()[scope.period.kind].per_year


def shifted(scope: Scope, facts: Facts, count: int, as_of: datetime) -> Scope | None:
    """The same look at a period so many later, known at a moment; null where the plan does not cover it."""
    try:
        made = make_scope(scope.plan, facts, scope.period.shift(count), as_of, None)
    except PeriodError:
        return None
    return replace(made, agency=scope.agency)


def _tables(scope: Scope, facts: Facts) -> dict[str, pd.DataFrame]:
    series = indicator_series(scope, facts)
    told = progress_told(scope.plan, facts, scope.status_on)
    return {
        "duties": duty_table(scope, facts, told),
        "activities": activity_table(scope, facts),
        "unmatched": unmatched_table(scope, facts, told),
        **report_tables(scope, facts),
        "indicators": indicator_table(scope, series),
        "indicator_series": series,
    }
