"""``kh2025 report PLAN PERIOD… --ledger L``: the reports, as files."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kh2025.cli.evaluate import breaches, check_severity
from kh2025.cli.terminal import now, period_at, print_json, print_lines, progress_bar
from kh2025.messages import text

if TYPE_CHECKING:
    from kh2025.run.batch import Batch, Order, Outcome

FAILED = 5
_STATUSES = ("made", "unchanged", "failed", "timed_out")


def add(app: typer.Typer, lang: str) -> None:
    """Add the command."""

    @app.command(help=text("cli", "report.about", lang))
    def report(
        plan: Annotated[str, typer.Argument(help=text("cli", "options.plan", lang))],
        periods: Annotated[
            list[str] | None, typer.Argument(metavar="PERIOD…", help=text("cli", "report.periods", lang))
        ] = None,
        ledger: Annotated[str | None, typer.Option(help=text("cli", "options.ledger", lang))] = None,
        kind: Annotated[str, typer.Option(help=text("cli", "report.kind", lang))] = "period",
        agency: Annotated[str | None, typer.Option(help=text("cli", "options.agency", lang))] = None,
        each_agency: Annotated[
            bool, typer.Option("--each-agency", help=text("cli", "report.each_agency", lang))
        ] = False,
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
        workers: Annotated[int | None, typer.Option(min=1, help=text("cli", "report.workers", lang))] = None,
        scheduler: Annotated[str | None, typer.Option(help=text("cli", "report.scheduler", lang))] = None,
        timeout: Annotated[int | None, typer.Option(min=1, help=text("cli", "report.timeout", lang))] = None,
        engine: Annotated[str, typer.Option(help=text("cli", "report.engine", lang))] = "kh2025",
        retry_failed: Annotated[
            bool, typer.Option("--retry-failed", help=text("cli", "report.retry_failed", lang))
        ] = False,
        why: Annotated[bool, typer.Option("--why", help=text("cli", "report.why", lang))] = False,
        fail_on: Annotated[str | None, typer.Option(help=text("cli", "options.fail_on", lang))] = None,
        as_json: Annotated[bool, typer.Option("--json", help=text("cli", "options.json", lang))] = False,
    ) -> int:
        check_severity(fail_on)
        _check_alternatives(agency, workers, scheduler, each_agency=each_agency, lang=lang)
        _check_sources(kind, periods or [], ledger, lang)
        given: dict[str, Any] = {"plan": plan, "ledger": ledger, "kind": kind, "formats": formats}
        given |= {"lang": lang}
        given |= {"number": number, "dated": dated, "signed_by": signed_by}
        given |= {"as_of": as_of or now(), "out": str(out)}
        order: dict[str, Any] = {"agency": agency, "each_agency": each_agency, "only_failed": retry_failed}
        order |= {"timeout": timeout, "engine": engine}
        batch = make(given, periods or [], lang, workers=workers, scheduler=scheduler, **order)
        if as_json:
            print_json(as_data(batch, lang))
        else:
            print_batch(batch, lang, why=why)
        return exit_code(batch, fail_on)


def make(
    given: dict[str, Any],
    periods: list[str],
    lang: str,
    *,
    workers: int | None = None,
    scheduler: str | None = None,
    **order: Any,
) -> "Batch":
    """Prepare a batch, whose errors come before anything is written, and run it with a progress bar."""
    from kh2025.run.batch import Batch  # noqa: PLC0415 - loads pandas
    from kh2025.run.executors import cluster, local, processors  # noqa: PLC0415

    batch = Batch.prepare(_order(given, periods, order))
    place = cluster(scheduler) if scheduler else local(workers or min(processors(), len(batch.reports) or 1))
    with progress_bar(text("cli", "report.waiting", lang), len(batch.reports)) as advance, place as executor:
        batch.run(executor, advance)
    return batch


def as_data(batch: "Batch", lang: str) -> dict[str, list[dict[str, Any]]]:
    """What became of every report, JSON-ready, by status."""
    return {
        status: [_row(batch, one, lang) for one in batch.outcomes if one.status == status]
        for status in _STATUSES
    }


def print_batch(batch: "Batch", lang: str, *, why: bool = False) -> None:
    """The files made and how many reports stand on standard output, the failures on standard error."""
    for one in batch.outcomes:
        if one.status == "made":
            lines = [f"  {(batch.order.out / file).as_posix()}" for file in one.files]
            print_lines(text("cli", "report.made", lang, report=one.name), *lines)
        if why:
            said = ", ".join(_reason(reason, lang) for reason in one.reasons) or text(
                "cli", "report.same", lang
            )
            print_lines(text("cli", "report.because", lang, report=one.name, reasons=said))
        if one.problem:
            message = text("cli", "report.failed", lang, error=one.problem.render(lang))
            typer.echo(message, err=True)
    counts = {status: sum(one.status == status for one in batch.outcomes) for status in _STATUSES}
    print_lines(text("cli", "report.summary", lang, **counts))


def exit_code(batch: "Batch", fail_on: str | None) -> int:
    """5 when a report failed, else 4 when there is a breach as heavy as ``fail_on``, else 0."""
    if any(one.problem for one in batch.outcomes):
        return FAILED
    if fail_on is None:
        return 0
    return max(breaches(look.part(batch.order.agency).findings, fail_on) for look in batch.looks)


def _order(given: dict[str, Any], periods: list[str], order: dict[str, Any]) -> "Order":
    from kh2025.errors import ParameterError, Problem  # noqa: PLC0415
    from kh2025.run.batch import Order  # noqa: PLC0415

    if order.get("engine", "kh2025") not in _ENGINES:
        details = {"known": ", ".join(_ENGINES)}
        raise ParameterError(Problem("engine", "--engine", order["engine"], details))
    # Each period once, in the spelling that its files are named by.
    named = dict.fromkeys(str(period_at(one, given["as_of"])) for one in periods)
    if given.get("number") and (len(named) > 1 or order.get("each_agency")):
        raise ParameterError(Problem("issue-several", "number", given["number"]))
    return Order(given, tuple(named), **order)


def _check_alternatives(
    agency: str | None, workers: int | None, scheduler: str | None, *, each_agency: bool, lang: str
) -> None:
    """Refuse two options of which only one can hold."""
    if agency and each_agency:
        raise typer.BadParameter(text("cli", "report.agency_or_each", lang))
    if workers and scheduler:
        raise typer.BadParameter(text("cli", "report.workers_or_scheduler", lang))


def _check_sources(kind: str, periods: list[str], ledger: str | None, lang: str) -> None:
    """Refuse a period or a ledger that a kind of report has no use for, and the lack of what it needs."""
    from kh2025.run.kinds import find_kind_of_report  # noqa: PLC0415 - loads pandas

    wanted = find_kind_of_report(kind)
    if wanted.has_period and not (periods and ledger):
        raise typer.BadParameter(text("cli", "report.needs_period", lang, kind=kind))
    if not wanted.has_period and (periods or ledger):
        raise typer.BadParameter(text("cli", "report.needs_plan", lang, kind=kind))


def _row(batch: "Batch", one: "Outcome", lang: str) -> dict[str, Any]:
    row: dict[str, Any] = {
        "report": one.name,
        "period": one.period,
        "agency": one.agency,
        "files": [(batch.order.out / file).as_posix() for file in one.files],
        "reasons": list(one.reasons),
    }
    return {**row, "error": one.problem.render(lang), "code": one.problem.code} if one.problem else row


def _reason(reason: str, lang: str) -> str:
    """A reason in words: a file, a table or an input that changed."""
    kind, _, name = reason.partition(".")
    return text("cli", f"report.reasons.{kind}_named" if name else f"report.reasons.{kind}", lang, name=name)


_ENGINES = ("kh2025", "nbclient")
