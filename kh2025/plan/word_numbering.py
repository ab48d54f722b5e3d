"""Automatic numbers of Word paragraphs: "1.", "a)", "I." and bullets, counted in the order of the text.

A number column of a plan is often nothing but a list; without its numbers the rows could not be told apart.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from string import ascii_lowercase
from typing import Self
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from kh2025.errors import InputError, Problem
from kh2025.office_files import OfficeFile
from kh2025.plan.numerals import roman
from kh2025.plan.word_names import val, w

_LEVELS = 9
_BULLET = "-"


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    form: str
    template: str  # such as "%1.%2)"


@dataclass(slots=True)
class Numbering:
    """The lists of a document, and how far each has counted.

    Attributes:
        lists: list id → its levels.
        family: list id → id of the definition whose count it shares.
        styles: paragraph style → list id and level.
    """

    lists: Mapping[str, Mapping[int, _Level]]
    family: Mapping[str, str]
    styles: Mapping[str, tuple[str, int]]
    _counts: dict[str, list[int]] = field(default_factory=dict)

    @property
    def is_used(self) -> bool:
        """Whether any paragraph can have a number."""
        return bool(self.lists)

    @classmethod
    def of(cls, file: OfficeFile) -> Self:
        """The lists that the document defines."""
        root = _part(file, "numbering.xml")
        if root is None:
            return cls({}, {}, {})
        bare = {
            one.get(w("abstractNumId"), ""): {
                int(level.get(w("ilvl"), "0")): _level(level) for level in one.findall(w("lvl"))
            }
            for one in root.findall(w("abstractNum"))
        }
        lists: dict[str, dict[int, _Level]] = {}
        family: dict[str, str] = {}
        for one in root.findall(w("num")):
            id_, abstract = one.get(w("numId"), ""), _child(one, "abstractNumId") or ""
            overrides = one.findall(w("lvlOverride"))
            lists[id_] = bare.get(abstract, {}) | _overridden(bare.get(abstract, {}), overrides)
            family[id_] = f"own {id_}" if overrides else abstract
        return cls(lists, family, _styles(_part(file, "styles.xml")))

    def next(self, properties: Element) -> str:
        """The number of the next paragraph with these properties, empty where it has none."""
        found = _list_of(properties) or self.styles.get(_child(properties, "pStyle") or "")
        if not found or found[0] not in self.lists:
            return ""
        id_, depth = found
        levels = self.lists[id_]
        if depth not in levels:
            return ""
        counts = self._counts.setdefault(self.family[id_], [0] * _LEVELS)
        counts[depth] = counts[depth] + 1 if counts[depth] else levels[depth].start
        counts[depth + 1 :] = [0] * (_LEVELS - depth - 1)
        return _written(levels, depth, counts)


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
        depth, start = int(one.get(w("ilvl"), "0")), _child(one, "startOverride")
        own = one.find(w("lvl"))
        level = _level(own) if own is not None else levels.get(depth)
        if level is not None:
            found[depth] = _Level(int(start), level.form, level.template) if start else level
    return found


def _level(element: Element) -> _Level:
    start = _child(element, "start") or "1"
    form, template = _child(element, "numFmt") or "decimal", _child(element, "lvlText") or ""
    return _Level(int(start) if start.isdecimal() and len(start) < _LEVELS else 1, form, template)


def _list_of(properties: Element) -> tuple[str, int] | None:
    found = properties.find(w("numPr"))
    if found is None:
        return None
    id_, depth = _child(found, "numId"), _child(found, "ilvl") or "0"
    return (id_ or "", int(depth) if depth.isdecimal() and int(depth) < _LEVELS else 0)


def _styles(root: Element | None) -> dict[str, tuple[str, int]]:
    found: dict[str, tuple[str, int]] = {}
    for style in root.findall(w("style")) if root is not None else []:
        properties = style.find(w("pPr"))
        numbered = _list_of(properties) if properties is not None else None
        if numbered:
            found[style.get(w("styleId"), "")] = numbered
    return found


def _child(element: Element, name: str) -> str | None:
    found = element.find(w(name))
    return val(found) if found is not None else None


def _part(file: OfficeFile, name: str) -> Element | None:
    """A part beside the document's own; none where there is none."""
    full = f"{file.main.rpartition('/')[0]}/{name}".lstrip("/")
    if full not in file.parts:
        return None
    try:
        root: Element = fromstring(file.parts[full])
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise InputError(Problem("office-broken", f"{file.path}/{full}", str(error))) from None
    return root
