"""Dated notices of days off and days worked: the official ones, and those of a user's own file.

A notice is a document that turns single days around: weekdays that are not worked, Saturdays that are. The
official ones are rows of ``law/data/workdays.yaml``; an office adds those of its province in a file.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from kh2025.errors import InputError, Problem
from kh2025.law import data
from kh2025.law.document_number import DocumentNumber
from kh2025.law.mark import Mark
from kh2025.yaml_tree import place_of, plain_value, read_tree, value_at

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_KEYS = ("number", "issued_on", "days_off", "days_worked", "mark")


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A document that says of single days whether they are worked.

    Attributes:
        number: the document's number.
        mark: how well its content is known.
        issued_on: the day of issue; null where it is not known.
        days_off: days that are not worked.
        days_worked: days of weekly rest that are worked.
    """

    number: DocumentNumber
    mark: Mark
    issued_on: date | None = None
    days_off: tuple[date, ...] = ()
    days_worked: tuple[date, ...] = ()


def official_notices(known_on: date | None = None) -> Mapping[int, tuple[Notice, ...]]:
    """Year → the official notices that settle its days (``law/data/workdays.yaml``).

    Args:
        known_on: notices issued after this day are left out, and years whose first notice, which carries their
            days, is; a notice whose day of issue is not known counts from the first day of its year.

    >>> [str(notice.number) for notice in official_notices()[2025]]
    ['6150/TB-BLĐTBXH', '8726/VPCP-KGVX']
    >>> sorted(official_notices(known_on=date(2024, 6, 30)))
    [2024]
    """
    if known_on is None:
        return _all_notices()
    return {
        year: tuple(notice for notice in notices if known_from(notice, year) <= known_on)
        for year, notices in _all_notices().items()
        if known_from(notices[0], year) <= known_on
    }


def known_from(notice: Notice, year: int) -> date:
    """The day from which a notice about a year is known."""
    return notice.issued_on or date(year, 1, 1)


@cache
def _all_notices() -> Mapping[int, tuple[Notice, ...]]:
    rows = data.load("workdays")["notices"]
    return MappingProxyType({year: tuple(_from_data(row) for row in rows[year]) for year in sorted(rows)})


def worked_days(notices: Iterable[Notice]) -> dict[date, bool]:
    """Whether each day that the notices name is worked; of two notices on one day the later in order counts.

    >>> sorted(day.isoformat() for day, worked in worked_days(official_notices()[2026]).items() if worked)
    ['2026-01-10', '2026-08-22']
    """
    found: dict[date, bool] = {}
    for notice in notices:
        found |= dict.fromkeys(notice.days_off, False) | dict.fromkeys(notice.days_worked, True)
    return found


def read_notices(source: str | Path) -> tuple[Notice, ...]:
    """The notices of a user's file, such as the days off of a province.

    The file is strict YAML; ``issued_on``, one of the two lists, and ``mark`` (by default ``assumption``) may
    be left out::

        notices:
          - number: 12/UBND-NC
            issued_on: 2025-10-01
            days_off: [2025-10-14]
            days_worked: [2025-10-18]
            mark: verified

    Raises:
        InputError: the file cannot be read, or says what no notice can; each flawed notice with file, line
            and key.
    """
    root = read_tree(Path(source))
    _check_keys(root, ("notices",))
    notices: list[Notice] = []
    flaws: list[Problem] = []
    for item in _items(root, "notices", required=True):
        try:
            notices.append(_from_node(item))
        except InputError as error:
            flaws += error.problems
    flaws = flaws or _contradictions(root)
    if flaws:
        raise InputError(flaws)
    return tuple(notices)


def _from_data(row: dict[str, Any]) -> Notice:
    return Notice(
        number=DocumentNumber.parse(row["number"]),
        mark=Mark(row["mark"]),
        issued_on=row.get("issued_on"),
        days_off=tuple(row.get("days_off", ())),
        days_worked=tuple(row.get("days_worked", ())),
    )


def _from_node(node: yaml.Node) -> Notice:
    _check_keys(node, _KEYS)
    off, worked = (tuple(_day(day, key) for day in _items(node, key)) for key in ("days_off", "days_worked"))
    if not off and not worked:
        raise InputError(Problem("notice-empty", place_of(node)))
    issued = value_at(node, "issued_on")
    return Notice(
        number=_number(node),
        mark=_mark(node),
        issued_on=None if issued is None or plain_value(issued) is None else _day(issued, "issued_on"),
        days_off=off,
        days_worked=worked,
    )


def _check_keys(node: yaml.Node, known: tuple[str, ...]) -> None:
    if not isinstance(node, yaml.MappingNode):
        raise InputError(Problem("notice-mapping", place_of(node), plain_value(node)))
    for key, _ in node.value:
        if key.value not in known:
            details = {"known": ", ".join(known)}
            raise InputError(Problem("notice-unknown-key", place_of(key), key.value, details))


def _items(node: yaml.Node, key: str, *, required: bool = False) -> list[yaml.Node]:
    """The nodes of a list under a key; a key that may be left out is then an empty list."""
    found = value_at(node, key)
    if found is None and not required:
        return []
    if not isinstance(found, yaml.SequenceNode) or (required and not found.value):
        value = None if found is None else plain_value(found)
        raise InputError(Problem("notice-list", f"{place_of(found or node)} {key}", value))
    return list(found.value)


def _number(node: yaml.Node) -> DocumentNumber:
    found = value_at(node, "number")
    value = None if found is None else plain_value(found)
    place = f"{place_of(found or node)} number"
    if not isinstance(value, str):
        raise InputError(Problem("document-number", place, value))
    try:
        return DocumentNumber.parse(value)
    except InputError:
        raise InputError(Problem("document-number", place, value)) from None


def _mark(node: yaml.Node) -> Mark:
    found = value_at(node, "mark")
    if found is None:
        return Mark.ASSUMPTION
    value = plain_value(found)
    if value not in list(Mark):
        raise InputError(Problem("notice-mark", f"{place_of(found)} mark", value, {"known": ", ".join(Mark)}))
    return Mark(value)


def _day(node: yaml.Node, key: str) -> date:
    value, place = plain_value(node), f"{place_of(node)} {key}"
    try:
        day = date.fromisoformat(value) if isinstance(value, str) and _DAY.fullmatch(value) else None
    except ValueError:  # 30 February
        day = None
    if day is None:
        raise InputError(Problem("notice-day", place, value))
    years = data.load("workdays")["years"]
    if not years["first"] <= day.year <= years["last"]:
        raise InputError(Problem("workday-outside", place, value, years))
    return day


def _contradictions(root: yaml.Node) -> list[Problem]:
    """Days that the file calls both a day off and a day worked."""
    said: dict[str, str] = {}
    flaws = []
    for item in _items(root, "notices"):
        for key in ("days_off", "days_worked"):
            for node in _items(item, key):
                day = node.value
                if said.setdefault(day, key) != key:
                    flaws.append(Problem("notice-contradiction", f"{place_of(node)} {key}", day))
    return flaws
