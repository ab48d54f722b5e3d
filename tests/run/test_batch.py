"""A batch makes what its inputs changed and nothing else, and records it; fast, with the cells left out."""

import csv
import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kh2025 import share
from kh2025.errors import InputError, ParameterError
from kh2025.run import batch as batches
from kh2025.run import inputs, publishing
from kh2025.run.batch import Batch, Order
from kh2025.run.job import Finished
from kh2025.run.manifest import INPUTS, BatchManifest, FailureManifest, ReportManifest
from kh2025.run.verify import mismatches

AS_OF = "2025-06-25T17:00:00+07:00"
LATER = "2025-06-25T23:00:00+07:00"
NAME = "thai-binh-2025_2025-Q2"
AGENCIES = (None, "so-yt", "so-gddt", "so-tp", "so-tc")
EXAMPLES = share.folder("examples") / "thai_binh_2025"


def fake_work(job):
    """Gives what a job's parameters say in the place of pages."""
    passing = ("as_of", "plan", "ledger")
    content = repr(sorted((name, value) for name, value in job.parameters.items() if name not in passing))
    return Finished(job.name, {f"{job.name}.html": content.encode(), f"{job.name}.ipynb": b"{}"})


READY = []  # the engines that were started ahead


@pytest.fixture(autouse=True, scope="module")
def _no_kernels():
    """No kernel runs, and four agencies stand for all."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(batches, "work", fake_work)
        patch.setattr(batches, "make_ready", READY.append)
        patch.setattr(
            batches, "_agencies", lambda order, *_: AGENCIES if order.each_agency else (order.agency,)
        )
        yield


def copy_office(made):
    """A plan and a ledger of one's own."""
    made.mkdir()
    for name in ("plan.yaml", "demo.yaml"):
        shutil.copy(EXAMPLES / name, made / name)
    shutil.copytree(EXAMPLES / "facts", made / "facts")
    return made


@pytest.fixture
def office(tmp_path):
    """An office before its first batch."""
    return copy_office(tmp_path / "office")


def run(office, as_of=AS_OF, *, agencies=True, **given):
    """A batch in the office; gives its outcomes by report."""
    order = {name: given.pop(name) for name in ("only_failed", "agency", "timeout") if name in given}
    shared = {"plan": str(office / "demo.yaml"), "ledger": str(office / "facts"), "as_of": as_of}
    shared |= {"out": str(office / "out"), **given}
    made = Batch.prepare(Order(shared, ("2025-Q2",), each_agency=agencies and "agency" not in order, **order))
    with ThreadPoolExecutor(1) as executor:
        made.run(executor)
    return {one.name.removeprefix(NAME).lstrip("_"): one for one in made.outcomes}


def remade(outcomes):
    return {name for name, one in outcomes.items() if one.status != "unchanged"}


def append(office, file, **row):
    """One more record at the end of a file."""
    path = office / "facts" / f"{file}.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        fields = next(csv.reader(lines))
    with path.open("a", encoding="utf-8", newline="") as lines:
        csv.DictWriter(lines, fields).writerow({name: row.get(name, "") for name in fields})


def correct(office, agency, task="nv-07"):
    """A late correction by an agency, recorded after the first look."""
    row = {"task_id": task, "agency_id": agency, "state": "in_progress", "percent": "71"}
    append(office, "progress", **row, effective_on="2025-06-14", recorded_at="2025-06-25T18:00:00+07:00")


def extend(office, text):
    """More lines at the end of the plan."""
    path = office / "demo.yaml"
    path.write_text(path.read_text("utf-8") + text, "utf-8")


def edit(office, old, new, file="demo.yaml"):
    path = office / file
    text = path.read_text("utf-8")
    assert text.count(old) >= 1
    path.write_text(text.replace(old, new, 1), "utf-8")


@pytest.fixture(scope="module")
def first(tmp_path_factory, _no_kernels):
    """An office after its first batch, made once: everything was new."""
    made = copy_office(tmp_path_factory.mktemp("first") / "office")
    outcomes = run(made)
    assert {one.status for one in outcomes.values()} == {"made"}
    assert len(outcomes) == len(AGENCIES)
    return made


@pytest.fixture
def made(first, tmp_path):
    """A copy of the office after its first batch."""
    return Path(shutil.copytree(first, tmp_path / "office"))


def test_the_engine_is_started_ahead_only_where_something_is_new(office):
    """It starts beside the first look; a batch of reports that all stand starts nothing."""
    READY.clear()
    run(office, agencies=False)
    assert READY == ["kh2025"]
    run(office, agencies=False)
    assert READY == ["kh2025"]


