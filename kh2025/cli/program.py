"""The program: one language, one error message, one exit code.

Exit codes: 0 ok · 1 internal · 2 usage · 3 invalid input · 4 not compliant · 5 a notebook failed or timed
out · 6 store busy, locked or broken · 130 interrupted · 143 terminated.
"""

import json
import os
import signal
import sys
import traceback
from collections.abc import Sequence
from types import FrameType
from typing import Any

import typer

from kh2025 import messages
from kh2025.cli import (
    calendar,
    collect,
    deadline,
    demo,
    evaluate,
    explain,
    form,
    ledger,
    period,
    plan,
    remind,
    report,
    rules,
    site,
    verify,
    workday,
)
from kh2025.cli.usage import explained
from kh2025.errors import InputError, Kh2025Error, StoreError

INTERNAL, USAGE, INVALID, FAILED, STORE, INTERRUPTED, TERMINATED = 1, 2, 3, 5, 6, 130, 143
# Typer carries its own copy of click and names only the subclasses.
_UsageError: Any = typer.BadParameter.__base__
_COMMANDS = (
    demo,
    period,
    calendar,
    deadline,
    workday,
    plan,
    form,
    collect,
    evaluate,
    report,
    verify,
    site,
    remind,
    ledger,
    rules,
    explain,
)


def build(lang: str) -> typer.Typer:
    """The command line with its help in one language."""
    app = typer.Typer(
        name="kh2025",
        help=messages.text("cli", "about", lang),
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
    )

    @app.callback()
    def options(
        lang: str = typer.Option(
            lang, "--lang", help=messages.text("cli", "options.lang", lang), metavar="vi|en"
        ),
    ) -> None:
        del lang  # taken out of the arguments before the help was built

    for command in _COMMANDS:
        command.add(app, lang)
    return app


def run(arguments: Sequence[str]) -> int:
    """Run the command line; returns the exit code."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    signal.signal(signal.SIGTERM, _terminate)
    lang, rest = take_lang(list(arguments))
    if lang not in messages.LANGUAGES:
        sys.stderr.write(messages.text("cli", "bad_lang", found=repr(lang)) + "\n")
        return USAGE
    try:
        result = typer.main.get_command(build(lang)).main(rest, prog_name="kh2025", standalone_mode=False)
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - every end of the program has its code
        return _explain(error, lang, as_json="--json" in rest)
    return result if isinstance(result, int) else 0


def take_lang(arguments: list[str]) -> tuple[str, list[str]]:
    """The language, wherever ``--lang`` stands, and the other arguments.

    >>> take_lang(["period", "2025-Q2", "--lang", "en"])
    ('en', ['period', '2025-Q2'])
    """
    lang = os.environ.get("KH2025_LANG", messages.DEFAULT)
    rest: list[str] = []
    waiting = iter(arguments)
    for argument in waiting:
        if argument == "--":
            return lang, [*rest, argument, *waiting]
        if argument == "--lang":
            lang = next(waiting, "")
        elif argument.startswith("--lang="):
            lang = argument.removeprefix("--lang=")
        else:
            rest.append(argument)
    return lang, rest


def _explain(error: BaseException, lang: str, *, as_json: bool) -> int:
    """Say what went wrong; returns the exit code."""
    if isinstance(error, Kh2025Error):
        sys.stderr.write((_as_json(error, lang) if as_json else error.render(lang)) + "\n")
        return _code(error)
    if isinstance(error, typer.Abort | KeyboardInterrupt):
        return INTERRUPTED
    if isinstance(error, _UsageError):
        if said := explained(error, lang):
            sys.stderr.write(said + "\n")
        else:
            error.show()
        return USAGE
    if isinstance(error, BrokenPipeError):
        # The reader has gone (`kh2025 rules | head`): nothing is wrong, and nothing more can be said.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    traceback.print_exception(error)  # a bug of ours: say where
    return INTERNAL


def _code(error: Kh2025Error) -> int:
    if isinstance(error, StoreError):
        return STORE
    return INVALID if isinstance(error, InputError) else FAILED


def _as_json(error: Kh2025Error, lang: str) -> str:
    rows = [
        {
            "code": problem.code,
            "place": problem.place,
            "value": problem.shown(),
            "accepted": problem.accepted(lang),
            "message": problem.render(lang),
        }
        for problem in error.problems
    ]
    return json.dumps({"errors": rows}, ensure_ascii=False)


def _terminate(number: int, frame: FrameType | None) -> None:
    del number, frame
    sys.exit(TERMINATED)
