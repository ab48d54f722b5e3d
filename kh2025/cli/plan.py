"""``kh2025 plan …``: what can be done with a plan file alone."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from kh2025.cli.terminal import print_lines
from kh2025.messages import text

_STANDARD_OUTPUT = Path("-")


def add(app: typer.Typer, lang: str) -> None:
    """Add the group of commands."""
    group = typer.Typer(name="plan", help=text("cli", "plan.about", lang), no_args_is_help=True)
    _add_export(group, lang)
    app.add_typer(group)


def _add_export(group: typer.Typer, lang: str) -> None:
    @group.command(help=text("cli", "plan_export.about", lang))
    def export(
        plan: Annotated[str, typer.Argument(help=text("cli", "options.plan", lang))],
        to: Annotated[str, typer.Option(metavar="FORMAT", help=text("cli", "plan_export.to", lang))],
        out: Annotated[Path, typer.Option("-o", "--out", help=text("cli", "plan_export.out", lang))],
    ) -> None:
        write_export(plan, to, out)
        if out != _STANDARD_OUTPUT:
            print_lines(text("cli", "plan_export.made", lang, file=str(out)))


def write_export(source: str, name: str, out: Path) -> None:
    """Write a plan in another format; the file appears whole or not at all.

    Raises:
        ParameterError: the format is unknown.
        PlanError: the plan cannot be read.
        RunError: the file cannot be written.
    """
    from kh2025.plan.exports import exporter  # noqa: PLC0415 - `--help` needs no plan
    from kh2025.plan.files import load_plan  # noqa: PLC0415
    from kh2025.report.save import write  # noqa: PLC0415

    export = exporter(name, "--to")
    content = export(load_plan(source))
    if out == _STANDARD_OUTPUT:
        sys.stdout.buffer.write(content)
    else:
        write(out, content)
