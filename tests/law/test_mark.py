"""How well a statement is known: the weakest of what it rests on."""

import pytest

from kh2025.law.mark import Mark, weakest

WEAKEST = {
    "one": (["secondary"], "secondary"),
    "verified-and-secondary": (["verified", "secondary"], "secondary"),
    "assumption-first": (["assumption", "verified"], "assumption"),
    "all": (["secondary", "verified", "assumption"], "assumption"),
    "all-verified": (["verified", "verified"], "verified"),
}


@pytest.mark.parametrize(("marks", "mark"), WEAKEST.values(), ids=WEAKEST)
def test_weakest_mark(marks, mark):
    """What rests on several statements is known as well as the least known of them."""
    assert weakest(marks) == weakest(Mark(one) for one in marks) == mark
