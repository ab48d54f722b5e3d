"""Who reports, for which period, with which document: from a form's identity and cover, or from the lines above a table.

A table that is none of our forms may name its agency and period above its headings ("Cơ quan báo cáo: …"), or
whoever collects it names them; where both do they must agree.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from kh2025.errors import PeriodError, Problem, TextError
from kh2025.law.moments import local_day
from kh2025.law.periods import Period
from kh2025.ledger.cells import Refused
from kh2025.ledger.collect.faults import Faults
from kh2025.ledger.collect.receipts import Receipt
from kh2025.ledger.collect.reference import Reference
from kh2025.ledger.collect.sheets import Cell, Sheet
from kh2025.ledger.collect.spellings import LABELS
from kh2025.ledger.collect.tables import Table, folded
from kh2025.ledger.collect.traces import Trace, trace
from kh2025.ledger.collect.values import Values
from kh2025.ledger.forms.identity import Identity
from kh2025.ledger.forms.layout import COVER_CELLS, SENDS, YES_NO
from kh2025.messages import LANGUAGES, text
from kh2025.text.dates import show_date

# The field of a record that each value of the head fills.
_FILLS = {
    "agency": "agency_id",
    "period": "period",
    "effective_on": "effective_on",
    "document_number": "document_number",
}


@dataclass(frozen=True, slots=True)
class Given:
    """What whoever collects says of tables that do not say it themselves; null where nothing was said."""

    agency: str | None = None
    period: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A value that heads a file, and where it stands."""

    cell: Cell
    sheet: Sheet
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Head:
    """What holds for every row of a file.

    Attributes:
        agency_id: who reports.
        period: for which period.
        effective_on: the day that the figures are about.
        obligations: the reports that the file is.
        document_number: of the document it came with.
        document_date: the date of that document; compared with the receipt, and kept in the file alone.
        traces: the cells that these were read from, by the field of a record that holds them.
    """

    agency_id: str
    period: Period
    effective_on: date
    obligations: tuple[str, ...]
    document_number: str | None
    document_date: date | None
    traces: Mapping[str, Trace]


