"""Plan files: strict YAML in, a :class:`Plan` out, every error with file, line and key path.

YAML is composed, not loaded: plain scalars follow one small grammar (null, integer, decimal, true, false;
everything else is text, dates and ``no`` too), duplicate keys, aliases and tags are refused, size and depth
are capped. ``extends`` names a plan file in the same folder: mappings are merged, items with an ``id`` are
merged by id, other lists are replaced.
"""

import io
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, get_args

import yaml
from pydantic import BaseModel, ValidationError

from kh2025.errors import PlanError, Problem
from kh2025.plan.model import Plan
from kh2025.share import find

_LARGEST = 4 * 1024 * 1024  # bytes; a plan of 1,000 tasks has about half a million
_MOST = 500_000  # nodes
_NO_FILE = "not a regular file"
_DEEPEST = 50  # levels
_LONGEST_CHAIN = 10  # files that extend each other
_LONGEST_NAME = 255  # bytes
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,17})")
_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]{0,17})\.[0-9]{1,18}")
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
_OWN_CODES = ("plan-", "schedule-", "document-")
_WORDS = {"null": None, "true": True, "false": False, "": None}
_UNTAGGED, _QUOTED = "\0plain", "\0quoted"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
# Pydantic's own kinds of error, as our codes.
_CODES = {
    "extra_forbidden": "plan-unknown-key",
    "missing": "plan-missing-key",
    "literal_error": "plan-choice",
    "enum": "plan-choice",
    "too_short": "plan-empty-list",
    "string_too_long": "plan-too-long",
    "date_from_datetime_parsing": "plan-date",
    "date_parsing": "plan-date",
    "date_type": "plan-date",
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
    root = _merged(find(source))
    try:
        return Plan.model_validate_json(json.dumps(_plain(root), ensure_ascii=False))
    except ValidationError as error:
        raise PlanError(
            [_problem(root, detail) for detail in _own(error.errors(include_url=False))]
        ) from None


class _Loader(yaml.CBaseLoader):
    """Composes with a limit of depth, because the C composer recurses without one."""

    depth = 0
    nodes = 0

    def descend_resolver(self, parent: yaml.Node | None, index: int) -> None:
        del index
        self.depth += 1
        self.nodes += 1
        if self.nodes > _MOST:
            raise PlanError(Problem("plan-many", details={"nodes": _MOST}))
        if self.depth > _DEEPEST:
            line = parent.start_mark.line + 1 if parent else 1
            name = parent.start_mark.name if parent else ""
            raise PlanError(Problem("plan-deep", f"{name}:{line}", details={"levels": _DEEPEST}))

    def resolve(self, kind: type[yaml.Node], value: Any, implicit: Any) -> str:
        """A tag that no file can write, so that any written one shows, the bare "!" too."""
        del kind, value
        is_plain = implicit[0] if isinstance(implicit, tuple) else implicit
        return _UNTAGGED if is_plain else _QUOTED

    def ascend_resolver(self) -> None:
        self.depth -= 1


def _merged(path: Path, seen: tuple[Path, ...] = ()) -> yaml.MappingNode:
    """The file's node tree laid over the tree of the file that it extends."""
    root = _composed(path)
    _refuse_tricks(root)
    extended = _value(root, "extends")
    root.value = [(key, value) for key, value in root.value if key.value != "extends"]
    if extended is None or _plain(extended) is None:
        return root
    merged = _merged(_extended_path(path, extended, (*seen, path)), (*seen, path))
    _overlay(merged, root)
    return merged


def _composed(path: Path) -> yaml.MappingNode:
    text = _read(path)
    stream = io.StringIO(text)
    stream.name = str(path)  # the marks of all nodes then carry the file's name
    loader = _Loader(stream)
    try:
        root = loader.get_single_node()
    except yaml.reader.ReaderError as error:
        # The reader counts in its own units; the first character it cannot take is found again.
        found = _CONTROL.search(text)
        line = text.count("\n", 0, found.start()) + 1 if found else 1
        raise PlanError(Problem("plan-yaml", f"{path}:{line}", error.reason)) from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"{path}:{mark.line + 1}" if mark else str(path)
        raise PlanError(Problem("plan-yaml", place, getattr(error, "problem", None) or str(error))) from None
    finally:
        loader.dispose()
    if not isinstance(root, yaml.MappingNode):
        raise PlanError(
            Problem("plan-yaml", f"{path}:1", root.value if isinstance(root, yaml.ScalarNode) else None)
        )
    return root


def _read(path: Path) -> str:
    try:
        if path.exists() and not path.is_file():
            raise PlanError(Problem("file-missing", str(path), _NO_FILE))
        if path.stat().st_size > _LARGEST:
            raise PlanError(Problem("plan-size", str(path), path.stat().st_size, {"bytes": _LARGEST}))
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise PlanError(
            Problem("file-encoding", str(path), error.object[error.start : error.start + 8])
        ) from None
    except (OSError, ValueError) as error:  # a NUL byte in a path is a ValueError
        raise PlanError(
            Problem("file-missing", str(path), getattr(error, "strerror", None) or str(error))
        ) from None


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


def _refuse_tricks(root: yaml.Node) -> None:
    """Aliases, tags and duplicate keys: things that a reader of the file would not see."""
    seen: set[int] = set()
    for node in _walk(root):
        if id(node) in seen:
            raise PlanError(Problem("plan-alias", _place(node)))
        seen.add(id(node))
        if node.tag != (_QUOTED if getattr(node, "style", None) else _UNTAGGED):
            raise PlanError(Problem("plan-tag", _place(node), node.tag))
        if isinstance(node, yaml.MappingNode):
            _refuse_bad_keys(node)


def _refuse_bad_keys(node: yaml.MappingNode) -> None:
    keys: set[str] = set()
    for key, _ in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise PlanError(Problem("plan-yaml", _place(key)))
        if key.value in keys:
            raise PlanError(Problem("plan-duplicate-key", _place(key), key.value))
        keys.add(key.value)


def _walk(root: yaml.Node) -> Iterator[yaml.Node]:
    """All nodes; a node met again is given once more but not entered again."""
    entered: set[int] = set()
    waiting = [root]
    while waiting:
        node = waiting.pop()
        yield node
        if id(node) in entered or isinstance(node, yaml.ScalarNode):
            continue
        entered.add(id(node))
        pairs = isinstance(node, yaml.MappingNode)
        waiting += [part for pair in node.value for part in pair] if pairs else node.value


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
        sequence.value and all(_value(item, "id") is not None for item in sequence.value)
        for sequence in sequences
    )


