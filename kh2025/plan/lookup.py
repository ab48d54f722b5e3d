"""Which agency or group a written name means: by id, name, normal form, then alias; else a person is asked.

Nothing is matched by similarity or without tone marks, because "Hòa Tiên" is not "Hòa Tiến"; what looks alike is only
suggested. A name that two agencies bear is ambiguous, unless only one of them exists on the day.
"""

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from kh2025.plan.model import Plan
from kh2025.plan.parts import Agency, AgencyGroup
from kh2025.text.normal import normal_form, without_marks

_ALIKE = 0.8
_MOST = 5


@dataclass(frozen=True, slots=True)
class Found:
    """What a written name means.

    Attributes:
        id: the agency or group; null when none or several bear the name.
        by: the step that found it: id, name, normal_form or alias; null when none did.
        candidates: the ids that bear the name where they are several, else names that look alike, the nearest first.
    """

    id: str | None
    by: str | None = None
    candidates: tuple[str, ...] = ()


@dataclass(slots=True)
class Names:
    """The names of a plan's agencies and groups.

    >>> import kh2025
    >>> names = Names(kh2025.load_plan("example:thai_binh_2025/plan.yaml"))
    >>> names.find("Sở KH&CN").id, names.find("sở  khoa học và công nghệ").by
    ('so-khcn', 'normal_form')
    >>> names.find("So Y te").id, names.find("So Y te").candidates[0]
    (None, 'Sở Y tế')
    """

    plan: Plan
    _steps: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    _plain: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        parties: list[Agency | AgencyGroup] = [*self.plan.agencies, *self.plan.groups]
        short = [(one.short_name, one.id) for one in self.plan.agencies if one.short_name]
        alias = [(alias, one.id) for one in self.plan.agencies for alias in one.aliases]
        named = [(one.name, one.id) for one in parties] + short
        self._steps = {
            "id": _by_text((one.id, one.id) for one in parties),
            "name": _by_text(named),
            "normal_form": _by_text((normal_form(text), id_) for text, id_ in named),
            "alias": _by_text((normal_form(text), id_) for text, id_ in alias),
        }
        self._plain = _by_text((without_marks(text), text) for text, _ in (*named, *alias))

    def find(self, text: str, on: date | None = None) -> Found:
        """The agency or group that a text names.

        Args:
            text: one name, as it is written.
            on: a day; of several that bear a name only one may exist on it.
        """
        step, ids = self._known(text)
        if not ids:
            return Found(None, None, tuple(self._alike(text)))
        there = [id_ for id_ in ids if len(ids) == 1 or self._exists(id_, on)]
        return Found(there[0], step) if len(there) == 1 else Found(None, None, tuple(ids))

    def bearers(self, text: str) -> list[str]:
        """The ids that a text may mean, at the first step of the look-up that knows it; mostly one."""
        return self._known(text)[1]

    def _known(self, text: str) -> tuple[str | None, list[str]]:
        """The first step that knows a text, and the ids it has there."""
        form = normal_form(text)
        asked = {"id": text.strip(), "name": text.strip(), "normal_form": form, "alias": form}
        found = ((step, known.get(asked[step], [])) for step, known in self._steps.items())
        return next((one for one in found if one[1]), (None, []))

    def _exists(self, id_: str, on: date | None) -> bool:
        agency = self.plan.agency.get(id_)
        if on is None or agency is None:
            return True
        return (agency.valid_from or date.min) <= on <= (agency.valid_to or date.max)

    def _alike(self, text: str) -> Iterator[str]:
        near = difflib.get_close_matches(without_marks(text), self._plain, n=_MOST, cutoff=_ALIKE)
        yield from dict.fromkeys(name for plain in near for name in self._plain[plain])


def _by_text(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for text, value in pairs:
        known = found.setdefault(text, [])
        if value not in known:
            known.append(value)
    return found
