"""Periods against tables that a plain script wrote day by day from the wording of the decree."""

import csv
import runpy
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from kh2025.law.kinds import kinds, regimes
from kh2025.law.periods import Period

CASES = Path(__file__).parents[1] / "cases"
KINDS = ("month", "quarter", "half", "nine_months", "year")


def read(name):
    with (CASES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


DAYS = read("periods.csv")
WINDOWS = read("windows.csv")


def test_oracle_is_what_its_script_writes(tmp_path):
    """Both tables come out again byte for byte, and the script does not use kh2025."""
    script = CASES / "make_periods.py"
    runpy.run_path(str(script))["write"](tmp_path)
    for name in ("periods.csv", "windows.csv"):
        assert (tmp_path / name).read_bytes() == (CASES / name).read_bytes()
    assert "import kh2025" not in script.read_text("utf-8")
    assert "from kh2025" not in script.read_text("utf-8")


def test_oracle_knows_every_kind_and_regime():
    """A kind or regime that is added to the data needs its column or rows in the oracle."""
    assert set(KINDS) == set(kinds()) == {row["kind"] for row in WINDOWS}
    assert {row["regime"] for row in DAYS} == set(regimes()) == {row["regime"] for row in WINDOWS}
    assert Counter(row["kind"] for row in WINDOWS) == {
        "month": 408,
        "quarter": 136,
        "half": 68,
        "nine_months": 34,
        "year": 34,
    }


def test_oracle_has_every_boundary():
    """Every first and last day of a period stands in the table of days."""
    days = {(row["regime"], row["day"]) for row in DAYS}
    edges = {(row["regime"], row[side]) for row in WINDOWS for side in ("start", "end")}
    assert {edge for edge in edges if edge[1] >= "2019"} <= days


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("regime", ["decree-09", "calendar"])
def test_day_lies_in_the_period_of_the_oracle(regime, kind):
    """The period containing a day is the one whose window the oracle found it in; nine months may be none."""
    rows = [row for row in DAYS if row["regime"] == regime]
    got = {row["day"]: Period.containing(date.fromisoformat(row["day"]), kind, regime) for row in rows}
    assert {day: str(period or "") for day, period in got.items()} == {row["day"]: row[kind] for row in rows}


@pytest.mark.parametrize("row", WINDOWS[::17], ids=lambda row: row["period"])
def test_text_reads_as_the_window_of_the_oracle(row):
    """A period's text gives its kind, regime, first and last day."""
    period = Period.parse(row["period"])
    assert (period.kind, period.regime) == (row["kind"], row["regime"])
    assert (period.start.isoformat(), period.end.isoformat()) == (row["start"], row["end"])


def test_all_windows_are_those_of_the_oracle():
    """First and last day of all 680 periods of 2019 to 2035."""
    got = {row["period"]: Period.parse(row["period"]) for row in WINDOWS}
    wrong = {
        text: (period.start.isoformat(), period.end.isoformat())
        for (text, period), row in zip(got.items(), WINDOWS, strict=True)
        if (period.start.isoformat(), period.end.isoformat()) != (row["start"], row["end"])
    }
    assert wrong == {}


def test_neighbours_of_a_boundary_are_outside():
    """The day before the first and the day after the last do not lie in a period; first, last and cut-off do."""
    for row in WINDOWS:
        period = Period.parse(row["period"])
        first, last = date.fromisoformat(row["start"]), date.fromisoformat(row["end"])
        assert first in period, period
        assert last in period, period
        assert period.cutoff == last, period
        assert first - timedelta(days=1) not in period, period
        assert last + timedelta(days=1) not in period, period
