"""The engine with forked kernels: every output equal to stock papermill's, and each kernel for itself."""

import contextlib
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import papermill
import pytest
from nbclient.exceptions import CellTimeoutError, DeadKernelError

from kh2025.run import engine, forking

# Topic → cells; each runs in one notebook after the other, so that counts and history are compared too.
GALLERY = {
    "streams": [
        "print('một'); import sys; print('hai', file=sys.stderr); print('ba')",
        "sys.stdout.write('không xuống dòng'); sys.stdout.flush(); sys.stderr.write('x\\n')",
        "for i in range(3):\n    print(i, end='\\r')",
    ],
    "child processes": [
        "import os, subprocess; _ = subprocess.run(['echo', 'từ tiến trình con'])",
        "_ = os.write(1, b'fd 1\\n')",
        "_ = os.system('echo shell')",
        "!echo một hai",
        "kept = !echo giữ lại\nkept",
        "%%bash\necho bash; exit 0",
    ],
    "results": [
        "1 + 1",
        "_ * 10",
        "Out[max(Out)], len(In) > 5, _i",
        "None",
        "2;",
        "_oh == Out, ___",
        "%history -n 1-2",
    ],
    "rich display": [
        "from IPython.display import HTML, JSON, Image, Latex, Markdown, SVG, display",
        "display(HTML('<b>đậm</b>'), Markdown('*nghiêng*'), Latex('$x$')); print('giữa'); display({'a': 1})",
        "class Rich:\n    def _repr_html_(self): return '<i>x</i>'\n    def _repr_png_(self): return b'\\x89PNG'\nRich()",
        "import pandas as pd\npd.DataFrame({'cột': [1, 2.5], 'tên': ['Sở Y tế', None]})",
        "JSON({'a': [1, 2]})",
    ],
    "updates": [
        "handle = display('cũ', display_id='ô-1')",
        "handle.update('mới')",
        "from IPython.display import clear_output, update_display\nprint('xóa'); clear_output(); print('còn')",
        "print('chờ'); clear_output(wait=True); print('thay')",
        "update_display(HTML('<b>lần ba</b>'), display_id='ô-1'); print('sau')",
    ],
    "charts": [
        "import matplotlib.pyplot as plt\nplt.plot([1, 2, 3], label='đường'); plt.title('Tỷ lệ'); plt.legend();",
        "figure, ax = plt.subplots(figsize=(3, 2)); ax.bar(['a', 'b'], [1, 2])",
        "figure",
        "plt.close('all'); plt.get_backend(), plt.rcParams['figure.dpi']",
        "%matplotlib inline\nplt.plot([3, 1]); print('trước hình')",
        "from matplotlib.figure import Figure\nf = Figure(figsize=(2, 1)); f.subplots().plot([1, 2]); f",
        "pd.Series([1, 3, 2]).plot()",
        "pd.get_option('display.max_columns')",
        "pd.DataFrame([range(60)] * 3)",
        "%config InlineBackend.figure_formats = ['svg']\nplt.rcParams['svg.hashsalt'] = 'x'; None",
    ],
    "magics": [
        "%env LANG_TEST=1",
        "%who_ls int",
        "%%capture held\nprint('giữ')",
        "held.stdout",
        "%%writefile cell.txt\nnội dung",
        "%cat cell.txt",
        "sorted(os.listdir())",
        "%precision 2\n3.14159",
        "%xmode Minimal",
        "%xmode Context",
        "%lsmagic\nNone",
    ],
    "async": [
        "import asyncio\nawait asyncio.sleep(0.01); print('đợi xong')",
        "async def twice(x):\n    await asyncio.sleep(0)\n    return 2 * x\nawait twice(21)",
        "asyncio.get_running_loop().is_running()",
        "results = await asyncio.gather(*(twice(i) for i in range(3)))\nresults",
    ],
    "threads and forks": [
        "import threading\nt = threading.Thread(target=lambda: print('luồng')); t.start(); t.join()",
        "from concurrent.futures import ThreadPoolExecutor\nlist(ThreadPoolExecutor(2).map(abs, [-1, 2]))",
        "pid = os.fork()\nif pid == 0:\n    os._exit(7)\nos.waitpid(pid, 0)[1] >> 8",
    ],
    "process": [
        "__name__, sys.path[0], os.path.basename(sys.argv[0]), sys.flags.interactive",
        "get_ipython().__class__.__name__, sorted(k for k in globals() if k.startswith('__'))",
        "import logging; logging.warning('nhật ký')",
        "import warnings; warnings.warn('cảnh báo')",
        "import matplotlib as mpl; mpl.get_backend(), sorted(k for k in os.environ if k in ('MPLBACKEND', 'TERM', 'PAGER'))",
        "signal_name = __import__('signal').getsignal(__import__('signal').SIGINT); signal_name.__class__.__name__",
        "from ipykernel.comm import Comm\nComm('đích', data={'a': 1}).send({'b': 2}); 'comm'",
        "input.__self__.__class__.__module__ != '', get_ipython().kernel.implementation",
    ],
}
#: Cells that raise, tagged so that the notebook goes on.
RAISING = [
    "class Broken:\n    def _repr_html_(self): raise ValueError('hỏng')\nBroken()",
    "1 / 0",
    "def deep(n):\n    return deep(n - 1) if n else {}['không có']\ndeep(3)",
    "try:\n    int('x')\nexcept ValueError as e:\n    raise RuntimeError('nguyên nhân') from e",
    "this is no python",
    "input('hỏi?')",
    "import getpass; getpass.getpass()",
    "raise KeyboardInterrupt",
    "await twice('a', 'b')",
    "%no_such_magic",
    "!exit 3\n_exit_code",
    "assert False, 'Số liệu ⚠'",
    "raise Exception('một\\nhai')",
    "%%bash\nexit 4",
]


