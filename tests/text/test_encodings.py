"""Old Vietnamese encodings: what is converted, what is doubtful, and what is left alone."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kh2025.errors import TextError
from kh2025.text import encodings
from kh2025.text.encodings import check_intact, decode
from kh2025.text.syllables import syllables

CONVERTED = {
    "hazard-18": ("Së Khoa häc", "TCVN3", "Sở Khoa học"),
    "hazard-18-vni": ("Sôû Khoa hoïc", "VNI", "Sở Khoa học"),
    "place": ("UBND tØnh Th¸i B×nh", "TCVN3", "UBND tỉnh Thái Bình"),
    "district": ("huyÖn TiÒn H¶i", "TCVN3", "huyện Tiền Hải"),
    "soft-hyphen": ("§Çu t­, T­ ph¸p", "TCVN3", "Đầu tư, Tư pháp"),
    "also-vietnamese-as-written": ("Bé Khoa häc vµ C«ng nghÖ", "TCVN3", "Bộ Khoa học và Công nghệ"),
    "decree": ("§iÒu 8 NghÞ ®Þnh 09/2019/N§-CP", "TCVN3", "Điều 8 Nghị định 09/2019/NĐ-CP"),
    "document-number": ("76/Q§-SKHCN", "TCVN3", "76/QĐ-SKHCN"),
    "abbreviation": ("Héi ®ång nh©n d©n (H§ND)", "TCVN3", "Hội đồng nhân dân (HĐND)"),
    "one-word-with-a-sign-inside": ("C«ng", "TCVN3", "Công"),
    "capital-after-small": ("Y tÕ", "TCVN3", "Y tế"),
    "one-word-of-two-signs": ("tr­êng", "TCVN3", "trường"),
    "small-letter-before-capital": ("Y tÕ, Së", "TCVN3", "Y tế, Sở"),
    "capitals": ("Së KHOA HäC", "TCVN3", "SỞ KHOA HỌC"),
    "capital-word": ("QUYÕT ®Þnh", "TCVN3", "QUYẾT định"),
    "quotes": ("“Së Y tÕ”", "TCVN3", "“Sở Y tế”"),
    "several-lines": ("Së Y tÕ\nHµ Néi", "TCVN3", "Sở Y tế\nHà Nội"),
    "nfd": (unicodedata.normalize("NFD", "Së Khoa häc"), "TCVN3", "Sở Khoa học"),
    "dotted": ("TP.Th¸i B×nh", "TCVN3", "TP.Thái Bình"),
    "foreign-word-beside-decisive": ("C«ng an Internet", "TCVN3", "Công an Internet"),
    "capitals-of-abbreviations": ("Së Y tÕ, Së KH&CN", "TCVN3", "Sở Y tế, Sở KH&CN"),
    "capitals-of-first-letters": ("Lª TÕ Hµ", "TCVN3", "Lê Tế Hà"),
    "capitals-behind-a-sign": ("TOµ ¸N", "TCVN3", "TOÀ ÁN"),
    "soft-hyphen-behind-a-consonant": ("- L\u00adu: VT.", "TCVN3", "- Lưu: VT."),
    "square-metres": ("DiÖn tÝch 120 m², tõ 5 m³", "TCVN3", "Diện tích 120 m², từ 5 m³"),
    "sizes": ("DiÖn tÝch 5×3 m, tõ 10÷15 km, 1½ h", "TCVN3", "Diện tích 5×3 m, từ 10÷15 km, 1½ h"),
    "micrometres": ("dµy 10 µm, réng 5 m", "TCVN3", "dày 10 µm, rộng 5 m"),
    "bullet": ("qu¸ h¹n · ®óng h¹n", "TCVN3", "quá hạn · đúng hạn"),
    "double-meaning-with-another": ("Thuû lîi", "TCVN3", "Thuỷ lợi"),
    "vni-double-meaning-with-another": ("Thuû tuïc", "VNI", "Thủ tục"),
    "vni-abbreviation": ("Sôû KH&CN", "VNI", "Sở KH&CN"),
    "vni-document-number": ("76/QÑ-SKHCN", "VNI", "76/QĐ-SKHCN"),
    "vni-decree": ("09/2019/NÑ-CP", "VNI", "09/2019/NĐ-CP"),
    "vni-square-metres": ("Dieän tích 120 m²", "VNI", "Diện tích 120 m²"),
    "vni-beside-a-foreign-word": ("Vieät Nam Internet", "VNI", "Việt Nam Internet"),
    "address-and-file-name-within": (
        "Xem https://tr­êng.vn hoÆc tÖp b¸o_c¸o.docx",
        "TCVN3",
        "Xem https://tr­êng.vn hoặc tệp b¸o_c¸o.docx",
    ),
    "vni-one-word": ("Sôû", "VNI", "Sở"),
    "vni-one-vowel-and-sign": ("Vieät Nam", "VNI", "Việt Nam"),
    "vni-capitals": ("UÛY BAN NHAÂN DAÂN TÆNH", "VNI", "ỦY BAN NHÂN DÂN TỈNH"),
    "vni-title": ("Uûy ban nhaân daân", "VNI", "Ủy ban nhân dân"),
    "vni-district": ("huyeän Tieàn Haûi, phöôøng Ñoâng Höng", "VNI", "huyện Tiền Hải, phường Đông Hưng"),
    "vni-capital-with-small-mark": ("Aø, Haø Noäi", "VNI", "À, Hà Nội"),
    "vni-y-heavy": ("Xaõ Myõ, luî", "VNI", "Xã Mỹ, luỵ"),
}
DOUBTFUL = {
    "one-short-word": ("Së", {"TCVN3": "Sở"}),
    "sign-at-the-end": ("vµ", {"TCVN3": "và"}),
    "letter-at-the-end": ("Néi dung", {"TCVN3": "Nội dung"}),
    "one-short-word-vni": ("Haïn", {"VNI": "Hạn"}),
    "irish": ("Meán", {"VNI": "Mến"}),
    "finnish-pair": ("meä", {"VNI": "mệ"}),
    "finnish": ("Hän", {"TCVN3": "Họn"}),
    "french-name": ("Loïc", {"VNI": "Lọc"}),
    "french-name-in-vietnamese": ("Ông Loïc", {"VNI": "Ông Lọc"}),
    "swedish": ("gång", {"TCVN3": "gồng"}),
    "spanish": ("Aún no", {"VNI": "Ẳn no"}),
    "walloon-in-capitals": ("NOÛ YORK", {"VNI": "NỎ YORK"}),
    "breton-in-capitals": ("DISOC’HOÙ :", {"VNI": "DISOC’HÓ :"}),
    "both-encodings-mixed": ("G¸T(aÙ", {"TCVN3": "GÁT(aÙ", "VNI": "G¸T(á"}),
    "walloon": ("Noû York", {"VNI": "Nỏ York"}),
    "abbreviation": ("Së KH&CN", {"TCVN3": "Sở KH&CN"}),
    "either-encoding": ("Uû ban", {"TCVN3": "Uỷ ban", "VNI": "Ủ ban"}),
    "either-encoding-in-capitals": ("THUÕ", {"TCVN3": "THUẾ", "VNI": "THŨ"}),
    "either-encoding-as-abbreviation": ("NHÑ", {"TCVN3": "NHẸ", "VNI": "NHĐ"}),
    "half-converted": ("Sở Khoa häc", {"TCVN3": "Sở Khoa học"}),
    "glued": ("UBNDtØnh Th¸i B×nh", {"TCVN3": "UBNDtØnh Thái Bình"}),
    "with-copyright": ("© Së Khoa häc", {"TCVN3": "© Sở Khoa học"}),
}
LEFT = {
    "unicode": "Sở Khoa học và Công nghệ tỉnh Thái Bình",
    "unicode-old-tone": "Uỷ ban nhân dân tỉnh Hoà Bình",
    "unicode-in-latin-1": "các cá có là tên hôn bê bò vì mà cãi",
    "unicode-nfd": unicodedata.normalize("NFD", "Sở Y tế"),
    "quarter": "Quí 2, quì gối, quĩ, quít",
    "spanish-capitals": "ESPAÑA, AÑO",
    "capital-within": "t¸N pH¸",
    "eth-for-d": "Ðông Hưng, 76/QÐ-SKHCN, 09/2019/NÐ-CP",
    "soft-hyphen-in-unicode": "Sở Y t\u00adế",
    "english": "Department of Science and Technology",
    "naive": "naïve café, résumé, façade",
    "french": "fête de la forêt, été, hôtel, Noël, élève, où",
    "spanish": "señor, año, mañana, Córdoba, piñata",
    "german": "Zürich, Köln, für, über, Straße, schön",
    "portuguese": "São Paulo, coração, informações",
    "catalan": "paral·lel, col·lecció",
    "icelandic": "Sigurðsson, Þór",
    "file-name": "b¸o c¸o quý.docx",
    "file-name-vni": "baùo caùo quyù.xlsx",
    "path": "D:\\Së\\häc",
    "underscores": "b¸o_c¸o_häc",
    "mail": "së@häc.vn",
    "address": "https://tr­êng.vn/häc",
    "number": "1.234,5",
    "id": "so-khcn",
    "micrometre": "10 µm",
    "size": "m×n, 3×4",
    "torque": "5 N·m",
    "copyright": "© 2025",
    "section": "§ 8",
    "price": "500.000®, £5, ¥100",
    "french-quotes": "«Hà Nội»",
    "degrees": "25 °C ± 0,5",
    "registered": "Intel®",
    "half": "1½",
    "vietnamese-read-two-ways": "Sè 5",
    "greek": "µέτρο",
    "chinese": "科学",
    "empty": "",
}

# The code charts, typed a second time in another order: TCVN 5712:1993 by byte, VNI by letter.
VN3_BYTES = {
    0xA1: "Ă Â Ê Ô Ơ Ư Đ ă â ê ô ơ ư đ",
    0xB5: "à ả ã á ạ . ằ ẳ ẵ ắ",
    0xC6: "ặ ầ ẩ ẫ ấ ậ è . ẻ ẽ é ẹ ề ể ễ ế ệ ì ỉ . . . ĩ í ị ò . ỏ õ ó ọ ồ ổ ỗ ố ộ ờ ở ỡ ớ ợ ù . ủ ũ ú ụ "
    "ừ ử ữ ứ ự ỳ ỷ ỹ ý ỵ",
}
VNI_LETTERS = """
á aù à aø ả aû ã aõ ạ aï â aâ ấ aá ầ aà ẩ aå ẫ aã ậ aä ă aê ắ aé ằ aè ẳ aú ẵ aü ặ aë đ ñ
é eù è eø ẻ eû ẽ eõ ẹ eï ê eâ ế eá ề eà ể eå ễ eã ệ eä í í ì ì ỉ æ ĩ ó ị ò
ó où ò oø ỏ oû õ oõ ọ oï ô oâ ố oá ồ oà ổ oå ỗ oã ộ oä ơ ô ớ ôù ờ ôø ở ôû ỡ ôõ ợ ôï
ú uù ù uø ủ uû ũ uõ ụ uï ư ö ứ öù ừ öø ử öû ữ öõ ự öï ý yù ỳ yø ỷ yû ỹ yõ ỵ î
""".split()  # noqa: SIM905 - a list to be read
TCVN3 = {
    letter: bytes([first + at]).decode("cp1252")
    for first, letters in VN3_BYTES.items()
    for at, letter in enumerate(letters.split())
    if letter != "."
}
VNI = dict(zip(VNI_LETTERS[::2], VNI_LETTERS[1::2], strict=True))
TABLES = {"TCVN3": TCVN3, "VNI": VNI}
# A word of decisive evidence in front makes any text that follows certain.
SURE = {"TCVN3": "C«ng ", "VNI": "Sôû "}


def encoded(text, name):
    """A text as a person with the old font typed it."""
    return "".join(TABLES[name].get(char, char) for char in text)


@pytest.mark.parametrize(("typed", "encoding", "text"), CONVERTED.values(), ids=CONVERTED)
def test_converted(typed, encoding, text):
    """A text that can hardly be anything but an old encoding is converted, with a notice of what it was."""
    found = decode(typed)
    assert (found.text, found.encoding, dict(found.doubts)) == (text, encoding, {})
    notice = found.notice("B7")
    assert (notice.code, notice.place, notice.value) == ("text-converted", "B7", typed)
    assert encoding in notice.render("vi")
    assert encoding in notice.render("en")


@pytest.mark.parametrize(("typed", "readings"), DOUBTFUL.values(), ids=DOUBTFUL)
def test_doubtful(typed, readings):
    """A short or half-converted text stays as it is, and the notice says what it may be."""
    found = decode(typed)
    assert (found.text, found.encoding, dict(found.doubts)) == (typed, None, readings)
    notice = found.notice()
    assert (notice.code, notice.value) == ("text-doubtful", typed)
    assert all(name in notice.render() for name in readings)


@pytest.mark.parametrize("text", LEFT.values(), ids=LEFT)
def test_left_alone(text):
    """Genuine Vietnamese, other languages, names of files, ids, numbers and measures: no conversion, no notice."""
    found = decode(text)
    assert (found.text, found.encoding, found.notice()) == (text, None, None)


@pytest.mark.parametrize("text", ["S\ufffd Y t\ufffd", "\ufffd", "Sở\ud800", "Së Khoa h\ufffdc"])
def test_lost_letters_are_refused(text):
    """U+FFFD and half characters are an error with the place: no reading brings the letters back."""
    for check in (decode, check_intact):
        with pytest.raises(TextError) as caught:
            check(text, "B7")
        assert [(one.code, one.place, one.value) for one in caught.value.problems] == [
            ("text-replacement", "B7", text)
        ]
        assert caught.value.render("en")


@pytest.mark.parametrize("name", TABLES)
def test_every_syllable_comes_back(name):
    """All possible syllables, typed by a table of the test's own, are read as they were meant.

    But for the three that look like a bullet or a sign of arithmetic (· × ÷) when they stand alone.
    """
    words = sorted(syllables() - {"ã", "ì", "ữ"})
    lines = [" ".join(words[at : at + 100]) for at in range(0, len(words), 100)]
    for line in lines:
        found = decode(SURE[name] + encoded(line, name))
        assert found.encoding == name
        assert found.text.split(" ", 1)[1] == line


def test_tables_hold_every_letter():
    """The test's own tables hold each marked small letter once."""
    letters = set("".join(syllables())) - set("abcdefghiklmnopqrstuvxy")
    assert set(VNI) == letters
    assert {letter for letter in TCVN3 if letter.islower()} == letters
    assert len(set(VNI.values())) == len(VNI)
    assert len(set(TCVN3.values())) == len(TCVN3)


