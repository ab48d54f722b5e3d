"""What the evaluation for one agency may see of the facts and of the whole plan's tables; without an agency, all."""

import numpy as np
import pandas as pd

from kh2025.evaluation.scope import Scope
from kh2025.ledger.facts import Facts, Rows
from kh2025.plan.duties import owner, predecessors_of


def facts_seen(scope: Scope, facts: Facts) -> Facts:
    """What the scope's agency and those before it said, and what concerns all."""
    return facts if scope.agency is None else facts.of(*_line(scope, scope.agency))


def records_seen(scope: Scope, facts: Facts) -> dict[str, Rows]:
    """Which rows of each table of facts those are; shape: one flag per row."""
    if scope.agency is None:
        return {name: np.ones(len(frame), bool) for name, frame in facts.tables.items()}
    return facts.rows_of(*_line(scope, scope.agency))


def rows_seen(scope: Scope, table: pd.DataFrame) -> Rows:
    """Which rows are the agency's: what it owed then, what it has inherited, what it left to nobody.

    Shape: one flag per row.
    """
    if scope.agency is None:
        return np.ones(len(table), bool)
    plan, day = scope.plan, scope.as_of_day
    inherited = [agency.id for agency in plan.agencies if owner(plan, agency.id, day) == scope.agency]
    if "assigned_agency_id" not in table:
        return table["agency_id"].isin([*inherited, scope.agency]).to_numpy()
    owing, assigned = table["agency_id"], table["assigned_agency_id"]
    mine = (owing == scope.agency).to_numpy() | assigned.isin(inherited).to_numpy()
    return mine | (owing.isna().to_numpy() & (assigned == scope.agency).to_numpy())


def seen(scope: Scope, table: pd.DataFrame) -> pd.DataFrame:
    """The agency's rows."""
    if scope.agency is None:
        return table
    return table[rows_seen(scope, table)].reset_index(drop=True)


def _line(scope: Scope, agency: str) -> tuple[frozenset[str], frozenset[str]]:
    """The agency and those before it, and the activities that they lead."""
    line = predecessors_of(scope.plan, agency)
    return line, frozenset(activity.id for activity in scope.plan.activities if activity.lead in line)
