"""``kh2025 deadline TEXT --year Y``: how a written deadline is understood."""

import sys
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kh2025.cli.terminal import print_json, print_table
from kh2025.errors import ParameterError, Problem
from kh2025.messages import text

if TYPE_CHECKING:
    from kh2025.plan.schedule import Schedule


def add(app: typer.Typer, lang: str) -> None:
    """Add the command."""

    @app.command(help=text("cli", "deadline.about", lang))
    def deadline(
        words: Annotated[str, typer.Argument(metavar="TEXT", help=text("cli", "deadline.text", lang))],
        year: Annotated[int, typer.Option(help=text("cli", "deadline.year", lang))],
        before_excludes_day: Annotated[
            bool, typer.Option("--before-excludes-day", help=text("cli", "deadline.before", lang))
        ] = False,
        as_json: Annotated[bool, typer.Option("--json", help=text("cli", "options.json", lang))] = False,
    ) -> None:
        from kh2025.law.kinds import supported_years  # noqa: PLC0415 - `--help` needs no grammar
        from kh2025.plan.deadline import parse_schedule  # noqa: PLC0415

        first, last = supported_years()
        if not first <= year <= last:
            raise ParameterError(Problem("period-year", "--year", year, {"first": first, "last": last}))
        found = parse_schedule(words, year, before_includes_day=not before_excludes_day)
        if found.year_assumed:
            sys.stderr.write(text("cli", "deadline.year_assumed", lang, year=year) + "\n")
        made = described(found)
        if as_json:
            print_json(made)
            return
        rows = [(text("cli", f"deadline.rows.{name}", lang), _shown(name, made[name], lang)) for name in made]
        print_table(str(found), [text("cli", f"period.{name}", lang) for name in ("name", "value")], rows)


def described(schedule: "Schedule") -> dict[str, Any]:
    """A schedule as plain values; null where a field does not apply to its kind.

    ``inclusive`` says whether "trước ngày X" includes X; other wordings leave no doubt.
    """
    has_span = schedule.kind in {"in_period", "range"}
    return {
        "kind": schedule.kind,
        "due_on": _iso(schedule.due_on),
        "start": _iso(schedule.start_on) if has_span else None,
        "end": _iso(schedule.due_on) if has_span else None,
        "every": schedule.every,
        "inclusive": schedule.includes_day if schedule.before else None,
        "text": str(schedule),
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _shown(name: str, value: object, lang: str) -> object:
    from kh2025.report.display import show  # noqa: PLC0415

    if value is None or name == "text":
        return value
    if name in {"kind", "every"}:
        return text("labels", f"schedule_{name}.{value}", lang)
    if name == "inclusive":
        return text("labels", f"answer.{'yes' if value else 'no'}", lang)
    return show(date.fromisoformat(str(value)), "day", lang)