def test_nothing_changed_nothing_is_made(made):
    """The same batch again, and one at a later moment of the day, leave every file as it is."""
    before = {
        path.name: (path.stat().st_mtime_ns, path.read_bytes()) for path in (made / "out").glob("*.html")
    }
    assert remade(run(made)) == set()
    assert remade(run(made, LATER)) == set()
    after = {
        path.name: (path.stat().st_mtime_ns, path.read_bytes()) for path in (made / "out").glob("*.html")
    }
    assert after == before


def test_a_late_correction_remakes_its_agency_and_the_roll_up(made):
    """Three agencies correct after the first look: those three and the plan's report are made, at a later moment."""
    for agency, task in (("so-yt", "nv-07"), ("so-gddt", "nv-08"), ("so-tp", "nv-09")):
        correct(made, agency, task)
    assert remade(run(made, AS_OF)) == set(), "recorded after the moment"
    outcomes = run(made, LATER)
    assert remade(outcomes) == {"", "so-yt", "so-gddt", "so-tp"}
    assert "tables" in outcomes["so-yt"].reasons
    assert "tables.records" in outcomes["so-yt"].reasons
    assert remade(run(made, LATER)) == set()


def test_a_row_of_another_agency_above_changes_nothing_below(made):
    """Where a record stands in its file is no input."""
    path = made / "facts" / "remarks.csv"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    lines.insert(1, "2025-Q1,so-yt,causes,Nguyên nhân,2025-05-20T08:00:00+07:00,x\n")
    path.write_text("".join(lines), "utf-8")
    outcomes = run(made)
    assert remade(outcomes) == {"", "so-yt"}, {name: one.reasons for name, one in outcomes.items()}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("name: Xây dựng bộ chỉ tiêu theo dõi", "name: Xây dựng các chỉ tiêu theo dõi", "one"),
        ("due_soon_days: 15", "due_soon_days: 16", "all"),
    ],
    ids=["task", "setting"],
)
def test_a_change_of_the_plan_remakes_who_sees_it(made, old, new, expected):
    """A task's name is seen by its agencies and in the plan's report; a setting by everybody."""
    file = "demo.yaml" if old in (made / "demo.yaml").read_text("utf-8") else "plan.yaml"
    if old not in (made / file).read_text("utf-8"):
        extend(made, "settings:\n  due_soon_days: 16\n")
    else:
        edit(made, old, new, file)
    outcomes = run(made)
    if expected == "all":
        assert remade(outcomes) == set(outcomes)
    else:
        assert "" in remade(outcomes)
        assert remade(outcomes) == {""}


def test_a_comment_in_the_plan_changes_nothing(made):
    """The plan's content is the input, not its file."""
    extend(made, "# ghi chú\n")
    assert remade(run(made)) == set()


def test_the_sources_may_move(made, tmp_path_factory):
    """Where plan and ledger stand is no input."""
    moved = tmp_path_factory.mktemp("moved") / "other"
    shutil.copytree(made, moved)
    assert remade(run(moved)) == set()


@pytest.mark.parametrize("given", [{"lang": "en"}, {"formats": "html,html"}], ids=["lang", "formats"])
def test_a_parameter_remakes_everything(made, given):
    """Language and formats are inputs of every report."""
    outcomes = run(made, **given)
    assert remade(outcomes) == set(outcomes)
    assert outcomes["so-yt"].reasons[0] == "parameters"


@pytest.mark.parametrize("name", ["rules", "program", "packages", "fonts"])
def test_what_surrounds_the_reports_is_an_input(made, monkeypatch, name):
    """Another rule, program, package or font: everything is made again, and said why."""
    known = inputs.surroundings()
    monkeypatch.setattr(inputs, "surroundings", lambda: {**known, name: "other"})
    outcomes = run(made)
    assert remade(outcomes) == set(outcomes)
    assert {one.reasons for one in outcomes.values()} == {(name,)}


@pytest.mark.parametrize(("cell", "expected"), [("code", "all"), ("markdown", "none")], ids=["code", "text"])
def test_the_notebooks_code_is_an_input(made, monkeypatch, tmp_path, cell, expected):
    """A cell of code that changed makes everything again; the text between the cells does not."""
    source = json.loads((share.folder("notebooks") / "period_report.ipynb").read_text("utf-8"))
    changed = [one for one in source["cells"] if one["cell_type"] == cell][-1]
    changed["source"] = [*changed["source"], "\n# thêm"]
    path = tmp_path / "changed.ipynb"
    path.write_text(json.dumps(source), "utf-8")
    monkeypatch.setattr(batches, "notebook_path", lambda _: path)
    outcomes = run(made)
    assert remade(outcomes) == (set(outcomes) if expected == "all" else set())


