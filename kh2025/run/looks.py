"""A batch looks once: plan and ledger are read, each period is evaluated, and every report gets its part.

What a report's notebook will ask for is handed to it (:mod:`kh2025.handed`), cut to what it may see; the digests of
that part are in the report's key.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from functools import cached_property
from typing import Any

import pandas as pd

from kh2025 import handed
from kh2025.evaluation.digests import (
    digest_of_facts,
    digest_of_look,
    digest_of_plan,
)
from kh2025.evaluation.evaluate import Evaluation, evaluation_of
from kh2025.evaluation.groundwork import Groundwork
from kh2025.evaluation.scope import Scope, make_scope
from kh2025.evaluation.scorecard import owing
from kh2025.law.moments import parse_moment
from kh2025.law.periods import Period
from kh2025.ledger.facts import Facts
from kh2025.ledger.folder import open_facts
from kh2025.plan.files import load_plan
from kh2025.plan.model import Plan
from kh2025.run.manifest import Digest, digest_of
from kh2025.run.slices import Slices

#: What the moment of a look changes in a summary without a change of any figure.
_MOMENTS = ("as_of",)


def shown_source(source: str) -> str:
    """A source as it may stand in notebooks and manifests: without its password.

    >>> shown_source("postgresql+psycopg://a:secret@host/facts")
    'postgresql+psycopg://a@host/facts'
    """
    if "://" not in source:
        return source
    from sqlalchemy.engine import URL, make_url  # noqa: PLC0415 - a folder needs none

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
    """One period, looked at for the whole plan, and its parts.

    Attributes:
        sources: what it is made from.
        scope: the plan as it reads then, the period and the moments.
    """

    sources: Sources
    scope: Scope

    @classmethod
    def of(cls, sources: Sources, period: str) -> "Look":
        """Look at a period; the errors of :func:`kh2025.evaluate` about periods and moments."""
        return cls(sources, make_scope(sources.plan, sources.facts, period, sources.as_of, None))

    @property
    def period(self) -> Period:
        """The period looked at."""
        return self.scope.period

    @cached_property
    def groundwork(self) -> dict[str, Groundwork]:
        """What each report is cut from: of this period under no name, and what was owed at those it is compared with."""
        own = Groundwork.of(self.scope, self.sources.facts)
        return {"": own, **dict(own.earlier())}

    @cached_property
    def whole(self) -> Evaluation:
        """The evaluation of the whole plan, made when a report is."""
        return evaluation_of(self.groundwork[""])

    @property
    def agencies(self) -> tuple[str, ...]:
        """Everybody who owes something."""
        tables = self.groundwork[""].tables
        return tuple(owing(self.scope, tables["duties"], tables["submissions"]))

    @cached_property
    def digest(self) -> Digest:
        """Digest of all that decides this look, its moment by the day only: no figure depends on the hour.

        Equal digests mean equal reports for every agency, without making a table.
        """
        decided_by = (
            digest_of_plan(self.scope.plan),
            self.sources.plan_digest,
            self.sources.facts_digest,
            str(self.period),
            self.scope.status_on.isoformat(),
            self.scope.as_of_day.isoformat(),
        )
        return digest_of(decided_by)

    @cached_property
    def content(self) -> Digest:
        """Digest of all that this look came to: of what the plan's report is made from, and of who sees what.

        Equal digests mean equal reports for every agency, on whatever day.
        """
        whole = self.part(None)
        return digest_of([whole.tables, whole.plan, [one.owners for one in self.slices.values()]])

    @cached_property
    def slices(self) -> dict[str, Slices]:
        """The same as digests."""
        return {name: Slices(one) for name, one in self.groundwork.items()}

    @cached_property
    def handed(self) -> dict[tuple[str, ...], bytes]:
        """The evaluation of the whole plan, and what was owed at those before it, which every agency's is cut from."""
        before = (one for name, one in self.groundwork.items() if name)
        tables = {
            ("owed_tables", digest_of_look(one.scope, one.facts)): handed.pack(one.tables) for one in before
        }
        return self.sources.handed | _handed_evaluation(self.whole) | tables

    def part(self, agency: str | None) -> "Part":
        """What one report sees."""
        return Part(self, agency)


@dataclass(frozen=True)
class Part:
    """What one report sees of a look.

    Attributes:
        look: the look.
        agency: who it is for; null for the whole plan.
    """

    look: Look
    agency: str | None

    @cached_property
    def ev(self) -> Evaluation:
        """Its evaluation, made when it is asked for."""
        return self.look.whole if self.agency is None else self.look.whole.for_agency(self.agency)

    @property
    def findings(self) -> pd.DataFrame:
        """The breaches."""
        return self.ev.findings

    def told(self, kind: str, lang: str) -> Told:
        """What a manifest says of it."""
        from kh2025.report.compose import subject_of  # noqa: PLC0415 - loads matplotlib: what is only left needs none

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
    def tables(self) -> dict[str, Digest]:
        """Digest by table that it is made from; an earlier period is one of them."""
        return self._digests[0]

    @property
    def plan(self) -> Digest:
        """Digest of the plan as far as it sees it."""
        return self._digests[1]

    @cached_property
    def _digests(self) -> tuple[dict[str, Digest], Digest]:
        found = {name: slices.digests(self.agency) for name, slices in self.look.slices.items()}
        tables, plan = found.pop("")
        return tables | {name: digest_of(digests) for name, digests in found.items()}, plan

    @property
    def handed(self) -> dict[tuple[str, ...], bytes]:
        """Everything that the report's notebook will ask for."""
        own = {} if self.agency is None else _handed_evaluation(self.ev)
        return self.look.handed | own


def _handed_evaluation(ev: Evaluation) -> dict[tuple[str, ...], bytes]:
    found = {field.name: getattr(ev, field.name) for field in fields(ev)}
    tables = {name: value for name, value in found.items() if isinstance(value, pd.DataFrame)}
    result = handed.pack({**tables, "summary": ev.summary})
    return {("evaluate", digest_of_look(ev.scope, ev._facts)): result}  # noqa: SLF001 - another of our own
