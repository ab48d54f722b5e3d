"""The rules on the plan itself, whatever was reported."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from kh2025.law.citation import Citation, Mark
from kh2025.law.rule import Severity, Verdict, decide, rule

#: The "6 rõ" and the column that answers each: who, what, responsibility, time, product, authority.
SIX_CLEAR = {
    "person": "lead_id",
    "work": "name",
    "responsibility": "responsible",
    "time": "deadline",
    "product": "products",
    "authority": "authority",
}


@rule(
    id="task-not-six-clear",
    family="plan",
    on="plan_tasks",
    severity=Severity.MINOR,
    citation=Citation(principle="nguyên tắc “6 rõ”", mark=Mark.SECONDARY),
    explains=tuple(SIX_CLEAR.values()),
)
def task_not_six_clear(tasks: pd.DataFrame, parameters: Mapping[str, Any]) -> np.ndarray[Any, Any]:
    """A task says who does what, who answers for it, by when, with what product, and who decides."""
    del parameters
    is_missing = tasks[list(SIX_CLEAR.values())].isna().any(axis=1)
    return decide((is_missing, Verdict.BREACH), otherwise=Verdict.PASS)
