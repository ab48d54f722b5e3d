"""What was said of duties before: against the same told one record after the other."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from kh2025.ledger.history import histories
from kh2025.ledger.records import RECORD_TYPES, STATES

FIRST, ON = date(2025, 1, 1), date(2025, 6, 14)
DUTIES = 4
RECORD = st.tuples(
    st.integers(0, DUTIES - 1),
    st.integers(0, 200),
    st.sampled_from(STATES),
    st.sampled_from([None, 0.0, 100 / 3, 50.0, 100.0]),
    st.booleans(),
)


def slowly(records):
    """Highest share before, whether done was said before, since when it is said alike; by duty."""
    by_day = {}
    for duty, day, *said in records:
        if FIRST + timedelta(day) <= ON:
            by_day.setdefault(duty, {})[day] = said
    found = {}
    for duty, days in by_day.items():
        *before, (day, last) = sorted(days.items())
        since = day
        for earlier, said in reversed(before):
            if said != last:
                break
            since = earlier
        shares = [percent for _, (_, percent, _) in before if percent is not None]
        was_done = any(state == "done" for _, (state, *_) in before)
        found[duty] = (max(shares, default=None), was_done, FIRST + timedelta(since))
    return found


def frames(records):
    """The records as progress, and which duty each speaks for."""
    progress = RECORD_TYPES["progress"].table.frame(
        {
            "state": state,
            "percent": percent,
            "evidence": "1/BC" if has_evidence else None,
            "effective_on": FIRST + timedelta(day),
            "seq": seq,
        }
        for seq, (_, day, state, percent, has_evidence) in enumerate(records)
    )
    matched = progress[["seq", "effective_on"]].assign(
        at=np.arange(len(records)), duty=np.array([record[0] for record in records], np.int64)
    )
    return progress, matched


@settings(deadline=None, max_examples=40)
@given(st.lists(RECORD, max_size=30))
def test_history_is_that_of_the_records_in_turn(records):
    """Whatever is said of whichever duty, the columns tell what a loop over the records tells."""
    made, expected = histories(*frames(records), DUTIES, ON), slowly(records)
    for duty in range(DUTIES):
        row = made.loc[duty]
        percent, was_done, since = expected.get(duty, (None, False, None))
        assert (None if pd.isna(row["percent_before"]) else row["percent_before"]) == percent
        assert row["was_done"] == was_done
        assert (None if pd.isna(row["stated_since"]) else row["stated_since"].date()) == since


def test_duties_of_a_country_keep_their_order():
    """Of a million duties each is told its own history: numbers of more than 16 bits are put in order too."""
    duties = 1_000_000
    told = [(duties - 1, 3, "done", 100.0, True), (65_536, 2, "in_progress", 40.0, True)]
    told += [(0, 2, "in_progress", 10.0, True), (65_536, 1, "done", 90.0, True)]
    told += [(duties - 1, 1, "in_progress", 20.0, True), (0, 5, "in_progress", 30.0, True)]
    made = histories(*frames(told), duties, ON)
    spoken = made[made["stated_since"].notna()]
    assert spoken["percent_before"].to_dict() == {0: 10.0, 65_536: 90.0, duties - 1: 20.0}
    assert spoken["was_done"].to_dict() == {0: False, 65_536: True, duties - 1: False}
