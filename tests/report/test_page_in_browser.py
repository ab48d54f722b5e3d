"""The page in a browser without network: nothing is asked for, nothing runs, tables sort, phones fit."""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

import pytest
from pypdf import PdfReader

from kh2025.report.document import Field, Figure, Gap, Heading, Note, Paragraph, Section, Table

pytestmark = pytest.mark.browser

#: In the order of the Vietnamese alphabet, where ă, â follow a and đ follows d; tones decide last.
ALPHABET = (
    "An",
    "Anh",
    "Ăn",
    "Âm",
    "Bà",
    "Dũng",
    "Đá",
    "Em",
    "Êm",
    "Hòa Tiên",
    "Hòa Tiến",
    "Ong",
    "Ôn",
    "Ơn",
    "Vũ",
)
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}


@dataclass
class Visit:
    """A page that was opened, with everything it said, asked for and put before the reader."""

    page: object
    console: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)

    def column(self, index: int, of: int = 0) -> list[str]:
        """The cells of a column of the n-th table from top to bottom, without the total."""
        cells = self.page.locator("table").nth(of).locator(f"tbody td:nth-child({index + 1})")
        return cells.all_inner_texts()

    def sort(self, label: str) -> str | None:
        """Click a heading; what it then says about its order."""
        self.page.get_by_role("button", name=label).click()
        return self.page.get_by_role("columnheader", name=label).get_attribute("aria-sort")


@pytest.fixture
def visit(browser, tmp_path) -> Iterator[Callable[..., Visit]]:
    """Opens a document as a file; every request but the one for the page itself is recorded and refused."""
    contexts = []

    def _visit(document, viewport=DESK, **options) -> Visit:
        (path,) = document.save(tmp_path, ["html"])
        context = browser.new_context(viewport=viewport, **options)
        contexts.append(context)
        page = context.new_page()
        seen = Visit(page)

        def judge(route):
            if route.request.url == path.as_uri():
                return route.continue_()
            seen.requests.append(route.request.url)
            return route.abort()

        context.route("**/*", judge)
        page.on("console", lambda message: seen.console.append(message.text))
        page.on("pageerror", lambda error: seen.console.append(str(error)))
        page.on("dialog", lambda dialog: (seen.dialogs.append(dialog.message), dialog.dismiss()))
        page.goto(path.as_uri())
        return seen

    yield _visit
    for context in contexts:
        context.close()


@pytest.fixture
def numbers() -> Table:
    """A table whose shown texts would sort wrongly as texts."""
    fields = (
        Field("Cơ quan"),
        Field("Số", "number"),
        Field("Tỷ lệ", "percent"),
        Field("Ngày", "day"),
        Field("Lúc", "moment"),
    )
    rows = (
        ("b", 1200, 9.5, date(2025, 10, 2), datetime(2025, 6, 25, 10, tzinfo=UTC)),
        ("a", 30, 9.25, date(2025, 2, 12), None),
        ("d", None, None, None, datetime(2025, 6, 25, 9, tzinfo=UTC)),
        ("c", -4, 25.0, date(2024, 12, 31), datetime(2024, 6, 25, 9, tzinfo=UTC)),
    )
    return Table("Bảng số", fields, rows, "–", total=("Tổng", 1234, 50.0, None, None))


def overflow(seen: Visit) -> int:
    """By how many pixels the page is wider than the window."""
    return seen.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")


def test_page_is_quiet(visit, everywhere):
    """A whole page says nothing to the console, asks for nothing and opens no dialog."""
    seen = visit(everywhere("Sở Y tế"))
    assert (seen.console, seen.requests, seen.dialogs) == ([], [], [])


def test_hostile_text_is_shown_and_does_nothing(visit, everywhere, hostile):
    """Markup in a name is read by people, not by the browser: no script, no picture, no dialog, no request."""
    seen = visit(everywhere(hostile))
    for heading in seen.page.locator("th button").all():
        heading.click()
    assert hostile in seen.page.locator("section p").first.inner_text()
    assert hostile in seen.page.locator("tbody td").first.inner_text()
    assert (seen.console, seen.requests, seen.dialogs) == ([], [], [])


