"""Normal forms of Vietnamese text: what counts as the same name, and what may only be suggested."""

import re
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kh2025.text.normal import clean, cleaned, normal_form, without_marks

LETTERS = (
    "aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệghiìíỉĩịklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvxyỳýỷỹỵ"
    "AÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬBCDĐEÈÉẺẼẸÊỀẾỂỄỆGHIÌÍỈĨỊKLMNOÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢPQRSTUÙÚỦŨỤƯỪỨỬỮỰVXYỲÝỶỸỴ"
)
vietnamese = st.text(LETTERS + "0123456789 .,;:/-–()&", max_size=40)
hidden = st.sampled_from(
    "\u200b\u200c\u200d\u2060\ufeff\u00ad\x00\x07\x7f\x9f"
    "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2069\u061c"
)
spaces = st.sampled_from([" ", "\u00a0", "\u2007", "\u202f", "\t", "\n", "\r\n", "   ", "\u3000"])

SAME = {
    "case": ("SỞ Y TẾ", "sở y tế"),
    "case-of-d": ("ĐÔNG HƯNG", "đông hưng"),
    "old-tone-oa": ("Hoà Bình", "Hòa Bình"),
    "old-tone-oa-acute": ("Khoá", "Khóa"),
    "old-tone-oa-hook": ("Thoả thuận", "Thỏa thuận"),
    "old-tone-oa-tilde": ("Hoã", "Hõa"),
    "old-tone-oa-dot": ("Hoạ", "Họa"),
    "old-tone-oe": ("Khoẻ", "Khỏe"),
    "old-tone-uy": ("Uỷ ban", "Ủy ban"),
    "old-tone-uy-acute": ("Thuý", "Thúy"),
    "old-tone-uy-dot": ("Luỵ", "Lụy"),
    "old-tone-in-capitals": ("UỶ BAN NHÂN DÂN TỈNH HOÀ BÌNH", "Ủy ban nhân dân tỉnh Hòa Bình"),
    "old-tone-before-comma": ("Thanh Hoá, Hoà Bình", "Thanh Hóa, Hòa Bình"),
    "old-tone-before-hyphen": ("toà-án", "tòa-án"),
    "nfd": (unicodedata.normalize("NFD", "Sở Kế hoạch và Đầu tư"), "Sở Kế hoạch và Đầu tư"),
    "nfd-and-old-tone": (unicodedata.normalize("NFD", "Hoà"), "Hòa"),
    "double-spaces": ("Sở  Y   tế", "Sở Y tế"),
    "spaces-around": ("  Sở Y tế\t", "Sở Y tế"),
    "nbsp": ("Sở\u00a0Y\u00a0tế", "Sở Y tế"),
    "narrow-nbsp": ("Sở\u202fY tế", "Sở Y tế"),
    "line-break": ("Sở\nY tế", "Sở Y tế"),
    "zero-width-space": ("Sở\u200b Y tế", "Sở Y tế"),
    "byte-order-mark": ("\ufeffSở Y tế", "Sở Y tế"),
    "soft-hyphen": ("Sở Y t\u00adế", "Sở Y tế"),
    "bidi-override": ("Sở \u202eY tế", "Sở Y tế"),
    "nul": ("Sở Y tế\x00", "Sở Y tế"),
    "eth": ("Ðông Hưng", "Đông Hưng"),
    "small-eth": ("ðông hưng", "Đông Hưng"),
    "eth-in-a-number": ("76/QÐ-SKHCN", "76/QĐ-SKHCN"),
    "old-tone-after-k": ("khoẻ mạnh", "khỏe mạnh"),
    "old-tone-twice": ("loà xoà", "lòa xòa"),
    "variation-selector": ("Sở\ufe0f Y tế", "Sở Y tế"),
    "filler": ("Sở\u3164 Y tế", "Sở Y tế"),
    "en-dash": ("Sở Lao động – Thương binh", "Sở Lao động - Thương binh"),
    "grapheme-joiner": ("So\u034f\u031b\u0309 Y tế", "Sở Y tế"),
}
UNMOVED = [
    "quý",
    "quà",
    "quỳ",
    "quả",
    "giá",
    "già",
    "gì",
    "hoàn",
    "khoảng",
    "huỳnh",
    "khuỷu",
    "ngoẻo",
    "thuở",
    "quốc",
]
DIFFERENT = {
    "tone": ("Hòa Tiên", "Hòa Tiến"),
    "no-marks": ("Sở Y tế", "So Y te"),
    "letter-mark": ("Thái Thuỵ", "Thái Thuy"),
    "d": ("Đông Hưng", "Dông Hưng"),
    "word": ("Sở Thông tin và Truyền thông", "Sở Tài chính"),
    "glued": ("Sở Y tế", "SởY tế"),
    "y-and-i": ("Quý", "Quí"),
    "closed-syllable": ("hoàn", "hòan"),
    "after-q": ("quý", "qúy"),
    "number": ("Quận 1", "Quận 2"),
    "plain-d": ("Đ", "D"),
    "eth-in-icelandic": ("Sigurðsson", "Sigurđsson"),
}
SUGGESTED = {
    "department": ("Sở Khoa học và Công nghệ", "so khoa hoc va cong nghe"),
    "district": ("Đông Hưng", "dong hung"),
    "horn": ("Hưng Yên", "hung yen"),
    "circumflex-and-tone": ("Huyện Tiền Hải", "huyen tien hai"),
    "two-places": ("Hòa Tiên", "hoa tien"),
    "the-other-of-them": ("Hòa Tiến", "hoa tien"),
    "already-plain": ("so y te", "so y te"),
    "nfd": (unicodedata.normalize("NFD", "Kiến Xương"), "kien xuong"),
    "numbers": ("Quận 10", "quan 10"),
}
CLEANED = {
    "bidi-override": ("Sở\u202e Y tế", "Sở Y tế"),
    "isolates": ("\u2066Sở\u2069", "Sở"),
    "arabic-letter-mark": ("Sở\u061c", "Sở"),
    "control": ("Sở\x07\x1b[31m", "Sở[31m"),
    "c1-control": ("Sở\x85\x9f", "Sở"),
    "nul": ("S\x00ở", "Sở"),
    "zero-width": ("S\u200b\u200c\u200d\u2060\ufeffở", "Sở"),
    "nbsp": ("Sở\u00a0Y tế", "Sở Y tế"),
    "nfd": ("So\u031b\u0309", "Sở"),
    "mark-split-by-zero-width": ("So\u200b\u031b\u0309", "Sở"),
    "kept-line-breaks": ("a\tb\nc\r\nd", "a\tb\nc\r\nd"),
    "kept-case-and-spaces": ("  Sở  Y tế ", "  Sở  Y tế "),
    "tags": ("Sở\U000e0041\U000e007f", "Sở"),
    "deprecated-format": ("Sở\u206a\u180e\u2061", "Sở"),
    "eth-capital": ("Ðiện Biên", "Điện Biên"),
    "eth-abbreviation": ("NÐ-CP, HÐND, LÐTBXH", "NĐ-CP, HĐND, LĐTBXH"),
    "african-d": ("\u0189ông", "Đông"),
    "kept-icelandic": ("Sigurðsson, SIGURÐUR, Ðx", "Sigurðsson, SIGURÐUR, Ðx"),
    "kept-formula": ("=HYPERLINK(1)", "=HYPERLINK(1)"),
    "kept-markup": ("<script>$\\frac{$</script>", "<script>$\\frac{$</script>"),
    "kept-replacement-character": ("S\ufffd", "S\ufffd"),
    "empty": ("", ""),
}


