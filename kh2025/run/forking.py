"""The program's side of forked kernels: it starts the template once, and asks it for a kernel per notebook."""

import atexit
import contextlib
import os
import socket
import subprocess
import sys
import threading

from kh2025.run.frames import Line

_WAIT = 5.0  # seconds that an idle template is given to end
#: What a kernel has freed goes back to the system: a sixth less memory for a twentieth more time (glibc). The template
#: alone has these variables, a kernel those of its notebook.
_HEAP = {"MALLOC_TRIM_THRESHOLD_": "1000000"}


def is_possible() -> bool:
    """Whether this system can fork a process that has libraries loaded."""
    # macOS forks too, but its own libraries do not survive it.
    return sys.platform.startswith(("linux", "freebsd"))


class TemplateProcess:
    """A running template. Several threads may ask it at once."""

    def __init__(self) -> None:
        self.owner = os.getpid()
        self._lock = threading.Lock()
        self._control, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - our own module
                [sys.executable, "-m", "kh2025.run.template", str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                env={**_HEAP, **os.environ},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        self._is_ready = False

    @property
    def is_alive(self) -> bool:
        """Whether it can be asked, here."""
        return self.owner == os.getpid() and self._process.poll() is None

    def fork(self) -> Line:
        """A new kernel, by the line to it.

        Raises:
            OSError: the template is dead.
        """
        ours, theirs = socket.socketpair()
        with self._lock, theirs:
            self._await_ready()
            socket.send_fds(self._control, [b"f"], [theirs.fileno()])
        return Line(ours)

    @property
    def pid(self) -> int:
        """Its process."""
        return self._process.pid

    def close(self) -> None:
        """End it, and every kernel that is left."""
        self._control.close()
        if self.owner != os.getpid():
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(_WAIT)
            return
        self._process.kill()
        self._process.wait()

    def _await_ready(self) -> None:
        if self._is_ready:
            return
        if not self._control.recv(1):
            raise ConnectionResetError(self._process.wait())
        self._is_ready = True


_lock = threading.Lock()
_running: list[TemplateProcess] = []


def template() -> TemplateProcess:
    """The template of this process, started when first asked for, and again when it has died."""
    with _lock:
        if not _running or not _running[-1].is_alive:
            close()
            _running.append(TemplateProcess())
            atexit.register(close)
        return _running[-1]


def close() -> None:
    """End the template of this process, if it runs."""
    while _running:
        _running.pop().close()
