"""The record that holds, on integer columns, against a reading one record at a time."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kh2025.ledger import latest
from kh2025.ledger.latest import NO_ROW, latest_rows

DUTIES = 4
_RECORD = st.tuples(st.integers(0, DUTIES - 1), st.integers(-3, 3), st.integers(-2, 2))


def one_by_one(records, until, as_of):
    """The same, record by record: of equally effective ones the later holds."""
    held = [NO_ROW] * DUTIES
    for row, (duty, day, known) in enumerate(records):
        if day <= until and known <= as_of and (held[duty] < 0 or day >= records[held[duty]][1]):
            held[duty] = row
    return held


def columns(records):
    """The records as three columns."""
    return [np.array([one[place] for one in records], np.int32) for place in range(3)]


@given(
    st.lists(_RECORD, max_size=30), st.integers(-3, 3), st.integers(-2, 2), st.sampled_from([1, 3, 1 << 16])
)
@settings(deadline=None)
def test_agrees_with_one_by_one(records, until, as_of, part):
    """Whatever the days (before 1970 too), and wherever the parts of the pass are cut."""
    duty, day, known = columns(records)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(latest, "_PART", part)
        rows = latest_rows(duty, day, DUTIES, until=until, recorded_at=known, as_of=as_of)
    assert rows.tolist() == one_by_one(records, until, as_of)


@given(st.lists(_RECORD, max_size=20))
@settings(deadline=None)
def test_all_are_known_without_a_moment(records):
    """Without ``as_of`` every record is seen, whenever it was recorded."""
    duty, day, _ = columns(records)
    assert latest_rows(duty, day, DUTIES, until=3).tolist() == one_by_one(records, 3, 9)


def test_no_records_and_no_duties():
    """Nothing said: nobody's record holds."""
    empty = np.empty(0, np.int32)
    assert latest_rows(empty, empty, 2, until=0).tolist() == [NO_ROW, NO_ROW]
    assert latest_rows(empty, empty, 0, until=0).tolist() == []


def test_a_duty_out_of_range_is_refused():
    """A record of a duty that there is not is an error, not a record lost."""
    with pytest.raises(IndexError):
        latest_rows(np.array([2]), np.array([1]), 2, until=5)
