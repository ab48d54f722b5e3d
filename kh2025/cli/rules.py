"""``kh2025 rules`` and ``kh2025 explain RULE``: what is checked, by which provision, with which cases."""

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kh2025.cli.terminal import print_json, print_lines, print_table
from kh2025.messages import text

if TYPE_CHECKING:
    from kh2025.law.rule import Rule


def add(app: typer.Typer, lang: str) -> None:
    """Add the commands."""

    @app.command(help=text("cli", "rules.about", lang))
    def rules(
        as_json: Annotated[bool, typer.Option("--json", help=text("cli", "options.json", lang))] = False,
    ) -> None:
        from kh2025.evaluation.rules import all_rules  # noqa: PLC0415 - loads pandas

        described = [describe(rule, lang) for rule in all_rules().values()]
        if as_json:
            print_json(described)
            return
        rows = [
            (
                one["id"],
                one["title"],
                text("labels", f"severity.{one['severity']}", lang),
                one["citation"],
            )
            for one in described
        ]
        columns = [text("cli", f"rules.{name}", lang) for name in ("id", "title", "severity", "citation")]
        print_table(text("cli", "rules.caption", lang), columns, rows, whole=1)

    @app.command(help=text("cli", "explain.about", lang))
    def explain(
        rule_id: Annotated[str, typer.Argument(metavar="RULE", help=text("cli", "explain.rule", lang))],
        as_json: Annotated[bool, typer.Option("--json", help=text("cli", "options.json", lang))] = False,
    ) -> None:
        from kh2025.evaluation.rules import find_rule  # noqa: PLC0415 - loads pandas

        rule = find_rule(rule_id)
        described = describe(rule, lang) | {"cases": _cases(rule)}
        if as_json:
            print_json(described)
            return
        _print(rule, described, lang)


def describe(rule: "Rule", lang: str) -> dict[str, Any]:
    """A rule as plain values."""
    return {
        "id": rule.id,
        "title": text("findings", f"{rule.id}.title", lang),
        "provision": text("findings", f"{rule.id}.provision", lang),
        "family": rule.family,
        "severity": rule.severity.value,
        "table": rule.on,
        "citation": str(rule.citation),
        "mark": rule.citation.mark.value,
        "parameters": dict(rule.parameters),
        "explains": list(rule.explains),
    }


def _cases(rule: "Rule") -> list[dict[str, Any]]:
    return [
        case | {"row": {name: _plain(value) for name, value in case["row"].items()}} for case in rule.cases()
    ]


def _plain(value: object) -> object:
    return value if isinstance(value, str | int | float | bool | None) else str(value)


def _print(rule: "Rule", described: dict[str, Any], lang: str) -> None:
    mark = text("labels", f"mark.{described['mark']}", lang)
    lines = {
        "title": described["title"],
        "provision": described["provision"],
        "citation": f"{described['citation']} ({mark})",
        "severity": text("labels", f"severity.{described['severity']}", lang),
        "table": f"{rule.on}: {', '.join(rule.explains)}",
        "parameters": ", ".join(f"{name} = {value}" for name, value in rule.parameters.items()) or "–",
    }
    print_lines(
        rule.id, *(f"  {text('cli', f'explain.{name}', lang)}: {value}" for name, value in lines.items())
    )
    rows = [
        (
            case["name"],
            ", ".join(f"{name} = {_shown(value)}" for name, value in case["row"].items()),
            text("labels", f"verdict.{case['expect']}", lang),
        )
        for case in described["cases"]
    ]
    columns = [text("cli", f"explain.{name}", lang) for name in ("case", "row", "verdict")]
    print_table(text("cli", "explain.cases", lang), columns, rows)


def _shown(value: object) -> str:
    """A case's value as its file has it."""
    return json.dumps(value) if value is None or isinstance(value, bool) else str(value)
