"""``kh2025 plan next``: the draft of next year's plan, and where each thing in it came from."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kh2025.cli.made_files import refuse_existing, write_text
from kh2025.cli.terminal import now, print_json, print_lines, print_table, waiting
from kh2025.messages import text

if TYPE_CHECKING:
    from kh2025.evaluation.next_plan import NextPlan

_COLUMNS = ("subject", "origin", "before", "after", "decisions")


def add_next(group: typer.Typer, lang: str) -> None:
    """Add the command to the group ``plan``."""

    @group.command("next", help=text("cli", "plan_next.about", lang))
    def next_(
        plan: Annotated[str, typer.Argument(help=text("cli", "options.plan", lang))],
        ledger: Annotated[str, typer.Option(help=text("cli", "options.ledger", lang))],
        out: Annotated[Path, typer.Option("-o", "--out", help=text("cli", "plan_import.out", lang))],
        as_of: Annotated[str | None, typer.Option(help=text("cli", "options.as_of", lang))] = None,
        force: Annotated[bool, typer.Option("--force", help=text("cli", "plan_import.force", lang))] = False,
        as_json: Annotated[bool, typer.Option("--json", help=text("cli", "options.json", lang))] = False,
    ) -> None:
        import kh2025  # noqa: PLC0415 - loads pandas

        refuse_existing(out, plan, force=force)
        with waiting(text("cli", "evaluate.waiting", lang)):
            draft = kh2025.next_plan(kh2025.load_plan(plan), kh2025.open_facts(ledger), as_of or now())
            write_text(out, draft.yaml())
        rows = _rows(draft)
        if as_json:
            print_json({"plan": str(out), "origins": rows})
        else:
            _print(out, rows, lang)


def _rows(draft: "NextPlan") -> list[dict[str, Any]]:
    return [
        {str(name): value if isinstance(value, str | bool) else None for name, value in row.items()}
        for row in draft.origins.to_dict("records")
    ]


def _print(out: Path, rows: list[dict[str, Any]], lang: str) -> None:
    columns = [text("cli", f"plan_next.columns.{name}", lang) for name in _COLUMNS]
    for is_carried, caption in ((True, "carried"), (False, "left")):
        shown = [
            (
                f"{text('labels', 'subject.' + row['subject'], lang)} {row['subject_id']}",
                text("labels", f"next.origin.{row['origin']}", lang),
                row["before"],
                row["after"],
                _decisions(row["decisions"], lang),
            )
            for row in rows
            if row["is_carried"] is is_carried
        ]
        if shown:
            print_table(text("cli", f"plan_next.{caption}", lang), columns, shown)
    count = sum(bool(row["decisions"]) for row in rows)
    print_lines(text("cli", "plan_next.made", lang, plan=str(out), count=count))


def _decisions(codes: str | None, lang: str) -> str | None:
    if codes is None:
        return None
    return " ".join(text("labels", f"next.decision.{code}", lang) for code in codes.split("; "))
