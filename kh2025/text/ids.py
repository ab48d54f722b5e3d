"""Ids: what a plan's parts and agencies may be called, so that an id is safe in a path, in YAML and in a URL."""

import re

#: The form of an id, for whoever states it elsewhere; the reserved words are not in it.
ID_PATTERN = "[a-z][a-z0-9-]{0,30}[a-z0-9]"
_FORM = re.compile(ID_PATTERN)
# Device names of Windows, and words that YAML reads as something else.
_RESERVED = frozenset(
    {"con", "prn", "aux", "nul", "yes", "no", "on", "off", "true", "false", "null"}
    | {f"{name}{n}" for name in ("com", "lpt") for n in range(10)}
)


def is_id(text: str) -> bool:
    """Whether a text can be an id.

    >>> is_id("so-khcn"), is_id("con"), is_id("../x")
    (True, False, False)
    """
    return bool(_FORM.fullmatch(text)) and text not in _RESERVED
