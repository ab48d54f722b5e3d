"""What a filled form is: the keys and values of its hidden sheet, and the fingerprint of the plan it was made from."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from kh2025.ledger.forms.layout import FORM_VERSION, Role
from kh2025.plan.model import Plan


@dataclass(frozen=True, slots=True)
class Identity:
    """Which form a workbook is.

    Attributes:
        plan_id: the plan.
        plan_fingerprint: :func:`fingerprint` of the plan; another one means that the plan's file has changed since.
        agency_id: the agency that fills it in.
        period: the period, canonical.
        rows: number of data rows of each sheet, by role; they begin in ``layout.FIRST_ROW``.
        titles: title of each sheet when the form was made; a person may have renamed it, its mark stays.
        form_version: of the description that the form was made by.
    """

    plan_id: str
    plan_fingerprint: str
    agency_id: str
    period: str
    rows: Mapping[Role, int]
    titles: Mapping[Role, str]
    form_version: str = FORM_VERSION

    def pairs(self) -> list[tuple[str, str]]:
        """Keys and values for columns A and B of the hidden sheet, all texts."""
        sheets = [(f"rows:{role}", str(count)) for role, count in self.rows.items()]
        sheets += [(f"title:{role}", title) for role, title in self.titles.items()]
        return [*((name, getattr(self, name)) for name in _NAMES), *sheets]

    @classmethod
    def of(cls, pairs: Mapping[str, str]) -> Self:
        """The identity back from keys and values.

        Raises:
            KeyError: a key is missing.
            ValueError: a number of rows is none.

        >>> made = Identity("ke-hoach", "0a", "so-yt", "2025-Q2", {Role.TASKS: 3}, {Role.TASKS: "A"})
        >>> Identity.of(dict(made.pairs())) == made
        True
        """
        roles = [role for role in Role if f"rows:{role}" in pairs]
        return cls(
            **{name: pairs[name] for name in _NAMES},
            rows={role: int(pairs[f"rows:{role}"]) for role in roles},
            titles={role: pairs[f"title:{role}"] for role in roles},
        )


#: Keys of the hidden sheet with one value each.
_NAMES = ("form_version", "plan_id", "plan_fingerprint", "agency_id", "period")


def fingerprint(plan: Plan) -> str:
    """SHA-256 of what the plan's file says, on whatever day it is looked at."""
    return hashlib.sha256(plan.as_written.model_dump_json().encode()).hexdigest()
