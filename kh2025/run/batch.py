"""A batch: reports of several periods and agencies, made where their inputs changed, and recorded.

The manifests are the state. A batch that was interrupted, killed or cut from power is taken up by running it again:
what stands with the key of its inputs is left, the rest is made.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from kh2025.errors import ParameterError, Problem
from kh2025.law.moments import local_day, local_text, parse_moment
from kh2025.report.front import PERIOD, document_name, title
from kh2025.report.wording import Words
from kh2025.run import executors
from kh2025.run.audit_look import AuditLook
from kh2025.run.inputs import inputs_beside, inputs_of_part, surroundings, versions
from kh2025.run.job import Finished, Job, make_ready, work
from kh2025.run.kinds import ReportKind, find_kind_of_report
from kh2025.run.looks import Look, Part, Sources
from kh2025.run.manifest import (
    BatchManifest,
    Digest,
    FailureManifest,
    Looked,
    Output,
    ReportManifest,
    digest_of,
    key_of,
)
from kh2025.run.parameters import DocumentParameters
from kh2025.run.publishing import private_folder, publish
from kh2025.run.sources import notebook_path

_LONGEST = 120  # characters of a batch's name
#: Jobs that wait beside those that run: enough that no worker idles, few enough that memory holds them.
_AHEAD = 2


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one report.

    Attributes:
        name: stem of its files.
        period: canonical period.
        agency: id, or null for the whole plan.
        status: made, unchanged, failed or timed_out.
        files: names of its files.
        reasons: why it was made: ``new``, ``files``, ``failed``, or inputs and tables that changed.
        problem: what went wrong, or null.
    """

    name: str
    period: str
    agency: str | None
    status: str
    files: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """What a batch is asked for.

    Attributes:
        given: the parameters that all its reports share, ``plan``, ``ledger``, ``as_of`` and ``out`` among them.
        periods: canonical periods.
        agency: id of the one agency, or null.
        each_agency: the plan's report and one for every agency that owes something.
        only_failed: nothing but what failed last time.
        timeout: seconds that one cell may take, or null.
        engine: the papermill engine.
    """

    given: Mapping[str, Any]
    periods: tuple[str, ...]
    agency: str | None = None
    each_agency: bool = False
    only_failed: bool = False
    timeout: int | None = None
    engine: str = "kh2025"

    @property
    def out(self) -> Path:
        """The folder for the files."""
        return Path(self.given["out"])

    @property
    def kind(self) -> ReportKind:
        """The kind of its reports; ``ParameterError`` where there is none of the name."""
        return find_kind_of_report(self.given.get("kind", PERIOD))


@dataclass(frozen=True, slots=True)
class Report:
    """One report of a batch: its kind and parameters, its look, and what stands from an earlier batch."""

    kind: ReportKind
    parameters: DocumentParameters
    look: Look | AuditLook
    agency: str | None
    standing: ReportManifest | None
    failure: FailureManifest | None

    @property
    def name(self) -> str:
        """The stem of its files, as the document itself is named."""
        return _name(self.kind, self.look, self.agency)


