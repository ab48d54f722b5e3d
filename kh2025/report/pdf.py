"""The document as PDF/A-2b, set by typst from the same blocks as every other format.

The template ``templates/document.typ`` is the only markup: the document reaches it as JSON, and a text in JSON is
never read as markup. The font travels with the package, so that the same document gives the same bytes everywhere;
``KH2025_FONTS`` names a folder that holds Times New Roman instead.
"""

import json
import os
import re
import tempfile
from collections.abc import Iterable
from datetime import UTC, datetime, time
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

import typst
from matplotlib.ft2font import FT2Font

from kh2025 import messages
from kh2025.errors import ParameterError, Problem
from kh2025.report import display, layout
from kh2025.report.document import (
    Block,
    Document,
    Figure,
    Gap,
    Heading,
    Items,
    Note,
    Paragraph,
    Section,
    Table,
)
from kh2025.report.measures import column_widths, is_tall, rule_width, text_size
from kh2025.report.units import parted

_OTHER_FAMILY = "Times New Roman"
_OWN_FAMILY = "Liberation Serif"
_STYLES = {("normal", 400), ("normal", 700), ("italic", 400), ("italic", 700)}
_STANDARD: Literal["a-2b"] = "a-2b"
_BREAKABLE = re.compile(r"(\S{24})(?=\S)")
_BREAK = "\u200b"  # where a word may be broken without a hyphen
_NARROW_BREAKABLE = re.compile(r"(\S{14})(?=\S)")
_LONGEST_STRING = 2000  # characters of a property, a description, a bookmark; PDF has a limit
_BODY, _SUBJECT = 12, 14  # points: the issuing body and the subject, over their rules
_BODY_COLUMN, _TEXT_WIDTH = 69, layout.A4[0] - layout.MARGINS[1] - layout.MARGINS[3]  # mm
_WORDS = ("nation", "motto", "recipients", "unsigned", "draft", "draft_reason", "gap", "made_from")


def render(document: Document) -> bytes:
    """The bytes of the .pdf file; equal documents give equal bytes.

    Raises:
        ParameterError: ``font-missing``.
    """
    typesetter = _typesetter(os.environ.get(layout.FONTS_VARIABLE, ""))
    pictures: dict[str, bytes] = {}
    content = typesetter.plain(_content(document, pictures, typesetter.family))
    stamp = datetime.combine(document.stamped_on, time(), UTC)
    with tempfile.TemporaryDirectory(prefix="kh2025-") as root:
        Path(root, "document.json").write_text(json.dumps(content, ensure_ascii=False), "utf-8")
        for name, picture in pictures.items():
            Path(root, name).write_bytes(picture)
        made = typesetter.compiler.compile(
            _template(), root=root, format="pdf", pdf_standards=_STANDARD, timestamp=stamp
        )
    return bytes(made)  # type: ignore[arg-type] # one format into memory is bytes


class _Typesetter:
    """A compiler with its fonts loaded, and what its font cannot show."""

    def __init__(self, folder: Path, family: str) -> None:
        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])
        found = [font for font in fonts.fonts() if font.family == family]
        if not {(font.style, font.weight) for font in found} >= _STYLES:
            raise ParameterError(
                Problem("font-missing", layout.FONTS_VARIABLE, str(folder), {"family": family})
            )
        self.family = family
        self.compiler = typst.Compiler(font_paths=fonts)
        held = [set(FT2Font(str(font.path)).get_charmap()) for font in found]
        self.shown = frozenset(map(chr, set.intersection(*held))) | {"\n"}

    def plain(self, value: Any) -> Any:
        """The same content with every text as the font can show it."""
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, dict):
            return {key: self.plain(one) for key, one in value.items()}
        return [self.plain(one) for one in value] if isinstance(value, list) else value

    def _text(self, text: str) -> str:
        """A character that the font lacks is named, visibly: PDF/A allows none without a shape."""
        if text.isascii() and text.isprintable():
            return text
        # Cleaning takes invisible characters out, so each piece between our own breaks is cleaned by itself.
        return _BREAK.join(map(self._piece, text.split(_BREAK)))

    def _piece(self, text: str) -> str:
        said = display.plain(text).replace("\t", " ")
        for char in sorted(set(said) - self.shown):
            said = said.replace(char, f"[U+{ord(char):04X}]")
        return said


@cache
def _typesetter(folder: str) -> _Typesetter:
    if folder:
        return _Typesetter(Path(folder), _OTHER_FAMILY)
    return _Typesetter(Path(str(files("kh2025.report") / "fonts")), _OWN_FAMILY)


@cache
def _template() -> bytes:
    return (files("kh2025.report") / "templates" / "document.typ").read_bytes()


