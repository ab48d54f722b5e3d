"""``kh2025 collect …`` as a user runs it: table, JSON, what goes back, exit codes."""

import csv
import json
import subprocess
import sys

import openpyxl
import pytest
from hostile_forms import AGENCY, PERIOD, PLAN, filled, put

import kh2025
from kh2025.cli.program import run as run_here
from kh2025.ledger.store import Store

RECEIVED = "2025-06-16T09:00:00+07:00"


@pytest.fixture
def here(capsys, monkeypatch):
    """Runs a command in this process: exit code, standard output, standard error."""
    monkeypatch.setenv("COLUMNS", "200")

    def work(*arguments):
        code = run_here(list(map(str, arguments)))
        said = capsys.readouterr()
        return code, said.out, said.err

    return work


@pytest.fixture
def sent(tmp_path):
    """A folder with a sound form and one with a wrong cell."""
    folder = tmp_path / "sent"
    folder.mkdir()
    (folder / "good.xlsx").write_bytes(filled())
    (folder / "bad.xlsx").write_bytes(filled(lambda book: put(book, "percent", 101)))
    return folder


@pytest.fixture
def collect(here, tmp_path):
    """Runs the command on files, into a store of its own."""

    def work(*arguments):
        return here("collect", "--plan", PLAN, "--ledger", f"sqlite:///{tmp_path}/facts.db", *arguments)

    return work


def test_table_of_results(collect, sent, tmp_path):
    """One line a file, the errors below, what goes back in its folder; some were rejected: exit code 3."""
    code, out, _ = collect(sent, "--received-at", RECEIVED, "--rejects", tmp_path / "rejects", "--lang", "en")
    assert code == 3
    lines = {line.split("│")[1].strip(): line for line in out.splitlines() if line.startswith("│")}
    assert "accepted" in lines["good.xlsx"]
    assert "rejected" in lines["bad.xlsx"]
    assert AGENCY in lines["bad.xlsx"]
    assert "percent-range" in out
    assert [path.name for path in (tmp_path / "rejects").iterdir()] == ["bad.xlsx"]
    assert str(tmp_path / "rejects" / "bad.xlsx") in out.replace("\n", "")


def test_corrected_copy_comes_in(collect, sent, tmp_path):
    """What went back, corrected, is collected: exit code 0."""
    collect(sent, "--received-at", RECEIVED, "--rejects", tmp_path / "rejects")
    path = tmp_path / "rejects" / "bad.xlsx"
    book = openpyxl.load_workbook(path)
    put(book, "percent", 100)
    book.save(path)
    assert collect(path, "--received-at", RECEIVED)[0] == 0


def test_json(collect, sent):
    """Every file with its SHA-256, head, records, commit, and each error with its place."""
    code, out, _ = collect(sent, "--received-at", RECEIVED, "--json")
    assert code == 3
    bad, good = sorted(json.loads(out)["files"], key=lambda one: one["file"])
    assert (good["status"], good["agency"], good["period"], good["commit"]) == ("accepted", AGENCY, PERIOD, 1)
    assert good["records"] == {"progress": 1, "submissions": 1, "readings": 1}
    assert good["recorded_at"].endswith("+07:00")
    (error,) = bad["errors"]
    assert (error["code"], error["sheet"], error["value"]) == ("percent-range", "Tiến độ nhiệm vụ", 101)
    assert error["cell"]
    assert error["file"] == bad["file"]
    assert error["accepted"]


def test_again_adds_nothing(collect, sent):
    """The second time the file is there already, and that is no error."""
    path = sent / "good.xlsx"
    assert collect(path, "--received-at", RECEIVED)[0] == 0
    code, out, _ = collect(path, "--received-at", RECEIVED)
    assert code == 0
    assert "không thêm gì" in out


def test_seen_at_once(collect, here, sent, tmp_path):
    """What was collected is seen by the next command, and at the moment that the collection was recorded at."""
    _, out, _ = collect(sent / "good.xlsx", "--received-at", RECEIVED, "--json")
    (file,) = json.loads(out)["files"]
    evaluated = ("evaluate", PLAN, PERIOD, "--ledger", f"sqlite:///{tmp_path}/facts.db", "--json")
    for as_of in ((), ("--as-of", file["recorded_at"])):
        _, out, _ = here(*evaluated, *as_of)
        assert json.loads(out)["submissions"]["on_time"] == 1
        assert json.loads(out)["known_through"] == file["recorded_at"]


def test_without_a_receipt(collect, sent):
    """The message names both ways to say when a file was received."""
    code, out, _ = collect(sent / "good.xlsx")
    assert code == 3
    assert "--received-at" in out
    assert "--cover" in out


def test_list_of_receipts(collect, sent, tmp_path):
    """The list says when and how; a file in it that was not given is told."""
    with (sent / "nhan.csv").open("w", encoding="utf-8-sig", newline="") as file:
        rows = [("file", "received_at", "via"), ("good.xlsx", RECEIVED, "so-khcn"), ("c.xlsx", RECEIVED, "")]
        csv.writer(file).writerows(rows)
    (sent / "bad.xlsx").unlink()
    code, out, _ = collect(sent, "--cover", sent / "nhan.csv", "--json")
    assert code == 0
    assert json.loads(out)["unlisted"] == ["c.xlsx"]
    assert (tmp_path / "facts.db").exists()


