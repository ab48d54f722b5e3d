"""The Word file read back, and laid out: the page of Nghị định 30/2020/NĐ-CP."""

import io
import zipfile
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime
from importlib.resources import files

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from PIL import ImageFont

from kh2025.report.document import Field, Figure, Heading, Paragraph, Run, Section, Table
from kh2025.report.docx import render
from kh2025.report.units import unbroken

MM_PER_POINT = 25.4 / 72
NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
FONT = files("kh2025.report") / "fonts" / "LiberationSerif-Bold.ttf"


def read(document):
    return docx.Document(io.BytesIO(render(document)))


@pytest.fixture(scope="module")
def file(issued):
    """The example's report as an office would send it."""
    return read(issued)


def headers(document):
    """The headers of its pages, as XML."""
    with zipfile.ZipFile(io.BytesIO(render(document))) as archive:
        names = [name for name in archive.namelist() if name.startswith("word/header")]
        return [archive.read(name).decode() for name in names]


def rows(table):
    """The texts of a table, one for merged cells."""
    return [[cell.text for cell in dict.fromkeys(row.cells)] for row in table.rows]


def test_head(file):
    """Body over its superior, national title and motto, number with symbol, place and date with leading zeros."""
    head = rows(file.tables[0])
    assert [[part for part in cell.split("\n") if part] for row in head for cell in row] == [
        ["UBND TỈNH THÁI BÌNH", "SỞ KHOA HỌC VÀ CÔNG NGHỆ"],
        [NATION, "Độc lập - Tự do - Hạnh phúc"],
        ["Số: 76/BC-SKHCN"],
        ["Thái Bình, ngày 25 tháng 6 năm 2025"],
    ]


def test_date_line_is_italic_and_national_title_bold(file):
    """As the decree has them."""
    _, nation, _, dated = file.tables[0]._cells  # noqa: SLF001
    assert [line.runs[0].bold for line in nation.paragraphs[:2]] == [True, True]
    assert dated.paragraphs[0].runs[0].italic


def test_kind_and_subject(file, issued):
    """Kind in capitals, the subject under it, both centred."""
    titles = [line for line in file.paragraphs if line.style.name == "Title"]
    assert [line.text for line in titles][:2] == ["BÁO CÁO", unbroken(issued.title.subject)]


def test_signature(file):
    """Recipients to the left with the archive last; authority, post and name to the right."""
    (table,) = (one for one in file.tables if "Nơi nhận:" in one.cell(0, 0).text)
    left, right = table._cells  # noqa: SLF001
    assert left.text.split("\n") == ["Nơi nhận:", "- 2 Tiểu Ban;", "- Lưu: VT."]
    assert right.text.split("\n") == ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Nguyễn Văn A"]
    assert left.paragraphs[0].runs[0].bold
    assert left.paragraphs[0].runs[0].italic


def test_headings_are_headings(file, issued):
    """Headings are real ones with their level, so that Word has an outline."""
    found = [
        (line.style.name, line.text) for line in file.paragraphs if line.style.name.startswith("Heading")
    ]
    wanted = [
        (f"Heading {block.level}", block.text.upper() if section.is_annex else block.text)
        for section in issued.sections
        for block in section.blocks
        if isinstance(block, Heading)
    ]
    assert Counter(found) == Counter(wanted)
    assert file.styles["Heading 1"].element.xpath("./w:pPr/w:outlineLvl/@w:val") == ["0"]


def test_running_text(file):
    """14 points, justified, first line 12.7 mm, 6 points after."""
    text = file.styles["Body Text"]
    shape = text.paragraph_format
    assert (
        text.font.size.pt,
        shape.alignment,
        round(shape.first_line_indent.mm, 1),
        shape.space_after.pt,
    ) == (
        14,
        docx.enum.text.WD_ALIGN_PARAGRAPH.JUSTIFY,
        12.7,
        6,
    )


