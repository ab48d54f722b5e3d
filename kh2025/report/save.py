"""A document becomes files: each appears whole or not at all, and a failed run leaves the last good one."""

import os
import re
import tempfile
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from pathlib import Path

from kh2025.errors import ParameterError, Problem
from kh2025.report.document import Document

_MODE = 0o644
_DEVICES = Path("/dev")
#: No folder, no drive, no control character.
_NAME = re.compile(r"[^/\\:\x00-\x1f\x7f]+")


def _renderer(name: str) -> Callable[[Document], bytes]:
    """The renderer of a format; its module, and the library behind it, is loaded when first used."""

    def rendered(document: Document) -> bytes:
        made = import_module(f"kh2025.report.{name}").render(document)
        return made.encode("utf-8") if isinstance(made, str) else bytes(made)

    return rendered


#: The formats that a document can be saved in, by the ending of the file; by default all of them.
FORMATS: Mapping[str, Callable[[Document], bytes]] = {
    name: _renderer(name) for name in ("html", "docx", "pdf", "xlsx")
}


def save(document: Document, out: Path, formats: Sequence[str] | None = None) -> list[Path]:
    """Write a document to a folder, one file per format, and return the files in the order asked for.

    All formats are rendered before the first file is touched.

    Raises:
        ParameterError: a format is unknown, the document's name would leave the folder, or the folder or a file
            cannot be written.
    """
    wanted = tuple(FORMATS) if formats is None else formats
    check(document.name, wanted)
    made = {out / f"{document.name}.{name}": FORMATS[name](document) for name in wanted}
    for path, content in made.items():
        write(path, content)
    return list(made)


def write(path: Path, content: bytes) -> None:
    """Write a file in a private folder beside it, then promote it.

    Only a file, or a link to one, is ever replaced: promoting over a device would take it away.

    Raises:
        ParameterError: something else than a file stands there, or the disk refuses.
    """
    try:
        _refuse_other_than_file(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".kh2025-", dir=path.parent) as private:
            made = Path(private) / "file"
            _write_through(made, content)
            made.replace(path)
    except OSError as error:
        raise ParameterError(Problem("write", str(path), error.strerror or str(error))) from error


def _refuse_other_than_file(path: Path) -> None:
    # `/dev/stdout` is a link, and to a file where the shell redirects it.
    is_other = path.exists() and not path.is_file()
    if is_other or (path.is_symlink() and path.parent.resolve() == _DEVICES):
        raise ParameterError(Problem("write-target", str(path)))


def _write_through(path: Path, content: bytes) -> None:
    # A mode given on opening, unlike a later chmod, honours the umask. Without the sync a power cut
    # after the rename could leave an empty file.
    with open(path, "xb", opener=_open) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _open(path: str, flags: int) -> int:
    return os.open(path, flags, _MODE)


def check(name: str, formats: Sequence[str]) -> None:
    """Refuse a document's name or formats before anything is made.

    Raises:
        ParameterError: ``format`` for each that is unknown and where there is none, ``document-name``.
    """
    known = ", ".join(FORMATS)
    problems = [Problem("format", "formats", one, {"known": known}) for one in formats if one not in FORMATS]
    if not formats:
        problems.append(Problem("format", "formats", "", {"known": known}))
    if not _NAME.fullmatch(name) or name in {".", ".."}:
        problems.append(Problem("document-name", "name", name))
    if problems:
        raise ParameterError(problems)
