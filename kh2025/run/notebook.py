"""One notebook run by papermill: parameters injected readably, outputs collected, and nothing left of time or place.

Two runs on equal inputs give equal bytes: what papermill notes about when and where is taken out.
"""

import asyncio
import json
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat
from jupyter_core.utils import ensure_event_loop
from nbclient.exceptions import DeadKernelError
from papermill import PapermillExecutionError
from papermill.engines import papermill_engines
from papermill.execute import raise_for_execution_errors, remove_error_markers
from papermill.iorw import load_notebook_node

from kh2025.run.engine import ForkEngine, StockEngine

if TYPE_CHECKING:
    from kh2025.run.job import Job

_TAG, _INJECTED = "parameters", "injected-parameters"
#: Papermill's notes that say when or where a notebook ran.
_PASSING = ("start_time", "end_time", "duration", "input_path", "output_path", "environment_variables")
#: The engines that a report can be made with.
ENGINES: dict[str, Any] = {"kh2025": ForkEngine, "nbclient": StockEngine}


@dataclass(frozen=True, slots=True)
class Ran:
    """An executed notebook; ``failure`` is the code of what stopped it, or null."""

    notebook: bytes = field(repr=False)
    failure: str | None = None
    details: Mapping[str, Any] = field(default_factory=dict)


def execute(job: "Job", folder: Path, environment: Mapping[str, str]) -> Ran:
    """Run a job's notebook in a folder; a failure is a result.

    Args:
        job: what to run.
        folder: where the cells run.
        environment: variables that the cells' process gets besides ours.
    """
    notebook = _prepared(job)
    kernel = papermill_engines.nb_kernel_name(None, notebook)
    options = {"folder": str(folder), "environment": dict(environment), "execution_timeout": job.timeout}
    options |= {"progress_bar": False, "record_timing": False}
    failure, details = None, {}
    try:
        _apart(lambda: ENGINES[job.engine].execute_notebook(notebook, kernel, **options))
        raise_for_execution_errors(notebook, str(folder / "failed.ipynb"))
    except PapermillExecutionError as error:
        failure = "notebook-failed"
        details = {"cell": error.exec_count, "error": f"{error.ename}: {error.evalue}"}
    except TimeoutError:  # of a cell, or of a kernel that does not answer
        failure, details = "notebook-timeout", {"cell": _last_cell(notebook), "seconds": job.timeout}
    except (DeadKernelError, ConnectionError):  # the latter: the template died before it forked
        failure = "notebook-kernel"
    return Ran(_bytes_of(notebook, job.notebook), failure, details)


def _apart(run: Callable[[], object]) -> None:
    """Run in an event loop of its own, which is closed with what still waits in it.

    Where a loop runs already, as in a notebook, it is somebody else's to close: a thread has its own.
    """
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        _in_own_loop(run)
        return
    with ThreadPoolExecutor(1) as thread:
        thread.submit(_in_own_loop, run).result()


def _in_own_loop(run: Callable[[], object]) -> None:
    with asyncio.Runner(loop_factory=ensure_event_loop) as runner:
        runner.get_loop()  # the one that nbclient will take, and would leave open with what it still waits for
        run()


def _prepared(job: "Job") -> Any:
    """The notebook as papermill prepares it, the injected cell with a name of its own."""
    notebook = remove_error_markers(load_notebook_node(nbformat.reads(job.notebook, as_version=4)))
    cells = [cell for cell in notebook.cells if _INJECTED not in cell.metadata["tags"]]
    place = next(number for number, cell in enumerate(cells) if _TAG in cell.metadata["tags"])
    injected = nbformat.v4.new_code_cell(_assignments(job.parameters), id=_INJECTED)
    injected.metadata.update(tags=[_INJECTED], papermill={})
    notebook.cells = [*cells[: place + 1], injected, *cells[place + 1 :]]
    notebook.metadata.papermill["parameters"] = dict(job.parameters)
    return notebook


def _assignments(parameters: Mapping[str, Any]) -> str:
    """The cell that assigns the parameters; letters stay as they are, where papermill writes escapes."""
    lines = [f"{name} = {value!r}" for name, value in parameters.items()]
    return "\n".join(["# Parameters", *lines])


def _last_cell(notebook: Any) -> int:
    """The number of the last cell that began to run."""
    return max((cell.get("execution_count") or 0 for cell in notebook.cells), default=0)


def _bytes_of(notebook: Any, source: str) -> bytes:
    """The executed notebook without what two runs differ in."""
    known = {cell.get("id") for cell in json.loads(source)["cells"]} | {_INJECTED}
    for number, cell in enumerate(notebook.cells):
        if cell.get("id") not in known:  # given at random, to an error's note or where the source has none
            cell["id"] = f"cell-{number}"
        for notes in (cell.metadata.get("papermill", {}), cell.metadata):
            for name in (*_PASSING, "execution"):
                notes.pop(name, None)
    for name in _PASSING:
        notebook.metadata.get("papermill", {}).pop(name, None)
    text: str = nbformat.writes(notebook)
    return (text.rstrip("\n") + "\n").encode("utf-8", "surrogateescape")
