"""``kh2025 ledger …`` as a user runs it: output, messages, exit codes, nothing half-written."""

import json
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from kh2025.cli.program import run as run_here

ROOT = Path(__file__).parents[2]
FACTS = "example:thai_binh_2025/facts"
PLAN = "example:thai_binh_2025/demo.yaml"
AS_OF = "2025-06-25T17:00:00+07:00"


def run(*arguments):
    command = [sys.executable, "-m", "kh2025", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


@pytest.fixture
def here(capsys):
    """Runs a command in this process: exit code, standard output, standard error."""

    def work(*arguments):
        code = run_here(list(map(str, arguments)))
        said = capsys.readouterr()
        return code, said.out, said.err

    return work


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """A store with the example's facts, made by the command."""
    url = f"sqlite:///{tmp_path_factory.mktemp('store')}/facts.db"
    done = run("ledger", "import", url, FACTS, "--history", "--json")
    assert done.returncode == 0, done.stderr
    return url, json.loads(done.stdout)


def test_import_says_what_was_added(filled):
    """Commit, its moment in local time, records by type."""
    made = filled[1]
    assert made["commit"] == 1
    assert made["recorded_at"].endswith("+07:00")
    assert made["records"]["progress"] == 200
    assert made["history"]


def test_import_again_adds_nothing(filled, here):
    """The second time the command says so, in both forms."""
    code, out, _ = here("ledger", "import", filled[0], FACTS, "--history")
    assert (code, out) == (0, "Kho đã có mọi bản ghi này; không thêm gì.\n")
    made = json.loads(here("ledger", "import", filled[0], FACTS, "--history", "--json")[1])
    assert (made["commit"], made["records"]) == (None, {})


def test_import_for_people(tmp_path, here):
    """A table of what was added, and when."""
    code, out, _ = here("ledger", "import", f"sqlite:///{tmp_path}/facts.db", FACTS, "--lang", "en")
    assert code == 0
    assert "Added (commit 1)" in out
    assert re.search(r"Progress +│ +200", out)
    assert re.search(r"Recorded at \d{4}-\d\d-\d\dT[\d:.]+\+07:00\.", out)


def test_evaluate_takes_the_address(filled, here):
    """The store gives the figures that the folder gives."""
    left, right = (
        json.loads(here("evaluate", PLAN, "2025-Q2", "--ledger", source, "--as-of", AS_OF, "--json")[1])
        for source in (FACTS, filled[0])
    )
    assert left == right


def test_verify(filled, here):
    """Counts and the newest link, which verifies as a noted head."""
    made = json.loads(here("ledger", "verify", filled[0], "--json")[1])
    assert made["commits"] == made["history"] == 1
    assert made["records"] == filled[1]["records"]
    code, out, _ = here("ledger", "verify", filled[0], "--head", made["head"])
    assert code == 0
    assert f"Mắt xích cuối: {made['head']}" in out


def test_export_and_import_give_the_same(filled, here, tmp_path):
    """Out to CSV and in again: the new store lacks nothing and adds nothing."""
    code, out, _ = here("ledger", "export", filled[0], "-o", tmp_path / "out")
    assert code == 0
    assert len(out.splitlines()) == 7
    assert (
        json.loads(here("ledger", "import", filled[0], tmp_path / "out", "--history", "--json")[1])["commit"]
        is None
    )
    made = here("ledger", "export", filled[0], "-o", tmp_path / "parquet", "--to", "parquet", "--json")[1]
    assert json.loads(made)["records"] == filled[1]["records"]


def test_backup(filled, here, tmp_path):
    """The copy is printed as verified, and verifies."""
    made = json.loads(here("ledger", "backup", filled[0], "-o", tmp_path / "copy.db", "--json")[1])
    assert made == json.loads(here("ledger", "verify", f"sqlite:///{tmp_path}/copy.db", "--json")[1])
    assert "Kho nguyên vẹn" in here("ledger", "backup", filled[0], "-o", tmp_path / "other.db")[1]


def test_roles_prints_the_script(here):
    """SQL, ready for psql."""
    code, out, _ = here("ledger", "roles")
    assert code == 0
    assert "CREATE ROLE" in out
    assert out.endswith("kh2025_collector;\n")


@pytest.mark.parametrize("readme", ["README.md", "README.vi.md"])
@pytest.mark.parametrize("command", ["verify", "export", "import", "backup", "roles"])
def test_every_subcommand_is_documented(readme, command, here):
    """With every option that its help names."""
    row = next(line for line in (ROOT / readme).read_text("utf-8").splitlines() if "| `kh2025 ledger" in line)
    part = next(part for part in row.split("·") if f"ledger {command}" in part)
    options = set(re.findall(r"--[a-z][a-z-]+", here("ledger", command, "--help")[1]))
    assert options - {"--help", "--json", "--out"} <= set(re.findall(r"--[a-z][a-z-]+", part))


def damaged(folder, url, statement):
    """A copy of a store, changed behind its back."""
    copy = folder / "damaged.db"
    copy.write_bytes(Path(url.removeprefix("sqlite:///")).read_bytes())
    connection = sqlite3.connect(copy)
    triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in triggers:
        connection.execute(f"DROP TRIGGER {name}")
    connection.execute(statement)
    for _, trigger in triggers:
        connection.execute(trigger)
    connection.commit()
    connection.close()
    return f"sqlite:///{copy}"


def test_broken_store_is_exit_6_with_its_first_bad_row(filled, tmp_path):
    """One message: code, place, value, what was accepted."""
    url = damaged(tmp_path, filled[0], "UPDATE progress SET percent = 99 WHERE seq = 17")
    done = run("ledger", "verify", url)
    assert (done.returncode, done.stdout) == (6, "")
    assert done.stderr.startswith("progress seq 17: bản ghi không còn như khi ghi")
    assert done.stderr.endswith("[ledger-record]\n")
    said = json.loads(run("ledger", "verify", url, "--json").stderr)["errors"][0]
    assert (said["code"], said["place"]) == ("ledger-record", "progress seq 17")


BAD = {
    "no-store": (["verify", "sqlite:///{0}/no.db"], 6, "store-missing"),
    "no-store-evaluate": (["export", "sqlite:///{0}/no.db", "-o", "{0}/out"], 6, "store-missing"),
    "no-folder": (["import", "sqlite:///{0}/no/facts.db", FACTS, "--history"], 6, "store-folder"),
    "no-server": (["verify", "postgresql://me:secret@/facts?host={0}&timeout=1"], 6, "store-unreachable"),
    "head": (["verify", "{1}", "--head", "00"], 6, "ledger-head"),
    "address": (["verify", "facts.db"], 3, "facts-source"),
    "format": (["export", "{1}", "-o", "{0}/out", "--to", "xlsx"], 3, "ledger-format"),
    "facts": (["import", "sqlite:///{0}/new.db", "{0}/no"], 3, "facts-folder"),
}


@pytest.mark.parametrize(("arguments", "code", "problem"), BAD.values(), ids=BAD)
def test_refusals(filled, here, tmp_path, arguments, code, problem):
    """One line on standard error, nothing on standard output, nothing written, no password."""
    done = here("ledger", *(one.format(tmp_path, filled[0]) for one in arguments))
    assert done[:2] == (code, "")
    assert done[2].endswith(f"[{problem}]\n")
    assert "secret" not in done[2]
    assert list(tmp_path.iterdir()) == []


def test_locked_store_is_exit_6(filled, here):
    """Another program holds the lock for longer than the address says to wait."""
    connection = sqlite3.connect(filled[0].removeprefix("sqlite:///"), isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    code, out, err = here("ledger", "import", filled[0] + "?timeout=0.2", FACTS)
    connection.close()
    assert (code, out) == (6, "")
    assert err.endswith("[store-busy]\n")


def test_driver_that_is_not_installed(here, monkeypatch):
    """Without psycopg the message says what to install."""
    from kh2025.ledger.store import address  # noqa: PLC0415

    address._postgresql.cache_clear()  # noqa: SLF001
    for name in [name for name in sys.modules if name.startswith("psycopg")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "psycopg", None)
    code, _, err = here("ledger", "verify", "postgresql://me@host/facts")
    assert code == 6
    assert "kh2025[server]" in err
