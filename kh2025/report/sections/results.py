"""I. What was done: the status partition, reporting, indicators, standing activities."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

import pandas as pd

from kh2025.evaluation import timeliness
from kh2025.evaluation.evaluate import Evaluation
from kh2025.evaluation.tables import DONE, OPEN, PARTS
from kh2025.law.periods import Period
from kh2025.report.document import Block, Field, Figure, Heading, Items, Paragraph, Section, Table
from kh2025.report.figures import (
    course_figure,
    heatmap_figure,
    indicator_figure,
    status_figure,
    timeliness_figure,
)
from kh2025.report.sections.changes import changes
from kh2025.report.sections.frames import numbered, records, table
from kh2025.report.sections.office import office_words
from kh2025.report.wording import Words

#: Indicators that are drawn; their table has all.
_MOST_DRAWN = 4


def results(ev: Evaluation, words: Words) -> Section:
    """The whole part."""
    blocks = [
        Heading(words("results.heading")),
        *tasks(ev, words),
        *reporting(ev, words),
        *indicators(ev, words),
        *activities(ev, words),
        *changes(ev, words),
        *office_words(ev, "results"),
    ]
    return Section("results", numbered(blocks), words.lang)


def tasks(ev: Evaluation, words: Words) -> list[Block]:
    """How the tasks stand: sentences, partition, rates, course."""
    heading = Heading(words("results.tasks_heading"), 2)
    if not len(ev.tasks):
        return [heading, *sentences(ev, words)]
    return [
        heading,
        *sentences(ev, words),
        _partition(ev, words),
        status_figure(ev, words),
        _rates(ev, words),
        course_figure(ev, words),
    ]


def sentences(ev: Evaluation, words: Words) -> list[Paragraph]:
    """Stock, rates and flow of the tasks in words."""
    stock, day = ev.summary["tasks"], ev.scope.status_on
    if not len(ev.tasks):
        return [Paragraph(words("results.none", status_on=day))]
    told = (_stock_sentences(stock, day, words), _rate_sentence(ev, words), _flow_sentence(ev, words))
    return [Paragraph(text) for text in told]


def reporting_sentence(ev: Evaluation, words: Words) -> Paragraph:
    """How many reports were expected and came, or why none is owed."""
    if not len(ev.submissions):
        return Paragraph(words("notes.before_first" if _is_before_first(ev) else "notes.not_owed"))
    counts = ev.summary["submissions"]
    parts = words.counted("results.reports", counts)
    expected = words("results.reporting", expected=counts["expected"], parts=parts)
    said = expected if parts else words("results.no_reporting")
    return Paragraph(_with_beside(said, words.counted("results.reports_beside", counts), words))


def _stock_sentences(stock: Mapping[str, int], day: date, words: Words) -> str:
    """How many tasks there are, done and not done, and beside them."""
    told = [
        words(f"results.whole.{name}", count=count, parts=words.counted(f"results.{name}", stock))
        for name, parts in (("done", DONE), ("open", OPEN))
        if (count := sum(stock[part] for part in parts))
    ]
    said = words("results.tasks", status_on=day, total=stock["total"], parts="; ".join(told))
    return _with_beside(said, words.counted("results.tasks_beside", stock), words)


def _with_beside(said: str, beside: str, words: Words) -> str:
    return f"{said} {words('results.beside', parts=beside)}" if beside else said


def _is_before_first(ev: Evaluation) -> bool:
    """Whether reports of the kind of period are owed, but later on."""
    plan, period = ev.scope.plan, ev.scope.period
    firsts = (
        one.first_period(period.kind, plan.in_force_from) for one in plan.obligations if one.owes(period)
    )
    return any(first.cutoff > period.cutoff for first in firsts)


def _rate_sentence(ev: Evaluation, words: Words) -> str:
    done, overdue = ev.summary["rates"]["done_of_due"], ev.summary["rates"]["overdue_of_due"]
    if done["percent"] is None:
        return words("results.no_rate")
    return words(
        "results.rate",
        percent=words.percent(done["percent"]),
        overdue=words.percent(overdue["percent"]),
        numerator=done["numerator"],
        denominator=done["denominator"],
        overdue_numerator=overdue["numerator"],
    )


def _flow_sentence(ev: Evaluation, words: Words) -> str:
    flow, window = ev.summary["tasks_in_period"], {"start": ev.scope.period.start, "end": ev.scope.period.end}
    if not flow["total"]:
        return words("results.no_flow", **window)
    parts = words.counted("results.flows", {**flow, "done": sum(flow[part] for part in DONE)})
    return words("results.flow", total=flow["total"], parts=parts, **window)


def _partition(ev: Evaluation, words: Words) -> Table:
    counted = [ev.summary[name] for name in ("tasks", "duties", "tasks_in_period")]
    fields = (
        Field(words("results.part"), "text", 3.0, words("meaning.part")),
        Field(words("results.stock"), "number", 1.0, words("meaning.stock")),
        Field(words("results.duties"), "number", 1.0, words("meaning.occurrences")),
        Field(words("results.in_period"), "number", 1.0, words("meaning.in_period")),
    )
    rows = tuple((words.label("part", part), *(counts[part] for counts in counted)) for part in PARTS)
    total = (words("results.total"), *(counts["total"] for counts in counted))
    caption = words("results.status_caption", status_on=ev.scope.status_on)
    return Table(caption, fields, rows, words("results.no_rows"), total=total, name=words("sheet.partition"))


def _rates(ev: Evaluation, words: Words) -> Table:
    fields = (
        Field(words("results.rate_name"), "text", 3.0, words("meaning.rate_name")),
        Field(words("results.numerator"), "number", 1.0, words("meaning.numerator")),
        Field(words("results.denominator"), "number", 1.0, words("meaning.denominator")),
        Field(words("results.percent"), "percent", 1.0, words("meaning.rate_percent"), "%"),
        Field(words("results.of"), "text", 3.0, words("meaning.rate_of")),
    )
    rows = tuple(_rate_row(name, rate, words) for name, rate in ev.summary["rates"].items())
    caption, name = words("results.rates_caption"), words("sheet.rates")
    return Table(caption, fields, rows, words("results.no_rows"), name=name)


def _rate_row(name: str, rate: dict[str, Any], words: Words) -> tuple[Any, ...]:
    of = (
        words.label("none", rate["reason"])
        if rate["percent"] is None
        else words.label("denominator", rate["of"])
    )
    return words.label("rate", name), rate["numerator"], rate["denominator"], rate["percent"], of


def reporting(ev: Evaluation, words: Words) -> list[Block]:
    """How the reports owed stand."""
    heading = Heading(words("results.reporting_heading"), 2)
    within = [_within(ev, words)] if len(ev.submissions_within) else []
    if not len(ev.submissions):
        return [heading, reporting_sentence(ev, words), *within]
    return [
        heading,
        reporting_sentence(ev, words),
        _submissions(ev, words),
        *within,
        _timeliness(ev, words),
    ]


def _timeliness(ev: Evaluation, words: Words) -> Figure:
    """Of one period how many days early or late; of several all of them side by side, with the days late."""
    periods = ev.timeliness["period"].unique()
    return heatmap_figure(ev, words) if len(periods) > 1 else timeliness_figure(ev, words)


def _submissions(ev: Evaluation, words: Words) -> Table:
    columns = (
        ("agency", "text", 2.3),
        ("due_on", "day", 1.1),
        ("first_received_at", "moment", 1.7),
        ("receipts", "number", 0.7),
        ("result", "text", 1.4),
        ("status", "status", 1.8),
        ("days_late", "number", 0.7),
    )
    rows = [
        (
            _reporter(row, words),
            row["due_on"],
            row["first_received_at"],
            row["receipts"],
            words.label("result", row["result"]),
            words.label("timeliness", row["timeliness"]),
            row["days_late"],
        )
        for row in records(ev.submissions)
    ]
    # Only the days that a missing report is late depend on when one looks.
    is_counting = (ev.submissions["timeliness"] == "missing").any()
    key = "results.submissions_caption_missing" if is_counting else "results.submissions_caption"
    caption = words(key, period=words.period(ev.scope.period), day=ev.scope.as_of_day)
    return table(
        words,
        caption,
        columns,
        rows,
        groups=_by_obligation(ev, ev.submissions["obligation_id"]),
        name="submissions",
    )


def _reporter(row: dict[str, Any], words: Words) -> str | None:
    """Who owed it on the day; where no heir is named, or the heir's own report serves for it, whom the plan names."""
    owner = None if row["timeliness"] == "replaced" else words.agency(row["agency_id"])
    return owner or words.agency(row["assigned_agency_id"])


