"""Reminders: a letter to each agency with what is overdue, missing and due soon, and a table over all of them.

A letter is a document without a name of kind (công văn): "V/v …" stands under its number, "Kính gửi" opens its text.
Nothing is sent; without number, day and signer a letter is a draft.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from kh2025 import __version__, messages
from kh2025.evaluation.evaluate import Evaluation, evaluate
from kh2025.law.moments import local_day, parse_moment
from kh2025.law.periods import Period
from kh2025.ledger.facts import Facts
from kh2025.plan.duties import owner
from kh2025.plan.model import Plan
from kh2025.plan.parts import Letterhead
from kh2025.plan.tables import agency_names
from kh2025.report.display import is_nothing
from kh2025.report.document import Block, Document, Note, Paragraph, Section, Table
from kh2025.report.front import head_of, office
from kh2025.report.issue import Issue
from kh2025.report.sections.frames import records, table, task_names
from kh2025.report.wording import Words

#: What a letter reminds of, the most pressing first.
MATTERS = ("overdue", "missing", "due_soon", "reports_soon")
_TASK = (
    ("task", "text", 4.0),
    ("due_on", "day", 1.2),
    ("days_late", "number", 0.9),
    ("percent", "number", 0.9),
)
_TASK_SOON = (("task", "text", 4.0), ("due_on", "day", 1.2), ("percent", "number", 0.9))
_REPORT = (
    ("obligation", "text", 3.0),
    ("period", "text", 1.4),
    ("due_on", "day", 1.2),
    ("days_late", "number", 0.9),
)
_COLUMNS = {"overdue": _TASK, "missing": _REPORT, "due_soon": _TASK_SOON, "reports_soon": _REPORT[:3]}


@dataclass(frozen=True, slots=True, repr=False)
class Reminders:
    """What there is to remind of on a day.

    Attributes:
        ev: the evaluation that it is read from, judged on ``day``.
        day: the local day of ``as_of``.
        within: how many days ahead counts as soon; unit: calendar days.
        rows: by agency on ``day`` (null where no heir is named) and matter, the rows of duties or reports.
    """

    ev: Evaluation
    day: date
    within: int
    rows: Mapping[str | None, Mapping[str, tuple[dict[str, Any], ...]]]

    @property
    def agencies(self) -> tuple[str, ...]:
        """Those that get a letter, in the order of the plan: all with something to be reminded of but the issuer."""
        return tuple(one for one in self.reminded if one != self.issuer)

    @property
    def reminded(self) -> tuple[str, ...]:
        """Those with something to be reminded of, in the order of the plan."""
        return tuple(agency.id for agency in self.ev.scope.plan.agencies if agency.id in self.rows)

    @property
    def issuer(self) -> str | None:
        """The agency that the letterhead of the day names: an office sends itself no letter."""
        plan = self.ev.scope.plan
        named = office(plan, plan.letterhead(self.day))
        return None if named is None else owner(plan, named.id, self.day)


def remind(plan: Plan, facts: Facts, as_of: str, within: int | None = None) -> Reminders:
    """Find what is overdue, missing and due within some days, by who owes it on the day of ``as_of``.

    Args:
        plan: the plan.
        facts: what was reported.
        as_of: ISO 8601 with offset; nothing recorded later is seen.
        within: days ahead; by default the plan's ``due_soon_days``.

    Raises:
        ParameterError: ``as_of`` is no moment.
    """
    day = local_day(parse_moment(as_of, "as_of"))
    year = min(max(day.year, plan.covers.first.year), plan.covers.last.year)
    # The year's evaluation sees every period's reports; tasks are judged on the day itself.
    ev = evaluate(plan, facts, Period.of("year", year), as_of=as_of, status_on=day)
    days = plan.settings.due_soon_days if within is None else within
    return Reminders(ev, day, days, _by_agency(ev, day, days))


def check_issue(found: Reminders, issue: Issue) -> Letterhead:
    """The letterhead that a letter bears.

    Raises:
        ParameterError: the number's symbol is not the letterhead's.
    """
    head = found.ev.scope.plan.letterhead(issue.dated or found.day)
    issue.letter_symbol(head.code)
    return head


def letter(
    found: Reminders, agency_id: str, lang: str = messages.DEFAULT, issue: Issue | None = None
) -> Document:
    """The letter to one agency; ``KeyError`` when there is nothing to remind it of."""
    words, issue = _words(found, lang), issue or Issue()
    plan, rows = found.ev.scope.plan, found.rows[agency_id]
    name = plan.agency[agency_id].name
    told = {"decision": words.cited(plan.decision), "plan": plan.title, "day": found.day}
    earlier = words("letters.earlier", dated=issue.dated, day=found.day)
    opening = (
        *([Note("warning", earlier)] if issue.predates(found.day) else []),
        *_notes(found),
        Paragraph(words("letters.to", agency=name), is_centred=True),
        Paragraph(words("letters.opening", agency=name, counts=_counts(found, rows, words), **told)),
    )
    tables = (_table(found, matter, rows[matter], words) for matter in MATTERS if rows[matter])
    issuer = office(plan, plan.letterhead(issue.dated or found.day))
    sent_to = issuer.name if issuer else words("letters.office")
    closing = Paragraph(words("letters.closing", agency=name, office=sent_to))
    section = Section("letter", (*opening, *tables, closing), lang)
    subject = words("letters.subject", plan=plan.title)
    return _document(
        found, agency_id, subject, (section,), words, issue, recipients=(words("letters.as_above"),)
    )


def summary(found: Reminders, lang: str = messages.DEFAULT) -> Document:
    """The table over all agencies: how much each letter reminds of, and what no agency answers for."""
    words = _words(found, lang)
    plan = found.ev.scope.plan
    columns = (
        ("agency", "text", 3.0),
        *((f"remind_{matter}", "number", 1.1) for matter in MATTERS),
        ("days_late", "number", 1.1),
    )
    order = [*found.reminded, *([None] if None in found.rows else [])]
    rows = [
        (
            words.agency(one) or words("letters.nobody"),
            *(len(found.rows[one][m]) for m in MATTERS),
            _latest(found.rows[one]),
        )
        for one in order
    ]
    made = table(
        words, words("letters.summary_caption", day=found.day), columns, rows, empty=words("letters.nothing")
    )
    said = words("letters.summary", reminded=len(found.reminded), agencies=len(plan.agencies), day=found.day)
    own = found.issuer if found.issuer in found.rows else None
    itself = [Paragraph(words("letters.issuer", agency=words.agency(own)))] if own else []
    blocks = (*_notes(found), Paragraph(said), *itself, made, *_details(found, words))
    subject = words("letters.summary_subject", plan=plan.title)
    return _document(
        found, None, subject, (Section("summary", blocks, lang),), words, Issue(), kind=words("letters.kind")
    )


# What to remind of ------------------------------------------------------------------------------------------------


def _by_agency(
    ev: Evaluation, day: date, within: int
) -> dict[str | None, dict[str, tuple[dict[str, Any], ...]]]:
    duties, reports = ev.duties, ev.timeliness
    soon = pd.Timestamp(day) + pd.Timedelta(days=within)
    chosen = {
        "overdue": duties[duties["part"] == "open_overdue"],
        "missing": reports[reports["timeliness"] == "missing"],
        "due_soon": duties[(duties["part"] == "open_in_time") & (duties["due_on"] <= soon)],
        "reports_soon": reports[(reports["timeliness"] == "not_yet_due") & (reports["due_on"] <= soon)],
    }
    found: dict[str | None, dict[str, list[dict[str, Any]]]] = {}
    for matter, rows in chosen.items():
        for row in records(rows.sort_values("due_on", kind="stable")):
            found.setdefault(_owner(ev, row, day), {name: [] for name in MATTERS})[matter].append(row)
    return {one: {name: tuple(rows) for name, rows in matters.items()} for one, matters in found.items()}


def _owner(ev: Evaluation, row: Mapping[str, Any], day: date) -> str | None:
    """Who answers for it on the day: a report stays the old agency's in the tables, its heir gets the letter."""
    owed_by = row["agency_id"]
    return None if is_nothing(owed_by) else owner(ev.scope.plan, owed_by, day)


