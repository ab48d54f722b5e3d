"""Records that belong to no duty of the plan: listed with the reason, never dropped in silence."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from kh2025.evaluation.scope import Scope
from kh2025.evaluation.tables import UNMATCHED
from kh2025.law.periods import Period
from kh2025.ledger.current import (
    READING_KEYS,
    REPORT_KEYS,
    TASK_KEYS,
    is_ahead,
    local_days,
    matching_extensions,
    matching_progress,
    matching_readings,
    matching_receipts,
    period_starts,
)
from kh2025.ledger.facts import Facts
from kh2025.ledger.matching import have_key
from kh2025.plan.coverage import covers
from kh2025.plan.duties import REPORT_DUTIES, owner_table, report_duties, task_duties
from kh2025.plan.model import Plan
from kh2025.plan.tables import reading_duties


def unmatched_table(scope: Scope, facts: Facts, told: pd.DataFrame) -> pd.DataFrame:
    """The records, among those visible, that no evaluation of the plan can use; columns ``UNMATCHED``.

    Args:
        scope: what is looked at.
        facts: what was known.
        told: the records of progress that speak for the duties of the day (``ledger.standing.progress_told``).

    A record about a duty that has not begun, or effective after ``status_on``, is not listed: its time comes.
    Nor is one that an earlier wording of the plan can use, or what a known amendment will bring.
    """
    wordings = _wordings(scope)
    plan = wordings[-1].plan
    owners = owner_table(plan)
    found = [
        _progress(wordings, _not_told(scope, facts["progress"], told)),
        _submissions(plan, owners, facts["submissions"]),
        _readings(plan, owners, facts["readings"]),
        _events(plan, facts["events"]),
        _extensions(wordings, facts["extensions"]),
        _remarks(plan, facts["remarks"]),
    ]
    return UNMATCHED.check(UNMATCHED.typed(pd.concat(found, ignore_index=True)))


_FOR_GOOD = date(2199, 12, 31)


class _Wording(NamedTuple):
    """The plan as it reads up to a day: its duties, and who owes them. The last one reads so for good."""

    plan: Plan
    until: date
    duties: pd.DataFrame
    owners: pd.DataFrame


def _wordings(scope: Scope) -> list[_Wording]:
    """The plan as it reads on the last day before each known amendment, and at its end."""
    last = scope.plan.covers.last
    ends = {one.in_force_from - timedelta(days=1) for one in scope.plan.amendments}
    found = []
    for day in sorted({*ends, last}):
        plan = scope.plan.as_of(day, scope.as_of)
        until = day if day < last else _FOR_GOOD
        found.append(_Wording(plan, until, task_duties(plan, day), owner_table(plan)))
    return found


def _used(records: pd.DataFrame, on: str, until: date, matched: pd.DataFrame) -> pd.Index:
    """The labels of matched records that are about a day up to ``until``."""
    return records.index[(records[on] <= pd.Timestamp(until)) & records.index.isin(matched["row"])]


def _not_told(scope: Scope, progress: pd.DataFrame, told: pd.DataFrame) -> pd.DataFrame:
    """The records that no duty of ``status_on`` uses: what one uses, the wording of that day uses up to its last."""
    if scope.status_on > scope.plan.covers.last:
        return progress
    is_used = np.zeros(len(progress), dtype=bool)
    is_used[told["at"].to_numpy()[told["effective_on"] <= pd.Timestamp(scope.status_on)]] = True
    return progress[~is_used]


def _progress(wordings: list[_Wording], progress: pd.DataFrame) -> pd.DataFrame:
    left = progress
    for _, until, duties, owners in wordings:
        left = left.drop(_used(left, "effective_on", until, matching_progress(duties, owners, left, [])))
    plan, _, duties, _ = wordings[-1]
    reason = np.select(
        [
            ~left["task_id"].isin(list(plan.versions)),
            ~_known(plan, left),
            ~_have_key(left, duties, TASK_KEYS),
        ],
        ["unknown_task", "unknown_agency", "unknown_occurrence"],
        default="not_owner",
    )
    return _listed("progress", left, reason, TASK_KEYS)


def _submissions(plan: Plan, owners: pd.DataFrame, submissions: pd.DataFrame) -> pd.DataFrame:
    reports = _reports(plan, submissions["period"])
    left = submissions.drop(matching_receipts(reports, owners, submissions)["row"])
    reason = np.select(
        [
            ~left["obligation_id"].isin(_ids(plan.obligations)),
            ~_known(plan, left),
            ~_have_key(left, reports, REPORT_KEYS),
            is_ahead(left, local_days(left["received_at"])),
        ],
        ["unknown_obligation", "unknown_agency", "period_not_owed", "recorded_before"],
        default="not_owner",
    )
    return _listed("submissions", left, reason, REPORT_KEYS)


def _readings(plan: Plan, owners: pd.DataFrame, readings: pd.DataFrame) -> pd.DataFrame:
    owed = reading_duties(plan)
    left = readings.drop(matching_readings(owed, owners, readings)["row"])
    reason = np.select(
        [
            ~left["indicator_id"].isin(_ids(plan.indicators)),
            ~_known(plan, left),
            ~_have_key(left, owed, READING_KEYS),
            is_ahead(left, period_starts(left["period"])),
        ],
        ["unknown_indicator", "unknown_agency", "period_not_read", "recorded_before"],
        default="not_owner",
    )
    return _listed("readings", left, reason, READING_KEYS)


def _events(plan: Plan, events: pd.DataFrame) -> pd.DataFrame:
    is_unknown = ~events["activity_id"].isin(_ids(plan.activities))
    # No window of a year's period begins before the December before it.
    first, last = date(plan.covers.first.year - 1, 12, 1), date(plan.covers.last.year, 12, 31)
    is_outside = ~events["held_on"].between(pd.Timestamp(first), pd.Timestamp(last))
    left = events[is_unknown | is_outside | is_ahead(events, events["held_on"])]
    reason = np.select(
        [is_unknown[left.index], is_outside[left.index]],
        ["unknown_activity", "day_outside"],
        default="recorded_before",
    )
    return _listed("events", left, reason, ["activity_id", "held_on"])


def _extensions(wordings: list[_Wording], extensions: pd.DataFrame) -> pd.DataFrame:
    plan, _, duties, owners = wordings[-1]
    reports = _reports(plan, extensions["period"].dropna())
    left = extensions.drop(matching_extensions(reports, owners, extensions, REPORT_KEYS)["row"].unique())
    for one in wordings:
        matched = matching_extensions(one.duties, one.owners, left, TASK_KEYS)
        left = left.drop(_used(left, "granted_on", one.until, matched))
    is_known = _have_key(left, duties, TASK_KEYS) | _have_key(left, reports, REPORT_KEYS)
    is_nobody = left["agency_id"].notna() & ~_known(plan, left)
    reason = np.select([~is_known, is_nobody], ["unknown_duty", "unknown_agency"], default="not_owner")
    return _listed("extensions", left, reason, [*TASK_KEYS, *REPORT_KEYS])


def _remarks(plan: Plan, remarks: pd.DataFrame) -> pd.DataFrame:
    outside = [text for text in remarks["period"].unique() if not covers(plan, Period.parse(text))]
    is_nobody = remarks["agency_id"].notna() & ~_known(plan, remarks)
    left = remarks[is_nobody | remarks["period"].isin(outside)]
    reason = np.where(is_nobody[left.index], "unknown_agency", "period_outside")
    return _listed("remarks", left, reason, ["period"])


def _reports(plan: Plan, periods: pd.Series) -> pd.DataFrame:
    """The reports owed for all the periods that records name; none for a period that the plan is not for."""
    named = (Period.parse(text) for text in periods.unique())
    found = [report_duties(plan, period) for period in named if covers(plan, period)]
    return pd.concat([REPORT_DUTIES.frame([]), *found], ignore_index=True)


def _known(plan: Plan, records: pd.DataFrame) -> pd.Series:
    return records["agency_id"].isin(list(plan.agency))


def _ids(items: Iterable[object]) -> list[str]:
    return [getattr(item, "id") for item in items]  # noqa: B009 - the parts of a plan share no base with an id


def _have_key(records: pd.DataFrame, duties: pd.DataFrame, keys: list[str]) -> pd.Series:
    return pd.Series(have_key(duties, records, keys), index=records.index)


def _listed(record: str, left: pd.DataFrame, reason: ArrayLike, keys: list[str]) -> pd.DataFrame:
    agency = left["agency_id"] if "agency_id" in left else pd.Series(None, index=left.index, dtype="str")
    shown = [left[key].astype("str").fillna("") for key in keys]
    value = [" ".join(part for part in parts if part and part != "NaT") for parts in zip(*shown, strict=True)]
    columns = {"record": record, "place": left["place"], "reason": reason, "agency_id": agency}
    told = pd.DataFrame(columns, index=left.index).assign(value=value).astype("str")
    return told.assign(recorded_at=left["recorded_at"])