def _by_obligation(ev: Evaluation, obligations: Iterable[str]) -> list[tuple[int, str]]:
    """Where each obligation's rows begin, with its title."""
    titles = {obligation.id: obligation.title for obligation in ev.scope.plan.obligations}
    runs = groupby(enumerate(obligations), key=lambda row: row[1])
    return [(next(rows)[0], titles[id_]) for id_, rows in runs]


def _within(ev: Evaluation, words: Words) -> Table:
    """Reports of shorter periods, obligation by obligation: a row per period, naming who was late or sent nothing."""
    columns = (
        ("period", "text", 2.0),
        ("reports", "number", 0.9),
        ("reports_on_time", "number", 0.8),
        ("late_agencies", "text", 3.2),
        ("missing_agencies", "text", 3.2),
    )
    order = ev.submissions_within["obligation_id"].drop_duplicates()
    found = ev.submissions_within.groupby(["obligation_id", "period"], sort=False)
    periods = {key: group for one in order for key, group in found if key[0] == one}
    rows = [
        (
            Period.parse(str(period)).label(words.lang),
            timeliness.counts(group)["expected"],
            *_by_class(group, words),
        )
        for (_, period), group in periods.items()
    ]
    caption = words("results.within_caption", period=words.period(ev.scope.period))
    groups = _by_obligation(ev, [str(one) for one, _ in periods])
    return table(words, caption, columns, rows, groups=groups, name="within")


