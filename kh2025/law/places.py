"""Places in a document: point, clause, article, section and appendix, how each is numbered, and how they are read.

Points are lettered in the Vietnamese alphabet, where đ follows d and there is no f, j, w or z; what an amendment
inserts takes a letter or a number more ("khoản 2a", "điểm a1").
"""

import re

from kh2025 import messages
from kh2025.errors import InputError, Problem

#: The parts of a citation that name a place, smallest first, as Vietnamese writes them.
PLACES = ("point", "clause", "article", "section", "appendix")
_LETTERS = "abcdđeghiklmnopqrstuvxy"
_COUNTED = rf"[1-9][0-9]{{0,3}}[{_LETTERS}]?"
_STEP = rf"(?:[1-9][0-9]{{0,2}}[{_LETTERS}]?|[IVXLC]{{1,7}}|[A-ZĐ{_LETTERS}])"
_FORMS = {
    "point": re.compile(rf"[{_LETTERS}][0-9]{{0,2}}|[1-9][0-9]?(?:\.[1-9][0-9]?)*"),
    "clause": re.compile(_COUNTED),
    "article": re.compile(_COUNTED),
    "section": re.compile(rf"{_STEP}(?:\.{_STEP})*"),
    "appendix": re.compile(rf"{_STEP}(?:\.{_STEP})*"),
}
_WORDS = {"điểm": "point", "khoản": "clause", "điều": "article", "mục": "section", "phụ lục": "appendix"}
_SHORT = {"k": "clause", "m": "section", "pl": "appendix"}
_PLACE = re.compile(
    rf"(?:(?P<word>{'|'.join(_WORDS)})(?:\s+số)?\s+|(?P<short>đ|{'|'.join(_SHORT)})(?:\.\s*|\s+|(?=[0-9])))"
    r"(?P<value>\w+(?:\.\w+)*)",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"[\s,;:()]+|(?:căn cứ|ban hành kèm theo|kèm theo|theo|quy định|tại|của|thuộc|và|hoặc)\b", re.IGNORECASE
)
#: Where a place begins within a text, as far as a pattern can tell: "điều 5", "k.5", not "điều kiện".
PLACE_BEGINS = (
    rf"\b(?:(?:{'|'.join(_WORDS)}|chương)\s+(?:số\s+)?(?:[0-9]|(?:[{_LETTERS}]|[ivxlc]{{1,7}})(?!\w))"
    rf"|đ\.|(?:đ|{'|'.join(_SHORT)})\.?\s*[0-9])"
)


def check_place(part: str, value: str) -> None:
    """Refuse a value that numbers no place of that part (``citation-part``)."""
    if not _FORMS[part].fullmatch(value):
        raise InputError(Problem("citation-part", part, value))


def place_label(part: str, value: str, lang: str = messages.DEFAULT) -> str:
    """One place in words.

    >>> place_label("article", "12"), place_label("point", "đ", "en")
    ('Điều 12', 'point đ')
    """
    return messages.text("labels", f"provision.{part}", lang, value=value)


def read_places(text: str) -> dict[str, str]:
    """The places that a text names, in any order, by part.

    "Đ." before a number is an article, before a letter a point. Between places may stand spaces, commas,
    parentheses and "của".

    Raises:
        InputError: ``citation-text`` for anything else, ``citation-several`` for two places of one part,
            ``citation-part`` for a value that numbers no such place.

    >>> read_places("Đ.8 k.5 đ.b")
    {'article': '8', 'clause': '5', 'point': 'b'}
    """
    found: dict[str, str] = {}
    position = 0
    while position < len(text):
        if between := _BETWEEN.match(text, position):
            position = between.end()
            continue
        place = _PLACE.match(text, position)
        if not place:
            raise InputError(Problem("citation-text", value=text))
        part, value = _read(place)
        if part in found:
            raise InputError(Problem("citation-several", value=text))
        check_place(part, value)
        found[part] = value
        position = place.end()
    return found


def _read(place: re.Match[str]) -> tuple[str, str]:
    value = place["value"]
    part = _WORDS[place["word"].lower()] if place["word"] else _part_of_short(place["short"].lower(), value)
    if part in {"clause", "article"}:
        return part, value.lstrip("0").lower() or value
    return part, value.lower() if part == "point" else value


def _part_of_short(short: str, value: str) -> str:
    return _SHORT.get(short) or ("article" if value[0].isdigit() else "point")
