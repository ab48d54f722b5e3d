"""The canvas of the charts: matplotlib's own raster, on which words are drawn as outlines.

Matplotlib loads every letter three times from the font, to measure, to set and to draw it, which is half of the time
of a chart. Here each is loaded once in a process, and a line of them is one path.
"""

from functools import cached_property
from io import BytesIO

from matplotlib.backend_bases import GraphicsContextBase
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.font_manager import FontProperties
from matplotlib.text import Text
from matplotlib.transforms import Affine2D
from PIL import Image

from kh2025.report.charts import glyphs

_POINTS = 72  # per inch
_COMPRESSION = 3  # on charts as small as the default level, in two thirds of the time


class Canvas(FigureCanvasAgg):
    """A figure's canvas, of the size that the figure has when it is first asked for."""

    def get_renderer(self) -> "Renderer":
        """What draws the figure, and measures its words."""
        return self._renderer

    def png(self) -> bytes:
        """The figure as PNG, without a channel of transparency, which no page of a report needs."""
        self.draw()  # type: ignore[no-untyped-call]
        size = self.get_width_height(physical=True)
        pixels = self.buffer_rgba()  # type: ignore[no-untyped-call]
        made = Image.frombuffer("RGBA", size, pixels, "raw", "RGBA", 0, 1)
        stream, dpi = BytesIO(), self.figure.dpi
        made.convert("RGB").save(stream, format="png", compress_level=_COMPRESSION, dpi=(dpi, dpi))
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


def _is_ordinary(text: str, prop: FontProperties, ismath: bool | str) -> bool:
    is_upright = prop.get_style() == "normal" and prop.get_weight() in {"normal", 400}
    return not ismath and is_upright and prop.get_family() == [glyphs.FAMILY] and glyphs.is_in_a_row(text)
