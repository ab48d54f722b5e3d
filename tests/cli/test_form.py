"""`kh2025 form`: one form or those of all agencies, whole files only, nothing filled in is written over."""

import json
import os
import subprocess
import sys

import openpyxl
import pytest

from kh2025.ledger.forms.layout import HIDDEN_SHEET

PLAN = "example:thai_binh_2025/demo.yaml"
KNOWN = ("--ledger", "example:thai_binh_2025/facts", "--as-of", "2025-06-25T17:00:00+07:00")


def run(*arguments, cwd, **environment):
    command = [sys.executable, "-m", "kh2025", "form", PLAN, *map(str, arguments)]
    return subprocess.run(
        command,
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=cwd,
        check=False,
        env=os.environ | environment,
    )


@pytest.fixture(scope="module")
def each(tmp_path_factory):
    """The folder with the forms of all agencies, and what the command said."""
    folder = tmp_path_factory.mktemp("forms")
    return folder, run("--period", "2025-Q2", "--each-agency", "-o", "made", *KNOWN, "--json", cwd=folder)


def test_each_agency(each):
    """A file for each agency that owes something, named by ids; the JSON tells who has none and what nobody owes."""
    folder, done = each
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["plan"], told["period"], told["idle"]) == ("thai-binh-2025", "2025-Q2", ["hai-tieu-ban"])
    assert told["ownerless"] == 2
    names = sorted(path.name for path in (folder / "made").iterdir())
    assert names == sorted(f"thai-binh-2025_2025-Q2_{one['agency']}.xlsx" for one in told["forms"])
    assert sorted(f"made/{name}" for name in names) == sorted(one["file"] for one in told["forms"])
    told_of = next(one for one in told["forms"] if one["agency"] == "so-khcn")
    assert (told_of["tasks"], told_of["indicators"], told_of["reports"]) == (11, 1, 1)


def test_one_agency_gets_the_same_file(each, tmp_path):
    """The form of one agency is, byte for byte, the one that it has among all."""
    done = run("--period", "Quý II/2025", "--agency", "so-yt", "-o", "yt.xlsx", *KNOWN, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "Đã ghi 1 biểu vào yt.xlsx" in done.stdout
    among_all = each[0] / "made" / "thai-binh-2025_2025-Q2_so-yt.xlsx"
    assert (tmp_path / "yt.xlsx").read_bytes() == among_all.read_bytes()
    pairs = dict(openpyxl.load_workbook(tmp_path / "yt.xlsx")[HIDDEN_SHEET].values)
    assert (pairs["agency_id"], pairs["period"]) == ("so-yt", "2025-Q2")


def test_language_of_the_program(tmp_path):
    """The program speaks English, the form stays Vietnamese: it is for an office."""
    done = run("--period", "2025-M05", "--agency", "so-yt", "-o", "a.xlsx", "--lang", "en", cwd=tmp_path)
    assert "1 forms written: a.xlsx" in done.stdout
    assert openpyxl.load_workbook(tmp_path / "a.xlsx").sheetnames[0] == "Hướng dẫn"


def test_what_is_filled_in_stays(tmp_path):
    """A file of other content is written over only when forced; the same form again is no other content."""
    arguments = ("--period", "2025-Q2", "--agency", "so-yt", "-o", "yt.xlsx", *KNOWN)
    assert run(*arguments, cwd=tmp_path).returncode == 0
    assert run(*arguments, cwd=tmp_path).returncode == 0
    (tmp_path / "yt.xlsx").write_bytes(b"filled in")
    done = run(*arguments, cwd=tmp_path)
    assert (done.returncode, "[file-exists]" in done.stderr) == (3, True)
    assert (tmp_path / "yt.xlsx").read_bytes() == b"filled in"
    assert run(*arguments, "--force", cwd=tmp_path).returncode == 0
    assert (tmp_path / "yt.xlsx").read_bytes().startswith(b"PK")


def test_one_filled_in_keeps_all_back(tmp_path):
    """Where one of many files would be lost, none is written."""
    filled = tmp_path / "made" / "thai-binh-2025_2025-Q2_so-yt.xlsx"
    filled.parent.mkdir()
    filled.write_bytes(b"filled in")
    done = run("--period", "2025-Q2", "--each-agency", "-o", "made", *KNOWN, cwd=tmp_path)
    assert (done.returncode, "[file-exists]" in done.stderr) == (3, True)
    assert [path.name for path in filled.parent.iterdir()] == [filled.name]


ONE = ("--agency", "so-yt", "-o", "made.xlsx")
WRONG = {
    "no-agency": (("--period", "2025-Q2", "-o", "made.xlsx"), 2, "--each-agency"),
    "both": (("--period", "2025-Q2", *ONE, "--each-agency"), 2, "--each-agency"),
    "no-period": (ONE, 2, "--period"),
    "no-out": (("--period", "2025-Q2", "--agency", "so-yt"), 2, "-o"),
    "unknown-agency": (("--period", "2025-Q2", "--agency", "so-y", "-o", "made.xlsx"), 3, "[agency]"),
    "path-for-agency": (("--period", "2025-Q2", "--agency", "../x", "-o", "made.xlsx"), 3, "[agency]"),
    "owes-nothing": (
        ("--period", "2025-Q2", "--agency", "hai-tieu-ban", "-o", "made.xlsx"),
        3,
        "[form-nothing-owed]",
    ),
    "outside": (("--period", "2026-Q2", *ONE), 3, "[period-outside]"),
    "no-such-period": (("--period", "2025-Q5", *ONE), 3, "[period-index]"),
    "no-offset": (("--period", "2025-Q2", *ONE, "--as-of", "2025-06-25"), 3, "[moment]"),
    "no-ledger": (("--period", "2025-Q2", *ONE, "--ledger", "nowhere"), 3, "[facts-folder]"),
    "folder-for-file": (
        ("--period", "2025-Q2", "--agency", "so-yt", "-o", "folder"),
        3,
        "[write-target]",
    ),
    "file-for-folder": (("--period", "2025-Q2", "--each-agency", "-o", "file"), 3, "[write]"),
    "device": (("--period", "2025-Q2", "--agency", "so-yt", "-o", "/dev/null"), 3, "[write-target]"),
}


@pytest.mark.parametrize(("arguments", "code", "said"), WRONG.values(), ids=WRONG)
def test_wrong_use(arguments, code, said, tmp_path):
    """One clear message, the code of its kind, and no file."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("a")
    done = run(*arguments, cwd=tmp_path)
    assert done.returncode == code, done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["file", "folder"]


def test_plan_is_not_written_over(tmp_path):
    """The plan that is read stays what it is."""
    command = [sys.executable, "-m", "kh2025", "form", "plan.yaml", "--period", "2025-Q2", "--force"]
    (tmp_path / "plan.yaml").write_text("id: a\n")
    done = subprocess.run(
        [*command, "--agency", "so-yt", "-o", "plan.yaml"], capture_output=True, cwd=tmp_path, check=False
    )
    assert (done.returncode, b"[write-input]" in done.stderr) == (3, True)
    assert (tmp_path / "plan.yaml").read_text() == "id: a\n"
