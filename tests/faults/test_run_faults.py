"""What a batch outlives: being killed, interrupted, run twice at once, and a worker that dies.

``KH2025_PROVE=1`` (``make prove``) runs the full figures, otherwise the short ones; README.md holds what was seen.
"""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kh2025.run.manifest import ReportManifest

pytestmark = pytest.mark.faults

PROVE = bool(os.environ.get("KH2025_PROVE"))
KILLS = int(os.environ.get("KH2025_KILLS", "0")) or (50 if PROVE else 5)
ROOT = Path(__file__).parents[2]
PERIODS = ("2025-M06", "2025-Q2")
COMMAND = [
    *(sys.executable, "-m", "kh2025", "report", "example:thai_binh_2025/demo.yaml", *PERIODS),
    *(
        "--ledger",
        "example:thai_binh_2025/facts",
        "--as-of",
        "2025-06-25T17:00:00+07:00",
        "--formats",
        "html",
    ),
]


def start(out, *more, **options):
    """A batch of two reports in a process of its own."""
    command = [*COMMAND, "-o", str(out), *more]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    if os.name == "posix":
        options["preexec_fn"] = hear_interrupts
    return subprocess.Popen(command, cwd=ROOT, env=environment, **streams, **options)


def hear_interrupts():
    """A shell that starts the tests in its background has them ignore Ctrl-C, and all that they start."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def finish(out, *more):
    with start(out, *more) as batch:
        said, errors = batch.communicate()
    assert batch.returncode == 0, errors
    return said


def files(out):
    """Content by name, without what only the batch's own manifest says."""
    return {path.name: path.read_bytes() for path in sorted(out.iterdir())}


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    """The files of a batch that nobody disturbed, and how long it took (unit: s)."""
    out = tmp_path_factory.mktemp("undisturbed")
    begun = time.monotonic()
    finish(out)
    return files(out), time.monotonic() - begun


def assert_whole(out, expected):
    """Under a final name stands nothing that an undisturbed batch did not make."""
    for path in out.iterdir():
        if not path.name.startswith("."):
            assert path.read_bytes() == expected[path.name], path.name


def test_a_killed_batch_leaves_whole_files_and_is_taken_up(undisturbed, tmp_path):
    """``kill -9`` again and again, at random moments: no half file under a final name; at last the bytes are equal."""
    expected, took = undisturbed
    chance, cut, kept, ended = random.Random(11), 0, 0, 0
    for _ in range(KILLS):
        out = tmp_path / str(ended)
        batch = start(out)
        time.sleep(chance.uniform(0, 1.2 * took))
        cut += batch.poll() is None
        batch.kill()
        batch.communicate()
        if out.exists():
            assert_whole(out, expected)
            kept += len(list(out.glob(f"*{ReportManifest.ending}")))
            ended += set(expected) <= {path.name for path in out.iterdir()}
    for number in range(ended + 1):
        out = tmp_path / str(number)
        finish(out)
        assert files(out) == expected
    print(f"\n{KILLS} kills: {cut} during the work; {kept} reports stood whole after them")


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)], ids=["interrupted", "terminated"]
)
def test_an_interrupted_batch_ends_at_once_with_its_code(undisturbed, tmp_path, number, code):
    """Ctrl-C and SIGTERM end the batch soon, with its code, and leave no private folder and no half file."""
    expected, took = undisturbed
    batch = start(tmp_path)
    while not list(tmp_path.glob(".*")) and batch.poll() is None:  # until it makes reports
        time.sleep(took / 100)
    batch.send_signal(number)
    begun = time.monotonic()
    _, said = batch.communicate(timeout=60)
    assert time.monotonic() - begun < 30
    assert (batch.returncode, "Traceback" in said) == (code, False), said
    assert not list(tmp_path.glob(".*"))
    assert_whole(tmp_path, expected)


def test_two_batches_at_once_end_well(undisturbed, tmp_path):
    """Both make the same reports into the same folder: both succeed, and every file is whole."""
    batches = [start(tmp_path), start(tmp_path)]
    said = [batch.communicate()[1] for batch in batches]
    assert [batch.returncode for batch in batches] == [0, 0], said
    assert files(tmp_path) == undisturbed[0]


def test_a_full_disk_is_one_message(tmp_path):
    """No room for the files: exit code 5 and the place, no half file."""
    small = (
        "import os, resource, signal, sys\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (20000, 20000))\n"
        "os.execv(sys.argv[1], sys.argv[1:])"
    )
    limit = [sys.executable, "-c", small]
    command = [*limit, *COMMAND, "-o", str(tmp_path / "out")]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, "[notebook-disk]" in done.stderr) == (5, True), done.stderr
    assert "Traceback" not in done.stderr
    assert not list((tmp_path / "out").glob("*.html"))


@pytest.fixture
def cluster(tmp_path):
    """A real scheduler and two workers on loopback, with no folder in common with the batch but the program."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "env": environment}
    told = tmp_path / "scheduler.json"
    dask = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0"]
    worker = [
        sys.executable,
        "-m",
        "distributed.cli.dask_worker",
        "--scheduler-file",
        str(told),
        "--nthreads",
        "1",
    ]
    worker += ["--host", "127.0.0.1", "--no-dashboard", "--memory-limit", "0"]
    running = [subprocess.Popen([*dask, "--no-dashboard", "--scheduler-file", str(told)], **quiet)]
    deadline = time.monotonic() + 60
    while not told.exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    for name in ("a", "b"):
        folder = tmp_path / name
        folder.mkdir()
        running.append(subprocess.Popen([*worker, "--local-directory", str(folder)], cwd=folder, **quiet))
    yield json.loads(told.read_text("utf-8"))["address"], running[1:]
    for one in reversed(running):
        one.terminate()
    for one in running:
        one.wait(30)


def test_a_batch_on_a_cluster_outlives_a_killed_worker(cluster, undisturbed, tmp_path):
    """One of two workers is killed while it works: the batch ends complete, with the bytes of a local one."""
    address, workers = cluster
    out = tmp_path / "out"
    batch = start(out, "--scheduler", address)
    deadline = time.monotonic() + 120
    while not list(out.glob(f"*{ReportManifest.ending}")) and time.monotonic() < deadline:
        time.sleep(0.1)
    workers[0].kill()
    _, said = batch.communicate(timeout=300)
    assert batch.returncode == 0, said
    assert files(out) == undisturbed[0]
