"""Reports owed for the period: expected, received, on time, late, missing; judged at ``as_of``."""

import numpy as np
import pandas as pd

from kh2025.evaluation.scope import Scope
from kh2025.evaluation.tables import CLASSES, SUBMISSIONS
from kh2025.law.periods import Period
from kh2025.ledger.current import REPORT_KEYS, deadlines, local_days, matching_receipts, owners_on
from kh2025.ledger.facts import Facts
from kh2025.plan.duties import owner_table, report_duties


def submission_table(scope: Scope, facts: Facts, period: Period | None = None) -> pd.DataFrame:
    """Every report owed for the period (by default the one evaluated) with its timeliness; columns ``SUBMISSIONS``."""
    duties = report_duties(scope.plan, period or scope.period, scope.calendar)
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


def counts(submissions: pd.DataFrame) -> dict[str, int]:
    """Owed = expected + not yet due; expected = on time + late + missing + replaced; unresolved owners beside."""
    by_class = {name: int((submissions["timeliness"] == name).sum()) for name in CLASSES}
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
    late = (received_on.fillna(today) - due).dt.days.where(is_late)
    return SUBMISSIONS.check(SUBMISSIONS.typed(reports.assign(timeliness=timeliness, days_late=late)))
