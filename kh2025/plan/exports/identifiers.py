"""Identifiers for the outside: the same thing of the same plan has the same one in every export, for good."""

from uuid import NAMESPACE_URL, UUID, uuid5

from kh2025.plan.model import Plan

_NAMESPACE = uuid5(NAMESPACE_URL, "urn:kh2025:plan")


def identifier(plan: Plan, *parts: str) -> UUID:
    """The UUID (version 5) of a plan's part; ids hold no slash, so no two parts share one."""
    return uuid5(_NAMESPACE, "/".join((plan.id, *parts)))
