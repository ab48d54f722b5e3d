"""What XML can carry: nothing that a parser refuses is left, nothing else is lost."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from kh2025.text.xml_text import xml_text


@pytest.mark.parametrize(
    "text",
    ["Sở Y tế", "a\tb\nc", "<script>&amp;]]>", "😀𝔘", "\ue000\ufffd", "\x85\u2028", ""],
    ids=["vietnamese", "tab-and-line", "markup", "beyond-the-plane", "edges", "other-lines", "empty"],
)
def test_what_xml_can_carry_stays(text):
    """Markup, emoji and line breaks are text like any other."""
    assert xml_text(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\x00b", "ab"),
        ("\x0b\x0c\x1f", ""),
        ("a\ufffe\uffffb", "ab"),
        ("\ud800a", "a"),
        ("a\r\nb\rc", "a\nb\nc"),
    ],
    ids=["nul", "controls", "no-characters", "half-a-pair", "line-ends"],
)
def test_what_xml_forbids_goes(text, expected):
    """Characters outside of XML's production are removed; every end of line is one line feed."""
    assert xml_text(text) == expected


@settings(deadline=None)
@given(st.text(alphabet=st.characters()))
def test_a_parser_gives_it_back(text):
    """Whatever the text, an XML parser reads back what was written."""
    element = etree.Element("a")
    element.text = xml_text(text)
    assert (etree.fromstring(etree.tostring(element, encoding="utf-8")).text or "") == xml_text(text)
