"""``kh2025 plan …``: plan files made, looked at and given to others."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kh2025.cli.made_files import refuse_existing, refuse_input, write_text
from kh2025.cli.plan_check import add_check
from kh2025.cli.plan_diff import add_diff
from kh2025.cli.plan_next import add_next
from kh2025.cli.terminal import print_json, print_lines, print_table, waiting
from kh2025.messages import text

if TYPE_CHECKING:
    from kh2025.plan.appendix import Draft

_STANDARD_OUTPUT = Path("-")
_COLUMNS = ("table", "row", "column", "text", "says")


def add(app: typer.Typer, lang: str) -> None:
    """Add the group with its commands."""
    group = typer.Typer(help=text("cli", "plan.about", lang), no_args_is_help=True)
    add_check(group, lang)
    add_diff(group, lang)
    add_next(group, lang)
    _add_import(group, lang)
    _add_export(group, lang)
    app.add_typer(group, name="plan")


def _add_import(group: typer.Typer, lang: str) -> None:
    @group.command("import", help=text("cli", "plan_import.about", lang))
    def import_(
        file: Annotated[Path, typer.Argument(metavar="FILE", help=text("cli", "plan_import.file", lang))],
        out: Annotated[Path, typer.Option("-o", "--out", help=text("cli", "plan_import.out", lang))],
        year: Annotated[int | None, typer.Option(help=text("cli", "plan_import.year", lang))] = None,
        agencies: Annotated[str | None, typer.Option(help=text("cli", "plan_import.agencies", lang))] = None,
        force: Annotated[bool, typer.Option("--force", help=text("cli", "plan_import.force", lang))] = False,
        as_json: Annotated[bool, typer.Option("--json", help=text("cli", "options.json", lang))] = False,
    ) -> None:
        refuse_existing(out, str(file), force=force)
        with waiting(text("cli", "plan_import.waiting", lang)):
            draft = _imported(file, year, agencies)
            write_text(out, draft.yaml())
        if as_json:
            print_json(_described(draft, out, lang))
        else:
            _print(draft, out, lang)


def _imported(file: Path, year: int | None, agencies: str | None) -> "Draft":
    import kh2025  # noqa: PLC0415 - loads the schema
    from kh2025.cli.terminal import now  # noqa: PLC0415

    known = kh2025.load_plan(agencies) if agencies else None
    return kh2025.import_appendix(file, year=year, agencies=known, year_if_unknown=int(now()[:4]))


def _described(draft: "Draft", out: Path, lang: str) -> dict[str, object]:
    return {
        "plan": str(out),
        "tasks": len(draft.plan["tasks"]),
        "sections": len(draft.plan["sections"]),
        "doubts": [
            {
                "table": doubt.table,
                "row": doubt.row,
                "column": doubt.column,
                "text": doubt.text,
                "code": doubt.code,
                "says": doubt.says(lang),
                "count": doubt.count,
            }
            for doubt in draft.doubts
        ],
    }


def _print(draft: "Draft", out: Path, lang: str) -> None:
    count = {"tasks": len(draft.plan["tasks"]), "doubts": len(draft.doubts)}
    print_lines(text("cli", "plan_import.made", lang, plan=str(out), **count))
    rows = [
        (doubt.table or None, doubt.row, doubt.column, doubt.text, f"{doubt.says(lang)} [{doubt.code}]")
        for doubt in draft.doubts
    ]
    columns = [text("cli", f"plan_import.columns.{name}", lang) for name in _COLUMNS]
    print_table(text("cli", "plan_import.caption", lang), columns, rows)


def _add_export(group: typer.Typer, lang: str) -> None:
    @group.command(help=text("cli", "plan_export.about", lang))
    def export(
        plan: Annotated[str, typer.Argument(help=text("cli", "options.plan", lang))],
        to: Annotated[str, typer.Option(metavar="FORMAT", help=text("cli", "plan_export.to", lang))],
        out: Annotated[Path, typer.Option("-o", "--out", help=text("cli", "plan_export.out", lang))],
        on: Annotated[
            str | None, typer.Option(metavar="DAY", help=text("cli", "plan_export.on", lang))
        ] = None,
    ) -> None:
        refuse_input(out, plan)
        write_export(plan, to, out, on)
        if out != _STANDARD_OUTPUT:
            print_lines(text("cli", "plan_export.made", lang, file=str(out)))


def write_export(source: str, name: str, out: Path, on: str | None = None) -> None:
    """Write a plan in another format, as it reads on a day; the file appears whole or not at all.

    Raises:
        ParameterError: the format is unknown, or the file cannot be written.
        PlanError: the plan cannot be read.
        TextError: the day is none.
    """
    from kh2025.plan.exports import exporter  # noqa: PLC0415 - `--help` needs no plan
    from kh2025.plan.files import load_plan  # noqa: PLC0415
    from kh2025.report.save import write  # noqa: PLC0415
    from kh2025.text.dates import parse_date  # noqa: PLC0415

    export = exporter(name, "--to")
    plan = load_plan(source)
    content = export(plan.as_of(parse_date(on, place="--on")) if on else plan)
    if out == _STANDARD_OUTPUT:
        sys.stdout.buffer.write(content)
    else:
        write(out, content)
