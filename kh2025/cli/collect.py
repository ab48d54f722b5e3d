"""``kh2025 collect FILE… --plan P --ledger L``: filled forms into the store, or back with their errors marked."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kh2025.cli.terminal import print_json, print_lines, print_table, progress_bar
from kh2025.law.moments import local_text
from kh2025.messages import text

if TYPE_CHECKING:
    from kh2025.ledger.collect.collecting import Append, Collector, Result
    from kh2025.ledger.collect.faults import Fault
    from kh2025.ledger.collect.receipts import Receipts

    #: What became of a file, and the file that was returned for it.
    Ended = tuple[Result, Path | None]

_INVALID = 3
_SHOWN = 20  # errors and notices of one file
_COLUMNS = ("file", "agency", "period", "status", "records", "problems")


def add(app: typer.Typer, lang: str) -> None:
    """Add the command."""

    @app.command(help=text("cli", "collect.about", lang))
    def collect(
        files: Annotated[
            list[Path], typer.Argument(metavar="FILE…", help=text("cli", "collect.files", lang))
        ],
        plan: Annotated[str, typer.Option(help=text("cli", "options.plan", lang))],
        ledger: Annotated[str, typer.Option(help=text("cli", "ledger.url", lang))],
        received_at: Annotated[
            str | None, typer.Option(help=text("cli", "collect.received_at", lang))
        ] = None,
        cover: Annotated[Path | None, typer.Option(help=text("cli", "collect.cover", lang))] = None,
        agency: Annotated[str | None, typer.Option(help=text("cli", "collect.agency", lang))] = None,
        period: Annotated[str | None, typer.Option(help=text("cli", "collect.period", lang))] = None,
        rejects: Annotated[Path | None, typer.Option(help=text("cli", "collect.rejects", lang))] = None,
        dry_run: Annotated[
            bool, typer.Option("--dry-run", help=text("cli", "collect.dry_run", lang))
        ] = False,
        as_json: Annotated[bool, typer.Option("--json", help=text("cli", "options.json", lang))] = False,
    ) -> int:
        from kh2025.ledger.collect.finding import find_files  # noqa: PLC0415
        from kh2025.ledger.collect.head import Given  # noqa: PLC0415 - loads pandas
        from kh2025.ledger.collect.receipts import read_receipts  # noqa: PLC0415
        from kh2025.plan.files import load_plan  # noqa: PLC0415

        loaded = load_plan(plan)
        receipts = read_receipts(received_at, cover, loaded.agency)
        paths = find_files(files, [one for one in (cover, rejects) if one])
        if rejects:
            _refuse_own_folder(paths, rejects)
            _ready(rejects)
        collector = _collector(loaded, receipts, Given(agency, period), None if dry_run else ledger)
        results: list[Ended] = []
        try:
            _collect(collector, paths, rejects, lang, results)
        finally:  # also where a signal, a full disk or a busy store ends it: what is stored by then is told
            if results:
                tell = _print_json if as_json else _print
                tell(results, receipts.unused(paths), lang)
        return _INVALID if any(result.status == "rejected" for result, _ in results) else 0


def _collector(plan: Any, receipts: "Receipts", given: Any, ledger: str | None) -> "Collector":
    from kh2025.ledger.collect.collecting import Collector  # noqa: PLC0415 - loads openpyxl
    from kh2025.ledger.collect.reference import Reference  # noqa: PLC0415

    append = _appending(ledger) if ledger is not None else None
    return Collector(Reference(plan), receipts, given, datetime.now(UTC), append)


def _appending(ledger: str) -> "Append":
    from kh2025.ledger.store import Store  # noqa: PLC0415 - loads SQLAlchemy

    store = Store.at(ledger)
    # The clock goes along as a value: the store reads it once it holds the lock.
    return lambda batch: store.append(batch, lambda: datetime.now(UTC))


def _refuse_own_folder(paths: Sequence[Path], rejects: Path) -> None:
    """What is returned has the name of what was sent, and must not take its place."""
    from kh2025.errors import ParameterError, Problem  # noqa: PLC0415

    if inside := [path for path in paths if path.parent.resolve() == rejects.resolve()]:
        raise ParameterError([Problem("write-input", str(path)) for path in inside])


def _ready(rejects: Path) -> None:
    """Refuse a folder that cannot be written before anything is stored, not at the first file that goes back."""
    from kh2025.errors import InputError, Problem  # noqa: PLC0415

    try:
        rejects.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=rejects):
            pass
    except OSError as error:
        raise InputError(Problem("write", str(rejects), error.strerror)) from None


def _collect(
    collector: "Collector", paths: Sequence[Path], rejects: Path | None, lang: str, ended: "list[Ended]"
) -> None:
    """Collect and return; each file's end is added as it comes."""
    with progress_bar(text("cli", "collect.waiting", lang), len(paths)) as advance:
        for result in collector.collect(paths):
            ended.append((result, None))
            if rejects and result.status == "rejected":
                taken = [path for _, path in ended if path]
                ended[-1] = result, _returned(result, rejects, taken, lang)
            advance()


