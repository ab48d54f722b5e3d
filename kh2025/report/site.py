"""The overview page over a folder of finished reports: one file, from a file share, without a server.

All reports with links to their files, a heatmap of rates by agency and period, and a search box. Nothing is loaded
from elsewhere; links lead only to files beside the page.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from typing import Any
from urllib.parse import quote

from kh2025 import messages
from kh2025.errors import ParameterError, Problem
from kh2025.law.moments import parse_moment
from kh2025.law.periods import Period
from kh2025.report.display import show
from kh2025.report.html import environment, script_hash

#: The rates of the heatmap, the first one shown at first.
RATES = ("done_of_due", "on_time_of_due", "on_time_of_expected", "received_of_expected")
#: The kinds whose rates the heatmap shows: a session brief repeats them, an annual review judges on another day.
_RATED = ("period", "agency")
#: Bounds of the shades, in percent; a rate below the first has the first shade.
_BOUNDS = (50.0, 70.0, 90.0)


@dataclass(frozen=True, slots=True)
class Entry:
    """One finished report, as its manifest tells it.

    Attributes:
        report: its name, the stem of its files.
        plan: title of the plan.
        period: canonical period, such as ``2025-Q2``.
        kind: kind of report.
        agency: id of the agency; null for the whole plan.
        agency_name: its name.
        lang: vi or en.
        status_on: ISO day at whose end tasks are judged.
        as_of: moment that it knows, ISO 8601 with offset.
        invented: what in it is made up, or null.
        rates: ``rates`` and ``submission_rates`` of the summary, by name.
        files: paths relative to the page, with ``/`` between folders.
    """

    report: str
    plan: str
    period: str
    kind: str
    agency: str | None
    agency_name: str | None
    lang: str
    status_on: str
    as_of: str
    invented: str | None
    rates: Mapping[str, Mapping[str, Any]]
    files: tuple[str, ...]

    @property
    def label(self) -> str:
        """The period for people, in the report's language."""
        return Period.parse(self.period).label(self.lang)


@dataclass(frozen=True, slots=True)
class Failure:
    """One report whose last run failed.

    Attributes:
        report: its name.
        period: canonical period.
        agency: id of the agency; null for the whole plan.
        said: what went wrong, in the page's language.
        notebook: path of the marked notebook, relative to the page; null where there is none.
    """

    report: str
    period: str
    agency: str | None
    said: str
    notebook: str | None


@dataclass(frozen=True, slots=True)
class Cell:
    """A rate of one report in the heatmap: its shade (0 worst to 3 best), words, and the report that it is from."""

    shade: int | None
    percent: str
    share: str
    href: str | None


def render(entries: Sequence[Entry], lang: str = messages.DEFAULT, failures: Sequence[Failure] = ()) -> str:
    """The whole page; equal entries and failures give equal pages.

    Raises:
        PeriodError: the period of an entry or a failure is none.
        ParameterError: ``site-path``: a file's path leaves the folder.
    """
    _refuse_strays(entries, failures)
    by_scope = sorted(entries, key=lambda one: (one.agency is not None, one.agency_name or "", one.report))
    newest_first = sorted(by_scope, key=lambda one: _period_place(one.period), reverse=True)
    maps = [_heatmap(entries, rate, lang) for rate in RATES]
    made = environment(lang)
    return made.get_template("site.html.j2").render(
        entries=newest_first,
        failures=sorted(failures, key=lambda one: one.report),
        standing={entry.report for entry in entries},
        agencies={entry.agency: entry.agency_name for entry in entries},
        periods=_periods(entries),
        plans={entry.plan for entry in entries},
        maps=[one for one in maps if one["rows"]],
        rates=RATES,
        bounds=_BOUNDS,
        invented=_longest(entry.invented for entry in entries if entry.invented),
        href=href,
        ending=_ending,
        moment=parse_moment,
        day=date.fromisoformat,
        label=lambda period: Period.parse(period).label(lang),
        kinds=messages.table("site", "kind", lang),
        rate_names=messages.table("labels", "rate", lang),
        site=lambda key, **values: messages.text("site", key, lang, **values),
        search_hash=script_hash(made, "site.js"),
    )


def href(path: str) -> str:
    """A relative link: never a scheme, never another host.

    >>> href("a b/javascript:x.html")
    './a%20b/javascript%3Ax.html'
    """
    return f"./{quote(path, safe='/')}"


def _refuse_strays(entries: Iterable[Entry], failures: Iterable[Failure]) -> None:
    named = [(entry.report, path) for entry in entries for path in entry.files]
    named += [(failure.report, failure.notebook) for failure in failures if failure.notebook]
    problems = [
        Problem("site-path", report, path)
        for report, path in named
        if path.startswith("/") or "\\" in path or {"", ".", ".."} & set(path.split("/"))
    ]
    if problems:
        raise ParameterError(problems)


def _longest(texts: Iterable[str]) -> list[str]:
    """Each text once; one that another begins with is said by that."""
    ordered = sorted(set(texts))
    return [one for one, other in zip_longest(ordered, ordered[1:]) if not (other or "").startswith(one)]


def _periods(entries: Iterable[Entry]) -> list[str]:
    return sorted({entry.period for entry in entries}, key=_period_place)


def _period_place(text: str) -> tuple[Any, ...]:
    """By cut-off; of periods that end together the longer one is the later."""
    period = Period.parse(text)
    return period.cutoff, -period.start.toordinal(), text


def _heatmap(entries: Sequence[Entry], rate: str, lang: str) -> dict[str, Any]:
    """One rate: the rows (name, cells in the order of the periods), the whole plan first, then agencies by name."""
    newest: dict[tuple[str, str, str], Entry] = {}
    for entry in sorted(entries, key=lambda one: (parse_moment(one.as_of), one.report)):
        if rate in entry.rates and entry.kind in _RATED:
            newest[entry.plan, entry.agency or "", entry.period] = entry
    names = {(plan, agency): entry.agency_name or plan for (plan, agency, _), entry in newest.items()}
    order = sorted(names, key=lambda row: (row[0], row[1] != "", names[row], row[1]))
    periods = _periods(entries)
    rows = [
        (names[row], row[1] == "", [_cell(newest.get((*row, period)), rate, lang) for period in periods])
        for row in order
    ]
    return {"rate": rate, "rows": rows}


def _cell(entry: Entry | None, rate: str, lang: str) -> Cell | None:
    if entry is None:
        return None
    found = entry.rates[rate]
    percent = found["percent"]
    page = next((path for path in entry.files if path.endswith(".html")), None)
    target = None if page is None else href(page)
    if percent is None:
        return Cell(None, messages.text("site", "none", lang), "", target)
    shade = sum(percent >= bound for bound in _BOUNDS)
    return Cell(shade, show(percent, "percent", lang), f"{found['numerator']}/{found['denominator']}", target)


def _ending(path: str) -> str:
    return path.rsplit(".", 1)[-1].upper()
