"""``kh2025 verify DIR``: published reports against their manifests."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kh2025.cli.terminal import print_json, print_lines, progress_bar
from kh2025.messages import text

if TYPE_CHECKING:
    from kh2025.run.verify import Mismatch

MISMATCH = 3


def add(app: typer.Typer, lang: str) -> None:
    """Add the command."""

    @app.command(help=text("cli", "verify.about", lang))
    def verify(
        folder: Annotated[Path, typer.Argument(metavar="DIR", help=text("cli", "verify.folder", lang))],
        rerun: Annotated[bool, typer.Option("--rerun", help=text("cli", "verify.rerun", lang))] = False,
        as_json: Annotated[bool, typer.Option("--json", help=text("cli", "options.json", lang))] = False,
    ) -> int:
        from kh2025.run.manifest import ReportManifest  # noqa: PLC0415 - loads pydantic

        _check_folder(folder)
        manifests = [manifest for _, manifest in ReportManifest.all_in(folder)]
        found = _found(folder)
        if rerun:
            with progress_bar(text("cli", "verify.waiting", lang), len(manifests)) as advance:
                found += _found_again(folder, advance)
        files = sum(len(manifest.outputs) for manifest in manifests if manifest)
        if as_json:
            rows = [{"report": one.report, "kind": one.kind, "name": one.name} for one in found]
            print_json({"reports": len(manifests), "files": files, "mismatches": rows})
        else:
            _print(found, lang)
            counts = {"reports": len(manifests), "files": files, "wrong": len(found)}
            print_lines(text("cli", "verify.summary", lang, **counts))
        return MISMATCH if found else 0


def _found(folder: Path) -> list["Mismatch"]:
    from kh2025.run.verify import mismatches  # noqa: PLC0415

    return list(mismatches(folder))


def _found_again(folder: Path, advance: Callable[[], object]) -> list["Mismatch"]:
    from kh2025.run.executors import local  # noqa: PLC0415 - loads pandas
    from kh2025.run.verify import rerun  # noqa: PLC0415

    with local(1) as executor:
        return list(rerun(folder, executor, advance))


def _check_folder(folder: Path) -> None:
    from kh2025.errors import ParameterError, Problem  # noqa: PLC0415

    if not folder.is_dir():
        raise ParameterError(Problem("reports-folder", str(folder)))


def _print(found: list["Mismatch"], lang: str) -> None:
    for one in found:
        what = text("cli", f"verify.found.{one.kind}", lang, name=one.name)
        print_lines(text("cli", "verify.row", lang, report=one.report, what=what))
