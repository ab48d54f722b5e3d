"""The page as markup: structure, escaping, and that it asks nothing of anybody."""

import re
from base64 import b64decode, b64encode
from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha256

import pytest
from bs4 import BeautifulSoup
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kh2025 import messages
from kh2025.report import layout, measures
from kh2025.report.document import (
    Document,
    Field,
    Figure,
    Gap,
    Heading,
    Items,
    Note,
    Paragraph,
    Run,
    Section,
    Signature,
    Table,
)
from kh2025.report.html import fragment, render

ROWS = (("Sở Y tế", 3, 98.625), ("Công an tỉnh", 12, None))
FIELDS = (Field("Cơ quan"), Field("Số nhiệm vụ", "number"), Field("Tỷ lệ", "percent"))
NOTES = ("invented", "assumption", "provisional", "warning", "info")


def parse(html: str) -> BeautifulSoup:
    """The markup as a tree."""
    return BeautifulSoup(html, "html.parser")


def table(**changes) -> Table:
    """A table of two rows, changed where a test needs it."""
    return replace(Table("Bảng 1", FIELDS, ROWS, "Không có nhiệm vụ."), **changes)


def shape(soup: BeautifulSoup) -> list[tuple[str, list[str]]]:
    """Every tag with the names of its attributes: what the browser builds, without the texts."""
    return [(tag.name, sorted(tag.attrs)) for tag in soup.find_all()]


@pytest.mark.parametrize("lang", messages.LANGUAGES)
def test_page_names_its_language(make, lang):
    """The language stands in the page's first tag, for screen readers and hyphenation."""
    assert parse(render(make(lang=lang))).html["lang"] == lang


def test_letterhead_is_vietnamese_in_an_english_page(make):
    """National title, number and date line are Vietnamese by decree, and marked so."""
    head = parse(render(make(lang="en"))).header
    assert head["lang"] == "vi"
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in head.text
    assert "Độc lập - Tự do - Hạnh phúc" in head.text


def test_same_document_same_page(make, png):
    """Equal documents give equal pages."""
    one, other = (make(Heading("I"), table(), Figure("Hình", "Mô tả", bytes(png))) for _ in range(2))
    assert render(one) == render(other)


def test_letterhead(make):
    """Body over superior, number line, date line, kind and subject stand as they were given."""
    soup = parse(render(make(number="76", dated=date(2025, 5, 5))))
    texts = list(soup.header.stripped_strings)
    assert texts == [
        "UBND TỈNH THÁI BÌNH",
        "SỞ KHOA HỌC VÀ CÔNG NGHỆ",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Số: 76/BC-SKHCN",
        "Thái Bình, ngày 05 tháng 5 năm 2025",
    ]
    assert list(soup.h1.stripped_strings) == ["Báo cáo", "Kết quả Quý\u00a0II/2025"]


def test_letter_without_kind_has_its_subject_under_the_number(make):
    """An official letter (công văn) has no kind: its subject stands below its number."""
    soup = parse(render(make(kind="", subject="V/v đôn đốc báo cáo")))
    assert [h1.text for h1 in soup.find_all("h1")] == ["V/v đôn đốc báo cáo"]
    assert soup.h1.find_parent(class_="number")


def test_body_without_superior(make):
    """A body without a superior one has no empty line above it."""
    assert len(parse(render(make(superior=None))).select(".body p")) == 1


SIGNED = Signature("Phó Giám đốc", "Nguyễn Văn A", ("KT. GIÁM ĐỐC",))
DAY = date(2025, 6, 25)
UNFINISHED = {
    "nothing": (None, None, None),
    "no-signer": ("76", DAY, None),
    "no-number": (None, DAY, SIGNED),
    "no-day": ("76", None, SIGNED),
}


@pytest.mark.parametrize(("number", "dated", "signature"), UNFINISHED.values(), ids=UNFINISHED)
def test_draft_is_marked(make, number, dated, signature):
    """Without number, day or signer the page says that it is a draft, in its title too."""
    soup = parse(render(replace(make(number=number, dated=dated), signature=signature)))
    assert soup.select_one(".draft strong").text == "DỰ THẢO"
    assert soup.title.text.startswith("[DỰ THẢO]")


def test_finished_document_is_no_draft(make):
    """With number, day and signer nothing says draft; authority, post and name stand under each other."""
    page = render(replace(make(number="76", dated=DAY), signature=SIGNED))
    assert "DỰ THẢO" not in page
    assert list(parse(page).select_one(".signer").stripped_strings) == [
        "KT. GIÁM ĐỐC",
        "Phó Giám đốc",
        "Nguyễn Văn A",
    ]


