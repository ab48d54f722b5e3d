"""Runs a check on texts that atheris (libFuzzer) makes, from seeds and words of the grammar under test."""

import sys
import tempfile
from pathlib import Path


def fuzz(check, seeds, words):
    """Feed texts to ``check`` for as many seconds as the command line says; an exception ends the run.

    The coverage of kh2025 guides it, so ``check`` imports what it checks by itself, after this began.
    """
    import atheris

    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else 600
    findings = Path("build", "fuzz")
    findings.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, atheris.instrument_imports(include=["kh2025"]):
        corpus, dictionary = Path(folder, "corpus"), Path(folder, "words")
        corpus.mkdir()
        for number, seed in enumerate(seeds):
            (corpus / str(number)).write_text(seed, "utf-8")
        dictionary.write_text("".join(f'"{_escaped(word)}"\n' for word in words), "ascii")
        check("")
        options = [f"-max_total_time={seconds}", f"-dict={dictionary}", "-max_len=120", "-timeout=10"]
        atheris.Setup(
            [sys.argv[0], *options, f"-artifact_prefix={findings}/", "-print_final_stats=1", str(corpus)],
            lambda data: check(data.decode("utf-8", "ignore")),
        )
        atheris.Fuzz()


def _escaped(word):
    return "".join(f"\\x{byte:02x}" for byte in word.encode())
