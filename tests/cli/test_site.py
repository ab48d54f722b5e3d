"""``kh2025 site DIR``: the page over whatever reports the manifests in the folder name."""

import json

import pytest

from kh2025.cli.program import run
from kh2025.run.manifest import INPUTS, FailureManifest, Output, ReportManifest

DIGEST = "0" * 64


def report(folder, name="ke-hoach_2025-Q2", **given):
    """A finished report in a folder: its files and its manifest."""
    folder.mkdir(exist_ok=True, parents=True)
    outputs = {f"{name}.{ending}": Output.of(ending.encode()) for ending in ("docx", "html", "pdf")}
    for file in outputs:
        (folder / file).write_bytes(file.rsplit(".", 1)[-1].encode())
    rate = {"numerator": 1, "denominator": 2, "of": "due", "value": 0.5, "percent": 50.0}
    made = {
        "report": name,
        "plan": "ke-hoach",
        "plan_title": "Kế hoạch",
        "period": "2025-Q2",
        "period_label": "Quý II/2025",
        "agency": None,
        "agency_name": None,
        "kind": "period",
        "subject": "Đánh giá kết quả thực hiện Kế hoạch",
        "lang": "vi",
        "status_on": "2025-06-14",
        "as_of": "2025-07-01T00:00:00+07:00",
        "known_through": None,
        "invented": None,
        "summary": {"rates": {"done_of_due": rate}, "submission_rates": {}},
        "parameters": {},
        "key": DIGEST,
        "inputs": dict.fromkeys(INPUTS, DIGEST),
        "tables": {},
        "versions": {},
        "provisional": (),
        "rules": (),
        "outputs": outputs,
    }
    manifest = ReportManifest(**(made | given))
    (folder / f"{name}{ReportManifest.ending}").write_bytes(manifest.to_bytes())


def test_a_page_is_made_over_the_folder_and_those_within(tmp_path, capsys):
    """The page lists the reports of the folder and its folders with relative links, the page first."""
    report(tmp_path)
    report(tmp_path / "2024", "cu")
    assert run(["site", str(tmp_path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "page": (tmp_path / "index.html").as_posix(),
        "reports": 2,
        "failed": 0,
    }
    page = (tmp_path / "index.html").read_text("utf-8")
    places = [page.index(f'"./{name}"') for name in ("2024/cu.html", "2024/cu.pdf", "2024/cu.docx")]
    assert places == sorted(places)
    assert '"./ke-hoach_2025-Q2.html"' in page


def test_the_same_folder_gives_the_same_bytes(tmp_path):
    """A second run writes the same page."""
    report(tmp_path)
    pages = []
    for _ in range(2):
        assert run(["site", str(tmp_path)]) == 0
        pages.append((tmp_path / "index.html").read_bytes())
    assert pages[0] == pages[1]


def test_an_empty_folder_has_a_page_that_says_so(tmp_path, capsys):
    """Without reports the page is made all the same."""
    assert run(["site", str(tmp_path), "--lang", "en"]) == 0
    assert "0 reports" in capsys.readouterr().out
    assert "no report in the folder yet" in (tmp_path / "index.html").read_text("utf-8")


BAD = {
    "no folder": (lambda folder: folder / "nowhere", "nowhere"),
    "no manifest": (
        lambda folder: (folder / "x.manifest.json").write_text("{") and folder,
        "x.manifest.json",
    ),
    "stray file": (
        lambda folder: report(folder, outputs={"../x.html": Output.of(b"")}) or folder,
        "../x.html",
    ),
}


@pytest.mark.parametrize(("make", "named"), BAD.values(), ids=BAD)
def test_bad_input_is_one_message(tmp_path, capsys, make, named):
    """A missing folder, a broken manifest, a path that leaves the folder: exit 3, named, and no page."""
    assert run(["site", str(make(tmp_path))]) == 3
    assert named in capsys.readouterr().err
    assert not (tmp_path / "index.html").exists()


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_failed_report_is_told(tmp_path, capsys, lang):
    """The page names the report whose last run failed, why, and links to its notebook; the message counts it."""
    report(tmp_path)
    details = {"cell": 3, "error": "<b>ValueError</b>"}
    given = {"report": "ke-hoach_2025-Q1", "period": "2025-Q1", "agency": None, "code": "notebook-failed"}
    failed = FailureManifest(**given, details=details, key=DIGEST)
    (tmp_path / f"ke-hoach_2025-Q1{FailureManifest.ending}").write_bytes(failed.to_bytes())
    (tmp_path / "ke-hoach_2025-Q1.failed.ipynb").write_text("{}")
    assert run(["site", str(tmp_path), "--lang", lang]) == 0
    assert {"vi": "1 báo cáo lập không thành công", "en": "1 reports failed"}[lang] in capsys.readouterr().out
    page = (tmp_path / "index.html").read_text("utf-8")
    assert "&lt;b&gt;ValueError&lt;/b&gt;" in page
    assert "<b>" not in page
    assert '"./ke-hoach_2025-Q1.failed.ipynb"' in page
