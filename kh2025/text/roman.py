"""Roman numerals, as plans number their parts and quarters."""

_SIGNS = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
          (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip
_FIRST_WITHOUT = 4000


def roman(number: int) -> str:
    """A number in Roman capitals; what has none stays Arabic.

    >>> roman(4), roman(19), roman(0)
    ('IV', 'XIX', '0')
    """
    if not 0 < number < _FIRST_WITHOUT:
        return str(number)
    text = ""
    for value, letters in _SIGNS:
        text += letters * (number // value)
        number %= value
    return text
