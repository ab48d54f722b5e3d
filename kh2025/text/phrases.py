"""Phrases that name a time, in one spelling: what the grammars of periods and deadlines read.

Offices write one word in several ways ("hằng", "hàng"; "quý", "quí", "qúy") and word processors several signs for
one (dashes, full-width digits, the single character Ⅱ). The grammars know only the first of each.
"""

import re

from kh2025.text.normal import normal_form
from kh2025.text.roman import roman

_ONE_SIGN_EACH = range(1, 13)  # Unicode has Ⅰ … Ⅻ
_FULL_WIDTH = {0xFF01 + at: chr(0x21 + at) for at in range(0x5E)}  # U+FF01…U+FF5E are ASCII, wider
_SIGNS = str.maketrans(
    _FULL_WIDTH
    | {0x215F + number: roman(number) for number in _ONE_SIGN_EACH}  # Ⅰ … Ⅻ
    | {0x216F + number: roman(number) for number in _ONE_SIGN_EACH}  # ⅰ … ⅻ
    | dict.fromkeys(map(ord, "―⁃﹘﹣÷→"), "-")  # engineers write "15÷20/6"
)
_SPELLINGS = {"hàng": "hằng", "kì": "kỳ", "quí": "quý", "qúy": "quý", "qúi": "quý"}
_SPELLED = re.compile(rf"\b(?:{'|'.join(_SPELLINGS)})\b")


def phrase_form(text: str) -> str:
    """The normal form of a phrase that names a time: one sign and one spelling for each thing.

    >>> phrase_form("Hàng  QUÍ"), phrase_form("Qúy \u2161\uff0f2025"), phrase_form("2025\u20132030")
    ('hằng quý', 'quý ii/2025', '2025-2030')
    """
    body = normal_form(text.translate(_SIGNS))
    return _SPELLED.sub(lambda found: _SPELLINGS[found[0]], body)