def book(*cells, metadata=None):
    """A notebook of code cells with stable ids; a pair is a source and its tags."""
    made = []
    for number, cell in enumerate(cells):
        source, tags = cell if isinstance(cell, tuple) else (cell, [])
        made.append(nbformat.v4.new_code_cell(source, id=f"c{number}", metadata={"tags": list(tags)}))
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    return nbformat.v4.new_notebook(cells=made, metadata=kernel | (metadata or {}))


def run(notebook, folder, name, **options):
    """Run by an engine in a folder of its own; gives the notebook, also when a cell failed."""
    made, target = folder / name, folder / f"{name}.ipynb"
    made.mkdir()
    nbformat.write(notebook, folder / "in.ipynb")
    with contextlib.suppress(papermill.PapermillExecutionError), pytest.MonkeyPatch.context() as patch:
        # The stock kernel captures less in a process that pytest watches.
        patch.delenv("PYTEST_CURRENT_TEST", raising=False)
        papermill.execute_notebook(
            str(folder / "in.ipynb"), str(target), engine_name=name, progress_bar=False, cwd=made, **options
        )
    return nbformat.read(target, 4)


def shown(notebook):
    """What a reader sees of each cell: source, count and outputs, without addresses in memory and numbers of processes."""
    return [
        re.sub(
            r"0x[0-9a-f]{6,}|ipykernel_\d+",
            "0x…",
            repr((cell.source, cell.get("execution_count"), cell.get("outputs"))),
        )
        for cell in notebook.cells
    ]


@pytest.fixture(scope="module")
def gallery(tmp_path_factory):
    """All topics in one notebook, with raising cells and others that are not run, by both engines."""
    folder = tmp_path_factory.mktemp("gallery")
    cells = [cell for topic in GALLERY.values() for cell in topic]
    cells += [(cell, ["raises-exception"]) for cell in RAISING] + [
        "",
        ("print('bỏ qua')", ["skip-execution"]),
    ]
    notebook = book(*cells, "len(In)")
    notebook.cells.insert(1, nbformat.v4.new_markdown_cell("# Chữ", id="m"))
    notebook.cells.insert(2, nbformat.v4.new_raw_cell("thô", id="r"))
    return [run(notebook, folder, name, timeout=60) for name in ("kh2025", "nbclient")]


def pairs():
    count = (
        sum(map(len, GALLERY.values())) + len(RAISING) + 7
    )  # text, raw, empty, skipped, last, and papermill's two notes
    return range(count)


@pytest.mark.parametrize("number", pairs())
def test_each_cell_shows_what_stock_papermill_shows(gallery, number):
    """Source, execution count and every output are equal, cell by cell."""
    ours, stock = (shown(one) for one in gallery)
    assert len(ours) == len(stock) == len(pairs())
    assert ours[number] == stock[number]


