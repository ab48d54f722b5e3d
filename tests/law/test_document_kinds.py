"""Kinds of documents: what an abbreviation stands for in each notation."""

import pytest

from kh2025.law.document_kinds import document_kinds, kind_of_code, kind_of_name, translated

# The abbreviations of Nghị định 30/2020/NĐ-CP, and NĐ and TT of legal documents.
KINDS = (
    "NQ QĐ CT QC QyĐ TC TB HD CTr KH PA ĐA DA BC BB TTr HĐ CĐ BGN BTT GUQ GM GGT GNP PG PC PB NĐ TT TTLT".split()  # noqa: SIM905 - as the decree lists them
)
NAMES = [one for one in document_kinds() if one.name]


@pytest.mark.parametrize("code", KINDS)
def test_kind_of_the_decree(code):
    """Every abbreviation of the decree stands for a kind of the State, with a name in both languages."""
    kind = kind_of_code(code.lower(), "state")
    assert kind.code == code
    assert kind.name != kind.english


def test_state_and_party_abbreviate_apart():
    """TT is a circular of the State and another kind of the Party; the Party's QĐ stands for two kinds."""
    assert kind_of_code("TT", "state").name == "Thông tư"
    assert kind_of_code("TT", "party").name == "Thông tri"
    assert kind_of_code("QĐ", "party").name is None
    assert kind_of_code("QĐ", "party").also == ("Quyết định", "Quy định")
    assert kind_of_code("NĐ", "party") is kind_of_code("KL", "state") is None


def test_codes_are_listed_once():
    """No notation lists an abbreviation twice, in whatever case."""
    codes = [(one.notation, one.code.casefold()) for one in document_kinds()]
    assert len(set(codes)) == len(codes)


@pytest.mark.parametrize("kind", NAMES, ids=lambda kind: f"{kind.notation}-{kind.code}")
def test_name_leads_back(kind):
    """The name of a kind, in whatever case, means a kind of that name, and it has one translation."""
    assert kind_of_name(kind.name.upper(), kind.notation).name == kind.name
    assert translated(kind.name, "vi") == kind.name
    assert {one.english for one in NAMES if one.name == kind.name} == {translated(kind.name, "en")}


def test_unknown_name_is_no_kind():
    """A name of no kind is null and stays as it is."""
    assert kind_of_name("Bí kíp", "state") is None
    assert translated("Bí kíp", "en") == "Bí kíp"
