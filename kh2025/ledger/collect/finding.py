"""Which files are meant: those that are named, and in a folder what looks like a workbook or a CSV file."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from kh2025.errors import InputError, Problem

# Also what is refused for its format: a file that is left out in silence would read as a report that is missing.
_ENDINGS = frozenset((".xlsx", ".xlsm", ".xltx", ".xltm", ".xlsb", ".xls", ".csv"))
#: The ending of the list of errors that is returned for a file which cannot be marked.
ERRORS_ENDING = ".errors.csv"
# The file that Excel keeps beside one that is open, and hidden files.
_PASSING = ("~$", ".")


def find_files(given: Iterable[Path], besides: Iterable[Path] = ()) -> list[Path]:
    """The files to collect, each once: a file as it is named, a folder's files in order, links not followed.

    Args:
        given: files and folders.
        besides: files and folders that are no reports: the list of receipts, the folder of rejects.

    Raises:
        InputError: ``collect-nothing``, a folder holds no such file.
    """
    left_out = [path.resolve() for path in besides]
    found: dict[str, Path] = {}
    for one in given:
        inside = list(_in_folder(one, left_out)) if one.is_dir() else [one]
        if not inside:
            raise InputError(
                Problem("collect-nothing", str(one), details={"endings": ", ".join(sorted(_ENDINGS))})
            )
        for path in inside:
            found.setdefault(os.path.abspath(path), path)  # noqa: PTH100 - links are not followed
    return list(found.values())


def _in_folder(folder: Path, left_out: list[Path]) -> Iterator[Path]:
    for home, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = Path(home) / name
            is_meant = path.suffix.lower() in _ENDINGS and not name.startswith(_PASSING)
            if is_meant and not name.endswith(ERRORS_ENDING) and not path.is_symlink():
                resolved = path.resolve()
                if not any(resolved.is_relative_to(one) for one in left_out):
                    yield path
