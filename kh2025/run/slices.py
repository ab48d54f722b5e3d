"""What each report of a look is made from, as digests, without making it: cheap, since nothing is evaluated again.

An agency's evaluation is made from its rows of the tables that are made for the whole plan, its records, and the
plan as far as it names the agency's tasks (:mod:`kh2025.evaluation.sight`). Each row and each part of the plan is
written as text once per look; a report's digests are those of the texts that it may see. Equal digests make equal
tables; of the moment they know only what follows from it, such as the days that a report is late by now.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256
from typing import Any

import numpy as np
import pandas as pd

from kh2025.evaluation.groundwork import Groundwork
from kh2025.evaluation.sight import records_seen, rows_seen
from kh2025.evaluation.summary import provisional_years
from kh2025.plan.duties import owner
from kh2025.run.manifest import Digest, digest_of

#: Where a record stands in its source: others' records above it move it.
_PLACES = ["seq", "place"]
_SERIES = "indicator_series"
#: Parts of a plan of which an agency's report sees its own only, with the table and column that name them.
_OWN = {"tasks": ("duties", "task_id"), "indicators": ("indicators", "indicator_id")}


@dataclass(frozen=True, slots=True)
class Rows:
    """A table row by row: the text of each, and the ids of agencies that stand in it."""

    texts: np.ndarray[Any, np.dtype[np.object_]]
    named: np.ndarray[Any, np.dtype[np.object_]]

    @classmethod
    def of(cls, table: pd.DataFrame, ids: frozenset[str]) -> "Rows":
        """The rows of a table without their places in a source."""
        columns = [column.tolist() for _, column in table.drop(columns=_PLACES, errors="ignore").items()]
        texts, named = np.empty(len(table), object), np.empty(len(table), object)
        for number, cells in enumerate(zip(*columns, strict=True)):
            texts[number], named[number] = repr(cells), ids.intersection(_texts(cells))
        return cls(texts, named)

    def digest(self, mask: Any) -> Digest:
        """Digest of the rows seen."""
        return sha256("\n".join(self.texts[mask]).encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True)
class Slices:
    """The parts of a look, each as digests.

    Attributes:
        groundwork: what the reports are cut from.
    """

    groundwork: Groundwork

    def digests(self, agency: str | None) -> tuple[dict[str, Digest], Digest]:
        """Digest by table that the report is made from, and that of the plan as far as the report sees it.

        Besides tables there are ``records`` (what was reported), ``letterhead``, and ``moments`` (the day judged
        at, and the years without official notice).
        """
        seen = self._seen(agency)
        tables = {name: self._rows[name].digest(mask) for name, mask in seen.items()}
        records = {name: tables.pop(name) for name in self._records}
        said = digest_of([records, self.groundwork.facts.invented])
        return {**tables, "records": said, **self._beside}, self._plan_digest(agency, seen)

    @property
    def owners(self) -> dict[str, str | None]:
        """Who owes the duties of each agency of the plan on the day of the look."""
        plan, day = self.groundwork.scope.plan, self.groundwork.scope.as_of_day
        return {agency.id: owner(plan, agency.id, day) for agency in plan.agencies}

    def _seen(self, agency: str | None) -> dict[str, Any]:
        """Which rows of each table and of the records a report sees."""
        scope = replace(self.groundwork.scope, agency=agency)
        masks = {name: rows_seen(scope, table) for name, table in self._tables.items() if name != _SERIES}
        if _SERIES in self._tables:
            own = self._tables["indicators"]["indicator_id"][masks["indicators"]]
            masks[_SERIES] = self._tables[_SERIES]["indicator_id"].isin(own).to_numpy()
        theirs = records_seen(scope, self.groundwork.facts)
        return masks | {f"records.{name}": rows for name, rows in theirs.items()}

    @cached_property
    def _tables(self) -> dict[str, pd.DataFrame]:
        return self.groundwork.tables

    @cached_property
    def _records(self) -> dict[str, pd.DataFrame]:
        return {f"records.{name}": frame for name, frame in self.groundwork.facts.tables.items()}

    @cached_property
    def _rows(self) -> dict[str, Rows]:
        ids = frozenset(self.groundwork.scope.plan.agency)
        return {name: Rows.of(table, ids) for name, table in (self._tables | self._records).items()}

    @cached_property
    def _beside(self) -> dict[str, Digest]:
        scope, tables = self.groundwork.scope, self._tables
        provisional = provisional_years(scope, tables["submissions"], tables["duties"])
        return {
            "letterhead": digest_of(scope.plan.letterhead(scope.as_of_day).model_dump(mode="json")),
            "moments": digest_of([scope.status_on.isoformat(), provisional]),
        }

    @cached_property
    def _plan(self) -> dict[str, Any]:
        return self.groundwork.scope.plan.model_dump(mode="json")

    @cached_property
    def _parts(self) -> dict[str, dict[str, "_Part"]]:
        """Tasks, indicators and agencies of the plan by id, and the rest of it under no id."""
        ids = frozenset(self.groundwork.scope.plan.agency)
        rest = {name: value for name, value in self._plan.items() if name not in (*_OWN, "agencies")}
        listed = {name: self._plan[name] for name in (*_OWN, "agencies")}
        parts = {name: {one["id"]: _Part.of(one, ids) for one in ones} for name, ones in listed.items()}
        return {**parts, "": {"": _Part.of(rest, ids)}}

    def _plan_digest(self, agency: str | None, seen: dict[str, Any]) -> Digest:
        if agency is None:
            return self._whole_plan
        parts = [self._parts[""][""]]
        for name, (table, column) in _OWN.items():
            if table not in self._tables:  # an earlier look is compared by what was owed alone
                continue
            own = set(self._tables[table][column][seen[table]])
            parts += [part for id_, part in self._parts[name].items() if id_ in own]
        named = {agency}.union(*(part.named for part in parts))
        named = named.union(*(ids for name, mask in seen.items() for ids in self._rows[name].named[mask]))
        agencies = self._parts["agencies"]
        parts += [part for id_, part in agencies.items() if id_ in self._with_heirs(named)]
        return digest_of([part.digest for part in parts])

    @cached_property
    def _whole_plan(self) -> Digest:
        return digest_of(self._plan)

    def _with_heirs(self, named: Iterable[str]) -> set[str]:
        """Agencies, those that they name, and so on: who inherits, who belongs to a group."""
        parts = self._parts["agencies"]
        found: set[str] = set()
        waiting = set(named)
        while waiting:
            found |= waiting
            waiting = set[str]().union(*(parts[id_].named for id_ in waiting if id_ in parts)) - found
        return found


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of the plan: its digest, and the ids of agencies that stand in it."""

    digest: Digest
    named: frozenset[str]

    @classmethod
    def of(cls, part: Any, ids: frozenset[str]) -> "_Part":
        text = json.dumps(part, ensure_ascii=False, sort_keys=True)
        return cls(sha256(text.encode("utf-8", "surrogatepass")).hexdigest(), ids.intersection(_texts(part)))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from _texts(list(value.values()))
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one)
