"""Charts of what is compared: agencies over periods, indicators over time, scores, parts before and after."""

import unicodedata
from datetime import date, timedelta
from io import BytesIO

import pytest
from geometry import WIDTH, assert_readable, bars, drawn, row_names, said, texts_within
from matplotlib.figure import Figure
from PIL import Image, ImageChops

from kh2025.evaluation.review import MONTHS as MONTH_TABLE
from kh2025.evaluation.tables import (
    AGENCIES,
    BESIDE,
    CLASSES,
    INDICATOR_SERIES,
    INDICATORS,
    PARTS,
    TIMELINESS,
)
from kh2025.evaluation.tables.comparison import TRANSITIONS
from kh2025.law.periods import Period
from kh2025.messages import table, text
from kh2025.plan.scoring import default_scoring
from kh2025.report import charts
from kh2025.report.charts.canvas import SMALL, TINY
from kh2025.report.charts.looks import CELL_LOOKS
from kh2025.report.document import Section
from kh2025.report.layout import figure_size

MONTHS = [f"2025-M{month:02d}" for month in range(1, 13)]
YEAR = [*MONTHS, *(f"2025-Q{quarter}" for quarter in range(1, 5)), "2025-S1", "2025-S2", "2025-9M", "2025-A1"]
KINDS = {"M": "month", "Q": "quarter", "S": "half", "9": "nine_months", "A": "year"}
HOSTILE = {
    "formula": r"Sở $\frac{$ và $x_1^2$",
    "tag": "<b>Sở</b> <script>alert(1)</script>",
    "2,000 characters": "Ban Quản lý " * 170,
    "one long word": "Ẩ" * 2000,
    "right to left": "Sở \u202eעברית\u202c العربية Y tế",
    "nfd": unicodedata.normalize("NFD", "Sở Văn hóa, Thể thao; Ẩm thực Mỹ Đức"),
    "controls": "Sở\x00 Y\u202e tế\r\nhàng hai",
    "empty": "",
}


def owed(agency, period, timeliness, days=None, **given):
    """One row of TIMELINESS."""
    row = {
        "obligation_id": "bao-cao",
        "tier": 1,
        "kind": KINDS[period[5]],
        "period": period,
        "days_late": days,
    }
    row |= {"assigned_agency_id": agency, "agency_id": agency, "timeliness": timeliness}
    return row | {"cutoff": Period.parse(period).cutoff} | given


def timeliness(agencies, periods):
    """So many agencies, each with a report for each period, of all classes."""
    made = []
    for number in range(agencies):
        for at, period in enumerate(periods):
            name = CLASSES[(number * 7 + at * 3) % len(CLASSES)]
            days = 1 + number if name in ("late", "missing") else None
            made.append(owed(f"a-{number}", period, name, days))
    return TIMELINESS.frame(made)


def names(count):
    """Names by id, with stacked Vietnamese marks."""
    kinds = ("Sở Văn hóa, Thể thao và Du lịch", "UBND huyện Quỳnh Phụ", "Ban Quản lý Khu kinh tế và các KCN")
    return {f"a-{number}": f"{kinds[number % 3]} {number}" for number in range(count)}


def heatmap(rows, lang="vi", given=None, most=charts.MOST):
    """The heatmap, ready to draw."""
    return lambda ax: charts.timeliness_heatmap(ax, rows, names(200) if given is None else given, lang, most)


def indicator(**given):
    """One row of INDICATORS."""
    row = {"indicator_id": "i", "name": "Tỷ lệ hồ sơ trực tuyến", "unit": "%", "direction": "up"}
    row |= {
        "baseline": 50.0,
        "baseline_on": date(2024, 12, 31),
        "target": 80.0,
        "target_on": date(2025, 12, 31),
    }
    return INDICATORS.frame([row | given])


def series(readings, expected=None):
    """Monthly readings; None is missing."""
    return INDICATOR_SERIES.frame(
        {
            "indicator_id": "i",
            "period": MONTHS[at % 12],
            "period_end": date(2025, 1, 31) + timedelta(days=30 * at),
            "is_closed": True,
            "reached": reading,
            "expected": expected[at] if expected else 50.0 + 2.5 * at,
        }
        for at, reading in enumerate(readings)
    )


def path(indicators, readings, lang="vi"):
    """The indicator's chart, ready to draw."""
    return lambda ax: charts.indicator_path(ax, indicators, readings, "i", lang)


