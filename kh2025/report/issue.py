"""What makes a draft a document: its number, its day, who signs. The office gives them, nothing is made up."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Self

from kh2025.errors import InputError, ParameterError, Problem
from kh2025.report.document import Signature
from kh2025.text.dates import parse_date
from kh2025.text.normal import clean

_NUMBER = re.compile(r"((?=0*[1-9])[0-9]{1,5}[a-zđ]?)(?:/([^\s/]+(?:-[^\s/]+)*))?", re.IGNORECASE)
_BEHALF = ("TM.", "KT.", "TL.", "TUQ.", "Q.")


@dataclass(frozen=True, slots=True)
class Issue:
    """Number, day and signature of a document; a draft has none.

    Attributes:
        number: the running number, such as "76".
        symbol: what follows it, such as "BC-SKHCN", where it was given; it must be the letterhead's.
        dated: the day that the document bears; it decides which letterhead is in use.
        signature: who signs.
    """

    number: str | None = None
    symbol: str | None = None
    dated: date | None = None
    signature: Signature | None = None

    @classmethod
    def of(cls, number: str | None, dated: str | None, signed_by: str | None) -> Self:
        """Read what a command line or a notebook was given.

        Args:
            number: "76" or "76/BC-SKHCN".
            dated: a day, such as "2025-06-25" or "25/6/2025".
            signed_by: lines of the signature parted by semicolons: on whose behalf, the post, the name.

        Raises:
            ParameterError: ``issue-number``, ``issue-signed-by``, or the day's own code; all at once.

        >>> Issue.of("76", "25/6/2025", "KT. GIÁM ĐỐC; PHÓ GIÁM ĐỐC; Nguyễn Văn A").signature
        Signature(post='PHÓ GIÁM ĐỐC', name='Nguyễn Văn A', authority=('KT. GIÁM ĐỐC',))
        """
        problems: list[Problem] = []
        found = _number(number, problems)
        day, signature = _day(dated, problems), _signature(signed_by, problems)
        if problems:
            raise ParameterError(problems)
        return cls(found and found[1], found and found[2], day, signature)

    def letter_symbol(self, code: str) -> str:
        """What follows a letter's number: the office's code, behind it the unit or field where it was given.

        Nghị định 30/2020/NĐ-CP, Phụ lục I: a công văn names its drafting unit or its field, as in "12/UBND-NC".

        Raises:
            ParameterError: ``issue-symbol``.

        >>> Issue.of("12/UBND-NC", None, None).letter_symbol("UBND")
        'UBND-NC'
        """
        office, _, unit = (self.symbol or "").partition("-")
        if unit and office.casefold() == code.casefold():
            return f"{code}-{unit}"
        self.check_symbol(code)
        return code

    def check_symbol(self, code: str) -> None:
        """Refuse a symbol that is not the document's own.

        Raises:
            ParameterError: ``issue-symbol``.
        """
        if self.symbol and self.symbol.casefold() != code.casefold():
            given = f"{self.number}/{self.symbol}"
            raise ParameterError(Problem("issue-symbol", "number", given, {"symbol": code}))

    def predates(self, day: date | None) -> bool:
        """Whether its day is before another, such as that of the newest record that it rests on."""
        return self.dated is not None and day is not None and self.dated < day


def _number(text: str | None, problems: list[Problem]) -> re.Match[str] | None:
    if not text:
        return None
    found = _NUMBER.fullmatch(clean(text).strip())
    if not found:
        problems.append(Problem("issue-number", "number", text))
    return found


def _day(text: str | None, problems: list[Problem]) -> date | None:
    if not text:
        return None
    try:
        return parse_date(text, place="dated")
    except InputError as error:
        problems.extend(error.problems)
        return None


def _signature(text: str | None, problems: list[Problem]) -> Signature | None:
    if not text:
        return None
    *authority, post, name = ["", "", *(line.strip() for line in clean(text).split(";"))]
    behalf = tuple(authority[2:])
    if not post or not name or not all(line.upper().startswith(_BEHALF) for line in behalf):
        problems.append(Problem("issue-signed-by", "signed_by", text))
        return None
    return Signature(post, name, behalf)
