"""A text from outside: decoded before it is cleaned, and everything that was done to it is told."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kh2025.errors import TextError
from kh2025.text.border import admit

ADMITTED = {
    "plain": ("Sở Y tế", "Sở Y tế", []),
    "decoded-before-cleaned": ("T\u00ad ph¸p", "Tư pháp", ["text-converted"]),
    "decoded-and-cleaned": ("\u200bSë Khoa häc\x00", "Sở Khoa học", ["text-converted", "text-cleaned"]),
    "soft-hyphen-of-unicode": ("Y t\u00adế", "Y tế", ["text-cleaned"]),
    "doubtful": ("Së", "Së", ["text-doubtful"]),
    "look-alike": ("Ðông Hưng", "Đông Hưng", ["text-look-alike"]),
    "no-break-space": ("Sở\u00a0Y tế", "Sở Y tế", ["text-composed"]),
}


@pytest.mark.parametrize(("text", "became", "codes"), ADMITTED.values(), ids=ADMITTED)
def test_admitted(text, became, codes):
    """The text is Unicode, clean and in NFC; each thing done to it is one notice with the place."""
    found = admit(text, "B7")
    assert (found.text, [notice.code for notice in found.notices]) == (became, codes)
    assert {notice.place for notice in found.notices} <= {"B7"}


def test_damage_is_refused():
    """A text whose letters are lost does not come in."""
    with pytest.raises(TextError, match="text-replacement"):
        admit("S\ufffd Y t\ufffd", "B7")


@given(st.text(max_size=60).filter(lambda text: "\ufffd" not in text))
@settings(deadline=None)
def test_admitted_text_is_admitted_as_it_is(text):
    """What has come in once would come in unchanged; only a doubt can be repeated."""
    again = admit(admit(text).text)
    assert again.text == admit(text).text or again.notices[0].code == "text-converted"
