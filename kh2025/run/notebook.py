"""One report: the notebook is run in a private folder, and its files are promoted when all are there.

A failed run leaves the last good report as it is and the failed notebook beside it.
"""

import json
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kh2025 import share
from kh2025.errors import ParameterError, Problem, RunError
from kh2025.law.periods import Period
from kh2025.run.parameters import ReportParameters

_TAG = "parameters"
# The default shutdown waits half a second for nothing. Saving after each cell stays on: it is what keeps
# the notebook of a cell that hangs or kills its kernel.
_ENGINE: dict[str, Any] = {
    "kernel_name": "python3",
    "progress_bar": False,
    "shutdown_kernel": "immediate",
    # Says of each kernel that loopback is not encrypted; the report needs no such lines.
    "extra_arguments": ["--log-level=ERROR"],
}


@dataclass(frozen=True, slots=True)
class Made:
    """A finished report: its files, the executed notebook last."""

    period: str
    agency: str | None
    files: tuple[Path, ...]


def notebook_path(name: str = "period_report") -> Path:
    """A notebook of the project, with exactly one cell tagged ``parameters``; else ``ParameterError``."""
    folder = share.folder("notebooks")
    path = folder / f"{name}.ipynb"
    if not path.is_file():
        known = ", ".join(sorted(found.stem for found in folder.glob("*.ipynb")))
        raise ParameterError(Problem("notebook-missing", value=name, details={"known": known}))
    cells = json.loads(path.read_text("utf-8"))["cells"]
    tagged = [cell for cell in cells if _TAG in cell["metadata"].get("tags", [])]
    if len(tagged) != 1 or tagged[0]["cell_type"] != "code":
        raise ParameterError(Problem("notebook-parameters", path.name, len(tagged)))
    return path


def run_report(parameters: ReportParameters, plan_id: str, *, timeout: int | None = None) -> Made:
    """Run the report notebook and promote its files to ``parameters.out``.

    Args:
        parameters: checked parameters.
        plan_id: the plan's id, the first part of the file names.
        timeout: seconds that one cell may take.

    Raises:
        RunError: a cell failed, ran out of time, or the process died; the failed notebook is kept.
    """
    notebook, out = notebook_path(), Path(parameters.out)
    name = "_".join(
        part for part in (plan_id, str(Period.parse(parameters.period)), parameters.agency) if part
    )
    staging = _private_folder(out)
    try:
        _execute(notebook, staging / f"{name}.ipynb", parameters, timeout)
        made = [_promote(file, out / file.name) for file in _files(staging)]
        _discard(out / f"{name}.failed.ipynb")
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return Made(parameters.period, parameters.agency, tuple(made))


def _execute(notebook: Path, target: Path, parameters: ReportParameters, timeout: int | None) -> None:
    from nbclient.exceptions import CellTimeoutError, DeadKernelError  # noqa: PLC0415 - slow to import
    from papermill import PapermillExecutionError, execute_notebook  # noqa: PLC0415

    failed = Path(parameters.out) / f"{target.stem}.failed.ipynb"
    given = _for_kernel(parameters)
    try:
        paths = (_literal(notebook), _literal(target))
        execute_notebook(*paths, given, cwd=target.parent, execution_timeout=timeout, **_ENGINE)
    except PapermillExecutionError as error:
        details = {"cell": error.exec_count, "error": f"{error.ename}: {error.evalue}", "saved": failed.name}
        problem = Problem("notebook-failed", notebook.name, details=details)
    except CellTimeoutError:
        details = {"cell": _last_cell(target), "seconds": timeout, "saved": failed.name}
        problem = Problem("notebook-timeout", notebook.name, details=details)
    except DeadKernelError:
        problem = Problem("notebook-kernel", notebook.name, details={"saved": failed.name})
    else:
        return
    _promote(target, failed)
    raise RunError(problem)


def _literal(path: Path) -> str:
    """The path as papermill must be given it, which reads braces as places for parameters."""
    return str(path).replace("{", "{{").replace("}", "}}")


def _for_kernel(parameters: ReportParameters) -> dict[str, Any]:
    """The parameters as the kernel reads them: it runs in the private folder, so paths become absolute."""
    given = parameters.model_dump()
    for name in ("plan", "ledger"):
        if not given[name].startswith("example:"):
            given[name] = str(Path(given[name]).resolve())
    return {**given, "out": "."}


def _last_cell(notebook: Path) -> int:
    """The number of the last cell that began to run."""
    cells = json.loads(notebook.read_text("utf-8"))["cells"]
    counts = [cell.get("execution_count") or 0 for cell in cells]
    return max(counts, default=0) + 1


def _private_folder(out: Path) -> Path:
    try:
        out.mkdir(parents=True, exist_ok=True)
        return Path(tempfile.mkdtemp(prefix=".making-", dir=out))
    except OSError as error:
        raise ParameterError(Problem("write", str(out), error.strerror)) from None


def _files(staging: Path) -> list[Path]:
    """What the notebook made, itself last: whoever sees it finds the other files there."""
    return sorted(staging.iterdir(), key=lambda path: (path.suffix == ".ipynb", path.name))


def _discard(file: Path) -> None:
    try:
        file.unlink(missing_ok=True)
    except OSError as error:
        raise RunError(Problem("write", str(file), error.strerror)) from None


def _promote(file: Path, target: Path) -> Path:
    try:
        os.replace(file, target)  # noqa: PTH105 - replaces in one step on every system
    except OSError as error:
        raise RunError(Problem("write", str(target), error.strerror)) from None
    return target
