"""``Evaluation`` → ``Document``. Every number in a sentence comes from the same tables as the tables do."""

from collections.abc import Callable, Mapping

from kh2025 import messages
from kh2025.evaluation.evaluate import Evaluation
from kh2025.plan.tables import agency_names
from kh2025.report.document import Document, Heading, Section
from kh2025.report.front import PERIOD, document, notes
from kh2025.report.issue import Issue
from kh2025.report.sections.appendix import agencies_table, annex, appendix, tasks_table
from kh2025.report.sections.basis import basis
from kh2025.report.sections.causes import causes
from kh2025.report.sections.decisions import decisions
from kh2025.report.sections.matters import matters, situation
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
        ParameterError: the number's symbol is not that of the letterhead, or its day is before that of the data.
    """
    words = Words(lang, agency_names(ev.scope.plan))
    sections = (
        notes(ev, words),
        results(ev, words),
        causes(ev, words),
        next_period(ev, words),
        proposals(ev, words),
        appendix(ev, words),
        basis(ev, words),
    )
    return document(ev, words, issue or Issue(), PERIOD, subject_of(ev, lang), sections)


def session_brief(ev: Evaluation, lang: str = messages.DEFAULT, issue: Issue | None = None) -> Document:
    """What a plenary session must look at and decide; sections and arguments as in :func:`period_report`.

    ``causes`` holds the matters: what is overdue and since when, extensions, contradictions and heavy breaches, reports
    not sent, agencies in trouble. ``proposals`` lists the decisions to be taken.
    """
    words = Words(lang, agency_names(ev.scope.plan))
    sections = (
        notes(ev, words),
        situation(ev, words),
        matters(ev, words),
        next_period(ev, words),
        decisions(ev, words),
        annex([tasks_table(ev, words), agencies_table(ev, words)], words),
        basis(ev, words),
    )
    return document(ev, words, issue or Issue(), "session", subject_of(ev, lang, "session"), sections)


_ANNUAL = "annual"
#: The kinds of report that one evaluation of a period is enough for.
KINDS: Mapping[str, Callable[[Evaluation, str, Issue | None], Document]] = {
    PERIOD: period_report,
    "session": session_brief,
}


def compose(ev: Evaluation, kind: str, lang: str = messages.DEFAULT, issue: Issue | None = None) -> Document:
    """The report of a kind of ``KINDS``; ``KeyError`` names those there are."""
    if kind not in KINDS:
        raise KeyError(f"{kind!r}: {sorted(KINDS)}")
    return KINDS[kind](ev, lang, issue)


def subject_of(ev: Evaluation, lang: str = messages.DEFAULT, kind: str = PERIOD) -> str:
    """What the title of a report of a kind says that it is about."""
    plan, words = ev.scope.plan, Words(lang, {})
    values = {"plan": plan.title, "period": words.period(ev.scope.period)}
    if ev.scope.agency:
        return words("subject_agency", agency=plan.agency[ev.scope.agency].name, **values)
    year = str(ev.scope.period.year)
    # "Tổng kết năm 2025 thực hiện Kế hoạch năm 2025 …" would say it twice.
    key = f"{kind}_named" if kind == _ANNUAL and year in plan.title else kind
    return words(f"subjects.{key}", year=year, **values)


def proposals(ev: Evaluation, words: Words) -> Section:
    """IV. The office's proposals, or a gap."""
    words_of_office = office_words(ev, "proposals", words("proposals.gap"))
    return Section("proposals", (Heading(words("proposals.heading")), *words_of_office), words.lang)