def _returned(result: "Result", rejects: Path, taken: Sequence[Path], lang: str) -> Path:
    from kh2025.ledger.collect.returning import free_name, returned  # noqa: PLC0415
    from kh2025.report.save import write  # noqa: PLC0415

    name, content = returned(result, lang)
    out = rejects / free_name(name, result.path, {path.name for path in taken})
    write(out, content)
    return out


def _print_json(results: "Sequence[Ended]", unused: Sequence[str], lang: str) -> None:
    print_json(_described(results, unused, lang))


def _described(results: "Sequence[Ended]", unused: Sequence[str], lang: str) -> dict[str, object]:
    files = [_described_one(result, path, lang) for result, path in results]
    statuses = [result.status for result, _ in results]
    return {
        "files": files,
        "counts": {name: statuses.count(name) for name in set(statuses)},
        "unlisted": list(unused),
    }


def _described_one(result: "Result", returned: Path | None, lang: str) -> dict[str, object]:
    head, stored = result.head, result.stored
    return {
        "file": str(result.path),
        "sha256": result.sha256,
        "status": result.status,
        "agency": head.agency_id if head else None,
        "period": str(head.period) if head else None,
        "effective_on": head.effective_on.isoformat() if head else None,
        "obligations": list(head.obligations) if head else [],
        "document_number": head.document_number if head else None,
        "document_date": head.document_date.isoformat() if head and head.document_date else None,
        "records": dict(result.records),
        "commit": stored.commit if stored else None,
        "recorded_at": local_text(stored.recorded_at) if stored and stored.recorded_at else None,
        "errors": [_described_fault(result, fault, lang) for fault in result.refused],
        "notices": [_described_fault(result, fault, lang) for fault in result.noticed],
        "returned": str(returned) if returned else None,
    }


def _described_fault(result: "Result", fault: "Fault", lang: str) -> dict[str, object]:
    problem = fault.problem
    return {
        "code": problem.code,
        "file": str(result.path),
        "sheet": fault.sheet,
        "cell": fault.cell,
        "value": problem.shown(),
        "accepted": problem.accepted(lang),
        "message": problem.render(lang),
    }


def _print(results: "Sequence[Ended]", unused: Sequence[str], lang: str) -> None:
    columns = [text("cli", f"collect.columns.{name}", lang) for name in _COLUMNS]
    rows = [_row(result, lang) for result, _ in results]
    print_table(text("cli", "collect.caption", lang), columns, rows, numbers=2)
    for result, returned in results:
        faults = [
            *((fault, "error") for fault in result.refused),
            *((one, "notice") for one in result.noticed),
        ]
        for fault, kind in faults[:_SHOWN]:
            place = f"{result.path.name}: " if fault.problem.place != str(result.path) else ""
            word = text("cli", f"collect.{kind}", lang)
            print_lines(f"{word}: {place}{fault.problem.render(lang)}")
        if (rest := len(faults) - _SHOWN) > 0:
            print_lines(f"{result.path.name}: " + text("errors", "more", lang, count=rest))
        if returned:
            print_lines(text("cli", "collect.returned", lang, file=str(returned)))
    for name in unused:
        print_lines(text("cli", "collect.unlisted", lang, file=name))


def _row(result: "Result", lang: str) -> tuple[object, ...]:
    head = result.head
    return (
        result.path.name,
        head.agency_id if head else None,
        str(head.period) if head else None,
        text("cli", f"collect.status.{result.status}", lang),
        sum(result.records.values()),
        len(result.refused),
    )
