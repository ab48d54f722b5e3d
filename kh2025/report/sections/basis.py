"""What the report rests on: documents, notes of the plan, and every assumption, read from the marked values."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

import pandas as pd

from kh2025.evaluation.evaluate import Evaluation
from kh2025.evaluation.plan_check import PlanCheck
from kh2025.law.citation import Mark
from kh2025.law.workdays import Roll
from kh2025.plan.amendments import AddTask, Amendment, Change, NewDeadline, OtherLead, ReplaceTask
from kh2025.plan.due_rules import DueRule
from kh2025.plan.model import Plan
from kh2025.plan.scoring import Scoring
from kh2025.report.document import Block, Heading, Items, Note, Paragraph, Section
from kh2025.report.rule_changes import rule_changes
from kh2025.report.wording import Words


def basis(ev: Evaluation, words: Words, kinds: Sequence[str] = ()) -> Section:
    """The whole part; ``kinds`` of period whose reports are looked at, by default the evaluated one."""
    scope = ev.scope
    blocks = [
        *_plan(scope.plan, scope.status_on, assumptions(ev, words, kinds), words),
        *_rules(scope.plan, scope.status_on, ev.verdicts, words),
        *(Note("info", words(f"notes.{code}", count=n)) for code, n in ev.summary["notices"].items()),
    ]
    return Section("basis", tuple(blocks), words.lang, is_annex=True)


def plan_basis(found: PlanCheck, words: Words) -> Section:
    """The same of a plan that is looked at alone."""
    blocks = [
        *_plan(found.plan, found.on, plan_assumptions(found.plan, words), words),
        *_rules(found.plan, found.on, found.verdicts, words),
    ]
    return Section("basis", tuple(blocks), words.lang, is_annex=True)


def _plan(plan: Plan, day: date, assumed: Sequence[str], words: Words) -> list[Block]:
    """Documents, amendments, notes, assumptions."""
    named = "; ".join(map(words.cited, (plan.decision, *plan.legal_bases)))
    blocks: list[Block] = [Heading(words("basis.heading")), Paragraph(words("basis.bases", documents=named))]
    if amended := tuple(_amendment(day, one, words) for one in plan.amendments):
        blocks += [Paragraph(words("basis.amendments")), Items(amended)]
    blocks += [Note("info", note.text) for note in plan.notes]
    return [*blocks, Paragraph(words("notes.assumptions")), Items(tuple(assumed))] if assumed else blocks


def _rules(plan: Plan, day: date, verdicts: pd.DataFrame, words: Words) -> Iterator[Block]:
    """What the plan changes in rules, each with its reason, and which rules are not in force on the day."""
    if changed := rule_changes(plan, words):
        yield Paragraph(words("basis.rules"))
        yield Items(changed)
    idle = verdicts.loc[verdicts["standing"].isin(["not_yet", "no_longer"]), "rule_id"]
    if len(idle):
        titles = "; ".join(words.title(rule_id) for rule_id in idle)
        yield Note("info", words("basis.rules_not_in_force", day=day, rules=titles))


def _amendment(day: date, amendment: Amendment, words: Words) -> str:
    """An amendment that was known, and what it changes; one in force only later is told as pending."""
    is_pending = amendment.in_force_from > day
    return words(
        "basis.pending" if is_pending else "basis.amended",
        document=words.cited(amendment.decision),
        in_force_from=amendment.in_force_from,
        recorded_on=amendment.recorded_on,
        status_on=day,
        changes="; ".join(_change(change, words) for change in amendment.changes),
    )


def _change(change: Change, words: Words) -> str:
    """What a change does, in words."""
    if isinstance(change, AddTask | ReplaceTask):
        return words(f"basis.change_{change.change}", task=change.task_id, name=change.task.name)
    if isinstance(change, NewDeadline):
        return words("basis.change_deadline", task=change.task_id, deadline=change.deadline)
    if isinstance(change, OtherLead):
        return words("basis.change_lead", task=change.task_id, lead=words.agency(change.lead) or change.lead)
    return words("basis.change_drop", task=change.task_id)


def assumptions(ev: Evaluation, words: Words, kinds: Sequence[str] = ()) -> tuple[str, ...]:
    """The plan's own sentences, then one for each value that it marks as assumed and that the report uses."""
    plan = ev.scope.plan
    due = _due_rules(plan, kinds or (ev.scope.period.kind,))
    assumed = ev.tasks.loc[ev.tasks["year_assumed"], "task_id"].tolist()
    return (*(one.text for one in plan.assumptions), *_of_values(plan, due, assumed, words))


def plan_assumptions(plan: Plan, words: Words) -> tuple[str, ...]:
    """The same for a plan alone, of which every value is used."""
    kinds = tuple(dict.fromkeys(kind for owed in plan.obligations for kind in owed.kinds))
    schedules = plan.schedules
    assumed = [id_ for id_, schedule in schedules.items() if schedule and schedule.year_assumed]
    return (
        *(one.text for one in plan.assumptions),
        *_of_values(plan, _due_rules(plan, kinds), assumed, words),
    )


def _due_rules(plan: Plan, kinds: Iterable[str]) -> list[tuple[str, DueRule]]:
    """Title and due rule of each obligation; one that is the same for several kinds of period stands once."""
    found = [(owed.title, owed.due_rule(kind)) for owed in plan.obligations for kind in kinds]
    return [pair for place, pair in enumerate(found) if pair not in found[:place]]


def _of_values(
    plan: Plan, due: Iterable[tuple[str, DueRule]], assumed: Sequence[str], words: Words
) -> Iterator[str]:
    for title, rule in due:
        if rule.mark is Mark.ASSUMPTION:
            yield _due(title, rule, words)
    for activity in plan.activities:
        if activity.every and activity.mark is Mark.ASSUMPTION:
            every = words.label("kind", activity.every)
            yield words("basis.activity", number=activity.number, title=activity.title, every=every)
        if activity.due and activity.mark is Mark.ASSUMPTION:
            yield words("basis.activity_due", number=activity.number, title=activity.title, day=activity.due)
    settings = plan.settings
    if settings.mark is Mark.ASSUMPTION:
        yield words("basis.before_included" if settings.before_includes_day else "basis.before_excluded")
        yield words(f"basis.fixed_day_{settings.fixed_day_roll}")
        yield (
            words("basis.last_day")
            if settings.recurring_day is None
            else words("basis.recurring_day", day=settings.recurring_day)
        )
        yield words("basis.due_soon", days=settings.due_soon_days)
    if plan.scale.mark is Mark.ASSUMPTION:
        yield _scale(plan.scale, words)
    if assumed:
        yield words("notes.year_assumed", tasks=", ".join(assumed), year=str(plan.covers.first.year))


def _scale(scale: Scoring, words: Words) -> str:
    """The scale in words: weights of the measures, and from which score each class begins."""
    weights = "; ".join(f"{words.label('rate', name)}: {words.value(w)}" for name, w in scale.weights.items())
    classes = "; ".join(f"{one.title}: {words.value(one.at_least)}" for one in scale.classes)
    return words("basis.scale", basis=scale.basis, weights=weights, classes=classes)


def _due(title: str, rule: DueRule, words: Words) -> str:
    """A due rule in words."""
    if rule.working_days is not None:
        return words("basis.due_working_days", title=title, count=rule.working_days)
    month = (
        words("basis.due_month", count=rule.months_after)
        if rule.months_after
        else words("basis.due_last_month")
    )
    rolled = "" if rule.roll is Roll.NONE else words(f"basis.due_roll_{rule.roll}")
    return words("basis.due_day", title=title, day=rule.day, month=month, roll=rolled)
