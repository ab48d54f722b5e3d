"""The papermill engine ``kh2025``: a notebook runs in a kernel that is forked, not started.

It is registered under ``papermill.engine``: ``papermill --engine kh2025 in.ipynb out.ipynb``. The cells are sent
and their outputs collected by papermill's and nbclient's own code; only the kernel behind them is another process.
A notebook that needs a kernel of its own says so in its metadata: ``{"kh2025": {"engine": "kernel"}}``.
"""

import asyncio
import json
import os
import socket
import sys
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from queue import Empty
from typing import Any

from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel
from jupyter_client.session import Session
from nbclient.exceptions import DeadKernelError
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine
from papermill.log import logger

from kh2025.run import forking
from kh2025.run.frames import KEY, Line, Parts

_SHELL, _IOPUB, _START = 1, 2, 3
_LAUNCHER = "ipykernel_launcher"
_PATIENCE = 5.0  # seconds for what a notebook does at its end

_NAMED_OTHERWISE = ("input_path", "start_timeout", "execution_timeout", "timeout", "startup_timeout")


class KernelChannel:
    """What nbclient reads one kind of message from."""

    def __init__(self, client: "ForkedClient", number: int) -> None:
        self._client, self._number = client, number
        self._arrived: asyncio.Queue[Parts | None] = asyncio.Queue()

    def put(self, parts: Parts | None) -> None:
        """A message has arrived; null says that none will any more."""
        self._arrived.put_nowait(parts)

    async def get_msg(self, timeout: float | None = None) -> dict[str, Any]:  # noqa: ASYNC109 - nbclient's own name
        """The next message.

        Raises:
            Empty: none came within ``timeout`` seconds.
            DeadKernelError: the kernel is dead.
        """
        self._client.listen()
        try:
            parts = await asyncio.wait_for(self._arrived.get(), timeout)
        except TimeoutError:
            raise Empty from None
        if parts is None:
            self.put(None)
            raise DeadKernelError("Kernel died")
        return self._client.read(parts)

    def send(self, message: dict[str, Any]) -> None:
        """Send a message of widgets."""
        self._client.send(message)


class ForkedClient:
    """What nbclient asks of a client, for a forked kernel."""

    allow_stdin = False

    def __init__(self, line: Line) -> None:
        self.session = Session(key=KEY)
        self.line = line
        self.shell_channel, self.iopub_channel = KernelChannel(self, _SHELL), KernelChannel(self, _IOPUB)
        self._channels = {_SHELL: self.shell_channel, _IOPUB: self.iopub_channel}
        self._loop: asyncio.AbstractEventLoop | None = None
        self.is_dead = False

    def start_channels(self) -> None:
        """They stand."""

    def wait_for_ready(self, timeout: float | None = None) -> None:
        """What is sent waits until the kernel reads it."""

    def stop_channels(self) -> None:
        """Read no more."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.remove_reader(self.line.socket.fileno())
        self._loop = None

    def is_alive(self) -> bool:
        """Whether the line is open at the other end."""
        return not self.is_dead

    def kernel_info(self) -> str:
        """Ask what the kernel is; gives the id of the message."""
        return self.send(self.session.msg("kernel_info_request"))

    def execute(self, code: str, *, store_history: bool = True, stop_on_error: bool = True) -> str:
        """Ask to run a cell; gives the id of the message."""
        content = {
            "code": code,
            "silent": False,
            "store_history": store_history,
            "user_expressions": {},
            "allow_stdin": self.allow_stdin,
            "stop_on_error": stop_on_error,
        }
        return self.send(self.session.msg("execute_request", content))

    def send(self, message: dict[str, Any]) -> str:
        """Send a message to the shell; gives its id.

        Raises:
            DeadKernelError: the kernel is dead.
        """
        try:
            self.line.send(_SHELL, self.session.serialize(message))
        except OSError:
            raise DeadKernelError("Kernel died") from None
        return str(message["header"]["msg_id"])

    def read(self, parts: Parts) -> dict[str, Any]:
        """The message that arrived in parts."""
        _, rest = self.session.feed_identities(parts)
        message: dict[str, Any] = self.session.deserialize(rest)
        return message

    def listen(self) -> None:
        """Let the running loop collect what arrives."""
        loop = asyncio.get_running_loop()
        if self._loop is loop or self.is_dead:
            return
        self.stop_channels()
        self._loop = loop
        loop.add_reader(self.line.socket.fileno(), self._collect)

    def _collect(self) -> None:
        messages = self.line.receive()
        for number, parts in messages or ():
            self._channels[number].put(parts)
        if messages is None:
            self.stop_channels()
            self.is_dead = True
            for channel in self._channels.values():
                channel.put(None)


class ForkedKernelManager:
    """What nbclient asks of a manager, for a forked kernel."""

    ipykernel = False

    def __init__(self) -> None:
        self.line: Line | None = None
        self._client: ForkedClient | None = None

    @property
    def has_kernel(self) -> bool:
        """Whether one was forked."""
        return self.line is not None

    def start_kernel(
        self, *, cwd: str | None = None, env: Mapping[str, str] | None = None, **_options: Any
    ) -> None:
        """Fork it and tell it where it is."""
        self.line = forking.template().fork()
        launcher = find_spec(_LAUNCHER)
        start = {
            "environment": dict(os.environ if env is None else env),
            "folder": cwd or str(Path.cwd()),
            "program": launcher.origin if launcher else _LAUNCHER,
        }
        self.line.send(_START, [json.dumps(start).encode()])

    def client(self) -> ForkedClient:
        """Its client."""
        if self.line is None:
            raise RuntimeError("No kernel is running!")
        self._client = ForkedClient(self.line)
        return self._client

    def is_alive(self) -> bool:
        """Whether there is something to end."""
        return self._client is not None and self._client.is_alive()

    def interrupt_kernel(self) -> None:
        """End it: a template passes no signals on."""
        self.cleanup_resources()

    def shutdown_kernel(self, *, now: bool = False) -> None:
        """Let the notebook do what it does at its end, unless it must end now."""
        if self.line is None or now:
            return
        self.line.socket.settimeout(_PATIENCE)
        try:
            self.line.socket.shutdown(socket.SHUT_WR)
            while self.line.receive() is not None:
                pass
        except OSError:
            return

    def cleanup_resources(self) -> None:
        """Close the line, which ends the kernel whatever it does."""
        if self.line is not None:
            if self._client is not None:
                self._client.stop_channels()
            self.line.close()
            self.line = None


class ForkedNotebookClient(PapermillNotebookClient):  # type: ignore[misc]
    """Papermill's client on a forked kernel."""

    def create_kernel_manager(self) -> ForkedKernelManager:
        """A manager of forked kernels."""
        self.km = ForkedKernelManager()
        return self.km