def test_dry_run_stores_nothing(collect, sent, tmp_path):
    """Files are checked and nothing is written."""
    code, out, _ = collect(sent / "good.xlsx", "--received-at", RECEIVED, "--dry-run")
    assert code == 0
    assert "đúng, chưa ghi" in out
    assert not (tmp_path / "facts.db").exists()


def test_rejects_never_take_the_place_of_what_was_sent(collect, sent):
    """The folder of rejects is not the folder that the files lie in."""
    before = (sent / "bad.xlsx").read_bytes()
    code, _, err = collect(sent / "bad.xlsx", "--received-at", RECEIVED, "--rejects", sent)
    assert code == 3
    assert "write-input" in err
    assert (sent / "bad.xlsx").read_bytes() == before


def test_rejects_that_cannot_be_written(collect, sent, tmp_path):
    """A folder of rejects that is none is refused before anything is stored."""
    (tmp_path / "rejects").write_text("a file")
    code, _, err = collect(sent, "--received-at", RECEIVED, "--rejects", tmp_path / "rejects")
    assert (code, "write" in err, (tmp_path / "facts.db").exists()) == (3, True, False)


def test_two_rejects_of_one_name(collect, tmp_path):
    """Both go back, under names that tell them apart."""
    for name in ("x", "y"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.xlsx").write_bytes(filled(lambda book: put(book, "percent", 101)))
    folders = (tmp_path / "x", tmp_path / "y")
    collect(*folders, "--received-at", RECEIVED, "--rejects", tmp_path / "rejects")
    assert sorted(path.name for path in (tmp_path / "rejects").iterdir()) == ["a-y.xlsx", "a.xlsx"]


def test_store_out_of_reach(here, sent):
    """A store that cannot be written is exit code 6."""
    code, _, err = here(
        *("collect", sent / "good.xlsx", "--plan", PLAN, "--received-at", RECEIVED),
        *("--ledger", "sqlite:////nowhere/facts.db"),
    )
    assert code == 6
    assert "store" in err


def test_contradictions_are_findings(collect, tmp_path):
    """Done with 60 % is collected, and listed by the evaluation with the cell it was read from."""
    path = tmp_path / "a.xlsx"
    path.write_bytes(filled(lambda book: put(book, "percent", 60)))
    assert collect(path, "--received-at", RECEIVED)[0] == 0
    facts = kh2025.open_facts(f"sqlite:///{tmp_path}/facts.db")
    found = kh2025.evaluate(kh2025.load_plan(PLAN), facts, PERIOD).findings
    (one,) = found[found["rule_id"] == "percent-contradicts-state"].to_dict("records")
    assert "/Tiến độ nhiệm vụ!task_id=B5,state=J5," in str(one["values"])


def test_two_collects_at_once(sent, tmp_path):
    """Two programs collect the same folder into one store: every file is in it once."""
    for number in range(4):
        words = f"{number}/BC-SKHCN"
        (sent / f"{number}.xlsx").write_bytes(filled(lambda book, words=words: put(book, "evidence", words)))
    (sent / "bad.xlsx").unlink()
    url = f"sqlite:///{tmp_path}/facts.db"
    command = [sys.executable, "-m", "kh2025", "collect", str(sent), "--plan", PLAN, "--ledger", url]
    both = [
        subprocess.Popen([*command, "--received-at", RECEIVED, "--json"], stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    said = [json.loads(one.communicate(timeout=300)[0])["files"] for one in both]
    assert [one.returncode for one in both] == [0, 0]
    statuses = sorted(one["status"] for files in said for one in files)
    assert statuses == ["accepted"] * 5 + ["unchanged"] * 5
    assert Store.at(url).verify().commits == 5


@pytest.mark.parametrize(
    "ending", [KeyboardInterrupt, OSError(28, "No space left on device")], ids=["interrupted", "disk-full"]
)
def test_what_was_stored_is_told_when_the_call_ends_early(collect, sent, tmp_path, monkeypatch, ending):
    """The table names the file that is in the store by then, and the one that could not be returned."""

    def stop(*_):
        raise ending

    monkeypatch.setattr("kh2025.cli.collect._returned", stop)
    (sent / "cover.csv").write_text(
        "file,received_at\ngood.xlsx,2025-06-16T09:00:00+07:00\nbad.xlsx,2025-06-16T10:00:00+07:00\n"
    )
    code, out, _ = collect(
        sent, "--cover", sent / "cover.csv", "--rejects", tmp_path / "rejects", "--lang", "en"
    )
    assert code != 0
    lines = {line.split("│")[1].strip(): line for line in out.splitlines() if line.startswith("│")}
    assert ("accepted" in lines["good.xlsx"], "rejected" in lines["bad.xlsx"]) == (True, True)