def test_recipients(make):
    """Whom it is sent to, the archive last."""
    soup = parse(render(replace(make(), recipients=("Hai Tiểu Ban",))))
    assert list(soup.select_one(".recipients").stripped_strings) == [
        "Nơi nhận:",
        "- Hai Tiểu Ban;",
        "- Lưu: VT.",
    ]


def test_annexes_stand_behind_the_signature(make):
    """A part marked as annex follows the signature wherever it was put, and names the document it belongs to."""
    annex = Section("annex", (Heading("Phụ lục"), table()), is_annex=True)
    document = make(Heading("I. Kết quả"))
    soup = parse(render(replace(document, sections=(annex, *document.sections))))
    order = [tag.name if tag.name == "section" else "signature" for tag in soup.select("section, .signature")]
    assert order == ["section", "signature", "section"]
    assert (
        soup.select_one(".annex .attached").text == "(Kèm theo dự thảo Báo cáo của SỞ KHOA HỌC VÀ CÔNG NGHỆ)"
    )


def test_emphasis_is_markup_of_our_own(make):
    """Pieces of a paragraph are strong or emphasised; their texts stay texts."""
    runs = (Run("Có "), Run("33 <b>", "strong"), Run(" nhiệm vụ\n"), Run("minh họa", "emphasis"))
    soup = parse(render(make(Paragraph(runs), Paragraph("x"))))
    assert [p.text for p in soup.select("section p")][:2] == ["Có 33 <b> nhiệm vụ", "minh họa"]
    assert (soup.select_one("section strong").text, soup.select_one("section em").text) == (
        "33 <b>",
        "minh họa",
    )


def test_contents_lead_to_the_headings(make):
    """Each entry of the contents, and the skip link, leads to an anchor that exists once."""
    document = make(
        Heading("I. Kết quả"), Heading("1. Nhiệm vụ", 2), Paragraph("x"), Heading("2. Báo cáo", 2)
    )
    soup = parse(render(document))
    links = {a["href"][1:]: a.text for a in soup.select("nav a")}
    assert links == {"part": "I. Kết quả", "part.2": "1. Nhiệm vụ", "part.3": "2. Báo cáo"}
    anchors = [tag["id"] for tag in soup.select("[id]")]
    assert len(anchors) == len(set(anchors))
    assert {*links, soup.select_one("a.skip")["href"][1:]} <= set(anchors)
    assert [(tag.name, tag["id"]) for tag in soup.select("section h2, section h3")] == [
        ("h2", "part"),
        ("h3", "part.2"),
        ("h3", "part.3"),
    ]


def test_document_without_sections(make):
    """A document without any section is a page without contents."""
    soup = parse(render(replace(make(), sections=())))
    assert soup.nav is None
    assert soup.main is not None


def test_section_without_heading(make):
    """A part without heading is not in the contents."""
    assert parse(render(make(Paragraph("Lời văn")))).nav is None


def test_paragraph_keeps_its_lines(make):
    """Each line of an office's remark is a paragraph of its own; empty lines are not."""
    soup = parse(render(make(Paragraph("Một.\n\nHai."))))
    assert [p.text for p in soup.select("section p")] == ["Một.", "Hai./."]


def test_items(make):
    """A list shows its items."""
    soup = parse(render(make(Items(("Một;", "Hai.")))))
    assert [li.text for li in soup.select("section li")] == ["Một;", "Hai./."]


@pytest.mark.parametrize("lang", messages.LANGUAGES)
@pytest.mark.parametrize("kind", NOTES)
def test_note_says_what_it_is(make, kind, lang):
    """A note carries its label as a word, not only as a colour."""
    note = parse(render(make(Note(kind, "Lời ghi"), lang=lang))).select_one(f"aside.{kind}")
    assert [part.text for part in note.find_all()] == [
        messages.text("document", f"note.{kind}", lang),
        "Lời ghi",
    ]


def test_gap_is_visible(make):
    """What the office still has to write is a box of its own."""
    assert "Nguyên nhân" in parse(render(make(Gap("Nguyên nhân")))).select_one("aside.gap").text


def test_table(make):
    """Caption, headings for columns, cells as shown, numbers to the right."""
    soup = parse(render(make(table(total=("Tổng số", 15, 99.0)))))
    assert soup.caption.text == "Bảng 1"
    assert [(th.text, th["scope"]) for th in soup.select("thead th")] == [
        ("Cơ quan", "col"),
        ("Số nhiệm vụ", "col"),
        ("Tỷ lệ", "col"),
    ]
    rows = [[td.text for td in tr.find_all("td")] for tr in soup.select("tbody tr, tfoot tr")]
    assert rows == [
        ["Sở Y tế", "3", "98,63%"],
        ["Công an tỉnh", "12", "–"],
        ["Tổng số", "15", "99,00%"],
    ]
    assert soup.select("td.number.right, td.percent.right") == soup.select("td.number, td.percent")


