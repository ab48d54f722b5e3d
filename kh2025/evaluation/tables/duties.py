"""Duties and tasks, what was said of them, and what belongs to none."""

from kh2025.columns import Column, Table
from kh2025.plan.tables import DUTY_COLUMNS, TASK_COLUMNS

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
        Column("extended_by", "text", "document that set the deadline in force: a grant, or an amendment"),
        Column("was_overdue", "flag", "whether an extension was granted after the deadline then in force"),
        Column(
            "amended_by", "text", "numbers of the decisions that changed or added the task; null when none"
        ),
        *_STATEMENT,
        Column(
            "records",
            "integer",
            "records up to status_on: all but the one that holds are replaced",
            "records",
        ),
        Column("percent_before", "number", "the highest share of the work stated before", "percent"),
        Column("was_done", "flag", "whether an earlier record said done"),
        Column("stated_since", "day", "since when state, share, completion and evidence are stated alike"),
        Column(
            "said_otherwise",
            "flag",
            "whether a record of the same moment says otherwise of the same day: neither corrects the other",
        ),
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
        Column("workdays_late", "integer", "the same, in days worked", "working days"),
        Column(
            "ageing", "text", "how long it has been overdue: a bucket of table ageing; null unless overdue"
        ),
    ),
)

AGEING = Table(
    "ageing",
    "span of calendar days that duties have been overdue on status_on",
    (
        Column("ageing", "text", "the span, such as 1-30"),
        Column("first_day", "integer", "shortest delay in it", "calendar days"),
        Column("last_day", "integer", "longest delay in it; null when it has no end", "calendar days"),
        Column("duties", "integer", "duties open and overdue for so long", "duties"),
        Column("tasks", "integer", "tasks that the duties belong to", "tasks"),
    ),
)

RECORDS = Table(
    "records",
    "record of progress and duty that it speaks for, in order of recording",
    (
        Column("task_id", "text", "the task"),
        Column("occurrence", "day", "original due date of a recurring task's occurrence, else null"),
        Column("assigned_agency_id", "text", "the leading agency as the plan names it"),
        Column("agency_id", "text", "the agency that stated it"),
        *_STATEMENT,
        Column("place", "text", "file and line"),
        Column("standing", "text", "holds, replaced, or not_yet_effective (about a day after status_on)"),
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
        Column("percent_before", "number", "the highest share stated before", "percent"),
        Column("was_done", "flag", "whether an earlier statement said done"),
        Column("stated_since", "day", "since when state, share, completion and evidence are stated alike"),
        Column(
            "said_otherwise",
            "flag",
            "whether a record of the same moment says otherwise of the same day: neither corrects the other",
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
