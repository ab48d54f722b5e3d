import io
import os
import subprocess
import sys
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256

import numpy as np
import pytest
from matplotlib import rc_context
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from PIL import Image

from kh2025.report import charts
from kh2025.report.charts import glyphs
from kh2025.report.charts.canvas import DPI, STYLE
from kh2025.report.charts.pixels import Canvas, Renderer, picture

WORDS = [
    "Sở Văn hóa, Thể thao và Du lịch",
    "1. ỦY BAN NHÂN DÂN TỈNH: Ẩm thực Mỹ Đức",
    "AVA To LT P. «Vô» Ty",
    "114 → 7 (8,5 %) \N{MINUS SIGN}3…",
    "Đ",
]
LEFT_TO_MATPLOTLIB = {
    "marks apart": unicodedata.normalize("NFD", "Sở"),
    "stacked marks": "Ẫ̲̈ỗ̱ǖ",
    "ligature": "offices",
    "right to left": "سلام",
    "control": "a\u202eb",
    "soft hyphen": "a\xadb",
    "line break": "a\nb",
}


def sheet(kind, width=900, height=200):
    """A renderer in the charts' style."""
    return kind(width, height, DPI)


def written(kind, words, angle=0, **look):
    """The ink of words on a sheet, 0 to 255."""
    figure = Figure(figsize=(6, 6), dpi=DPI)
    canvas = kind(figure)
    figure.text(0.1, 0.1, words, rotation=angle, **look)
    canvas.draw()
    return 255 - np.asarray(canvas.buffer_rgba())[:, :, 0].astype(int)


@pytest.fixture(autouse=True)
def style():
    """The charts' settings."""
    with rc_context(STYLE):
        yield


@pytest.mark.parametrize("words", WORDS)
def test_a_line_is_as_long_and_as_high_as_matplotlib_says(words):
    """Width, height and descent agree within a pixel, kerning included."""
    prop = FontProperties(size=8)
    own = sheet(Renderer).get_text_width_height_descent(words, prop, ismath=False)
    theirs = sheet(RendererAgg).get_text_width_height_descent(words, prop, ismath=False)
    assert own == pytest.approx(theirs, abs=1.0)


@pytest.mark.parametrize(
    "look", [{}, {"fontsize": 7.3}, {"fontweight": "bold"}], ids=["plain", "tiny", "bold"]
)
def test_lines_are_as_far_apart_as_matplotlib_sets_them(look):
    """Words of several lines take as much height as with matplotlib's own renderer."""
    heights = []
    for kind in (Canvas, FigureCanvasAgg):
        figure = Figure(figsize=(6, 6), dpi=DPI)
        canvas = kind(figure)
        words = figure.text(0.1, 0.1, "an\nan", **look)
        heights.append(words.get_window_extent(canvas.get_renderer()).height)
    assert heights[0] == pytest.approx(heights[1], rel=1e-9)


def test_heights_of_the_font_are_looked_up_once(monkeypatch):
    """Matplotlib asks the renderer for the heights of a line, so that it reads no table of the font for a word."""
    asked = []
    own = vars(Renderer)["_get_font_height_metrics"]
    monkeypatch.setattr(
        Renderer, "_get_font_height_metrics", lambda self, prop: asked.append(prop) or own(self, prop)
    )
    written(Canvas, "Sở")
    assert asked


@pytest.mark.parametrize("angle", [0, 90, 30])
@pytest.mark.parametrize("words", WORDS)
def test_a_line_has_the_ink_that_matplotlib_gives_it(words, angle):
    """As much ink within a hundredth, and nine tenths of it at the same places."""
    own, theirs = (written(kind, words, angle, fontsize=24) for kind in (Canvas, FigureCanvasAgg))
    assert own.sum() == pytest.approx(theirs.sum(), rel=0.01)
    assert np.abs(own - theirs).sum() < theirs.sum() / 10


@pytest.mark.parametrize("words", WORDS)
def test_words_of_plans_are_in_a_row(words):
    """Vietnamese, numbers and punctuation are set here."""
    assert glyphs.is_in_a_row(words)


@pytest.mark.parametrize("words", LEFT_TO_MATPLOTLIB.values(), ids=LEFT_TO_MATPLOTLIB)
def test_what_needs_shaping_is_left_to_matplotlib(words):
    """Marks of their own, ligatures, other directions and controls are not set here."""
    assert not glyphs.is_in_a_row(words)