def test_table_scrolls_in_a_named_region(make):
    """A wide table scrolls in a region that the keyboard reaches and a screen reader names."""
    region = parse(render(make(table()))).table.parent
    assert (region["role"], region["tabindex"], region["aria-label"]) == ("region", "0", "Bảng 1")


def test_sort_values_are_exact(make):
    """Rows carry the exact values to sort by; the total carries none."""
    moment = datetime(2025, 6, 25, 10, tzinfo=UTC)
    fields = (Field("Lúc", "moment"), Field("Tỷ lệ", "percent"))
    soup = parse(render(make(Table("B", fields, ((moment, 98.625), (None, None)), "–", total=(None, 1.0)))))
    assert [td.get("data-value") for td in soup.select("td")] == [
        "2025-06-25T10:00:00+00:00",
        "98.625",
        "",
        "",
        None,
        None,
    ]


def test_groups_stand_before_their_rows(make):
    """A group row spans all columns and stands where it was put, the last even after all rows."""
    groups = ((0, "I. Hạ tầng"), (1, "II. Nhân lực"), (1, "II.1"), (2, "III. Trống"))
    soup = parse(render(make(table(groups=groups))))
    assert [tr.find(["th", "td"]).text for tr in soup.select("tbody tr")] == [
        "I. Hạ tầng",
        "Sở Y tế",
        "II. Nhân lực",
        "II.1",
        "Công an tỉnh",
        "III. Trống",
    ]
    assert {th["colspan"] for th in soup.select("tr.group th")} == {"3"}


NOT_SORTABLE = {"groups": {"groups": ((0, "I"),)}, "one-row": {"rows": ROWS[:1]}}


def test_plain_table_is_sortable(make):
    """A table of several rows without groups can be sorted."""
    assert parse(render(make(table()))).table.has_attr("data-sortable")


@pytest.mark.parametrize("changes", NOT_SORTABLE.values(), ids=NOT_SORTABLE)
def test_other_tables_are_not_sortable(make, changes):
    """Sorting would tear groups apart, and one row needs none."""
    assert not parse(render(make(table(**changes)))).table.has_attr("data-sortable")


def test_empty_table_is_a_sentence(make):
    """Without rows there is no table but its caption and a sentence, even where groups or a total were given."""
    soup = parse(render(make(table(rows=(), groups=((0, "I"),), total=("Tổng", 0, None)))))
    assert soup.table is None
    assert [p.text for p in soup.select("section p")] == ["Bảng 1", "Không có nhiệm vụ./."]


def test_row_of_another_length(make):
    """A row that does not fit its columns is a bug and raises."""
    with pytest.raises(ValueError, match="cells long"):
        render(make(table(rows=(("a",),))))


def test_widths(make):
    """Columns of unequal width share the table in their proportion."""
    fields = (Field("STT", "code", 1), Field("Nội dung", "text", 3))
    soup = parse(render(make(Table("B", fields, (("1", "x"),), "–"))))
    assert [col["style"].split("; ")[0] for col in soup.select("col")] == ["width: 25%", "width: 75%"]


def test_widths_on_paper(make):
    """In print the columns have the widths, and the letters the size, that PDF and Word give them."""
    made = Table("B", (Field("STT", "code", 0.1), Field("Nghiệm thu", "text", 9)), (("1", "x"),), "–")
    widths = measures.column_widths(made, layout.shown(made, "vi"), 165, measures.text_size(made))
    soup = parse(render(make(made)))
    shown = [float(col["style"].split("--paper: ")[1].rstrip("%")) for col in soup.select("col")]
    assert shown == pytest.approx([100 * width / 165 for width in widths], abs=0.1)
    assert soup.table["style"].endswith(f"--size: {measures.text_size(made)}pt")


def test_status_is_a_pill_with_its_text(make):
    """A state is shown by word and colour; nothing said and the total are not states."""
    fields = (Field("Trạng thái", "status"),)
    rows = (("Hoàn thành đúng hạn",), ("Tạm dừng",), (None,))
    soup = parse(render(make(Table("B", fields, rows, "–", total=("Tổng số",)))))
    assert [(pill["class"][1], pill.text) for pill in soup.select(".pill")] == [
        ("good", "Hoàn thành đúng hạn"),
        ("neutral", "Tạm dừng"),
    ]


def test_figure(make, png):
    """A chart stands in the page itself, with its caption and the same in words."""
    soup = parse(render(make(Figure("Hình 1", "Biểu đồ: 3 sở", png))))
    kind, data = soup.img["src"].split(",")
    assert (kind, b64decode(data)) == ("data:image/png;base64", png)
    assert (soup.img["alt"], soup.figcaption.text) == ("Biểu đồ: 3 sở", "Hình 1")


