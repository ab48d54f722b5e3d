"""``kh2025 form PLAN --period P``: the Excel forms that agencies fill in."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kh2025.cli.made_files import refuse_input
from kh2025.cli.terminal import now, period_at, print_json, print_lines, print_table, progress_bar, waiting
from kh2025.errors import ParameterError, Problem
from kh2025.messages import text

if TYPE_CHECKING:
    from kh2025.ledger.forms.content import Form, Forms

_COLUMNS = ("agency", "file", "tasks", "indicators", "reports")
_NUMBERS = 3


def add(app: typer.Typer, lang: str) -> None:
    """Add the command."""

    @app.command(help=text("cli", "form.about", lang))
    def form(
        plan: Annotated[str, typer.Argument(help=text("cli", "options.plan", lang))],
        period: Annotated[str, typer.Option(help=text("cli", "options.period", lang))],
        out: Annotated[Path, typer.Option("-o", "--out", help=text("cli", "form.out", lang))],
        agency: Annotated[str | None, typer.Option(help=text("cli", "form.agency", lang))] = None,
        each_agency: Annotated[
            bool, typer.Option("--each-agency", help=text("cli", "form.each_agency", lang))
        ] = False,
        ledger: Annotated[str | None, typer.Option(help=text("cli", "form.ledger", lang))] = None,
        as_of: Annotated[str | None, typer.Option(help=text("cli", "options.as_of", lang))] = None,
        force: Annotated[bool, typer.Option("--force", help=text("cli", "form.force", lang))] = False,
        as_json: Annotated[bool, typer.Option("--json", help=text("cli", "options.json", lang))] = False,
    ) -> None:
        if (agency is None) is not each_agency:
            raise typer.BadParameter(text("cli", "form.one", lang))
        refuse_input(out, plan)
        with waiting(text("cli", "form.waiting", lang)):
            forms = _forms(plan, period, ledger, as_of or now())
            asked = {out: forms.of(agency)} if agency else _named(forms, out)
        _write(asked, lang, force=force)
        shown = _described(forms, asked, is_each=each_agency)
        print_json(shown) if as_json else _print(forms, shown, out, lang)


def _forms(plan: str, period: str, ledger: str | None, as_of: str) -> "Forms":
    from kh2025.ledger.folder import open_facts  # noqa: PLC0415 - `--help` needs no pandas
    from kh2025.ledger.forms.content import make_forms  # noqa: PLC0415
    from kh2025.plan.files import load_plan  # noqa: PLC0415

    return make_forms(
        load_plan(plan), period_at(period, as_of), open_facts(ledger) if ledger else None, as_of
    )


def _named(forms: "Forms", folder: Path) -> dict[Path, "Form"]:
    return {folder / f"{form.name}.xlsx": form for form in forms.forms.values()}


def _write(asked: Mapping[Path, "Form"], lang: str, *, force: bool) -> None:
    """Make all forms before the first file is touched; a form that somebody has filled in is not written over."""
    from kh2025.ledger.forms.workbook import form_workbook  # noqa: PLC0415
    from kh2025.report.save import write  # noqa: PLC0415

    with progress_bar(text("cli", "form.waiting", lang), 2 * len(asked)) as advance:
        made: dict[Path, bytes] = {}
        for path, form in asked.items():
            made[path] = form_workbook(form)
            advance()
        others = [] if force else [path for path, content in made.items() if _holds_other(path, content)]
        if others:
            raise ParameterError([Problem("file-exists", str(path)) for path in others])
        for path, content in made.items():
            write(path, content)
            advance()


def _holds_other(path: Path, content: bytes) -> bool:
    """Whether a file with another content stands there; what is no file is refused when it is written."""
    try:
        return path.is_file() and path.read_bytes() != content
    except OSError:
        return True


def _described(forms: "Forms", asked: Mapping[Path, "Form"], *, is_each: bool) -> dict[str, Any]:
    """The forms made; what has none is told where all were asked for."""
    from kh2025.ledger.forms.layout import Role  # noqa: PLC0415

    rows = [
        {
            "agency": form.agency_id,
            "file": str(path),
            "tasks": len(form.rows.get(Role.TASKS, ())),
            "indicators": len(form.rows.get(Role.INDICATORS, ())),
            "reports": form.reports,
            "settled": form.settled,
        }
        for path, form in asked.items()
    ]
    made: dict[str, Any] = {"plan": forms.plan.id, "period": str(forms.period), "forms": rows}
    return made | ({"idle": list(forms.idle), "ownerless": forms.ownerless} if is_each else {})


def _print(forms: "Forms", shown: Mapping[str, Any], out: Path, lang: str) -> None:
    label = forms.plan.label
    rows = [
        (label(row["agency"]), Path(row["file"]).name, *(row[name] for name in _COLUMNS[2:]))
        for row in shown["forms"]
    ]
    columns = [text("cli", f"form.columns.{name}", lang) for name in _COLUMNS]
    period = forms.period.label(lang)
    if rows:
        print_table(text("cli", "form.caption", lang, period=period), columns, rows, numbers=_NUMBERS)
        print_lines(text("cli", "form.made", lang, count=len(rows), out=str(out)))
    else:
        print_lines(text("cli", "form.nobody", lang, period=period))
    if idle := shown.get("idle"):
        print_lines(text("cli", "form.idle", lang, agencies="; ".join(map(label, idle))))
    if count := shown.get("ownerless"):
        print_lines(text("cli", "form.ownerless", lang, count=count))
