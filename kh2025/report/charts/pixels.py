"""The canvas of the charts: matplotlib's own raster, on which words are drawn as outlines.

Matplotlib loads every letter three times from the font, to measure, to set and to draw it, which is half of the time
of a chart. Here each is loaded once in a process, and a line of them is one path.
"""

from functools import cached_property
from io import BytesIO

import numpy as np
from matplotlib.backend_bases import GraphicsContextBase
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.font_manager import FontProperties
from matplotlib.text import Text
from matplotlib.transforms import Affine2D
from PIL import Image

from kh2025.report.charts import glyphs

_POINTS = 72  # per inch
_COMPRESSION = 4  # on charts nearly as small as the default level, in two thirds of the time
_PALETTE, _MOST_COLOURS, _ALL_COLOURS = 256, 1024, 2**24
_PLACES = np.array([1, 2**8, 2**16])  # of red, green and blue in a pixel read as one number


class Canvas(FigureCanvasAgg):
    """A figure's canvas, of the size that the figure has when it is first asked for."""

    def get_renderer(self) -> "Renderer":
        """What draws the figure, and measures its words."""
        return self._renderer

    def png(self) -> bytes:
        """The figure as PNG, without transparency: no page of a report needs it."""
        self.draw()  # type: ignore[no-untyped-call]
        pixels = np.asarray(self.buffer_rgba())  # type: ignore[no-untyped-call]
        stream, dpi = BytesIO(), self.figure.dpi
        picture(pixels).save(stream, format="png", compress_level=_COMPRESSION, dpi=(dpi, dpi))
        return stream.getvalue()

    @cached_property
    def _renderer(self) -> "Renderer":
        width, height = self.get_width_height(physical=True)
        return Renderer(width, height, self.figure.dpi)


class Renderer(RendererAgg):
    """Draws ordinary words of the charts' font as outlines; whatever else is left to matplotlib."""

    def __init__(self, width: float, height: float, dpi: float) -> None:
        """A white sheet; sizes in pixels."""
        super().__init__(width, height, dpi)  # type: ignore[no-untyped-call]
        self._lines: dict[str, glyphs.Line] = {}

    def get_text_width_height_descent(
        self, s: str, prop: FontProperties, ismath: bool | str
    ) -> tuple[float, float, float]:
        """Pixels of a line: its width, the height of its ink, and how much of that lies below the line."""
        if not _is_ordinary(s, prop, ismath):
            width, height, descent = super().get_text_width_height_descent(s, prop, ismath)  # type: ignore[no-untyped-call]
            return width, height, descent
        line, size = self._line(s), self._size(prop)
        return line.advance * size, (line.high - line.low) * size, -line.low * size

    def _get_font_height_metrics(
        self, prop: FontProperties
    ) -> tuple[float, float, float] | tuple[None, None, None]:
        """Pixels of a line of the font: ascent, descent and gap; nothing where matplotlib is to find them.

        It asks for them at every word, several times, and without an answer reads them from the font's tables.
        """
        if not _is_of_charts(prop):
            return None, None, None
        scale = glyphs.heights().unit * prop.get_size_in_points() * self.dpi / _POINTS
        ascent, descent, gap = (length * scale for length in glyphs.heights().lengths)
        return ascent, descent, gap

    def draw_text(
        self,
        gc: GraphicsContextBase,
        x: float,
        y: float,
        s: str,
        prop: FontProperties,
        angle: float,
        ismath: bool | str = False,
        mtext: Text | None = None,
    ) -> None:
        """Draw a line whose origin is at ``x``, ``y`` (pixels, ``y`` from the top), turned by ``angle`` degrees."""
        if not _is_ordinary(s, prop, ismath):
            super().draw_text(gc, x, y, s, prop, angle, ismath, mtext)  # type: ignore[no-untyped-call]
            return
        outline = self._line(s).outline
        if outline is None:
            return
        gc.set_linewidth(0.0)
        gc.set_snap(False)
        place = Affine2D().scale(self._size(prop)).rotate_deg(angle).translate(x, self.height - y)
        self.draw_path(gc, outline, place, gc.get_rgb())  # type: ignore[no-untyped-call]

    def _line(self, text: str) -> glyphs.Line:
        if text not in self._lines:
            self._lines[text] = glyphs.line(text)
        return self._lines[text]

    def _size(self, prop: FontProperties) -> float:
        return float(prop.get_size_in_points() * self.dpi / _POINTS)


def picture(pixels: np.ndarray) -> Image.Image:
    """The pixels (height, width, RGBA) with a palette, which takes a third of the room and half of the time.

    The commonest colours stand exactly; of more than a palette holds, the rarest, edges of letters and lines, become
    the nearest of them. Where there are far more the picture has none.
    """
    height, width, _ = pixels.shape
    opaque = Image.fromarray(pixels).convert("RGB")
    counted = opaque.getcolors(_MOST_COLOURS)
    if counted is None:
        return opaque
    commonest_first = sorted(counted, key=lambda one: (-one[0], one[1]))
    colours = np.array([colour for _, colour in commonest_first], dtype="int64")
    numbers = np.zeros(_ALL_COLOURS, dtype="uint8")
    numbers[colours @ _PLACES] = _nearest(colours, colours[:_PALETTE])
    held = numbers[pixels.view("<u4").reshape(height, width) & (_ALL_COLOURS - 1)]
    made = Image.frombuffer("P", (width, height), held.tobytes(), "raw", "P", 0, 1)
    made.putpalette(colours[:_PALETTE].astype("uint8").tobytes())
    return made


def _nearest(colours: np.ndarray, kept: np.ndarray) -> list[int]:
    """For each colour the number of that among the kept which is nearest; the kept come first, in order."""
    others = colours[len(kept) :]
    return [*range(len(kept)), *(int(((kept - one) ** 2).sum(axis=1).argmin()) for one in others)]


def _is_ordinary(text: str, prop: FontProperties, ismath: bool | str) -> bool:
    return not ismath and _is_of_charts(prop) and glyphs.is_in_a_row(text)


def _is_of_charts(prop: FontProperties) -> bool:
    is_upright = prop.get_style() == "normal" and prop.get_weight() in {"normal", 400}
    return is_upright and prop.get_family() == [glyphs.FAMILY]
