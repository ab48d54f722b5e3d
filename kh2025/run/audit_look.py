"""What a batch looks at for a plan audit: the plan alone, judged by the plan rules."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from kh2025.evaluation.digests import digest_of_plan, digests_of_tables
from kh2025.evaluation.plan_check import PlanCheck, check_plan
from kh2025.law.moments import parse_moment
from kh2025.law.periods import Period
from kh2025.report.front import audit_subject, known_on
from kh2025.run.looks import Sources, Told
from kh2025.run.manifest import digest_of


@dataclass(frozen=True)
class AuditLook:
    """A plan judged, and the one part that its report sees: all of it.

    Attributes:
        sources: the plan; there are no facts.
        found: what the plan rules found.
    """

    sources: Sources
    found: PlanCheck

    @classmethod
    def of(cls, sources: Sources, period: str = "") -> "AuditLook":
        """Judge the plan as it was known; it has no period.

        Raises:
            PlanError: the plan changes a rule that there is not.
        """
        del period
        known_at = parse_moment(sources.as_of, "as_of")
        return cls(sources, check_plan(sources.plan, known_at=known_at))

    @property
    def period(self) -> Period:
        """The last year of the plan: where its audit stands among reports."""
        return Period.of("year", self.found.plan.covers.last.year)

    @property
    def agencies(self) -> tuple[str, ...]:
        """Nobody has an audit of its own."""
        return ()

    @cached_property
    def digest(self) -> str:
        """Digest of all that decides it."""
        found = self.found
        return digest_of((digest_of_plan(found.plan), found.on.isoformat(), known_on(found).isoformat()))

    @property
    def content(self) -> str:
        """Digest of all that it came to."""
        return digest_of([self.tables, self.plan])

    def part(self, agency: str | None = None) -> "AuditLook":
        """What the report sees."""
        del agency
        return self

    @property
    def look(self) -> "AuditLook":
        """Itself: the part is the whole."""
        return self

    @property
    def findings(self) -> pd.DataFrame:
        """The breaches."""
        return self.found.findings

    @cached_property
    def tables(self) -> dict[str, str]:
        """Digest by table; ``letterhead`` is the one in use on the day that the plan was known."""
        found = self.found
        head = found.plan.letterhead(known_on(found)).model_dump(mode="json")
        frames = {"findings": found.findings, "verdicts": found.verdicts}
        notices = [notice.render() for notice in found.plan.notices]
        return {**digests_of_tables(frames), "notices": digest_of(notices), "letterhead": digest_of(head)}

    @property
    def plan(self) -> dict[str, Any]:
        """The plan that it sees."""
        return self.found.plan.model_dump(mode="json")

    @property
    def handed(self) -> dict[tuple[str, ...], bytes]:
        """Everything that the notebook will ask for."""
        return self.sources.handed

    def told(self, kind: str, lang: str) -> Told:
        """What a manifest says of it."""
        del kind
        plan, period = self.found.plan, self.period
        return Told(
            plan=plan.id,
            plan_title=plan.title,
            subject=audit_subject(plan, lang),
            period=str(period),
            period_label=period.label(lang),
            agency=None,
            agency_name=None,
            status_on=self.found.on.isoformat(),
            known_through=None,
            invented=plan.invented,
            summary={"rates": {}, "submission_rates": {}, "findings": self._counts()},
            provisional=(),
            rules=tuple(self.found.verdicts["rule_id"]),
        )

    def _counts(self) -> dict[str, int]:
        verdicts = self.found.verdicts
        return dict(zip(verdicts["rule_id"].tolist(), verdicts["breach"].tolist(), strict=True))
