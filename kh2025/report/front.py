"""What surrounds the parts of every report of an evaluation: name, title, notes before it, recipients, facts."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from kh2025 import __version__, messages
from kh2025.evaluation.evaluate import Evaluation
from kh2025.evaluation.plan_check import PlanCheck
from kh2025.law.moments import local_day, parse_moment
from kh2025.plan.model import Plan
from kh2025.plan.parts import Agency, Letterhead
from kh2025.report.document import Block, Document, Note, Section, Title
from kh2025.report.issue import Issue
from kh2025.report.sections.basis import assumptions
from kh2025.report.wording import Words
from kh2025.text.normal import normal_form

#: The kind whose files are named without it.
PERIOD = "period"


def document_name(kind: str, plan: str, period: str | None = None, agency: str | None = None) -> str:
    """Stem of a report's files. Periods begin with a digit, kinds do not, so that no two reports share a name.

    >>> (
    ...     document_name("period", "thai-binh-2025", "2025-Q2", "so-yt"),
    ...     document_name("audit", "thai-binh-2025"),
    ... )
    ('thai-binh-2025_2025-Q2_so-yt', 'thai-binh-2025_audit')
    """
    parts = (plan, None if kind == PERIOD else kind, period, agency)
    return "_".join(part for part in parts if part)


def document(
    ev: Evaluation, words: Words, issue: Issue, kind: str, subject: str, sections: tuple[Section, ...]
) -> Document:
    """The report of an evaluation around its parts.

    Raises:
        ParameterError: the number's symbol is not that of the letterhead.
    """
    scope, known = ev.scope, ev.summary["known_through"]
    newest = local_day(parse_moment(known)) if known else None
    if issue.predates(newest):
        said = words("notes.later_data", dated=issue.dated, newest=newest)
        sections = tuple(_warned(section, said) for section in sections)
    return Document(
        document_name(kind, scope.plan.id, str(scope.period), scope.agency),
        words.lang,
        title(scope.plan, local_day(scope.as_of), words, issue, subject),
        sections,
        _facts(ev, words),
        signature=issue.signature,
        recipients=recipients(scope.plan, scope.agency),
        as_of=local_day(scope.as_of),
    )


def _warned(section: Section, said: str) -> Section:
    """The notes with a warning ahead; any other section as it is."""
    if section.name != "notes":
        return section
    return replace(section, blocks=(Note("warning", said), *section.blocks))


def title(plan: Plan, day: date, words: Words, issue: Issue, subject: str) -> Title:
    """The head of a report; ``day`` decides the letterhead where the report bears no day yet.

    Raises:
        ParameterError: the number's symbol is not that of the letterhead.
    """
    head = plan.letterhead(issue.dated or day)
    code = f"{words('code')}-{head.code}"
    issue.check_symbol(code)
    return head_of(plan, head, issue, code=code, kind=words("kind"), subject=subject)


def head_of(plan: Plan, head: Letterhead, issue: Issue, *, code: str, kind: str, subject: str) -> Title:
    """What the letterhead and the office's own number and day make of a document's head."""
    agency = office(plan, head)
    return Title(
        head.superior,
        head.body,
        head.place,
        issue.number,
        issue.dated,
        code,
        kind,
        subject,
        agency.name if agency else "",
    )


def office(plan: Plan, head: Letterhead) -> Agency | None:
    """The agency that a letterhead names, where the plan knows it."""
    _, _, place = (head.superior or "").partition(" ")
    names = {normal_form(head.body), normal_form(f"{head.body} {place}")}
    return next((agency for agency in plan.agencies if normal_form(agency.name) in names), None)


def recipients(plan: Plan, agency: str | None) -> tuple[str, ...]:
    """The agency that the report is about, else whom the plan's reports go to in the end."""
    if agency:
        return (plan.agency[agency].name,)
    highest = max((owed.tier for owed in plan.obligations), default=0)
    return tuple(dict.fromkeys(plan.label(owed.to) for owed in plan.obligations if owed.tier == highest))


def notes(ev: Evaluation, words: Words, last: date | None = None, kinds: Sequence[str] = ()) -> Section:
    """What a reader must know before the first figure.

    ``last`` is the day to be judged, by default the cut-off; ``kinds`` of period as in ``basis``.
    """
    scope = ev.scope
    blocks: list[Block] = []
    if ev.summary["invented"]:
        blocks.append(Note("invented", ev.summary["invented"]))
    if scope.status_on < (last or scope.period.cutoff):
        blocks.append(Note("provisional", words("notes.running", status_on=scope.status_on)))
    if years := ", ".join(map(str, ev.summary["provisional"])):
        blocks.append(Note("provisional", words("notes.provisional_years", years=years)))
    if ev.summary["known_through"] is None:
        blocks.append(Note("warning", words("notes.no_facts")))
    if assumed := assumptions(ev, words, kinds):
        blocks.append(Note("assumption", words("basis.pointer", count=len(assumed))))
    return Section("notes", tuple(blocks), words.lang)


def plan_facts(plan: Plan, words: Words) -> tuple[tuple[str, str], ...]:
    """The plan and its decision, as every report names them."""
    lines = {"plan": f"{plan.id}: {plan.title}", "decision": words.cited(plan.decision)}
    return tuple((words(f"facts.{key}"), text) for key, text in lines.items())


def program_fact(words: Words) -> tuple[str, str]:
    """The program that made it."""
    return words("facts.program"), f"kh2025 {__version__}"


def _facts(ev: Evaluation, words: Words) -> tuple[tuple[str, str], ...]:
    """What the report was made from: the newest record, not ``as_of``, so that equal tables give equal pages."""
    scope, plan = ev.scope, ev.scope.plan
    period = scope.period
    window = words(
        "facts.window", label=f"{period} ({period.label(words.lang)})", start=period.start, end=period.end
    )
    known = ev.summary["known_through"]
    before = "before_included" if plan.settings.before_includes_day else "before_excluded"
    settings = {"before": words(f"facts.{before}"), "due_soon_days": plan.settings.due_soon_days}
    lines = {
        "agency": plan.agency[scope.agency].name if scope.agency else None,
        "period": window,
        "status_on": words.value(scope.status_on),
        "known_through": words.moment(parse_moment(known)) if known else words("facts.none"),
        "settings": words("facts.settings_value", **settings),
    }
    told = tuple((words(f"facts.{key}"), text) for key, text in lines.items() if text)
    return (*plan_facts(plan, words), *told, program_fact(words))


def known_on(found: PlanCheck) -> date:
    """The day that the plan was known at: that of its ``known_at``, else the one on which it takes effect."""
    return local_day(found.known_at) if found.known_at else found.plan.in_force_from


def audit_subject(plan: Plan, lang: str = messages.DEFAULT) -> str:
    """What the title says that it is about."""
    return Words(lang, {})("subjects.audit", plan=plan.title)
