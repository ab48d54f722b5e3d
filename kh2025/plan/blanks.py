"""What a draft cannot know: a marked value for each, which a person fills in before the draft is used."""

from functools import cache

from kh2025 import messages
from kh2025.law.document_number import DocumentNumber

#: Stands for the number of a plan that has none yet.
NUMBER = "1/KH-CAN-DIEN"


def fill() -> str:
    """What stands for a text."""
    return messages.text("labels", "draft.fill")


def is_blank(text: str) -> bool:
    """Whether a text is, or holds, what a person has still to fill in or to decide.

    >>> is_blank("[CẦN ĐIỀN]: tên kế hoạch"), is_blank("Kế hoạch năm 2026")
    (True, False)
    """
    return NUMBER in text or any(mark in text for mark in _marks())


@cache
def _marks() -> tuple[str, ...]:
    """The marks in brackets that drafts use, in every language."""
    return tuple(
        messages.text("labels", key, lang)
        for lang in messages.LANGUAGES
        for key in ("draft.fill", "draft.decide")
    )


def decision() -> dict[str, str]:
    """The decision that nobody has taken yet, as plain values.

    >>> decision()["number"], decision()["kind"]
    ('1/KH-CAN-DIEN', 'Kế hoạch')
    """
    return {"number": NUMBER, "kind": DocumentNumber.parse(NUMBER).kind_name() or fill(), "title": fill()}


def assumption(key: str) -> dict[str, str]:
    """The assumption that says which values are marked, as plain values; ``key`` is that of its text in the labels."""
    return {"id": "can-dien", "text": messages.text("labels", key, fill=fill(), number=NUMBER)}
