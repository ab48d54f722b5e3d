"""The smallest plan, as data and as a file, to which a test adds what it is about."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kh2025.plan.model import Plan

SMALLEST = """\
id: ke-hoach
title: Kế hoạch
decision:
  number: 76/QĐ-SKHCN
  kind: Quyết định
in_force_from: 2025-05-05
covers: 2025-01-01/2025-12-31
letterheads:
  - valid_from: 2025-05-05
    body: SỞ KHOA HỌC VÀ CÔNG NGHỆ
    place: Thái Bình
    code: SKHCN
"""


@pytest.fixture
def smallest() -> str:
    """The YAML of the smallest plan: every required key, twelve lines."""
    return SMALLEST


@pytest.fixture
def write(tmp_path) -> Callable[..., Path]:
    """Writes a plan file; a text that begins with ``+`` is added to the smallest plan."""

    def _write(content: str | bytes, name: str = "plan.yaml") -> Path:
        path = tmp_path / name
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            text = SMALLEST + content.removeprefix("+") if content.startswith("+") else content
            path.write_text(text, "utf-8")
        return path

    return _write


@pytest.fixture(scope="session")
def make() -> Callable[..., Plan]:
    """Makes a plan of parts given as JSON values over the smallest one."""

    def _make(**parts: Any) -> Plan:
        plan = {
            "id": "ke-hoach",
            "title": "Kế hoạch",
            "decision": {"number": "76/QĐ-SKHCN", "kind": "Quyết định"},
            "in_force_from": "2025-05-05",
            "covers": "2025-01-01/2025-12-31",
            "letterheads": [
                {"valid_from": "2025-05-05", "body": "SỞ", "place": "Thái Bình", "code": "SKHCN"}
            ],
            "sections": [{"id": "muc-1", "number": "1", "title": "Nhiệm vụ"}],
        }
        return Plan.model_validate_json(json.dumps(plan | parts))

    return _make
