"""The JSON Schema of plan files: it accepts what the reader accepts, says what every key is, and is committed."""

import json
from functools import cache
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from pydantic import TypeAdapter, ValidationError

from kh2025 import messages
from kh2025.law.documents import documents
from kh2025.plan import fields
from kh2025.plan.exports import jsonschema
from kh2025.plan.files import _merged
from kh2025.plan.model import Plan
from kh2025.share import find
from kh2025.yaml_tree import plain_value

ROOT = Path(__file__).parents[3]


@cache
def schema():
    """The schema; made on demand, so that a missing text fails its own test and not the whole file."""
    return json.loads(jsonschema.render())


@cache
def validator():
    return Draft202012Validator(schema(), format_checker=Draft202012Validator.FORMAT_CHECKER)


def parts():
    """Every model and enumeration of the schema by name, the plan itself first."""
    return {"Plan": schema(), **schema()["$defs"]}


def example(name):
    """The values of a packaged plan file, merged with what it extends."""
    return plain_value(_merged(find(f"example:thai_binh_2025/{name}.yaml")))


def smallest(**over):
    """The smallest plan as values."""
    return {
        "id": "ke-hoach",
        "title": "Kế hoạch",
        "decision": {"number": "76/QĐ-SKHCN", "kind": "Quyết định"},
        "in_force_from": "2025-05-05",
        "covers": "2025-01-01/2025-12-31",
        "letterheads": [{"valid_from": "2025-05-05", "body": "SỞ", "place": "Thái Bình", "code": "SKHCN"}],
    } | over


