"""The report notebook through stock papermill and through our batch: same outputs, whole files, equal bytes again."""

import asyncio
import base64
import json
import subprocess
import sys

import pytest

from kh2025 import share
from kh2025.errors import ParameterError
from kh2025.run import executors, sources
from kh2025.run.batch import Batch, Order
from kh2025.run.job import Job, work
from kh2025.run.verify import mismatches, rerun

AS_OF = "2025-06-25T17:00:00+07:00"
NAME = "thai-binh-2025_2025-Q2"
GIVEN = {
    "plan": "example:thai_binh_2025/demo.yaml",
    "ledger": "example:thai_binh_2025/facts",
    "as_of": AS_OF,
    "formats": "html",
}


def outputs(path):
    """Outputs of all cells, without what two runs may differ in."""
    cells = json.loads(path.read_text("utf-8"))["cells"]
    return [output.get("data", output.get("text")) for cell in cells for output in cell.get("outputs", [])]


def charts(path):
    pictures = [data["image/png"] for data in outputs(path) if isinstance(data, dict) and "image/png" in data]
    return [base64.b64decode(picture) for picture in pictures]


def run(out, **order):
    batch = Batch.prepare(Order({**GIVEN, "out": str(out)}, ("2025-Q2",), **order))
    with executors.local(1) as executor:
        batch.run(executor)
    return batch


@pytest.fixture(scope="module")
def ours(tmp_path_factory):
    """The example's report, made by a batch."""
    out = tmp_path_factory.mktemp("ours")
    return out, run(out)


@pytest.fixture(scope="module")
def stock(tmp_path_factory):
    """The same by stock papermill, from a folder that is not the checkout."""
    folder = tmp_path_factory.mktemp("stock")
    source = share.folder("notebooks") / "period_report.ipynb"
    given = ["-p", "period", "2025-Q2", "-p", "as_of", AS_OF, "-p", "out", ".", "-p", "formats", "html"]
    command = [sys.executable, "-m", "papermill", str(source), "out.ipynb", *given]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return folder


def test_a_batch_publishes_page_notebook_and_manifests(ours):
    """Page, executed notebook and manifests stand in the folder, and nothing else is left there."""
    out, batch = ours
    assert batch.outcomes[0].files == (f"{NAME}.html", f"{NAME}.ipynb")
    assert sorted(file.name for file in out.iterdir()) == [
        f"{NAME}.batch.json",
        f"{NAME}.html",
        f"{NAME}.ipynb",
        f"{NAME}.manifest.json",
    ]


def test_the_notebook_shows_at_least_four_charts(ours):
    """Four charts or more are pictures of the executed notebook, not texts about figures."""
    pictures = charts(ours[0] / f"{NAME}.ipynb")
    assert len(pictures) >= 4
    assert all(picture.startswith(b"\x89PNG") for picture in pictures)


def test_stock_papermill_gives_the_same_page(ours, stock):
    """The page that stock papermill makes, which was handed nothing, is the same bytes."""
    assert (stock / f"{NAME}.html").read_bytes() == (ours[0] / f"{NAME}.html").read_bytes()


def test_stock_papermill_gives_the_same_outputs(ours, stock):
    """All cells show the same, charts included."""
    assert outputs(stock / "out.ipynb") == outputs(ours[0] / f"{NAME}.ipynb")


def test_a_second_run_gives_the_same_bytes(ours):
    """Verified and made again: every file comes out byte for byte, the executed notebook among them."""
    assert list(mismatches(ours[0])) == []
    with executors.local(1) as executor:
        assert list(rerun(ours[0], executor)) == []


def test_an_altered_file_is_a_mismatch(ours, tmp_path):
    """One byte more is found, and so is a file that is gone."""
    for file in ours[0].iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    page = tmp_path / f"{NAME}.html"
    page.write_bytes(page.read_bytes() + b" ")
    (tmp_path / f"{NAME}.ipynb").unlink()
    assert [(one.kind, one.name) for one in mismatches(tmp_path)] == [
        ("altered", f"{NAME}.html"),
        ("missing", f"{NAME}.ipynb"),
    ]


def test_a_manifest_that_cannot_be_read_hides_no_other(ours, tmp_path):
    """It is told itself, and the reports beside it are verified all the same."""
    for file in ours[0].iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "broken.manifest.json").write_text("{", "utf-8")
    (tmp_path / f"{NAME}.ipynb").unlink()
    found = [(one.kind, one.name) for one in mismatches(tmp_path)]
    assert found == [("unreadable", "broken.manifest.json"), ("missing", f"{NAME}.ipynb")]


def test_a_figure_edited_in_the_manifest_is_found_when_made_again(ours, tmp_path):
    """What the manifest says of the report beside its files is made again too."""
    for file in ours[0].iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    path = tmp_path / f"{NAME}.manifest.json"
    path.write_text(path.read_text("utf-8").replace('"numerator": ', '"numerator": 9'), "utf-8")
    with executors.local(1) as executor:
        assert [(one.kind, one.name) for one in rerun(tmp_path, executor)] == [("edited", "summary")]