def test_only_one_font(file):
    """Times New Roman for every script, wherever a font is named; nothing is left to a theme."""
    fonts = [dict(one.attrib) for one in file.styles.element.iter(qn("w:rFonts"))]
    uses = {qn(f"w:{use}"): "Times New Roman" for use in ("ascii", "hAnsi", "cs", "eastAsia")}
    assert fonts
    assert all(one == uses for one in fonts)


def test_colours_are_black(file):
    """No heading or caption has a colour of the template."""
    for name in ("Heading 1", "Heading 2", "Caption", "Title"):
        assert str(file.styles[name].font.color.rgb) == "000000"


def test_language(make):
    """The text is Vietnamese for spelling and reading aloud; an English report English."""
    for lang, code in (("vi", "vi-VN"), ("en", "en-GB")):
        file = read(make(lang=lang))
        assert {one.get(qn("w:val")) for one in file.styles.element.iter(qn("w:lang"))} == {code}
        assert file.core_properties.language == code


def test_properties(file, issued):
    """A title, the document's day, no author."""
    told = file.core_properties
    assert told.title.startswith("BÁO CÁO Đánh giá kết quả")
    assert (told.author, told.last_modified_by, told.comments) == ("", "", "")
    assert told.created == told.modified == datetime(2025, 6, 25, tzinfo=UTC)
    assert issued.title.dated == date(2025, 6, 25)


def test_tables_repeat_their_headings_and_keep_their_rows(file):
    """On every page the headings; no row on two of them; widths fixed, within the margins."""
    grids = [table for table in file.tables if table._tbl.xpath("./w:tr/w:trPr/w:tblHeader")]  # noqa: SLF001
    assert len(grids) >= 16
    for table in grids:
        tbl = table._tbl  # noqa: SLF001
        assert tbl.xpath("./w:tr[w:trPr/w:tblHeader]") == [tbl.tr_lst[0]]
        assert len(tbl.xpath("./w:tr[w:trPr/w:cantSplit]")) == len(tbl.tr_lst)
        assert not table.autofit


def test_table_content(make):
    """Headings, a group across all columns, cells as shown, the total last."""
    fields = (Field("Cơ quan", width=3.0), Field("Tỷ lệ", "percent"))
    table = Table(
        "B", fields, (("Sở Y tế", 98.625), ("Sở\nTài chính", None)), "–", ((1, "II"),), ("Tổng", 1.0)
    )
    (found,) = (one for one in read(make(table)).tables if one.cell(0, 0).text == "Cơ quan")
    assert rows(found) == [
        ["Cơ quan", "Tỷ lệ"],
        ["Sở Y tế", "98,63%"],
        ["II"],
        ["Sở\nTài chính", "–"],
        ["Tổng", "1,00%"],
    ]


def test_emphasis(make):
    """Strong pieces are bold, emphasised ones italic, the others neither."""
    file = read(make(Paragraph((Run("a"), Run("b", "strong"), Run("c", "emphasis"))), Paragraph("x")))
    (line,) = (one for one in file.paragraphs if one.text == "abc")
    assert [(run.text, run.bold, run.italic) for run in line.runs] == [
        ("a", None, None),
        ("b", True, None),
        ("c", None, True),
    ]


def test_figures_are_described(file, issued):
    """Every chart has its description for whoever cannot see it, and its caption below."""
    figures = [block for part in issued.sections for block in part.blocks if isinstance(block, Figure)]
    told = [shape._inline.docPr.get("descr") for shape in file.inline_shapes]  # noqa: SLF001
    assert told == [figure.alt for figure in figures]
    captions = [line.text for line in file.paragraphs if line.style.name == "Caption"]
    assert {figure.caption for figure in figures} <= set(captions)