def _items_by_id(base: list[yaml.Node], over: list[yaml.Node]) -> list[yaml.Node]:
    """The base's items, each under what lies over it; a second item of one id stays and is refused later."""
    first: dict[str | None, yaml.Node] = {}
    rest = [item for item in over if first.setdefault(_id(item), item) is not item]
    merged = [_overlay(item, first.pop(_id(item))) if _id(item) in first else item for item in base]
    return [*merged, *first.values(), *rest]


def _id(node: yaml.Node) -> str | None:
    found = _value(node, "id")
    return found.value if isinstance(found, yaml.ScalarNode) else None


def _value(node: yaml.Node, key: str) -> yaml.Node | None:
    if not isinstance(node, yaml.MappingNode):
        return None
    return next((value for name, value in node.value if name.value == key), None)


def _plain(node: yaml.Node) -> Any:
    if isinstance(node, yaml.MappingNode):
        return {key.value: _plain(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item) for item in node.value]
    return _scalar(node)


def _scalar(node: yaml.Node) -> Any:
    text = node.value
    if getattr(node, "style", None):  # quoted or block text; a plain scalar has the empty style
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    return float(text) if _DECIMAL.fullmatch(text) else text


def _own(details: list[Any]) -> Iterator[Any]:
    """Pydantic's complaints without the echo that a list whose items all failed is too short."""
    return (one for one in details if one["type"] != "too_short" or not one["input"])


def _problem(root: yaml.Node, detail: Any) -> Problem:
    path = detail["loc"]
    code = _CODES.get(detail["type"], detail["type"])
    code = code if code.startswith(_OWN_CODES) else _TYPES.get(detail["type"], "plan-type")
    details = {key: str(value) for key, value in (detail.get("ctx") or {}).items()}
    value = None if code == "plan-missing-key" else detail["input"]
    if code == "plan-unknown-key":
        value, details = path[-1], {"known": ", ".join(_keys_at(path[:-1]))}
    if code == "plan-type":
        details = {"wanted": detail["type"].removesuffix("_type").removesuffix("_parsing")}
    dotted = ".".join(str(part) for part in path)
    return Problem(code, f"{_place(_located(root, path))} {dotted}".rstrip(), value, details)


def _located(root: yaml.Node, path: Sequence[str | int]) -> yaml.Node:
    """The deepest node on a key path."""
    node = root
    for part in path:
        if isinstance(node, yaml.MappingNode):
            inner = _value(node, str(part))
        else:
            items = node.value if isinstance(node, yaml.SequenceNode) else []
            inner = items[part] if isinstance(part, int) and part < len(items) else None
        if inner is None:
            break
        node = inner
    return node


def _keys_at(path: Sequence[str | int]) -> list[str]:
    """The keys that the schema knows at a key path."""
    model: type[BaseModel] = Plan
    for part in path:
        field = model.model_fields.get(str(part))
        inner = (
            next((kind for kind in _kinds_in(field.annotation) if _is_model(kind)), None) if field else None
        )
        model = inner or model
    return list(model.model_fields)


def _kinds_in(annotation: Any) -> Iterator[Any]:
    yield annotation
    for part in get_args(annotation):
        yield from _kinds_in(part)


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def _place(node: yaml.Node) -> str:
    return f"{node.start_mark.name}:{node.start_mark.line + 1}"
