"""Numbers before rows, and how deep they stand."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kh2025.plan.intake.numerals import Depth, read_numeral, split_numeral
from kh2025.text.roman import roman

READ = {
    "IV.": ("IV", Depth.ROMAN), "Phần II": ("II", Depth.ROMAN), "A": ("A", Depth.CAPITAL), "B.": ("B", Depth.CAPITAL), "1": ("1", Depth.ARABIC),
    "03": ("3", Depth.ARABIC), "(2)": ("2", Depth.ARABIC), "1.": ("1", Depth.ARABIC), "1.1": ("1.1", Depth.DOTTED), "2.1.3.": ("2.1.3", Depth.DOTTED),
    "II.1": ("II.1", Depth.DOTTED), "a)": ("a", Depth.LETTER), "đ": ("đ", Depth.LETTER), "-": ("-", Depth.DASH), "+": ("-", Depth.DASH),
}  # fmt: skip


@pytest.mark.parametrize(("text", "found"), READ.items(), ids=READ)
def test_numbers_of_rows(text, found):
    """A number is read bare, with how deep it stands."""
    numeral = read_numeral(text)
    assert (numeral.text, numeral.depth) == found


@pytest.mark.parametrize("text", ["", "Sở Y tế", "2025-2030", "I II", "12345"])
def test_no_numbers(text):
    """A text is no number."""
    assert read_numeral(text) is None


def test_capitals_that_are_roman_too():
    """C is a letter after B, and a Roman numeral nowhere in a plan; I is Roman unless it follows H."""
    assert read_numeral("C", "B").depth is Depth.CAPITAL
    assert read_numeral("I", "H").depth is Depth.CAPITAL
    assert read_numeral("I").depth is Depth.ROMAN


SPLIT = {
    "a) Rà soát": ("a", "Rà soát"), "1. Việc": ("1", "Việc"), "1.2 Việc": ("1.2", "Việc"), "- Việc": ("-", "Việc"), "IV. THỂ CHẾ": ("IV", "THỂ CHẾ"),
    "Phần II: Nhân lực": ("II", "Nhân lực"), "I- Mục tiêu": ("I", "Mục tiêu"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "found"), SPLIT.items(), ids=SPLIT)
def test_numbers_before_texts(text, found):
    """A number before a text is taken off it."""
    numeral, rest = split_numeral(text)
    assert (numeral.text, rest) == found


@pytest.mark.parametrize(
    "text", ["2025 là năm bản lề", "30/6/2025: họp", "100% hồ sơ", "Việc", "5 nền tảng số", "V.I. Lenin", ""]
)
def test_quantities_are_no_numbers(text):
    """A quantity or a date at the beginning belongs to the text."""
    assert split_numeral(text) == (None, text)


@settings(deadline=None)
@given(st.integers(1, 39))
def test_roman_numbers_are_read_back(number):
    """Every part number that a plan can have is written and read."""
    assert read_numeral(f"{roman(number)}.").text == roman(number)
