"""The schedules in ``examples/schedules``: each as far as its own checker goes, and all of them the same command."""

import re
import shlex
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest
from defusedxml import ElementTree

from kh2025 import share
from kh2025.cli.program import run
from kh2025.law.latest import resolve

FOLDER = share.folder("examples") / "schedules"
TASK = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"


def commands():
    """What each schedule runs, by file: the words after the program."""
    service = re.search(
        r"^ExecStart=(.*)$", (FOLDER / "kh2025-quarter.service").read_text("utf-8"), re.MULTILINE
    )
    cron = (FOLDER / "kh2025.cron").read_text("utf-8").splitlines()[-1]
    task = ElementTree.parse(FOLDER / "kh2025-quarter.xml").find(f".//{TASK}Arguments").text
    return {
        "systemd": shlex.split(service[1])[1:],
        "cron": shlex.split(cron.partition("bin/kh2025 ")[2]),
        "windows": task.split(),
    }


@pytest.mark.parametrize("name", ["systemd", "cron", "windows"])
def test_each_runs_the_same_options(name):
    """The three differ in paths only."""
    words = commands()[name]
    assert words[0] == "report"
    assert [word for word in words if word.startswith(("-", "latest"))] == [
        *("latest-quarter", "--ledger", "--each-agency", "--timeout", "-o"),
    ]


@pytest.mark.parametrize("name", ["systemd", "cron", "windows"])
def test_the_program_understands_each(name, tmp_path, capsys):
    """The command is one of the program: it stops at the plan that is not there, not at an option."""
    words = [word.replace("/etc/kh2025", str(tmp_path)) for word in commands()[name]]
    assert run(words) == 3
    assert "[file-missing]" in capsys.readouterr().err


def test_systemd_accepts_timer_and_service(tmp_path):
    """``systemd-analyze verify`` finds nothing in either unit."""
    if shutil.which("systemd-analyze") is None:
        pytest.skip("no systemd here")
    for name in ("kh2025-quarter.service", "kh2025-quarter.timer"):
        # The program of an office is not here: any other that exists stands in for it.
        text = (FOLDER / name).read_text("utf-8").replace("/opt/kh2025/bin/kh2025", "/bin/true")
        (tmp_path / name).write_text(text, "utf-8")
    units = [str(tmp_path / name) for name in ("kh2025-quarter.timer", "kh2025-quarter.service")]
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *units], capture_output=True, text=True, check=False
    )
    ours = [line for line in done.stderr.splitlines() if "kh2025-quarter" in line]
    assert (done.returncode, ours) == (0, [])


def test_systemd_understands_the_days():
    """The timer's days are those of the local time zone."""
    if shutil.which("systemd-analyze") is None:
        pytest.skip("no systemd here")
    text = (FOLDER / "kh2025-quarter.timer").read_text("utf-8")
    when = re.search(r"^OnCalendar=(.*)$", text, re.MULTILINE)[1]
    command = ["systemd-analyze", "calendar", "--base-time=2025-06-16", "--iterations=2", when]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "2025-06-16 11:30:00 UTC" in done.stdout or "2025-06-16 18:30:00 +07" in done.stdout
    assert "Persistent=true" in text


def test_the_lines_for_cron_have_their_fields():
    """Five fields of time that are in range, an account, and flock before the program."""
    lines = [line for line in (FOLDER / "kh2025.cron").read_text("utf-8").splitlines() if line[:1].isdigit()]
    assert len(lines) == 1
    minute, hour, days, months, weekday, user, command = lines[0].split(maxsplit=6)
    assert (int(minute) < 60, int(hour) < 24, weekday, user) == (True, True, "*", "kh2025")
    assert re.fullmatch(r"15-25", days)
    assert months == "3,6,9,12"
    assert command.startswith("flock --nonblock ")


def test_the_task_for_windows_is_whole():
    """The file is UTF-16, as the scheduler wants it, and starts late runs and one at a time."""
    raw = Path(FOLDER / "kh2025-quarter.xml").read_bytes()
    assert raw.startswith((b"\xff\xfe", b"\xfe\xff"))
    task = ElementTree.parse(FOLDER / "kh2025-quarter.xml").getroot()
    assert task.find(f".//{TASK}StartWhenAvailable").text == "true"
    assert task.find(f".//{TASK}MultipleInstancesPolicy").text == "IgnoreNew"
    assert [day.text for day in task.iter(f"{TASK}Day")] == [str(day) for day in range(15, 26)]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2025, 6, 14), "2025-Q1"),
        (date(2025, 6, 15), "2025-Q2"),
        (date(2025, 12, 15), "2025-Q4"),
        (date(2026, 1, 2), "2025-Q4"),
    ],
    ids=["cut-off", "day-after", "year-end", "new-year"],
)
def test_the_last_quarter_closed(day, expected):
    """On the cut-off the quarter still runs; on the day after it is the last one closed."""
    assert str(resolve("latest-quarter", day)) == expected
