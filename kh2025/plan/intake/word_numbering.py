"""Automatic numbers of Word paragraphs: "1.", "a)", "I." and bullets, counted in the order of the text.

A number column of a plan is often nothing but a list; without its numbers the rows could not be told apart.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from string import ascii_lowercase
from xml.etree.ElementTree import Element

from kh2025.office_files import OfficeFile
from kh2025.office_xml import parsed
from kh2025.plan.intake.word_names import val, w
from kh2025.text.roman import roman

_LEVELS = 9
_LONGEST_START = 6  # digits
_BULLET = "-"


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    form: str
    template: str  # such as "%1.%2)"


class Numbering:
    """The lists of a document, and how far each has counted; its parts are read when the first list is met."""

    def __init__(self, file: OfficeFile) -> None:
        self._file = file
        self._counts: dict[str, list[int]] = {}

    def next(self, properties: Element) -> str:
        """The number of the next paragraph with these properties, empty where it has none."""
        style = _child(properties, "pStyle")
        found = _list_of(properties) or (self._styles.get(style) if style else None)
        if not found or found[0] not in self._lists:
            return ""
        id_, depth = found
        family, levels = self._lists[id_]
        if depth not in levels:
            return ""
        counts = self._counts.setdefault(family, [0] * _LEVELS)
        counts[depth] = counts[depth] + 1 if counts[depth] else levels[depth].start
        counts[depth + 1 :] = [0] * (_LEVELS - depth - 1)
        return _written(levels, depth, counts)

    @cached_property
    def _styles(self) -> dict[str, tuple[str, int]]:
        """Paragraph style → list id and level."""
        root = _part(self._file, "styles.xml")
        found: dict[str, tuple[str, int]] = {}
        for style in root.findall(w("style")) if root is not None else []:
            properties = style.find(w("pPr"))
            numbered = _list_of(properties) if properties is not None else None
            if numbered:
                found[style.get(w("styleId"), "")] = numbered
        return found

    @cached_property
    def _lists(self) -> dict[str, tuple[str, dict[int, _Level]]]:
        """List id → the definition whose count it shares, and its levels."""
        root = _part(self._file, "numbering.xml")
        if root is None:
            return {}
        bare = {one.get(w("abstractNumId"), ""): _levels(one) for one in root.findall(w("abstractNum"))}
        found = {}
        for one in root.findall(w("num")):
            id_, abstract = one.get(w("numId"), ""), _child(one, "abstractNumId") or ""
            overrides = one.findall(w("lvlOverride"))
            levels = bare.get(abstract, {})
            found[id_] = (f"own {id_}" if overrides else abstract, levels | _overridden(levels, overrides))
        return found


def _levels(element: Element) -> dict[int, _Level]:
    return {_depth(level.get(w("ilvl"))): _level(level) for level in element.findall(w("lvl"))}


def _depth(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) == 1 and int(text) < _LEVELS else 0


def _written(levels: Mapping[int, _Level], depth: int, counts: list[int]) -> str:
    level = levels[depth]
    if level.form == "bullet":
        return _BULLET
    if level.form == "none":
        return ""
    text = level.template
    for upper in range(depth + 1):
        one = levels.get(upper, level)
        text = text.replace(f"%{upper + 1}", _form(one.form, counts[upper] or one.start))
    return text


def _form(form: str, number: int) -> str:
    if form in {"lowerRoman", "upperRoman"}:
        return roman(number) if form == "upperRoman" else roman(number).lower()
    if form in {"lowerLetter", "upperLetter"} and number > 0:
        letter = ascii_lowercase[(number - 1) % 26] * ((number - 1) // 26 + 1)
        return letter if form == "lowerLetter" else letter.upper()
    return f"{number:02d}" if form == "decimalZero" else str(number)


def _overridden(levels: Mapping[int, _Level], overrides: list[Element]) -> dict[int, _Level]:
    found: dict[int, _Level] = {}
    for one in overrides:
        depth, start = _depth(one.get(w("ilvl"))), _child(one, "startOverride")
        own = one.find(w("lvl"))
        level = _level(own) if own is not None else levels.get(depth)
        if level is not None:
            found[depth] = _Level(_start(start), level.form, level.template) if start else level
    return found


def _level(element: Element) -> _Level:
    start = _child(element, "start") or "1"
    form, template = _child(element, "numFmt") or "decimal", _child(element, "lvlText") or ""
    return _Level(_start(start), form, template)


def _start(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < _LONGEST_START else 1


def _list_of(properties: Element) -> tuple[str, int] | None:
    found = properties.find(w("numPr"))
    if found is None:
        return None
    return (_child(found, "numId") or "", _depth(_child(found, "ilvl")))


def _child(element: Element, name: str) -> str | None:
    found = element.find(w(name))
    return val(found) if found is not None else None


def _part(file: OfficeFile, name: str) -> Element | None:
    """A part beside the document's own; none where there is none."""
    full = f"{file.main.rpartition('/')[0]}/{name}".lstrip("/")
    if full not in file.parts:
        return None
    return parsed(f"{file.path}/{full}", file.parts[full])
