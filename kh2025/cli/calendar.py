"""``kh2025 calendar YEAR``: the periods of a year with their cut-offs, and when reports on them are due."""

import csv
import sys
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kh2025.cli.terminal import note_standing, print_json, print_lines, print_table
from kh2025.errors import ParameterError, PeriodError, Problem
from kh2025.messages import text

if TYPE_CHECKING:
    from kh2025.law.periods import Period
    from kh2025.law.workdays import Standing
    from kh2025.plan.model import Plan
    from kh2025.plan.parts import Obligation

_PERIOD_COLUMNS = ("period", "label", "start", "end", "earliest_due_on", "due_on")
_REPORT_COLUMNS = ("due_on", "period", "end", "working_days", "reporters", "to")
_DAYS = {"start", "end", "earliest_due_on", "due_on"}


def add(app: typer.Typer, lang: str) -> None:
    """Add the command."""

    @app.command(help=text("cli", "calendar.about", lang))
    def calendar(
        year: Annotated[int, typer.Argument(metavar="YEAR", help=text("cli", "calendar.year", lang))],
        regime: Annotated[str | None, typer.Option(help=text("cli", "period.regime", lang))] = None,
        plan: Annotated[str | None, typer.Option(help=text("cli", "calendar.plan", lang))] = None,
        as_json: Annotated[bool, typer.Option("--json", help=text("cli", "options.json", lang))] = False,
        as_csv: Annotated[bool, typer.Option("--csv", help=text("cli", "options.csv", lang))] = False,
    ) -> None:
        if plan and regime:
            raise ParameterError(Problem("calendar-regime", "--regime", regime))
        made = reports_of(plan, year, lang) if plan else periods_of(year, regime, lang)
        note_standing(made.pop("standing"), lang)
        rows = made["reports"] if plan else made["periods"]
        if as_json:
            print_json(made)
        elif as_csv:
            _write(rows)
        else:
            _print_reports(made, lang) if plan else _print_periods(made, lang)


def periods_of(year: int, regime: str | None, lang: str) -> dict[str, Any]:
    """The periods of a year as plain values, one row a period; what its days off rest on under ``standing``."""
    from kh2025.law.kinds import default_regime, find_regime, kinds  # noqa: PLC0415 - `--help` needs no calendar
    from kh2025.law.periods import Period  # noqa: PLC0415

    name = find_regime(regime or default_regime()).name
    try:
        whole = Period.of("year", year, 1, name)
    except PeriodError as error:  # whose place is a period that nobody wrote
        raise PeriodError(replace(problem, place="YEAR") for problem in error.problems) from None
    rows = [_period_row(period, lang) for kind in kinds() for period in whole.children(kind)]
    standing = _standing(row["earliest_due_on"] for row in rows)
    return {
        "year": year,
        "regime": name,
        "provisional": "provisional" in standing.values(),
        "unverified": "unverified" in standing.values(),
        "periods": rows,
        "standing": standing,
    }


def reports_of(source: str, year: int, lang: str) -> dict[str, Any]:
    """The reports that a plan asks for on the periods of a year, one row a report, the first due first."""
    from kh2025.plan.duties import owed_periods  # noqa: PLC0415 - loads pandas
    from kh2025.plan.files import load_plan  # noqa: PLC0415

    plan = load_plan(source)
    rows = [_report_row(plan, obligation, period, lang) for obligation, period in owed_periods(plan, year)]
    rules = [obligation.due_rule(kind) for obligation in plan.obligations for kind in obligation.kinds]
    counted = any(rule.rests_on_calendar for rule in rules)
    standing = _standing(row["due_on"] for row in rows) if counted else {}
    return {
        "year": year,
        "plan": plan.id,
        "provisional": "provisional" in standing.values(),
        "unverified": "unverified" in standing.values(),
        "reports": sorted(rows, key=lambda row: (row["due_on"], row["tier"])),
        "standing": standing,
    }


def _standing(days: Iterable[str]) -> Mapping[int, "Standing"]:
    from kh2025.law.workdays import default_calendar  # noqa: PLC0415

    counted = sorted(map(date.fromisoformat, days))
    return default_calendar().standings(counted[0], counted[-1]) if counted else {}


def _period_row(period: "Period", lang: str) -> dict[str, Any]:
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


def _report_row(plan: "Plan", obligation: "Obligation", period: "Period", lang: str) -> dict[str, Any]:
    rule = obligation.due_rule(period.kind)
    return {
        "obligation_id": obligation.id,
        "title": obligation.title,
        "tier": obligation.tier,
        "reporters": plan.label(obligation.reporters),
        "to": plan.label(obligation.to),
        "through": plan.label(obligation.through) if obligation.through else None,
        "period": str(period),
        "label": period.label(lang),
        "start": period.start.isoformat(),
        "end": period.end.isoformat(),
        "due_on": rule.due_on(period).isoformat(),
        "working_days": rule.working_days_left(period),
        "mark": rule.mark.value,
    }


def _write(rows: list[dict[str, Any]]) -> None:
    writer = csv.DictWriter(sys.stdout, list(rows[0]) if rows else [], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)


def _print_periods(made: dict[str, Any], lang: str) -> None:
    from kh2025.law.kinds import find_regime  # noqa: PLC0415
    from kh2025.law.sending import sources  # noqa: PLC0415

    regime = find_regime(made["regime"]).label(lang)
    caption = text("cli", "calendar.caption", lang, year=made["year"], regime=regime)
    # The caption names the regime; in every name it would leave no room for the days.
    rows = [{**row, "label": row["label"].removesuffix(f" ({regime})")} for row in made["periods"]]
    _print(caption, _PERIOD_COLUMNS, rows, lang)
    cited = {name: source.label(lang) for name, source in sources().items()}
    print_lines(
        text("cli", "calendar.earliest", lang, source=cited["least_working_days"]),
        text("cli", "calendar.law", lang, source=cited["to_government"]),
    )


def _print_reports(made: dict[str, Any], lang: str) -> None:
    if not made["reports"]:
        print_lines(text("cli", "calendar.none", lang, year=made["year"], plan=made["plan"]))
        return
    caption = text("cli", "calendar.reports", lang, year=made["year"], plan=made["plan"])
    _print(caption, _REPORT_COLUMNS, made["reports"], lang)
    if any(row["mark"] == "assumption" for row in made["reports"]):
        print_lines(text("cli", "calendar.assumed", lang))


def _print(caption: str, columns: tuple[str, ...], rows: list[dict[str, Any]], lang: str) -> None:
    from kh2025.report.display import show  # noqa: PLC0415

    names = [text("cli", f"calendar.columns.{name}", lang) for name in columns]
    shown = [
        [
            show(date.fromisoformat(row[name]), "day", lang) if row[name] and name in _DAYS else row[name]
            for name in columns
        ]
        for row in rows
    ]
    print_table(caption, names, shown, whole=1)
