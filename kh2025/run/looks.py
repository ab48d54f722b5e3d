"""A batch looks once: plan and ledger are read, each period is evaluated, and every report gets its part.

What a report's notebook will ask for is handed to it (:mod:`kh2025.handed`), cut to what it may see; the digests of
that part are in the report's key.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from functools import cached_property
from typing import Any

import pandas as pd
from sqlalchemy.engine import URL, make_url

from kh2025 import handed
from kh2025.evaluation.digests import (
    digest_of_facts,
    digest_of_look,
    digest_of_plan,
    digest_of_records,
    digests_of_tables,
)
from kh2025.evaluation.evaluate import Evaluation, evaluate
from kh2025.law.moments import parse_moment
from kh2025.law.periods import Period
from kh2025.ledger.facts import Facts
from kh2025.ledger.folder import open_facts
from kh2025.plan.files import load_plan
from kh2025.plan.model import Plan
from kh2025.report.compose import subject_of
from kh2025.run.manifest import digest_of

#: Parts of a plan of which an agency's report sees its own rows only.
_OWN = {"tasks": ("tasks", "task_id"), "indicators": ("indicators", "indicator_id")}
#: What the moment of a look changes in a summary without a change of any figure.
_MOMENTS = ("as_of",)


def shown_source(source: str) -> str:
    """A source as it may stand in notebooks and manifests: without its password.

    >>> shown_source("postgresql+psycopg://a:secret@host/facts")
    'postgresql+psycopg://a@host/facts'
    """
    if "://" not in source:
        return source
    url = make_url(source)
    bare = URL.create(url.drivername, url.username, None, url.host, url.port, url.database, url.query)
    return bare.render_as_string(hide_password=False)


@dataclass(frozen=True)
class Sources:
    """Plan and facts, read once.

    Attributes:
        plan_source: the plan's file as given.
        ledger: the facts' source as given, without its password.
        plan: the plan.
        facts: the records known at ``as_of``.
        as_of: the moment that the batch looks at.
    """

    plan_source: str
    ledger: str
    plan: Plan
    facts: Facts
    as_of: str

    @classmethod
    def read(cls, plan: str, ledger: str | None, as_of: str) -> "Sources":
        """Read both, or without a ledger the plan alone; the errors of :func:`kh2025.load_plan` and :func:`kh2025.open_facts`."""
        moment, loaded = parse_moment(as_of, "as_of"), load_plan(plan)
        if ledger is None:
            return cls(plan, "", loaded, Facts.none(), as_of)
        shown = shown_source(ledger)
        facts = open_facts(ledger).as_of(moment)
        return cls(plan, shown, loaded, replace(facts, source=shown), as_of)

    @property
    def known_through(self) -> datetime | None:
        """The newest record."""
        return self.facts.known_through

    @cached_property
    def plan_digest(self) -> str:
        """Digest of the plan's content."""
        return digest_of_plan(self.plan)

    @cached_property
    def facts_digest(self) -> str:
        """Digest of the records."""
        return digest_of_facts(self.facts)

    @cached_property
    def handed(self) -> dict[tuple[str, ...], bytes]:
        """Both, as every notebook of the batch gets them."""
        both: dict[tuple[str, ...], bytes] = {("load_plan", self.plan_source): handed.pack(self.plan)}
        if self.ledger:
            both["open_facts", self.ledger] = handed.pack(self.facts)
        return both


@dataclass(frozen=True, slots=True)
class Told:
    """What the manifest of a report says of what was looked at; the fields are those of ``ReportManifest``."""

    plan: str
    plan_title: str
    subject: str
    period: str
    period_label: str
    agency: str | None
    agency_name: str | None
    status_on: str
    known_through: str | None
    invented: str | None
    summary: Mapping[str, Any]
    provisional: tuple[int, ...]
    rules: tuple[str, ...]


