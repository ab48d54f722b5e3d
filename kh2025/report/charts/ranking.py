"""Agencies by score: bars with score and class in words, the bounds of the classes as lines."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from kh2025.messages import text
from kh2025.plan.scoring import Scoring
from kh2025.report.charts.boxes import fill
from kh2025.report.charts.canvas import INK, MOST, SIZE, SMALL, frame, legend, name_rows, nothing, room_of
from kh2025.report.charts.looks import Look
from kh2025.report.charts.words import apart, broken, fit, width_of
from kh2025.report.display import show

_LABEL_SHARE = 0.4  # of the whole width
_WORDS_SHARE = 0.6  # of the width that the labels leave
_GAP = 0.2  # inches: between a bar and its words, and after them
_APART = 0.04  # inches: around the label of a bound
_FULL = 100.0  # points
_LEAST = 4  # rows: bars of a few agencies stay as slim as those of many
_LOOKS = {"enough": Look("#56b4e9", "", ""), "small": Look("#ffffff", "///", "")}


def ranking(
    ax: Axes, agencies: pd.DataFrame, scoring: Scoring, lang: str, most: int = MOST, after: int = 0
) -> Axes:
    """One line per agency, the best on top: place, name, score and class; those without a score come last.

    ``agencies`` has columns ``AGENCIES``; ``scoring`` is the scale by which they were scored. Scores that rest on
    few cases are hatched, and say so. Of more than ``most`` agencies the first behind the first ``after`` are drawn,
    and the axis says which. Height of the figure: ``height_for(min(most, len(agencies)))``.
    """
    if agencies["score"].isna().all():
        return nothing(ax, "ranking", lang)
    ranked = agencies.sort_values("score", ascending=False, na_position="last", kind="stable")
    rows = ranked.iloc[after : after + most].to_dict("records")
    titles, room = {one.id: one.title for one in scoring.classes}, room_of(ax)
    labels = _labels(rows, _LABEL_SHARE * room)
    left = room - max(width_of(label, SMALL) for label in labels)
    words = [fit(_words(row, titles, lang), _WORDS_SHARE * left, SMALL) for row in rows]
    frame(ax, grid="x")
    _draw(ax, rows, words)
    name_rows(ax, labels, _LEAST)
    per_inch = _scale(rows, words, left)
    bounds = sorted(one.at_least for one in scoring.classes)
    ax.set_xticks(bounds, _apart(bounds, per_inch, lang), fontsize=SMALL)
    ax.set_xlim(0, per_inch * left)
    is_small = {bool(row["is_small"]) for row in rows if not pd.isna(row["score"])}
    keys = [
        Patch(label=text("charts", f"ranking.{key}", lang, below=scoring.small_below), **look.area)
        for key, look in _LOOKS.items()
        if (key == "small") in is_small
    ]
    if keys:
        legend(ax, keys)
    notes = [text("charts", "ranking.points", lang)]
    if len(agencies) > len(rows):
        ends = {"first": after + 1, "last": after + len(rows), "total": len(agencies)}
        notes.append(text("charts", "ranking.part", lang, **ends))
    ax.set_xlabel("\n".join(broken(note, room, SIZE) for note in notes), fontsize=SIZE, loc="right")
    return ax


def _labels(rows: Sequence[Mapping[Any, Any]], width: float) -> list[str]:
    """Places and names, in at most ``width`` inches."""
    places = {row["agency_id"]: "" if pd.isna(row["rank"]) else f"{row['rank']}. " for row in rows}
    names = {row["agency_id"]: str(row["name"]) for row in rows}
    free = width - max(width_of(place, SMALL) for place in places.values())
    return [places[one] + name for one, name in apart(names, free, SMALL).items()]


def _words(row: Mapping[Any, Any], titles: Mapping[str, str], lang: str) -> str:
    if pd.isna(row["score"]):
        return text("charts", "ranking.none", lang)
    class_id = str(row["class_id"])
    return f"{show(row['score'], 'number', lang)} · {titles.get(class_id, class_id)}"


def _draw(ax: Axes, rows: list[dict[Any, Any]], words: list[str]) -> None:
    for key, look in _LOOKS.items():
        same = [
            place
            for place, row in enumerate(rows)
            if not pd.isna(row["score"]) and row["is_small"] == (key == "small")
        ]
        ends = [float(rows[place]["score"]) for place in same]
        fill(ax, [0.0] * len(same), ends, same, 0.6, **look.area)
    for place, (row, said) in enumerate(zip(rows, words, strict=True)):
        ax.annotate(
            said,
            (0.0 if pd.isna(row["score"]) else float(row["score"]), place),
            xytext=(5, 0),
            textcoords="offset points",
            va="center",
            color=INK,
            fontsize=SMALL,
            parse_math=False,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.4},
        )


def _scale(rows: list[dict[Any, Any]], words: list[str], room: float) -> float:
    """Points an inch, so that bars, their words and the whole scale have room."""
    ends = [
        (0.0 if pd.isna(row["score"]) else float(row["score"]), width_of(said, SMALL) + _GAP)
        for row, said in zip(rows, words, strict=True)
    ]
    return max(points / (room - taken) for points, taken in (*ends, (_FULL, _GAP)))


def _apart(bounds: Sequence[float], per_inch: float, lang: str) -> list[str]:
    """The bounds as labels, from the lowest; one that would touch the last shown stays a line without a label."""
    labels: list[str] = []
    end = -1.0
    for bound in bounds:
        label = show(bound, "number", lang)
        half = width_of(label, SMALL) / 2 + _APART
        is_free = bound / per_inch - half >= end
        labels.append(label if is_free else "")
        end = bound / per_inch + half if is_free else end
    return labels
