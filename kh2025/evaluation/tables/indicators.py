"""Indicators and standing activities."""

from kh2025.columns import Column, Table

INDICATORS = Table(
    "indicators",
    "indicator of the plan",
    (
        Column("indicator_id", "text", "the indicator"),
        Column("name", "text", "its name"),
        Column("unit", "text", "its unit"),
        Column("agency_id", "text", "who gives it on status_on"),
        Column("period", "text", "last closed period of the indicator's own regime at as_of; null when none"),
        Column("cutoff_on", "day", "its cut-off"),
        Column("baseline", "number", "value at the start, in the indicator's unit"),
        Column("baseline_on", "day", "day of the baseline; where none is stated, the day before the plan"),
        Column("target", "number", "value to reach"),
        Column("target_on", "day", "day by which to reach it"),
        Column("direction", "text", "up or down: which way is good"),
        Column("is_summed", "flag", "whether the readings of a year are added up"),
        Column("value", "number", "the reading that holds; null when missing"),
        Column("recorded_at", "moment", "when the reading became known"),
        Column(
            "reached",
            "number",
            "what is compared: the reading, or the sum of the year's readings; null when one is missing",
        ),
        Column("expected", "number", "value on the path at the period's calendar end; null before its start"),
        Column(
            "deviation", "number", "reached less expected, in the indicator's unit; direction says if good"
        ),
        Column("achieved", "number", "share of the way from baseline to target", "percent"),
        Column("path_result", "text", "on_path or behind; null when either figure is"),
        Column("missing", "integer", "closed periods without a reading", "periods"),
        Column("missing_periods", "text", "those periods, joined; null when none"),
        Column(
            "sum_so_far",
            "number",
            "sum of the year's readings that there are, missing ones left out; null unless summed",
        ),
        Column(
            "result",
            "text",
            "reached, not_reached, not_yet_due (before target_on), missing, or incomplete (a sum that lacks a reading)",
        ),
    ),
)

INDICATOR_SERIES = Table(
    "indicator_series",
    "indicator and period of its kind and regime that the plan covers",
    (
        Column("indicator_id", "text", "the indicator"),
        Column("period", "text", "the period"),
        Column("period_end", "day", "its calendar end: the day on which the path is read"),
        Column("cutoff_on", "day", "its cut-off"),
        Column("is_closed", "flag", "whether its figures were closed at as_of"),
        Column("agency_id", "text", "who gave the reading; null when missing"),
        Column("value", "number", "the reading that holds; null when missing, or not closed"),
        Column("recorded_at", "moment", "when the reading became known"),
        Column(
            "reached", "number", "the reading, or the sum of the year's readings; null when one is missing"
        ),
        Column("expected", "number", "value on the path at period_end; null before the path begins"),
    ),
)

ACTIVITIES = Table(
    "activities",
    "standing activity of the plan",
    (
        Column("activity_id", "text", "the activity"),
        Column("number", "text", "its number in the plan"),
        Column("title", "text", "its title"),
        Column("kind", "text", "session, communication, inspection, review or next_plan"),
        Column("agency_id", "text", "who leads it on status_on"),
        Column("every", "text", "how often it must be held; null when the plan does not say"),
        Column(
            "required", "integer", "times due within the period; null when the plan does not say", "times"
        ),
        Column("held", "integer", "times held within the period's window", "times"),
        Column(
            "short_since", "day", "first day on which fewer were held than required; null when enough were"
        ),
        Column("undocumented", "integer", "of those held, the times without a document number", "times"),
        Column("undocumented_since", "day", "the first of them"),
        Column("first_held_on", "day", "first day held since the plan is in force, up to status_on"),
        Column("last_held_on", "day", "last day held up to the cut-off"),
        Column("due_on", "day", "day by which it is to be done; null when the plan does not say"),
        Column("is_past_due", "flag", "whether that day has passed on status_on"),
        Column("basis", "text", "the provision of the plan"),
        Column("mark", "text", "how well frequency and day are known: verified, secondary, assumption"),
    ),
)