def _content(document: Document, pictures: dict[str, bytes], family: str) -> dict[str, Any]:
    """The whole document as JSON values, its pictures as files beside it."""
    title, lang = document.title, document.lang
    signature = document.signature
    return {
        "lang": lang,
        "family": family,
        "heading": layout.heading_of(document)[:_LONGEST_STRING],
        "is_draft": document.is_draft,
        "words": {key: messages.text("document", key, lang) for key in _WORDS},
        "title": {
            "superior": title.superior and _prose(title.superior),
            "body": _prose(title.body),
            "number": _prose(display.number_line(title, lang)),
            "dated": _prose(display.date_line(title, lang)),
            "kind": _prose(title.kind.upper()),
            "subject": _prose(title.subject),
        },
        "rules": {
            "body": rule_width(title.body, _BODY, _BODY_COLUMN),
            "subject": rule_width(title.subject, _SUBJECT, _TEXT_WIDTH),
        },
        "body": [_section(section, pictures) for section in layout.body(document)],
        "annexes": [
            {"label": label, **_section(section, pictures)}
            for section, label in zip(layout.annexes(document), layout.annex_labels(document), strict=True)
        ],
        "attached": _prose(layout.attached(document)),
        "recipients": [_prose(text) for text in layout.recipients(document)],
        "signature": signature
        and {
            "lines": [_prose(text) for text in (*signature.authority, signature.post.upper())],
            "name": _prose(signature.name),
        },
        "facts": [[_prose(text) for text in fact] for fact in document.facts],
        "margins": list(layout.MARGINS),
    }


def _section(section: Section, pictures: dict[str, bytes]) -> dict[str, Any]:
    return {
        "landscape": section.is_landscape,
        "blocks": [_block(block, section, pictures) for block in section.blocks],
    }


def _block(block: Block, section: Section, pictures: dict[str, bytes]) -> dict[str, Any]:
    if isinstance(block, Figure):
        return _figure(block, section, pictures)
    return _table(block, section) if isinstance(block, Table) else _words(block, section.lang)


def _words(block: Heading | Paragraph | Items | Note | Gap, lang: str) -> dict[str, Any]:
    match block:
        case Heading():
            return {
                "is": "heading",
                "text": _prose(block.text),
                "level": max(block.level, 1),
                "short": len(block.text) < _LONGEST_STRING,
            }
        case Paragraph():
            return {"is": "paragraph", "lines": _lines(block), "centred": block.is_centred}
        case Items():
            return {"is": "items", "items": [_prose(text) for text in block.items]}
        case Note():
            label = messages.text("document", f"note.{block.kind}", lang)
            return {"is": "note", "label": label, "text": _prose(block.text)}
        case Gap():
            return {"is": "gap", "text": _prose(block.text)}


def _lines(block: Paragraph) -> list[list[dict[str, Any]]]:
    return [[{"text": _prose(run.text), "look": run.look} for run in line] for line in block.lines]


def _figure(block: Figure, section: Section, pictures: dict[str, bytes]) -> dict[str, Any]:
    name = f"{len(pictures)}.png"
    pictures[name] = block.png
    return {
        "is": "figure",
        "file": name,
        "width": layout.figure_size(block.png, section)[0],
        "alt": (block.alt or block.caption)[:_LONGEST_STRING],
        "caption": _prose(block.caption),
    }


def _table(block: Table, section: Section) -> dict[str, Any]:
    """The cells row by row; a group is a row of one text across."""
    made: dict[str, Any] = {"is": "table", "caption": _prose(block.caption), "empty": _prose(block.empty)}
    if not block.rows or not block.fields:
        return made | {"rows": []}
    shown = layout.shown(block, section.lang)
    size = text_size(block, on_its_side=section.is_landscape)
    widths = column_widths(block, shown, layout.text_width(section), size)
    rows = [{"cells": _cells(row), "tall": is_tall(row, widths, size)} for row in shown]
    left, width = iter(rows[1 : len(block.rows) + 1]), sum(widths)
    return made | {
        "size": size,
        "widths": widths,
        "aligns": [display.align(field.kind) for field in block.fields],
        "head": rows[0],
        "rows": [
            {"across": _broken(line), "tall": is_tall([line], [width], size)}
            if isinstance(line, str)
            else next(left)
            for line in layout.lines(block)
        ],
        "total": rows[-1] if block.total else None,
    }


def _cells(texts: Iterable[str]) -> list[str]:
    return [_NARROW_BREAKABLE.sub(rf"\1{_BREAK}", text) for text in texts]


def _prose(text: str) -> list[str | list[str]]:
    """The text in pieces, a unit as a list of its own: a pattern in the template would take longer than all else."""
    return [[piece] if is_unit else _broken(piece) for piece, is_unit in parted(text)]


def _broken(text: str) -> str:
    """The text with places where a word that no line could hold may be broken."""
    return _BREAKABLE.sub(rf"\1{_BREAK}", text)
