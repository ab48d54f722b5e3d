"""Periods as people and systems write them: each row of ``cases/period_texts.csv``.

To add a text, add a row: the text, and either its canonical text, first and last day, or the code of the refusal.
"""

import csv
from pathlib import Path

import pytest

from kh2025.errors import PeriodError
from kh2025.law.periods import Period

with (Path(__file__).parents[1] / "cases" / "period_texts.csv").open(encoding="utf-8", newline="") as _file:
    ROWS = list(csv.DictReader(_file))
READ = {row["text"]: row for row in ROWS if not row["error"]}
REFUSED = {row["text"]: row["error"] for row in ROWS if row["error"]}


def test_every_text_stands_once():
    """A text is in the table once, and the table holds many, read and refused."""
    assert len(READ) + len(REFUSED) == len(ROWS)
    assert len(READ) > 80
    assert len(REFUSED) > 60


@pytest.mark.parametrize("text", READ, ids=ascii)
def test_read(text):
    """A text is the period of its row, with its first and last day."""
    row = READ[text]
    period = Period.parse(text)
    assert str(period) == row["period"]
    assert (period.start.isoformat(), period.end.isoformat()) == (row["start"], row["end"])


@pytest.mark.parametrize("text", REFUSED, ids=ascii)
def test_refused(text):
    """What is no period, or could be several, is refused with its reason, shown in both languages."""
    with pytest.raises(PeriodError) as caught:
        Period.parse(text)
    (problem,) = caught.value.problems
    assert problem.code == REFUSED[text]
    for lang in ("vi", "en"):
        assert problem.accepted(lang) in problem.render(lang)
        assert "{" not in problem.accepted(lang)
