import io
import os
import subprocess
import sys
import unicodedata
import warnings
from datetime import UTC, date, datetime, timedelta
from itertools import combinations, pairwise
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pytest
from geometry import (
    WIDTH,
    assert_readable,
    bars,
    boxes,
    drawn,
    row_names,
    said,
    shown_ticks,
    texts,
    texts_within,
)
from matplotlib import style
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure
from matplotlib.image import imread

from kh2025.evaluation.tables import BESIDE, CLASSES, COURSE, DUTIES, PARTS, SUBMISSIONS
from kh2025.messages import table, text
from kh2025.report import charts
from kh2025.report.charts.canvas import DPI
from kh2025.report.charts.looks import CELL_LOOKS, CLASS_LOOKS, PART_LOOKS
from kh2025.report.charts.words import amount, apart, broken, fit, plain, width_of

START, CUTOFF, END = date(2025, 3, 15), date(2025, 6, 14), date(2025, 6, 30)
DUE = date(2025, 6, 18)
LONG = "Xây dựng nền tảng dữ liệu dùng chung và kết nối " * 7
HOSTILE = {
    "formula": r"Nhiệm vụ $\frac{$ và $x_1^2$",
    "tag": "<b>Sở</b> <script>alert(1)</script>",
    "300 characters": LONG[:300],
    "one long word": "Ẩ" * 300,
    "nfd": unicodedata.normalize("NFD", "Sở Văn hóa, Thể thao và Du lịch; Ủy ban Ẩm thực Mỹ Đức"),
    "no glyph": "Sở 科学 \U0001f4c8 技術",
    "controls": "Sở\x00 Y\u202e tế\r\nhàng hai",
    "surrogate": "Sở \ud800 Y tế",
    "empty": "",
    "stacked marks": "Ẫ̲̈ỗ̱ǖ Thụy Quỳnh",
}


def counts(**given):
    """Counts of all parts, zero unless given."""
    return dict.fromkeys((*PARTS, *BESIDE), 0) | given


def submission(number, timeliness, days=None, **given):
    """One row of SUBMISSIONS."""
    agency = f"a-{number}"
    row = {
        "obligation_id": "bao-cao",
        "tier": 1,
        "assigned_agency_id": agency,
        "agency_id": agency,
        "period": "2025-Q2",
        "original_due_on": DUE,
        "due_on": DUE,
        "timeliness": timeliness,
        "days_late": days,
    }
    if timeliness in ("on_time", "late"):
        row["first_received_at"] = datetime(2025, 6, 18, 5, tzinfo=UTC) + timedelta(days=days)
    return row | given


def submissions(rows):
    """So many reports, of all classes."""
    made = []
    for number in range(rows):
        name = CLASSES[number % len(CLASSES)]
        days = {"on_time": -(number % 7), "late": 1 + number, "missing": 12}.get(name)
        owner = {"replaced": {"agency_id": "a-0"}, "owner_unresolved": {"agency_id": None}}.get(name, {})
        made.append(submission(number, name, days, **owner))
    return SUBMISSIONS.frame(made)


def agency_names(rows):
    """Names by id, with stacked Vietnamese marks."""
    kinds = ("Sở Văn hóa, Thể thao và Du lịch", "UBND huyện Quỳnh Phụ", "Ban Quản lý Khu kinh tế và các KCN")
    return {f"a-{number}": f"{kinds[number % 3]} {number}" for number in range(rows)}


def duty(task, due_on, part, **given):
    """One row of DUTIES."""
    return {"task_id": task, "due_on": due_on, "original_due_on": due_on, "part": part} | given


def duties(tasks):
    """So many tasks of all parts: single, of a group of eight, monthly, and overdue from before the period."""
    made = []
    for number in range(tasks):
        task, part = f"nv-{number:03d}", (*PARTS, *BESIDE)[number % 9]
        due_on = START + timedelta(days=7 * number % 108)
        done_on = {"done_on": due_on - timedelta(days=3)} if part.startswith("done_o") else {}
        made += [duty(task, due_on, part, starts_on=date(2025, 1, 1), **done_on)]
        if number % 5 == 0:
            made += [duty(task, due_on, "open_overdue") for _ in range(7)]
        if number % 7 == 0:
            made += [
                duty(task, date(2025, month, 25), "done_late", done_on=date(2025, month, 28))
                for month in (3, 4, 5)
            ]
        if number % 11 == 0:
            made.append(duty(task, date(2024, 12, 31), "open_overdue"))
    return DUTIES.frame(made)


def task_names(tasks):
    """Names by id, far too long for a line."""
    return {
        f"nv-{number:03d}": f"Tổ chức, triển khai Ủy ban số Quỳnh Ẩm {number} {LONG}"
        for number in range(tasks)
    }


