"""What a form looks like: its sheets, their columns in order, and what each cell fills. Writer and reader share it.

Every sheet with data has the same rows: row 1 is hidden and holds the sheet's mark in A1 and the columns' keys from B1
on; row 2 is the title, row 3 says whose form it is, row 4 holds the headings, data begin in row 5. A row is known by
the ids in its hidden columns, a sheet by its mark, never by place or title. Column A is empty in every data row.
"""

from dataclasses import dataclass
from enum import StrEnum

from kh2025.ledger.records import RECORD_TYPES, Field
from kh2025.messages import table, text
from kh2025.text.normal import normal_form

#: Changes whenever a form that was sent out could no longer be read by this description.
FORM_VERSION = "1"
#: The sheet of keys and values that says what the workbook is (:mod:`kh2025.ledger.forms.identity`).
HIDDEN_SHEET = "_kh2025"
#: Begins the text in A1 of every sheet with data; the sheet's role follows.
MARK = "kh2025:"
# Rows as Excel numbers them.
KEY_ROW, TITLE_ROW, SUBJECT_ROW, HEADING_ROW, FIRST_ROW = 1, 2, 3, 4, 5

TEXT_FORMAT = "@"
DAY_FORMAT = "dd/mm/yyyy"
NUMBER_FORMAT = "General"
#: A share of the work from 0 to 100: 50 in such a cell is 50 %, and 0.5 is refused, because it may be one half. There
#: is no sign in it: LibreOffice rewrites a literal one, and in a cell that has become a percentage of Excel's
#: ("0%") 50 % is the number 0.5.
PERCENT_FORMAT = "0.0#"
_FORMATS = {"day": DAY_FORMAT, "percent": PERCENT_FORMAT, "decimal": NUMBER_FORMAT, "integer": "0"}


class Role(StrEnum):
    """What a sheet is for; the values stand in the hidden sheet and in the sheets' marks."""

    COVER = "cover"
    TASKS = "tasks"
    INDICATORS = "indicators"
    REMARKS = "remarks"


@dataclass(frozen=True, slots=True)
class FormColumn:
    """One column of a sheet.

    Attributes:
        key: its name, in the hidden row 1.
        width: in characters.
        form: id, text, day, percent, decimal, integer or choice: how a cell is written. Hidden cells are always texts,
            days among them in ISO 8601; shown days are dates.
        fills: the field of the sheet's record that the cell is for; null where it only informs.
        is_editable: whether the agency fills it in; all other cells are locked.
        is_hidden: whether it is one of the ids that a row is known by.
        labels: the table of ``labels.toml`` that a choice is shown by.
    """

    key: str
    width: int
    form: str = "text"
    fills: Field | None = None
    is_editable: bool = False
    is_hidden: bool = False
    labels: str = ""

    @property
    def choices(self) -> tuple[str, ...]:
        """The codes of a choice."""
        return self.fills.choices if self.fills else ()

    @property
    def number_format(self) -> str:
        """The cells' number format."""
        return _FORMATS.get(self.form, TEXT_FORMAT)


@dataclass(frozen=True, slots=True)
class FormSheet:
    """One sheet with data: the type of record that its rows become, and its columns from B on."""

    role: Role
    record: str | None
    columns: tuple[FormColumn, ...]

    @property
    def mark(self) -> str:
        """The text of A1."""
        return MARK + self.role

    @property
    def title(self) -> str:
        """What the sheet is called."""
        return text("forms", f"sheets.{self.role}.title")

    def heading(self, column: FormColumn) -> str:
        """What a column is headed."""
        return text("forms", f"columns.{self.role}.{column.key}")

    @property
    def ids(self) -> tuple[str, ...]:
        """The keys of the columns that a row is known by."""
        return tuple(column.key for column in self.columns if column.is_hidden)

    def place(self, key: str) -> int:
        """The number of a column, A being 1."""
        return next(place for place, column in enumerate(self.columns, 2) if column.key == key)


