"""``kh2025 rules``: what is checked, family by family."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from kh2025.cli.terminal import print_json, print_table
from kh2025.errors import ParameterError, Problem
from kh2025.messages import text

if TYPE_CHECKING:
    from datetime import date

    from kh2025.law.parameters import Parameter
    from kh2025.law.rule import Rule

_COLUMNS = ("id", "severity", "title")


def add(app: typer.Typer, lang: str) -> None:
    """Add the command."""

    @app.command(help=text("cli", "rules.about", lang))
    def rules(
        family: Annotated[str | None, typer.Option(help=text("cli", "rules.family", lang))] = None,
        as_json: Annotated[bool, typer.Option("--json", help=text("cli", "options.json", lang))] = False,
    ) -> None:
        described = [describe(rule, lang) for rule in _chosen(family)]
        print_json(described) if as_json else _print(described, lang)


def describe(rule: "Rule", lang: str) -> dict[str, Any]:
    """A rule as plain values."""
    return {
        "id": rule.id,
        "title": text("findings", f"{rule.id}.title", lang),
        "provision": text("findings", f"{rule.id}.provision", lang),
        "family": rule.family,
        "severity": rule.severity.value,
        "table": rule.on,
        "citation": rule.citation.label(lang),
        "mark": rule.citation.mark.value,
        "in_force_from": _iso(rule.in_force_from),
        "in_force_to": _iso(rule.in_force_to),
        "parameters": {name: _parameter(one, lang) for name, one in rule.parameters.items()},
        "explains": list(rule.explains),
        "since": rule.since or None,
    }


def _chosen(family: str | None) -> list["Rule"]:
    """The rules of a family, or all."""
    from kh2025.evaluation.rules import all_rules  # noqa: PLC0415 - loads pandas

    found = list(all_rules().values())
    families = list(dict.fromkeys(rule.family for rule in found))
    if family is not None and family not in families:
        raise ParameterError(Problem("rule-family", "--family", family, {"known": ", ".join(families)}))
    return [rule for rule in found if family in {None, rule.family}]


def _parameter(parameter: "Parameter", lang: str) -> dict[str, Any]:
    return {
        "unit": parameter.unit,
        "source": parameter.source.label(lang),
        "mark": parameter.source.mark.value,
        "values": [{"from": _iso(one.from_on), "value": one.value} for one in parameter.values],
    }


def _iso(day: "date | None") -> str | None:
    return day.isoformat() if day else None


def _print(described: list[dict[str, Any]], lang: str) -> None:
    """One table a family; the provisions are told by ``kh2025 explain``."""
    columns = [text("cli", f"rules.{name}", lang) for name in _COLUMNS]
    for family in dict.fromkeys(one["family"] for one in described):
        rows = [
            (one["id"], text("labels", f"severity.{one['severity']}", lang), one["title"])
            for one in described
            if one["family"] == family
        ]
        name = text("labels", f"family.{family}", lang)
        print_table(text("cli", "rules.caption", lang, family=name, count=len(rows)), columns, rows, whole=1)
