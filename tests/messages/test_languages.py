"""The texts themselves: the two languages hold the same keys, and each key the same placeholders."""

import string
import tomllib
import unicodedata
from pathlib import Path

import pytest

from kh2025 import messages

FOLDER = Path(messages.__file__).parent
GROUPS = sorted(path.stem for path in (FOLDER / "vi").glob("*.toml"))


def flat(tree, head=""):
    """Dotted key → text."""
    found = {}
    for key, value in tree.items():
        found |= flat(value, f"{head}{key}.") if isinstance(value, dict) else {f"{head}{key}": value}
    return found


def texts(group, lang):
    return flat(messages.load(group, lang))


def placeholders(template):
    """Names in braces; a broken template raises ValueError."""
    return sorted(name for _, name, _, _ in string.Formatter().parse(template) if name is not None)


def test_both_languages_have_the_same_files():
    """Every group of texts exists in every language, and there is no folder of another language."""
    for lang in messages.LANGUAGES:
        assert sorted(path.stem for path in (FOLDER / lang).glob("*.toml")) == GROUPS
    assert {path.name for path in FOLDER.iterdir() if path.is_dir() and path.name != "__pycache__"} == set(
        messages.LANGUAGES
    )
    assert {"errors", "findings", "labels"} <= set(GROUPS)


@pytest.mark.parametrize("group", GROUPS)
def test_both_languages_have_the_same_keys(group):
    """A text that one language lacks would fail on the day it is needed."""
    vietnamese, english = texts(group, "vi"), texts(group, "en")
    assert set(vietnamese) - set(english) == set()
    assert set(english) - set(vietnamese) == set()


@pytest.mark.parametrize("group", GROUPS)
def test_both_languages_have_the_same_placeholders(group):
    """A value that one language shows is shown by the other, as often."""
    vietnamese, english = texts(group, "vi"), texts(group, "en")
    differ = {
        key for key in vietnamese if placeholders(vietnamese[key]) != placeholders(english.get(key, ""))
    }
    assert differ == set()


@pytest.mark.parametrize("lang", messages.LANGUAGES)
@pytest.mark.parametrize("group", GROUPS)
def test_texts_are_plain(group, lang):
    """A text is not empty, in NFC, without hidden characters, and its placeholders are bare names."""
    for key, text in texts(group, lang).items():
        assert isinstance(text, str), key
        assert text.strip(), key
        assert unicodedata.is_normalized("NFC", text), key
        assert not any(unicodedata.category(char) in {"Cc", "Cf", "Co"} for char in text.replace("\n", "")), (
            key
        )
        for _, name, spec, conversion in string.Formatter().parse(text):
            if name is not None:
                assert name.isidentifier(), key
                assert (spec, conversion) == ("", None), key


@pytest.mark.parametrize("group", [group for group in GROUPS if group not in {"cli", "document"}])
def test_english_is_translated(group):
    """Hardly any English text is the Vietnamese one: only numbers, signs and names may agree."""
    vietnamese, english = texts(group, "vi"), texts(group, "en")
    same = [
        key for key in vietnamese if vietnamese[key] == english[key] and not vietnamese[key].startswith("{")
    ]
    assert len(same) <= len(vietnamese) // 10, same


@pytest.mark.parametrize("lang", messages.LANGUAGES)
@pytest.mark.parametrize("group", GROUPS)
def test_files_are_toml_in_utf_8(group, lang):
    """Each file is UTF-8 without byte order mark and parses."""
    raw = (FOLDER / lang / f"{group}.toml").read_bytes()
    assert not raw.startswith(b"\xef\xbb\xbf")
    assert tomllib.loads(raw.decode("utf-8")) == messages.load(group, lang)


# The functions.
def test_text_with_values():
    """Values are put in by name; a value with braces is not read again."""
    assert messages.text("labels", "period.month", "vi", index=5, year=2025) == "Tháng 5/2025"
    assert messages.text("errors", "period-kind.accepted", "en", known="{known} {0}") == "{known} {0}"


def test_missing_value_is_a_bug():
    """A text whose value is not given raises instead of showing half a sentence."""
    with pytest.raises(KeyError):
        messages.text("labels", "period.month", "vi", index=5)


MISSING = {
    "key": ("labels", "kind.week"),
    "inner-key": ("labels", "kind.month.x"),
    "group-of-keys": ("labels", "kind"),
    "empty": ("labels", ""),
}


@pytest.mark.parametrize(("group", "key"), MISSING.values(), ids=MISSING)
def test_missing_text_is_a_bug(group, key):
    """A key that does not exist, or is no text, raises and names file and key."""
    for lang in messages.LANGUAGES:
        with pytest.raises(KeyError, match=f"{lang}/{group}.toml"):
            messages.text(group, key, lang)


def test_table():
    """A table gives all texts under a key; a single text is no table."""
    assert set(messages.table("labels", "kind", "en")) == {"month", "quarter", "half", "nine_months", "year"}
    with pytest.raises(KeyError, match="no table"):
        messages.table("labels", "kind.month")


def test_vietnamese_is_the_default():
    """Without a language the text is Vietnamese."""
    assert messages.DEFAULT == messages.LANGUAGES[0] == "vi"
    assert messages.text("labels", "kind.quarter") == "quý"
