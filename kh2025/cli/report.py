"""``kh2025 report PLAN PERIOD… --ledger L``: the reports, as files."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kh2025.cli.evaluate import breaches, check_severity, evaluated
from kh2025.cli.terminal import now, print_json, print_lines, progress_bar
from kh2025.errors import ParameterError, Problem, RunError
from kh2025.messages import text

if TYPE_CHECKING:
    from kh2025.evaluation.evaluate import Evaluation

FAILED = 5


def add(app: typer.Typer, lang: str) -> None:
    """Add the command."""

    @app.command(help=text("cli", "report.about", lang))
    def report(
        plan: Annotated[str, typer.Argument(help=text("cli", "options.plan", lang))],
        periods: Annotated[
            list[str], typer.Argument(metavar="PERIOD…", help=text("cli", "options.period", lang))
        ],
        ledger: Annotated[str, typer.Option(help=text("cli", "options.ledger", lang))],
        kind: Annotated[str, typer.Option(help=text("cli", "report.kind", lang))] = "period",
        agency: Annotated[str | None, typer.Option(help=text("cli", "options.agency", lang))] = None,
        as_of: Annotated[str | None, typer.Option(help=text("cli", "options.as_of", lang))] = None,
        formats: Annotated[
            str, typer.Option(help=text("cli", "report.formats", lang))
        ] = "html,docx,pdf,xlsx",
        number: Annotated[str | None, typer.Option(help=text("cli", "report.number", lang))] = None,
        dated: Annotated[str | None, typer.Option(help=text("cli", "report.dated", lang))] = None,
        signed_by: Annotated[str | None, typer.Option(help=text("cli", "report.signed_by", lang))] = None,
        out: Annotated[Path, typer.Option("-o", "--out", help=text("cli", "report.out", lang))] = Path(
            "reports"
        ),
        timeout: Annotated[int | None, typer.Option(min=1, help=text("cli", "report.timeout", lang))] = None,
        fail_on: Annotated[str | None, typer.Option(help=text("cli", "options.fail_on", lang))] = None,
        as_json: Annotated[bool, typer.Option("--json", help=text("cli", "options.json", lang))] = False,
    ) -> int:
        check_severity(fail_on)
        given = {
            "plan": plan,
            "ledger": ledger,
            "kind": kind,
            "agency": agency,
            "formats": formats,
            "lang": lang,
        }
        given |= {"number": number, "dated": dated, "signed_by": signed_by}
        given |= {"as_of": as_of or now(), "out": str(out)}
        batch = make(given, periods, timeout, lang)
        if as_json:
            print_json({"made": batch.made, "failed": batch.failed})
        else:
            batch.print(lang)
        return FAILED if batch.failed else max(breaches(ev.findings, fail_on) for ev in batch.evaluations)


@dataclass(frozen=True, slots=True)
class Batch:
    """What became of the reports asked for: files made, messages of those that failed, the evaluations."""

    made: list[dict[str, Any]] = field(default_factory=list)
    failed: list[dict[str, Any]] = field(default_factory=list)
    evaluations: list["Evaluation"] = field(default_factory=list)

    def print(self, lang: str) -> None:
        """The files made on standard output, the failures on standard error."""
        for report in self.made:
            lines = [f"  {file}" for file in report["files"]]
            print_lines(text("cli", "report.made", lang, period=report["period"]), *lines)
        for report in self.failed:
            message = text("cli", "report.failed", lang, period=report["period"], error=report["error"])
            typer.echo(message, err=True)


def make(given: dict[str, Any], periods: list[str], timeout: int | None, lang: str) -> Batch:
    """Check every set of parameters and its input, then run them one after another."""
    from kh2025.run.notebook import run_report  # noqa: PLC0415 - loads pydantic
    from kh2025.run.parameters import ReportParameters  # noqa: PLC0415

    wanted = _canonical(periods)
    if given.get("number") and len(wanted) > 1:
        raise ParameterError(Problem("issue-several", "number", given["number"]))
    batch, sets = Batch(), [ReportParameters.of(**given, period=period) for period in wanted]
    with progress_bar(text("cli", "report.waiting", lang), 2 * len(sets)) as advance:
        for one in sets:
            batch.evaluations.append(
                evaluated(one.plan, one.period, one.ledger, given["as_of"], agency=one.agency)
            )
            advance()
        for one, ev in zip(sets, batch.evaluations, strict=True):
            subject = {"period": one.period, "agency": one.agency}
            try:
                files = run_report(one, ev.scope.plan.id, timeout=timeout).files
                batch.made.append({**subject, "files": [file.as_posix() for file in files]})
            except RunError as error:
                batch.failed.append({**subject, "error": error.render(lang)})
            advance()
    return batch


def _canonical(periods: list[str]) -> list[str]:
    """Each period once, in the spelling that its files are named by."""
    from kh2025.law.periods import Period  # noqa: PLC0415

    return list(dict.fromkeys(str(Period.parse(text)) for text in periods))
