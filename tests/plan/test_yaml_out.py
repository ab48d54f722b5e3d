"""YAML that is written is read back equal, and stays fit for people."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kh2025.plan.yaml_out import write_yaml
from kh2025.yaml_tree import plain_value, read_tree

SPECIAL = [
    "null", "true", "no", "~", "", "1", "-1", "010", "1.0", "1e3", "0x1f", "1_000", ".5", "2025-01-01", "12:30", "-", "- a", "? a", "a: b", "a:",
    "a #b", "#a", " a", "a ", "a\nb", "a\r\nb", "a\tb", "\x85", "\u2028", "\ufeffa", "---", "...", "{}", "[a]", "'", '"', "\\", "&a", "*a", "!a",
    "%a", "@a", "`a", "|", ">", "đ", "Sở KH&CN", "\U0001f600", "<<", "=", "a\u00a0b",
]  # fmt: skip
TEXTS = (
    st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
    | st.sampled_from(SPECIAL)
    | st.lists(st.sampled_from(["Xây", "dựng", "#", "-", ":", "kế", "1", "'"]), min_size=30, max_size=90).map(
        " ".join
    )
)
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(10**18) + 1, 10**18 - 1)
    | st.floats(-1e9, 1e9, allow_nan=False).map(lambda value: round(value, 6))
    | TEXTS
)
KEYS = TEXTS.filter(lambda text: len(text) < 200)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=15,
)


@settings(deadline=None, max_examples=400)
@given(st.dictionaries(KEYS, VALUES, max_size=5))
def test_read_back_equal(tmp_path_factory, value):
    """Any mapping of plain values comes back as it was, types included."""
    path = tmp_path_factory.getbasetemp() / "value.yaml"
    path.write_bytes(write_yaml(value, "ghi chú\n# hai").encode("utf-8"))
    read = plain_value(read_tree(path))
    assert read == value
    assert repr(read) == repr(value)


SHOWN = {
    "name": ({"a": "Sở Khoa học và Công nghệ"}, "a: Sở Khoa học và Công nghệ\n"),
    "day": ({"a": "2025-01-01"}, "a: 2025-01-01\n"),
    "span": ({"a": "2025-01-01/2025-12-31"}, "a: 2025-01-01/2025-12-31\n"),
    "number-as-text": ({"a": "1"}, 'a: "1"\n'),
    "word-as-text": ({"a": "no"}, 'a: "no"\n'),
    "list": ({"a": ["b", {"c": "d", "e": []}]}, "a:\n  - b\n  - c: d\n    e: []\n"),
    "decimal": ({"a": 1e-7, "b": 2.0}, "a: 0.0000001\nb: 2.0\n"),
    "empty": ({}, "{}\n"),
}


@pytest.mark.parametrize(("value", "text"), SHOWN.values(), ids=SHOWN)
def test_written_for_people(value, text):
    """What can stand plain stands plain; quotes are only where they are needed."""
    assert write_yaml(value) == text


def test_long_texts_are_folded():
    """A long text is folded at its words, no line longer than the examples' lines."""
    text = write_yaml({"a": {"b": " ".join(["nhiệm vụ"] * 60)}})
    assert text.startswith("a:\n  b: >-\n    nhiệm vụ nhiệm vụ")
    assert max(map(len, text.splitlines())) <= 112


def deep(levels):
    value = {}
    for _ in range(levels):
        value = {"a": value}
    return value


REFUSED = {
    "nan": {"a": float("nan")},
    "infinite": {"a": float("inf")},
    "long-number": {"a": 10**18},
    "long-decimal": {"a": 1e-30},
    "half-a-character": {"a": "\ud800"},
    "object": {"a": object()},
    "deep": deep(60),
    "key": {1: "a"},
    "long-key": {"a" * 600: "b"},
}


@pytest.mark.parametrize("value", REFUSED.values(), ids=REFUSED)
def test_what_would_not_come_back_is_refused(value):
    """A value without a form in the reader's grammar is not written."""
    with pytest.raises(ValueError):  # noqa: PT011 - the value is the message
        write_yaml(value)
