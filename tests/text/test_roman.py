"""Roman numerals are written as plans number their parts."""

import pytest

from kh2025.text.roman import roman


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (1, "I"),
        (3, "III"),
        (4, "IV"),
        (5, "V"),
        (8, "VIII"),
        (9, "IX"),
        (49, "XLIX"),
        (90, "XC"),
        (399, "CCCXCIX"),
        (3999, "MMMCMXCIX"),
    ],
)
def test_roman(number, written):
    """Numerals are subtractive, as far as they go."""
    assert roman(number) == written


@pytest.mark.parametrize("number", [0, -1, 4000])
def test_numbers_without_a_numeral(number):
    """What Roman numerals cannot say stays Arabic."""
    assert roman(number) == str(number)
