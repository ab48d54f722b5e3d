"""Agencies side by side: what each owes, how it stands, what it reported."""

import pandas as pd

from kh2025.evaluation.rates import rate
from kh2025.evaluation.scope import Scope
from kh2025.evaluation.tables import AGENCIES, BESIDE, DONE, PARTS
from kh2025.plan.tables import agency_names


def agency_table(
    scope: Scope, duties: pd.DataFrame, submissions: pd.DataFrame, findings: pd.DataFrame
) -> pd.DataFrame:
    """Every agency that owes a duty or a report, in the order of the plan; columns ``AGENCIES``."""
    counted = duties[~duties["part"].isin(BESIDE)]
    parts = pd.crosstab(counted["agency_id"], counted["part"]).reindex(columns=list(PARTS), fill_value=0)
    classes = pd.crosstab(submissions["agency_id"], submissions["timeliness"])
    breaches = findings["agency_id"].value_counts()
    names = agency_names(scope.plan)
    owing = {*duties["agency_id"].dropna(), *submissions["agency_id"].dropna()}
    rows = (_row(id_, names[id_], parts, classes, int(breaches.get(id_, 0))) for id_ in names if id_ in owing)
    return AGENCIES.check(AGENCIES.frame(rows))


def _row(id_: str, name: str, parts: pd.DataFrame, classes: pd.DataFrame, findings: int) -> dict[str, object]:
    by_part = {part: int(parts[part].get(id_, 0)) for part in PARTS}
    by_class = {str(c): int(classes[c].get(id_, 0)) for c in classes.columns}
    done = sum(by_part[part] for part in DONE)
    due = done + by_part["open_overdue"]
    sent = {name: by_class.get(name, 0) for name in ("on_time", "late", "missing")}
    return {
        "agency_id": id_,
        "name": name,
        "duties": sum(by_part.values()),
        **by_part,
        "due": due,
        "done_of_due": rate(done, due, "due")["percent"],
        "submissions_expected": sum(sent.values()) + by_class.get("replaced", 0),
        **{f"submissions_{name}": count for name, count in sent.items()},
        "findings": findings,
    }
