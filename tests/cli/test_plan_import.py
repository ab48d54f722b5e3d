"""``kh2025 plan import`` as a user runs it."""

import json
import subprocess
import sys

import docx
import pytest

import kh2025

HEADER = ["STT", "Nội dung nhiệm vụ", "Cơ quan chủ trì", "Thời gian"]


def run(*arguments):
    command = [sys.executable, "-m", "kh2025", "plan", "import", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


@pytest.fixture
def file(tmp_path):
    """A Word table with one task whose deadline cannot be read."""
    document = docx.Document()
    made = document.add_table(rows=2, cols=4)
    for row, texts in enumerate([HEADER, ["1", "Xây dựng kế hoạch", "Sở KH&CN", "theo yêu cầu"]]):
        for column, text in enumerate(texts):
            made.cell(row, column).text = text
    path = tmp_path / "phu-luc.docx"
    document.save(str(path))
    return path


def test_writes_a_draft_and_lists_doubts(file, tmp_path):
    """The draft loads, the terminal lists what was not understood, the exit code is 0."""
    out = tmp_path / "moi" / "draft.yaml"
    done = run(file, "-o", out, "--year", 2025)
    assert done.returncode == 0, done.stderr
    assert "schedule-dependent" in "".join(done.stdout.split())
    assert [task.name for task in kh2025.load_plan(out).tasks] == ["Xây dựng kế hoạch"]
    assert [one.name for one in out.parent.iterdir()] == ["draft.yaml"]


def test_json(file, tmp_path):
    """The JSON names the draft, its counts, and each doubt with table, row, column, text and code."""
    out = tmp_path / "draft.yaml"
    made = json.loads(run(file, "-o", out, "--year", 2025, "--json").stdout)
    assert (made["plan"], made["tasks"], made["sections"]) == (str(out), 1, 1)
    (doubt,) = [one for one in made["doubts"] if one["table"]]
    assert (doubt["table"], doubt["row"], doubt["column"]) == ("1", 2, "4")
    assert (doubt["text"], doubt["code"], doubt["count"]) == ("theo yêu cầu", "schedule-dependent", 1)


def test_agencies_of_a_plan(file, tmp_path):
    """`--agencies` takes ids and groups from an existing plan."""
    out = tmp_path / "draft.yaml"
    done = run(file, "-o", out, "--year", 2025, "--agencies", "example:thai_binh_2025/plan.yaml")
    assert done.returncode == 0, done.stderr
    assert kh2025.load_plan(out).tasks[0].lead == "so-khcn"


def test_does_not_overwrite(file, tmp_path):
    """An existing file stays as it is, unless `--force` is given."""
    out = tmp_path / "draft.yaml"
    out.write_text("của tôi", "utf-8")
    done = run(file, "-o", out)
    assert done.returncode == 3
    assert "file-exists" in done.stderr
    assert out.read_text("utf-8") == "của tôi"
    assert run(file, "-o", out, "--force").returncode == 0
    assert kh2025.load_plan(out).tasks


def test_without_a_year_this_year_stands_in_and_is_said(file, tmp_path):
    """Where neither option nor file names a year, the current one is taken and listed."""
    done = run(file, "-o", tmp_path / "draft.yaml", "--json")
    assert "import-year" in [one["code"] for one in json.loads(done.stdout)["doubts"]]


BAD = {
    "nothing": ("docx", "import-nothing"),
    "empty": (b"", "office-empty"),
    "csv": (b"STT,Noi dung\n", "office-format"),
    "missing": (None, "file-missing"),
}


@pytest.mark.parametrize(("content", "code"), BAD.values(), ids=BAD)
def test_nothing_to_import(tmp_path, content, code):
    """A file without tasks, and what is no Word or Excel file, is exit code 3 and leaves no draft."""
    path = tmp_path / "tep.docx"
    if content == "docx":
        docx.Document().save(str(path))
    elif content is not None:
        path.write_bytes(content)
    done = run(path, "-o", tmp_path / "draft.yaml", "--year", 2025, "--json")
    assert done.returncode == 3
    assert json.loads(done.stderr)["errors"][0]["code"] == code
    assert not (tmp_path / "draft.yaml").exists()
