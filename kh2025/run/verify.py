"""Published reports against their manifests: the files' digests, and whether they come out again byte for byte."""

import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from kh2025.errors import Kh2025Error
from kh2025.run.batch import Batch, Order
from kh2025.run.kinds import find_kind_of_report
from kh2025.run.looks import Told
from kh2025.run.manifest import ReportManifest

#: Parameters that a report is asked for by, beside those that all reports of a batch share.
_ASKED = ("period", "agency", "out")


@dataclass(frozen=True, slots=True)
class Mismatch:
    """One thing that is not as the manifest says.

    Attributes:
        report: the report's name.
        kind: a manifest that is ``unreadable``; ``missing`` and ``altered`` files; something in the manifest that was
            ``edited``; ``input`` that differs now; a file that ``differs`` when made again; or the making ``failed``.
        name: the file, the input, or the code of the failure.
    """

    report: str
    kind: str
    name: str


def mismatches(folder: Path) -> Iterator[Mismatch]:
    """Files that are missing or altered, manifests that cannot be read, and what in one this program cannot have written."""
    for report, manifest in ReportManifest.all_in(folder):
        if manifest is None:
            yield Mismatch(report, "unreadable", report + ReportManifest.ending)
            continue
        yield from (Mismatch(report, "edited", name) for name in manifest.edited(report))
        for name in manifest.altered(folder):
            yield Mismatch(manifest.report, "altered" if (folder / name).exists() else "missing", name)


def rerun(
    folder: Path, executor: Executor, advance: Callable[[], object] = lambda: None
) -> Iterator[Mismatch]:
    """Make every report of a folder again, from the sources and as of the moment in its manifest, and compare.

    Sources are found as they are written in the manifest: relative ones from the present folder.

    Raises:
        InputError: a plan or a ledger cannot be read.
    """
    for _, manifest in ReportManifest.all_in(folder):
        if manifest is not None:
            yield from _again(manifest, executor)
        advance()


def _again(manifest: ReportManifest, executor: Executor) -> Iterator[Mismatch]:
    given: dict[str, Any] = {name: value for name, value in manifest.parameters.items() if name not in _ASKED}
    with tempfile.TemporaryDirectory(prefix="kh2025-") as private:
        given |= {"kind": manifest.kind, "out": private}
        try:
            periods = (manifest.period,) if find_kind_of_report(manifest.kind).has_period else ()
            order = Order(given, periods, manifest.agency)
            batch = Batch.prepare(order)
            batch.run(executor)
        except Kh2025Error as error:
            yield Mismatch(manifest.report, "failed", error.problems[0].code)
            return
        if (problem := batch.outcomes[0].problem) is not None:
            yield Mismatch(manifest.report, "failed", problem.code)
            return
        made = ReportManifest.read(Path(private) / (manifest.report + ReportManifest.ending))
    changed = [name for name, digest in manifest.inputs.items() if made.inputs.get(name) != digest]
    yield from (Mismatch(manifest.report, "input", name) for name in changed)
    if not changed:
        yield from (Mismatch(manifest.report, "edited", name) for name in _told_otherwise(manifest, made))
    for name, output in manifest.outputs.items():
        if made.outputs.get(name) != output:
            yield Mismatch(manifest.report, "differs", name)


def _told_otherwise(manifest: ReportManifest, made: ReportManifest) -> Iterator[str]:
    """What the manifest says that equal inputs do not give."""
    return (one.name for one in fields(Told) if getattr(manifest, one.name) != getattr(made, one.name))
