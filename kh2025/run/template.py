"""The template: a process that has the libraries loaded and forks one child per notebook.

It has one thread and no shell, so that a child starts as a kernel of its own. The program holds a line to it
and one to each child: whoever closes a line ends what hangs on it, so that nothing outlives a killed program.
"""

import builtins
import contextlib
import ctypes
import gc
import os
import select
import signal
import socket
import sys
from collections.abc import Iterator
from importlib import import_module
from types import SimpleNamespace

from kh2025.run.frames import Line

#: What a kernel loads when it starts, and what most notebooks of plans load. The inline backend of matplotlib is not
#: here: loaded before a shell stands, it shows no pictures.
LIBRARIES = (
    "IPython.core.completerlib",
    "IPython.core.logger",
    "IPython.extensions.storemagic",
    "ipykernel.debugger",
    "kh2025.evaluation.evaluate",
    "kh2025.ledger.folder",
    "kh2025.plan.files",
    "kh2025.report.annual",
    "kh2025.report.audit",
    "kh2025.report.compose",
    "kh2025.report.docx",
    "kh2025.report.html",
    "kh2025.report.pdf",
    "kh2025.report.save",
    "kh2025.report.xlsx",
    "kh2025.run.forked_kernel",
    "kh2025.run.parameters",
    "matplotlib.backends.backend_agg",
    "matplotlib.figure",
    "pandas.core.methods.to_dict",
    "sqlite3.dbapi2",
    "tornado.platform.asyncio",
)
#: What a page and the blocks in a notebook are made from.
_PAGES = ("blocks", "document", "fragment")
_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG


def load() -> None:
    """Load the libraries, as a kernel would find them."""
    # A kernel sets it before a notebook loads matplotlib, which reads it once.
    os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")
    os.environ.setdefault("PYDEVD_DISABLE_FILE_VALIDATION", "1")
    with _as_in_a_kernel():
        import_module("pandas")
    for name in LIBRARIES:
        import_module(name)


def warm() -> None:
    """Do once what is done once in every process that makes a report: its children find it done."""
    from kh2025 import messages  # noqa: PLC0415 - a notebook's own settings come first
    from kh2025.plan.scoring import default_scoring  # noqa: PLC0415
    from kh2025.report.charts import canvas  # noqa: PLC0415
    from kh2025.report.html import environment  # noqa: PLC0415

    default_scoring()
    for lang in messages.LANGUAGES:
        for page in _PAGES:
            environment(lang).get_template(f"{page}.html.j2")
    canvas.draw(lambda ax: ax.plot([0, 1]), width=6.5, height=3)


@contextlib.contextmanager
def _as_in_a_kernel() -> Iterator[None]:
    """Pandas asks once, when it is loaded, whether a kernel shows its tables, and then leaves out columns beyond 20."""
    vars(builtins)["get_ipython"] = lambda: SimpleNamespace(kernel=None)
    try:
        yield
    finally:
        del vars(builtins)["get_ipython"]


class Template:
    """The children by process id, each with our copy of its end of the line."""

    def __init__(self, control: socket.socket) -> None:
        self.control = control
        self.children: dict[int, socket.socket] = {}
        self.woken, self._waker = socket.socketpair()

    def serve(self) -> None:
        """Fork on demand until the control line closes; then no child is left."""
        self._waker.setblocking(False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self._waker.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the program decides what an interrupt means
        self.control.send(b"!")  # ready
        try:
            while self._turn():
                pass
        finally:
            for child in list(self.children):
                self._end(child)

    def _turn(self) -> bool:
        poll = select.poll()
        poll.register(self.control, select.POLLIN)
        poll.register(self.woken, select.POLLIN)
        for line in self.children.values():
            poll.register(line, 0)  # only its end is of interest
        ready = {number for number, _ in poll.poll()}
        if self.woken.fileno() in ready:
            self.woken.recv(4096)
        self._reap()
        for child, line in list(self.children.items()):
            if line.fileno() in ready:
                self._end(child)
        return self._serve_control() if self.control.fileno() in ready else True

    def _serve_control(self) -> bool:
        message, lines, *_ = socket.recv_fds(self.control, 1, 1)
        if not message:
            return False
        line = socket.socket(fileno=lines[0])
        child = os.fork()
        if child == 0:
            self._become_kernel(line)
        self.children[child] = line
        return True

    def _reap(self) -> None:
        with contextlib.suppress(ChildProcessError):
            while child := os.waitpid(-1, os.WNOHANG)[0]:
                self._forget(child)

    def _end(self, child: int) -> None:
        self._kill_group(child)
        with contextlib.suppress(ChildProcessError):
            os.waitpid(child, 0)
        self._forget(child)

    def _forget(self, child: int) -> None:
        """A child is dead: what it started ends too, and its line says so even where a grandchild holds it."""
        self._kill_group(child)
        if line := self.children.pop(child, None):
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
            line.close()

    def _kill_group(self, child: int) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child, signal.SIGKILL)

    def _become_kernel(self, line: socket.socket) -> None:
        """In the child: nothing of the template is left, and the process ends here."""
        code = 1
        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            os.setsid()
            _die_with_parent()
            for other in (self.control, self.woken, self._waker, *self.children.values()):
                other.close()
            import_module("kh2025.run.forked_kernel").run(Line(line))
            code = 0
        finally:
            os._exit(code)


def _die_with_parent() -> None:
    """Where the system can, a child does not outlive a template that was killed."""
    if sys.platform == "linux":
        parent = os.getppid()
        ctypes.CDLL(None).prctl(_DEATH_SIGNAL, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)


def main() -> None:
    """The program of the template; its only argument is the number of the control line."""
    control = socket.socket(fileno=int(sys.argv[1]))
    if sys.path[0] == os.getcwd():  # noqa: PTH109 - `python -m` put it there, a kernel's own entry is the empty one
        del sys.path[0]
    load()
    warm()
    gc.collect()
    gc.freeze()  # a collection in a child would copy pages that are shared
    Template(control).serve()


if __name__ == "__main__":
    main()