def course(days, due=lambda day: day // 3, done=lambda day: day // 4):
    """So many days of a course."""
    first = date(2025, 5, 5)
    return COURSE.frame(
        {"day": first + timedelta(days=day), "due": due(day), "done": done(day)} for day in range(days)
    )


def status_chart(given, lang="vi"):
    """The partition, ready to draw."""
    return lambda ax: charts.status_partition(ax, given, lang)


def timeliness_chart(rows, lang="vi", names=None):
    """The dot plot, ready to draw."""
    return lambda ax: charts.timeliness_by_agency(
        ax, rows, agency_names(60) if names is None else names, lang
    )


def course_chart(rows, lang="vi", cutoff=CUTOFF):
    """The course, ready to draw."""
    return lambda ax: charts.course(ax, rows, cutoff, lang)


def deadline_chart(rows, lang="vi", names=None, most=charts.DEADLINES_MOST, span=(START, CUTOFF, END)):
    """The Gantt chart, ready to draw."""
    names = task_names(200) if names is None else names
    return lambda ax: charts.deadlines(ax, rows, names, *span, lang, most)


NORMAL = {
    "status": (status_chart(counts(done_on_time=14, done_late=3, open_overdue=2, suspended=1)), 3.2),
    "status, all": (status_chart({name: 1 + at for at, name in enumerate((*PARTS, *BESIDE))}), 3.2),
    "status, large": (status_chart(counts(done_on_time=1_234_567, open_overdue=1)), 3.2),
    "status, nothing in total": (status_chart(counts(suspended=2)), 3.2),
    "timeliness": (timeliness_chart(submissions(20)), charts.height_for(20)),
    "timeliness, one": (timeliness_chart(submissions(1)), charts.height_for(1)),
    "timeliness, 50": (timeliness_chart(submissions(50)), charts.height_for(50)),
    "course": (course_chart(course(41)), 3.4),
    "course, one day": (course_chart(course(1, due=lambda _: 2)), 3.4),
    "course, two years": (course_chart(course(500)), 3.4),
    "deadlines": (deadline_chart(duties(35)), charts.height_for(35, charts.DEADLINES_KEY)),
    "deadlines, one": (deadline_chart(duties(1)), charts.height_for(1, charts.DEADLINES_KEY)),
    "deadlines, 200": (
        deadline_chart(duties(200)),
        charts.height_for(charts.DEADLINES_MOST, charts.DEADLINES_KEY),
    ),
    "deadlines, a year": (
        deadline_chart(duties(30), span=(date(2024, 12, 15), date(2025, 12, 14), date(2025, 12, 31))),
        charts.height_for(30, charts.DEADLINES_KEY),
    ),
    "deadlines, a month": (
        deadline_chart(duties(30), span=(date(2025, 5, 15), CUTOFF, END)),
        charts.height_for(20, charts.DEADLINES_KEY),
    ),
    "timeliness, far": (
        timeliness_chart(
            SUBMISSIONS.frame(
                [submission(0, "missing", 4000), submission(1, "late", 900), submission(2, "on_time", -300)]
            )
        ),
        charts.height_for(4),
    ),
    "timeliness, 300": (timeliness_chart(submissions(300)), charts.height_for(charts.MOST)),
    "course, large": (course_chart(course(60, due=lambda day: day * 10**9)), 2.5),
    "english": (timeliness_chart(submissions(20), "en"), charts.height_for(20)),
    "english deadlines": (deadline_chart(duties(20), "en"), charts.height_for(20, charts.DEADLINES_KEY)),
}
EMPTY = {
    "status": (status_chart, {}, "status"),
    "status, zeros": (status_chart, counts(), "status"),
    "timeliness": (timeliness_chart, submissions(0), "timeliness"),
    "course": (course_chart, course(0), "course"),
    "course, zeros": (course_chart, course(9, due=lambda _: 0, done=lambda _: 0), "course"),
    "deadlines": (deadline_chart, duties(0), "deadlines"),
    "deadlines, later": (
        deadline_chart,
        DUTIES.frame([duty("nv", date(2025, 12, 31), "open_in_time")]),
        "deadlines",
    ),
    "deadlines, none": (deadline_chart, DUTIES.frame([duty("nv", None, "open_no_deadline")]), "deadlines"),
}


def row_labels(ax):
    """Labels of rows from the top."""
    return [label.get_text() for label in row_names(ax)]


def strokes(ax):
    """Where completion is marked: (day, row)."""
    return [
        (date.fromordinal(int(day)), row)
        for line in ax.lines
        if line.get_marker() == "|"
        for day, row in zip(line.get_xdata(), line.get_ydata(), strict=True)
    ]


def markers(ax):
    """Points by marker: (x, row)."""
    return {
        (line.get_marker(), float(x), int(y))
        for line in ax.lines
        if line.get_linestyle() == "None"
        for x, y in zip(line.get_xdata(), line.get_ydata(), strict=True)
    }


# Every chart


@pytest.mark.parametrize(("plot", "height"), NORMAL.values(), ids=NORMAL)
def test_no_word_is_clipped_and_none_overlap(plot, height):
    """All words lie within the figure, and no two of them share an area."""
    assert_readable(drawn(plot, height=height)[1])


@pytest.mark.parametrize("width", [4.5, 9.0, 12.0])
@pytest.mark.parametrize("name", ["status", "timeliness", "course", "deadlines"])
def test_any_width_holds_all_words(name, width):
    """Narrow or wide, rows are named and all words stay within the figure."""
    plot, height = NORMAL[name]
    _, ax = drawn(plot, width=width, height=height + 2)
    outside = [
        one
        for one, box in zip(texts(ax), boxes(texts(ax)), strict=True)
        if box.x0 < 0 or box.x1 > width * DPI
    ]
    assert not outside
    ticks = boxes(shown_ticks(ax.xaxis))
    assert name == "status" or all(left.x1 < right.x0 for left, right in pairwise(ticks))


@pytest.mark.parametrize("name", ["status", "timeliness", "course", "deadlines, one"])
def test_equal_tables_give_equal_bytes(name):
    """The same chart drawn twice is the same PNG, of the size asked for."""
    plot, height = NORMAL[name]
    png, _ = drawn(plot, height=height)
    assert png == drawn(plot, height=height)[0]
    rows, columns, _ = imread(io.BytesIO(png), format="png").shape
    assert columns == WIDTH * DPI
    assert abs(rows - height * DPI) <= 1


@pytest.mark.parametrize(("chart", "given", "key"), EMPTY.values(), ids=EMPTY)
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_an_empty_table_says_that_there_is_nothing(chart, given, key, lang):
    """Without rows a chart is one sentence within the figure, no error and no empty frame."""
    _, ax = drawn(chart(given, lang))
    assert said(ax) == [text("charts", f"nothing.{key}", lang)]
    assert not ax.axison
    (box,) = boxes(texts(ax))
    assert ax.figure.bbox.x0 <= box.x0 < box.x1 <= ax.figure.bbox.x1


@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE)
def test_names_are_drawn_as_they_are(name):
    """A hostile name is neither markup nor formula, draws without a warning and stays in its place."""
    rows = SUBMISSIONS.frame([submission(1, "late", 3), submission(2, "replaced", agency_id="a-1")])
    names = {"a-1": name, "a-2": name}
    tasks = DUTIES.frame([duty("nv-1", date(2025, 6, 1), "open_overdue")])
    for plot in (timeliness_chart(rows, names=names), deadline_chart(tasks, names={"nv-1": name})):
        _, ax = drawn(plot)
        for one, box in zip(texts(ax), boxes(texts(ax)), strict=True):
            assert ax.figure.bbox.x0 <= box.x0 < box.x1 <= ax.figure.bbox.x1, one
        shown = row_labels(ax)[0]
        assert unicodedata.is_normalized("NFC", shown)
        assert plain(name)[:4] in shown
        assert "\n" not in shown


