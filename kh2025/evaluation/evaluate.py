"""``evaluate``: a plan and facts, looked at for one period as known at one moment, become tables."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import pandas as pd

from kh2025 import handed
from kh2025.cards import Card, Shows
from kh2025.errors import ParameterError, Problem
from kh2025.evaluation import rules
from kh2025.evaluation.card import evaluation_card
from kh2025.evaluation.comparison import Comparison, compare
from kh2025.evaluation.digests import digest_of_look
from kh2025.evaluation.earlier import EarlierLook
from kh2025.evaluation.groundwork import Groundwork
from kh2025.evaluation.lateness import ageing_table
from kh2025.evaluation.scope import Scope, earlier_scope, make_scope
from kh2025.evaluation.scorecard import agency_table, scorecard, section_table
from kh2025.evaluation.sight import facts_seen, seen
from kh2025.evaluation.statements import statement_table
from kh2025.evaluation.status import course, record_table, roll_up
from kh2025.evaluation.streaks import reporting_table, streak_table
from kh2025.evaluation.summary import summarise
from kh2025.evaluation.timeliness import receipt_table
from kh2025.law.moments import local_text, parse_moment
from kh2025.law.periods import Period
from kh2025.ledger.current import owners_on
from kh2025.ledger.facts import Facts
from kh2025.plan.duties import owner_table
from kh2025.plan.model import Plan
from kh2025.plan.tables import TASKS as PLAN_TASKS


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Evaluation(Shows):
    """The tables of one evaluation; each frame's contract is in ``kh2025.evaluation.tables``.

    Attributes:
        scope: plan, period, ``status_on``, ``as_of`` and the agency it is for.
        tasks: one row per task, with its part of the total.
        duties: one row per occurrence and leading agency.
        statements: the same rows, with what was said of each, now and before.
        submissions: one row per report owed for the period.
        submissions_within: the same for the shorter periods inside it (information, in no count).
        timeliness: one row per report owed in the plan's periods up to this one.
        streaks: one row per obligation, kind of period and agency: late or missing how many times in a row.
        reporting: one row per agency, tier, kind of period and obligation, with the counts of timeliness.
        indicators: one row per indicator.
        indicator_series: one row per indicator and period.
        activities: one row per standing activity.
        agencies: one row per agency, with its score.
        sections: one row per section, with its score.
        scores: one row per plan, section or agency and measure of the scale.
        findings: one row per breach of a rule.
        verdicts: one row per rule, with its four counts.
        ageing: one row per span of days that duties have been overdue.
        unmatched: one row per record that belongs to no duty.
        course: one row per day, duties due and done counted up.
        remarks: the office's own words for the period, one row per passage.
        summary: counts and rates, JSON-ready.
    """

    scope: Scope
    tasks: pd.DataFrame
    duties: pd.DataFrame
    statements: pd.DataFrame
    submissions: pd.DataFrame
    submissions_within: pd.DataFrame
    timeliness: pd.DataFrame
    streaks: pd.DataFrame
    reporting: pd.DataFrame
    indicators: pd.DataFrame
    indicator_series: pd.DataFrame
    activities: pd.DataFrame
    agencies: pd.DataFrame
    sections: pd.DataFrame
    scores: pd.DataFrame
    findings: pd.DataFrame
    verdicts: pd.DataFrame
    ageing: pd.DataFrame
    unmatched: pd.DataFrame
    course: pd.DataFrame
    remarks: pd.DataFrame
    summary: dict[str, Any]
    _facts: Facts
    _groundwork: Groundwork | None = None

    def __repr__(self) -> str:
        counts = (
            f"tasks={len(self.tasks)}, submissions={len(self.submissions)}, findings={len(self.findings)}"
        )
        told = {
            key: self.summary[key]
            for key in ("plan", "period", "agency", "status_on", "as_of")
            if self.summary[key]
        }
        return f"Evaluation({', '.join(f'{key}={value}' for key, value in told.items())}, {counts})"

    @property
    def records(self) -> pd.DataFrame:
        """The records of progress that speak for the duties: the one that holds, and those it replaced (``RECORDS``)."""
        return seen(self.scope, record_table(self.scope, self._facts))

    @property
    def receipts(self) -> pd.DataFrame:
        """The receipts that answer the reports owed, first ones and resubmissions (``RECEIPTS``)."""
        return seen(self.scope, receipt_table(self.scope, self._facts))

    @property
    def own_facts(self) -> Facts:
        """The records that this evaluation may see: all, or what its agency and those before it said."""
        return facts_seen(self.scope, self._facts)

    def card(self) -> Card:
        """What a notebook shows of the evaluation: its moments, parts of the total, reports, rates, findings."""
        return evaluation_card(self.scope, self.summary)

    def for_agency(self, agency_id: str) -> "Evaluation":
        """What one agency's report may see: its duties, reports and records, nobody else's.

        Raises:
            ParameterError: the plan has no such agency.
        """
        plan = self.scope.plan
        if agency_id not in plan.agency:
            details = {"known": ", ".join(plan.agency)}
            raise ParameterError(Problem("agency", "agency", agency_id, details))
        return _look(replace(self.scope, agency=agency_id), self._facts, self._groundwork)

    def previous(self, *, as_of: str | datetime | None = None) -> "Evaluation | None":
        """The same look at the period before; null where the plan does not cover it.

        Args:
            as_of: the moment it is known at: by default that of this evaluation; an earlier one for what was published.

        Raises:
            ParameterError: the moment is refused, or lies after that of this evaluation.
        """
        return self._earlier("previous", as_of)

    def year_before(self, *, as_of: str | datetime | None = None) -> "Evaluation | None":
        """The same look at the same period of the year before, as for :meth:`previous`."""
        return self._earlier("year_before", as_of)

    def compare(self, earlier: "Evaluation | None") -> Comparison:
        """What changed since an earlier evaluation, such as ``ev.compare(ev.previous())``.

        Raises:
            ParameterError: it is of another plan or agency, or judged on a later day.
        """
        return compare(earlier, self)

    def since(self, look: str) -> Comparison:
        """What changed since ``previous`` or ``year_before``, by what is known now.

        Equals ``ev.compare(ev.previous())`` in a third of the time: only what is compared is made of the earlier look.

        Raises:
            ParameterError: there is no such look.
        """
        scope = earlier_scope(self.scope, self._facts, look, self.scope.as_of)
        return compare(None if scope is None else EarlierLook.of(scope, self._facts), self)

    def _earlier(self, look: str, as_of: str | datetime | None) -> "Evaluation | None":
        scope = self.scope
        moment = scope.as_of if as_of is None else parse_moment(as_of, "as_of")
        if moment > scope.as_of:
            details = {"last": local_text(scope.as_of)}
            raise ParameterError(Problem("as-of-after", "as_of", local_text(moment), details))
        facts = self._facts.as_of(moment)
        earlier = earlier_scope(scope, facts, look, moment)
        return None if earlier is None else _look(earlier, facts)


def evaluate(
    plan: Plan,
    facts: Facts,
    period: Period | str,
    *,
    as_of: str | datetime | None = None,
    status_on: str | date | None = None,
) -> Evaluation:
    """Evaluate a plan for a period.

    Args:
        plan: from :func:`kh2025.load_plan`.
        facts: from :func:`kh2025.open_facts`.
        period: such as ``"2025-Q2"``.
        as_of: ISO 8601 with offset: nothing recorded later is seen; by default the newest record.
        status_on: the day at whose end tasks are judged; by default the cut-off, or the day of ``as_of`` while
            the period still runs.

    Raises:
        PeriodError: the text is no period, or lies outside what the plan covers.
        ParameterError: a moment or day is refused.
        PlanError: the plan changes a rule that there is not.
    """
    scope = make_scope(plan, facts, period, as_of, status_on)
    return _look(scope, facts.as_of(scope.as_of))


def evaluation_of(groundwork: Groundwork) -> Evaluation:
    """The evaluation of the whole plan."""
    return _look(groundwork.scope, groundwork.facts, groundwork)


def _look(scope: Scope, facts: Facts, groundwork: Groundwork | None = None) -> Evaluation:
    """The evaluation that a batch has handed to this process, or a new one; the two are equal."""
    made = handed.find("evaluate", digest_of_look(scope, facts)) if handed.is_given() else None
    if made is None:
        groundwork = groundwork or Groundwork.of(scope, facts)
        made = _tables(scope, facts, groundwork.tables)
    return Evaluation(**made, scope=scope, _facts=facts, _groundwork=groundwork)


def _tables(scope: Scope, facts: Facts, whole: dict[str, pd.DataFrame]) -> dict[str, Any]:
    cut = {name: seen(scope, whole[name]) for name in whole if name != "indicator_series"}
    duties, submissions = cut["duties"], cut["submissions"]
    tables = {
        "duties": duties,
        "tasks": roll_up(scope, duties),
        "submissions": submissions,
        "statements": statement_table(scope, duties),
        "timeliness": cut["timeliness"],
        "streaks": streak_table(cut["timeliness"]),
        "indicators": cut["indicators"],
        "activities": cut["activities"],
        "unmatched": cut["unmatched"],
    }
    plan_tasks = tables["tasks"][PLAN_TASKS.names]
    # Of a task that was dropped nothing is asked any more.
    plan_tasks = plan_tasks[~plan_tasks["task_id"].isin([task.id for task in scope.plan.dropped])]
    plan_tasks = plan_tasks.reset_index(drop=True)
    looked_at = {
        **tables,
        "plan_tasks": plan_tasks.assign(agency_id=_lead_owner(scope, plan_tasks["lead_id"])),
    }
    held = rules.held_rules(rules.rules_of_reports(), scope.plan, scope.status_on)
    findings, verdicts = rules.judge(held, looked_at, scope.period)
    card = scorecard(scope, tables["tasks"], duties, submissions)
    series = whole["indicator_series"]
    made = {
        **tables,
        "submissions_within": cut["submissions_within"],
        "reporting": reporting_table(tables["timeliness"]),
        "indicator_series": series[
            series["indicator_id"].isin(tables["indicators"]["indicator_id"])
        ].reset_index(drop=True),
        "agencies": agency_table(scope, duties, submissions, findings, card),
        "sections": section_table(scope, tables["tasks"], card),
        "scores": card.table(),
        "findings": findings,
        "verdicts": verdicts,
        "ageing": ageing_table(duties),
        "course": course(scope, duties),
        "remarks": _remarks(scope, facts),
    }
    return {**made, "summary": summarise(scope, facts_seen(scope, facts), {**made, "scorecard": card})}


def _lead_owner(scope: Scope, leads: pd.Series) -> pd.Series:
    """Who owes a lead's duties on ``status_on``; a group stands for itself."""
    owners = owner_table(scope.plan)
    days = pd.Series(pd.Timestamp(scope.status_on), index=leads.index)
    return owners_on(owners, leads, days).fillna(leads)


def _remarks(scope: Scope, facts: Facts) -> pd.DataFrame:
    remarks = facts["remarks"]
    theirs = remarks["agency_id"].isna() if scope.agency is None else remarks["agency_id"] == scope.agency
    return remarks[theirs & (remarks["period"] == str(scope.period))].reset_index(drop=True)
