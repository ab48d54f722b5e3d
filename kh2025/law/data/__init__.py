"""Reads the dated values of this folder."""

from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@cache
def load(name: str) -> dict[str, Any]:
    """One data file, such as ``"regimes"``, as plain values. The files are ours, so a safe loader is enough."""
    loaded = yaml.load((files(__name__) / f"{name}.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader)
    if not isinstance(loaded, dict):
        raise TypeError(name)
    return loaded
