"""The packaged example, second quarter of 2025, against an oracle written by hand from its records."""

import csv
import json
from pathlib import Path

import pandas as pd
import pytest

import kh2025
from kh2025.evaluation.rules import all_rules
from kh2025.plan.check_tables import PLAN_ALONE

ORACLE = Path(__file__).parents[1] / "cases" / "demo_2025_Q2_parts.csv"
AS_OF = "2025-06-25T17:00:00+07:00"
PARTS = [
    "done_on_time",
    "done_late",
    "done_no_deadline",
    "done_date_missing",
    "open_in_time",
    "open_overdue",
    "open_no_deadline",
]
PARTITION = {"total", *PARTS, "suspended", "cancelled", "unreported", "due_soon"}


@pytest.fixture(scope="module")
def ev(plan, facts):
    """The second quarter as known on the evening of 25/6/2025."""
    return kh2025.evaluate(plan, facts, "2025-Q2", as_of=AS_OF)


def parts_of(ev):
    """Part by task, assigned agency and occurrence, as texts."""
    rows = ev.duties[["task_id", "assigned_agency_id", "occurrence", "part"]]
    texts = rows.assign(occurrence=rows["occurrence"].dt.strftime("%Y-%m-%d")).fillna("")
    return {tuple(row[:3]): row[3] for row in texts.itertuples(index=False, name=None)}


def test_every_duty_is_in_the_part_of_the_oracle(ev):
    """55 duties, each in the part that was written down before the package judged it."""
    with ORACLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    oracle = {
        (row["task_id"], row["assigned_agency_id"], row["occurrence"]): row["expected_part"] for row in rows
    }
    assert len(oracle) == len(rows) == 55
    assert parts_of(ev) == oracle


def test_totals_follow_from_the_oracle(ev):
    """Counted by hand from the oracle."""
    duties = ev.summary["duties"]
    assert [duties[part] for part in PARTS] == [16, 4, 1, 2, 21, 7, 2]
    assert (duties["total"], duties["suspended"], duties["cancelled"]) == (53, 1, 1)


@pytest.mark.parametrize(
    ("as_of", "part"),
    [("2025-07-10T14:19:59.999999+07:00", "open_overdue"), ("2025-07-10T14:20:00+07:00", "done_on_time")],
    ids=["before", "from-its-moment"],
)
def test_a_correction_counts_from_the_moment_it_was_recorded(plan, facts, as_of, part):
    """The correction of nv-20 was recorded at 14:20 on 10/7/2025; the old report comes out again as it was."""
    ev = kh2025.evaluate(plan, facts, "2025-Q2", as_of=as_of)
    assert ev.tasks.set_index("task_id").loc["nv-20", "part"] == part


def test_only_the_correction_differs(plan, facts):
    """Between 25/6 and 11/7 nothing else changed in how the second quarter's duties stand."""
    early = parts_of(kh2025.evaluate(plan, facts, "2025-Q2", as_of=AS_OF))
    late = parts_of(kh2025.evaluate(plan, facts, "2025-Q2", as_of="2025-07-11T00:00:00+07:00"))
    assert {key: part for key, part in late.items() if early[key] != part} == {
        ("nv-20", "so-nnmt", ""): "done_on_time"
    }


def test_before_the_first_owed_period(plan, facts):
    """2025-Q1 gives a report without reports owed and without tasks; rates are null."""
    ev = kh2025.evaluate(plan, facts, "2025-Q1", as_of=AS_OF)
    assert set(ev.summary["submissions"].values()) == {0}
    assert set(ev.summary["tasks"].values()) == {0}
    assert (len(ev.tasks), len(ev.duties), len(ev.submissions)) == (0, 0, 0)
    assert {rate["value"] for rate in ev.summary["rates"].values()} == {None}


def test_contradictions_are_found(ev):
    """Done in September, recorded in June: nv-13; done with 60 %: nv-14; a coordinating agency: nv-11."""
    by_rule = {rule: sorted(rows["task_id"].dropna()) for rule, rows in ev.findings.groupby("rule_id")}
    assert by_rule["done-date-impossible"] == ["nv-13"]
    assert by_rule["percent-contradicts-state"] == ["nv-14"]
    assert ev.unmatched[["place", "reason", "agency_id", "value"]].to_numpy().tolist() == [
        ["progress.csv:67", "not_owner", "so-nv", "nv-11"]
    ]


def test_reports_by_hand(ev):
    """Two late, two missing, one resubmitted, one extended, one replaced, one that nobody owes any more."""
    table = ev.submissions.set_index("assigned_agency_id")
    late = table.loc[table["timeliness"] == "late", "days_late"].to_dict()
    assert late == {"so-ct": 1, "bql-kkt": 5}
    assert set(table.index[table["timeliness"] == "missing"]) == {"bch-qs", "thanh-tra"}
    assert table.loc["tt-dmst", "timeliness"] == "replaced"
    assert table.loc["ban-de-an", "timeliness"] == "owner_unresolved"
    assert ev.summary["submissions"] == {
        "owed": 17,
        "expected": 17,
        "on_time": 12,
        "late": 2,
        "missing": 2,
        "replaced": 1,
        "not_yet_due": 0,
        "owner_unresolved": 1,
    }
    assert table.loc["so-tp", ["receipts", "result", "timeliness"]].tolist() == [2, "accepted", "on_time"]
    assert table.loc["so-yt", "due_on"] == pd.Timestamp("2025-06-24")
    assert table.loc["so-xd", "timeliness"] == "on_time"  # 23:41 on the due day