@pytest.mark.parametrize("chart", ["timeliness", "deadlines"])
def test_a_formula_is_safe_on_an_axes_of_ones_own(chart):
    """In a notebook, where mathtext is on, a name with dollar signs still draws literally."""
    name = HOSTILE["formula"]
    figure = Figure()
    if chart == "timeliness":
        charts.timeliness_by_agency(
            figure.add_subplot(), submissions(6), {f"a-{at}": name for at in range(6)}, "vi"
        )
    else:
        deadline_chart(duties(3), names=task_names(3) | {"nv-000": name})(figure.add_subplot())
    figure.savefig(io.BytesIO())


def test_settings_of_the_process_are_left_alone_and_do_not_matter():
    """Other settings of matplotlib give the same bytes, and stand as before afterwards."""
    plot, height = NORMAL["timeliness"]
    expected, _ = drawn(plot, height=height)
    with mpl.rc_context({"font.size": 20, "axes.grid": True, "savefig.dpi": 50, "text.parse_math": True}):
        before = dict(mpl.rcParams)
        assert drawn(plot, height=height)[0] == expected
        assert dict(mpl.rcParams) == before


def test_pyplot_is_not_needed():
    """Charts load no pyplot, which holds figures for the whole process."""
    code = "import sys, kh2025.report.charts; sys.exit('matplotlib.pyplot' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


_PROCESSES = {
    "as it is": {},
    "other hashes": {"PYTHONHASHSEED": "7"},
    "no fonts": {"FONTCONFIG_FILE": os.devnull, "PYTHONHASHSEED": "3"},
    "other backend": {"MPLBACKEND": "svg", "LC_ALL": "C"},
}


