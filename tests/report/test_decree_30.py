"""The page of Nghị định 30/2020/NĐ-CP, Phụ lục I, clause by clause, read from the Word file and measured in the PDF."""

import io
from dataclasses import replace
from datetime import date
from importlib.resources import files

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from PIL import ImageFont
from pypdf import PdfReader

import kh2025
from kh2025.report import letters, pdf
from kh2025.report.document import Document, Field, Heading, Paragraph, Section, Signature, Table, Title
from kh2025.report.docx import render
from kh2025.report.issue import Issue

MM = 25.4 / 72  # in a point
NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
FONT = files("kh2025.report") / "fonts" / "LiberationSerif-Bold.ttf"
SIGNED = "KT. GIÁM ĐỐC; PHÓ GIÁM ĐỐC; Nguyễn Văn A"
JUSTIFY, CENTER = WD_ALIGN_PARAGRAPH.JUSTIFY, WD_ALIGN_PARAGRAPH.CENTER


def read(document):
    return docx.Document(io.BytesIO(render(document)))


def said(text):
    """A text with its no-break spaces as they are typed."""
    return text.replace("\u00a0", " ")


def lines_of(file):
    """Every line of text in order, those of tables without borders (head and foot) too, with its first run."""
    found = {}
    heads = [table for table in file.tables if not table._tbl.xpath("./w:tr/w:trPr/w:tblHeader")]  # noqa: SLF001
    cells = [line for table in heads for cell in table._cells for line in cell.paragraphs]  # noqa: SLF001
    for line in [*cells, *file.paragraphs]:
        if line.runs:
            found.setdefault(said(line.text), line)
    return found


@pytest.fixture(scope="module")
def file(issued):
    """The example's report as an office would send it."""
    return read(issued)


@pytest.fixture(scope="module")
def pages(issued):
    """The same as PDF."""
    return PdfReader(io.BytesIO(pdf.render(issued))).pages


@pytest.fixture(scope="module")
def letter():
    """A letter of the example, signed."""
    plan = kh2025.load_plan("example:thai_binh_2025/demo.yaml")
    facts = kh2025.open_facts("example:thai_binh_2025/facts")
    found = letters.remind(plan, facts, "2025-06-25T17:00:00+07:00")
    return letters.letter(found, found.agencies[0], issue=Issue.of("6/SKHCN-CĐS", "05/02/2025", SIGNED))


def test_page(file):
    """I.1–3: A4, upright or on its side; margins 20–25, 30–35 left, 15–20 right."""
    for page in file.sections:
        size = {round(page.page_width.mm), round(page.page_height.mm)}
        assert size == {210, 297}
        assert 20 <= page.top_margin.mm <= 25
        assert 20 <= page.bottom_margin.mm <= 25
        assert 29.9 <= page.left_margin.mm <= 35
        assert 14.9 <= page.right_margin.mm <= 20


@pytest.mark.parametrize(
    ("text", "sizes", "bold", "italic"),
    [
        (NATION, (12, 13), True, None),
        (MOTTO, (13, 14), True, None),
        ("UBND TỈNH THÁI BÌNH", (12, 13), None, None),
        ("SỞ KHOA HỌC VÀ CÔNG NGHỆ", (12, 13), True, None),
        ("Số: 76/BC-SKHCN", (13, 13), None, None),
        ("Thái Bình, ngày 25 tháng 6 năm 2025", (13, 14), None, True),
        ("Nơi nhận:", (12, 12), True, True),
        ("- 2 Tiểu Ban;", (11, 11), None, None),
        ("- Lưu: VT.", (11, 11), None, None),
        ("KT. GIÁM ĐỐC", (13, 14), True, None),
        ("PHÓ GIÁM ĐỐC", (13, 14), True, None),
        ("Nguyễn Văn A", (13, 14), True, None),
    ],
)
def test_head_and_foot(file, text, sizes, bold, italic):
    """II: size and look of each line of the head and the foot."""
    run = lines_of(file)[text].runs[0]
    assert sizes[0] <= run.font.size.pt <= sizes[1]
    assert (run.bold, run.italic) == (bold, italic)


def test_kind_and_subject_are_bold(file, issued):
    """II.5: kind in capitals 14 bold, subject 13–14 bold, in the middle."""
    found = lines_of(file)
    for text in ("BÁO CÁO", issued.title.subject):
        assert found[text].style.font.bold
        assert found[text].style.paragraph_format.alignment == CENTER
        assert found[text].runs[0].font.size.pt == 14


def drawn(text, size):
    """How long a bold text is; unit: mm."""
    return ImageFont.truetype(str(FONT), 1000).getlength(text) / 1000 * size * MM


