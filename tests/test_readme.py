"""What the READMEs show is run."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("name", ["README.md", "README.vi.md"])
def test_python_runs(name, tmp_path, monkeypatch):
    """The Python of the README runs as it stands and saves a report."""
    monkeypatch.chdir(tmp_path)
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / name).read_text("utf-8"), re.DOTALL)
    assert blocks
    for block in blocks:
        exec(compile(block, name, "exec"), {})  # noqa: S102
    assert (tmp_path / "reports" / "thai-binh-2025_2025-Q2.html").is_file()


def test_both_readmes_show_the_same_code():
    """The two languages show the same commands and differ in comments only."""

    def code(name):
        text = (ROOT / name).read_text("utf-8")
        blocks = re.findall(r"```(?:sh|python)\n(.*?)```", text, re.DOTALL)
        return [re.sub(r"\s*#.*", "", line) for block in blocks for line in block.splitlines()]

    assert code("README.md") == code("README.vi.md")
