"""``PlanCheck`` → ``Document``: the plan rules on a plan alone, before anything is reported."""

from kh2025 import messages
from kh2025.evaluation.plan_check import PlanCheck
from kh2025.plan.tables import agency_names
from kh2025.report.document import Block, Document, Gap, Heading, Note, Section
from kh2025.report.front import audit_subject, document_name, known_on, plan_facts, program_fact, title
from kh2025.report.issue import Issue
from kh2025.report.sections.appendix import annex
from kh2025.report.sections.basis import plan_assumptions, plan_basis
from kh2025.report.sections.plan_review import all_rules_table, details, plan_tasks, results
from kh2025.report.wording import Words


def plan_audit(found: PlanCheck, lang: str = messages.DEFAULT, issue: Issue | None = None) -> Document:
    """The audit of a plan, from :func:`kh2025.check_plan`.

    Sections: ``notes``, ``results``, ``findings``, ``proposals``; behind the signature ``appendix``, ``basis``.

    Args:
        found: what the plan rules found.
        lang: vi or en.
        issue: number, day and signature; without all three the report is a draft.

    Raises:
        ParameterError: the number's symbol is not that of the letterhead.
    """
    plan, issue = found.plan, issue or Issue()
    words = Words(lang, agency_names(plan))
    proposed = (Heading(words("audit.proposals")), Gap(words("audit.gap")))
    sections = (
        _notes(found, words),
        results(found, words),
        details(found, words),
        Section("proposals", proposed, lang),
        annex([plan_tasks(found, words), all_rules_table(found, words)], words),
        plan_basis(found, words),
    )
    judged = (words("facts.judged_on"), words.value(found.on))
    return Document(
        document_name("audit", plan.id),
        lang,
        title(plan, known_on(found), words, issue, audit_subject(plan, lang)),
        sections,
        (*plan_facts(plan, words), judged, program_fact(words)),
        signature=issue.signature,
        recipients=(plan.decision.issuer,) if plan.decision.issuer else (),
        as_of=known_on(found),
    )


def _notes(found: PlanCheck, words: Words) -> Section:
    plan = found.plan
    blocks: list[Block] = [Note("invented", plan.invented)] if plan.invented else []
    if not plan.tasks:
        blocks.append(Note("warning", words("audit.no_tasks")))
    if assumed := plan_assumptions(plan, words):
        blocks.append(Note("assumption", words("audit.pointer", count=len(assumed))))
    return Section("notes", tuple(blocks), words.lang)
