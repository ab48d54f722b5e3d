"""Decimal numbers: what one sign can mean, and what is refused because it can mean two things."""

import math
import re
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kh2025.errors import TextError
from kh2025.text.numbers import parse_decimal, parse_percent

READ = {
    "integer": ("1234", "1234"),
    "zero": ("0", "0"),
    "leading-zero-of-offices": ("05", "5"),
    "vietnamese": ("1.234,5", "1234.5"),
    "vietnamese-millions": ("1.234.567", "1234567"),
    "vietnamese-millions-and-decimals": ("12.234.567,89", "12234567.89"),
    "vietnamese-three-decimals": ("1.234,567", "1234.567"),
    "comma": ("1,5", "1.5"),
    "comma-two": ("12,25", "12.25"),
    "comma-four": ("1,2345", "1.2345"),
    "dot-one": ("1.5", "1.5"),
    "dot-two": ("1.25", "1.25"),
    "dot-four": ("1.2345", "1.2345"),
    "no-group-begins-with-zero": ("0.125", "0.125"),
    "no-group-begins-with-zero-comma": ("0,125", "0.125"),
    "no-group-of-four": ("1234,567", "1234.567"),
    "no-group-of-four-dot": ("1234.567", "1234.567"),
    "negative": ("-1.234,5", "-1234.5"),
    "minus-sign": ("\u22125", "-5"),
    "negative-zero": ("-0", "0"),
    "spaces-around": (" 7 ", "7"),
    "exact": ("0,1000000000000000000000000000000001", "0.1000000000000000000000000000000001"),
    "int": (12, "12"),
    "float": (0.1, "0.1"),
    "decimal": (Decimal("1.50"), "1.50"),
    "numpy-integer": (np.int64(12), "12"),
    "numpy-float": (np.float64(0.1), "0.1"),
}
AMBIGUOUS = {
    "hazard-14": ("1.234", ["1234", "1,2340"]),
    "hazard-14-money": ("1,234.56", ["1234,56"]),
    "comma": ("1,234", ["1234", "1,2340"]),
    "three-digits": ("123.456", ["123456", "123,4560"]),
    "negative": ("-1.234", ["-1234", "-1,2340"]),
    "leading-zero": ("05.000", ["5000", "5,0000"]),
    "english-millions": ("1,234,567", ["1234567"]),
    "english-three-decimals": ("1,234.567", ["1234,567"]),
    "english-with-leading-zero": ("-0,234.526", ["-234,5260"]),
}
NO_NUMBER = {
    "empty": "",
    "space": " ",
    "words": "năm",
    "exponent": "1e3",
    "infinity": "inf",
    "nan": "nan",
    "true": "True",
    "underscore": "1_000",
    "full-width": "\uff11\uff12",
    "arabic": "١٢",
    "superscript": "1²",
    "plus": "+5",
    "two-signs": "--5",
    "sign-behind": "5-",
    "percent": "50%",
    "inner-space": "1 234",
    "no-break-space": "1\u00a0234",
    "zero-width-space": "1\u200b234",
    "group-of-two": "1.23.456",
    "group-of-four": "1.2345.678",
    "group-behind-a-comma": "1,5.000",
    "group-begins-with-zero": "0.123.456",
    "dot-first": ".5",
    "dot-last": "5.",
    "comma-last": "5,",
    "two-commas": "1,5,5",
    "currency": "500đ",
    "brackets": "(5)",
    "fraction": "1/2",
    "hexadecimal": "0x10",
    "line-break": "1\n2",
    "nul": "1\0",
    "long": "1" * 41,
    "bool": True,
    "float-nan": math.nan,
    "float-inf": -math.inf,
    "decimal-nan": Decimal("NaN"),
    "decimal-snan": Decimal("sNaN"),
    "huge": 10**400,
    "huge-decimal": Decimal("1e999999"),
    "none": None,
    "bytes": b"1",
    "complex": 1j,
}
PERCENT = {
    "sign": ("50%", "50"),
    "comma-and-space": ("12,5 %", "12.5"),
    "dot": ("12.5%", "12.5"),
    "bare": ("60", "60"),
    "none": ("0", "0"),
    "all": ("100%", "100"),
    "below-one-with-sign": ("0,5%", "0.5"),
    "one": ("1", "1"),
    "int": (75, "75"),
}
NO_PERCENT = {
    "hazard-13-negative": ("\u22125", "percent-range"),
    "negative": ("-5%", "percent-range"),
    "above": ("101", "percent-range"),
    "just-above": ("100,01%", "percent-range"),
    "hazard-8-fraction": (0.5, "percent-ambiguous"),
    "fraction-text": ("0,5", "percent-ambiguous"),
    "hazard-14": ("1.234", "number-ambiguous"),
    "hazard-14-sign": ("1.234%", "number-ambiguous"),
    "nan": ("NaN", "number-text"),
    "inf": ("inf", "number-text"),
    "exponent": ("1e3", "number-text"),
    "true": (True, "number-text"),
    "two-signs": ("50%%", "number-text"),
    "sign-first": ("%50", "number-text"),
    "sign-alone": ("%", "number-text"),
    "full-width-sign": ("50\uff05", "number-text"),
    "per-mille": ("5‰", "number-text"),
    "float-nan": (math.nan, "number-text"),
}