@dataclass(frozen=True, slots=True)
class CoverCell:
    """One row of the cover: its key, how its value is written, and whether the agency fills it in."""

    key: str
    form: str = "text"
    is_editable: bool = False

    @property
    def number_format(self) -> str:
        """The value's number format."""
        return _FORMATS.get(self.form, TEXT_FORMAT)


def _filled(record: str, key: str, width: int, labels: str = "") -> FormColumn:
    field = _field(record, key)
    return FormColumn(key, width, field.form, field, is_editable=True, labels=labels)


def _known_by(record: str, key: str) -> FormColumn:
    return FormColumn(key, 12, "id", _field(record, key), is_hidden=True)


def _field(record: str, name: str) -> Field:
    return next(field for field in RECORD_TYPES[record].fields if field.name == name)


#: Key, label, value, how it is filled in; its rows are :data:`COVER_CELLS`, then one for each report owed.
COVER = FormSheet(
    Role.COVER,
    None,
    (
        FormColumn("key", 12, "id", is_hidden=True),
        FormColumn("label", 40),
        FormColumn("value", 40, is_editable=True),
        FormColumn("hint", 46),
    ),
)
#: ``effective_on`` is the day that the figures are about; ``document_number`` and ``document_date`` are those of the
#: paper that the form comes with.
COVER_CELLS = (
    CoverCell("agency"),
    CoverCell("period"),
    CoverCell("effective_on", "day", is_editable=True),
    CoverCell("document_number", is_editable=True),
    CoverCell("document_date", "day", is_editable=True),
)
#: A row of the cover with this key and an obligation's id asks whether the form is that report (``YES_NO``).
SENDS = "sends:"
YES_NO = "answer"

TASKS = FormSheet(
    Role.TASKS,
    "progress",
    (
        _known_by("progress", "task_id"),
        _known_by("progress", "occurrence"),
        FormColumn("number", 5, "integer"),
        FormColumn("name", 36),
        FormColumn("products", 18),
        FormColumn("due_on", 11, "day"),
        FormColumn("known_state", 13),
        FormColumn("known_on", 11, "day"),
        _filled("progress", "state", 14, "state"),
        _filled("progress", "percent", 10),
        _filled("progress", "done_on", 12),
        _filled("progress", "evidence", 20),
        _filled("progress", "note", 24),
    ),
)
INDICATORS = FormSheet(
    Role.INDICATORS,
    "readings",
    (
        _known_by("readings", "indicator_id"),
        _known_by("readings", "period"),
        FormColumn("number", 5, "integer"),
        FormColumn("name", 52),
        FormColumn("unit", 18),
        FormColumn("period_label", 20),
        FormColumn("target", 14, "decimal"),
        FormColumn("target_on", 13, "day"),
        FormColumn("known_value", 14, "decimal"),
        _filled("readings", "value", 16),
    ),
)
REMARKS = FormSheet(
    Role.REMARKS,
    "remarks",
    (
        FormColumn("section", 12, "choice", _field("remarks", "section"), is_hidden=True, labels="remark"),
        FormColumn("label", 34),
        _filled("remarks", "text", 90),
    ),
)
#: The sheets with data, in the order of the workbook; one without rows is left out, the cover never.
SHEETS = {sheet.role: sheet for sheet in (COVER, TASKS, INDICATORS, REMARKS)}


def shown(labels: str, code: str) -> str:
    """The word that a choice is shown by.

    >>> shown("state", "in_progress")
    'Đang thực hiện'
    """
    word = text("labels", f"{labels}.{code}")
    return word[:1].upper() + word[1:]


def code_of(labels: str, word: str) -> str | None:
    """The choice that a word stands for; null for every other word. Case, spaces and old tone marks do not matter.

    >>> code_of("state", "ĐANG THỰC  HIỆN"), code_of("state", "dang thuc hien")
    ('in_progress', None)
    """
    return {normal_form(label): code for code, label in table("labels", labels).items()}.get(
        normal_form(word)
    )
