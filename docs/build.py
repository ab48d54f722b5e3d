"""Writes docs/facts.md and docs/tables.md from the column contracts, docs/plan.schema.json from the model of plans.

A test keeps them in step.
"""

from pathlib import Path

from kh2025.columns import Table
from kh2025.evaluation import many_tables, tables
from kh2025.ledger.records import RECORD_TYPES, RecordType
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
    found = [one for room in (tables, many_tables) for one in vars(room).values() if isinstance(one, Table)]
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


if __name__ == "__main__":
    (HERE / "facts.md").write_text(facts(), "utf-8")
    (HERE / "tables.md").write_text(contracts(), "utf-8")
    (HERE / "plan.schema.json").write_bytes(jsonschema.render())
