"""A document made by hand: what an analyst adds, and what is refused where it is made, not where it is saved."""

import io

import matplotlib.pyplot as plt
import pandas as pd
import pytest

import kh2025
from kh2025.errors import ParameterError
from kh2025.report.document import FIELD_KINDS, NOTE_KINDS


@pytest.fixture(scope="module")
def evaluation():
    """The example in June."""
    plan = kh2025.load_plan("example:thai_binh_2025/demo.yaml")
    facts = kh2025.open_facts("example:thai_binh_2025/facts")
    return kh2025.evaluate(plan, facts, "2025-Q2", as_of="2025-06-25T17:00:00+07:00")


def test_a_table_of_a_frame_and_a_chart_of_ones_own(demo, tmp_path):
    """Rows as pandas gives them, its NA among them, and a chart of pyplot go into every format."""
    frame = pd.DataFrame({"quarter": ["I", "II"], "sessions": pd.array([3, None], "Int64")})
    fields = (kh2025.Field("Quý"), kh2025.Field("Số phiên", "number"))
    rows = tuple(frame.itertuples(index=False, name=None))
    picture, figure = io.BytesIO(), plt.figure(figsize=(3, 2))
    figure.savefig(picture, format="png")
    plt.close(figure)
    blocks = (
        kh2025.Heading("Phiên họp", 2),
        kh2025.Items(("một", "hai")),
        kh2025.Note("info", "ghi chú"),
        kh2025.Table("Phiên họp theo quý", fields, rows, "Chưa có phiên họp."),
        kh2025.Figure("Phiên họp", "Biểu đồ trống.", picture.getvalue()),
    )
    saved = demo.add("results", *blocks).save(tmp_path)
    assert [path.suffix for path in saved] == [".html", ".docx", ".pdf", ".xlsx"]
    assert "Phiên họp theo quý" in saved[0].read_text("utf-8")


def test_one_format_by_its_name(demo, tmp_path):
    """A single name is a format, not a list of letters."""
    assert [path.suffix for path in demo.save(tmp_path, "docx")] == [".docx"]


def test_no_format_is_refused(demo, tmp_path):
    """Saving in no format at all would look like success."""
    with pytest.raises(ParameterError, match="format"):
        demo.save(tmp_path, [])


NO_BLOCKS = {"text": "Đề nghị …", "frame": pd.DataFrame({"a": [1]}), "nothing": None}


@pytest.mark.parametrize("block", NO_BLOCKS.values(), ids=NO_BLOCKS)
def test_what_is_no_block_is_refused(demo, block):
    """A bare text or a frame is refused when it is added; saving would only fail in the middle of a template."""
    with pytest.raises(TypeError, match="no block"):
        demo.add("proposals", block)


MISMADE = {
    "paragraph-of-nothing": (TypeError, lambda: kh2025.Paragraph(None)),
    "paragraph-of-texts": (TypeError, lambda: kh2025.Paragraph(("a", "b"))),
    "kind-of-column": (ValueError, lambda: kh2025.Field("a", "date")),
    "kind-of-note": (ValueError, lambda: kh2025.Note("hint", "x")),
    "picture": (ValueError, lambda: kh2025.Figure("Hình", "mô tả", b"\xff\xd8\xff\xe0JFIF" + bytes(40))),
    "empty-picture": (ValueError, lambda: kh2025.Figure("Hình", "mô tả", b"")),
}


@pytest.mark.parametrize(("error", "made"), MISMADE.values(), ids=MISMADE)
def test_a_mismade_block_is_refused_where_it_is_made(error, made):
    """The line that is wrong raises, not the one that saves."""
    with pytest.raises(error):
        made()


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_kind_has_its_words(lang):
    """A column of each kind and a remark of each kind can be named in both languages."""
    assert tuple(kh2025.messages.table("document", "kind", lang)) == FIELD_KINDS
    assert tuple(kh2025.messages.table("document", "note", lang)) == NOTE_KINDS


IN_FRENCH = {
    "report": lambda ev: kh2025.period_report(ev, "fr"),
    "chart": lambda ev: ev.plot.status("fr"),
    "table": lambda ev: ev.show.tasks("fr"),
}


@pytest.mark.parametrize("made", IN_FRENCH.values(), ids=IN_FRENCH)
def test_a_language_that_is_not_there_is_refused(evaluation, made):
    """The two that there are are named, instead of a file that is missing."""
    with pytest.raises(ParameterError) as refused:
        made(evaluation)
    (problem,) = refused.value.problems
    assert (problem.place, problem.value, problem.details) == ("lang", "fr", {"wanted": "vi, en"})
