"""Properties: what is written into a form comes out as records, and no cell of any content breaks the reader."""

import io
from datetime import date, datetime, time, timedelta

import openpyxl
from hostile_forms import ROW, _saved, at, filled, put
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from kh2025.ledger.collect.returning import returned
from kh2025.ledger.forms.layout import TASKS, shown
from kh2025.ledger.records import STATES
from kh2025.text.border import admit

KEYS = ("state", "percent", "done_on", "evidence", "note")
SETTINGS = settings(
    deadline=None, max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
_WORDS = st.text(st.characters(categories=("L", "Nd", "Zs"), max_codepoint=0x1EF9), min_size=1, max_size=40)
_ROW = st.fixed_dictionaries(
    {
        "state": st.sampled_from(STATES),
        "percent": st.one_of(st.none(), st.integers(1, 100), st.integers(100, 9999).map(lambda n: n / 100)),
        "done_on": st.one_of(st.none(), st.dates(date(2015, 1, 1), date(2035, 12, 31))),
        "evidence": st.one_of(st.none(), _WORDS.filter(str.strip)),
        "note": st.one_of(st.none(), _WORDS.filter(str.strip)),
    }
)


@given(row=_ROW)
@SETTINGS
def test_what_is_written_comes_out(tmp_path_factory, collect_into, row):
    """Every value of a row is in the record, typed."""

    def change(book):
        for key in KEYS:
            put(book, key, shown("state", row[key]) if key == "state" else row[key])

    path = tmp_path_factory.mktemp("form") / "a.xlsx"
    path.write_bytes(filled(change))
    result, rows = collect_into(path)
    assert [fault.problem for fault in result.refused] == []
    (record,) = rows["progress"]
    wanted = {
        key: admit(value).text.strip() or None if key in {"evidence", "note"} and value else value
        for key, value in row.items()
    }
    assert {key: record[key] for key in KEYS} == wanted


_ANY = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=60).map(lambda text: ILLEGAL_CHARACTERS_RE.sub("", text)),
    st.datetimes(datetime(1900, 3, 1), datetime(9999, 1, 1)),  # noqa: DTZ001 - cells have no offset
    st.times(),
    st.timedeltas(timedelta(0), timedelta(days=9999)),
    st.just(time(0)),
)
_FORMAT = st.sampled_from(["General", "0%", "@", "dd/mm/yyyy", "mm/yyyy", '0"%"', "[h]:mm", "0.00E+00"])
_KEY = st.sampled_from([one.key for one in TASKS.columns])


@given(
    cells=st.lists(st.tuples(_KEY, st.sampled_from([1, 4, *range(ROW, ROW + 4)]), _ANY, _FORMAT), max_size=8)
)
@SETTINGS
def test_no_cell_breaks_the_reader(tmp_path_factory, collect_into, cells):
    """Whatever stands in whatever cell, the file is read or refused, and what is refused goes back."""
    book = openpyxl.load_workbook(io.BytesIO(filled()))
    for key, row, value, number_format in cells:
        cell = at(book, key, row)
        cell.value, cell.number_format = value, number_format
    path = tmp_path_factory.mktemp("form") / "a.xlsx"
    path.write_bytes(_saved(book))
    result, _ = collect_into(path)
    assert result.status in {"accepted", "rejected", "unchanged"}
    if result.status == "rejected":
        name, made = returned(result, "vi")
        assert name == "a.xlsx"
        assert openpyxl.load_workbook(io.BytesIO(made)).worksheets[0]["A1"].value


@given(content=st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)))
@SETTINGS
def test_no_bytes_break_the_reader(tmp_path_factory, check, content):
    """Whatever a file holds, under both endings, it is refused."""
    folder = tmp_path_factory.mktemp("file")
    for name in ("a.csv", "a.xlsx"):
        (folder / name).write_bytes(content)
        assert check(folder / name).status == "rejected"
