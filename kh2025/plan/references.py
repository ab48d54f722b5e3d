"""Whether the parts of a plan fit together: unique ids, references that resolve, deadlines that can be read."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from kh2025.errors import ScheduleError

if TYPE_CHECKING:
    from kh2025.plan.model import Plan
    from kh2025.plan.parts import Agency


class Flaw(NamedTuple):
    """One thing that does not fit: code, key path, value, and what the message names."""

    code: str
    path: tuple[str | int, ...]
    value: object
    details: dict[str, Any]


def flaws(plan: "Plan") -> Iterator[Flaw]:
    """All flaws of a plan, in the order of its file."""
    yield from _duplicates(plan)
    yield from _repeated(plan)
    yield from _unresolved(plan)
    yield from _successions(plan)
    yield from _deadlines(plan)


def _duplicates(plan: "Plan") -> Iterator[Flaw]:
    parties = [("agencies", plan.agencies), ("groups", plan.groups)]
    others = ("notes", "assumptions", "sections", "activities", "obligations", "indicators", "tasks")
    for namespace in [parties, *([(name, getattr(plan, name))] for name in others)]:
        seen: set[str] = set()
        for name, items in namespace:
            for index, item in enumerate(items):
                if item.id in seen:
                    yield Flaw("plan-duplicate-id", (name, index, "id"), item.id, {})
                seen.add(item.id)


def _repeated(plan: "Plan") -> Iterator[Flaw]:
    """Ids written twice in one list: each member owes once."""
    lists: list[tuple[tuple[str | int, ...], tuple[str, ...]]] = []
    lists += [(("groups", i, "members"), group.members) for i, group in enumerate(plan.groups)]
    lists += [(("agencies", i, "successors"), agency.successors) for i, agency in enumerate(plan.agencies)]
    lists += [(("tasks", i, "coordinating"), task.coordinating) for i, task in enumerate(plan.tasks)]
    lists += [(("obligations", i, "kinds"), owed.kinds) for i, owed in enumerate(plan.obligations)]
    for path, ids in lists:
        for place, id_ in enumerate(ids):
            if id_ in ids[:place]:
                yield Flaw("plan-duplicate-id", (*path, place), id_, {})


def _unresolved(plan: "Plan") -> Iterator[Flaw]:
    agencies, sections = set(plan.agency), {section.id for section in plan.sections}
    parties = agencies | set(plan.group)
    for path, value, known, what in _references(plan, agencies, parties, sections):
        if value is not None and value not in known:
            yield Flaw("plan-reference", path, value, {"what": what, "known": _some(known)})


def _references(
    plan: "Plan", agencies: set[str], parties: set[str], sections: set[str]
) -> Iterator[tuple[tuple[str | int, ...], str | None, set[str], str]]:
    for i, agency in enumerate(plan.agencies):
        for k, successor in enumerate(agency.successors):
            yield ("agencies", i, "successors", k), successor, agencies, "agencies"
        yield ("agencies", i, "heir"), agency.heir, set(agency.successors), "successors"
    for i, group in enumerate(plan.groups):
        for k, member in enumerate(group.members):
            yield ("groups", i, "members", k), member, agencies, "agencies"
    for i, activity in enumerate(plan.activities):
        yield ("activities", i, "lead"), activity.lead, agencies, "agencies"
    for i, obligation in enumerate(plan.obligations):
        yield ("obligations", i, "reporters"), obligation.reporters, parties, "agencies, groups"
        yield ("obligations", i, "to"), obligation.to, agencies, "agencies"
        yield ("obligations", i, "through"), obligation.through, agencies, "agencies"
    for i, indicator in enumerate(plan.indicators):
        yield ("indicators", i, "agency"), indicator.agency, agencies, "agencies"
    for i, task in enumerate(plan.tasks):
        yield ("tasks", i, "section"), task.section, sections, "sections"
        yield ("tasks", i, "lead"), task.lead, parties, "agencies, groups"
        for k, other in enumerate(task.coordinating):
            yield ("tasks", i, "coordinating", k), other, parties, "agencies, groups"


def _successions(plan: "Plan") -> Iterator[Flaw]:
    for i, agency in enumerate(plan.agencies):
        if agency.valid_from and agency.valid_to and agency.valid_from > agency.valid_to:
            yield Flaw("plan-agency-dates", ("agencies", i, "valid_to"), agency.valid_to.isoformat(), {})
        if agency.successors and not agency.valid_to:
            yield Flaw("plan-successor-date", ("agencies", i, "successors"), agency.id, {})
        elif agency.id in _later(plan.agency, agency):
            yield Flaw("plan-successor-cycle", ("agencies", i, "successors"), agency.id, {})


def _later(known: dict[str, "Agency"], agency: "Agency") -> set[str]:
    """All agencies that come after one, however far."""
    found: set[str] = set()
    waiting = list(agency.successors)
    while waiting:
        id_ = waiting.pop()
        if id_ not in found and id_ in known:
            found.add(id_)
            waiting += known[id_].successors
    return found


def _deadlines(plan: "Plan") -> Iterator[Flaw]:
    for i, task in enumerate(plan.tasks):
        try:
            plan.schedule(task)
        except ScheduleError as error:
            problem = error.problems[0]
            yield Flaw(problem.code, ("tasks", i, "deadline"), task.deadline, dict(problem.details))


def _some(known: Iterable[str]) -> str:
    names = sorted(known)
    return ", ".join(names[:12]) + (", …" if len(names) > 12 else "")  # noqa: PLR2004 - what fits a line or two
