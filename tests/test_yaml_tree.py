"""Strict YAML: a tree of one mapping with file and line, or one problem of the class that the caller names.

What is refused, and the grammar of scalars, is tested on plan files in tests/plan/test_files.py.
"""

import pytest

from kh2025.errors import InputError, PlanError
from kh2025.yaml_tree import place_of, plain_value, read_tree, value_at

TEXT = "days:\n  - {day: 2025-10-14, count: 3, share: 0.5, held: true, why: null}\n  - '15'\nwhere: no\n"


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text(TEXT, "utf-8")
    return path


def test_tree_as_plain_values(path):
    """Dates and `no` are texts, a quoted number too; numbers, truth values and null are what they are."""
    assert plain_value(read_tree(path)) == {
        "days": [{"day": "2025-10-14", "count": 3, "share": 0.5, "held": True, "why": None}, "15"],
        "where": "no",
    }


def test_nodes_know_their_place(path):
    """A node tells its file and line, counted from 1; a missing key is none."""
    root = read_tree(path)
    assert place_of(value_at(root, "days").value[1]) == f"{path}:3"
    assert value_at(root, "nothing") is None
    assert value_at(value_at(root, "where"), "days") is None


@pytest.mark.parametrize("refusal", [InputError, PlanError])
def test_caller_names_the_error(tmp_path, refusal):
    """A refused file raises the caller's class, with file and line."""
    path = tmp_path / "b.yaml"
    path.write_text("a: 1\na: 2\n", "utf-8")
    with pytest.raises(InputError) as caught:
        read_tree(path, refusal)
    assert type(caught.value) is refusal
    (problem,) = caught.value.problems
    assert (problem.code, problem.place, problem.value) == ("yaml-duplicate-key", f"{path}:2", "a")


def test_too_many_nodes_are_refused_with_their_file(tmp_path):
    """The cap of nodes names the file in which it was met."""
    path = tmp_path / "c.yaml"
    path.write_text("a: [" + "[]," * 600_000 + "]\n", "utf-8")
    with pytest.raises(InputError) as caught:
        read_tree(path)
    (problem,) = caught.value.problems
    assert (problem.code, problem.place) == ("yaml-many", f"{path}:1")