def rules(file):
    """Lengths of the rules in order: body, motto, subject; unit: mm."""
    body, nation = (cell.width.mm for cell in file.tables[0]._cells[:2])  # noqa: SLF001
    ruled = [
        line for line in file.element.body.iter(qn("w:p")) if line.find(f".//{qn('w:pBdr')}") is not None
    ]
    found = []
    for line, within in zip(ruled, (body, nation, body + nation), strict=True):
        sides = line.find(f".//{qn('w:ind')}")
        found.append(
            within - sum(int(sides.get(qn(f"w:{side}"))) for side in ("left", "right")) / 1440 * 25.4
        )
    return found


BODIES = [
    "SỞ KHOA HỌC VÀ CÔNG NGHỆ",
    "SỞ Y TẾ",
    "ỦY BAN NHÂN DÂN",
    "VĂN PHÒNG UBND TỈNH",
    "BAN QUẢN LÝ KHU KINH TẾ VÀ CÁC KHU CÔNG NGHIỆP",
]


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("subject", ["Kết quả quý II/2025", "Kết quả thực hiện Kế hoạch hoạt động " * 4])
def test_rules_follow_their_lines(make, body, subject):
    """II.1, 2, 5: as long as the motto; a third to a half of the line of the body and of the subject."""
    of_body, of_motto, of_subject = rules(read(make(body=body, subject=subject)))
    assert of_motto == pytest.approx(drawn(MOTTO, 13), abs=2)
    assert 1 / 3 <= of_body / min(drawn(body, 12), 67) <= 1 / 2
    assert 1 / 3 <= of_subject / min(drawn(subject, 14), 165) <= 1 / 2


def test_running_text(file):
    """II.6: 13–14 points, both margins even, first line 1–1.27 cm, 6 points and more between, lines single to 1.5."""
    text = file.styles["Body Text"]
    shape = text.paragraph_format
    assert 13 <= text.font.size.pt <= 14
    assert shape.alignment == JUSTIFY
    assert 10 <= shape.first_line_indent.mm <= 12.71
    assert shape.space_after.pt >= 6
    assert 1 <= shape.line_spacing <= 1.5


def baselines(page):
    """Where lines begin, from the top of the paper down; unit: point."""
    found = []

    def visit(text, cm, tm, *_):
        if text.strip():
            found.append(float(page.mediabox.height) - (tm[5] * cm[3] + cm[5]))

    page.extract_text(visitor_text=visit)
    return sorted({round(one, 1) for one in found})


def test_paragraphs_stand_apart_in_pdf(make):
    """II.6: between paragraphs six points more than between lines, and lines no closer than their letters."""
    one = PdfReader(io.BytesIO(pdf.render(make(Paragraph("từ " * 90), Paragraph("từ " * 20))))).pages[0]
    first, second, third, fourth = [place for place in baselines(one) if 200 < place < 500][:4]
    within, between = second - first, fourth - third
    assert third - second == pytest.approx(within, abs=0.2)
    assert 14 <= within <= 21
    assert between - within >= 5.9


def test_text_ends_with_its_sign(file):
    """The last line before the signature ends with "./."."""
    texts = [said(line.text) for line in file.paragraphs if line.text]
    body = texts[: texts.index("Phụ lục I")]
    assert body[-1].endswith("./.")
    assert [text for text in body if text.endswith("./.")] == body[-1:]


def test_page_numbers(pages):
    """I.7: 13–14 points, in the middle of the top margin, on every page but the first, lying ones too."""
    for number, page in enumerate(pages, 1):
        top = []

        def visit(text, cm, tm, _, size, found=top, height=float(page.mediabox.height)):
            place = height - (tm[5] * cm[3] + cm[5])
            if text.strip() and place < 20 / MM:
                found.append((text.strip(), (tm[4] + cm[4]) * MM, size))

        page.extract_text(visitor_text=visit)
        if number == 1:
            assert top == []
            continue
        ((text, begins, size),) = top
        middle = (30 + float(page.mediabox.width) * MM - 15) / 2
        assert (text, size) == (str(number), 13)
        assert begins + drawn(text, 13) / 2 == pytest.approx(middle, abs=1)


def test_page_numbers_in_word(file):
    """I.7: a number that Word counts, in the middle, above the top margin; none on the first page."""
    first, *others = file.sections
    assert first.different_first_page_header_footer
    assert not any(page.different_first_page_header_footer for page in others)
    line = first.header.paragraphs[0]
    assert line.alignment == CENTER
    assert line._p.find(f".//{qn('w:fldSimple')}").get(qn("w:instr")) == "PAGE"  # noqa: SLF001
    assert first.header_distance < first.top_margin