def test_all_processes_draw_the_same_bytes(tmp_path):
    """Whatever fonts, backend, hash seed or language a process has, its charts are the same bytes."""
    code = (
        "import hashlib, sys; sys.path.insert(0, sys.argv[1]); import test_charts as own;"
        "print(hashlib.sha256(b''.join(own.drawn(*own.NORMAL[one][:1], height=own.NORMAL[one][1])[0]"
        " for one in ('status', 'timeliness', 'course', 'deadlines'))).hexdigest())"
    )
    made = set()
    for name, settings in _PROCESSES.items():
        environment = {**os.environ, "MPLCONFIGDIR": str(tmp_path / name), **settings}
        command = [sys.executable, "-c", code, str(Path(__file__).parent)]
        made.add(subprocess.run(command, capture_output=True, check=True, env=environment).stdout)
    assert len(made) == 1


_SETTINGS = {
    "dark": "dark_background",
    "large": {"font.size": 30, "legend.fontsize": 40, "xtick.major.size": 30},
    "latex": {"text.usetex": True, "font.family": ["cursive"], "axes.unicode_minus": False},
    "sketch": {"path.sketch": (5, 100, 2), "lines.linewidth": 9, "hatch.color": "red"},
    "layout": {"figure.constrained_layout.use": True, "savefig.transparent": True, "figure.dpi": 50},
}


@pytest.mark.parametrize("settings", _SETTINGS.values(), ids=_SETTINGS)
@pytest.mark.parametrize("name", ["status", "course", "deadlines, one"])
def test_an_analysts_style_changes_no_report(name, settings):
    """With a style sheet of one's own a report's chart is the same bytes, and the style stays as it was."""
    plot, height = NORMAL[name]
    expected, _ = drawn(plot, height=height)
    with style.context(settings):
        before = dict(mpl.rcParams)
        assert drawn(plot, height=height)[0] == expected
        assert dict(mpl.rcParams) == before


@pytest.mark.parametrize("looks", [PART_LOOKS, CLASS_LOOKS], ids=["parts", "classes"])
@pytest.mark.parametrize("shape", ["marker", "hatch"])
def test_looks_differ_without_colour(looks, shape):
    """In black-and-white print shape or hatching, filled or not, tells each look from the others."""
    told = {(getattr(look, shape), look.colour == "#ffffff") for look in looks.values()}
    assert len(told) == len(looks)