@pytest.mark.parametrize(
    ("words", "look"),
    [
        ("offices", {}),
        ("a", {"fontweight": "bold"}),
        ("a", {"fontstyle": "italic"}),
        ("$x^2$", {"parse_math": True}),
    ],
    ids=["ligature", "bold", "italic", "formula"],
)
def test_other_words_are_drawn_by_matplotlib(words, look):
    """What is no ordinary word of the font has matplotlib's pixels."""
    own, theirs = (written(kind, words, **look) for kind in (Canvas, FigureCanvasAgg))
    assert theirs.any()
    assert (own == theirs).all()


def test_blanks_have_a_width_and_no_ink():
    """A line of blanks is as wide as they are and draws nothing."""
    line = glyphs.line("  ")
    assert line.outline is None
    assert line.advance == 2 * glyphs.glyph(" ").advance > 0
    assert not written(Canvas, "  ").any()


def test_a_chart_has_a_palette_and_knows_its_size():
    """The PNG has a palette, no transparency, and the dots per inch that give its size on paper."""
    png = charts.draw(lambda ax: ax.plot([1, 2]), width=5, height=3)
    with Image.open(io.BytesIO(png)) as made:
        assert made.mode == "P"
        assert made.size == (5 * DPI, 3 * DPI)
        assert made.info["dpi"] == pytest.approx((DPI, DPI), abs=0.1)
        assert set(made.info) == {"dpi"}


def speckled(colours):
    """Pixels of so many colours; those beyond the 256th are rare, and near to one of the others."""
    numbers = np.arange(256 * 256) % min(colours, 256)
    rare = np.repeat(np.arange(256, max(colours, 256)), 4)
    numbers[: len(rare)] = rare
    pixels = np.stack([numbers % 256, numbers // 256 * 3, 255 - numbers % 256, 255 + 0 * numbers], axis=-1)
    return pixels.astype("uint8").reshape(256, 256, 4)


@pytest.mark.parametrize("colours", [1, 2, 255, 256])
def test_a_palette_keeps_every_pixel(colours):
    """Up to 256 colours stand exactly."""
    pixels = speckled(colours)
    made = picture(pixels)
    assert made.mode == "P"
    assert (np.asarray(made.convert("RGB")) == pixels[:, :, :3]).all()


def test_the_rarest_colours_become_the_nearest():
    """Of 300 colours all but the rarest stand exactly, and those by little less than themselves."""
    pixels = speckled(300)
    off = np.abs(np.asarray(picture(pixels).convert("RGB")).astype(int) - pixels[:, :, :3]).max(axis=2)
    assert (off > 0).sum() == 44 * 4
    assert off.max() <= 3


def test_far_more_colours_are_kept_without_a_palette():
    """A picture of very many colours stays as it is."""
    pixels = speckled(2000)
    made = picture(pixels)
    assert made.mode == "RGB"
    assert (np.asarray(made) == pixels[:, :, :3]).all()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked on POSIX only")
def test_forked_processes_do_not_share_the_open_font():
    """Letters that several children load at the same time are those of the font: each reads a file of its own."""
    letters = [chr(code) for code in range(0x1E00, 0x1EF9)]
    expected = sha256(repr([glyphs.glyph(letter).advance for letter in letters]).encode()).hexdigest()
    program = (
        "import hashlib, os\n"
        "from kh2025.report.charts import glyphs\n"
        "glyphs.glyph('a')\n"
        "children = []\n"
        "for _ in range(4):\n"
        "    child = os.fork()\n"
        "    if not child:\n"
        "        found = [glyphs.glyph(chr(code)).advance for code in range(0x1E00, 0x1EF9)]\n"
        "        os.write(1, hashlib.sha256(repr(found).encode()).hexdigest().encode() + b'\\n')\n"
        "        os._exit(0)\n"
        "    children.append(child)\n"
        "print(*(os.waitpid(child, 0)[1] for child in children))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    *told, ends = done.stdout.splitlines()
    assert ends == "0 0 0 0", done.stderr
    assert told == [expected] * 4


def test_threads_do_not_share_the_letter_loaded_last():
    """The outline that a thread gets belongs to the letter it asked for."""
    letters = [chr(code) for code in range(0x1E00, 0x1EF9)]
    expected = [glyphs.glyph.__wrapped__(letter).vertices.tolist() for letter in letters]

    def load(_):
        return [glyphs.glyph.__wrapped__(letter).vertices.tolist() for letter in letters]

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(load, range(4))) == [expected] * 4