def _by_class(
    reports: pd.DataFrame, words: Words
) -> tuple[int, tuple[str, ...] | None, tuple[str, ...] | None]:
    """How many were on time; who was late; who sent nothing."""
    found: dict[str, list[str]] = {"on_time": [], "late": [], "missing": []}
    for name, agency in zip(reports["timeliness"].tolist(), reports["agency_id"].tolist(), strict=True):
        if name in found:
            found[name].append(words.agency(agency) or "")
    return len(found["on_time"]), tuple(found["late"]) or None, tuple(found["missing"]) or None


def indicators(ev: Evaluation, words: Words, drawn: Sequence[str] | None = None) -> list[Block]:
    """Indicators at their last closed period, some of them ``drawn`` (ids, by default the telling ones); or nothing."""
    if not len(ev.indicators):
        return []
    columns = (
        ("indicator", "text", 4.0),
        ("agency", "text", 1.4),
        ("period", "code", 1.2),
        ("baseline", "number", 0.9),
        ("target", "number", 0.9),
        ("target_on", "day", 1.1),
        ("expected", "number", 1.0),
        ("value", "number", 1.0),
        ("result", "status", 2.4),
    )
    rows = (
        (
            f"{row['name']} ({row['unit']})",
            words.agency(row["agency_id"]),
            Period.parse(row["period"]).label(words.lang) if isinstance(row["period"], str) else None,
            row["baseline"],
            row["target"],
            row["target_on"],
            round(row["expected"], 2),
            row["reached"],
            _indicator_status(row, words),
        )
        for row in records(ev.indicators)
    )
    heading = Heading(words("results.indicators_heading"), 2)
    made = table(words, words("results.indicators_caption"), columns, rows, name="indicators")
    charts = (indicator_figure(ev, words, one) for one in (_drawn(ev) if drawn is None else drawn))
    return [heading, made, *_missing_readings(ev, words), *charts]


def _drawn(ev: Evaluation) -> list[str]:
    """Indicators that a chart says more of than a row: of those read twice and more the first, those behind ahead."""
    read = ev.indicator_series.groupby("indicator_id")["reached"].count()
    rows = ev.indicators[ev.indicators["indicator_id"].map(read).fillna(0) > 1]
    is_behind = (rows["path_result"] == "behind") | (rows["result"] == "not_reached")
    return [*rows.loc[is_behind, "indicator_id"], *rows.loc[~is_behind, "indicator_id"]][:_MOST_DRAWN]


def _indicator_status(row: dict[str, Any], words: Words) -> str | None:
    """Until the target's day the path says more than that the target is not reached."""
    is_early = row["result"] == "not_yet_due"
    return (words.label("path_result", row["path_result"]) if is_early else None) or words.label(
        "result", row["result"]
    )


def _missing_readings(ev: Evaluation, words: Words) -> list[Block]:
    """Which periods lack a reading, and what an incomplete sum has so far."""
    lacking = ev.indicators[ev.indicators["missing"] > 0]
    items = [_missing_reading(row, words) for row in records(lacking)]
    return [Paragraph(words("results.readings_missing")), Items(tuple(items))] if items else []


def _missing_reading(row: dict[str, Any], words: Words) -> str:
    labels = [words.period(Period.parse(text)) for text in row["missing_periods"].split("; ")]
    told = words("results.reading_missing", indicator=row["name"], periods=", ".join(labels))
    if row["result"] != "incomplete":
        return told
    return words("results.sum_incomplete", told=told, sum=row["sum_so_far"], unit=row["unit"])


def activities(ev: Evaluation, words: Words) -> list[Block]:
    """The standing activities; nothing without any."""
    return activities_part(ev.activities, ev, words) if len(ev.activities) else []


def activities_part(chosen: pd.DataFrame, ev: Evaluation, words: Words) -> list[Block]:
    """Heading and table of activities."""
    heading = Heading(words("results.activities_heading"), 2)
    return [heading, activities_table(chosen, ev, words)]


def activities_table(chosen: pd.DataFrame, ev: Evaluation, words: Words) -> Table:
    """Activities that were due and held in the period."""
    columns = (
        ("activity", "text", 4.0),
        ("agency", "text", 1.6),
        ("required", "number", 1.0),
        ("held", "number", 1.0),
        ("last_held_on", "day", 1.2),
    )
    rows = (
        (
            f"{row['number']}) {row['title']}",
            words.agency(row["agency_id"]),
            row["required"],
            row["held"],
            row["last_held_on"],
        )
        for row in records(chosen)
    )
    caption = words("results.activities_caption", period=words.period(ev.scope.period))
    return table(words, caption, columns, rows, name="activities")