def agencies(scores, **given):
    """One agency per score; None has none."""
    bounds = [(one.at_least, one.id) for one in default_scoring().classes]
    return AGENCIES.frame(
        {
            "agency_id": f"a-{at}",
            "name": names(at + 1)[f"a-{at}"],
            "score": score,
            "rank": None
            if score is None
            else 1 + sum(other is not None and other > score for other in scores),
            "class_id": None if score is None else next(id_ for low, id_ in bounds if score >= low),
            "is_small": at % 2 == 1,
        }
        | given
        for at, score in enumerate(scores)
    )


def ranks(rows, lang="vi", most=charts.MOST):
    """The ranking, ready to draw."""
    return lambda ax: charts.ranking(ax, rows, default_scoring(), lang, most)


def transitions(*rows):
    """Rows of TRANSITIONS from triples."""
    return TRANSITIONS.frame({"before": a, "after": b, "tasks": n} for a, b, n in rows)


def matrix(rows, lang="vi"):
    """The matrix, ready to draw."""
    return lambda ax: charts.transition_matrix(ax, rows, lang)


ALL_PARTS = (*PARTS, *BESIDE, "absent")
FULL = transitions(*((a, b, 1 + i * j) for i, a in enumerate(ALL_PARTS) for j, b in enumerate(ALL_PARTS)))
NORMAL = {
    "heatmap": (heatmap(timeliness(18, MONTHS[4:6])), charts.height_for(18)),
    "heatmap, one": (heatmap(timeliness(1, MONTHS[:1])), charts.height_for(1)),
    "heatmap, 50 agencies and a year": (heatmap(timeliness(50, YEAR)), charts.height_for(50)),
    "heatmap, 50 agencies and six months": (heatmap(timeliness(50, MONTHS[:6])), charts.height_for(50)),
    "heatmap, 4 agencies and a year": (
        heatmap(timeliness(4, YEAR)),
        charts.heatmap_height(timeliness(4, YEAR)),
    ),
    "heatmap, 4 agencies and six months": (
        heatmap(timeliness(4, MONTHS[:6])),
        charts.heatmap_height(timeliness(4, MONTHS[:6])),
    ),
    "heatmap, 200 agencies": (
        heatmap(timeliness(200, MONTHS)),
        charts.heatmap_height(timeliness(200, MONTHS)),
    ),
    "heatmap, english": (heatmap(timeliness(20, YEAR), "en"), charts.height_for(20)),
    "indicator": (path(indicator(), series([51.0, 53.5, 57.0, None, 61.0])), 3.2),
    "indicator, a year": (path(indicator(), series([50 + 2.4 * at for at in range(12)])), 3.2),
    "indicator, four years": (path(indicator(), series([50 + 0.4 * at for at in range(48)])), 3.2),
    "indicator, large": (
        path(indicator(target=9e9, unit="đồng"), series([1e9 * at for at in range(12)])),
        3.2,
    ),
    "indicator, no target": (path(indicator(target=None, target_on=None), series([1.0, 2.0])), 3.2),
    "indicator, beyond reading": (
        path(indicator(baseline=0.0, target=1e300), series([1e300, -1e300], [None] * 2)),
        1.9,
    ),
    "indicator, tiny": (
        path(indicator(baseline=1e-10, target=9e-9), series([1e-9, 3e-9], [None] * 2)),
        1.9,
    ),
    "indicator, flat": (path(indicator(baseline=5, target=5), series([5.0] * 6, [5.0] * 6)), 3.2),
    "indicator, no reading": (path(indicator(), series([None] * 6)), 3.2),
    "ranking": (ranks(agencies([100, 84.44, 70, 65, 30, 0, None])), charts.height_for(7)),
    "ranking, one": (ranks(agencies([0.0])), charts.height_for(1)),
    "ranking, 50": (ranks(agencies([100 - 2 * at for at in range(50)])), charts.height_for(50)),
    "ranking, 200": (ranks(agencies([at / 2 for at in range(200)])), charts.height_for(charts.MOST)),
    "ranking, english": (ranks(agencies([100, 84.44, None]), "en"), charts.height_for(3)),
    "transitions": (matrix(FULL), charts.height_for(charts.transition_rows(FULL))),
    "transitions, one": (matrix(transitions(("open_in_time", "done_late", 1))), charts.height_for(10)),
    "transitions, large": (
        matrix(transitions(("open_in_time", "done_late", 1_234_567), ("absent", "open_in_time", 2))),
        charts.height_for(12),
    ),
    "transitions, english": (matrix(FULL, "en"), charts.height_for(charts.transition_rows(FULL))),
}
EMPTY = {
    "heatmap": (heatmap, timeliness(0, MONTHS), "timeliness"),
    "ranking": (ranks, agencies([]), "ranking"),
    "ranking, no score": (ranks, agencies([None, None]), "ranking"),
    "transitions": (matrix, transitions(), "transitions"),
    "indicator": (
        lambda rows, lang: path(indicator(baseline=None, target=None), rows, lang),
        series([]),
        "indicator",
    ),
}


