"""II. What fell short: overdue and late tasks, breaches by rule, and the office's causes."""

from kh2025.evaluation.evaluate import Evaluation
from kh2025.evaluation.rules import all_rules
from kh2025.evaluation.tables import DONE
from kh2025.law.citation import weakest
from kh2025.law.rule import Rule
from kh2025.report.document import Heading, Section, Table
from kh2025.report.sections.frames import heaviest_first, records, table
from kh2025.report.sections.office import office_words
from kh2025.report.wording import Words


def causes(ev: Evaluation, words: Words) -> Section:
    """The whole part."""
    blocks = (
        Heading(words("causes.heading")),
        _tasks(
            ev, words, "open_overdue", words("causes.overdue_caption"), words("causes.no_overdue"), "overdue"
        ),
        _tasks(ev, words, "done_late", words("causes.late_caption"), words("causes.no_late"), "late"),
        _rules(ev, words),
        *office_words(ev, "causes", words("causes.gap")),
    )
    return Section("causes", blocks, words.lang)


def _tasks(ev: Evaluation, words: Words, part: str, caption: str, empty: str, name: str) -> Table:
    columns = (
        ("task", "text", 4.0),
        ("lead", "text", 1.8),
        ("due_on", "day", 1.2),
        ("done_on", "day", 1.2),
        ("percent", "number", 0.9),
        ("days_late", "number", 0.8),
        ("note", "text", 2.5),
    )
    names = dict(zip(ev.tasks["task_id"], ev.tasks["name"], strict=True))
    chosen = ev.duties[ev.duties["part"] == part].sort_values("days_late", ascending=False, kind="stable")
    rows = (
        (
            f"{row['task_id']} {names[row['task_id']]}",
            words.agency(row["agency_id"]) or words.agency(row["assigned_agency_id"]),
            row["due_on"],
            row["done_on"] if row["part"] in DONE else None,
            row["percent"],
            row["days_late"],
            row["note"],
        )
        for row in records(chosen)
    )
    return table(words, caption, columns, rows, empty=empty, name=name)


def _rules(ev: Evaluation, words: Words) -> Table:
    columns = (
        ("rule", "text", 3.0),
        ("severity", "text", 1.0),
        ("breaches", "number", 0.8),
        ("unknown", "number", 0.9),
        ("citation", "text", 2.6),
        ("mark", "text", 1.4),
    )
    rules = all_rules()
    counted = [row for row in records(heaviest_first(ev.verdicts)) if row["breach"] or row["unknown"]]
    rows = (
        (
            words.title(row["rule_id"]),
            words.label("severity", row["severity"]),
            row["breach"],
            row["unknown"],
            *_provision(ev, rules[row["rule_id"]], words),
        )
        for row in counted
    )
    return table(
        words, words("causes.rules_caption"), columns, rows, empty=words("causes.no_findings"), name="rules"
    )


def _provision(ev: Evaluation, rule: Rule, words: Words) -> tuple[tuple[str, ...] | str, str | None]:
    """The provisions that the rule's breaches rest on, and the weakest of their marks."""
    found = ev.findings[ev.findings["rule_id"] == rule.id]
    if found.empty:
        return str(rule.citation), words.label("mark", rule.citation.mark)
    return tuple(found["citation"].unique()), words.label("mark", weakest(found["mark"]))
