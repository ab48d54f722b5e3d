"""``ev.show``: the tables of an evaluation as people read them, with names, labels and sentences instead of codes.

Attached to evaluations by the package's front door, as :mod:`kh2025.report.plots` is.
"""

from dataclasses import dataclass

from kh2025 import messages
from kh2025.evaluation.evaluate import Evaluation
from kh2025.plan.tables import agency_names
from kh2025.report.document import Table
from kh2025.report.sections.appendix import tasks_table
from kh2025.report.sections.changes import ranking
from kh2025.report.sections.findings import findings_table
from kh2025.report.wording import Words


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
        return ranking(self.ev, self._words(lang))

    def _words(self, lang: str) -> Words:
        return Words(lang, agency_names(self.ev.scope.plan))
