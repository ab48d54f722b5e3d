"""``kh2025 ledger verify|export|import|backup|roles``: care of the store."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kh2025.cli.terminal import print_json, print_lines, print_table, waiting
from kh2025.law.moments import local_text
from kh2025.messages import text

if TYPE_CHECKING:
    from kh2025.ledger.store import Verified


def add(app: typer.Typer, lang: str) -> None:
    """Add the commands."""
    group = typer.Typer(no_args_is_help=True, help=text("cli", "ledger.about", lang))
    app.add_typer(group, name="ledger")
    for one in (_add_verify, _add_export, _add_import, _add_backup, _add_roles):
        one(group, lang)


def _add_verify(group: typer.Typer, lang: str) -> None:
    @group.command(help=text("cli", "ledger.verify", lang))
    def verify(
        ledger: Annotated[str, typer.Argument(help=text("cli", "ledger.url", lang))],
        head: Annotated[str | None, typer.Option(help=text("cli", "ledger.head", lang))] = None,
        as_json: Annotated[bool, typer.Option("--json", help=text("cli", "options.json", lang))] = False,
    ) -> None:
        from kh2025.ledger.store import Store  # noqa: PLC0415 - loads SQLAlchemy

        with waiting(text("cli", "ledger.verifying", lang)):
            found = Store.at(ledger).verify(head)
        _print_verified(found, as_json, lang)


def _add_export(group: typer.Typer, lang: str) -> None:
    @group.command(help=text("cli", "ledger.export", lang))
    def export(
        ledger: Annotated[str, typer.Argument(help=text("cli", "ledger.source", lang))],
        out: Annotated[Path, typer.Option("-o", "--out", help=text("cli", "ledger.folder", lang))],
        to: Annotated[str, typer.Option(help=text("cli", "ledger.to", lang))] = "csv",
        as_json: Annotated[bool, typer.Option("--json", help=text("cli", "options.json", lang))] = False,
    ) -> None:
        import kh2025  # noqa: PLC0415 - loads pandas
        from kh2025.ledger.store.exporting import export as write  # noqa: PLC0415

        with waiting(text("cli", "ledger.exporting", lang)):
            facts = kh2025.open_facts(ledger)
            made = [path.as_posix() for path in write(facts, out, to)]
        counts = {name: len(frame) for name, frame in facts.tables.items()}
        if as_json:
            print_json({"files": made, "records": counts})
        else:
            print_lines(*made)


def _add_import(group: typer.Typer, lang: str) -> None:
    @group.command("import", help=text("cli", "ledger.import", lang))
    def import_(
        ledger: Annotated[str, typer.Argument(help=text("cli", "ledger.url", lang))],
        folder: Annotated[str, typer.Argument(help=text("cli", "options.ledger", lang))],
        history: Annotated[bool, typer.Option("--history", help=text("cli", "ledger.history", lang))] = False,
        as_json: Annotated[bool, typer.Option("--json", help=text("cli", "options.json", lang))] = False,
    ) -> None:
        import kh2025  # noqa: PLC0415 - loads pandas
        from kh2025.ledger.store import Batch, Store  # noqa: PLC0415

        store = Store.at(ledger)
        with waiting(text("cli", "ledger.importing", lang)):
            facts = kh2025.open_facts(folder)
            # The clock goes along as a value: the store reads it once it holds the lock.
            receipt = store.append_new(Batch.of(facts, history=history), lambda: datetime.now(UTC))
        stamp = local_text(receipt.recorded_at) if receipt.recorded_at else None
        made = {
            "commit": receipt.commit,
            "recorded_at": stamp,
            "records": dict(receipt.records),
            "history": history,
            "notices": [notice.render(lang) for notice in facts.notices],
        }
        print_json(made) if as_json else _print_import(made, lang)


def _add_backup(group: typer.Typer, lang: str) -> None:
    @group.command(help=text("cli", "ledger.backup", lang))
    def backup(
        ledger: Annotated[str, typer.Argument(help=text("cli", "ledger.url", lang))],
        out: Annotated[str, typer.Option("-o", "--out", help=text("cli", "ledger.copy", lang))],
        as_json: Annotated[bool, typer.Option("--json", help=text("cli", "options.json", lang))] = False,
    ) -> None:
        from kh2025.ledger.store import Store  # noqa: PLC0415 - loads SQLAlchemy

        with waiting(text("cli", "ledger.backing_up", lang)):
            found = Store.at(ledger).backup(out)
        _print_verified(found, as_json, lang)


def _add_roles(group: typer.Typer, lang: str) -> None:
    @group.command(help=text("cli", "ledger.roles", lang))
    def roles() -> None:
        print_lines((files("kh2025.ledger.store") / "roles.sql").read_text("utf-8").rstrip())


def _print_verified(found: "Verified", as_json: bool, lang: str) -> None:
    if as_json:
        print_json(asdict(found))
        return
    shown = {"files": found.files, "commits": found.commits, "history": found.history}
    rows = _counts(found.records, lang)
    rows |= {text("cli", f"ledger.rows.{name}", lang): count for name, count in shown.items()}
    columns = [text("cli", f"ledger.{name}", lang) for name in ("item", "count")]
    print_table(text("cli", "ledger.verified", lang), columns, list(rows.items()), numbers=1)
    print_lines(text("cli", "ledger.newest", lang, head=found.head or "–"))


def _print_import(made: Mapping[str, Any], lang: str) -> None:
    print_lines(*made["notices"])
    if made["commit"] is None:
        print_lines(text("cli", "ledger.nothing_new", lang))
        return
    columns = [text("cli", f"ledger.{name}", lang) for name in ("item", "count")]
    rows = list(_counts(made["records"], lang).items())
    print_table(text("cli", "ledger.imported", lang, commit=made["commit"]), columns, rows, numbers=1)
    print_lines(text("cli", "ledger.stamped", lang, moment=made["recorded_at"]))


def _counts(records: Mapping[str, int], lang: str) -> dict[str, int]:
    return {text("cli", f"ledger.records.{name}", lang): count for name, count in records.items()}