@dataclass(slots=True)
class HeadReader:
    """Reads the head of one file; what is wrong with it goes to the file's faults."""

    reference: Reference
    receipt: Receipt
    values: Values
    faults: Faults

    def of_form(self, identity: Identity, cover: Table | None, given: Given) -> Head | None:
        """The head of one of our forms."""
        entries = _cover_entries(cover) if cover else {}
        plan = self.reference.plan
        if identity.plan_id != plan.id:
            self.faults.refuse(
                Problem("collect-other-plan", value=identity.plan_id, details={"plan": plan.id})
            )
            return None
        if identity.plan_fingerprint != self.reference.fingerprint:
            self.faults.notice(Problem("collect-plan-changed", value=identity.plan_fingerprint[:12]))
        named = {"agency": identity.agency_id, "period": identity.period}
        agency_id, period = self._whose(named, given)
        if agency_id is None or period is None:
            return None
        self._check_shown(entries, agency_id, period)
        sends = {key.removeprefix(SENDS): one for key, one in entries.items() if key.startswith(SENDS)}
        said = [id_ for id_, entry in sends.items() if self._answer(entry) == "yes"]
        return self._head(entries, agency_id, period, self._of_cover(said, period, agency_id))

    def of_table(self, tables: list[Table], given: Given) -> Head | None:
        """The head of a file with tables that are none of our forms."""
        entries: dict[str, Entry] = {}
        for key, entry in _lines_above(tables):
            entries.setdefault(key, entry)
        named = {key: self._text(entries[key]) if key in entries else None for key in ("agency", "period")}
        agency_id, period = self._whose(named, given)
        if agency_id is None or period is None:
            return None
        owed = self.reference.reports(agency_id, period)
        if len(owed) > 1 and self.receipt.obligation_id is None:
            self.faults.refuse(Problem("collect-which-report", details={"known": ", ".join(owed)}))
            return None
        return self._head(entries, agency_id, period, self._of_cover(owed, period, agency_id))

    def _whose(self, named: Mapping[str, str | None], given: Given) -> tuple[str | None, Period | None]:
        """Agency and period: as the file and whoever collects it say; both must mean the same."""
        read = {"period": self.reference.period}
        period = self._agreed("period", named["period"], given.period, read["period"])
        if period is None:
            return None, None
        on = local_day(self.receipt.received_at)
        agency = self._agreed(
            "agency", named["agency"], given.agency, lambda name: self.reference.agency(name, period, on)
        )
        return agency, period

    def _agreed(self, key: str, named: str | None, given: str | None, read: Any) -> Any:
        found = []
        for said in (named, given):
            if said is None:
                continue
            try:
                found.append(read(said))
            except Refused as refused:
                self.faults.refuse(Problem(refused.code, value=said, details=refused.details))
                return None
        if not found:
            missing = "collect-no-period" if key == "period" else "collect-no-agency"
            self.faults.refuse(Problem(missing))
            return None
        if found[0] != found[-1]:
            self.faults.refuse(Problem("collect-differs", value=given, details={"named": str(found[0])}))
            return None
        return found[0]

    def _check_shown(self, entries: Mapping[str, Entry], agency_id: str, period: Period) -> None:
        """The cover shows what the hidden sheet says: one of the two that was changed by hand refuses the form."""
        shown = {"agency": lambda name: self.reference.names.find(name).id, "period": _period_shown}
        wanted = {"agency": agency_id, "period": str(period)}
        for key, read in shown.items():
            said = self._text(entries[key]) if key in entries else None
            if said and read(said) not in {wanted[key], None}:
                self._refuse(entries[key], "collect-cover-differs", {"named": wanted[key]})

    def _of_cover(self, said: list[str], period: Period, agency_id: str) -> tuple[str, ...]:
        """The reports that a file is; the list of what came in may name the one of them."""
        asked = self.receipt.obligation_id
        if asked is not None and asked not in said:
            details = {"known": ", ".join(said) or "–"}
            self.faults.refuse(Problem("collect-cover-report", value=asked, details=details))
        if not said:
            details = {"agency": agency_id, "period": str(period)}
            self.faults.notice(Problem("collect-no-report", value=str(period), details=details))
        return (asked,) if asked is not None else tuple(said)

    def _head(
        self, entries: Mapping[str, Entry], agency_id: str, period: Period, obligations: tuple[str, ...]
    ) -> Head | None:
        effective_on = self._effective_on(entries.get("effective_on"), period)
        number = self._number(entries.get("document_number"))
        dated = self._dated(entries.get("document_date"))
        if effective_on is None:
            return None
        return Head(agency_id, period, effective_on, obligations, number, dated, _traces(entries))

    def _effective_on(self, entry: Entry | None, period: Period) -> date | None:
        """The day that the figures are about: as the file says, else the period's cut-off, which is noticed."""
        if entry is not None and entry.cell.value is None:
            self._refuse(entry, "cell-empty", {})
            return None
        if entry is None:
            self.faults.notice(Problem("collect-cutoff", value=period.cutoff.isoformat()))
            return period.cutoff
        day: date | None = self._day(entry)
        if day is not None and day not in period.window:
            first, last = show_date(period.start), show_date(period.end)
            self._refuse(entry, "collect-effective-on", {"first": first, "last": last})
        else:
            self._notice_ahead(entry, day, "collect-effective-ahead")
        return day

    def _dated(self, entry: Entry | None) -> Any:
        """The date on the document: none after the receipt can be right."""
        day = self._day(entry) if entry else None
        if entry:
            self._notice_ahead(entry, day, "collect-document-ahead")
        return day

    def _notice_ahead(self, entry: Entry, day: date | None, code: str) -> None:
        received_on = local_day(self.receipt.received_at)
        if day is not None and day > received_on:
            problem = Problem(code, value=show_date(day), details={"received": show_date(received_on)})
            self.faults.notice(problem, entry.sheet, entry.row, entry.column)

    def _number(self, entry: Entry | None) -> Any:
        """The document's number: as the file or the list of what came in says; both must say the same."""
        own = self._text(entry) if entry else None
        listed = self.receipt.document_number
        if entry and own and listed and folded(own) != folded(listed):
            self._refuse(entry, "collect-differs", {"named": listed})
        return own or listed

    def _answer(self, entry: Entry) -> Any:
        answer = self._read(entry, lambda cell: self.values.choice(cell, YES_NO))
        if answer is None and not entry.cell.value:
            self._refuse(entry, "cell-empty", {})
        return answer

    def _day(self, entry: Entry) -> Any:
        return self._read(entry, self.values.day)

    def _text(self, entry: Entry) -> Any:
        return self._read(entry, self.values.text)

    def _read(self, entry: Entry, read: Any) -> Any:
        self.values.notices.clear()
        try:
            value = read(entry.cell) if entry.cell.value is not None else None
        except (TextError, Refused) as error:
            self.faults.refuse_value(error, entry.cell.value, entry.sheet, entry.row, entry.column)
            return None
        for notice in self.values.notices:
            self.faults.notice(notice, entry.sheet, entry.row, entry.column)
        return value

    def _refuse(self, entry: Entry, code: str, details: Mapping[str, object]) -> None:
        problem = Problem(code, value=entry.cell.value, details=details)
        self.faults.refuse(problem, entry.sheet, entry.row, entry.column)