def refused(parse, value):
    with pytest.raises(TextError) as caught:
        parse(value, "B7")
    (problem,) = caught.value.problems
    assert problem.place == "B7"
    assert problem.value is value
    assert problem.render("vi") != problem.render("en")
    return problem


@pytest.mark.parametrize(("value", "number"), READ.values(), ids=READ)
def test_read(value, number):
    """A number that can be read in one way is read in that way, digit for digit."""
    assert str(parse_decimal(value)) == number


@pytest.mark.parametrize(("value", "spellings"), AMBIGUOUS.values(), ids=AMBIGUOUS)
def test_ambiguous(value, spellings):
    """A number that Vietnamese and English read differently is refused, naming spellings that are not ambiguous."""
    problem = refused(parse_decimal, value)
    assert problem.code == "number-ambiguous"
    assert problem.details["spellings"].split("; ") == spellings
    assert all(parse_decimal(one) for one in spellings)


@pytest.mark.parametrize("value", NO_NUMBER.values(), ids=NO_NUMBER)
def test_no_number(value):
    """Exponents, infinities, other digits, inner spaces and other types are no numbers."""
    assert refused(parse_decimal, value).code == "number-text"


@pytest.mark.parametrize(("value", "number"), PERCENT.values(), ids=PERCENT)
def test_percent(value, number):
    """A share from 0 to 100 is read with or without the percent sign."""
    assert str(parse_percent(value)) == number


@pytest.mark.parametrize(("value", "code"), NO_PERCENT.values(), ids=NO_PERCENT)
def test_no_percent(value, code):
    """A share out of range, one that may be a fraction of one, and what is no number are refused."""
    assert refused(parse_percent, value).code == code


@pytest.mark.parametrize("fraction", ["0.5", "0,25", "0.125", "0.45222", "0,9999999"])
def test_fraction_names_both_readings(fraction):
    """0.5 without a sign may be 0,5 % or 50 %: both are named, and both can be read."""
    spellings = refused(parse_percent, fraction).details["spellings"].split("; ")
    number = Decimal(fraction.replace(",", "."))
    assert [parse_percent(one) for one in spellings] == [number, number * 100]


def grouped(digits):
    """Dots every three digits from the right, one digit at a time."""
    made = ""
    for at, digit in enumerate(reversed(digits)):
        made = digit + ("." if at and at % 3 == 0 else "") + made
    return made


def readings(text):
    """Slow and plain: every value that the Vietnamese or the English way of writing gives a text."""
    found = set()
    for group, point in ((".", ","), (",", ".")):
        whole, _, decimals = text.partition(point)
        for head in {whole, whole.replace(group, "")}:
            well = head == whole or (grouped(head).replace(".", group) == whole and head[0] != "0")
            if well and head.isdigit() and (decimals.isdigit() or point not in text):
                found.add(Decimal(f"{head}.{decimals or 0}"))
    return found


@given(st.from_regex(r"[0-9]{1,5}(?:[.,][0-9]{1,4}){0,3}", fullmatch=True))
@settings(deadline=None, max_examples=500)
def test_read_only_where_the_two_ways_agree(text):
    """Whatever is read is what every reading in use gives; a text with two readings is never read."""
    try:
        number = parse_decimal(text)
    except TextError:
        return
    assert readings(text) == {number}


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**12), max_value=10**12))
@settings(deadline=None)
def test_written_number_is_read_back(number):
    """A number with two decimals in the Vietnamese way, grouped or not, is read back."""
    sign, text = ("-", f"{-number:.2f}") if number < 0 else ("", f"{number:.2f}")
    whole, _, decimals = text.partition(".")
    assert parse_decimal(f"{sign}{grouped(whole)},{decimals}") == number
    assert parse_decimal(f"{sign}{whole},{decimals}") == number


@given(st.text(max_size=30) | st.text("0123456789.,-% \u2212eE_", max_size=20))
@settings(deadline=None, max_examples=500)
def test_any_text_is_answered(text):
    """Every text is a finite number or refused; each named spelling is read."""
    try:
        assert parse_decimal(text).is_finite()
        assert re.search("[0-9]", text)
    except TextError as error:
        for one in error.problems[0].details.get("spellings", "0").split("; "):
            assert parse_decimal(one).is_finite()
