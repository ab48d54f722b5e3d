"""How much a breach of a rule weighs; a plan may give a rule another weight."""

from enum import StrEnum


class Severity(StrEnum):
    """How much a breach weighs, heaviest first."""

    CRITICAL = "critical"
    MAJOR = "major"
    MINOR = "minor"
    NOTICE = "notice"
