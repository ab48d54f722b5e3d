"""Notebooks are committed without outputs, with one parameters cell, and define nothing."""

import ast
import json
from pathlib import Path

import pytest

NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("**/*.ipynb"))


def code_cells(path):
    cells = json.loads(path.read_text("utf-8"))["cells"]
    return [cell for cell in cells if cell["cell_type"] == "code"]


def test_there_are_notebooks():
    """At least the period report is found."""
    assert "period_report" in [path.stem for path in NOTEBOOKS]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_no_outputs(path):
    """No cell holds an output or an execution count."""
    assert [cell for cell in code_cells(path) if cell["outputs"] or cell["execution_count"]] == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_one_parameters_cell(path):
    """Exactly one code cell is tagged `parameters`."""
    assert sum("parameters" in cell["metadata"].get("tags", []) for cell in code_cells(path)) == 1


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_cells_define_nothing(path):
    """A notebook calls the library: no function and no class is defined in it."""
    trees = [ast.parse("".join(cell["source"])) for cell in code_cells(path)]
    assert [
        n for tree in trees for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.ClassDef)
    ] == []
