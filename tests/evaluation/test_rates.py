"""Rates, and the published figures of report 1270/BC-TCTTTg that they must give back (from records: test_published)."""

import pytest
import reference
from hypothesis import given
from hypothesis import strategies as st
from worlds import examples

from kh2025.evaluation.rates import rate, rates, submission_rates
from kh2025.evaluation.tables import PARTS

# Report 1270/BC-TCTTTg of 2017: done on time and late, not done within time and overdue.
PUBLISHED = {"done_on_time": 14_068, "done_late": 1_983, "open_in_time": 5_640, "open_overdue": 223}
PARTITION = dict.fromkeys(PARTS, 0) | PUBLISHED


def test_published_total():
    """The four parts add up to the published total."""
    assert sum(PARTITION.values()) == 21_914


FIGURES = {
    "done_of_due": (16_051, 16_274, "due", 98.63),
    "overdue_of_due": (223, 16_274, "due", 1.37),
    "on_time_of_due": (14_068, 16_274, "due", 86.44),
    "done_of_assigned": (16_051, 21_914, "assigned", 73.25),
    "overdue_of_assigned": (223, 21_914, "assigned", 1.02),
    "done_of_dated": (16_051, 21_914, "dated", 73.25),
    "overdue_of_dated": (223, 21_914, "dated", 1.02),
}


@pytest.mark.parametrize(("name", "figures"), FIGURES.items(), ids=FIGURES)
def test_published_rates(name, figures):
    """98.63 % of those due were done and 1.37 % were not; over all that were assigned it is another rate."""
    numerator, denominator, of, percent = figures
    assert rates(PARTITION)[name] == {
        "numerator": numerator,
        "denominator": denominator,
        "of": of,
        "value": numerator / denominator,
        "percent": percent,
    }


def test_three_denominators():
    """Due, assigned and dated differ by what is open in time and by what has no deadline."""
    parts = dict(zip(PARTS, (1, 2, 4, 8, 16, 32, 64), strict=True))
    found = {name: (one["numerator"], one["denominator"]) for name, one in rates(parts).items()}
    assert found == {
        "done_of_due": (15, 47),
        "on_time_of_due": (1, 47),
        "overdue_of_due": (32, 47),
        "done_of_assigned": (15, 127),
        "overdue_of_assigned": (32, 127),
        "done_of_dated": (11, 59),
        "overdue_of_dated": (32, 59),
    }


@pytest.mark.parametrize("of", ["due", "assigned", "dated"])
def test_nothing_over_nothing(of):
    """0/0 is null with a reason, neither 0 % nor 100 %."""
    made = rate(0, 0, of)
    assert (made["value"], made["percent"], made["reason"]) == (None, None, f"none_{of}")


def test_no_reason_where_there_is_a_rate():
    """0 of 1 is a rate of 0."""
    assert rate(0, 1, "due") == {"numerator": 0, "denominator": 1, "of": "due", "value": 0.0, "percent": 0.0}


HALVES = {
    "half-up": (1, 20_000, 0.01),  # 0.005 %
    "below-half": (49, 1_000_000, 0.0),  # 0.0049 %
    "odd-half": (3, 20_000, 0.02),  # 0.015 %: half even would also give 0.02
    "even-half": (1, 4_000, 0.03),  # 0.025 %: half even would give 0.02
    "binary-trap": (1_005, 100_000, 1.01),  # 1.005 % is below one half in binary
    "whole": (7, 7, 100.0),
    "third": (1, 3, 33.33),
    "two-thirds": (2, 3, 66.67),
}


@pytest.mark.parametrize(("numerator", "denominator", "percent"), HALVES.values(), ids=HALVES)
def test_percent_is_half_up(numerator, denominator, percent):
    """The percentage is rounded half up to two places, from the exact quotient."""
    assert rate(numerator, denominator, "due")["percent"] == percent


@given(st.integers(0, 10**9), st.integers(1, 10**9))
@examples(200)
def test_percent_is_that_of_fractions(numerator, denominator):
    """Whole-number arithmetic gives the same two places."""
    exact = reference.percent(reference.Fraction(numerator, denominator))
    assert rate(numerator, denominator, "due")["percent"] == float(f"{exact // 100}.{exact % 100:02d}")


COUNTS = {
    "all-received": (
        {"on_time": 11, "late": 2, "missing": 2, "replaced": 0},
        (13, 15, 86.67),
        (11, 15, 73.33),
    ),
    "replaced-is-left-out": (
        {"on_time": 1, "late": 0, "missing": 1, "replaced": 3},
        (1, 2, 50.0),
        (1, 2, 50.0),
    ),
    "none-expected": ({"on_time": 0, "late": 0, "missing": 0, "replaced": 2}, (0, 0, None), (0, 0, None)),
}


@pytest.mark.parametrize(("counts", "received", "on_time"), COUNTS.values(), ids=COUNTS)
def test_submission_rates(counts, received, on_time):
    """Received and on time, of those expected; a replaced report is its successor's."""
    made = submission_rates(counts)
    found = [
        (made[name]["numerator"], made[name]["denominator"], made[name]["percent"])
        for name in ("received_of_expected", "on_time_of_expected")
    ]
    assert found == [received, on_time]
