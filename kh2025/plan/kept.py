"""Tables of a plan that are made once: whoever asks a plan for the same columns again gets them at no cost.

A plan never changes, so neither do its columns. Each asker has a frame of its own: what is done to it (pandas copies
on write) is not seen by the next one. The frames go when the plan goes.
"""

import weakref
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

import pandas as pd

from kh2025.plan.model import Plan

_Asked = ParamSpec("_Asked")
Maker = Callable[Concatenate[Plan, _Asked], pd.DataFrame]
# By the plan's identity: equal plans are rare, and comparing them costs more than making the columns.
_KEPT: dict[int, dict[Any, pd.DataFrame]] = {}


def kept(make: Maker[_Asked]) -> Maker[_Asked]:
    """Make the frame of a plan and further arguments once; those must be hashable."""

    @wraps(make)
    def ask(plan: Plan, *args: _Asked.args, **named: _Asked.kwargs) -> pd.DataFrame:
        frames = _frames_of(plan)
        question = (make, args, tuple(sorted(named.items())))
        if question not in frames:
            frames[question] = make(plan, *args, **named)
        return frames[question].copy(deep=False)

    return cast("Maker[_Asked]", ask)


def _frames_of(plan: Plan) -> dict[Any, pd.DataFrame]:
    if id(plan) not in _KEPT:
        weakref.finalize(plan, _KEPT.pop, id(plan), None).atexit = False
        _KEPT[id(plan)] = {}
    return _KEPT[id(plan)]
