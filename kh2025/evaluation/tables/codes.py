"""The words that the columns of results are written in, in the order of tables and charts."""

#: Parts of the total, in the order of tables and charts; they add up to it, always.
PARTS = (
    "done_on_time",
    "done_late",
    "done_no_deadline",
    "done_date_missing",
    "open_in_time",
    "open_overdue",
    "open_no_deadline",
)
DONE = tuple(part for part in PARTS if part.startswith("done"))
OPEN = tuple(part for part in PARTS if part.startswith("open"))
#: Beside the total, not in it.
BESIDE = ("suspended", "cancelled")
#: Timeliness of one owed report.
CLASSES = ("on_time", "late", "missing", "replaced", "not_yet_due", "owner_unresolved")
#: How an indicator stands at its last closed period.
RESULTS = ("reached", "not_reached", "not_yet_due", "missing", "incomplete")
