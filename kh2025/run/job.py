"""One report as a job: everything that its making needs goes in, and the bytes of its files come out.

A job may run in a thread, another process or on another machine: it reads no plan and no ledger, and writes nowhere
but in a private folder of its own. What becomes of the bytes is the batch's matter.
"""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

from kh2025 import handed


@dataclass(frozen=True, slots=True)
class Job:
    """A report to be made.

    Attributes:
        name: stem of its files.
        notebook: the notebook's source, as nbformat's JSON.
        parameters: values that its injected cell assigns.
        handed: results of calls that its cells will make (:mod:`kh2025.handed`).
        surroundings: digest by input of the program and its packages; who works must have the same.
        engine: ``kh2025`` or ``nbclient``.
        timeout: seconds that one cell may take, or null.
        folder: where private folders may be made; null for the system's own.
    """

    name: str
    notebook: str
    parameters: Mapping[str, Any]
    handed: Mapping[tuple[str, ...], bytes] = field(repr=False)
    surroundings: Mapping[str, str]
    engine: str = "kh2025"
    timeout: int | None = None
    folder: str | None = None


@dataclass(frozen=True, slots=True)
class Finished:
    """What a job gave.

    Attributes:
        name: the job's name.
        files: content by file name, the executed notebook among them.
        failure: code of the failure, or null.
        details: values that its message names.
    """

    name: str
    files: Mapping[str, bytes] = field(repr=False)
    failure: str | None = None
    details: Mapping[str, Any] = field(default_factory=dict)


def make_ready(engine: str) -> None:
    """Start what every job needs, while the first one is still put together: the template, and papermill."""
    from kh2025.run import forking  # noqa: PLC0415 - what only who works needs

    if engine == "kh2025" and forking.is_possible():
        forking.template()
    import_module("kh2025.run.notebook")


def work(job: Job) -> Finished:
    """Run the job's notebook and bring back what it made; a failure is a result too."""
    from kh2025.run.inputs import surroundings  # noqa: PLC0415 - what only who works needs

    if differ := [name for name, digest in surroundings().items() if job.surroundings[name] != digest]:
        return Finished(job.name, {}, "worker-differs", {"inputs": ", ".join(differ)})
    try:
        return _worked(job)
    except OSError as error:
        return Finished(job.name, {}, "notebook-disk", {"reason": error.strerror or str(error)})


def _worked(job: Job) -> Finished:
    from kh2025.run.notebook import execute  # noqa: PLC0415 - what only who works needs

    with tempfile.TemporaryDirectory(prefix="kh2025-", dir=job.folder, ignore_cleanup_errors=True) as private:
        folder, given = Path(private) / "made", Path(private) / "handed"
        folder.mkdir()
        given.mkdir()
        for key, result in job.handed.items():
            handed.put(given, result, *key)
        ran = execute(job, folder, {handed.VARIABLE: str(given)})
        if ran.failure:
            return Finished(job.name, {f"{job.name}.failed.ipynb": ran.notebook}, ran.failure, ran.details)
        files = {file.name: file.read_bytes() for file in sorted(folder.iterdir()) if file.is_file()}
        return Finished(job.name, {**files, f"{job.name}.ipynb": ran.notebook})
