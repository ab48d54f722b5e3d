"""The kinds of report as documents: what each must hold, in both languages, also where there is nothing to tell."""

import shutil
from dataclasses import replace
from functools import cache

import pytest
from matplotlib.figure import Figure as Drawing

import kh2025
from kh2025 import share
from kh2025.errors import ParameterError
from kh2025.law.moments import parse_moment
from kh2025.ledger.facts import Facts
from kh2025.report import charts
from kh2025.report.compose import KINDS, compose
from kh2025.report.document import Figure, Gap, Heading, Paragraph, Section, Table
from kh2025.report.figures import ranking_parts
from kh2025.report.front import document_name
from kh2025.report.html import render
from kh2025.report.issue import Issue
from kh2025.report.layout import figure_size
from kh2025.report.save import FORMATS
from kh2025.report.wording import Words

LANGS = ("vi", "en")
EMPTY = """
id: ke-hoach-rong
title: Kế hoạch rỗng
decision: {number: 1/QĐ-SKHCN, kind: Quyết định}
in_force_from: 2025-01-01
covers: 2025-01-01/2025-12-31
letterheads: [{valid_from: 2025-01-01, superior: UBND TỈNH, body: SỞ, place: Nơi, code: S}]
"""
AS_OF = {"session": "2025-10-01T17:00:00+07:00", "annual": "2026-01-20T17:00:00+07:00"}
MADE = ("session", "audit", "annual")
PARTS = {
    "session": ["notes", "results", "causes", "next", "proposals", "appendix", "basis"],
    "audit": ["notes", "results", "findings", "proposals", "appendix", "basis"],
    "annual": ["notes", "results", "causes", "next", "proposals", "appendix", "next_plan", "basis"],
}


@cache
def example(kind, lang="vi"):
    plan = kh2025.load_plan("example:thai_binh_2025/demo.yaml")
    return made(kind, plan, kh2025.open_facts("example:thai_binh_2025/facts"), lang)


def made(kind, plan, facts, lang="vi", issue=None):
    if kind == "audit":
        return kh2025.plan_audit(kh2025.check_plan(plan), lang, issue)
    if kind == "annual":
        review = kh2025.review_year(plan, facts, "2025-A1", as_of=AS_OF[kind])
        return kh2025.annual_review(review, lang, issue)
    period = "2025-Q3"
    return compose(kh2025.evaluate(plan, facts, period, as_of=AS_OF["session"]), kind, lang, issue)


def tables(document, section):
    return {one.name: one for one in document.section(section).blocks if isinstance(one, Table)}


@pytest.mark.parametrize("kind", MADE)
@pytest.mark.parametrize("lang", LANGS)
def test_sections_stand_in_order(kind, lang):
    """Each kind has its stable sections, the annexes last, and a title of its own."""
    document = example(kind, lang)
    assert [section.name for section in document.sections] == PARTS[kind]
    is_annex = [section.is_annex for section in document.sections]
    assert is_annex == sorted(is_annex)
    assert document.lang == lang
    assert document.title.subject != example("annual" if kind != "annual" else "audit", lang).title.subject


@pytest.mark.parametrize("kind", [*MADE, "period"])
@pytest.mark.parametrize("source", ["nothing", "no-tasks"])
def test_nothing_to_tell_is_told(kind, source, tmp_path):
    """An empty plan, and one without tasks and facts, give a document in every format and language."""
    if source == "nothing":
        (tmp_path / "plan.yaml").write_text(EMPTY, "utf-8")
        plan = kh2025.load_plan(tmp_path / "plan.yaml")
    else:
        plan = kh2025.load_plan("example:thai_binh_2025/plan.yaml")
    for lang in LANGS:
        document = made(kind, plan, Facts.none(), lang)
        for ending, rendered in FORMATS.items():
            assert rendered(document), ending
        assert "nan" not in render(document).lower().replace("tài chính", "").split("</style>")[-1].split()


@pytest.mark.parametrize("kind", MADE)
def test_two_makings_are_equal(kind):
    """Equal inputs give equal bytes in every format."""
    plan = kh2025.load_plan("example:thai_binh_2025/demo.yaml")
    facts = kh2025.open_facts("example:thai_binh_2025/facts")
    again = made(kind, plan, facts)
    assert {name: of(again) for name, of in FORMATS.items()} == {
        name: of(example(kind)) for name, of in FORMATS.items()
    }


@pytest.mark.parametrize("kind", MADE)
def test_number_day_and_signer_make_it_a_document(kind):
    """As for the period report; another body's symbol is refused."""
    plan = kh2025.load_plan("example:thai_binh_2025/demo.yaml")
    facts = Facts.none()
    issued = made(kind, plan, facts, issue=Issue.of("76", "25/6/2025", "GIÁM ĐỐC; Nguyễn Văn A"))
    assert not issued.is_draft
    assert issued.title.body == "SỞ KHOA HỌC VÀ CÔNG NGHỆ"
    with pytest.raises(ParameterError):
        made(kind, plan, facts, issue=Issue.of("76/BC-STC", None, None))