@dataclass(frozen=True)
class Look:
    """One period evaluated, for the whole plan, and its parts.

    Attributes:
        sources: what it is made from.
        whole: the evaluation of the whole plan.
    """

    sources: Sources
    whole: Evaluation

    @classmethod
    def of(cls, sources: Sources, period: str) -> "Look":
        """Evaluate a period; the errors of :func:`kh2025.evaluate`."""
        return cls(sources, evaluate(sources.plan, sources.facts, period, as_of=sources.as_of))

    @property
    def period(self) -> Period:
        """The period looked at."""
        return self.whole.scope.period

    @property
    def agencies(self) -> tuple[str, ...]:
        """Everybody who owes something."""
        return tuple(self.whole.agencies["agency_id"])

    @cached_property
    def digest(self) -> str:
        """Digest of all that decides this look, its moment by the day only: no figure depends on the hour.

        Equal digests mean equal tables for every agency, without making them.
        """
        scope = self.whole.scope
        decided_by = (
            digest_of_plan(scope.plan),
            self.sources.plan_digest,
            self.sources.facts_digest,
            str(scope.period),
            scope.status_on.isoformat(),
            scope.as_of_day.isoformat(),
        )
        return digest_of(decided_by)

    @cached_property
    def handed(self) -> dict[tuple[str, ...], bytes]:
        """The evaluation of the whole plan, as every notebook of the period gets it."""
        return self.sources.handed | _handed_evaluation(self.whole)

    def part(self, agency: str | None) -> "Part":
        """What one report sees."""
        return Part(self, self.whole if agency is None else self.whole.for_agency(agency))


@dataclass(frozen=True)
class Part:
    """What one report sees of a look."""

    look: Look
    ev: Evaluation

    @property
    def findings(self) -> pd.DataFrame:
        """The breaches."""
        return self.ev.findings

    def told(self, kind: str, lang: str) -> Told:
        """What a manifest says of it."""
        scope, summary = self.ev.scope, self.ev.summary
        agency = scope.agency
        return Told(
            plan=scope.plan.id,
            plan_title=scope.plan.title,
            subject=subject_of(self.ev, lang, kind),
            period=str(scope.period),
            period_label=scope.period.label(lang),
            agency=agency,
            agency_name=scope.plan.agency[agency].name if agency else None,
            status_on=scope.status_on.isoformat(),
            known_through=summary["known_through"],
            invented=summary["invented"],
            summary={name: value for name, value in summary.items() if name not in _MOMENTS},
            provisional=tuple(summary["provisional"]),
            rules=tuple(self.ev.verdicts["rule_id"]),
        )

    @cached_property
    def tables(self) -> dict[str, str]:
        """Digest by table; besides, ``summary`` (counts and rates), ``records`` (what was reported), ``letterhead``."""
        scope = self.ev.scope
        summary = {name: value for name, value in self.ev.summary.items() if name not in _MOMENTS}
        return {
            **digests_of_tables(_tables(self.ev)),
            "summary": digest_of(summary),
            "records": digest_of_records(self.ev.own_facts),
            "letterhead": digest_of(scope.plan.letterhead(scope.as_of_day).model_dump(mode="json")),
        }

    @property
    def handed(self) -> dict[tuple[str, ...], bytes]:
        """Everything that the report's notebook will ask for."""
        own = {} if self.ev.scope.agency is None else _handed_evaluation(self.ev)
        return self.look.handed | own

    @cached_property
    def plan(self) -> dict[str, Any]:
        """The plan as far as this report sees it: the rows of others are left out, and whoever it does not name."""
        made = self.ev.scope.plan.model_dump(mode="json")
        if self.ev.scope.agency is None:
            return made
        for name, (table, column) in _OWN.items():
            own = set(getattr(self.ev, table)[column])
            made[name] = [one for one in made[name] if one["id"] in own]
        agencies = made.pop("agencies")
        named = set(_texts([made, self.ev.scope.agency])) | set(_named_in(self.ev))
        return {**made, "agencies": [one for one in agencies if one["id"] in named]}


def _tables(ev: Evaluation) -> dict[str, pd.DataFrame]:
    found = {field.name: getattr(ev, field.name) for field in fields(ev)}
    return {name: value for name, value in found.items() if isinstance(value, pd.DataFrame)}


def _handed_evaluation(ev: Evaluation) -> dict[tuple[str, ...], bytes]:
    tables = {**_tables(ev), "summary": ev.summary}
    return {("evaluate", digest_of_look(ev.scope, ev._facts)): handed.pack(tables)}  # noqa: SLF001 - another of our own


def _named_in(ev: Evaluation) -> Iterator[str]:
    """Every text that stands in a table: ids of agencies are among them."""
    for table in _tables(ev).values():
        for name in table.columns:
            if not pd.api.types.is_numeric_dtype(table[name].dtype):
                yield from _texts(table[name].tolist())


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from _texts(list(value.values()))
    elif isinstance(value, list | tuple | set | frozenset):
        for one in value:
            yield from _texts(one)
