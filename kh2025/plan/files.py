"""Plan files: strict YAML in, a :class:`Plan` out, every error with file, line and key path.

The YAML is that of :mod:`kh2025.yaml_tree`. ``extends`` names a plan file in the same folder: mappings are
merged, items with an ``id`` are merged by id and those of ``rules`` by rule, other lists are replaced.
"""

import json
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, get_args

import yaml
from pydantic import BaseModel, ValidationError

from kh2025 import handed
from kh2025.errors import PlanError, Problem
from kh2025.plan.model import Plan
from kh2025.share import find
from kh2025.text.normal import cleaned
from kh2025.yaml_tree import place_of, plain_value, read_tree, scalars, value_at

_LONGEST_CHAIN = 10  # files that extend each other
_LONGEST_NAME = 255  # bytes
_TYPES = {
    "tuple_type": "plan-type-list",
    "list_type": "plan-type-list",
    "model_type": "plan-type-mapping",
    "model_attributes_type": "plan-type-mapping",
    "dict_type": "plan-type-mapping",
    "string_type": "plan-type-text",
    "int_type": "plan-type-number",
    "float_type": "plan-type-number",
    "bool_type": "plan-type-flag",
}
_OWN_CODES = ("plan-", "schedule-", "document-", "text-")
# Pydantic's own kinds of error, as our codes.
_CODES = {
    "extra_forbidden": "plan-unknown-key",
    "missing": "plan-missing-key",
    "literal_error": "plan-choice",
    "union_tag_invalid": "plan-choice",
    "union_tag_not_found": "plan-missing-key",
    "enum": "plan-choice",
    "too_short": "plan-empty-list",
    "string_too_long": "plan-too-long",
    "date_from_datetime_parsing": "plan-date",
    "date_parsing": "plan-date",
    "date_type": "plan-date",
    "greater_than": "plan-not-above",
    "greater_than_equal": "plan-too-small",
    "less_than_equal": "plan-too-large",
}


def load_plan(source: str | Path) -> Plan:
    """Read and check a plan file.

    Args:
        source: a path, or ``example:thai_binh_2025/demo.yaml`` for the packaged example.

    Raises:
        PlanError: the file is missing, is no plain YAML, or is no consistent plan; every flaw is listed
            with file, line and key path.
    """
    given: Plan | None = handed.find("load_plan", str(source))
    if given is not None:
        return given
    root = _merged(find(source))
    try:
        plan = Plan.model_validate_json(json.dumps(plain_value(root), ensure_ascii=False))
    except ValidationError as error:
        raise PlanError(
            [_problem(root, detail) for detail in _own(error.errors(include_url=False))]
        ) from None
    plan.notice(_notices(root))
    return plan


def _notices(root: yaml.Node) -> Iterator[Problem]:
    """What was cleaned in the texts of a file: hidden characters, look-alikes, another Unicode form."""
    for node in scalars(root):
        if not node.value.isascii() and (notice := cleaned(node.value).notice(place_of(node))):
            yield notice


def _merged(path: Path, seen: tuple[Path, ...] = ()) -> yaml.MappingNode:
    """The file's node tree laid over the tree of the file that it extends."""
    root = read_tree(path, PlanError)
    extended = value_at(root, "extends")
    root.value = [(key, value) for key, value in root.value if key.value != "extends"]
    if extended is None or plain_value(extended) is None:
        return root
    merged = _merged(_extended_path(path, extended, (*seen, path)), (*seen, path))
    _overlay(merged, root)
    return merged


def _extended_path(path: Path, node: yaml.Node, seen: Sequence[Path]) -> Path:
    place = f"{path}:{node.start_mark.line + 1} extends"
    name = node.value if isinstance(node, yaml.ScalarNode) else None
    is_name = name and len(name.encode()) <= _LONGEST_NAME and "\0" not in name and Path(name).name == name
    if not is_name or len(seen) > _LONGEST_CHAIN:
        raise PlanError(Problem("plan-extends", place, name))
    base = path.parent / str(name)
    if base.is_symlink() or base in seen:
        raise PlanError(Problem("plan-extends", place, name))
    return base


