"""Rules on the standing activities of the plan (content 3 of the decision)."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from kh2025.law.citation import Citation, Mark
from kh2025.law.rule import Severity, Verdict, decide, rule


@rule(
    id="session-not-held",
    family="activity",
    on="activities",
    severity=Severity.MAJOR,
    citation=Citation(principle="quy định của kế hoạch về các hoạt động", mark=Mark.VERIFIED),
    explains=("every", "required", "held", "last_held_on"),
)
def session_not_held(activities: pd.DataFrame, parameters: Mapping[str, Any]) -> np.ndarray[Any, Any]:
    """Plenary sessions of the Steering Committee are held as often as the working regulation says.

    How often is a setting of the plan; where it is not known, the verdict is unknown.
    """
    del parameters
    required, held = activities["required"], activities["held"]
    return decide(
        (activities["kind"] != "session", Verdict.NOT_APPLICABLE),
        (required.isna(), Verdict.UNKNOWN),
        ((required == 0).fillna(value=False), Verdict.NOT_APPLICABLE),
        ((held < required).fillna(value=False), Verdict.BREACH),
        otherwise=Verdict.PASS,
    )
