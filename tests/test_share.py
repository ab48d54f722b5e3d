"""Where the packaged files are, and that a name of an example leads nowhere else."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kh2025 import share
from kh2025.errors import InputError
from kh2025.share import find, folder

CHECKOUT = Path(share.__file__).resolve().parents[1]


@pytest.mark.parametrize("name", ["notebooks", "examples"])
def test_folder_of_the_checkout(name):
    """In a checkout the checkout's own folder is used, not a copy of it."""
    assert folder(name) == CHECKOUT / name
    assert folder(name).is_dir()


def test_folder_of_an_installed_package(tmp_path, monkeypatch):
    """Installed, the folder is inside the package; a foreign folder of that name beside it is not taken."""
    package = tmp_path / "site-packages" / "kh2025"
    package.mkdir(parents=True)
    monkeypatch.setattr(share, "__file__", str(package / "share.py"))
    assert folder("examples") == package / "share" / "examples"
    (tmp_path / "site-packages" / "examples").mkdir()
    assert folder("examples") == package / "share" / "examples"


EXAMPLES = {
    "plan": "thai_binh_2025/plan.yaml",
    "demo": "thai_binh_2025/demo.yaml",
    "facts": "thai_binh_2025/facts",
    "province": "province_2026/plan.yaml",
    "province-facts": "province_2026/facts",
    "dot-dot-inside": "thai_binh_2025/../thai_binh_2025/plan.yaml",
}


@pytest.mark.parametrize("name", EXAMPLES.values(), ids=EXAMPLES)
def test_example(name):
    """A name after ``example:`` is a path below the examples."""
    found = find(f"example:{name}")
    assert found.exists()
    assert found.is_relative_to(folder("examples").resolve())


OUTSIDE = {
    "parent": "../pyproject.toml",
    "absolute": "/etc/passwd",
    "through-a-folder": "thai_binh_2025/../../README.md",
    "nul": "a\0b",
    "far-up": "../../../../../../etc/passwd",
    "sibling-with-the-same-beginning": "../examples-other/plan.yaml",
}


@pytest.mark.parametrize("name", OUTSIDE.values(), ids=OUTSIDE)
def test_example_outside_is_refused(name):
    """A name that leaves the examples is refused with the name as given."""
    with pytest.raises(InputError) as caught:
        find(f"example:{name}")
    (problem,) = caught.value.problems
    assert (problem.code, problem.value) == ("example-path", f"example:{name}")
    assert problem.render("en")


def test_link_out_of_the_examples_is_refused(tmp_path, monkeypatch):
    """A link inside the examples that leads elsewhere is not followed."""
    examples = tmp_path / "kh2025" / "share" / "examples"
    examples.mkdir(parents=True)
    (tmp_path / "secret.yaml").write_text("x")
    (examples / "plan.yaml").symlink_to(tmp_path / "secret.yaml")
    monkeypatch.setattr(share, "__file__", str(tmp_path / "kh2025" / "share.py"))
    with pytest.raises(InputError, match="example-path"):
        find("example:plan.yaml")


PATHS = {
    "relative": "plan.yaml",
    "absolute": "/tmp/plan.yaml",  # noqa: S108 - only a name
    "parent": "../plan.yaml",
    "capitals": "Example:plan.yaml",
    "path": Path("plan.yaml"),
    "spaces": "kế hoạch 2025.yaml",
}


@pytest.mark.parametrize("source", PATHS.values(), ids=PATHS)
def test_other_paths_are_taken_as_given(source):
    """Without the prefix a path is the user's own and stays as it is."""
    assert find(source) == Path(source)


@given(
    st.lists(st.sampled_from(["..", ".", "thai_binh_2025", "facts", "/", "x", "~"]), max_size=6).map("/".join)
)
@settings(deadline=None)
def test_no_example_leaves_its_folder(name):
    """Whatever is joined after ``example:``, the path is below the examples or refused."""
    try:
        found = find(f"example:{name}")
    except InputError:
        return
    assert found.is_relative_to(folder("examples").resolve())
