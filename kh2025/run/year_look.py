"""What a batch looks at for an annual review: the year judged at its end, its months, and the draft of the next plan."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from kh2025 import handed
from kh2025.evaluation.digests import digest_of_look, digests_of_tables
from kh2025.evaluation.evaluate import Evaluation
from kh2025.evaluation.groundwork import Groundwork
from kh2025.evaluation.review import YearReview, review_year
from kh2025.run.looks import Look, Part, Sources
from kh2025.run.manifest import digest_of


@dataclass(frozen=True)
class YearLook(Look):
    """A year evaluated, with what an annual review sees besides."""

    review: YearReview

    @classmethod
    def of(cls, sources: Sources, period: str) -> "YearLook":
        """Look back on a year; the errors of :func:`kh2025.review_year`."""
        review = review_year(sources.plan, sources.facts, period, as_of=sources.as_of)
        return cls(sources, review.ev.scope, review)

    @cached_property
    def groundwork(self) -> dict[str, Groundwork]:
        """That of the year as it was looked back on, and of the year before."""
        ev = self.review.ev
        own = ev._groundwork or Groundwork.of(ev.scope, ev._facts)  # noqa: SLF001 - another of our own
        return {"": own, **dict(own.earlier())}

    @cached_property
    def whole(self) -> Evaluation:
        """The year's evaluation."""
        return self.review.ev

    @cached_property
    def handed(self) -> dict[tuple[str, ...], bytes]:
        """The evaluation of the year and its months."""
        ev = self.whole
        key = digest_of_look(ev.scope, ev._facts)  # noqa: SLF001 - another of our own
        return super().handed | {("months", key): handed.pack(self.review.months)}

    def part(self, agency: str | None) -> "YearPart":
        """The whole: no agency has an annual review of its own."""
        del agency
        return YearPart(self, None)


@dataclass(frozen=True)
class YearPart(Part):
    """What the review sees."""

    look: YearLook

    @cached_property
    def tables(self) -> dict[str, str]:
        """Besides the tables of the year its months and activities, and the draft of the next plan."""
        review = self.look.review
        draft: Any = None if review.next_plan is None else review.next_plan.plan
        frames = {"months": review.months, "year_activities": review.activities}
        if review.next_plan is not None:
            frames["origins"] = review.next_plan.origins
        return {**super().tables, **digests_of_tables(frames), "next_plan": digest_of(draft)}
