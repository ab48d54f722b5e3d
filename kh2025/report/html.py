"""The document as one HTML page: readable on a phone, printable on A4, nothing loaded from elsewhere.

Texts are escaped by the template engine without exception; a policy in the page forbids any request and
any script but the one that sorts tables.
"""

import itertools
import re
from base64 import b64encode
from collections.abc import Iterator
from functools import cache, partial
from hashlib import sha256

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from kh2025 import messages
from kh2025.report import display, layout
from kh2025.report.document import Block, Cell, Document, Field, Heading, Section, Shown, Table
from kh2025.report.measures import column_widths, text_size
from kh2025.report.units import unbroken

#: A word that no column need hold in one piece.
_LONG_WORD = re.compile(r"[^\s/-]{15}")
#: Least width in rem that a column keeps on a narrow screen, where the table scrolls instead.
_TEXT_WIDTH, _OTHER_WIDTH = 8.0, 4.5


def render(document: Document) -> str:
    """The whole page; equal documents give equal pages."""
    body = [(section, _anchored(section)) for section in layout.body(document)]
    annexes = [
        (section, _anchored(section), label)
        for section, label in zip(layout.annexes(document), layout.annex_labels(document), strict=True)
    ]
    headed = itertools.chain(*(blocks for _, blocks in body), *(blocks for _, blocks, _ in annexes))
    return (
        environment(document.lang)
        .get_template("document.html.j2")
        .render(
            document=document,
            heading=layout.heading_of(document),
            body=body,
            annexes=annexes,
            attached=layout.attached(document),
            recipients=layout.recipients(document),
            contents=[(anchor, block) for anchor, block in headed if anchor],
        )
    )


def fragment(block: Block | Shown, lang: str = messages.DEFAULT) -> str:
    """One block with the styles it needs, as a notebook shows it."""
    return environment(lang).get_template("fragment.html.j2").render(block=block)


@cache
def environment(lang: str) -> Environment:
    """Templates of one language: every text is escaped, and what a renderer calls is there."""
    made = Environment(
        loader=PackageLoader("kh2025.report"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["unbroken"] = _unbroken
    made.globals |= {
        "lang": lang,
        "word": partial(_word, lang),
        "show": partial(display.show, lang=lang),
        "tone": partial(display.tone, lang=lang),
        "number_line": partial(display.number_line, lang=lang),
        "date_line": partial(display.date_line, lang=lang),
        "align": display.align,
        "sort_key": display.sort_key,
        "name_of": _name_of,
        "lines": layout.lines,
        "paired": _paired,
        "columns": _columns,
        "on_paper": partial(_on_paper, lang=lang),
        "wrap": _wrap,
        "least_width": _least_width,
        "is_sortable": _is_sortable,
        "data_uri": _data_uri,
    }
    made.globals["script_hash"] = script_hash(made, "sort.js")
    return made


def _finalize(value: object) -> object:
    # Markup is a subclass of str and already made of plain texts.
    return display.plain(value) if type(value) is str else value


def _unbroken(text: str) -> Markup:
    """The text, in which no line parts a unit such as "quý II/2025". No tag, so that no text changes the page's shape."""
    return Markup.escape(unbroken(display.plain(text)))


def _word(lang: str, key: str) -> str:
    return messages.text("document", key, lang)


def _name_of(block: Block | Shown) -> str:
    return type(block).__name__.lower()


def _anchored(section: Section) -> list[tuple[str, Block]]:
    """The blocks, each heading with its anchor: the section's name, then the name with a number."""
    headings = [index for index, block in enumerate(section.blocks) if isinstance(block, Heading)]
    anchors = {at: section.name if not i else f"{section.name}.{i + 1}" for i, at in enumerate(headings)}
    return [(anchors.get(index, ""), block) for index, block in enumerate(section.blocks)]


def _paired(table: Table, row: tuple[Cell, ...]) -> Iterator[tuple[Field, Cell]]:
    return zip(table.fields, row, strict=True)


def _is_sortable(table: Table) -> bool:
    return len(table.rows) > 1 and not table.groups


def _columns(table: Table) -> list[tuple[Field, str]]:
    """Each column with its share of a screen, in percent, empty where all are equal."""
    is_even = len({field.width for field in table.fields}) == 1
    total = sum(field.width for field in table.fields)
    return [(field, "" if is_even else f"{100 * field.width / total:.4g}%") for field in table.fields]


def _on_paper(table: Table, section: Section, lang: str) -> tuple[float, list[str]]:
    """The size of the letters in points and the columns' shares of the page, as PDF and Word have them."""
    size, across = text_size(table, on_its_side=section.is_landscape), layout.text_width(section)
    widths = column_widths(table, layout.shown(table, lang), across, size)
    return size, [f"{100 * width / across:.4g}%" for width in widths]


def _wrap(text: str) -> str:
    """How a cell's words are broken: a column is as wide as its longest word, unless that is beyond measure."""
    return "long" if _LONG_WORD.search(text) else ""


def _least_width(table: Table) -> float:
    return sum(_TEXT_WIDTH if display.align(field.kind) == "left" else _OTHER_WIDTH for field in table.fields)


def _data_uri(png: bytes) -> str:
    return f"data:image/png;base64,{b64encode(png).decode('ascii')}"


def script_hash(made: Environment, name: str) -> str:
    """The digest by which a page's policy lets one script of ours run."""
    return b64encode(sha256(made.get_template(name).render().encode("utf-8")).digest()).decode("ascii")