def _overlay(base: yaml.Node, over: yaml.Node) -> yaml.Node:
    if isinstance(base, yaml.MappingNode) and isinstance(over, yaml.MappingNode):
        merged = {key.value: (key, value) for key, value in base.value}
        for key, value in over.value:
            old = merged.get(key.value)
            merged[key.value] = (key, _overlay(old[1], value) if old else value)
        base.value = list(merged.values())
        return base
    if isinstance(base, yaml.SequenceNode) and isinstance(over, yaml.SequenceNode) and _have_ids(base, over):
        base.value = _items_by_id(base.value, over.value)
        return base
    return over


def _have_ids(*sequences: yaml.SequenceNode) -> bool:
    return all(
        sequence.value and all(_id(item) is not None for item in sequence.value) for sequence in sequences
    )


def _items_by_id(base: list[yaml.Node], over: list[yaml.Node]) -> list[yaml.Node]:
    """The base's items, each under what lies over it; a second item of one id stays and is refused later."""
    first: dict[str | None, yaml.Node] = {}
    rest = [item for item in over if first.setdefault(_id(item), item) is not item]
    merged = [_overlay(item, first.pop(_id(item))) if _id(item) in first else item for item in base]
    return [*merged, *first.values(), *rest]


def _id(node: yaml.Node) -> str | None:
    found = value_at(node, "id") or value_at(node, "rule")
    return found.value if isinstance(found, yaml.ScalarNode) else None


def _own(details: list[Any]) -> Iterator[Any]:
    """Pydantic's complaints without the echo that a list whose items all failed is too short."""
    return (one for one in details if one["type"] != "too_short" or not one["input"])


def _as_written(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _problem(root: yaml.Node, detail: Any) -> Problem:
    code = _CODES.get(detail["type"], detail["type"])
    code = code if code.startswith(_OWN_CODES) else _TYPES.get(detail["type"], "plan-type")
    details = {key: str(value) for key, value in (detail.get("ctx") or {}).items()}
    value = None if code == "plan-missing-key" else _as_written(detail["input"])
    path = _in_file(root, detail["loc"])
    if detail["type"].startswith("union_tag"):  # one of several forms, told apart by one key
        path = (*path, details["discriminator"].strip("'"))
        value, details = details.get("tag"), {"expected": details.get("expected_tags", "").replace("'", "")}
    if code == "plan-unknown-key":
        value, details = path[-1], {"known": ", ".join(_keys_at(detail["loc"][:-1]))}
    if code == "plan-type":
        details = {"wanted": detail["type"].removesuffix("_type").removesuffix("_parsing")}
    dotted = ".".join(str(part) for part in path)
    return Problem(code, f"{place_of(_located(root, path))} {dotted}".rstrip(), value, details)


def _in_file(root: yaml.Node, loc: Sequence[str | int]) -> tuple[str | int, ...]:
    """A key path as the file has it, without the names of forms that pydantic puts between."""
    path: list[str | int] = []
    is_inside = (
        False  # the name of the form has been passed: what follows is a key, even one of the same name
    )
    for at, part in enumerate(loc, 1):
        # What ends a path is a key: our own cross-checks name "deadline" or "lead" without the form before it.
        is_last = at == len(loc)
        change = None if is_inside or is_last else value_at(_located(root, path), "change")
        is_inside = isinstance(change, yaml.ScalarNode) and change.value == part
        if not is_inside:
            path.append(part)
    return tuple(path)


def _located(root: yaml.Node, path: Sequence[str | int]) -> yaml.Node:
    """The deepest node on a key path."""
    node = root
    for part in path:
        if isinstance(node, yaml.MappingNode):
            inner = value_at(node, str(part))
        else:
            items = node.value if isinstance(node, yaml.SequenceNode) else []
            inner = items[part] if isinstance(part, int) and part < len(items) else None
        if inner is None:
            break
        node = inner
    return node


def _keys_at(path: Sequence[str | int]) -> list[str]:
    """The keys that the schema knows at a key path."""
    models: list[type[BaseModel]] = [Plan]
    for part in path:
        inner = [
            kind
            for model in models
            if (field := model.model_fields.get(str(part)))
            for kind in _kinds_in(field.annotation)
            if _is_model(kind)
        ]
        models = inner or [model for model in models if _form(model) == part] or models
    return list(models[0].model_fields)


def _form(model: type[BaseModel]) -> object:
    """The value of the key that tells a form from its like, where the model is one of several."""
    field = model.model_fields.get("change")
    return next(iter(get_args(field.annotation)), None) if field else None


def _kinds_in(annotation: Any) -> Iterator[Any]:
    yield annotation
    for part in get_args(annotation):
        yield from _kinds_in(part)


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)
