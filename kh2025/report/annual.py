"""``YearReview`` → ``Document``: the year judged at its end, in its months, and the draft of the next plan as an annex."""

from kh2025 import messages
from kh2025.evaluation.review import YearReview, last_day
from kh2025.plan.tables import agency_names
from kh2025.report.compose import proposals, subject_of
from kh2025.report.document import Document
from kh2025.report.front import document, notes
from kh2025.report.issue import Issue
from kh2025.report.sections.appendix import appendix
from kh2025.report.sections.basis import basis
from kh2025.report.sections.causes import causes
from kh2025.report.sections.next_year import draft, next_year
from kh2025.report.sections.year import year_results
from kh2025.report.wording import Words


def annual_review(review: YearReview, lang: str = messages.DEFAULT, issue: Issue | None = None) -> Document:
    """The annual review, from :func:`kh2025.review_year`.

    Sections: ``notes``, ``results``, ``causes``, ``next``, ``proposals``; behind the signature ``appendix``,
    ``next_plan``, ``basis``.

    Args:
        review: the year.
        lang: vi or en.
        issue: number, day and signature; without all three the report is a draft.

    Raises:
        ParameterError: the number's symbol is not that of the letterhead, or its day is before that of the data.
    """
    ev, plan = review.ev, review.ev.scope.plan
    words = Words(lang, agency_names(plan))
    # The months and quarters within the year are looked at too.
    kinds = tuple(dict.fromkeys(kind for owed in plan.obligations for kind in owed.kinds))
    sections = (
        notes(ev, words, last_day(plan, ev.scope.period), kinds),
        year_results(review, words),
        causes(ev, words),
        next_year(review, words),
        proposals(ev, words),
        appendix(ev, words),
        draft(review, words),
        basis(ev, words, kinds),
    )
    return document(ev, words, issue or Issue(), "annual", subject_of(ev, lang, "annual"), sections)