def _latest(rows: Mapping[str, tuple[dict[str, Any], ...]]) -> int | None:
    late = [row["days_late"] for matter in ("overdue", "missing") for row in rows[matter]]
    return max((int(days) for days in late if not pd.isna(days)), default=None)


# What it says -----------------------------------------------------------------------------------------------------


def _table(found: Reminders, matter: str, rows: tuple[dict[str, Any], ...], words: Words) -> Table:
    titles = {one.id: one.title for one in found.ev.scope.plan.obligations}
    names = task_names(found.ev.tasks)
    cells: dict[str, Callable[[dict[str, Any]], Any]] = {
        "task": lambda row: f"{row['task_id']} {names.get(row['task_id'], '')}".strip(),
        "obligation": lambda row: titles[row["obligation_id"]],
        "period": lambda row: Period.parse(row["period"]).label(words.lang),
    }
    columns = _COLUMNS[matter]
    caption = words(f"letters.{matter}", count=len(rows), within=found.within)
    made = ([cells.get(key, lambda row, key=key: row[key])(row) for key, _, _ in columns] for row in rows)
    return table(words, caption, columns, made)


def _counts(found: Reminders, rows: Mapping[str, tuple[dict[str, Any], ...]], words: Words) -> str:
    """How much there is of each matter, those without any left out."""
    told = (
        words(f"letters.count_{matter}", count=len(rows[matter]), within=found.within)
        for matter in MATTERS
        if rows[matter]
    )
    return "; ".join(told)


def _details(found: Reminders, words: Words) -> tuple[Block, ...]:
    """Where the rows are told one by one."""
    return (Paragraph(words("letters.details")),) if found.agencies else ()


def _notes(found: Reminders) -> tuple[Block, ...]:
    invented = found.ev.summary["invented"]
    return (Note("invented", invented),) if invented else ()


def _document(
    found: Reminders,
    agency_id: str | None,
    subject: str,
    sections: tuple[Section, ...],
    words: Words,
    issue: Issue,
    *,
    kind: str = "",
    recipients: tuple[str, ...] = (),
) -> Document:
    plan = found.ev.scope.plan
    head = check_issue(found, issue)
    title = head_of(plan, head, issue, code=issue.letter_symbol(head.code), kind=kind, subject=subject)
    name = "_".join(part for part in (plan.id, "reminder", found.day.isoformat(), agency_id) if part)
    return Document(
        name,
        words.lang,
        title,
        sections,
        _facts(found, words) if agency_id is None else (),
        signature=issue.signature,
        recipients=recipients,
        as_of=found.day,
    )


def _facts(found: Reminders, words: Words) -> tuple[tuple[str, str], ...]:
    known = found.ev.summary["known_through"]
    lines = {
        "plan": f"{found.ev.scope.plan.id}: {found.ev.scope.plan.title}",
        "status_on": words.value(found.day),
        "known_through": words.moment(parse_moment(known)) if known else words("facts.none"),
        "program": f"kh2025 {__version__}",
    }
    return tuple((words(f"facts.{key}"), text) for key, text in lines.items())


def _words(found: Reminders, lang: str) -> Words:
    return Words(lang, agency_names(found.ev.scope.plan))
