"""A plan in the formats of others: each module turns a :class:`Plan` into the bytes of one file.

The texts in the files are Vietnamese, like the plan. Nothing asks the clock: the same plan gives the same bytes.
A format is a module with a function ``export`` and its row in :data:`FORMATS`; it is loaded when first used.
"""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, cast

from kh2025.errors import ParameterError, Problem

if TYPE_CHECKING:
    from kh2025.plan.model import Plan

#: The formats and the modules that write them.
FORMATS: Mapping[str, str] = {
    name: f"{__name__}.{name}" for name in ("jsonschema", "stratml", "ics", "docx", "xlsx")
}


def exporter(name: str, place: str = "") -> "Callable[[Plan], bytes]":
    """The function that turns a plan into a file of a format.

    Raises:
        ParameterError: ``format``, with the formats there are.

    >>> exporter("ics").__module__
    'kh2025.plan.exports.ics'
    """
    if name not in FORMATS:
        raise ParameterError(Problem("format", place, name, {"known": ", ".join(FORMATS)}))
    return cast("Callable[[Plan], bytes]", import_module(FORMATS[name]).export)
