"""Writes what is generated here: facts.md and tables.md, rules.md, and plan.schema.json.

They come from the column contracts, the registry of rules and the model of plans. A test keeps them in step.
"""

from pathlib import Path

from kh2025.columns import Table
from kh2025.evaluation.rules import all_rules
from kh2025.evaluation.tables import comparison, duties, findings, indicators, many, scores, submissions
from kh2025.law.parameters import Parameter
from kh2025.law.rule import Rule
from kh2025.ledger.records import RECORD_TYPES, RecordType
from kh2025.messages import text
from kh2025.plan.exports import jsonschema

HERE = Path(__file__).parent
_FORMS = {
    "id": "id: 2–32 characters a–z, 0–9, hyphen",
    "text": "text",
    "day": "ISO 8601 date",
    "moment": "ISO 8601 time with offset",
    "percent": "number 0–100",
    "decimal": "decimal number with a point",
    "period": "reporting period",
}


def facts() -> str:
    """The CSV contract, one table per file."""
    head = (
        "# Facts: the CSV contract\n\n"
        "A facts source is a folder of UTF-8 CSV files. A missing file means that nothing was reported; an unknown\n"
        "column is an error; row order is the order of recording unless a column `seq` (whole numbers) says otherwise.\n"
        "Bold columns must be filled.\n"
    )
    return head + "".join(_record(kind) for kind in RECORD_TYPES.values())


def contracts() -> str:
    """The tables of an evaluation."""
    found = [
        one
        for room in (duties, submissions, indicators, scores, findings, comparison, many)
        for one in vars(room).values()
        if isinstance(one, Table)
    ]
    return "# Tables of an evaluation\n" + "".join(_table(table) for table in found)


def _record(kind: RecordType) -> str:
    rows = "".join(
        f"| {f'**{f.name}**' if f.required else f.name} | {_FORMS.get(f.form, ', '.join(f.choices))} | {f.says} |\n"
        for f in kind.fields
    )
    return f"\n## {kind.name}.csv\nOne row per {kind.one_row_per}.\n\n| column | form | what it holds |\n|---|---|---|\n{rows}"


def _table(table: Table) -> str:
    rows = "".join(f"| {c.name} | {c.kind} | {c.unit} | {c.says} |\n" for c in table.columns)
    return f"\n## {table.name}\nOne row per {table.one_row_per}.\n\n| column | kind | unit | what it says |\n|---|---|---|---|\n{rows}"


def rules() -> str:
    """Every rule of compliance, family by family."""
    found = list(all_rules().values())
    head = (
        "# Rules of compliance\n\n"
        f"{len(found)} rules. A rule looks at one table and gives each row one verdict: pass, breach, unknown or not\n"
        "applicable. `kh2025 explain RULE` shows its boundary cases, which lie beside the rule as `cases/<rule>.yaml`.\n"
        "Values and days in force are in `kh2025/law/data/rules.yaml`; the values of the day that is judged decide. A\n"
        "plan switches a rule off, re-weighs it or gives it other values under `rules` in its file, with a reason that\n"
        "every report prints:\n\n"
        "```yaml\nrules:\n"
        "  - rule: task-long-overdue\n    parameters: {most_days: 60}\n    reason: Cuộc họp giao ban yêu cầu xử lý trong 60 ngày (ví dụ).\n"
        "  - rule: activity-undocumented\n    off: true\n    reason: Biên bản lưu ở sổ riêng (ví dụ).\n```\n"
    )
    families = dict.fromkeys(rule.family for rule in found)
    return head + "".join(_family(name, [one for one in found if one.family == name]) for name in families)


def _family(name: str, found: list[Rule]) -> str:
    title = text("labels", f"family.{name}", "en")
    return f"\n## Rules on {title} (`{name}`)\n" + "".join(map(_rule, found))


def _rule(rule: Rule) -> str:
    titles = [text("findings", f"{rule.id}.title", lang) for lang in ("en", "vi")]
    lines = [
        f"{text('findings', f'{rule.id}.provision', 'en')}",
        f"*{text('findings', f'{rule.id}.provision')}*",
        f"- Severity: {rule.severity.value}. Table: `{rule.on}`.",
        f"- Provision: {rule.citation.label('en')} ({rule.citation.mark.value}).{_force(rule)}",
        *(f"- `{name}`: {_values(parameter)}" for name, parameter in rule.parameters.items()),
    ]
    return (
        f"\n### {rule.id}\n{' · '.join(titles)}\n\n"
        + "\n".join([lines[0], "", lines[1], "", *lines[2:]])
        + "\n"
    )


def _force(rule: Rule) -> str:
    days = [("from", rule.in_force_from), ("to", rule.in_force_to)]
    told = " ".join(f"{word} {day.isoformat()}" for word, day in days if day)
    return f" In force {told}." if told else ""


def _values(parameter: Parameter) -> str:
    unit = text("labels", f"unit.{parameter.unit}", "en")
    steps = [
        f"{one.value:g} {unit}" + (f" from {one.from_on.isoformat()}" if one.from_on else "")
        for one in parameter.values
    ]
    return f"{', '.join(steps)} ({parameter.source.label('en')}; {parameter.source.mark.value})."


if __name__ == "__main__":
    (HERE / "facts.md").write_text(facts(), "utf-8")
    (HERE / "tables.md").write_text(contracts(), "utf-8")
    (HERE / "rules.md").write_text(rules(), "utf-8")
    (HERE / "plan.schema.json").write_bytes(jsonschema.render())
