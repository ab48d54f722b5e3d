"""Writes periods.csv and windows.csv: the reporting periods of every day, worked out without kh2025.

The windows stand here as Nghị định 09/2019/NĐ-CP, Điều 12 writes them: a month and a day on which each
period begins and ends. Each day is then looked up in all windows of a kind, one by one. Slow and plain.

    python tests/cases/make_periods.py
"""

import csv
import sys
from datetime import date, timedelta
from functools import cache
from pathlib import Path

FIRST_YEAR, LAST_YEAR = 2019, 2035
ONE_DAY = timedelta(days=1)
KINDS = ("month", "quarter", "half", "nine_months", "year")

# Code of the period: (begins, ends), each as "day/month"; "-" marks the year before.
DECREE_09 = {
    "month": {
        "M01": ("15/12-", "14/1"),
        "M02": ("15/1", "14/2"),
        "M03": ("15/2", "14/3"),
        "M04": ("15/3", "14/4"),
        "M05": ("15/4", "14/5"),
        "M06": ("15/5", "14/6"),
        "M07": ("15/6", "14/7"),
        "M08": ("15/7", "14/8"),
        "M09": ("15/8", "14/9"),
        "M10": ("15/9", "14/10"),
        "M11": ("15/10", "14/11"),
        "M12": ("15/11", "14/12"),
    },
    "quarter": {
        "Q1": ("15/12-", "14/3"),
        "Q2": ("15/3", "14/6"),
        "Q3": ("15/6", "14/9"),
        "Q4": ("15/9", "14/12"),
    },
    "half": {"S1": ("15/12-", "14/6"), "S2": ("15/6", "14/12")},
    "nine_months": {"9M": ("15/12-", "14/9")},
    "year": {"A1": ("15/12-", "14/12")},
}
# "last/2" is the last day of February.
CALENDAR = {
    "month": {f"M{month:02d}": (f"1/{month}", f"last/{month}") for month in range(1, 13)},
    "quarter": {
        "Q1": ("1/1", "31/3"),
        "Q2": ("1/4", "30/6"),
        "Q3": ("1/7", "30/9"),
        "Q4": ("1/10", "31/12"),
    },
    "half": {"S1": ("1/1", "30/6"), "S2": ("1/7", "31/12")},
    "nine_months": {"9M": ("1/1", "30/9")},
    "year": {"A1": ("1/1", "31/12")},
}
REGIMES = {"decree-09": DECREE_09, "calendar": CALENDAR}


def day_of(written, year):
    """The date of "14/6", "15/12-" or "last/2" in a year."""
    if written.endswith("-"):
        written, year = written[:-1], year - 1
    day, month = written.split("/")
    if day != "last":
        return date(year, int(month), int(day))
    found = date(year, int(month), 28)
    while (found + ONE_DAY).month == int(month):
        found += ONE_DAY
    return found


@cache
def windows(regime, kind):
    """All windows of a kind: name, first day, last day."""
    suffix = "" if regime == "decree-09" else f"@{regime}"
    found = []
    for year in range(FIRST_YEAR, LAST_YEAR + 2):
        for code, (begins, ends) in REGIMES[regime][kind].items():
            found.append((f"{year}-{code}{suffix}", day_of(begins, year), day_of(ends, year)))
    return found


def periods_of(day, regime):
    """The period of each kind in which a day lies; empty where there is none."""
    row = {}
    for kind in KINDS:
        names = [name for name, first, last in windows(regime, kind) if first <= day <= last]
        assert len(names) <= 1, (day, names)
        row[kind] = names[0] if names else ""
    return row


def period_rows():
    """The days on which something begins or ends, and their neighbours, in every month."""
    day = date(FIRST_YEAR, 1, 1)
    while day <= date(LAST_YEAR, 12, 31):
        at_a_boundary = day.day in (1, 2, 13, 14, 15, 16) or (day + 3 * ONE_DAY).month != day.month
        if at_a_boundary:
            for regime in REGIMES:
                yield {"day": day.isoformat(), "regime": regime, **periods_of(day, regime)}
        day += ONE_DAY


def window_rows():
    """First and last day of every period, found by walking through all days."""
    for regime in REGIMES:
        first, last = {}, {}
        day = date(FIRST_YEAR - 1, 12, 1)
        while day <= date(LAST_YEAR, 12, 31):
            for kind, name in periods_of(day, regime).items():
                if name.startswith(tuple(str(year) for year in range(FIRST_YEAR, LAST_YEAR + 1))):
                    first.setdefault((kind, name), day)
                    last[kind, name] = day
            day += ONE_DAY
        for (kind, name), begins in first.items():
            row = {"period": name, "regime": regime, "kind": kind}
            yield {**row, "start": begins.isoformat(), "end": last[kind, name].isoformat()}


TABLES = {"periods.csv": period_rows, "windows.csv": window_rows}


def write(folder):
    """Both files into a folder."""
    for name, rows in TABLES.items():
        listed = list(rows())
        with (Path(folder) / name).open("w", encoding="utf-8", newline="") as file:
            table = csv.DictWriter(file, listed[0], lineterminator="\n")
            table.writeheader()
            table.writerows(listed)


if __name__ == "__main__":
    write(sys.argv[1] if sys.argv[1:] else Path(__file__).parent)
