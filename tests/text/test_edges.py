"""The edges of the normal form: capitals without a composed form."""

import unicodedata

import pytest

from kh2025.text.normal import normal_form


@pytest.mark.parametrize("text", ["H\u0331", "T\u0308", "W\u030a", "Y\u030a", "J\u030c"])
def test_normal_form_is_in_nfc_after_lower_case(text):
    """Lower case comes before composing: capitals without a composed form equal their small letters."""
    assert normal_form(text) == normal_form(text.lower()) == normal_form(normal_form(text))
    assert unicodedata.is_normalized("NFC", normal_form(text))
