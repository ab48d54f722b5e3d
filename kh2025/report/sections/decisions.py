"""The decisions that a session must take: each with who it concerns and what is to be settled, and the office's words."""

from collections.abc import Iterator

import pandas as pd

from kh2025.evaluation.agenda import Agenda, agenda
from kh2025.evaluation.evaluate import Evaluation
from kh2025.report.document import Heading, Paragraph, Section, Table
from kh2025.report.sections.frames import cell, records, table, task_names, who
from kh2025.report.sections.office import office_words
from kh2025.report.wording import Words

#: A matter, whom it concerns, what is to be decided.
Decision = tuple[str, str | tuple[str, ...] | None, str]
#: Agencies named in one row; of more, their number is told.
_MOST = 8


def decisions(ev: Evaluation, words: Words) -> Section:
    """IV. What the session is asked to decide, and what the office proposes, or a gap."""
    blocks = (
        Heading(words("session.decisions")),
        Paragraph(words("session.decisions_from")),
        _listed(ev, words),
        Heading(words("session.proposals"), 2),
        *office_words(ev, "proposals", words("session.gap")),
    )
    return Section("proposals", blocks, words.lang)


def _listed(ev: Evaluation, words: Words) -> Table:
    columns = (("matter", "text", 4.2), ("concerns", "text", 2.2), ("to_decide", "text", 3.4))
    found = agenda(ev)
    rows = [*_of_tasks(ev, found, words), *_of_reports(ev, found, words), *_of_activities(ev, words)]
    caption, empty = words("session.decisions_caption"), words("session.no_decisions")
    return table(words, caption, columns, rows, empty=empty, name="decisions")


def _of_tasks(ev: Evaluation, found: Agenda, words: Words) -> Iterator[Decision]:
    """One row for each duty that is overdue for long or that nobody owes, one for each other kind of matter."""
    names = task_names(ev.tasks)
    for task, duties in found.unowned.groupby("task_id", sort=False):
        named = dict.fromkeys(who(row, words) for row in records(duties))
        said = words("session.unowned", task=task, name=names[str(task)])
        yield said, _some([one for one in named if one], words), words("session.decide.unowned")
    owned = found.overdue[found.overdue["agency_id"].notna()]
    for row in records(owned[owned["is_long"]]):
        told = {"task": row["task_id"], "name": names[row["task_id"]]}
        said = words("session.long_overdue", days=row["days_late"], due_on=row["due_on"], **told)
        yield said, who(row, words), words("session.decide.long_overdue")
    yield from _together("overdue", owned[~owned["is_long"]], words)
    yield from _together("suspended", found.suspended, words)
    yield from _together("contradictions", found.contradictions, words)


def _of_reports(ev: Evaluation, found: Agenda, words: Words) -> Iterator[Decision]:
    yield from _together("unsent", found.unsent, words)
    yield from _together("in_a_row", found.in_a_row, words)
    unowned = ev.submissions[ev.submissions["timeliness"] == "owner_unresolved"]
    if len(unowned):
        named = unowned.assign(agency_id=unowned["assigned_agency_id"])
        yield from _together("reports_unowned", named, words)


def _of_activities(ev: Evaluation, words: Words) -> Iterator[Decision]:
    """Activities that breach a rule: held too seldom, or not done by their day."""
    numbers = {one.id: f"{one.number}) {one.title}" for one in ev.scope.plan.activities}
    breached = ev.findings[ev.findings["activity_id"].notna()]
    for row in records(breached.drop_duplicates("activity_id")):
        said = words("session.activity", activity=numbers[row["activity_id"]])
        yield said, words.agency(row["agency_id"]), words("session.decide.activity")


def _together(name: str, rows: pd.DataFrame, words: Words) -> Iterator[Decision]:
    """One row for all of a kind, with the agencies that it concerns; nothing where there are none."""
    if not len(rows):
        return
    named = dict.fromkeys(words.agency(cell(one)) for one in rows["agency_id"])
    concerned = _some([one for one in named if one], words)
    yield words(f"session.all.{name}", count=len(rows)), concerned, words(f"session.decide.{name}")


def _some(agencies: list[str], words: Words) -> tuple[str, ...] | None:
    left = len(agencies) - _MOST
    if left <= 0:
        return tuple(agencies) or None
    return (*agencies[:_MOST], words("session.more", count=left))