@pytest.mark.parametrize("damage", ["delete", "cut", "manifest", "foreign"])
def test_a_file_that_is_not_as_made_is_made_again(made, damage):
    """A missing, torn or altered file, or a manifest that is none: that report alone is made again."""
    page = made / "out" / f"{NAME}_so-yt.html"
    manifest = made / "out" / f"{NAME}_so-yt.manifest.json"
    whole = page.read_bytes()
    if damage == "delete":
        page.unlink()
    elif damage == "cut":
        page.write_bytes(whole[:-1])
    elif damage == "manifest":
        manifest.write_text("{", "utf-8")
    else:
        manifest.unlink()
    assert remade(run(made)) == {"so-yt"}
    assert page.read_bytes() == whole


@pytest.mark.parametrize(
    ("edit_of", "found"),
    [
        pytest.param(lambda made: made["inputs"].pop("fonts"), ["key"], id="input dropped"),
        pytest.param(lambda made: made.update(key="0" * 64), ["key"], id="key"),
        pytest.param(lambda made: made.update(report="x"), ["report"], id="report"),
        pytest.param(
            lambda made: made["outputs"].update({"../x": {"sha256": "0", "size": 1}}),
            ["outputs.../x", "../x"],
            id="path",
        ),
    ],
)
def test_a_manifest_edited_by_hand_is_found_and_made_again(made, edit_of, found):
    """What this program cannot have written does not stand; no file outside the folder is looked at or taken away."""
    out = made / "out"
    stray = made / "x"
    stray.write_text("y", "utf-8")
    path = out / f"{NAME}_so-yt.manifest.json"
    content = json.loads(path.read_bytes())
    edit_of(content)
    path.write_text(json.dumps(content), "utf-8")
    assert [one.name for one in mismatches(out)] == found
    assert remade(run(made)) == {"so-yt"}
    assert stray.exists()
    assert list(mismatches(out)) == []


@pytest.mark.parametrize("name", ["other_2025-Q1.manifest.json", f"{NAME}_so-yt.copy.manifest.json"])
def test_another_reports_broken_manifest_stops_no_batch(made, name):
    """The batch looks at the manifests of its own reports only."""
    (made / "out" / name).write_text("{", "utf-8")
    assert remade(run(made)) == set()


def test_the_manifest_says_what_a_report_was_made_from(made):
    """All inputs by digest, versions, rules, the moment; no person, host or path of this machine."""
    path = made / "out" / f"{NAME}_so-yt.manifest.json"
    manifest = ReportManifest.read(path)
    assert tuple(manifest.inputs) == (
        "tables",
        "plan",
        "notebook",
        "parameters",
        "rules",
        "program",
        "packages",
        "fonts",
    )
    assert set(manifest.inputs) == set(INPUTS)
    assert (manifest.report, manifest.agency_name, manifest.as_of) == (f"{NAME}_so-yt", "Sở Y tế", AS_OF)
    assert manifest.known_through < manifest.as_of
    assert set(manifest.outputs) == {f"{NAME}_so-yt.html", f"{NAME}_so-yt.ipynb"}
    assert {"kh2025", "python", "pandas"} <= set(manifest.versions)
    assert "task-overdue" in manifest.rules
    assert path.read_bytes() == manifest.to_bytes()


def test_the_batch_has_its_own_manifest(made):
    """What was asked for, as of when, and the keys of all that stands."""
    path = made / "out" / f"{NAME}_each-agency.batch.json"
    first = BatchManifest.read(path)
    assert (first.periods, first.as_of) == (("2025-Q2",), AS_OF)
    assert len(first.reports) == len(AGENCIES)
    run(made, LATER)
    assert BatchManifest.read(path).as_of == LATER
    assert BatchManifest.read(path).reports == first.reports


def test_two_looks_at_equal_tables_make_equal_files(made):
    """A report made at a later moment with an equal key has the bytes of the earlier one."""
    page = made / "out" / f"{NAME}.html"
    whole = page.read_bytes()
    page.unlink()
    run(made, LATER)
    assert page.read_bytes() == whole


@pytest.fixture
def failing(monkeypatch):
    """Lets the reports of some agencies fail."""
    broken = set()
    fine = batches.work

    def work(job):
        if job.parameters["agency"] in broken:
            return Finished(
                job.name, {f"{job.name}.failed.ipynb": b"{}"}, "notebook-failed", {"cell": 2, "error": "x"}
            )
        return fine(job)

    monkeypatch.setattr(batches, "work", work)
    return broken


