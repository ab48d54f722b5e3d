"""What a notebook shows of an evaluation: the summary as small tables."""

from collections.abc import Iterator, Mapping
from typing import Any

from kh2025 import messages
from kh2025.cards import Card, Grid
from kh2025.evaluation.scope import Scope
from kh2025.evaluation.tables import BESIDE, CLASSES, PARTS

_STOCKS = ("tasks", "duties", "tasks_in_period")


def evaluation_card(scope: Scope, summary: Mapping[str, Any]) -> Card:
    """The card of an evaluation; every rate stands beside its numerator and denominator."""
    words = messages.table("cards", "evaluation")
    grids = (
        Grid.of("", (), _head(scope, summary, words)),
        Grid.of("", (words["parts"], *(words[name] for name in _STOCKS)), _parts(summary, words)),
        Grid.of("", (words["submissions"], words["count"]), _reports(summary, words)),
        Grid.of("", (words["rates"], words["percent"], words["share"]), _rates(summary)),
        Grid.of("", (words["findings"], words["count"]), _findings(summary)),
    )
    title = messages.text("cards", "evaluation.title", period=f"{scope.period} ({scope.period.label()})")
    return Card(title, tuple(grid for grid in grids if grid.rows))


def _head(scope: Scope, summary: Mapping[str, Any], words: Mapping[str, str]) -> Iterator[tuple[str, object]]:
    yield words["plan"], scope.plan.title
    if scope.agency:
        yield words["agency"], scope.plan.agency[scope.agency].name
    yield words["status_on"], scope.status_on
    for key in ("as_of", "known_through", "invented"):
        if summary[key]:
            yield words[key], summary[key]
    score = summary["score"]
    if score["score"] is not None:
        yield words["score"], f"{score['score']:g} ({score['class']})".replace(".", ",", 1)


def _parts(summary: Mapping[str, Any], words: Mapping[str, str]) -> Iterator[tuple[object, ...]]:
    for part in (*PARTS, *BESIDE):
        counts = [summary[stock][part] for stock in _STOCKS]
        if part in PARTS or any(counts):
            yield messages.text("labels", f"part.{part}"), *counts
    yield words["total"], *(summary[stock]["total"] for stock in _STOCKS)


def _reports(summary: Mapping[str, Any], words: Mapping[str, str]) -> Iterator[tuple[object, ...]]:
    counts = summary["submissions"]
    yield words["expected"], counts["expected"]
    for name in CLASSES:
        if counts[name]:
            yield messages.text("labels", f"timeliness.{name}"), counts[name]


def _rates(summary: Mapping[str, Any]) -> Iterator[tuple[object, ...]]:
    for name, rate in (*summary["rates"].items(), *summary["submission_rates"].items()):
        said = (
            messages.text("labels", f"none.{rate['reason']}")
            if rate["percent"] is None
            else f"{rate['percent']:.2f}%"
        )
        yield (
            messages.text("labels", f"rate.{name}"),
            said.replace(".", ","),
            f"{rate['numerator']}/{rate['denominator']}",
        )


def _findings(summary: Mapping[str, Any]) -> Iterator[tuple[object, ...]]:
    for rule, count in summary["findings"].items():
        if count:
            yield messages.text("findings", f"{rule}.title"), count
