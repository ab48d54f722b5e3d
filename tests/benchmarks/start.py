"""What starting costs, as ratios in one run: ``make bench``.

Every figure is the median over several pairs of fresh processes, the two of a pair one after the other, so
that a machine that slows down slows both.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

_BARE_TYPER = """
import typer
app = typer.Typer(add_completion=False)
@app.command()
def one(name: str) -> None: ...
@app.command()
def two(name: str) -> None: ...
app()
"""


def seconds(command: Sequence[str]) -> float:
    """Wall time of a whole process."""
    begun = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - begun


def pairs(first: Sequence[str], second: Sequence[str], runs: int) -> list[tuple[float, float]]:
    """Times of both commands in turn, after one warm-up of each."""
    seconds(first), seconds(second)
    return [(seconds(first), seconds(second)) for _ in range(runs)]


def main() -> None:
    """Print one line per figure."""
    python = sys.executable
    imported = pairs([python, "-c", "pass"], [python, "-c", "import kh2025"], 21)
    extra = 1000 * statistics.median(ours - bare for bare, ours in imported)
    print(f"import kh2025           {extra:6.1f} ms over bare Python (limit 15 ms)")

    with tempfile.TemporaryDirectory() as folder:
        bare = Path(folder) / "bare.py"
        bare.write_text(_BARE_TYPER, "utf-8")
        helped = pairs([python, str(bare), "--help"], [python, "-m", "kh2025", "--help"], 11)
        ratio = statistics.median(ours / bare_time for bare_time, ours in helped)
        print(f"kh2025 --help           {ratio:6.2f} x a bare typer program (limit 2)")

        source = "import kh2025.share; print(kh2025.share.folder('notebooks') / 'period_report.ipynb')"
        notebook = subprocess.run(
            [python, "-c", source], check=True, capture_output=True, text=True
        ).stdout.strip()
        stock = [python, "-m", "papermill", notebook, f"{folder}/out.ipynb", "-p", "out", folder]
        made = pairs(stock, [python, "-m", "kh2025", "demo", "-o", f"{folder}/demo"], 5)
        ratio = statistics.median(ours / papermill for papermill, ours in made)
        took = statistics.median(ours for _, ours in made)
        print(
            f"kh2025 demo             {ratio:6.2f} x stock papermill on the same notebook; {took:.1f} s here"
        )


if __name__ == "__main__":
    main()