def test_the_executed_notebook_holds_no_time_and_no_place(ours):
    """Neither a time of the run nor a folder of this machine; Vietnamese stays readable."""
    text = (ours[0] / f"{NAME}.ipynb").read_text("utf-8")
    for trace in ("start_time", "duration", "iopub", str(ours[0]), "/tmp/"):  # noqa: S108 - looked for, not used
        assert trace not in text
    assert "Báo cáo" in text


def test_one_agencys_report_shows_no_other_agency(tmp_path):
    """An agency's report names neither another department nor a table that ranks agencies."""
    run(tmp_path, agency="so-yt")
    page = (tmp_path / f"{NAME}_so-yt.html").read_text("utf-8")
    assert "Sở Y tế" in page
    assert "Sở Công Thương" not in page


def job(code, tmp_path, tags=("parameters",), **options):
    """A job whose second cell runs the given code."""
    cells = [
        {
            "cell_type": "code",
            "id": "given",
            "metadata": {"tags": list(tags)},
            "source": "who = ''",
            "outputs": [],
        },
        {"cell_type": "code", "id": "work", "metadata": {}, "source": code, "outputs": []},
    ]
    for cell in cells:
        cell["execution_count"] = None
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    book = {"cells": cells, "metadata": kernel, "nbformat": 4, "nbformat_minor": 5}
    return Job("x", json.dumps(book), {"who": 'Sở "Y tế"\n'}, {}, {}, folder=str(tmp_path), **options)


@pytest.mark.parametrize("engine", ["kh2025", "nbclient"])
@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("raise ValueError('hỏng')", "notebook-failed"),
        ("print('trước', flush=True); import time; time.sleep(60)", "notebook-timeout"),
        ("import os; os._exit(3)", "notebook-kernel"),
    ],
    ids=["raises", "hangs", "exits"],
)
def test_a_failure_is_a_result_with_its_notebook(tmp_path, monkeypatch, engine, code, expected):
    """A cell that raises, hangs or ends its process gives the code of the failure and the notebook so far."""
    monkeypatch.setattr("kh2025.run.inputs.surroundings", dict)
    finished = work(job(code, tmp_path, engine=engine, timeout=5))
    assert finished.failure == expected
    assert list(finished.files) == ["x.failed.ipynb"]
    assert "Sở" in finished.files["x.failed.ipynb"].decode()
    assert list(tmp_path.iterdir()) == []


def test_a_cells_files_come_back_and_parameters_are_readable(tmp_path, monkeypatch):
    """What the cells wrote where they run is in the result; the injected cell shows letters, not escapes."""
    monkeypatch.setattr("kh2025.run.inputs.surroundings", dict)
    finished = work(job("open('trang.html', 'w').write(who)", tmp_path))
    assert finished.files["trang.html"].decode() == 'Sở "Y tế"\n'
    injected = json.loads(finished.files["x.ipynb"])["cells"][1]
    assert injected["id"] == "injected-parameters"
    assert "".join(injected["source"]) == "# Parameters\nwho = 'Sở \"Y tế\"\\n'"


@pytest.mark.parametrize("source", ["1 + 1", "raise ValueError('hỏng')"], ids=["ends", "raises"])
def test_a_running_loop_is_left_alone(tmp_path, monkeypatch, source):
    """Called from where an event loop runs, as in a notebook, the run has a loop of its own; the other goes on."""
    monkeypatch.setattr("kh2025.run.inputs.surroundings", dict)

    async def caller():
        finished = work(job(source, tmp_path))
        await asyncio.sleep(0)
        return finished.failure

    assert asyncio.run(caller()) == (None if source == "1 + 1" else "notebook-failed")


def test_a_worker_with_another_program_refuses(tmp_path):
    """A worker elsewhere whose packages differ makes nothing: its bytes would stand under a key that is not theirs."""
    from kh2025.run.inputs import surroundings  # noqa: PLC0415

    other = {**surroundings(), "packages": "other"}
    one = job("1", tmp_path)
    finished = work(Job(one.name, one.notebook, one.parameters, {}, other))
    assert (finished.failure, finished.details) == ("worker-differs", {"inputs": "packages"})


def test_a_notebook_without_parameters_cell_is_refused(tmp_path, monkeypatch):
    """Without the tag papermill would silently run the defaults; we refuse before a process starts."""
    (tmp_path / "period_report.ipynb").write_text(job("1", tmp_path, tags=()).notebook, "utf-8")
    monkeypatch.setattr(share, "folder", lambda _: tmp_path)
    with pytest.raises(ParameterError, match="notebook-parameters"):
        sources.notebook_path()


def test_braces_in_a_folders_name_are_a_name(tmp_path):
    """A folder named "{plan} {x}" is not a template: the files are in it."""
    out = tmp_path / "Báo cáo {plan} {x}"
    batch = run(out)
    assert {file.name for file in out.iterdir()} >= set(batch.outcomes[0].files)
    assert [path.name for path in tmp_path.iterdir()] == [out.name]
