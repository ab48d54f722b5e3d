"""The column contract of every result table: names, dtypes, units, and what a row stands for."""

from kh2025.columns import Column, Table
from kh2025.plan.tables import DUTY_COLUMNS, TASK_COLUMNS

#: Parts of the total, in the order of tables and charts; they add up to it, always.
PARTS = (
    "done_on_time",
    "done_late",
    "done_no_deadline",
    "done_date_missing",
    "open_in_time",
    "open_overdue",
    "open_no_deadline",
)
DONE = tuple(part for part in PARTS if part.startswith("done"))
OPEN = tuple(part for part in PARTS if part.startswith("open"))
#: Beside the total, not in it.
BESIDE = ("suspended", "cancelled")
#: Timeliness of one owed report.
CLASSES = ("on_time", "late", "missing", "replaced", "not_yet_due", "owner_unresolved")

_STATEMENT = (
    Column("state", "text", "state in the record that holds; null when nobody said anything"),
    Column("percent", "number", "share of the work that is done", "percent"),
    Column("done_on", "day", "day of completion"),
    Column("evidence", "text", "the product named as evidence"),
    Column("note", "text", "the agency's words"),
    Column("effective_on", "day", "the day the record is about"),
    Column("recorded_at", "moment", "when the record became known"),
    Column("source", "text", "where the record was read from"),
)

DUTIES = Table(
    "duties",
    "occurrence of a task and agency that leads it, assigned up to status_on",
    (
        *DUTY_COLUMNS,
        Column("due_on", "day", "deadline in force, extensions granted up to status_on included"),
        Column("extended_on", "day", "day on which the extension in force was granted"),
        Column("was_overdue", "flag", "whether an extension was granted after the deadline then in force"),
        *_STATEMENT,
        Column("part", "text", "part of the total, or suspended, or cancelled"),
        Column("is_unreported", "flag", "open, and nobody said anything"),
        Column("is_due_soon", "flag", "open in time and due within the plan's due_soon_days"),
        Column("contradiction", "text", "why the record cannot be true; null when it can"),
        Column("is_in_period", "flag", "whether the deadline in force lies in the period's window"),
        Column("is_after_cutoff", "flag", "due after the cut-off, up to the period's calendar end"),
        Column(
            "days_late",
            "integer",
            "from the deadline to completion, or to status_on when open",
            "calendar days",
        ),
    ),
)

STATEMENTS = Table(
    "statements",
    "duty, with the statement about it that holds on status_on and those before it",
    (
        Column("task_id", "text", "the task"),
        Column("occurrence", "day", "original due date of a recurring task's occurrence, else null"),
        Column("assigned_agency_id", "text", "the leading agency as the plan names it"),
        Column("agency_id", "text", "who owes it on status_on; null when no heir is named"),
        Column("part", "text", "part of the total, or suspended, or cancelled"),
        Column("due_on", "day", "deadline in force, extensions granted up to status_on included"),
        Column("soon_on", "day", "first day on which it is due soon"),
        Column("is_due_soon", "flag", "open in time and due within the plan's due_soon_days"),
        Column(
            "is_past_due", "flag", "whether the deadline has passed on status_on, however the duty stands"
        ),
        Column("is_unreported", "flag", "open, and nobody said anything"),
        Column("starts_on", "day", "first day on which the work can be done, where the plan says"),
        *_STATEMENT,
        Column("contradiction", "text", "why the record cannot be true; null when it can"),
        Column("recorded_on", "day", "local day on which the record became known"),
        Column("statements", "integer", "days that were spoken of up to status_on", "statements"),
        Column("percent_before", "number", "the highest share stated before", "percent"),
        Column("was_done", "flag", "whether an earlier statement said done"),
        Column(
            "stated_since", "day", "since when state, share, completion and evidence have been stated alike"
        ),
        Column(
            "periods_silent",
            "integer",
            "of the plan's shortest reporting periods, how many began since the last statement, or the assignment",
            "periods",
        ),
        Column("silent_since", "day", "first day of the first of them"),
        Column("unowned_since", "day", "first day on which nobody owes it; null while somebody does"),
    ),
)

TASKS = Table(
    "tasks",
    "task assigned up to status_on",
    (
        *TASK_COLUMNS,
        Column("duties", "integer", "number of duties counted", "duties"),
        Column("duties_due", "integer", "number of duties due up to status_on", "duties"),
        Column("duties_done", "integer", "number of duties done", "duties"),
        Column("duties_overdue", "integer", "number of duties open and overdue", "duties"),
        Column(
            "due_on",
            "day",
            "deadline in force of the deciding duty that is shown: the latest, then the next due",
        ),
        Column("done_on", "day", "day of completion of the duty shown; null unless done"),
        Column("percent", "number", "share of work done of the duty shown", "percent"),
        Column("part", "text", "part of the total, or suspended, or cancelled"),
        Column("is_unreported", "flag", "a duty that decides the part is open and nobody said anything"),
        Column("is_due_soon", "flag", "a duty that decides the part is due soon"),
        Column("is_after_cutoff", "flag", "a duty is due after the cut-off, up to the period's calendar end"),
        Column(
            "days_late",
            "integer",
            "days late of the duty shown: the most of those that decide",
            "calendar days",
        ),
    ),
)

