"""Room 7: arguments, messages, exit codes; the only place that asks the clock."""

import sys


def main() -> None:
    """The program ``kh2025``: runs the command line and exits with its code."""
    from kh2025.cli.program import run  # noqa: PLC0415 - keeps `import kh2025.cli` free of typer

    sys.exit(run(sys.argv[1:]))
