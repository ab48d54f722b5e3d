"""``kh2025 site DIR``: the overview page over a folder of finished reports."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kh2025.cli.terminal import print_json, print_lines
from kh2025.messages import text

if TYPE_CHECKING:
    from kh2025.report.site import Entry, Failure
    from kh2025.run.manifest import FailureManifest, ReportManifest

PAGE = "index.html"
_ORDER = ("html", "pdf", "docx", "xlsx", "ipynb")


def add(app: typer.Typer, lang: str) -> None:
    """Add the command."""

    @app.command(help=text("cli", "site.about", lang))
    def site(
        folder: Annotated[Path, typer.Argument(metavar="DIR", help=text("cli", "site.folder", lang))],
        as_json: Annotated[bool, typer.Option("--json", help=text("cli", "options.json", lang))] = False,
    ) -> int:
        from kh2025.report import site as pages  # noqa: PLC0415 - loads the template engine
        from kh2025.report.save import write  # noqa: PLC0415

        entries, failures = entries_in(folder), failures_in(folder, lang)
        page = folder / PAGE
        write(page, pages.render(entries, lang, failures).encode("utf-8"))
        if as_json:
            print_json({"page": page.as_posix(), "reports": len(entries), "failed": len(failures)})
        else:
            lost = [text("site", "failed", lang, count=len(failures))] if failures else []
            print_lines(text("cli", "site.made", lang, count=len(entries), page=page.as_posix()), *lost)
        return 0


def entries_in(folder: Path) -> "list[Entry]":
    """The reports in a folder and the folders within it, as their manifests tell them.

    Raises:
        ParameterError: ``folder-missing``; a manifest cannot be read.
    """
    from kh2025.errors import ParameterError, Problem  # noqa: PLC0415 - `--help` needs no errors
    from kh2025.run.manifest import ReportManifest  # noqa: PLC0415 - loads pydantic

    if not folder.is_dir():
        raise ParameterError(Problem("folder-missing", "DIR", str(folder)))
    paths = sorted(folder.rglob(f"*{ReportManifest.ending}"))
    return [_entry(ReportManifest.read(path), path.parent.relative_to(folder)) for path in paths]


def failures_in(folder: Path, lang: str) -> "list[Failure]":
    """The reports whose last run failed, as their manifests tell them.

    Raises:
        ParameterError: a manifest cannot be read.
    """
    from kh2025.run.manifest import FailureManifest  # noqa: PLC0415 - loads pydantic

    paths = sorted(folder.rglob(f"*{FailureManifest.ending}"))
    return [_failure(FailureManifest.read(path), path, folder, lang) for path in paths]


def _failure(failed: "FailureManifest", path: Path, folder: Path, lang: str) -> "Failure":
    from kh2025.report.site import Failure  # noqa: PLC0415

    notebook = path.with_name(f"{failed.report}.failed.ipynb")
    kept = notebook.relative_to(folder).as_posix() if notebook.is_file() else None
    said = text("errors", f"{failed.code}.says", lang, **failed.details)
    return Failure(failed.report, failed.period, failed.agency, said, kept)


def _entry(made: "ReportManifest", within: Path) -> "Entry":
    from kh2025.report.site import Entry  # noqa: PLC0415

    files = sorted(made.outputs, key=_rank)
    return Entry(
        report=made.report,
        plan=made.plan_title,
        period=made.period,
        kind="agency" if made.agency else made.kind,
        agency=made.agency,
        agency_name=made.agency_name,
        lang=made.lang,
        status_on=made.status_on,
        as_of=made.as_of,
        invented=made.invented,
        rates={**made.summary["rates"], **made.summary["submission_rates"]},
        files=tuple((within / name).as_posix() for name in files),
    )


def _rank(name: str) -> tuple[int, str]:
    ending = name.rsplit(".", 1)[-1]
    return _ORDER.index(ending) if ending in _ORDER else len(_ORDER), name
