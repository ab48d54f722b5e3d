"""What a report was made from, as a file beside it: the inputs and outputs by their digests, and the versions.

The manifests are the state of a batch: a report stands when its manifest has the key that its inputs give now and
its files have the digests that the manifest names. Who ran it and where is not in them. Shapes:

- ``<report>.manifest.json``: one report (:class:`ReportManifest`);
- ``<report>.failed.json``: the last run of a report failed (:class:`FailureManifest`), beside ``<report>.failed.ipynb``;
- ``<batch>.batch.json``: one batch (:class:`BatchManifest`).
"""

import json
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any, ClassVar, Literal, Self

from pydantic import BaseModel, ConfigDict, ValidationError

from kh2025.errors import ParameterError, Problem

#: Digests are SHA-256 in hexadecimal.
Digest = str
#: What a report can be made from, one digest each; the report's key is made of all of them.
INPUTS = ("notebook", "parameters", "tables", "plan", "rules", "program", "packages", "fonts")


class _Manifest(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    ending: ClassVar[str]
    #: The version of the shape.
    format: Literal[1] = 1

    def to_bytes(self) -> bytes:
        """The file; equal manifests give equal bytes."""
        shown = self.model_dump(mode="json")
        return (json.dumps(shown, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode("utf-8")

    @classmethod
    def read(cls, path: Path) -> Self:
        """The manifest in a file.

        Raises:
            ParameterError: the file cannot be read or is no manifest of this kind.
        """
        try:
            return cls.model_validate_json(path.read_bytes())
        except OSError as error:
            raise ParameterError(Problem("file-missing", str(path), error.strerror)) from None
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            place = ".".join(str(part) for part in first["loc"])
            raise ParameterError(Problem("manifest", f"{path}: {place}", first["type"])) from None

    @classmethod
    def standing(cls, folder: Path, report: str) -> Self | None:
        """The manifest of a report; none where there is none, or what stands there is none that this program wrote."""
        path = folder / (report + cls.ending)
        try:
            made = cls.read(path) if path.is_file() else None
        except ParameterError:
            return None
        return made if made is not None and not list(made.edited(report)) else None

    def edited(self, _report: str) -> Iterator[str]:
        """What in it this program cannot have written under a name."""
        return iter(())

    @classmethod
    def all_in(cls, folder: Path) -> Iterator[tuple[str, Self | None]]:
        """Every manifest of this kind in a folder, by the report that it is named after; none that cannot be read."""
        for path in sorted(folder.glob(f"*{cls.ending}")):
            try:
                made = cls.read(path)
            except ParameterError:
                made = None
            yield path.name.removesuffix(cls.ending), made


class Output(BaseModel):
    """A file that was made: its digest and its size in bytes."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sha256: Digest
    size: int

    @classmethod
    def of(cls, content: bytes) -> Self:
        """The output with a content."""
        return cls(sha256=sha256(content).hexdigest(), size=len(content))


class ReportManifest(_Manifest):
    """One report.

    Attributes:
        report: its name, the stem of its files: ``thai-binh-2025_2025-Q2_so-yt``.
        plan: id of the plan.
        plan_title: title of the plan.
        period: canonical period, ``2025-Q2``.
        period_label: the period in the report's language.
        agency: id of the agency that it is for; null for the whole plan.
        agency_name: its name.
        kind: kind of report.
        lang: vi or en.
        subject: what the document's title says that it is about.
        status_on: the day at whose end tasks are judged.
        as_of: the moment that it was made at; a later batch whose inputs are equal leaves it.
        known_through: the newest record that it rests on; null without records.
        invented: what in it is made up for demonstration, or null.
        summary: counts and rates (``Evaluation.summary`` without the moments).
        parameters: what the notebook was run with.
        key: digest of all inputs.
        inputs: digest by input, one for each of ``INPUTS``.
        tables: digest by table that its evaluation is made from, to say which changed.
        versions: version by package.
        provisional: years without official notice of days off that its deadlines rest on.
        rules: ids of the rules applied.
        outputs: files by name, without the manifest.
    """

    ending: ClassVar[str] = ".manifest.json"

    report: str
    plan: str
    plan_title: str
    period: str
    period_label: str
    agency: str | None
    agency_name: str | None
    kind: str
    lang: str
    subject: str
    status_on: str
    as_of: str
    known_through: str | None
    invented: str | None
    summary: Mapping[str, Any]
    parameters: Mapping[str, Any]
    key: Digest
    inputs: Mapping[str, Digest]
    tables: Mapping[str, Digest]
    versions: Mapping[str, str]
    provisional: tuple[int, ...]
    rules: tuple[str, ...]
    outputs: Mapping[str, Output]

    def edited(self, report: str) -> Iterator[str]:
        """``report`` of another name, ``key`` of other inputs, ``outputs.…`` that leave the folder."""
        if self.report != report:
            yield "report"
        if self.key != key_of(self.inputs):
            yield "key"
        yield from (f"outputs.{name}" for name in self.outputs if not is_file_name(name))

    def is_whole(self, folder: Path) -> bool:
        """Whether every file stands as it was made."""
        return not list(self.altered(folder))

    def altered(self, folder: Path) -> Iterator[str]:
        """Names of the files that are missing or not as they were made."""
        for name, made in self.outputs.items():
            file = folder / name
            if not is_file_name(name) or not file.is_file() or Output.of(file.read_bytes()) != made:
                yield name


class FailureManifest(_Manifest):
    """A report whose last run failed.

    Attributes:
        report: its name.
        period: canonical period.
        agency: id of the agency, or null.
        code: ``notebook-failed``, ``notebook-timeout``, ``notebook-kernel`` or ``notebook-disk``.
        details: what the message names: cell, error, seconds.
        key: digest of the inputs that it failed with.
    """

    ending: ClassVar[str] = ".failed.json"

    report: str
    period: str
    agency: str | None
    code: str
    details: Mapping[str, Any]
    key: Digest


class Looked(BaseModel):
    """A period as a batch looked at it.

    Attributes:
        digest: of all that decides it, the day among it.
        content: of all that it came to.
        agencies: those that owed something.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    digest: Digest
    content: Digest
    agencies: tuple[str, ...]


class BatchManifest(_Manifest):
    """One batch: what was asked for, as of when, and what stands now.

    Attributes:
        plan: id of the plan.
        periods: canonical periods.
        as_of: the moment that it looked at.
        known_through: the newest record of the facts at that moment.
        plan_digest: digest of the plan's content.
        facts_digest: digest of the records visible at ``as_of``.
        looks: what it looked at, by period; of an equal look the same reports stand.
        reports: key by report that stands.
        failed: code by report that failed.
    """

    ending: ClassVar[str] = ".batch.json"

    plan: str
    periods: tuple[str, ...]
    as_of: str
    known_through: str | None
    plan_digest: Digest
    facts_digest: Digest
    looks: Mapping[str, Looked]
    reports: Mapping[str, Digest]
    failed: Mapping[str, str]


def is_file_name(name: str) -> bool:
    """Whether it is the name of a file in a folder, not a path that leaves it.

    >>> is_file_name("a.html"), is_file_name("../a.html")
    (True, False)
    """
    return name not in {"", ".", ".."} and "/" not in name and "\\" not in name


def key_of(inputs: Mapping[str, Digest]) -> Digest:
    """The key of a report: one digest of all its inputs.

    >>> key_of({"plan": "a", "tables": "b"}) == key_of({"tables": "b", "plan": "a"})
    True
    """
    return digest_of(dict(sorted(inputs.items())))


def digest_of(value: Any) -> Digest:
    """Digest of a JSON value; equal values give equal digests, whatever the order of their keys."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