def test_facts_close_the_document(make):
    """What the report was made from is a list of terms at its end."""
    soup = parse(render(replace(make(), facts=(("Kế hoạch", "plan.yaml"), ("Mã băm", "9f86")))))
    assert [dt.text for dt in soup.select("footer dt")] == ["Kế hoạch", "Mã băm"]
    assert [dd.text for dd in soup.select("footer dd")] == ["plan.yaml", "9f86"]


def test_no_facts_no_footer(make):
    """Without facts there is no empty list."""
    assert parse(render(make())).footer is None


def test_hostile_text_is_shown_literally(everywhere, hostile):
    """Markup of any kind builds no tag and no attribute, and reads as it was written, in every place."""
    soup = parse(render(everywhere(hostile)))
    assert shape(soup) == shape(parse(render(everywhere("x"))))
    shown = [
        tag.get_text()
        for tag in soup.select("h2, section p, li, aside span, caption, th, td, figcaption, dt, dd")
    ]
    assert len(shown) > 30
    assert all(hostile in text for text in shown if text not in {"Lập từ", "./."})
    assert soup.img["alt"] == hostile


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None)
@given(text=st.text(min_size=1).filter(lambda text: text.strip() and "\n" not in text))
def test_no_text_changes_the_structure(everywhere, text):
    """Whatever a name holds, the page has the same tags and attributes."""
    assert shape(parse(render(everywhere(text)))) == shape(parse(render(everywhere("x"))))


@pytest.mark.parametrize("char", ["\u202e", "\u2066", "\x00", "\x08", "\x1b", "\x9f", "\ud800"], ids=ascii)
def test_disturbing_characters_do_not_reach_the_page(everywhere, char):
    """Controls, overrides and halves of characters are taken out; the page can be written as UTF-8."""
    page = render(everywhere(f"Sở {char}Y tế"))
    assert char not in page
    assert page.encode("utf-8")


def test_page_asks_for_nothing(everywhere):
    """No reference leads out of the page: no address, no import, no style or script from elsewhere."""
    page = render(everywhere("x"))
    soup = parse(page)
    references = [
        tag[name] for tag in soup.find_all() for name in ("src", "href", "srcset", "data") if tag.get(name)
    ]
    assert all(one.startswith(("#", "data:")) for one in references)
    assert not re.search(r"https?:|url\(|@import|fetch\(|XMLHttp", page)


def test_policy_allows_only_the_sorting_script(make):
    """The page forbids every request, and every script but the one whose hash it names."""
    soup = parse(render(make()))
    policy = soup.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]
    (script,) = soup.find_all("script")
    digest = b64encode(sha256(script.string.encode()).digest()).decode()
    assert "default-src 'none'" in policy
    assert f"script-src 'sha256-{digest}'" in policy


BLOCKS = {
    "heading": Heading("I. Kết quả"),
    "paragraph": Paragraph("I. Kết quả"),
    "items": Items(("I. Kết quả",)),
    "note": Note("info", "I. Kết quả"),
    "gap": Gap("I. Kết quả"),
    "table": Table("I. Kết quả", FIELDS, ROWS, "–"),
    "empty-table": Table("I. Kết quả", FIELDS, (), "–"),
    "figure": Figure("I. Kết quả", "mô tả", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
}


@pytest.mark.parametrize("block", BLOCKS.values(), ids=BLOCKS)
def test_fragment(block):
    """Every block can be shown alone, with scoped styles and without a script."""
    soup = parse(fragment(block))
    assert "I. Kết quả" in soup.text
    assert soup.script is None
    assert all(
        rule.lstrip().startswith(".kh2025 ")
        for rule in re.findall(r"([^{}]+){", soup.style.string.split("*/")[1])
    )


def test_fragment_is_escaped(hostile):
    """A fragment shows markup literally, as the page does."""
    soup = parse(fragment(Paragraph(hostile)))
    assert soup.p.text == hostile
    assert len(soup.p.find_all()) == 0


def test_notebook_shows_the_fragment():
    """A block that is the value of a notebook cell is shown as its fragment."""
    assert BLOCKS["table"]._repr_html_() == fragment(BLOCKS["table"])


def test_fragment_in_english():
    """A fragment speaks the language asked for."""
    assert "Yes" in fragment(Table("B", (Field("Late"),), ((True,),), "–"), "en")


def test_whole_report_of_a_thousand_rows(make):
    """A long appendix stays one page with all its rows."""
    rows = tuple((f"Nhiệm vụ {i}", i, i / 10) for i in range(1000))
    document = make(table(rows=rows))
    assert isinstance(document, Document)
    assert render(document).count("<tr>") == 1001


def test_sections_keep_their_order(make):
    """Sections come in the order of the document."""
    document = replace(make(), sections=tuple(Section(n, (Heading(n.upper()),)) for n in ("b", "a", "c")))
    assert [h2.text for h2 in parse(render(document)).select("section h2")] == ["B", "A", "C"]
