"""The folder's own helpers (``reference``, ``worlds``) can be imported; the packaged example as fixtures."""

import sys
from pathlib import Path

import pytest

import kh2025

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(scope="session")
def plan():
    """The demonstration plan."""
    return kh2025.load_plan("example:thai_binh_2025/demo.yaml")


@pytest.fixture(scope="session")
def facts():
    """The demonstration facts."""
    return kh2025.open_facts("example:thai_binh_2025/facts")
