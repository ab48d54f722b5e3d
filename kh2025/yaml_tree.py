"""Strict YAML as a tree of nodes that know their file and line.

YAML is composed, not loaded: plain scalars follow one small grammar (null, integer, decimal, true, false;
everything else is text, dates and ``no`` too), duplicate keys, aliases and tags are refused, size, depth and
number of nodes are capped.
"""

import io
import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import yaml

from kh2025.errors import InputError, Problem

_LARGEST = 4 * 1024 * 1024  # bytes; a plan of 1,000 tasks has about half a million
_MOST = 500_000  # nodes
_NO_FILE = "not a regular file"
_DEEPEST = 50  # levels
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,17})")
_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]{0,17})\.[0-9]{1,18}")
_WORDS = {"null": None, "true": True, "false": False, "": None}
_UNTAGGED, _QUOTED = "\0plain", "\0quoted"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")


def read_tree(path: Path, refusal: type[InputError] = InputError) -> yaml.MappingNode:
    """The node tree of a file that holds one mapping.

    Args:
        path: a regular file of UTF-8 text, with or without a byte order mark.
        refusal: the class of the error that is raised.

    Raises:
        InputError: the file cannot be read, is no plain YAML, or uses what its reader would not see; one
            problem with file and line.
    """
    try:
        root = _composed(path)
        _refuse_tricks(root)
    except InputError as error:
        raise refusal(error.problems) from None
    return root


def value_at(node: yaml.Node, key: str) -> yaml.Node | None:
    """The value under a key; none where the node is no mapping or lacks the key."""
    if not isinstance(node, yaml.MappingNode):
        return None
    return next((value for name, value in node.value if name.value == key), None)


def plain_value(node: yaml.Node) -> Any:
    """The node as dicts, lists, texts, numbers, truth values and null; a date is a text."""
    if isinstance(node, yaml.MappingNode):
        return {key.value: plain_value(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [plain_value(item) for item in node.value]
    return _scalar(node)


def scalars(node: yaml.Node) -> Iterator[yaml.ScalarNode]:
    """The scalar nodes under a node, keys left out, in the order of the file."""
    if isinstance(node, yaml.ScalarNode):
        yield node
    else:
        inner = [value for _, value in node.value] if isinstance(node, yaml.MappingNode) else node.value
        for one in inner:
            yield from scalars(one)


def place_of(node: yaml.Node) -> str:
    """Where a node stands, as ``file:line``."""
    return f"{node.start_mark.name}:{node.start_mark.line + 1}"


class _Loader(yaml.CBaseLoader):
    """Composes with a limit of depth, because the C composer recurses without one."""

    depth = 0
    nodes = 0

    def descend_resolver(self, parent: yaml.Node | None, index: int) -> None:
        del index
        self.depth += 1
        self.nodes += 1
        if self.nodes > _MOST:
            raise InputError(
                Problem("yaml-many", place_of(parent) if parent else "", details={"nodes": _MOST})
            )
        if self.depth > _DEEPEST:
            raise InputError(
                Problem("yaml-deep", place_of(parent) if parent else "", details={"levels": _DEEPEST})
            )

    def resolve(self, kind: type[yaml.Node], value: Any, implicit: Any) -> str:
        """A tag that no file can write, so that any written one shows, the bare "!" too."""
        del kind, value
        is_plain = implicit[0] if isinstance(implicit, tuple) else implicit
        return _UNTAGGED if is_plain else _QUOTED

    def ascend_resolver(self) -> None:
        self.depth -= 1


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
        raise InputError(Problem("yaml-text", f"{path}:{line}", error.reason)) from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"{path}:{mark.line + 1}" if mark else str(path)
        raise InputError(Problem("yaml-text", place, getattr(error, "problem", None) or str(error))) from None
    finally:
        loader.dispose()
    if not isinstance(root, yaml.MappingNode):
        raise InputError(
            Problem("yaml-text", f"{path}:1", root.value if isinstance(root, yaml.ScalarNode) else None)
        )
    return root


def _read(path: Path) -> str:
    try:
        if path.exists() and not path.is_file():
            raise InputError(Problem("file-missing", str(path), _NO_FILE))
        if path.stat().st_size > _LARGEST:
            raise InputError(Problem("yaml-size", str(path), path.stat().st_size, {"bytes": _LARGEST}))
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            Problem("file-encoding", str(path), error.object[error.start : error.start + 8])
        ) from None
    except (OSError, ValueError) as error:  # a NUL byte in a path is a ValueError
        raise InputError(
            Problem("file-missing", str(path), getattr(error, "strerror", None) or str(error))
        ) from None


def _refuse_tricks(root: yaml.Node) -> None:
    """Aliases, tags and duplicate keys: things that a reader of the file would not see."""
    seen: set[yaml.Node] = set()
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if node in seen:
            raise InputError(Problem("yaml-alias", place_of(node)))
        seen.add(node)
        if node.tag != (_QUOTED if getattr(node, "style", None) else _UNTAGGED):
            raise InputError(Problem("yaml-tag", place_of(node), node.tag))
        if isinstance(node, yaml.MappingNode):
            _refuse_bad_keys(node)
            waiting += chain.from_iterable(node.value)
        elif isinstance(node, yaml.SequenceNode):
            waiting += node.value


def _refuse_bad_keys(node: yaml.MappingNode) -> None:
    keys: set[str] = set()
    for key, _ in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise InputError(Problem("yaml-text", place_of(key)))
        if key.value in keys:
            raise InputError(Problem("yaml-duplicate-key", place_of(key), key.value))
        keys.add(key.value)


def _scalar(node: yaml.Node) -> Any:
    text = node.value
    if getattr(node, "style", None):  # quoted or block text; a plain scalar has the empty style
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    return float(text) if _DECIMAL.fullmatch(text) else text
