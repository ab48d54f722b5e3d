"""``kh2025 demo``: the packaged example from its plan to a finished quarterly report."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from kh2025.cli.evaluate import print_evaluation
from kh2025.cli.report import as_data, exit_code, make, print_batch
from kh2025.cli.terminal import print_json, print_lines
from kh2025.messages import text

if TYPE_CHECKING:
    from kh2025.run.looks import Look

PLAN = "example:thai_binh_2025/demo.yaml"
LEDGER = "example:thai_binh_2025/facts"
PERIOD = "2025-Q2"
#: Two days after the last deadline of the quarter's reports, so that the example shows who is missing.
AS_OF = "2025-06-25T17:00:00+07:00"


def add(app: typer.Typer, lang: str) -> None:
    """Add the command."""

    @app.command(help=text("cli", "demo.about", lang))
    def demo(
        out: Annotated[Path, typer.Option("-o", "--out", help=text("cli", "report.out", lang))] = Path(
            "reports"
        ),
        as_json: Annotated[bool, typer.Option("--json", help=text("cli", "options.json", lang))] = False,
    ) -> int:
        given = {"plan": PLAN, "ledger": LEDGER, "as_of": AS_OF, "lang": lang, "out": str(out)}
        batch = make(given, [PERIOD], lang)
        made = [one for one in batch.outcomes if not one.problem]
        if as_json:
            print_json(as_data(batch, lang))
        elif made:
            print_evaluation(cast("Look", batch.looks[0]).whole, lang)
            files = [(out / file).resolve() for file in made[0].files]
            page = next(file for file in files if file.suffix == ".html")
            others = (f"  {file}" for file in files if file != page)
            print_lines(text("cli", "demo.made", lang, page=str(page)), *others)
        else:
            print_batch(batch, lang)
        return exit_code(batch, None)
