"""The kernel of a forked child: the stock IPython kernel whose messages travel on one socket instead of ZeroMQ ports.

Everything that makes an output (shell, display hook, display publisher, captured streams, magics, the user's
profile and startup files) is the stock kernel's own code, so that the outputs are its outputs.
"""

import asyncio
import atexit
import inspect
import json
import os
import random
import sys
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

import zmq
from ipykernel.iostream import IOPubThread
from ipykernel.ipkernel import IPythonKernel
from ipykernel.kernelapp import IPKernelApp
from jupyter_client.session import Session
from tornado.ioloop import IOLoop
from traitlets import Instance

from kh2025.run.frames import KEY, Line, Parts

SHELL, IOPUB, START = 1, 2, 3
#: What the stock program is started with, so that a run leaves no trace in the person's history.
ARGUMENTS = ("--HistoryManager.hist_file=:memory:", "--log-level=ERROR")


class Channel:
    """Stands where the stock kernel has a ZeroMQ socket or stream."""

    def __init__(self, line: Line, number: int, context: zmq.Context[Any]) -> None:
        self.context = context  # the kernel's output thread wakes itself through it
        self.received: Callable[[list[zmq.Frame]], Any] = lambda _parts: None
        self._line, self._number = line, number

    def send_multipart(self, parts: Sequence[Any], *_flags: Any, **_options: Any) -> None:
        """Send the parts of one message."""
        self._line.send(self._number, [bytes(part) for part in parts])

    def on_recv(self, callback: Callable[[list[zmq.Frame]], Any], **_options: Any) -> None:
        """Name who takes the messages that arrive."""
        self.received = callback

    def flush(self, *_arguments: Any) -> None:
        """Nothing waits here."""


class _NoSubshells:
    """Says that there is one shell, in the main thread, without being taken for a thread of subshells."""

    parent_thread = threading.main_thread()

    def __bool__(self) -> bool:
        return False


class ForkedKernel(IPythonKernel):
    """The stock kernel without subshells, on a channel instead of a stream."""

    shell_stream = Instance(Channel)  # type: ignore[assignment]

    @property
    def _supports_kernel_subshells(self) -> bool:
        return False


class ForkedKernelApp(IPKernelApp):
    """The stock program without ports, heartbeat, connection file and watch on its parent."""

    line: Line

    def init_connection_file(self) -> None:
        """There is none."""

    def init_poller(self) -> None:
        """The template ends its children."""

    def init_sockets(self) -> None:
        """The output thread and the shell's channel, both on the one socket."""
        context: zmq.Context[Any] = zmq.Context()
        self.session = Session(parent=self, key=KEY)
        self.shell_channel = Channel(self.line, SHELL, context)
        self.iopub_thread = IOPubThread(Channel(self.line, IOPUB, context), pipe=True, session=self.session)
        self.configure_tornado_logger()  # type: ignore[no-untyped-call]
        self.iopub_thread.start()
        self.iopub_socket = self.iopub_thread.background_socket

    def init_heartbeat(self) -> None:
        """The end of the socket says that the kernel is dead."""

    def write_connection_file(self, **_options: Any) -> None:
        """There is none."""

    def log_connection_info(self) -> None:
        """There is none."""

    def init_kernel(self) -> None:
        """The kernel on the one socket."""
        self.kernel = ForkedKernel.instance(
            parent=self,
            session=self.session,
            shell_stream=self.shell_channel,
            shell_channel_thread=_NoSubshells(),
            iopub_thread=self.iopub_thread,
            iopub_socket=self.iopub_socket,
            log=self.log,
            profile_dir=self.profile_dir,
            user_ns=self.user_ns,
        )
        self.displayhook.get_execution_count = lambda: self.kernel.execution_count

    def listen(self, already: Sequence[tuple[int, Parts]]) -> None:
        """Hand what has arrived and will arrive to the kernel until the other end closes."""
        loop = IOLoop.current()
        loop.add_handler(
            self.line.socket.fileno(), lambda *_: self._arrived(self.line.receive()), IOLoop.READ
        )
        loop.add_callback(self._arrived, already)

    def _arrived(self, messages: Sequence[tuple[int, Parts]] | None) -> None:
        if messages is None:
            IOLoop.current().stop()
            return
        for _, parts in messages:
            handled = self.shell_channel.received([zmq.Frame(part) for part in parts])
            if inspect.isawaitable(handled):
                self._handled = asyncio.ensure_future(handled)


def run(line: Line) -> None:
    """Be a kernel on the line until its other end says so or closes; runs in a process just forked."""
    messages = line.receive()
    if messages is None:
        return
    _settle(json.loads(messages[0][1][0]))
    app = ForkedKernelApp.instance()
    app.line = line
    app.initialize(list(ARGUMENTS))  # type: ignore[no-untyped-call]
    app.listen(messages[1:])
    app.start()  # type: ignore[no-untyped-call]
    _finish()


def _settle(start: dict[str, Any]) -> None:
    """Be where and what a kernel started by papermill would be."""
    os.environ.clear()
    os.environ.update(start["environment"])
    time.tzset()
    os.chdir(start["folder"])
    sys.argv = [start["program"], *ARGUMENTS]
    random.seed()
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed()  # else all children would draw the same numbers


def _finish() -> None:
    """What the notebook asked to be done at its end."""
    threading._shutdown()  # type: ignore[attr-defined]  # noqa: SLF001 - waits for the notebook's threads, as the interpreter does
    atexit._run_exitfuncs()  # noqa: SLF001 - the interpreter's own teardown would free memory that is shared
