"""The partition on integer columns: exhaustive over small cases against the reference's reading."""

from datetime import date
from itertools import product
from types import SimpleNamespace

import numpy as np
import reference

from kh2025.evaluation.parts import PART_NAMES, part_codes, tally
from kh2025.ledger.records import STATES
from kh2025.ledger.standing import CONTRADICTIONS, contradiction_codes

TODAY = date(2025, 6, 14)
DAYS = [None, date(2025, 6, 13), TODAY, date(2025, 6, 15)]


def days(values):
    """A column of days."""
    return np.array(values, "datetime64[D]")


def cases():
    """Every state with every order of completion, deadline, recording and beginning; dropped or not."""
    states = [None, *STATES]
    return [
        (state, done if state == "done" else None, due, known, begins, dropped)
        for state, done, due, known, begins, dropped in product(
            states, DAYS, DAYS, DAYS[1:], DAYS[1:], [False, True]
        )
    ]


def by_reference(state, done, due, known, begins, dropped):
    """Contradiction and part in the reference's reading."""
    at = SimpleNamespace(astimezone=lambda _: SimpleNamespace(date=lambda: known))
    record = state and {"state": state, "done_on": done, "recorded_at": at}
    past = [(date.min, SimpleNamespace(is_dropped=dropped))]
    duty = reference.Duty("nv", None, None, begins, due, past, due_on=due, record=record)
    duty.contradiction = reference.contradiction(None, duty)
    return duty.contradiction or "", reference.part_of(duty, TODAY)


def test_every_case_is_the_references():
    """All combinations, at once."""
    drawn = cases()
    state, done, due, known, begins, dropped = (list(column) for column in zip(*drawn, strict=True))
    codes = np.array([-1 if one is None else STATES.index(one) for one in state], np.int8)
    wrong = contradiction_codes(codes, days(done), days(known), days(begins))
    part = part_codes(
        codes,
        days(done),
        days(due),
        np.datetime64(TODAY),
        is_true=wrong == 0,
        is_dropped=np.array(dropped),
    )
    found = [(CONTRADICTIONS[a], PART_NAMES[b]) for a, b in zip(wrong, part, strict=True)]
    assert found == [by_reference(*one) for one in drawn]
    assert set(part.tolist()) == set(range(len(PART_NAMES)))


def test_groups_add_up():
    """Every row of a group is counted once; a row of no group in none."""
    group, part = np.array([0, 2, 2, -1, 0]), np.array([1, 1, 8, 0, 1], np.int8)
    counts = tally(group, 3, part, len(PART_NAMES))
    assert counts.shape == (3, len(PART_NAMES))
    assert (counts[0, 1], counts[2, 1], counts[2, 8], counts.sum()) == (2, 1, 1, 4)
