"""What ``kh2025 evaluate`` adds on request: one table of the evaluation, or the comparison with an earlier period."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from kh2025.cli.terminal import print_lines, print_table

if TYPE_CHECKING:
    import pandas as pd

    from kh2025.evaluation.comparison import Comparison
    from kh2025.evaluation.evaluate import Evaluation

#: What ``--compare`` accepts, and the name of the earlier look.
LOOKS = {"previous": "previous", "year-before": "year_before"}
#: Tables that an evaluation makes when it is asked for them: every record, and every receipt.
_MADE_WHEN_ASKED = ("records", "receipts")


def check_look(look: str | None) -> None:
    """Refuse an earlier look that does not exist, before any work."""
    from kh2025.errors import ParameterError, Problem  # noqa: PLC0415

    if look is not None and look not in LOOKS:
        raise ParameterError(Problem("compare-look", "--compare", look, {"known": ", ".join(LOOKS)}))


def compared(ev: "Evaluation", look: str) -> "Comparison":
    """The evaluation beside the look that was asked for."""
    return ev.since(LOOKS[look])


def table_named(ev: "Evaluation", name: str) -> "pd.DataFrame":
    """One table of the evaluation; ``ParameterError`` names those there are."""
    from dataclasses import fields  # noqa: PLC0415

    import pandas as pd  # noqa: PLC0415

    from kh2025.errors import ParameterError, Problem  # noqa: PLC0415

    kept = [field.name for field in fields(ev) if isinstance(getattr(ev, field.name), pd.DataFrame)]
    known = (*kept, *_MADE_WHEN_ASKED)
    if name not in known:
        raise ParameterError(Problem("table-name", "--table", name, {"known": ", ".join(known)}))
    found: pd.DataFrame = getattr(ev, name)
    return found


def comparison_json(made: "Comparison") -> dict[str, Any]:
    """A comparison, JSON-ready: both looks, why there is no earlier one, and the four tables."""
    from kh2025.law.moments import local_text  # noqa: PLC0415

    looks = {
        name: scope
        and {
            "period": str(scope.period),
            "status_on": scope.status_on.isoformat(),
            "as_of": local_text(scope.as_of),
        }
        for name, scope in (("earlier", made.earlier), ("later", made.later))
    }
    tables = ("changes", "transitions", "moves", "agencies")
    return {**looks, "reason": made.reason, **{name: json_rows(getattr(made, name)) for name in tables}}


def print_comparison(ev: "Evaluation", look: str, lang: str) -> None:
    """The comparison as the report shows it."""
    from kh2025.plan.tables import agency_names  # noqa: PLC0415
    from kh2025.report.display import show  # noqa: PLC0415
    from kh2025.report.sections.changes import compared_tables  # noqa: PLC0415
    from kh2025.report.wording import Words  # noqa: PLC0415

    words, made = Words(lang, agency_names(ev.scope.plan)), compared(ev, look)
    if made.earlier is None:
        print_lines(words(f"changes.no_{LOOKS[look]}"))
        return
    for shown in compared_tables(ev, {look: made}, words):
        rows = [[show(c, f.kind, lang) for c, f in zip(row, shown.fields, strict=True)] for row in shown.rows]
        print_table(shown.caption, [field.label for field in shown.fields], rows)


def json_rows(frame: "pd.DataFrame") -> list[dict[str, Any]]:
    """The rows of a table, JSON-ready: days and moments in ISO 8601, what is missing null."""
    return [{str(name): _plain(value) for name, value in row.items()} for row in frame.to_dict("records")]


def _plain(value: Any) -> Any:
    from kh2025.law.moments import local_text  # noqa: PLC0415
    from kh2025.report.sections.frames import cell  # noqa: PLC0415

    if isinstance(value, Mapping):
        return {str(name): _plain(inner) for name, inner in value.items()}
    made = cell(value)
    if isinstance(made, datetime):
        return local_text(made)
    return made.isoformat() if isinstance(made, date) else made
