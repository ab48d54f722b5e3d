"""An earlier look as far as a later one is compared with it: what was owed, how it stood, its counts, rates and score."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from kh2025.evaluation.groundwork import Groundwork
from kh2025.evaluation.scope import Scope
from kh2025.evaluation.scorecard import scorecard
from kh2025.evaluation.sight import seen
from kh2025.evaluation.status import roll_up
from kh2025.evaluation.summary import figures, score_of
from kh2025.ledger.facts import Facts


@dataclass(frozen=True, slots=True)
class EarlierLook:
    """What :func:`kh2025.evaluation.comparison.compare` asks of an earlier look; an evaluation has it too.

    Attributes:
        scope: plan, period, moments and the agency it is for.
        tasks: one row per task.
        duties: one row per occurrence and leading agency.
        submissions: one row per report owed for the period.
        summary: counts and rates of these, and the score.
    """

    scope: Scope
    tasks: pd.DataFrame
    duties: pd.DataFrame
    submissions: pd.DataFrame
    summary: dict[str, Any]

    @classmethod
    def of(cls, scope: Scope, facts: Facts) -> "EarlierLook":
        """The look of a scope; facts are those known at its ``as_of``."""
        whole = Groundwork.owed(scope, facts).tables
        duties, submissions = seen(scope, whole["duties"]), seen(scope, whole["submissions"])
        tasks = roll_up(scope, duties)
        counted = figures(scope, tasks, duties, submissions)
        score = score_of(scope, scorecard(scope, tasks, duties, submissions))
        return cls(scope, tasks, duties, submissions, {**counted, "score": score})
