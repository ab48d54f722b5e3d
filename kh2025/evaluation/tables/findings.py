"""What the rules found."""

from kh2025.columns import Column, Table

FINDINGS = Table(
    "findings",
    "breach of a rule",
    (
        Column("rule_id", "text", "the rule"),
        Column("family", "text", "the rule's family"),
        Column("severity", "text", "critical, major, minor or notice; the plan's where it sets another"),
        Column("agency_id", "text", "whom it concerns; null when unknown"),
        Column("task_id", "text", "the task, or null"),
        Column("occurrence", "day", "the occurrence of a recurring task, or null"),
        Column("obligation_id", "text", "the reporting obligation, or null"),
        Column("indicator_id", "text", "the indicator, or null"),
        Column("activity_id", "text", "the activity, or null"),
        Column("period", "text", "the period evaluated"),
        Column(
            "since_on",
            "day",
            "first day on which it was a breach, of a silence or a row of reports that on which it began; or null",
        ),
        Column(
            "citation", "text", "the provision: the plan's own where the rule applies one, else the rule's"
        ),
        Column("mark", "text", "how well it is known: the weaker of the rule's mark and the row's"),
        Column("values", "object", "the values that explain it, by column"),
    ),
)

VERDICTS = Table(
    "verdicts",
    "rule",
    (
        Column("rule_id", "text", "the rule"),
        Column("severity", "text", "critical, major, minor or notice; the plan's where it sets another"),
        *(
            Column(name, "integer", f"rows with verdict {name}", "rows")
            for name in ("pass", "breach", "unknown", "not_applicable")
        ),
        Column(
            "standing",
            "text",
            "in_force; not_yet or no_longer on the day judged; off by the plan's word: then nothing is applicable",
        ),
        Column("reason", "text", "why the plan changes the rule; null when it does not"),
    ),
)
