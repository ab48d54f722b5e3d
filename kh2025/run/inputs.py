"""What a report is made from, apart from the tables: the notebook's cells, the program, the packages, the fonts."""

import os
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import kh2025
from kh2025.report.layout import FONTS_VARIABLE
from kh2025.run.audit_look import AuditLook
from kh2025.run.looks import Part
from kh2025.run.manifest import Digest, digest_of

#: The packages whose version can change a page: what computes, draws, writes, and runs the notebook.
PACKAGES = (
    *("numpy", "pandas", "python-dateutil", "tzdata", "holidays", "pydantic", "pydantic-core", "PyYAML"),
    *("matplotlib", "matplotlib-inline", "contourpy", "kiwisolver", "pillow"),
    *("Jinja2", "MarkupSafe", "python-docx", "lxml", "typst", "xlsxwriter", "SQLAlchemy"),
    *("ipython", "ipykernel", "nbclient", "nbformat", "papermill"),
)
#: Parameters that do not change the page: where things are read and written, and when one looks.
NOT_INPUTS = ("plan", "ledger", "as_of", "out")
_PROGRAM = Path(kh2025.__file__).parent
_NOT_PROGRAM = ("__pycache__", "share", "cli")
_RULES = ("law/data", "evaluation/rules")


def inputs_of_part(part: Part | AuditLook) -> dict[str, Digest]:
    """Digest by input of what a report sees of plan and facts."""
    return {"tables": digest_of(part.tables), "plan": digest_of(part.plan)}


def inputs_beside(notebook: Mapping[str, Any], parameters: Mapping[str, Any]) -> dict[str, Digest]:
    """Digest by input of everything else; with those of the part they are ``kh2025.run.manifest.INPUTS``."""
    given = {name: value for name, value in parameters.items() if name not in NOT_INPUTS}
    return {"notebook": _digest_of_cells(notebook), "parameters": digest_of(given), **surroundings()}


@cache
def versions() -> Mapping[str, str]:
    """Version by package, Python and this program among them."""
    found = {"kh2025": kh2025.__version__, "python": ".".join(map(str, sys.version_info[:3]))}
    for name in PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def _digest_of_cells(notebook: Mapping[str, Any]) -> Digest:
    """Digest of what runs: the code cells with their tags, and which engine is asked for."""
    code = [
        ("".join(cell["source"]), cell["metadata"].get("tags", []))
        for cell in notebook["cells"]
        if cell["cell_type"] == "code"
    ]
    return digest_of([code, notebook["metadata"].get("kh2025")])


@cache
def surroundings() -> dict[str, Digest]:
    """Digest by input of what surrounds all reports made here; a worker elsewhere must have the same."""
    return {
        "rules": _digest_of_files(file for name in _RULES for file in _files(_PROGRAM / name)),
        "program": _digest_of_files(_files(_PROGRAM)),
        "packages": digest_of(versions()),
        "fonts": _digest_of_files(_fonts()),
    }


def _files(folder: Path) -> Iterator[Path]:
    for file in sorted(folder.rglob("*")):
        inside = file.relative_to(_PROGRAM).parts
        if file.is_file() and "__pycache__" not in inside and inside[0] not in _NOT_PROGRAM:
            yield file


def _fonts() -> Iterator[Path]:
    """Those that PDF is set in instead of the package's own; no other font of the machine is ever used."""
    if folder := os.environ.get(FONTS_VARIABLE):
        yield from sorted(Path(folder).rglob("*.[to]t[fc]"))


def _digest_of_files(files: Iterator[Path]) -> Digest:
    made = sha256()
    for file in files:
        made.update(f"{file.name}\0".encode())
        made.update(sha256(file.read_bytes()).digest())
    return made.hexdigest()
