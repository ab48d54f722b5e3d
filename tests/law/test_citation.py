"""Document numbers and citations as Vietnamese writes them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kh2025.errors import InputError
from kh2025.law.citation import Citation, DocumentNumber, Mark, weakest

# Number → year in it, abbreviation of its kind.
GOOD = {
    "decision": ("76/QĐ-SKHCN", None, "QĐ"),
    "decree": ("09/2019/NĐ-CP", 2019, "NĐ"),
    "plan": ("26/KH-UBND", None, "KH"),
    "circular": ("02/2023/TT-BTTTT", 2023, "TT"),
    "report": ("1270/BC-TCTTTg", None, "BC"),
    "notice": ("5015/TB-LĐTBXH", None, "TB"),
    "resolution-of-a-committee": ("1666/NQ-UBTVQH15", None, "NQ"),
    "resolution-of-the-assembly": ("202/2025/QH15", 2025, None),
    "official-letter": ("12/UBND-NC", None, None),
    "official-letter-of-an-office": ("8726/VPCP-KGVX", None, None),
    "letter-after-the-number": ("76a/QĐ-SKHCN", None, "QĐ"),
    "ampersand": ("15/QĐ-SGD&ĐT", None, "QĐ"),
    "three-parts": ("102/KH-UBND-TH", None, "KH"),
    "party-programme": ("41-CTr/TU", None, "CTr"),
    "party-programme-in-capitals": ("41-CTR/TU", None, "CTr"),
    "party-resolution": ("57-NQ/TW", None, "NQ"),
    "party-plan": ("376-KH/TU", None, "KH"),
    "lower-case": ("76/qđ-skhcn", None, "QĐ"),
    "spaces-around": ("  76/QĐ-SKHCN ", None, "QĐ"),
    "zero-width-space": ("76/\u200bQĐ-SKHCN", None, "QĐ"),
    "decomposed": ("01/TB-VPĐP\u0041\u0302N", None, "TB"),
}
# The abbreviations of Nghị định 30/2020/NĐ-CP, and NĐ and TT of legal documents.
KINDS = (
    "NQ QĐ CT QC QyĐ TC TB HD CTr KH PA ĐA DA BC BB TTr HĐ CĐ BGN BTT GUQ GM GGT GNP PG PC PB NĐ TT".split()  # noqa: SIM905 - as the decree lists them
)
BAD = {
    "arabic-digits": "٧٦/QĐ-SKHCN",
    "empty": "",
    "word": "Quyết định",
    "number-only": "76",
    "no-symbol": "76/",
    "year-without-symbol": "76/2025",
    "date": "05/5/2025",
    "with-the-word-number": "Số 76/QĐ-SKHCN",
    "spaces-inside": "76/QĐ - SKHCN",
    "two-slashes": "76//QĐ-SKHCN",
    "hyphen-at-the-end": "76/QĐ-",
    "two-hyphens": "76/QĐ--SKHCN",
    "no-number": "QĐ-SKHCN",
    "symbol-first": "QĐ-76/SKHCN",
    "party-without-issuer": "41-CTr/",
    "negative": "-76/QĐ-SKHCN",
    "two-numbers": "76/QĐ-SKHCN, 77/QĐ-SKHCN",
    "code-after": "76/QĐ-SKHCN; DROP TABLE",
    "markup": "76/<b>QĐ</b>",
    "path": "../76/QĐ-SKHCN",
}


@pytest.mark.parametrize(("text", "year", "kind"), GOOD.values(), ids=GOOD)
def test_number_understood(text, year, kind):
    """State and Party numbers are read, with the year and the kind of document that they name."""
    number = DocumentNumber.parse(text)
    assert (number.year, number.kind) == (year, kind)
    assert DocumentNumber.parse(str(number)) == number


@pytest.mark.parametrize("code", KINDS)
def test_kind_of_document(code):
    """Every kind of document that the decree abbreviates is known and spelled out."""
    number = f"12/{code}-UBND"
    assert DocumentNumber.parse(number).kind == code
    assert str(Citation(document=number, mark=Mark.VERIFIED)).endswith(f" {number}")


@pytest.mark.parametrize("text", BAD.values(), ids=BAD)
def test_number_refused(text):
    """What follows neither notation is refused with the text as given."""
    with pytest.raises(InputError) as caught:
        DocumentNumber.parse(text)
    (problem,) = caught.value.problems
    assert (problem.code, problem.value) == ("document-number", text)


def test_numbers_compare_without_case():
    """Numbers that differ in case only are one, also in a set; other numbers and texts are not equal."""
    assert len({DocumentNumber.parse(text) for text in ("41-CTr/TU", "41-CTR/TU", "41-ctr/tu")}) == 1
    assert DocumentNumber.parse("41-CTr/TU") != DocumentNumber.parse("14-CTr/TU")
    assert DocumentNumber.parse("41-CTr/TU") != "41-CTr/TU"


def test_number_keeps_its_spelling():
    """A number is shown as it was written, without the spaces around it."""
    assert str(DocumentNumber.parse(" 41-CTR/TU ")) == "41-CTR/TU"


@given(st.text(max_size=30) | st.from_regex(r"[0-9]{1,4}[/-][QĐNCPTU\-/ .&]{0,12}", fullmatch=True))
@settings(deadline=None)
def test_any_text_is_a_number_or_refused(text):
    """Whatever the text, it is a number whose text reads back, or refused."""
    try:
        number = DocumentNumber.parse(text)
    except InputError as error:
        number, shown = None, error.render("en")
    if number is None:
        assert "document-number" in shown
        return
    assert DocumentNumber.parse(str(number)) == number
    assert number.kind is None or str(Citation(document=str(number), mark=Mark.VERIFIED)).endswith(
        str(number)
    )


WEAKEST = {
    "one": (["secondary"], "secondary"),
    "verified-and-secondary": (["verified", "secondary"], "secondary"),
    "assumption-first": (["assumption", "verified"], "assumption"),
    "all": (["secondary", "verified", "assumption"], "assumption"),
    "all-verified": (["verified", "verified"], "verified"),
}


@pytest.mark.parametrize(("marks", "mark"), WEAKEST.values(), ids=WEAKEST)
def test_weakest_mark(marks, mark):
    """What rests on several statements is known as well as the least known of them."""
    assert weakest(marks) == weakest(Mark(one) for one in marks) == mark


def test_citation_needs_its_mark():
    """How well a provision is known is always said: there is no default."""
    with pytest.raises(TypeError):
        Citation(document="09/2019/NĐ-CP")
    with pytest.raises(KeyError):
        Citation.from_data({"document": "09/2019/NĐ-CP"})


CITED = {
    "document": ({"document": "09/2019/NĐ-CP"}, "Nghị định 09/2019/NĐ-CP"),
    "article": ({"document": "09/2019/NĐ-CP", "article": "12"}, "Điều 12 Nghị định 09/2019/NĐ-CP"),
    "clause": (
        {"document": "09/2019/NĐ-CP", "article": "12", "clause": "2"},
        "khoản 2 Điều 12 Nghị định 09/2019/NĐ-CP",
    ),
    "point": (
        {"document": "09/2019/NĐ-CP", "article": "8", "clause": "5", "point": "b"},
        "điểm b khoản 5 Điều 8 Nghị định 09/2019/NĐ-CP",
    ),
    "section": ({"document": "76/QĐ-SKHCN", "section": "3.a"}, "mục 3.a Quyết định 76/QĐ-SKHCN"),
    "party": ({"document": "41-CTR/TU"}, "Chương trình 41-CTR/TU"),
    "official-letter": ({"document": "12/UBND-NC"}, "12/UBND-NC"),
    "principle": ({"principle": "nguyên tắc “6 rõ”"}, "nguyên tắc “6 rõ”"),
    "nothing": ({}, ""),
}


@pytest.mark.parametrize(("parts", "text"), CITED.values(), ids=CITED)
def test_citation_text(parts, text):
    """A citation reads from the smallest part to the document, with the kind of document spelled out."""
    assert str(Citation(**parts, mark=Mark.VERIFIED)) == text


def test_citation_from_data():
    """Numbers of articles may be written as numbers in data; the mark is always written."""
    row = {"document": "09/2019/NĐ-CP", "article": 12, "clause": 3, "mark": "verified"}
    assert Citation.from_data(row) == Citation(
        document="09/2019/NĐ-CP", article="12", clause="3", mark=Mark.VERIFIED
    )
    assert Citation.from_data({**row, "mark": "secondary"}).mark is Mark.SECONDARY
    with pytest.raises(TypeError):
        Citation.from_data({**row, "page": 3})
    with pytest.raises(ValueError, match="rumour"):
        Citation.from_data({**row, "mark": "rumour"})
