"""Kinds of documents (Nghị quyết, Quyết định …): what their abbreviations in a number stand for.

State and Party abbreviate differently: TT is a Thông tư of the State and a Thông tri of the Party. The rows
are ``law/data/document_kinds.yaml``, each group with its source and mark.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any, Self

from kh2025 import messages
from kh2025.law import data
from kh2025.law.mark import Mark

_NO_NOTATION = "none"


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """One kind of document in one notation.

    Attributes:
        code: the abbreviation, such as ``QĐ``; the name itself where numbers have none (Luật).
        notation: ``state``, ``party`` or ``none``.
        name: the name in Vietnamese; null where the abbreviation stands for several kinds.
        english: the name in English; null together with ``name``.
        also: other names in use.
        mark: how well the row is known.
    """

    code: str
    notation: str
    name: str | None
    english: str | None
    also: tuple[str, ...]
    mark: Mark

    @classmethod
    def from_data(cls, code: str, row: dict[str, Any], group: dict[str, Any]) -> Self:
        """A kind from its row and the group that it stands in."""
        mark = Mark(group["source"]["mark"])
        return cls(code, group["notation"], row.get("vi"), row.get("en"), tuple(row.get("also", ())), mark)

    def is_called(self, name: str) -> bool:
        """Whether a name, in whatever case, is one of this kind's."""
        return name.casefold() in (one.casefold() for one in (self.name, *self.also) if one)


@cache
def document_kinds() -> tuple[DocumentKind, ...]:
    """All kinds in the order of the data."""
    groups = data.load("document_kinds")["groups"]
    return tuple(
        DocumentKind.from_data(code, row, one) for one in groups for code, row in one["kinds"].items()
    )


def kind_of_code(code: str, notation: str) -> DocumentKind | None:
    """The kind that an abbreviation stands for in a notation, whatever its case.

    >>> kind_of_code("TT", "state").name, kind_of_code("tt", "party").name
    ('Thông tư', 'Thông tri')
    """
    return _by_code().get((notation, code.casefold()))


def kind_of_name(name: str, notation: str) -> DocumentKind | None:
    """The kind that a name means in a notation; one without abbreviation where the notation has none.

    >>> kind_of_name("nghị quyết", "state").code, kind_of_name("Luật", "state").code
    ('NQ', 'Luật')
    """
    fitting = [one for one in document_kinds() if one.name and one.is_called(name)]
    own = [one for one in fitting if one.notation in {notation, _NO_NOTATION}]
    return next(iter(own or fitting), None)


def translated(name: str, lang: str = messages.DEFAULT) -> str:
    """The name of a kind in a language; a name that is none of the kinds' stays as it is.

    >>> translated("Quyết định", "en")
    'Decision'
    """
    english = {one.name: one.english for one in document_kinds() if one.name}
    return name if lang == messages.DEFAULT else english.get(name) or name


@cache
def _by_code() -> dict[tuple[str, str], DocumentKind]:
    return {(one.notation, one.code.casefold()): one for one in document_kinds()}
