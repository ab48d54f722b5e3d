"""Indicators, streaks, scores and comparisons against the second reading, on random worlds."""

from collections import Counter

import pandas as pd
import pytest
import reference
import reference_figures as second
import worlds
import worlds_scored
from hypothesis import given
from hypothesis import strategies as st

from kh2025.evaluation.indicators import indicator_series, indicator_table
from kh2025.evaluation.scope import make_scope
from kh2025.evaluation.streaks import streak_table
from kh2025.evaluation.timeliness import report_tables
from kh2025.law.periods import Period


def told(value):
    """A cell, or null."""
    return None if pd.isna(value) else value


def close(value, wanted):
    """Whether a cell is a fraction, to nine decimals."""
    value = told(value)
    return value is wanted if None in {value, wanted} else value == pytest.approx(float(wanted), abs=2e-9)


def look(world, period=None):
    """The scope and the facts known in it."""
    scope = make_scope(world.plan, world.facts, period or world.period, world.as_of, None)
    return scope, world.facts.as_of(world.as_of)


@given(worlds_scored.measured_worlds())
@worlds.examples(100)
def test_indicators(world):
    """Series, sums, paths, gaps and results are those of the second reading."""
    (scope, facts), (seen, day) = look(world), second.seen_at(world)
    table = indicator_series(scope, facts)
    rows = indicator_table(scope, table).set_index("indicator_id")
    for one in world.plan.indicators:
        series = table[table["indicator_id"] == one.id].set_index("period")
        wanted = second.series_of(world.plan, seen, one, day)
        assert list(series.index) == list(wanted)
        for period, (is_closed, value, reached, expected) in wanted.items():
            row = series.loc[period]
            assert (row["is_closed"], told(row["value"])) == (is_closed, value)
            assert close(row["reached"], reached), period
            assert close(row["expected"], expected), period
        compare_indicator(rows.loc[one.id], second.measured(world.plan, seen, one, day))


def test_worlds_have_indicators_of_every_result():
    """Among the worlds drawn every result, sums with gaps, and both sides of the path occur often."""
    seen = Counter()

    @given(worlds_scored.measured_worlds())
    @worlds.examples(100)
    def count(world):
        known, day = second.seen_at(world)
        for one in world.plan.indicators:
            made = second.measured(world.plan, known, one, day)
            seen.update([made["result"], made["path_result"], f"{one.direction} {one.summed}"])

    count()
    results = ("reached", "not_reached", "not_yet_due", "missing", "incomplete", "on_path", "behind")
    assert min(seen[name] for name in results) >= 5, seen
    assert len([name for name in seen if name and name.startswith(("up", "down"))]) == 4


def compare_indicator(row, wanted):
    """One row of ``ev.indicators``."""
    assert close(row["reached"], wanted["reached"])
    assert close(row["expected"], wanted["expected"])
    assert told(row["path_result"]) == wanted["path_result"]
    assert (told(row["missing_periods"]) or "").split("; ") == (wanted["missing"] or [""])
    assert row["missing"] == len(wanted["missing"])
    assert row["result"] == wanted["result"]
    assert close(row["sum_so_far"], wanted.get("sum_so_far"))
    if None not in {wanted["reached"], wanted["expected"]}:
        assert close(row["deviation"], wanted["reached"] - wanted["expected"])


@given(worlds.worlds(), st.sampled_from(["2025-M07", "2025-Q2", "2025-S1", "2025-A1"]))
@worlds.examples(30)
def test_streaks(world, period):
    """Every report of every period up to one, and the rows of lateness, are those of the second reading."""
    (scope, facts), (seen, day) = look(world, period), second.seen_at(world)
    table = report_tables(scope, facts)["timeliness"]
    wanted = second.history_of(world.plan, seen, period, day)
    found = {
        (row.obligation_id, row.kind, row.assigned_agency_id, row.period): (
            row.timeliness,
            told(row.days_late),
        )
        for row in table.itertuples()
    }
    assert found == {
        (*key, text): (one.timeliness, one.days_late)
        for key, reports in wanted.items()
        for text, one in reports
    }
    streaks = {
        (row.obligation_id, row.kind, row.assigned_agency_id): (
            row.periods,
            row.streak,
            told(row.since),
            row.longest,
        )
        for row in streak_table(table).itertuples()
    }
    counted = {key: second.streak_of(reports) for key, reports in wanted.items()}
    assert streaks == {key: streak for key, streak in counted.items() if streak}
    assert table["cutoff"].is_monotonic_increasing


@given(worlds_scored.scored_worlds())
@worlds.examples(25)
def test_scores(world):
    """Score, class, what is missing, and rank of agencies, sections and the plan."""
    ev, expected = world.evaluate(), world.expected()
    scores = second.agency_scores(world.plan, expected)
    assert scores_of(ev.agencies, "agency_id") == scores
    ranks = {row.agency_id: told(row.rank) for row in ev.agencies.itertuples()}
    assert ranks == second.ranks_of(scores)
    assert scores_of(ev.sections, "section_id") == second.section_scores(world.plan, expected)
    score, class_id, missing, cases = second.plan_score(world.plan, expected)
    summary = ev.summary["score"]
    assert (hundredths(summary["score"]), summary["class_id"]) == (score, class_id)
    assert (summary["measures_missing"], summary["cases"]) == (missing, cases)
    small = ev.agencies["cases"].between(1, world.plan.scale.small_below - 1)
    assert ev.agencies["is_small"].tolist() == small.tolist()


def scores_of(table, key):
    """Score in hundredths, class, measures left out and rows behind it, by subject."""
    return {
        getattr(row, key): (
            hundredths(told(row.score)),
            told(row.class_id),
            [name for name in (told(row.measures_missing) or "").split("; ") if name],
            row.cases,
        )
        for row in table.itertuples()
    }


def hundredths(score):
    return None if score is None else round(score * 100)


@given(worlds.worlds())
@worlds.examples(15)
def test_comparison(world):
    """Transitions, their margins, and agencies' changes, with the period before and the year before."""
    world = world._replace(status_on=None)
    ev, later = world.evaluate(), world.expected()
    before = str(Period.parse(world.period).previous())
    earlier = world.expected(period=before)
    made = ev.compare(ev.previous())
    ways = {(row.before, row.after): row.tasks for row in made.transitions.itertuples()}
    assert ways == second.transitions_of(earlier.tasks, later.tasks)
    for margin, tasks in ((0, earlier.tasks), (1, later.tasks)):
        sums = Counter()
        for way, count in ways.items():
            sums[way[margin]] += count
        del sums["absent"]
        assert sums == Counter(tasks.values())
    figures = made.changes.set_index(["group", "figure"])
    for part in reference.PARTS:
        row = figures.loc[("tasks", part)]
        assert (row["before"], row["after"]) == tuple(
            sum(found == part for found in tasks.values()) for tasks in (earlier.tasks, later.tasks)
        )
        assert row["difference"] == row["after"] - row["before"]
    wanted = second.passed_on(world.plan, earlier, later.status_on)
    found = {row.agency_id: (row.due_before, row.overdue_before) for row in made.agencies.itertuples()}
    assert {id_: pair for id_, pair in found.items() if id_ in wanted} == wanted
    assert ev.year_before() is None
    assert set(ev.compare(None).changes["reason"]) == {"not_covered"}
