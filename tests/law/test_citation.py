"""Citations as Vietnamese writes them: what they say, how they read back, and what the document's row adds."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kh2025.errors import InputError
from kh2025.law.citation import Citation, DocumentNumber, Mark, weakest
from kh2025.law.documents import documents

# Parts → Vietnamese, English.
CITED = {
    "document": ({"document": "09/2019/NĐ-CP"}, "Nghị định 09/2019/NĐ-CP", "Decree 09/2019/NĐ-CP"),
    "article": (
        {"document": "09/2019/NĐ-CP", "article": "12"},
        "Điều 12 Nghị định 09/2019/NĐ-CP",
        "Article 12, Decree 09/2019/NĐ-CP",
    ),
    "clause": (
        {"document": "09/2019/NĐ-CP", "article": "12", "clause": "2"},
        "khoản 2 Điều 12 Nghị định 09/2019/NĐ-CP",
        "clause 2, Article 12, Decree 09/2019/NĐ-CP",
    ),
    "point": (
        {"document": "09/2019/NĐ-CP", "article": "8", "clause": "5", "point": "b"},
        "điểm b khoản 5 Điều 8 Nghị định 09/2019/NĐ-CP",
        "point b, clause 5, Article 8, Decree 09/2019/NĐ-CP",
    ),
    "section": (
        {"document": "76/QĐ-SKHCN", "section": "3.a"},
        "mục 3.a Quyết định 76/QĐ-SKHCN",
        "section 3.a, Decision 76/QĐ-SKHCN",
    ),
    "appendix": (
        {"document": "30/2020/NĐ-CP", "appendix": "III"},
        "Phụ lục III Nghị định 30/2020/NĐ-CP",
        "Appendix III, Decree 30/2020/NĐ-CP",
    ),
    "party": ({"document": "41-CTR/TU"}, "Chương trình 41-CTR/TU", "Programme 41-CTR/TU"),
    "official-letter": ({"document": "12/UBND-NC"}, "12/UBND-NC", "12/UBND-NC"),
    "kind-in-words": (
        {"document": "12/UBND-NC", "kind": "công văn"},
        "Công văn 12/UBND-NC",
        "Official letter 12/UBND-NC",
    ),
    "kind-that-the-number-tells": (
        {"document": "41-CTr/TU", "kind": "Chương trình hành động"},
        "Chương trình 41-CTr/TU",
        "Programme 41-CTr/TU",
    ),
    "law": ({"document": "59/2020/QH14", "kind": "Luật"}, "Luật 59/2020/QH14", "Law 59/2020/QH14"),
    "rules-of-the-party": (
        {"document": "144-QĐ/TW", "kind": "Quy định"},
        "Quy định 144-QĐ/TW",
        "Rules 144-QĐ/TW",
    ),
    "code-by-its-title": (
        {"document": "91/2015/QH13", "article": "148", "clause": "5"},
        "khoản 5 Điều 148 Bộ luật Dân sự 2015",
        "clause 5, Article 148, Civil Code 2015",
    ),
    "day-of-issue": (
        {"document": "26/KH-UBND", "issued_on": date(2025, 2, 13)},
        "Kế hoạch 26/KH-UBND ngày 13/02/2025",
        "Plan 26/KH-UBND of 13/02/2025",
    ),
    "place-alone": ({"article": "8", "clause": "5"}, "khoản 5 Điều 8", "clause 5, Article 8"),
    "principle": ({"principle": "nguyên tắc “6 rõ”"}, "nguyên tắc “6 rõ”", "nguyên tắc “6 rõ”"),
    "nothing": ({}, "", ""),
}
# Text → the citation in its usual form.
READ = {
    "usual": (
        "điểm b khoản 5 Điều 8 Nghị định 09/2019/NĐ-CP",
        "điểm b khoản 5 Điều 8 Nghị định 09/2019/NĐ-CP",
    ),
    "commas-and-of": (
        "khoản 5, Điều 8 của Nghị định số 09/2019/NĐ-CP",
        "khoản 5 Điều 8 Nghị định 09/2019/NĐ-CP",
    ),
    "short": ("Đ.8 k.5", "khoản 5 Điều 8"),
    "short-with-number": ("Đ.12 k.1 09/2019/NĐ-CP", "khoản 1 Điều 12 Nghị định 09/2019/NĐ-CP"),
    "document-first": ("Quyết định 76/QĐ-SKHCN, mục 2", "mục 2 Quyết định 76/QĐ-SKHCN"),
    "document-and-parenthesis": ("Nghị định 09/2019/NĐ-CP (Điều 12)", "Điều 12 Nghị định 09/2019/NĐ-CP"),
    "issued-by": (
        "Điều 12 Nghị định số 09/2019/NĐ-CP của Chính phủ",
        "Điều 12 Nghị định 09/2019/NĐ-CP",
    ),
    "issued-on-by": (
        "Điều 12 Nghị định số 09/2019/NĐ-CP ngày 24 tháng 01 năm 2019 của Chính phủ.",
        "Điều 12 Nghị định 09/2019/NĐ-CP ngày 24/01/2019",
    ),
    "legal-basis": (
        "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư;",
        "Nghị định 30/2020/NĐ-CP ngày 05/3/2020",
    ),
    "as-laid-down": (
        "theo quy định tại khoản 5 Điều 8 Nghị định số 09/2019/NĐ-CP",
        "khoản 5 Điều 8 Nghị định 09/2019/NĐ-CP",
    ),
    "place-after-the-issuer": (
        "Quyết định số 42/2014/QĐ-TTg của Thủ tướng Chính phủ Điều 3 điểm a",
        "điểm a Điều 3 Quyết định 42/2014/QĐ-TTg",
    ),
    "place-after-the-subject": (
        "Nghị định 30/2020/NĐ-CP về công tác điều hành Phụ lục III",
        "Phụ lục III Nghị định 30/2020/NĐ-CP",
    ),
    "roman-after-the-subject": (
        "Kế hoạch 26/KH-UBND về điều tra mục III",
        "mục III Kế hoạch 26/KH-UBND",
    ),
    "subject-beyond-a-comma": ("Nghị định 30/2020/NĐ-CP về văn thư, lưu trữ", "Nghị định 30/2020/NĐ-CP"),
    "issued-by-on-a-subject-with-commas": (
        "Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị về đột phá khoa học, công nghệ",
        "Nghị quyết 57-NQ/TW ngày 22/12/2024",
    ),
    "subject-of-a-year": (
        "KH 26/KH-UBND ngày 13/02/2025 của UBND tỉnh về chuyển đổi số năm 2025, mục 3",
        "mục 3 Kế hoạch 26/KH-UBND ngày 13/02/2025",
    ),
    "short-place-after-the-subject": (
        "NĐ 09/2019/NĐ-CP về chế độ báo cáo, k.5 Đ.8",
        "khoản 5 Điều 8 Nghị định 09/2019/NĐ-CP",
    ),
    "abbreviated-decree": ("Đ.8 k.5 NĐ 09/2019/NĐ-CP", "khoản 5 Điều 8 Nghị định 09/2019/NĐ-CP"),
    "abbreviated-decision": ("mục 3.a QĐ số 76/QĐ-SKHCN", "mục 3.a Quyết định 76/QĐ-SKHCN"),
    "abbreviated-resolution": ("NQ 202/2025/QH15", "Nghị quyết 202/2025/QH15"),
    "abbreviated-letter": ("CV 12/UBND-NC", "Công văn 12/UBND-NC"),
    "abbreviated-rules-of-the-party": ("QĐ 66-QĐ/TW", "Quy định 66-QĐ/TW"),
    "point-l-before-a-number": ("điểm l 59/2020/QH14", "điểm l 59/2020/QH14"),
    "abbreviated-code": ("khoản 3 Điều 111 BLLĐ 2019", "khoản 3 Điều 111 Bộ luật Lao động 2019"),
    "abbreviated-code-of-a-year": ("Điều 148 BLDS năm 2015", "Điều 148 Bộ luật Dân sự 2015"),
    "code-by-its-day": (
        "Căn cứ Bộ luật Lao động ngày 20 tháng 11 năm 2019",
        "Bộ luật Lao động 2019 ngày 20/11/2019",
    ),
    "appendix-issued-with": (
        "Phụ lục III ban hành kèm theo Nghị định số 30/2020/NĐ-CP",
        "Phụ lục III Nghị định 30/2020/NĐ-CP",
    ),
    "code-of-a-year": ("Đ.146 Bộ luật Dân sự năm 2015", "Điều 146 Bộ luật Dân sự 2015"),
    "code-by-its-number": (
        "Điều 112 của Bộ luật Lao động số 45/2019/QH14",
        "Điều 112 Bộ luật Lao động 2019",
    ),
    "title-of-a-law": (
        "điểm đ khoản 1 Điều 5 Luật Phòng, chống tham nhũng số 36/2018/QH14",
        "điểm đ khoản 1 Điều 5 Luật 36/2018/QH14",
    ),
    "kind-of-two": ("Quy định số 144-QĐ/TW", "Quy định 144-QĐ/TW"),
    "any-document": ("văn bản số 12/UBND-NC", "12/UBND-NC"),
    "en-dash": ("mục II.1 Kế hoạch 26/KH–UBND", "mục II.1 Kế hoạch 26/KH-UBND"),
    "decomposed": ("Điê\u0300u 8", "Điều 8"),
    "no-break-space": ("khoản\u00a05 Điều\u00a08", "khoản 5 Điều 8"),
}
REFUSED = {
    "empty": ("", "citation-text"),
    "nothing-in-it": (" , của ", "citation-text"),
    "word": ("theo quy định", "citation-text"),
    "chapter-after-the-subject": ("Nghị định 30/2020/NĐ-CP về văn thư, Chương II", "citation-text"),
    "parenthesis-in-the-subject": ("Nghị định 30/2020/NĐ-CP về (x)", "citation-text"),
    "abbreviated-kind": ("Điều 12 TT 09/2019/NĐ-CP", "document-kind"),
    "abbreviated-code-of-another-year": ("Điều 146 BLDS 2005", "citation-text"),
    "abbreviated-code-without-year": ("Điều 146 BLDS", "citation-text"),
    "code-of-another-day": ("Bộ luật Lao động ngày 20/11/2018", "citation-text"),
    "this-article": ("khoản 5 Điều này", "citation-part"),
    "not-a-text": (None, "citation-text"),
    "two-clauses": ("khoản 1 và khoản 2 Điều 12", "citation-several"),
    "two-points": ("điểm a, b khoản 1 Điều 12", "citation-text"),
    "two-documents": ("Nghị định 09/2019/NĐ-CP và Nghị định 30/2020/NĐ-CP", "citation-several"),
    "range": ("từ Điều 5 đến Điều 7 Nghị định 09/2019/NĐ-CP", "citation-text"),
    "point-f": ("điểm f khoản 1 Điều 2", "citation-part"),
    "kind": ("Điều 12 Thông tư 09/2019/NĐ-CP", "document-kind"),
    "law-of-a-decree": ("Luật Ngân sách 09/2019/NĐ-CP", "document-kind"),
    "code-of-another-year": ("Điều 146 Bộ luật Dân sự 2005", "citation-text"),
    "code-without-year": ("Điều 146 Bộ luật Dân sự", "citation-text"),
    "day-that-there-is-not": ("Nghị định 09/2019/NĐ-CP ngày 31/02/2019", "citation-text"),
    "markup": ("Điều 8 <script>", "citation-text"),
    "arabic-digits": ("Điều ٨", "citation-part"),
}
# Parts that no citation can have.
BAD_PARTS = {
    "number": ({"document": "Quyết định"}, "document-number"),
    "point": ({"point": "f"}, "citation-part"),
    "article": ({"article": "08"}, "citation-part"),
    "empty-clause": ({"clause": ""}, "citation-part"),
    "kind-of-another": ({"document": "76/QĐ-SKHCN", "kind": "Luật"}, "document-kind"),
    "kind-of-none": ({"document": "12/UBND-NC", "kind": "Bí kíp"}, "document-kind"),
}


@pytest.mark.parametrize(("parts", "text", "english"), CITED.values(), ids=CITED)
def test_citation_text(parts, text, english):
    """A citation reads from the smallest part to the document, with the kind of document spelled out."""
    citation = Citation(**parts, mark=Mark.VERIFIED)
    assert str(citation) == citation.label() == text
    assert citation.label("en") == english
    if text and "principle" not in parts:
        assert Citation.parse(text, Mark.VERIFIED) == citation


@pytest.mark.parametrize(("text", "usual"), READ.values(), ids=READ)
def test_citation_read(text, usual):
    """A citation is understood in the forms that offices write, and its usual form means the same."""
    citation = Citation.parse(text)
    assert str(citation) == usual
    assert Citation.parse(usual) == citation


@pytest.mark.parametrize(("text", "code"), REFUSED.values(), ids=REFUSED)
def test_citation_refused(text, code):
    """What is not one place in one document is refused."""
    with pytest.raises(InputError) as caught:
        Citation.parse(text)
    (problem,) = caught.value.problems
    assert problem.code == code
    assert problem.accepted("vi") != problem.accepted("en") or code == "document-kind"


@pytest.mark.parametrize(("parts", "code"), BAD_PARTS.values(), ids=BAD_PARTS)
def test_citation_of_impossible_parts(parts, code):
    """A number, a place or a kind that there cannot be makes no citation."""
    with pytest.raises(InputError) as caught:
        Citation(**parts, mark=Mark.VERIFIED)
    assert caught.value.problems[0].code == code


def test_citation_needs_its_mark():
    """How well a provision is known is always said; only a text that is read is an assumption by itself."""
    with pytest.raises(TypeError):
        Citation(document="09/2019/NĐ-CP")
    with pytest.raises(KeyError):
        Citation.from_data({"document": "09/2019/NĐ-CP"})
    assert Citation.parse("Điều 8").mark is Mark.ASSUMPTION
    assert Citation.parse("Điều 8", Mark.SECONDARY).mark is Mark.SECONDARY
    assert weakest(["verified", Citation.parse("Điều 8").mark]) is Mark.ASSUMPTION


def test_citation_from_data():
    """Numbers of articles may be written as numbers in data, days as days; the mark is always written."""
    row = {"document": "09/2019/NĐ-CP", "article": 12, "clause": 3, "mark": "verified"}
    assert Citation.from_data(row) == Citation(
        document="09/2019/NĐ-CP", article="12", clause="3", mark=Mark.VERIFIED
    )
    assert Citation.from_data({**row, "issued_on": date(2019, 1, 24)}).issued_on == date(2019, 1, 24)
    assert Citation.from_data({**row, "mark": "secondary"}).mark is Mark.SECONDARY
    with pytest.raises(TypeError):
        Citation.from_data({**row, "page": 3})
    with pytest.raises(ValueError, match="rumour"):
        Citation.from_data({**row, "mark": "rumour"})


def test_citations_are_equal_as_their_documents_are():
    """Spellings of one number are one citation, also in a set; another place, mark or day is another."""
    base = {"document": "09/2019/NĐ-CP", "article": "12", "mark": Mark.VERIFIED}
    assert len({Citation(**base), Citation(**base | {"document": "Số: 9/2019/nđ-cp"})}) == 1
    for other in (
        {"article": "13"},
        {"mark": Mark.SECONDARY},
        {"issued_on": date(2019, 1, 24)},
        {"clause": "1"},
    ):
        assert Citation(**base | other) != Citation(**base)
    assert Citation(**base) != str(Citation(**base))


def test_row_of_the_document():
    """A citation leads to what is known of its document; a document of another day is another."""
    assert Citation.parse("Điều 12 Nghị định 9/2019/NĐ-CP").document_row.in_force_from == date(2019, 3, 12)
    assert Citation.parse("Kế hoạch 26/KH-UBND").document_row.issuer == "UBND tỉnh Thái Bình"
    assert Citation.parse("Kế hoạch 26/KH-UBND ngày 13/02/2025").document_row is not None
    assert Citation.parse("Kế hoạch 26/KH-UBND ngày 14/02/2025").document_row is None
    assert Citation.parse("Luật 59/2020/QH14").document_row is None
    assert Citation.parse("Điều 8").document_row is None


IN_FORCE = {
    "day-before": ("Nghị định 09/2019/NĐ-CP", date(2019, 3, 11), False),
    "first-day": ("Nghị định 09/2019/NĐ-CP", date(2019, 3, 12), True),
    "later": ("Nghị định 335/2025/NĐ-CP", date(2026, 1, 1), True),
    "not-yet": ("Nghị định 335/2025/NĐ-CP", date(2025, 12, 31), False),
    "day-not-known": ("Nghị quyết 202/2025/QH15", date(2025, 7, 1), None),
    "not-listed": ("Luật 59/2020/QH14", date(2025, 7, 1), None),
    "no-document": ("Điều 8", date(2025, 7, 1), None),
}


@pytest.mark.parametrize(("text", "day", "answer"), IN_FORCE.values(), ids=IN_FORCE)
def test_citation_in_force(text, day, answer):
    """Whether the document is in force on a day is answered as far as its row tells, else null."""
    assert Citation.parse(text).in_force_on(day) is answer


POINTS = st.builds(
    "{}{}".format, st.sampled_from("abcdđeghiklmnopqrstuvxy"), st.sampled_from(["", "1", "12"])
)
COUNTED = st.builds("{}{}".format, st.integers(1, 9999), st.sampled_from(["", "a", "đ"]))
STEPS = st.lists(
    st.sampled_from(["1", "12", "3a", "I", "II", "XIV", "A", "Đ", "a", "đ"]), min_size=1, max_size=3
).map(".".join)
NUMBERS = (
    st.sampled_from([str(one.number) for one in documents()])
    | st.sampled_from(["59/2020/QH14", "144-QĐ/TW", "12/UBND-NC", "217/HĐBT", "01/2015/TTLT-BNV-BTC"])
    | st.builds("{}/{}-UBND".format, st.integers(1, 9999), st.sampled_from(["QĐ", "kh", "CTr", "NC"]))
)
CITATIONS = st.builds(
    dict,
    document=st.none() | NUMBERS,
    point=st.none() | POINTS,
    clause=st.none() | COUNTED,
    article=st.none() | COUNTED,
    section=st.none() | STEPS,
    appendix=st.none() | STEPS,
    issued_on=st.none() | st.dates(date(1945, 9, 2), date(2099, 12, 31)),
).filter(lambda parts: any(value for key, value in parts.items() if key != "issued_on"))


@given(CITATIONS, st.sampled_from(Mark))
@settings(deadline=None)
def test_text_and_citation_are_inverses(parts, mark):
    """Every citation that names a place or a document reads back from its own text."""
    citation = Citation(**parts, mark=mark)
    assert Citation.parse(str(citation), mark) == citation
    assert str(Citation.parse(str(citation), mark)) == str(citation)


WORDS = [
    "điểm",
    "khoản",
    "Điều",
    "mục",
    "Phụ lục",
    "Đ.",
    "k.",
    "của",
    "và",
    ",",
    "a",
    "5",
    "II",
    "số",
    "ngày",
    "Luật",
]


@given(
    st.text(max_size=30)
    | st.lists(
        st.sampled_from([*WORDS, "09/2019/NĐ-CP", "24/01/2019", "Bộ luật Dân sự", "2015"]), max_size=8
    ).map(" ".join)
)
@settings(deadline=None)
def test_any_text_is_a_citation_or_refused(text):
    """Whatever the text, it is a citation whose text reads back, or refused with our own error."""
    try:
        citation = Citation.parse(text)
    except InputError:
        return
    assert Citation.parse(str(citation)) == citation


def test_number_of_a_citation():
    """The number is given as a value; without a document there is none."""
    assert Citation.parse("Điều 12 Nghị định 9/2019/NĐ-CP").number == DocumentNumber.parse("09/2019/NĐ-CP")
    assert Citation.parse("Điều 8").number is None


def test_the_error_shows_what_was_written():
    """The value of an error is the whole text, not what is left of it without its document."""
    with pytest.raises(InputError) as caught:
        Citation.parse("đoạn 2 khoản 1 Điều 5 NĐ 30/2020/NĐ-CP")
    assert caught.value.problems[0].value == "đoạn 2 khoản 1 Điều 5 NĐ 30/2020/NĐ-CP"