@pytest.mark.parametrize(("plot", "height"), NORMAL.values(), ids=NORMAL)
def test_no_word_is_clipped_and_none_overlap(plot, height):
    """All words lie within the figure, and no two of them share an area."""
    assert_readable(drawn(plot, height=height)[1])


@pytest.mark.parametrize("width", [4.5, 9.0, 12.0])
@pytest.mark.parametrize("name", ["heatmap", "indicator", "ranking", "transitions"])
def test_any_width_holds_all_words(name, width):
    """Narrow or wide, all words stay within the figure and apart."""
    plot, height = NORMAL[name]
    assert_readable(drawn(plot, width=width, height=height + 1)[1])


@pytest.mark.parametrize("name", ["heatmap", "indicator", "ranking", "transitions"])
def test_equal_tables_give_equal_bytes(name):
    """The same chart drawn twice is the same PNG."""
    plot, height = NORMAL[name]
    assert drawn(plot, height=height)[0] == drawn(plot, height=height)[0]


@pytest.mark.parametrize(("chart", "given", "key"), EMPTY.values(), ids=EMPTY)
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_an_empty_table_says_that_there_is_nothing(chart, given, key, lang):
    """Without rows a chart is one sentence, no error and no empty frame."""
    _, ax = drawn(chart(given, lang=lang))
    assert said(ax) == [text("charts", f"nothing.{key}", lang)]
    assert not ax.axison


@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE)
def test_names_are_drawn_as_they_are(name):
    """A hostile name is neither markup nor formula, draws without a warning and stays in its place."""
    plots = (
        heatmap(timeliness(3, MONTHS[:3]), given=dict.fromkeys(("a-0", "a-1", "a-2"), name)),
        path(indicator(name=name, unit=name), series([51.0, 52.0])),
        ranks(agencies([90, 20], name=name)),
    )
    for plot in plots:
        assert_readable(drawn(plot, height=4)[1])
        figure = Figure()  # an axes of one's own, with mathtext on
        plot(figure.add_subplot())
        figure.savefig(BytesIO())


@pytest.mark.parametrize(
    "names_", [("missing", "on_time"), ("late", "on_time"), ("missing", "late")], ids="-".join
)
def test_cells_differ_in_grey(names_):
    """In black-and-white print a heatmap of one class is not the heatmap of another."""
    pictures = [Image.open(BytesIO(drawn(heatmap(timeliness_of(name)))[0])).convert("L") for name in names_]
    bright = ImageChops.difference(*pictures).histogram()
    assert sum(bright[48:]) > 0.02 * sum(bright)


def timeliness_of(name):
    """Nine reports of one class."""
    return TIMELINESS.frame([owed(f"a-{at}", period, name) for at in range(3) for period in MONTHS[:3]])


# The heatmap


def test_every_class_has_a_cell():
    """Each class of timeliness has a look of its own, told by hatching or by being empty."""
    assert set(CELL_LOOKS) == set(CLASSES)
    assert len({(look.hatch, look.colour) for look in CELL_LOOKS.values()}) == len(CLASSES)


def test_the_worst_agency_stands_on_top_and_periods_run_by_kind():
    """Most missing first, then most late; months before quarters before the year."""
    rows = TIMELINESS.frame(
        [
            *(owed("a-1", period, "on_time") for period in ("2025-A1", "2025-Q1", "2025-M02", "2025-M01")),
            owed("a-2", "2025-M01", "late", 3),
            owed("a-3", "2025-M02", "missing", 9),
        ]
    )
    _, ax = drawn(heatmap(rows, given={}))
    assert [label.get_text() for label in row_names(ax)] == ["a-3", "a-2", "a-1"]
    columns = [Period.parse(one).label() for one in ("2025-M01", "2025-M02", "2025-A1", "2025-Q1")]
    assert sorted(label.get_text() for label in ax.get_xticklabels()) == sorted(columns)
    assert [label.get_text() for label in ax.get_xticklabels()][:2] == columns[:2]
    assert [one.get_text() for one in texts_within(ax)] == ["+9", "+3"]


def test_the_worst_of_several_reports_shows():
    """Where an agency owes two reports for a period the worst decides, and the axis says so."""
    rows = [owed("a-1", "2025-Q2", "on_time"), owed("a-1", "2025-Q2", "late", 4, obligation_id="tong-hop")]
    _, ax = drawn(heatmap(TIMELINESS.frame(rows)))
    assert [one.get_text() for one in texts_within(ax)] == ["+4"]
    assert text("charts", "heatmap.several") in ax.get_xlabel().replace("\n", " ")