SUBMISSIONS = Table(
    "submissions",
    "reporting obligation and agency that owes it for the period",
    (
        Column("obligation_id", "text", "the reporting obligation"),
        Column("tier", "integer", "its tier, 1 lowest"),
        Column("assigned_agency_id", "text", "the agency as the plan names it"),
        Column("agency_id", "text", "who owes it on the due day; null when no heir is named"),
        Column("period", "text", "the period it reports on"),
        Column("cutoff_on", "day", "the period's cut-off"),
        Column("original_due_on", "day", "deadline by the plan's due rule"),
        Column("due_on", "day", "deadline in force, extensions included"),
        Column("extended_on", "day", "day on which the extension in force was granted"),
        Column("was_overdue", "flag", "whether an extension was granted after the deadline then in force"),
        Column("first_received_at", "moment", "first receipt"),
        Column("last_received_at", "moment", "latest receipt"),
        Column("receipts", "integer", "number of receipts: more than one is a resubmission", "receipts"),
        Column("result", "text", "accepted or returned, of the latest receipt"),
        Column("sent_to", "text", "addressee of the first receipt"),
        Column("via", "text", "the agency that the first receipt came through"),
        Column(
            "through", "text", "the agency it must go to or through, as the plan names it; null when none"
        ),
        Column(
            "required_via",
            "text",
            "the agency that it must go to or through on the day it is sent; null when none",
        ),
        Column("channel", "text", "paper or electronic: how the first receipt came"),
        Column("required_channel", "text", "the channel that the plan names; null when none"),
        Column("document_number", "text", "number of the latest receipt"),
        Column("timeliness", "text", "on_time, late, missing, replaced, not_yet_due or owner_unresolved"),
        Column(
            "days_late",
            "integer",
            "from the deadline to first receipt, or to as_of when missing",
            "calendar days",
        ),
        Column("basis", "text", "the provision of the plan that the report is owed by"),
        Column("mark", "text", "how well the due rule is known: verified, secondary, assumption"),
    ),
)

INDICATORS = Table(
    "indicators",
    "indicator of the plan",
    (
        Column("indicator_id", "text", "the indicator"),
        Column("name", "text", "its name"),
        Column("unit", "text", "its unit"),
        Column("agency_id", "text", "who gives it on status_on"),
        Column("period", "text", "last closed period of the indicator's own regime at as_of; null when none"),
        Column("baseline", "number", "value at the start, in the indicator's unit"),
        Column("target", "number", "value to reach"),
        Column("target_on", "day", "day by which to reach it"),
        Column("direction", "text", "up or down: which way is good"),
        Column("value", "number", "the reading that holds; null when missing"),
        Column("recorded_at", "moment", "when the reading became known"),
        Column("result", "text", "reached, not_reached, not_yet_due (before target_on) or missing"),
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

AGENCIES = Table(
    "agencies",
    "agency that owes a duty or a report on status_on",
    (
        Column("agency_id", "text", "the agency"),
        Column("name", "text", "its short name"),
        Column("duties", "integer", "duties counted in the total", "duties"),
        *(Column(part, "integer", f"duties in part {part}", "duties") for part in PARTS),
        Column("due", "integer", "denominator of done_of_due: done and open_overdue", "duties"),
        Column("done_of_due", "number", "share done of those due; null when none is due", "percent"),
        Column("submissions_expected", "integer", "reports expected for the period", "reports"),
        *(Column(f"submissions_{name}", "integer", f"reports {name}", "reports") for name in CLASSES[:3]),
        Column("findings", "integer", "breaches found", "findings"),
    ),
)

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
            "since_on", "day", "the first day on which it was a breach; null where the data does not tell"
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

UNMATCHED = Table(
    "unmatched",
    "record that belongs to no duty of this plan",
    (
        Column("record", "text", "type of record"),
        Column("place", "text", "file and line"),
        Column("reason", "text", "unknown_task, unknown_occurrence, not_owner, unknown_obligation, …"),
        Column("agency_id", "text", "the agency that it names"),
        Column("value", "text", "the id or day that was not found"),
        Column("recorded_at", "moment", "when the record became known"),
    ),
)

COURSE = Table(
    "course",
    "day from the plan's first day to status_on",
    (
        Column("day", "day", "the day"),
        Column("due", "integer", "duties due up to the day", "duties"),
        Column("done", "integer", "duties done up to the day", "duties"),
    ),
)