def test_schema_is_a_schema():
    """It is valid in the dialect it names."""
    assert schema()["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(schema())


def test_committed_schema_is_current():
    """docs/plan.schema.json is what the model says (`python docs/build.py` writes it)."""
    assert (ROOT / "docs" / "plan.schema.json").read_bytes() == jsonschema.render()


def test_schema_holds_no_plan(demo, literal):
    """The export is the same for every plan, and is the committed file."""
    assert jsonschema.export(demo) == jsonschema.export(literal) == jsonschema.render()


@pytest.mark.parametrize("name", ["plan", "demo"])
def test_examples_are_valid(name):
    """The packaged plans are valid; the demo when merged with the plan that it extends."""
    assert [error.message for error in validator().iter_errors(example(name))] == []


def test_smallest_plan_is_valid():
    """What the reader requires is all that the schema requires."""
    Plan.model_validate_json(json.dumps(smallest()))
    validator().validate(smallest())


def test_a_part_of_a_plan_is_no_plan():
    """A file that extends another is not valid by itself, and the schema says why."""
    part = {"extends": "plan.yaml", "tasks": []}
    assert not validator().is_valid(part)
    assert "extends" in schema()["description"]
    assert "extends" in schema()["x-en"]["description"]


def task(**over):
    """A plan with one task."""
    section = {"id": "muc-1", "number": "1", "title": "Nhiệm vụ"}
    return smallest(sections=[section], tasks=[{"id": "nv-1", "section": "muc-1", "name": "Việc"} | over])


def report(**over):
    """A plan with one reporting obligation."""
    owed = {
        "id": "bc",
        "title": "Báo cáo",
        "tier": 1,
        "reporters": "so-y-te",
        "to": "so-y-te",
        "kinds": ["quarter"],
    }
    owed |= {"due": {"day": 20}, "basis": "mục 2"}
    return smallest(agencies=[{"id": "so-y-te", "name": "Sở Y tế"}], obligations=[owed | over])


WRONG = {
    "unknown-key": smallest(colour="red"),
    "missing-key": {key: value for key, value in smallest().items() if key != "covers"},
    "empty-list": smallest(letterheads=[]),
    "bad-id": smallest(id="../x"),
    "long-id": smallest(id="a" * 33),
    "bad-span": smallest(covers="2025-01-01 đến 2025-12-31"),
    "day-first": smallest(in_force_from="05/05/2025"),
    "day-as-number": smallest(in_force_from="1746403200"),
    "no-such-day": smallest(in_force_from="2025-02-30"),
    "blank-text": smallest(title=" "),
    "long-text": smallest(title="x" * 4001),
    "number-as-text": smallest(title=5),
    "bad-number": smallest(decision={"number": "QĐ-SKHCN", "kind": "Quyết định"}),
    "one-for-a-list": task(products="Báo cáo"),
    "unknown-key-of-a-task": task(owner="so-y-te"),
    "bad-kind": report(kinds=["week"]),
    "bad-kind-as-key": report(first_owed={"week": "2025-W1"}),
    "bad-regime": report(regime="cutoff"),
    "tier-zero": report(tier=0),
    "day-32": report(due={"day": 32}),
    "flag-as-text": smallest(settings={"before_includes_day": "yes"}),
}


@pytest.mark.parametrize("values", WRONG.values(), ids=WRONG)
def test_wrong_plan_is_not_valid(values):
    """What the reader refuses by its form the schema refuses too."""
    assert not validator().is_valid(values)


# The reader takes a text of digits for seconds since 1970; the schema does not.
REFUSED = {name: values for name, values in WRONG.items() if name != "day-as-number"}


@pytest.mark.parametrize("values", REFUSED.values(), ids=REFUSED)
def test_wrong_plan_is_refused_by_the_reader(values):
    """The schema is not stricter than the reader on these."""
    with pytest.raises(ValidationError):
        Plan.model_validate_json(json.dumps(values))


RIGHT = {
    "task": task(),
    "report": report(),
    "own-regime": report(regime="cutoff-20", first_owed={"quarter": "2025-Q3"}),
}


@pytest.mark.parametrize("values", RIGHT.values(), ids=RIGHT)
def test_right_plan_is_valid(values):
    """The plans that the wrong ones are made from are accepted by reader and schema."""
    Plan.model_validate_json(json.dumps(values))
    validator().validate(values)


ACCEPTED = {
    "Id": ["a1", "so-khcn", "a" * 32],
    "Text": ["x", " Sở Y tế\n", "😀" * 4000],
    "Number": [
        "76/QĐ-SKHCN",
        "41-CTr/TU",
        "41 – CTr / TU",
        "Quyết định số 76/QĐ-SKHCN",
        "Số: 9/2019/NĐ-CP",
        "12/UBND-NC",
        "76a/QĐ-SKHCN",
        "217/HĐBT",
        *sorted({str(document.number) for document in documents() if document.number}),
    ],
    "RegimeName": [
        "decree-09",
        "calendar",
        "cutoff-20",
        "decree-09-from-2025-05-05",
        "cutoff-5-from-2025-01-01",
    ],
    "Day": ["2025-01-01", "2024-02-29"],
    "KindName": ["month", "quarter", "half", "nine_months", "year"],
    "Span": ["2025-01-01/2025-12-31", "2025-05-05/2025-05-05"],
}


@pytest.mark.parametrize(
    ("kind", "value"), [(kind, value) for kind, values in ACCEPTED.items() for value in values]
)
def test_schema_accepts_what_the_reader_accepts(kind, value):
    """A written value that the reader takes matches the type's pattern."""
    adapter = TypeAdapter(getattr(fields, kind))
    adapter.validate_json(json.dumps(value))
    Draft202012Validator(adapter.json_schema()).validate(value)


def test_pattern_on_every_text():
    """No text of the schema is without pattern, list of values or stated form, but for the periods of `first_owed`."""
    loose = [
        path
        for path, node in walk(schema())
        if node.get("type") == "string" and not node.keys() & {"pattern", "enum", "const"}
    ]
    assert loose == ["$defs/Obligation/properties/first_owed/additionalProperties"]


def walk(node, path=""):
    """Every mapping of the schema with its path."""
    if isinstance(node, dict):
        yield path, node
        for key, value in node.items():
            yield from walk(value, f"{path}/{key}".lstrip("/"))
    if isinstance(node, list):
        for index, value in enumerate(node):
            yield from walk(value, f"{path}/{index}")


# The texts. Whoever adds a model or a field learns here which texts it lacks.
def wanted():
    """The keys of schema.toml that the model asks for."""
    models = Plan.model_json_schema()
    named = {"Plan": models, **models["$defs"]}
    return {
        f"{key}.{part}"
        for name, model in named.items()
        for key in (name, *(f"{name}.fields.{field}" for field in model.get("properties", ())))
        for part in ("title", "description")
    }


def held(lang):
    """The dotted keys of schema.toml."""
    found, waiting = set(), [("", messages.load("schema", lang))]
    while waiting:
        head, tree = waiting.pop()
        for key, value in tree.items():
            (
                waiting.append((f"{head}{key}.", value))
                if isinstance(value, dict)
                else found.add(f"{head}{key}")
            )
    return found


@pytest.mark.parametrize("lang", messages.LANGUAGES)
def test_every_model_and_field_has_its_texts(lang):
    """Title and description of every model and field stand in messages/<lang>/schema.toml, and no others."""
    assert sorted(wanted() - held(lang)) == []
    assert sorted(held(lang) - wanted()) == []


@pytest.mark.parametrize("lang", messages.LANGUAGES)
def test_titles_and_sentences(lang):
    """A title is a few words without full stop, a description one or more sentences that end."""
    for key in held(lang):
        said = messages.text("schema", key, lang)
        assert said.endswith(".") == key.endswith(".description"), key
        assert key.endswith(".description") or len(said) < 50, key


def test_both_languages_stand_in_the_schema():
    """Vietnamese in title and description, English beside it, on every model and every property."""
    for name, part in parts().items():
        properties = part.get("properties", {})
        for key, told in [
            (name, part),
            *((f"{name}.fields.{field}", one) for field, one in properties.items()),
        ]:
            assert told["title"] == messages.text("schema", f"{key}.title", "vi")
            assert told["description"] == messages.text("schema", f"{key}.description", "vi")
            assert told["x-en"] == {
                "title": messages.text("schema", f"{key}.title", "en"),
                "description": messages.text("schema", f"{key}.description", "en"),
            }


def test_schema_refuses_unknown_keys_everywhere():
    """Every model is closed."""
    models = {name: part for name, part in parts().items() if "properties" in part}
    assert len(models) > 10
    assert {name for name, part in models.items() if part["additionalProperties"] is not False} == set()
