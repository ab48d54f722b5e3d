"""Places in a document: their numbering, and reading them in any order."""

import pytest

from kh2025.errors import InputError
from kh2025.law.places import PLACES, check_place, place_label, read_places

NUMBERS = {
    "point-a": ("point", "a"),
    "point-đ": ("point", "đ"),
    "point-inserted": ("point", "a1"),
    "point-number": ("point", "1.2"),
    "clause": ("clause", "5"),
    "clause-inserted": ("clause", "2a"),
    "article": ("article", "112"),
    "article-inserted": ("article", "8a"),
    "section-number": ("section", "2"),
    "section-step": ("section", "3.a"),
    "section-roman": ("section", "II.1"),
    "appendix-roman": ("appendix", "III"),
    "appendix-number": ("appendix", "1"),
    "appendix-letter": ("appendix", "A"),
}
NO_NUMBERS = {
    "point-f": ("point", "f"),
    "point-j": ("point", "j"),
    "point-w": ("point", "w"),
    "point-z": ("point", "z"),
    "point-capital": ("point", "A"),
    "point-two-letters": ("point", "ab"),
    "point-ă": ("point", "ă"),
    "clause-zero": ("clause", "0"),
    "clause-word": ("clause", "cuối"),
    "clause-leading-zero": ("clause", "05"),
    "article-roman": ("article", "IV"),
    "article-range": ("article", "5-7"),
    "article-arabic-digits": ("article", "٨"),
    "article-empty": ("article", ""),
    "section-trailing-point": ("section", "3."),
    "appendix-word": ("appendix", "kèm"),
}
READ = {
    "short": ("Đ.8 k.5", {"article": "8", "clause": "5"}),
    "short-with-point": ("đ.b k.5 Đ.8", {"point": "b", "clause": "5", "article": "8"}),
    "short-point-đ": ("đ.đ k.1", {"point": "đ", "clause": "1"}),
    "short-joined": ("k5 Đ8", {"clause": "5", "article": "8"}),
    "short-section": ("m.3.a", {"section": "3.a"}),
    "short-appendix": ("PL.II", {"appendix": "II"}),
    "any-order": ("Điều 8, khoản 5, điểm b", {"article": "8", "clause": "5", "point": "b"}),
    "capitals": ("ĐIỂM B KHOẢN 5 ĐIỀU 8A", {"point": "b", "clause": "5", "article": "8a"}),
    "parenthesis": ("điểm b) khoản 5 (Điều 8)", {"point": "b", "clause": "5", "article": "8"}),
    "zero": ("khoản 05 Điều 08", {"clause": "5", "article": "8"}),
    "of": ("khoản 5 của Điều 8", {"clause": "5", "article": "8"}),
    "number-of-an-appendix": ("Phụ lục số II", {"appendix": "II"}),
    "nothing": (" , ", {}),
}
UNREAD = {
    "word": ("chương 2", "citation-text"),
    "word-like-clause": ("khoảng 5", "citation-text"),
    "letter-alone": ("điểm a, b khoản 1", "citation-text"),
    "range": ("Điều 5 đến Điều 7", "citation-text"),
    "range-with-a-dash": ("Điều 5-7", "citation-text"),
    "word-without-number": ("khoản", "citation-text"),
    "two-clauses": ("khoản 1 và khoản 2", "citation-several"),
    "two-articles": ("Điều 5, Điều 7", "citation-several"),
    "point-f": ("điểm f khoản 1", "citation-part"),
    "clause-word": ("khoản cuối", "citation-part"),
    "article-zero": ("Điều 0", "citation-part"),
}


@pytest.mark.parametrize(("part", "value"), NUMBERS.values(), ids=NUMBERS)
def test_place_numbered(part, value):
    """What numbers a place is accepted, labelled in both languages, and reads back from Vietnamese."""
    check_place(part, value)
    assert place_label(part, value, "en").endswith(f" {value}")
    assert read_places(place_label(part, value)) == {part: value}


@pytest.mark.parametrize(("part", "value"), NO_NUMBERS.values(), ids=NO_NUMBERS)
def test_place_not_numbered(part, value):
    """What numbers no place is refused, with the part as its place."""
    with pytest.raises(InputError) as caught:
        check_place(part, value)
    (problem,) = caught.value.problems
    assert (problem.code, problem.place, problem.value) == ("citation-part", part, value)


def test_a_number_of_zeros_is_shown():
    """A refused number is shown as it was written, not as the nothing that leading zeros leave."""
    with pytest.raises(InputError) as caught:
        read_places("Điều 0")
    assert caught.value.problems[0].value == "0"


@pytest.mark.parametrize(("text", "places"), READ.values(), ids=READ)
def test_places_read(text, places):
    """Places are read long or short, in any order."""
    assert read_places(text) == places


@pytest.mark.parametrize(("text", "code"), UNREAD.values(), ids=UNREAD)
def test_places_refused(text, code):
    """Whatever is not one place of each part is refused."""
    with pytest.raises(InputError) as caught:
        read_places(text)
    assert caught.value.problems[0].code == code


def test_smallest_first():
    """The order of the parts is that of a Vietnamese citation."""
    assert PLACES == ("point", "clause", "article", "section", "appendix")
