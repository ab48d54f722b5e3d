"""The six types of record, their columns, and the form that each cell must have.

``recorded_at`` is when we learned it; the other days and moments say when it was true.
"""

from dataclasses import dataclass, field

from kh2025.columns import Column, Table

STATES = ("not_started", "in_progress", "done", "suspended", "cancelled")


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a record type.

    Attributes:
        name: the column.
        form: id, text, day, moment, percent, decimal, period or choice: how a cell must be written.
        says: what it holds.
        required: whether a cell may not be empty.
        choices: the words of a choice.
        unit: unit of a number.
    """

    name: str
    form: str
    says: str
    required: bool = False
    choices: tuple[str, ...] = ()
    unit: str = ""


@dataclass(frozen=True, slots=True)
class RecordType:
    """One type of record: its file is ``<name>.csv``.

    ``subject`` are the columns that say what a record is about: of two records with the same, the later
    replaces the earlier, and both are kept.
    """

    name: str
    one_row_per: str
    subject: tuple[str, ...]
    fields: tuple[Field, ...]
    table: Table = field(init=False)

    def __post_init__(self) -> None:
        columns = [Column(f.name, _KINDS[f.form], f.says, f.unit) for f in self.fields]
        order = Column("seq", "integer", "order of recording")
        place = Column("place", "text", "file and line the record was read from")
        object.__setattr__(self, "table", Table(self.name, self.one_row_per, (*columns, order, place)))


_KINDS = {
    "id": "text",
    "text": "text",
    "choice": "text",
    "period": "text",
    "day": "day",
    "moment": "moment",
    "percent": "number",
    "decimal": "number",
    "integer": "integer",
}
_RECORDED = (
    Field("recorded_at", "moment", "when we learned it", required=True),
    Field("source", "text", "where it was read from"),
)

PROGRESS = RecordType(
    "progress",
    "statement of an agency about a task (or one occurrence of it)",
    ("task_id", "occurrence", "agency_id", "effective_on"),
    (
        Field("task_id", "id", "the task", required=True),
        Field("occurrence", "day", "original due date of a recurring task's occurrence, else empty"),
        Field("agency_id", "id", "the agency that states it", required=True),
        Field("state", "choice", "how far the task is", required=True, choices=STATES),
        Field("percent", "percent", "share of the work that is done", unit="percent, 0 to 100"),
        Field("done_on", "day", "day of completion"),
        Field("evidence", "text", "the product: a document number or a link"),
        Field("note", "text", "the agency's words"),
        Field("effective_on", "day", "the day the statement is about", required=True),
        *_RECORDED,
    ),
)
SUBMISSIONS = RecordType(
    "submissions",
    "receipt of a report that an agency sent",
    ("obligation_id", "agency_id", "period"),
    (
        Field("obligation_id", "id", "the reporting obligation", required=True),
        Field("agency_id", "id", "the agency that sent it", required=True),
        Field("period", "period", "the period it reports on", required=True),
        Field("received_at", "moment", "when the office received it", required=True),
        Field("sent_to", "id", "the agency it was addressed to"),
        Field("via", "id", "the agency it came through"),
        Field("channel", "choice", "how it came", choices=("paper", "electronic")),
        Field("result", "choice", "what became of it", choices=("accepted", "returned")),
        Field("document_number", "text", "its number"),
        *_RECORDED,
    ),
)
READINGS = RecordType(
    "readings",
    "value of an indicator for a period",
    ("indicator_id", "agency_id", "period"),
    (
        Field("indicator_id", "id", "the indicator", required=True),
        Field("agency_id", "id", "the agency that gives it", required=True),
        Field("period", "period", "the period it is for", required=True),
        Field("value", "decimal", "the value, in the indicator's unit", required=True),
        *_RECORDED,
    ),
)
EVENTS = RecordType(
    "events",
    "time that a standing activity was held",
    ("activity_id", "held_on"),
    (
        Field("activity_id", "id", "the activity", required=True),
        Field("held_on", "day", "the day", required=True),
        Field("document_number", "text", "its minutes or announcement"),
        Field("note", "text", "words on it"),
        *_RECORDED,
    ),
)
EXTENSIONS = RecordType(
    "extensions",
    "new deadline that was granted for a task or a report",
    ("task_id", "occurrence", "obligation_id", "agency_id", "period"),
    (
        Field("task_id", "id", "the task, or empty"),
        Field("occurrence", "day", "original due date of a recurring task's occurrence, else empty"),
        Field("obligation_id", "id", "the reporting obligation, or empty"),
        Field("agency_id", "id", "the agency it was granted to; empty for all"),
        Field("period", "period", "the period of the report, or empty"),
        Field("new_due_on", "day", "the new deadline", required=True),
        Field("granted_on", "day", "the day it was granted", required=True),
        Field("document_number", "text", "the document that grants it"),
        *_RECORDED,
    ),
)
REMARKS = RecordType(
    "remarks",
    "passage that the office wrote for a report",
    ("period", "agency_id", "section"),
    (
        Field("period", "period", "the period of the report", required=True),
        Field("agency_id", "id", "the agency whose report it is for; empty for the whole plan's"),
        Field(
            "section",
            "choice",
            "where it goes",
            required=True,
            choices=("results", "causes", "next", "proposals"),
        ),
        Field("text", "text", "the words", required=True),
        *_RECORDED,
    ),
)

RECORD_TYPES = {kind.name: kind for kind in (PROGRESS, SUBMISSIONS, READINGS, EVENTS, EXTENSIONS, REMARKS)}
