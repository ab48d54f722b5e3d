"""The dated values of reporting periods: each with its source and mark."""

import pytest

from kh2025.law import data
from kh2025.law.citation import Citation
from kh2025.law.kinds import kinds, regimes

REGIMES = data.load("regimes")


@pytest.mark.parametrize("group", ["kinds", "regimes"])
def test_rows_name_their_provision(group):
    """Every kind and regime cites a document and an article, with a mark."""
    for row in REGIMES[group].values():
        citation = Citation.from_data(row["source"])
        assert citation.document
        assert citation.article
        assert "mark" in row["source"]
        assert str(citation).startswith(("khoản", "Điều"))


def test_decree_closes_its_periods_on_day_14():
    """The decree's months end on the 14th (Điều 12); statistics run to the last day."""
    assert {name: regime.cutoff_day for name, regime in regimes().items()} == {
        "decree-09": 14,
        "calendar": 31,
    }


def test_kinds_divide_the_year():
    """The kinds that tile fill a year exactly; nine months are one and leave three over."""
    covered = {name: kind.months * kind.per_year for name, kind in kinds().items()}
    assert covered == {"month": 12, "quarter": 12, "half": 12, "nine_months": 9, "year": 12}
