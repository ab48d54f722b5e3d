"""``ev.show``: the tables of an evaluation as people read them, with names, labels and sentences instead of codes.

Attached to evaluations by the package's front door, as :mod:`kh2025.report.plots` is.
"""

from dataclasses import dataclass

import pandas as pd

from kh2025 import messages
from kh2025.evaluation.evaluate import Evaluation
from kh2025.plan.tables import agency_names
from kh2025.report.document import Table
from kh2025.report.sections.appendix import findings_table, tasks_table
from kh2025.report.sections.frames import records, table
from kh2025.report.wording import Words

_SCORES = (
    ("rank", "number", 0.6),
    ("agency", "text", 2.4),
    ("score", "number", 0.8),
    ("class", "text", 2.0),
    ("cases", "number", 0.9),
    ("is_small", "text", 0.9),
)


@dataclass(frozen=True, slots=True)
class Views:
    """The tables of one evaluation, such as ``ev.show.findings()``; ``lang`` is vi or en.

    Each is a :class:`~kh2025.report.document.Table`: a notebook shows it, and a document takes it in. The frames
    themselves (``ev.findings``) are for computing.
    """

    ev: Evaluation

    def findings(self, lang: str = messages.DEFAULT) -> Table:
        """Every breach as a sentence."""
        return findings_table(self.ev, self._words(lang))

    def tasks(self, lang: str = messages.DEFAULT) -> Table:
        """Every task and how it stands."""
        return tasks_table(self.ev, self._words(lang))

    def scorecard(self, lang: str = messages.DEFAULT) -> Table:
        """Agencies by score, the best first; those without a score last."""
        words, titles = self._words(lang), {one.id: one.title for one in self.ev.scope.plan.scale.classes}
        ranked = self.ev.agencies.sort_values("score", ascending=False, na_position="last", kind="stable")
        rows = (
            (
                row["rank"],
                row["name"],
                row["score"],
                None if pd.isna(row["class_id"]) else titles[row["class_id"]],
                row["cases"],
                bool(row["is_small"]),
            )
            for row in records(ranked)
        )
        return table(words, words("figures.ranking_caption"), _SCORES, rows)

    def _words(self, lang: str) -> Words:
        return Words(lang, agency_names(self.ev.scope.plan))
