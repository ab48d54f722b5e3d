"""Columns follow their texts; rules their lines."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kh2025.report import layout
from kh2025.report.document import Field, Table
from kh2025.report.measures import column_widths, rule_width

WORDS = st.text(alphabet="aăâbcđ -/1", max_size=80)


def widths(table, width=165, size=12, lang="vi"):
    return column_widths(table, layout.shown(table, lang), width, size)


def test_what_a_short_column_does_not_need_goes_to_the_long_one():
    """A column of dashes is as wide as its heading needs in two lines, whatever share it was given."""
    fields = (Field("Nhiệm vụ"), Field("Ý kiến của cơ quan", width=3.0))
    task, note = widths(Table("B", fields, (("Rà soát quy định về dữ liệu dùng chung; " * 4, None),), "–"))
    assert note < 35
    assert task > 130


def test_texts_of_one_line_share_what_is_left():
    """Where every text fits one line, the shares decide."""
    table = Table("B", (Field("a"), Field("b", width=2.0)), (("x", "y"),), "–")
    assert widths(table) == pytest.approx([55, 110])


def test_a_unit_is_one_word():
    """A period in a cell is not broken where there is room."""
    fields = (Field("Kỳ", width=0.1), Field("Nội dung", width=9.0))
    period, _ = widths(Table("B", fields, (("Quý II/2025", "câu dài " * 40),), "–"))
    assert period > 23


@settings(deadline=None)
@given(rows=st.lists(st.tuples(WORDS, WORDS, WORDS), min_size=1, max_size=6))
def test_columns_fill_the_width(rows):
    """Together they are as wide as asked, and each has some width."""
    table = Table("B", (Field("a"), Field("b", "number", 0.4), Field("c", width=4.0)), tuple(rows), "–")
    found = widths(table)
    assert sum(found) == pytest.approx(165)
    assert min(found) > 2


@settings(deadline=None)
@given(text=st.text(min_size=1, max_size=300))
def test_a_rule_is_never_longer_than_half_the_line(text):
    """Neither than half of what a line holds."""
    assert 0 <= rule_width(text, 14, 165) <= 165 / 2


@pytest.mark.parametrize(("letter", "alike"), [("ợ", "ơ"), ("Ử", "Ư"), ("ắ", "a"), ("Ổ", "O"), ("đ", "đ")])
def test_marks_add_no_width_but_the_horn(letter, alike):
    """A tone stands above or below its letter; the horn of ơ and ư stands beside it, whatever the tone."""
    assert rule_width(letter * 10, 12, 500) == pytest.approx(rule_width(alike * 10, 12, 500))


@pytest.mark.parametrize(("letter", "alike"), [("ợ", "ơ"), ("ắ", "a")])
def test_columns_keep_room_for_marked_letters_of_another_font(letter, alike):
    """Where a font has no letters with Vietnamese marks they come from a wider one; no word is torn then."""
    table = Table("B", (Field(letter * 10), Field("x", width=50.0)), (("", "Một câu dài. " * 20),), "–")
    other = Table("B", (Field(alike * 10), Field("x", width=50.0)), table.rows, "–")
    assert widths(table)[0] > 1.2 * widths(other)[0]
