"""Ids: safe as a file name, in YAML and in a URL."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kh2025.text.ids import is_id

GOOD_IDS = {
    "two-letters": "ab",
    "hyphens": "so-khcn",
    "digits": "nv-01",
    "digit-at-the-end": "a1",
    "32-characters": "a" * 32,
    "two-hyphens": "a--b",
    "device-name-and-more": "con-x",
    "device-name-with-two-digits": "com10",
    "yaml-word-and-more": "no-2",
    "word-null-and-more": "nullx",
}
BAD_IDS = {
    "empty": "",
    "one-letter": "a",
    "33-characters": "a" * 33,
    "300-characters": "a" * 300,
    "parent-folder": "../../x",
    "folder": "a/b",
    "backslash": "a\\b",
    "option": "-rf",
    "capitals": "CON",
    "capital-inside": "soKhcn",
    "device-con": "con",
    "device-prn": "prn",
    "device-aux": "aux",
    "device-nul": "nul",
    "device-com": "com1",
    "device-lpt": "lpt9",
    "yaml-yes": "yes",
    "yaml-no": "no",
    "yaml-on": "on",
    "yaml-off": "off",
    "yaml-true": "true",
    "yaml-false": "false",
    "yaml-null": "null",
    "digit-first": "1a",
    "hyphen-last": "a-",
    "underscore": "a_b",
    "dot": "a.b",
    "space": "a b",
    "line-break-last": "ab\n",
    "line-break-first": "\nab",
    "nul": "a\0b",
    "vietnamese": "sở-khcn",
    "d": "đ-1",
    "full-width": "\uff41\uff42",
    "zero-width": "a\u200bb",
    "bidi": "a\u202eb",
    "arabic-digit": "a٣",
    "markup": "<b>",
    "formula": "=a1",
}


@pytest.mark.parametrize("text", GOOD_IDS.values(), ids=GOOD_IDS)
def test_id_accepted(text):
    """An id is 2 to 32 small letters, digits and hyphens, beginning with a letter and not ending in a hyphen."""
    assert is_id(text)


@pytest.mark.parametrize("text", BAD_IDS.values(), ids=BAD_IDS)
def test_id_refused(text):
    """No path, option, device name, YAML word, capital or foreign letter is an id (HAZARDS 22)."""
    assert not is_id(text)


@given(st.text(max_size=40) | st.from_regex(r"[a-z0-9-]{1,34}", fullmatch=True))
@settings(deadline=None)
def test_any_id_is_a_plain_file_name(text):
    """Whatever passes as an id is one plain file name on any system."""
    if not is_id(text):
        return
    assert 2 <= len(text) <= 32
    assert set(text) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert text[0].isalpha()
    assert text[-1].isalnum()
    assert text not in {
        "con",
        "prn",
        "aux",
        "nul",
        *(f"{name}{n}" for name in ("com", "lpt") for n in range(10)),
    }
