"""The dated values of law: each with its source and mark, and every document that is cited is listed."""

import pytest

from kh2025.evaluation.rules import all_rules
from kh2025.law import data
from kh2025.law.citation import Citation, DocumentNumber, Mark
from kh2025.law.kinds import kinds, regimes

DOCUMENTS = data.load("documents")["documents"]
REGIMES = data.load("regimes")


@pytest.mark.parametrize("row", DOCUMENTS, ids=lambda row: row["number"])
def test_document_row(row):
    """A listed document has a number that reads, a subject, a known mark and no unknown field."""
    assert str(DocumentNumber.parse(row["number"])) == row["number"]
    assert row["subject"].strip()
    assert row["mark"] in set(Mark)
    assert set(row) <= {"number", "issuer", "subject", "issued_on", "in_force_from", "amended_by", "mark"}


def test_documents_are_listed_once():
    """No two rows speak of one document."""
    numbers = [DocumentNumber.parse(row["number"]) for row in DOCUMENTS]
    assert len(set(numbers)) == len(numbers)


def test_every_cited_document_is_listed():
    """Whatever kinds, regimes and rules cite stands in documents.yaml; so nothing rests on an unnamed source."""
    listed = {DocumentNumber.parse(row["number"]) for row in DOCUMENTS}
    cited = [one.source for one in (*kinds().values(), *regimes().values())]
    cited += [rule.citation for rule in all_rules().values()]
    numbers = {citation.document for citation in cited if citation.document}
    assert {number for number in numbers if DocumentNumber.parse(number) not in listed} == set()


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


def test_kinds_of_documents_cover_the_documents_listed():
    """The abbreviation of every listed document that has one is spelled out in a citation."""
    for row in DOCUMENTS:
        kind = DocumentNumber.parse(row["number"]).kind
        assert kind is not None, row["number"]
        assert str(Citation(document=row["number"], mark=Mark.VERIFIED)) != row["number"]