def test_a_failure_leaves_the_others_and_can_be_retried_alone(office, failing):
    """The last good report stands, the failed notebook lies beside it; a retry runs just it, and cleans up."""
    failing.add("so-yt")
    first = run(office)
    assert {name for name, one in first.items() if one.status == "failed"} == {"so-yt"}
    out = office / "out"
    assert (out / f"{NAME}_so-yt.failed.ipynb").exists()
    assert FailureManifest.read(out / f"{NAME}_so-yt.failed.json").code == "notebook-failed"
    assert not (out / f"{NAME}_so-yt.html").exists()
    assert set(run(office, only_failed=True)) == {"so-yt"}
    failing.clear()
    retried = run(office, only_failed=True)
    assert {name: one.status for name, one in retried.items()} == {"so-yt": "made"}
    assert not list(out.glob("*.failed.*"))
    assert run(office, only_failed=True) == {}


def test_a_failure_after_a_success_keeps_the_good_report(made, failing):
    """New figures and a notebook that fails: the old page stays, and the next batch tries again."""
    page = made / "out" / f"{NAME}_so-yt.html"
    whole = page.read_bytes()
    correct(made, "so-yt")
    failing.add("so-yt")
    assert run(made, LATER)["so-yt"].status == "failed"
    assert page.read_bytes() == whole
    failing.clear()
    outcomes = run(made, LATER)
    assert (remade(outcomes), outcomes["so-yt"].reasons[0]) == ({"so-yt"}, "failed")


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"as_of": "2025-06-25"}, "moment"),
        ({"lang": "fr"}, "parameter-value"),
        ({"formats": "odt"}, "format"),
        ({"agency": "../../x"}, "agency"),
        ({"plan; import os": "x"}, "parameter-unknown"),
        ({"number": "76/QĐ-SKHCN"}, "issue-symbol"),
    ],
    ids=["moment", "lang", "format", "path-as-agency", "code-as-name", "symbol"],
)
def test_bad_parameters_are_refused_before_anything_is_written(office, given, code):
    """Every set is checked first: no folder, no process."""
    with pytest.raises(InputError) as refused:
        run(office, **{"as_of": AS_OF, **given})
    assert refused.value.problems[0].code == code
    assert not (office / "out").exists()


@pytest.mark.parametrize("name", ["../x", "a/b", "", "..", "a\\b"])
def test_a_name_never_leaves_the_folder(tmp_path, name):
    """A file is published under a name, never under a path."""
    out, private = tmp_path / "out", tmp_path / "private"
    out.mkdir()
    private.mkdir()
    with pytest.raises(Exception, match="write-target"):
        publishing.publish(out, private, {name: b"x"})
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["out", "private"]


def test_a_link_is_replaced_not_followed(tmp_path):
    """Where a link stands under a report's name, the link goes; what it named stays as it was."""
    out, private, other = tmp_path / "out", tmp_path / "private", tmp_path / "other"
    out.mkdir()
    private.mkdir()
    other.write_text("của người khác", "utf-8")
    (out / "a.html").symlink_to(other)
    publishing.publish(out, private, {"a.html": b"x"})
    assert (other.read_text("utf-8"), (out / "a.html").read_bytes()) == ("của người khác", b"x")
    assert not (out / "a.html").is_symlink()


def test_what_a_killed_batch_left_is_cleared_and_what_a_running_one_uses_is_not(tmp_path):
    """A private folder whose owner lives is locked; any other goes."""
    (tmp_path / ".making-left").mkdir()
    with publishing.private_folder(tmp_path) as running:
        assert not (tmp_path / ".making-left").exists()
        with publishing.private_folder(tmp_path):
            assert running.exists()
    assert list(tmp_path.iterdir()) == []


def test_an_unwritable_folder_is_one_message(office):
    """A file where the folder should be is refused with its path."""
    (office / "file").write_text("x", "utf-8")
    with pytest.raises(ParameterError) as refused:
        run(office, out=str(office / "file" / "out"))
    assert refused.value.problems[0].code == "write"


def test_a_password_stands_in_no_file():
    """The address of a store is named without it, in notebooks and manifests."""
    from kh2025.run.looks import shown_source  # noqa: PLC0415

    assert shown_source("postgresql+psycopg://a:bí-mật@host/facts") == "postgresql+psycopg://a@host/facts"
    assert shown_source("sqlite:///facts.db") == "sqlite:///facts.db"
    assert shown_source(str(Path("a b"))) == "a b"
