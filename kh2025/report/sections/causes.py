"""II. What fell short: overdue and late tasks, breaches by rule, and the office's causes."""

from collections.abc import Sequence

import pandas as pd

from kh2025.evaluation.evaluate import Evaluation
from kh2025.evaluation.rules import all_rules
from kh2025.evaluation.tables import DONE
from kh2025.law.citation import weakest
from kh2025.law.rule import Rule
from kh2025.report.document import Heading, Section, Table
from kh2025.report.sections.frames import heaviest_first, records, table, task_names, who
from kh2025.report.sections.office import office_words
from kh2025.report.wording import Words


def causes(ev: Evaluation, words: Words) -> Section:
    """The whole part."""
    blocks = (
        Heading(words("causes.heading")),
        _in_part(ev, words, "open_overdue", words("causes.no_overdue"), "overdue"),
        _in_part(ev, words, "done_late", words("causes.no_late"), "late"),
        rules_table(ev.findings, ev.verdicts, words),
        *office_words(ev, "causes", words("causes.gap")),
    )
    return Section("causes", blocks, words.lang)


def _in_part(ev: Evaluation, words: Words, part: str, empty: str, name: str) -> Table:
    chosen = ev.duties[ev.duties["part"] == part].sort_values("days_late", ascending=False, kind="stable")
    return duties_late(ev, words, chosen, words(f"causes.{name}_caption"), empty, name)


def duties_late(
    ev: Evaluation,
    words: Words,
    chosen: pd.DataFrame,
    caption: str,
    empty: str,
    name: str,
    groups: Sequence[tuple[int, str]] = (),
) -> Table:
    """Duties that are or were late, in the order given, with the agency's words."""
    # Of what is still open there is no day of completion to show.
    done = (("done_on", "day", 1.2),) if chosen["part"].isin(DONE).any() else ()
    columns = (
        ("task", "text", 4.0),
        ("lead", "text", 1.8),
        ("due_on", "day", 1.2),
        *done,
        ("percent", "number", 0.9),
        ("days_late", "number", 0.8),
        ("note", "text", 2.5),
    )
    names = task_names(ev.tasks)
    rows = (
        (
            f"{row['task_id']} {names[row['task_id']]}",
            who(row, words),
            row["due_on"],
            *(row["done_on"] for _ in done),
            row["percent"],
            row["days_late"],
            row["note"],
        )
        for row in records(chosen)
    )
    return table(words, caption, columns, rows, empty=empty, groups=groups, name=name)


def rules_table(findings: pd.DataFrame, verdicts: pd.DataFrame, words: Words) -> Table:
    """The rules that were breached or could not be judged, with their provisions."""
    columns = (
        ("rule", "text", 3.0),
        ("severity", "text", 1.0),
        ("breaches", "number", 0.8),
        ("unknown", "number", 0.9),
        ("citation", "text", 2.6),
        ("mark", "text", 1.4),
    )
    rules, breached = all_rules(), dict(list(findings.groupby("rule_id")[["citation", "mark"]]))
    counted = [row for row in records(heaviest_first(verdicts)) if row["breach"] or row["unknown"]]
    rows = (
        (
            words.title(row["rule_id"]),
            words.label("severity", row["severity"]),
            row["breach"],
            row["unknown"],
            *_provision(breached.get(row["rule_id"]), rules[row["rule_id"]], words),
        )
        for row in counted
    )
    return table(
        words, words("causes.rules_caption"), columns, rows, empty=words("causes.no_findings"), name="rules"
    )


def _provision(
    found: pd.DataFrame | None, rule: Rule, words: Words
) -> tuple[tuple[str, ...] | str, str | None]:
    """The provisions that the rule's breaches rest on, and the weakest of their marks; of none the rule's own."""
    if found is None:
        return str(rule.citation), words.label("mark", rule.citation.mark)
    return tuple(found["citation"].unique()), words.label("mark", weakest(found["mark"]))
