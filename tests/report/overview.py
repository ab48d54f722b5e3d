"""A folder of reports as an overview lists it."""

from kh2025.report.site import Entry

NAMES = {"so-yt": "Sở Y tế", "so-tc": "Sở Tài chính", "dd": "UBND huyện Đông Hưng"}


def rate(numerator, denominator):
    """A rate as a summary holds it."""
    percent = None if not denominator else round(100 * numerator / denominator, 2)
    return {"numerator": numerator, "denominator": denominator, "of": "due", "percent": percent}


def entry(period="2025-Q2", agency=None, **given):
    """One report with an HTML and a Word file."""
    name = f"ke-hoach_{period}" + (f"_{agency}" if agency else "")
    made = {
        "report": name,
        "plan": "Kế hoạch năm 2025",
        "period": period,
        "kind": "period",
        "agency": agency,
        "agency_name": NAMES.get(agency),
        "lang": "vi",
        "status_on": "2025-06-14",
        "as_of": "2025-07-01T00:00:00+07:00",
        "invented": None,
        "rates": {"done_of_due": rate(3, 4), "on_time_of_expected": rate(0, 0)},
        "files": (f"{name}.html", f"{name}.docx"),
    }
    return Entry(**(made | given))


FOLDER = (
    entry("2025-M05"),
    entry("2025-M06"),
    entry("2025-Q2"),
    entry("2025-Q2", "so-yt", rates={"done_of_due": rate(1, 4), "on_time_of_expected": rate(2, 2)}),
    entry("2025-Q2", "so-tc", rates={"done_of_due": rate(0, 0), "on_time_of_expected": rate(1, 2)}),
    entry("2025-M06", "dd"),
)
