"""A batch looks once: plan and ledger are read, each period is evaluated, and every report gets its part.

What a report's notebook will ask for is handed to it (:mod:`kh2025.handed`), cut to what it may see; the digests of
that part are in the report's key.
"""

from dataclasses import dataclass, fields, replace
from datetime import datetime
from functools import cached_property

import pandas as pd
from sqlalchemy.engine import URL, make_url

from kh2025 import handed
from kh2025.evaluation.digests import digest_of_facts, digest_of_look, digest_of_plan
from kh2025.evaluation.evaluate import Evaluation, evaluate
from kh2025.evaluation.scope import Scope, make_scope
from kh2025.law.moments import parse_moment
from kh2025.ledger.facts import Facts
from kh2025.ledger.folder import open_facts
from kh2025.plan.files import load_plan
from kh2025.plan.model import Plan
from kh2025.run.inputs import surroundings
from kh2025.run.manifest import Digest, digest_of
from kh2025.run.slices import Slices


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
    def read(cls, plan: str, ledger: str, as_of: str) -> "Sources":
        """Read both; the errors of :func:`kh2025.load_plan` and :func:`kh2025.open_facts`."""
        moment, shown = parse_moment(as_of, "as_of"), shown_source(ledger)
        loaded = load_plan(plan)
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
        return {
            ("load_plan", self.plan_source): handed.pack(self.plan),
            ("open_facts", self.ledger): handed.pack(self.facts),
        }


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

    @cached_property
    def whole(self) -> Evaluation:
        """The evaluation of the whole plan, made when it is asked for."""
        return evaluate(self.sources.plan, self.sources.facts, self.scope.period, as_of=self.sources.as_of)

    @cached_property
    def digest(self) -> Digest:
        """Digest of all that decides this look, its moment by the day only: no figure depends on the hour.

        Equal digests mean equal tables for every agency, without making them.
        """
        decided_by = (
            digest_of_plan(self.scope.plan),
            self.sources.plan_digest,
            self.sources.facts_digest,
            str(self.scope.period),
            self.scope.status_on.isoformat(),
            self.scope.as_of_day.isoformat(),
            surroundings(),
        )
        return digest_of(decided_by)

    @cached_property
    def handed(self) -> dict[tuple[str, ...], bytes]:
        """The evaluation of the whole plan, as every notebook of the period gets it."""
        return self.sources.handed | _handed_evaluation(self.whole)

    @cached_property
    def slices(self) -> Slices:
        """What each report is made from."""
        return Slices(self.whole)

    def part(self, agency: str | None) -> "Part":
        """What one report sees."""
        tables, plan = self.slices.digests(agency)
        return Part(self, agency, tables, plan)


@dataclass(frozen=True)
class Part:
    """What one report sees of a look.

    Attributes:
        look: the look.
        agency: who it is for, or null.
        tables: digest by table that it is made from.
        plan: digest of the plan as far as it sees it.
    """

    look: Look
    agency: str | None
    tables: dict[str, Digest]
    plan: Digest

    @property
    def inputs(self) -> dict[str, Digest]:
        """Digest by input of what the report sees of plan and facts."""
        return {"tables": digest_of(self.tables), "plan": self.plan}

    @cached_property
    def ev(self) -> Evaluation:
        """Its evaluation, made when it is asked for."""
        return self.look.whole if self.agency is None else self.look.whole.for_agency(self.agency)

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
