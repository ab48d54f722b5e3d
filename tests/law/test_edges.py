"""The edges of law/: first and last years, unknown names, digits of other scripts, moments of other types."""

from datetime import date

import pytest

from kh2025.errors import InputError, ParameterError, PeriodError
from kh2025.law.citation import Citation, DocumentNumber
from kh2025.law.moments import parse_moment
from kh2025.law.periods import Period


def test_within_the_last_supported_year():
    """The nine months of 2099 lie in 2099; asking for them does not reach into 2100."""
    assert [str(one) for one in Period.parse("2099-A1").children("nine_months")] == ["2099-9M"]
    assert [str(one) for one in Period.parse("2099-S1").children("nine_months")] == []


@pytest.mark.parametrize("text", ["1976-M01", "1976-Q1", "1976-S1", "1976-9M", "1976-A1"])
def test_interval_of_the_first_supported_year_reads_back(text):
    """A period of 1976 begins on 15/12/1975: its own ISO interval is understood."""
    period = Period.parse(text)
    assert Period.parse(period.iso_interval) == period


def test_containing_refuses_an_unknown_kind():
    """An unknown kind is a PeriodError that names the kinds, not a KeyError."""
    with pytest.raises(PeriodError, match="period-kind"):
        Period.containing(date(2025, 5, 5), "week")
    with pytest.raises(PeriodError, match="period-kind"):
        Period.parse("2025-Q2").children("week")


def test_containing_refuses_an_unknown_regime():
    """An unknown regime is a PeriodError that names the regimes, not a KeyError."""
    with pytest.raises(PeriodError, match="period-regime"):
        Period.containing(date(2025, 5, 5), "month", "lunar")


@pytest.mark.parametrize("text", ["2024-12-15/P٩M", "٢/٢٠٢٥", "٢٠٢٥-٠٥"])
def test_digits_of_other_scripts_are_no_period(text):
    """Digits of other scripts are refused everywhere: not read in one form, not repeated in a suggested spelling."""
    with pytest.raises(PeriodError) as caught:
        Period.parse(text)
    assert caught.value.problems[0].code == "period-text"


def test_year_error_of_an_interval_shows_the_text():
    """Like every other refusal of a text, that of an interval has the text as its value."""
    with pytest.raises(PeriodError) as caught:
        Period.parse("1900-01-01/P1M")
    assert caught.value.problems[0].value == "1900-01-01/P1M"


@pytest.mark.parametrize("value", [date(2025, 7, 1), 20250701])
def test_moment_of_another_type_is_refused(value):
    """A day or a number given as a moment is a ParameterError, not an AttributeError."""
    with pytest.raises(ParameterError, match="moment"):
        parse_moment(value, "as_of")


# The kinds that Nghị định 30/2020/NĐ-CP names (DOMAIN 6) and that are missing from documents.yaml.
@pytest.mark.parametrize(
    "code",
    [
        "QC",
        "QyĐ",
        "TC",
        "HD",
        "PA",
        "ĐA",
        "DA",
        "BB",
        "TTr",
        "HĐ",
        "CĐ",
        "BGN",
        "BTT",
        "GUQ",
        "GM",
        "GGT",
        "GNP",
        "PG",
        "PC",
        "PB",
    ],
)
def test_kind_of_document_is_known(code):
    """A kind of Nghị định 30/2020/NĐ-CP is a kind: only an official letter (công văn) has none."""
    assert DocumentNumber.parse(f"12/{code}-UBND").kind == code
    assert str(Citation(document=f"12/{code}-UBND", mark="verified")) != f"12/{code}-UBND"


def test_document_number_has_plain_digits():
    """Digits of another script are no document number."""
    with pytest.raises(InputError):
        DocumentNumber.parse("٧٦/QĐ-SKHCN")