@pytest.mark.parametrize(("one", "other"), SAME.values(), ids=SAME)
def test_same_name(one, other):
    """Case, spaces, hidden characters, Unicode form and tone placement do not make another name."""
    assert normal_form(one) == normal_form(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT.values(), ids=DIFFERENT)
def test_other_name(one, other):
    """A tone, a letter or a word more makes another name: nothing matches by similarity."""
    assert normal_form(one) != normal_form(other)


@pytest.mark.parametrize(("text", "plain"), SUGGESTED.values(), ids=SUGGESTED)
def test_without_marks(text, plain):
    """Without tone and letter marks a text can be compared for suggestions; two places may look alike."""
    assert without_marks(text) == plain


@pytest.mark.parametrize(("text", "cleaned"), CLEANED.values(), ids=CLEANED)
def test_clean(text, cleaned):
    """Only what no office text may carry is removed; the words, their case and their spacing stay."""
    assert clean(text) == cleaned


@pytest.mark.parametrize("word", UNMOVED)
def test_tone_with_one_place_stays(word):
    """After q and gi, and in a closed syllable, the tone has one place: the normal form leaves it."""
    assert normal_form(word) == normal_form(word.upper()) == word


REPORTED = {
    "override": ("Sở\u202e Y tế\x00", "\u202e\x00", "text-cleaned"),
    "twice": ("\u200bSở\u200b", "\u200b\u200b", "text-cleaned"),
    "soft-hyphen": ("Y t\u00adế", "\u00ad", "text-cleaned"),
    "selector": ("Sở\ufe0f", "\ufe0f", "text-cleaned"),
    "eth": ("76/QÐ-SKHCN", "", "text-look-alike"),
    "eth-and-nul": ("Ðông\0", "\0", "text-cleaned"),
    "no-break-space": ("Sở\u00a0Y tế", "", "text-composed"),
    "nfd": (unicodedata.normalize("NFD", "Sở"), "", "text-composed"),
}


