"""Every notebook runs from top to bottom under stock papermill, from a folder that is not the checkout."""

import json
import subprocess
import sys

import pytest

from kh2025 import share

NOTEBOOKS = sorted(share.folder("notebooks").glob("*.ipynb"))


@pytest.fixture(scope="module", params=NOTEBOOKS, ids=lambda path: path.stem)
def executed(request, tmp_path_factory):
    """A notebook's name and the outputs of its cells by the cell's id."""
    folder = tmp_path_factory.mktemp(request.param.stem)
    command = [sys.executable, "-m", "papermill", str(request.param), "out.ipynb"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    cells = json.loads((folder / "out.ipynb").read_text("utf-8"))["cells"]
    return request.param.stem, {cell["id"]: cell["outputs"] for cell in cells if cell["cell_type"] == "code"}


def test_there_are_notebooks():
    """The one that an analyst meets first and the one that makes reports are found."""
    assert {"annual_review", "explore", "period_report", "plan_audit"} <= {path.stem for path in NOTEBOOKS}


def test_no_cell_fails_or_shows_a_bare_object(executed):
    """No error, no warning, and no object that shows only where it lies in memory."""
    _, cells = executed
    for outputs in cells.values():
        assert [one for one in outputs if one["output_type"] == "error" or one.get("name") == "stderr"] == []
        shown = [line for one in outputs for line in one.get("data", {}).get("text/plain", [])]
        assert [line for line in shown if " object at 0x" in line] == []


def test_values_show_as_tables_and_charts(executed):
    """In the first notebook plan, task, period and evaluation are tables, findings too, and charts are pictures."""
    name, cells = executed
    kinds = {id_: {kind for one in outputs for kind in one.get("data", {})} for id_, outputs in cells.items()}
    if name == "explore":
        for id_ in ("plan", "task", "period", "evaluate", "findings", "scorecard", "frame"):
            assert "text/html" in kinds[id_], id_
        pictures = (
            "status",
            "timeliness",
            "receipts",
            "progress",
            "deadlines",
            "indicators",
            "ranking",
            "transitions",
        )
        assert [id_ for id_ in pictures if "image/png" not in kinds[id_]] == []