# How eyes that lack one kind of cone see linear red, green and blue (Machado, Oliveira, Fernandes 2009, severity 1).
_SIGHTS = {
    "all cones": np.eye(3),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
_TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
_WHITE = np.array([0.95047, 1.0, 1.08883])


def seen(colour, sight):
    """A colour as an eye sees it, in CIELAB."""
    written = np.array(mpl.colors.to_rgb(colour))
    linear = np.where(written <= 0.04045, written / 12.92, ((written + 0.055) / 1.055) ** 2.4)
    share = _TO_XYZ @ np.clip(sight @ linear, 0, 1) / _WHITE
    x, y, z = np.where(share > 0.008856, np.cbrt(share), 7.787 * share + 16 / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("sight", _SIGHTS.values(), ids=_SIGHTS)
@pytest.mark.parametrize("looks", [PART_LOOKS, CLASS_LOOKS, CELL_LOOKS], ids=["parts", "classes", "cells"])
def test_colours_differ_for_all_eyes(looks, sight):
    """Five times the least difference that an eye notices where hatching helps, seventeen times where none does."""
    for one, other in combinations(looks.values(), 2):
        if one.colour == other.colour:
            assert one.hatch != other.hatch
            continue
        apart = np.linalg.norm(seen(one.colour, sight) - seen(other.colour, sight))
        assert apart > (11.5 if one.hatch != other.hatch else 40), (one, other)


def test_every_part_has_a_look_and_a_name():
    """Each part, and each class of timeliness, is named in both languages."""
    assert set(PART_LOOKS) == {*PARTS, *BESIDE}
    for lang in ("vi", "en"):
        assert list(table("labels", "part", lang)) == [*PARTS, *BESIDE]
        assert list(table("labels", "timeliness", lang)) == list(CLASSES)


@pytest.mark.parametrize(("fewer", "more"), [(1, 4), (4, 5), (20, 50)])
def test_height_grows_with_rows(fewer, more):
    """A figure is never too low for its rows, and fifty agencies still fit on an A4 page."""
    assert 2 < charts.height_for(fewer) <= charts.height_for(more) <= 9.5


# Words


@pytest.mark.parametrize("width", [0.0, 0.2, 0.7, 1.3, 2.9])
@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE)
def test_a_shortened_name_fits_and_keeps_its_marks(name, width):
    """A shortened name is not wider than asked, ends in an ellipsis, and no letter lost a mark."""
    short = fit(name, width, 8)
    assert short == plain(name) or short.endswith("…")
    assert width_of(short, 8) <= max(width, width_of("…", 8))
    kept = short.removesuffix("…")
    assert plain(name).startswith(kept)
    following = plain(name)[len(kept) :][:1]
    assert not (following and unicodedata.combining(following))


def test_a_very_long_name_is_shortened_at_once():
    """Shortening costs as much as the name is long, not its square."""
    assert fit("Ủy ban " * 20_000, 1, 8) == "Ủy ban Ủy ban…"


def test_a_measured_width_is_the_drawn_width():
    """The width known beforehand is at least the drawn one, and at most a tenth more."""
    words = "Sở Nông nghiệp và Môi trường tỉnh Hưng Yên, Quý II/2025"
    found = []
    charts.draw(lambda ax: found.append(ax.text(0, 0, words, fontsize=8)), width=WIDTH, height=2)
    assert 1 <= width_of(words, 8) / (found[0].get_window_extent().width / DPI) < 1.1


def test_a_broken_sentence_keeps_its_words():
    """Lines hold all words in order, none wider than asked unless it is a single word."""
    lines = broken(LONG + "Ẩ" * 90, 2, 8).split("\n")
    assert " ".join(lines).split() == (LONG + "Ẩ" * 90).split()
    assert all(width_of(line, 8) <= 2 or " " not in line for line in lines)


ALIKE = {"a": "Ban Quản lý Dự án Đầu tư xây dựng số 1", "b": "Ban Quản lý Dự án Đầu tư xây dựng số 2"}


@pytest.mark.parametrize("width", [0.8, 1.5, 2.0, 4.0])
def test_names_that_look_alike_are_told_apart(width):
    """Cut to the same letters, two names carry their ids; with room for the whole names they need none."""
    labels = apart(ALIKE | {"c": "Sở Y tế"}, width, 8)
    assert len(set(labels.values())) == len(labels)
    assert labels["c"] == "Sở Y tế"
    assert ("(a)" in labels["a"]) == (width < 4)
    assert all(width_of(label, 8) <= width for label in labels.values())


@pytest.mark.parametrize(
    ("value", "words"),
    [(1e300, "1e+300"), (-2.5e-9, "-2,5e-09"), (0.0, "0"), (0.0003, "0,0003"), (-1234.5, "-1.234,5")],
)
def test_numbers_beyond_reading_stand_by_their_power_of_ten(value, words):
    """Only what is too large to be read or too small for four decimals is written with a power of ten."""
    assert amount(value, "vi") == words


# The status partition


def test_bars_are_the_counts_in_the_order_of_the_parts():
    """Seven bars from the top, as long as the counts; what stands beside the total only where there is any."""
    _, ax = drawn(status_chart(counts(done_on_time=5, open_overdue=3)))
    assert [width for _, width, _, _ in bars(ax)] == [5, 0, 0, 0, 0, 3, 0]
    assert row_labels(ax) == [table("labels", "part")[part] for part in PARTS]
    assert {"5  (62,50%)", "3  (37,50%)", "0  (0,00%)", "Tổng số: 8"} <= set(said(ax))


@pytest.mark.parametrize(
    ("lang", "expected"),
    [("vi", ["1  (33,33%)", "2  (ngoài tổng số)"]), ("en", ["1  (33.33%)", "2  (outside the total)"])],
)
def test_suspended_has_no_share(lang, expected):
    """Suspended and cancelled are no part of the total, so shares leave them out and say so."""
    _, ax = drawn(status_chart(counts(done_on_time=2, open_in_time=1, cancelled=2), lang))
    assert set(expected) <= set(said(ax))
    assert len(bars(ax)) == 8


def test_other_counts_are_not_drawn():
    """A summary may be given whole: what is no part, such as its total, is left aside."""
    with_total = {"total": 9, "unreported": 4, "done_on_time": 9}
    assert drawn(status_chart(with_total))[0] == drawn(status_chart({"done_on_time": 9}))[0]


# Timeliness


def test_the_worst_stands_on_top():
    """Missing before late before on time, and in a class the latest first."""
    rows = [
        submission(1, "on_time", -5),
        submission(2, "late", 1),
        submission(3, "missing", 4),
        submission(4, "late", 9),
    ]
    rows += [submission(5, "on_time", 0), submission(6, "missing", 8)]
    _, ax = drawn(timeliness_chart(SUBMISSIONS.frame(rows), names={}))
    assert row_labels(ax) == ["a-6", "a-3", "a-4", "a-2", "a-5", "a-1"]


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        ("2025-06-18T16:59:59Z", "0"),
        ("2025-06-18T17:00:00Z", "+1"),
        ("2025-06-17T16:59:59Z", "\N{MINUS SIGN}1"),
    ],
    ids=["last second of the due day", "first second after it", "day before"],
)
def test_days_are_local_days(received, expected):
    """The day of receipt is the local day (UTC+7), so 24:00 parts the due day from the next."""
    name = "late" if expected == "+1" else "on_time"
    row = submission(1, name, 0) | {"first_received_at": datetime.fromisoformat(received)}
    _, ax = drawn(timeliness_chart(SUBMISSIONS.frame([row])))
    assert expected in {one.get_text() for one in texts_within(ax)}


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (submission(1, "missing", 12), "chưa gửi, quá hạn 12 ngày"),
        (submission(1, "missing"), "Chưa gửi, quá hạn"),
        (submission(1, "not_yet_due"), "Chưa đến hạn"),
        (submission(1, "owner_unresolved", agency_id=None), "Chưa xác định cơ quan gửi"),
        (submission(1, "replaced", agency_id="a-2"), "gộp vào báo cáo của Sở Xây dựng"),
        (submission(1, "late", 60), "» +60"),
        (submission(1, "missing", 200), "» chưa gửi, quá hạn 200 ngày"),
        (submission(1, "on_time", -40), "« \N{MINUS SIGN}40"),
        (submission(1, "late", 3, first_received_at=None), "Gửi quá hạn"),
    ],
    ids=[
        "missing",
        "missing, no day",
        "not due",
        "no owner",
        "replaced",
        "very late",
        "long missing",
        "very early",
        "no receipt",
    ],
)
def test_each_class_is_said_in_words(row, words):
    """Beside its mark every report says its class or its days; the agency is the one that the plan names if need be."""
    _, ax = drawn(timeliness_chart(SUBMISSIONS.frame([row]), names={"a-1": "Sở GTVT", "a-2": "Sở Xây dựng"}))
    assert [one.get_text() for one in texts_within(ax)] == [words]
    assert row_labels(ax) == ["Sở GTVT"]
    assert ("vẽ ở mép" in ax.get_xlabel()) == words.startswith(("«", "»"))


