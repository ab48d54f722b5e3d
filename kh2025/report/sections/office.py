"""What only the office can write: its passages from ``remarks.csv``, or a visible gap."""

from kh2025.evaluation.evaluate import Evaluation
from kh2025.report.document import Block, Gap, Paragraph


def office_words(ev: Evaluation, section: str, gap: str | None = None) -> list[Block]:
    """The passages for a section in order of recording; without any, the gap (where one is given)."""
    remarks = ev.remarks
    passages = [Paragraph(text) for text in remarks.loc[remarks["section"] == section, "text"]]
    return [*passages] if passages or gap is None else [Gap(gap)]
