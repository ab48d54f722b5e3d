"""Room 7: arguments, messages, exit codes; the only place that asks the clock."""

import sys

#: A grammar of international addresses that the schema checker of notebooks compiles when it finds it: a second of
#: every report, and no notebook holds such an address. None in its place says that it is not installed.
_UNUSED = "rfc3987_syntax"


def main() -> None:
    """The program ``kh2025``: runs the command line and exits with its code."""
    from kh2025.cli.program import run  # noqa: PLC0415 - keeps `import kh2025.cli` free of typer

    sys.modules.setdefault(_UNUSED, None)  # type: ignore[arg-type]
    sys.exit(run(sys.argv[1:]))
