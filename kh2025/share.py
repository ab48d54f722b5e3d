"""Where the notebooks and examples are: beside the package in a checkout, inside it when installed."""

from pathlib import Path

from kh2025.errors import InputError, Problem

_PREFIX = "example:"


def folder(name: str) -> Path:
    """The folder ``notebooks`` or ``examples``.

    A checkout's own folders come first: an editable install may also hold an older copy of them.
    """
    package = Path(__file__).resolve().parent
    checkout = package.parent
    if (checkout / "pyproject.toml").is_file() and (checkout / name).is_dir():
        return checkout / name
    return package / "share" / name


def find(source: str | Path) -> Path:
    """A path as given, or below the examples when written ``example:thai_binh_2025/plan.yaml``."""
    text = str(source)
    if not text.startswith(_PREFIX):
        return Path(source)
    examples = folder("examples").resolve()
    try:
        path = (examples / text.removeprefix(_PREFIX)).resolve()
    except ValueError:  # a NUL byte is in no path
        path = examples.parent
    if not path.is_relative_to(examples):
        raise InputError(Problem("example-path", value=text))
    return path
