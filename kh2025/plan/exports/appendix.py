"""The appendix of tasks as plain data, for Word and Excel: headings, group rows of sections, one row a task.

The columns are those in which offices write such appendices, headed as :mod:`kh2025.plan.headings` reads them back;
ids have none. ``kh2025 plan import`` gives the fields of a table that is written here back equal.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kh2025.messages import text
from kh2025.plan.agency_cells import join_names
from kh2025.plan.exports.wording import document_name, invention
from kh2025.plan.headings import WRITTEN, Column
from kh2025.plan.model import Plan
from kh2025.plan.parts import Section, Task
from kh2025.plan.product_cells import join_products
from kh2025.text.roman import roman
from kh2025.text.xml_text import xml_text

#: The columns and their widths in mm; together the text width of an A4 page on its side.
COLUMNS: Mapping[Column, int] = {
    Column.NUMBER: 10,
    Column.NAME: 50,
    Column.LEAD: 26,
    Column.COORDINATING: 30,
    Column.DEADLINE: 24,
    Column.PRODUCTS: 30,
    Column.RESPONSIBLE: 22,
    Column.AUTHORITY: 22,
    Column.LEGAL_BASIS: 22,
    Column.NOTE: 16,
}
#: Margins of the page in mm: top, right, bottom, left (Nghị định 30/2020/NĐ-CP, Phụ lục I).
MARGINS = (20, 15, 20, 30)


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A text across all columns."""

    text: str


@dataclass(frozen=True, slots=True)
class TaskRow:
    """The running number of a task and its other cells."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Appendix:
    """What stands above the table, its headings and its rows; all texts are such as XML can carry."""

    title: tuple[str, ...]
    remark: str
    headings: tuple[str, ...]
    rows: tuple[GroupRow | TaskRow, ...]


def appendix(plan: Plan) -> Appendix:
    """The appendix of a plan; one without tasks says so in a row of its own."""
    title = (text("exports", "appendix.title"), text("exports", "appendix.subtitle"), plan.title)
    headings = tuple(WRITTEN[column] for column in COLUMNS)
    return Appendix(tuple(map(xml_text, title)), xml_text(_remark(plan)), headings, tuple(_rows(plan)))


def _remark(plan: Plan) -> str:
    """The document that the appendix belongs to; an invented one belongs to none and says so."""
    invented = "\n".join(invention(plan))
    return invented or text("exports", "appendix.attached", document=document_name(plan.decision))


def _rows(plan: Plan) -> Iterator[GroupRow | TaskRow]:
    number = 0
    for place, section in enumerate(plan.sections, 1):
        yield _group(place, section)
        for task in plan.tasks:
            if task.section == section.id:
                number += 1
                yield TaskRow(number, tuple(_cells(plan, task)))
    if not plan.tasks:
        yield GroupRow(text("exports", "appendix.empty"))


def _group(place: int, section: Section) -> GroupRow:
    return GroupRow(xml_text(text("exports", "appendix.group", number=roman(place), title=section.title)))


def _products(task: Task) -> str:
    """One product stands by itself, unless a sign in it would part it into several."""
    is_plain = len(task.products) == 1 and not set(task.products[0]) & {";", "\n"}
    return task.products[0] if is_plain else join_products(task.products)


def _cells(plan: Plan, task: Task) -> Iterable[str]:
    values = (
        task.name,
        join_names(plan.label(id_) for id_ in (task.lead,) if id_),
        join_names(map(plan.label, task.coordinating)),
        task.deadline or "",
        _products(task),
        task.responsible or "",
        task.authority or "",
        "; ".join(task.legal_basis),
        task.note or "",
    )
    return map(xml_text, values)
