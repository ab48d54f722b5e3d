"""Column contracts: tables are typed, complete and checked, also when they are empty."""

from datetime import UTC, date, datetime

import pandas as pd
import pytest

from kh2025.columns import DTYPES, Column, Table
from kh2025.evaluation import tables as results
from kh2025.ledger.records import RECORD_TYPES
from kh2025.plan import duties, tables

ALL = Table("all", "kind of column", tuple(Column(kind, kind, f"a column of {kind}") for kind in DTYPES))
VALUES = {
    "text": ("Sở Y tế", "Sở Y tế"),
    "day": (date(2025, 5, 5), pd.Timestamp(2025, 5, 5)),
    "moment": ("2025-07-01T00:00:00+07:00", pd.Timestamp(2025, 6, 30, 17, tz="UTC")),
    "integer": (3, 3),
    "number": (1.5, 1.5),
    "flag": (True, True),
    "object": ({"a": 1}, {"a": 1}),
}
CONTRACTS = {
    f"{room}.{one.name}": one
    for room, module in {"results": results, "plan": tables, "duties": duties}.items()
    for one in vars(module).values()
    if isinstance(one, Table)
} | {f"records.{name}": kind.table for name, kind in RECORD_TYPES.items()}


def test_empty_frame_has_its_types():
    """A table without rows has every column in its dtype, in order."""
    frame = ALL.frame([])
    assert ALL.check(frame) is frame
    assert {name: str(dtype) for name, dtype in frame.dtypes.items()} == DTYPES
    assert list(frame.columns) == ALL.names == list(DTYPES)
    assert len(frame) == 0


@pytest.mark.parametrize("kind", VALUES)
def test_value_keeps_its_meaning(kind):
    """A value of each kind comes out as the table's type of the same value; the others are null."""
    given, expected = VALUES[kind]
    frame = ALL.check(ALL.frame([{kind: given}]))
    assert frame[kind].tolist() == [expected]
    others = [name for name in ALL.names if name not in {kind, "flag"}]
    assert frame[others].isna().all(axis=None)


def test_every_kind_is_tested():
    """A kind that is added needs its value here."""
    assert set(VALUES) == set(DTYPES)


@pytest.mark.parametrize("kind", [kind for kind in DTYPES if kind != "flag"])
def test_null_stays_null(kind):
    """Null among values is null, never 0, "None" or the epoch."""
    frame = ALL.check(ALL.frame([{kind: VALUES[kind][0]}, {kind: None}, {}]))
    assert frame[kind].isna().tolist() == [False, True, True]


def test_moments_of_any_offset_are_utc():
    """Moments from different offsets are one UTC column."""
    moments = [
        "2025-07-01T00:00:00+07:00",
        datetime(2025, 6, 30, 17, tzinfo=UTC),
        pd.Timestamp("2025-06-30 17:00Z"),
    ]
    frame = ALL.check(ALL.frame([{"moment": one} for one in moments]))
    assert frame["moment"].tolist() == [pd.Timestamp("2025-06-30 17:00Z")] * 3


@pytest.mark.parametrize("day", [date(1900, 1, 1), date(2199, 12, 31), date(2024, 2, 29)], ids=str)
def test_days_far_away(day):
    """Days of distant years are not cut or shifted."""
    assert ALL.frame([{"day": day}])["day"].tolist() == [pd.Timestamp(day)]


def test_rows_may_be_any_iterable():
    """Rows may come from a generator, and keep their order."""
    frame = ALL.frame({"integer": n} for n in (3, 1, 2))
    assert frame["integer"].tolist() == [3, 1, 2]


def test_unknown_key_is_refused():
    """A row with a key that the contract does not know is a mistake of ours."""
    with pytest.raises(KeyError, match=r"all: \['colour'\]"):
        ALL.frame([{"text": "x"}, {"colour": "red"}])


WRONG_VALUES = {"integer": "x", "number": "x", "day": "hôm qua", "moment": "hôm qua"}


@pytest.mark.parametrize(("kind", "value"), WRONG_VALUES.items(), ids=WRONG_VALUES)
def test_value_of_another_kind_is_refused(kind, value):
    """A value that is not of its column's kind raises instead of becoming null."""
    with pytest.raises((ValueError, TypeError)):
        ALL.frame([{kind: value}])


def test_half_an_integer_is_refused():
    """A count is whole."""
    with pytest.raises((ValueError, TypeError)):
        ALL.frame([{"integer": 1.5}])


def broken(change):
    frame = ALL.frame([{"integer": 1}])
    return change(frame)


BROKEN = {
    "missing": lambda frame: frame.drop(columns="text"),
    "more": lambda frame: frame.assign(colour="red"),
    "order": lambda frame: frame[list(reversed(ALL.names))],
    "type": lambda frame: frame.assign(integer=[1.5]),
    "name": lambda frame: frame.rename(columns={"text": "words"}),
    "naive-moment": lambda frame: frame.assign(moment=frame["moment"].dt.tz_localize(None)),
}


@pytest.mark.parametrize("change", BROKEN.values(), ids=BROKEN)
def test_broken_contract_is_named(change):
    """A frame with other names, order or types is refused, and the message names the table."""
    with pytest.raises(TypeError, match="all: columns differ"):
        ALL.check(broken(change))


def test_typed_takes_exactly_the_columns_of_the_contract():
    """Further columns of a frame are left out; a missing one raises."""
    frame = ALL.frame([{"integer": 1}])
    assert list(ALL.typed(frame.assign(colour="red")).columns) == ALL.names
    with pytest.raises(KeyError):
        ALL.typed(frame.drop(columns="day"))


def test_filtered_frame_keeps_its_rows():
    """Rows go by position: a frame that was filtered or sorted is typed row by row, with a fresh index."""
    frame = ALL.frame([{"integer": n, "text": str(n), "flag": n > 1} for n in range(4)])
    typed = ALL.check(ALL.typed(frame[frame["flag"]].iloc[::-1]))
    assert typed["text"].tolist() == ["3", "2"]
    assert typed["integer"].tolist() == [3, 2]
    assert typed["flag"].all()
    assert typed.index.tolist() == [0, 1]


@pytest.mark.parametrize("contract", CONTRACTS.values(), ids=CONTRACTS)
def test_contract_is_complete(contract):
    """Every contract says what a row is and what each column holds; names are unique, kinds are known."""
    assert contract.one_row_per
    assert len(set(contract.names)) == len(contract.names) > 0
    for column in contract.columns:
        assert column.kind in DTYPES, column.name
        assert column.says.strip(), column.name
        assert column.name.isidentifier()
        assert column.name == column.name.lower()
    assert contract.check(contract.frame([])).empty


@pytest.mark.parametrize("contract", CONTRACTS.values(), ids=CONTRACTS)
def test_names_tell_the_kind(contract):
    """Days end in _on, moments in _at, flags begin with is_ or was_ or are said to be assumed: one habit everywhere."""
    for column in contract.columns:
        if column.name.endswith("_at"):
            assert column.kind == "moment", column.name
        if column.name.endswith("_on"):
            assert column.kind == "day", column.name
        if column.name.startswith(("is_", "was_")):
            assert column.kind == "flag", column.name


def test_contracts_were_found():
    """All rooms that make tables are looked at."""
    assert len(CONTRACTS) > 15
