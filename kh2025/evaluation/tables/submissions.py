"""Reports owed: receipts, timeliness, streaks, and the counts by agency."""

from kh2025.columns import Column, Table
from kh2025.evaluation.tables.codes import CLASSES

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
