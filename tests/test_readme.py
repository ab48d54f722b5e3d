"""What the READMEs show is run."""

import re
from datetime import date
from pathlib import Path

import pytest

import kh2025

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


@pytest.mark.parametrize("name", ["README.md", "README.vi.md"])
def test_yaml_is_a_part_of_a_plan(name, tmp_path):
    """The plan parts that the README shows are read over the example."""
    blocks = re.findall(r"```yaml\n(.*?)```", (ROOT / name).read_text("utf-8"), re.DOTALL)
    assert blocks
    for file in ("plan.yaml", "demo.yaml"):
        (tmp_path / file).write_text((ROOT / "examples/thai_binh_2025" / file).read_text("utf-8"), "utf-8")
    for block in [block for block in blocks if block.startswith("amendments:")]:
        (tmp_path / "amended.yaml").write_text(f"extends: demo.yaml\n{block}", "utf-8")
        read = kh2025.load_plan(tmp_path / "amended.yaml").as_of(date(2025, 8, 1))
        assert (read.tasks[0].deadline, read.tasks[1].lead) == ("Quý IV/2025", "so-tc")
        assert [task.id for task in read.dropped] == ["nv-03"]
    for block in [block for block in blocks if block.startswith("rules:")]:
        (tmp_path / "rules.yaml").write_text(f"extends: demo.yaml\n{block}", "utf-8")
        plan = kh2025.load_plan(tmp_path / "rules.yaml")
        kh2025.check_plan(plan)
        assert [one.rule for one in plan.rules] == ["activity-undocumented", "task-long-overdue"]


@pytest.mark.parametrize("name", ["README.md", "README.vi.md"])
def test_notices_are_read(name, tmp_path):
    """The file of days off that the README shows is read, and counts."""
    blocks = re.findall(r"```yaml\n(notices:.*?)```", (ROOT / name).read_text("utf-8"), re.DOTALL)
    (tmp_path / "notices.yaml").write_text(*blocks, "utf-8")
    calendar = kh2025.WorkCalendar.load(tmp_path / "notices.yaml")
    assert calendar.is_workday(date(2025, 10, 18))
    assert not calendar.is_workday(date(2025, 10, 14))
