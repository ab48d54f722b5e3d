"""``kh2025 plan check``: the plan rules on a plan file, as a table or JSON."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from kh2025.cli.evaluate import breaches, check_severity
from kh2025.cli.terminal import print_json, print_lines, print_table
from kh2025.messages import text

if TYPE_CHECKING:
    from kh2025.evaluation.plan_check import PlanCheck

_COLUMNS = ("severity", "rule", "subject", "says")
_MOST_NOTICES = 20
_VERDICT = ("pass", "breach", "unknown", "not_applicable", "standing")
_SUBJECTS = ("task_id", "obligation_id", "indicator_id", "activity_id", "agency_id")


def add_check(group: typer.Typer, lang: str) -> None:
    """Add the command to the group ``plan``."""

    @group.command(help=text("cli", "plan_check.about", lang))
    def check(
        plan: Annotated[str, typer.Argument(help=text("cli", "options.plan", lang))],
        fail_on: Annotated[str | None, typer.Option(help=text("cli", "options.fail_on", lang))] = None,
        as_json: Annotated[bool, typer.Option("--json", help=text("cli", "options.json", lang))] = False,
    ) -> int:
        import kh2025  # noqa: PLC0415 - loads pandas

        check_severity(fail_on)
        found = kh2025.check_plan(kh2025.load_plan(plan))
        rows = _rows(found, lang)
        print_json(_described(found, rows, lang)) if as_json else _print(found, rows, lang)
        return breaches(found.findings, fail_on)


def _rows(found: "PlanCheck", lang: str) -> list[dict[str, Any]]:
    """The findings, heaviest first, each with its sentence."""
    from kh2025.law.rule import Severity  # noqa: PLC0415
    from kh2025.plan.tables import agency_names  # noqa: PLC0415
    from kh2025.report.wording import Words  # noqa: PLC0415

    words = Words(lang, agency_names(found.plan))
    order = {str(severity): place for place, severity in enumerate(Severity)}
    made = [
        {
            "rule_id": one["rule_id"],
            "severity": one["severity"],
            "subject": next((one[name] for name in _SUBJECTS if isinstance(one[name], str)), None),
            "title": words.title(one["rule_id"]),
            "says": words.finding(one["rule_id"], one["values"]),
            "citation": one["citation"],
            "mark": one["mark"],
        }
        for one in found.findings.to_dict("records")
    ]
    return sorted(made, key=lambda row: order[row["severity"]])


def _described(found: "PlanCheck", rows: list[dict[str, Any]], lang: str) -> dict[str, Any]:
    from kh2025.evaluation.summary import rule_changes  # noqa: PLC0415 - loads pandas

    return {
        "plan": found.plan.id,
        "findings": rows,
        "notices": [
            {"code": one.code, "place": one.place, "value": one.shown(), "message": one.render(lang)}
            for one in found.plan.notices
        ],
        "rules": rule_changes(found.plan),
        "verdicts": {
            row["rule_id"]: {name: row[name] for name in _VERDICT}
            for row in found.verdicts.to_dict("records")
        },
    }


def _print(found: "PlanCheck", rows: list[dict[str, Any]], lang: str) -> None:
    from kh2025.plan.tables import agency_names  # noqa: PLC0415 - loads pandas
    from kh2025.report.rule_changes import rule_changes  # noqa: PLC0415
    from kh2025.report.wording import Words  # noqa: PLC0415

    if not rows:
        print_lines(text("cli", "plan_check.clean", lang, plan=found.plan.id))
    else:
        columns = [text("cli", f"plan_check.columns.{name}", lang) for name in _COLUMNS]
        shown = [
            (text("labels", f"severity.{row['severity']}", lang), row["title"], row["subject"], row["says"])
            for row in rows
        ]
        print_table(text("cli", "plan_check.caption", lang, plan=found.plan.id), columns, shown)
    print_lines(*rule_changes(found.plan, Words(lang, agency_names(found.plan))))
    print_lines(*(notice.render(lang) for notice in found.plan.notices[:_MOST_NOTICES]))
    if rest := len(found.plan.notices[_MOST_NOTICES:]):
        print_lines(text("errors", "more", lang, count=rest))
    unknown = found.verdicts.loc[found.verdicts["unknown"] > 0, ["rule_id", "unknown"]]
    for row in unknown.to_dict("records"):
        title = text("findings", f"{row['rule_id']}.title", lang)
        print_lines(text("cli", "plan_check.unknown", lang, title=title, count=row["unknown"]))