def test_two_reports_of_one_agency_are_told_apart():
    """An agency that owes two reports has two lines with the obligations' ids."""
    rows = [
        submission(1, "late", 2),
        submission(1, "late", 3, obligation_id="tong-hop"),
        submission(2, "late", 1),
    ]
    _, ax = drawn(timeliness_chart(SUBMISSIONS.frame(rows), names={"a-1": "Sở KH&CN", "a-2": "Sở Y tế"}))
    assert row_labels(ax) == ["Sở KH&CN · tong-hop", "Sở KH&CN · bao-cao", "Sở Y tế"]


def test_names_that_look_alike_carry_their_ids():
    """Two agencies whose shortened names are equal are told apart by their ids."""
    rows = [submission(number, "late", number) for number in (1, 2, 3)]
    names = {"a-1": LONG + "A", "a-2": LONG + "B", "a-3": "Sở Y tế"}
    _, ax = drawn(timeliness_chart(SUBMISSIONS.frame(rows), names=names))
    assert [label[-6:] for label in row_labels(ax)] == ["ở Y tế", " (a-2)", " (a-1)"]


def test_the_longest_ids_leave_room_for_the_days():
    """Ids of 32 letters behind long names are shortened too, and the chart stays whole."""
    ids = [f"{'w' * 31}{end}" for end in "ab"]
    rows = [submission(1, "late", 2, agency_id=one, obligation_id=two) for one in ids for two in ids]
    _, ax = drawn(timeliness_chart(SUBMISSIONS.frame(rows), names=dict.fromkeys(ids, LONG)))
    assert max(box.width for box in boxes(row_names(ax))) < 0.42 * WIDTH * DPI


def test_the_key_counts_what_is_drawn():
    """The legend names the drawn classes with their numbers."""
    _, ax = drawn(timeliness_chart(submissions(12)), height=4)
    assert [one.get_text() for one in ax.get_legend().get_texts()] == [
        "Gửi đúng hạn: 2",
        "Gửi quá hạn: 2",
        "Chưa gửi, quá hạn: 2",
    ]


# The course


def test_the_gap_is_where_more_is_due_than_done():
    """The hatched area lies between the lines where more fell due than was done, and nowhere else."""
    _, ax = drawn(course_chart(course(10, due=lambda _: 5, done=lambda day: 2 if day < 6 else 8)))
    (area,) = (one for one in ax.collections if isinstance(one, PolyCollection))
    heights = np.concatenate([path.vertices[:, 1] for path in area.get_paths()])
    assert (heights.min(), heights.max()) == (2, 5)
    assert [one.get_text() for one in ax.get_legend().get_texts()] == [
        "Đã đến hạn: 5",
        "Đã hoàn thành: 8",
        "Đến hạn nhiều hơn hoàn thành",
    ]


def test_no_gap_has_no_key():
    """Where nothing is behind, the legend does not explain a gap."""
    _, ax = drawn(course_chart(course(9, due=lambda _: 2, done=lambda _: 2)))
    assert [one.get_text() for one in ax.get_legend().get_texts()] == ["Đã đến hạn: 2", "Đã hoàn thành: 2"]