@pytest.mark.parametrize(
    ("number", "day", "first", "second"),
    [
        ("6", date(2025, 2, 5), "Số: 06/BC-SKHCN", "Thái Bình, ngày 05 tháng 02 năm 2025"),
        ("10", date(2025, 3, 10), "Số: 10/BC-SKHCN", "Thái Bình, ngày 10 tháng 3 năm 2025"),
    ],
    ids=["with-zeros", "without"],
)
def test_leading_zeros(make, number, day, first, second):
    """II.3, 4: numbers and days under 10, months 1 and 2 take a zero."""
    found = lines_of(read(make(number=number, dated=day)))
    assert {first, second} <= set(found)


@pytest.mark.parametrize(
    ("day", "superior", "place"),
    [("30/6/2025", "UBND TỈNH THÁI BÌNH", "Thái Bình"), ("01/7/2025", "UBND TỈNH HƯNG YÊN", "Hưng Yên")],
)
def test_letterhead_of_the_day(day, superior, place):
    """The last day of Thái Bình and the first of Hưng Yên have each their own head."""
    plan = kh2025.load_plan("example:thai_binh_2025/demo.yaml")
    found = kh2025.plan_audit(kh2025.check_plan(plan), issue=Issue.of("76", day, SIGNED))
    head = file_head(read(found))
    assert head[0].startswith(superior)
    assert head[3].startswith(f"{place}, ngày ")


def file_head(file):
    return [said(cell.text) for cell in file.tables[0]._cells]  # noqa: SLF001


def annexed(*names):
    """A document with annexes of those names, signed."""
    table = Table("Bảng", (Field("Nhiệm vụ"),), (("Một",),), "–")
    parts = [Section(name, (Heading(name), table), is_annex=True) for name in names]
    title = Title(
        "UBND TỈNH A", "SỞ B", "A", "6", date(2025, 1, 5), "BC-SB", "BÁO CÁO", "Kết quả", "Sở B tỉnh A"
    )
    body = Section("part", (Paragraph("Nội dung"),))
    return Document("x", "vi", title, (body, *parts), signature=Signature("GIÁM ĐỐC", "Trần Văn B"))


@pytest.mark.parametrize(
    ("names", "labels"),
    [(("Số liệu",), ["Phụ lục"]), (("Số liệu", "Căn cứ"), ["Phụ lục I", "Phụ lục II"])],
    ids=["one", "two"],
)
def test_annexes(names, labels):
    """III.1: "Phụ lục" with its Roman number where there are several, its name in capitals, the document it is of."""
    document = annexed(*names)
    texts = [said(line.text) for line in read(document).paragraphs]
    of = "(Kèm theo Báo cáo số 06/BC-SB ngày 05 tháng 01 năm 2025 của Sở B tỉnh A)"
    printed = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf.render(document))).pages)
    for label, name in zip(labels, names, strict=True):
        at = texts.index(label)
        assert texts[at : at + 3] == [label, name.upper(), of]
        assert f"{label}\n{name.upper()}\n{of}" in printed


def test_an_annex_that_says_nothing_is_left_out():
    """Headings and empty tables alone make no annex."""
    document = annexed("Số liệu")
    empty = Section("none", (Heading("Trống"), Table("B", (Field("a"),), (), "Không có.")), is_annex=True)
    grown = replace(document, sections=(*document.sections, empty))
    texts = [line.text for line in read(grown).paragraphs]
    assert "Phụ lục" in texts
    assert "TRỐNG" not in texts


def test_letter(letter):
    """II.3, 9: a letter's symbol names its unit; "Kính gửi" stands in the middle, neither bold nor slanted."""
    file = read(letter)
    found = lines_of(file)
    assert "Số: 06/SKHCN-CĐS" in found
    (to,) = (line for text, line in found.items() if text.startswith("Kính gửi: "))
    assert to.alignment == CENTER
    assert to.paragraph_format.first_line_indent == 0
    assert not to.runs[0].bold
    assert [text for text in found if text.startswith("V/v ")]
    assert found["- Như trên;"].runs[0].font.size.pt == 11


@pytest.mark.parametrize("words", range(4, 16))
def test_no_line_parts_a_unit(make, words):
    """However the words before it run, "quý II/2025", "ngày 05 tháng 5", "76/QĐ-SKHCN" stay in one line, searchable."""
    units = ("quý II/2025", "ngày 05 tháng 5", "76/QĐ-SKHCN")
    for unit in units:
        page = PdfReader(io.BytesIO(pdf.render(make(Paragraph(f"{'từng ' * words}{unit} hết"))))).pages[0]
        assert any(unit in line for line in page.extract_text().splitlines())


def test_units_in_word(make):
    """In Word no line of the title ends within a unit; other texts are found as they are typed."""
    file = read(make(Paragraph("Quyết định 76/QĐ-SKHCN, quý II/2025")))
    texts = [line.text for line in file.paragraphs]
    assert "Kết quả Quý\u00a0II/2025" in texts
    assert any(text.startswith("Quyết định 76/QĐ-SKHCN, quý II/2025") for text in texts)
