"""The PDF read back: archive form, fonts, language, descriptions, pages."""

import io
from dataclasses import replace
from importlib.resources import files

import pytest
from matplotlib.ft2font import FT2Font
from pypdf import PdfReader

from kh2025.errors import ParameterError
from kh2025.report.document import Field, Figure, Paragraph, Table
from kh2025.report.pdf import render

MM_PER_POINT = 25.4 / 72


def read(document):
    return PdfReader(io.BytesIO(render(document)))


@pytest.fixture(scope="module")
def file(issued):
    """The example's report as an office would send it."""
    return read(issued)


def test_archive_form(file):
    """The file says that it is PDF/A-2b."""
    told = file.xmp_metadata.stream.get_data().decode("utf-8")
    assert "<pdfaid:part>2</pdfaid:part>" in told
    assert "<pdfaid:conformance>B</pdfaid:conformance>" in told


def test_properties(file):
    """Title and language are told; the day is the document's."""
    assert file.metadata.title.startswith("BÁO CÁO Đánh giá kết quả")
    assert file.trailer["/Root"]["/Lang"] == "vi"
    assert file.metadata["/CreationDate"].startswith("D:20250625000000")


def test_fonts_are_embedded_and_ours(file):
    """Every font is a part of Liberation Serif, embedded."""
    names = {
        font["/BaseFont"].split("+")[1].split("-")[0].split("/")[0]
        for page in file.pages
        for font in (one.get_object() for one in page["/Resources"]["/Font"].values())
    }
    assert names == {"LiberationSerif"}


def test_package_font_holds_vietnamese():
    """The four fonts that travel with the package have every Vietnamese letter, and their licence beside them."""
    folder = files("kh2025.report") / "fonts"
    letters = {*"ĂÂĐÊÔƠƯăâđêôơư", *map(chr, range(0x1EA0, 0x1EFA))}
    fonts = [one for one in folder.iterdir() if one.name.endswith(".ttf")]
    assert len(fonts) == 4
    for font in fonts:
        assert {ord(letter) for letter in letters} <= set(FT2Font(str(font)).get_charmap())
    assert "SIL OPEN FONT LICENSE" in (folder / "OFL.txt").read_text("utf-8")


def test_is_tagged(file):
    """The structure is told, so that it can be read aloud: headings, tables with heading cells, figures."""
    root = file.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    kinds, described = set(), []

    def walk(node):
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for child in node:
                walk(child)
        elif isinstance(node, dict):
            kinds.add(node.get("/S"))
            if node.get("/Alt"):
                described.append(node["/Alt"])
            walk(node.get("/K", []))

    walk(root["/StructTreeRoot"]["/K"])
    assert {"/H1", "/H2", "/Table", "/TH", "/Figure"} <= kinds
    assert len(described) >= 4


def test_descriptions(file, issued):
    """Each chart's description is in the file."""
    figures = [block for part in issued.sections for block in part.blocks if isinstance(block, Figure)]
    told = str(
        [
            obj
            for obj in map(file.get_object, range(1, file.trailer["/Size"]))
            if isinstance(obj, dict) and "/Alt" in obj
        ]
    )
    assert all(figure.alt in told for figure in figures)


def test_national_title_stands_in_one_line(file):
    """Neither the national title nor the body's name is broken."""
    lines = file.pages[0].extract_text().splitlines()
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in " ".join(lines[:4])
    assert any("SỞ KHOA HỌC VÀ CÔNG NGHỆ" in line for line in lines[:4])


def test_page_numbers_begin_on_the_second_page(file):
    """No number on the first page, a number at the top of every other."""
    texts = [page.extract_text().strip() for page in file.pages]
    assert texts[0].startswith("UBND TỈNH")
    assert [text.split(maxsplit=1)[0] for text in texts[1:]] == [str(n) for n in range(2, len(texts) + 1)]


