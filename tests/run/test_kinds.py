"""A batch of each kind of report: its files, its manifest, when it is made again, and that it comes out again."""

import csv
import json
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from kh2025 import handed, messages, share
from kh2025.errors import InputError, ParameterError
from kh2025.report.site import Entry
from kh2025.run import batch as batches
from kh2025.run.batch import Batch, Order
from kh2025.run.job import Finished
from kh2025.run.kinds import KINDS, find_kind_of_report
from kh2025.run.manifest import INPUTS, ReportManifest
from kh2025.run.sources import notebook_path

EXAMPLES = share.folder("examples") / "thai_binh_2025"
AS_OF = "2026-01-20T17:00:00+07:00"
LATER = "2026-01-20T23:00:00+07:00"
PERIODS = {"period": ("2025-Q3",), "session": ("2025-Q3",), "annual": ("2025-A1",), "audit": ()}
NAMES = {
    "period": "thai-binh-2025_2025-Q3",
    "session": "thai-binh-2025_session_2025-Q3",
    "annual": "thai-binh-2025_annual_2025-A1",
    "audit": "thai-binh-2025_audit",
}


def fake_work(job):
    """Gives the names of what was handed in the place of pages."""
    return Finished(job.name, {f"{job.name}.html": job.name.encode(), f"{job.name}.ipynb": b"{}"})


@pytest.fixture
def office(tmp_path):
    """A plan and a ledger of one's own."""
    made = tmp_path / "office"
    made.mkdir()
    for name in ("plan.yaml", "demo.yaml"):
        shutil.copy(EXAMPLES / name, made / name)
    shutil.copytree(EXAMPLES / "facts", made / "facts")
    return made


def order(office, kind, as_of=AS_OF, **more):
    """An order of one report of a kind."""
    given = {"plan": str(office / "demo.yaml"), "as_of": as_of, "out": str(office / "out"), "kind": kind}
    if kind != "audit":
        given["ledger"] = str(office / "facts")
    return Order({**given, **more.pop("given", {})}, PERIODS[kind], **more)


def run(office, kind, as_of=AS_OF):
    """One batch; gives its one outcome."""
    made = Batch.prepare(order(office, kind, as_of))
    with ThreadPoolExecutor(1) as executor:
        made.run(executor)
    [outcome] = made.outcomes
    return outcome


def say(office):
    """Somebody reports something on a task in December."""
    path = office / "facts" / "progress.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        fields = next(csv.reader(lines))
    row = {"task_id": "nv-27", "agency_id": "hy-so-ct", "state": "in_progress", "percent": "10"}
    row |= {"effective_on": "2025-12-10", "recorded_at": "2026-01-15T11:00:00+07:00"}
    with path.open("a", encoding="utf-8", newline="") as lines:
        csv.DictWriter(lines, fields).writerow({name: row.get(name, "") for name in fields})


@pytest.fixture
def no_kernels(monkeypatch):
    """No kernel runs."""
    monkeypatch.setattr(batches, "work", fake_work)


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_has_its_notebook_and_parameters(kind):
    """The notebook is there, and the defaults of its parameters are good."""
    found = find_kind_of_report(kind)
    assert notebook_path(found.notebook).is_file()
    assert found.checked().lang == "vi"


def test_an_unknown_kind_names_those_there_are():
    """All four."""
    with pytest.raises(ParameterError) as refused:
        find_kind_of_report("novel")
    assert refused.value.problems[0].details["wanted"] == "period, session, audit, annual"


@pytest.mark.parametrize("kind", KINDS)
def test_an_unknown_parameter_is_refused(kind, office):
    """What no notebook takes is a mistake; what another kind takes is left out."""
    with pytest.raises(InputError) as refused:
        Batch.prepare(order(office, kind, given={"perido": "2025-Q2"}))
    assert refused.value.problems[0].code == "parameter-unknown"


@pytest.mark.parametrize("kind", ["session", "annual", "audit"])
@pytest.mark.parametrize("asked", [{"agency": "so-yt"}, {"each_agency": True}], ids=["one", "each"])
def test_no_agency_has_one_of_its_own(kind, asked, office):
    """Only period reports are made for an agency."""
    with pytest.raises(ParameterError) as refused:
        Batch.prepare(order(office, kind, **asked))
    assert refused.value.problems[0].code == "kind-agency"


