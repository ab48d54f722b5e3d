"""The report notebook under stock papermill and through our runner: same outputs, whole files, honest failures."""

import base64
import json
import subprocess
import sys

import pytest

from kh2025 import share
from kh2025.errors import ParameterError, RunError
from kh2025.report.save import FORMATS
from kh2025.run import notebook
from kh2025.run.parameters import ReportParameters

AS_OF = "2025-06-25T17:00:00+07:00"
NAME = "thai-binh-2025_2025-Q2"


def outputs(path):
    """Outputs of all cells, without what two runs may differ in."""
    cells = json.loads(path.read_text("utf-8"))["cells"]
    return [output.get("data", output.get("text")) for cell in cells for output in cell.get("outputs", [])]


def charts(path):
    pictures = [data["image/png"] for data in outputs(path) if isinstance(data, dict) and "image/png" in data]
    return [base64.b64decode(picture) for picture in pictures]


@pytest.fixture(scope="module")
def ours(tmp_path_factory):
    """The example's report, made by our runner."""
    out = tmp_path_factory.mktemp("ours")
    made = notebook.run_report(ReportParameters(as_of=AS_OF, out=str(out)), "thai-binh-2025")
    return out, made


@pytest.fixture(scope="module")
def stock(tmp_path_factory):
    """The same by stock papermill, from a folder that is not the checkout."""
    folder = tmp_path_factory.mktemp("stock")
    source = share.folder("notebooks") / "period_report.ipynb"
    command = [
        sys.executable,
        "-m",
        "papermill",
        str(source),
        "out.ipynb",
        "-p",
        "period",
        "2025-Q2",
        "-p",
        "as_of",
        AS_OF,
        "-p",
        "out",
        ".",
    ]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return folder


def test_our_runner_publishes_the_report_and_the_notebook(ours):
    """All formats and the executed notebook stand in the folder, and nothing else is left there."""
    out, made = ours
    expected = [f"{NAME}.{ending}" for ending in (*sorted(FORMATS), "ipynb")]
    assert [file.name for file in made.files] == expected
    assert sorted(file.name for file in out.iterdir()) == sorted(expected)


def test_the_notebook_shows_at_least_four_charts(ours):
    """Four charts or more are pictures of the executed notebook, not texts about figures."""
    pictures = charts(ours[0] / f"{NAME}.ipynb")
    assert len(pictures) >= 4
    assert all(picture.startswith(b"\x89PNG") for picture in pictures)


@pytest.mark.parametrize("ending", FORMATS)
def test_stock_papermill_gives_the_same_files(ours, stock, ending):
    """The files that stock papermill makes are the same bytes."""
    assert (stock / f"{NAME}.{ending}").read_bytes() == (ours[0] / f"{NAME}.{ending}").read_bytes()


def test_stock_papermill_gives_the_same_outputs(ours, stock):
    """All cells show the same, charts included."""
    assert outputs(stock / "out.ipynb") == outputs(ours[0] / f"{NAME}.ipynb")


def test_one_agencys_report_shows_no_other_agency(tmp_path):
    """An agency's report names neither another department nor a table that ranks agencies."""
    given = ReportParameters(as_of=AS_OF, agency="so-yt", out=str(tmp_path), lang="en")
    made = notebook.run_report(given, "thai-binh-2025")
    (page,) = (file.read_text("utf-8") for file in made.files if file.name == f"{NAME}_so-yt.html")
    assert "Sở Y tế" in page
    assert "Sở Công Thương" not in page
    assert "By agency" not in page


@pytest.fixture
def broken_notebook(tmp_path, monkeypatch):
    """Lets the runner find a notebook whose second cell runs the given code."""

    def make(code, tags=("parameters",)):
        cells = [
            {
                "cell_type": "code",
                "id": "parameters",
                "metadata": {"tags": list(tags)},
                "source": "out = ''",
                "outputs": [],
                "execution_count": None,
            },
            {
                "cell_type": "code",
                "id": "work",
                "metadata": {},
                "source": code,
                "outputs": [],
                "execution_count": None,
            },
        ]
        kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
        folder = tmp_path / "notebooks"
        folder.mkdir(exist_ok=True)
        book = {"cells": cells, "metadata": kernel, "nbformat": 4, "nbformat_minor": 5}
        (folder / "period_report.ipynb").write_text(json.dumps(book), "utf-8")
        monkeypatch.setattr(share, "folder", lambda _name: folder)

    return make


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("raise ValueError('hỏng')", "notebook-failed"),
        ("import time; time.sleep(60)", "notebook-timeout"),
        ("import os; os._exit(3)", "notebook-kernel"),
    ],
    ids=["raises", "hangs", "exits"],
)
def test_a_failed_run_leaves_the_last_good_report(broken_notebook, tmp_path, code, expected):
    """The good report stays untouched, the failed notebook stands beside it, nothing half-made is left."""
    broken_notebook(code)
    out = tmp_path / "out"
    out.mkdir()
    (out / f"{NAME}.html").write_text("good", "utf-8")
    with pytest.raises(RunError) as failed:
        notebook.run_report(ReportParameters(out=str(out)), "thai-binh-2025", timeout=3)
    assert [problem.code for problem in failed.value.problems] == [expected]
    assert f"{NAME}.failed.ipynb" in failed.value.render("vi")
    assert (out / f"{NAME}.html").read_text("utf-8") == "good"
    assert sorted(file.name for file in out.iterdir()) == [f"{NAME}.failed.ipynb", f"{NAME}.html"]


def test_a_notebook_without_parameters_cell_is_refused(broken_notebook, tmp_path):
    """Without the tag papermill would silently run the defaults; we refuse before a process starts."""
    broken_notebook("1", tags=())
    with pytest.raises(Exception, match="notebook-parameters"):
        notebook.run_report(ReportParameters(out=str(tmp_path / "out")), "thai-binh-2025")


def test_an_unwritable_folder_is_one_message(tmp_path):
    """A file where the folder should be is refused with its path."""
    (tmp_path / "file").write_text("x", "utf-8")
    with pytest.raises(ParameterError) as refused:
        notebook.run_report(ReportParameters(out=str(tmp_path / "file" / "out")), "thai-binh-2025")
    assert refused.value.problems[0].code == "write"
    assert str(tmp_path / "file") in refused.value.problems[0].place
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_braces_in_a_folders_name_are_a_name(tmp_path):
    """A folder named "{plan} {x}" is not a template: the files are in it."""
    out = tmp_path / "Báo cáo {plan} {x}"
    made = notebook.run_report(ReportParameters(as_of=AS_OF, out=str(out)), "thai-binh-2025")
    assert sorted(file.name for file in out.iterdir()) == sorted(file.name for file in made.files)
    assert [path.name for path in tmp_path.iterdir()] == [out.name]