@pytest.mark.parametrize(("text", "removed", "code"), REPORTED.values(), ids=REPORTED)
def test_cleaned_says_what_was_removed(text, removed, code):
    """The weightiest change is reported: what was hidden, a replaced eth, another Unicode form or kind of space."""
    found = cleaned(text)
    assert (found.text, found.removed, found.changed) == (clean(text), removed, True)
    notice = found.notice("B7")
    assert (notice.code, notice.place, notice.value) == (code, "B7", text)
    assert notice.render("vi") != notice.render("en")


def test_clean_text_is_not_reported():
    """A text that stays as it is carries no notice."""
    assert not cleaned("Sở Y tế").changed
    assert cleaned("Sở Y tế").notice() is None


@given(st.text(max_size=60))
@settings(deadline=None)
def test_what_is_removed_and_what_is_kept_make_the_text(text):
    """Removed and kept characters together are those of the text: nothing else is dropped."""
    found = cleaned(text)
    kept = "".join(char for char in text if char not in found.removed)
    assert len(kept) + len(found.removed) == len(text)
    assert cleaned(kept).text == found.text
    assert cleaned(kept).removed == ""


def test_cost_grows_linearly():
    """A megabyte of letters, with eths or without, is cleaned in moments."""
    for letter in "aðé":
        assert len(clean(letter * 1_000_000)) == 1_000_000


@given(vietnamese)
@settings(deadline=None)
def test_visible_text_stays(text):
    """Vietnamese text in NFC without hidden characters is left as it is."""
    assert clean(text) == text


@given(vietnamese, st.lists(st.tuples(st.integers(0, 40), hidden), max_size=5))
@settings(deadline=None)
def test_hidden_characters_change_nothing(text, inserted):
    """Whatever is hidden in a text, and wherever, cleaning gives the text without it."""
    changed = text
    for place, char in inserted:
        changed = changed[:place] + char + changed[place:]
    assert clean(changed) == text


@given(st.text(max_size=60))
@settings(deadline=None)
def test_clean_is_idempotent_and_safe(text):
    """Cleaned text is in NFC, holds no control or direction character, and cleans to itself."""
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)
    assert not re.search(
        "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]", cleaned
    )


@given(vietnamese | st.text(max_size=40))
@example("H\u0331")
@example("J\u030c")
@settings(deadline=None)
def test_normal_form_is_idempotent(text):
    """The normal form of any text is in NFC and its own normal form."""
    assert normal_form(normal_form(text)) == normal_form(text)
    assert unicodedata.is_normalized("NFC", normal_form(text))


@given(st.lists(vietnamese, max_size=5), st.lists(spaces, min_size=6, max_size=6))
@settings(deadline=None)
def test_spacing_and_form_do_not_matter(words, gaps):
    """Any white space, either Unicode form and either case give one normal form."""
    once = normal_form(" ".join(words))
    spaced = gaps[0] + "".join(word + gap for word, gap in zip(words, gaps[1:], strict=False))
    assert normal_form(spaced) == once
    assert normal_form(unicodedata.normalize("NFD", spaced)) == once
    assert normal_form(spaced.upper()) == once


@given(vietnamese)
@settings(deadline=None)
def test_without_marks_leaves_plain_letters(text):
    """What is left of a Vietnamese text has no mark, and the normal form gives the same suggestion."""
    plain = without_marks(text)
    assert plain.replace("–", "-").isascii()
    assert without_marks(normal_form(text)) == plain


@given(st.text(max_size=60))
@settings(deadline=None)
def test_any_text_has_its_forms(text):
    """No text makes the three forms fail."""
    assert isinstance(clean(text) + normal_form(text) + without_marks(text), str)