def test_annexes_lie_as_they_should(file):
    """The body upright, the appendix on its side, the assumptions upright; margins of the decree."""
    assert [page.orientation for page in file.sections] == [
        WD_ORIENT.PORTRAIT,
        WD_ORIENT.LANDSCAPE,
        WD_ORIENT.PORTRAIT,
    ]
    for page in file.sections:
        sides = (page.top_margin, page.right_margin, page.bottom_margin, page.left_margin)
        assert [round(side.mm) for side in sides] == [20, 15, 20, 30]


def test_nothing_tells_when_it_was_made(issued):
    """Times of the archive do not come from a clock."""
    with zipfile.ZipFile(io.BytesIO(render(issued))) as archive:
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.fixture(scope="module")
def laid_out(issued, pages):
    """The report as LibreOffice lays it out."""
    return pages(render(issued), "docx")


def test_national_title_stands_in_one_line(laid_out):
    """Neither the national title nor the body's name is broken."""
    lines = laid_out.pages[0].extract_text(extraction_mode="layout").splitlines()
    assert any(NATION in line for line in lines)
    assert any("SỞ KHOA HỌC VÀ CÔNG NGHỆ" in line for line in lines[:12])


def test_national_title_of_a_letter_stands_in_one_line(issued, pages):
    """A letter without a name of kind has the same head."""
    letter = replace(issued, title=replace(issued.title, kind="", subject="V/v đôn đốc"), sections=())
    lines = pages(render(letter), "docx").pages[0].extract_text(extraction_mode="layout").splitlines()
    assert any(NATION in line for line in lines)


@pytest.mark.parametrize("place", [0, 1], ids=["body", "nation"])
def test_head_has_room(file, place):
    """The longest line of each column leaves room for the letters of a somewhat wider font."""
    cell = file.tables[0].rows[0].cells[place]
    font = ImageFont.truetype(str(FONT), 1000)
    widest = max(font.getlength(line.text) * line.runs[0].font.size.mm / 1000 for line in cell.paragraphs[:2])
    assert widest < cell.width.mm - 2


def test_draft_is_marked_behind_every_page(demo, issued):
    """A draft has its mark in the headers of the first and of all other pages; a signed document has none."""
    assert [header.count('string="DỰ THẢO"') for header in headers(demo)] == [1, 1]
    assert not any("textpath" in header for header in headers(issued))


def test_page_numbers_begin_on_the_second_page(laid_out):
    """No number on the first page, a number at the top of every other."""
    texts = [page.extract_text().strip() for page in laid_out.pages]
    assert texts[0].startswith("UBND TỈNH")
    assert [text.split(maxsplit=1)[0] for text in texts[1:]] == [str(n) for n in range(2, len(texts) + 1)]


def test_appendix_pages_lie_on_their_side(laid_out):
    """Some pages in the middle are wider than high, the first and the last are not."""
    wide = [page.mediabox.width > page.mediabox.height for page in laid_out.pages]
    assert (wide[0], wide[-1]) == (False, False)
    assert 3 <= sum(wide) <= 11
    assert len(wide) <= 24


def test_no_page_is_empty(laid_out):
    """No page holds its number only."""
    for page in laid_out.pages:
        assert len(page.extract_text().strip()) > 40 or "/XObject" in page["/Resources"]


def test_text_stays_within_the_margins(laid_out, places):
    """No text begins left of the left margin or within ten millimetres of the right one: no table is too wide."""
    for page in laid_out.pages:
        assert min(places(page)) >= 29
        assert max(places(page)) <= float(page.mediabox.width) * MM_PER_POINT - 15


def test_a_name_of_two_thousand_letters(make, pages):
    """It makes a long row, not a wide page."""
    fields = (Field("Nhiệm vụ", width=4.0), Field("Cơ quan"), Field("Hạn", "day"))
    table = Table("B", fields, (("Nhiệm vụ có tên rất dài " * 90, "Sở Y tế", date(2025, 6, 30)),), "–")
    part = Section("part", (table,))
    found = pages(render(replace(make(), sections=(part,))), "docx")
    assert len(found.pages) <= 3
    assert "30/6/2025" in "".join(page.extract_text() for page in found.pages)