@pytest.mark.parametrize("kind", MADE)
def test_captions_of_sheets_differ(kind):
    """Every table has a name for its sheet, and no two of a document share one."""
    names = [one.name for part in example(kind).sections for one in part.blocks if isinstance(one, Table)]
    assert all(names)
    assert len(set(names)) == len(names)
    assert max(map(len, names)) <= 31


def test_names_of_documents_do_not_meet():
    """An agency may be called like a kind: the name tells them apart."""
    assert document_name("period", "p", "2025-Q2", "session") != document_name("session", "p", "2025-Q2")


def test_an_unknown_kind_is_named():
    """`compose` names the kinds there are."""
    with pytest.raises(KeyError, match="session"):
        compose(None, "novel")
    assert set(KINDS) == {"period", "session"}


# Session


def test_a_session_decides_on_every_long_delay():
    """Each duty overdue for long, and each task that nobody owes, has a row of its own among the decisions."""
    document = example("session")
    overdue = tables(document, "causes")["Nhiệm vụ quá hạn"]
    decisions = tables(document, "proposals")["Nội dung cần quyết định"]
    assert [text for _, text in overdue.groups] == ["Quá hạn kéo dài (2 lượt)", "Quá hạn khác (4 lượt)"]
    told = [row[1] for row in decisions.rows]
    for task in ("nv-21", "nv-27", "nv-28", "nv-29"):
        assert sum(task in text for text in told) == 1, task
    assert all(row[3] for row in decisions.rows)


def test_the_office_has_a_gap_where_its_words_lack():
    """In the second quarter nobody proposed anything: a gap; in the third the words stand there."""
    third = example("session")
    assert not [one for one in third.section("proposals").blocks if isinstance(one, Gap)]
    assert [one for one in third.section("proposals").blocks if isinstance(one, Paragraph)]
    plan = kh2025.load_plan("example:thai_binh_2025/demo.yaml")
    facts = kh2025.open_facts("example:thai_binh_2025/facts")
    second = kh2025.session_brief(kh2025.evaluate(plan, facts, "2025-Q2", as_of="2025-06-25T17:00:00+07:00"))
    assert [type(one) for one in second.section("proposals").blocks][-1] is Gap


@pytest.mark.parametrize(("agencies", "parts"), [(24, 1), (30, 2), (50, 3)])
def test_a_ranking_fills_pages_on_their_side(agencies, parts):
    """Charts in the appendix keep letters of their true size: a long ranking takes several, each naming its places."""
    plan = kh2025.load_plan("example:thai_binh_2025/demo.yaml")
    facts = kh2025.open_facts("example:thai_binh_2025/facts")
    ev = kh2025.evaluate(plan, facts, "2025-Q2", as_of="2025-06-25T17:00:00+07:00")
    rows = ev.agencies.iloc[[at % len(ev.agencies) for at in range(agencies)]].reset_index(drop=True)
    rows["agency_id"] = [f"a-{at}" for at in range(agencies)]
    made = ranking_parts(replace(ev, agencies=rows), Words("vi", {}))
    assert len(made) == parts == len({figure.caption for figure in made})
    for figure in made:
        width, _ = figure_size(figure.png, Section("appendix", (), is_annex=True, is_landscape=True))
        assert width > 160


# One agency


def test_an_agency_sees_its_score_and_no_rank():
    """Its measures come to its score; no table sets it beside others, and no other agency is scored."""
    plan = kh2025.load_plan("example:thai_binh_2025/demo.yaml")
    facts = kh2025.open_facts("example:thai_binh_2025/facts")
    whole = kh2025.evaluate(plan, facts, "2025-Q2", as_of="2025-06-25T17:00:00+07:00")
    document = kh2025.period_report(whole.for_agency("so-tp"))
    shown = tables(document, "appendix")
    assert not {"Xếp hạng", "Cơ quan"} & shown.keys()
    score = shown["Điểm"]
    assert score.total[6] == whole.agencies.set_index("agency_id").loc["so-tp", "score"]
    assert sum(row[6] for row in score.rows) == score.total[6]
    assert "Sở Tư pháp" in document.title.subject
    assert "Điểm" not in tables(kh2025.period_report(whole), "appendix")


# Audit


def test_an_audit_shows_every_breach_and_every_rule():
    """As many rows as `plan check` has findings, heaviest first, and one row a rule."""
    found = kh2025.check_plan(kh2025.load_plan("example:thai_binh_2025/demo.yaml"))
    document = example("audit")
    breaches = tables(document, "findings")["Vi phạm"]
    assert len(breaches.rows) == len(found.findings)
    assert [place for place, _ in breaches.groups] == [0, 7]
    assert len(tables(document, "appendix")["Quy tắc đã xét"].rows) == len(found.verdicts)
    six = tables(document, "results")["6 rõ"]
    lacking = {task for row in six.rows for task in row[2] or ()}
    assert lacking == set(found.findings.loc[found.findings["rule_id"] == "task-not-six-clear", "task_id"])


