"""Deadlines as plans write them: each row of ``cases/deadlines.csv``, read in a plan of 2025.

To add a phrase, add a row: the text, and either what it means as ``kh2025 deadline TEXT --year 2025 --json`` prints it
(``written`` is its field ``text``) or the code of the refusal.
"""

import csv
from pathlib import Path

import pytest

from kh2025.cli.deadline import described
from kh2025.errors import ScheduleError
from kh2025.plan.deadline import parse_schedule

YEAR = 2025
FIELDS = ("kind", "due_on", "start", "end", "every", "inclusive")
LANGUAGES = ("vi", "en")

with (Path(__file__).parents[1] / "cases" / "deadlines.csv").open(encoding="utf-8", newline="") as _file:
    ROWS = list(csv.DictReader(_file))
READ = {row["text"]: row for row in ROWS if not row["error"]}
REFUSED = {row["text"]: row["error"] for row in ROWS if row["error"]}


def as_written(value):
    """A value of the JSON as the table writes it."""
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def test_every_phrase_stands_once():
    """A phrase is in the table once, and the table holds hundreds of them, read and refused."""
    assert len(READ) + len(REFUSED) == len(ROWS)
    assert len(READ) > 300
    assert len(REFUSED) > 150


@pytest.mark.parametrize("text", READ, ids=ascii)
def test_read(text):
    """A phrase means what its row says, and what it is shown as means the same."""
    row = READ[text]
    found = described(parse_schedule(text, YEAR))
    assert {name: as_written(found[name]) for name in FIELDS} == {name: row[name] for name in FIELDS}
    assert found["text"] == row["written"]
    assert described(parse_schedule(row["written"], YEAR)) == found


@pytest.mark.parametrize("text", REFUSED, ids=ascii)
def test_refused(text):
    """A phrase that has no meaning, or more than one, is refused with its reason, shown in both languages."""
    with pytest.raises(ScheduleError) as caught:
        parse_schedule(text, YEAR)
    (problem,) = caught.value.problems
    assert (problem.code, problem.value) == (REFUSED[text], text)
    for lang in LANGUAGES:
        assert problem.accepted(lang) in problem.render(lang)
        assert "{" not in problem.accepted(lang)


@pytest.mark.parametrize("text", REFUSED, ids=ascii)
def test_spellings_of_a_refusal_are_read(text):
    """Where a phrase is refused for its several readings, each spelling that is offered is understood as itself."""
    with pytest.raises(ScheduleError) as caught:
        parse_schedule(text, YEAR)
    spellings = dict(caught.value.problems[0].details).get("spellings", "")
    for one in spellings.split("”")[:-1]:
        spelling = one.partition("“")[2]
        assert str(parse_schedule(spelling, YEAR)) == spelling
    assert bool(spellings) == (REFUSED[text] in {"schedule-ambiguous", "schedule-before-period"})
