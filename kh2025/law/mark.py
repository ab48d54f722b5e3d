"""How well a statement of law is known, and what a statement that rests on several is worth."""

from collections.abc import Iterable
from enum import StrEnum


class Mark(StrEnum):
    """What a statement of law rests on, best first."""

    VERIFIED = "verified"
    SECONDARY = "secondary"
    ASSUMPTION = "assumption"


def weakest(marks: Iterable[str]) -> Mark:
    """The mark of a statement that rests on several: the weakest of theirs.

    >>> weakest(["verified", "assumption"]).value
    'assumption'
    """
    order = list(Mark)
    return max((Mark(mark) for mark in marks), key=order.index)
