"""The overview page over a folder of reports: what it lists, how it links, and how it behaves in a browser."""

import io
import re
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from overview import FOLDER, entry, rate
from pypdf import PdfReader

from kh2025.errors import ParameterError
from kh2025.report.site import href, render


def links(page):
    """Where the page leads, in order."""
    return re.findall(r'href="([^"]*)"', page)


def test_nothing_is_loaded_from_elsewhere():
    """Every link is an anchor, a data address or a file beside the page; no source, no address of a host."""
    page = render(FOLDER)
    assert {link.split("/")[0] for link in links(page)} <= {
        ".",
        "data:,",
        "#content",
        "#reports-head",
        "#map-head",
    }
    assert not re.search(r"src=|https?://|@import|url\(", page)


def test_equal_entries_give_equal_pages():
    """The page depends on the entries alone, not on their order."""
    assert render(FOLDER) == render(FOLDER) == render(FOLDER[::-1])


def test_what_is_invented_is_said_once():
    """Of two notices of which one begins with the other, the longer says both."""
    said = ("Kế hoạch là giả định.", "Kế hoạch là giả định. Số liệu cũng vậy.", "Khác.")
    page = render([entry(f"2025-M0{place}", invented=text) for place, text in enumerate(said, 5)])
    assert page.count("Kế hoạch là giả định.") == 1
    assert page.count('class="note invented"') == 2


def test_days_stand_in_one_line():
    """The day that a report judges is a cell that is not broken."""
    assert '<td class="day center" data-value="2025-06-14">14/6/2025</td>' in render(FOLDER)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_all_reports_and_files_are_listed(lang):
    """Every report stands with all its files, the newest period first, the whole plan before its agencies."""
    page = render(FOLDER, lang)
    found = [link for link in links(page.split("data-map")[0]) if link.startswith("./")]
    assert set(found) == {f"./{path}" for one in FOLDER for path in one.files}
    assert found[0] == "./ke-hoach_2025-Q2.html"
    assert found[-1] == "./ke-hoach_2025-M05.docx"


def test_an_empty_folder_says_so():
    """Without a report there is a sentence, no search and no table."""
    page = render(())
    assert "Thư mục chưa có báo cáo nào." in page
    assert "<table" not in page


def test_the_newest_of_two_looks_is_in_the_heatmap():
    """Two reports of one agency and period: the cell shows the one that knows more."""
    later = entry(
        as_of="2025-08-01T00:00:00+07:00",
        report="later",
        rates={"done_of_due": rate(9, 9)},
        files=("l.html",),
    )
    assert "100,00%</a> <small>9/9</small>" in render((later, entry())).split("data-map")[1]


@pytest.mark.parametrize(
    "path", ["../x.html", "/etc/passwd", "a/../../x", "a\\b", "", "a//b", "./x"], ids=repr
)
def test_a_path_that_leaves_the_folder_is_refused(path):
    """A manifest cannot make the page lead out of its folder."""
    with pytest.raises(ParameterError) as refused:
        render((entry(files=(path,)),))
    assert refused.value.problems[0].code == "site-path"


@pytest.mark.parametrize(
    ("path", "link"),
    [
        ("javascript:alert(1)", "./javascript%3Aalert%281%29"),
        ("a/b c.html", "./a/b%20c.html"),
        ('"x', "./%22x"),
        ("Quý.html", "./Qu%C3%BD.html"),
    ],
    ids=repr,
)
def test_a_link_is_a_relative_path(path, link):
    """Whatever a file is called, its link has no scheme, no host and no quote."""
    assert href(path) == link


@dataclass
class Visit:
    """The page, opened, with all that it said and asked for."""

    page: object
    console: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def shown(self) -> list[str]:
        """The scopes of the reports that show."""
        rows = self.page.locator("#reports tbody tr:visible td:nth-child(2)")
        return rows.all_inner_texts()


