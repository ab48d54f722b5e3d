"""Numbers of documents, State and Party: what they tell, and which spellings are one number."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kh2025.errors import InputError
from kh2025.law.document_kinds import document_kinds
from kh2025.law.document_number import DocumentNumber

# Number → as it is written then, year in it, abbreviation of its kind, abbreviation of its issuer.
GOOD = {
    "decision": ("76/QĐ-SKHCN", "76/QĐ-SKHCN", None, "QĐ", "SKHCN"),
    "decree": ("09/2019/NĐ-CP", "09/2019/NĐ-CP", 2019, "NĐ", "CP"),
    "plan": ("26/KH-UBND", "26/KH-UBND", None, "KH", "UBND"),
    "circular": ("02/2023/TT-BTTTT", "02/2023/TT-BTTTT", 2023, "TT", "BTTTT"),
    "joint-circular": ("01/2015/TTLT-BNV-BTC", "01/2015/TTLT-BNV-BTC", 2015, "TTLT", "BNV-BTC"),
    "report": ("1270/BC-TCTTTg", "1270/BC-TCTTTg", None, "BC", "TCTTTg"),
    "notice": ("5015/TB-LĐTBXH", "5015/TB-LĐTBXH", None, "TB", "LĐTBXH"),
    "resolution-of-a-committee": ("1666/NQ-UBTVQH15", "1666/NQ-UBTVQH15", None, "NQ", "UBTVQH15"),
    "resolution-of-a-council": ("82/2025/NQ-HĐND", "82/2025/NQ-HĐND", 2025, "NQ", "HĐND"),
    "listed-resolution-of-the-assembly": ("202/2025/QH15", "202/2025/QH15", 2025, "NQ", "QH15"),
    "listed-code": ("45/2019/QH14", "45/2019/QH14", 2019, "Bộ luật", "QH14"),
    "act-of-the-assembly": ("59/2020/QH14", "59/2020/QH14", 2020, None, "QH14"),
    "official-letter": ("12/UBND-NC", "12/UBND-NC", None, None, "UBND"),
    "official-letter-of-an-office": ("8726/VPCP-KGVX", "8726/VPCP-KGVX", None, None, "VPCP"),
    "letter-after-the-number": ("76a/QĐ-SKHCN", "76a/QĐ-SKHCN", None, "QĐ", "SKHCN"),
    "ampersand": ("15/QĐ-SGD&ĐT", "15/QĐ-SGD&ĐT", None, "QĐ", "SGD&ĐT"),
    "point": ("15/QĐ-UBND.HC", "15/QĐ-UBND.HC", None, "QĐ", "UBND.HC"),
    "three-parts": ("102/KH-UBND-TH", "102/KH-UBND-TH", None, "KH", "UBND-TH"),
    "before-the-present-rules": ("217/HĐBT", "217/HĐBT", None, None, "HĐBT"),
    "no-issuer": ("26/KH", "26/KH", None, "KH", None),
    "party-programme": ("41-CTr/TU", "41-CTr/TU", None, "CTr", "TU"),
    "party-programme-in-capitals": ("41-CTR/TU", "41-CTR/TU", None, "CTr", "TU"),
    "party-resolution": ("57-NQ/TW", "57-NQ/TW", None, "NQ", "TW"),
    "party-plan": ("376-KH/TU", "376-KH/TU", None, "KH", "TU"),
    "party-rules": ("01-QĐi/TW", "01-QĐi/TW", None, "QĐi", "TW"),
    "party-decision-or-rules": ("144-QĐ/TW", "144-QĐ/TW", None, "QĐ", "TW"),
    "party-official-letter": ("12-CV/TU", "12-CV/TU", None, "CV", "TU"),
    "organisation": ("367 - QĐ/TWĐTN-VP", "367-QĐ/TWĐTN-VP", None, "QĐ", "TWĐTN-VP"),
    "lower-case": ("76/qđ-skhcn", "76/qđ-skhcn", None, "QĐ", "skhcn"),
    "spaces-around": ("  76/QĐ-SKHCN ", "76/QĐ-SKHCN", None, "QĐ", "SKHCN"),
    "spaces-inside": ("76 / QĐ - SKHCN", "76/QĐ-SKHCN", None, "QĐ", "SKHCN"),
    "spaces-around-the-year": ("09 / 2019 / NĐ-CP", "09/2019/NĐ-CP", 2019, "NĐ", "CP"),
    "no-break-space": ("76/QĐ\u00a0-\u00a0SKHCN", "76/QĐ-SKHCN", None, "QĐ", "SKHCN"),
    "en-dash": ("41–CTr/TU", "41-CTr/TU", None, "CTr", "TU"),
    "non-breaking-hyphen": ("76/QĐ\u2011SKHCN", "76/QĐ-SKHCN", None, "QĐ", "SKHCN"),
    "zero-width-space": ("76/\u200bQĐ-SKHCN", "76/QĐ-SKHCN", None, "QĐ", "SKHCN"),
    "decomposed": ("01/TB-VPĐP\u0041\u0302N", "01/TB-VPĐPÂN", None, "TB", "VPĐPÂN"),
    "so": ("Số 76/QĐ-SKHCN", "76/QĐ-SKHCN", None, "QĐ", "SKHCN"),
    "so-colon": ("Số: 76/QĐ-SKHCN", "76/QĐ-SKHCN", None, "QĐ", "SKHCN"),
    "kind-and-so": ("Nghị định số 09/2019/NĐ-CP", "09/2019/NĐ-CP", 2019, "NĐ", "CP"),
    "kind": ("Quyết định 76/QĐ-SKHCN", "76/QĐ-SKHCN", None, "QĐ", "SKHCN"),
    "kind-in-capitals": ("QUYẾT ĐỊNH số 76/QĐ-SKHCN", "76/QĐ-SKHCN", None, "QĐ", "SKHCN"),
    "kind-by-another-name": ("Chương trình hành động 41-CTr/TU", "41-CTr/TU", None, "CTr", "TU"),
    "kind-of-a-letter": ("Công văn số 12/UBND-NC", "12/UBND-NC", None, None, "UBND"),
    "kind-of-an-act": ("Luật số 59/2020/QH14", "59/2020/QH14", 2020, None, "QH14"),
    "kind-of-two": ("Quy định số 144-QĐ/TW", "144-QĐ/TW", None, "QĐ", "TW"),
    "document": ("Văn bản số 76/QĐ-SKHCN", "76/QĐ-SKHCN", None, "QĐ", "SKHCN"),
}
BAD = {
    "arabic-digits": "٧٦/QĐ-SKHCN",
    "empty": "",
    "word": "Quyết định",
    "number-only": "76",
    "no-symbol": "76/",
    "year-without-symbol": "76/2025",
    "year-of-no-document": "09/1819/NĐ-CP",
    "date": "05/5/2025",
    "zero": "00/QĐ-SKHCN",
    "two-slashes": "76//QĐ-SKHCN",
    "hyphen-at-the-end": "76/QĐ-",
    "point-at-the-end": "76/QĐ-SKHCN.",
    "two-hyphens": "76/QĐ--SKHCN",
    "no-number": "QĐ-SKHCN",
    "symbol-first": "QĐ-76/SKHCN",
    "party-without-issuer": "41-CTr/",
    "party-without-kind": "41/TU-",
    "negative": "-76/QĐ-SKHCN",
    "two-numbers": "76/QĐ-SKHCN, 77/QĐ-SKHCN",
    "words-after": "76/QĐ-SKHCN của Sở",
    "words-before": "theo 76/QĐ-SKHCN",
    "code-after": "76/QĐ-SKHCN; DROP TABLE",
    "markup": "76/<b>QĐ</b>",
    "path": "../76/QĐ-SKHCN",
    "of-a-unit": "3/người",
    "greek": "76/ΑΒ-ΓΔ",
    "number": 76,
    "nothing": None,
}
CONTRADICTIONS = {
    "circular-of-a-decree": "Thông tư 09/2019/NĐ-CP",
    "letter-of-a-decision": "Công văn 76/QĐ-SKHCN",
    "law-of-a-listed-resolution": "Luật số 202/2025/QH15",
    "decision-of-listed-rules": "Quyết định 66-QĐ/TW",
    "plan-of-two": "Kế hoạch 144-QĐ/TW",
    "abbreviated-circular-of-a-decree": "TT 09/2019/NĐ-CP",
    "circular-of-the-party": "Thông tư 05-TT/TU",
}
ONE = {
    "case": ("41-CTr/TU", "41-CTR/TU", "41-ctr/tu"),
    "leading-zero": ("09/2019/NĐ-CP", "9/2019/NĐ-CP", "009/2019/nđ-cp"),
    "dash": ("41-CTr/TU", "41–CTr/TU", "41 — CTr/TU"),
    "words": ("76/QĐ-SKHCN", "Số: 76/QĐ-SKHCN", "Quyết định số 76/QĐ-SKHCN", "QĐ 76/QĐ-SKHCN"),
    "composition": ("76/QĐ-UBTÂ", "76/QĐ-UBTA\u0302"),
}
TWO = {
    "number": ("41-CTr/TU", "14-CTr/TU"),
    "notation": ("41-CTr/TU", "41/CTr-TU"),
    "year": ("09/2019/NĐ-CP", "09/2020/NĐ-CP"),
    "no-year": ("09/2019/NĐ-CP", "09/NĐ-CP"),
    "trailing-zero": ("9/QĐ-BNV", "90/QĐ-BNV"),
    "letter": ("76/QĐ-SKHCN", "76a/QĐ-SKHCN"),
    "tone": ("76/QĐ-SKHCN", "76/QD-SKHCN"),
    "issuer": ("26/KH-UBND", "26/KH-UBNDT"),
}


@pytest.mark.parametrize(("text", "written", "year", "kind", "issuer"), GOOD.values(), ids=GOOD)
def test_number_understood(text, written, year, kind, issuer):
    """State and Party numbers are read, with what they tell of year, kind and issuer."""
    number = DocumentNumber.parse(text)
    assert (str(number), number.year, number.kind, number.issuer) == (written, year, kind, issuer)
    assert DocumentNumber.parse(str(number)) == number


@pytest.mark.parametrize("text", BAD.values(), ids=BAD)
def test_number_refused(text):
    """What follows neither notation is refused with the value as given, in both languages."""
    with pytest.raises(InputError) as caught:
        DocumentNumber.parse(text)
    (problem,) = caught.value.problems
    assert (problem.code, problem.value) == ("document-number", text)
    assert "41-CTr/TU" in problem.accepted("vi")
    assert "41-CTr/TU" in problem.accepted("en")


@pytest.mark.parametrize("text", CONTRADICTIONS.values(), ids=CONTRADICTIONS)
def test_kind_in_words_contradicts_the_number(text):
    """A kind in words that the number or documents.yaml contradicts is refused, and the kind it has is named."""
    with pytest.raises(InputError) as caught:
        DocumentNumber.parse(text)
    (problem,) = caught.value.problems
    assert (problem.code, problem.value) == ("document-kind", text)
    assert problem.accepted("vi")


@pytest.mark.parametrize("texts", ONE.values(), ids=ONE)
def test_spellings_of_one_number(texts):
    """Case, leading zeros, dashes and words before it do not make two numbers of one, also not in a set."""
    assert len({DocumentNumber.parse(text) for text in texts}) == 1


@pytest.mark.parametrize("texts", TWO.values(), ids=TWO)
def test_two_numbers(texts):
    """Whatever else differs makes another number."""
    first, second = (DocumentNumber.parse(text) for text in texts)
    assert first != second


def test_number_is_no_text():
    """A number is not equal to its text."""
    assert DocumentNumber.parse("41-CTr/TU") != "41-CTr/TU"


def test_number_keeps_its_spelling():
    """A number is shown in the case and with the zeros that it was written with; its repr rebuilds it."""
    number = DocumentNumber.parse("Số: 041 – CTR/TU")
    assert str(number) == "041-CTR/TU"
    assert repr(number) == "DocumentNumber.parse('041-CTR/TU')"


NAMED = {
    "state": ("76/QĐ-SKHCN", "Quyết định", "Decision"),
    "party": ("41-CTR/TU", "Chương trình", "Programme"),
    "same-abbreviation-of-the-state": ("05/2025/TT-BNV", "Thông tư", "Circular"),
    "same-abbreviation-of-the-party": ("05-TT/TU", "Thông tri", "Circular letter"),
    "listed": ("91/2015/QH13", "Bộ luật", "Code"),
    "listed-rules": ("66-QĐ/TW", "Quy định", "Rules"),
    "either": ("144-QĐ/TW", None, None),
    "unlisted-act": ("59/2020/QH14", None, None),
    "official-letter": ("12/UBND-NC", None, None),
}


@pytest.mark.parametrize(("text", "name", "english"), NAMED.values(), ids=NAMED)
def test_kind_in_words(text, name, english):
    """The kind is named in both languages, and left open where nothing tells it."""
    number = DocumentNumber.parse(text)
    assert (number.kind_name(), number.kind_name("vi"), number.kind_name("en")) == (name, name, english)


def test_party_and_unit():
    """The notation tells Party from State; an official letter names the unit that drafted it."""
    party, letter, decision = (
        DocumentNumber.parse(text) for text in ("57-NQ/TW", "12/UBND-NC", "15/QĐ-UBND-NC")
    )
    assert (party.is_party, letter.is_party) == (True, False)
    assert (party.unit, letter.unit, decision.unit) == (None, "NC", None)


LETTERS = "ABCDEGHIKLMNOPQRSTUVXYĂÂĐÊÔƠƯ"
ABBREVIATIONS = st.text(LETTERS, min_size=2, max_size=7)
ORDINALS = st.builds(
    "{}{}{}".format, st.sampled_from(["", "0", "00"]), st.integers(1, 99999), st.sampled_from("  ab")
)
CODES = {
    notation: [one.code for one in document_kinds() if one.notation == notation]
    for notation in ("state", "party")
}
STATE = st.builds(
    lambda number, year, code, issuers: "/".join(
        part for part in (number, year, "-".join([code, *issuers])) if part
    ),
    ORDINALS.map(str.strip),
    st.none() | st.integers(1945, 2099).map(str),
    st.sampled_from(CODES["state"]) | ABBREVIATIONS,
    st.lists(ABBREVIATIONS, min_size=1, max_size=3),
)
PARTY = st.builds(
    lambda number, code, issuer: f"{number}-{code}/{issuer}",
    ORDINALS.map(str.strip),
    st.sampled_from(CODES["party"]) | ABBREVIATIONS,
    ABBREVIATIONS,
)


@given(STATE | PARTY, st.sampled_from(["{}", "Số: {}", "số {}", " {} "]), st.sampled_from(["-", "–", " - "]))
@settings(deadline=None)
def test_text_and_number_are_inverses(text, around, dash):
    """A number of either notation, whatever stands around it, prints as it is written and reads back."""
    number = DocumentNumber.parse(around.format(text.replace("-", dash)))
    assert str(number) == text
    assert repr(number) == f"DocumentNumber.parse({text!r})"
    assert DocumentNumber.parse(str(number)) == number == DocumentNumber.parse(text.lower())
    assert number.is_party == ("-" in text.partition("/")[0])


@given(st.text(max_size=30) | st.from_regex(r"[0-9]{1,4}[/-][QĐNCPTU\-/ .&]{0,12}", fullmatch=True))
@settings(deadline=None)
def test_any_text_is_a_number_or_refused(text):
    """Whatever the text, it is a number whose text reads back, or refused."""
    try:
        number = DocumentNumber.parse(text)
    except InputError as error:
        number, shown = None, error.render("en")
    if number is None:
        assert "document-" in shown
        return
    assert DocumentNumber.parse(str(number)) == number
    assert str(DocumentNumber.parse(str(number))) == str(number)
