"""One cell into a value: the number format and the date system decide, everything else is refused."""

from datetime import date, datetime, time

import pytest

from kh2025.errors import TextError
from kh2025.ledger.cells import Refused
from kh2025.ledger.collect.sheets import Cell
from kh2025.ledger.collect.values import Values, choices


@pytest.fixture
def values():
    """A reader of cells of a workbook of the 1900 system."""
    return Values(2025, 1900)


def refused(read, *cell):
    with pytest.raises((Refused, TextError)) as caught:
        read(*cell)
    return getattr(caught.value, "code", None) or caught.value.problems[0].code


SHARES = {
    "whole": (50, "General", 50.0),
    "half-shown-as-percent": (0.5, "0%", 50.0),
    "noise": (0.57, "0%", 57.0),
    "third-decimals-shown": (0.3333, "0.00%", 33.33),
    "literal-sign": (50, '0.0"%"', 50.0),
    "escaped-sign": (50, r"0\%", 50.0),
    "coloured": (0.25, "[Red]0%;[Blue]-0%", 25.0),
    "text": ("62,5 %", "@", 62.5),
    "text-in-percent-cell": ("50", "0%", 50.0),
    "nothing": (0, "General", 0.0),
    "all": (1, "0%", 100.0),
    "blank-text": ("  ", "General", None),
}


@pytest.mark.parametrize(("value", "form", "wanted"), SHARES.values(), ids=SHARES)
def test_shares(values, value, form, wanted):
    """A share is read by the format it is shown in."""
    assert values.percent(Cell(value, form)) == wanted


NO_SHARES = {
    "half": (0.5, "General", "percent-ambiguous"),
    "half-with-literal-sign": (0.5, '0.0"%"', "percent-ambiguous"),
    "third": (1 / 3, "0%", "cell-percent"),
    "fifty-shown-as-percent": (50, "0%", "percent-range"),
    "negative": (-0.1, "0%", "percent-range"),
    "nan": (float("nan"), "0%", "number-text"),
    "infinite": (float("inf"), "General", "number-text"),
    "true": (True, "0%", "number-text"),
    "day": (datetime(2025, 1, 1), "dd/mm/yyyy", "number-text"),  # noqa: DTZ001 - as openpyxl gives it
    "words": ("một nửa", "General", "number-text"),
}


@pytest.mark.parametrize(("value", "form", "code"), NO_SHARES.values(), ids=NO_SHARES)
def test_no_shares(values, value, form, code):
    """What may be two shares, or is none, is refused."""
    assert refused(values.percent, Cell(value, form)) == code


FIGURES = {
    "number": (66.4, "General", "cơ sở", 66.4),
    "share": (0.664, "0.0%", "%", 66.4),
    "share-as-text": ("66,4%", "@", "%", 66.4),
    "share-beyond": (1.2, "0%", "%", 120.0),
    "share-in-hundred": (57.4, "General", "%", 57.4),
    "below": (-3, "General", "%", -3.0),
    "text": ("1.234.567,5", "@", "đồng", 1234567.5),
}


@pytest.mark.parametrize(("value", "form", "unit", "wanted"), FIGURES.values(), ids=FIGURES)
def test_figures(values, value, form, unit, wanted):
    """A figure is read in the indicator's unit."""
    assert values.decimal(Cell(value, form), unit) == wanted


NO_FIGURES = {
    "share-of-no-share": (0.5, "0%", "cơ sở", "cell-unit"),
    "sign-of-no-share": ("50%", "@", "cơ sở", "cell-unit"),
    "small-share": (0.5, "General", "%", "percent-ambiguous"),
    "small-share-as-text": ("0,5", "@", "%", "percent-ambiguous"),
    "ambiguous": ("1.234", "@", "cơ sở", "number-ambiguous"),
    "long": (1e18, "General", "cơ sở", "cell-decimal"),
}


@pytest.mark.parametrize(("value", "form", "unit", "code"), NO_FIGURES.values(), ids=NO_FIGURES)
def test_no_figures(values, value, form, unit, code):
    """What may be two figures, or one in another unit, is refused."""
    assert refused(values.decimal, Cell(value, form), unit) == code


def test_days(values):
    """Dates, texts day first, serial numbers of the workbook's system; in CSV a number is no day."""
    assert values.day(Cell(datetime(2025, 6, 5), "dd/mm/yyyy")) == date(2025, 6, 5)  # noqa: DTZ001 - a cell's
    assert values.day(Cell("05/06/2025")) == date(2025, 6, 5)
    assert values.day(Cell(45789)) == date(2025, 5, 12)
    assert Values(2025, 1904).day(Cell(44327)) == date(2025, 5, 12)
    assert refused(Values(2025, None).day, Cell("45789")) == "date-number"
    assert refused(values.day, Cell(time(8, 30))) == "date-text"
    assert refused(values.day, Cell(datetime(2025, 6, 1), "mmm-yy")) == "cell-month"  # noqa: DTZ001 - a cell's


def test_texts(values):
    """Whole numbers are texts as they stand; a date or a decimal is not, since how it was typed is lost."""
    assert values.text(Cell(12)) == values.text(Cell(12.0)) == "12"
    assert values.text(Cell(" a\u00a0b ")) == "a b"
    assert values.text(Cell(" \u200b ")) is None
    for value in (1.5, True, datetime(2025, 5, 12), time(1)):  # noqa: DTZ001 - a cell's
        assert refused(values.text, Cell(value)) == "cell-no-text"


def test_notices_are_told(values):
    """What was cleaned, and a year that was filled in."""
    values.day(Cell("12/5"))
    values.text(Cell("a\u200bb"))
    assert [one.code for one in values.notices] == ["import-date-year", "text-cleaned"]


def test_choices():
    """Labels of both languages, the codes, and what offices write; nothing without its tone marks."""
    words = choices("state")
    assert {words[one] for one in ("done", "đã hoàn thành", "hoàn thành")} == {"done"}
    assert words["tạm dừng"] == words["suspended"] == "suspended"
    assert "hoan thanh" not in words
