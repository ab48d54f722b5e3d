"""Files that commands make: never over what is read, over another one only when forced, and whole or not at all."""

import os
from pathlib import Path


def refuse_input(out: Path, source: str) -> None:
    """Refuse to write over the file that is read, before any work.

    Raises:
        ParameterError: ``write-input``.
    """
    from kh2025.errors import ParameterError, Problem  # noqa: PLC0415 - `--help` needs no errors

    # The functions of `os.path`, unlike those of `Path`, find a name that is too long to be missing.
    if os.path.exists(source) and os.path.exists(out) and os.path.samefile(source, out):  # noqa: PTH110, PTH121
        raise ParameterError(Problem("write-input", str(out)))


def refuse_existing(out: Path, source: str, *, force: bool) -> None:
    """Refuse to write over what is read, and over another file unless forced; before any work.

    Raises:
        ParameterError: ``write-input``, ``file-exists``.
    """
    from kh2025.errors import ParameterError, Problem  # noqa: PLC0415 - `--help` needs no errors

    refuse_input(out, source)
    if not force and os.path.lexists(out):
        raise ParameterError(Problem("file-exists", str(out)))


def write_text(out: Path, content: str) -> None:
    """Write a text in UTF-8; the errors of :func:`kh2025.report.save.write`."""
    from kh2025.report.save import write  # noqa: PLC0415 - `--help` needs no reports

    write(out, content.encode("utf-8"))
