"""Where pages end: tall charts fit one, the text ends with its signature, groups of a table keep their rows."""

import io
import struct
import zlib

import docx
import pytest
from docx.oxml.ns import qn
from pypdf import PdfReader

from kh2025.report import layout, pdf
from kh2025.report.document import Field, Figure, Gap, Heading, Items, Paragraph, Section, Table
from kh2025.report.docx import render
from kh2025.report.measures import column_widths


def picture(across, down):
    """A grey PNG of a size in pixels."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", across, down, 8, 0, 0, 0, 0)
    body = zlib.compress((b"\0" + b"\x80" * across) * down)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def texts(document):
    """The words of each page of the PDF."""
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf.render(document))).pages]


def page_of(words, found):
    return next(place for place, text in enumerate(found) if words in text)


TALL = Figure("Thời hạn của sáu mươi nhiệm vụ", "Biểu đồ.", picture(90, 200))


def test_a_tall_chart_shares_its_page_with_heading_and_caption(make):
    """A chart higher than a page is made smaller: the heading above it and its caption stand on its page."""
    filling = Paragraph("Một dòng.\n" * 20)
    found = texts(make(filling, Heading("III. Phương hướng"), TALL, Paragraph("Hết.")))
    assert page_of("III. Phương hướng", found) == page_of(TALL.caption, found) == 1


@pytest.mark.parametrize(
    ("size", "width"),
    [((200, 100), layout.FIGURE), ((100, 140), 156.43), ((90, 200), 98.55)],
    ids=["wide", "as high as a page", "tall"],
)
def test_size_of_a_figure(size, width):
    """As wide as the text, unless it would be higher than a page has room."""
    made = layout.figure_size(picture(*size), Section("part", ()))
    assert made == pytest.approx((width, width * size[1] / size[0]), abs=0.1)
    assert made[1] < layout.A4[1] - layout.MARGINS[0] - layout.MARGINS[2] - 30


def test_a_tall_chart_on_a_page_on_its_side():
    """There the page is lower, and so is the chart."""
    assert layout.figure_size(TALL.png, Section("part", (), is_landscape=True))[1] < 140


def test_word_has_the_same_size(make):
    """A tall chart is as high in Word as in PDF."""
    shape = docx.Document(io.BytesIO(render(make(TALL)))).inline_shapes[0]
    expected = layout.figure_size(TALL.png, Section("part", ()))
    assert (shape.width.mm, shape.height.mm) == pytest.approx(expected, abs=0.1)


@pytest.mark.parametrize("lines", range(24, 34))
def test_the_signature_never_stands_alone(make, lines):
    """However long the text is, its last words stand on the page of the recipients."""
    document = make(Paragraph("Một dòng.\n" * lines), Paragraph("Đây là lời cuối"))
    found = texts(document)
    assert page_of("Đây là lời cuối./.", found) == page_of("Nơi nhận", found)


@pytest.mark.parametrize("lines", range(26, 32))
def test_the_last_of_a_list_stays_with_the_signature(make, lines):
    """Of a list it is the last line."""
    found = texts(make(Items((*("Một dòng." for _ in range(lines)), "Đây là lời cuối"))))
    assert page_of("Đây là lời cuối./.", found) == page_of("Nơi nhận", found)


def test_a_long_last_paragraph_is_whole(make):
    """Words that no page holds run on over pages, none is lost."""
    found = texts(make(Paragraph("chữ " * 3000 + "cuối")))
    assert "".join(found).count("chữ ") + "".join(found).count("chữ\n") == 3001  # one in the signature
    assert page_of("cuối./.", found) == page_of("Nơi nhận", found)


def test_the_end_sign_stands_where_the_office_writes(make):
    """The sign is no line of its own behind a place that the office fills in."""
    assert layout.body(make(Gap("Cơ quan bổ sung.")))[0].blocks == (Gap("Cơ quan bổ sung./."),)


GROUPED = Table(
    "B",
    (Field("Nhiệm vụ"),),
    tuple((f"dòng {number}",) for number in range(150)),
    "–",
    groups=tuple((place, f"Nhóm {place}.") for place in range(0, 150, 3)),
)


def test_a_group_never_ends_a_page(make):
    """The heading of a group stands above a row of its own, and again where the group goes on."""
    for text in texts(make(GROUPED))[:-1]:
        said = [line for line in text.splitlines() if line.startswith(("dòng", "Nhóm"))]
        assert said[0].startswith("Nhóm")
        assert said[-1].startswith("dòng")


def test_a_group_taller_than_a_page_is_told_once(make):
    """All of its words are there, and it is not repeated over the rows of every page that follows."""
    words, rows = 3000, tuple((f"việc {place}", "x") for place in range(40))
    table = Table("Bảng", (Field("a"), Field("b")), rows, "–", groups=((0, "nhóm " * words), (20, "ngắn")))
    pages, heights = PdfReader(io.BytesIO(pdf.render(make(table)))).pages, []
    for page in pages:
        page.extract_text(
            visitor_text=lambda text, cm, tm, *_: heights.append(cm[5] + cm[3] * tm[5]) if text.strip() else 0
        )
    assert sum(page.extract_text().count("nhóm") for page in pages) == words
    assert len(pages) < 7
    assert min(heights) > 0  # nothing runs off the paper


def test_a_group_stays_with_its_row_in_word(make):
    """The line of a group keeps with the next one, other rows do not."""
    rows = docx.Document(io.BytesIO(render(make(GROUPED)))).tables[1]._tbl.tr_lst  # noqa: SLF001
    kept = [row.find(f".//{qn('w:keepNext')}") is not None for row in rows[1:6]]
    assert kept == [True, False, False, False, True]


def test_long_codes_leave_room_for_sentences():
    """A column of long codes, which may be broken behind a hyphen, takes no room from the words beside it."""
    fields = (*(Field(f"Mã {number}") for number in range(4)), Field("Nội dung", width=4.0))
    table = Table("B", fields, ((*["bao-cao-tong-hop"] * 4, "Một câu dài. " * 9),), "–")
    assert column_widths(table, layout.shown(table, "vi"), 165, 12)[-1] > 60


def test_a_day_is_kept_whole():
    """A day with hyphens is not broken behind them."""
    table = Table("B", (Field("Ngày"), Field("Nội dung", width=20.0)), (("2026-06-25", "x"),), "–")
    assert column_widths(table, layout.shown(table, "en"), 165, 12)[0] > 22
