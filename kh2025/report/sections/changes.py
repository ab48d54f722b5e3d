"""What changed since the period before and since the same period of the year before."""

from typing import Any

from kh2025.evaluation.comparison import Comparison
from kh2025.evaluation.evaluate import Evaluation
from kh2025.evaluation.scope import EARLIER
from kh2025.law.periods import Period
from kh2025.report.document import Block, Field, Figure, Heading, Paragraph, Table
from kh2025.report.figures import transitions_figure
from kh2025.report.sections.frames import cell, field, records, table
from kh2025.report.wording import Words

#: The figures that are compared, in order: (group, figure) of ``CHANGES``.
_FIGURES = (
    ("tasks", "total"),
    ("tasks", "done_on_time"),
    ("tasks", "done_late"),
    ("tasks", "open_in_time"),
    ("tasks", "open_overdue"),
    ("rates", "done_of_due"),
    ("rates", "on_time_of_due"),
    ("rates", "overdue_of_due"),
    ("submission_rates", "received_of_expected"),
    ("submission_rates", "on_time_of_expected"),
    ("score", "score"),
)
#: Tasks named in a row of moves; of more, their number is told.
_MOST = 12


def changes(ev: Evaluation, words: Words) -> list[Block]:
    """A heading, the figures beside earlier ones, and the tasks that entered, left or changed."""
    made = {look: ev.since(look) for look in EARLIER}
    compared = {look: one for look, one in made.items() if one.earlier is not None}
    absent = [Paragraph(words(f"changes.no_{look}")) for look in EARLIER if look not in compared]
    heading = Heading(words("changes.heading"), 2)
    if not compared:
        return [heading, *absent]
    return [heading, *compared_tables(ev, compared, words), *_transitions(compared, words), *absent]


def _transitions(compared: dict[str, Comparison], words: Words) -> list[Figure]:
    """The matrix since the first earlier look; where all tasks are new since then the moves say it."""
    first = next(iter(compared.values()))
    is_told = (first.transitions["before"] != "absent").any()
    return [transitions_figure(first, words)] if is_told else []


def compared_tables(ev: Evaluation, compared: dict[str, Comparison], words: Words) -> list[Table]:
    """The figures beside all earlier looks, and the moves since the first of them."""
    return [_figures(ev, compared, words), _moves(next(iter(compared.values())), words)]


def _figures(ev: Evaluation, compared: dict[str, Comparison], words: Words) -> Table:
    """One row a figure: as it was, as it is, and the difference, for each earlier look."""
    value = words("meaning.figure_value")
    fields = [
        field(words, "figure", "text", 3.2),
        Field(_label(ev.scope.period, words), "number", 1.0, value),
    ]
    for made in compared.values():
        earlier = made.earlier.period if made.earlier else ev.scope.period
        fields += [
            Field(_label(earlier, words), "number", 1.0, value),
            field(words, "difference", "number", 1.0),
        ]
    by_figure = [_by_figure(made) for made in compared.values()]
    rows = tuple(_figure(key, by_figure, words) for key in _FIGURES)
    caption = words("changes.caption")
    return Table(caption, tuple(fields), rows, words("results.no_rows"), name=words("sheet.changes"))


def _by_figure(made: Comparison) -> dict[tuple[str, str], dict[str, Any]]:
    return {(row["group"], row["figure"]): row for row in records(made.changes)}


def _figure(
    key: tuple[str, str], compared: list[dict[tuple[str, str], dict[str, Any]]], words: Words
) -> tuple[Any, ...]:
    found = [figures[key] for figures in compared]
    before = [cell(row[name]) for row in found for name in ("before", "difference")]
    return (
        words(f"changes.{key[0]}", name=_name(*key, words)),
        cell(found[0]["after"]),
        *before,
    )


def _name(group: str, figure: str, words: Words) -> str:
    if group == "tasks":
        return words("results.total") if figure == "total" else words.label("part", figure) or figure
    return words.label("rate", figure) or figure if group != "score" else words("column.score")


def _label(period: Period, words: Words) -> str:
    return period.label(words.lang)


def _moves(made: Comparison, words: Words) -> Table:
    """How many tasks went which way, and which."""
    columns = (("move", "text", 2.0), ("tasks", "number", 0.8), ("which", "text", 5.0))
    groups = made.moves.groupby("move", sort=False)["task_id"]
    rows = [(words.label("move", move), len(ids), _named(list(ids), words)) for move, ids in groups]
    earlier = made.earlier.period if made.earlier else made.later.period
    caption = words("changes.moves_caption", period=words.period(earlier))
    return table(words, caption, columns, rows, empty=words("changes.no_moves"), name="moves")


def _named(ids: list[str], words: Words) -> tuple[str, ...]:
    left = len(ids) - _MOST
    return tuple(ids) if left <= 0 else (*ids[:_MOST], words("changes.more", count=left))


def ranking(ev: Evaluation, words: Words) -> Table:
    """Agencies by score, those without one last; with what was left out and what rests on little."""
    columns = (
        ("rank", "code", 0.6),
        ("agency", "text", 2.2),
        ("score", "number", 0.7),
        ("class", "text", 2.6),
        ("cases", "number", 0.7),
        ("weight_used", "number", 0.9),
        ("remark", "text", 4.4),
    )
    titles = {one.id: one.title for one in ev.scope.plan.scale.classes}
    ordered = ev.agencies.sort_values("rank", kind="stable", na_position="last")
    rows = [
        (
            row["rank"],
            row["name"],
            row["score"],
            titles.get(row["class_id"]),
            row["cases"],
            row["weight_used"],
            _remarks(row, words),
        )
        for row in records(ordered)
    ]
    return table(words, scale_caption("ranking_caption", ev, words), columns, rows, name="ranking")


def sections_scored(ev: Evaluation, words: Words) -> Table:
    """Sections of the plan with their tasks and score."""
    columns = (
        ("section", "text", 4.0),
        ("assigned", "number", 0.8),
        ("due", "number", 0.8),
        ("open_overdue", "number", 0.8),
        ("done_of_due", "percent", 1.0),
        ("score", "number", 0.9),
        ("class", "text", 1.8),
        ("remark", "text", 2.0),
    )
    titles = {one.id: one.title for one in ev.scope.plan.scale.classes}
    rows = [
        (
            f"{row['number']}. {row['title']}",
            row["tasks"],
            row["due"],
            row["open_overdue"],
            row["done_of_due"],
            row["score"],
            titles.get(row["class_id"]),
            words("appendix.small") if row["is_small"] else None,
        )
        for row in records(ev.sections)
    ]
    return table(words, scale_caption("sections_caption", ev, words), columns, rows, name="sections")


def _remarks(row: dict[str, Any], words: Words) -> str | None:
    """What a reader of the score must know: no data for a measure, or few cases."""
    missing = cell(row["measures_missing"])
    names = [words.label("rate", name) or name for name in str(missing).split("; ")] if missing else []
    told = [words("appendix.left_out", measures=", ".join(names))] if names else []
    if row["is_small"]:
        told.append(words("appendix.small"))
    return "; ".join(told) or None


def scale_caption(key: str, ev: Evaluation, words: Words) -> str:
    """A caption that names the scale and how well it is known."""
    scale = ev.scope.plan.scale
    return words(f"appendix.{key}", basis=scale.basis, mark=words.label("mark", scale.mark.value))
