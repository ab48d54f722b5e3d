"""One cell into a typed value, by the form of its column and the format it is shown in; nothing is guessed.

Where a reading needs the sheet's word it is taken from there: the number format says whether 0.5 is half or half a per
cent, the workbook's date system what 45782 is. What the sheet does not say is refused with the accepted spellings.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any

from kh2025.errors import Problem
from kh2025.ledger.cells import Refused
from kh2025.ledger.collect.sheets import Cell
from kh2025.ledger.collect.spellings import CHOICES
from kh2025.messages import LANGUAGES, table
from kh2025.text.border import Admitted, admit
from kh2025.text.dates import Epoch, names_year, read_date
from kh2025.text.normal import normal_form
from kh2025.text.numbers import parse_decimal, parse_percent

# What a number format only writes out, and what it never shows: literals, escaped signs, colours and locales.
_LITERAL = re.compile(r"\"[^\"]*\"|\\.|_.|\[[^\]]*\]")
_HUNDRED = Decimal(100)
_CENTS = Decimal("0.01")
_LARGEST = Decimal(10) ** 18
_NO_TEXT = (float, bool, datetime, date, time, timedelta)


@dataclass(slots=True)
class Values:
    """Reads the cells of one file.

    Attributes:
        year: the plan's year: it stands in for a missing one, and dates far from it are refused.
        epoch: the date system of the workbook, or null.
        notices: what was cleaned, converted or filled in at the last cell read.
    """

    year: int
    epoch: Epoch | None
    notices: list[Problem] = field(default_factory=list)

    def text(self, cell: Cell) -> str | None:
        """A text; null when nothing is left of it.

        Raises:
            Refused: ``cell-no-text`` a date, a decimal number or true/false; the cell's own flaw.
            TextError: letters are lost.
        """
        value = _sound(cell).value
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if isinstance(value, _NO_TEXT):  # how it was written is no longer known
            raise Refused("cell-no-text")
        admitted = _admitted(str(value))
        self.notices += admitted.notices
        return admitted.text.strip() or None

    def day(self, cell: Cell) -> date | None:
        """A day: a date, a text day first, or a serial number of the workbook's date system.

        Raises:
            Refused: ``cell-month`` a date that is shown without its day.
            TextError: what :func:`kh2025.text.dates.read_date` refuses.
        """
        value = _sound(cell).value
        if isinstance(value, date) and _hides_day(cell.number_format):
            raise Refused("cell-month")
        if not isinstance(value, str):
            return read_date(value, year=self.year, epoch=self.epoch)
        text = self.text(cell)
        if text is None:
            return None
        day = read_date(text, year=self.year)
        if not names_year(text):
            self.notices.append(Problem("import-date-year", value=text, details={"year": self.year}))
        return day

    def percent(self, cell: Cell) -> float | None:
        """A share from 0 to 100 with at most two decimals: 0.5 in a cell of Excel's percent format is 50.

        Raises:
            Refused: ``cell-percent`` more than two decimals.
            TextError: ``percent-ambiguous``, ``percent-range``, no number.
        """
        value = self._plain(cell)
        if value is None:
            return None
        if _is_number(value) and _shows_percent(cell.number_format):
            number = parse_decimal(value) * _HUNDRED
            if not 0 <= number <= _HUNDRED:
                raise Refused("percent-range")
        else:
            number = parse_percent(value)
        if number != number.quantize(_CENTS):
            raise Refused("cell-percent")
        return float(number)

    def decimal(self, cell: Cell, unit: str) -> float | None:
        """A number in a unit; in per cent as in :meth:`percent`, but of any size.

        Raises:
            Refused: ``cell-decimal`` too many digits, ``cell-unit`` a share where the unit is none.
            TextError: ambiguous, or no number.
        """
        value = self._plain(cell)
        if value is None:
            return None
        number = self._measured(cell, value, is_share=unit.strip() == "%")
        if abs(number) >= _LARGEST:
            raise Refused("cell-decimal")
        return float(number)

    def _measured(self, cell: Cell, value: Any, *, is_share: bool) -> Decimal:
        signed = isinstance(value, str) and value.endswith("%")
        by_format = _is_number(value) and _shows_percent(cell.number_format)
        if (signed or by_format) and not is_share:
            raise Refused("cell-unit")
        number = parse_decimal(value[:-1].rstrip() if signed else value)
        if is_share and not signed and not by_format and 0 < abs(number) < 1:
            parse_percent(abs(number))  # says which two shares it may be
        return number * _HUNDRED if by_format else number

    def choice(self, cell: Cell, labels: str) -> str | None:
        """The code that a label of ``labels.toml`` stands for, in either language, or the code itself.

        Raises:
            Refused: ``cell-choice``.
        """
        text = self.text(cell)
        if text is None:
            return None
        code = choices(labels).get(normal_form(text))
        if code is None:
            raise Refused("cell-choice", known=", ".join(table("labels", labels).values()))
        return code

    def _plain(self, cell: Cell) -> Any:
        value = _sound(cell).value
        return self.text(cell) if isinstance(value, str) else value


@lru_cache
def choices(labels: str) -> Mapping[str, str]:
    """Normal form of every word that stands for a choice → its code.

    >>> choices("state")["đang thực hiện"], choices("state")["hoàn thành"]
    ('in_progress', 'done')
    """
    words = {code: code for code in table("labels", labels)}
    for lang in LANGUAGES:
        words |= {normal_form(label): code for code, label in table("labels", labels, lang).items()}
    for code, also in CHOICES.get(labels, {}).items():
        words |= dict.fromkeys(also, code)
    return words


@lru_cache(maxsize=4096)
def _admitted(text: str) -> Admitted:
    """The same words stand in many cells."""
    return admit(text)


def _sound(cell: Cell) -> Cell:
    if cell.flaw == "cell-formula":
        raise Refused("cell-formula")
    if cell.flaw == "cell-error":
        raise Refused("cell-error")
    return cell


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _shows_percent(number_format: str) -> bool:
    """Whether Excel shows the number times a hundred: the sign stands in the format as more than a literal."""
    return "%" in _LITERAL.sub("", number_format)


def _hides_day(number_format: str) -> bool:
    seen = _LITERAL.sub("", number_format.lower())
    return "y" in seen and "d" not in seen