@given(st.lists(st.sampled_from(sorted(syllables())), min_size=1, max_size=8))
@settings(deadline=None)
def test_genuine_vietnamese_never_changes(words):
    """Any row of possible syllables in Unicode is left as it is, in either form and any case."""
    text = " ".join(words)
    for one in (text, text.upper(), text.title(), unicodedata.normalize("NFD", text)):
        assert decode(one).text == one
        assert decode(one).notice() is None


@given(
    st.lists(st.sampled_from(sorted(syllables())), min_size=3, max_size=8), st.sampled_from(sorted(TABLES))
)
@settings(deadline=None)
def test_never_wrongly_converted(words, name):
    """Whatever was typed in one old font is read in that font, or not converted at all."""
    text = " ".join(words)
    found = decode(encoded(text, name))
    if found.encoding == name:
        assert found.text == text
    elif found.encoding is None:
        assert found.text == encoded(text, name)


@given(st.text(max_size=60) | st.text("Sëäc ôûï¸­§®aeoKh.@_/\n", max_size=40))
@settings(deadline=None)
def test_any_text_is_answered(text):
    """No text makes decoding fail but a damaged one; what was converted is not converted again."""
    try:
        found = decode(text)
    except TextError:
        assert any(char == "\ufffd" or "\ud800" <= char <= "\udfff" for char in text)
        return
    if found.encoding:
        assert decode(found.text).encoding is None
        assert unicodedata.is_normalized("NFC", found.text)
    else:
        assert found.text == text


@settings(deadline=None, max_examples=300)
@given(
    st.lists(
        st.sampled_from(
            [
                "häc",
                "mäi",
                "Së",
                "tÕ",
                "Sôû",
                "hoïc",
                "Sở",
                "Hoà",
                "QÐ",
                "Q§",
                "§",
                "µm",
                "m×n",
                "a_b.docx",
                "fête",
                "x\u0309",
            ]
        )
        | st.text(max_size=8),
        min_size=1,
        max_size=6,
    ).map(" ".join)
)
def test_short_way_finds_the_same(text):
    """Texts without a word of evidence are answered without reading them in both encodings, and alike."""
    if text.isascii() or "\ufffd" in text or any("\ud800" <= char <= "\udfff" for char in text):
        return
    assert decode(text) == encodings._weighed(text)  # noqa: SLF001 - the long way


def test_cost_grows_linearly():
    """A megabyte without a space, or of old text, is answered in seconds, not hours."""
    assert decode("é" * 1_000_000).encoding is None
    assert decode("Së Khoa häc " * 80_000).encoding == "TCVN3"
