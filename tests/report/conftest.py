"""A sample document, texts that try to be more than text, and a browser that is cut off from the network."""

import os
import shutil
import struct
import sys
import zlib
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from kh2025.report.document import (
    Block,
    Document,
    Field,
    Figure,
    Gap,
    Heading,
    Items,
    Note,
    Paragraph,
    Section,
    Table,
    Title,
)

sys.path.insert(0, str(Path(__file__).parent))  # the folder's own helper, `geometry`

_CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
_INSTALL = "no Chromium found: install it (Debian: apt-get install chromium) to run the browser tests"
_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_HOSTILE = {
    "script": "<script>alert(1)</script>",
    "image": "<img src=x onerror=alert(1)>",
    "template": "{{7*7}} {% raw %} {# x #}",
    "link": "[x](javascript:alert(1))",
    "quotes": '" onmouseover="alert(1)" x=\'y\' `z`',
    "closing": "</td></table></style></script></title><h1>",
    "comment": "<!-- x --> ]]> &lt;b&gt; &amp;",
    "word": "a" * 2000,
}


@pytest.fixture(params=_HOSTILE.values(), ids=_HOSTILE)
def hostile(request) -> str:
    """A text that some format reads as markup."""
    return request.param


@pytest.fixture(scope="session")
def png() -> bytes:
    """The smallest chart: one grey pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0\x80")) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


@pytest.fixture(scope="session")
def make() -> Callable[..., Document]:
    """Makes a document of one section out of blocks."""

    def _make(*blocks: Block, lang: str = "vi", **title: object) -> Document:
        head = {
            "superior": "UBND TỈNH THÁI BÌNH",
            "body": "SỞ KHOA HỌC VÀ CÔNG NGHỆ",
            "place": "Thái Bình",
            "number": None,
            "dated": None,
            "code": "BC-SKHCN",
            "kind": "Báo cáo",
            "subject": "Kết quả Quý II/2025",
        }
        return Document("q2", lang, Title(**(head | title)), (Section("part", blocks),))

    return _make


@pytest.fixture(scope="session")
def everywhere(png) -> Callable[[str], Document]:
    """Makes a document that holds one text in every place that takes a text."""

    def _everywhere(text: str) -> Document:
        fields = (Field(text), Field(text, "status"), Field(text, "code"))
        rows = ((text, text, (text, text)), (text, text, text))
        blocks = (
            Heading(text),
            Paragraph(text),
            Items((text,)),
            Note("info", text),
            Gap(text),
            Table(text, fields, rows, text, total=rows[0]),
            Table(text, fields, rows, text, groups=((0, text),)),
            Table(text, fields, (), text),
            Figure(text, text, png, text),
        )
        title = Title(text, text, text, text, date(2025, 6, 25), text, text, text)
        return Document("everywhere", "vi", title, (Section("part", blocks),), ((text, text),), text)

    return _everywhere


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of an installed Chromium; without one the test is skipped, in CI it fails."""
    found = next(filter(None, map(shutil.which, _CHROMIUM)), None)
    if found is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(_INSTALL)
    return found


@pytest.fixture(scope="session")
def browser(chromium) -> Iterator[object]:
    """A running Chromium."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only the browser tests need it

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=list(_ARGUMENTS))
        yield running
        running.close()
