"""The drawn worlds of the evaluation can be imported; the forms of the packaged example as fixtures."""

import io
import sys
from pathlib import Path

import openpyxl
import pytest

import kh2025
from kh2025.ledger.forms.content import make_forms
from kh2025.ledger.forms.workbook import form_workbook

sys.path.insert(0, str(Path(__file__).parents[2] / "evaluation"))

AS_OF = "2025-06-25T17:00:00+07:00"


@pytest.fixture(scope="session")
def plan():
    """The demonstration plan."""
    return kh2025.load_plan("example:thai_binh_2025/demo.yaml")


@pytest.fixture(scope="session")
def facts():
    """The demonstration facts."""
    return kh2025.open_facts("example:thai_binh_2025/facts")


@pytest.fixture(scope="session")
def forms(plan, facts):
    """The forms of quarter II with what was known ten days later."""
    return make_forms(plan, "2025-Q2", facts, AS_OF)


@pytest.fixture(scope="session")
def content(forms):
    """The workbook of the agency with tasks, an indicator and a report."""
    return form_workbook(forms.of("so-khcn"))


@pytest.fixture(scope="session")
def book(content):
    """The same workbook as openpyxl reads it."""
    return openpyxl.load_workbook(io.BytesIO(content))