def test_the_gallery_shows_what_it_should(gallery):
    """Pictures are pictures, errors are errors: two engines that both show nothing would be equal too."""
    outputs = [output for cell in gallery[0].cells for output in cell.get("outputs", [])]
    assert sum("image/png" in output.get("data", {}) for output in outputs) >= 5
    assert [output.ename for output in outputs if output.output_type == "error"].count(
        "StdinNotImplementedError"
    ) == 2
    streams = "".join(output.text for output in outputs if output.output_type == "stream")
    for said in ("từ tiến trình con", "fd 1", "shell", "một hai", "bash", "luồng", "đợi xong", "nhật ký"):
        assert said in streams
    assert "bỏ qua" not in streams


@pytest.mark.parametrize(
    "cells",
    [
        ["1", "raise ValueError('hỏng')", "2"],
        ["import sys; sys.exit(0)", "2"],
        ["import sys; sys.exit(3)", "2"],
        ["exit()", "2"],
    ],
    ids=["raises", "exit-0", "exit-3", "exit"],
)
def test_a_notebook_that_stops_is_marked_as_by_stock_papermill(cells, tmp_path):
    """The cell's error, papermill's notes above and before it, and its status are the same; what follows is not run."""
    ours, stock = (run(book(*cells), tmp_path, name) for name in ("kh2025", "nbclient"))
    assert shown(ours) == shown(stock)
    statuses = [
        [cell.metadata.papermill.get("status") for cell in one.cells if "papermill" in cell.metadata]
        for one in (ours, stock)
    ]
    assert statuses[0] == statuses[1]


@pytest.mark.parametrize(
    "cell",
    [
        "import os; os._exit(3)",
        "import ctypes; ctypes.string_at(0)",
        "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
    ],
    ids=["exit", "segfault", "killed"],
)
def test_a_kernel_that_dies_is_noticed_at_once_and_alone(cell, tmp_path):
    """The notebook fails with the stock error, in a moment; the next one runs in the same template."""
    begun = time.monotonic()
    with pytest.raises(DeadKernelError):
        run(book("1", cell), tmp_path, "kh2025")
    assert time.monotonic() - begun < 30
    again = tmp_path / "again"
    again.mkdir()
    assert run(book("1 + 1"), again, "kh2025").cells[0].outputs[0].data["text/plain"] == "2"


def test_a_memory_error_stays_in_its_cell(tmp_path):
    """A process that may have no more memory says so in the cell, as an error like any other."""
    cells = [
        "import resource; resource.setrlimit(resource.RLIMIT_AS, (1 << 31, 1 << 31))",
        "held = bytearray(1 << 33)",
    ]
    made = run(book(*cells), tmp_path, "kh2025")
    assert [output.ename for cell in made.cells for output in cell.get("outputs", [])] == ["MemoryError"]


def test_a_cell_that_hangs_runs_out_of_time_and_leaves_no_process(tmp_path):
    """After the time limit the kernel and what it started are gone; what was printed before is kept."""
    pids = tmp_path / "pids"
    cell = (
        "import os, subprocess, time\nprint('trước')\n"
        f"child = subprocess.Popen(['sleep', '600'])\nopen({str(pids)!r}, 'w').write(f'{{os.getpid()}} {{child.pid}}')\n"
        "time.sleep(600)"
    )
    with pytest.raises(CellTimeoutError):
        run(book(cell), tmp_path, "kh2025", execution_timeout=3)
    assert nbformat.read(tmp_path / "kh2025.ipynb", 4).cells[0].outputs[0].text == "trước\n"
    assert_gone(map(int, pids.read_text().split()))


def assert_gone(pids):
    """Wait a little for processes to be gone."""
    waiting = set(pids)
    deadline = time.monotonic() + 10
    while waiting and time.monotonic() < deadline:
        waiting = {pid for pid in waiting if is_running(pid)}
        time.sleep(0.05)
    assert waiting == set()


