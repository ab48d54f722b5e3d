"""What the cells of a form accept while they are filled in, with the hint shown beside them and the refusal."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from kh2025.ledger.forms.layout import YES_NO, CoverCell, FormColumn, FormSheet, shown
from kh2025.messages import table, text
from kh2025.text.dates import FARTHEST, show_date

#: Excel keeps 15 digits of a number.
_LARGEST = 10**15 - 1
#: The longest title and message that Excel shows.
TITLE_LENGTH, MESSAGE_LENGTH = 32, 255


def of_column(
    sheet: FormSheet, column: FormColumn, first_cell: str, days: tuple[date, date]
) -> dict[str, Any]:
    """The rule of a column that the agency fills in.

    Args:
        sheet: the sheet.
        column: one of its columns.
        first_cell: address of the column's first cell, which a formula is written for.
        days: first and last day that a date may be.
    """
    if column.form == "choice":
        return _says(
            _choice(column.labels, column.choices), sheet.heading(column), f"{sheet.role}.{column.key}"
        )
    return _says(
        _rule(column.form, first_cell, days), sheet.heading(column), f"{sheet.role}.{column.key}", days
    )


def of_cover(cell: CoverCell, days: tuple[date, date]) -> dict[str, Any]:
    """The rule of a cell of the cover."""
    return _says(_rule(cell.form, "", days), text("forms", f"labels.{cell.key}"), f"cover.{cell.key}", days)


def of_report(label: str) -> dict[str, Any]:
    """The rule of a cell that asks whether the form is a report."""
    return _says(_choice(YES_NO, tuple(table("labels", YES_NO))), label, "cover.sends")


def far_days(first: date, last: date) -> tuple[date, date]:
    """The days that a date may be where only the plan limits it: no further from it than a typing error goes."""
    return date(first.year - FARTHEST, 1, 1), date(last.year + FARTHEST, 12, 31)


def _choice(labels: str, codes: tuple[str, ...]) -> dict[str, Any]:
    return {"validate": "list", "source": [shown(labels, code) for code in codes]}


def _rule(form: str, cell: str, days: tuple[date, date]) -> dict[str, Any]:
    if form == "day":
        return {"validate": "date", "criteria": "between", "minimum": days[0], "maximum": days[1]}
    if form == "percent":  # 0.5 may be half a per cent or one half
        formula = f"=AND(ISNUMBER({cell}),OR({cell}=0,AND({cell}>=1,{cell}<=100)))"
        return {"validate": "custom", "value": formula}
    if form == "decimal":
        return {"validate": "decimal", "criteria": "between", "minimum": -_LARGEST, "maximum": _LARGEST}
    return {"validate": "any"}


def _says(
    rule: Mapping[str, Any], title: str, key: str, days: tuple[date, date] | None = None
) -> dict[str, Any]:
    first, last = (show_date(day) for day in days or (date.min, date.min))
    kind = str(rule["validate"])
    said = {"input_title": _shortened(title, TITLE_LENGTH), "input_message": text("forms", f"inputs.{key}")}
    if kind == "any":
        return {**rule, **said}
    refusal = text("forms", f"refusals.{kind}", first=first, last=last)
    return {**rule, **said, "error_title": text("forms", "refused"), "error_message": refusal}


def _shortened(words: str, length: int) -> str:
    return words if len(words) <= length else words[: length - 1] + "…"
