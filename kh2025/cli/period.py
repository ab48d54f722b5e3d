"""``kh2025 period TEXT``: the window, cut-off and label of a reporting period."""

from typing import TYPE_CHECKING, Annotated

import typer

from kh2025.cli.terminal import print_json, print_table
from kh2025.messages import text

if TYPE_CHECKING:
    from kh2025.law.periods import Period


def add(app: typer.Typer, lang: str) -> None:
    """Add the command."""

    @app.command(help=text("cli", "period.about", lang))
    def period(
        words: Annotated[str, typer.Argument(metavar="TEXT", help=text("cli", "period.text", lang))],
        regime: Annotated[str | None, typer.Option(help=text("cli", "period.regime", lang))] = None,
        as_json: Annotated[bool, typer.Option("--json", help=text("cli", "options.json", lang))] = False,
    ) -> None:
        from kh2025.law.kinds import kinds  # noqa: PLC0415 - `--help` needs no calendar
        from kh2025.law.periods import Period  # noqa: PLC0415 - `--help` needs no calendar

        found = Period.parse(words, regime)
        made = found.to_dict(lang)
        if as_json:
            print_json(made)
            return
        told = made | {"kind": kinds()[found.kind].label(lang)} | _days(found, lang)
        rows = [(text("cli", f"period.rows.{name}", lang), value) for name, value in told.items()]
        columns = (text("cli", "period.name", lang), text("cli", "period.value", lang))
        print_table(str(made["label"]), columns, rows)


def _days(period: "Period", lang: str) -> dict[str, str]:
    from kh2025.report.display import show  # noqa: PLC0415

    return {name: show(getattr(period, name), "day", lang) for name in ("start", "end")}
