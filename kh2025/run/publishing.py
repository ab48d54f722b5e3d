"""Files appear under their names whole or not at all, also after a power cut, and a report's files together.

They are written into a private folder and synced; then, holding the folder's lock, each is renamed, the manifest last.
A private folder is locked by its owner as long as that lives, so that the next batch can clear what a killed one left.
"""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from kh2025.errors import ParameterError, Problem, RunError
from kh2025.run.manifest import is_file_name

_PREFIX = ".making-"


@contextlib.contextmanager
def private_folder(out: Path) -> Iterator[Path]:
    """A private folder beside the files; it goes when the batch ends, however it ends.

    Raises:
        ParameterError: the folder for the files cannot be written.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        _clear(out)
        private = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=out))
    except OSError as error:
        raise ParameterError(Problem("write", str(out), error.strerror)) from None
    with _locked(private):
        try:
            yield private
        finally:
            shutil.rmtree(private, ignore_errors=True)


def publish(out: Path, private: Path, files: Mapping[str, bytes], dropped: Iterable[str] = ()) -> None:
    """Put files under their names, in the order given, and take those away that no longer stand.

    Args:
        out: the folder for the files.
        private: a folder of the batch's own on the same disk.
        files: content by name; the last one says that the others are there.
        dropped: names of files that go.

    Raises:
        RunError: the disk refuses; no file is half there.
    """
    for name in (*files, *dropped):
        _check(name)
    try:
        written = {name: _write(private, name, content) for name, content in files.items()}
        with _locked(out):
            for name, made in written.items():
                os.replace(made, out / name)  # noqa: PTH105 - replaces in one step on every system
            for name in dropped:
                (out / name).unlink(missing_ok=True)
            _sync(out)
    except OSError as error:
        raise RunError(
            Problem("write", error.filename2 or error.filename or str(out), error.strerror)
        ) from None


def _check(name: str) -> None:
    """A name of a file in the folder, never a path that leaves it."""
    if not is_file_name(name):
        raise RunError(Problem("write-target", name))


def _write(private: Path, name: str, content: bytes) -> Path:
    made = private / name
    with made.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return made


def _sync(folder: Path) -> None:
    if os.name != "posix":
        return
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold a folder for oneself; where the system cannot lock folders, only renames are whole."""
    if os.name != "posix":
        yield
        return
    import fcntl  # noqa: PLC0415 - POSIX only

    number = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(number, fcntl.LOCK_EX)
        yield
    finally:
        os.close(number)


def _clear(out: Path) -> None:
    """Remove the private folders of batches that were killed."""
    if os.name != "posix":
        return
    import fcntl  # noqa: PLC0415 - POSIX only

    for left in out.glob(f"{_PREFIX}*"):
        with contextlib.suppress(OSError):  # gone already, or its owner lives
            number = os.open(left, os.O_RDONLY | os.O_NOFOLLOW)
            try:
                fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(left, ignore_errors=True)
            finally:
                os.close(number)
