"""What values show in a notebook: tables of escaped texts, and the same as lines."""

from datetime import date
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kh2025
from kh2025.cards import Card, Grid, shown
from kh2025.plan.parts import Task

HOSTILE = {
    "script": "<script>alert(1)</script>",
    "attribute": '" onmouseover="alert(1)" x=\'y\'',
    "formula": r"$\frac{$",
    "template": "{{7*7}} {0} {name}",
    "2,000 characters": "Xây dựng " * 222,
    "override": "Sở \u202e Y tế \u2066x",
    "control": "Sở\x00 \x1b[31mY tế",
    "right to left": "עברית العربية",
}
LINES = 40


class Reader(HTMLParser):
    """The texts of a page, and the tags that it uses."""

    def __init__(self):
        super().__init__()
        self.tags, self.attributes, self.texts = set(), set(), []

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data):
        self.texts.append(data)


def read(html):
    """A page, read."""
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader


@pytest.fixture(scope="module")
def plan():
    return kh2025.load_plan("example:thai_binh_2025/demo.yaml")


@pytest.fixture(scope="module")
def ev(plan):
    facts = kh2025.open_facts("example:thai_binh_2025/facts")
    return kh2025.evaluate(plan, facts, "2025-Q2", as_of="2025-07-01T00:00:00+07:00")


@pytest.fixture(scope="module")
def values(plan, ev):
    return {"period": ev.scope.period, "plan": plan, "task": plan.tasks[0], "evaluation": ev}


SAID = {
    "period": ("Quý II/2025", "2025-Q2", "15/3/2025 – 14/6/2025", "30/6/2025"),
    "plan": ("Quyết định 76/QĐ-SKHCN", "nv-01", "Sở KH&CN", "… và 16 dòng nữa"),
    "task": ("nv-01", "so-khcn", "Ngày 15/5/2025"),
    "evaluation": ("2025-Q2 (Quý II/2025)", "68,75%", "11/16", "Chưa gửi báo cáo", "14/6/2025"),
}


@pytest.mark.parametrize(("name", "words"), SAID.items(), ids=SAID)
def test_a_value_shows_itself_as_html_and_as_lines(values, name, words):
    """A notebook gets a table, a console gets lines, and both say the same."""
    html, lines = values[name]._repr_html_(), values[name].card().text()
    assert "table" in read(html).tags
    for word in words:
        assert word in "".join(read(html).texts)
        assert word in lines
    assert len(lines.splitlines()) <= 2 * LINES


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_name_is_text(text):
    """A task's name is never a tag, an attribute or an order to the terminal; long names stay whole in HTML only."""
    card = Card(text, (Grid.of(text, (text, text), [(text, text)]), Grid.of("", (), [(text, text)])))
    page = read(card.html())
    assert page.tags <= {"div", "strong", "table", "caption", "thead", "tbody", "tr", "th", "td"}
    assert page.attributes <= {"class", "style", "scope", "colspan"}
    for made in ("".join(page.texts), card.text()):
        assert not {"\x00", "\x1b", "\u202e", "\u2066"} & set(made)
    assert max(len(line) for line in card.text().splitlines()[2:]) < 200


@settings(deadline=None)
@given(st.text(), st.lists(st.lists(st.text(), min_size=2, max_size=2), max_size=30))
def test_any_text_can_be_shown(title, rows):
    """Whatever the texts, the card is made, can be encoded, and holds no tag of theirs."""
    card = Card(title, (Grid.of(title, ("a", "b"), rows),))
    assert read(card.html().encode().decode()).tags <= {
        "div",
        "strong",
        "table",
        "caption",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
    }
    assert card.text().encode()


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, "–"), (date(2025, 6, 4), "04/6/2025"), (0.5, "0,5"), (7, "7"), ("x", "x")],
    ids=repr,
)
def test_values_read_as_people_write_them(value, text):
    """Nothing is a dash, days are day first, decimals have a comma."""
    assert shown(value) == text


@pytest.mark.parametrize("name", ["plan", "task", "evaluation"])
def test_print_shows_the_card(values, name):
    """`print` gives the card; a period's text stays its notation."""
    assert str(values[name]) == values[name].card().text()
    assert str(values["period"]) == "2025-Q2"


def test_a_plan_is_one_line_in_a_traceback(plan):
    """The plain form of a plan names it and counts its parts, without listing them."""
    assert repr(plan).startswith("Plan(thai-binh-2025, 76/QĐ-SKHCN")
    assert len(repr(plan)) < 150


def test_a_period_still_rebuilds(ev):
    """The plain form of a period stays the call that makes it."""
    assert repr(ev.scope.period) == "Period.parse('2025-Q2')"


def test_a_bare_task_shows_only_what_it_has():
    """Fields without a value are no lines."""
    lines = Task(id="nv-1", section="muc-1", name="Một").card().text().splitlines()
    assert len(lines) == 1 + 3
