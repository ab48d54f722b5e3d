"""The schema of a whole plan file as JSON Schema, draft 2020-12, the same for every plan.

It is generic over the model: titles and descriptions come from ``messages/*/schema.toml`` under the names of
model and field. Vietnamese stands in ``title`` and ``description``, English beside it in ``x-en``. A file that
``extends`` another is a part of a plan and is held against it only when merged.
"""

import json
from typing import Any

from kh2025.messages import DEFAULT, LANGUAGES, text
from kh2025.plan.model import Plan

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_ID = "urn:kh2025:plan"


def export(plan: Plan) -> bytes:
    """The schema as UTF-8 JSON; no value of the plan is in it."""
    del plan
    return render()


def render() -> bytes:
    """The schema as UTF-8 JSON, one key a line."""
    return (json.dumps(schema(), ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def schema() -> dict[str, Any]:
    """The schema; what it cannot say (unique ids, references, readable deadlines) the reader of plans checks."""
    made = Plan.model_json_schema()
    parts = {name: _told(name, part) for name, part in made.pop("$defs").items()}
    return {"$schema": _DIALECT, "$id": _ID, **_told(Plan.__name__, made), "$defs": parts}


def _told(name: str, part: dict[str, Any]) -> dict[str, Any]:
    """A model's schema with the texts of the model and of its fields."""
    if "properties" in part:
        fields = part["properties"].items()
        part["properties"] = {field: _texts(f"{name}.fields.{field}") | _bare(told) for field, told in fields}
    return _texts(name) | _bare(part)


def _texts(key: str) -> dict[str, Any]:
    told = {
        lang: {"title": _text(key, "title", lang), "description": _text(key, "description", lang)}
        for lang in LANGUAGES
    }
    others = {f"x-{lang}": told[lang] for lang in LANGUAGES if lang != DEFAULT}
    return {**told[DEFAULT], **others}


def _text(key: str, part: str, lang: str) -> str:
    return text("schema", f"{key}.{part}", lang)


def _bare(part: dict[str, Any]) -> dict[str, Any]:
    """Without the texts that come from names and docstrings."""
    return {key: value for key, value in part.items() if key not in {"title", "description"}}
