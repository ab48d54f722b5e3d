"""`kh2025 plan export`: every format, whole files only, one message where something is wrong."""

import os
import subprocess
import sys
import zipfile

import pytest

from kh2025.plan.exports import FORMATS

PLAN = "example:thai_binh_2025/demo.yaml"
BEGINS = {"jsonschema": b"{", "stratml": b"<?xml", "ics": b"BEGIN:VCALENDAR", "docx": b"PK", "xlsx": b"PK"}


def run(*arguments, cwd, **environment):
    command = [sys.executable, "-m", "kh2025", "plan", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, cwd=cwd, check=False, env=os.environ | environment)


@pytest.mark.parametrize("name", FORMATS)
def test_export(name, tmp_path):
    """The file is written, named in one line, and nothing else is left."""
    done = run("export", PLAN, "--to", name, "-o", "new/made", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode() == "Đã ghi new/made\n"
    made = (tmp_path / "new" / "made").read_bytes()
    assert made.startswith(BEGINS[name])
    assert name not in {"docx", "xlsx"} or zipfile.is_zipfile(tmp_path / "new" / "made")
    assert [path.name for path in tmp_path.rglob("*")] == ["new", "made"]


@pytest.mark.parametrize("name", FORMATS)
def test_export_to_standard_output(name, tmp_path):
    """`-o -` gives the bytes of the file, and no other line."""
    run("export", PLAN, "--to", name, "-o", "made", cwd=tmp_path)
    done = run("export", PLAN, "--to", name, "-o", "-", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout == (tmp_path / "made").read_bytes()


def test_language_of_the_message(tmp_path):
    """The message follows the language, the file does not."""
    run("export", PLAN, "--to", "ics", "-o", "vi.ics", cwd=tmp_path)
    done = run("export", PLAN, "--to", "ics", "-o", "en.ics", "--lang", "en", cwd=tmp_path)
    assert done.stdout == b"Written: en.ics\n"
    assert (tmp_path / "vi.ics").read_bytes() == (tmp_path / "en.ics").read_bytes()


def test_an_older_file_is_replaced(tmp_path):
    """The file of an earlier export gives way to the new one."""
    (tmp_path / "made").write_text("old")
    assert run("export", PLAN, "--to", "ics", "-o", "made", cwd=tmp_path).returncode == 0
    assert (tmp_path / "made").read_bytes().startswith(BEGINS["ics"])


WRONG = {
    "format": (["no.yaml", "--to", "odt", "-o", "made"], 3, "--to: ", "[format]"),
    "no-plan": (["no.yaml", "--to", "ics", "-o", "made"], 3, "no.yaml", "[file-missing]"),
    "a-folder": ([PLAN, "--to", "ics", "-o", "folder"], 3, "folder", "[write-target]"),
    "below-a-file": ([PLAN, "--to", "ics", "-o", "old/made"], 3, "old/made", "[write]"),
}


@pytest.mark.parametrize(("arguments", "code", "place", "end"), WRONG.values(), ids=WRONG)
def test_wrong_is_one_message(arguments, code, place, end, tmp_path):
    """One line with place and code; what was there is as it was, and nothing is added."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "old").write_text("old")
    done = run("export", *arguments, cwd=tmp_path)
    said = done.stderr.decode()
    assert (done.returncode, done.stdout) == (code, b"")
    assert said.startswith(place)
    assert said.rstrip().endswith(end)
    assert said.count("\n") == 1
    assert {path.name for path in tmp_path.rglob("*")} == {"folder", "old"}
    assert (tmp_path / "old").read_text() == "old"


def test_never_over_the_plan_itself(tmp_path):
    """The plan that is read is not the file that is written, however it is spelt."""
    (tmp_path / "plan.yaml").write_text("id: ke-hoach\n")
    done = run("export", "plan.yaml", "--to", "docx", "-o", "./plan.yaml", cwd=tmp_path)
    assert done.returncode == 3
    assert "[write-input]" in done.stderr.decode()
    assert (tmp_path / "plan.yaml").read_text() == "id: ke-hoach\n"


def test_a_bad_plan_leaves_the_last_good_file(tmp_path):
    """A plan that cannot be read changes nothing."""
    (tmp_path / "plan.yaml").write_text("id: ke-hoach\n")
    (tmp_path / "made").write_text("last good")
    done = run("export", "plan.yaml", "--to", "docx", "-o", "made", cwd=tmp_path)
    assert done.returncode == 3
    assert "[plan-missing-key]" in done.stderr.decode()
    assert (tmp_path / "made").read_text() == "last good"


def test_formats_are_listed(tmp_path):
    """An unknown format is answered with all there are, and the help names them."""
    said = run("export", PLAN, "--to", "pdf", "-o", "made", cwd=tmp_path).stderr.decode()
    shown = run("export", "--help", cwd=tmp_path, COLUMNS="200").stdout.decode()
    for name in FORMATS:
        assert name in said
        assert name in shown


@pytest.mark.parametrize("missing", [["--to", "ics"], ["-o", "made"]], ids=["no-file", "no-format"])
def test_wrong_use(missing, tmp_path):
    """Without format or file the command is used wrongly."""
    assert run("export", PLAN, *missing, cwd=tmp_path).returncode == 2