def test_a_script_that_slips_in_does_not_run(visit, make):
    """Even a script that someone adds to the page is stopped by the page's policy."""
    seen = visit(make(Paragraph("x")))
    seen.page.evaluate(
        "const s = document.createElement('script'); s.textContent = 'window.ran = 1; alert(1)'; document.body.append(s)"
    )
    assert seen.page.evaluate("window.ran") is None
    assert seen.dialogs == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [PHONE, {"width": 320, "height": 640}, DESK], ids=["390", "320", "1280"])
def test_page_fits_the_window(visit, make, png, numbers, *, viewport, scheme):
    """Wide tables scroll in their own region and long words break: the page itself never scrolls sideways."""
    wide = Table(
        "Rộng", tuple(Field(f"Cột số {i}") for i in range(12)), (("Nội dung nhiệm vụ",) * 12,) * 2, "–"
    )
    long = "a" * 2000
    blocks = (Heading(long), Paragraph(long), Note("invented", long), Gap(long), numbers, wide)
    table = Table(long, (Field(long), Field(long, "status")), ((long, long), (long, long)), "–")
    seen = visit(
        make(*blocks, table, Figure(long, long, png), body=long, subject=long), viewport, color_scheme=scheme
    )
    assert overflow(seen) <= 0


def test_short_table_fits_a_phone_without_scrolling(visit, make):
    """Three short columns need no scrolling on a phone."""
    fields = (Field("Trạng thái", "status"), Field("Số", "number"), Field("Tỷ lệ", "percent"))
    rows = (("Hoàn thành đúng hạn", 1200, 100.0), ("Hoàn thành quá hạn", 3, 2.5))
    seen = visit(make(Table("B", fields, rows, "–")), PHONE)
    assert seen.page.locator(".scroll").evaluate("e => e.scrollWidth - e.clientWidth") <= 0


def test_words_of_a_column_are_not_torn(visit, make):
    """Short headings and words stay whole beside columns of long text."""
    fields = (Field("STT", "code"), Field("Nội dung"), Field("Nghiệm thu", "status"))
    rows = ((1, "Nội dung rất dài " * 40, "Hoàn thành đúng hạn"), (2, "x", "Tạm dừng"))
    seen = visit(make(Table("B", fields, rows, "–")), PHONE)
    text = seen.page.locator("th").first.evaluate(
        "th => { const r = document.createRange(); r.selectNodeContents(th.querySelector('button').firstChild);"
        " return r.getClientRects().length }"
    )
    assert text == 1


SORTED = {
    "numbers": ("Số", ["c", "a", "b", "d"], ["b", "a", "c", "d"]),
    "percentages": ("Tỷ lệ", ["a", "b", "c", "d"], ["c", "b", "a", "d"]),
    "days": ("Ngày", ["c", "a", "b", "d"], ["b", "a", "c", "d"]),
    "moments": ("Lúc", ["c", "d", "b", "a"], ["b", "d", "c", "a"]),
}


@pytest.mark.parametrize(("label", "up", "down"), SORTED.values(), ids=SORTED)
def test_sorts_by_value(visit, make, numbers, *, label, up, down):
    """Clicks sort by value up, then down, then back to the report's order; empty cells stay last."""
    seen = visit(make(numbers))
    assert (seen.sort(label), seen.column(0)) == ("ascending", up)
    assert (seen.sort(label), seen.column(0)) == ("descending", down)
    assert (seen.sort(label), seen.column(0)) == (None, ["b", "a", "d", "c"])
    assert seen.page.locator("tfoot td").first.inner_text() == "Tổng"
    assert seen.console == []


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_sorts_text_as_vietnamese(visit, make, lang):
    """Names come in the order of the Vietnamese alphabet, in an English page too."""
    shuffled = tuple((name,) for name in sorted(ALPHABET, key=lambda name: name[::-1]))
    seen = visit(make(Table("B", (Field("Tên"),), shuffled, "–"), lang=lang))
    seen.sort("Tên")
    assert seen.column(0) == list(ALPHABET)


def test_sorts_numbered_names_by_number(visit, make):
    """Task 10 comes after task 2."""
    rows = (("Nhiệm vụ 10", 10), ("Nhiệm vụ 9", 9), ("Nhiệm vụ 2", 2))
    seen = visit(make(Table("B", (Field("Tên"), Field("STT", "code")), rows, "–")))
    assert (seen.sort("Tên"), seen.column(1)) == ("ascending", ["2", "9", "10"])


