"""``kh2025 remind PLAN --ledger L``: reminders per agency, as files; nothing is sent."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kh2025.cli.terminal import now, print_json, print_lines, progress_bar
from kh2025.messages import text

if TYPE_CHECKING:
    from kh2025.report.letters import Reminders


def add(app: typer.Typer, lang: str) -> None:
    """Add the command."""

    @app.command(help=text("cli", "remind.about", lang))
    def remind(
        plan: Annotated[str, typer.Argument(help=text("cli", "options.plan", lang))],
        ledger: Annotated[str, typer.Option(help=text("cli", "options.ledger", lang))],
        within: Annotated[
            int | None, typer.Option(min=0, max=366, help=text("cli", "remind.within", lang))
        ] = None,
        as_of: Annotated[str | None, typer.Option(help=text("cli", "options.as_of", lang))] = None,
        agency: Annotated[str | None, typer.Option(help=text("cli", "remind.agency", lang))] = None,
        number: Annotated[str | None, typer.Option(help=text("cli", "remind.number", lang))] = None,
        dated: Annotated[str | None, typer.Option(help=text("cli", "report.dated", lang))] = None,
        signed_by: Annotated[str | None, typer.Option(help=text("cli", "report.signed_by", lang))] = None,
        formats: Annotated[str, typer.Option(help=text("cli", "remind.formats", lang))] = "docx,pdf",
        out: Annotated[Path, typer.Option("-o", "--out", help=text("cli", "remind.out", lang))] = Path(
            "reminders"
        ),
        as_json: Annotated[bool, typer.Option("--json", help=text("cli", "options.json", lang))] = False,
    ) -> int:
        from kh2025.ledger.folder import open_facts  # noqa: PLC0415 - loads pandas
        from kh2025.plan.files import load_plan  # noqa: PLC0415
        from kh2025.report import letters  # noqa: PLC0415
        from kh2025.report.display import show  # noqa: PLC0415
        from kh2025.report.issue import Issue  # noqa: PLC0415
        from kh2025.report.save import check, save  # noqa: PLC0415

        wanted = [name.strip() for name in formats.split(",") if name.strip()]
        check("letter", wanted)
        issue = Issue.of(number, dated, signed_by)
        moment = as_of or now()
        found = letters.remind(load_plan(plan), open_facts(ledger), moment, within)
        chosen = _chosen(found, agency, number)
        letters.check_issue(found, issue)
        table = save(letters.summary(found, lang), out, ("html", "xlsx"))
        made: list[dict[str, Any]] = []
        with progress_bar(text("cli", "remind.waiting", lang), len(chosen)) as advance:
            for one in chosen:
                files = save(letters.letter(found, one, lang, issue), out, wanted)
                counts = {matter: len(rows) for matter, rows in found.rows[one].items()}
                made.append({"agency": one, **counts, "files": [file.as_posix() for file in files]})
                advance()
        summary = [file.as_posix() for file in table]
        if as_json:
            print_json({"as_of": moment, "within": found.within, "summary": summary, "letters": made})
        else:
            lines = [f"  {file}" for one in made for file in one["files"]]
            print_lines(
                text("cli", "remind.made", lang, count=len(made), day=show(found.day, "day", lang)),
                *lines,
                text("cli", "remind.summary", lang),
                *(f"  {file}" for file in summary),
            )
        return 0


def _chosen(found: "Reminders", agency: str | None, number: str | None) -> tuple[str, ...]:
    """The agencies that get a letter now; a number is one letter's.

    Raises:
        ParameterError: ``agency``, ``letter-none``, ``letter-number``.
    """
    from kh2025.errors import ParameterError, Problem  # noqa: PLC0415 - `--help` needs no errors

    known = found.ev.scope.plan.agency
    if agency is not None and agency not in known:
        raise ParameterError(Problem("agency", "--agency", agency, {"known": ", ".join(known)}))
    if agency is not None and agency not in found.agencies:
        raise ParameterError(Problem("letter-none", "--agency", agency, {"known": ", ".join(found.agencies)}))
    chosen = found.agencies if agency is None else (agency,)
    if number and len(chosen) > 1:
        raise ParameterError(Problem("letter-number", "--number", number))
    return chosen