def test_an_audit_knows_no_later_amendment(tmp_path):
    """What was recorded after the moment is not in the audit."""
    amended = """
amendments:
  - id: sua-doi
    decision: {number: 99/QĐ-SKHCN, kind: Quyết định}
    in_force_from: 2025-06-01
    recorded_on: 2025-06-20
    changes: [{change: drop, task_id: nv-01}]
"""
    for name in ("plan.yaml", "demo.yaml"):
        shutil.copy(share.folder("examples") / "thai_binh_2025" / name, tmp_path / name)
    (tmp_path / "amended.yaml").write_text(f"extends: demo.yaml\n{amended}", "utf-8")
    plan = kh2025.load_plan(tmp_path / "amended.yaml")
    moments = ["2025-06-19T17:00:00+07:00", "2025-06-21T17:00:00+07:00"]
    pages = [
        render(kh2025.plan_audit(kh2025.check_plan(plan, known_at=parse_moment(moment))))
        for moment in moments
    ]
    assert ["99/QĐ-SKHCN" in page for page in pages] == [False, True]


# Annual review


def test_the_year_has_its_months_and_charts():
    """Twelve rows of tasks and reports, two charts of them, and one of each indicator."""
    document = example("annual")
    shown = tables(document, "results")
    assert [len(shown[name].rows) for name in ("Nhiệm vụ theo tháng", "Báo cáo theo tháng")] == [12, 12]
    figures = [one.name for one in document.section("results").blocks if isinstance(one, Figure)]
    assert {"status", "course", "heatmap", "months", "month-reports"} <= set(figures)
    assert len(set(figures)) == len(figures)
    assert sum(name.startswith("indicator-") for name in figures) == 4


def test_the_draft_is_an_annex():
    """Every task that is carried over stands in it with where it came from; the rest stands below."""
    annex = example("annual").section("next_plan")
    draft = kh2025.next_plan(
        kh2025.load_plan("example:thai_binh_2025/demo.yaml"),
        kh2025.open_facts("example:thai_binh_2025/facts"),
        AS_OF["annual"],
    )
    carried, left = (tables(example("annual"), "next_plan")[name] for name in NEXT)
    assert annex.is_annex
    assert "2026" in next(one.text for one in annex.blocks if isinstance(one, Heading))
    assert [row[1].split()[0] for row in carried.rows] == [one["id"] for one in draft.plan["tasks"]]
    assert len(left.rows) == (~draft.origins["is_carried"]).sum()


def test_a_plan_that_goes_on_has_no_draft(tmp_path):
    """Of a plan of several years the review says that it goes on."""
    text = EMPTY.replace("2025-12-31", "2026-12-31")
    (tmp_path / "plan.yaml").write_text(text, "utf-8")
    document = made("annual", kh2025.load_plan(tmp_path / "plan.yaml"), Facts.none())
    assert "31/12/2026" in "".join(
        run.text
        for one in document.section("next_plan").blocks
        if isinstance(one, Paragraph)
        for run in one.runs
    )


def test_months_are_stacked_to_their_total():
    """The pieces of a column add up to the tasks of the month, in the order of the looks."""
    plan = kh2025.load_plan("example:thai_binh_2025/demo.yaml")
    facts = kh2025.open_facts("example:thai_binh_2025/facts")
    months = kh2025.review_year(plan, facts, "2025-A1", as_of=AS_OF["annual"]).months
    ax = charts.parts_by_month(Drawing().add_subplot(), months, "vi")
    heights = [0.0] * 12
    for bars in ax.containers:
        heights = [high + bar.get_height() for high, bar in zip(heights, bars, strict=True)]
    assert heights == months["total"].tolist()
    reports = charts.reports_by_month(Drawing().add_subplot(), months, "en")
    assert sum(bar.get_height() for bars in reports.containers for bar in bars) == (
        months[[name for name in months if name.startswith("submissions_") and name != "submissions_wanted"]]
        .sum()
        .sum()
    )


NEXT = ("Dự thảo - nhiệm vụ", "Không chuyển tiếp")


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_headings_are_numbered_without_gaps(lang):
    """Parts that are left out, here indicators and activities, leave no gap in the numbers."""
    ev = kh2025.evaluate(
        kh2025.load_plan("example:thai_binh_2025/demo.yaml"),
        kh2025.open_facts("example:thai_binh_2025/facts"),
        "2025-Q2",
        as_of="2025-06-25T17:00:00+07:00",
    )
    for report in (kh2025.period_report(ev, lang), kh2025.period_report(ev.for_agency("so-ct"), lang)):
        blocks = report.section("results").blocks
        numbers = [one.text[:3] for one in blocks if isinstance(one, Heading) and one.level == 2]
        assert numbers == [f"{number}. " for number in range(1, len(numbers) + 1)]
