"""Words that several exports put together from a plan: names of agencies, documents, what is invented."""

from collections.abc import Iterable, Iterator

from kh2025.messages import text
from kh2025.plan.model import Plan
from kh2025.plan.parts import Document
from kh2025.text.dates import show_date


def line(label: str, value: str) -> str:
    """``label: value``."""
    return text("exports", "line", label=label, value=value)


def joined(values: Iterable[str]) -> str:
    """Values in one line, separated as in the cells of reports; names of agencies hold commas."""
    return text("document", "cell.separator").join(values)


def agencies(plan: Plan, ids: Iterable[str | None]) -> str:
    """The short names of agencies and groups, in one line."""
    return joined(plan.label(id_) for id_ in ids if id_)


def document_name(document: Document) -> str:
    """A document with number, day and issuer, as far as they are known."""
    made = text("exports", "document.numbered", kind=document.kind, number=document.number)
    if document.issued_on:
        made = text("exports", "document.dated", document=made, day=show_date(document.issued_on))
    if document.issuer:
        made = text("exports", "document.issued", document=made, issuer=document.issuer)
    return made


def invention(plan: Plan) -> Iterator[str]:
    """What is invented, as one line; nothing when nothing is."""
    if plan.invented:
        yield line(text("document", "note.invented"), plan.invented)