def is_running(pid):
    """Whether a process lives; one that is dead and not yet waited for does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM], ids=["kill", "term"])
def test_nothing_outlives_a_killed_program(number, tmp_path):
    """Template, kernel and the kernel's own child end with the program that asked for them."""
    pids, source = tmp_path / "pids", tmp_path / "in.ipynb"
    cell = (
        "import os, subprocess, time\nchild = subprocess.Popen(['sleep', '600'])\n"
        f"open({str(pids)!r} + '.part', 'w').write(f'{{os.getpid()}} {{os.getppid()}} {{child.pid}}')\n"
        f"os.rename({str(pids)!r} + '.part', {str(pids)!r})\ntime.sleep(600)"
    )
    nbformat.write(book(cell), source)
    command = [
        sys.executable,
        "-m",
        "papermill",
        "--engine",
        "kh2025",
        str(source),
        str(tmp_path / "out.ipynb"),
    ]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL, cwd=tmp_path) as program:
        deadline = time.monotonic() + 60
        while not pids.exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        program.send_signal(number)
    assert_gone(map(int, pids.read_text().split()))


def test_kernels_draw_other_random_numbers(tmp_path):
    """Neither Python's nor numpy's global stream is the same in two kernels of one template."""
    cells = ["import random, numpy as np, uuid\n(random.random(), np.random.rand(), uuid.uuid4())"]
    drawn = set()
    for name in ("a", "b", "c"):
        (tmp_path / name).mkdir()
        made = run(book(*cells), tmp_path / name, "kh2025")
        drawn.update(made.cells[0].outputs[0].data["text/plain"].strip("()").split(","))
    assert len(drawn) == 9


def test_kernels_share_no_state(tmp_path):
    """What one notebook leaves in modules, variables of the environment or the folder is not in the next."""
    cells = ["import os, pandas as pd\nos.environ['KH_LEFT'] = '1'; pd.left = 1; os.chdir('/')", "1"]
    (tmp_path / "a").mkdir()
    run(book(*cells), tmp_path / "a", "kh2025")
    (tmp_path / "b").mkdir()
    made = run(
        book("import os, pandas as pd\n'KH_LEFT' in os.environ, hasattr(pd, 'left'), os.getcwd() == '/'"),
        tmp_path / "b",
        "kh2025",
    )
    assert made.cells[0].outputs[0].data["text/plain"] == "(False, False, False)"


@pytest.mark.parametrize(
    ("metadata", "kernel", "expected"),
    [
        ({}, "python3", True),
        ({"kh2025": {"engine": "kernel"}}, "python3", False),
        ({}, "no-such-kernel", False),
        ({"kh2025": "kernel"}, "python3", True),
        ({"kh2025": None}, "python3", True),
    ],
    ids=["python", "asks-for-a-kernel", "other-kernel", "text-of-somebody", "null-of-somebody"],
)
def test_when_a_kernel_is_forked(metadata, kernel, expected):
    """A notebook of this Python, unless it asks for a kernel of its own."""
    assert engine.can_fork(book("1", metadata=metadata), kernel) is expected


def test_a_notebook_that_asks_for_a_kernel_gets_one(tmp_path):
    """Its process is no child of the template."""
    cells = ["import os, sys\n'kh2025' in sys.modules, os.getppid()"]
    made = run(book(*cells, metadata={"kh2025": {"engine": "kernel"}}), tmp_path, "kh2025")
    assert made.cells[0].outputs[0].data["text/plain"] == f"(False, {os.getpid()})"


def test_a_template_that_died_is_started_again(tmp_path):
    """The notebook after its death runs as if nothing had been."""
    before = forking.template()
    os.kill(before.pid, signal.SIGKILL)
    assert_gone([before.pid])
    assert run(book("1 + 1"), tmp_path, "kh2025").cells[0].outputs[0].data["text/plain"] == "2"
    assert forking.template() is not before


def test_the_template_has_one_python_thread_and_no_shell():
    """What is forked has no thread of ours that could hold a lock, and no inline backend loaded before a shell stands."""
    code = (
        "import sys, threading\nfrom kh2025.run import template\ntemplate.load()\n"
        "print(threading.active_count(), 'matplotlib_inline.backend_inline' in sys.modules, 'IPython' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["1", "False", "True"]


def test_atexit_and_threads_of_the_notebook_are_waited_for(tmp_path):
    """What a notebook does at its end is done before the engine returns."""
    cell = (
        "import atexit, threading, time\n"
        "atexit.register(lambda: open('ended', 'w').close())\n"
        "threading.Thread(target=lambda: (time.sleep(0.3), open('thread', 'w').close())).start()"
    )
    run(book(cell), tmp_path, "kh2025")
    assert sorted(path.name for path in (tmp_path / "kh2025").iterdir()) == ["ended", "thread"]
