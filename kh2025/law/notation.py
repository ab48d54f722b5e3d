"""How periods are written: canonical, Vietnamese, English, DHIS2, SDMX and ISO 8601 intervals.

This module only reads the text into its parts; whether there is such a period is decided by
:class:`kh2025.law.periods.Period`. A text that could mean several periods is refused with the spellings that
mean one.
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TypeAlias

from kh2025 import messages
from kh2025.errors import PeriodError, Problem
from kh2025.law.kinds import kinds, regimes
from kh2025.text.normal import normal_form
from kh2025.text.phrases import phrase_form
from kh2025.text.roman import roman

#: A period by its parts: kind, year, index, and the regime or null where the text names none.
Named: TypeAlias = tuple[str, int, int, str | None]


@dataclass(frozen=True, slots=True)
class Interval:
    """A period by its first day and either its last day or its length in months or days."""

    start: date
    end: date | None
    months: int
    days: int
    regime: str | None


def read_canonical(text: str) -> Named | None:
    """The parts of a canonical text such as ``2025-Q2@calendar``; none for any other spelling."""
    if not (found := _CANONICAL.fullmatch(text)):
        return None
    year, code, index, whole, regime = found.groups()
    kind = _kind_names().get(whole or code)
    return (kind, int(year), int(index or 1), regime) if kind else None


def read(text: str) -> Named | Interval:
    """The parts of a text in any of the spellings.

    Raises:
        PeriodError: the text is no period, or could be several (the message lists the spellings).
    """
    body, regime = _without_regime(phrase_form(text).rstrip(" .;,"))
    if interval := _INTERVAL.fullmatch(body):
        return _interval(text, interval, regime)
    spoken = _LEAD_IN.sub("", body)
    for pattern, kind, fixed in _patterns():
        if found := pattern.fullmatch(spoken):
            return _named(kind, fixed, found.groupdict(), regime)
    raise PeriodError(_refusal(text, spoken))


def _without_regime(body: str) -> tuple[str, str | None]:
    """The text and the regime after "@" or, as a label has it, in brackets."""
    body, at, regime = (part.strip() for part in body.partition("@"))
    if at:
        return body, regime
    if (bracket := _IN_BRACKETS.fullmatch(body)) and (known := _regime_labels().get(bracket["regime"])):
        return bracket["body"], known
    return body, None


def _interval(text: str, found: re.Match[str], regime: str | None) -> Interval:
    try:
        start = date.fromisoformat(found["start"])
        end = date.fromisoformat(found["end"]) if found["end"] else None
    except ValueError:
        raise PeriodError(Problem("period-text", value=text)) from None
    months = int(found["months"] or 0) + 12 * int(found["years"] or 0)
    return Interval(start, end, months, int(found["days"] or 0), regime)


def _named(kind: str, fixed: int | None, parts: dict[str, str | None], regime: str | None) -> Named:
    # What is no number ("quý iiii") becomes 0, which no kind has, and is refused with the numbers it has.
    index = fixed or _number(parts.get("index") or "1")
    return kind, int(parts["year"] or 0), index, regime


def _number(word: str) -> int:
    return int(word) if word.isdecimal() else _NUMBERS.get(word, 0)


def _refusal(text: str, body: str) -> Problem:
    """Why a text is no period, as narrow as can be told."""
    if found := _SHORT.fullmatch(body):
        return _short(text, found)
    if found := _HALF_YEAR.fullmatch(body):
        spellings = ", ".join(f"{found['year']}-{kinds()['half'].code}{side}" for side in (1, 2))
        return Problem("period-ambiguous", value=text, details={"spellings": spellings})
    if _OTHER_KIND.fullmatch(body):
        return Problem("period-other-kind", value=text)
    if _MONTH_OR_WORD.fullmatch(body):
        return Problem("period-ambiguous", value=text, details={"spellings": f"tháng 5/{body[-4:]}"})
    for code, year in (("period-no-year", "2025"), ("period-short-year", "20")):
        # The same text with a whole year in its place would have been read.
        if any(pattern.fullmatch(_with_year(body, code, year)) for pattern, *_ in _patterns()):
            return Problem(code, value=text)
    return Problem("period-text", value=text)


def _with_year(body: str, code: str, year: str) -> str:
    if code == "period-no-year":
        return body if body[-4:].isdecimal() else f"{body} {year}"
    return re.sub(r"(?<![0-9])(?=[0-9]{2}$)", year, body, flags=re.ASCII)


def _short(text: str, found: re.Match[str]) -> Problem:
    months = kinds()["month"].per_year
    if not 1 <= int(found["index"] or found["iso_index"]) <= months:
        return Problem("period-index", value=text, details={"last": months})
    return Problem("period-ambiguous", value=text, details={"spellings": _spellings(found)})


def _spellings(found: re.Match[str]) -> str:
    """The text "2/2025" may be a month or a quarter, "2025-05" a reporting or a calendar month."""
    year, index = found["year"] or found["iso_year"], int(found["index"] or found["iso_index"])
    spellings = [f"{year}-M{index:02d}", f"{year}-M{index:02d}@calendar"]
    if not found["iso_year"]:
        longer = [kind for kind in kinds().values() if index <= kind.per_year < kinds()["month"].per_year]
        spellings += [f"{year}-{kind.code}{index}" for kind in longer if kind.code.isalpha()]
    return ", ".join(spellings)


_CANONICAL = re.compile(r"([0-9]{4})-(?:([A-Z])([0-9]{1,2})|([0-9]{1,2}[A-Z]))(?:@([a-z0-9-]+))?")
_IN_BRACKETS = re.compile(r"(?P<body>.+?)\s*\((?P<regime>[^()]+)\)")
_LEAD_IN = re.compile(r"^(?:(?:báo cáo|kỳ|trong)\s+)+")
_DAY = r"[0-9]{4}-?[0-9]{2}-?[0-9]{2}"
_INTERVAL = re.compile(
    rf"(?P<start>{_DAY})\s*(?:/|--)\s*(?:p(?:(?P<years>[0-9]{{1,2}})y)?(?:(?P<months>[0-9]{{1,3}})m)?(?:(?P<days>[0-9]{{1,3}})d)?|(?P<end>{_DAY}))"
)
_WORDS = ["một", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười"]
_NUMBERS = (
    {roman(number).lower(): number for number in range(1, 13)}  # no kind has more than the months
    | {word: number for number, word in enumerate(_WORDS, 1)}
    | {"nhất": 1, "bốn": 4, "bẩy": 7, "mười một": 11, "mười hai": 12}
)
_YEAR = r"(?P<year>[0-9]{4})"
# Between number and year people write "/", "-", ".", a space or "năm".
_OF_YEAR = rf"\s*(?:[/\-.,]|(?:(?:của|trong)\s+)?năm(?:\s*/)?|\s)\s*(?:(?:của\s+)?năm\s*)?{_YEAR}"
# "Tháng năm 2025" may be May, or a month left out: "năm" is a number only before a second sign of the year.
_MONTH_WORD = (
    r"(?:mười một|mười hai|hai|ba|tư|bốn|sáu|bảy|bẩy|tám|chín|mười|một|năm(?=\s*(?:[/\-.,]|năm|của)))"
)
_SPOKEN = (
    (rf"(?:tháng|month|th?\.?)\s*(?P<index>[0-9]{{1,2}}|{_MONTH_WORD}){_OF_YEAR}", "month", None),
    (
        rf"(?:quý|quarter)\s*(?P<index>[ivx]+|[0-9]{{1,2}}|một|nhất|hai|ba|tư|bốn){_OF_YEAR}",
        "quarter",
        None,
    ),
    (rf"q\.?\s*(?P<index>[ivx]+|[0-9]{{1,2}}){_OF_YEAR}", "quarter", None),
    (rf"(?:0?3|ba)\s*tháng\s*đầu{_OF_YEAR}", "quarter", 1),
    (rf"(?:0?3|ba)\s*tháng\s*cuối{_OF_YEAR}", "quarter", 4),
    (rf"(?:(?:0?6|sáu)\s*tháng|nửa(?:\s*năm)?)\s*đầu{_OF_YEAR}", "half", 1),
    (rf"(?:(?:0?6|sáu)\s*tháng|nửa(?:\s*năm)?)\s*cuối{_OF_YEAR}", "half", 2),
    (rf"first half of {_YEAR}", "half", 1),
    (rf"second half of {_YEAR}", "half", 2),
    (rf"(?:0?9|chín)\s*tháng(?:\s*đầu)?{_OF_YEAR}", "nine_months", None),
    (rf"nine months of {_YEAR}", "nine_months", None),
    (rf"(?:(?:cả\s*)?năm|(?:12|mười hai)\s*tháng(?:\s*của)?\s*năm|year)\s*{_YEAR}", "year", None),
)
_CODED = (
    (rf"{_YEAR}(?P<index>[0-9]{{2}})", "month", None),
    (rf"{_YEAR}m(?P<index>[0-9]{{1,2}})", "month", None),
    (rf"{_YEAR}\s*q(?P<index>[0-9])", "quarter", None),
    (rf"{_YEAR}\s*s(?P<index>[0-9])", "half", None),
    (_YEAR, "year", None),
)
_SHORT = re.compile(
    r"(?P<index>[0-9]{1,2})\s*[/\-.]\s*(?P<year>[0-9]{4})|(?P<iso_year>[0-9]{4})-(?P<iso_index>[0-9]{2})"
)
# What DHIS2 and SDMX have and administrative reporting has not: days, weeks, two and four months, other years.
_OTHER_KIND = re.compile(
    r"[0-9]{4}-?(?:(?:wed|thu|sat|sun|bi)?w|d|t)[0-9]{1,3}|[0-9]{6}b|[0-9]{8}|[0-9]{4}-[0-9]{2}-[0-9]{2}"
    r"|[0-9]{4}-?(?:april|july|sep|oct|nov)(?:-?[qs][0-9])?|(?:fy|năm học)\s*[0-9]{4}.*|[0-9]{4}-b[0-9]"
    r"|(?:tuần|week|ngày|day)\s*(?:thứ\s*)?[0-9]{1,2}\b.*"
)
_HALF_YEAR = re.compile(rf"(?:0?6|sáu)\s*tháng{_OF_YEAR}")
_MONTH_OR_WORD = re.compile(r"tháng năm [0-9]{4}")


@cache
def _kind_names() -> dict[str, str]:
    return {kind.code: kind.name for kind in kinds().values()}


@cache
def _regime_labels() -> dict[str, str]:
    return {
        normal_form(regime.label(lang)): name
        for name, regime in regimes().items()
        for lang in messages.LANGUAGES
    }


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str, int | None], ...]:
    canonical = []
    for kind in kinds().values():
        code = kind.code.lower()
        index = "" if code[0].isdigit() else r"(?P<index>[0-9]{1,2})"
        canonical.append((rf"{_YEAR}-{code}{index}", kind.name, None))
    return tuple((re.compile(text), kind, fixed) for text, kind, fixed in [*canonical, *_SPOKEN, *_CODED])
