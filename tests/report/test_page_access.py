"""Pages for everyone: readable in light, dark and print, by keyboard, and to a reader of screens."""

import itertools

import pytest
from contrast import CONTRAST, TEXT
from overview import FOLDER

from kh2025.report import html, site

pytestmark = pytest.mark.browser

#: Where the keyboard is: a name for it, its place on the page, and whether something shows it.
_FOCUS = """() => {
  const element = document.activeElement;
  const style = getComputedStyle(element);
  const place = [...document.querySelectorAll("*")].indexOf(element);
  return [element.className || element.tagName, place, style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2];
}"""


@pytest.fixture(params=["report", "overview"])
def opened(request, browser, tmp_path, demo):
    """Opens the example's report, or the overview of several."""
    made = {"report": lambda: html.render(demo), "overview": lambda: site.render(FOLDER)}[request.param]
    path = tmp_path / "page.html"
    path.write_text(made(), "utf-8")
    contexts = []

    def _opened(media="screen", **options):
        contexts.append(browser.new_context(viewport={"width": 1280, "height": 900}, **options))
        page = contexts[-1].new_page()
        page.emulate_media(media=media)
        page.goto(path.as_uri())
        return page

    yield _opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize(
    ("scheme", "media"), [("light", "screen"), ("dark", "screen"), ("dark", "print")], ids="-".join
)
def test_every_text_stands_out(opened, scheme, media):
    """Text has the contrast that WCAG asks for, in every scheme; a dark screen prints dark on white."""
    found = opened(media, color_scheme=scheme).evaluate(CONTRAST)
    assert len(found) > 5
    assert {name: ratio for name, ratio in found.items() if ratio < TEXT} == {}


def test_landmarks_and_headings(opened):
    """One main part, one first heading, and no level is left out below it."""
    page = opened()
    assert page.get_by_role("main").count() == 1
    assert page.locator("h1").count() == 1
    levels = page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4')].map(one => +one.tagName[1])")
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_tables_and_pictures_have_names(opened):
    """Every table has a caption, every heading cell a scope, every picture a text, every region its name."""
    page = opened()
    assert page.locator("table").count() == page.locator("table > caption").count() > 0
    assert page.locator("th:not([scope])").count() == 0
    assert page.locator("img:not([alt]), img[alt='']").count() == 0
    for region in page.get_by_role("region").all():
        assert region.get_attribute("aria-label") or region.get_attribute("aria-labelledby")


def test_the_skip_link_leads_to_the_text(opened):
    """The first stop of the keyboard is the link past the contents; it shows itself and moves the keyboard on."""
    page = opened()
    page.keyboard.press("Tab")
    link = page.locator("a.skip")
    assert link.evaluate("link => link === document.activeElement && link.getBoundingClientRect().left >= 0")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_the_keyboard_goes_down_the_page_and_is_seen(opened):
    """Tab follows the order of the page, and where it stands there is an outline."""
    page = opened()
    stops = []
    for _ in range(30):
        page.keyboard.press("Tab")
        stops.append(page.evaluate(_FOCUS))
    places = [place for _, place, _ in stops]
    assert places == sorted(set(places))
    assert [name for name, _, is_seen in stops if not is_seen] == []


def test_a_heading_sorts_by_keyboard(opened):
    """A heading's button bears the heading's words alone; Space sorts, Enter sorts the other way."""
    page = opened()
    heading = page.locator("table[data-sortable] thead th").first
    button = heading.get_by_role("button")
    words = page.evaluate("th => th.innerText.trim()", heading.element_handle())
    page.get_by_role("button", name=words, exact=True).first.focus()
    assert button.evaluate("button => button === document.activeElement")
    page.keyboard.press("Space")
    assert heading.get_attribute("aria-sort") == "ascending"
    page.keyboard.press("Enter")
    assert heading.get_attribute("aria-sort") == "descending"
