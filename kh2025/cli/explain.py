"""``kh2025 explain RULE``: one rule with its provision, its values with their days, and its cases."""

import json
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kh2025.cli.rules import describe
from kh2025.cli.terminal import now, print_json, print_lines, print_pairs
from kh2025.messages import text
from kh2025.text.dates import show_date

if TYPE_CHECKING:
    from kh2025.law.parameters import Parameter
    from kh2025.law.rule import Rule


def add(app: typer.Typer, lang: str) -> None:
    """Add the command."""

    @app.command(help=text("cli", "explain.about", lang))
    def explain(
        rule_id: Annotated[str, typer.Argument(metavar="RULE", help=text("cli", "explain.rule", lang))],
        on: Annotated[str | None, typer.Option(help=text("cli", "explain.on", lang))] = None,
        as_json: Annotated[bool, typer.Option("--json", help=text("cli", "options.json", lang))] = False,
    ) -> None:
        from kh2025.evaluation.rules import find_rule  # noqa: PLC0415 - loads pandas
        from kh2025.text.dates import parse_date  # noqa: PLC0415

        rule = find_rule(rule_id)
        day = parse_date(on, place="--on") if on else date.fromisoformat(now()[:10])
        described = describe(rule, lang) | {
            "on": day.isoformat(),
            "standing": rule.standing_on(day).value,
            "values": rule.values_on(day),
            "cases": _cases(rule),
        }
        print_json(described) if as_json else _print(rule, described, day, lang)


def _cases(rule: "Rule") -> list[dict[str, Any]]:
    return [
        case | {"row": {name: _plain(value) for name, value in case["row"].items()}} for case in rule.cases()
    ]


def _plain(value: object) -> object:
    return value if isinstance(value, str | int | float | bool | None) else str(value)


def _print(rule: "Rule", described: dict[str, Any], day: date, lang: str) -> None:
    mark = text("labels", f"mark.{described['mark']}", lang)
    lines = {
        "title": described["title"],
        "provision": described["provision"],
        "citation": f"{described['citation']} ({mark})",
        "family": text("labels", f"family.{rule.family}", lang),
        "severity": text("labels", f"severity.{described['severity']}", lang),
        "in_force": _force(rule, day, lang),
        "table": f"{rule.on}: {', '.join(rule.explains)}",
        "since": _since(rule),
    }
    print_lines(rule.id)
    pairs = [(text("cli", f"explain.{name}", lang), value) for name, value in lines.items()]
    pairs += [(name, _values(one, lang)) for name, one in rule.parameters.items()]
    print_pairs(pairs)
    print_lines("", text("cli", "explain.cases", lang))
    print_pairs(
        (text("labels", f"verdict.{case['expect']}", lang), _told(case)) for case in described["cases"]
    )


def _since(rule: "Rule") -> str:
    """The column that tells since when a breach is one, and the days that are added to it."""
    added = [str(rule.since_after)] if rule.since_after else []
    added += [rule.since_parameter] if rule.since_parameter else []
    return " + ".join((rule.since or "–", *added))


def _force(rule: "Rule", day: date, lang: str) -> str:
    """From when to when the rule judges, and whether it does on the day."""
    first, last = (show_date(one) if one else None for one in (rule.in_force_from, rule.in_force_to))
    parts = [text("cli", "explain.from", lang, day=first)] if first else []
    parts += [text("cli", "explain.to", lang, day=last)] if last else []
    standing = text("labels", f"rule_standing.{rule.standing_on(day)}", lang)
    span = " ".join(parts) or text("cli", "explain.always", lang)
    return text("cli", "explain.force", lang, span=span, day=show_date(day), standing=standing)


def _values(parameter: "Parameter", lang: str) -> str:
    """A parameter's values in turn, and what they rest on."""
    unit = text("labels", f"unit.{parameter.unit}", lang)
    told = [
        f"{one.value:g} {unit}"
        + (f" ({text('cli', 'explain.from', lang, day=show_date(one.from_on))})" if one.from_on else "")
        for one in parameter.values
    ]
    mark = text("labels", f"mark.{parameter.source.mark.value}", lang)
    return f"{'; '.join(told)} – {parameter.source.label(lang)} ({mark})"


def _told(case: dict[str, Any]) -> str:
    """A case: its sentence, and below it the values."""
    values: Iterator[str] = (f"{name} = {_shown(value)}" for name, value in case["row"].items())
    return "\n".join(part for part in (case["name"], ", ".join(values)) if part)


def _shown(value: object) -> str:
    """A case's value as its file has it."""
    return json.dumps(value) if value is None or isinstance(value, bool) else str(value)