@pytest.mark.usefixtures("no_kernels")
@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_is_made_once(kind, office):
    """It stands under its name with a whole manifest, and is left the next time, also later that day."""
    made = run(office, kind)
    assert (made.name, made.status) == (NAMES[kind], "made")
    manifest = ReportManifest.read(office / "out" / f"{NAMES[kind]}.manifest.json")
    assert manifest.kind == kind
    assert set(manifest.inputs) == set(INPUTS)
    assert manifest.period == (PERIODS[kind] or ("2025-A1",))[0]
    assert manifest.subject
    assert manifest.rules
    assert run(office, kind).status == "unchanged"
    assert run(office, kind, LATER).status == "unchanged"


@pytest.mark.usefixtures("no_kernels")
@pytest.mark.parametrize("kind", KINDS)
def test_kinds_stand_side_by_side(kind, office):
    """One kind takes no file of another away."""
    other = "audit" if kind != "audit" else "annual"
    run(office, other)
    run(office, kind)
    assert run(office, other).status == "unchanged"


@pytest.mark.usefixtures("no_kernels")
def test_what_is_reported_changes_no_audit(office):
    """A record makes the annual review again and leaves the audit of the plan."""
    for kind in ("audit", "annual"):
        run(office, kind)
    say(office)
    assert run(office, "audit").status == "unchanged"
    assert run(office, "annual").status == "made"


@pytest.mark.usefixtures("no_kernels")
def test_a_changed_plan_is_audited_again(office):
    """One word of one task."""
    run(office, "audit")
    path = office / "demo.yaml"
    path.write_text(path.read_text("utf-8").replace("Xây dựng bộ chỉ tiêu", "Lập bộ chỉ tiêu", 1), "utf-8")
    again = run(office, "audit")
    assert again.status == "made"
    assert "plan" in again.reasons


def test_a_review_is_handed_its_months(office, monkeypatch, tmp_path):
    """The notebook finds the year's evaluation and its months; nothing is worked out twice."""
    batch = Batch.prepare(order(office, "annual"))
    [look] = batch.looks
    given = tmp_path / "handed"
    given.mkdir()
    for key, result in look.part(None).handed.items():
        handed.put(given, result, *key)
    monkeypatch.setenv(handed.VARIABLE, str(given))
    from kh2025.evaluation import review  # noqa: PLC0415

    monkeypatch.setattr(review, "_month", None)  # would be called for every month
    sources = look.sources
    made = review.review_year(sources.plan, sources.facts, "2025-A1", as_of=AS_OF)
    assert made.months.equals(look.review.months)


@pytest.mark.parametrize("kind", ["session", "annual", "audit"])
def test_it_comes_out_again_byte_for_byte(kind, office):
    """A real run with every format, and another one from the manifest: no file differs, no cell warns."""
    asked = order(office, kind).given
    ledger = ["--ledger", asked["ledger"]] if "ledger" in asked else []
    options = ["--kind", kind, "--as-of", AS_OF, "-o", asked["out"], "--json"]
    made = program("report", asked["plan"], *PERIODS[kind], *ledger, *options)
    [report] = made["made"]
    endings = {file.rsplit(".", 1)[-1] for file in report["files"]}
    assert endings == {"html", "docx", "pdf", "xlsx", "ipynb"}
    cells = json.loads((office / "out" / f"{NAMES[kind]}.ipynb").read_text("utf-8"))["cells"]
    assert not [one for cell in cells for one in cell.get("outputs", []) if one.get("name") == "stderr"]
    assert program("verify", asked["out"], "--rerun", "--json")["mismatches"] == []


def program(*arguments):
    """What a command prints as JSON; it ends with 0."""
    command = [sys.executable, "-m", "kh2025", *arguments]
    return json.loads(subprocess.run(command, check=True, capture_output=True).stdout)


def test_a_session_and_a_review_stay_out_of_the_heatmap():
    """The overview's heatmap shows the rates of period reports only."""
    from kh2025.report import site  # noqa: PLC0415

    rate = {"numerator": 1, "denominator": 2, "percent": 50.0}
    shared = {"report": "r", "plan": "P", "period": "2025-Q2", "agency": None, "agency_name": None}
    shared |= {"lang": "vi", "status_on": "2025-06-14", "as_of": AS_OF, "invented": None}
    entries = {
        kind: Entry(**shared, kind=kind, rates={"done_of_due": rate}, files=(f"{kind}.html",))
        for kind in ("period", "session", "annual")
    }
    pages = [site.render(list(entries.values())), site.render([entries["session"], entries["annual"]])]
    assert [messages.text("site", "map_rate") in page for page in pages] == [True, False]
