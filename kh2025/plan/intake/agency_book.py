"""Agencies of a draft: known ones as :mod:`kh2025.plan.lookup` finds them, new ones given an id.

What a new name may be another writing of is only suggested.
"""

import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from kh2025.plan.agency_cells import is_group
from kh2025.plan.lookup import Names
from kh2025.plan.model import Plan
from kh2025.text.ids import is_id
from kh2025.text.normal import normal_form, without_marks

_LONGEST_ID = 32
_ALIKE = 0.88  # of difflib; below, two departments differ in one word
_MOST_COMPARED = 150  # names; every one is held against all others
_ABBREVIATION = re.compile(r"[A-ZĐ][A-ZĐ&]+")
_JOINING = frozenset(("và", "với", "của", "&"))


class Ids:
    """Ids made from names without marks, each other than those before.

    >>> ids = Ids()
    >>> ids.make("Sở Y tế"), ids.make("Sở Y tế"), ids.make("Con")
    ('so-y-te', 'so-y-te-2', 'm-con')
    """

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = set(taken)
        self._counts: dict[str, int] = {}

    def make(self, name: str, prefix: str = "") -> str:
        """An id for a name; it is taken then."""
        words = re.sub(r"[^a-z0-9]+", "-", without_marks(f"{prefix}{name}")).strip("-")
        stem = _cut(words, _LONGEST_ID)
        if not is_id(stem):
            stem = _cut(f"m-{words}".strip("-"), _LONGEST_ID)
        stem = stem if is_id(stem) else "m-1"
        id_, count = stem, self._counts.get(stem, 1)
        while id_ in self._taken:
            count += 1
            id_ = f"{_cut(stem, _LONGEST_ID - len(str(count)) - 1)}-{count}"
        self._counts[stem] = count
        self._taken.add(id_)
        return id_


def _cut(words: str, longest: int) -> str:
    """At the end of a word where there is one."""
    if len(words) <= longest:
        return words
    head = words[: longest + 1].rpartition("-")[0] or words[:longest]
    return head[:longest].strip("-")


@dataclass(slots=True)
class AgencyBook:
    """The agencies that a draft names.

    Attributes:
        known: a plan whose agencies and groups are taken over whole, with their successors.
        made: new agencies: normal form → agency as plain values.
    """

    known: Plan | None = None
    made: dict[str, dict[str, Any]] = field(default_factory=dict)
    _names: Names | None = None
    _ids: Ids = field(default_factory=Ids)

    def __post_init__(self) -> None:
        if self.known is None:
            return
        self._names = Names(self.known)
        self._ids = Ids([*self.known.agency, *self.known.group])

    def find(self, name: str) -> str | None:
        """The id of a known agency or group (:class:`kh2025.plan.lookup.Names`), the first of several; null when none."""
        return next(iter(self.bearers(name)), None)

    def bearers(self, name: str) -> list[str]:
        """The ids of known agencies or groups that a name may mean; mostly one."""
        return self._names.bearers(name) if self._names else []

    def is_known(self, name: str) -> bool:
        """Whether the name is that of a known agency or group."""
        return self.find(name) is not None

    def id_of(self, name: str) -> str | None:
        """The id of the agency, made where it is new; null for a group whose members nobody has named."""
        if found := self.find(name):
            return found
        if is_group(name):
            return None
        form = normal_form(name)
        if form not in self.made:
            self.made[form] = {"id": self._ids.make(name), "name": name}
        return str(self.made[form]["id"])

    def name_of(self, id_: str) -> str:
        """The name behind an id."""
        made = {str(one["id"]): str(one["name"]) for one in self.made.values()}
        return made.get(id_) or (self.known.label(id_) if self.known else id_)

    def alike(self) -> Iterator[tuple[str, list[str]]]:
        """Each new name with the names that it may be another writing of; of up to 150 names."""
        new = [str(one["name"]) for one in self.made.values()]
        others = [one.name for one in self.known.agencies] if self.known else []
        if len(new) + len(others) > _MOST_COMPARED:
            return  # no plan names as many; every one would be held against all others
        for place, name in enumerate(new):
            found = [other for other in (*others, *new[place + 1 :]) if _are_alike(name, other)]
            if found:
                yield name, found


def _are_alike(one: str, other: str) -> bool:
    first, second = _bare(one), _bare(other)
    if first == second or _abbreviates(one, other) or _abbreviates(other, one):
        return True
    matcher = difflib.SequenceMatcher(None, first, second)
    return matcher.real_quick_ratio() > _ALIKE and matcher.quick_ratio() > _ALIKE and matcher.ratio() > _ALIKE


@lru_cache(maxsize=_MOST_COMPARED)
def _bare(name: str) -> str:
    return without_marks(name)


def _abbreviates(short: str, long: str) -> bool:
    """Whether the capitals at the end of one name are the initials of the other: "Sở KH&CN"."""
    *heads, last = short.split() or [""]
    if not _ABBREVIATION.fullmatch(last):
        return False
    words = normal_form(long).split()
    if words[: len(heads)] != normal_form(" ".join(heads)).split():
        return False
    initials = "".join(word[0] for word in words[len(heads) :] if word not in _JOINING)
    return without_marks(initials.replace(",", "")) == without_marks(last.replace("&", ""))
