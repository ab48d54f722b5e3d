"""``ev.plot``: the charts of an evaluation, one line each, as figures that a notebook shows and a document takes in.

The package's front door attaches this class to evaluations (``kh2025/__init__.py``): it is the one place that knows
both rooms, so that evaluation need not know of reports.
"""

from dataclasses import dataclass

from kh2025 import messages
from kh2025.evaluation.comparison import compare
from kh2025.evaluation.evaluate import Evaluation
from kh2025.plan.tables import agency_names
from kh2025.report import figures
from kh2025.report.document import Figure
from kh2025.report.wording import Words


@dataclass(frozen=True, slots=True)
class Plots:
    """The charts of one evaluation, such as ``ev.plot.status()``; ``lang`` is vi or en.

    Each is a :class:`~kh2025.report.document.Figure`: a notebook shows it, ``doc.add("results", figure)`` puts it
    into every format. For an ``Axes`` of one's own there are the functions of :mod:`kh2025.report.charts`.
    """

    ev: Evaluation

    def status(self, lang: str = messages.DEFAULT) -> Figure:
        """The parts of the total as bars."""
        return figures.status_figure(self.ev, self._words(lang))

    def timeliness(self, lang: str = messages.DEFAULT) -> Figure:
        """Agencies by periods: who reported on time, late, not at all."""
        return figures.heatmap_figure(self.ev, self._words(lang))

    def receipts(self, lang: str = messages.DEFAULT) -> Figure:
        """The reports of this period in days from their deadline."""
        return figures.timeliness_figure(self.ev, self._words(lang))

    def progress(self, lang: str = messages.DEFAULT) -> Figure:
        """Duties due against duties done, day by day."""
        return figures.course_figure(self.ev, self._words(lang))

    def deadlines(self, lang: str = messages.DEFAULT) -> Figure:
        """Deadlines in and near the period, with the cut-off."""
        return figures.deadlines_figure(self.ev, self._words(lang))

    def indicator(self, indicator_id: str, lang: str = messages.DEFAULT) -> Figure:
        """One indicator against its path; ``KeyError`` names those there are."""
        return figures.indicator_figure(self.ev, self._words(lang), indicator_id)

    def ranking(self, lang: str = messages.DEFAULT) -> Figure:
        """Agencies by score."""
        return figures.ranking_figure(self.ev, self._words(lang))

    def transitions(self, earlier: Evaluation | None, lang: str = messages.DEFAULT) -> Figure:
        """What became of the tasks since an earlier evaluation, such as ``ev.previous()``.

        Raises:
            ParameterError: the two are of different plans or agencies, or the earlier one is judged later.
        """
        return figures.transitions_figure(compare(earlier, self.ev), self._words(lang))

    def _words(self, lang: str) -> Words:
        return Words(lang, agency_names(self.ev.scope.plan))
