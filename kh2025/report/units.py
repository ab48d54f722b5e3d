"""Words that people read as one and no line may part: "quý II/2025", "ngày 05 tháng 5", "76/QĐ-SKHCN".

Typst sets a unit as a box, so that every text of a PDF can still be searched for as it is written. Word and a browser can
only be given no-break spaces, which a search does not find: they get them in the title alone.
"""

import re

_NO_BREAK = "\u00a0"  # a space at which no line ends
_NAMED = "quý|tháng|năm|điều|khoản|điểm|mục|phụ lục|bảng|số|day|month|quarter|year|table|appendix|no\\."
_NUMBER = r"\d+[a-zđ]?"
_LETTERS = r"[^\W\d_]+"
_FOUND = re.compile(
    "|".join(
        (
            r"\b(?i:ngày) \d+ (?i:tháng) \d+",
            rf"(?:\b(?i:{_NAMED}) )?\b(?:{_NUMBER}(?:/\d{{4}})?/{_LETTERS}\d*(?:-{_LETTERS})*|\d+-{_LETTERS}/{_LETTERS})",
            rf"\b(?i:{_NAMED}) (?:\d+(?:/\d+)*|[IVX]+(?:[./]\d+)*)\b",
            r"\b\d+ (?i:tháng|ngày|months?|days?)\b",
            r"\b\d{4}-\d{2}-\d{2}\b",
        )
    )
)
_LONGEST = 40  # characters of a unit: what is longer may have to be parted


def is_unit(text: str) -> bool:
    """Whether the whole text is one unit.

    >>> is_unit("Quý II/2025"), is_unit("Sở Y tế")
    (True, False)
    """
    return _FOUND.fullmatch(text) is not None


def parted(text: str) -> list[tuple[str, bool]]:
    """The text in pieces, each with whether it is a unit; together they are the text.

    >>> parted("Kết quả quý II/2025.")
    [('Kết quả ', False), ('quý II/2025', True), ('.', False)]
    """
    pieces: list[tuple[str, bool]] = []
    at = 0
    for found in _FOUND.finditer(text):
        if len(found[0]) > _LONGEST:
            continue
        pieces += [(text[at : found.start()], False), (found[0], True)]
        at = found.end()
    return [piece for piece in [*pieces, (text[at:], False)] if piece[0]]


def unbroken(text: str) -> str:
    r"""The text with no-break spaces within its units.

    >>> unbroken("Kết quả quý II/2025")
    'Kết quả quý\xa0II/2025'
    """
    return "".join(one.replace(" ", _NO_BREAK) if is_unit else one for one, is_unit in parted(text))
