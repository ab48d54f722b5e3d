"""``kh2025 evaluate PLAN PERIOD --ledger L``: the figures of a period, as tables or JSON."""

from typing import TYPE_CHECKING, Annotated

import typer

from kh2025.cli.compared import (
    check_look,
    compared,
    comparison_json,
    json_rows,
    print_comparison,
    table_named,
)
from kh2025.cli.terminal import now, period_at, print_json, print_lines, print_table, waiting
from kh2025.messages import text

if TYPE_CHECKING:
    import pandas as pd

    from kh2025.evaluation.evaluate import Evaluation
    from kh2025.report.wording import Words


def add(app: typer.Typer, lang: str) -> None:
    """Add the command."""

    @app.command(help=text("cli", "evaluate.about", lang))
    def evaluate(
        plan: Annotated[str, typer.Argument(help=text("cli", "options.plan", lang))],
        period: Annotated[str, typer.Argument(help=text("cli", "options.period", lang))],
        ledger: Annotated[str, typer.Option(help=text("cli", "options.ledger", lang))],
        as_of: Annotated[str | None, typer.Option(help=text("cli", "options.as_of", lang))] = None,
        status_on: Annotated[str | None, typer.Option(help=text("cli", "options.status_on", lang))] = None,
        agency: Annotated[str | None, typer.Option(help=text("cli", "options.agency", lang))] = None,
        compare: Annotated[str | None, typer.Option(help=text("cli", "evaluate.compare", lang))] = None,
        table: Annotated[str | None, typer.Option(help=text("cli", "evaluate.table", lang))] = None,
        fail_on: Annotated[str | None, typer.Option(help=text("cli", "options.fail_on", lang))] = None,
        as_json: Annotated[bool, typer.Option("--json", help=text("cli", "options.json", lang))] = False,
    ) -> int:
        check_severity(fail_on)
        check_look(compare)
        with waiting(text("cli", "evaluate.waiting", lang)):
            ev = evaluated(plan, period, ledger, as_of or now(), status_on, agency)
        if table:
            print_json(json_rows(table_named(ev, table)))
        elif as_json:
            added = {"comparison": comparison_json(compared(ev, compare))} if compare else {}
            print_json({**ev.summary, **added})
        else:
            print_evaluation(ev, lang)
            if compare:
                print_comparison(ev, compare, lang)
        return breaches(ev.findings, fail_on)


def evaluated(
    plan: str, period: str, ledger: str, as_of: str, status_on: str | None = None, agency: str | None = None
) -> "Evaluation":
    """The evaluation that the arguments ask for."""
    import kh2025  # noqa: PLC0415 - loads pandas

    looked_at = period_at(period, as_of)
    facts = kh2025.open_facts(ledger)
    ev = kh2025.evaluate(kh2025.load_plan(plan), facts, looked_at, as_of=as_of, status_on=status_on)
    return ev.for_agency(agency) if agency else ev


def check_severity(fail_on: str | None) -> None:
    """Refuse a severity that does not exist, before any work."""
    from kh2025.errors import ParameterError, Problem  # noqa: PLC0415
    from kh2025.law.rule import Severity  # noqa: PLC0415

    if fail_on is not None and fail_on not in list(Severity):
        raise ParameterError(Problem("severity", "--fail-on", fail_on, {"known": ", ".join(Severity)}))


def breaches(findings: "pd.DataFrame", fail_on: str | None) -> int:
    """Exit code 4 when there is a breach as heavy as ``fail_on``, else 0."""
    from kh2025.law.rule import Severity  # noqa: PLC0415

    order = list(Severity)
    heavy = order[: order.index(Severity(fail_on)) + 1] if fail_on else []
    return 4 if findings["severity"].isin(heavy).any() else 0


def print_evaluation(ev: "Evaluation", lang: str) -> None:
    """The summary as tables for people."""
    from kh2025.plan.tables import agency_names  # noqa: PLC0415
    from kh2025.report.wording import Words  # noqa: PLC0415

    words, summary = Words(lang, agency_names(ev.scope.plan)), ev.summary
    print_lines(f"{ev.scope.plan.title}")
    period = f"{ev.scope.period.label(lang)}: {words.value(ev.scope.period.start)} – {words.value(ev.scope.period.end)}"
    known = words.moment(ev.scope.as_of)
    print_lines(
        text(
            "cli",
            "evaluate.head",
            lang,
            period=period,
            status_on=words.value(ev.scope.status_on),
            as_of=known,
        )
    )
    if summary["invented"]:
        print_lines(summary["invented"])
    counted = ("tasks", "duties", "tasks_in_period")
    parts = [name for name in summary["tasks"] if name not in {"total", "unreported", "due_soon"}]
    rows = [(words.label("part", part), *(summary[name][part] for name in counted)) for part in parts]
    rows.append((text("cli", "evaluate.total", lang), *(summary[name]["total"] for name in counted)))
    print_table(
        text("cli", "evaluate.status", lang),
        [text("cli", f"evaluate.{name}", lang) for name in ("part", *counted)],
        rows,
        numbers=3,
    )
    _print_rates(ev, words, lang)
    _print_findings(ev, words, lang)


def _print_rates(ev: "Evaluation", words: "Words", lang: str) -> None:
    rates = {**ev.summary["rates"], **ev.summary["submission_rates"]}
    rows = [
        (
            words.label("rate", name),
            f"{rate['numerator']}/{rate['denominator']}",
            words.label("none", rate["reason"])
            if rate["percent"] is None
            else words.percent(rate["percent"]),
        )
        for name, rate in rates.items()
    ]
    columns = [text("cli", f"evaluate.{name}", lang) for name in ("rate", "fraction", "percent")]
    print_table(text("cli", "evaluate.rates", lang), columns, rows, numbers=2)


def _print_findings(ev: "Evaluation", words: "Words", lang: str) -> None:
    from kh2025.report.rule_changes import rule_changes  # noqa: PLC0415 - loads pandas

    found = ev.verdicts[ev.verdicts["breach"] > 0]
    rows = [
        (one["rule_id"], words.label("severity", one["severity"]), words.title(one["rule_id"]), one["breach"])
        for one in found.to_dict("records")
    ]
    columns = [text("cli", f"evaluate.{name}", lang) for name in ("rule", "severity", "title", "breaches")]
    print_table(text("cli", "evaluate.findings", lang), columns, rows, numbers=1, whole=1)
    print_lines(*rule_changes(ev.scope.plan, words))
