"""What stands in the forms of a period: for each agency that owes something, the rows of its sheets."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from kh2025.errors import ParameterError, Problem
from kh2025.law.periods import Period
from kh2025.ledger.facts import Facts
from kh2025.ledger.forms.identity import Identity, fingerprint
from kh2025.ledger.forms.layout import SENDS, SHEETS, Role
from kh2025.ledger.forms.owed import Owed, owed
from kh2025.ledger.forms.rows import Row, cover_rows, indicator_rows, remark_rows, task_rows
from kh2025.plan.coverage import covered
from kh2025.plan.duties import owner
from kh2025.plan.model import Plan


@dataclass(frozen=True, slots=True)
class Form:
    """What one agency's form holds.

    Attributes:
        plan: the plan as it reads at the period's cut-off.
        period: the period reported on.
        agency_id: the agency that fills it in.
        rows: rows by sheet; a sheet without rows is not in the form.
        settled: duties of the agency that were settled before the period and have no row.
        invented: what is made up for demonstration in plan and facts, a line each.
    """

    plan: Plan
    period: Period
    agency_id: str
    rows: Mapping[Role, tuple[Row, ...]]
    settled: int
    invented: tuple[str, ...]

    @property
    def identity(self) -> Identity:
        """What the form's hidden sheet says."""
        return Identity(
            plan_id=self.plan.id,
            plan_fingerprint=fingerprint(self.plan),
            agency_id=self.agency_id,
            period=str(self.period),
            rows={role: len(rows) for role, rows in self.rows.items()},
            titles={role: SHEETS[role].title for role in self.rows},
        )

    @property
    def reports(self) -> int:
        """How many reports the form stands for."""
        return sum(str(row["key"]).startswith(SENDS) for row in self.rows[Role.COVER])

    @property
    def name(self) -> str:
        """What its file is called, without the ending: the plan, the period and the agency, all of them ids."""
        return f"{self.plan.id}_{self.period}_{self.agency_id}"


@dataclass(frozen=True, slots=True)
class Forms:
    """The forms of a period.

    Attributes:
        plan: the plan as it reads at the period's cut-off.
        period: the period reported on.
        forms: by agency, in the plan's order; an agency that owes nothing has none.
        idle: the agencies that exist at the cut-off and owe nothing.
        ownerless: how many duties, reports and readings nobody owes: an agency ended without a named heir.
    """

    plan: Plan
    period: Period
    forms: Mapping[str, Form]
    idle: tuple[str, ...]
    ownerless: int

    def of(self, agency_id: str) -> Form:
        """The form of one agency.

        Raises:
            ParameterError: ``agency`` the plan has no such agency, ``form-nothing-owed`` it owes nothing.
        """
        if agency_id not in self.plan.agency:
            details = {"known": ", ".join(self.plan.agency)}
            raise ParameterError(Problem("agency", "agency", agency_id, details))
        if agency_id not in self.forms:
            details = {"known": ", ".join(self.forms) or "–"}
            raise ParameterError(Problem("form-nothing-owed", "agency", agency_id, details))
        return self.forms[agency_id]


def make_forms(
    plan: Plan, period: Period | str, facts: Facts | None = None, as_of: str | datetime | None = None
) -> Forms:
    """The forms of every agency that owes something in a period.

    Args:
        plan: from :func:`kh2025.load_plan`.
        period: the period to report on, within what the plan covers.
        facts: what was reported so far; without them every duty is listed, with nothing known of it.
        as_of: only what was known at this moment is seen of facts, amendments and notices of days off; by default
            the newest ``recorded_at`` of the facts, and without facts the period's cut-off.

    Raises:
        PeriodError: the plan is not for the period.
        ParameterError: ``as_of`` has no offset.

    >>> import kh2025
    >>> made = make_forms(kh2025.load_plan("example:thai_binh_2025/demo.yaml"), "2025-Q2")
    >>> made.of("so-yt").name
    'thai-binh-2025_2025-Q2_so-yt'
    """
    asked = owed(plan, covered(plan, period), facts or Facts.none(), as_of)
    owing = asked.agencies()
    forms = {id_: _form(asked, id_) for id_ in plan.agency if id_ in owing}
    there = (id_ for id_ in plan.agency if owner(plan, id_, asked.period.cutoff) == id_)
    idle = tuple(id_ for id_ in there if id_ not in forms)
    return Forms(asked.plan, asked.period, forms, idle, asked.ownerless())


def _form(asked: Owed, agency_id: str) -> Form:
    rows = {
        Role.COVER: tuple(cover_rows(asked, agency_id)),
        Role.TASKS: tuple(task_rows(asked, agency_id)),
        Role.INDICATORS: tuple(indicator_rows(asked, agency_id)),
        Role.REMARKS: tuple(remark_rows()),
    }
    return Form(
        plan=asked.plan,
        period=asked.period,
        agency_id=agency_id,
        rows={role: found for role, found in rows.items() if found},
        settled=int((asked.duties["is_settled"] & (asked.duties["agency_id"] == agency_id)).sum()),
        invented=tuple(line for line in (asked.plan.invented, asked.facts.invented) if line),
    )
