"""``ev.plot`` and ``ev.show``: charts and tables in one line, attached without evaluation knowing of reports."""

import subprocess
import sys

import pytest

import kh2025
from kh2025.report.document import Figure, Table

AS_OF = "2025-07-01T00:00:00+07:00"


@pytest.fixture(scope="module")
def ev():
    """The example's second quarter."""
    facts = kh2025.open_facts("example:thai_binh_2025/facts")
    return kh2025.evaluate(
        kh2025.load_plan("example:thai_binh_2025/demo.yaml"), facts, "2025-Q2", as_of=AS_OF
    )


PLOTS = {
    "status": (),
    "timeliness": (),
    "receipts": (),
    "progress": (),
    "deadlines": (),
    "ranking": (),
    "indicator": ("ho-so-truc-tuyen",),
}


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize(("name", "given"), PLOTS.items(), ids=PLOTS)
def test_a_chart_is_one_line(ev, name, given, lang):
    """Each chart is a figure with caption, words for whoever cannot see it, and a picture that a notebook shows."""
    figure = getattr(ev.plot, name)(*given, lang=lang)
    assert isinstance(figure, Figure)
    assert figure.caption
    assert "{" not in figure.alt
    assert figure._repr_png_().startswith(b"\x89PNG")


def test_transitions_need_an_earlier_look(ev):
    """Against the period before the figure counts who moved; without one it says that there is nothing."""
    assert "quý I/2025" in ev.plot.transitions(ev.previous()).caption
    assert ev.plot.transitions(None).png


def test_a_chart_goes_into_a_document(ev):
    """What a notebook shows can be added to a report as it is."""
    doc = kh2025.period_report(ev).add("results", ev.plot.timeliness())
    assert doc.section("results").blocks[-1].name == "heatmap"


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("name", ["findings", "tasks", "scorecard"])
def test_a_table_reads_without_codes(ev, name, lang):
    """Tables hold names and sentences, one row per row of the frame (what recurs in one), and show as HTML."""
    made = getattr(ev.show, name)(lang)
    recurs = ev.findings["occurrence"].notna() & ev.findings.duplicated(["rule_id", "agency_id", "task_id"])
    frame = {"findings": ev.findings[~recurs], "tasks": ev.tasks, "scorecard": ev.agencies}[name]
    assert isinstance(made, Table)
    assert len(made.rows) == len(frame)
    assert "<table" in made._repr_html_()
    assert not {"submission-late", "open_overdue", "xuat-sac"} & {cell for row in made.rows for cell in row}


def test_what_recurs_is_told_once_and_the_gravest_first(ev):
    """The six weeks of nv-30 without evidence are one row that names the other five; severities do not rise."""
    made = ev.show.findings("en")
    (weekly,) = (row for row in made.rows if row[2] == "nv-30")
    assert weekly[4].count("2025-") == 6
    gravity = ["critical", "major", "minor", "notice"]
    places = [gravity.index(said.split(" – ")[-1].split(" (")[0]) for _, said in made.groups]
    assert places == sorted(places)


def test_breaches_stand_rule_by_rule(ev):
    """Each rule has one group, and the groups count every breach."""
    groups = ev.show.findings().groups
    assert len(groups) == ev.findings["rule_id"].nunique()
    assert groups[0][0] == 0
    assert sum(int(said.rsplit("(", 1)[1].rstrip(")")) for _, said in groups) == len(ev.findings)


def test_periods_are_named(ev):
    """A sentence names a period as people do, not by its code."""
    said = " ".join(row[4] for row in ev.show.findings().rows)
    assert "từ tháng 5/2025 đến tháng 6/2025" in said
    assert "2025-" not in said.replace("demo/2025-", "")


def test_the_best_score_comes_first(ev):
    """The scorecard runs from the best score down."""
    scores = [row[3] for row in ev.show.scorecard().rows]
    assert scores == sorted(scores, reverse=True)


def test_an_unknown_indicator_names_those_there_are(ev):
    """A wrong id is answered with the right ones."""
    with pytest.raises(KeyError, match="ho-so-truc-tuyen"):
        ev.plot.indicator("nowhere")


def test_an_evaluation_loads_no_matplotlib():
    """Matplotlib is loaded with the first chart, not with the first evaluation."""
    code = (
        "import sys, kh2025; ev = kh2025.evaluate(kh2025.load_plan('example:thai_binh_2025/demo.yaml'),"
        "kh2025.open_facts('example:thai_binh_2025/facts'), '2025-Q2'); print('matplotlib' in sys.modules);"
        "ev.plot.status(); print('matplotlib' in sys.modules, 'matplotlib.pyplot' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True", "False"]