def test_sorting_is_stable(visit, make):
    """Rows that are equal in a column keep the order of the report, upwards and downwards."""
    rows = tuple((name, number) for name, number in zip("dacb", (1, 2, 1, 2), strict=True))
    seen = visit(make(Table("B", (Field("Tên"), Field("Số", "number")), rows, "–")))
    assert (seen.sort("Số"), seen.column(0)) == ("ascending", ["d", "c", "a", "b"])
    assert (seen.sort("Số"), seen.column(0)) == ("descending", ["a", "b", "d", "c"])


def test_only_one_column_says_that_it_is_sorted(visit, make, numbers):
    """Sorting by another column takes the mark from the first."""
    seen = visit(make(numbers))
    seen.sort("Số")
    seen.sort("Ngày")
    assert (
        seen.page.locator("th[aria-sort]").all_inner_texts()
        == seen.page.locator("th", has_text="Ngày").all_inner_texts()
    )


def test_sorting_by_keyboard(visit, make, numbers):
    """A heading is reached by the tab key and sorts by the space bar."""
    seen = visit(make(numbers))
    seen.page.get_by_role("region", name="Bảng số").focus()
    seen.page.keyboard.press("Tab")
    seen.page.keyboard.press("Space")
    assert seen.column(0) == ["a", "b", "c", "d"]


def test_groups_are_not_sorted(visit, make, numbers):
    """A table with groups offers no sorting."""
    grouped = Table("B", numbers.fields, numbers.rows, "–", groups=((0, "I"),))
    assert visit(make(grouped)).page.get_by_role("button").count() == 0


def test_skip_link_comes_first(visit, make):
    """The first stop of the keyboard leads past the contents, and becomes visible there."""
    seen = visit(make(Heading("I. Kết quả")))
    seen.page.keyboard.press("Tab")
    link = seen.page.get_by_role("link", name="Đến nội dung chính")
    assert link.evaluate("e => e === document.activeElement && e.getBoundingClientRect().left >= 0")
    seen.page.keyboard.press("Enter")
    assert seen.page.evaluate("document.activeElement.id") == "content"


def test_draft_is_seen_without_scrolling(visit, make):
    """The mark of a draft is in the first screen, on a phone too."""
    seen = visit(make(Heading("I. Kết quả")), PHONE)
    assert seen.page.locator(".draft strong").bounding_box()["y"] < PHONE["height"] / 2


def test_dark_page_keeps_charts_on_white(visit, make, png):
    """In dark colours the paper is dark, a chart still stands on white."""
    seen = visit(make(Figure("Hình", "Mô tả", png)), color_scheme="dark")
    colour = "e => getComputedStyle(e).backgroundColor"
    assert seen.page.locator("img").evaluate(colour) == "rgb(255, 255, 255)"
    assert seen.page.locator("main").evaluate(colour) == "rgb(25, 28, 33)"


def test_print_is_paper(visit, make, numbers):
    """On paper there are no contents, no marks for sorting and no dark colours, and headings repeat."""
    seen = visit(make(Heading("I"), numbers), color_scheme="dark")
    seen.page.emulate_media(media="print")
    assert not seen.page.locator("nav").is_visible()
    assert seen.page.locator("thead").evaluate("e => getComputedStyle(e).display") == "table-header-group"
    assert (
        seen.page.locator("th button").first.evaluate("e => getComputedStyle(e, '::after').display") == "none"
    )
    assert seen.page.locator("body").evaluate("e => getComputedStyle(e).color") == "rgb(22, 24, 29)"
    assert seen.page.pdf(prefer_css_page_size=True).startswith(b"%PDF")


def test_a_wide_annex_prints_on_its_side(visit, make, numbers):
    """On paper the annex begins a page of its own, which lies on its side; the rest stands upright."""
    document = make(Heading("I"))
    annex = Section("annex", (Heading("Phụ lục"), numbers), is_annex=True, is_landscape=True)
    seen = visit(replace(document, sections=(*document.sections, annex)))
    printed = PdfReader(io.BytesIO(seen.page.pdf(prefer_css_page_size=True)))
    assert [page.mediabox.width > page.mediabox.height for page in printed.pages] == [False, True]
