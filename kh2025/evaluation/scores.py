"""Scores of agencies, sections and the plan on the plan's scale, exact until they are shown.

A score is the weighted mean of the measures that have data. A measure of 0/0 is null: its weight is left out and that is
shown; without any measure there is no score. Agencies are measured on their duties, sections and the plan on their tasks,
each with its task's weight; reports weigh alike, and a section owes none.

What is shown decides: a score is rounded half up to two places, and class and rank follow from the rounded one, so that
89.995 is 90.00 and of the class that begins at 90. Equal scores share a rank and the next ones are skipped (1, 2, 2, 4).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd

from kh2025.evaluation.measures import MEASURES, Measure
from kh2025.evaluation.rates import half_up
from kh2025.evaluation.tables import SCORES
from kh2025.plan.scoring import Scoring


@dataclass(frozen=True, slots=True)
class Tally:
    """Sums of weights and numbers of rows of one subject, by part of the status or class of timeliness."""

    weights: dict[str, Fraction] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)

    def add(self, part: str, weight: Fraction, rows: int) -> None:
        """Count rows of one weight."""
        self.weights[part] = self.weights.get(part, Fraction(0)) + weight * rows
        self.rows[part] = self.rows.get(part, 0) + rows


def tallies(rows: pd.DataFrame, subject: str, part: str) -> dict[str, Tally]:
    """The tally of each subject (a column of the rows); rows without a subject are nobody's, ``weight`` is 1 if absent."""
    weight = rows["weight"] if "weight" in rows else np.ones(len(rows))
    keys = [pd.factorize(column) for column in (rows[subject], rows[part], weight)]
    shape = [len(names) for _, names in keys]
    is_whole = np.logical_and.reduce([codes >= 0 for codes, _ in keys])
    place, cells = pd.factorize(np.ravel_multi_index([codes[is_whole] for codes, _ in keys], shape))
    sizes = zip(*np.unravel_index(cells, shape), np.bincount(place), strict=True)
    ids, parts, weights = (names for _, names in keys)
    found: dict[str, Tally] = {}
    for id_, name, weighs, count in sizes:
        tally = found.setdefault(str(ids[id_]), Tally())
        tally.add(str(parts[name]), Fraction(str(weights[weighs])), int(count))
    return found


@dataclass(frozen=True, slots=True)
class Scored:
    """One measure of one subject: exact value in percent, null for 0/0."""

    measure: Measure
    numerator: Fraction
    denominator: Fraction
    value: Fraction | None
    cases: int
    weight: Fraction

    @property
    def weight_used(self) -> Fraction:
        """The weight; nothing where there is no value."""
        return Fraction(0) if self.value is None else self.weight


@dataclass(frozen=True, slots=True)
class Score:
    """The score of one subject on a scale."""

    subject_id: str
    measures: tuple[Scored, ...]
    scale: Scoring

    @property
    def exact(self) -> Fraction | None:
        """The unrounded score; null when nothing can be measured."""
        used = sum((one.weight_used for one in self.measures), Fraction(0))
        return (
            sum((one.weight_used * (one.value or 0) for one in self.measures), Fraction(0)) / used
            if used
            else None
        )

    @property
    def shown(self) -> Decimal | None:
        """The score, half up to two places: what class and rank go by."""
        return None if self.exact is None else half_up(self.exact)

    @property
    def class_id(self) -> str | None:
        """The class of the scale; null without a score."""
        shown = self.shown
        if shown is None:
            return None
        return next(one.id for one in self.scale.classes if shown >= Decimal(str(one.at_least)))

    @property
    def cases(self) -> int:
        """Rows behind the score, those that several measures look at counted once."""
        return sum({(one.measure.on, one.measure.of): one.cases for one in self.measures}.values())

    @property
    def missing(self) -> tuple[str, ...]:
        """The measures left out for want of data."""
        return tuple(one.measure.name for one in self.measures if one.value is None)

    @property
    def weight_used(self) -> Decimal:
        """The share of the scale's weights that had data, in percent."""
        used, all_ = (
            sum(weights) for weights in zip(*((o.weight_used, o.weight) for o in self.measures), strict=True)
        )
        return half_up(Fraction(used) * 100 / all_)

    def columns(self) -> dict[str, Any]:
        """The columns that every table with scores has."""
        shown = self.shown
        return {
            "score": None if shown is None else float(shown),
            "class_id": self.class_id,
            "weight_used": float(self.weight_used),
            "measures_missing": "; ".join(self.missing) or None,
            "cases": self.cases,
            "is_small": self.is_small(self.cases),
        }

    def is_small(self, cases: int) -> bool:
        """Whether so few rows say little."""
        return 0 < cases < self.scale.small_below


def score(scale: Scoring, subject_id: str, tasks: Tally, reports: Tally) -> Score:
    """The score of one subject from what is counted of its tasks or duties, and of its reports."""
    by = {"tasks": tasks, "reports": reports}
    scored = (
        _scored(MEASURES[name], Fraction(str(w)), by[MEASURES[name].on]) for name, w in scale.weights.items()
    )
    return Score(subject_id, tuple(scored), scale)


def scores(
    scale: Scoring, subjects: Iterable[str], tasks: Mapping[str, Tally], reports: Mapping[str, Tally]
) -> dict[str, Score]:
    """The scores of several subjects, in order."""
    nothing = Tally()
    return {id_: score(scale, id_, tasks.get(id_, nothing), reports.get(id_, nothing)) for id_ in subjects}


def score_table(levels: Mapping[str, Mapping[str, Score]]) -> pd.DataFrame:
    """Every measure of every subject; columns ``SCORES``."""
    rows = (row for level, found in levels.items() for one in found.values() for row in _rows(level, one))
    return SCORES.check(SCORES.frame(rows))


def ranks(shown: pd.Series) -> pd.Series:
    """Places by score, the highest first; equal scores share the better place; null without a score."""
    return shown.rank(method="min", ascending=False).astype("Int64")


def _scored(measure: Measure, weight: Fraction, tally: Tally) -> Scored:
    above, below = (Fraction(count) for count in measure.fraction(tally.weights))
    _, cases = measure.fraction(tally.rows)
    return Scored(measure, above, below, measure.value(tally.weights), int(cases), weight)


def _rows(level: str, of: Score) -> Iterator[dict[str, Any]]:
    used = sum((one.weight_used for one in of.measures), Fraction(0))
    for one in of.measures:
        is_null = one.value is None
        yield {
            "level": level,
            "subject_id": of.subject_id,
            "measure": one.measure.name,
            "numerator": float(one.numerator),
            "denominator": float(one.denominator),
            "of": one.measure.of,
            "cases": one.cases,
            "is_small": of.is_small(one.cases),
            "value": None if is_null else float(half_up(one.value or Fraction(0))),
            "weight": float(one.weight),
            "weight_used": float(one.weight_used),
            "points": None if is_null else float(half_up(one.weight_used * (one.value or 0) / used)),
        }
