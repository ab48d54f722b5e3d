"""The scale on which agencies are scored: measures with weights, and classes by lowest score.

No scale for agencies is laid down for every plan. Where a plan states none, the one of ``law/data/scoring.yaml``
stands in: an adaptation of the scale for civil servants, marked assumption, and named wherever it is used.
"""

from functools import cache
from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from kh2025.law import data
from kh2025.law.citation import Mark
from kh2025.plan.fields import Id, Model, Text, refusal

#: What can be weighed: the rates of an evaluation, in percent, more is better.
Measure = Literal["done_of_due", "on_time_of_due", "received_of_expected", "on_time_of_expected"]


class ScoreClass(Model):
    """A class of the scale: all scores from ``at_least`` up to the next class (unit: points, 0 to 100)."""

    id: Id
    title: Text
    at_least: Annotated[float, Field(ge=0, le=100)]


class Scoring(Model):
    """Weights of the measures, and the classes from the best down to one that begins at 0.

    A score that rests on fewer than ``small_below`` tasks and reports is flagged as small wherever it is shown.

    >>> [(one.id, one.at_least) for one in default_scoring().classes]
    [('xuat-sac', 90.0), ('tot', 70.0), ('hoan-thanh', 50.0), ('khong-hoan-thanh', 0.0)]
    """

    weights: Annotated[dict[Measure, Annotated[float, Field(gt=0, le=100)]], Field(min_length=1)]
    classes: Annotated[tuple[ScoreClass, ...], Field(min_length=1)]
    small_below: Annotated[int, Field(ge=1, le=1000)] = 5
    basis: Text
    mark: Mark = Mark.ASSUMPTION

    @model_validator(mode="after")
    def _descends_to_nothing(self) -> Self:
        lowest = [one.at_least for one in self.classes]
        if any(above <= below for above, below in pairwise(lowest)) or lowest[-1] != 0:
            raise refusal("plan-classes")
        return self


@cache
def default_scoring() -> Scoring:
    """The scale where a plan states none (``law/data/scoring.yaml``)."""
    return Scoring.model_validate(data.load("scoring"), strict=False)
