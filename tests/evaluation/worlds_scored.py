"""Worlds whose tasks have weights and sections, on a scale; and worlds of indicators on every kind of path."""

import json
from datetime import datetime, time, timedelta

import reference
import worlds
from hypothesis import strategies as st

import kh2025

VALUES = (80, 3, 79.5, -5, 0.2, 0, 0.1, 81)
_values = st.sampled_from(VALUES)
_PATHS = ((), ("2025-03-31",), ("2025-04-30", "2025-06-30"), ("2025-09-30",))
_MEASURES = ("done_of_due", "on_time_of_due", "received_of_expected", "on_time_of_expected")


@st.composite
def scales(draw):
    """One to four measures with weights, and classes of which some begin where scores are likely."""
    names = draw(st.lists(st.sampled_from(_MEASURES), min_size=1, unique=True))
    lowest = sorted(draw(st.sets(st.sampled_from([100, 90, 66.67, 50, 33.3, 25]), max_size=3)), reverse=True)
    return {
        "weights": {name: draw(st.sampled_from([1, 30, 70, 33.3])) for name in names},
        "classes": [
            {"id": f"loai-{n}", "title": f"Loại {n}", "at_least": at_least}
            for n, at_least in enumerate([*lowest, 0])
        ],
        "small_below": draw(st.sampled_from([1, 2, 5])),
        "basis": "Thang thử",
    }


@st.composite
def scored_worlds(draw):
    """A world with weights, two sections and, often, a scale."""
    world = draw(worlds.worlds())
    data = world.plan.model_dump(mode="json", exclude_defaults=True)
    data["covers"] = str(world.plan.covers)
    data["sections"].append({"id": "muc-2", "number": "2", "title": "Mục 2"})
    for task in data["tasks"]:
        task["weight"] = draw(st.sampled_from([1, 1, 2.5, 0.1]))
        task["section"] = draw(st.sampled_from(["muc-1", "muc-2"]))
    if draw(st.booleans()):
        data["scoring"] = draw(scales())
    return world._replace(plan=kh2025.Plan.model_validate_json(json.dumps(data)))


@st.composite
def indicators(draw, number):
    """An indicator with or without baseline, milestones and sum, in either direction."""
    target_on = draw(st.sampled_from(["2025-06-30", "2025-12-31", "2025-10-14", "2026-12-31"]))
    baseline = draw(st.none() | _values)
    path = [day for day in draw(st.sampled_from(_PATHS)) if day < target_on]
    parts = {
        "id": f"chi-tieu-{number}",
        "baseline": baseline,
        "baseline_on": draw(st.sampled_from([None, "2024-12-31", "2025-03-01"]))
        if baseline is not None
        else None,
        "target": draw(_values),
        "target_on": target_on,
        "path": [{"on": day, "value": draw(_values)} for day in path],
        "direction": draw(st.sampled_from(["up", "down"])),
        "summed": draw(st.booleans()),
        "kind": draw(st.sampled_from(["month", "quarter", "quarter", "half", "nine_months", "year"])),
        "regime": draw(st.sampled_from(["decree-09", "decree-09", "calendar"])),
    }
    agency = draw(st.sampled_from(["so-ten-cu", "so-ten-cu", "so-chia", "so-gop-a", "huyen-het"]))
    return worlds.indicator(agency, **{name: value for name, value in parts.items() if value is not None})


@st.composite
def measured_worlds(draw):
    """A plan of up to three indicators, most of whose readings are given, some twice, late, or by another agency."""
    plan = worlds.plan_of(
        agencies=draw(worlds.agencies()),
        indicators=[draw(indicators(number)) for number in range(draw(st.integers(1, 3)))],
    )
    readings = [
        draw(_reading(plan, one, period))
        for one in plan.indicators
        for period in [*reference.periods_read(plan, one), "2024-Q4"]
        for _ in range(draw(st.sampled_from([1, 1, 1, 1, 1, 1, 2, 0])))
    ]
    numbered = [row | {"place": f"readings.csv:{line}"} for line, row in enumerate(readings, 2)]
    as_of = draw(
        st.sampled_from([(2026, 1, 20), (2025, 10, 15), (2025, 7, 2), (2025, 12, 15), (2025, 5, 16)])
    )
    moment = datetime(*as_of, tzinfo=reference.LOCAL)
    return worlds.World(plan, {"readings": numbered}, "2025-M05", moment, None)


@st.composite
def _reading(draw, plan, one, period):
    """A reading, recorded around the cut-off or some weeks later."""
    cutoff = reference.window(period)[1]
    day = cutoff + timedelta(days=draw(st.sampled_from([1, 3, 3, 3, 20, -1])))
    at = datetime.combine(day, time(draw(st.integers(0, 23))), tzinfo=reference.LOCAL)
    return worlds.record(
        "readings",
        indicator_id=one.id,
        agency_id=worlds.speaker(draw, plan, one.agency, draw(st.sampled_from([cutoff, day]))),
        period=period,
        value=float(draw(_values)),
        recorded_at=at,
    )