def test_what_has_no_heir_stands_under_the_name_in_the_plan():
    """A report without an owner is a line of the agency that the plan names."""
    row = owed("a-1", "2025-Q2", "owner_unresolved", agency_id=None)
    _, ax = drawn(heatmap(TIMELINESS.frame([row]), given={"a-1": "Ban Đề án"}))
    assert [label.get_text() for label in row_names(ax)] == ["Ban Đề án"]


@pytest.mark.parametrize("chart", ["heatmap", "ranking"])
def test_fifty_long_names_are_told_apart(chart):
    """Fifty agencies whose names differ only at their ends have fifty labels."""
    long = {
        f"a-{at}": f"Ban Quản lý Dự án Đầu tư xây dựng các công trình Giao thông số {at}" for at in range(50)
    }
    scored = agencies([100 - at for at in range(50)]).assign(name=list(long.values()))
    plot = heatmap(timeliness(50, MONTHS[:6]), given=long) if chart == "heatmap" else ranks(scored)
    _, ax = drawn(plot, height=charts.height_for(50))
    assert len({one.get_text() for one in row_names(ax)}) == 50
    assert_readable(ax)


def test_names_of_periods_stand_in_lines_where_they_fit():
    """Eight periods have upright names in lines, twenty have turned ones."""
    turned = {}
    for count in (2, 8, 20):
        _, ax = drawn(heatmap(timeliness(9, YEAR[:count]), given={}), height=5)
        turned[count] = {label.get_rotation() for label in ax.get_xticklabels()}
    assert turned == {2: {0}, 8: {0}, 20: {90}}


PRINTED = {
    "heatmap": charts.heatmap_height(timeliness(300, YEAR)),
    "reports": charts.height_for(charts.MOST),
    "deadlines": charts.height_for(charts.DEADLINES_MOST, charts.DEADLINES_KEY),
}


@pytest.mark.parametrize("height", PRINTED.values(), ids=PRINTED)
def test_the_largest_charts_print_in_readable_letters(height):
    """On a page of A4, with a heading and a caption, names have 7.5 points and numbers in cells nearly 7."""
    png = charts.draw(lambda ax: ax.plot([1]), width=WIDTH, height=height)
    width, _ = figure_size(png, Section("part", ()))
    printed = width / 25.4 / WIDTH
    assert SMALL * printed >= 7.5
    assert TINY * printed >= 6.95


def test_a_part_of_a_ranking_says_which():
    """The second part begins behind the first, and the axis says which of how many it shows."""
    rows = agencies([90, 80, 70, None, None])
    _, ax = drawn(lambda ax: charts.ranking(ax, rows, default_scoring(), "vi", 2, 2))
    assert [label.get_text().split(".")[0] for label in row_names(ax)] == ["3", names(4)["a-3"]]
    assert "thứ 3 đến 4 trong 5" in ax.get_xlabel()


def test_a_part_without_scores_is_drawn():
    """Where a part holds only agencies without a score, it says so of each."""
    _, ax = drawn(lambda ax: charts.ranking(ax, agencies([90, None]), default_scoring(), "vi", 1, 1))
    assert [one.get_text() for one in texts_within(ax)] == [text("charts", "ranking.none")]
    assert ax.get_legend() is None


def test_what_is_left_out_is_said():
    """Of more agencies than asked for, the axis says how many are not drawn."""
    rows = timeliness(9, MONTHS[:2])
    _, ax = drawn(heatmap(rows, most=4))
    assert len(row_names(ax)) == 4
    assert "5" in ax.get_xlabel()


# The indicator


def test_readings_path_and_target_are_drawn_where_they_are():
    """The reading's line holds the readings, the path begins at the baseline and ends at the target."""
    _, ax = drawn(path(indicator(), series([51.0, None, 57.0])))
    by_marker = {line.get_marker(): line for line in ax.lines}
    assert list(by_marker["o"].get_ydata()) == [51.0, 57.0]
    assert (by_marker["None"].get_ydata()[0], by_marker["None"].get_ydata()[-1]) == (50.0, 80.0)
    assert list(by_marker["D"].get_ydata()) == [80.0]
    assert len(by_marker["x"].get_xdata()) == 1
    assert [one.get_text() for one in texts_within(ax)] == ["51", "57"]