@pytest.mark.parametrize(
    ("cutoff", "is_drawn"),
    [
        (date(2025, 5, 4), False),
        (date(2025, 5, 5), True),
        (date(2025, 5, 14), True),
        (date(2025, 5, 15), False),
    ],
    ids=["day before", "first day", "last day", "day after"],
)
def test_the_cutoff_is_drawn_within_the_days(cutoff, is_drawn):
    """The line at the cut-off stands on its day, and is not drawn outside the course."""
    _, ax = drawn(course_chart(course(10), cutoff=cutoff))
    places = [list(line.get_xdata()) for line in ax.lines]
    assert ([cutoff.toordinal()] * 2 in places) == is_drawn


# Deadlines


@pytest.mark.parametrize(
    ("row", "is_drawn"),
    [
        (duty("nv", START, "done_on_time"), True),
        (duty("nv", START - timedelta(days=1), "done_on_time"), False),
        (duty("nv", START - timedelta(days=1), "open_overdue"), True),
        (duty("nv", END, "open_in_time"), True),
        (duty("nv", END + timedelta(days=1), "open_in_time"), False),
        (duty("nv", END + timedelta(days=1), "open_in_time", is_due_soon=True), True),
        (duty("nv", None, "open_no_deadline"), False),
    ],
    ids=[
        "first day",
        "before it, done",
        "before it, overdue",
        "calendar end",
        "after it",
        "after it, soon",
        "no deadline",
    ],
)
def test_deadlines_in_and_near_the_period_are_drawn(row, is_drawn):
    """Deadlines from the first day to the calendar end, those due soon, and earlier ones still overdue."""
    rows = DUTIES.frame([row])
    _, ax = drawn(deadline_chart(rows, names={"nv": "Số hóa"}))
    assert charts.deadline_rows(rows, START, END) == is_drawn
    assert (row_labels(ax) == ["nv Số hóa"]) == is_drawn


def test_the_marker_stands_at_the_deadline_and_the_stroke_at_completion():
    """A single duty: bar from its start, marker by part at the deadline, stroke on the day of completion."""
    due, done = date(2025, 5, 10), date(2025, 5, 20)
    rows = DUTIES.frame([duty("nv", due, "done_late", starts_on=date(2025, 4, 1), done_on=done)])
    _, ax = drawn(deadline_chart(rows))
    assert ("^", due.toordinal(), 0) in markers(ax)
    assert strokes(ax) == [(done, 0)]
    assert bars(ax)[0][:2] == (date(2025, 4, 1).toordinal(), 39)


def test_an_overdue_duty_is_hatched_up_to_the_cutoff():
    """Time overdue runs from the deadline to the cut-off, both read from the axis in days."""
    rows = DUTIES.frame([duty("nv", date(2025, 6, 4), "open_overdue")])
    _, ax = drawn(deadline_chart(rows))
    late = next(bar for bar in bars(ax) if bar[3])
    assert late[:2] == (date(2025, 6, 4).toordinal(), 10)


@pytest.mark.parametrize(
    ("parts", "marker", "words", "has_stroke"),
    [
        (["done_on_time"] * 3, "o", "3/3", True),
        (["done_on_time", "done_on_time", "done_late"], "^", "3/3", True),
        (["done_on_time", "open_overdue", "done_late"], "X", "2/3", False),
        (["done_on_time", "open_in_time", "suspended"], "o", "1/3", False),
    ],
    ids=["all done", "one late", "one overdue", "one open"],
)
def test_a_group_shows_its_worst_member_and_the_count(parts, marker, words, has_stroke):
    """Duties of a task due on one day share a marker; the stroke is the day on which the last was done."""
    due = date(2025, 5, 31)
    rows = [
        duty("nv", due, part, done_on=date(2025, 5, 20 + at) if part.startswith("done") else None)
        for at, part in enumerate(parts)
    ]
    _, ax = drawn(deadline_chart(DUTIES.frame(rows)))
    assert {one for one in markers(ax) if one[0] != "|"} == {(marker, due.toordinal(), 0)}
    assert [one.get_text() for one in texts_within(ax)] == [words]
    assert strokes(ax) == ([(date(2025, 5, 22), 0)] if has_stroke else [])


@pytest.mark.parametrize(
    ("due", "words"),
    [(date(2025, 1, 31), "◂31/01 0/2"), (date(2024, 11, 30), "◂30/11/2024 0/2")],
    ids=["this year", "last year"],
)
def test_deadlines_before_the_period_stand_at_the_edge(due, words):
    """What has been overdue since before the period is one marker at its first day, with the earliest deadline."""
    rows = [duty("nv", due, "open_overdue"), duty("nv", date(2025, 2, 28), "open_overdue")]
    _, ax = drawn(deadline_chart(DUTIES.frame([*rows, duty("nv", END, "open_in_time")])))
    assert [one.get_text() for one in texts_within(ax)] == [words]
    assert ("X", START.toordinal(), 0) in markers(ax)
    assert "◂" in ax.get_xlabel()


