"""The project's notebooks, found and checked before any process starts."""

import json
from pathlib import Path

from kh2025 import share
from kh2025.errors import ParameterError, Problem

_TAG = "parameters"


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
