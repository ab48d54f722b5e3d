"""Every measure on a perfect, a worst and an empty input; the scale weighs declared measures only."""

from fractions import Fraction
from typing import get_args

import pytest

from kh2025 import messages
from kh2025.evaluation.measures import MEASURES
from kh2025.evaluation.tables import CLASSES, PARTS
from kh2025.law.citation import Citation
from kh2025.plan import scoring

BEST = {"tasks": {"done_on_time": 7}, "reports": {"on_time": 7}}
WORST = {"tasks": {"open_overdue": 7}, "reports": {"missing": 7}}
EVERY = pytest.mark.parametrize("measure", MEASURES.values(), ids=MEASURES)


@EVERY
def test_perfect(measure):
    """All done on time, or all sent on time: the best value that there can be."""
    assert measure.value(BEST[measure.on]) == measure.best


@EVERY
def test_worst(measure):
    """Everything overdue, or nothing sent: the other end of the range."""
    worst = {measure.lowest, measure.highest} - {measure.best}
    assert {measure.value(WORST[measure.on])} == worst


@EVERY
def test_empty(measure):
    """0/0 is null, whatever stands beside the total."""
    assert measure.value({}) is None
    assert measure.value({"suspended": 3, "cancelled": 2, "replaced": 1, "owner_unresolved": 4}) is None
    assert measure.fraction({}) == (0, 0)


@EVERY
def test_declared(measure):
    """What counts is among what is looked at; unit, range, source and label are there in both languages."""
    names = PARTS if measure.on == "tasks" else CLASSES
    assert set(measure.above) < set(measure.below) <= set(names)
    assert (measure.unit, measure.lowest, measure.highest) == ("percent", 0, 100)
    assert measure.direction in {"up", "down"}
    assert isinstance(measure.source, Citation)
    for lang in messages.LANGUAGES:
        assert messages.text("labels", f"rate.{measure.name}", lang)
        assert messages.text("labels", f"denominator.{measure.of}", lang)
        assert messages.text("labels", f"none.none_{measure.of}", lang)


@EVERY
def test_weights_are_exact(measure):
    """Tenths add up to whole numbers: a value of weights is a fraction, not a float."""
    tenth = Fraction("0.1")
    counts = dict.fromkeys(measure.below, tenth * 3)
    assert measure.value(counts) == Fraction(len(measure.above) * 100, len(measure.below))


def test_a_scale_weighs_declared_measures():
    """What a plan may weigh is declared, and more of it is better."""
    weighed = get_args(scoring.Measure)
    assert set(weighed) <= set(MEASURES)
    assert {MEASURES[name].direction for name in weighed} == {"up"}
