"""A sample document, texts that try to be more than text, and a browser that is cut off from the network."""

import io
import os
import shutil
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest
from pypdf import PageObject, PdfReader

import kh2025
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
    Run,
    Section,
    Signature,
    Table,
    Title,
)
from kh2025.report.issue import Issue

sys.path.insert(0, str(Path(__file__).parent))  # the folder's own helpers: `contrast`, `geometry`, `overview`

_CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
_INSTALL = "no Chromium found: install it (Debian: apt-get install chromium) to run the browser tests"
_INSTALL_OFFICE = "no LibreOffice found: install it (Debian: apt-get install libreoffice-writer libreoffice-calc) to run the layout tests"
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
    "typst": '#import "x" $\\frac{$ [x](y) *b* @ref <l> // c \\u{41} #(1+1)',
    "formula": '=HYPERLINK("http://x") +1 -1 @SUM(1)',
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
            Paragraph((Run(text), Run(text, "strong"))),
            Items((text,)),
            Note("info", text),
            Gap(text),
            Table(text, fields, rows, text, total=rows[0]),
            Table(text, fields, rows, text, groups=((0, text),)),
            Table(text, fields, (), text),
            Figure(text, text, png, text),
        )
        signed = Signature(text, text, (text,))
        title = Title(text, text, text, text, date(2025, 6, 25), text, text, text)
        return Document(
            "everywhere", "vi", title, (Section("part", blocks),), ((text, text),), signed, (text,)
        )

    return _everywhere


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of an installed Chromium; without one the test is skipped, in CI it fails."""
    found = next(filter(None, map(shutil.which, _CHROMIUM)), None)
    if found is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(_INSTALL)
    return found


@pytest.fixture(scope="module")
def browser(chromium) -> Iterator[object]:
    """A running Chromium; it ends with the module, since Playwright keeps an event loop running."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only the browser tests need it

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=list(_ARGUMENTS))
        yield running
        running.close()


_FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir>
<alias binding="same"><family>Times New Roman</family><prefer><family>Liberation Serif</family></prefer></alias>
</fontconfig>"""


@pytest.fixture(scope="session")
def pages(tmp_path_factory) -> Callable[[bytes, str], PdfReader]:
    """Lays a Word or Excel file out with LibreOffice, in the package's font; without it skipped, in CI failed."""
    soffice = shutil.which("soffice")
    if soffice is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(_INSTALL_OFFICE)
    home = tmp_path_factory.mktemp("office")
    conf = _FONTS.format(fonts=files("kh2025.report") / "fonts", cache=home / "cache")
    (home / "fonts.conf").write_text(conf, "utf-8")
    environment = {**os.environ, "FONTCONFIG_FILE": str(home / "fonts.conf"), "HOME": str(home)}

    def _pages(content: bytes, ending: str) -> PdfReader:
        file = home / f"laid_out.{ending}"
        file.write_bytes(content)
        profile = f"-env:UserInstallation={(home / 'profile').as_uri()}"
        command = [soffice, profile, "--headless", "--convert-to", "pdf", "--outdir", str(home), str(file)]
        subprocess.run(command, check=True, capture_output=True, timeout=120, env=environment)
        return PdfReader(io.BytesIO((home / "laid_out.pdf").read_bytes()))

    return _pages


@pytest.fixture(scope="session")
def places() -> Callable[[PageObject], list[float]]:
    """Tells where the texts of a page begin, from the left edge of the paper; unit: mm."""

    def _places(page: PageObject) -> list[float]:
        found = []

        def visit(text, cm, tm, *_):
            if text.strip():
                found.append((tm[4] * cm[0] + tm[5] * cm[2] + cm[4]) * 25.4 / 72)

        page.extract_text(visitor_text=visit)
        return found

    return _places


@pytest.fixture(scope="session")
def demo() -> Document:
    """The packaged example's report, as a draft."""
    return kh2025.period_report(_evaluation())


@pytest.fixture(scope="session")
def issued() -> Document:
    """The packaged example's report with number, day and signer."""
    given = ("76", "25/6/2025", "KT. GIÁM ĐỐC; PHÓ GIÁM ĐỐC; Nguyễn Văn A")
    return kh2025.period_report(_evaluation(), issue=Issue.of(*given))


@cache
def _evaluation():
    plan = kh2025.load_plan("example:thai_binh_2025/demo.yaml")
    facts = kh2025.open_facts("example:thai_binh_2025/facts")
    return kh2025.evaluate(plan, facts, "2025-Q2", as_of="2025-06-25T17:00:00+07:00")
