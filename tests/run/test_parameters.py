"""Parameters of the report notebook are checked before any process starts."""

import ast
import json
from pathlib import Path

import pytest

from kh2025.errors import InputError
from kh2025.run.parameters import AnnualParameters, AuditParameters, ReportParameters

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
MODELS = {
    "period_report": ReportParameters,
    "annual_review": AnnualParameters,
    "plan_audit": AuditParameters,
}


@pytest.mark.parametrize(
    ("given", "name", "expected"),
    [
        ({"formats": "html"}, "formats", ["html"]),
        ({"formats": " html, html "}, "formats", ["html", "html"]),
        ({"formats": ["html"]}, "formats", ["html"]),
        ({"agency": ""}, "agency", None),
        ({"as_of": ""}, "as_of", None),
        ({"as_of": "2025-07-01T00:00:00+07:00"}, "as_of", "2025-07-01T00:00:00+07:00"),
        ({"period": "Quý II/2025"}, "period", "Quý II/2025"),
        ({"lang": "en"}, "lang", "en"),
        ({"kind": "session"}, "kind", "session"),
    ],
    ids=[
        "formats-text",
        "formats-spaces",
        "formats-list",
        "no-agency",
        "no-as-of",
        "as-of",
        "vietnamese",
        "english",
        "session",
    ],
)
def test_good(given, name, expected):
    """What a command line or a notebook may pass is taken."""
    assert getattr(ReportParameters.of(**given), name) == expected


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"perido": "2025-Q2"}, "parameter-unknown"),
        ({"period; import os": "x"}, "parameter-unknown"),
        ({"period": 202502}, "parameter-value"),
        ({"period": "2025-Q5"}, "period-index"),
        ({"lang": "fr"}, "parameter-value"),
        ({"kind": "other"}, "parameter-value"),
        ({"kind": "session", "agency": "so-yt"}, "kind-agency"),
        ({"formats": ""}, "parameter-value"),
        ({"formats": "odt"}, "format"),
        ({"number": "seventy"}, "issue-number"),
        ({"number": True}, "parameter-value"),
        ({"dated": "25/13/2025"}, "date-day"),
        ({"signed_by": "Nguyễn Văn A"}, "issue-signed-by"),
        ({"formats": [1]}, "parameter-value"),
        ({"as_of": "2025-07-01"}, "moment"),
        ({"as_of": "2025-07-01T00:00:00"}, "moment"),
        ({"agency": 1}, "parameter-value"),
    ],
    ids=[
        "unknown",
        "code-as-name",
        "number",
        "index",
        "lang",
        "kind",
        "agency-of-session",
        "no-format",
        "format",
        "document-number",
        "document-number-flag",
        "dated",
        "signed-by",
        "format-type",
        "day",
        "naive",
        "agency",
    ],
)
def test_bad(given, code):
    """An unknown name, a wrong type or a value outside the list is refused with its code, readably."""
    with pytest.raises(InputError) as refused:
        ReportParameters.of(**given)
    assert [problem.code for problem in refused.value.problems] == [code]
    assert code in refused.value.render("vi")
    assert code in refused.value.render("en")


@pytest.mark.parametrize("name", MODELS)
def test_the_notebook_names_exactly_the_models_parameters(name):
    """The parameters cell assigns every field of the model, with its defaults, and nothing else."""
    cells = json.loads((NOTEBOOKS / f"{name}.ipynb").read_text("utf-8"))["cells"]
    source = next(cell["source"] for cell in cells if "parameters" in cell["metadata"].get("tags", []))
    assigned = {n.targets[0].id: ast.literal_eval(n.value) for n in ast.parse("".join(source)).body}
    model = MODELS[name]().model_dump()
    assert assigned.keys() == model.keys()
    assert {name: value for name, value in assigned.items() if name != "out"} == {
        n: v for n, v in model.items() if n != "out"
    }


@pytest.mark.parametrize("model", [AnnualParameters, AuditParameters])
def test_no_agency_has_an_audit_or_a_review(model):
    """What these notebooks have no parameter for is refused."""
    with pytest.raises(InputError) as refused:
        model.of(agency="so-yt")
    assert [problem.code for problem in refused.value.problems] == ["parameter-unknown"]