@pytest.mark.parametrize(("direction", "words"), [("up", "tăng là tốt"), ("down", "giảm là tốt")])
def test_the_direction_is_said(direction, words):
    """Words say whether more or less is better."""
    _, ax = drawn(path(indicator(direction=direction), series([51.0])))
    assert words in ax.get_xlabel()


def test_an_unknown_indicator_is_refused():
    """A chart of an indicator that the table lacks is a KeyError that names it."""
    with pytest.raises(KeyError, match="nowhere"):
        charts.indicator_path(Figure().add_subplot(), indicator(), series([]), "nowhere", "vi")


# The ranking


def test_the_best_stands_on_top_and_who_has_no_score_comes_last():
    """Bars by score from the top; without a score a sentence and no bar."""
    _, ax = drawn(ranks(agencies([30, None, 84.44])))
    labels = [label.get_text() for label in row_names(ax)]
    assert [label.split(".")[0] for label in labels] == ["1", "2", names(2)["a-1"]]
    assert sorted(width for _, width, *_ in bars(ax)) == pytest.approx([30, 84.44])
    assert [one.get_text() for one in texts_within(ax)] == [
        "84,44 · Hoàn thành tốt nhiệm vụ",
        "30 · Không hoàn thành nhiệm vụ",
        "không có số liệu để tính điểm",
    ]


def test_few_cases_are_hatched():
    """A score that rests on few cases is hatched, and the key says below how many."""
    _, ax = drawn(ranks(agencies([90, 80])))
    assert {round(width): hatch for _, width, _, hatch in bars(ax)} == {90: "", 80: "///"}
    keys = [one.get_text() for one in ax.get_legend().get_texts()]
    assert str(default_scoring().small_below) in keys[1]


# The transitions


def test_cells_hold_the_numbers_of_tasks():
    """Rows are parts before, columns parts after, in the order of the parts; unused parts are left out."""
    rows = (
        ("open_overdue", "done_late", 2),
        ("open_in_time", "open_in_time", 7),
        ("absent", "open_in_time", 0),
    )
    _, ax = drawn(matrix(transitions(*rows)))
    labels = table("labels", "part")
    assert [one.get_text() for one in row_names(ax)] == [
        labels["open_in_time"],
        labels["open_overdue"],
    ]
    columns = [one.get_text().replace("\n", " ") for one in ax.get_xticklabels()]
    assert columns == [labels["done_late"], labels["open_in_time"]]
    assert {(one.get_text(), *one.get_position()) for one in texts_within(ax)} == {("2", 0, 1), ("7", 1, 0)}


@pytest.mark.parametrize(
    ("readings", "lowest"), [([0.0, 24.0], 0), ([-30.0, 24.0], -50)], ids=["never below zero", "below zero"]
)
def test_no_tick_below_zero_without_a_value_there(readings, lowest):
    """The room for words below the readings is no value: a share of minus fifty per cent is not on the axis."""
    _, ax = drawn(path(indicator(baseline=0.0, target=95.0), series(readings)), height=1.9)
    assert min(ax.get_yticks()) == lowest


# The months


def months(count, tasks):
    """So many months, each with so many tasks and reports of every kind."""
    parts = dict.fromkeys(PARTS, tasks)
    reports = {f"submissions_{name}": tasks for name in CLASSES}
    rows = [{"period": MONTHS[at], "total": 7 * tasks, **parts, **reports} for at in range(count)]
    return MONTH_TABLE.frame(rows)


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("chart", [charts.parts_by_month, charts.reports_by_month])
@pytest.mark.parametrize(("count", "tasks"), [(12, 3), (12, 45_678), (1, 1)], ids=["a year", "large", "one"])
def test_months_are_readable(chart, count, tasks, lang):
    """A year of few or very many, or a single month: no words overlap, and ticks are written as the language writes."""
    _, ax = drawn(lambda ax: chart(ax, months(count, tasks), lang), height=4.2)
    assert_readable(ax)
    thousands = {one.get_text() for one in ax.get_yticklabels() if len(one.get_text()) > 5}
    assert all({"vi": ".", "en": ","}[lang] in one for one in thousands)
    assert bool(thousands) == (tasks > 1000)


@pytest.mark.parametrize("chart", [charts.parts_by_month, charts.reports_by_month])
@pytest.mark.parametrize(("count", "tasks"), [(0, 0), (12, 0)], ids=["no month", "zeros"])
def test_months_without_anything_say_so(chart, count, tasks):
    """No month, and months without a task or report, are a sentence."""
    _, ax = drawn(lambda ax: chart(ax, months(count, tasks), "vi"), height=4.2)
    assert said(ax) == [text("charts", "nothing.months")]
