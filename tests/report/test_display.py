"""How one value looks in Vietnamese and in English."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kh2025 import messages
from kh2025.errors import ParameterError
from kh2025.report.display import align, date_line, is_nothing, number_line, plain, show, sort_key, tone
from kh2025.report.document import Title
from kh2025.report.wording import Words

DAY = date(2025, 5, 5)
MOMENT = datetime(2025, 6, 25, 10, 0, 59, tzinfo=UTC)

SHOWN = {
    "text": ("Sở Y tế", "text", "Sở Y tế", "Sở Y tế"),
    "text-of-digits": ("1234.5", "number", "1234.5", "1234.5"),
    "empty-text": ("", "text", "", ""),
    "integer": (1234567, "number", "1.234.567", "1,234,567"),
    "small-integer": (7, "number", "7", "7"),
    "negative": (-1234, "number", "-1.234", "-1,234"),
    "whole-float": (3.0, "number", "3", "3"),
    "hundred": (100.0, "number", "100", "100"),
    "decimals": (1234.5, "number", "1.234,5", "1,234.5"),
    "binary-rest": (0.1 + 0.2, "number", "0,3", "0.3"),
    "four-places-at-most": (1.00005, "number", "1,0001", "1.0001"),
    "no-negative-zero": (-0.00001, "number", "0", "0"),
    "numpy-integer": (np.int64(1234), "number", "1.234", "1,234"),
    "decimal": (Decimal("1234.50"), "number", "1.234,5", "1,234.5"),
    "year-in-a-text-column": (2025, "text", "2025", "2025"),
    "number-in-a-code-column": (12345, "code", "12345", "12345"),
    "percent": (98.6, "percent", "98,60%", "98.60%"),
    "percent-half-up": (98.625, "percent", "98,63%", "98.63%"),
    "percent-just-below": (2.674999, "percent", "2,67%", "2.67%"),
    "percent-as-written": (2.675, "percent", "2,68%", "2.68%"),
    "percent-no-negative-zero": (-0.001, "percent", "0,00%", "0.00%"),
    "percent-integer": (100, "percent", "100,00%", "100.00%"),
    "percent-thousands": (1234.5, "percent", "1.234,50%", "1,234.50%"),
    "day": (DAY, "day", "05/5/2025", "2025-05-05"),
    "day-in-february": (date(2025, 2, 12), "day", "12/02/2025", "2025-02-12"),
    "table-day": (pd.Timestamp("2025-05-05"), "day", "05/5/2025", "2025-05-05"),
    "moment": (MOMENT, "moment", "17:00 25/6/2025", "2025-06-25 17:00"),
    "table-moment": (pd.Timestamp(MOMENT), "moment", "17:00 25/6/2025", "2025-06-25 17:00"),
    "moment-over-midnight": (
        datetime(2025, 6, 30, 17, tzinfo=UTC),
        "moment",
        "00:00 01/7/2025",
        "2025-07-01 00:00",
    ),
    "local-day-of-a-moment": (datetime(2025, 6, 30, 17, tzinfo=UTC), "day", "01/7/2025", "2025-07-01"),
    "day-in-a-moment-column": (DAY, "moment", "05/5/2025", "2025-05-05"),
    "yes": (True, "text", "Có", "Yes"),
    "no": (False, "number", "Không", "No"),
    "texts": (("Sở Y tế", "Công an tỉnh"), "text", "Sở Y tế; Công an tỉnh", "Sở Y tế; Công an tỉnh"),
    "no-texts": ((), "text", "", ""),
    "nothing": (None, "text", "–", "–"),
    "nan": (float("nan"), "percent", "–", "–"),
    "nat": (pd.NaT, "day", "–", "–"),
    "na": (pd.NA, "number", "–", "–"),
    "infinite": (float("inf"), "number", "–", "–"),
}


@pytest.mark.parametrize(("cell", "kind", "vi", "en"), SHOWN.values(), ids=SHOWN)
def test_shows_a_cell(cell, kind, vi, en):
    """A cell reads as offices write it in Vietnamese, and as ISO and English usage have it in English."""
    assert (show(cell, kind, "vi"), show(cell, kind, "en")) == (vi, en)


@pytest.mark.parametrize("cell", [object(), b"x", [1], {"a": 1}], ids=repr)
def test_refuses_what_is_no_cell(cell):
    """What the contract does not name is a bug of the table's maker and never reaches a reader."""
    with pytest.raises(TypeError, match="no cell"):
        show(cell, "text")