@dataclass(slots=True)
class Batch:
    """A batch at work.

    Attributes:
        order: what was asked for.
        sources: plan and facts, read once.
        looks: one per period.
        reports: what is to stand at the end.
        outcomes: what became of them, in order of completion.
    """

    order: Order
    sources: Sources
    looks: tuple[Look | AuditLook, ...]
    reports: tuple[Report, ...]
    outcomes: list[Outcome] = field(default_factory=list)
    _before: BatchManifest | None = None
    _notebook: dict[str, Any] = field(default_factory=dict)
    _parts: dict[str, tuple[Report, Part | AuditLook, dict[str, Digest], tuple[str, ...]]] = field(
        default_factory=dict
    )

    @classmethod
    def prepare(cls, order: Order) -> "Batch":
        """Check every set of parameters, read plan and ledger and find what is to stand: nothing is started yet.

        Raises:
            InputError: a parameter, the plan or the ledger is refused.
            StoreError: the ledger is out of reach.
        """
        shared, kind = dict(order.given), order.kind
        periods = order.periods if kind.has_period else ("",)
        given = [kind.checked(**shared, period=period, agency=order.agency) for period in periods]
        notebook = json.loads(notebook_path(kind.notebook).read_text("utf-8"))
        sources = Sources.read(shared["plan"], shared.get("ledger"), shared["as_of"])
        _check_agency(order, sources)
        _check_issue(given, sources)
        looks = tuple(kind.look(sources, period) for period in periods)
        before = BatchManifest.standing(order.out, _batch_name(sources.plan.id, order))
        shared |= {"ledger": sources.ledger, "out": "."}
        reports = tuple(
            _report(kind.checked(**shared, period=str(look.period), agency=agency), look, agency, order)
            for look in looks
            for agency in _agencies(order, look, before)
        )
        wanted = tuple(one for one in reports if one.failure) if order.only_failed else reports
        return cls(order, sources, looks, wanted, _before=before, _notebook=notebook)

    def run(self, executor: Executor, advance: Callable[[], object] = lambda: None) -> None:
        """Make what is to be made, publish it, and record the batch.

        Args:
            executor: where the jobs run.
            advance: called once for each report that is done with.

        Raises:
            ParameterError: the folder for the files cannot be written.
            RunError: the disk refuses.
        """
        with private_folder(self.order.out) as private:
            if any(one.standing is None for one in self.reports):  # surely something is to be made
                executor.submit(make_ready, self.order.engine)
            running: set[Future[Finished]] = set()
            room = executors.size_of(executor) + _AHEAD
            for job in self._jobs(private, advance):
                running.add(executor.submit(work, job))
                while len(running) >= room:
                    running = self._collect(running, private, advance)
            while running:
                running = self._collect(running, private, advance)
            self._record(private)

    def _jobs(self, private: Path, advance: Callable[[], object]) -> Iterator[Job]:
        for report in self.reports:
            if self._stands_unseen(report):
                self._done(_outcome(report, "unchanged", report.standing), advance)
                continue
            part = report.look.part(report.agency)
            inputs = inputs_of_part(part) | inputs_beside(self._notebook, report.parameters.injected())
            reasons = tuple(_reasons(report, part, inputs, self.order.out))
            if not reasons:
                self._done(_outcome(report, "unchanged", report.standing), advance)
                continue
            self._parts[report.name] = report, part, inputs, reasons
            yield Job(
                report.name,
                json.dumps(self._notebook),
                report.parameters.injected(),
                part.handed,
                surroundings(),
                self.order.engine,
                self.order.timeout,
                str(private.resolve()),
            )

    def _stands_unseen(self, report: Report) -> bool:
        """Whether it stood when the batch before came to the same look, so that its part must be the same."""
        standing, before = report.standing, self._before
        if standing is None or before is None or report.failure or report.name in before.failed:
            return False
        if before.reports.get(report.name) != standing.key or not _is_known(report.look, before):
            return False
        known = inputs_beside(self._notebook, report.parameters.injected())
        is_same = all(standing.inputs.get(name) == digest for name, digest in known.items())
        return is_same and standing.is_whole(self.order.out)

    def _collect(
        self, running: set[Future[Finished]], private: Path, advance: Callable[[], object]
    ) -> set[Future[Finished]]:
        done, rest = wait(running, return_when=FIRST_COMPLETED)
        for future in done:
            self._take(future.result(), private, advance)
        return rest

    def _take(self, finished: Finished, private: Path, advance: Callable[[], object]) -> None:
        report, part, inputs, reasons = self._parts.pop(finished.name)
        name, key = report.name, key_of(inputs)
        if finished.failure:
            failure = FailureManifest(
                report=name,
                period=str(report.look.period),
                agency=report.agency,
                code=finished.failure,
                details=finished.details,
                key=key,
            )
            files = {**finished.files, name + FailureManifest.ending: failure.to_bytes()}
            publish(self.order.out, private, files)
            self._done(_failed(report, failure, reasons), advance)
            return
        manifest = _manifest(report, part, inputs, finished.files)
        before = report.standing.outputs if report.standing else {}
        dropped = [
            *(set(before) - set(finished.files)),
            f"{name}.failed.ipynb",
            name + FailureManifest.ending,
        ]
        files = {**finished.files, name + ReportManifest.ending: manifest.to_bytes()}
        publish(self.order.out, private, files, dropped)
        self._done(_outcome(report, "made", manifest, reasons), advance)

    def _done(self, outcome: Outcome, advance: Callable[[], object]) -> None:
        self.outcomes.append(outcome)
        advance()

    def _record(self, private: Path) -> None:
        if self.order.only_failed:
            return
        found = {one.name: ReportManifest.standing(self.order.out, one.name) for one in self.reports}
        known_through = self.sources.known_through
        manifest = BatchManifest(
            plan=self.sources.plan.id,
            periods=self.order.periods,
            as_of=self.sources.as_of,
            known_through=local_text(known_through) if known_through else None,
            plan_digest=self.sources.plan_digest,
            facts_digest=self.sources.facts_digest,
            looks={str(look.period): self._looked(look) for look in self.looks},
            reports={name: one.key for name, one in found.items() if one is not None},
            failed={one.name: one.problem.code for one in self.outcomes if one.problem},
        )
        name = _batch_name(manifest.plan, self.order) + BatchManifest.ending
        publish(self.order.out, private, {name: manifest.to_bytes()})

    def _looked(self, look: Look | AuditLook) -> Looked:
        known = self._before.looks.get(str(look.period)) if self._before else None
        digest = _digest_here(look)
        content = known.content if known and known.digest == digest else look.content
        owing = (one.agency for one in self.reports if one.look is look)
        return Looked(digest=digest, content=content, agencies=tuple(one for one in owing if one))