def test_a_chart_of_many_tasks_says_how_many_are_left_out():
    """Of 200 tasks forty are drawn, by first deadline, and the rest is counted in words."""
    rows = duties(200)
    near = charts.deadline_rows(rows, START, END, most=10_000)
    _, ax = drawn(deadline_chart(rows), height=charts.height_for(charts.DEADLINES_MOST, charts.DEADLINES_KEY))
    assert len(row_labels(ax)) == charts.deadline_rows(rows, START, END) == charts.DEADLINES_MOST
    assert f"{charts.DEADLINES_MOST} trong {near} nhiệm vụ" in " ".join(ax.get_xlabel().split())
    assert f"Còn {near - charts.DEADLINES_MOST} nhiệm vụ" in " ".join(ax.get_xlabel().split())


def weekly(days, part="done_on_time"):
    """One task of several agencies, due so many days apart: each deadline has words beside its marker."""
    due = [date(2025, 4, 15) + timedelta(days=days * at) for at in range(3)]
    return DUTIES.frame([duty("nv", day, part, done_on=day) for day in due for _ in range(2)])


@pytest.mark.parametrize(
    ("days", "said_of"), [(30, 3), (20, 3), (7, 2), (2, 2)], ids=["monthly", "20 days", "weekly", "2 days"]
)
def test_counts_beside_markers_are_whole_or_not_written(days, said_of):
    """Words stand on a free side of their marker; where both have marks they are left out, and the axis says so."""
    _, ax = drawn(deadline_chart(weekly(days), names={"nv": "Số hóa"}))
    assert len(texts_within(ax)) == said_of
    marks = [x for line in ax.lines if line.get_linestyle() == "None" for x in line.get_xdata()]
    places = ax.transData.transform([(x, 0) for x in marks])[:, 0]
    for box in boxes(texts_within(ax)):
        assert not any(box.x0 < place < box.x1 for place in places)
    unsaid = text("charts", "deadlines.unsaid")
    assert (unsaid in ax.get_xlabel()) == (said_of < 3)


def test_of_many_reports_the_worst_are_drawn():
    """Of more reports than asked for the worst stay, the key counts all, and the axis says how many are left out."""
    rows = submissions(30)
    _, ax = drawn(lambda ax: charts.timeliness_by_agency(ax, rows, agency_names(60), "vi", 5))
    assert len(row_labels(ax)) == 5
    missing = int((rows["timeliness"] == "missing").sum())
    assert f"{table('labels', 'timeliness')['missing']}: {missing}" in said(ax)
    assert "Thể hiện 5 trong 30 báo cáo" in ax.get_xlabel()


def test_the_longest_overdue_are_kept_then_the_nearest():
    """With too many tasks the longest overdue stay, then those nearest to the cut-off; drawn in order of deadline."""
    rows = [
        duty("far", END, "open_in_time"),
        duty("near", date(2025, 6, 15), "open_in_time"),
        duty("just", date(2025, 6, 13), "open_overdue"),
        duty("long", date(2025, 4, 1), "open_overdue"),
    ]
    for most, kept in ((1, ["long"]), (2, ["long", "just"]), (3, ["long", "just", "near"])):
        _, ax = drawn(deadline_chart(DUTIES.frame(rows), most=most, names={}))
        assert row_labels(ax) == kept


@pytest.mark.parametrize(("end", "lines"), [(END, 2), (CUTOFF, 1)], ids=["apart", "one day"])
def test_the_period_ends_are_marked(end, lines):
    """The cut-off and the calendar end are lines with their dates in the key; one line where they are one day."""
    _, ax = drawn(
        deadline_chart(DUTIES.frame([duty("nv", CUTOFF, "open_in_time")]), span=(START, CUTOFF, end))
    )
    keys = [one.get_text() for one in ax.get_legend().get_texts()]
    assert "Ngày chốt số liệu: 14/6/2025" in keys
    assert sum("2025" in key for key in keys) == lines


@pytest.mark.parametrize("days", [1, 2, 8, 9, 40, 61, 100, 200, 365, 366, 800, 4000])
def test_ticks_of_days_never_touch(days):
    """On any span days below the axis are in order, at least two where there are two, and keep apart."""
    first = date(2024, 12, 15)
    last = first + timedelta(days=days - 1)
    rows = DUTIES.frame([duty("nv", last, "open_in_time")])
    _, ax = drawn(deadline_chart(rows, span=(first, last, last)))
    found = boxes([label for label in ax.get_xticklabels() if label.get_text()])
    assert len(found) >= min(days, 2)
    assert all(left.x1 + 2 < right.x0 for left, right in pairwise(found))


def test_warnings_are_errors_here():
    """A missing glyph would warn, and a warning fails these tests."""
    with pytest.raises(UserWarning, match="missing from font"):
        drawn(lambda ax: ax.text(0, 0, "科"))
    assert warnings.filters[0][0] == "error"