def test_pages(file):
    """The body upright, the appendix on its side, the assumptions upright; none empty."""
    wide = [page.mediabox.width > page.mediabox.height for page in file.pages]
    assert (wide[0], wide[-1]) == (False, False)
    assert 3 <= sum(wide) <= 11
    assert len(wide) <= 24


def test_text_stays_within_the_margins(file, places):
    """No text begins left of the left margin or within ten millimetres of the right one: no table is too wide."""
    for page in file.pages:
        assert min(places(page)) >= 29
        assert max(places(page)) <= float(page.mediabox.width) * MM_PER_POINT - 15


def test_rows_stay_whole(make):
    """A row of six lines is never begun on one page and ended on the next."""
    fields = (Field("TT", "code", 0.4), Field("Nhiệm vụ"))
    rows = tuple((number, f"đầu{number}\n2\n3\n4\n5\ncuối{number}") for number in range(100))
    texts = [page.extract_text() for page in read(make(Table("B", fields, rows, "–"))).pages]
    assert len(texts) > 3
    for number in range(100):
        assert [f"đầu{number}\n" in text for text in texts] == [
            f"cuối{number}\n" in text + "\n" for text in texts
        ]


def test_headings_are_repeated(make):
    """The headings of a long table stand on every page that it reaches."""
    rows = tuple((f"dòng {number}",) for number in range(120))
    texts = [page.extract_text() for page in read(make(Table("B", (Field("Nhiệm vụ"),), rows, "–"))).pages]
    assert all("Nhiệm vụ" in text for text in texts if "dòng" in text)


def test_letters_that_the_font_lacks_are_named(make):
    """A sign without shape is named by its number, visibly: PDF/A allows none, and no other font steps in."""
    assert "Tốt [U+1F600]" in read(make(Paragraph("Tốt 😀"))).pages[0].extract_text()


@pytest.fixture
def no_cache():
    """The typesetter as it is made anew."""
    from kh2025.report import pdf  # noqa: PLC0415 - its cache is private

    pdf._typesetter.cache_clear()  # noqa: SLF001
    yield
    pdf._typesetter.cache_clear()  # noqa: SLF001


@pytest.mark.usefixtures("no_cache")
@pytest.mark.parametrize("folder", ["missing", "."], ids=["no-folder", "no-font"])
def test_a_missing_font_is_an_error(make, tmp_path, monkeypatch, folder):
    """Another font is used only when it is asked for, and then it must be there, whole."""
    monkeypatch.setenv("KH2025_FONTS", str(tmp_path / folder))
    with pytest.raises(ParameterError) as refused:
        render(make())
    (problem,) = refused.value.problems
    assert (problem.code, problem.place) == ("font-missing", "KH2025_FONTS")


def test_fonts_of_the_machine_do_not_matter(issued, monkeypatch, tmp_path):
    """The same bytes on a machine without any font."""
    before = render(issued)
    monkeypatch.setenv("FONTCONFIG_FILE", str(tmp_path / "none"))
    from kh2025.report import pdf  # noqa: PLC0415 - its cache is private

    pdf._typesetter.cache_clear()  # noqa: SLF001
    assert render(replace(issued)) == before


def test_a_word_of_two_thousand_letters_stays_within_the_margins(make):
    """A word that no line holds is broken in a table as in running text: it makes more lines, not wider ones."""
    fields = (Field("Nhiệm vụ", width=4.0), Field("Cơ quan"))
    word = "x" * 2000
    pages = read(make(Paragraph(word), Table("B", fields, ((word, "Sở Y tế"),), "–"))).pages
    lines = [line for page in pages for line in page.extract_text().splitlines() if "xx" in line]
    assert sum(line.count("x") for line in lines) == 4000
    assert max(map(len, lines)) < 110


def test_a_tab_is_a_space(make):
    """A tab within a name is no sign of its own."""
    assert "Sở Y tế" in read(make(Paragraph("Sở\tY tế"))).pages[0].extract_text()