def test_refuses_a_moment_without_offset():
    """A naive moment could be any hour, so it is refused."""
    with pytest.raises(ParameterError):
        show(datetime(2025, 6, 25, 10), "moment")  # noqa: DTZ001 - the case


@given(st.integers())
def test_grouping_loses_no_digit(number):
    """Without its points a Vietnamese integer is the integer."""
    assert show(number, "number", "vi").replace(".", "") == str(number)


@given(st.floats(0, 100))
def test_percent_is_half_up_of_what_is_written(value):
    """A percentage is the shortest decimal of the value, rounded half up to two places."""
    expected = Decimal(str(value)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert show(value, "percent", "vi") == f"{expected}%".replace(".", ",")


@given(st.floats(-1e15, 1e15, allow_nan=False))
def test_languages_differ_only_in_separators(value):
    """English is the Vietnamese text with point and comma exchanged."""
    exchanged = show(value, "number", "vi").translate(str.maketrans(".,", ",."))
    assert exchanged == show(value, "number", "en")


ALIGNED = {
    "text": "left",
    "status": "left",
    "number": "right",
    "percent": "right",
    "day": "center",
    "moment": "center",
    "code": "center",
}


@pytest.mark.parametrize(("kind", "side"), ALIGNED.items(), ids=ALIGNED)
def test_alignment(kind, side):
    """Numbers stand right, days and codes in the middle, everything else left."""
    assert align(kind) == side


KEYS = {
    "text": ("Sở Y tế", "Sở Y tế"),
    "number": (1234.5, "1234.5"),
    "tiny": (1e-7, "0.0000001"),
    "huge": (1e21, "1000000000000000000000"),
    "flag": (True, "1"),
    "day": (DAY, "2025-05-05"),
    "moment": (MOMENT.astimezone(timezone(timedelta(hours=7))), "2025-06-25T10:00:59+00:00"),
    "texts": (("b", "a"), "b; a"),
    "nothing": (None, ""),
    "nan": (float("nan"), ""),
}


@pytest.mark.parametrize(("cell", "key"), KEYS.values(), ids=KEYS)
def test_sort_key(cell, key):
    """A cell sorts by its exact value, not by how it is shown."""
    assert sort_key(cell) == key


TONES = {
    "on-time": ("part", "done_on_time", "good"),
    "late": ("part", "done_late", "warn"),
    "overdue": ("part", "open_overdue", "bad"),
    "suspended": ("part", "suspended", "neutral"),
    "report-missing": ("timeliness", "missing", "bad"),
    "reading-missing": ("result", "missing", "warn"),
    "breach": ("verdict", "breach", "bad"),
}


@pytest.mark.parametrize("lang", messages.LANGUAGES)
@pytest.mark.parametrize(("group", "code", "expected"), TONES.values(), ids=TONES)
def test_tone_of_a_label(group, code, expected, lang):
    """The label of a state has the colour of the state, in both languages."""
    assert tone(messages.text("labels", f"{group}.{code}", lang), lang) == expected


def test_tone_of_an_unknown_label():
    """A text that is no label of a state is not coloured."""
    assert tone("Sở Y tế") == "neutral"


PLAIN = {
    "override": ("Sở\u202e Y tế\u2066", "Sở Y tế"),
    "controls": ("a\x00b\x07c\x1bd\x9fe", "abcde"),
    "line-break": ("a\nb\tc", "a\nb\tc"),
    "invisible": ("a\u200bb\ufeff", "ab"),
    "decomposed": ("Thái", "Thái"),
    "surrogate": ("a\ud800b", "a\ufffdb"),
    "markup": ("<b>&amp;", "<b>&amp;"),
}


@pytest.mark.parametrize(("text", "expected"), PLAIN.values(), ids=PLAIN)
def test_plain_text(text, expected):
    """A text keeps every visible character and loses what could disturb its surroundings."""
    assert plain(text) == expected


@given(st.text())
def test_plain_text_can_be_written(text):
    """Whatever comes, the result is UTF-8 and stable."""
    assert plain(text).encode("utf-8") is not None
    assert plain(plain(text)) == plain(text)


def _title(number, dated):
    return Title(None, "SỞ", "Thái Bình", number, dated, "QĐ-SKHCN", "Báo cáo", "x")


LINES = {
    "given": ("76", DAY, "Số: 76/QĐ-SKHCN", "Thái Bình, ngày 05 tháng 5 năm 2025"),
    "leading-zeros": ("05", date(2026, 1, 9), "Số: 05/QĐ-SKHCN", "Thái Bình, ngày 09 tháng 01 năm 2026"),
    "open": (None, None, "Số: …/QĐ-SKHCN", "Thái Bình, ngày … tháng … năm …"),
}


@pytest.mark.parametrize("lang", messages.LANGUAGES)
@pytest.mark.parametrize(("number", "dated", "first", "second"), LINES.values(), ids=LINES)
def test_lines_of_the_letterhead(number, dated, first, second, lang):
    """The number and date lines follow the decree, with dots for what is still to be given."""
    title = _title(number, dated)
    assert (number_line(title, lang), date_line(title, lang)) == (first, second)


NOTHING = {"none": None, "nan": float("nan"), "nat": pd.NaT, "na": pd.NA, "decimal-nan": Decimal("NaN")}
SOMETHING = {"zero": 0, "false": False, "empty": "", "no-texts": (), "infinite": float("inf"), "day": DAY}


@pytest.mark.parametrize("cell", NOTHING.values(), ids=NOTHING)
def test_nothing(cell):
    """Every kind of missing value is nothing."""
    assert is_nothing(cell)


@pytest.mark.parametrize("cell", SOMETHING.values(), ids=SOMETHING)
def test_something(cell):
    """Zero, no and the empty text are values."""
    assert not is_nothing(cell)


def test_languages_hold_the_same_words():
    """A document in English finds every word that one in Vietnamese has."""

    def keys(texts, path=()):
        inner = [keys(v, (*path, k)) if isinstance(v, dict) else {(*path, k)} for k, v in texts.items()]
        return set().union(*inner)

    assert keys(messages.load("document", "vi")) == keys(messages.load("document", "en"))


STATED = {
    # values, Vietnamese, English
    "nothing": ({"state": None, "percent": None}, "chưa có báo cáo tiến độ", "no progress has been reported"),
    "state": ({"state": "in_progress", "percent": None}, "đang thực hiện", "in progress"),
    "state-and-share": ({"state": "in_progress", "percent": 40.0}, "đang thực hiện, 40%", "in progress, 40%"),
}


@pytest.mark.parametrize(("values", "vi", "en"), STATED.values(), ids=STATED)
def test_how_far_an_overdue_task_is(values, vi, en):
    """The sentence says what was reported, or that nothing was; no dash stands for a state or a share."""
    values = {"due_on": date(2025, 6, 1), "days_late": 13} | values
    for lang, told in (("vi", vi), ("en", en)):
        said = Words(lang, {}).finding("task-overdue", values)
        assert said.lower().endswith(f" {told}.")
        assert "–" not in said


def test_a_digest_is_shortened_for_people():
    """Of the file that a record was read from its first eight digits are shown, the cell in full."""
    source = f"sha256:{'5f0c12ab' * 8}/Tiến độ!state=J5"
    values = {"state": "done", "percent": 60.0, "source": source}
    assert "sha256:5f0c12ab…/Tiến độ!state=J5." in Words("vi", {}).finding(
        "percent-contradicts-state", values
    )
