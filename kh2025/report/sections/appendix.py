"""The appendix: one row a task, one row an agency, every breach, every extension, every stray record."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain, count
from typing import Any

from kh2025.evaluation.evaluate import Evaluation
from kh2025.report.document import Block, Heading, Section, Table
from kh2025.report.figures import ranking_parts
from kh2025.report.sections.changes import ranking, sections_scored
from kh2025.report.sections.findings import findings_table
from kh2025.report.sections.frames import cell, records, table, who
from kh2025.report.sections.scorecard import scorecard_table
from kh2025.report.wording import Words


def appendix(ev: Evaluation, words: Words) -> Section:
    """The whole part. One agency's report has no table that sets agencies side by side."""
    made: list[Block] = [tasks_table(ev, words)]
    if ev.scope.agency is None:
        made += [agencies_table(ev, words), ranking(ev, words), *_ranking_drawn(ev, words)]
        made.append(sections_scored(ev, words))
    else:
        made.append(scorecard_table(ev, words))
    made += [findings_table(ev, words), extensions_table(ev, words), _unmatched(ev, words)]
    return annex(made, words)


def annex(made: Sequence[Block], words: Words) -> Section:
    """Tables, numbered, and figures behind the signature, on pages that lie on their side."""
    numbers = count(1)
    blocks = (_numbered(one, next(numbers), words) if isinstance(one, Table) else one for one in made)
    heading = Heading(words("appendix.heading"))
    return Section("appendix", (heading, *blocks), words.lang, is_annex=True, is_landscape=True)


def _ranking_drawn(ev: Evaluation, words: Words) -> list[Block]:
    """The ranking as figures, where anybody has a score."""
    return [*ranking_parts(ev, words)] if ev.agencies["score"].notna().any() else []


def _numbered(made: Table, number: int, words: Words) -> Table:
    return replace(made, caption=words("appendix.numbered", number=number, caption=made.caption))


def tasks_table(ev: Evaluation, words: Words) -> Table:
    """Every task and how it stands."""
    columns = (
        ("task", "text", 4.0),
        ("lead", "text", 1.8),
        ("deadline", "text", 1.8),
        ("due_on", "day", 1.2),
        ("done_on", "day", 1.2),
        ("percent", "number", 0.9),
        ("status", "status", 2.6),
        ("days_late", "number", 0.8),
    )
    rows = (
        (
            f"{row['task_id']} {row['name']}",
            _lead(row, words),
            _deadline(row, words),
            row["due_on"],
            row["done_on"],
            row["percent"],
            words.label("part", row["part"]),
            row["days_late"],
        )
        for row in records(ev.tasks)
    )
    return table(words, words("appendix.tasks_caption"), columns, rows, name="tasks")


def _lead(row: dict[str, Any], words: Words) -> str:
    """The lead as assigned; of several duties, how many are done."""
    lead = words.agency(row["lead_id"]) or words("appendix.unassigned")
    if row["duties"] == 1:
        return lead
    return words("appendix.lead_count", lead=lead, done=row["duties_done"], duties=row["duties"])


def _deadline(row: dict[str, Any], words: Words) -> str | None:
    """The deadline in force; where an amendment changed it, the original one beside it."""
    deadline, original = cell(row["deadline"]), cell(row["original_deadline"])
    if deadline == original:
        return None if deadline is None else str(deadline)
    none = words("appendix.no_deadline")
    return words("appendix.deadline_amended", deadline=deadline or none, original=original or none)


def agencies_table(ev: Evaluation, words: Words) -> Table:
    """Every agency with what it owes and how it stands."""
    numbers = {
        "duties": "duties",
        "due": "due",
        "done": "done",
        "open_in_time": "open_in_time",
        "open_overdue": "open_overdue",
        "open_no_deadline": "open_no_deadline",
        "done_of_due": "done_of_due",
        "reports": "submissions_expected",
        "reports_on_time": "submissions_on_time",
        "reports_late": "submissions_late",
        "reports_missing": "submissions_missing",
        "findings": "findings",
    }
    kinds = {"done_of_due": "percent"}
    columns = (("agency", "text", 2.4), *((key, kinds.get(key, "number"), 0.9) for key in numbers))
    made = ev.agencies.assign(done=ev.agencies["due"] - ev.agencies["open_overdue"])
    rows = ((row["name"], *(row[source] for source in numbers.values())) for row in records(made))
    sums = [None if source == "done_of_due" else int(made[source].sum()) for source in numbers.values()]
    total = (None, words("results.total"), *sums)
    return replace(
        table(words, words("appendix.agencies_caption"), columns, rows, name="agencies"), total=total
    )


def extensions_table(ev: Evaluation, words: Words) -> Table:
    """Every deadline that was extended."""
    columns = (
        ("subject", "text", 3.0),
        ("agency", "text", 2.0),
        ("original_due_on", "day", 1.2),
        ("due_on", "day", 1.2),
        ("extended_on", "day", 1.2),
        ("was_overdue", "text", 1.2),
    )
    titles = {one.id: one.title for one in ev.scope.plan.obligations}
    extended = (rows[rows["extended_on"].notna()] for rows in (ev.duties, ev.submissions))
    rows = (
        (
            row["task_id"] if "task_id" in row else titles[row["obligation_id"]],
            who(row, words),
            row["original_due_on"],
            row["due_on"],
            row["extended_on"],
            row["was_overdue"],
        )
        for row in chain.from_iterable(map(records, extended))
    )
    return table(
        words,
        words("appendix.extensions_caption"),
        columns,
        rows,
        empty=words("appendix.no_extensions"),
        name="extensions",
    )


def _unmatched(ev: Evaluation, words: Words) -> Table:
    columns = (
        ("record", "text", 1.2),
        ("place", "text", 1.6),
        ("agency", "text", 1.6),
        ("subject", "text", 1.6),
        ("reason", "text", 2.4),
    )
    rows = (
        (
            words.label("record", row["record"]),
            row["place"],
            words.agency(row["agency_id"]),
            row["value"],
            words.label("reason", row["reason"]),
        )
        for row in records(ev.unmatched)
    )
    return table(
        words,
        words("appendix.unmatched_caption"),
        columns,
        rows,
        empty=words("appendix.no_unmatched"),
        name="unmatched",
    )
