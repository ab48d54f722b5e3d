"""The measures: every rate that is told or scored, each with unit, range, direction of good, and source.

A measure is a share: what counts, of what is looked at. Both are sums over named parts of the status partition (tasks)
or over classes of timeliness (reports); the weights of tasks enter the sums in scores only.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from kh2025.evaluation.tables import DONE, OPEN
from kh2025.law.citation import Citation
from kh2025.law.mark import Mark

Count = int | Fraction
_DATED = ("done_on_time", "done_late", "done_date_missing", "open_in_time", "open_overdue")
_DUE = (*DONE, "open_overdue")
_ASSIGNED = (*DONE, *OPEN)
_WANTED = ("on_time", "late", "missing")

_CENTRAL = Citation(document="1270/BC-TCTTTg", mark=Mark.VERIFIED)
_DA_NANG = Citation(principle="cách tính của thành phố Đà Nẵng", mark=Mark.SECONDARY)
_HAI_PHONG = Citation(principle="cách tính của thành phố Hải Phòng", mark=Mark.SECONDARY)
_DHIS2 = Citation(principle="DHIS2: expected, actual, on time", mark=Mark.SECONDARY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One measure; its label is ``rate.<name>`` of ``labels.toml``.

    Attributes:
        name: the rate.
        on: tasks (their parts; of agencies, their duties' parts) or reports (their classes).
        above: parts or classes that count: the numerator.
        below: parts or classes that are looked at: the denominator.
        of: name of the denominator.
        direction: up or down: which way is good.
        source: whose practice it is.
        unit, lowest, highest: unit and range of its value.
    """

    name: str
    on: Literal["tasks", "reports"]
    above: tuple[str, ...]
    below: tuple[str, ...]
    of: str
    direction: Literal["up", "down"]
    source: Citation
    unit: str = "percent"
    lowest: int = 0
    highest: int = 100

    def fraction(self, counts: Mapping[str, Count]) -> tuple[Count, Count]:
        """Numerator and denominator from counts, or sums of weights, by part; a part that is not given counts 0."""
        above, below = (sum(counts.get(part, 0) for part in parts) for parts in (self.above, self.below))
        return above, below

    def value(self, counts: Mapping[str, Count]) -> Fraction | None:
        """The exact value; null for 0/0."""
        above, below = self.fraction(counts)
        return Fraction(above) * self.highest / Fraction(below) if below else None

    @property
    def best(self) -> int:
        """The best value there can be."""
        return self.highest if self.direction == "up" else self.lowest


def _tasks(name: str, above: tuple[str, ...], below: tuple[str, ...], of: str, source: Citation) -> Measure:
    direction: Literal["up", "down"] = "down" if above == ("open_overdue",) else "up"
    return Measure(name=name, on="tasks", above=above, below=below, of=of, direction=direction, source=source)


def _reports(name: str, above: tuple[str, ...]) -> Measure:
    of = "expected_not_replaced"
    return Measure(name=name, on="reports", above=above, below=_WANTED, of=of, direction="up", source=_DHIS2)


#: All measures by name, in the order in which they are told. Three denominators of tasks are in real use: those that
#: are due (central practice), all that were assigned, and those that have a deadline.
MEASURES: dict[str, Measure] = {
    one.name: one
    for one in (
        _tasks("done_of_due", DONE, _DUE, "due", _CENTRAL),
        _tasks("on_time_of_due", ("done_on_time",), _DUE, "due", _CENTRAL),
        _tasks("overdue_of_due", ("open_overdue",), _DUE, "due", _CENTRAL),
        _tasks("done_of_assigned", DONE, _ASSIGNED, "assigned", _DA_NANG),
        _tasks("overdue_of_assigned", ("open_overdue",), _ASSIGNED, "assigned", _DA_NANG),
        _tasks("done_of_dated", tuple(part for part in DONE if part in _DATED), _DATED, "dated", _HAI_PHONG),
        _tasks("overdue_of_dated", ("open_overdue",), _DATED, "dated", _HAI_PHONG),
        _reports("received_of_expected", ("on_time", "late")),
        _reports("on_time_of_expected", ("on_time",)),
    )
}
