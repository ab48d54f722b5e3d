"""Decimal numbers as Vietnamese offices write them, exact, and refused where two readings are in use.

Vietnamese groups by dots and cuts decimals off by a comma; English and most programs do the reverse. One dot
or comma therefore decides nothing when exactly three digits follow it and one to three, other than a plain 0,
stand before it: "1.234" and "1,234" are refused. Where grouping is impossible the sign is decimal: "1.5",
"12,25", "0.125", "1.2345". Two or more dots group ("1.234.567"), a comma after dots is decimal ("1.234,5").
A comma before a dot, or two commas, is English grouping and refused: whoever mixes the two may mean either.
"""

import re
from decimal import Decimal
from numbers import Integral

from kh2025.errors import Problem, TextError

_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+(?:,[0-9]+)?")
_PLAIN = re.compile(r"[0-9]+(?:[.,][0-9]+)?")
# Three digits after the only sign, and before it a number that a group can begin with.
_EITHER = re.compile(r"0*([1-9][0-9]{0,2})[.,]([0-9]{3})")
_ENGLISH = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_LEADING_ZEROS = re.compile(r"^0+(?=[0-9])")
_LONGEST = 40  # characters or digits; a longer one is no figure of a report
_HUNDRED = Decimal(100)


def parse_decimal(value: object, place: str = "") -> Decimal:
    """An exact number from a text, or from a number of Python or numpy.

    Args:
        value: a text such as "1.234,5", an int, a finite float (as it prints) or a Decimal.
        place: where it stands, for the error.

    Raises:
        TextError: ``number-ambiguous`` with the spellings that are not; ``number-text`` for all else: exponents,
            inf, nan, true and false, underscores, digits of other scripts, a percent sign, inner spaces.

    >>> parse_decimal("1.234.567,5"), parse_decimal("1.5"), parse_decimal("-0,25")
    (Decimal('1234567.5'), Decimal('1.5'), Decimal('-0.25'))
    """
    if isinstance(value, str):
        return _from_text(value.strip(), value, place)
    if isinstance(value, Integral | float | Decimal) and not isinstance(value, bool):
        number = Decimal(str(value)) if isinstance(value, float | Integral) else Decimal(value)
        if number.is_finite() and abs(number.adjusted()) < _LONGEST:
            return number
    raise TextError(Problem("number-text", place, value))


def parse_percent(value: object, place: str = "") -> Decimal:
    """A share in percent, 0 to 100, from a text with or without "%".

    Args:
        value: a text such as "50%", "12,5 %" or "60". A bare number is in percent; between 0 and 1 it may be a
            fraction of one and is refused. A number of Python is such a bare number.
        place: where it stands, for the error.

    Raises:
        TextError: ``percent-ambiguous``, ``percent-range``, and what :func:`parse_decimal` refuses.

    >>> parse_percent("12,5 %"), parse_percent("60")
    (Decimal('12.5'), Decimal('60'))
    """
    signed = isinstance(value, str) and value.rstrip().endswith("%")
    body = value.rstrip()[:-1] if isinstance(value, str) and signed else value
    try:
        number = parse_decimal(body)
    except TextError as error:  # the person sees what stands in the cell, with its sign
        raise TextError([Problem(one.code, place, value, one.details) for one in error.problems]) from None
    if not 0 <= number <= _HUNDRED:
        raise TextError(Problem("percent-range", place, value))
    if 0 < number < 1 and not signed:
        spellings = "; ".join(f"{_show(one)}%" for one in (number, number * 100))
        raise TextError(Problem("percent-ambiguous", place, value, {"spellings": spellings}))
    return number


def _from_text(body: str, value: str, place: str) -> Decimal:
    size = body[1:] if body.startswith(("-", "\u2212")) else body
    sign = "-" if size is not body else ""
    if len(body) <= _LONGEST:
        if spellings := _spellings(size):
            spelled = "; ".join(sign + one for one in spellings)
            raise TextError(Problem("number-ambiguous", place, value, {"spellings": spelled}))
        if _GROUPED.fullmatch(size):
            size = size.replace(".", "")
        if _PLAIN.fullmatch(size):
            number = Decimal(size.replace(",", "."))
            return number.copy_negate() if sign and number else number
    raise TextError(Problem("number-text", place, value))


def _spellings(size: str) -> tuple[str, ...]:
    """What an ambiguous number may be, each in a spelling that is read in one way only; none if it is clear."""
    if found := _EITHER.fullmatch(size):
        return found[1] + found[2], f"{found[1]},{found[2]}0"
    if _ENGLISH.fullmatch(size) and not _PLAIN.fullmatch(size):
        text = _LEADING_ZEROS.sub("", size.replace(",", "").replace(".", ","))
        return (f"{text}0" if _EITHER.fullmatch(text) else text,)
    return ()


def _show(number: Decimal) -> str:
    """Plain digits with a decimal comma, such as "0,5"; never three decimals, which may be a group."""
    text = f"{number.normalize():f}".replace(".", ",")
    return f"{text}0" if _EITHER.fullmatch(text) else text
