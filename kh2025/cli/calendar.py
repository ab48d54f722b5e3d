"""``kh2025 calendar YEAR``: all periods of a year with their cut-offs and the days their reports are due."""

import csv
import sys
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kh2025.cli.terminal import note_standing, print_json, print_lines, print_table
from kh2025.messages import text

if TYPE_CHECKING:
    from kh2025.law.periods import Period

_COLUMNS = ("period", "label", "start", "end", "earliest_due_on", "due_on")


def add(app: typer.Typer, lang: str) -> None:
    """Add the command."""

    @app.command(help=text("cli", "calendar.about", lang))
    def calendar(
        year: Annotated[int, typer.Argument(metavar="YEAR", help=text("cli", "calendar.year", lang))],
        regime: Annotated[str | None, typer.Option(help=text("cli", "period.regime", lang))] = None,
        as_json: Annotated[bool, typer.Option("--json", help=text("cli", "options.json", lang))] = False,
        as_csv: Annotated[bool, typer.Option("--csv", help=text("cli", "options.csv", lang))] = False,
    ) -> None:
        made = calendar_of(year, regime, lang)
        note_standing(made.pop("standing"), lang)
        if as_json:
            print_json(made)
        elif as_csv:
            writer = csv.DictWriter(sys.stdout, list(made["periods"][0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(made["periods"])
        else:
            _print(made, lang)


def calendar_of(year: int, regime: str | None, lang: str) -> dict[str, Any]:
    """The calendar as plain values, one row a period; what the days off of its years rest on under ``standing``."""
    from kh2025.law.kinds import default_regime, find_regime, kinds  # noqa: PLC0415 - `--help` needs no calendar
    from kh2025.law.periods import Period  # noqa: PLC0415
    from kh2025.law.workdays import default_calendar  # noqa: PLC0415

    name = find_regime(regime or default_regime()).name
    whole = Period.of("year", year, 1, name)
    periods = [period for kind in kinds() for period in whole.children(kind)]
    rows = [_row(period, lang) for period in periods]
    counted = sorted(date.fromisoformat(row["earliest_due_on"]) for row in rows)
    standing = default_calendar().standings(counted[0], counted[-1])
    return {
        "year": year,
        "regime": name,
        "provisional": "provisional" in standing.values(),
        "periods": rows,
        "standing": standing,
    }


def _row(period: "Period", lang: str) -> dict[str, Any]:
    from kh2025.law.sending import due_to_government, least_working_days  # noqa: PLC0415
    from kh2025.law.workdays import default_calendar  # noqa: PLC0415

    due_on = due_to_government(period)
    return {
        "period": str(period),
        "kind": period.kind,
        "label": period.label(lang),
        "start": period.start.isoformat(),
        "end": period.end.isoformat(),
        "earliest_due_on": default_calendar().add(period.end, least_working_days()).isoformat(),
        "due_on": due_on.isoformat() if due_on else None,
    }


def _print(made: dict[str, Any], lang: str) -> None:
    from kh2025.law.kinds import find_regime  # noqa: PLC0415
    from kh2025.law.sending import sources  # noqa: PLC0415

    names = [text("cli", f"calendar.columns.{name}", lang) for name in _COLUMNS]
    caption = text(
        "cli", "calendar.caption", lang, year=made["year"], regime=find_regime(made["regime"]).label(lang)
    )
    rows = [[_shown(name, row[name], lang) for name in _COLUMNS] for row in made["periods"]]
    print_table(caption, names, rows, whole=2)
    cited = {name: source.label(lang) for name, source in sources().items()}
    print_lines(
        text("cli", "calendar.earliest", lang, source=cited["least_working_days"]),
        text("cli", "calendar.law", lang, source=cited["to_government"]),
    )


def _shown(name: str, value: str | None, lang: str) -> str | None:
    from kh2025.report.display import show  # noqa: PLC0415

    if value is None or name in {"period", "label"}:
        return value
    return show(date.fromisoformat(value), "day", lang)
