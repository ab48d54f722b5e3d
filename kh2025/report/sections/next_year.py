"""III. of an annual review, and its annex: what is carried into the next plan, what must be decided, the draft itself."""

from typing import Any

from kh2025.evaluation.next_plan import NextPlan
from kh2025.evaluation.review import YearReview
from kh2025.report.document import Block, Gap, Heading, Items, Note, Paragraph, Section, Table
from kh2025.report.sections.frames import cell, records, table
from kh2025.report.sections.office import office_words
from kh2025.report.wording import Words


def next_year(review: YearReview, words: Words) -> Section:
    """The direction of the next year: what the draft carries over, and the office's words."""
    said = (
        [Paragraph(_goes_on(review, words))] if review.next_plan is None else _counts(review.next_plan, words)
    )
    blocks = (
        Heading(words("next_plan.next_heading")),
        *said,
        *office_words(review.ev, "next", words("next_plan.gap")),
    )
    return Section("next", blocks, words.lang)


def draft(review: YearReview, words: Words) -> Section:
    """The draft as an annex; where the plan goes on, a sentence that says so."""
    made = review.next_plan
    if made is None:
        blocks: tuple[Block, ...] = (Heading(words("next_plan.none")), Paragraph(_goes_on(review, words)))
    else:
        blocks = (
            Heading(words("next_plan.heading", title=made.plan["title"])),
            Note("warning", words("next_plan.draft", plan=made.source)),
            Gap(words("next_plan.open")),
            _tasks(made, words),
            _others(made, words),
            _activities(made, words),
            _left(review, made, words),
        )
    return Section("next_plan", blocks, words.lang, is_annex=True, is_landscape=True)


def _goes_on(review: YearReview, words: Words) -> str:
    return words("next_plan.goes_on", day=review.ev.scope.plan.covers.last)


def _counts(made: NextPlan, words: Words) -> list[Block]:
    """How many tasks are carried over, why, and how much is left to decide."""
    of_tasks = made.origins[made.origins["subject"] == "task"]
    carried = of_tasks[of_tasks["is_carried"]]
    open_ = int(made.origins["decisions"].notna().sum())
    told = {"carried": len(carried), "left": len(of_tasks) - len(carried), "open": open_}
    counts = carried["origin"].value_counts(sort=False)
    items = tuple(
        words("next_plan.count", origin=_origin(str(origin), words), count=int(count))
        for origin, count in counts.items()
    )
    said = Paragraph(words("next_plan.counts", title=made.plan["title"], **told))
    return [said, Items(items)] if items else [said]


def _tasks(made: NextPlan, words: Words) -> Table:
    columns = (
        ("task", "text", 4.0),
        ("lead", "text", 1.8),
        ("deadline", "text", 1.6),
        ("next_deadline", "text", 1.6),
        ("products", "text", 1.8),
        ("origin", "text", 1.6),
        ("to_decide", "text", 2.4),
    )
    told = {row["subject_id"]: row for row in records(made.origins[made.origins["subject"] == "task"])}
    rows = (
        (
            f"{task['id']} {task['name']}",
            words.agency(task.get("lead")),
            told[task["id"]]["before"],
            task.get("deadline"),
            tuple(task.get("products", ())) or None,
            _origin(told[task["id"]]["origin"], words),
            _decisions(told[task["id"]]["decisions"], words),
        )
        for task in made.plan.get("tasks", [])
    )
    empty = words("next_plan.no_tasks")
    return table(words, words("next_plan.tasks_caption"), columns, rows, empty=empty, name="next_tasks")


def _others(made: NextPlan, words: Words) -> Table:
    """Indicators and reporting obligations that go on."""
    columns = (
        ("subject_kind", "text", 1.6),
        ("subject", "text", 4.0),
        ("origin", "text", 1.8),
        ("to_decide", "text", 2.4),
    )
    titles = {one["id"]: one.get("name") or one.get("title") for one in _named(made)}
    chosen = made.origins[made.origins["is_carried"] & (made.origins["subject"] != "task")]
    rows = (
        (
            words.label("subject", row["subject"]),
            titles[row["subject_id"]],
            _origin(row["origin"], words),
            _decisions(row["decisions"], words),
        )
        for row in records(chosen)
    )
    return table(words, words("next_plan.others_caption"), columns, rows, name="next_others")


def _named(made: NextPlan) -> list[dict[str, Any]]:
    return [*made.plan.get("indicators", []), *made.plan.get("obligations", [])]


def _activities(made: NextPlan, words: Words) -> Table:
    columns = (("activity", "text", 5.0), ("agency", "text", 2.0), ("every", "text", 1.4))
    rows = (
        (
            f"{one['number']}) {one['title']}",
            words.agency(one["lead"]),
            words.label("kind", one.get("every")),
        )
        for one in made.plan.get("activities", [])
    )
    caption = words("next_plan.activities_caption")
    return table(words, caption, columns, rows, name="next_activities")


def _left(review: YearReview, made: NextPlan, words: Words) -> Table:
    """What is not carried over, and why."""
    columns = (
        ("subject_kind", "text", 1.6),
        ("subject", "text", 5.0),
        ("before", "text", 2.0),
        ("origin", "text", 2.0),
    )
    plan = review.ev.scope.plan.as_of(review.ev.scope.plan.covers.last, review.ev.scope.as_of)
    titles = {one.id: f"{one.id} {one.name}" for one in (*plan.tasks, *plan.dropped)}
    titles |= {one.id: one.name for one in plan.indicators}
    titles |= {one.id: one.title for one in plan.obligations}
    rows = (
        (
            words.label("subject", row["subject"]),
            titles[row["subject_id"]],
            row["before"],
            _origin(row["origin"], words),
        )
        for row in records(made.origins[~made.origins["is_carried"]])
    )
    caption, empty = words("next_plan.left_caption"), words("next_plan.none_left")
    return table(words, caption, columns, rows, empty=empty, name="next_left")


def _origin(code: str, words: Words) -> str | None:
    return words.label("next.origin", code)


def _decisions(codes: Any, words: Words) -> str | None:
    found = cell(codes)
    if not isinstance(found, str):
        return None
    return " ".join(words.label("next.decision", code) or "" for code in found.split("; "))
