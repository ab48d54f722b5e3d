"""The package as a user gets it: what importing loads, what the wheel carries."""

import json
import os
import re
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

import kh2025

ROOT = Path(__file__).parents[1]


def python(code, *arguments, cwd=None):
    done = subprocess.run(
        [sys.executable, *arguments, "-c", code], capture_output=True, text=True, cwd=cwd, check=True
    )
    return done.stdout


def test_import_is_light():
    """`import kh2025` in a fresh process loads none of the slow packages."""
    heavy = {
        "pandas",
        "numpy",
        "matplotlib",
        "papermill",
        "sqlalchemy",
        "pydantic",
        "yaml",
        "typer",
        "rich",
        "jinja2",
    }
    loaded = python(
        "import sys, kh2025; print(*sorted({name.split('.')[0] for name in sys.modules}))"
    ).split()
    assert heavy & set(loaded) == set()


def test_a_folder_of_facts_is_read_without_the_store():
    """Opening CSV files loads neither SQLAlchemy nor a driver."""
    code = "import sys, kh2025; kh2025.open_facts('example:thai_binh_2025/facts'); print(*sys.modules)"
    assert not {"sqlalchemy", "psycopg", "sqlite3"} & set(python(code).split())


def test_the_program_compiles_no_grammar_to_read_notebooks():
    """After the program has run, nbformat loads without the grammar of addresses that takes a second."""
    code = (
        "import sys; from kh2025.cli import main; sys.argv = ['kh2025', 'period', '2025-Q2', '--json']\n"
        "try: main()\nexcept SystemExit: import nbformat; print(*sys.modules)"
    )
    loaded = python(code).split()
    assert "nbformat" in loaded
    assert "lark" not in loaded


@pytest.mark.parametrize("name", kh2025.__all__)
def test_public_names_resolve(name):
    """Everything in `__all__` can be had."""
    assert getattr(kh2025, name) is not None


@pytest.mark.parametrize("name", sorted(set(kh2025.__all__) - {"Schedule"}))
def test_public_names_are_described(name):
    """Everything in `__all__` says in its docstring what it is (`Schedule` is a union of described types)."""
    assert getattr(kh2025, name).__doc__.strip()


def test_unknown_name_is_refused():
    """A name that does not exist raises AttributeError."""
    with pytest.raises(AttributeError, match="nothing_like_it"):
        _ = kh2025.nothing_like_it


def test_version_is_the_projects():
    """The version in the code is the one that is published."""
    assert f'version = "{kh2025.__version__}"' in (ROOT / "pyproject.toml").read_text("utf-8")


def test_constraints_name_no_host():
    """The pinned versions hold no address."""
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    assert lines
    assert [line for line in lines if not re.fullmatch(r"[A-Za-z0-9_.\-\[\]]+==[A-Za-z0-9_.!+]+", line)] == []


def test_documented_contracts_are_current():
    """docs/facts.md, tables.md and rules.md are what contracts and rules say (`python docs/build.py` writes them)."""
    code = (
        "import runpy; m = runpy.run_path('docs/build.py')\n"
        "print(m['facts'](), m['contracts'](), m['rules'](), sep='\\0', end='')"
    )
    names = ("facts", "tables", "rules")
    written = "\0".join((ROOT / f"docs/{name}.md").read_text("utf-8") for name in names)
    assert python(code, cwd=ROOT) == written


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """A wheel built from the checkout, without reaching for build tools."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True, text=True)
    return next(folder.glob("*.whl"))


@pytest.mark.wheel
def test_wheel_carries_notebooks_and_examples(wheel):
    """The wheel holds every notebook and example file, and no test."""
    names = set(zipfile.ZipFile(wheel).namelist())
    for folder in ("notebooks", "examples"):
        files = [
            path
            for path in (ROOT / folder).rglob("*")
            if path.is_file() and ".ipynb_checkpoints" not in path.parts
        ]
        assert files
        assert {f"kh2025/share/{path.relative_to(ROOT).as_posix()}" for path in files} <= names
    assert not [name for name in names if name.startswith("tests")]


@pytest.mark.wheel
def test_demo_runs_from_the_wheel_in_an_empty_environment(wheel, tmp_path):
    """`pip install` of the wheel into an empty environment, then `kh2025 demo` far from the checkout."""
    venv.create(tmp_path / "env", with_pip=True)
    folder = tmp_path / "env" / ("Scripts" if os.name == "nt" else "bin")
    environment = {
        key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "VIRTUAL_ENV"))
    }
    pip = [
        str(folder / "python"),
        "-m",
        "pip",
        "install",
        "--quiet",
        "--constraint",
        str(ROOT / "constraints.txt"),
    ]
    subprocess.run(
        [*pip, str(wheel)], check=True, capture_output=True, text=True, env=environment, cwd=tmp_path
    )
    demo = [str(folder / "kh2025"), "demo", "-o", "made", "--json"]
    done = subprocess.run(demo, capture_output=True, text=True, env=environment, cwd=tmp_path, check=False)
    assert done.returncode == 0, done.stderr
    made = json.loads(done.stdout)["made"][0]["files"]
    endings = ("docx", "html", "ipynb", "pdf", "xlsx")
    assert made == [f"made/thai-binh-2025_2025-Q2.{ending}" for ending in endings]
    assert "Đánh giá kết quả thực hiện" in (tmp_path / made[1]).read_text("utf-8")