@pytest.fixture
def visit(browser, tmp_path):
    """Opens a page over reports as a file; every request that is not for a file in the folder is refused."""
    contexts = []

    def _visit(entries, lang="vi", width=1280, **options):
        for one in entries:
            for path in one.files:
                (tmp_path / path).write_text(f"<!doctype html><title>{Path(path).name}</title>", "utf-8")
        (tmp_path / "index.html").write_text(render(entries, lang), "utf-8")
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        seen = Visit(context.new_page())

        def judge(route):
            seen.requests.append(route.request.url)
            inside = route.request.url.startswith(tmp_path.as_uri())
            return route.continue_() if inside else route.abort()

        context.route("**/*", judge)
        seen.page.on("console", lambda message: seen.console.append(message.text))
        seen.page.on("pageerror", lambda error: seen.console.append(str(error)))
        seen.page.on("dialog", lambda dialog: (seen.console.append(dialog.message), dialog.dismiss()))
        seen.page.goto((tmp_path / "index.html").as_uri())
        return seen

    yield _visit
    for context in contexts:
        context.close()


@pytest.mark.browser
@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("sở y tế", ["Sở Y tế"]),
        ("so y te", ["Sở Y tế"]),
        ("dong hung", ["UBND huyện Đông Hưng"]),
        ("Đông", ["UBND huyện Đông Hưng"]),
        ("sợ y tế", []),
        ("quý ii/2025 toàn", ["Toàn kế hoạch"]),
        (
            "",
            [
                "Toàn kế hoạch",
                "Sở Tài chính",
                "Sở Y tế",
                "Toàn kế hoạch",
                "UBND huyện Đông Hưng",
                "Toàn kế hoạch",
            ],
        ),
    ],
    ids=repr,
)
def test_search_finds_with_and_without_marks(visit, typed, expected):
    """Bare letters find any marks, marked ones only themselves; all words must be there, and it says how many are."""
    seen = visit(FOLDER)
    seen.page.get_by_label("Tìm báo cáo").fill(typed)
    assert seen.shown() == expected
    assert seen.page.locator("#nothing").is_visible() == (not expected)
    assert seen.page.locator("#found").inner_text() == (f"{len(expected)}/6 báo cáo" if typed else "")
    assert seen.console == []


PLACES = ("UBND xã Hòa Tiến", "UBND xã Hoà An", "UBND xã Hoàn", "UBND xã Quý Lộc")


@pytest.mark.browser
@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("hòa", [0, 1]),
        ("hoà", [0, 1, 2]),
        ("HOÀ TIẾN", [0]),
        ("hoa\u0300", [0, 1, 2]),
        ("hoa", [0, 1, 2]),
        ("hóa", []),
        ("quý lộc", [3]),
        ("hoà tiên", []),
    ],
    ids=ascii,
)
def test_search_knows_both_places_of_the_tone(visit, typed, expected):
    """Hoà and Hòa are one word, however the name and the question are written; another tone is another word."""
    reports = [
        entry("2025-Q2", f"xa-{place}", agency_name=name, plan="K") for place, name in enumerate(PLACES)
    ]
    seen = visit(reports)
    seen.page.get_by_role("searchbox").fill(typed)
    assert sorted(seen.shown()) == sorted(PLACES[place] for place in expected)


@pytest.mark.browser
def test_without_scripts_all_is_there(visit):
    """Without scripts no box stands that would do nothing, every heatmap is shown, and links open reports."""
    seen = visit(FOLDER, java_script_enabled=False)
    assert not seen.page.get_by_label("Tìm báo cáo").is_visible()
    assert not seen.page.get_by_label("Tỷ lệ").is_visible()
    maps = seen.page.locator("[data-map]")
    assert [one.is_visible() for one in maps.all()] == [True] * maps.count()
    assert maps.count() > 1
    seen.page.locator("#reports").get_by_role("link").first.click()
    seen.page.wait_for_url("**/ke-hoach_2025-Q2.html")


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1280])
def test_a_long_name_leaves_its_row_low(visit, width):
    """A name of many words takes at most four lines, on a phone too, and the list scrolls within itself."""
    name = "Ban Quản lý Khu kinh tế và các khu công nghiệp tỉnh Thái Bình (Ban Chỉ đạo liên ngành)"
    seen = visit((entry("2025-Q2", "bql", agency_name=name), entry()), width=width)
    row = seen.page.get_by_role("row").filter(has_text=name).first
    assert row.bounding_box()["height"] < 4.5 * 22
    assert seen.page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0


