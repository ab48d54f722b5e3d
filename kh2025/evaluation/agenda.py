"""What a session must look at: of an evaluation, what is overdue, unowned, contradicted, not sent, and who is in trouble."""

from dataclasses import dataclass

import pandas as pd

from kh2025.columns import Column, Table
from kh2025.evaluation.evaluate import Evaluation
from kh2025.evaluation.tables import OPEN
from kh2025.law.rule import Severity

#: The severities that a session looks at.
HEAVY = (Severity.CRITICAL.value, Severity.MAJOR.value)
#: Rules whose breaches mean that what was said cannot all be true.
CONTRADICTIONS = (
    "done-date-impossible",
    "done-reopened",
    "not-started-with-progress",
    "percent-contradicts-state",
    "progress-backwards",
    "statement-ahead",
    "statements-contradict",
)
#: Rules whose breaches stand in tables of their own: overdue duties, unowned ones, reports not sent.
IN_OWN_TABLES = (
    *("task-overdue", "task-long-overdue", "owner-unresolved"),
    *("submission-missing", "reports-late-in-a-row"),
)
_LONG = "task-long-overdue"
_IN_A_ROW = 2  # reports: fewer make no row

IN_TROUBLE = Table(
    "in_trouble",
    "agency with a duty overdue, a report overdue and not sent, or a heavy breach",
    (
        Column("agency_id", "text", "the agency"),
        Column("open_overdue", "integer", "duties overdue", "duties"),
        Column("long_overdue", "integer", "of them those that the rule on long delays names", "duties"),
        Column("unsent", "integer", "reports overdue and not sent, of all periods so far", "reports"),
        Column("streak", "integer", "longest running row of reports late or missing", "periods"),
        Column("heavy", "integer", "other breaches of heavy severity", "findings"),
    ),
)


@dataclass(frozen=True, slots=True, eq=False)
class Agenda:
    """The matters of a session; frames have the columns of the table that they are cut from.

    Attributes:
        overdue: duties open and overdue, the longest delays first, with ``is_long``.
        unowned: duties open that nobody owes.
        suspended: duties suspended.
        unsent: reports overdue and not sent, of all the plan's periods up to this one.
        in_a_row: agencies whose last reports were late or missing several times in a row.
        contradictions: findings that say that what was stated cannot all be true.
        heavy: other findings of heavy severity, apart from those that the tables above show.
        agencies: who is in trouble; columns ``IN_TROUBLE``, most matters first.
    """

    overdue: pd.DataFrame
    unowned: pd.DataFrame
    suspended: pd.DataFrame
    unsent: pd.DataFrame
    in_a_row: pd.DataFrame
    contradictions: pd.DataFrame
    heavy: pd.DataFrame
    agencies: pd.DataFrame


def agenda(ev: Evaluation) -> Agenda:
    """The matters of a session, from an evaluation."""
    part, rule = ev.duties["part"], ev.findings["rule_id"]
    is_heavy = ev.findings["severity"].isin(HEAVY) & ~rule.isin([*IN_OWN_TABLES, *CONTRADICTIONS])
    overdue, heavy = _overdue(ev), ev.findings[is_heavy]
    unsent = ev.timeliness[ev.timeliness["timeliness"] == "missing"]
    in_a_row = ev.streaks[ev.streaks["streak"] >= _IN_A_ROW]
    return Agenda(
        overdue,
        ev.duties[ev.duties["agency_id"].isna() & part.isin(OPEN)],
        ev.duties[part == "suspended"],
        unsent.sort_values(["due_on", "obligation_id"], kind="stable"),
        in_a_row.sort_values("streak", ascending=False, kind="stable"),
        ev.findings[rule.isin(CONTRADICTIONS)],
        heavy,
        _in_trouble(ev, overdue, unsent, in_a_row, heavy),
    )


def _overdue(ev: Evaluation) -> pd.DataFrame:
    overdue = ev.duties[ev.duties["part"] == "open_overdue"]
    found = ev.findings[ev.findings["rule_id"] == _LONG]
    long = set(zip(*(found[name].astype("str") for name in _DUTY), strict=True))
    named = zip(*(overdue[name].astype("str") for name in _DUTY), strict=True)
    made = overdue.assign(is_long=[one in long for one in named])
    return made.sort_values(["is_long", "days_late"], ascending=False, kind="stable")


def _in_trouble(
    ev: Evaluation,
    overdue: pd.DataFrame,
    unsent: pd.DataFrame,
    in_a_row: pd.DataFrame,
    heavy: pd.DataFrame,
) -> pd.DataFrame:
    counts = {
        "open_overdue": overdue["agency_id"].value_counts(),
        "long_overdue": overdue.loc[overdue["is_long"], "agency_id"].value_counts(),
        "unsent": unsent["agency_id"].value_counts(),
        "streak": in_a_row.groupby("agency_id")["streak"].max(),
        "heavy": heavy["agency_id"].value_counts(),
    }
    ids = pd.Index(
        [one for one in ev.scope.plan.agency if any(one in found.index for found in counts.values())]
    )
    made = pd.DataFrame({name: found.reindex(ids).fillna(0) for name, found in counts.items()}, index=ids)
    made = made.assign(agency_id=ids).sort_values(_WEIGHT, ascending=False, kind="stable")
    return IN_TROUBLE.check(IN_TROUBLE.typed(made))


_DUTY = ["task_id", "occurrence", "agency_id"]
_WEIGHT = ["long_overdue", "open_overdue", "unsent", "streak", "heavy"]
