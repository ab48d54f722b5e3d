"""Many plans, one answer: each is evaluated on its own, wherever there is room, and what they add up to is merged.

What a plan contributes is a handful of counts. Merging puts contributions together by source, so it does not matter
how the plans are dealt out, in which order they come back, or how partial results are merged.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any, Self

import pandas as pd

from kh2025.columns import Table
from kh2025.errors import Kh2025Error, ParameterError, Problem
from kh2025.evaluation.evaluate import Evaluation, evaluate
from kh2025.evaluation.parts import PART_NAMES, tally
from kh2025.evaluation.rates import rate, rates
from kh2025.evaluation.tables import CLASSES, DONE, PARTS
from kh2025.evaluation.tables.many import AGENCIES, FAILURES, FIELDS, PLANS
from kh2025.law.moments import local_text, parse_moment
from kh2025.law.periods import Period
from kh2025.ledger.facts import Facts
from kh2025.ledger.folder import open_facts
from kh2025.plan.files import load_plan
from kh2025.plan.model import Plan

#: Counts by the id of a section or an agency; ``None`` counts what nobody owes.
Counts = dict[str | None, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class PlanCounts:
    """What one plan contributes, or why it could not be evaluated.

    Attributes:
        source: the plan's file or id, as given.
        plan_id: the plan; null when it could not be read.
        titles: titles of its sections by id.
        tasks: tasks by section, a number for each of ``PART_NAMES``.
        duties: duties by agency, a number for each of ``PART_NAMES``.
        submissions: reports owed by agency, a number for each of ``CLASSES``.
        findings: breaches by agency, one number.
        problems: why it could not be evaluated; empty when it was.
    """

    source: str
    plan_id: str | None = None
    titles: dict[str, str] = field(default_factory=dict)
    tasks: Counts = field(default_factory=dict)
    duties: Counts = field(default_factory=dict)
    submissions: Counts = field(default_factory=dict)
    findings: Counts = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class ManyPlans:
    """The counts of many plans for one period as known at one moment; a part of them merges with other parts.

    Attributes:
        period: the period, in canonical text.
        as_of: the moment that all are known at, in local ISO 8601.
        counts: what each plan contributes, by source.
    """

    period: str
    as_of: str
    counts: dict[str, PlanCounts] = field(default_factory=dict)

    def __repr__(self) -> str:
        told = f"period={self.period}, as_of={self.as_of}, plans={len(self._good)}"
        return f"ManyPlans({told}, failures={len(self.counts) - len(self._good)})"

    def merge(self, other: Self) -> Self:
        """Both parts together; the order does not matter.

        Raises:
            ValueError: the parts look at another period or moment, or tell different things of one plan.
        """
        shared = self.counts.keys() & other.counts.keys()
        if (self.period, self.as_of) != (other.period, other.as_of) or any(
            self.counts[name] != other.counts[name] for name in shared
        ):
            raise ValueError(other)
        return type(self)(self.period, self.as_of, self.counts | other.counts)

    @property
    def plans(self) -> pd.DataFrame:
        """One row per plan that was evaluated, by source; columns ``PLANS``."""
        rows = (
            {
                "source": one.source,
                "plan_id": one.plan_id,
                **_parted("tasks", _sum(one.tasks.values(), PART_NAMES)),
                **_reports([one]),
            }
            for one in self._good
        )
        return _framed(PLANS, rows)

    @property
    def fields(self) -> pd.DataFrame:
        """One row per field, the sections of one id in all plans, by id; columns ``FIELDS``."""
        titles = {id_: title for one in reversed(self._good) for id_, title in one.titles.items()}
        rows = (
            {
                "section_id": id_,
                "title": titles[id_],
                "plans": sum(id_ in one.tasks for one in self._good),
                **_parted("tasks", _sum((one.tasks.get(id_) for one in self._good), PART_NAMES)),
            }
            for id_ in sorted({id_ for one in self._good for id_ in one.tasks if id_})
        )
        return _framed(FIELDS, rows)

    @property
    def agencies(self) -> pd.DataFrame:
        """One row per agency of one id in all plans, by id, last what nobody owes; columns ``AGENCIES``."""
        of_plans = [({*one.duties, *one.submissions, *one.findings}, one) for one in self._good]
        ids = {id_ for found, _ in of_plans for id_ in found}
        rows = (
            {
                "agency_id": id_,
                "plans": len(theirs := [one for found, one in of_plans if id_ in found]),
                **_parted("duties", _sum((one.duties.get(id_) for one in theirs), PART_NAMES)),
                **_reports(theirs, [id_]),
            }
            for id_ in sorted(ids, key=lambda id_: (id_ is None, id_))
        )
        return _framed(AGENCIES, rows)

    @property
    def failures(self) -> pd.DataFrame:
        """One row per problem of a plan that was not evaluated, by source; columns ``FAILURES``."""
        rows = (
            {"source": one.source, "code": problem.code, "place": problem.place, "value": _text(problem)}
            for one in self._failed
            for problem in one.problems
        )
        return _framed(FAILURES, rows)

    @property
    def summary(self) -> dict[str, Any]:
        """Totals over all plans that were evaluated, JSON-ready; rates are of ``tasks``."""
        plans, agencies = self.plans, self.agencies
        stock = _partition("tasks", plans)
        return {
            "period": self.period,
            "as_of": self.as_of,
            "plans": len(plans),
            "failed": [one.source for one in self._failed],
            "tasks": stock,
            "duties": _partition("duties", agencies),
            "submissions": {name: int(plans[f"submissions_{name}"].sum()) for name in CLASSES},
            "rates": rates(stock),
            "findings": int(plans["findings"].sum()),
        }

    @property
    def _good(self) -> list[PlanCounts]:
        twice = self._twice
        return [one for one in self._by_source if not one.problems and one.plan_id not in twice]

    @property
    def _failed(self) -> list[PlanCounts]:
        """Those with problems, and every plan whose id another one has: nothing is counted twice."""
        twice = self._twice
        return [
            replace(one, problems=(Problem("many-plan-id", one.source, one.plan_id),))
            if one.plan_id in twice
            else one
            for one in self._by_source
            if one.problems or one.plan_id in twice
        ]

    @property
    def _by_source(self) -> list[PlanCounts]:
        return [one for _, one in sorted(self.counts.items())]

    @property
    def _twice(self) -> set[str]:
        times = Counter(one.plan_id for one in self.counts.values() if one.plan_id)
        return {id_ for id_, count in times.items() if count > 1}


def evaluate_many(
    plans: Iterable[Plan | str | Path],
    facts: Iterable[Facts | str | Path],
    period: Period | str,
    as_of: str | datetime,
    *,
    status_on: date | str | None = None,
    executor: Executor | None = None,
) -> ManyPlans:
    """Evaluate many plans, each with its own facts, and add them up.

    Args:
        plans: files, or plans; files travel to other processes and machines as names.
        facts: the facts source of each plan in turn, as :func:`kh2025.open_facts` takes it, or facts.
        period: one period for all.
        as_of: the moment that all are known at; it is not guessed, since each source ends at another.
        status_on: the day at whose end tasks are judged, as :func:`kh2025.evaluate` takes it.
        executor: where the work is done: threads, processes, a cluster
            (``distributed.Client.get_executor()``); by default here, one plan after the other.

    Raises:
        PeriodError: the text is no period.
        ParameterError: ``as_of`` is refused, a plan is given twice, or there are not as many facts as plans.

    A plan that cannot be read or evaluated is listed in ``failures``; the others are done.
    """
    looked_at = Period.parse(period) if isinstance(period, str) else period
    moment = parse_moment(as_of, "as_of")
    pairs = _paired(list(plans), list(facts))
    look = partial(count_plan, period=looked_at, as_of=moment, status_on=status_on)
    found = map(look, *pairs) if executor is None else executor.map(look, *pairs)
    return ManyPlans(str(looked_at), local_text(moment), {one.source: one for one in found})


def count_plan(
    plan: Plan | str | Path,
    facts: Facts | str | Path,
    period: Period,
    as_of: datetime,
    status_on: date | str | None = None,
) -> PlanCounts:
    """What one plan contributes; what is wrong with it is told, not raised: the others go on."""
    source = source_of(plan)
    try:
        whole = plan if isinstance(plan, Plan) else load_plan(plan)
        known = facts if isinstance(facts, Facts) else open_facts(facts)
        return counts_of(source, evaluate(whole, known, period, as_of=as_of, status_on=status_on))
    except Kh2025Error as error:
        return PlanCounts(source, problems=error.problems)
    except Exception as error:  # noqa: BLE001 - one plan's fault, whatever it is, stops no other's
        return PlanCounts(source, problems=(Problem("many-plan", source, repr(error)),))


def counts_of(source: str, ev: Evaluation) -> PlanCounts:
    """The counts of one evaluation."""
    everything = pd.Series("", index=ev.findings.index)
    return PlanCounts(
        source,
        ev.scope.plan.id,
        {one.id: one.title for one in ev.scope.plan.sections},
        _counted(ev.tasks["section_id"], ev.tasks["part"], PART_NAMES),
        _counted(ev.duties["agency_id"], ev.duties["part"], PART_NAMES),
        _counted(ev.submissions["agency_id"], ev.submissions["timeliness"], CLASSES),
        _counted(ev.findings["agency_id"], everything, ("",)),
    )


def source_of(plan: Plan | str | Path) -> str:
    """What a plan is called in the result: its file as given, else its id."""
    return plan.id if isinstance(plan, Plan) else str(plan)


def _paired(
    plans: Sequence[Plan | str | Path], facts: Sequence[Facts | str | Path]
) -> tuple[Sequence[Plan | str | Path], Sequence[Facts | str | Path]]:
    if len(plans) != len(facts):
        details = {"plans": len(plans), "facts": len(facts)}
        raise ParameterError(Problem("many-facts", "facts", details=details))
    times = Counter(map(source_of, plans))
    if twice := [source for source, count in times.items() if count > 1]:
        raise ParameterError(Problem("many-twice", "plans", source) for source in twice)
    return plans, facts


def _counted(group: pd.Series, what: pd.Series, names: Sequence[str]) -> Counts:
    codes, ids = pd.factorize(group, use_na_sentinel=False)
    counts = tally(codes, len(ids), pd.Index(names).get_indexer(pd.Index(what)), len(names))
    return {None if pd.isna(id_) else id_: tuple(row) for id_, row in zip(ids, counts.tolist(), strict=True)}


def _sum(counts: Iterable[tuple[int, ...] | None], names: Sequence[str]) -> dict[str, int]:
    """Counts added up, by name."""
    added = map(sum, zip(*[(0,) * len(names), *(one for one in counts if one)], strict=True))
    return dict(zip(names, added, strict=True))


def _parted(unit: str, parts: dict[str, int]) -> dict[str, object]:
    """The columns of a partition: total, parts, what stands beside it, and the central rate."""
    done = sum(parts[part] for part in DONE)
    due = done + parts["open_overdue"]
    total = sum(parts[part] for part in PARTS)
    return {unit: total, **parts, "due": due, "done_of_due": rate(done, due, "due")["percent"]}


def _reports(plans: Iterable[PlanCounts], ids: Iterable[str | None] | None = None) -> dict[str, int]:
    """Reports by class, and findings: those of some ids, by default of all."""
    plans = list(plans)
    reports = _sum((row for one in plans for row in _of(one.submissions, ids)), CLASSES)
    findings = _sum((row for one in plans for row in _of(one.findings, ids)), ("findings",))
    return {f"submissions_{name}": count for name, count in reports.items()} | findings


def _of(counts: Counts, ids: Iterable[str | None] | None) -> list[tuple[int, ...]]:
    return list(counts.values()) if ids is None else [counts[id_] for id_ in ids if id_ in counts]


def _partition(unit: str, rows: pd.DataFrame) -> dict[str, int]:
    return {"total": int(rows[unit].sum()), **{name: int(rows[name].sum()) for name in PART_NAMES}}


def _text(problem: Problem) -> str | None:
    shown = problem.shown()
    return None if shown is None else str(shown)


def _framed(table: Table, rows: Iterable[dict[str, Any]]) -> pd.DataFrame:
    return table.check(table.frame(rows))
