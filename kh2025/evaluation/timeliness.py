"""Reports owed for the period: expected, received, on time, late, missing; judged at ``as_of``."""

from typing import Any

import numpy as np
import pandas as pd

from kh2025.evaluation.lateness import workdays_late
from kh2025.evaluation.scope import Scope
from kh2025.evaluation.tables import CLASSES, RECEIPTS, SUBMISSIONS, TIMELINESS
from kh2025.law.kinds import kinds
from kh2025.law.periods import Period
from kh2025.ledger.current import REPORT_KEYS, deadlines, local_days, matching_receipts, owners_on
from kh2025.ledger.facts import Facts
from kh2025.plan.duties import REPORT_DUTIES, owed_while_covered, owner_table, report_duties


def report_tables(scope: Scope, facts: Facts) -> dict[str, pd.DataFrame]:
    """The reports of the period, of the shorter ones within it, and of all the plan's periods up to it.

    Returns:
        ``submissions`` and ``submissions_within`` (columns ``SUBMISSIONS``), ``timeliness`` (``TIMELINESS``).
    """
    inner = [one for kind in reversed(kinds()) for one in scope.period.children(kind) if one != scope.period]
    history = _periods_up_to(scope)
    periods = list(dict.fromkeys([scope.period, *inner, *history]))
    judged = _judged(scope, facts, _owed(scope, periods))
    return {
        "submissions": _of(judged, [scope.period]),
        "submissions_within": _of(judged, inner),
        "timeliness": _in_time(_of(judged, history), history),
    }


def report_table(scope: Scope, facts: Facts) -> pd.DataFrame:
    """The reports of the period alone; columns ``SUBMISSIONS``."""
    return _judged(scope, facts, _owed(scope, [scope.period]))


def _periods_up_to(scope: Scope) -> list[Period]:
    """The owed periods that end by the evaluated one's end, by cut-off, the shorter first; each once."""
    owed = {period for _, period in owed_while_covered(scope.plan) if period.end <= scope.period.end}
    return sorted(owed, key=lambda one: (one.end, kinds()[one.kind].months, one.regime))


def _owed(scope: Scope, periods: list[Period]) -> pd.DataFrame:
    duties = [report_duties(scope.plan, period, scope.calendar) for period in periods]
    return pd.concat([REPORT_DUTIES.frame([]), *duties], ignore_index=True)


def _of(reports: pd.DataFrame, periods: list[Period]) -> pd.DataFrame:
    """The reports of some periods, period by period."""
    place = reports["period"].map({str(period): place for place, period in enumerate(periods)})
    chosen = place.dropna().sort_values(kind="stable").index
    return reports.loc[chosen].reset_index(drop=True)


def _in_time(reports: pd.DataFrame, periods: list[Period]) -> pd.DataFrame:
    """Reports with the kind of their period and its place in time."""
    of: dict[str, dict[str, Any]] = {
        "kind": {str(period): period.kind for period in periods},
        "cutoff": {str(period): pd.Timestamp(period.cutoff) for period in periods},
    }
    made = reports.assign(**{name: reports["period"].map(told) for name, told in of.items()})
    return TIMELINESS.check(TIMELINESS.typed(made))


def _judged(scope: Scope, facts: Facts, duties: pd.DataFrame) -> pd.DataFrame:
    owners = owner_table(scope.plan)
    receipts = matching_receipts(duties, owners, facts["submissions"])
    received = _first_and_last(receipts, len(duties))
    received_on = local_days(received["first_received_at"])
    judged_on = received_on.fillna(pd.Timestamp(scope.as_of_day))
    due = deadlines(duties, owners, facts["extensions"], REPORT_KEYS, judged_on)
    via = owners_on(owners, duties["through"], received_on.fillna(due["due_on"]))
    made = pd.concat([duties, due, received], axis=1).assign(required_via=via)
    return _judge(made.assign(**_plan_says(scope, duties)), scope)


def _plan_says(scope: Scope, duties: pd.DataFrame) -> dict[str, pd.Series]:
    """What the plan says of each report besides its due day: the cut-off of its period and the channel."""
    cutoffs = {text: Period.parse(text).cutoff for text in duties["period"].unique()}
    channels = {one.id: one.channel for one in scope.plan.obligations}
    return {
        "cutoff_on": pd.to_datetime(duties["period"].map(cutoffs)),
        "required_channel": duties["obligation_id"].map(channels).astype("str"),
    }


def receipt_table(scope: Scope, facts: Facts) -> pd.DataFrame:
    """Every receipt that answers a report owed for the period, resubmissions too; columns ``RECEIPTS``."""
    duties = report_duties(scope.plan, scope.period, scope.calendar)
    receipts = matching_receipts(duties, owner_table(scope.plan), facts["submissions"])
    ordered = receipts.sort_values(["received_at", "seq"], kind="stable")
    is_first, is_last = (~ordered.duplicated("duty", keep=keep) for keep in ("first", "last"))
    return RECEIPTS.check(RECEIPTS.typed(ordered.assign(is_first=is_first, is_last=is_last)))


def counts(submissions: pd.DataFrame) -> dict[str, int]:
    """Owed = expected + not yet due; expected = on time + late + missing + replaced; unresolved owners beside."""
    found = submissions["timeliness"].value_counts()
    by_class = {name: int(found.get(name, 0)) for name in CLASSES}
    expected = by_class["on_time"] + by_class["late"] + by_class["missing"] + by_class["replaced"]
    return {"owed": expected + by_class["not_yet_due"], "expected": expected, **by_class}


def _first_and_last(receipts: pd.DataFrame, duties: int) -> pd.DataFrame:
    """First and latest receipt of each report; shape: one row per duty in order."""
    ordered = receipts.sort_values(["received_at", "seq"], kind="stable").groupby("duty")
    first, last = ordered.nth(0).set_index("duty"), ordered.nth(-1).set_index("duty")
    made = pd.DataFrame(
        {
            "first_received_at": first["received_at"],
            "last_received_at": last["received_at"],
            "receipts": ordered.size(),
            "result": last["result"],
            "sent_to": first["sent_to"],
            "via": first["via"],
            "channel": first["channel"],
            "document_number": last["document_number"],
        }
    ).reindex(range(duties))
    own = receipts.loc[receipts["agency_id"] == receipts["assigned_agency_id"], "duty"]
    return made.assign(receipts=made["receipts"].fillna(0), sent_itself=made.index.isin(own))


def _judge(reports: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """A report is on time if first received by 24:00 local time of the due day."""
    today = pd.Timestamp(scope.as_of_day)
    received_on, due = local_days(reports["first_received_at"]), reports["due_on"]
    is_received = received_on.notna()
    timeliness = np.select(
        [
            reports["agency_id"].isna(),
            # What it sent itself before it was merged stays its own.
            reports["is_replaced"] & ~reports["sent_itself"],
            is_received & (received_on <= due),
            is_received,
            due >= today,
        ],
        ["owner_unresolved", "replaced", "on_time", "late", "not_yet_due"],
        default="missing",
    )
    is_late = np.isin(timeliness, ["late", "missing"])
    until = received_on.fillna(today)
    judged = reports.assign(
        timeliness=timeliness,
        days_late=(until - due).dt.days.where(is_late),
        workdays_late=workdays_late(scope.calendar, due.where(is_late), until),
    )
    return SUBMISSIONS.check(SUBMISSIONS.typed(judged))
