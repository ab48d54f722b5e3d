"""A session's brief: the situation in short, and the matters that it must look at."""

import pandas as pd

from kh2025.evaluation.agenda import Agenda, agenda
from kh2025.evaluation.evaluate import Evaluation
from kh2025.law.periods import Period
from kh2025.report.document import Block, Heading, Paragraph, Section, Table
from kh2025.report.figures import status_figure
from kh2025.report.sections.appendix import extensions_table
from kh2025.report.sections.causes import duties_late
from kh2025.report.sections.findings import findings_listed
from kh2025.report.sections.frames import records, table, who
from kh2025.report.sections.office import office_words
from kh2025.report.sections.results import activities_table, reporting_sentence, sentences
from kh2025.report.wording import Words


def situation(ev: Evaluation, words: Words) -> Section:
    """I. How tasks and reporting stand, and the sessions held."""
    sessions = ev.activities[ev.activities["kind"] == "session"]
    blocks: list[Block] = [Heading(words("session.situation")), *sentences(ev, words)]
    blocks.append(reporting_sentence(ev, words))
    blocks += [status_figure(ev, words)] if len(ev.tasks) else []
    blocks += [activities_table(sessions, ev, words)] if len(sessions) else []
    return Section("results", (*blocks, *office_words(ev, "results")), words.lang)


def matters(ev: Evaluation, words: Words) -> Section:
    """II. What the session must look at."""
    found = agenda(ev)
    parts: tuple[tuple[str, tuple[Block, ...]], ...] = (
        ("overdue", (_overdue(ev, found, words),)),
        ("extensions", (Paragraph(words("session.asked")), extensions_table(ev, words))),
        ("breaches", (_breaches(ev, found, words),)),
        ("reports", (_unsent(ev, found, words), _in_a_row(ev, found, words))),
        ("agencies", (Paragraph(words("session.trouble")), _agencies(ev, found, words))),
    )
    blocks: list[Block] = [Heading(words("session.matters"))]
    for number, (name, content) in enumerate(parts, 1):
        blocks.append(Heading(f"{number}. {words(f'session.headings.{name}')}", 2))
        blocks += content
    return Section("causes", (*blocks, *office_words(ev, "causes", words("causes.gap"))), words.lang)


def _overdue(ev: Evaluation, found: Agenda, words: Words) -> Table:
    """Overdue duties, those overdue for long before the others."""
    long = int(found.overdue["is_long"].sum())
    heads = ((0, "long", long), (long, "other", len(found.overdue) - long))
    groups = [(place, words(f"session.{name}", count=count)) for place, name, count in heads if count]
    caption, empty = words("causes.overdue_caption"), words("causes.no_overdue")
    return duties_late(ev, words, found.overdue, caption, empty, "overdue", groups if long else ())


def _breaches(ev: Evaluation, found: Agenda, words: Words) -> Table:
    both = pd.concat([found.contradictions, found.heavy])
    caption, empty = words("session.breaches_caption"), words("session.no_breaches")
    return findings_listed(both, ev.scope.plan, words, caption, empty, "heavy")


def _unsent(ev: Evaluation, found: Agenda, words: Words) -> Table:
    columns = (
        ("agency", "text", 2.2),
        ("obligation", "text", 3.4),
        ("period", "text", 1.4),
        ("due_on", "day", 1.2),
        ("days_late", "number", 0.8),
    )
    titles = _titles(ev)
    rows = (
        (
            who(row, words),
            titles[row["obligation_id"]],
            Period.parse(row["period"]).label(words.lang),
            row["due_on"],
            row["days_late"],
        )
        for row in records(found.unsent)
    )
    caption = words("session.unsent_caption", day=ev.scope.as_of_day)
    return table(words, caption, columns, rows, empty=words("session.no_unsent"), name="unsent")


def _in_a_row(ev: Evaluation, found: Agenda, words: Words) -> Table:
    columns = (
        ("agency", "text", 2.2),
        ("obligation", "text", 3.4),
        ("every", "text", 1.0),
        ("streak", "number", 1.0),
        ("since", "text", 1.4),
        ("last_period", "text", 1.4),
    )
    titles = _titles(ev)
    rows = (
        (
            who(row, words),
            titles[row["obligation_id"]],
            words.label("kind", row["kind"]),
            row["streak"],
            Period.parse(row["since"]).label(words.lang),
            Period.parse(row["last_period"]).label(words.lang),
        )
        for row in records(found.in_a_row)
    )
    caption, empty = words("session.streak_caption"), words("session.no_streak")
    return table(words, caption, columns, rows, empty=empty, name="in_a_row")


def _agencies(ev: Evaluation, found: Agenda, words: Words) -> Table:
    columns = (
        ("agency", "text", 2.6),
        ("open_overdue", "number", 1.0),
        ("long_overdue", "number", 1.1),
        ("unsent", "number", 1.1),
        ("streak", "number", 1.1),
        ("heavy", "number", 1.1),
        ("score", "number", 1.0),
        ("class", "text", 2.2),
    )
    titles = {one.id: one.title for one in ev.scope.plan.scale.classes}
    scored = {row["agency_id"]: row for row in records(ev.agencies)}
    counts = [name for name, kind, _ in columns if kind == "number" and name != "score"]
    rows = (
        (
            words.agency(row["agency_id"]),
            *(row[name] for name in counts),
            scored.get(row["agency_id"], {}).get("score"),
            titles.get(scored.get(row["agency_id"], {}).get("class_id", "")),
        )
        for row in records(found.agencies)
    )
    caption, empty = words("session.agencies_caption"), words("session.no_trouble")
    return table(words, caption, columns, rows, empty=empty, name="in_trouble")


def _titles(ev: Evaluation) -> dict[str, str]:
    return {owed.id: owed.title for owed in ev.scope.plan.obligations}