def test_summary_has_the_keys_of_the_design(ev):
    """The keys of ``evaluate --json`` are a contract; there may be more."""
    summary = ev.summary
    assert {
        "plan",
        "period",
        "status_on",
        "as_of",
        "known_through",
        "tasks",
        "duties",
        "tasks_in_period",
        "submissions",
        "rates",
        "findings",
        "provisional",
    } <= set(summary)
    for name in ("tasks", "duties", "tasks_in_period"):
        assert set(summary[name]) >= PARTITION
    assert set(summary["submissions"]) >= {
        "owed",
        "expected",
        "on_time",
        "late",
        "missing",
        "replaced",
        "not_yet_due",
        "owner_unresolved",
    }
    assert set(summary["rates"]) >= {
        "done_of_due",
        "on_time_of_due",
        "overdue_of_due",
        "done_of_assigned",
        "overdue_of_assigned",
        "done_of_dated",
        "overdue_of_dated",
    }
    for rate in summary["rates"].values():
        assert {"numerator", "denominator", "value", "percent", "of"} <= set(rate)
        assert rate["of"] in {"due", "assigned", "dated"}
    assert list(summary["findings"]) == [
        rule.id for rule in all_rules().values() if rule.on not in PLAN_ALONE
    ]


def test_summary_is_json(ev):
    """The summary goes through JSON unchanged, without NaN."""
    assert json.loads(json.dumps(ev.summary, allow_nan=False)) == ev.summary


def test_summary_says_how_it_was_made(ev):
    """Plan, period, day of judgement, moment and newest record, in local time."""
    told = {name: ev.summary[name] for name in ("plan", "period", "status_on", "as_of", "known_through")}
    assert told == {
        "plan": "thai-binh-2025",
        "period": "2025-Q2",
        "status_on": "2025-06-14",
        "as_of": AS_OF,
        "known_through": "2025-06-24T16:05:00+07:00",
    }


def test_as_of_is_by_default_the_newest_record(plan, facts):
    """Without a moment the newest record of all files is the moment."""
    ev = kh2025.evaluate(plan, facts, "2025-Q2")
    assert ev.summary["as_of"] == ev.summary["known_through"] == "2026-01-15T10:00:00+07:00"


def test_period_may_be_written_in_words(plan, facts, ev):
    """A text that is read as the same period gives the same evaluation."""
    assert kh2025.evaluate(plan, facts, "Quý II/2025", as_of=AS_OF).summary == ev.summary


@pytest.mark.parametrize("agency", ["so-khcn", "so-tp", "h-vu-thu", "so-khdt", "hy-so-yt", "hai-tieu-ban"])
def test_one_agency(ev, agency):
    """Leading agency, reporting agency, district, merged one, successor, recipient: each sees its own rows alone."""
    seen = ev.for_agency(agency)
    mine = {agency}
    for table in (seen.duties, seen.submissions, seen.unmatched, seen.agencies):
        assert set(table["agency_id"]) <= mine
    assert len(seen.duties) == (ev.duties["agency_id"] == agency).sum()
    assert set(seen.remarks["agency_id"].dropna()) <= mine
    assert set(seen.findings["agency_id"].dropna()) <= mine


def test_districts_have_no_heir_from_july(plan, facts):
    """From 01/7/2025 no district exists and none is named to follow: five duties that are open are nobody's."""
    ev = kh2025.evaluate(plan, facts, "2025-Q3")
    districts = ev.duties[ev.duties["group_id"] == "ubnd-cap-huyen"]
    assert len(districts) == 16
    assert districts["agency_id"].isna().all()
    found = ev.findings[ev.findings["rule_id"] == "owner-unresolved"]
    assert [(row["task_id"], row["values"]["assigned_agency_id"]) for row in found.to_dict("records")] == [
        ("nv-28", "h-hung-ha"),
        ("nv-29", "h-hung-ha"),
        ("nv-29", "h-quynh-phu"),
        ("nv-29", "h-tien-hai"),
        ("nv-29", "h-vu-thu"),
    ]


@pytest.mark.parametrize(
    "period", ["2025-M05", "2025-M07", "2025-S1", "2025-9M", "2025-Q4", "2025-A1", "2025-Q2@calendar"]
)
def test_every_kind_of_period(plan, facts, period):
    """Each kind and regime is evaluated, and the parts add up."""
    summary = kh2025.evaluate(plan, facts, period).summary
    for name in ("tasks", "duties", "tasks_in_period"):
        assert summary[name]["total"] == sum(summary[name][part] for part in PARTS)
