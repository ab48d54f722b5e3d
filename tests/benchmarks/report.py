"""The four formats of one quarterly report from a ready evaluation, and Word's table against the library: ``make bench``.

Each format is rendered from a document that was never seen before (its subject and the bytes of its pictures differ
every time), after one warm-up; shares are medians of processor time over several rounds, which on a machine of its own
is no less than wall time (the typesetter has several threads). What comes before, the composing of that document, is
shown beside it: its charts, which are drawn once for all formats, its comparisons with earlier periods, and the rest;
and both together.
Word: a table of 200 rows and 8 columns through our writer, against the same texts put into the library's own cells
through one ``_cells`` list; the texts that come out are compared.
"""

import gc
import io
import itertools
import statistics
import struct
import sys
import time
import zlib
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import docx
from docx.document import Document as File
from docx.shared import Mm

import kh2025
from kh2025 import office_word
from kh2025.report import charts
from kh2025.report.document import Document, Figure
from kh2025.report.save import FORMATS

ROUNDS, COMPOSED, LIMIT = 9, 5, 0.6
ROWS, COLUMNS, RATIO = 200, 8, 1.5
_HEADER = 33  # bytes of a PNG: its signature and the first chunk
_counter = itertools.count()


def evaluation() -> kh2025.Evaluation:
    """The packaged example, quarter II of 2025."""
    plan = kh2025.load_plan("example:thai_binh_2025/demo.yaml")
    facts = kh2025.open_facts("example:thai_binh_2025/facts")
    return kh2025.evaluate(plan, facts, "2025-Q2", as_of="2025-06-25T17:00:00+07:00")


def fresh(document: Document) -> Document:
    """The document under a subject and with pictures that no renderer can have kept."""
    mark = str(next(_counter))
    title = replace(document.title, subject=f"{document.title.subject} ({mark})")
    sections = tuple(
        replace(
            section,
            blocks=tuple(
                replace(one, png=marked(one.png, mark)) if isinstance(one, Figure) else one
                for one in section.blocks
            ),
        )
        for section in document.sections
    )
    return replace(document, title=title, sections=sections)


def marked(png: bytes, mark: str) -> bytes:
    """The same picture with a remark behind its header."""
    said = b"tEXtComment\0" + mark.encode()
    chunk = struct.pack(">I", len(said) - 4) + said + struct.pack(">I", zlib.crc32(said))
    return png[:_HEADER] + chunk + png[_HEADER:]


def seconds(call: Callable[[], object]) -> float:
    """Processor time of one call, all threads together."""
    begun = time.process_time()
    call()
    return time.process_time() - begun


def of_one(render: Callable[[Document], bytes], document: Document) -> float:
    """Processor time of one format of one document."""
    return seconds(lambda: render(document))


def shares(document: Document) -> dict[str, float]:
    """Median seconds of each format."""
    for render in FORMATS.values():
        render(fresh(document))
    gc.collect()
    gc.freeze()
    rounds = [
        {name: of_one(render, fresh(document)) for name, render in FORMATS.items()} for _ in range(ROUNDS)
    ]
    return {name: statistics.median(one[name] for one in rounds) for name in FORMATS}


def composing(ev: kh2025.Evaluation) -> dict[str, float]:
    """Median seconds of what composing consists of."""
    draw, rounds = charts.draw, []
    for _ in range(COMPOSED):
        drawn: list[float] = []

        def timed(*given: Any, drawn: list[float] = drawn, **named: Any) -> bytes:
            begun = time.process_time()
            png = draw(*given, **named)
            drawn.append(time.process_time() - begun)
            return png

        charts.draw = timed
        try:
            whole = seconds(lambda: kh2025.period_report(ev))
        finally:
            charts.draw = draw
        compared = seconds(lambda: (ev.since("previous"), ev.since("year_before")))
        parts = {f"{len(drawn)} charts": sum(drawn), "comparisons": compared}
        rounds.append(parts | {"the rest": whole - sum(parts.values())})
    return {name: statistics.median(one[name] for one in rounds) for name in rounds[0]}


def told(found: dict[str, float]) -> str:
    """Seconds and shares in words."""
    total = sum(found.values())
    return ", ".join(f"{name} {1000 * one:.0f} ms ({one / total:.0%})" for name, one in found.items())


def texts() -> list[tuple[str, ...]]:
    """Two hundred rows of eight cells."""
    return [
        tuple(f"Nhiệm vụ {row}, cột {column}, nội dung" for column in range(COLUMNS)) for row in range(ROWS)
    ]


def ours(rows: list[tuple[str, ...]]) -> File:
    """Through the writer of reports: widths, repeated headings, whole rows."""
    file = docx.Document()
    office_word.set_fonts(file, 14, 12)
    columns = tuple(office_word.Column(20.0) for _ in range(COLUMNS))
    office_word.add_table(file, office_word.Grid(columns, rows[0], rows[1:], size=10))
    return file


def theirs(rows: list[tuple[str, ...]]) -> File:
    """Through the library's cells, one list of them; widths and texts only."""
    file = docx.Document()
    table = file.add_table(len(rows), COLUMNS, "Table Grid")
    cells = table._cells  # noqa: SLF001 - what python-docx offers for speed
    for cell, text in zip(cells, itertools.chain(*rows), strict=True):
        cell.width = Mm(20)
        cell.paragraphs[0].add_run(text)
    return file


def saved_texts(file: File) -> list[str]:
    """The texts of the file's table as a reader finds them."""
    made = io.BytesIO()
    file.save(made)
    return [node.text for node in docx.Document(made).element.body.iter("{*}t")]


def word_ratio() -> float:
    """How many times as long our table takes as the library's cells; the texts must be equal."""
    rows = texts()
    assert saved_texts(ours(rows)) == saved_texts(theirs(rows))
    made = [(seconds(lambda: theirs(rows)), seconds(lambda: ours(rows))) for _ in range(5)]
    return statistics.median(own / peer for peer, own in made)


def main() -> int:
    """Print the figures; 1 when a limit is missed."""
    ev = evaluation()
    document = kh2025.period_report(ev)
    found, before = shares(document), composing(ev)
    total = sum(found.values())
    print(f"four formats of a quarterly report: {total:.2f} s of at most {LIMIT} s: {told(found)}")
    print(f"composing it, before: {sum(before.values()):.2f} s: {told(before)}")
    print(f"from the evaluation to the four files: {total + sum(before.values()):.2f} s")
    ratio = word_ratio()
    print(f"Word, a table of {ROWS} rows: {ratio:.2f} times the library's cells alone, at most {RATIO}")
    return int(total > LIMIT or ratio > RATIO)


if __name__ == "__main__":
    sys.exit(main())
