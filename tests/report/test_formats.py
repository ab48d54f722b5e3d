"""All formats alike: the same bytes on every day, whatever texts a document holds, however empty or large it is."""

import hashlib
import io
import time
from dataclasses import replace

import docx
import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from kh2025.report.document import Field, Figure, Heading, Paragraph, Section, Table
from kh2025.report.save import FORMATS


def read(name: str, content: bytes) -> object:
    """The file opened by a reader of its format."""
    if name == "html":
        return content.decode("utf-8")
    return {"docx": docx.Document, "xlsx": openpyxl.load_workbook, "pdf": PdfReader}[name](
        io.BytesIO(content)
    )


def text_of(name: str, content: bytes) -> str:
    """Every text of the file in one."""
    file = read(name, content)
    if name == "pdf":
        return " ".join(page.extract_text() for page in file.pages)
    if name == "xlsx":
        return " ".join(str(cell.value) for sheet in file for row in sheet for cell in row)
    if name == "docx":
        return " ".join(node.text or "" for node in file.element.body.iter("{*}t"))
    return file


def test_the_formats():
    """The four formats of a report, in this order."""
    assert tuple(FORMATS) == ("html", "docx", "pdf", "xlsx")


@pytest.fixture(scope="module")
def earlier(issued) -> dict[str, str]:
    """The hashes of all formats, made when every clock that a file may carry still showed something else."""
    made = {name: hashlib.sha256(render(issued)).hexdigest() for name, render in FORMATS.items()}
    time.sleep(2.1)  # the time of a zip's member has steps of two seconds
    return made


@pytest.mark.parametrize("name", FORMATS)
def test_same_bytes_later(issued, earlier, name):
    """The clock is not asked: later the file is the same, byte for byte."""
    assert hashlib.sha256(FORMATS[name](replace(issued))).hexdigest() == earlier[name]


@pytest.mark.parametrize("name", FORMATS)
def test_draft_says_so(demo, issued, name):
    """The mark of a draft stands in every format, and only in a draft."""

    def said(document):
        content = FORMATS[name](document)
        if name == "docx":
            first = read(name, content).sections[0]
            return " ".join(part.paragraphs[0].text for part in (first.first_page_header, first.header))
        return text_of(name, content)

    assert "DỰ THẢO" in said(demo)
    assert "DỰ THẢO" not in said(issued)


@pytest.mark.parametrize("name", FORMATS)
def test_hostile_text_is_shown_literally(everywhere, hostile, name):
    """Markup of whatever format is a text like any other."""
    shown = "".join(text_of(name, FORMATS[name](everywhere(hostile))).split()).replace("\u200b", "")
    escaped = hostile.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    escaped = escaped.replace('"', "&#34;").replace("'", "&#39;") if name == "html" else hostile
    assert "".join(escaped.split()) in shown


DISTURBING = {
    "nul": "a\x00b",
    "controls": "a\x08\x1b\x9f\ufffe",
    "surrogate": "a\ud800b",
    "overrides": "\u202eabc\u2066",
    "arabic": "ab \u0627\u0644",
    "emoji": "Tốt 😀 👨‍👩‍👧 ✓",
    "line-ends": "a\nb\r\nc\td\n",
    "decomposed": "Tie\u0302\u0309u ban",
    "nothing": "",
    "spaces": "   ",
    "task-name": "Nhiệm vụ có tên rất dài " * 90,
}


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("text", DISTURBING.values(), ids=DISTURBING)
def test_disturbing_text_harms_no_file(everywhere, text, name):
    """A document made by hand may hold anything: every format can be written and read back."""
    assert read(name, FORMATS[name](everywhere(text)))


@pytest.mark.parametrize("name", ["docx", "pdf", "xlsx"])
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    deadline=None,
    max_examples=25,
)
@given(text=st.text(max_size=80))
def test_any_text_can_be_written(everywhere, name, text):
    """No text at all breaks a renderer."""
    assert FORMATS[name](everywhere(text))


@pytest.mark.parametrize("name", FORMATS)
def test_texts_beyond_all_measure(make, png, name):
    """What becomes a property, a bookmark, a description or a sheet's name may be longer than these can be."""
    book = "x " * 20_000
    assert read(name, FORMATS[name](make(Heading(book), Figure(book, book, png), LONG_NAME, subject=book)))


LONG_NAME = Table("dài " * 9000, (Field("a"),), (("a",),), "–")
FIFTY = Table("Rộng", tuple(Field(f"Cột số {i}") for i in range(50)), (("Nội dung",) * 50,) * 3, "–")
LONG = Table(
    "Dài", tuple(Field(f"Cột {i}") for i in range(8)), (("Nội dung nhiệm vụ khá dài",) * 8,) * 300, "–"
)
SHAPES = {
    "no-block": (),
    "fifty-columns": (FIFTY,),
    "three-hundred-rows": (LONG,),
    "no-column": (Table("Trống", (), ((), ()), "–"),),
    "deep-headings": (Heading("a", 4), Heading("b", 12), Heading("c", 0)),
    "headings-taller-than-a-page": (
        Table("B", (Field("dài " * 900), Field("b")), (("dài " * 900, "x"),) * 3, "–"),
    ),
}


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("landscape", [False, True], ids=["portrait", "landscape"])
@pytest.mark.parametrize("blocks", SHAPES.values(), ids=SHAPES)
def test_shapes(make, blocks, name, *, landscape):
    """An empty document, very wide, very long and very tall tables are files like others."""
    document = make()
    part = Section("part", blocks, is_annex=landscape, is_landscape=landscape)
    assert read(name, FORMATS[name](replace(document, sections=(part,))))


@pytest.mark.parametrize("name", FORMATS)
def test_document_without_sections(make, name):
    """A head, a signature and nothing between them."""
    assert read(name, FORMATS[name](replace(make(), sections=())))


@pytest.mark.parametrize(
    "name", [name for name in FORMATS if name != "xlsx"]
)  # a workbook has no running text
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_end_sign(make, name, lang):
    """The text ends with "./.", once, wherever the last words stand."""
    document = make(Heading("I"), Paragraph("Một."), Paragraph("Hai."), lang=lang)
    assert text_of(name, FORMATS[name](document)).count("Hai./.") == 1


def test_figure_without_description(make, png):
    """Where no description is given the caption stands in, so that PDF/A has one."""
    assert FORMATS["pdf"](make(Figure("Hình", "", png)))
