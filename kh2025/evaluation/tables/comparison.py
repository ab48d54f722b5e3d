"""The column contracts of a comparison of two evaluations."""

from kh2025.columns import Column, Table

CHANGES = Table(
    "changes",
    "count or rate that is compared",
    (
        Column(
            "group", "text", "tasks, duties, tasks_in_period, submissions, rates, submission_rates or score"
        ),
        Column("figure", "text", "the count or rate"),
        Column("unit", "text", "tasks, duties, reports, percent or points"),
        Column("before", "number", "at the earlier look; null when there is none"),
        Column("after", "number", "at the later look; null for 0/0"),
        Column("difference", "number", "after less before; of rates in percentage points"),
        Column("reason", "text", "why there is no difference; null when there is one"),
    ),
)

TRANSITIONS = Table(
    "transitions",
    "part before and part after that a task has gone through",
    (
        Column("before", "text", "part at the earlier look; absent when not assigned yet"),
        Column("after", "text", "part at the later look; absent when no longer there"),
        Column("tasks", "integer", "tasks that went this way, or stayed", "tasks"),
    ),
)

MOVES = Table(
    "moves",
    "task and way in which it entered, left or changed",
    (
        Column(
            "move",
            "text",
            "assigned, left, dropped, suspended, became_overdue, left_overdue, became_done or reopened",
        ),
        Column("task_id", "text", "the task"),
        Column("name", "text", "what is to be done"),
        Column("lead_id", "text", "the leading agency or group as the plan names it; null when none"),
        Column("before", "text", "part at the earlier look; absent when not assigned yet"),
        Column("after", "text", "part at the later look; absent when no longer there"),
    ),
)

AGENCY_CHANGES = Table(
    "agency_changes",
    "agency that owes a duty or a report at either look; what it has inherited counts for it in both",
    (
        Column("agency_id", "text", "the agency"),
        Column("name", "text", "its short name"),
        *(
            Column(f"{name}_{when}", kind, f"{says} at the {look} look", unit)
            for name, kind, says, unit in (
                ("due", "integer", "duties due", "duties"),
                ("overdue", "integer", "duties open and overdue", "duties"),
                ("done_of_due", "number", "share done of those due; null for 0/0", "percent"),
                ("score", "number", "score; null without one", "points"),
            )
            for when, look in (("before", "earlier"), ("after", "later"))
        ),
        Column("due_difference", "integer", "due after less before", "duties"),
        Column("overdue_difference", "integer", "overdue after less before", "duties"),
        Column("done_of_due_difference", "number", "after less before", "percentage points"),
        Column("score_difference", "number", "after less before", "points"),
    ),
)
