"""Cells that list products, in both directions: one text ⇄ the products in it."""

import re
from collections.abc import Sequence

_BULLET = re.compile(r"\s*(?:[-–—+•*●▪]\s*|\(?(?:\d{1,2}|[a-zđ])[.)]\s+)(?=\S)")
_ENDS = (".", ";")
# A line that ends so is not at its end.
_GOES_ON = (" của", " và", " về", " với", " cho", " tại", " do", ",")


def join_products(products: Sequence[str]) -> str:
    """Products as one cell, each behind a dash; :func:`split_products` gives them back.

    >>> split_products(join_products(["Kế hoạch; bản 1", "báo cáo"]))
    ['Kế hoạch; bản 1', 'báo cáo']
    """
    return "\n".join(f"- {product}" for product in products)


def split_products(text: str) -> list[str]:
    r"""The products in a cell: what dashes, semicolons or lines part; a line in small letters goes on the one before.

    >>> split_products("Kế hoạch của\nUBND tỉnh; báo cáo")
    ['Kế hoạch của UBND tỉnh', 'báo cáo']
    """
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if any(_BULLET.match(line) for line in lines):
        parts = _bulleted(lines)
    else:
        parts = [part for one in _unparted(lines) for part in one.split(";")]
    return [part for one in parts if (part := " ".join(one.split()).rstrip(" ;,"))]


def _bulleted(lines: list[str]) -> list[str]:
    parts: list[str] = []
    for line in lines:
        if _BULLET.match(line) or not parts:
            parts.append(_BULLET.sub("", line, count=1))
        else:
            parts[-1] = f"{parts[-1]} {line}"
    return parts


def _unparted(lines: list[str]) -> list[str]:
    parts: list[str] = []
    for line in lines:
        if parts and (parts[-1].endswith(_GOES_ON) or (line[0].islower() and not parts[-1].endswith(_ENDS))):
            parts[-1] = f"{parts[-1]} {line}"
        else:
            parts.append(line)
    return parts
