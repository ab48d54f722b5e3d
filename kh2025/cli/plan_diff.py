"""``kh2025 plan diff``: what a plan reads differently on one day than on another, in words or as JSON."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kh2025.cli.terminal import print_json, print_lines, print_table
from kh2025.messages import text

if TYPE_CHECKING:
    import pandas as pd

_COLUMNS = ("on", "subject", "says", "document_number")


def add_diff(group: typer.Typer, lang: str) -> None:
    """Add the command to the group ``plan``."""

    @group.command(help=text("cli", "plan_diff.about", lang))
    def diff(
        plan: Annotated[str, typer.Argument(help=text("cli", "options.plan", lang))],
        first: Annotated[str, typer.Option("--from", help=text("cli", "plan_diff.first", lang))],
        last: Annotated[str, typer.Option("--to", help=text("cli", "plan_diff.last", lang))],
        as_json: Annotated[bool, typer.Option("--json", help=text("cli", "options.json", lang))] = False,
    ) -> None:
        from kh2025.plan.changes import plan_changes  # noqa: PLC0415 - loads pandas
        from kh2025.plan.files import load_plan  # noqa: PLC0415

        days = _days(first, last)
        found = load_plan(plan)
        rows = _rows(plan_changes(found, *days), lang)
        if as_json:
            print_json({"plan": found.id, "from": str(days[0]), "to": str(days[1]), "changes": rows})
        else:
            _print(found.id, days, rows, lang)


def _days(first: str, last: str) -> tuple[date, date]:
    from kh2025.errors import ParameterError, Problem  # noqa: PLC0415
    from kh2025.text.dates import parse_date  # noqa: PLC0415

    days = parse_date(first, place="--from"), parse_date(last, place="--to")
    if days[0] > days[1]:
        raise ParameterError(Problem("days-order", "--to", last, {"first": str(days[0])}))
    return days


def _rows(changes: "pd.DataFrame", lang: str) -> list[dict[str, Any]]:
    """The changes as plain values, each with its sentence, in order of days."""
    made: list[dict[str, Any]] = []
    for row in changes.sort_values("on", kind="stable").to_dict("records"):
        plain = {str(name): value if isinstance(value, str) else None for name, value in row.items()}
        plain["on"] = row["on"].date().isoformat() if row["on"] == row["on"] else None
        made.append(plain | {"says": _sentence(plain, lang)})
    return made


def _sentence(row: dict[str, Any], lang: str) -> str:
    nothing = text("cli", "plan_diff.nothing", lang)
    shown = {"before": row["before"] or nothing, "after": row["after"] or nothing}
    if row["change"] in {"added", "dropped", "began", "ended"}:
        return text("cli", f"plan_diff.says.{row['change']}", lang, **shown)
    model = "Task" if row["subject"] == "task" else "Letterhead"
    part = text("schema", f"{model}.fields.{row['change']}.title", lang)
    return text("cli", "plan_diff.says.part", lang, part=part, **shown)


def _print(plan: str, days: tuple[date, date], rows: list[dict[str, Any]], lang: str) -> None:
    from kh2025.report.display import show  # noqa: PLC0415

    first, last = (show(day, "day", lang) for day in days)
    if not rows:
        print_lines(text("cli", "plan_diff.none", lang, plan=plan, first=first, last=last))
        return
    columns = [text("cli", f"plan_diff.columns.{name}", lang) for name in _COLUMNS]
    shown = [
        (
            show(date.fromisoformat(row["on"]), "day", lang),
            _subject(row, lang),
            row["says"],
            row["document_number"],
        )
        for row in rows
    ]
    print_table(
        text("cli", "plan_diff.caption", lang, plan=plan, first=first, last=last), columns, shown, whole=1
    )


def _subject(row: dict[str, Any], lang: str) -> str:
    kind = row["subject"]
    return f"{text('labels', f'subject.{kind}', lang)} {row['subject_id']}"
