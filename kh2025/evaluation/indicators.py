"""Indicators against baseline, target and path, each at the last closed period of its own regime at ``as_of``.

The path is read at the calendar end of the months that a period is named after: the fourth quarter's figures, closed on
14 December, are those of the year. A sum that lacks a reading is incomplete and has no value; a gap is never a 0.
"""

import numpy as np
import numpy.typing as npt
import pandas as pd

from kh2025.evaluation.scope import Scope
from kh2025.evaluation.tables import INDICATOR_SERIES, INDICATORS
from kh2025.ledger.current import matching_readings, owners_on
from kh2025.ledger.facts import Facts
from kh2025.plan.duties import owner_table
from kh2025.plan.tables import indicator_columns, path_points, reading_duties

#: Sums and paths are told to this many decimals, so that thirds and tenths compare as they are written.
_DECIMALS = 9


def indicator_series(scope: Scope, facts: Facts) -> pd.DataFrame:
    """Every indicator, period by period through the plan; columns ``INDICATOR_SERIES``.

    The reading that holds is the one recorded last, by the agency that owed it at the period's cut-off or on the day of
    recording: a predecessor's readings count until the succession.
    """
    owed = reading_duties(scope.plan)
    matched = matching_readings(owed, owner_table(scope.plan), facts["readings"])
    last = matched.sort_values(["duty", "seq"], kind="stable").drop_duplicates("duty", keep="last")
    is_closed = owed["original_due_on"] < pd.Timestamp(scope.as_of_day)
    held = last.set_index("duty").reindex(owed.index).where(is_closed)
    made = owed.assign(
        is_closed=is_closed,
        cutoff_on=owed["original_due_on"],
        agency_id=held["agency_id"],
        value=held["value"],
        recorded_at=held["recorded_at"],
        reached=_added_up(owed, held["value"]),
        expected=_on_path(path_points(scope.plan), owed["path"], owed["period_end"]),
    )
    return INDICATOR_SERIES.check(INDICATOR_SERIES.typed(made))


def indicator_table(scope: Scope, series: pd.DataFrame) -> pd.DataFrame:
    """Every indicator at its last closed period; columns ``INDICATORS``."""
    plain = indicator_columns(scope.plan).set_index("indicator_id", drop=False)
    closed = series[series["is_closed"]]
    last = closed.drop_duplicates("indicator_id", keep="last").set_index("indicator_id").reindex(plain.index)
    start = plain["baseline"].mask(plain["is_summed"], 0.0)
    made = plain.assign(
        **{
            name: last[name]
            for name in ("period", "cutoff_on", "value", "recorded_at", "reached", "expected")
        },
        agency_id=_owners(scope, plain["line"]),
        deviation=(last["reached"] - last["expected"]).round(_DECIMALS),
        achieved=_share(last["reached"] - start, plain["target"] - start),
        path_result=_path_result(plain["direction"], last["reached"], last["expected"]),
        **_gaps(closed, plain.index),
        sum_so_far=_sums(closed, plain),
    )
    made["result"] = _result(made, last["period_end"])
    return INDICATORS.check(INDICATORS.typed(made))


def _owners(scope: Scope, lines: pd.Series) -> npt.NDArray[np.object_]:
    days = pd.Series(pd.Timestamp(scope.status_on), index=lines.index)
    return owners_on(owner_table(scope.plan), lines, days).to_numpy()


def _added_up(owed: pd.DataFrame, values: pd.Series) -> pd.Series:
    """The values, or of what is summed the year's values up to each; null from the first gap of the year on."""
    year = [owed["indicator_id"], owed["year"]]
    is_whole = ~values.isna().groupby(year).cummax().astype(bool)
    sums = values.fillna(0.0).groupby(year).cumsum().round(_DECIMALS).where(is_whole)
    made: pd.Series = values.mask(owed["is_summed"], sums)
    return made


def _sums(closed: pd.DataFrame, plain: pd.DataFrame) -> pd.Series:
    """Of what is summed, the sum of the readings there are in the year of the last closed period."""
    year = closed["period_end"].dt.year
    this_year = year == year.groupby(closed["indicator_id"]).transform("max")
    sums = closed[this_year].groupby("indicator_id")["value"].sum(min_count=1)
    made: pd.Series = sums.reindex(plain.index).where(plain["is_summed"]).round(_DECIMALS)
    return made


def _gaps(closed: pd.DataFrame, index: pd.Index) -> dict[str, pd.Series]:
    missing = closed[closed["value"].isna()].groupby("indicator_id")["period"]
    return {
        "missing": missing.size().reindex(index, fill_value=0),
        "missing_periods": missing.agg("; ".join).reindex(index),
    }


def _share(part: pd.Series, whole: pd.Series) -> pd.Series:
    return (part * 100 / whole).where(whole != 0)


def _is_good(direction: pd.Series, value: pd.Series, wanted: pd.Series) -> pd.Series:
    """Whether a value is as wanted or better."""
    return (value >= wanted).where(direction == "up", value <= wanted)


def _path_result(direction: pd.Series, reached: pd.Series, expected: pd.Series) -> pd.Series:
    told = pd.Series("behind", index=reached.index, dtype="str")
    told = told.mask(_is_good(direction, reached, expected), "on_path")
    return told.mask(reached.isna() | expected.isna())


def _result(rows: pd.DataFrame, period_end: pd.Series) -> npt.NDArray[np.str_]:
    """What is summed and should stay low is judged at the target's day only: until then the sum still grows."""
    is_early = ~(period_end >= rows["target_on"])
    is_growing = is_early & rows["is_summed"] & (rows["direction"] == "down")
    is_reached = _is_good(rows["direction"], rows["reached"], rows["target"]) & ~is_growing
    lacks = rows["reached"].isna()
    return np.select(
        [lacks & rows["sum_so_far"].notna(), lacks, is_reached, is_early],
        ["incomplete", "missing", "reached", "not_yet_due"],
        default="not_reached",
    )


def _on_path(points: pd.DataFrame, paths: pd.Series, days: pd.Series) -> pd.Series:
    """The values on paths on days: straight between points, flat after the last, null before the first.

    Args:
        points: columns ``POINTS`` of :mod:`kh2025.plan.tables`, each path's days ascending.
        paths: the name of each asked path.
        days: the day it is asked for; shape as ``paths``.
    """
    codes, names = pd.factorize(points["path"])
    asked = pd.Index(names).get_indexer(pd.Index(paths))
    at = days.to_numpy("datetime64[D]").astype(np.int64)
    on = points["day"].to_numpy("datetime64[D]").astype(np.int64)
    values = points["value"].to_numpy()
    span = max([*np.abs(at), *np.abs(on), 0]) * 2 + 1
    left = np.searchsorted(codes * span + on, asked * span + at, side="right") - 1
    right = np.minimum(left + 1, len(points) - 1)
    is_begun = (left >= 0) & (asked >= 0)
    is_begun[is_begun] &= codes[left[is_begun]] == asked[is_begun]
    is_between = is_begun & (codes[right] == asked) & (right > left) if len(points) else is_begun
    made = np.full(len(asked), np.nan)
    made[is_begun] = values[left[is_begun]]
    here, next_ = left[is_between], right[is_between]
    share = (at[is_between] - on[here]) / (on[next_] - on[here])
    made[is_between] += share * (values[next_] - values[here])
    return pd.Series(made, index=paths.index).round(_DECIMALS)
