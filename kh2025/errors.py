"""Everything that can go wrong, as one tree.

::

    Kh2025Error                 one or more problems, each with code, place, value and accepted form
    ├── InputError              what was given cannot be used (exit code 3)
    │   ├── PeriodError         a text is no period, or the period is outside what is supported
    │   ├── TextError           letters are lost, or a number or a date is not written in a readable way
    │   ├── ScheduleError       a written deadline is not understood
    │   ├── PlanError           a plan file cannot be read, or the plan contradicts itself
    │   ├── FactsError          a facts source cannot be read
    │   └── ParameterError      an argument of a call, a notebook or a command is refused
    ├── StoreError              a store is busy, locked, out of reach or broken (exit code 6)
    └── RunError                a notebook failed or timed out (exit code 5)

The sentences live in ``messages/<language>/errors.toml`` under the problem's code; a problem itself is data.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kh2025 import messages

_SHOWN = 20
_VALUE_LENGTH = 120


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: a stable code, where it stands, the value found, and what the text needs.

    Attributes:
        code: key of the message in ``errors.toml``; never changes once published.
        place: file, line, row, column or argument, as narrow as it is known; may be empty.
        value: what was found there.
        details: values that the sentences name, such as the known keys.
    """

    code: str
    place: str = ""
    value: object = None
    details: Mapping[str, object] = field(default_factory=dict)

    def accepted(self, lang: str = messages.DEFAULT) -> str:
        """The form that would have been accepted, in words."""
        return messages.text("errors", f"{self.code}.accepted", lang, **self.details)

    def shown(self) -> str | int | float | None:
        """The value, JSON-ready and no longer than a message can bear."""
        if isinstance(self.value, str):
            return _shorten(self.value)
        return self.value if isinstance(self.value, int | float | None) else _shorten(repr(self.value))

    def render(self, lang: str = messages.DEFAULT) -> str:
        """One line for people: place, what is wrong, the value, what is accepted, the code."""
        says = messages.text("errors", f"{self.code}.says", lang, **self.details)
        word = messages.text("errors", "accepted", lang)
        place = f"{_printable(self.place)}: " if self.place else ""
        value = "" if self.value is None else f": {_shorten(_printable(repr(self.value)))}"
        return f"{place}{says}{value}. {word}: {self.accepted(lang)} [{self.code}]"


class Kh2025Error(Exception):
    """Base of every error that this package raises on purpose."""

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        self.problems = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__(self.problems)

    def render(self, lang: str = messages.DEFAULT) -> str:
        """One line a problem; beyond the first twenty only their number."""
        lines = [problem.render(lang) for problem in self.problems[:_SHOWN]]
        if rest := len(self.problems) - _SHOWN:
            lines += [messages.text("errors", "more", lang, count=rest)] if rest > 0 else []
        return "\n".join(lines)

    def __str__(self) -> str:
        return self.render()


class InputError(Kh2025Error):
    """What was given cannot be used."""


class PeriodError(InputError):
    """A text is no reporting period, or the period is outside what is supported."""


class TextError(InputError):
    """Letters of a text are lost, or a number or a date is not written in a way that is understood."""


class ScheduleError(InputError):
    """A written deadline is not understood."""


class PlanError(InputError):
    """A plan file cannot be read, or the plan contradicts itself."""


class FactsError(InputError):
    """A facts source cannot be read."""


class ParameterError(InputError):
    """An argument of a call, a notebook or a command is refused."""


class StoreError(Kh2025Error):
    """A store of records is busy, locked, out of reach, refuses, or is broken."""


class RunError(Kh2025Error):
    """A notebook failed or ran out of time."""


def _printable(text: str) -> str:
    """The text without what could move a terminal's cursor or turn its direction."""
    return "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in text)


def _shorten(text: str) -> str:
    return text if len(text) <= _VALUE_LENGTH else text[: _VALUE_LENGTH - 1] + "…"
