"""Numbers as plans put them before rows: Roman, Arabic, letters, dashes; and how deep each stands."""

import re
from dataclasses import dataclass
from enum import IntEnum

_ROMAN_FORM = re.compile(r"(?=[IVXL])(?:XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_WORDS = r"(?:phần|mục|nhóm|chương|phụ lục)\s+(?:thứ\s+)?"
_ENDS = r"\s*[.):/\-–]*"
# Before the text of a cell only what cannot be a quantity: "1.", "1.2", "a)", "-", "IV.", "Phần II:".
_BEFORE_TEXT = re.compile(
    r"\s*(?:"
    r"(?P<number>\d{1,3}(?:\.\d{1,3})*[.)](?!\d)|\d{1,2}(?:\.\d{1,2})+|\(\d{1,2}\)|[a-zđ]{1,2}[).](?=\s)|[a-zđ]\))\s*"
    r"|(?P<dash>[-–—+•*●▪])\s*(?=\S)"
    r"|(?P<group>(?:" + _WORDS + r")?(?:[IVXL]+|[A-ZĐ]))\s*[.):–-]+\s+"
    r"|(?P<worded>" + _WORDS + r"(?:[IVXL]+|[A-ZĐ]|\d{1,2}))\s*[.:–-]*\s+"
    r")",
    re.IGNORECASE,
)
_ARABIC = re.compile(r"0*(\d{1,4})")
_DOTTED = re.compile(r"[0-9IVXL]{1,5}(?:\.[0-9]{1,3}){1,6}[a-zđ]?|\d{1,3}[a-zđ]", re.IGNORECASE)
_LETTER = re.compile(r"[a-zđ]{1,2}")
_CAPITAL = re.compile(r"[A-ZĐ]")
_DASH = re.compile(r"[-–—+•*●▪]")


class Depth(IntEnum):
    """How deep a number stands: parts of the plan, its tasks, what a task consists of."""

    CAPITAL = 0  # A, B
    ROMAN = 1  # I, II
    ARABIC = 2  # 1, 2
    DOTTED = 3  # 1.1, 1.1.2
    LETTER = 4  # a, b
    DASH = 5


@dataclass(frozen=True, slots=True)
class Numeral:
    """A row's number: the bare text, such as ``IV``, ``3``, ``3.1``, ``a``, ``-``, and how deep it stands."""

    text: str
    depth: Depth

    @property
    def dots(self) -> int:
        """How many levels a dotted number names below the first."""
        return self.text.count(".")


def read_numeral(text: str, capital_before: str = "") -> Numeral | None:
    """The number that a whole cell holds; null when it is none.

    Args:
        text: the cell, such as "IV.", "(3)", "03", "a)", "Phần II".
        capital_before: the capital letter of the part before, because C after B is a letter and C alone 100.

    >>> read_numeral("IV."), read_numeral("C", "B"), read_numeral("3.1")
    (Numeral(text='IV', depth=<Depth.ROMAN: 1>), Numeral(text='C', depth=<Depth.CAPITAL: 0>), Numeral(text='3.1', depth=<Depth.DOTTED: 3>))
    """
    body = re.sub(rf"^{_WORDS}", "", text.strip(), flags=re.IGNORECASE)
    if _DASH.fullmatch(body):
        return Numeral("-", Depth.DASH)
    body = re.sub(rf"{_ENDS}$", "", body.lstrip("(")).strip()
    if _CAPITAL.fullmatch(body) and (not _ROMAN_FORM.fullmatch(body) or _follows(body, capital_before)):
        return Numeral(body, Depth.CAPITAL)
    if _ROMAN_FORM.fullmatch(body):
        return Numeral(body, Depth.ROMAN)
    if found := _ARABIC.fullmatch(body):
        return Numeral(found[1], Depth.ARABIC)
    if _DOTTED.fullmatch(body):
        return Numeral(body, Depth.DOTTED)
    return Numeral(body, Depth.LETTER) if _LETTER.fullmatch(body) else None


def split_numeral(text: str, capital_before: str = "") -> tuple[Numeral | None, str]:
    """The number before a text, and the rest.

    >>> split_numeral("a) Xây dựng kế hoạch")[1], split_numeral("2025 là năm bản lề")
    ('Xây dựng kế hoạch', (None, '2025 là năm bản lề'))
    """
    found = _BEFORE_TEXT.match(text)
    if not found:
        return None, text
    written = next(part for part in found.groups() if part)
    if found["group"] and not written.isupper() and found["group"][-1].islower():
        return None, text  # "i. " or "v. " in small letters is no part of a plan
    numeral = read_numeral(written, capital_before)
    return (numeral, text[found.end() :]) if numeral else (None, text)


def _follows(letter: str, before: str) -> bool:
    return bool(before) and ord(letter) == ord(before) + 1
