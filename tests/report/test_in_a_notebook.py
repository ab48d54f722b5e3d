"""What a notebook shows, converted to a page in its light and its dark theme: aligned, legible, harmless."""

import nbformat
import pytest
from contrast import CONTRAST, TEXT
from nbconvert import HTMLExporter

import kh2025
from kh2025.report.document import Field, Gap, Note, Paragraph, Table
from kh2025.report.html import fragment

pytestmark = pytest.mark.browser

KINDS = {"text": "left", "status": "left", "number": "right", "percent": "right", "day": "center"}


def table(text):
    """One row of cells of every kind, in a group."""
    fields = tuple(Field(f"{text} {kind}", kind) for kind in KINDS)
    return Table(text, fields, ((text, text, 1, 2.5, None),), "–", groups=((0, text),), total=(text,) * 5)


@pytest.fixture
def converted(browser, tmp_path):
    """Opens a notebook that shows values, as nbconvert makes a page of it, without network."""
    contexts = []

    def _converted(shown, theme="light"):
        outputs = [nbformat.v4.new_output("display_data", {"text/html": one}) for one in shown]
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("x", outputs=outputs)])
        path = tmp_path / "notebook.html"
        path.write_text(HTMLExporter(theme=theme).from_notebook_node(notebook)[0], "utf-8")
        contexts.append(browser.new_context(viewport={"width": 1000, "height": 900}))
        contexts[-1].route("http*://**", lambda route: route.abort())
        page = contexts[-1].new_page()
        page.said = []
        page.on("dialog", lambda dialog: (page.said.append(dialog.message), dialog.dismiss()))
        page.goto(path.as_uri(), wait_until="domcontentloaded")
        return page

    yield _converted
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def cards():
    """The cards of a plan, a task, a period and an evaluation."""
    plan = kh2025.load_plan("example:thai_binh_2025/demo.yaml")
    facts = kh2025.open_facts("example:thai_binh_2025/facts")
    ev = kh2025.evaluate(plan, facts, "2025-Q2", as_of="2025-07-01T00:00:00+07:00")
    return [value._repr_html_() for value in (plan, plan.tasks[0], ev.scope.period, ev)]


@pytest.mark.parametrize(("kind", "side"), KINDS.items(), ids=KINDS)
def test_cells_stand_where_the_report_has_them(converted, kind, side):
    """The notebook's own rule, which has all cells right, does not reach the cells of a report's table."""
    page = converted([fragment(table("Sở Y tế"))])
    cell = page.locator(f".kh2025 tbody td.{kind}")
    assert cell.evaluate("cell => getComputedStyle(cell).textAlign") == side
    group = page.locator(".kh2025 tr.group th")
    assert group.evaluate("cell => getComputedStyle(cell).textAlign") == "left"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_everything_is_legible_in_both_themes(converted, cards, theme):
    """Cards, tables, notes and gaps take the theme's colours and stand out from its ground."""
    notes = [Note(kind, "Lời ghi") for kind in ("invented", "assumption", "warning", "info")]
    blocks = [fragment(block) for block in (table("Sở Y tế"), Paragraph("Lời"), Gap("Bổ sung"), *notes)]
    page = converted([*cards, *blocks], theme)
    found = page.evaluate(CONTRAST)
    assert {name: ratio for name, ratio in found.items() if name.startswith(("TD", "TH", "P", "STRONG"))}
    for element in page.locator(".kh2025").all():
        assert element.is_visible()
    low = {name: ratio for name, ratio in found.items() if ratio < TEXT and not name.startswith("SPAN.")}
    assert low == {}


def test_hostile_names_do_nothing(converted, hostile):
    """Markup in a name opens no dialog, makes no element, and is read as it was written."""
    page = converted(
        [fragment(table(hostile)), fragment(Paragraph(hostile)), fragment(Note("info", hostile))]
    )
    assert page.locator(".kh2025 :is(script, img, a, h1)").count() == 0
    assert hostile in page.locator(".kh2025 tbody td.text").first.inner_text()
    assert page.said == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_name_in_a_card_stands_in_one_line(converted, cards, theme):
    """The names of a card's lines are not broken where they are short."""
    page = converted(cards[2:3], theme)
    heights = page.locator(".kh2025 th").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect().height)"
    )
    assert max(heights) < 40
