"""What the evaluation for one agency may see of the facts and of the whole plan's tables; without an agency, all."""

import pandas as pd

from kh2025.evaluation.scope import Scope
from kh2025.ledger.facts import Facts
from kh2025.plan.duties import owner, predecessors_of


def facts_seen(scope: Scope, facts: Facts) -> Facts:
    """What the scope's agency and those before it said, and what concerns all."""
    if scope.agency is None:
        return facts
    line = predecessors_of(scope.plan, scope.agency)
    led = frozenset(activity.id for activity in scope.plan.activities if activity.lead in line)
    return facts.of(line, led)


def rows_seen(scope: Scope, table: pd.DataFrame) -> pd.Series:
    """Which rows are the agency's: what it owed then, what it has inherited, what it left to nobody."""
    if scope.agency is None:
        return pd.Series(data=True, index=table.index)
    plan, day = scope.plan, scope.as_of_day
    inherited = [agency.id for agency in plan.agencies if owner(plan, agency.id, day) == scope.agency]
    mine = table["agency_id"] == scope.agency
    if "assigned_agency_id" not in table:
        return mine | table["agency_id"].isin(inherited)
    mine |= table["assigned_agency_id"].isin(inherited)
    return mine | (table["agency_id"].isna() & (table["assigned_agency_id"] == scope.agency))


def seen(scope: Scope, table: pd.DataFrame) -> pd.DataFrame:
    """The agency's rows."""
    if scope.agency is None:
        return table
    return table[rows_seen(scope, table)].reset_index(drop=True)
