"""How values look to people: cells, numbers, days, the number and date lines of a letterhead.

Every renderer shows a cell through :func:`show`, so that the same figure reads the same in all formats.
"""

import re
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal, localcontext
from functools import cache
from numbers import Real
from unicodedata import is_normalized

from kh2025 import messages
from kh2025.law.moments import local_zone, parse_moment
from kh2025.report.document import Cell, Title
from kh2025.text.dates import show_date
from kh2025.text.normal import clean

_DAYS = {"vi": show_date, "en": date.isoformat}
#: Day, month and year with the zeros that they take.
_PARTS = {"vi": show_date, "en": "{:%d/%m/%Y}".format}
_ALIGNED = {"number": "right", "percent": "right", "day": "center", "moment": "center", "code": "center"}
_SURROGATES = re.compile("[\ud800-\udfff]")
_NA = "NAType"  # the type of pandas' own nothing; whoever exports a plan has not loaded pandas
#: Decimals shown at most, where a number is no percentage.
_PLACES = 4

#: States whose labels are coloured, by their key in ``labels.toml``; every other label stays neutral.
_TONES = {
    "good": (
        "part.done_on_time",
        "timeliness.on_time",
        "result.reached",
        "result.accepted",
        "path_result.on_path",
        "verdict.pass",
    ),
    "warn": (
        "part.done_late",
        "part.done_date_missing",
        "timeliness.late",
        "timeliness.owner_unresolved",
        "result.missing",
        "result.incomplete",
        "path_result.behind",
        "severity.minor",
        "verdict.unknown",
    ),
    "bad": (
        "part.open_overdue",
        "timeliness.missing",
        "result.not_reached",
        "result.returned",
        "severity.major",
        "severity.critical",
        "verdict.breach",
    ),
}


def show(cell: Cell, kind: str, lang: str = messages.DEFAULT) -> str:
    """The text of one cell in a column of a kind (see :class:`~kh2025.report.document.Field`).

    >>> show(1234.5, "number", "vi"), show(1234.5, "number", "en"), show(98.625, "percent", "vi")
    ('1.234,5', '1,234.5', '98,63%')
    """
    if is_nothing(cell):
        return _word("nothing", lang)
    if isinstance(cell, str):
        return plain(cell)
    if isinstance(cell, bool):
        return _word("yes" if cell else "no", lang)
    if isinstance(cell, tuple):
        return _word("separator", lang).join(map(plain, cell))
    if isinstance(cell, date):
        return _show_time(cell, kind, lang)
    return _show_number(cell, kind, lang)


def align(kind: str) -> str:
    """Where cells of a kind stand: ``left``, ``right`` or ``center``."""
    return _ALIGNED.get(kind, "left")


def sort_key(cell: Cell) -> str:
    """What a cell sorts by: the exact number, the ISO day, the moment in UTC, the text; empty for nothing.

    >>> sort_key(1234.5), sort_key(date(2025, 6, 9)), sort_key("Sở Y tế"), sort_key(None)
    ('1234.5', '2025-06-09', 'Sở Y tế', '')
    """
    if is_nothing(cell):
        return ""
    if isinstance(cell, bool):
        return str(int(cell))
    if isinstance(cell, datetime) and cell.tzinfo:
        return cell.astimezone(UTC).isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, str | tuple):
        return show(cell, "text")
    return f"{_decimal(cell):f}"


def tone(label: str, lang: str = messages.DEFAULT) -> str:
    """How the label of a state is coloured: ``good``, ``warn``, ``bad``, or ``neutral`` where nothing is known."""
    return _tones(lang).get(label.casefold(), "neutral")


def plain(text: str) -> str:
    r"""A text as it may stand in any format: no control characters, no bidirectional overrides.

    >>> plain("Sở\u202e Y tế\x00")
    'Sở Y tế'
    """
    if text.isprintable() and is_normalized("NFC", text):
        return text  # nearly all cells, at a tenth of the cost
    return _SURROGATES.sub("\ufffd", clean(text))


def number_line(title: Title, lang: str = messages.DEFAULT) -> str:
    """The line "Số: 76/QĐ-SKHCN", with dots for a number still to be given."""
    blank = messages.text("document", "blank", lang)
    number = running_number(title.number) if title.number else blank
    return messages.text("document", "number", lang, number=number, code=title.code)


def date_line(title: Title, lang: str = messages.DEFAULT) -> str:
    """The line "Thái Bình, ngày 05 tháng 5 năm 2025", with dots for a date still to be given."""
    blank = messages.text("document", "blank", lang)
    day, month, year = show_date(title.dated).split("/") if title.dated else (blank, blank, blank)
    return messages.text("document", "dated", lang, place=title.place, day=day, month=month, year=year)


def running_number(number: str) -> str:
    """A document's number as it is written: one under 10 takes a 0 (Nghị định 30/2020/NĐ-CP, Phụ lục I).

    >>> running_number("6"), running_number("9a"), running_number("76")
    ('06', '09a', '76')
    """
    return f"0{number}" if number[:1] != "0" and not number[1:2].isdigit() else number


def day_in_words(day: date, lang: str = messages.DEFAULT) -> str:
    """A day as a document is cited by it.

    >>> day_in_words(date(2025, 5, 5), "vi"), day_in_words(date(2025, 5, 5), "en")
    ('05 tháng 5 năm 2025', '2025-05-05')
    """
    number, month, year = _PARTS[lang](day).split("/")
    return _word("day_in_words", lang, day=number, month=month, year=year)


def is_nothing(cell: object) -> bool:
    """Whether a cell holds no value: ``None``, or a NaN, NaT or NA that a table left behind."""
    if isinstance(cell, Real | Decimal | date):
        return cell != cell  # noqa: PLR0124 - NaN and NaT
    return cell is None or type(cell).__name__ == _NA


def _show_time(cell: date, kind: str, lang: str) -> str:
    if not isinstance(cell, datetime):
        return _DAYS[lang](cell)
    if kind == "day" and cell.tzinfo is None:  # a table's day is midnight without a zone
        return _DAYS[lang](cell.date())
    local = parse_moment(cell).astimezone(local_zone())
    day = _DAYS[lang](local.date())
    return day if kind == "day" else _word("moment", lang, time=f"{local:%H:%M}", day=day)


def _show_number(cell: object, kind: str, lang: str) -> str:
    value = _decimal(cell)
    if not value.is_finite():
        return _word("nothing", lang)
    with localcontext(rounding=ROUND_HALF_UP):  # 98.625 is 98,63, as offices round
        written = f"{value:z,.2f}%" if kind == "percent" else _without_zeros(f"{value:z,.{_PLACES}f}")
    # A year or a code is no amount: only columns of numbers group their thousands.
    thousands = _word("thousands", lang) if kind in {"number", "percent"} else ""
    return written.translate({ord(","): thousands, ord("."): _word("decimal", lang)})


def _without_zeros(written: str) -> str:
    return written.rstrip("0").rstrip(".")


def _decimal(cell: object) -> Decimal:
    """The number as it is written, not its binary expansion; what is no number is a bug of the table's maker."""
    if not isinstance(cell, Real | Decimal):
        raise TypeError(f"no cell: {cell!r}")
    return Decimal(str(cell))


def _word(key: str, lang: str, **values: object) -> str:
    return messages.text("document", f"cell.{key}", lang, **values)


@cache
def _tones(lang: str) -> dict[str, str]:
    keys = [(key, name) for name, keys in _TONES.items() for key in keys]
    return {messages.text("labels", key, lang).casefold(): name for key, name in keys}
