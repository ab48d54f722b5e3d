"""``Evaluation`` → ``Document``. Every number in a sentence comes from the same tables as the tables do."""

from kh2025 import __version__, messages
from kh2025.evaluation.evaluate import Evaluation
from kh2025.law.moments import local_day, parse_moment
from kh2025.plan.tables import agency_names
from kh2025.report.document import Block, Document, Heading, Note, Section, Title
from kh2025.report.issue import Issue
from kh2025.report.sections.appendix import appendix
from kh2025.report.sections.basis import assumptions, basis
from kh2025.report.sections.causes import causes
from kh2025.report.sections.next_period import next_period
from kh2025.report.sections.office import office_words
from kh2025.report.sections.results import results
from kh2025.report.wording import Words


def period_report(ev: Evaluation, lang: str = messages.DEFAULT, issue: Issue | None = None) -> Document:
    """The report of a period, for the whole plan or (after ``for_agency``) for one agency.

    Sections: ``notes``, ``results``, ``causes``, ``next``, ``proposals``; behind the signature ``appendix``,
    ``basis``.

    Args:
        ev: what is reported.
        lang: vi or en.
        issue: number, day and signature; without all three the report is a draft.

    Raises:
        ParameterError: the number's symbol is not that of the letterhead.
    """
    issue = issue or Issue()
    words = Words(lang, agency_names(ev.scope.plan))
    sections = (
        _notes(ev, words),
        results(ev, words),
        causes(ev, words),
        next_period(ev, words),
        _proposals(ev, words),
        appendix(ev, words),
        basis(ev, words),
    )
    return Document(
        _name(ev),
        lang,
        _title(ev, words, issue),
        sections,
        _facts(ev, words),
        signature=issue.signature,
        recipients=_recipients(ev),
        as_of=local_day(ev.scope.as_of),
    )


def _name(ev: Evaluation) -> str:
    parts = [ev.scope.plan.id, str(ev.scope.period), ev.scope.agency]
    return "_".join(part for part in parts if part)


def _recipients(ev: Evaluation) -> tuple[str, ...]:
    """The agency that the report is about, else whom the plan's reports go to in the end."""
    plan = ev.scope.plan
    if ev.scope.agency:
        return (plan.agency[ev.scope.agency].name,)
    highest = max((owed.tier for owed in plan.obligations), default=0)
    return tuple(dict.fromkeys(plan.label(owed.to) for owed in plan.obligations if owed.tier == highest))


def _title(ev: Evaluation, words: Words, issue: Issue) -> Title:
    plan = ev.scope.plan
    head = plan.letterhead(issue.dated or local_day(ev.scope.as_of))
    code = f"{words('code')}-{head.code}"
    issue.check_symbol(code)
    return Title(
        head.superior,
        head.body,
        head.place,
        issue.number,
        issue.dated,
        code,
        words("kind"),
        subject_of(ev, words.lang),
    )


def subject_of(ev: Evaluation, lang: str = messages.DEFAULT) -> str:
    """What the report's title says that it is about."""
    plan, words = ev.scope.plan, Words(lang, {})
    values = {"plan": plan.title, "period": ev.scope.period.label(lang)}
    if ev.scope.agency:
        return words("subject_agency", agency=plan.agency[ev.scope.agency].name, **values)
    return words("subject", **values)


def _notes(ev: Evaluation, words: Words) -> Section:
    """What a reader must know before the first figure."""
    scope = ev.scope
    blocks: list[Block] = []
    if ev.summary["invented"]:
        blocks.append(Note("invented", ev.summary["invented"]))
    if scope.status_on < scope.period.cutoff:
        blocks.append(Note("provisional", words("notes.running", status_on=scope.status_on)))
    if years := ", ".join(map(str, ev.summary["provisional"])):
        blocks.append(Note("provisional", words("notes.provisional_years", years=years)))
    if ev.summary["known_through"] is None:
        blocks.append(Note("warning", words("notes.no_facts")))
    if assumed := assumptions(ev, words):
        blocks.append(Note("assumption", words("basis.pointer", count=len(assumed))))
    return Section("notes", tuple(blocks), words.lang)


def _proposals(ev: Evaluation, words: Words) -> Section:
    words_of_office = office_words(ev, "proposals", words("proposals.gap"))
    return Section("proposals", (Heading(words("proposals.heading")), *words_of_office), words.lang)


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
        "plan": f"{plan.id}: {plan.title}",
        "decision": f"{plan.decision.kind} {plan.decision.number}",
        "agency": plan.agency[scope.agency].name if scope.agency else None,
        "period": window,
        "status_on": words.value(scope.status_on),
        "known_through": words.moment(parse_moment(known)) if known else words("facts.none"),
        "settings": words("facts.settings_value", **settings),
        "program": f"kh2025 {__version__}",
    }
    return tuple((words(f"facts.{key}"), text) for key, text in lines.items() if text)