def _batch_name(plan: str, order: Order) -> str:
    """The stem of the batch's own manifest: one for each thing that can be asked for."""
    kind = "" if order.kind.name == PERIOD else order.kind.name
    asked = [plan, kind, *order.periods, order.agency or ("each-agency" if order.each_agency else "")]
    name = "_".join(part for part in asked if part)
    return name if len(name) <= _LONGEST else f"{plan}_{digest_of(asked)[:16]}"


def _check_agency(order: Order, sources: Sources) -> None:
    """Refuse an agency where the kind of report has none, or the plan."""
    kind, agency = order.kind, order.agency
    if (agency is not None or order.each_agency) and not kind.has_agencies:
        raise ParameterError(Problem("kind-agency", "agency", agency, {"kind": kind.name}))
    if agency is not None and agency not in sources.plan.agency:
        details = {"known": ", ".join(sources.plan.agency)}
        raise ParameterError(Problem("agency", "agency", agency, details))


def _check_issue(given: Iterable[DocumentParameters], sources: Sources) -> None:
    """Refuse a number that a document of these sources cannot bear."""
    for one in given:
        title(sources.plan, local_day(parse_moment(sources.as_of)), Words(one.lang, {}), one.issue, "")


def _report(
    parameters: DocumentParameters, look: Look | AuditLook, agency: str | None, order: Order
) -> Report:
    name = _name(order.kind, look, agency)
    return Report(
        order.kind,
        parameters,
        look,
        agency,
        ReportManifest.standing(order.out, name),
        FailureManifest.standing(order.out, name),
    )


def _agencies(order: Order, look: Look | AuditLook, before: BatchManifest | None) -> tuple[str | None, ...]:
    """Who gets a report: the plan as a whole, one agency, or the plan and everybody who owes something."""
    if not order.each_agency:
        return (order.agency,)
    known = before.looks.get(str(look.period)) if before else None
    if known and known.digest == _digest_here(look):
        return (None, *known.agencies)
    return (None, *look.agencies)


def _is_known(look: Look | AuditLook, before: BatchManifest) -> bool:
    """Whether a batch before came to the same look; only on another day are its tables made to find out."""
    known = before.looks.get(str(look.period))
    return known is not None and (known.digest == _digest_here(look) or known.content == look.content)


def _digest_here(look: Look | AuditLook) -> Digest:
    """Digest of a look and of the program that looks."""
    return digest_of([look.digest, surroundings()])


def _name(kind: ReportKind, look: Look | AuditLook, agency: str | None) -> str:
    period = str(look.period) if kind.has_period else None
    return document_name(kind.name, look.sources.plan.id, period, agency)


def _reasons(
    report: Report, part: Part | AuditLook, inputs: Mapping[str, Digest], out: Path
) -> Iterator[str]:
    """Why a report is to be made; nothing when it stands."""
    standing = report.standing
    if report.failure:
        yield "failed"
    if standing is None:
        yield "new"
        return
    for name, digest in inputs.items():
        if standing.inputs.get(name) != digest:
            yield name
    if standing.inputs.get("tables") != inputs["tables"]:
        tables = {**standing.tables, **part.tables}
        yield from (f"tables.{name}" for name in tables if standing.tables.get(name) != part.tables.get(name))
    yield from (f"files.{name}" for name in standing.altered(out))


def _manifest(
    report: Report, part: Part | AuditLook, inputs: Mapping[str, Digest], files: Mapping[str, bytes]
) -> ReportManifest:
    parameters = report.parameters
    told = part.told(report.kind.name, parameters.lang)
    return ReportManifest(
        **{one.name: getattr(told, one.name) for one in fields(told)},
        report=report.name,
        kind=report.kind.name,
        lang=parameters.lang,
        as_of=part.look.sources.as_of,
        parameters=parameters.injected(),
        key=key_of(inputs),
        inputs=dict(inputs),
        tables=part.tables,
        versions=versions(),
        outputs={name: Output.of(content) for name, content in sorted(files.items())},
    )


def _outcome(
    report: Report, status: str, manifest: ReportManifest | None, reasons: tuple[str, ...] = ()
) -> Outcome:
    files = tuple(manifest.outputs) if manifest else ()
    return Outcome(report.name, str(report.look.period), report.agency, status, files, reasons)


def _failed(report: Report, failure: FailureManifest, reasons: tuple[str, ...]) -> Outcome:
    saved = f"{report.name}.failed.ipynb"
    problem = Problem(failure.code, report.name, details={**failure.details, "saved": saved})
    status = "timed_out" if failure.code == "notebook-timeout" else "failed"
    return Outcome(report.name, failure.period, failure.agency, status, (saved,), reasons, problem)
