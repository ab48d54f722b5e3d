"""Words in tables are whole, on every screen and on paper: only what no column could hold is broken."""

import dataclasses
from functools import cache

import pytest

import kh2025
from kh2025.report import layout
from kh2025.report.document import Field, Table

pytestmark = pytest.mark.browser

_PIXELS = 96 / 25.4  # a millimetre
#: Words of a table whose letters stand on two lines though neither a hyphen nor a slash parts them.
_TORN = """() => {
  const torn = [];
  for (const cell of document.querySelectorAll("th, td")) {
    const walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode())
      for (const found of node.data.matchAll(/[^\\s/-]+/g)) {
        const range = document.createRange();
        range.setStart(node, found.index);
        range.setEnd(node, found.index + found[0].length);
        const tops = [...range.getClientRects()].filter((one) => one.width).map((one) => Math.round(one.top));
        if (new Set(tops).size > 1) torn.push(found[0]);
      }
  }
  return torn;
}"""
#: The parts of the document on pages of one direction, the others taken away.
_ONLY = """isOnItsSide => document.querySelectorAll("main > *").forEach((part) => {
  if (part.classList.contains("landscape") !== isOnItsSide) part.remove();
})"""


@cache
def reports(lang):
    """The example's report and its plan's audit, which have the narrowest columns."""
    plan = kh2025.load_plan("example:thai_binh_2025/demo.yaml")
    facts = kh2025.open_facts("example:thai_binh_2025/facts")
    ev = kh2025.evaluate(plan, facts, "2025-Q2", as_of="2025-07-01T00:00:00+07:00")
    return kh2025.period_report(ev, lang), kh2025.plan_audit(kh2025.check_plan(plan), lang)


@pytest.fixture
def opened(browser, tmp_path):
    """Opens a document in a window of a width, in pixels."""
    contexts = []

    def _opened(document, width, media="screen"):
        (path,) = document.save(tmp_path, ["html"])
        contexts.append(browser.new_context(viewport={"width": round(width), "height": 900}))
        page = contexts[-1].new_page()
        page.emulate_media(media=media)
        page.goto(path.as_uri())
        return page

    yield _opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("width", [390, 1280])
def test_no_word_of_a_report_is_torn_on_a_screen(opened, width, lang):
    """On a phone and on a desk every word of every table stands in one line."""
    for report in reports(lang):
        assert opened(report, width).evaluate(_TORN) == []


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("is_on_its_side", [False, True], ids=["upright", "on its side"])
def test_no_word_of_a_report_is_torn_on_paper(opened, lang, *, is_on_its_side):
    """Between the margins of the page, as it lies, every word is whole and no table is wider than the text."""
    width = layout.A4[is_on_its_side] - layout.MARGINS[1] - layout.MARGINS[3]
    for report in reports(lang):
        page = opened(report, width * _PIXELS, "print")
        page.evaluate(_ONLY, is_on_its_side)
        assert page.locator("th").count() > 0
        assert page.evaluate(_TORN) == []
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 1


def test_what_no_column_holds_is_broken(opened, make):
    """A word beyond measure is broken in its cell; the words beside it are not, and the table fits the window."""
    fields = (Field("Mã"), Field("Chịu trách nhiệm"))
    page = opened(make(Table("B", fields, (("a" * 300, "nghiêng"), ("x", "y")), "–")), 1280)
    assert page.evaluate(_TORN) == ["a" * 300]
    assert page.locator("table").evaluate("table => table.offsetWidth - table.parentElement.clientWidth") <= 0


def test_a_long_name_of_an_agency_is_whole(opened):
    """Abbreviations in capitals, wider than they are long, are not torn either."""
    first, _ = reports("vi")
    fields = (Field("Cơ quan"), *(Field(f"Số {number}", "number") for number in range(12)))
    table = Table("B", fields, (("UBMTTQVN&CTXH", *range(12)),), "–")
    section = dataclasses.replace(first.sections[1], blocks=(table,))
    assert opened(dataclasses.replace(first, sections=(section,)), 390).evaluate(_TORN) == []
