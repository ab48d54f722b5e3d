"""Hostile files: each gives its code at its cell, nothing crashes, and the others of the same call still come in."""

import hostile_files
import hostile_forms
import pytest
from hostile_forms import AGENCY, FORMS, PERIOD, ROW, TABLES
from openpyxl.utils import get_column_letter

from kh2025.ledger.forms.layout import INDICATORS, TASKS

RECORDS = {"value": "readings"}


def told(faults):
    return [fault.problem.code for fault in faults]


def value_of(store, column):
    """What the store's newest record says in a column."""
    frame = store.facts()[RECORDS.get(column, "progress")]
    value = frame[column].iloc[-1]
    return value.date() if hasattr(value, "date") else value


REFUSED = {name: one for name, one in FORMS.items() if one.outcome == "refused"}
NOTICED = {name: one for name, one in FORMS.items() if one.outcome == "noticed"}
ACCEPTED = {name: one for name, one in FORMS.items() if one.outcome == "accepted"}


@pytest.mark.parametrize("bad", REFUSED.values(), ids=REFUSED)
def test_bad_cell_is_refused_where_it_stands(tmp_path, collect, store, bad):
    """The whole file is refused by the code of the one bad cell; the sound file beside it is accepted."""
    sound = tmp_path / "sound.xlsx"
    sound.write_bytes(hostile_forms.filled())
    good, refused = collect(sound, bad.write(tmp_path))
    assert (good.status, refused.status) == ("accepted", "rejected")
    assert told(refused.refused) == [bad.code]
    layout = INDICATORS if bad.column == "value" else TASKS
    row = ROW + (bad.code == "collect-twice")
    assert refused.refused[0].sheet == layout.title
    assert refused.refused[0].cell == f"{get_column_letter(layout.place(bad.column))}{row}"
    assert len(store.facts()["submissions"]) == 1


@pytest.mark.parametrize("odd", NOTICED.values(), ids=NOTICED)
def test_what_is_repaired_is_noticed(tmp_path, collect, store, odd):
    """The file is accepted with the repaired value, and a person is told."""
    (result,) = collect(odd.write(tmp_path))
    assert result.status == "accepted"
    assert odd.code in told(result.noticed)
    assert value_of(store, odd.column) == odd.value


@pytest.mark.parametrize("clear", ACCEPTED.values(), ids=ACCEPTED)
def test_what_is_clear_is_accepted(tmp_path, collect, store, clear):
    """What can be typed in one way only is taken, also where it contradicts itself."""
    (result,) = collect(clear.write(tmp_path))
    assert (result.status, told(result.refused), told(result.noticed)) == ("accepted", [], [])
    assert value_of(store, clear.column) == clear.value


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_free_tables(tmp_path, check, table):
    """A table that is none of our forms: agency, period and task are known exactly, or refused."""
    result = check(table.write(tmp_path))
    assert told(result.refused) == ([table.code] if table.code else [])
    if not table.code:
        assert (result.head.agency_id, str(result.head.period)) == table.head == (AGENCY, PERIOD)


@pytest.mark.parametrize("bad", hostile_files.REFUSED.values(), ids=hostile_files.REFUSED)
def test_guard_stands_in_front(tmp_path, collect, bad):
    """What the guard refuses is refused by its code, and the sound file of the same call comes in."""
    sound, hostile = tmp_path / "sound.xlsx", tmp_path / "hostile.xlsx"
    sound.write_bytes(hostile_forms.filled())
    hostile.write_bytes(bad.make())
    refused, good = collect(hostile, sound)
    assert (good.status, refused.status) == ("accepted", "rejected")
    assert told(refused.refused) == [bad.code]
    assert refused.sent is None
