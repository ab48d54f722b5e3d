"""Digests of what an evaluation is made from and of what it is made into: equal content, equal digest."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

import numpy as np
import pandas as pd

from kh2025.evaluation.scope import Scope
from kh2025.ledger.facts import Facts
from kh2025.plan.model import Plan

#: Where a record stands in its source.
_PLACES = ("seq", "place")


def digest_of_frame(frame: pd.DataFrame) -> str:
    """Digest of a table: names, types and values of its columns, row by row; the index is in none."""
    made = sha256()
    for name in frame.columns:
        column = frame[name]
        made.update(f"{name}\0{column.dtype}\0{len(column)}\0".encode())
        made.update(_bytes_of(column))
    return made.hexdigest()


def digest_of_plan(plan: Plan) -> str:
    """Digest of a plan's content, wherever it was read from, also of what it read before it was amended."""
    base = plan._base or plan  # noqa: SLF001 - another of our own
    return sha256(f"{base.model_dump_json()}\0{plan.model_dump_json()}".encode()).hexdigest()


def digest_of_facts(facts: Facts) -> str:
    """Digest of all records, and of what else a source of facts says."""
    frames = {name: digest_of_frame(frame) for name, frame in facts.tables.items()}
    notices = [(notice.code, notice.place) for notice in facts.notices]
    return sha256(repr((sorted(frames.items()), notices, facts.invented)).encode()).hexdigest()


def digest_of_look(scope: Scope, facts: Facts) -> str:
    """Digest of everything that decides an evaluation: plan, records, period, moments, agency."""
    looked_at = (
        digest_of_plan(scope.plan),
        digest_of_facts(facts),
        str(scope.period),
        scope.status_on.isoformat(),
        scope.as_of.isoformat(),
        scope.agency,
    )
    return sha256(repr(looked_at).encode()).hexdigest()


def digests_of_tables(tables: Mapping[str, Any]) -> dict[str, str]:
    """Digest by table; where a record stands in its source is in none, and what is no table is left out."""
    return {
        name: digest_of_frame(_said(table))
        for name, table in tables.items()
        if isinstance(table, pd.DataFrame)
    }


def _said(table: pd.DataFrame) -> pd.DataFrame:
    """The columns of records that are no place in their source; any other table as it is."""
    if "seq" not in table.columns:
        return table
    return table.drop(columns=list(_PLACES), errors="ignore")


def _bytes_of(column: pd.Series) -> bytes:
    try:
        return np.ascontiguousarray(pd.util.hash_array(column.to_numpy(), categorize=False)).tobytes()
    except TypeError:  # cells that are lists
        return "\0".join(map(repr, column.tolist())).encode("utf-8", "surrogatepass")
