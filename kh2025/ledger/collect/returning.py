"""What goes back to an agency for a file that was refused: a marked copy where it is a workbook, else a list of errors."""

from collections.abc import Collection
from pathlib import Path

from kh2025.errors import InputError
from kh2025.ledger.collect.collecting import Result
from kh2025.ledger.collect.faults import Fault
from kh2025.ledger.collect.finding import ERRORS_ENDING
from kh2025.ledger.collect.marking import error_list, marked_workbook

# A marked copy is written as this, whatever the file was called: macros are not kept.
_WORKBOOK = ".xlsx"


def returned(result: Result, lang: str) -> tuple[str, bytes]:
    """Name and content of what goes back; what the guard refused is never opened to be copied."""
    sent, path = result.sent, result.path
    faults = result.refused
    if sent is not None and sent.is_workbook:
        try:
            return f"{path.stem}{_WORKBOOK}", marked_workbook(sent, faults, lang)
        except InputError as error:  # then the list must do, and says so
            faults = (*faults, *map(Fault, error.problems))
    return f"{path.name}{ERRORS_ENDING}", error_list(faults, lang)


def free_name(name: str, path: Path, taken: Collection[str]) -> str:
    """The name, or where another file of this call has it one that names the folder too.

    >>> free_name("a.xlsx", Path("so-yt/a.xlsx"), {"a.xlsx"})
    'a-so-yt.xlsx'
    """
    if name not in taken:
        return name
    stem, sign, ending = name.partition(".")
    candidates = [f"{stem}-{path.parent.name}{sign}{ending}"]
    candidates += [f"{stem}-{number}{sign}{ending}" for number in range(2, len(taken) + 3)]
    return next(one for one in candidates if one not in taken)