def _traces(entries: Mapping[str, Entry]) -> dict[str, Trace]:
    filled = ((key, one) for key, one in entries.items() if str(one.cell.value or "").strip())
    return {_FILLS[key]: trace(one.sheet, one.row, one.column) for key, one in filled if key in _FILLS}


def _period_shown(text: str) -> str | None:
    """The period that a label means; null when it is none."""
    try:
        return str(Period.parse(text))
    except PeriodError:
        return None


def _cover_entries(cover: Table) -> dict[str, Entry]:
    """The cover's values by key; an empty one is an empty cell, so that it can be marked."""
    column = cover.columns.get("value", 0)
    found = {}
    for row in cover.rows:
        key = cover.cell(row, "key")
        if key is not None and isinstance(key.value, str):
            cell = cover.cell(row, "value") or Cell(None)
            found[key.value] = Entry(cell, cover.sheet, row, column)
    return found


def _lines_above(tables: list[Table]) -> Iterator[tuple[str, Entry]]:
    """Labels of the cover that stand above the first table of a sheet, with the text behind or beside them."""
    for sheet in {id(one.sheet): one.sheet for one in tables}.values():
        first = min(one.head for one in tables if one.sheet is sheet)
        for row, cells in sheet.rows().items():
            if row < first:
                yield from _labelled(sheet, row, cells)


def _labelled(sheet: Sheet, row: int, cells: Mapping[int, Cell]) -> Iterator[tuple[str, Entry]]:
    for column, cell in cells.items():
        label, _, rest = cell.value.partition(":") if isinstance(cell.value, str) else ("", "", "")
        key = _labels().get(folded(label)) if label else None
        if key is None:
            continue
        if rest.strip():
            yield key, Entry(Cell(rest.strip()), sheet, row, column)
            continue
        beside = [place for place in cells if place > column and cells[place] is not cell]
        if beside:
            yield key, Entry(cells[beside[0]], sheet, row, beside[0])


@lru_cache
def _labels() -> Mapping[str, str]:
    """Normal form of every label that is understood → the key of the cover's row."""
    found: dict[str, str] = {}
    for key in (one.key for one in COVER_CELLS):
        written = [text("forms", f"labels.{key}", lang) for lang in LANGUAGES]
        for one in (*written, *LABELS.get(key, ())):
            found.setdefault(folded(one), key)
    return found
