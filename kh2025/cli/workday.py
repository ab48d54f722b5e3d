"""``kh2025 workday DATE --add N | --until D``: working-day arithmetic."""

from datetime import date
from typing import Annotated, Any

import typer

from kh2025.cli.terminal import note_standing, print_json, print_table
from kh2025.messages import text


def add(app: typer.Typer, lang: str) -> None:
    """Add the command."""

    @app.command(help=text("cli", "workday.about", lang))
    def workday(
        day: Annotated[str, typer.Argument(metavar="DATE", help=text("cli", "workday.date", lang))],
        add: Annotated[int | None, typer.Option(help=text("cli", "workday.add", lang))] = None,
        until: Annotated[str | None, typer.Option(help=text("cli", "workday.until", lang))] = None,
        notices: Annotated[str | None, typer.Option(help=text("cli", "workday.notices", lang))] = None,
        as_json: Annotated[bool, typer.Option("--json", help=text("cli", "options.json", lang))] = False,
    ) -> None:
        if (add is None) == (until is None):
            raise typer.BadParameter(text("cli", "workday.one", lang))
        made = counted(day, add, until, notices)
        note_standing(made.pop("standing"), lang)
        if as_json:
            print_json(made)
            return
        rows = [
            (text("cli", f"workday.rows.{name}", lang), _shown(value, lang)) for name, value in made.items()
        ]
        print_table(day, [text("cli", f"period.{name}", lang) for name in ("name", "value")], rows)


def counted(day: str, add: int | None, until: str | None, notices: str | None = None) -> dict[str, Any]:
    """The day and the number of working days to it, and what the years between them rest on.

    ``notices`` is a file with more days off and days worked, such as a province's.
    """
    from kh2025.law.workdays import WorkCalendar, default_calendar  # noqa: PLC0415
    from kh2025.text.dates import parse_date  # noqa: PLC0415

    days = WorkCalendar.load(notices) if notices is not None else default_calendar()
    first = parse_date(day)
    last = parse_date(until) if until is not None else days.add(first, add or 0)
    standing = days.standings(first, last)
    return {
        "date": last.isoformat(),
        "working_days": days.between(first, last) if add is None else add,
        "provisional": "provisional" in standing.values(),
        "unverified": "unverified" in standing.values(),
        "standing": standing,
    }


def _shown(value: object, lang: str) -> object:
    if isinstance(value, bool):
        return text("labels", f"answer.{'yes' if value else 'no'}", lang)
    from kh2025.report.display import show  # noqa: PLC0415

    return show(date.fromisoformat(value), "day", lang) if isinstance(value, str) else value
