"""What commands print: tables for people, JSON for programs, progress for the waiting."""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any

from kh2025.law.moments import local_day, local_text, local_zone, parse_moment
from kh2025.messages import text as message

if TYPE_CHECKING:
    from rich.table import Table

    from kh2025.law.periods import Period

_MARGINS = 2  # characters of a column that hold nothing
_SHORT = 10  # characters of a word that is kept whole: a date, a code


def now() -> str:
    """This moment as a value, in local time and exact: what was recorded earlier in this second is seen."""
    return local_text(datetime.now(local_zone()))


def period_at(written: str, as_of: str) -> "Period":
    """A period as written, or such as ``latest-quarter``: the last one closed at a moment."""
    from kh2025.law.latest import resolve  # noqa: PLC0415 - `--help` needs no calendar

    return resolve(written, local_day(parse_moment(as_of, "as_of")))


def print_json(value: Any) -> None:
    """One JSON document on standard output."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False) + "\n")


def print_lines(*lines: str) -> None:
    """Plain lines on standard output."""
    sys.stdout.write("".join(line + "\n" for line in lines))


def note_standing(standing: Mapping[int, str], lang: str) -> None:
    """Say on standard error which years' days off rest on no official notice."""
    for name in ("provisional", "unverified"):
        if years := ", ".join(str(year) for year, found in standing.items() if found == name):
            sys.stderr.write(message("cli", f"standing.{name}", lang, years=years) + "\n")


def print_table(
    title: str, columns: Sequence[str], rows: Iterable[Sequence[object]], *, numbers: int = 0, whole: int = 0
) -> None:
    """A table; the first ``whole`` columns and short words are not wrapped, the last ``numbers`` right-aligned.

    Where the terminal is too narrow for that, everything is wrapped: nothing is ever cut off. Cells are text,
    never markup.
    """
    from rich.console import Console  # noqa: PLC0415 - only commands that print tables pay for it

    console = Console(highlight=False)
    shown = [["–" if cell is None else str(cell) for cell in row] for row in rows]
    # Less and less is kept together until the table fits.
    for kept, short in ((whole, _SHORT), (0, _SHORT), (0, 0)):
        table = _table(title, columns, shown, numbers=numbers, whole=kept, short=short)
        if _fits("".join(part.text for part in console.render(table)), console.width):
            break
    console.print(table)


def print_pairs(pairs: Iterable[tuple[str, str]], *, indent: int = 2) -> None:
    """Names and their values in two columns; long values are wrapped under themselves, never cut off."""
    from rich.console import Console  # noqa: PLC0415
    from rich.padding import Padding  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for name, value in pairs:
        grid.add_row(Text(name), Text(value))
    Console(highlight=False).print(Padding(grid, (0, 0, 0, indent)))


def _fits(drawn: str, width: int) -> bool:
    """Whether no line is too wide and no column is left without room between its margins."""
    lines = drawn.splitlines()
    border = next(line for line in lines if line.startswith("┏"))
    return max(map(len, lines)) <= width and min(map(len, border.strip("┏┓").split("┳"))) > _MARGINS


def _table(
    title: str,
    columns: Sequence[str],
    shown: list[list[str]],
    *,
    numbers: int,
    whole: int,
    short: int,
) -> "Table":
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table = Table(title=Text(title), title_justify="left")
    for place, name in enumerate(columns):
        words = [len(word) for row in shown for word in row[place].split()]
        table.add_column(
            Text(name),
            justify="right" if place >= len(columns) - numbers else "left",
            overflow="fold",
            no_wrap=place < whole,
            min_width=max((length for length in words if length <= short), default=None),
        )
    for row in shown:
        table.add_row(*map(Text, row))
    return table


@contextmanager
def progress_bar(text: str, total: int) -> Iterator[Any]:
    """A progress bar on standard error with remaining time; gives a function that moves it by one."""
    from rich import console, progress  # noqa: PLC0415

    columns = (
        progress.SpinnerColumn(),
        progress.TextColumn("{task.description}"),
        progress.BarColumn(),
        progress.MofNCompleteColumn(),
        progress.TimeRemainingColumn(),
    )
    with progress.Progress(*columns, console=console.Console(stderr=True), transient=True) as bar:
        task = bar.add_task(text, total=total)
        yield lambda: bar.advance(task)


@contextmanager
def waiting(text: str) -> Iterator[None]:
    """A spinner on standard error, in a terminal only."""
    from rich.console import Console  # noqa: PLC0415

    console = Console(stderr=True)
    if not console.is_terminal:
        yield
        return
    with console.status(text):
        yield
