"""The tables that are made for the whole plan, whoever an evaluation is for: every evaluation is cut from them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pandas as pd

from kh2025 import handed
from kh2025.evaluation.activities import activity_table
from kh2025.evaluation.digests import digest_of_look
from kh2025.evaluation.indicators import indicator_series, indicator_table
from kh2025.evaluation.scope import EARLIER, Scope, earlier_scope
from kh2025.evaluation.status import duty_table
from kh2025.evaluation.timeliness import report_table, report_tables
from kh2025.evaluation.unmatched import unmatched_table
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
        """All tables of a look."""
        scope = replace(scope, agency=None)
        return cls(scope, facts, _tables(scope, facts))

    @classmethod
    def owed(cls, scope: Scope, facts: Facts) -> "Groundwork":
        """Only what is owed, ``duties`` and ``submissions``: all that a later look is compared with.

        These are the tables that a batch has handed to this process, or new ones; the two are equal.
        """
        scope = replace(scope, agency=None)
        key = digest_of_look(scope, facts) if handed.is_given() else ""
        found: dict[str, pd.DataFrame] | None = handed.find("owed_tables", key)
        return cls(scope, facts, _owed(scope, facts) if found is None else found)

    def earlier(self) -> Iterator[tuple[str, "Groundwork"]]:
        """What was owed at each earlier look, by its name, where the plan covers it."""
        for name in EARLIER:
            scope = earlier_scope(self.scope, self.facts, name, self.scope.as_of)
            if scope is not None:
                yield name, Groundwork.owed(scope, self.facts)


def _owed(scope: Scope, facts: Facts) -> dict[str, pd.DataFrame]:
    told = progress_told(scope.plan, facts, scope.status_on)
    return {"duties": duty_table(scope, facts, told), "submissions": report_table(scope, facts)}


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
