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
#: How an indicator stands at its last closed period.
RESULTS = ("reached", "not_reached", "not_yet_due", "missing", "incomplete")

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

RECEIPTS = Table(
    "receipts",
    "receipt and report owed that it answers, in order of receipt",
    (
        Column("obligation_id", "text", "the reporting obligation"),
        Column("period", "text", "the period it reports on"),
        Column("assigned_agency_id", "text", "the agency as the plan names it"),
        Column("agency_id", "text", "the agency that sent it"),
        Column("received_at", "moment", "when the office received it"),
        Column("result", "text", "accepted or returned"),
        Column("document_number", "text", "its number"),
        Column("recorded_at", "moment", "when the receipt became known"),
        Column("place", "text", "file and line"),
        Column("is_first", "flag", "whether it decides if the report is on time"),
        Column("is_last", "flag", "whether it says what became of the report; the ones before are replaced"),
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
        Column("extended_by", "text", "document that granted the extension in force"),
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
        Column("workdays_late", "integer", "the same, in days worked", "working days"),
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

_SCORE = (
    Column("score", "number", "weighted mean of the measures that have data; null when none has", "points"),
    Column("class_id", "text", "class of the scale for the score as shown; null without a score"),
    Column("weight_used", "number", "share of the scale's weights that had data", "percent"),
    Column("measures_missing", "text", "measures left out for want of data, joined; null when none"),
    Column("cases", "integer", "duties or tasks due and reports expected behind the score", "rows"),
    Column("is_small", "flag", "fewer cases than the scale's small_below, and more than none"),
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
        *_SCORE,
        Column(
            "rank",
            "integer",
            "place by score, equal scores alike (1, 2, 2, 4); null without a score, and for one agency",
        ),
    ),
)

SECTIONS = Table(
    "sections",
    "section of the plan with a task assigned up to status_on",
    (
        Column("section_id", "text", "the section"),
        Column("number", "text", "its number in the plan"),
        Column("title", "text", "its title"),
        Column("tasks", "integer", "tasks counted in the total", "tasks"),
        *(Column(part, "integer", f"tasks in part {part}", "tasks") for part in PARTS),
        Column("due", "integer", "denominator of done_of_due: done and open_overdue", "tasks"),
        Column("done_of_due", "number", "share done of those due; null when none is due", "percent"),
        *_SCORE,
    ),
)

SCORES = Table(
    "scores",
    "plan, section or agency, and measure of the scale",
    (
        Column("level", "text", "plan, section or agency"),
        Column("subject_id", "text", "the plan, section or agency"),
        Column("measure", "text", "the measure, a rate of the scale"),
        Column(
            "numerator", "number", "weights of the tasks, or reports, that count; a task weighs 1 by default"
        ),
        Column("denominator", "number", "weights of all that are looked at"),
        Column("of", "text", "name of the denominator"),
        Column(
            "cases", "integer", "rows behind the denominator, unweighted: tasks, duties or reports", "rows"
        ),
        Column("is_small", "flag", "fewer cases than the scale's small_below, and more than none"),
        Column("value", "number", "share in percent, half up to two places; null for 0/0", "percent"),
        Column("weight", "number", "weight of the measure on the scale"),
        Column("weight_used", "number", "the weight, or 0 where the value is null"),
        Column(
            "points", "number", "what it brings to the score, half up to two places; null for 0/0", "points"
        ),
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

TIMELINESS = Table(
    "timeliness",
    "reporting obligation, agency and period of the plan up to the one evaluated",
    (
        Column("obligation_id", "text", "the reporting obligation"),
        Column("tier", "integer", "its tier, 1 lowest"),
        Column("kind", "text", "kind of the period: month, quarter, half, nine_months, year"),
        Column("period", "text", "the period it reports on"),
        Column("cutoff", "day", "the period's cut-off: its place in time"),
        *(
            column
            for column in SUBMISSIONS.columns
            if column.name
            in {
                "assigned_agency_id",
                "agency_id",
                "due_on",
                "first_received_at",
                "last_received_at",
                "receipts",
                "timeliness",
                "days_late",
                "workdays_late",
            }
        ),
    ),
)

STREAKS = Table(
    "streaks",
    "reporting obligation, kind of period and agency as the plan names it",
    (
        Column("obligation_id", "text", "the reporting obligation"),
        Column("tier", "integer", "its tier, 1 lowest"),
        Column("kind", "text", "kind of the periods"),
        Column(
            "assigned_agency_id", "text", "the agency as the plan names it: a series passes to the successor"
        ),
        Column("agency_id", "text", "who owed the last of the periods"),
        Column("periods", "integer", "periods judged: on time, late or missing", "periods"),
        Column("streak", "integer", "how many up to the last were late or missing in a row", "periods"),
        Column("since", "text", "the period with which that row began; null when there is none"),
        Column("since_due_on", "day", "deadline in force for that period"),
        Column("last_period", "text", "the last period judged"),
        Column("longest", "integer", "the longest such row", "periods"),
        Column(
            "has_heir",
            "flag",
            "the reports after the last one judged are replaced by another's, or without an owner",
        ),
    ),
)

REPORTING = Table(
    "reporting",
    "agency, tier, kind of period or obligation, over the periods of timeliness",
    (
        Column("by", "text", "agency, tier, kind or obligation"),
        Column("group", "text", "which one"),
        Column("owed", "integer", "expected and not yet due", "reports"),
        Column("expected", "integer", "on time, late, missing and replaced", "reports"),
        *(Column(name, "integer", f"reports {name}", "reports") for name in CLASSES),
        Column("resubmitted", "integer", "reports received more than once", "reports"),
        Column("expected_not_replaced", "integer", "denominator of both rates", "reports"),
        Column(
            "received_of_expected", "number", "received of expected_not_replaced; null for 0/0", "percent"
        ),
        Column("on_time_of_expected", "number", "on time of expected_not_replaced; null for 0/0", "percent"),
    ),
)
