"""All formats: found by name, the same bytes twice, whatever the plan holds."""

import os
import subprocess
import sys

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from kh2025.errors import ParameterError
from kh2025.plan.exports import FORMATS, exporter

ALL = pytest.mark.parametrize("name", FORMATS)


def test_formats():
    """The five formats of the command, in its order."""
    assert list(FORMATS) == ["jsonschema", "stratml", "ics", "docx", "xlsx"]


@pytest.mark.parametrize("name", ["odt", "", "ICS", "../ics", "appendix"])
def test_unknown_format_is_refused(name):
    """The error names the place and the formats there are; a module that is no format is none."""
    with pytest.raises(ParameterError) as caught:
        exporter(name, "--to")
    (problem,) = caught.value.problems
    assert (problem.code, problem.place, problem.value) == ("format", "--to", name)
    assert problem.details["known"] == "jsonschema, stratml, ics, docx, xlsx"


@ALL
@pytest.mark.parametrize("plan", ["demo", "literal", "hostile", "empty"])
def test_same_bytes_twice(name, plan, request):
    """The same plan gives the same bytes, and some."""
    export, given_plan = exporter(name), request.getfixturevalue(plan)
    made = export(given_plan)
    assert made
    assert export(given_plan) == made


@ALL
def test_same_bytes_in_another_process_place_and_order(name):
    """Neither the order of sets nor the time zone nor the clock is in the bytes."""
    code = (
        "import sys, kh2025; from kh2025.plan.exports import exporter;"
        f"sys.stdout.buffer.write(exporter({name!r})(kh2025.load_plan('example:thai_binh_2025/demo.yaml')))"
    )

    def run(seed, zone):
        environment = os.environ | {"PYTHONHASHSEED": seed, "TZ": zone}
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, env=environment)
        return done.stdout

    assert run("1", "UTC") == run("2", "Asia/Ho_Chi_Minh")


@settings(deadline=None, max_examples=30)
@given(text=st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60))
def test_no_text_stops_an_export(make, text):
    """Whatever text a plan accepts, every format is written."""
    section = {"id": "muc-1", "number": text, "title": text, "text": text}
    one = {"id": "nv-1", "section": "muc-1", "name": text, "products": [text], "note": text}
    try:
        plan = make(title=text, sections=[section], tasks=[one], invented=text, purposes=[text])
    except ValidationError:
        assume(False)
    for name in FORMATS:
        assert exporter(name)(plan)
