"""Files that commands make: never over another one unasked, and whole or not at all."""

from pathlib import Path


def refuse_existing(out: Path, *, force: bool) -> None:
    """Refuse to write over a file, before any work.

    Raises:
        ParameterError: ``file-exists``.
    """
    from kh2025.errors import ParameterError, Problem  # noqa: PLC0415 - `--help` needs no errors

    if not force and (out.exists() or out.is_symlink()):
        raise ParameterError(Problem("file-exists", str(out)))


def write_text(out: Path, content: str) -> None:
    """Write a text in UTF-8; ``RunError`` when the disk refuses."""
    from kh2025.report.save import write  # noqa: PLC0415 - `--help` needs no reports

    write(out, content.encode("utf-8"))
