"""Which words can be Vietnamese syllables, against real words, foreign words and a slow reference."""

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kh2025.text.syllables import is_syllable, syllables

REAL = """
sở khoa học và công nghệ chuyển đổi số quốc quý quí quít quỳnh quyết quýt quở giá già gì giếng giêng giữa gìn
hòa hoà khoẻ khỏe thuý thúy uỷ ủy thoả thỏa nghiệp đường phường trưởng ở yên yêu yến kỹ thuật khuya
khuỷu ngoằn ngoèo ngoẹo thuở huơ moóc xoong ý y mỹ ly vỹ tuyên truyền tuần thuê ừm ương ước gửi người
những hợp tác xã nước muỗi của chìa mưa hươu rượu bướu oái oan uống kênh kiến xương vũ thư tiền hải
pắc nguyễn ghi nghe ghế iu ỉa ỷ tỉnh ủy ban nhân dân huyện trước ngày khoảng xoáy loay xoắn huênh
luýnh tuýp khuỵu suýt huýt chuếch xuân luật khuấy trượt lừa ngửa ượt ngoảnh hoạch choẹt
""".split()  # noqa: SIM905 - a list to be read
NOT_REAL = {
    "french": "fête",
    "spanish": "señor",
    "german": "zürich",
    "english": "school",
    "tcvn3": "häc",
    "tcvn3-sign": "th¸i",
    "vni": "sôû",
    "k-before-a": "kà",
    "c-before-e": "cê",
    "g-before-e": "gê",
    "ng-before-i": "ngi",
    "gh-before-a": "ghà",
    "tone-on-the-glide-after-q": "qúy",
    "tone-beside-its-place": "hòan",
    "falling-tone-before-a-stop": "hòc",
    "no-tone-before-a-stop": "hoc",
    "coda-k": "đăk",
    "digit": "uy1",
    "two-tones": "phươờng",
    "w": "wa",
    "no-vowel": "đc",
    "iê-without-onset": "iên",
    "yê-after-onset": "myên",
    "a-lone-with-breve": "ă",
    "empty": "",
    "space": "sở y",
    "zero-width": "s\u200bở",
    "nfd": unicodedata.normalize("NFD", "sở"),
}
# A reference of another make: each rime with its tone on the hook "*", typed one by one from a primer.
RIMES = """
a* a*i a*o a*u a*y a*m a*n a*ng a*nh a*c a*ch a*p a*t ă*m ă*n ă*ng ă*c ă*p ă*t â*u â*y â*m â*n â*ng â*c â*p â*t
e* e*o e*m e*n e*ng e*c e*p e*t ê* ê*u ê*m ê*n ê*nh ê*ch ê*p ê*t i* i*a i*u i*m i*n i*nh i*ch i*p i*t
iê*u iê*m iê*n iê*ng iê*c iê*p iê*t o* o*i o*m o*n o*ng o*c o*p o*t oo*ng oo*c o*a oa* oa*i oa*o oa*y oa*m oa*n
oa*ng oa*nh oa*c oa*ch oa*p oa*t oă*m oă*n oă*ng oă*c oă*t o*e oe* oe*o oe*m oe*n oe*t ô* ô*i ô*m ô*n ô*ng ô*c ô*p
ô*t ơ* ơ*i ơ*m ơ*n ơ*p ơ*t u* u*i u*m u*n u*ng u*c u*p u*t u*a uô*i uô*m uô*n uô*ng uô*c uô*t uâ*n uâ*ng uâ*t uâ*y
uê* uê*nh uê*ch uơ* u*y uy* uy*a uy*u uyê*n uyê*t uy*nh uy*ch uy*t uy*p ư* ư*i ư*u ư*m ư*ng ư*c ư*t ư*a ươ*u ươ*i
ươ*m ươ*n ươ*ng ươ*c ươ*p ươ*t
""".split()  # noqa: SIM905 - a list to be read
TONES = {"ngang": "", "huyền": "\u0300", "sắc": "\u0301", "ngã": "\u0303", "hỏi": "\u0309", "nặng": "\u0323"}


@pytest.mark.parametrize("word", REAL)
def test_real_word_is_possible(word):
    """Every word of real texts can be a syllable, in small letters, as a title and in capitals."""
    assert is_syllable(word)
    assert is_syllable(word.capitalize())
    assert is_syllable(word.upper())


@pytest.mark.parametrize("word", NOT_REAL.values(), ids=NOT_REAL)
def test_other_word_is_not(word):
    """Foreign words, old encodings and spellings against the rules are no syllables."""
    assert not is_syllable(word)


@pytest.mark.parametrize("onset", ["b", "t", "th", "x"])
def test_plain_onsets_take_every_rime(onset):
    """After an onset without a spelling rule come exactly the rimes of the primer, with the tones they bear."""
    expected = {
        unicodedata.normalize("NFC", onset + rime.replace("*", tone))
        for rime in RIMES
        for name, tone in TONES.items()
        if name in {"sắc", "nặng"} or not re.search("(?:c|ch|p|t)$", rime)
    }
    found = {one for one in syllables() if re.fullmatch(f"{onset}[^a-z]?[^bcdghklmnpqrstvx].*", one)}
    with_y = {f"t{y}" for y in "yỳýỹỷỵ"} if onset == "t" else set()
    with_y |= {f"th{y}" for y in "yỳýỹỷỵ"} if onset == "th" else set()
    assert {
        one for one in found if one.startswith(onset) and one[len(onset)] not in "hr"
    } - with_y == expected


def test_number_of_syllables():
    """The whole is the size that it was when it was looked through."""
    assert len(syllables()) == 17476


@given(st.sampled_from(sorted(syllables())))
@settings(deadline=None)
def test_every_syllable_is_well_formed(word):
    """A syllable is in NFC, has one tone at most, and a stop at its end bears a sharp or a heavy tone."""
    assert unicodedata.is_normalized("NFC", word)
    tones = [char for char in unicodedata.normalize("NFD", word) if char in TONES.values()]
    assert len(tones) <= 1
    if word.endswith(("c", "ch", "p", "t")):
        assert tones
        assert tones[0] in {"\u0301", "\u0323"}


@given(st.text(max_size=12))
@settings(deadline=None)
def test_any_text_is_answered(text):
    """No text makes the question fail, and two words are never one syllable."""
    assert not is_syllable(f"{text} {text}")
