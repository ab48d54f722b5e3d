"""One row of a task table into one task of a draft: names into ids, texts into lists, deadlines tried.

What cannot be typed stays in the task's note, in words, and is listed.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from kh2025 import messages
from kh2025.errors import InputError, Problem, ScheduleError
from kh2025.law.document_number import NUMBER, DocumentNumber
from kh2025.plan.agency_cells import begins_as_agency, has_odd_comma, labelled, split_names
from kh2025.plan.deadline import parse_schedule
from kh2025.plan.headings import Column
from kh2025.plan.intake.agency_book import AgencyBook
from kh2025.plan.intake.doubts import Doubts
from kh2025.plan.intake.task_rows import Line
from kh2025.plan.intake.task_tree import Entry
from kh2025.plan.product_cells import split_products
from kh2025.text.dates import names_year, parse_date
from kh2025.text.normal import plain_dashes

LONGEST = 4000  # characters of a text in a plan
_LEADS, _WITH = "chủ trì", "phối hợp"
_NUMBER = re.compile(NUMBER, re.IGNORECASE)


@dataclass(slots=True)
class TaskMaker:
    """Makes tasks; remembers what the same text meant before.

    Attributes:
        year: the plan's year.
        book: the agencies.
        doubts: where to say what was not understood.
    """

    year: int
    book: AgencyBook
    doubts: Doubts
    _deadlines: dict[str, tuple[str | None, Problem | None]] = field(default_factory=dict)
    _names: dict[str, list[str]] = field(default_factory=dict)
    _met: set[str] = field(default_factory=set)

    def task(self, entry: Entry, id_: str, section: str) -> dict[str, Any]:
        """The task as plain values, without keys that have none."""
        kept: list[str] = []
        texts = entry.texts
        lead, coordinating = self._parties(entry, kept)
        made = {
            "id": id_,
            "section": section,
            "name": self._bounded(entry, Column.NAME, entry.name),
            "lead": lead,
            "coordinating": coordinating,
            "responsible": self._phrase(entry, Column.RESPONSIBLE),
            "authority": self._phrase(entry, Column.AUTHORITY),
            "deadline": self._deadline(entry, kept),
            "products": [
                self._bounded(entry, Column.PRODUCTS, one)
                for one in split_products(texts.get(Column.PRODUCTS, ""))
            ],
            "legal_basis": self._basis(entry, kept),
            "starts_on": self._start(entry, kept),
        }
        written = [texts[Column.NOTE]] if texts.get(Column.NOTE) else []
        note = "\n".join([*written, *(f"{heading}: {text}" for heading, text in entry.others.items()), *kept])
        made["note"] = self._bounded(entry, Column.NOTE, note)
        return {key: value for key, value in made.items() if value}

    def _tell(self, line: Line, column: Column, problem: Problem) -> None:
        self.doubts.at(line.grid, line.row, line.index(column), problem)

    def _bounded(self, entry: Entry, column: Column, text: str) -> str:
        if len(text) <= LONGEST:
            return text
        self._tell(entry.line, column, Problem("import-long", value=text, details={"characters": LONGEST}))
        return text[: LONGEST - 1] + "…"

    def _phrase(self, entry: Entry, column: Column) -> str:
        return self._bounded(
            entry, column, ", ".join(map(str.strip, entry.texts.get(column, "").split("\n"))).strip(" ,")
        )

    # Agencies.

    def _parties(self, entry: Entry, kept: list[str]) -> tuple[str | None, list[str]]:
        lead_column, lead_text, with_text = _party_texts(entry)
        leads = self._resolved(entry, lead_column, lead_text, messages.text("labels", "draft.lead"), kept)
        beside = messages.text("labels", "draft.coordinating")
        others = self._resolved(entry, Column.COORDINATING, with_text, beside, kept)
        if len(leads) > 1:
            names = [self.book.name_of(id_) for id_ in leads]
            self._tell(
                entry.line, lead_column, Problem("import-leads", value=lead_text, details={"lead": names[0]})
            )
        if not lead_text:
            self._tell(entry.line, lead_column, Problem("import-no-lead", value=entry.name))
        lead = leads[0] if leads else None
        others = list(dict.fromkeys(id_ for id_ in (*leads[1:], *others) if id_ != lead))
        return lead, others

    def _resolved(self, entry: Entry, column: Column, text: str, label: str, kept: list[str]) -> list[str]:
        found: list[str] = []
        if text not in self._names:
            self._names[text] = split_names(text, self.book.is_known)
        for name in self._names[text]:
            if len(bearers := self.book.bearers(name)) > 1:
                self._tell(
                    entry.line,
                    column,
                    Problem(
                        "import-agency-several",
                        value=name,
                        details={"ids": ", ".join(bearers), "id": bearers[0]},
                    ),
                )
            id_ = self.book.id_of(name)
            if id_ is None:
                kept.append(f"{label}: {name}")
                self._tell(entry.line, column, Problem("import-group", value=name))
                continue
            if not bearers and not self._is_told(name):
                if has_odd_comma(name):
                    self._tell(entry.line, column, Problem("import-agency-comma", value=name))
                if not begins_as_agency(name):
                    self._tell(entry.line, column, Problem("import-agency-name", value=name))
            found.append(id_)
        return list(dict.fromkeys(found))

    def _is_told(self, name: str) -> bool:
        """Whether the name was met before; what is odd about it is said once."""
        known = name in self._met
        self._met.add(name)
        return known

    # Times.

    def _deadline(self, entry: Entry, kept: list[str]) -> str | None:
        text = " ".join(entry.texts.get(Column.DEADLINE, "").split())
        if not text:
            return None
        if text not in self._deadlines:
            self._deadlines[text] = self._tried(text)
        read, problem = self._deadlines[text]
        if problem and (read is None or problem.code != "import-date-year"):
            self._tell(entry.line, Column.DEADLINE, problem)
        if read is None:
            kept.append(f"{messages.text('labels', 'draft.deadline')}: {text}")
        elif problem:
            self._tell(entry.line, Column.DEADLINE, problem)
            self._deadlines[text] = (read, None)  # said once
        return read

    def _tried(self, text: str) -> tuple[str | None, Problem | None]:
        try:
            found = parse_schedule(text, self.year)
        except ScheduleError as error:
            return None, error.problems[0]
        if found.year_assumed:
            return text, Problem("import-date-year", value=text, details={"year": self.year})
        return text, None

    def _start(self, entry: Entry, kept: list[str]) -> str | None:
        text = " ".join(entry.texts.get(Column.STARTS_ON, "").split())
        if not text:
            return None
        try:
            day = parse_date(text, year=self.year)
        except InputError as error:
            self._tell(entry.line, Column.STARTS_ON, error.problems[0])
            kept.append(f"{messages.text('labels', 'draft.starts_on')}: {text}")
            return None
        if not names_year(text):
            assumed = Problem("import-date-year", value=text, details={"year": self.year})
            self._tell(entry.line, Column.STARTS_ON, assumed)
        return day.isoformat()

    def _basis(self, entry: Entry, kept: list[str]) -> list[str]:
        text = entry.texts.get(Column.LEGAL_BASIS, "")
        if not text:
            return []
        found = [str(DocumentNumber.from_match(one)) for one in _NUMBER.finditer(plain_dashes(text))]
        if not found or not all(map(_is_number, re.split(r"[;\n]", text))):
            kept.append(f"{messages.text('labels', 'draft.legal_basis')}: {' '.join(text.split())}")
        if not found:
            self._tell(entry.line, Column.LEGAL_BASIS, Problem("import-basis", value=text))
        return list(dict.fromkeys(found))


def _party_texts(entry: Entry) -> tuple[Column, str, str]:
    """Which column names the lead, and what stands for lead and for coordinating agencies."""
    texts = entry.texts
    column = Column.LEAD_AND_COORDINATING if texts.get(Column.LEAD_AND_COORDINATING) else Column.LEAD
    column = (
        column
        if column in entry.line.cells or Column.LEAD_AND_COORDINATING not in entry.line.cells
        else Column.LEAD_AND_COORDINATING
    )
    text = texts.get(column, "")
    others = texts.get(Column.COORDINATING, "")
    if parts := labelled(text):
        return column, parts.get(_LEADS, ""), "\n".join(filter(None, (parts.get(_WITH), others)))
    if parts := labelled(others):
        others = parts.get(_WITH, "") or others
    return column, text, others


def _is_number(text: str) -> bool:
    if not text.strip():
        return True
    try:
        DocumentNumber.parse(text.strip())
    except InputError:
        return False
    return True
