"""The example's plans, a hostile one, an empty one, and the public schema of StratML."""

import os
from pathlib import Path

import pytest
from lxml import etree

import kh2025

XSD = "KH2025_STRATML_XSD"
#: Texts that would be markup, a formula, a template or the end of something, were they not text.
HOSTILE = {
    "script": "<script>alert(1)</script>",
    "image": '<img src=x onerror="alert(1)">',
    "entity": "&lt; &amp; &#x3c;",
    "cdata": "]]> <![CDATA[x]]>",
    "formula": '=HYPERLINK("http://example.org","bấm")',
    "command": "+cmd|' /C calc'!A0",
    "sum": "@SUM(1+1)*cmd",
    "minus": "-1+1",
    "template": "{{7*7}} {% raw %} {0} ${x}",
    "latex": r"$\frac{$ \input{x}",
    "typst": '#import "x"',
    "url": "https://example.org/a?b=c internal:Sheet1!A1",
    "lines": "một\nBEGIN:VEVENT\nSUMMARY:hai\nEND:VCALENDAR",
    "separators": r"a;b,c:d\e\n\;",
    "excel-escape": "_x0041_ _x000D_",
    "no-character": "a\ufffeb\uffffc",
    "emoji": "😀 👩‍👩‍👧 🇻🇳",
    "long": "dài " * 500,
    "field": "{ PAGE } &P &D &[File]",
}


def _load(name):
    return kh2025.load_plan(f"example:thai_binh_2025/{name}.yaml")


@pytest.fixture(scope="session")
def demo():
    """The demonstration plan: invented tasks of every kind."""
    return _load("demo")


@pytest.fixture(scope="session")
def literal():
    """The plan as far as it is public: no task."""
    return _load("plan")


def task(id_, name, **parts):
    """A task of the one section."""
    return {"id": id_, "section": "muc-1", "name": name, **parts}


@pytest.fixture(scope="session")
def hostile(make):
    """A plan whose every text is one of the hostile ones."""
    agencies = [{"id": f"cq-{i}", "name": text} for i, text in enumerate(HOSTILE.values())]
    tasks = [
        task(
            f"nv-{i}",
            text,
            lead=f"cq-{i}",
            coordinating=[one["id"] for one in agencies],
            responsible=text,
            authority=text,
            deadline="Quý II/2025",
            products=[text, text],
            note=text,
        )
        for i, text in enumerate(HOSTILE.values())
    ]
    everything = " ".join(HOSTILE.values())[:4000]
    return make(
        title=everything,
        invented=everything,
        agencies=agencies,
        tasks=tasks,
        purposes=list(HOSTILE.values()),
        responsible=list(HOSTILE.values()),
        sections=[{"id": "muc-1", "number": "1", "title": everything, "text": everything}],
    )


@pytest.fixture(scope="session")
def empty(make):
    """A plan with nothing but what it must have."""
    return make(sections=[])


@pytest.fixture(scope="session")
def xsd():
    """The public schema; without its path a test is skipped, except where everything must run."""
    path = os.environ.get(XSD)
    if not path:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(f"{XSD} is not set")
    return etree.XMLSchema(etree.parse(Path(path)))
