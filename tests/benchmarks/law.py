"""What whole columns of days and the reading of periods cost, as ratios in one run: ``make bench``.

Every figure is the median over several pairs, the two of a pair one after the other. Results are compared where
both sides can express them.
"""

import statistics
import time
from collections.abc import Callable

import numpy as np
import pandas as pd
from openfisca_core import periods as openfisca

from kh2025.law import periods
from kh2025.law.arrays import period_ordinals
from kh2025.law.public_holidays import computed_years
from kh2025.law.workdays import default_calendar

ROWS = 10_000_000
RUNS = 5


def seconds(call: Callable[[], object]) -> float:
    """Wall time of a call."""
    begun = time.perf_counter()
    call()
    return time.perf_counter() - begun


def ratio(ours: Callable[[], object], theirs: Callable[[], object]) -> float:
    """How many times longer theirs takes: median of several pairs."""
    ours(), theirs()
    return statistics.median(seconds(theirs) / seconds(ours) for _ in range(RUNS))


def parsing() -> None:
    """The same months read by both: texts met for the first time, and a column that repeats them."""
    years = range(2000, 2100)
    months = [(year, month) for year in years for month in range(1, 13)]
    theirs = [f"{year}-{month:02d}" for year, month in months]
    for regime in ("@calendar", ""):
        ours = [f"{year}-M{month:02d}{regime}" for year, month in months]
        if regime:
            starts = [openfisca.period(text).start.date for text in theirs]
            assert starts == [periods.Period.parse(text).start for text in ours]

        def first(ours: list[str] = ours) -> None:
            for text in ours:
                periods.Period._parse(text, None)  # noqa: SLF001 - what a text costs that was not read before

        def again(ours: list[str] = ours) -> None:
            for text in ours:
                periods.Period.parse(text)

        def peer() -> None:
            for text in theirs:
                openfisca.period(text)

        for name, call in (("first time", first), ("again", again)):
            print(f"{ours[0]}, {name:10} {ratio(call, peer):6.2f} x the speed of OpenFisca period (goal 3)")


def main() -> None:
    """Print one line per figure."""
    generator = np.random.default_rng(2025)
    days = np.datetime64("2019-01-01") + generator.integers(0, 6_000, ROWS)
    moments = days.astype("datetime64[s]")
    column = pd.Series(moments)
    calendar_months = column.dt.to_period("M").to_numpy().astype("datetime64[M]").astype(np.int64) + 1970 * 12
    assert np.array_equal(period_ordinals(moments, "month", "calendar"), calendar_months)
    times = ratio(lambda: period_ordinals(moments), lambda: column.dt.to_period("M"))
    print(f"days to 15-14 months    {times:6.2f} x the speed of pandas to_period (goal 2)")

    calendar = default_calendar()
    known = computed_years(2019, 2040)
    numpy_calendar = np.busdaycalendar(holidays=np.array(sorted(known.days_off), "datetime64[D]"))
    early = days[days < np.datetime64("2023-01-01")][:100_000]  # no Saturday worked from mid-2019 to 2023
    early = early[early > np.datetime64("2019-06-01")]
    theirs = np.busday_offset(early, 5, roll="backward", busdaycal=numpy_calendar)
    assert np.array_equal(calendar.add_days(early, 5), theirs)
    times = ratio(
        lambda: calendar.add_days(days, 5),
        lambda: np.busday_offset(days, 5, roll="backward", busdaycal=numpy_calendar),
    )
    print(f"five working days later {times:6.2f} x the speed of numpy busday_offset (goal 2.5)")

    parsing()

    tenth = days[: ROWS // 10]
    growth = statistics.median(
        seconds(lambda: period_ordinals(days)) / seconds(lambda: period_ordinals(tenth)) for _ in range(RUNS)
    )
    print(f"ten times the rows      {growth:6.2f} x the time")


if __name__ == "__main__":
    main()