@pytest.mark.browser
def test_the_list_fits_its_paper(visit):
    """On paper, which lies on its side, the list is no wider than the text, and the links are left out."""
    name = "Ban Quản lý Khu kinh tế và các khu công nghiệp tỉnh Thái Bình"
    seen = visit((entry("2025-Q2", "bql", agency_name=name), entry()), width=950)
    seen.page.emulate_media(media="print")
    seen.page.add_style_tag(content="body { padding: 0 }")
    table = seen.page.locator("#reports")
    assert table.evaluate("table => table.offsetWidth - table.parentElement.clientWidth") <= 0
    assert not seen.page.get_by_role("link", name="DOCX").first.is_visible()
    pdf = PdfReader(io.BytesIO(seen.page.pdf(prefer_css_page_size=True)))
    assert pdf.pages[0].mediabox.width > pdf.pages[0].mediabox.height


@pytest.mark.browser
def test_by_keyboard_alone(visit):
    """Tab leads to the search box, typing filters, and Enter on the first link opens the report."""
    seen = visit(FOLDER)
    seen.page.keyboard.press("Tab")
    assert seen.page.evaluate("document.activeElement.className") == "skip"
    while seen.page.evaluate("document.activeElement.id") != "search":
        seen.page.keyboard.press("Tab")
    seen.page.keyboard.type("tai chinh")
    while not seen.page.evaluate("(document.activeElement.href ?? '').endsWith('so-tc.html')"):
        seen.page.keyboard.press("Tab")
    seen.page.keyboard.press("Enter")
    seen.page.wait_for_url("**/ke-hoach_2025-Q2_so-tc.html")
    assert seen.page.title() == "ke-hoach_2025-Q2_so-tc.html"
    assert seen.console == []
    assert [url for url in seen.requests if not url.startswith("file:")] == []


@pytest.mark.browser
def test_the_heatmap_changes_with_the_rate_and_leads_to_reports(visit):
    """Choosing a rate shows its map; the cell says percent and fraction and opens the report."""
    seen = visit(FOLDER)
    shown = seen.page.locator("[data-map]:visible")
    assert shown.count() == 1
    assert "25,00%" in shown.inner_text()
    seen.page.get_by_label("Tỷ lệ").select_option("on_time_of_expected")
    assert shown.count() == 1
    assert shown.get_attribute("data-map") == "on_time_of_expected"
    shown.get_by_role("link", name="50,00%").click()
    seen.page.wait_for_url("**/ke-hoach_2025-Q2_so-tc.html")
    assert seen.console == []


@pytest.mark.browser
def test_reports_sort_by_rate(visit):
    """A click on the heading sorts by the exact rate, reports without one last."""
    seen = visit(FOLDER)
    seen.page.get_by_role("button", name="Hoàn thành trên số đến hạn").click()
    assert (seen.shown()[0], seen.shown()[-1]) == ("Sở Y tế", "Sở Tài chính")


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1280])
def test_the_page_fits(visit, width):
    """The page is no wider than the window; wide tables scroll within themselves."""
    seen = visit(FOLDER, width=width)
    assert seen.page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0


@pytest.mark.browser
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_hostile_names_are_text(visit, hostile, lang):
    """Markup in titles, names and reasons is read by people, not by the browser; nothing is asked for."""
    given = {
        "plan": hostile,
        "agency_name": hostile,
        "invented": hostile,
        "kind": hostile,
    }
    seen = visit((entry("2025-Q2", "so-yt", **given), entry(plan=hostile)), lang)
    assert hostile.split("\n")[0] in seen.page.locator("#reports").inner_text()
    assert seen.console == []
    assert len(seen.requests) == 1
