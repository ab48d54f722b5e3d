"""Words of a report in one language: sentences with values shown, labels, names of agencies, findings."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pandas as pd

from kh2025 import messages
from kh2025.errors import ParameterError, Problem
from kh2025.law.periods import Period
from kh2025.plan.checks import SIX_CLEAR
from kh2025.plan.parts import Document as Cited
from kh2025.report.display import day_in_words, is_nothing, show

# Columns of values that are codes, and the labels that spell them out.
_LABELS = {
    "state": "state",
    "result": "result",
    "contradiction": "contradiction",
    "every": "kind",
    "part": "part",
    "timeliness": "timeliness",
    "reason": "reason",
    "record": "record",
    "calendar": "standing",
    "direction": "direction",
    "channel": "channel",
    "required_channel": "channel",
    "kind": "activity_kind",
}
_AGENCIES = frozenset(
    {"agency_id", "required_via", "sent_to", "via", "assigned_agency_id", "lead_id", "heir_id"}
)
# Columns of values that name periods, several joined.
_PERIODS = frozenset({"period", "since", "last_period", "missing_periods"})
#: A digest of a file, and how much of it a reader needs to tell files apart.
_DIGEST, _DIGITS = re.compile(r"\b[0-9a-f]{32,}\b"), 8
_WITHOUT = "without_"  # before the name of a value, the key of the sentence that does without it
#: What is not said by anyone but reckoned, to more places than it is true to.
_RECKONED = frozenset({"expected"})


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language, and the names of one plan's agencies.

    Raises:
        ParameterError: there is no such language.
    """

    lang: str
    names: Mapping[str, str]

    def __post_init__(self) -> None:
        if self.lang not in messages.LANGUAGES:
            wanted = ", ".join(messages.LANGUAGES)
            raise ParameterError(Problem("parameter-value", "lang", self.lang, {"wanted": wanted}))

    def __call__(self, key: str, **values: object) -> str:
        """A sentence of ``report.toml`` with the values as people read them."""
        return messages.text("report", key, self.lang, **{name: self.value(v) for name, v in values.items()})

    def counted(self, key: str, counts: Mapping[str, Any]) -> str:
        """Counts as "6 đúng hạn, 3 quá hạn", by the texts under a key; what there is none of is left out."""
        texts = messages.table("report", key, self.lang)
        return ", ".join(
            text.format(count=self.value(counts[name])) for name, text in texts.items() if counts[name]
        )

    def label(self, group: str, code: object) -> str | None:
        """The label of a code; null for null."""
        return None if is_nothing(code) else messages.text("labels", f"{group}.{code}", self.lang)

    def agency(self, agency_id: object) -> str | None:
        """The short name of an agency or group; null for null."""
        return None if is_nothing(agency_id) else self.names.get(str(agency_id), str(agency_id))

    def value(self, value: object) -> str:
        """A value within a sentence."""
        if isinstance(value, pd.Timestamp):
            return show(value, "moment" if value.tzinfo else "day", self.lang)
        kind = "day" if isinstance(value, date) else "number"
        return value if isinstance(value, str) else show(value, kind, self.lang)  # type: ignore[arg-type]

    def cited(self, document: Cited) -> str:
        """A document as a text first names it: kind and number, its day and issuer where they are known."""
        said = self("cited", kind=document.kind, number=document.number)
        if document.issued_on:
            said = self("cited_on", document=said, day=day_in_words(document.issued_on, self.lang))
        return self("cited_by", document=said, issuer=document.issuer) if document.issuer else said

    def period(self, period: Period) -> str:
        """A period within a sentence: "quý II/2025" where a heading has "Quý II/2025".

        >>> Words("vi", {}).period(Period.of("year", 2025))
        'năm 2025'
        """
        label = period.label(self.lang)
        return label[:1].lower() + label[1:]

    def percent(self, value: float) -> str:
        """A percentage within a sentence."""
        return show(value, "percent", self.lang)

    def moment(self, value: datetime) -> str:
        """A moment in local time within a sentence."""
        return show(value, "moment", self.lang)

    def title(self, rule_id: str) -> str:
        """The name of a rule."""
        return messages.text("findings", f"{rule_id}.title", self.lang)

    def finding(self, rule_id: str, values: Mapping[str, Any]) -> str:
        """A breach as a sentence, from the values that explain it."""
        shown = {name: self._named(name, value) for name, value in values.items()}
        lacking = [
            key for key, column in SIX_CLEAR.items() if column in values and is_nothing(values[column])
        ]
        shown["stated"] = self._stated(values)
        shown["missing"] = ", ".join(self.label("six_clear", key) or "" for key in lacking)
        says = _sentence(messages.table("findings", rule_id, self.lang), values)
        return messages.text("findings", f"{rule_id}.{says}", self.lang, **shown)

    def _stated(self, values: Mapping[str, Any]) -> str:
        """How far a task is by what was reported: the state, and the share where one was given."""
        state = self._named("state", values.get("state"))
        percent = values.get("percent")
        return state if is_nothing(percent) else f"{state}, {self.value(percent)}%"

    def _named(self, column: str, value: object) -> str:
        if is_nothing(value):
            return self.value(None)
        if column in _LABELS:
            return self.label(_LABELS[column], value) or ""
        if column in _PERIODS:
            return ", ".join(self.period(Period.parse(one)) for one in str(value).split("; "))
        if column == "source":
            return _DIGEST.sub(lambda found: f"{found[0][:_DIGITS]}…", self.value(value))
        if column in _RECKONED:
            return self.value(round(value, 2))  # type: ignore[call-overload]
        return self.agency(value) or "" if column in _AGENCIES else self.value(value)


def _sentence(texts: Iterable[str], values: Mapping[str, Any]) -> str:
    """The key of a rule's sentence: ``says``, or the first written for a value that is not known."""
    lacking = {f"{_WITHOUT}{column}" for column, value in values.items() if is_nothing(value)}
    return next((key for key in texts if key in lacking), "says")