class StockNotebookClient(PapermillNotebookClient):  # type: ignore[misc]
    """Papermill's client, told what it is slow for: its graceful end waits half a second for nothing.

    Each kernel would also say that loopback is not encrypted.
    """

    def __init__(self, nb_man: Any, **options: Any) -> None:
        tuned = {"shutdown_kernel": "immediate", "extra_arguments": ["--log-level=ERROR"]}
        super().__init__(nb_man, **{**tuned, **options})


class ForkEngine(NBClientEngine):  # type: ignore[misc]
    """Runs a notebook in a forked kernel where that gives the same as a stock kernel; else in a stock kernel."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: Any,
        kernel_name: str,
        *,
        folder: str | None = None,
        environment: Mapping[str, str] | None = None,
        **options: Any,
    ) -> Any:
        """Run the notebook that papermill has prepared.

        Args:
            nb_man: papermill's manager of the notebook.
            kernel_name: the kernel it asks for.
            folder: where the cells run; by default the folder of the process, as papermill does.
            environment: variables that the cells' process gets besides ours.
            options: those of papermill's own engine.
        """
        client = ForkedNotebookClient if can_fork(nb_man.nb, kernel_name) else StockNotebookClient
        return _run(client, nb_man, kernel_name, folder, environment or {}, options)


class StockEngine(NBClientEngine):  # type: ignore[misc]
    """Runs a notebook in a stock kernel, in a folder and with variables of its own, without waiting for nothing."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: Any,
        kernel_name: str,
        *,
        folder: str | None = None,
        environment: Mapping[str, str] | None = None,
        **options: Any,
    ) -> Any:
        """As :meth:`ForkEngine.execute_managed_notebook`."""
        return _run(StockNotebookClient, nb_man, kernel_name, folder, environment or {}, options)


def _run(
    client: type[PapermillNotebookClient],
    nb_man: Any,
    kernel_name: str,
    folder: str | None,
    environment: Mapping[str, str],
    options: dict[str, Any],
) -> Any:
    """As papermill's own engine calls its client."""
    given = {name: value for name, value in options.items() if name not in _NAMED_OTHERWISE}
    given["startup_timeout"] = options.get("start_timeout", 60)
    given["timeout"] = options.get("execution_timeout") or options.get("timeout")
    resources = {"metadata": {"path": folder}} if folder else {}
    made = client(nb_man, kernel_name=kernel_name, log=logger, resources=resources, **given)
    return made.execute(env={**os.environ, **environment})


def can_fork(notebook: Any, kernel_name: str) -> bool:
    """Whether a forked kernel is what the notebook asks for: this Python, and no kernel of its own."""
    asked = notebook.metadata.get("kh2025")
    wants_kernel = isinstance(asked, Mapping) and asked.get("engine") == "kernel"
    return forking.is_possible() and not wants_kernel and _is_this_python(kernel_name)


def _is_this_python(kernel_name: str) -> bool:
    try:
        spec = KernelSpecManager().get_kernel_spec(kernel_name)
    except NoSuchKernel:
        return False
    program = Path(spec.argv[0])
    is_ours = spec.argv[0] in {"python", "python3", f"python3.{sys.version_info.minor}"} or program == Path(
        sys.executable
    )
    return is_ours and _LAUNCHER in spec.argv and not spec.env
