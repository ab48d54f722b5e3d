"""Plain values as YAML that :mod:`kh2025.yaml_tree` reads back equal, and that a person likes to edit.

A text stands plain where it can be taken for nothing else, folded where it is long, else in double quotes. No
aliases, no tags; what the reader's grammar has no form for (NaN, numbers of twenty digits) is refused.
"""

import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise

_WIDTH = 110
_DEEPEST = 40  # levels; the reader takes 50 nodes within each other
_LONGEST_KEY = 500
_LARGEST = 10**18
# A plain scalar: a letter or digit first, none of YAML's signs anywhere, no space at an end.
_PLAIN = re.compile(r"[^\W_](?:[\w .,/()&;+%–-]*[\w.,/()&;+%–-])?")
# What the reader or another YAML reader takes for something else.
_SPECIAL = re.compile(
    r"(?:null|true|false|yes|no|on|off|y|n|[-+]?[0-9_,.]+(?:e[-+]?[0-9]+)?|0[xob][0-9a-f_]+|[0-9:.]+)",
    re.IGNORECASE,
)
_FOLDABLE = re.compile(
    r"[^\s\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]+(?: [^\s\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]+)+"
)
_ESCAPED = re.compile(r"[\x7f-\xa0\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff\ufffe\uffff]")


def write_yaml(value: Mapping[str, object], comment: str = "") -> str:
    r"""A mapping as YAML text.

    Args:
        value: keys are texts; values are null, truth values, numbers, texts, lists and mappings of such.
        comment: lines to stand first, each behind "# ".

    Raises:
        ValueError: a value has no form that would be read back equal.

    >>> write_yaml({"id": "nv-1", "number": "1", "products": ["Kế hoạch: bản 1"]})
    'id: nv-1\nnumber: "1"\nproducts:\n  - "Kế hoạch: bản 1"\n'
    """
    lines = [f"# {line}".rstrip() for line in comment.splitlines()]
    return "\n".join([*lines, *(_mapping(value, 0) or ["{}"])]) + "\n"


def _mapping(value: Mapping[str, object], level: int) -> list[str]:
    if level > _DEEPEST:
        raise ValueError(level)
    return [line for key, one in value.items() for line in _entry(f"{_key(key)}:", one, level)]


def _sequence(value: Sequence[object], level: int) -> list[str]:
    if level > _DEEPEST:
        raise ValueError(level)
    lines: list[str] = []
    for one in value:
        if isinstance(one, Mapping) and one:
            first, *rest = _mapping(one, level + 1)
            lines += [f"{'  ' * level}- {first.lstrip()}", *rest]
        else:
            lines += _entry("-", one, level)
    return lines


def _entry(lead: str, value: object, level: int) -> Iterator[str]:
    """One entry: its lead (a key or a dash), and the value beside or below it."""
    indent = "  " * level
    if isinstance(value, Mapping):
        yield f"{indent}{lead}{'' if value else ' {}'}"
        yield from _mapping(value, level + 1)
    elif isinstance(value, list | tuple):
        yield f"{indent}{lead}{'' if value else ' []'}"
        yield from _sequence(value, level + 1)
    else:
        first, *rest = _scalar(value, level)
        yield f"{indent}{lead} {first}"
        yield from (f"{indent}  {line}" for line in rest)


def _scalar(value: object, level: int) -> list[str]:
    if value is None:
        return ["null"]
    if isinstance(value, bool):
        return ["true" if value else "false"]
    if isinstance(value, int | float):
        return [_number(value)]
    if isinstance(value, str):
        return _text(value, level)
    raise ValueError(value)


def _number(value: float) -> str:
    if isinstance(value, int):
        if abs(value) >= _LARGEST:
            raise ValueError(value)
        return str(value)
    if not math.isfinite(value):
        raise ValueError(value)
    text = format(Decimal(repr(value)), "f")
    text = text if "." in text else f"{text}.0"
    whole, _, fraction = text.lstrip("-").partition(".")
    if len(whole) > 18 or len(fraction) > 18:  # noqa: PLR2004 - what the reader takes
        raise ValueError(value)
    return text


def _text(value: str, level: int) -> list[str]:
    if len(value) + 2 * level > _WIDTH and _FOLDABLE.fullmatch(value) and "\ufffe" not in value:
        return [">-", *_folded(value, _WIDTH - 2 * level)]
    return [value if _is_plain(value) else _quoted(value)]


def _is_plain(value: str) -> bool:
    return bool(_PLAIN.fullmatch(value)) and not _SPECIAL.fullmatch(value)


def _quoted(value: str) -> str:
    text = json.dumps(value, ensure_ascii=False)
    if any("\ud800" <= char <= "\udfff" for char in text):
        raise ValueError(value)
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _folded(value: str, width: int) -> Iterator[str]:
    """Lines of words; the reader joins them by single spaces."""
    words = value.split(" ")
    ends = [0]
    length = 0
    for at, word in enumerate(words):
        if length and length + len(word) >= width:
            ends.append(at)
            length = 0
        length += len(word) + 1
    return (" ".join(words[first:last]) for first, last in pairwise([*ends, len(words)]))


def _key(key: object) -> str:
    if not isinstance(key, str) or len(key) > _LONGEST_KEY:
        raise ValueError(key)
    return key if _is_plain(key) else _quoted(key)
